//! Hands words to the engine: text is cut once, outside it, and reaches it as one string.
//!
//! The words are joined by U+001F and [`JoinedTokenizer`] takes them apart again, so that one segmentation serves
//! extraction and index, and the engine neither holds a dictionary nor parses lists of tokens.

use std::ops::Range;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::words::{Cut, Words};

/// Between two positions. Text cannot hold it: control characters are left out of words.
const NEXT: char = '\u{1F}';
/// Before a shorter word inside the word of this position.
const WITHIN: char = '\u{1E}';

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

impl Joined {
    /// Adds a text behind a gap, and tells the position at which it starts.
    pub(super) fn push(&mut self, cut: &Cut, words: &Words) -> u32 {
        let start = if self.length == 0 { 0 } else { self.length + 1 };
        self.places.clear();
        for (position, term, place) in cut.words() {
            let position = start + position;
            self.places.push((position, place.start, place.end));
            self.words += 1;
            // An empty piece stands for a position without a word.
            while self.length <= position {
                self.text.push(NEXT);
                self.length += 1;
            }
            self.text.push_str(term);
            words.within(term, |_, _, part| {
                self.text.push(WITHIN);
                self.text.push_str(part);
            });
        }
        start
    }

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
        JoinedTokens { text, at: 0, token: &mut self.token }
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
    use std::sync::{Arc, LazyLock};

    use jieba_rs::Jieba;
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
            joined.push(&WORDS.cut(text), &WORDS);
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
        tokens.iter().map(|(term, position)| format!("{term}@{position}")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn neighbours_differ_by_one_and_words_within_share_the_number() {
        assert_eq!(shown(&["借呗不会上门"]), "借呗@0 不会@1 上门@2");
        assert_eq!(shown(&["列入失信被执行人名单"]), "列入@0 失信@1 失信被执行人@1 执行@1 行人@1 被执行人@1 名单@2");
    }

    #[test]
    fn punctuation_takes_one_number_blanks_none_and_the_hidden_is_gone() {
        assert_eq!(shown(&["上门，短信"]), "上门@0 短信@2");
        assert_eq!(shown(&["上门。\n\n“短信"]), "上门@0 短信@2");
        assert_eq!(shown(&["上门 \t　短信"]), "上门@0 短信@1");
        assert_eq!(shown(&["上\u{200b}门\u{1f}\u{1e}\u{0}短\u{feff}信"]), "上门@0 短信@1");
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
        joined.push(&WORDS.cut("标题"), &WORDS);
        joined.push(&WORDS.cut(text), &WORDS);
        let [from, after] = [3 * 3, 10 * 3];
        assert_eq!(&text[from..after], "借呗不会上门。");
        // 标题 0, gap 1, 前言 2, comma 3, then 借呗 不会 上门.
        assert_eq!(joined.range(from, after), 4..7);
        assert_eq!(joined.range(from + 3, from + 6), 0..0, "half a word is none");
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
