//! 发现: conflicts made out of compared cells, with slot, both values, both claims and the reason in words.
//!
//! Compares cells pair by pair (never claims) and picks claims of different voices to stand for them. Grouping
//! them into disputes is the business of `assemble`.

use std::collections::BTreeMap;

use crate::claim::{Claim, ClaimId, Product, Stance};
use crate::contradict::corpus::Corpus;
use crate::contradict::law_table::laws;
use crate::contradict::numeric::{self, Clash};
use crate::contradict::onset::{Onset, Scale};
use crate::contradict::opposition::{Opposition, affirms, denies, opposition};
use crate::contradict::positions::Cell;
use crate::contradict::side::{Side, Standing, standing};
use crate::contradict::topics::{dispute_of, topics};
use crate::contradict::verdict::{Verdict, names_product, verdict};
use crate::contradict::wording;
use crate::dispute::{Conflict, ConflictKind, Opponent, Severity};

/// Cells of one stance that are compared in one dispute, those of most voices first.
const COMPARED: usize = 40;
/// Onsets of one scale that are compared in one dispute.
const ONSETS: usize = 24;

/// What two compared claims or cells say to each other, before it is put in words.
#[derive(Debug, Clone)]
pub(crate) enum Finding {
    /// They contradict each other.
    Conflict {
        /// What kind.
        kind: ConflictKind,
        /// How hard.
        severity: Severity,
        /// What differs.
        slot: String,
        /// Its two values.
        values: [String; 2],
    },
    /// The first is general, the second its exception.
    Refined,
    /// The first forbids what the second says happens.
    PracticeAgainstRule,
}

/// A finding on two claims. The denial, or else the one named first, stands first.
#[derive(Debug, Clone)]
pub(crate) struct Pair {
    /// What they say to each other.
    pub(crate) finding: Finding,
    /// The two claims.
    pub(crate) claims: [u32; 2],
    /// How many voices stand behind each.
    pub(crate) voices: [usize; 2],
    /// Both in one article.
    pub(crate) internal: bool,
    /// The rule that came into force in between and settles it, if any, as its place in the table.
    pub(crate) overtaken_by: Option<usize>,
}

/// Everything that two sides say to each other; `true` where the sides are to be swapped.
pub(crate) fn findings(a: &Side, b: &Side) -> Vec<(Finding, bool)> {
    let mut found = Vec::new();
    let swap = match (denies(a.stance), denies(b.stance)) {
        (false, true) => true,
        (true, true) => b.stance == Stance::Never && a.stance != Stance::Never,
        (true | false, false) => false,
    };
    let (first, second) = if swap { (b, a) } else { (a, b) };
    let stances = || [first.stance.to_string(), second.stance.to_string()];
    match verdict(a, b) {
        Verdict::Agree => {}
        Verdict::Conflict(kind, severity) => {
            found.push((Finding::Conflict { kind, severity, slot: "stance".to_owned(), values: stances() }, swap));
        }
        Verdict::Outside(severity) => {
            let shown = |s: &Side| {
                if s.conditions.is_empty() { "unconditional".to_owned() } else { s.conditions.to_string() }
            };
            let values = [shown(first), shown(second)];
            let kind = ConflictKind::Polarity;
            found.push((Finding::Conflict { kind, severity, slot: "conditions".to_owned(), values }, swap));
        }
        Verdict::Refined => {
            // The wider one is the general statement.
            let general_first = a.region.contains(&b.region);
            found.push((Finding::Refined, !general_first));
        }
        Verdict::PracticeAgainstRule => found.push((Finding::PracticeAgainstRule, swap)),
    }
    if let Some(Clash { role, values, severity }) = numeric::clash(a, b) {
        let kind = ConflictKind::Numeric;
        found.push((Finding::Conflict { kind, severity, slot: format!("quantity.{role}"), values }, false));
    }
    found
}

/// Whether two cells can say anything to each other at all; spares most pairs the comparison.
fn may_differ(a: &Side, b: &Side) -> bool {
    opposition(a.stance, b.stance) != Opposition::None
        || a.conditions.only
        || b.conditions.only
        || (!a.quantities.is_empty() && !b.quantities.is_empty())
}

/// Compares the cells of one dispute; each finding once, with claims of different voices.
pub(crate) fn between(corpus: &Corpus<'_>, cells: &[&Cell], product: Product) -> Vec<Pair> {
    let mut by_stance: BTreeMap<Stance, Vec<&Cell>> = BTreeMap::new();
    for cell in cells {
        by_stance.entry(cell.side.stance).or_default().push(cell);
    }
    let mut compared: Vec<&Cell> = Vec::new();
    for mut same in by_stance.into_values() {
        same.sort_by_key(|cell| (std::cmp::Reverse((cell.voices, cell.claims)), cell.examples[0]));
        compared.extend(same.into_iter().take(COMPARED));
    }
    let mut pairs = Vec::new();
    for (n, a) in compared.iter().enumerate() {
        for b in &compared[n + 1..] {
            if !may_differ(&a.side, &b.side) || !names_product(&a.side, &b.side, product) {
                continue;
            }
            for (finding, swap) in findings(&a.side, &b.side) {
                let (first, second) = if swap { (b, a) } else { (a, b) };
                let Some((claims, overtaken_by)) = represent(corpus, first, second) else {
                    continue;
                };
                let voices = [first.voices, second.voices];
                pairs.push(Pair { finding, claims, voices, internal: false, overtaken_by });
            }
        }
    }
    pairs
}

/// Two claims of different voices to stand for two cells; such as no rule settles, where there are any.
fn represent(corpus: &Corpus<'_>, a: &Cell, b: &Cell) -> Option<([u32; 2], Option<usize>)> {
    let mut settled = None;
    let mut of_b: Vec<Option<bool>> = vec![None; b.examples.len()];
    for x in a.examples.iter().filter(|x| !concedes(corpus, **x, &a.side, &b.side)) {
        for (n, y) in b.examples.iter().enumerate().filter(|(_, y)| corpus.voice_of(*x) != corpus.voice_of(**y)) {
            if *of_b[n].get_or_insert_with(|| concedes(corpus, *y, &b.side, &a.side)) {
                continue;
            }
            match overtaken(corpus, *x, *y) {
                None => return Some(([*x, *y], None)),
                Some(rule) => settled = settled.or(Some(([*x, *y], Some(rule)))),
            }
        }
    }
    settled
}

/// Whether the article of `claim`, whose side is `own`, says of the other's narrower case what the other says:
/// 较为少见,但金额较大的有可能 is no contradiction to 金额大的会.
fn concedes(corpus: &Corpus<'_>, claim: u32, own: &Side, other: &Side) -> bool {
    if own.conditions.only && !denies(other.stance) && leaves_room(corpus, claim, own) {
        return true;
    }
    if !own.region.contains(&other.region) || own.region == other.region {
        return false;
    }
    let dispute = dispute_of(&other.proposition);
    let same = |said: &Claim| {
        dispute_of(&said.proposition) == dispute
            && standing(said) == Some(Standing::Position)
            && affirms(said.stance) == affirms(other.stance)
            && denies(said.stance) == denies(other.stance)
    };
    let narrower = |said: Side| {
        said.shares_product(other)
            && said.region != own.region
            && own.region.contains(&said.region)
            && said.region.contains(&other.region)
    };
    let beside = corpus.beside(claim).filter(|n| *n != claim).map(|n| corpus.claim(n));
    beside.filter(|said| same(said)).any(|said| Side::of(said, None).is_some_and(narrower))
}

/// Whether the article of `claim`, which says "only then", says itself of another case that it may be:
/// 必须在逾期之前申请;已经逾期的,少数人能分到12期.
fn leaves_room(corpus: &Corpus<'_>, claim: u32, own: &Side) -> bool {
    let beside = corpus.beside(claim).filter(|n| *n != claim).map(|n| corpus.claim(n));
    beside.filter(|said| dispute_of(&said.proposition) == dispute_of(&own.proposition)).any(|said| {
        // What few are granted is granted; what seldom happens to the willing is all but denied.
        let granted = said.stance == Stance::Rare && said.proposition.group() == "remedy";
        let may = affirms(said.stance) || granted;
        // What is said of all cases says nothing of the others.
        let apart = |side: Side| {
            side.shares_product(own) && !own.region.contains(&side.region) && !side.region.contains(&own.region)
        };
        may && standing(said) == Some(Standing::Position) && Side::of(said, None).is_some_and(apart)
    })
}

/// The rule that came into force between two claims and turned the matter round.
fn overtaken(corpus: &Corpus<'_>, a: u32, b: u32) -> Option<usize> {
    let (a_day, b_day) = corpus.date_of(a).zip(corpus.date_of(b))?;
    let (a, b) = ((corpus.claim(a), a_day), (corpus.claim(b), b_day));
    let (older, newer) = if a.1 <= b.1 { (a, b) } else { (b, a) };
    laws().overtook(older, newer)
}

/// Onsets of one act that differ, between voices.
pub(crate) fn onsets(corpus: &Corpus<'_>, all: &[Onset<'_>]) -> Vec<Pair> {
    let mut groups: BTreeMap<(&str, Scale), BTreeMap<i64, Vec<&Onset<'_>>>> = BTreeMap::new();
    for onset in all {
        groups.entry((onset.proposition, onset.scale)).or_default().entry(onset.value).or_default().push(onset);
    }
    let mut pairs = Vec::new();
    for ((_, scale), values) in groups {
        let mut values: Vec<Vec<&Onset<'_>>> = values.into_values().collect();
        values.sort_by_key(|told| (std::cmp::Reverse(told.len()), told[0].value));
        values.truncate(ONSETS);
        for (n, early) in values.iter().enumerate() {
            for late in &values[n + 1..] {
                let firm = |told: &[&Onset<'_>]| told.iter().any(|o| o.firm);
                let both_firm = firm(early) && firm(late);
                #[expect(clippy::cast_precision_loss, reason = "days and yuan are far below 2^52")]
                let Some(severity) = numeric::onsets(early[0].value as f64, late[0].value as f64, both_firm) else {
                    continue;
                };
                // 30天后可能, 60天后一般会: the one grows out of the other.
                let (first, then) = if early[0].value < late[0].value { (early, late) } else { (late, early) };
                let weakest = |told: &[&Onset<'_>]| told.iter().map(|o| o.stance).min();
                let only = then.iter().any(|o| corpus.claim(o.claim).conditions.only);
                if weakest(first) < weakest(then) && !only {
                    continue;
                }
                let near = early[0].value.max(late[0].value) < 2 * early[0].value.min(late[0].value);
                // Two vague starts that lie near each other are no contradiction worth showing.
                if near && !both_firm {
                    continue;
                }
                let Some(claims) = differing(corpus, early, late) else {
                    continue;
                };
                let (slot, unit) = match scale {
                    Scale::Days => ("onset.overdue_days", "天"),
                    Scale::Yuan => ("onset.amount_cny", "元"),
                };
                let values = [early[0].value, late[0].value].map(|v| format!("{v}{unit}"));
                pairs.push(Pair {
                    finding: Finding::Conflict { kind: ConflictKind::Numeric, severity, slot: slot.to_owned(), values },
                    claims,
                    voices: [voices(corpus, early), voices(corpus, late)],
                    internal: false,
                    overtaken_by: None,
                });
            }
        }
    }
    pairs
}

/// Two claims of different voices, firm ones first.
fn differing(corpus: &Corpus<'_>, early: &[&Onset<'_>], late: &[&Onset<'_>]) -> Option<[u32; 2]> {
    let order = |told: &[&Onset<'_>]| {
        let mut claims: Vec<_> =
            told.iter().map(|o| (!o.firm, std::cmp::Reverse(corpus.quality(o.claim)), o.claim)).collect();
        claims.sort_unstable();
        claims.truncate(8);
        claims.into_iter().map(|(_, _, claim)| claim).collect::<Vec<_>>()
    };
    let late = order(late);
    let subject = |n: u32| topics().of(&corpus.claim(n).proposition).subject(corpus.claim(n));
    order(early).into_iter().find_map(|x| {
        // 机器人开始打电话 and 真人开始打电话 start at times of their own.
        let other = |y: &u32| corpus.voice_of(*y) != corpus.voice_of(x) && !subject(x).shaded(subject(*y));
        late.iter().copied().find(other).map(|y| [x, y])
    })
}

fn voices(corpus: &Corpus<'_>, told: &[&Onset<'_>]) -> usize {
    let mut voices: Vec<u32> = told.iter().map(|o| corpus.voice_of(o.claim)).collect();
    voices.sort_unstable();
    voices.dedup();
    voices.len()
}

/// The conflict of a pair, in words; `None` for a pair that is none.
pub(crate) fn conflict(corpus: &Corpus<'_>, pair: &Pair) -> Option<Conflict> {
    let Finding::Conflict { kind, severity, slot, values } = &pair.finding else {
        return None;
    };
    let [a, b] = pair.claims.map(|n| corpus.claim(n));
    let because_zh = because(corpus, pair, *kind, *severity, slot, values);
    Some(Conflict {
        id: id(*kind, &[a.id, b.id]),
        kind: *kind,
        severity: *severity,
        internal: pair.internal,
        slot: slot.clone(),
        values: values.clone(),
        a: a.clone(),
        b: Opponent::Claim(Box::new(b.clone())),
        voices: pair.voices,
        because_zh,
    })
}

/// The same two claims and kind give the same id, whichever is named first.
pub(crate) fn id(kind: ConflictKind, claims: &[ClaimId]) -> String {
    let mut ids: Vec<_> = claims.iter().map(ToString::to_string).collect();
    ids.sort_unstable();
    let key = format!("{kind:?}|{}", ids.join("|"));
    format!("{:016x}", xxhash_rust::xxh3::xxh3_64(key.as_bytes()))
}

fn because(
    corpus: &Corpus<'_>,
    pair: &Pair,
    kind: ConflictKind,
    severity: Severity,
    slot: &str,
    values: &[String; 2],
) -> String {
    let [a, b] = pair.claims.map(|n| corpus.claim(n));
    let [from_a, from_b] = pair.claims.map(|n| wording::source(corpus.source(corpus.article_of(n))));
    let (who_a, who_b) =
        if pair.internal { (format!("{from_a}一处"), "另一处".to_owned()) } else { (from_a, from_b) };
    let act = &topics().of(&a.proposition).act;
    let end = match severity {
        Severity::Hard => "两者不能同时成立",
        Severity::Tension => "两者相互抵触,但说法或情形尚有出入",
    };
    let says = |who: &str, claim: &Claim| format!("{who}说{}", wording::statement(claim));
    let both = format!("{},{}", says(&who_a, a), says(&who_b, b));
    match kind {
        ConflictKind::Numeric if slot.starts_with("onset") => {
            format!("{who_a}说从{}起{act},{who_b}说从{}起,起点相差悬殊。", values[0], values[1])
        }
        ConflictKind::Numeric => format!("{both},同一项数字互不相容。"),
        ConflictKind::Polarity if slot == "conditions" => {
            format!("{both};“只有”二字排除了另一方所说的情形,{end}。")
        }
        ConflictKind::Polarity | ConflictKind::Strength => format!("{both};{end}。"),
        ConflictKind::Rule => format!("{both};一方禁止,另一方允许,{end}。"),
        ConflictKind::Advice => format!("{both};两条建议方向相反。"),
        ConflictKind::Sequence => format!("{who_a}的次序是{},{who_b}的次序是{},先后相反。", values[0], values[1]),
        ConflictKind::Law => both,
    }
}
