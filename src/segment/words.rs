//! Sentence → words, by jieba with the lexicon's own words added.

use std::sync::Arc;

use jieba_rs::{Jieba, TokenizeMode};

/// How frequent the lexicon's words are held to be at least; 会上 has some 5,000 in jieba's own dictionary.
const FREQUENT: usize = 50_000;

/// A dictionary that knows jieba's words and `terms`; each term becomes one word.
pub fn dictionary<'a>(terms: impl IntoIterator<Item = &'a str>) -> Arc<Jieba> {
    let mut jieba = Jieba::new();
    for term in terms {
        // 会上门 is 会 and 上门: in these texts the lexicon's words go before what is common elsewhere (会上).
        let usual = jieba.suggest_freq(term);
        jieba.add_word(term, Some(usual.max(FREQUENT)), None);
    }
    Arc::new(jieba)
}

/// The words of `text`, in order.
pub fn words<'a>(jieba: &Jieba, text: &'a str) -> Vec<&'a str> {
    jieba.tokenize(text, TokenizeMode::Default, true).into_iter().map(|t| t.word).collect()
}
