//! Web pages: pruned, parsed, cut into lines; two readers of different kind and a vote say which lines are the article.
//!
//! The unit is the line of the page's own tree, so whatever the readers say, characters and order are those of the page.

mod apart;
mod hints;
mod lines;
mod marks;
mod meta;
mod own;
mod prune;
mod smoothie;
mod table;
mod vote;

use scraper::Html;

use super::Reading;
use super::boilerplate::{self, Role};
use super::byline;
use super::fold::{fold, squeeze};
use super::heading::kinds;
use super::line::{Line, is_prose};
use crate::article::BlockKind;
use crate::notice::NoticeKind;
use lines::Lines;

/// Whether a walk goes into an element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tree {
    Enter,
    Skip,
}

/// Bylines stand within so many lines of the title.
const NEAR_TITLE: usize = 12;

/// Reads a web page.
pub(super) fn read(html: &str) -> Reading {
    let pruned = prune::prune(html);
    let page = Html::parse_document(&pruned);
    let mut head = meta::read(&page, html);
    let all = lines::read(&page);
    drop(page);
    // Links are told by being links; rows are for the rest.
    let named = |line: &lines::PageLine| line.chars <= 200 && line.link_share() < 0.6;
    let role = |line: &lines::PageLine| if named(line) { boilerplate::role(&fold(&line.text), false) } else { None };
    let roles: Vec<Option<Role>> = all.lines.iter().map(role).collect();
    let title = head.title(&all);
    let opening = opening(&all, title.as_ref().map_or("", |(title, _)| title.as_str()));

    let marked = apart::mark(&all, roles.clone(), opening);
    let mut vote = vote::vote(&all, &marked, opening);
    // The filter sees heads and bylines that the readers took, but nothing that stands apart.
    for (kept, (role, marked)) in vote.kept.iter_mut().zip(roles.iter().zip(&marked)) {
        *kept &= role == marked;
    }
    apart::trim(&all, &marked, opening, &mut vote.kept);
    let roles = marked;
    let kept = &vote.kept;
    let first = kept.iter().position(|&kept| kept);

    // What stands between the title and the article, kept or not, may tell date and author; then what stands just
    // above either.
    let from = opening.or(first.map(|first| first.saturating_sub(NEAR_TITLE))).unwrap_or(0);
    let near = (from..from + NEAR_TITLE)
        .chain(from.saturating_sub(3)..from)
        .chain(first.map_or(0..0, |first| first.saturating_sub(4)..first + 2));
    let bylines = near
        .filter_map(|at| Some((all.lines.get(at)?, roles[at])))
        .filter(|(line, role)| {
            line.chars <= 120
                && !is_prose(&line.text)
                && line.link_share() < 0.9
                && *role != Some(Role::Related)
                && !line.text.contains("今天是")
        })
        .map(|(line, _)| line.text.clone());
    let bylines: Vec<String> = bylines.collect();
    let labelled = || {
        let anywhere =
            all.lines.iter().zip(&roles).filter(|(line, role)| line.chars <= 120 && **role == Some(Role::Byline));
        byline::published(anywhere.map(|(line, _)| line.text.as_str())).filter(|found| found.1 == "labelled line")
    };
    // Some sites sign and date at the end.
    let below = || {
        let last = kept.iter().rposition(|&kept| kept)?;
        let lines =
            all.lines.iter().zip(&roles).skip(last + 1).take(3).filter(|(_, role)| **role == Some(Role::Byline));
        byline::published(lines.map(|(line, _)| line.text.as_str()))
    };
    let fallback_published = head.script_date.or_else(labelled).or_else(below).or(head.address_date);

    // Disclaimers mostly stand below the article, where no reader looks.
    let aside = |wanted: Role| {
        let left_out =
            all.lines.iter().zip(&roles).zip(kept).filter(move |((_, role), kept)| !**kept && **role == Some(wanted));
        left_out.map(|((line, _), _)| line.text.clone())
    };
    let invented: Vec<String> = aside(Role::Fictional).collect();
    let fictional = !invented.is_empty();
    let disclaimers = invented.into_iter().chain(aside(Role::Disclaimer)).collect();

    let mut notices = Vec::new();
    if vote.confidence < super::LOW_CONFIDENCE {
        let message =
            format!("the main text is uncertain: two readings of the page agree by {:.0}%", vote.confidence * 100.0);
        notices.push((NoticeKind::LowConfidence, message));
    }
    Reading {
        lines: article_lines(&all, kept),
        title,
        published: head.published,
        author: head.author,
        site: head.site,
        url: head.url,
        bylines,
        disclaimers,
        fictional,
        fallback_published,
        confidence: vote.confidence,
        notices,
    }
}

/// The line of the title at the top of the article: the last that says it before running text begins.
fn opening(all: &Lines, title: &str) -> Option<usize> {
    let squeezed = squeeze(title);
    if squeezed.chars().count() < 4 {
        return None;
    }
    let mut found = None;
    for (at, line) in all.lines.iter().enumerate() {
        if line.chars <= title.chars().count() * 2 + 10 && squeeze(&line.text) == squeezed {
            // A heading says it with more weight than a link in a list.
            let heading = matches!(line.kind, BlockKind::Heading(_)) && line.link_share() < 0.6;
            if found.is_none() || heading {
                found = Some(at);
            }
            if heading {
                break;
            }
        }
    }
    found
}

/// The lines kept, with kinds from markup first and from their own marks where markup says nothing.
fn article_lines(all: &Lines, kept: &[bool]) -> Vec<Line> {
    let lines: Vec<_> = all.lines.iter().zip(kept).filter(|(_, kept)| **kept).map(|(line, _)| line).collect();
    let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    let by_marks = kinds(&texts);
    lines
        .iter()
        .zip(by_marks)
        .map(|(line, by_marks)| {
            let short =
                line.chars <= 40 && !line.text.ends_with(['。', '；', '，', '：', ':']) && !is_prose(&line.text);
            let kind = match (line.kind, by_marks) {
                // A whole paragraph in a heading's tag is a paragraph in large type.
                (BlockKind::Heading(_), _) if line.chars > 60 || is_prose(&line.text) && line.chars > 40 => {
                    BlockKind::Paragraph
                }
                (BlockKind::Paragraph, BlockKind::TableRow) => BlockKind::Paragraph,
                (BlockKind::Paragraph, BlockKind::Paragraph | BlockKind::ListItem)
                    if line.bold && short && line.chars >= 2 && !is_item(&line.text) =>
                {
                    BlockKind::Heading(3)
                }
                (BlockKind::Paragraph, by_marks) => by_marks,
                (by_markup, _) => by_markup,
            };
            Line { text: line.text.clone(), kind, linked: line.link_share() }
        })
        .collect()
}

/// Bold list items stay items.
fn is_item(text: &str) -> bool {
    text.starts_with(['-', '•', '·', '①', '②', '③', '④', '⑤', '⑥'])
}
