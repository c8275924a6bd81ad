//! From all lines of a page to those of the article: the rows decide on single lines, this file on what they head.
//!
//! It drops whole lines, labelled or in the shape of a list's tail, and never one that reads like a sentence unless a
//! row names it or it stands among the comments: a claim lost here is lost for good.

use super::boilerplate::{Role, role};
use super::dates::dates_in;
use super::fold::{fold, share_in, squeeze};
use super::line::{Line, is_prose};
use crate::article::BlockKind;

/// What became of the lines of a page.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Filtered {
    /// The article.
    pub(super) lines: Vec<Line>,
    /// Lines that may tell author, date and site, those near the title first.
    pub(super) bylines: Vec<String>,
    /// Lines of the article that name who speaks; the first may tell when.
    pub(super) speakers: Vec<String>,
    /// Disclaimers and source notes.
    pub(super) disclaimers: Vec<String>,
    /// The page says that it is invented.
    pub(super) fictional: bool,
}

/// Bylines and repeated titles are looked for in so many lines from the top.
const HEAD_LINES: usize = 25;

/// A list of entries or comments is no more than this share of the page's characters; else it is the page.
const TAIL_SHARE: f32 = 0.5;

/// Sorts the lines of a page whose title is `title`.
pub(super) fn filter(lines: Vec<Line>, title: &str) -> Filtered {
    let mut out = Filtered::default();
    let title = Title::new(title);
    let lengths: Vec<usize> = lines.iter().map(|line| line.text.chars().count()).collect();
    let total: usize = lengths.iter().sum();
    let mut before = 0;
    let mut at_head = true;
    let mut list: Option<List> = None;
    for (at, line) in lines.iter().enumerate() {
        let next = lines.get(at + 1);
        let share_left = (total - before) as f32 / total.max(1) as f32;
        before += lengths[at];
        let folded = fold(&line.text);
        at_head &= at < HEAD_LINES;
        let role = role(&folded, at_head);
        match list {
            Some(List::Comments) if role != Some(Role::Disclaimer) && role != Some(Role::Fictional) => continue,
            Some(List::Related) if role.is_none() => {
                if is_entry(line, next) {
                    continue;
                }
                list = None;
            }
            Some(List::Comments | List::Related) | None => {}
        }
        match role {
            Some(Role::Furniture) => continue,
            Some(Role::Byline) => {
                out.bylines.push(line.text.clone());
                continue;
            }
            Some(Role::Related) => {
                list = Some(List::Related);
                continue;
            }
            Some(Role::Comments) => {
                if share_left <= TAIL_SHARE && !at_head {
                    list = Some(List::Comments);
                }
                continue;
            }
            Some(role @ (Role::Disclaimer | Role::Fictional)) => {
                out.fictional |= role == Role::Fictional;
                out.disclaimers.push(line.text.clone());
                continue;
            }
            Some(Role::Keep | Role::Answer) => {
                list = None;
                out.speakers.push(line.text.clone());
            }
            None => {}
        }
        if role.is_none() && (title.is_repeated_by(line, at_head) || line.kind == BlockKind::Title) {
            continue;
        }
        if role.is_none() && at_head && is_byline(&line.text) && !next.is_some_and(|next| is_byline(&next.text)) {
            out.bylines.push(line.text.clone());
            continue;
        }
        at_head &= !is_prose(&line.text);
        out.lines.push(line.clone());
    }
    drop_tail_list(&mut out.lines);
    out
}

/// The list that the lines being read belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum List {
    /// Other articles.
    Related,
    /// Comments, to the end of the page.
    Comments,
}

/// Whether a line after the head of a list is one of its entries: a title, or a teaser that breaks off.
fn is_entry(line: &Line, next: Option<&Line>) -> bool {
    if line.linked > 0.6 {
        return true;
    }
    let text = &line.text;
    if text.ends_with(['…', '】']) || text.ends_with("...") || text.contains("[详细]") {
        return text.chars().count() <= 220;
    }
    // The last short line before running text heads that text.
    let heads = matches!(line.kind, BlockKind::Heading(_))
        && next.is_some_and(|next| next.linked < 0.6 && is_prose(&next.text));
    let table = line.kind == BlockKind::TableRow;
    !heads && !table && !is_prose(text) && text.chars().count() <= 60 && !text.contains('。')
}

/// A short line with a full date and little else.
fn is_byline(line: &str) -> bool {
    let length = line.chars().count();
    if length > 70 || line.contains(['。', '！', '？', '；', '，', '!', '?', ';']) {
        return false;
    }
    let dates = dates_in(line);
    let Some(first) = dates.first() else { return false };
    let rest = line[..first.start].chars().chain(line[first.end..].chars()).filter(|c| c.is_alphabetic()).count();
    rest <= 36
}

/// The title in the forms in which a page repeats it.
struct Title {
    squeezed: String,
    length: usize,
    text: String,
}

impl Title {
    fn new(title: &str) -> Title {
        let squeezed = squeeze(title);
        Title { length: squeezed.chars().count(), squeezed, text: title.to_owned() }
    }

    /// Whether the line says the title again: anywhere when it says nothing else, near the top also in part or in
    /// slightly other words.
    fn is_repeated_by(&self, line: &Line, at_head: bool) -> bool {
        if self.length < 4 || line.text.chars().count() > self.length * 2 + 24 {
            return false;
        }
        let squeezed = squeeze(&line.text);
        if squeezed == self.squeezed {
            return true;
        }
        if !at_head || is_prose(&line.text) {
            return false;
        }
        let length = squeezed.chars().count();
        let part = length >= 6 && length * 5 >= self.length * 2 && self.squeezed.contains(&squeezed);
        let whole = self.length >= 6 && length <= self.length + 12 && squeezed.contains(&self.squeezed);
        part || whole || (length >= 8 && share_in(&line.text, &self.text) >= 0.65)
    }
}

/// An article's end followed by five or more bare titles, many of them questions: other articles without a head.
fn drop_tail_list(lines: &mut Vec<Line>) {
    let is_title = |line: &Line| {
        let length = line.text.chars().count();
        let plain = match line.kind {
            BlockKind::Paragraph | BlockKind::Heading(3) | BlockKind::Title => true,
            BlockKind::Heading(_) | BlockKind::ListItem | BlockKind::TableRow => line.linked > 0.6,
        };
        plain
            && (8..=48).contains(&length)
            && !line.text.contains(['。', '；', '：', ':', '，'])
            && !is_prose(&line.text)
    };
    let from = lines.iter().rposition(|line| !is_title(line)).map_or(0, |last| last + 1);
    let run = &lines[from..];
    let asks = |line: &&Line| {
        ["吗", "怎么", "多久", "如何", "哪些", "什么", "？", "?", "攻略", "多少"]
            .iter()
            .any(|word| line.text.contains(word))
    };
    let titled = run.iter().filter(|line| asks(line) || line.linked > 0.6).count();
    let chars = |lines: &[Line]| lines.iter().map(|line| line.text.chars().count()).sum::<usize>();
    if run.len() >= 5 && titled * 5 >= run.len() * 2 && chars(run) < chars(&lines[..from]) {
        lines.truncate(from);
    }
}
