//! Searching claims and articles. The order of hits is that of their scores, then of paths and places: it
//! does not depend on how the documents came to lie in the index.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use tantivy::DocAddress;
use tantivy::query::{EnableScoring, Query};

use super::error::IndexError;
use super::matching::{self, Matching};
use super::query::{ArticleQuery, ClaimQuery, Fit, TextQuery};
use super::rank::{Columns, Top};
use super::read::Index;
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
        ClaimRecord::new(&self.claim, &self.article, &CharOffsets::of(&self.article.text))
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
    pub fn search_claims(&self, query: &ClaimQuery, limit: usize, offset: usize) -> Result<Hits<ClaimHit>, IndexError> {
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
            hits.push(ArticleHit { matched: matched(&query.text, &article.text), article, score });
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
        let weights =
            matching::weights(&self.searcher, field, text.clauses(), manifest.articles).map_err(self.failed())?;
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
                    paths.ord_to_str(ranked.path, &mut path).map_err(self.failed())?;
                }
                best.push((ranked, path, DocAddress::new(number, ranked.doc)));
            }
        }
        best.sort_by(|(a, a_path, _), (b, b_path, _)| {
            b.score.total_cmp(&a.score).then_with(|| a_path.cmp(b_path)).then_with(|| a.place().cmp(&b.place()))
        });
        let page = best.into_iter().skip(offset).take(limit);
        Ok((total, page.map(|(ranked, _, address)| (ranked.score, address)).collect()))
    }
}

fn matched(query: &TextQuery, text: &str) -> Vec<Range<usize>> {
    match query.words() {
        Some(words) if !query.clauses().is_empty() => matching::highlights(words, query.clauses(), text),
        Some(_) | None => Vec::new(),
    }
}
