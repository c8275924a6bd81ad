//! 对质: claims of all articles confronted with one another, with themselves and with the law.
//!
//! Pure: takes claims and sources, gives a [`Report`]. Claims become cells, cells are compared within their
//! disputes, and what single articles tell (contradictions of their own, ladders, citations) is read article by
//! article. Reading claims, finding voices and writing reports are done elsewhere.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::claim::{Claim, Product};
use crate::dispute::{ConflictKind, Dispute, Report, Severity, Source};

mod assemble;
pub mod citation;
mod copies;
mod corpus;
mod findings;
pub mod law;
pub mod law_table;
pub mod numeric;
mod onset;
pub mod opposition;
mod positions;
pub mod region;
mod remarks;
mod sequence;
pub mod side;
mod spread;
pub mod topics;
pub mod verdict;
mod wording;

use assemble::{Found, Setting};
use corpus::{Corpus, Stages};
use findings::{Finding, Pair, findings};
use positions::{Cell, DisputeKey, Positions};
use side::{Products, Standing};
use topics::{dispute_of, topics};

pub use remarks::citation_remarks;

/// Cells of one article and proposition that are compared with one another.
const COMPARED_WITHIN: usize = 12;
/// Words that open an exception to the sentence before.
const TURNS: [&str; 12] =
    ["但", "不过", "然而", "当然", "除非", "只有", "可是", "只是", "例外", "特殊情况", "另外", "极端"];

/// What the report is made of.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    /// All claims.
    pub claims: &'a [Claim],
    /// The articles, with the voice of each, in the order of their paths.
    pub sources: &'a [Source],
    /// The day that law and report reckon by.
    pub as_of: Date,
}

/// The contradiction report. Conflicts whose id is `dismissed` are left out and counted.
pub fn contradict(inputs: &Inputs<'_>, dismissed: &HashSet<String>) -> Report {
    let corpus = Corpus::new(inputs.claims, inputs.sources);
    let positions = positions::group(&corpus);
    let found = read_articles(&corpus, &positions, inputs.as_of);
    let articles = articles_by_product(&corpus);
    let setting = Setting { corpus: &corpus, as_of: inputs.as_of, dismissed, articles: &articles };

    let nothing = Found::default();
    let keys: Vec<_> = positions.disputes.iter().collect();
    let made: Vec<(Dispute, Vec<String>)> = keys
        .into_par_iter()
        .map(|(key, cells)| {
            let cells: Vec<&Cell> = cells.iter().map(|n| &positions.cells[*n as usize]).collect();
            assemble::dispute(&setting, *key, &cells, found.get(key).unwrap_or(&nothing))
        })
        .collect();
    let dropped: HashSet<&String> = made.iter().flat_map(|(_, ids)| ids).collect();
    let dismissed = dropped.len();
    let mut disputes: Vec<Dispute> = made.into_iter().map(|(dispute, _)| dispute).collect();
    disputes.sort_by_cached_key(importance);

    let voices: HashSet<usize> = inputs.sources.iter().map(|s| s.voice).collect();
    Report {
        as_of: inputs.as_of,
        claims: inputs.claims.len(),
        voices: voices.len(),
        sources: inputs.sources.to_vec(),
        disputes,
        dismissed,
    }
}

/// The hardest and best supported conflicts first, then the disputes that most voices speak of.
fn importance(dispute: &Dispute) -> impl Ord + use<> {
    let hard = dispute.conflicts.iter().filter(|c| c.severity == Severity::Hard).count();
    let support = dispute.conflicts.first().map_or(0, |c| match c.kind {
        ConflictKind::Law => c.voices[0],
        ConflictKind::Polarity
        | ConflictKind::Strength
        | ConflictKind::Rule
        | ConflictKind::Advice
        | ConflictKind::Numeric
        | ConflictKind::Sequence => c.voices[0].min(c.voices[1]),
    });
    let voices: usize = dispute.positions.iter().map(|p| p.voices).sum();
    let most = std::cmp::Reverse((hard > 0, support, hard, dispute.conflicts.len(), voices));
    (most, dispute.proposition.clone(), dispute.product)
}

/// What single articles tell, by dispute.
fn read_articles<'a>(
    corpus: &Corpus<'a>,
    positions: &Positions<'a>,
    as_of: Date,
) -> HashMap<DisputeKey<'a>, Found<'a>> {
    let mut found: HashMap<DisputeKey<'a>, Found<'a>> = HashMap::new();
    let mut orders = sequence::Orders::new();
    for claims in corpus.by_article() {
        let stages = Stages::of(corpus, claims);
        sequence::note(&mut orders, corpus, claims, &stages);
        for onset in onset::onsets(corpus, claims, &stages) {
            for product in onset.products.iter() {
                let key = DisputeKey { proposition: topic_of(onset.proposition), product };
                found.entry(key).or_default().onsets.push(onset);
            }
        }
        for pair in within(corpus, positions, claims) {
            for key in shared(corpus, positions, pair.claims) {
                found.entry(key).or_default().pairs.push(pair.clone());
            }
        }
    }
    for Judged { claim: n, cited, rules } in judge(corpus, as_of) {
        let claim = corpus.claim(n);
        for product in Products::of(&claim.products).iter() {
            let key = DisputeKey { proposition: dispute_of(&claim.proposition), product };
            let here = found.entry(key).or_default();
            for number in &rules {
                here.judged.entry(*number).or_default().push(n);
            }
            if cited {
                here.cited.push(n);
            }
        }
    }
    for change in copies::changes(corpus) {
        let claim = corpus.claim(change.original);
        for product in Products::of(&claim.products).iter() {
            let key = DisputeKey { proposition: dispute_of(&claim.proposition), product };
            found.entry(key).or_default().changes.push(change);
        }
    }
    for ((product, first, second), order) in orders {
        if let Some((proposition, pair)) = reversed(corpus, first, second, &order) {
            found.entry(DisputeKey { proposition, product }).or_default().pairs.push(pair);
        }
    }
    found
}

/// The claims that the law has a word on, in the order of their articles: whether they cite it wrongly, and which
/// rules judge them.
fn judge(corpus: &Corpus<'_>, as_of: Date) -> Vec<Judged> {
    let judged = corpus.order.par_iter().map(|n| {
        let day = corpus.date_of(*n).unwrap_or(as_of);
        let cited = citation::wrong_citations(&corpus.claim(*n).evidence.quote, day).next().is_some();
        let told = corpus.standing(*n) == Some(Standing::Testimony);
        let rules = if told { Vec::new() } else { assemble::judged(corpus, *n, as_of) };
        Judged { claim: *n, cited, rules }
    });
    judged.filter(|judged| judged.cited || !judged.rules.is_empty()).collect()
}

/// What the law has to say on a claim.
struct Judged {
    claim: u32,
    /// It cites a rule wrongly.
    cited: bool,
    /// The rules that judge it, as their places in the table.
    rules: Vec<(usize, usize)>,
}

/// Contradictions inside one article: its cells compared, each with the first of its claims there.
fn within(corpus: &Corpus<'_>, positions: &Positions<'_>, claims: &[u32]) -> Vec<Pair> {
    let mut disputes: BTreeMap<&str, BTreeMap<u32, u32>> = BTreeMap::new();
    for n in claims {
        if let Some(cell) = positions.cell_of[*n as usize] {
            let cells = disputes.entry(dispute_of(&corpus.claim(*n).proposition)).or_default();
            if cells.len() < COMPARED_WITHIN {
                cells.entry(cell).or_insert(*n);
            }
        }
    }
    let mut pairs = Vec::new();
    for cells in disputes.into_values() {
        let cells: Vec<(u32, u32)> = cells.into_iter().collect();
        for (at, (cell_a, a)) in cells.iter().enumerate() {
            for (cell_b, b) in &cells[at + 1..] {
                let sides = [cell_a, cell_b].map(|n| &positions.cells[*n as usize].side);
                for (finding, swap) in findings(sides[0], sides[1]) {
                    let claims = if swap { [*b, *a] } else { [*a, *b] };
                    pairs.extend(pair_within(corpus, claims, finding));
                }
            }
        }
    }
    pairs
}

/// A pair of one article. One sentence does not contradict itself, and a sentence that opens with 但 or 除非
/// refines what stands before it.
fn pair_within(corpus: &Corpus<'_>, claims: [u32; 2], finding: Finding) -> Option<Pair> {
    let [a, b] = claims.map(|n| corpus.claim(n));
    if a.evidence.span == b.evidence.span {
        return None;
    }
    let turns = |claim: &Claim| TURNS.iter().any(|turn| claim.evidence.quote.trim_start().starts_with(turn));
    let finding = match finding {
        Finding::Conflict { kind: ConflictKind::Polarity | ConflictKind::Strength, .. }
            if turns(b) && !b.conditions.is_empty() =>
        {
            Finding::Refined
        }
        found @ (Finding::Conflict { .. } | Finding::Refined | Finding::PracticeAgainstRule) => found,
    };
    Some(Pair { finding, claims, voices: [1, 1], internal: true, overtaken_by: None })
}

/// The disputes in which a pair is shown: those that both join, and one of them names.
fn shared<'a>(corpus: &Corpus<'a>, positions: &Positions<'a>, claims: [u32; 2]) -> Vec<DisputeKey<'a>> {
    let [a, b] = claims.map(|n| corpus.claim(n));
    let proposition = dispute_of(&a.proposition);
    let known = positions.products.get(proposition).copied().unwrap_or_default();
    let joins = |claim: &Claim, product: Product| claim.products.iter().any(|own| own.covers(product));
    let named = |product: &Product| a.products.contains(product) || b.products.contains(product);
    known
        .iter()
        .filter(|p| joins(a, *p) && joins(b, *p) && named(p))
        .map(|product| DisputeKey { proposition, product })
        .collect()
}

/// A before B against B before A; shown in the dispute of the second act.
fn reversed<'a>(corpus: &Corpus<'a>, first: u32, second: u32, order: &sequence::Order) -> Option<(&'a str, Pair)> {
    let (a, b) = order.forward.examples.iter().find_map(|a| {
        let other = |b: &&[u32; 2]| corpus.voice_of(a[0]) != corpus.voice_of(b[0]);
        order.backward.examples.iter().find(other).map(|b| (a, b))
    })?;
    let acts = [first, second].map(|row| topics().rows()[row as usize].act.as_str());
    let proposition = dispute_of(&corpus.claim(a[1]).proposition);
    let finding = Finding::Conflict {
        kind: ConflictKind::Sequence,
        severity: Severity::Tension,
        slot: "order".to_owned(),
        values: [format!("{}→{}", acts[0], acts[1]), format!("{}→{}", acts[1], acts[0])],
    };
    let voices = [order.forward.voices(), order.backward.voices()];
    Some((proposition, Pair { finding, claims: [a[1], b[1]], voices, internal: false, overtaken_by: None }))
}

/// The articles that speak of each product, ascending.
fn articles_by_product(corpus: &Corpus<'_>) -> HashMap<Product, Vec<u32>> {
    let mut articles: HashMap<Product, Vec<u32>> = HashMap::new();
    for claims in corpus.by_article() {
        let article = corpus.article_of(claims[0]);
        let products =
            claims.iter().fold(Products::default(), |set, n| set.union(Products::of(&corpus.claim(*n).products)));
        for product in products.iter() {
            articles.entry(product).or_default().push(article);
        }
    }
    articles
}

fn topic_of(proposition: &str) -> &str {
    topics::parent_of(proposition).unwrap_or(proposition)
}
