//! Words for search: text is cut once, outside the engine, and handed to it as one string.
//!
//! A [`Cut`] is a text's words with their places. The engine gets it as its words joined by U+001F, and
//! [`JoinedTokenizer`] makes tokens of that, so that one segmentation serves extraction and index.
//!
//! **Positions.** Words are numbered as they follow one another: neighbours differ by one, so a phrase is
//! a run of numbers. The shorter dictionary words inside a long one (执行 in 被执行人) bear the number of
//! that long word: they are found as words, and they take part in phrases as the whole word would.
//! Punctuation and line ends take a number and are no token, so a phrase does not reach across them
//! unless it is written with them; blanks take none. Hidden characters are left out before cutting.

use std::ops::Range;
use std::sync::Arc;

use jieba_rs::Jieba;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Between two positions. Text cannot hold it: control characters are left out of words.
const NEXT: char = '\u{1F}';
/// Before a shorter word inside the word of this position.
const WITHIN: char = '\u{1E}';

/// Words of more characters are not looked into, and of more than [`LONGEST`] not indexed: linear time on any text.
const LOOKED_INTO: usize = 12;
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

impl Cut {
    /// Adds the word that stands in bytes `place` of the text, to be searched as `word`: for callers that have cut the
    /// text already, perhaps in a normalised form. Words come in the order of their places and do not overlap; white
    /// space and punctuation are handed over too, for they part phrases.
    pub fn push(&mut self, place: Range<usize>, word: &str) {
        let start = self.text.len();
        self.text
            .extend(word.chars().filter_map(folded).flat_map(char::to_lowercase));
        let folded = &self.text[start..];
        let kind = if folded.chars().any(char::is_alphanumeric) {
            Kind::Word
        } else if folded.chars().all(|c| c == ' ') {
            Kind::Blank
        } else {
            Kind::Gap
        };
        self.words.push(Word {
            kind,
            searched: start..self.text.len(),
            from: place.start,
            to: place.end,
        });
    }

    fn searched(&self, word: &Word) -> &str {
        &self.text[word.searched.clone()]
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

/// Texts joined for the engine, and the positions of their words.
#[derive(Debug, Default)]
pub(super) struct Joined {
    pub(super) text: String,
    /// How many positions are taken.
    pub(super) length: u32,
    /// How many of them are words.
    pub(super) words: u32,
    /// Position and byte range of every word of the text added last.
    places: Vec<(u32, usize, usize)>,
}

impl Words {
    /// Words by this dictionary.
    pub fn new(jieba: Arc<Jieba>) -> Words {
        Words { jieba }
    }

    /// Cuts `text`. Words that the dictionary lacks fall into characters: guessing them would depend on
    /// what stands around, and a query has nothing around.
    pub fn cut(&self, text: &str) -> Cut {
        let mut narrow = String::with_capacity(text.len());
        let mut places = Vec::with_capacity(text.len() / 3);
        for (at, c) in text.char_indices() {
            if let Some(folded) = folded(c) {
                narrow.push(folded);
                places.push((at, at + c.len_utf8()));
            }
        }
        let mut cut = Cut {
            text: String::with_capacity(narrow.len()),
            words: Vec::new(),
        };
        for token in self.jieba.cut(&narrow, false) {
            // A token is never empty, so both ends exist.
            if let (Some(first), Some(last)) = (
                places.get(token.start),
                places.get(token.end.wrapping_sub(1)),
            ) {
                cut.push(first.0..last.1, token.word);
            }
        }
        cut
    }

    /// The words of `text` with their positions, without the shorter words inside them.
    pub(super) fn plain(&self, text: &str) -> Vec<Found> {
        let cut = self.cut(text);
        let words = cut.positions().filter(|(_, word)| word.kind == Kind::Word);
        let found = |(position, word): (u32, &Word)| Found {
            term: cut.searched(word).to_owned(),
            position,
            place: word.from..word.to,
        };
        words.map(found).collect()
    }

    /// The same with the shorter words inside, as the engine knows them.
    pub(super) fn all(&self, text: &str) -> Vec<Found> {
        let mut all = Vec::new();
        for found in self.plain(text) {
            // The original may be wider than what is searched; it has as many characters unless some are hidden.
            let starts: Vec<_> = visible(&text[found.place.clone()])
                .map(|at| found.place.start + at)
                .collect();
            self.within(&found.term, |from, to, term| {
                if let (Some(&start), Some(&last)) = (starts.get(from), starts.get(to - 1)) {
                    let end = last + text[last..].chars().next().map_or(0, char::len_utf8);
                    all.push(Found {
                        term: term.to_owned(),
                        position: found.position,
                        place: start..end,
                    });
                }
            });
            all.push(found);
        }
        all
    }

    /// Calls `each` with the dictionary words inside `word`: from, to (in characters), text.
    fn within<'w>(&self, word: &'w str, mut each: impl FnMut(usize, usize, &'w str)) {
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

    /// Adds a text to what is joined, behind a gap, and tells the position at which it starts.
    pub(super) fn join(&self, cut: &Cut, joined: &mut Joined) -> u32 {
        let start = if joined.length == 0 {
            0
        } else {
            joined.length + 1
        };
        joined.places.clear();
        for (position, word) in cut.positions() {
            let position = start + position;
            if word.kind != Kind::Word {
                continue;
            }
            let term = cut.searched(word);
            joined.places.push((position, word.from, word.to));
            joined.words += 1;
            // An empty piece stands for a position without a word.
            while joined.length <= position {
                joined.text.push(NEXT);
                joined.length += 1;
            }
            if term.chars().nth(LONGEST).is_none() {
                joined.text.push_str(term);
                self.within(term, |_, _, part| {
                    joined.text.push(WITHIN);
                    joined.text.push_str(part);
                });
            }
        }
        start
    }
}

impl Joined {
    /// The positions of the words that lie within these bytes of the text added last; empty where there are none.
    pub(super) fn range(&self, from: usize, to: usize) -> Range<u32> {
        let first = self.places.partition_point(|place| place.1 < from);
        let after = self.places.partition_point(|place| place.2 <= to);
        match self.places.get(first..after) {
            Some([one]) => one.0..one.0 + 1,
            Some([first, .., last]) => first.0..last.0 + 1,
            Some([]) | None => 0..0,
        }
    }
}

/// Full width to half width, any blank to a space, line ends to one; `None` for characters that do not show.
fn folded(c: char) -> Option<char> {
    match c {
        '\n' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0),
        '\u{AD}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}'
        | '\u{FEFF}' => None,
        c if c.is_whitespace() => Some(' '),
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// Byte offsets of the characters of `text` that show.
fn visible(text: &str) -> impl Iterator<Item = usize> {
    text.char_indices()
        .filter(|&(_, c)| folded(c).is_some())
        .map(|(at, _)| at)
}

/// Makes the engine's tokens of a [`Joined`] text. Offsets are those of the joined string; nobody reads
/// them, for highlights are made from a fresh cut of the quote.
#[derive(Debug, Clone, Default)]
pub(super) struct JoinedTokenizer {
    token: Token,
}

/// The tokens of one joined text.
pub(super) struct JoinedTokens<'a> {
    text: &'a str,
    /// How far it is read.
    at: usize,
    token: &'a mut Token,
}

impl Tokenizer for JoinedTokenizer {
    type TokenStream<'a> = JoinedTokens<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> JoinedTokens<'a> {
        self.token.reset();
        JoinedTokens {
            text,
            at: 0,
            token: &mut self.token,
        }
    }
}

impl TokenStream for JoinedTokens<'_> {
    fn advance(&mut self) -> bool {
        while let Some(&mark) = self.text.as_bytes().get(self.at) {
            if mark == NEXT as u8 {
                // The first piece has position 0: the token starts at usize::MAX.
                self.token.position = self.token.position.wrapping_add(1);
            }
            let start = self.at + 1;
            let rest = &self.text[start..];
            let end = start + rest.find([NEXT, WITHIN]).unwrap_or(rest.len());
            self.at = end;
            if start < end {
                self.token.text.clear();
                self.token.text.push_str(&self.text[start..end]);
                (self.token.offset_from, self.token.offset_to) = (start, end);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;

    static WORDS: LazyLock<Words> = LazyLock::new(|| {
        let mut jieba = Jieba::new();
        for word in ["借呗", "失信被执行人", "被执行人", "户籍地"] {
            jieba.add_word(word, Some(100_000), None);
        }
        Words::new(Arc::new(jieba))
    });

    fn tokens(texts: &[&str]) -> Vec<(String, u32)> {
        let mut joined = Joined::default();
        for text in texts {
            WORDS.join(&WORDS.cut(text), &mut joined);
        }
        let mut tokenizer = JoinedTokenizer::default();
        let mut stream = tokenizer.token_stream(&joined.text);
        let mut tokens = Vec::new();
        while stream.advance() {
            tokens.push((stream.token().text.clone(), stream.token().position as u32));
        }
        tokens
    }

    /// `word@position`, sorted by position and word.
    fn shown(texts: &[&str]) -> String {
        let mut tokens = tokens(texts);
        tokens.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
        tokens
            .iter()
            .map(|(term, position)| format!("{term}@{position}"))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn neighbours_differ_by_one_and_words_within_share_the_number() {
        assert_eq!(shown(&["借呗不会上门"]), "借呗@0 不会@1 上门@2");
        assert_eq!(
            shown(&["列入失信被执行人名单"]),
            "列入@0 失信@1 失信被执行人@1 执行@1 行人@1 被执行人@1 名单@2"
        );
    }

    #[test]
    fn punctuation_takes_one_number_blanks_none_and_the_hidden_is_gone() {
        assert_eq!(shown(&["上门，短信"]), "上门@0 短信@2");
        assert_eq!(shown(&["上门。\n\n“短信"]), "上门@0 短信@2");
        assert_eq!(shown(&["上门 \t　短信"]), "上门@0 短信@1");
        assert_eq!(
            shown(&["上\u{200b}门\u{1f}\u{1e}\u{0}短\u{feff}信"]),
            "上门@0 短信@1"
        );
        assert_eq!(shown(&["ＡＰＰ　９０天"]), "app@0 90@1 天@2");
    }

    #[test]
    fn a_second_text_starts_behind_a_gap() {
        assert_eq!(shown(&["借呗", "上门"]), "借呗@0 上门@2");
        assert_eq!(shown(&["", "上门"]), "上门@0");
        assert_eq!(shown(&["？", "上门"]), "上门@0");
    }

    #[test]
    fn evidence_is_found_by_its_bytes() {
        let text = "前言，借呗不会上门。短信";
        let mut joined = Joined::default();
        WORDS.join(&WORDS.cut("标题"), &mut joined);
        WORDS.join(&WORDS.cut(text), &mut joined);
        let [from, after] = [3 * 3, 10 * 3];
        assert_eq!(&text[from..after], "借呗不会上门。");
        // 标题 0, gap 1, 前言 2, comma 3, then 借呗 不会 上门.
        assert_eq!(joined.range(from, after), 4..7);
        assert_eq!(
            joined.range(from + 3, from + 6),
            0..0,
            "half a word is none"
        );
    }

    #[test]
    fn a_word_as_long_as_a_book_is_no_token_and_costs_no_more_than_its_length() {
        let text = format!("{}上门", "x".repeat(1 << 20));
        assert_eq!(shown(&[&text]), "上门@1");
    }

    proptest! {
        /// What the engine indexes is what highlights look for, on any text.
        #[test]
        fn engine_and_highlights_agree(text in "(?s)[借呗失信被执行人，。 a\n\u{1f}\u{1e}\u{200b}İＡ]{0,40}|.{0,40}") {
            let mut indexed = tokens(&[&text]);
            let mut found: Vec<_> = WORDS.all(&text).into_iter().map(|found| (found.term, found.position)).collect();
            indexed.sort();
            found.sort();
            prop_assert_eq!(indexed, found);
            for found in WORDS.all(&text) {
                prop_assert!(text.get(found.place).is_some());
            }
        }
    }
}
