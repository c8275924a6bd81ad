//! Ranking within one segment: which candidates have the words, and which of them are the best.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::ops::Range;
use std::sync::Arc;

use tantivy::columnar::{ColumnValues, StrColumn};
use tantivy::query::Scorer;
use tantivy::{DocId, SegmentReader, TERMINATED};

use super::document::positions;
use super::matching::Matching;
use super::schema;

/// The columns of one segment that ranking needs.
pub(super) struct Columns {
    ordinal: Numbers,
    evidence: Numbers,
    section: Numbers,
    article: Numbers,
    pub(super) path: Option<StrColumn>,
}

type Numbers = Arc<dyn ColumnValues<u64>>;

/// The article at hand.
struct AtHand {
    doc: DocId,
    path: u64,
    body: Range<u32>,
    title: Range<u32>,
}

impl Columns {
    pub(super) fn open(reader: &SegmentReader) -> tantivy::Result<Columns> {
        let fast = reader.fast_fields();
        Ok(Columns {
            ordinal: fast.column_first_or_default(schema::ORDINAL)?,
            evidence: fast.column_first_or_default(schema::EVIDENCE)?,
            section: fast.column_first_or_default(schema::SECTION)?,
            article: fast.column_first_or_default(schema::ARTICLE_ID)?,
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
        let mut at_hand: Option<AtHand> = None;
        let mut doc = candidates.doc();
        while doc != TERMINATED {
            let ordinal = (self.ordinal.get_val(doc) as u32).min(doc);
            let article = match at_hand {
                Some(ref article) if article.doc == doc - ordinal => article,
                Some(_) | None => {
                    let wanted = doc - ordinal;
                    let found = matching.as_mut().map_or(wanted, |matching| matching.seek(wanted));
                    if found != wanted {
                        doc = candidates.seek(found);
                        continue;
                    }
                    at_hand.insert(self.at_hand(wanted))
                }
            };
            let evidence = positions(self.evidence.get_val(doc));
            let start = evidence.start;
            let score = match &matching {
                None => Some(0.0),
                Some(matching) if claims => {
                    let section = positions(self.section.get_val(doc));
                    matching.claim(&evidence, &section, &article.title)
                }
                Some(matching) => Some(matching.article(&article.body, &article.title)),
            };
            if let Some(score) = score {
                let path = article.path;
                top.push(Ranked { score, path, article: self.article.get_val(doc), start, ordinal, doc });
            }
            doc = candidates.advance();
        }
    }

    fn at_hand(&self, doc: DocId) -> AtHand {
        let path = self.path.as_ref().and_then(|path| path.ords().first(doc)).unwrap_or(0);
        let body = positions(self.evidence.get_val(doc));
        AtHand { doc, path, title: 0..body.start.saturating_sub(1), body }
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
        score.then_with(|| self.path.cmp(&other.path)).then_with(|| self.place().cmp(&other.place()))
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
        Top { limit, total: 0, heap: BinaryHeap::new() }
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
