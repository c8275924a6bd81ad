//! 转载改动: what a near-duplicate changed of the text it copies: a bound flipped, a stance turned, a caveat lost.
//!
//! Which articles are copies is `voices`' business; here their claims are compared, act by act.

use std::collections::BTreeMap;

use crate::claim::Claim;
use crate::contradict::corpus::Corpus;
use crate::contradict::opposition::{Opposition, affirms, denies, opposition};
use crate::contradict::side::{Products, Standing, standing};

/// Changes shown of one copy.
const SHOWN: usize = 12;

/// One change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Change {
    /// What the older text says.
    pub(crate) original: u32,
    /// What the copy says in its place, or the claim that lost its caveat.
    pub(crate) copy: u32,
    /// What it is.
    pub(crate) kind: ChangeKind,
}

/// The kinds of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChangeKind {
    /// Another stance.
    Stance,
    /// Other numbers or conditions.
    Bound,
    /// An exception that stood beside the claim is missing.
    Caveat,
}

/// What the copies of each voice changed of its first article.
pub(crate) fn changes(corpus: &Corpus<'_>) -> Vec<Change> {
    let mut voices: BTreeMap<u32, Vec<&[u32]>> = BTreeMap::new();
    for claims in corpus.by_article() {
        voices.entry(corpus.voice_of(claims[0])).or_default().push(claims);
    }
    let mut changes = Vec::new();
    for mut articles in voices.into_values().filter(|articles| articles.len() > 1) {
        // The oldest is the original; undated ones come after, in the order of the sources.
        articles.sort_by_key(|claims| {
            let date = corpus.date_of(claims[0]);
            (date.is_none(), date, corpus.article_of(claims[0]))
        });
        let original = articles[0];
        for copy in &articles[1..] {
            let found = compare(corpus, original, copy);
            changes.extend(found.into_iter().take(SHOWN));
        }
    }
    changes
}

fn compare(corpus: &Corpus<'_>, original: &[u32], copy: &[u32]) -> Vec<Change> {
    let (before, after) = (by_act(corpus, original), by_act(corpus, copy));
    let mut changes = Vec::new();
    for (act, old) in &before {
        let Some(new) = after.get(act) else { continue };
        let gone: Vec<u32> = missing(corpus, old, new);
        let come: Vec<u32> = missing(corpus, new, old);
        for lost in &gone {
            let was = corpus.claim(*lost);
            let turned = come.iter().find(|n| opposition(was.stance, corpus.claim(**n).stance) != Opposition::None);
            let moved = come.iter().find(|n| {
                let is = corpus.claim(**n);
                is.stance == was.stance && numbers_differ(was, is)
            });
            let kept = new.iter().find(|n| denies(corpus.claim(**n).stance) && !come.contains(n));
            if let Some(now) = moved {
                changes.push(Change { original: *lost, copy: *now, kind: ChangeKind::Bound });
            } else if let Some(now) = turned {
                changes.push(Change { original: *lost, copy: *now, kind: ChangeKind::Stance });
            } else if let (true, true, Some(now)) = (affirms(was.stance), come.is_empty(), kept) {
                changes.push(Change { original: *lost, copy: *now, kind: ChangeKind::Caveat });
            }
        }
    }
    changes
}

fn by_act<'a>(corpus: &Corpus<'a>, claims: &[u32]) -> BTreeMap<(&'a str, Products), Vec<u32>> {
    let mut acts: BTreeMap<(&str, Products), Vec<u32>> = BTreeMap::new();
    for n in claims {
        let claim = corpus.claim(*n);
        if standing(claim) == Some(Standing::Position) {
            acts.entry((claim.proposition.as_str(), Products::of(&claim.products))).or_default().push(*n);
        }
    }
    acts
}

/// The claims of `here` that say nothing that one of `there` says.
fn missing(corpus: &Corpus<'_>, here: &[u32], there: &[u32]) -> Vec<u32> {
    let same = |a: &Claim, b: &Claim| {
        a.stance == b.stance && !numbers_differ(a, b) && a.conditions.flags == b.conditions.flags
    };
    let lacks = |n: &&u32| !there.iter().any(|other| same(corpus.claim(**n), corpus.claim(*other)));
    here.iter().filter(lacks).copied().collect()
}

fn numbers_differ(a: &Claim, b: &Claim) -> bool {
    let number = |claim: &Claim| -> Vec<String> { claim.quantities.iter().map(ToString::to_string).collect() };
    a.conditions.overdue != b.conditions.overdue || a.conditions.amount != b.conditions.amount || number(a) != number(b)
}
