//! How far two pieces of evidence overlap, and which gold claim goes with which of the reader's.

use std::collections::HashSet;

use super::Scored;

/// Pairs as indices into both lists, one to one, the most alike first.
pub(super) fn pair(gold: &[Scored], got: &[Scored], text: &[char]) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for (i, a) in gold.iter().enumerate() {
        for (j, b) in got.iter().enumerate().filter(|(_, b)| a.proposition == b.proposition) {
            let overlap = overlap(&a.quote, &b.quote, text);
            if overlap >= 0.5 {
                let same = |same: bool| f64::from(u8::from(same));
                let likeness = same(a.stance == b.stance) * 4.0
                    + same(a.conditions == b.conditions) * 2.0
                    + same(a.collector == b.collector) * 1.5
                    + overlap;
                candidates.push((likeness, i, j));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut used_gold, mut used_got) = (HashSet::new(), HashSet::new());
    candidates
        .into_iter()
        .filter(|(_, i, j)| {
            let free = !used_gold.contains(i) && !used_got.contains(j);
            if free {
                used_gold.insert(*i);
                used_got.insert(*j);
            }
            free
        })
        .map(|(_, i, j)| (i, j))
        .collect()
}

/// The share of the shorter quote that the two have in common.
#[expect(clippy::cast_precision_loss, reason = "lengths of sentences")]
fn overlap(a: &[char], b: &[char], text: &[char]) -> f64 {
    if find(a, b).is_some() || find(b, a).is_some() {
        return 1.0;
    }
    if let (Some(i), Some(j)) = (find(text, a), find(text, b)) {
        let shared = (i + a.len()).min(j + b.len()).saturating_sub(i.max(j));
        return shared as f64 / a.len().min(b.len()) as f64;
    }
    // Not found in the text as they stand: by their runs of four characters.
    let grams = |quote: &[char]| -> HashSet<Vec<char>> { quote.windows(4).map(<[char]>::to_vec).collect() };
    let (a, b) = (grams(a), grams(b));
    a.intersection(&b).count() as f64 / a.len().min(b.len()).max(1) as f64
}

/// Where `part` first stands in `whole`; an empty one stands at the beginning.
fn find(whole: &[char], part: &[char]) -> Option<usize> {
    match part.first() {
        None => Some(0),
        Some(_) => whole.windows(part.len()).position(|window| window == part),
    }
}
