//! Words for search: what a text is cut into, and where the words stand.
//!
//! A [`Cut`] can be made here, or by whoever has cut the text already for other ends.
//!
//! **Positions.** Words are numbered as they follow one another: neighbours differ by one, so a phrase is
//! a run of numbers. The shorter dictionary words inside a long one (执行 in 被执行人) bear the number of
//! that long word: they are found as words, and they take part in phrases as the whole word would.
//! Punctuation and line ends take a number and are no word, so a phrase does not reach across them
//! unless it is written with them; blanks take none. Hidden characters are left out before cutting.

use std::ops::Range;
use std::sync::Arc;

use jieba_rs::Jieba;

use crate::segment;

/// Words of more characters are not looked into: linear time on any text.
const LOOKED_INTO: usize = 12;
/// Words of more characters are none: nobody searches for them.
const LONGEST: usize = 64;

/// The dictionary that cuts text into words.
#[derive(Clone)]
pub struct Words {
    jieba: Arc<Jieba>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Words")
    }
}

/// The words of one text, in order.
#[derive(Debug, Clone, Default)]
pub struct Cut {
    /// The words as they are searched (narrow, small letters), one after the other.
    text: String,
    words: Vec<Word>,
}

#[derive(Debug, Clone)]
struct Word {
    kind: Kind,
    /// In [`Cut::text`].
    searched: Range<usize>,
    /// In the text that was cut.
    from: usize,
    to: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    /// Holds a position, is no token.
    Gap,
    /// Holds none.
    Blank,
}

impl Kind {
    fn of(folded: &str) -> Kind {
        let long = || folded.len() > LONGEST && folded.chars().nth(LONGEST).is_some();
        if folded.chars().any(char::is_alphanumeric) && !long() {
            Kind::Word
        } else if folded.bytes().all(|byte| byte == b' ') {
            Kind::Blank
        } else {
            Kind::Gap
        }
    }
}

impl Cut {
    /// Adds the word that stands in bytes `place` of the text, to be searched as `word`: for callers that have cut the
    /// text already, perhaps in a normalised form. Words come in the order of their places and do not overlap; white
    /// space and punctuation are handed over too, for they part phrases.
    pub fn push(&mut self, place: Range<usize>, word: &str) {
        let start = self.text.len();
        self.text.extend(word.chars().filter_map(folded).flat_map(small));
        let kind = Kind::of(&self.text[start..]);
        self.words.push(Word { kind, searched: start..self.text.len(), from: place.start, to: place.end });
    }

    /// The words with their positions and the bytes they take in the text that was cut.
    pub(super) fn words(&self) -> impl Iterator<Item = (u32, &str, Range<usize>)> {
        let words = self.positions().filter(|(_, word)| word.kind == Kind::Word);
        words.map(|(position, word)| (position, &self.text[word.searched.clone()], word.from..word.to))
    }

    /// Every word with its position; several gaps in a row share one.
    fn positions(&self) -> impl Iterator<Item = (u32, &Word)> {
        let mut next = 0;
        let mut before = Kind::Blank;
        self.words.iter().map(move |word| {
            let takes = match word.kind {
                Kind::Word => true,
                Kind::Gap => before != Kind::Gap,
                Kind::Blank => return (next, word),
            };
            before = word.kind;
            next += u32::from(takes);
            (next - 1, word)
        })
    }
}

/// A word of a text with where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) term: String,
    pub(super) position: u32,
    /// Bytes of the text that was cut.
    pub(super) place: Range<usize>,
}

impl Words {
    /// Words by this dictionary.
    pub fn new(jieba: Arc<Jieba>) -> Words {
        Words { jieba }
    }

    /// Cuts `text`. Words that the dictionary lacks fall into characters: guessing them would depend on
    /// what stands around, and a query has nothing around.
    pub fn cut(&self, text: &str) -> Cut {
        let mut searched = String::with_capacity(text.len());
        // Where each character of `searched` stands in `text`.
        let mut places = Vec::with_capacity(text.len() / 3);
        for (at, c) in text.char_indices() {
            for c in folded(c).into_iter().flat_map(small) {
                searched.push(c);
                places.push(at);
            }
        }
        // Character for character, so that 上门 finds 上門 and the places stay those of the text.
        let searched = segment::simplify(&searched);
        let mut words = Vec::with_capacity(places.len());
        for token in self.jieba.cut(&searched, false) {
            // A token is never empty, so both ends exist.
            if let (Some(&from), Some(&last)) = (places.get(token.start), places.get(token.end.wrapping_sub(1))) {
                let to = last + text[last..].chars().next().map_or(0, char::len_utf8);
                let kind = Kind::of(token.word);
                words.push(Word { kind, searched: token.byte_start..token.byte_end, from, to });
            }
        }
        Cut { text: searched, words }
    }

    /// The words of `text` with their positions, without the shorter words inside them.
    pub(super) fn plain(&self, text: &str) -> Vec<Found> {
        let found = |(position, term, place): (u32, &str, _)| Found { term: term.to_owned(), position, place };
        self.cut(text).words().map(found).collect()
    }

    /// The same with the shorter words inside, as the engine knows them.
    pub(super) fn all(&self, text: &str) -> Vec<Found> {
        let mut all = Vec::new();
        for found in self.plain(text) {
            // The original may be wider than what is searched; it has as many characters unless some are hidden.
            let starts: Vec<_> = visible(&text[found.place.clone()]).map(|at| found.place.start + at).collect();
            self.within(&found.term, |from, to, term| {
                if let (Some(&start), Some(&last)) = (starts.get(from), starts.get(to - 1)) {
                    let end = last + text[last..].chars().next().map_or(0, char::len_utf8);
                    all.push(Found { term: term.to_owned(), position: found.position, place: start..end });
                }
            });
            all.push(found);
        }
        all
    }

    /// Calls `each` with the dictionary words inside `word`: from, to (in characters), text.
    pub(super) fn within<'w>(&self, word: &'w str, mut each: impl FnMut(usize, usize, &'w str)) {
        let mut bounds = [0; LOOKED_INTO + 1];
        let mut count = 0;
        for (at, c) in word.char_indices() {
            if count == LOOKED_INTO || c.is_ascii() {
                return;
            }
            bounds[count] = at;
            count += 1;
        }
        bounds[count] = word.len();
        for from in 0..count.saturating_sub(1) {
            for to in from + 2..=count {
                let part = &word[bounds[from]..bounds[to]];
                if part.len() < word.len() && self.jieba.has_word(part) {
                    each(from, to, part);
                }
            }
        }
    }
}

/// Full width to half width, any blank to a space, line ends to one; `None` for characters that do not show.
fn folded(c: char) -> Option<char> {
    match c {
        '\n' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0),
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' => None,
        c if c.is_whitespace() => Some(' '),
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// Small letters; most characters have none and are themselves.
fn small(c: char) -> impl Iterator<Item = char> {
    let (ready, other) = match c {
        c if c.is_ascii() || c >= '\u{2E80}' => (Some(c.to_ascii_lowercase()), None),
        c => (None, Some(c.to_lowercase())),
    };
    ready.into_iter().chain(other.into_iter().flatten())
}

/// Byte offsets of the characters of `text` that show.
fn visible(text: &str) -> impl Iterator<Item = usize> {
    text.char_indices().filter(|&(_, c)| folded(c).is_some()).map(|(at, _)| at)
}
