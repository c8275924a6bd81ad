//! Markdown pages: `#` headings, lists, tables, fences. Lines keep their marks, so a quote is what stands in the file.

use super::heading::{hashes, kinds};
use super::line::{Line, trim};
use crate::article::BlockKind;

/// What front matter (`---` … `---`) says of the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct FrontMatter {
    /// `title:`
    pub(super) title: Option<String>,
    /// `date:`
    pub(super) date: Option<String>,
    /// `author:`
    pub(super) author: Option<String>,
    /// `url:` or `canonical:`
    pub(super) url: Option<String>,
}

/// The lines of a Markdown page that are not blank, and its front matter.
pub(super) fn read(text: &str) -> (FrontMatter, Vec<Line>) {
    let (front, body) = front_matter(text);
    let mut fenced = false;
    let mut kept = Vec::new();
    for line in body.split(['\n', '\r']).map(trim).filter(|line| !line.is_empty()) {
        if line.starts_with("```") || line.starts_with("~~~") {
            fenced = !fenced;
        } else if fenced || !is_rule(line) {
            kept.push(line);
        }
    }
    let lines =
        kinds(&kept).into_iter().zip(&kept).map(|(kind, line)| Line::plain(line, markdown_kind(line).unwrap_or(kind)));
    (front, lines.collect())
}

fn markdown_kind(line: &str) -> Option<BlockKind> {
    let item = line.strip_prefix(['-', '*', '+']).is_some_and(|rest| rest.starts_with(' '));
    match hashes(line) {
        Some(rank) => Some(BlockKind::Heading(rank)),
        None if item => Some(BlockKind::ListItem),
        None if line.starts_with('|') && line.len() > 2 => Some(BlockKind::TableRow),
        None => None,
    }
}

/// `---`, `|---|---|`, `===`: lines that draw and say nothing.
fn is_rule(line: &str) -> bool {
    line.chars().all(|c| matches!(c, '-' | '=' | '|' | ':' | '*' | '_' | ' '))
}

fn front_matter(text: &str) -> (FrontMatter, &str) {
    let mut front = FrontMatter::default();
    let Some(rest) = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n")) else {
        return (front, text);
    };
    let mut read = 0;
    // A page that opens with a rule is not all front matter.
    for line in rest.split_inclusive('\n').take(60) {
        read += line.len();
        let line = line.trim();
        if line == "---" || line == "..." {
            return (front, &rest[read..]);
        }
        if let Some((key, value)) = line.split_once(':') {
            let value = value.trim().trim_matches(['"', '\'']).to_owned();
            let field = match key.trim() {
                "title" => &mut front.title,
                "date" | "published" => &mut front.date,
                "author" => &mut front.author,
                "url" | "canonical" | "link" => &mut front.url,
                _ => continue,
            };
            *field = Some(value).filter(|value| !value.is_empty());
        }
    }
    (FrontMatter::default(), text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn marks_stay_and_give_the_kind() {
        let (front, lines) = read(
            "---\ntitle: \"借呗逾期\"\ndate: 2024-03-01\n---\n# 借呗逾期\n\n- 别失联\n\n| 天数 | 措施 |\n|---|---|\n| 1-3 | 短信 |\n",
        );
        assert_eq!((front.title.unwrap().as_str(), front.date.unwrap().as_str()), ("借呗逾期", "2024-03-01"));
        let got: Vec<_> = lines.iter().map(|line| (line.text.as_str(), line.kind)).collect();
        assert_eq!(
            got,
            [
                ("# 借呗逾期", BlockKind::Heading(1)),
                ("- 别失联", BlockKind::ListItem),
                ("| 天数 | 措施 |", BlockKind::TableRow),
                ("| 1-3 | 短信 |", BlockKind::TableRow),
            ]
        );
    }

    #[test]
    fn a_rule_at_the_top_is_no_front_matter() {
        let (front, lines) = read("---\n借呗逾期一般不会上门。\n");
        assert_eq!((front, lines.len()), (FrontMatter::default(), 1));
    }
}
