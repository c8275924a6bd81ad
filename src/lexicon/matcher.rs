//! [`Lexicon`](super::Lexicon) rows → one automaton, and its hits in a form.

use std::collections::BTreeMap;
use std::ops::Range;

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};

use super::load::{Entry, Guard, Row};
use super::rows::{CueRole, MarkerRole, Reach};

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

/// The hits, by place, that stand within `start..end`.
pub fn within(hits: &[Hit], start: usize, end: usize) -> impl Iterator<Item = &Hit> {
    let from = hits.partition_point(|hit| hit.start < start);
    hits[from..].iter().take_while(move |hit| hit.start < end).filter(move |hit| hit.end <= end)
}

/// What one pass over a form finds.
#[derive(Debug, Clone, Default)]
pub struct Scan {
    /// Hits of rows, by place.
    pub hits: Vec<Hit>,
    /// Places of the words that wordings ask for or cannot stand with.
    pub guards: Guards,
}

/// Where guard words stand in a form.
#[derive(Debug, Clone, Default)]
pub struct Guards {
    /// Number of the word, its first byte and the byte after the last; sorted.
    found: Vec<(u32, usize, usize)>,
}

impl Guards {
    /// Whether the word of one of `guards`, which are sorted by word, stands in `clause`, or in the sentence where
    /// that is what the guard asks.
    pub fn hold_one(&self, guards: &[Guard], clause: &Range<usize>) -> bool {
        let holds =
            |guard: &Guard, at: &Range<usize>| guard.sentence || clause.start <= at.start && at.end <= clause.end;
        // The shorter list is gone through, the longer one searched.
        if guards.len() < self.found.len() {
            return guards.iter().any(|guard| self.places(*guard).any(|at| holds(guard, &at)));
        }
        self.found.iter().any(|(word, start, end)| {
            let from = guards.partition_point(|guard| guard.word < *word);
            let same = guards[from..].iter().take_while(|guard| guard.word == *word);
            same.into_iter().any(|guard| holds(guard, &(*start..*end)))
        })
    }

    /// Whether the guard's word stands anywhere in the sentence.
    pub fn stands(&self, guard: Guard) -> bool {
        self.places(guard).next().is_some()
    }

    /// Every place of the guard's word in the sentence, in bytes of the form.
    pub fn places(&self, guard: Guard) -> impl Iterator<Item = Range<usize>> {
        let from = self.found.partition_point(|(word, ..)| *word < guard.word);
        let same = self.found[from..].iter().take_while(move |(word, ..)| *word == guard.word);
        same.map(|(_, start, end)| *start..*end)
    }
}

/// What a row is to its neighbours: what it may hide, and what may hide it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A wording; whether it hides the wordings and cues inside it.
    Wording(bool),
    /// A cue, and whether it stands behind what it speaks of.
    Cue(CueRole, bool),
    Condition,
    Marker(MarkerRole),
    Product,
    Voice,
}

impl Kind {
    fn of(row: &Row) -> Kind {
        match row {
            Row::Wording(wording) => Kind::Wording(wording.blocks),
            Row::Cue(cue) => Kind::Cue(cue.role, cue.reach == Reach::Backward),
            Row::Condition(..) => Kind::Condition,
            Row::Marker(marker) => Kind::Marker(marker.role),
            Row::Product(..) => Kind::Product,
            Row::Voice(_) => Kind::Voice,
        }
    }
}

/// One literal of the automaton: a whole word, or the head of a word with gaps.
#[derive(Debug)]
struct Literal {
    entry: usize,
    kind: Kind,
    /// What must follow, each after at most [`GAP_CHARS`] characters.
    rest: Vec<String>,
}

/// What a word of the automaton stands for.
#[derive(Debug, Default)]
struct Place {
    literals: Vec<Literal>,
    guard: Option<u32>,
}

/// The compiled automaton.
pub struct Matcher {
    automaton: CharwiseDoubleArrayAhoCorasick<u32>,
    places: Vec<Place>,
}

impl std::fmt::Debug for Matcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Matcher({} words)", self.places.len())
    }
}

impl Matcher {
    /// Compiles the words of all rows, and the guard words in the order of their numbers.
    pub(super) fn compile(entries: &[Entry], guards: &[String]) -> Result<Matcher, String> {
        let mut places: BTreeMap<String, Place> = BTreeMap::new();
        for (word, number) in guards.iter().zip(0..) {
            places.entry(word.clone()).or_default().guard = Some(number);
        }
        for (index, entry) in entries.iter().enumerate() {
            // Tails are looked for at clause ends only, and `@` words stand for numbers.
            let tail = matches!(&entry.row, Row::Marker(m) if m.role == MarkerRole::Tail);
            for word in entry.words.iter().filter(|w| !tail && !w.starts_with('@')) {
                let mut parts = word.split('…').map(str::to_owned);
                let head =
                    parts.next().filter(|h| !h.is_empty()).ok_or_else(|| format!("“{word}” begins with a gap"))?;
                // A gap at the end asks for nothing.
                let rest = parts.filter(|part| !part.is_empty()).collect();
                let literal = Literal { entry: index, kind: Kind::of(&entry.row), rest };
                places.entry(head).or_default().literals.push(literal);
            }
        }
        let patterns: Vec<(&str, u32)> = places.keys().map(String::as_str).zip(0..).collect();
        let automaton = CharwiseDoubleArrayAhoCorasickBuilder::new()
            .match_kind(MatchKind::Standard)
            .build_with_values(patterns)
            .map_err(|e| e.to_string())?;
        Ok(Matcher { automaton, places: places.into_values().collect() })
    }

    /// All hits in `form`, by place, and the guard words; a word inside a longer word is no hit.
    pub fn scan(&self, form: &str) -> Scan {
        // About one word for each two characters.
        let mut found: Vec<(Hit, Kind)> = Vec::with_capacity(form.len() / 6);
        let mut guards = Vec::with_capacity(form.len() / 6);
        for m in self.automaton.find_overlapping_iter(form) {
            let place = &self.places[m.value() as usize];
            guards.extend(place.guard.map(|word| (word, m.start(), m.end())));
            // Many words begin alike and go on behind a gap: where that can be is looked up once.
            let mut gap = None;
            for literal in &place.literals {
                let gapped = !literal.rest.is_empty();
                let end = match literal.rest.split_first() {
                    None => Some(m.end()),
                    Some((part, rest)) => gap
                        .get_or_insert_with(|| Gap::behind(form, m.end()))
                        .find(form, part)
                        .and_then(|end| follow(form, end, rest)),
                };
                if let Some(end) = end {
                    found.push((Hit { start: m.start(), end, entry: literal.entry, gapped }, literal.kind));
                }
            }
        }
        found.sort_unstable_by_key(|(h, _)| (h.start, std::cmp::Reverse(h.end), h.entry));
        guards.sort_unstable();
        Scan { hits: keep_longest(found), guards: Guards { found: guards } }
    }
}

/// Where the parts of a gapped word end, if they all follow in the clause.
fn follow(form: &str, mut at: usize, rest: &[String]) -> Option<usize> {
    for part in rest {
        at = Gap::behind(form, at).find(form, part)?;
    }
    Some(at)
}

/// The places behind a part of a gapped word where the next part may begin: in the same clause, not far.
struct Gap {
    places: [usize; GAP_CHARS + 1],
    count: usize,
}

impl Gap {
    fn behind(form: &str, at: usize) -> Gap {
        let mut gap = Gap { places: [0; GAP_CHARS + 1], count: 0 };
        let within = |c: &char| !matches!(c, ',' | ';' | ':' | '。' | '!' | '?' | '\n');
        for (place, c) in form[at..].char_indices().take(GAP_CHARS + 1) {
            if !within(&c) {
                break;
            }
            gap.places[gap.count] = at + place;
            gap.count += 1;
        }
        gap
    }

    /// Where `part` ends, at the first of the places where it stands.
    fn find(&self, form: &str, part: &str) -> Option<usize> {
        let (form, part) = (form.as_bytes(), part.as_bytes());
        // Characters of one script differ most in their last byte.
        let last = part.len() - 1;
        self.places[..self.count]
            .iter()
            .find(|&&place| form.get(place + last) == Some(&part[last]) && form[place..].starts_with(part))
            .map(|place| place + part.len())
    }
}

/// Drops hits inside longer ones. What a longer word hides depends on what it is: a decoy hides everything,
/// a wording or a condition hides cues and markers, and every other kind hides its own. A word with gaps hides
/// nothing, and wordings hide no other wordings yet.
fn keep_longest(found: Vec<(Hit, Kind)>) -> Vec<Hit> {
    let mut kept: Vec<(Hit, Kind)> = Vec::with_capacity(found.len());
    for (hit, kind) in found {
        // Sorted by start, the longest first: whatever hides a hit starts no later. Words are short, so
        // those that may cover it are among the last few.
        let hidden = kept.iter().rev().take(12).any(|(k, outer)| {
            k.end >= hit.end && (k.start, k.end) != (hit.start, hit.end) && hides(*outer, k.gapped, kind)
        });
        if hidden || kept.last().is_some_and(|(last, _)| *last == hit) {
            continue;
        }
        // Two cues that overlap are one: 的可能性 and 可能性很大 are the longer.
        // 可能被 + 被拒绝 are two: how likely it is, and what.
        let two = |before: CueRole| before == CueRole::Possible && kind == Kind::Cue(CueRole::Deny, true);
        if let Kind::Cue(role, _) = kind
            && let Some((at, before)) = kept.iter().enumerate().rev().find_map(|(at, (k, outer))| match outer {
                Kind::Cue(before, _) if two(*before) => None,
                Kind::Cue(before, _) if k.start < hit.start && k.end > hit.start && k.end < hit.end => {
                    Some((at, *before))
                }
                _ => None,
            })
        {
            // 一般不 + 不需要, 也许会 + 会面临: the hedged one says more.
            // 极有可能 + 可能遭到: so does what says how often.
            let hedged = before == CueRole::DenySoft && role == CueRole::Deny
                || before == CueRole::Usual && role == CueRole::Possible
                || role == CueRole::Affirm && before != CueRole::Affirm;
            if hedged || kept[at].0.end - kept[at].0.start > hit.end - hit.start {
                continue;
            }
            kept.remove(at);
        }
        kept.push((hit, kind));
    }
    // Sorted by start, and words are short: what covers the head of a hit is among the last few before it.
    let near = |at: usize| kept[at.saturating_sub(12)..kept.len().min(at + 4)].iter();
    let stays = |at: usize| {
        let (k, kind) = kept[at];
        match kind {
            // 村委会不会, 原则上不上门 ask nothing: what begins inside a decoy or a denial is no question.
            Kind::Marker(MarkerRole::Question) => !near(at).any(|(outer, kind)| {
                let no_question = Kind::Marker(MarkerRole::Decoy) == *kind
                    || matches!(kind, Kind::Cue(CueRole::Deny | CueRole::DenySoft, _));
                no_question && outer.start < k.start && k.start < outer.end && outer.end < k.end
            }),
            // 不过 is no 不: a connective hides the single characters in it.
            Kind::Cue(..) if k.end - k.start <= 3 => !near(at).any(|(outer, kind)| {
                matches!(kind, Kind::Marker(_))
                    && outer.start <= k.start
                    && k.end <= outer.end
                    && outer.end - outer.start > 3
            }),
            _ => true,
        }
    };
    (0..kept.len()).filter(|at| stays(*at)).map(|at| kept[at].0).collect()
}

fn hides(outer: Kind, gapped: bool, inner: Kind) -> bool {
    match (outer, inner) {
        // Whether a wording counts, and so hides what is inside it, is known where its clause is: see `extract`.
        (Kind::Wording(blocks), Kind::Wording(_)) => blocks,
        _ if gapped => false,
        (Kind::Marker(MarkerRole::Decoy), _) => true,
        // 主要是 is no 要是; but 如果 in 如果失联 is still one.
        (Kind::Cue(..), Kind::Marker(_)) => true,
        (Kind::Wording(_) | Kind::Condition, Kind::Marker(inner)) => inner != MarkerRole::If,
        (Kind::Wording(blocks), Kind::Cue(..)) => blocks,
        (Kind::Condition | Kind::Cue(..), Kind::Cue(..)) => true,
        (Kind::Marker(_), Kind::Marker(_))
        | (Kind::Condition, Kind::Condition)
        | (Kind::Product, Kind::Product)
        | (Kind::Voice, Kind::Voice) => true,
        (Kind::Wording(_) | Kind::Condition | Kind::Cue(..) | Kind::Marker(_) | Kind::Product | Kind::Voice, _) => {
            false
        }
    }
}
