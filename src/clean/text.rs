//! Plain text pages: lines become blocks. Which of them are the article is for `filter` to say.

use super::heading::kinds;
use super::line::{Line, trim};

/// The lines of a text page that are not blank, each with its kind.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let lines: Vec<&str> =
        text.split(['\n', '\r', '\u{2028}', '\u{2029}', '\u{c}']).map(trim).filter(|line| !line.is_empty()).collect();
    kinds(&lines).into_iter().zip(lines).map(|(kind, text)| Line::plain(text, kind)).collect()
}
