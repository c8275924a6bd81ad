//! 立场归并: claims grouped into cells, cells into the disputes they belong to.
//!
//! A cell holds the claims that look the same to the comparison; only cells are ever compared, never claims, so
//! the work grows with the number of claims and not with its square. What cells say to each other is the
//! business of `verdict` and `numeric`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rustc_hash::FxHashMap;

use crate::claim::{Actor, Conditions, Flag, Product, PropositionId, Stance};
use crate::contradict::corpus::{Corpus, Stages, count};
use crate::contradict::side::{Products, Side, Standing};
use crate::contradict::topics::{Subject, dispute_of, topics};

/// Claims of one position shown as examples.
const EXAMPLES: usize = 4;

/// Claims that look the same to the comparison.
#[derive(Debug)]
pub(crate) struct Cell {
    /// What they say.
    pub(crate) side: Side,
    /// The stance as it stands, before a case's is lowered.
    pub(crate) told: Stance,
    /// How many claims.
    pub(crate) claims: u32,
    /// Their articles, each once, ascending.
    pub(crate) articles: Vec<u32>,
    /// How many voices.
    pub(crate) voices: usize,
    /// A few of them, of different voices where possible, the best first; the newest and an undated one too.
    pub(crate) examples: Vec<u32>,
    /// Earliest and latest day.
    pub(crate) dates: Option<(Date, Date)>,
}

/// A dispute's key: the proposition (that of all visits for each visit) and the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct DisputeKey<'a> {
    /// The proposition.
    pub(crate) proposition: &'a str,
    /// The product.
    pub(crate) product: Product,
}

/// All cells, and the disputes that they join.
#[derive(Debug)]
pub(crate) struct Positions<'a> {
    /// The cells.
    pub(crate) cells: Vec<Cell>,
    /// The cell of each claim; `None` for a collector's talk.
    pub(crate) cell_of: Vec<Option<u32>>,
    /// The cells of each dispute.
    pub(crate) disputes: BTreeMap<DisputeKey<'a>, Vec<u32>>,
    /// The products whose disputes exist, by proposition.
    pub(crate) products: FxHashMap<&'a str, Products>,
}

/// What makes two claims look the same.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Key<'a> {
    proposition: &'a str,
    stance: Stance,
    standing: Standing,
    products: Products,
    actor: Option<Actor>,
    conditions: &'a Conditions,
    until: Option<i64>,
    subject: Subject,
    quantities: u32,
    bare: bool,
}

/// Groups the claims.
pub(crate) fn group<'a>(corpus: &Corpus<'a>) -> Positions<'a> {
    let mut cells: FxHashMap<Key<'a>, u32> = FxHashMap::default();
    let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
    let mut members: Vec<(u32, u32, u32)> = Vec::with_capacity(corpus.claims.len());
    let mut cell_of = vec![None; corpus.claims.len()];
    let mut products: FxHashMap<&'a str, Products> = FxHashMap::default();
    let mut first: Vec<(u32, Option<i64>)> = Vec::new();

    // Looking for words takes longest, and needs no order.
    let subjects: Vec<Subject> =
        corpus.claims.par_iter().map(|claim| topics().of(&claim.proposition).subject(claim)).collect();

    for claims in corpus.by_article() {
        let stages = Stages::of(corpus, claims);
        for n in claims {
            let claim = corpus.claim(*n);
            let Some(standing) = corpus.standing(*n) else {
                continue;
            };
            let own = Products::of(&claim.products);
            let known = products.entry(dispute_of(&claim.proposition)).or_default();
            *known = known.union(own);
            let quantities = if claim.quantities.is_empty() {
                0
            } else {
                let shown: Vec<_> = claim.quantities.iter().map(ToString::to_string).collect();
                let next = count(numbers.len() + 1);
                *numbers.entry(shown.join(";")).or_insert(next)
            };
            let until = stages.end_of(claim);
            let key = Key {
                proposition: claim.proposition.as_str(),
                stance: claim.stance,
                standing,
                products: own,
                actor: claim.actor,
                conditions: &claim.conditions,
                until,
                subject: subjects[*n as usize],
                quantities,
                bare: super::side::is_bare(claim),
            };
            let next = count(cells.len());
            let cell = *cells.entry(key).or_insert(next);
            if cell == next {
                first.push((*n, until));
            }
            cell_of[*n as usize] = Some(cell);
            members.push((cell, corpus.article_of(*n), *n));
        }
    }
    drop(cells);

    members.sort_unstable();
    let cells: Vec<Cell> = members
        .chunk_by(|a, b| a.0 == b.0)
        .map(|members| {
            let (claim, until) = first[members[0].0 as usize];
            let side = Side::of(corpus.claim(claim), until).zip(corpus.standing(claim));
            let (side, standing) = side.expect("a collector's talk, the only claim without a side, was left out above");
            Cell::new(corpus, Side { standing, ..side }, members)
        })
        .collect();

    let mut disputes: BTreeMap<DisputeKey<'a>, Vec<u32>> = BTreeMap::new();
    for (n, cell) in cells.iter().enumerate() {
        let proposition = dispute_of(&corpus.claim(cell.examples[0]).proposition);
        let known = products.get(proposition).copied().unwrap_or_default();
        for product in known.iter().filter(|p| cell.side.products.iter().any(|own| own.covers(*p))) {
            disputes.entry(DisputeKey { proposition, product }).or_default().push(count(n));
        }
    }
    Positions { cells, cell_of, disputes, products }
}

impl Cell {
    /// `members`: (cell, article, claim), sorted.
    fn new(corpus: &Corpus<'_>, side: Side, members: &[(u32, u32, u32)]) -> Cell {
        let mut articles: Vec<u32> = members.iter().map(|m| m.1).collect();
        articles.dedup();
        let mut best: Vec<(i64, u32)> = Vec::with_capacity(EXAMPLES + 1);
        let mut newest: Option<(Date, u32)> = None;
        let mut undated: Option<u32> = None;
        let mut dates: Option<(Date, Date)> = None;
        for (_, _, n) in members {
            let entry = (-corpus.quality(*n), *n);
            let voice = corpus.voice_of(*n);
            match best.iter().position(|(_, c)| corpus.voice_of(*c) == voice) {
                Some(same) if entry < best[same] => best[same] = entry,
                Some(_) => {}
                None => best.push(entry),
            }
            best.sort_unstable();
            best.truncate(EXAMPLES);
            match corpus.date_of(*n) {
                Some(date) => {
                    if newest.is_none_or(|(day, _)| date > day) {
                        newest = Some((date, *n));
                    }
                    dates = Some(dates.map_or((date, date), |(a, b)| (a.min(date), b.max(date))));
                }
                None => undated = undated.or(Some(*n)),
            }
        }
        let mut examples: Vec<u32> = best.into_iter().map(|(_, n)| n).collect();
        for n in newest.map(|(_, n)| n).into_iter().chain(undated) {
            if !examples.contains(&n) {
                examples.push(n);
            }
        }
        let told = corpus.claim(examples[0]).stance;
        let voices = voices(corpus, &articles);
        Cell { side, told, claims: count(members.len()), articles, voices, examples, dates }
    }

    /// Under which position the report shows it: proposition, stance, conditions without their words.
    pub(crate) fn shown(&self) -> (&PropositionId, Stance, Conditions) {
        (&self.side.proposition, self.told, bare(&self.side.conditions))
    }
}

/// Conditions without their verbatim text.
pub(crate) fn bare(conditions: &Conditions) -> Conditions {
    let text = if conditions.flags.contains(&Flag::Other) { conditions.text.clone() } else { None };
    Conditions { text, ..conditions.clone() }
}

/// How many voices the articles make.
pub(crate) fn voices(corpus: &Corpus<'_>, articles: &[u32]) -> usize {
    let mut voices: Vec<u32> = articles.iter().map(|a| corpus.voice(*a)).collect();
    voices.sort_unstable();
    voices.dedup();
    voices.len()
}
