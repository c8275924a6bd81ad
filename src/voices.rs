//! 声音: near-duplicate articles make one voice, however often they were spun, cut or pasted.
//!
//! A text is folded (width, script, digits, spun synonyms, no punctuation), cut into shingles of four characters,
//! and kept as a fraction of their hashes, the same fraction everywhere (a MinHash sketch that is scaled and not
//! of fixed length, so that a cut copy is found within its original). Two texts are compared by the weight of
//! the shingles they share, and a shingle weighs less the more texts have it: rare phrasing tells copies, the
//! topic's common claims do not. What a copy changed is the business of `contradict`.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::LazyLock;

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};
use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::segment::simplify;

/// Characters of a shingle.
const SHINGLE: usize = 4;
/// Hashes that a sketch may hold before it is thinned by half.
const HELD: usize = 512;
/// Share of the smaller text's weight that makes it a copy.
const COPY: f64 = 0.36;
/// Hashes that must be shared at least: a sentence in common is a quotation.
const SHARED: usize = 10;
/// Texts that share a hash before it is too common to look candidates up by.
const COMMON: usize = 96;
/// Candidates that are compared in full.
const CANDIDATES: usize = 16;
/// As if so many other texts had been seen: keeps weights even in small collections.
const BACKGROUND: f64 = 60.0;

/// 指纹: what is kept of a text to find its copies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketch {
    /// Hashes of the shingles that were kept, ascending.
    hashes: Vec<u32>,
    /// How often it was thinned: 2^-scale of all shingles are kept.
    scale: u32,
}

impl Sketch {
    /// The sketch of an article's text.
    pub fn of(text: &str) -> Sketch {
        let folded: Vec<char> = fold(text);
        let mut hashes: Vec<u32> = folded
            .windows(SHINGLE)
            .map(|shingle| {
                let mut bytes = [0; 4 * SHINGLE];
                for (place, c) in bytes.chunks_exact_mut(4).zip(shingle) {
                    place.copy_from_slice(&u32::from(*c).to_le_bytes());
                }
                low32(xxhash_rust::xxh3::xxh3_64(&bytes))
            })
            .collect();
        hashes.sort_unstable();
        hashes.dedup();
        let mut scale = 0;
        while hashes.len() > HELD && scale < 24 {
            scale += 1;
            hashes.retain(|hash| kept(*hash, scale));
        }
        Sketch { hashes, scale }
    }

    /// How many shingles the text has, about.
    fn size(&self) -> u64 {
        (self.hashes.len() as u64) << self.scale
    }
}

/// Whether a hash stays after thinning `scale` times.
fn kept(hash: u32, scale: u32) -> bool {
    hash & ((1 << scale) - 1) == 0
}

#[expect(clippy::cast_possible_truncation, reason = "half of a good hash is a good hash")]
fn low32(hash: u64) -> u32 {
    hash as u32
}

/// The voice of each text, numbered in the order of the texts.
pub fn voices(sketches: &[Sketch]) -> Vec<usize> {
    let texts = Texts::of(sketches);
    // Long texts first: a cut copy then finds the text it was cut from.
    let mut order: Vec<usize> = (0..sketches.len()).collect();
    order.sort_by_key(|n| (std::cmp::Reverse(sketches[*n].size()), *n));

    let mut leader: Vec<usize> = (0..sketches.len()).collect();
    // The texts seen so far that hold a shingle, by the shingle's number; how many each shares with the text at hand.
    let mut postings: Vec<Vec<usize>> = vec![Vec::new(); texts.weights.len()];
    let mut shared: Vec<usize> = vec![0; sketches.len()];
    for n in order {
        let mut candidates: Vec<usize> = Vec::new();
        for (_, shingle) in &texts.shingles[n] {
            for text in postings[*shingle].iter().filter(|_| postings[*shingle].len() < COMMON) {
                if shared[*text] == 0 {
                    candidates.push(*text);
                }
                shared[*text] += 1;
            }
        }
        candidates.sort_unstable_by_key(|text| (std::cmp::Reverse(shared[*text]), *text));
        for text in &candidates {
            shared[*text] = 0;
        }
        candidates.truncate(CANDIDATES);
        let best = candidates
            .into_par_iter()
            .with_min_len(4)
            .map(|text| (texts.likeness(n, text), text))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        match best {
            Some((like, text)) if like >= COPY => {
                leader[n] = leader[text];
                // A copy close to its leader adds nothing that later copies could be found by.
                if like >= 0.8 {
                    continue;
                }
            }
            Some(_) | None => {}
        }
        for (_, shingle) in &texts.shingles[n] {
            let texts = &mut postings[*shingle];
            if texts.len() < COMMON {
                texts.push(n);
            }
        }
    }
    number(&leader)
}

/// Numbers the groups in the order in which their first members come.
fn number(leader: &[usize]) -> Vec<usize> {
    let mut numbers = HashMap::new();
    leader
        .iter()
        .map(|leader| {
            let next = numbers.len();
            *numbers.entry(*leader).or_insert(next)
        })
        .collect()
}

/// Sketches side by side: their shingles numbered, and how much each tells.
struct Texts<'a> {
    sketches: &'a [Sketch],
    /// Hash and number of each shingle of each text, ascending by hash.
    shingles: Vec<Vec<(u32, usize)>>,
    /// By the shingle's number: it weighs less the more texts have it.
    weights: Vec<f64>,
}

impl<'a> Texts<'a> {
    fn of(sketches: &'a [Sketch]) -> Texts<'a> {
        let mut numbers: FxHashMap<u32, usize> = FxHashMap::default();
        let mut held: Vec<u32> = Vec::new();
        let mut shingles = Vec::with_capacity(sketches.len());
        for sketch in sketches {
            let numbered = sketch.hashes.iter().map(|hash| {
                let shingle = *numbers.entry(*hash).or_insert(held.len());
                if shingle == held.len() {
                    held.push(0);
                }
                held[shingle] += 1;
                (*hash, shingle)
            });
            shingles.push(numbered.collect());
        }
        #[expect(clippy::cast_precision_loss, reason = "a count of texts is far below 2^52")]
        let all = sketches.len() as f64 + BACKGROUND;
        let weights = held.into_iter().map(|texts| (all / f64::from(texts)).ln()).collect();
        Texts { sketches, shingles, weights }
    }

    /// The share of the smaller text's weight that the two have in common.
    fn likeness(&self, a: usize, b: usize) -> f64 {
        // Compared at the coarser of the two scales, where both kept the same fraction.
        let scale = self.sketches[a].scale.max(self.sketches[b].scale);
        let coarse = |text: usize| self.shingles[text].iter().filter(move |(hash, _)| kept(*hash, scale)).peekable();
        let (mut a, mut b) = (coarse(a), coarse(b));
        let (mut of_a, mut of_b, mut shared, mut count) = (0.0, 0.0, 0.0, 0);
        loop {
            let order = match (a.peek(), b.peek()) {
                (Some((x, _)), Some((y, _))) => x.cmp(y),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => break,
            };
            let weight = |shingle: Option<&(u32, usize)>| shingle.map_or(0.0, |(_, number)| self.weights[*number]);
            match order {
                Ordering::Less => of_a += weight(a.next()),
                Ordering::Greater => of_b += weight(b.next()),
                Ordering::Equal => {
                    let both = weight(a.next());
                    b.next();
                    of_a += both;
                    of_b += both;
                    shared += both;
                    count += 1;
                }
            }
        }
        if count < SHARED { 0.0 } else { shared / f64::min(of_a, of_b) }
    }
}

/// The characters that are compared: simplified, letters and marks dropped, numerals as digits, spun words folded.
fn fold(text: &str) -> Vec<char> {
    let kept: String = simplify(text).chars().filter_map(folded).collect();
    let mut out = String::with_capacity(kept.len());
    let mut at = 0;
    for found in SWAPS.automaton.leftmost_find_iter(&kept) {
        out.push_str(&kept[at..found.start()]);
        out.push_str(&SWAPS.first[found.value() as usize]);
        at = found.end();
    }
    out.push_str(&kept[at..]);
    out.chars().collect()
}

/// One character as it is compared, if it is: Han and digits.
fn folded(c: char) -> Option<char> {
    let c = match c {
        '\u{ff10}'..='\u{ff19}' => char::from_u32(u32::from(c) - 0xff10 + u32::from('0'))?,
        '一' | '壹' => '1',
        '二' | '两' | '贰' => '2',
        '三' => '3',
        '四' => '4',
        '五' => '5',
        '六' => '6',
        '七' => '7',
        '八' => '8',
        '九' => '9',
        _ => c,
    };
    let han = matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}');
    (han || c.is_ascii_digit()).then_some(c)
}

/// The swaps, compiled.
struct Swaps {
    automaton: CharwiseDoubleArrayAhoCorasick<u32>,
    first: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    swap: Vec<Swap>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Swap {
    fold: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "read by its test"))]
    example: String,
}

static SWAPS: LazyLock<Swaps> = LazyLock::new(|| {
    let swaps =
        toml::from_str::<File>(include_str!("voices.toml")).expect("the compiled-in voices.toml is tested").swap;
    // Words are met in folded text, so they are folded themselves (一些 as 1些).
    let plain = |word: &String| word.chars().filter_map(folded).collect::<String>();
    let words = (0u32..).zip(&swaps).flat_map(|(n, swap)| swap.fold.iter().map(move |word| (plain(word), n)));
    let automaton = CharwiseDoubleArrayAhoCorasickBuilder::new()
        .match_kind(MatchKind::LeftmostLongest)
        .build_with_values(words)
        .expect("the words of voices.toml are unique, which its test checks");
    Swaps { automaton, first: swaps.iter().map(|swap| swap.fold.first().map(plain).unwrap_or_default()).collect() }
});

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn folded_text(text: &str) -> String {
        fold(text).into_iter().collect()
    }

    #[test]
    fn every_swap_is_folded_to_its_first_word() {
        let swaps = toml::from_str::<File>(include_str!("voices.toml")).unwrap().swap;
        let mut words: Vec<&String> = swaps.iter().flat_map(|swap| &swap.fold).collect();
        words.sort();
        assert!(words.windows(2).all(|two| two[0] != two[1]), "a word has one fold");
        for swap in &swaps {
            let other = swap.fold[1..].iter().filter(|w| swap.example.contains(w.as_str())).max_by_key(|w| w.len());
            let spun = other.unwrap_or_else(|| panic!("{}: no other word in it", swap.example));
            let plain = swap.example.replace(spun.as_str(), &swap.fold[0]);
            assert_eq!(folded_text(&swap.example), folded_text(&plain), "{}", swap.example);
        }
    }

    #[test]
    fn width_script_digits_and_marks_do_not_matter() {
        assert_eq!(folded_text("逾期\u{ff13}個月,會電話催收!"), folded_text("逾期三个月 会电话催收"));
        assert_eq!(folded_text("催收(cuīshōu)"), folded_text("催收"));
    }

    #[test]
    fn texts_too_short_to_tell_are_voices_of_their_own() {
        let sketches: Vec<Sketch> = ["", "借呗", "借呗", "不会。"].iter().map(|text| Sketch::of(text)).collect();
        assert_eq!(voices(&sketches), [0, 1, 2, 3]);
    }
}
