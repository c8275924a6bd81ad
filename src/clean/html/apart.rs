//! What stands apart from the article, told by how the page is built: sections headed as other articles or as
//! comments, lists of cards, captions of pictures.
//!
//! Readers that weigh text take teasers and comments for text, which they are; only their place tells that they are
//! not this article's. Which words head such a section is for the rows to say.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::lines::{Lines, PageLine};
use crate::article::BlockKind;
use crate::clean::boilerplate::Role;
use crate::clean::line::is_prose;

/// So many characters of running text are an article: with fewer outside, what looks apart is the page.
const ARTICLE: usize = 40;

/// Titles of other articles are longer than names of authors.
const TITLE: usize = 9;

/// So many lines of a section are looked at.
const LINES: usize = 2000;

/// The roles of the lines with all that stands apart marked as related.
pub(super) fn mark(all: &Lines, mut roles: Vec<Option<Role>>, opening: Option<usize>) -> Vec<Option<Role>> {
    let page = Page::new(all, opening);
    for (at, line) in all.lines.iter().enumerate() {
        if all.blocks[line.block].tag == "figcaption" {
            set_apart(&mut roles, at);
        }
    }
    let cards = page.cards(&roles);
    let article = |at: usize, roles: &[Option<Role>]| page.prose[at] && roles[at].is_none_or(Role::stays);
    let outside = (opening.unwrap_or(0)..all.lines.len()).filter(|&at| !cards[at] && article(at, &roles));
    if outside.map(|at| all.lines[at].chars).sum::<usize>() >= ARTICLE {
        (0..all.lines.len()).filter(|&at| cards[at]).for_each(|at| set_apart(&mut roles, at));
    }
    if let Some(opening) = opening {
        let chars = |range: Range<usize>| -> usize {
            range.filter(|&at| article(at, &roles)).map(|at| all.lines[at].chars).sum()
        };
        let (before, after) = (chars(0..opening), chars(opening..all.lines.len()));
        // A column may stand before the article in the page and beside it on the screen.
        if after >= ARTICLE && (after >= before || matches!(all.lines[opening].kind, BlockKind::Heading(_))) {
            (0..opening).filter(|&at| page.prose[at]).for_each(|at| set_apart(&mut roles, at));
        }
    }
    let (mut above, mut last, mut end) = (0, 0, 0);
    drop_counters(all, &mut roles);
    for at in 0..all.lines.len() {
        if opening == Some(at) {
            above = 0;
        }
        if article(at, &roles) {
            above += all.lines[at].chars;
            last = at;
        }
        if at >= end
            && above >= ARTICLE
            && all.lines[at].link_share() < 0.6
            && let Some(role @ (Role::Related | Role::Comments)) = roles[at]
        {
            end = page.section_end(at, last, role);
            (at..end).for_each(|at| set_apart(&mut roles, at));
            // A button that says `评论`, with the article going on below.
            if end == at + 1 && all.lines[at].chars <= 4 && !page.are_entries(end..all.lines.len(), role) {
                roles[at] = Some(Role::Furniture);
            }
        }
    }
    roles
}

/// `3 条评论` below every post or answer counts them and heads nothing.
fn drop_counters(all: &Lines, roles: &mut [Option<Role>]) {
    let form = |at: usize| all.lines[at].text.replace(|c: char| c.is_ascii_digit() || c.is_whitespace(), "");
    let heads: Vec<usize> = (0..roles.len()).filter(|&at| roles[at] == Some(Role::Comments)).collect();
    let mut counted: HashMap<String, usize> = HashMap::new();
    for &at in &heads {
        *counted.entry(form(at)).or_default() += 1;
    }
    for at in heads {
        if counted[&form(at)] >= 3 {
            roles[at] = Some(Role::Furniture);
        }
    }
}

/// Takes off short lines before and after the block that holds nearly all of the article: counts, thanks, buttons,
/// the author's motto. A page of questions and answers has no such block.
pub(super) fn trim(all: &Lines, roles: &[Option<Role>], opening: Option<usize>, kept: &mut [bool]) {
    if roles.contains(&Some(Role::Answer)) {
        return;
    }
    let page = Page::new(all, opening);
    let text = |at: usize| kept[at] && page.prose[at] && roles[at].is_none_or(Role::stays);
    let mut held = vec![0; all.blocks.len()];
    for at in (0..all.lines.len()).filter(|&at| text(at)).collect::<Vec<_>>() {
        held[all.lines[at].block] += all.lines[at].chars;
    }
    for block in (1..all.blocks.len()).rev() {
        held[all.blocks[block].parent] += held[block];
    }
    // Children come after their parents, so the last that holds enough is the innermost; a paragraph is not it.
    let enough = |block: &usize| held[*block] > 0 && held[*block] * 10 >= held[0] * 9 && all.blocks[*block].tag != "p";
    let Some(core) = (0..all.blocks.len()).rev().find(enough) else { return };
    let core = &page.ranges[core];
    for at in (0..all.lines.len()).filter(|at| !core.contains(at)) {
        let line = &all.lines[at];
        let heads = matches!(line.kind, BlockKind::Heading(_) | BlockKind::TableRow);
        // A short answer is a sentence with a mark in it.
        let says = line.chars >= 6 && line.text.contains(['，', '。', '？', '！', '；', ',', '?']);
        kept[at] &= page.prose[at] || heads || says || line.chars > 40;
    }
}

/// Heads stay heads, and what a page says of itself counts wherever it stands.
fn set_apart(roles: &mut [Option<Role>], at: usize) {
    match roles[at] {
        Some(Role::Comments | Role::Disclaimer | Role::Fictional) => {}
        None | Some(Role::Keep | Role::Answer | Role::Furniture | Role::Byline | Role::Related) => {
            roles[at] = Some(Role::Related);
        }
    }
}

/// A page's lines with the range of lines that every block holds.
struct Page<'a> {
    all: &'a Lines,
    opening: Option<usize>,
    ranges: Vec<Range<usize>>,
    /// Running text without links.
    prose: Vec<bool>,
}

impl<'a> Page<'a> {
    fn new(all: &'a Lines, opening: Option<usize>) -> Page<'a> {
        // Blocks without lines keep a range that holds nothing.
        let mut ranges = vec![Range { start: usize::MAX, end: 0 }; all.blocks.len()];
        for (at, line) in all.lines.iter().enumerate() {
            let range = &mut ranges[line.block];
            *range = range.start.min(at)..range.end.max(at + 1);
        }
        // Parents come before their children.
        for block in (1..all.blocks.len()).rev() {
            let Range { start, end } = ranges[block].clone();
            let around = &mut ranges[all.blocks[block].parent];
            *around = around.start.min(start)..around.end.max(end);
        }
        let prose = all.lines.iter().map(|line| line.link_share() < 0.5 && is_prose(&line.text)).collect();
        Page { all, opening, ranges, prose }
    }

    /// Where the section ends that the line at `head` heads: the widest block around it that holds nothing of the
    /// article, whose last line above is `last`.
    fn section_end(&self, head: usize, last: usize, role: Role) -> usize {
        let mut section = self.all.lines[head].block;
        while section != 0 {
            let around = self.all.blocks[section].parent;
            let range = self.ranges[around].clone();
            if around == 0 || range.contains(&last) || self.opening.is_some_and(|opening| range.contains(&opening)) {
                break;
            }
            let added = (head + 1..range.end).filter(|at| !self.ranges[section].contains(at));
            if !self.are_entries(added, role) {
                break;
            }
            section = around;
        }
        let end = self.ranges[section].end.max(head + 1);
        if section == 0 { end } else { self.beside(section, end, role) }
    }

    /// Whether lines read like entries of a list: teasers have a title and comments a name, while paragraphs of an
    /// article follow one another.
    fn are_entries(&self, lines: impl Iterator<Item = usize>, role: Role) -> bool {
        let (mut prose, mut short, mut paired, mut before) = (0, 0, 0, false);
        for at in lines.take(LINES) {
            let now = self.prose[at];
            prose += usize::from(now);
            short += usize::from(!now);
            paired += usize::from(now && before);
            before = now;
        }
        let enough = if role == Role::Comments { short * 2 } else { short };
        prose <= enough && paired * 2 <= prose
    }

    /// Where what follows the block of a head ends, when nothing holds the two together: comments run to the end of
    /// the block around, lists of links to the first block that is none.
    fn beside(&self, head: usize, mut end: usize, role: Role) -> usize {
        let around = self.all.blocks[head].parent;
        let whole = end..self.ranges[around].end;
        if role == Role::Comments {
            return if self.are_entries(whole.clone(), role) { whole.end.max(end) } else { end };
        }
        while end < whole.end && end < whole.start + LINES {
            // The outermost block that begins here.
            let mut block = self.all.lines[end].block;
            while block != around && block != 0 && self.all.blocks[block].parent != around {
                block = self.all.blocks[block].parent;
            }
            let range = self.ranges[block].clone();
            let linked = self.all.lines[end].link_share() > 0.6;
            let prose = range.clone().filter(|&at| self.prose[at]).count();
            if block == around || range.start != end || !linked || prose * 2 > range.len() {
                break;
            }
            end = range.end;
        }
        end
    }

    /// The lines of lists of cards, each with the title of another article as a link and a few words of it.
    fn cards(&self, roles: &[Option<Role>]) -> Vec<bool> {
        let mut alike: HashMap<(usize, &str, u64), Vec<usize>> = HashMap::new();
        for (index, block) in self.all.blocks.iter().enumerate().skip(1) {
            if self.ranges[index].len() >= 2 {
                alike.entry((block.parent, block.tag, block.template)).or_default().push(index);
            }
        }
        let mut cards = vec![false; self.all.lines.len()];
        let begins = self.opening.and_then(|opening| (opening..self.prose.len()).find(|&at| self.prose[at]));
        for blocks in alike.into_values().filter(|blocks| blocks.len() >= 2) {
            let titled: Vec<(usize, usize)> =
                blocks.iter().filter_map(|&block| Some((block, self.card_title(roles, block)?))).collect();
            let most = titled.len() * 3 >= blocks.len() * 2 && titled.len() >= 2;
            let long = titled.iter().map(|(_, title)| title).sum::<usize>() >= TITLE * titled.len();
            if most && long && !self.are_posts(&blocks, &titled, begins) {
                let ranges = titled.into_iter().map(|(block, _)| self.ranges[block].clone());
                ranges
                    .filter(|range| !self.opening.is_some_and(|opening| range.contains(&opening)))
                    .for_each(|range| cards[range].fill(true));
            }
        }
        cards
    }

    /// Whether blocks that look like cards are posts or answers: the article begins in them, some hold text without
    /// a title, or they stand below `3个回答`.
    fn are_posts(&self, blocks: &[usize], titled: &[(usize, usize)], begins: Option<usize>) -> bool {
        let holds = |block: usize, at: usize| self.ranges[block].contains(&at);
        let first = self.ranges[blocks[0]].start;
        let with_title: HashSet<usize> = titled.iter().map(|(block, _)| *block).collect();
        let untitled = |block: &usize| {
            self.all.blocks[*block].template != 0
                && !with_title.contains(block)
                && self.prose[self.ranges[*block].clone()].contains(&true)
        };
        let answers = self.all.lines[first.saturating_sub(2)..first].iter().any(|line| {
            line.chars <= 20
                && line.link_share() < 0.6
                && ["回答", "解答", "答复", "回复", "答案"].iter().any(|word| line.text.contains(word))
        });
        begins.is_some_and(|begins| titled.iter().any(|(block, _)| holds(*block, begins)))
            || blocks.iter().any(untitled)
            || answers
    }

    /// The length of the linked title that a card begins with.
    fn card_title(&self, roles: &[Option<Role>], block: usize) -> Option<usize> {
        let range = self.ranges[block].clone();
        let lines = &self.all.lines[range.clone()];
        let is_link = |line: &PageLine| line.link_share() > 0.6;
        let title = lines.iter().position(|line| is_link(line) && line.chars >= 5)?;
        let text: usize = lines.iter().filter(|line| !is_link(line)).map(|line| line.chars).sum();
        let before = self.prose[range.start..range.start + title].contains(&true);
        let speaks = roles[range].contains(&Some(Role::Answer));
        (!before && !speaks && text <= 300).then(|| lines[title].chars)
    }
}
