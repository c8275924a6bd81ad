//! Searching claims and articles. The order of hits is that of their scores, then of paths and places: it
//! does not depend on how the documents came to lie in the index.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use tantivy::columnar::{Column, StrColumn};
use tantivy::query::{EnableScoring, Query};
use tantivy::{DocAddress, DocId, SegmentReader, TERMINATED};

use super::error::IndexError;
use super::matching::{self, Matching};
use super::query::{ArticleQuery, ClaimQuery, Fit, TextQuery};
use super::read::Index;
use super::schema;
use crate::article::Article;
use crate::claim::Claim;
use crate::wire::claim::ClaimRecord;
use crate::wire::offsets::CharOffsets;

/// A page of hits.
#[derive(Debug, Clone, PartialEq)]
pub struct Hits<T> {
    /// How many there are in all.
    pub total: usize,
    /// Those asked for, the best first.
    pub hits: Vec<T>,
}

/// A claim that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimHit {
    /// The claim.
    pub claim: Claim,
    /// Its article.
    pub article: Arc<Article>,
    /// How well the words fit; 0 where none were asked for.
    pub score: f32,
    /// Where the words stand in the quote, in characters.
    pub matched: Vec<Range<usize>>,
    /// How the claim holds for the days overdue, where they were asked for.
    pub overdue: Option<Fit>,
    /// How the claim holds for the amount, where it was asked for.
    pub amount: Option<Fit>,
}

impl ClaimHit {
    /// The claim as other programs read it.
    pub fn record(&self) -> ClaimRecord {
        ClaimRecord::new(
            &self.claim,
            &self.article,
            &CharOffsets::of(&self.article.text),
        )
    }
}

/// An article that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleHit {
    /// The article.
    pub article: Arc<Article>,
    /// How well the words fit; 0 where none were asked for.
    pub score: f32,
    /// Where the words stand in its text, in characters.
    pub matched: Vec<Range<usize>>,
}

impl Index {
    /// The claims that `query` wants, from the `offset`th on, at most `limit`.
    pub fn search_claims(
        &self,
        query: &ClaimQuery,
        limit: usize,
        offset: usize,
    ) -> Result<Hits<ClaimHit>, IndexError> {
        let conditions = query.conditions(&self.fields);
        let (total, found) = self.ranked(&*conditions, &query.text, true, limit, offset)?;
        let mut articles = HashMap::new();
        let mut hits = Vec::with_capacity(found.len());
        for (score, address) in found {
            let article = self.shared_article(self.article_of(address)?, &mut articles)?;
            let claim = self.claim_at(address, &article)?;
            hits.push(ClaimHit {
                matched: matched(&query.text, &claim.evidence.quote),
                overdue: Fit::of(query.overdue, claim.conditions.overdue),
                amount: Fit::of(query.amount, claim.conditions.amount),
                claim,
                article,
                score,
            });
        }
        Ok(Hits { total, hits })
    }

    /// The articles that `query` wants, from the `offset`th on, at most `limit`.
    pub fn search_articles(
        &self,
        query: &ArticleQuery,
        limit: usize,
        offset: usize,
    ) -> Result<Hits<ArticleHit>, IndexError> {
        let conditions = query.conditions(&self.fields);
        let (total, found) = self.ranked(&*conditions, &query.text, false, limit, offset)?;
        let mut hits = Vec::with_capacity(found.len());
        for (score, address) in found {
            let article = Arc::new(self.article_at(address)?);
            hits.push(ArticleHit {
                matched: matched(&query.text, &article.text),
                article,
                score,
            });
        }
        Ok(Hits { total, hits })
    }

    /// The same article for many hits is read once.
    fn shared_article(
        &self,
        address: DocAddress,
        read: &mut HashMap<DocAddress, Arc<Article>>,
    ) -> Result<Arc<Article>, IndexError> {
        if let Some(article) = read.get(&address) {
            return Ok(Arc::clone(article));
        }
        let article = Arc::new(self.article_at(address)?);
        read.insert(address, Arc::clone(&article));
        Ok(article)
    }

    /// How many documents fit, and those asked for in their order.
    fn ranked(
        &self,
        conditions: &dyn Query,
        text: &TextQuery,
        claims: bool,
        limit: usize,
        offset: usize,
    ) -> Result<(usize, Vec<(f32, DocAddress)>), IndexError> {
        if text.impossible() {
            return Ok((0, Vec::new()));
        }
        let manifest = self.manifest();
        let (words, of) = match claims {
            true => (manifest.evidence_words, manifest.claims),
            false => (manifest.article_words, manifest.articles),
        };
        let usual_length = words as f32 / of.max(1) as f32;
        let field = self.fields.text;
        let weights = matching::weights(&self.searcher, field, text.clauses(), manifest.articles)
            .map_err(self.failed())?;
        let scoring = EnableScoring::disabled_from_searcher(&self.searcher);
        let conditions = conditions.weight(scoring).map_err(self.failed())?;

        let mut total = 0;
        let mut best = Vec::new();
        for (number, reader) in (0..).zip(self.searcher.segment_readers()) {
            let open = || Matching::open(reader, field, text.clauses(), &weights, usual_length);
            let matching = match text.clauses().is_empty() {
                true => None,
                false => match open().map_err(self.failed())? {
                    None => continue,
                    some => some,
                },
            };
            let columns = Columns::open(reader).map_err(self.failed())?;
            let candidates = conditions.scorer(reader, 1.0).map_err(self.failed())?;
            let mut top = Top::new(limit.saturating_add(offset));
            columns.scan(candidates, matching, claims, &mut top);
            total += top.total;
            for ranked in top.heap {
                let mut path = String::new();
                if let Some(paths) = &columns.path {
                    paths
                        .ord_to_str(ranked.path, &mut path)
                        .map_err(self.failed())?;
                }
                best.push((ranked, path, DocAddress::new(number, ranked.doc)));
            }
        }
        best.sort_by(|(a, a_path, _), (b, b_path, _)| {
            b.score
                .total_cmp(&a.score)
                .then_with(|| a_path.cmp(b_path))
                .then_with(|| a.place().cmp(&b.place()))
        });
        let page = best.into_iter().skip(offset).take(limit);
        Ok((
            total,
            page.map(|(ranked, _, address)| (ranked.score, address))
                .collect(),
        ))
    }
}

fn matched(query: &TextQuery, text: &str) -> Vec<Range<usize>> {
    match query.words() {
        Some(words) if !query.clauses().is_empty() => {
            matching::highlights(words, query.clauses(), text)
        }
        Some(_) | None => Vec::new(),
    }
}

/// The columns of one segment that ranking needs.
struct Columns {
    ordinal: Column<u64>,
    evidence: Column<u64>,
    /// `None` where no claim of the segment has one.
    section: Option<Column<u64>>,
    article: Column<u64>,
    path: Option<StrColumn>,
}

impl Columns {
    fn open(reader: &SegmentReader) -> tantivy::Result<Columns> {
        let fast = reader.fast_fields();
        Ok(Columns {
            ordinal: fast.u64(schema::ORDINAL)?,
            evidence: fast.u64(schema::EVIDENCE)?,
            section: fast.column_opt(schema::SECTION)?,
            article: fast.u64("article")?,
            path: fast.str(schema::PATH)?,
        })
    }

    /// Ranks the candidates that have the words.
    fn scan(
        &self,
        mut candidates: Box<dyn tantivy::query::Scorer>,
        mut matching: Option<Matching<'_>>,
        claims: bool,
        top: &mut Top,
    ) {
        let mut at_hand = None;
        let mut doc = candidates.doc();
        while doc != TERMINATED {
            let article = doc
                - self
                    .ordinal
                    .first(doc)
                    .map_or(0, |ordinal| (ordinal as u32).min(doc));
            let mut score = Some(0.0);
            if let Some(matching) = &mut matching {
                if at_hand != Some(article) {
                    let found = matching.seek(article);
                    if found != article {
                        doc = candidates.seek(found);
                        continue;
                    }
                    at_hand = Some(article);
                }
                let body = positions(self.evidence.first(article));
                let title = 0..body.start.saturating_sub(1);
                score = if claims {
                    let section = self.section.as_ref().and_then(|section| section.first(doc));
                    matching.claim(
                        positions(self.evidence.first(doc)),
                        positions(section),
                        title,
                    )
                } else {
                    Some(matching.article(body, title))
                };
            }
            if let Some(score) = score {
                top.push(Ranked {
                    score,
                    path: self
                        .path
                        .as_ref()
                        .and_then(|path| path.ords().first(article))
                        .unwrap_or(0),
                    article: self.article.first(doc).unwrap_or(0),
                    start: positions(self.evidence.first(doc)).start,
                    ordinal: doc - article,
                    doc,
                });
            }
            doc = candidates.advance();
        }
    }
}

/// Two positions of one number.
fn positions(packed: Option<u64>) -> Range<u32> {
    let packed = packed.unwrap_or(0);
    (packed >> 32) as u32..packed as u32
}

/// A document with what decides its place within its segment; less is better.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Ranked {
    score: f32,
    /// Number of the path among the segment's, which ascend.
    path: u64,
    article: u64,
    start: u32,
    ordinal: u32,
    doc: DocId,
}

impl Ranked {
    fn place(&self) -> (u64, u32, u32) {
        (self.article, self.start, self.ordinal)
    }
}

impl Eq for Ranked {}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> Ordering {
        let score = other.score.total_cmp(&self.score);
        score
            .then_with(|| self.path.cmp(&other.path))
            .then_with(|| self.place().cmp(&other.place()))
    }
}

/// The best so far, the worst of them on top.
struct Top {
    limit: usize,
    total: usize,
    heap: BinaryHeap<Ranked>,
}

impl Top {
    fn new(limit: usize) -> Top {
        Top {
            limit,
            total: 0,
            heap: BinaryHeap::new(),
        }
    }

    fn push(&mut self, ranked: Ranked) {
        self.total += 1;
        if self.heap.len() < self.limit {
            self.heap.push(ranked);
        } else if let Some(mut worst) = self.heap.peek_mut()
            && ranked < *worst
        {
            *worst = ranked;
        }
    }
}
