//! Building an index: articles and claims stream in, from as many threads as there are.

use std::collections::HashSet;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::indexer::{IndexWriterOptions, UserOperation};
use tantivy::schema::Document as _;
use tantivy::{Index as Engine, TantivyDocument};

use super::budget::{Budget, Share, Waiting};
use super::error::{IndexError, engine_error};
use super::folder::Attempt;
use super::manifest::{Manifest, Origin};
use super::schema::{self, Fields};
use super::stored::{StoredArticle, StoredClaim, StoredNotice};
use super::tokenizer::{Cut, Joined, JoinedTokenizer, Words};
use crate::article::{Article, ArticleId, Block, BlockKind};
use crate::claim::{Claim, Extent, Range};
use crate::notice::{Notice, NoticeKind};

/// How much memory and how many threads a build takes.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// Threads of the engine, 1 to 8; segmenting is done in the caller's.
    pub threads: usize,
    /// Bytes that all these threads together collect before they write a segment out.
    pub memory: usize,
    /// Bytes of documents that may wait for them.
    pub waiting: usize,
}

impl Default for Effort {
    /// A thread a core, and some 150 MB in all.
    fn default() -> Effort {
        let threads = std::thread::available_parallelism()
            .map_or(1, usize::from)
            .min(8);
        Effort {
            threads,
            memory: 120 << 20,
            waiting: 32 << 20,
        }
    }
}

/// Writes a new index beside the former one, which stays whole and searchable until [`IndexWriter::finish`] has
/// replaced it. Dropped before that, it leaves no trace.
///
/// All methods take `&self` and may be called from several threads at once, rayon's or those at the end
/// of a channel; `add` waits where the engine lags behind. Neither the manifest nor any answer depends on the order of
/// calls, with one exception: of two articles with one id the first to come is kept.
pub struct IndexWriter {
    // Before `attempt`, so that the engine is stopped before its folder goes.
    engine: tantivy::IndexWriter<Waiting>,
    fields: Fields,
    words: Words,
    waiting: Arc<Budget>,
    counted: Mutex<Counted>,
    attempt: Attempt,
}

impl std::fmt::Debug for IndexWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IndexWriter")
            .field("attempt", &self.attempt)
            .finish_non_exhaustive()
    }
}

#[derive(Debug)]
struct Counted {
    manifest: Manifest,
    ids: HashSet<ArticleId>,
}

/// What became of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// It is in.
    New,
    /// An article with the same id was there before, so this one and its claims were left out, with a notice.
    Duplicate,
}

impl IndexWriter {
    /// Starts a build into `dir`, which is empty, new, a duizhi index, or holds hidden files only.
    pub fn create(
        dir: &Path,
        words: Words,
        origin: Origin,
        effort: Effort,
    ) -> Result<IndexWriter, IndexError> {
        let attempt = Attempt::begin(dir)?;
        let (schema, fields) = schema::schema();
        let failed = || engine_error("create", dir);
        let engine = Engine::create_in_dir(attempt.data(), schema).map_err(failed())?;
        engine
            .tokenizers()
            .register(schema::JOINED, JoinedTokenizer::default());
        let threads = effort.threads.clamp(1, 8);
        // The engine takes no less than 15 MB a thread.
        let options = IndexWriterOptions::builder()
            .num_worker_threads(threads)
            .memory_budget_per_thread((effort.memory / threads).clamp(15_000_000, 2_000_000_000))
            .num_merge_threads(1)
            .build();
        Ok(IndexWriter {
            engine: engine.writer_with_options(options).map_err(failed())?,
            fields,
            words,
            waiting: Budget::new(effort.waiting),
            counted: Mutex::new(Counted {
                manifest: Manifest::new(origin),
                ids: HashSet::new(),
            }),
            attempt,
        })
    }

    /// Adds an article with its claims, and counts its notices.
    pub fn add(&self, article: &Article, claims: &[Claim]) -> Result<Added, IndexError> {
        self.add_cut(article, &self.words.cut(&article.text), claims)
    }

    /// The same where the article's text has been cut into words already.
    pub fn add_cut(
        &self,
        article: &Article,
        cut: &Cut,
        claims: &[Claim],
    ) -> Result<Added, IndexError> {
        if !self.counted().ids.insert(article.id) {
            let message = format!(
                "left out: it has the same address as an article before it ({})",
                article.id
            );
            self.notice(&Notice::new(NoticeKind::Skipped, &article.path, message))?;
            return Ok(Added::Duplicate);
        }
        let mut joined = Joined::default();
        self.words
            .join(&self.words.cut(&article.title), &mut joined);
        let body = self.words.join(cut, &mut joined);

        let mut documents = Vec::with_capacity(claims.len() + 1);
        let mut lengths = Vec::with_capacity(claims.len());
        documents.push(self.article_document(article, &joined, body)?);
        let headings = headings(article);
        for (ordinal, claim) in (1..).zip(claims) {
            let section = section(article, claim, &headings, &joined);
            let (mut document, length) = self.claim_document(article, claim, &joined)?;
            document.add_u64(self.fields.ordinal, ordinal);
            document.add_u64(self.fields.section, packed(section));
            documents.push(document);
            lengths.push(length);
        }
        self.send(documents)?;

        let counted = &mut self.counted().manifest;
        counted.count_article(article, joined.words.into());
        for (claim, length) in claims.iter().zip(lengths) {
            counted.count_claim(claim, length);
        }
        Ok(Added::New)
    }

    /// Adds a notice of something that is no article, such as a file that was skipped.
    pub fn notice(&self, notice: &Notice) -> Result<(), IndexError> {
        let mut document = self.document(schema::NOTICE, &StoredNotice::from(notice))?;
        document.add_u64(self.fields.ordinal, 0);
        self.send(vec![document])?;
        self.counted().manifest.count_notice(notice.kind);
        Ok(())
    }

    /// Writes everything out and makes it the index of the folder.
    pub fn finish(self) -> Result<Manifest, IndexError> {
        let IndexWriter {
            mut engine,
            counted,
            attempt,
            ..
        } = self;
        engine
            .commit()
            .map_err(engine_error("write", attempt.dir()))?;
        engine
            .wait_merging_threads()
            .map_err(engine_error("write", attempt.dir()))?;
        let manifest = counted
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
            .manifest;
        attempt.publish(&manifest)?;
        Ok(manifest)
    }

    fn counted(&self) -> MutexGuard<'_, Counted> {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands documents over as one group: they become neighbours in one segment.
    fn send(&self, documents: Vec<TantivyDocument>) -> Result<(), IndexError> {
        let bytes = documents.iter().map(waiting_bytes).sum();
        let share: Arc<Share> = self.waiting.take(bytes);
        let add = |document| {
            UserOperation::Add(Waiting {
                document,
                share: Arc::clone(&share),
            })
        };
        let group: Vec<_> = documents.into_iter().map(add).collect();
        self.engine
            .run(group)
            .map_err(engine_error("write", self.attempt.dir()))?;
        Ok(())
    }

    fn document(
        &self,
        kind: &str,
        record: &impl serde::Serialize,
    ) -> Result<TantivyDocument, IndexError> {
        let bytes = serde_json::to_vec(record).map_err(|error| {
            engine_error("write", self.attempt.dir())(std::io::Error::from(error))
        })?;
        let mut document = TantivyDocument::new();
        document.add_text(self.fields.kind, kind);
        document.add_bytes(self.fields.record, &bytes);
        Ok(document)
    }

    fn article_document(
        &self,
        article: &Article,
        joined: &Joined,
        body: u32,
    ) -> Result<TantivyDocument, IndexError> {
        let fields = &self.fields;
        let mut document = self.document(schema::ARTICLE, &StoredArticle::from(article))?;
        document.add_text(fields.id, article.id.to_string());
        document.add_text(fields.text, &joined.text);
        document.add_text(fields.path, &article.path);
        document.add_u64(fields.ordinal, 0);
        document.add_u64(fields.evidence, packed(body..joined.length.max(body)));
        self.add_origin(&mut document, article);
        Ok(document)
    }

    /// The claim's document and the number of positions that its evidence takes.
    fn claim_document(
        &self,
        article: &Article,
        claim: &Claim,
        joined: &Joined,
    ) -> Result<(TantivyDocument, u64), IndexError> {
        let fields = &self.fields;
        let mut document = self.document(schema::CLAIM, &StoredClaim::from(claim))?;
        document.add_text(fields.id, claim.id.to_string());
        let span = claim.evidence.span;
        let evidence = joined.range(span.start(), span.end());
        let length = evidence.len() as u64;
        document.add_u64(fields.evidence, packed(evidence));
        self.add_origin(&mut document, article);

        document.add_text(fields.proposition, claim.proposition.as_str());
        document.add_text(fields.group, claim.proposition.group());
        document.add_text(fields.stance, claim.stance.id());
        document.add_text(fields.attribution, claim.attribution.id());
        for product in &claim.products {
            document.add_text(fields.product, product.id());
        }
        if let Some(actor) = claim.actor {
            document.add_text(fields.actor, actor.id());
        }
        let conditions = &claim.conditions;
        for flag in &conditions.flags {
            document.add_text(fields.flag, flag.id());
        }
        if conditions.only {
            document.add_text(fields.only, "true");
        }
        add_extent(
            &mut document,
            conditions.overdue,
            [fields.overdue, fields.overdue_min, fields.overdue_max],
        );
        add_extent(
            &mut document,
            conditions.amount,
            [fields.amount, fields.amount_min, fields.amount_max],
        );
        for quantity in &claim.quantities {
            document.add_text(fields.role, quantity.role.id());
            if let Some(min) = quantity.min {
                document.add_f64(fields.quantity_min, min);
            }
            if let Some(max) = quantity.max {
                document.add_f64(fields.quantity_max, max);
            }
        }
        Ok((document, length))
    }

    /// What a claim takes over from its article to be filtered by.
    fn add_origin(&self, document: &mut TantivyDocument, article: &Article) {
        document.add_u64(self.fields.article, article.id.0);
        if let Some(day) = article.published {
            document.add_i64(self.fields.published, day_number(day));
        }
    }
}

/// 2 April 2024 as 20240402.
pub(super) fn day_number(day: jiff::civil::Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

/// Two positions in one number.
fn packed(range: std::ops::Range<u32>) -> u64 {
    u64::from(range.start) << 32 | u64::from(range.end)
}

/// The headings of an article, in order.
fn headings(article: &Article) -> Vec<Block> {
    article
        .blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Heading(_)))
        .copied()
        .collect()
}

/// Positions of the heading that a claim stands under: the last one above it with these words.
fn section(
    article: &Article,
    claim: &Claim,
    headings: &[Block],
    joined: &Joined,
) -> std::ops::Range<u32> {
    /// Headings can nest six deep; to look further would cost time on odd pages.
    const DEEPEST: usize = 6;
    let Some(section) = claim.evidence.section.as_deref() else {
        return 0..0;
    };
    let above = headings.partition_point(|block| block.span.start() < claim.evidence.span.start());
    let mut nearest = headings[..above].iter().rev().take(DEEPEST);
    let heading = nearest.find(|block| block.span.of(&article.text).contains(section));
    heading.map_or(0..0, |block| {
        joined.range(block.span.start(), block.span.end())
    })
}

fn add_extent(
    document: &mut TantivyDocument,
    extent: Option<Extent>,
    fields: [tantivy::schema::Field; 3],
) {
    let [how, least, greatest] = fields;
    let word = match extent {
        None => schema::UNRESTRICTED,
        Some(Extent::Low) => schema::LOW,
        Some(Extent::High) => schema::HIGH,
        Some(Extent::Range(range)) => {
            let (min, max) = ends(range);
            document.add_i64(least, min);
            document.add_i64(greatest, max);
            schema::NUMBERS
        }
    };
    document.add_text(how, word);
}

/// The least and greatest whole number within `range`; days and yuan are never negative.
fn ends(range: Range) -> (i64, i64) {
    let min = range
        .min
        .map_or(0, |min| min.saturating_add(i64::from(!range.min_incl)));
    let max = range.max.map_or(schema::OPEN, |max| {
        max.saturating_sub(i64::from(!range.max_incl))
    });
    (min.clamp(0, schema::OPEN), max.clamp(0, schema::OPEN))
}

/// Roughly what a document weighs while it waits.
fn waiting_bytes(document: &TantivyDocument) -> usize {
    use tantivy::schema::Value as _;
    let value = |value: tantivy::schema::document::CompactDocValue<'_>| {
        value.as_str().map_or(0, str::len) + value.as_bytes().map_or(0, <[u8]>::len)
    };
    512 + document
        .iter_fields_and_values()
        .map(|(_, field)| value(field))
        .sum::<usize>()
}
