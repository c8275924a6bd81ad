//! 成案: one dispute put together from its cells and what was found in its articles.
//!
//! Chooses, ranks and cuts; what contradicts what was settled before.

use std::cmp::Reverse;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::civil::Date;

use crate::claim::{Conditions, Product, PropositionId, Stance};
use crate::contradict::copies::Change;
use crate::contradict::corpus::Corpus;
use crate::contradict::findings::{self, Finding, Pair};
use crate::contradict::law::{Judged, Laws, Ruling};
use crate::contradict::law_table::laws;
use crate::contradict::onset::Onset;
use crate::contradict::positions::{Cell, DisputeKey, voices};
use crate::contradict::remarks;
use crate::contradict::side::Standing;
use crate::contradict::spread::spreads;
use crate::contradict::topics::topics;
use crate::contradict::wording;
use crate::dispute::{
    Conflict, ConflictKind, Dispute, LawRule, Opponent, Position, Refined, Remark, Severity, Superseded,
};

/// Most that one dispute lists of each.
const POSITIONS: usize = 100;
const CONFLICTS: usize = 100;
const INTERNAL: usize = 40;
const REFINED: usize = 20;
const CHANGES: usize = 10;
const NOTES: usize = 10;
const SILENT: usize = 500;
const EXAMPLES: usize = 3;

/// What was found article by article for one dispute.
#[derive(Debug, Default)]
pub(crate) struct Found<'a> {
    /// Contradictions inside single articles, and orders of stages.
    pub(crate) pairs: Vec<Pair>,
    /// When acts are said to start.
    pub(crate) onsets: Vec<Onset<'a>>,
    /// Claims that rules judge, by rule and judgement.
    pub(crate) judged: BTreeMap<(usize, usize), Vec<u32>>,
    /// What copies changed.
    pub(crate) changes: Vec<Change>,
    /// Claims with wrong citations.
    pub(crate) cited: Vec<u32>,
}

/// What all disputes share.
#[derive(Debug)]
pub(crate) struct Setting<'a> {
    /// The claims.
    pub(crate) corpus: &'a Corpus<'a>,
    /// The day to reckon by.
    pub(crate) as_of: Date,
    /// Conflicts to leave out.
    pub(crate) dismissed: &'a HashSet<String>,
    /// The articles on each product, ascending.
    pub(crate) articles: &'a HashMap<Product, Vec<u32>>,
}

/// The dispute, and the ids of the dismissed conflicts that it would have had.
pub(crate) fn dispute(
    setting: &Setting<'_>,
    key: DisputeKey<'_>,
    cells: &[&Cell],
    found: &Found<'_>,
) -> (Dispute, Vec<String>) {
    let corpus = setting.corpus;
    let proposition: PropositionId = key.proposition.into();
    let mut pairs = findings::between(corpus, cells, key.product);
    pairs.extend(findings::onsets(corpus, &found.onsets));
    pairs.extend(found.pairs.iter().cloned());

    let mut ranked: Vec<(Rank, Option<&Pair>)> =
        best_pairs(corpus, &pairs).into_iter().filter_map(|pair| Some((rank(corpus, pair)?, Some(pair)))).collect();
    let mut by_law: HashMap<String, Conflict> = HashMap::new();
    for conflict in law_conflicts(setting, found) {
        let support = Reverse((conflict.voices[0], conflict.voices[0]));
        let newest = Reverse(corpus.source_of(conflict.a.article).and_then(|s| s.published));
        ranked.push(((conflict.severity, false, support, newest, false, conflict.kind, conflict.id.clone()), None));
        by_law.insert(conflict.id.clone(), conflict);
    }
    ranked.sort_by(|a, b| a.0.cmp(&b.0));
    let (dropped, kept): (Vec<_>, Vec<_>) =
        ranked.into_iter().partition(|(rank, _)| setting.dismissed.contains(&rank.6));
    let unlisted = kept.len().saturating_sub(CONFLICTS);
    // Only what is listed is put in words.
    let conflicts: Vec<Conflict> = kept
        .into_iter()
        .take(CONFLICTS)
        .filter_map(|(rank, pair)| match pair {
            Some(pair) => findings::conflict(corpus, pair),
            None => by_law.remove(&rank.6),
        })
        .collect();

    let (silent, silent_more) = silent(setting, key.product, cells);
    let mut remarks: Vec<Remark> = Vec::new();
    remarks.extend(remarks::practice(corpus, &pairs));
    remarks.extend(remarks::testimony(corpus, cells));
    remarks.extend(found.changes.iter().take(CHANGES).map(|change| remarks::copy_changed(corpus, change)));
    let cited = found.cited.iter().map(|n| (corpus.claim(*n), corpus.date_of(*n)));
    remarks.extend(remarks::citation_remarks(cited, setting.as_of));
    remarks.extend(law_notes(setting, found));

    let dispute = Dispute {
        id: format!("{:016x}", xxhash_rust::xxh3::xxh3_64(format!("{proposition}|{}", key.product).as_bytes())),
        question_zh: topics().of(&proposition).question(key.product),
        product: key.product,
        positions: positions(corpus, cells),
        unlisted,
        conflicts,
        refined: refined(corpus, &pairs),
        superseded: superseded(corpus, &pairs),
        remarks,
        numbers: spreads(corpus, cells, &found.onsets),
        rules: rules(laws(), &proposition, key.product, setting.as_of),
        silent,
        silent_more,
        proposition,
    };
    (dispute, dropped.into_iter().map(|(rank, _)| rank.6).collect())
}

/// One pair for each kind, slot and two articles, the hardest and best supported; those that a newer rule settles
/// are left to [`superseded`]. That the same two articles differ in five more conditions is seen in their positions.
fn best_pairs<'p>(corpus: &Corpus<'_>, pairs: &'p [Pair]) -> Vec<&'p Pair> {
    let mut best: BTreeMap<(ConflictKind, &str, [u32; 2]), (PairOrder, &Pair)> = BTreeMap::new();
    for pair in pairs {
        let Finding::Conflict { kind, slot, severity, .. } = &pair.finding else {
            continue;
        };
        if pair.overtaken_by.is_some() {
            continue;
        }
        let mut articles = pair.claims.map(|n| corpus.article_of(n));
        articles.sort_unstable();
        let plain = pair.claims.map(|n| corpus.claim(n).conditions.flags.len()).iter().sum::<usize>();
        let order = (*severity, Reverse(pair.voices[0].min(pair.voices[1])), plain, pair.claims);
        match best.entry((*kind, slot, articles)) {
            Entry::Vacant(free) => _ = free.insert((order, pair)),
            Entry::Occupied(mut held) if order < held.get().0 => _ = held.insert((order, pair)),
            Entry::Occupied(_) => {}
        }
    }
    let (mut internal, mut between) = (Vec::new(), Vec::new());
    for (_, pair) in best.into_values() {
        if pair.internal { internal.push(pair) } else { between.push(pair) }
    }
    internal.truncate(INTERNAL);
    between.extend(internal);
    between
}

/// Severity, support, plainness; the claims make the order firm.
type PairOrder = (Severity, Reverse<usize>, usize, [u32; 2]);

/// Hardness, then whether a page is fiction, independence, recency; the rest only makes the order firm. The
/// conflict's id comes last.
type Rank = (Severity, bool, Reverse<(usize, usize)>, Reverse<Option<Date>>, bool, ConflictKind, String);

fn rank(corpus: &Corpus<'_>, pair: &Pair) -> Option<Rank> {
    let Finding::Conflict { kind, severity, .. } = &pair.finding else { return None };
    let sources = || pair.claims.into_iter().filter_map(|n| corpus.source(corpus.article_of(n)));
    let fictional = sources().any(|s| s.fictional);
    let newest = sources().filter_map(|s| s.published).max();
    let [a, b] = pair.voices;
    let id = findings::id(*kind, &pair.claims.map(|n| corpus.claim(n).id));
    Some((*severity, fictional, Reverse((a.min(b), a + b)), Reverse(newest), pair.internal, *kind, id))
}

/// Calendar years for which a rule's numbers are new.
const RECENT_YEARS: i16 = 1;

/// Claims against rules in force: one conflict for each rule, judgement and value.
fn law_conflicts(setting: &Setting<'_>, found: &Found<'_>) -> Vec<Conflict> {
    let corpus = setting.corpus;
    let mut conflicts = Vec::new();
    for ((rule, judgement), claims) in &found.judged {
        let rule = &laws().rules()[*rule];
        let judgement = &rule.judgements[*judgement];
        if judgement.ruling != Ruling::Refutes || !rule.certain {
            continue;
        }
        let mut by_value: BTreeMap<(String, String), Vec<u32>> = BTreeMap::new();
        for n in claims {
            by_value.entry(judgement.value(corpus.claim(*n))).or_default().push(*n);
        }
        for ((slot, value), claims) in by_value {
            let Some(best) = best_claim(corpus, &claims) else {
                continue;
            };
            let claim = corpus.claim(best);
            let mut articles: Vec<u32> = claims.iter().map(|n| corpus.article_of(*n)).collect();
            articles.dedup();
            let day = wording::reckoned(corpus.date_of(best), setting.as_of);
            // An undated article that gives another number may well be older than a rule of this year or the last.
            let recent = setting.as_of.year() - rule.law.in_force_from.year() <= RECENT_YEARS;
            let severity = if recent && corpus.date_of(best).is_none() && slot.starts_with("quantity") {
                Severity::Tension
            } else {
                rule.instrument.severity()
            };
            conflicts.push(Conflict {
                id: findings::id(ConflictKind::Law, &[claim.id, crate::claim::ClaimId(rule_hash(&rule.law))]),
                kind: ConflictKind::Law,
                severity,
                internal: false,
                slot,
                values: [value, judgement.says.clone()],
                a: claim.clone(),
                b: Opponent::Rule(Box::new(rule.law.clone())),
                voices: [voices(corpus, &articles), 0],
                because_zh: format!(
                    "{}说{};{day},{}《{}》{}规定:{}。",
                    wording::source(corpus.source(corpus.article_of(best))),
                    wording::statement(claim),
                    rule.instrument.zh(),
                    rule.law.instrument,
                    rule.law.article,
                    judgement.because,
                ),
            });
        }
    }
    conflicts
}

fn rule_hash(rule: &LawRule) -> u64 {
    xxhash_rust::xxh3::xxh3_64(rule.id.as_bytes())
}

/// Rules of one source only, and rules that reach other products.
fn law_notes(setting: &Setting<'_>, found: &Found<'_>) -> Vec<Remark> {
    let mut notes = Vec::new();
    for ((rule, judgement), claims) in &found.judged {
        let rule = &laws().rules()[*rule];
        let judgement = &rule.judgements[*judgement];
        let told = judgement.ruling == Ruling::Note || (judgement.ruling == Ruling::Refutes && !rule.certain);
        if told && notes.len() < NOTES {
            let mut named = claims.clone();
            named.sort_by_key(|n| (Reverse(setting.corpus.quality(*n)), *n));
            notes.push(remarks::law_note(setting.corpus, rule, judgement, &named, setting.as_of));
        }
    }
    notes
}

fn best_claim(corpus: &Corpus<'_>, claims: &[u32]) -> Option<u32> {
    claims.iter().copied().max_by_key(|n| (corpus.quality(*n), Reverse(*n)))
}

/// The rules in force that judge claims of this dispute.
fn rules(laws: &Laws, proposition: &PropositionId, product: Product, as_of: Date) -> Vec<LawRule> {
    laws.on(proposition.as_str(), product).filter(|rule| rule.in_force(as_of)).map(|rule| rule.law.clone()).collect()
}

fn positions(corpus: &Corpus<'_>, cells: &[&Cell]) -> Vec<Position> {
    let mut groups: BTreeMap<(Stance, Conditions, PropositionId), Vec<&Cell>> = BTreeMap::new();
    for cell in cells {
        let (proposition, stance, conditions) = cell.shown();
        groups.entry((stance, conditions, proposition.clone())).or_default().push(cell);
    }
    let mut positions: Vec<Position> = Vec::new();
    for ((stance, conditions, proposition), cells) in groups {
        let mut articles: Vec<u32> = cells.iter().flat_map(|c| c.articles.iter().copied()).collect();
        articles.sort_unstable();
        articles.dedup();
        let told = |cell: &&&Cell| cell.side.standing != Standing::Position;
        positions.push(Position {
            stance,
            conditions,
            proposition,
            claims: cells.iter().map(|c| c.claims as usize).sum(),
            voices: voices(corpus, &articles),
            testimony: cells.iter().filter(told).map(|c| c.claims as usize).sum(),
            first: cells.iter().filter_map(|c| c.dates).map(|d| d.0).min(),
            last: cells.iter().filter_map(|c| c.dates).map(|d| d.1).max(),
            examples: examples(corpus, &cells),
            articles: articles.into_iter().map(|a| corpus.id(a)).collect(),
        });
    }
    positions.sort_by(|a, b| b.voices.cmp(&a.voices).then(b.claims.cmp(&a.claims)).then(a.stance.cmp(&b.stance)));
    positions.truncate(POSITIONS);
    positions
}

fn examples(corpus: &Corpus<'_>, cells: &[&Cell]) -> Vec<crate::claim::Claim> {
    let mut all: Vec<u32> = cells.iter().flat_map(|c| c.examples.iter().copied()).collect();
    all.sort_by_key(|n| (Reverse(corpus.quality(*n)), *n));
    let mut seen = BTreeSet::new();
    all.retain(|n| seen.insert(corpus.voice_of(*n)));
    all.truncate(EXAMPLES);
    all.into_iter().map(|n| corpus.claim(n).clone()).collect()
}

fn refined(corpus: &Corpus<'_>, pairs: &[Pair]) -> Vec<Refined> {
    let mut found: Vec<&Pair> = pairs.iter().filter(|p| matches!(p.finding, Finding::Refined)).collect();
    found.sort_by_key(|p| (Reverse(p.voices[0] + p.voices[1]), p.claims));
    let mut seen = HashSet::new();
    found.retain(|p| seen.insert(p.claims));
    found.truncate(REFINED);
    found
        .into_iter()
        .map(|p| Refined { general: corpus.claim(p.claims[0]).clone(), exception: corpus.claim(p.claims[1]).clone() })
        .collect()
}

fn superseded(corpus: &Corpus<'_>, pairs: &[Pair]) -> Vec<Superseded> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    for pair in pairs.iter().filter(|p| matches!(p.finding, Finding::Conflict { .. })) {
        let Some(rule) = pair.overtaken_by else {
            continue;
        };
        let [a, b] = pair.claims;
        let (older, newer) = if corpus.date_of(a) <= corpus.date_of(b) { (a, b) } else { (b, a) };
        if found.len() < REFINED && seen.insert((older, newer)) {
            let claim = |n| corpus.claim(n).clone();
            found.push(Superseded { older: claim(older), newer: claim(newer), rule: laws().rules()[rule].law.clone() });
        }
    }
    found
}

/// The articles on the product that say nothing of the dispute, and how many more there are.
fn silent(setting: &Setting<'_>, product: Product, cells: &[&Cell]) -> (Vec<crate::article::ArticleId>, usize) {
    let mut speaking: Vec<u32> = cells.iter().flat_map(|c| c.articles.iter().copied()).collect();
    speaking.sort_unstable();
    let all = setting.articles.get(&product).map_or(&[][..], Vec::as_slice);
    let silent: Vec<u32> = all.iter().copied().filter(|a| speaking.binary_search(a).is_err()).collect();
    let listed = silent.iter().take(SILENT).map(|a| setting.corpus.id(*a)).collect();
    (listed, silent.len().saturating_sub(SILENT))
}

/// The rules that judge a claim on its article's day: of those that refute it only the hardest.
pub(crate) fn judged(corpus: &Corpus<'_>, claim: u32, as_of: Date) -> Vec<(usize, usize)> {
    let day = corpus.date_of(claim).unwrap_or(as_of);
    let found: Vec<Judged<'_>> = laws().judge(corpus.claim(claim)).filter(|j| j.rule.in_force(day)).collect();
    let refutes = |j: &&Judged<'_>| j.judgement.ruling == Ruling::Refutes;
    let hardest =
        found.iter().filter(refutes).min_by_key(|j| (!j.rule.certain, j.rule.instrument.severity(), j.number));
    let notes = found.iter().filter(|j| j.judgement.ruling == Ruling::Note);
    hardest.into_iter().chain(notes).map(|j| j.number).collect()
}
