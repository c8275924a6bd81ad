//! 先后: the order of stages that an article tells, and orders that run against each other (claims.md §7.9).
//!
//! Two acts are ordered where a ladder starts them on different days, or one sentence says 先…再. Disputes and
//! ranking are the business of the caller.

use std::collections::BTreeMap;

use crate::claim::{Claim, Product};
use crate::contradict::corpus::{Corpus, Stages, count, first_day};
use crate::contradict::opposition::affirms;
use crate::contradict::side::{Products, Standing, standing};
use crate::contradict::topics::{dispute_of, topics};

/// Two acts, in the order of the table, and who tells them in which order.
#[derive(Debug, Default)]
pub(crate) struct Order {
    /// Who says that the first comes first.
    pub(crate) forward: Tellers,
    /// Who says that the second comes first.
    pub(crate) backward: Tellers,
}

/// Who tells one order.
#[derive(Debug, Default)]
pub(crate) struct Tellers {
    /// Their voices, each once.
    voices: Vec<u32>,
    /// The claims on the first and the second act, one pair a voice, at most four.
    pub(crate) examples: Vec<[u32; 2]>,
}

impl Tellers {
    /// How many voices tell it so.
    pub(crate) fn voices(&self) -> usize {
        self.voices.len()
    }

    fn add(&mut self, voice: u32, pair: [u32; 2]) {
        if let Err(place) = self.voices.binary_search(&voice) {
            self.voices.insert(place, voice);
            if self.examples.len() < 4 {
                self.examples.push(pair);
            }
        }
    }
}

/// All orders, by product and the two acts as rows of the table.
pub(crate) type Orders = BTreeMap<(Product, u32, u32), Order>;

/// Notes the orders that one article tells.
pub(crate) fn note(orders: &mut Orders, corpus: &Corpus<'_>, claims: &[u32], stages: &Stages<'_>) {
    let Some(first) = claims.first() else { return };
    let voice = corpus.voice_of(*first);
    for [early, late] in ladder(corpus, claims, stages).into_iter().chain(sentences(corpus, claims)) {
        let (a, b) = (corpus.claim(early), corpus.claim(late));
        let (Some(x), Some(y)) = (row(a), row(b)) else {
            continue;
        };
        let products = Products::of(&a.products);
        for product in products.iter().filter(|p| b.products.contains(p)) {
            if x < y {
                orders.entry((product, x, y)).or_default().forward.add(voice, [early, late]);
            } else if y < x {
                orders.entry((product, y, x)).or_default().backward.add(voice, [late, early]);
            }
        }
    }
}

/// The acts of a ladder, pair by pair, the earlier first.
fn ladder(corpus: &Corpus<'_>, claims: &[u32], stages: &Stages<'_>) -> Vec<[u32; 2]> {
    let mut acts: BTreeMap<u32, Option<(i64, u32)>> = BTreeMap::new();
    if stages.is_ladder() {
        for n in claims {
            let claim = corpus.claim(*n);
            let Some(row) = row(claim) else { continue };
            match first_day(&claim.conditions) {
                // An act that is also told without a day has no place in the ladder.
                None => _ = acts.insert(row, None),
                Some(day) => match acts.entry(row).or_insert(Some((day, *n))) {
                    Some(known) if day < known.0 => *known = (day, *n),
                    Some(_) | None => {}
                },
            }
        }
    }
    let mut acts: Vec<(i64, u32)> = acts.into_values().flatten().collect();
    acts.sort_unstable();
    let mut pairs = Vec::new();
    for (n, (day, early)) in acts.iter().enumerate() {
        pairs.extend(acts[n + 1..].iter().filter(|(later, _)| later > day).map(|(_, late)| [*early, *late]));
    }
    pairs
}

/// Acts of one sentence that says 先 before the one and 再, 然后 or 最后 between the two.
fn sentences(corpus: &Corpus<'_>, claims: &[u32]) -> Vec<[u32; 2]> {
    let mut pairs = Vec::new();
    for same in claims.chunk_by(|a, b| corpus.claim(*a).evidence.span == corpus.claim(*b).evidence.span) {
        let quote = &corpus.claim(same[0]).evidence.quote;
        let Some(start) = quote.find('先') else {
            continue;
        };
        if same.len() > 12 {
            continue;
        }
        let mut acts: Vec<(usize, u32)> = same
            .iter()
            .filter(|n| row(corpus.claim(**n)).is_some())
            .filter_map(|n| Some((place(corpus.claim(*n), quote)?, *n)))
            .filter(|(at, _)| *at > start)
            .collect();
        acts.sort_unstable();
        for two in acts.windows(2) {
            let between = &quote[two[0].0..two[1].0];
            if ["再", "然后", "最后", "之后才", "最终"].iter().any(|then| between.contains(then)) {
                pairs.push([two[0].1, two[1].1]);
            }
        }
    }
    pairs
}

/// Where a claim's mention stands in its sentence.
fn place(claim: &Claim, quote: &str) -> Option<usize> {
    let mention = claim.trace.mention.as_str();
    if mention.is_empty() { None } else { quote.find(mention) }
}

/// The row of the act that a claim says happens, if it has a place in a ladder.
fn row(claim: &Claim) -> Option<u32> {
    if standing(claim) != Some(Standing::Position) || !affirms(claim.stance) {
        return None;
    }
    let act = dispute_of(&claim.proposition);
    let row = topics().rows().iter().position(|row| row.id == act && row.stage)?;
    Some(count(row))
}
