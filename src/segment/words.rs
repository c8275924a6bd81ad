//! Sentence → words, by jieba with the lexicon's own words added.

use std::sync::Arc;

use jieba_rs::{Jieba, TokenizeMode};

/// A dictionary that knows jieba's words and `terms`; each term becomes one word.
pub fn dictionary<'a>(terms: impl IntoIterator<Item = &'a str>) -> Arc<Jieba> {
    let mut jieba = Jieba::new();
    for term in terms {
        jieba.add_word(term, None, None);
    }
    Arc::new(jieba)
}

/// The words of `text`, in order.
pub fn words<'a>(jieba: &Jieba, text: &'a str) -> Vec<&'a str> {
    jieba.tokenize(text, TokenizeMode::Default, true).into_iter().map(|t| t.word).collect()
}
