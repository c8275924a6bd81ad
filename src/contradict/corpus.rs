//! 卷宗: the claims with their articles, dates and voices, numbered so that the rest can work on small numbers.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::article::ArticleId;
use crate::claim::{Claim, Conditions, Extent, Range};
use crate::contradict::opposition::{affirms, denies};
use crate::contradict::side::{Standing, standing};
use crate::contradict::topics::dispute_of;
use crate::dispute::Source;

/// What the comparison reads.
#[derive(Debug)]
pub(crate) struct Corpus<'a> {
    /// All claims.
    pub(crate) claims: &'a [Claim],
    /// The articles as the report names them.
    pub(crate) sources: &'a [Source],
    /// The article of each claim.
    pub(crate) article: Vec<u32>,
    /// The claims in the order of their articles.
    pub(crate) order: Vec<u32>,
    /// The voice of each article.
    voices: Vec<u32>,
    ids: Vec<ArticleId>,
    number: HashMap<ArticleId, u32>,
}

impl<'a> Corpus<'a> {
    /// Numbers the articles: those of `sources` first, in their order; a claim of an unknown article makes
    /// one of its own, undated and with its own voice.
    pub(crate) fn new(claims: &'a [Claim], sources: &'a [Source]) -> Corpus<'a> {
        let mut number: HashMap<ArticleId, u32> = HashMap::with_capacity(sources.len());
        let mut ids: Vec<ArticleId> = Vec::with_capacity(sources.len());
        let mut voices: Vec<u32> = Vec::with_capacity(sources.len());
        let mut next = 0;
        for source in sources {
            number.entry(source.id).or_insert(count(ids.len()));
            ids.push(source.id);
            voices.push(count(source.voice));
            next = next.max(count(source.voice) + 1);
        }
        let mut article = Vec::with_capacity(claims.len());
        for claim in claims {
            let n = *number.entry(claim.article).or_insert_with(|| {
                ids.push(claim.article);
                voices.push(next);
                next += 1;
                count(ids.len() - 1)
            });
            article.push(n);
        }
        let mut order: Vec<u32> = (0..count(claims.len())).collect();
        order.sort_unstable_by_key(|c| (article[*c as usize], *c));
        Corpus { claims, sources, article, order, voices, ids, number }
    }

    /// The claim with this number.
    pub(crate) fn claim(&self, n: u32) -> &'a Claim {
        &self.claims[n as usize]
    }

    /// The article of a claim.
    pub(crate) fn article_of(&self, claim: u32) -> u32 {
        self.article[claim as usize]
    }

    /// The id of an article.
    pub(crate) fn id(&self, article: u32) -> ArticleId {
        self.ids[article as usize]
    }

    /// The voice of an article.
    pub(crate) fn voice(&self, article: u32) -> u32 {
        self.voices[article as usize]
    }

    /// The voice of a claim's article.
    pub(crate) fn voice_of(&self, claim: u32) -> u32 {
        self.voice(self.article_of(claim))
    }

    /// The article as the report names it, where known.
    pub(crate) fn source(&self, article: u32) -> Option<&'a Source> {
        self.sources.get(article as usize)
    }

    /// The article with this id, where known.
    pub(crate) fn source_of(&self, id: ArticleId) -> Option<&'a Source> {
        self.number.get(&id).and_then(|n| self.source(*n))
    }

    /// The day on which a claim's article was published.
    pub(crate) fn date_of(&self, claim: u32) -> Option<Date> {
        self.source(self.article_of(claim)).and_then(|s| s.published)
    }

    /// The claims of each article, article by article.
    pub(crate) fn by_article(&self) -> impl Iterator<Item = &[u32]> {
        self.order.chunk_by(|a, b| self.article_of(*a) == self.article_of(*b))
    }

    /// How a claim counts: an invented story tells cases and holds no positions.
    pub(crate) fn standing(&self, claim: u32) -> Option<Standing> {
        let invented = self.source(self.article_of(claim)).is_some_and(|source| source.fictional);
        standing(self.claim(claim)).map(|standing| if invented { Standing::Testimony } else { standing })
    }

    /// The claims of a claim's article, itself among them.
    pub(crate) fn beside(&self, claim: u32) -> impl Iterator<Item = u32> {
        let article = self.article_of(claim);
        let from = self.order.partition_point(|n| self.article_of(*n) < article);
        self.order[from..].iter().copied().take_while(move |n| self.article_of(*n) == article)
    }

    /// How well a claim serves as an example: readable, dated, of a page that is no fiction.
    pub(crate) fn quality(&self, claim: u32) -> i64 {
        let it = self.claim(claim);
        let length = i64::try_from(it.evidence.quote.len()).unwrap_or(i64::MAX);
        let mut quality = -((length - 90).abs() / 10).min(60);
        if let Some(source) = self.source(self.article_of(claim)) {
            quality -= if source.fictional { 1000 } else { 0 };
            quality -= if source.confidence < 0.5 { 40 } else { 0 };
            quality += if source.published.is_some() { 10 } else { 0 };
        }
        quality - if it.products.len() > 1 { 5 } else { 0 }
    }
}

/// A count or index as this module keeps it; four thousand million claims do not fit in memory anyway.
pub(crate) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// 阶段: the days overdue that one article names, as far as its denials end there.
#[derive(Debug, Default)]
pub(crate) struct Stages<'a> {
    /// All days at which something is said to start, ascending.
    pub(crate) days: Vec<i64>,
    /// Of them, those at which a dispute's act is said to happen.
    acts: Vec<(&'a str, i64)>,
}

impl<'a> Stages<'a> {
    /// Reads the stages off the claims of one article.
    pub(crate) fn of(corpus: &Corpus<'a>, claims: &[u32]) -> Stages<'a> {
        let mut stages = Stages::default();
        for n in claims {
            let claim = corpus.claim(*n);
            let (Some(day), Some(Standing::Position)) = (first_day(&claim.conditions), standing(claim)) else {
                continue;
            };
            stages.days.push(day);
            if affirms(claim.stance) {
                stages.acts.push((dispute_of(&claim.proposition), day));
            }
        }
        stages.days.sort_unstable();
        stages.days.dedup();
        stages
    }

    /// Whether the article is a ladder: three stages or more.
    pub(crate) fn is_ladder(&self) -> bool {
        self.days.len() >= 3
    }

    /// Where an open denial ends: at the ladder's next stage, or else where the article says that the act
    /// starts. `逾期一个月: 不会上门` under a heading says nothing of the third month.
    pub(crate) fn end_of(&self, claim: &Claim) -> Option<i64> {
        let Some(Extent::Range(Range { min: Some(min), max, .. })) = claim.conditions.overdue else {
            return None;
        };
        if !denies(claim.stance) || max.is_some() {
            return None;
        }
        if self.is_ladder() {
            return self.days.iter().copied().find(|day| *day > min);
        }
        let dispute = dispute_of(&claim.proposition);
        self.acts.iter().filter(|(act, day)| *act == dispute && *day > min).map(|(_, day)| *day).min()
    }
}

/// The least day overdue that conditions name.
pub(crate) fn first_day(conditions: &Conditions) -> Option<i64> {
    match conditions.overdue {
        Some(Extent::Range(range)) => range.min.filter(|day| *day > 0),
        Some(Extent::Low | Extent::High) | None => None,
    }
}

/// The least amount in yuan that conditions name.
pub(crate) fn first_yuan(conditions: &Conditions) -> Option<i64> {
    match conditions.amount {
        Some(Extent::Range(range)) => range.min.filter(|yuan| *yuan > 0),
        Some(Extent::Low | Extent::High) | None => None,
    }
}
