//! [`Lexicon`](super::Lexicon) rows → one automaton, and its hits in a form.

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};

use super::load::{Entry, Row};
use super::rows::{CueRole, MarkerRole};

/// Characters that a gap `…` may span, and no clause mark among them.
const GAP_CHARS: usize = 10;

/// A row's word in a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// First byte in the form.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// Index of the row.
    pub entry: usize,
    /// The word has a gap: what stands inside it is still seen.
    pub gapped: bool,
}

/// One literal of the automaton: a whole word, or the head of a word with gaps.
#[derive(Debug)]
struct Literal {
    entry: usize,
    /// What must follow, each after at most [`GAP_CHARS`] characters.
    rest: Vec<String>,
}

/// The compiled automaton.
pub struct Matcher {
    automaton: CharwiseDoubleArrayAhoCorasick<u32>,
    literals: Vec<Vec<Literal>>,
}

impl std::fmt::Debug for Matcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Matcher({} literals)", self.literals.len())
    }
}

impl Matcher {
    /// Compiles the words of all rows.
    pub(super) fn compile(entries: &[Entry]) -> Result<Matcher, String> {
        let mut places: std::collections::BTreeMap<String, Vec<Literal>> = std::collections::BTreeMap::new();
        for (index, entry) in entries.iter().enumerate() {
            // Tails are looked for at clause ends only, and `@` words stand for numbers.
            let tail = matches!(&entry.row, Row::Marker(m) if m.role == MarkerRole::Tail);
            for word in entry.words.iter().filter(|w| !tail && !w.starts_with('@')) {
                let mut parts = word.split('…').map(str::to_owned);
                let head =
                    parts.next().filter(|h| !h.is_empty()).ok_or_else(|| format!("“{word}” begins with a gap"))?;
                places.entry(head).or_default().push(Literal { entry: index, rest: parts.collect() });
            }
        }
        let patterns: Vec<(&str, u32)> = places.keys().map(String::as_str).zip(0..).collect();
        let automaton = CharwiseDoubleArrayAhoCorasickBuilder::new()
            .match_kind(MatchKind::Standard)
            .build_with_values(patterns)
            .map_err(|e| e.to_string())?;
        Ok(Matcher { automaton, literals: places.into_values().collect() })
    }

    /// All hits in `form`, by place; a word inside a longer word is not seen.
    pub fn hits(&self, form: &str, entries: &[Entry]) -> Vec<Hit> {
        let mut found = Vec::new();
        for m in self.automaton.find_overlapping_iter(form) {
            for literal in &self.literals[m.value() as usize] {
                if let Some(end) = follow(form, m.end(), &literal.rest) {
                    found.push(Hit { start: m.start(), end, entry: literal.entry, gapped: !literal.rest.is_empty() });
                }
            }
        }
        found.sort_unstable_by_key(|h| (h.start, std::cmp::Reverse(h.end), h.entry));
        keep_longest(found, entries)
    }
}

/// Where the parts of a gapped word end, if they all follow in the clause.
fn follow(form: &str, mut at: usize, rest: &[String]) -> Option<usize> {
    for part in rest {
        let window: usize = form[at..]
            .chars()
            .take(GAP_CHARS + part.chars().count())
            .take_while(|c| !matches!(c, ',' | ';' | ':' | '。' | '!' | '?' | '\n'))
            .map(char::len_utf8)
            .sum();
        at += form[at..at + window].find(part.as_str())? + part.len();
    }
    Some(at)
}

/// Drops hits inside longer ones. What a longer word hides depends on what it is: a decoy hides everything,
/// a wording or a condition hides cues and markers, and every other kind hides its own. A word with gaps hides
/// nothing, and wordings hide no other wordings yet.
fn keep_longest(found: Vec<Hit>, entries: &[Entry]) -> Vec<Hit> {
    let mut kept: Vec<Hit> = Vec::with_capacity(found.len());
    for hit in found {
        // Sorted by start, the longest first: whatever hides a hit starts no later. Words are short, so
        // those that may cover it are among the last few.
        let hidden = kept.iter().rev().take(12).any(|k| {
            k.start <= hit.start
                && k.end >= hit.end
                && (k.start, k.end) != (hit.start, hit.end)
                && hides(&entries[k.entry].row, k.gapped, &entries[hit.entry].row)
        });
        if hidden || kept.last() == Some(&hit) {
            continue;
        }
        // Two cues that overlap are one: 的可能性 and 可能性很大 are the longer.
        let cue = |h: &Hit| matches!(entries[h.entry].row, Row::Cue(_));
        if cue(&hit)
            && let Some(at) =
                kept.iter().rposition(|k| cue(k) && k.start < hit.start && k.end > hit.start && k.end < hit.end)
        {
            let role = |h: &Hit| match &entries[h.entry].row {
                Row::Cue(c) => Some(c.role),
                _ => None,
            };
            // 一般不 + 不需要, 也许会 + 会面临: the hedged one says more.
            let hedged = role(&kept[at]) == Some(CueRole::DenySoft) && role(&hit) == Some(CueRole::Deny)
                || role(&hit) == Some(CueRole::Affirm) && role(&kept[at]) != Some(CueRole::Affirm);
            if hedged || kept[at].end - kept[at].start > hit.end - hit.start {
                continue;
            }
            kept.remove(at);
        }
        kept.push(hit);
    }
    // 村委会不会 asks nothing: what begins inside a decoy is no word.
    let decoys: Vec<(usize, usize)> = kept
        .iter()
        .filter(|k| matches!(&entries[k.entry].row, Row::Marker(m) if m.role == MarkerRole::Decoy))
        .map(|k| (k.start, k.end))
        .collect();
    kept.retain(|k| {
        !(matches!(&entries[k.entry].row, Row::Marker(m) if m.role == MarkerRole::Question)
            && decoys.iter().any(|(start, end)| *start < k.start && k.start < *end && *end < k.end))
    });
    // 不过 is no 不: a connective hides the single characters in it.
    let markers: Vec<(usize, usize)> =
        kept.iter().filter(|k| matches!(entries[k.entry].row, Row::Marker(_))).map(|k| (k.start, k.end)).collect();
    kept.retain(|k| {
        !(matches!(entries[k.entry].row, Row::Cue(_))
            && k.end - k.start <= 3
            && markers.iter().any(|(s, e)| *s <= k.start && k.end <= *e && e - s > 3))
    });
    kept
}

fn hides(outer: &Row, gapped: bool, inner: &Row) -> bool {
    match (outer, inner) {
        // Whether a wording counts, and so hides what is inside it, is known where its clause is: see `extract`.
        (Row::Wording(outer), Row::Wording(_)) => outer.blocks,
        _ if gapped => false,
        (Row::Marker(m), _) if m.role == MarkerRole::Decoy => true,
        // 主要是 is no 要是; but 如果 in 如果失联 is still one.
        (Row::Cue(_), Row::Marker(_)) => true,
        (Row::Wording(_) | Row::Condition(..), Row::Marker(m)) => m.role != MarkerRole::If,
        (Row::Wording(outer), Row::Cue(_)) => outer.blocks,
        (Row::Condition(..) | Row::Cue(_), Row::Cue(_)) => true,
        (Row::Marker(_), Row::Marker(_)) => true,
        (Row::Condition(..), Row::Condition(..))
        | (Row::Product(..), Row::Product(..))
        | (Row::Voice(_), Row::Voice(_)) => true,
        (Row::Wording(_) | Row::Condition(..) | Row::Cue(_) | Row::Marker(_) | Row::Product(..) | Row::Voice(_), _) => {
            false
        }
    }
}
