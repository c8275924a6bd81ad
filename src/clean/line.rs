//! A line on its way from page to article, and the few measures of it that all readers share.

use crate::article::BlockKind;

/// One line or block of a page, its characters as they will stand in the article.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// The text, without blanks at its ends.
    pub(super) text: String,
    /// What it is.
    pub(super) kind: BlockKind,
    /// Share of its characters that stand in links, 0 to 1; 0 where the page knows no links.
    pub(super) linked: f32,
}

impl Line {
    /// A line without links.
    pub(super) fn plain(text: &str, kind: BlockKind) -> Line {
        Line { text: text.to_owned(), kind, linked: 0.0 }
    }
}

/// Whether `c` ends a sentence.
pub(super) fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '；' | ';' | '…')
}

/// Whether the line reads like running text: long enough, with a sentence's punctuation in it.
pub(super) fn is_prose(line: &str) -> bool {
    let length = line.chars().count();
    let full_stops = line.chars().filter(|c| matches!(c, '。' | '！' | '；')).count();
    let commas = line.chars().filter(|c| matches!(c, '，' | ',')).count();
    (length >= 12 && full_stops > 0) || (length >= 40 && commas > 0)
}

/// Blanks at the ends of a line are layout, not text; inside it they may stand for lost words.
pub(super) fn trim(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_whitespace() || super::fold::is_invisible(c))
}
