//! Building an index: articles and claims stream in, from as many threads as there are.

use std::collections::HashSet;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::indexer::{IndexWriterOptions, UserOperation};
use tantivy::schema::Document as _;
use tantivy::{Index as Engine, TantivyDocument};

use super::budget::{Budget, Share, Waiting};
use super::document::{self, Group};
use super::error::{IndexError, engine_error};
use super::folder::Attempt;
use super::manifest::{Manifest, Origin};
use super::schema::{self, Fields};
use super::tokenizer::JoinedTokenizer;
use super::words::{Cut, Words};
use crate::article::{Article, ArticleId};
use crate::claim::Claim;
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
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(8);
        Effort { threads, memory: 120 << 20, waiting: 32 << 20 }
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
        f.debug_struct("IndexWriter").field("attempt", &self.attempt).finish_non_exhaustive()
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
    pub fn create(dir: &Path, words: Words, origin: Origin, effort: Effort) -> Result<IndexWriter, IndexError> {
        let attempt = Attempt::begin(dir)?;
        let (schema, fields) = schema::schema();
        let failed = || engine_error("create", dir);
        let engine = Engine::create_in_dir(attempt.data(), schema).map_err(failed())?;
        engine.tokenizers().register(schema::JOINED, JoinedTokenizer::default());
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
            counted: Mutex::new(Counted { manifest: Manifest::new(origin), ids: HashSet::new() }),
            attempt,
        })
    }

    /// Adds an article with its claims, and counts its notices.
    pub fn add(&self, article: &Article, claims: &[Claim]) -> Result<Added, IndexError> {
        self.add_cut(article, &self.words.cut(&article.text), claims)
    }

    /// The same where the article's text has been cut into words already.
    pub fn add_cut(&self, article: &Article, cut: &Cut, claims: &[Claim]) -> Result<Added, IndexError> {
        if !self.counted().ids.insert(article.id) {
            let message = format!("left out: it has the same address as an article before it ({})", article.id);
            self.notice(&Notice::new(NoticeKind::Skipped, &article.path, message))?;
            return Ok(Added::Duplicate);
        }
        let group = document::group(&self.fields, &self.words, article, cut, claims);
        let Group { documents, words, lengths } = group.map_err(self.failed())?;
        self.send(documents)?;
        let counted = &mut self.counted().manifest;
        counted.count_article(article, words.into());
        for (claim, length) in claims.iter().zip(lengths) {
            counted.count_claim(claim, length as u64);
        }
        Ok(Added::New)
    }

    /// Adds a notice of something that is no article, such as a file that was skipped.
    pub fn notice(&self, notice: &Notice) -> Result<(), IndexError> {
        let document = document::of_notice(&self.fields, notice).map_err(self.failed())?;
        self.send(vec![document])?;
        self.counted().manifest.count_notice(notice.kind);
        Ok(())
    }

    /// Writes everything out and makes it the index of the folder.
    pub fn finish(self) -> Result<Manifest, IndexError> {
        let IndexWriter { mut engine, counted, attempt, .. } = self;
        engine.commit().map_err(engine_error("write", attempt.dir()))?;
        engine.wait_merging_threads().map_err(engine_error("write", attempt.dir()))?;
        let manifest = counted.into_inner().unwrap_or_else(PoisonError::into_inner).manifest;
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
        let add = |document| UserOperation::Add(Waiting { document, share: Arc::clone(&share) });
        let group: Vec<_> = documents.into_iter().map(add).collect();
        self.engine.run(group).map_err(engine_error("write", self.attempt.dir()))?;
        Ok(())
    }

    fn failed(&self) -> impl FnOnce(serde_json::Error) -> IndexError {
        let failed = engine_error("write", self.attempt.dir());
        move |error| failed(std::io::Error::from(error))
    }
}

/// Roughly what a document weighs while it waits.
fn waiting_bytes(document: &TantivyDocument) -> usize {
    use tantivy::schema::Value as _;
    let value = |value: tantivy::schema::document::CompactDocValue<'_>| {
        value.as_str().map_or(0, str::len) + value.as_bytes().map_or(0, <[u8]>::len)
    };
    512 + document.iter_fields_and_values().map(|(_, field)| value(field)).sum::<usize>()
}
