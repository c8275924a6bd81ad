//! Counts over all articles, and the single faults behind them.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::claim::Stance;

use super::likeness::pair;
use super::{Case, Scored, squeezed};

/// Precision, recall and their harmonic mean.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Measure {
    /// Of what was found, the share that is right.
    pub precision: f64,
    /// Of what is right, the share that was found.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
}

impl Measure {
    /// Of `hits` that are right, among `gold` and `got`.
    #[expect(clippy::cast_precision_loss, reason = "counts of claims")]
    pub fn of(hits: usize, gold: usize, got: usize) -> Measure {
        let share = |of: usize| if of == 0 { 0.0 } else { hits as f64 / of as f64 };
        let (precision, recall) = (share(got), share(gold));
        let sum = precision + recall;
        Measure { precision, recall, f1: if sum == 0.0 { 0.0 } else { 2.0 * precision * recall / sum } }
    }
}

/// Counts of one kind of claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Gold claims.
    pub gold: usize,
    /// The reader's claims.
    pub got: usize,
    /// Paired.
    pub detect: usize,
    /// Paired, with the same stance.
    pub stance: usize,
    /// Right in everything.
    pub full: usize,
}

impl Tally {
    /// Same proposition on overlapping evidence.
    pub fn detect(&self) -> Measure {
        Measure::of(self.detect, self.gold, self.got)
    }

    /// And the same stance.
    pub fn stance(&self) -> Measure {
        Measure::of(self.stance, self.gold, self.got)
    }

    /// And the same product, conditions and quantity.
    pub fn full(&self) -> Measure {
        Measure::of(self.full, self.gold, self.got)
    }
}

/// What a gold claim asks of its reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phenomenon {
    /// never, generally_not, rare.
    Denial,
    /// possible, generally.
    Hedge,
    /// certain.
    Plain,
    /// forbidden, permitted, required.
    Rule,
    /// recommended, discouraged.
    Advice,
    /// It holds under conditions.
    Conditions,
    /// It holds only then.
    Only,
    /// A number is the claim.
    Number,
    /// A collector says it.
    Collector,
}

impl Phenomenon {
    /// Those of one claim.
    fn of(claim: &Scored) -> impl Iterator<Item = Phenomenon> {
        let by_stance = Stance::parse(&claim.stance).map(|stance| match stance {
            Stance::Never | Stance::GenerallyNot | Stance::Rare => Phenomenon::Denial,
            Stance::Possible | Stance::Generally => Phenomenon::Hedge,
            Stance::Certain => Phenomenon::Plain,
            Stance::Forbidden | Stance::Permitted | Stance::Required => Phenomenon::Rule,
            Stance::Recommended | Stance::Discouraged => Phenomenon::Advice,
        });
        let only = claim.conditions.iter().any(|(key, _)| *key == "only");
        let also = [
            (!claim.conditions.is_empty(), Phenomenon::Conditions),
            (only, Phenomenon::Only),
            (claim.quantity.is_some(), Phenomenon::Number),
            (claim.collector, Phenomenon::Collector),
        ];
        by_stance.into_iter().chain(also.into_iter().filter(|(holds, _)| *holds).map(|(_, phenomenon)| phenomenon))
    }

    /// Its name.
    pub fn name(self) -> [&'static str; 2] {
        match self {
            Phenomenon::Denial => ["否定", "denial"],
            Phenomenon::Hedge => ["可能与通例", "hedge"],
            Phenomenon::Plain => ["断言", "plain"],
            Phenomenon::Rule => ["规则", "rule"],
            Phenomenon::Advice => ["建议", "advice"],
            Phenomenon::Conditions => ["带条件", "conditions"],
            Phenomenon::Only => ["仅当", "only"],
            Phenomenon::Number => ["带数字", "number"],
            Phenomenon::Collector => ["催收方的话", "collector"],
        }
    }
}

/// What kind of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaultKind {
    /// A gold claim that was not found.
    Missed,
    /// A claim that is not gold.
    Extra,
    /// Found, with another stance.
    Stance,
    /// Found, with other products, conditions, quantity or collector's talk taken for the article's.
    Details,
}

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What kind.
    pub kind: FaultKind,
    /// The article.
    pub name: String,
    /// The sentence.
    pub sentence: String,
    /// The gold claim in one line.
    pub gold: Option<String>,
    /// The reader's claim in one line.
    pub got: Option<String>,
}

/// How near the reader came.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Score {
    /// Articles.
    pub articles: usize,
    /// All claims.
    pub all: Tally,
    /// Paired claims whose stances are on the same side.
    pub same_side: usize,
    /// Conditions of paired claims: right, gold, got.
    pub conditions: [usize; 3],
    /// Proposition and side, once an article: right, gold, got.
    pub by_article: [usize; 3],
    /// By group of propositions.
    pub groups: BTreeMap<String, Tally>,
    /// By proposition.
    pub propositions: BTreeMap<String, Tally>,
    /// By phenomenon of the gold claim; `got` is not counted, for a claim that is not gold has none.
    pub phenomena: BTreeMap<Phenomenon, Tally>,
    /// Stances taken for another: gold, got, how often; the most frequent first.
    pub confusion: Vec<(String, String, usize)>,
    /// Every fault, article by article.
    pub faults: Vec<Fault>,
}

/// Scores all articles together.
pub fn score(cases: &[Case]) -> Score {
    let mut score = Score { articles: cases.len(), ..Score::default() };
    for case in cases {
        one(&mut score, case);
    }
    // Stable, so that equals stay in the order in which they were met.
    score.confusion.sort_by_key(|(.., count)| std::cmp::Reverse(*count));
    score
}

fn one(score: &mut Score, case: &Case) {
    let gold: Vec<Scored> = case.gold.iter().map(Scored::of_gold).collect();
    let got: Vec<Scored> = case.got.iter().map(Scored::of_claim).collect();
    let pairs = pair(&gold, &got, &squeezed(&case.text));
    for claim in &gold {
        score.count(claim, |tally| tally.gold += 1);
        score.count_phenomena(claim, |tally| tally.gold += 1);
    }
    for claim in &got {
        score.count(claim, |tally| tally.got += 1);
    }
    for &(i, j) in &pairs {
        score.pair(case, &gold[i], &got[j]);
    }
    let (hit_gold, hit_got): (HashSet<usize>, HashSet<usize>) = pairs.into_iter().unzip();
    for (_, claim) in gold.iter().enumerate().filter(|(i, _)| !hit_gold.contains(i)) {
        score.fault(FaultKind::Missed, case, Some(claim), None);
    }
    for (_, claim) in got.iter().enumerate().filter(|(j, _)| !hit_got.contains(j)) {
        score.fault(FaultKind::Extra, case, None, Some(claim));
    }
    let sides = |claims: &[Scored]| -> BTreeSet<(String, Option<&'static str>)> {
        claims.iter().map(|claim| (claim.proposition.clone(), side(&claim.stance))).collect()
    };
    let (gold, got) = (sides(&gold), sides(&got));
    score.by_article[0] += gold.intersection(&got).count();
    score.by_article[1] += gold.len();
    score.by_article[2] += got.len();
}

impl Score {
    /// Adds to all tallies that a claim belongs to.
    fn count(&mut self, claim: &Scored, add: impl Fn(&mut Tally)) {
        let group = claim.proposition.split('.').next().unwrap_or_default();
        add(&mut self.all);
        add(self.groups.entry(group.to_owned()).or_default());
        add(self.propositions.entry(claim.proposition.clone()).or_default());
    }

    fn count_phenomena(&mut self, gold: &Scored, add: impl Fn(&mut Tally)) {
        for phenomenon in Phenomenon::of(gold) {
            add(self.phenomena.entry(phenomenon).or_default());
        }
    }

    fn pair(&mut self, case: &Case, gold: &Scored, got: &Scored) {
        self.count(gold, |tally| tally.detect += 1);
        self.count_phenomena(gold, |tally| tally.detect += 1);
        let right = gold.conditions.iter().filter(|condition| got.conditions.contains(condition)).count();
        for (sum, more) in self.conditions.iter_mut().zip([right, gold.conditions.len(), got.conditions.len()]) {
            *sum += more;
        }
        self.same_side += usize::from(side(&gold.stance) == side(&got.stance));
        if gold.stance != got.stance {
            let known = self.confusion.iter_mut().find(|(a, b, _)| *a == gold.stance && *b == got.stance);
            match known {
                Some((.., count)) => *count += 1,
                None => self.confusion.push((gold.stance.clone(), got.stance.clone(), 1)),
            }
            return self.fault(FaultKind::Stance, case, Some(gold), Some(got));
        }
        self.count(gold, |tally| tally.stance += 1);
        self.count_phenomena(gold, |tally| tally.stance += 1);
        let open = gold.products.is_empty() || got.products.is_empty();
        let same_product = open || gold.products.iter().any(|product| got.products.contains(product));
        let same = same_product
            && gold.conditions == got.conditions
            && gold.quantity == got.quantity
            && gold.collector == got.collector;
        if same {
            self.count(gold, |tally| tally.full += 1);
            self.count_phenomena(gold, |tally| tally.full += 1);
        } else {
            self.fault(FaultKind::Details, case, Some(gold), Some(got));
        }
    }

    fn fault(&mut self, kind: FaultKind, case: &Case, gold: Option<&Scored>, got: Option<&Scored>) {
        self.faults.push(Fault {
            kind,
            name: case.name.clone(),
            sentence: gold.or(got).map(|claim| claim.sentence.clone()).unwrap_or_default(),
            gold: gold.map(Scored::line),
            got: got.map(Scored::line),
        });
    }
}

/// The side that a stance is on.
fn side(stance: &str) -> Option<&'static str> {
    Stance::parse(stance).map(|stance| match stance {
        Stance::Never | Stance::GenerallyNot | Stance::Rare => "no",
        Stance::Possible | Stance::Generally | Stance::Certain => "yes",
        Stance::Forbidden => "forbid",
        Stance::Permitted | Stance::Required => "allow",
        Stance::Recommended => "do",
        Stance::Discouraged => "dont",
    })
}
