//! Ranking within one segment: which candidates have the words, and which of them are the best.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use tantivy::columnar::{Column, StrColumn};
use tantivy::query::Scorer;
use tantivy::{DocId, SegmentReader, TERMINATED};

use super::document::positions;
use super::matching::Matching;
use super::schema;

/// The columns of one segment that ranking needs.
pub(super) struct Columns {
    ordinal: Column<u64>,
    evidence: Column<u64>,
    /// `None` where no claim of the segment has one.
    section: Option<Column<u64>>,
    article: Column<u64>,
    pub(super) path: Option<StrColumn>,
}

impl Columns {
    pub(super) fn open(reader: &SegmentReader) -> tantivy::Result<Columns> {
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
    pub(super) fn scan(
        &self,
        mut candidates: Box<dyn Scorer>,
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

/// A document with what decides its place within its segment; less is better.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ranked {
    pub(super) score: f32,
    /// Number of the path among the segment's, which ascend.
    pub(super) path: u64,
    article: u64,
    start: u32,
    ordinal: u32,
    pub(super) doc: DocId,
}

impl Ranked {
    /// What decides among documents of one score and path.
    pub(super) fn place(&self) -> (u64, u32, u32) {
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
pub(super) struct Top {
    limit: usize,
    pub(super) total: usize,
    pub(super) heap: BinaryHeap<Ranked>,
}

impl Top {
    pub(super) fn new(limit: usize) -> Top {
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
