//! Three readings of a page become one: a line that two of them take is kept, and how far the first agrees with our
//! own is the page's confidence.

use super::lines::{Lines, PageLine};
use super::own;
use super::smoothie;
use crate::article::BlockKind;
use crate::clean::boilerplate::Role;
use crate::clean::line::is_prose;

/// What came of the vote.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Vote {
    /// Which lines are kept.
    pub(super) kept: Vec<bool>,
    /// Agreement of the readings, 0 to 1.
    pub(super) confidence: f32,
}

/// Votes on the lines of a page.
pub(super) fn vote(all: &Lines, roles: &[Option<Role>], opening: Option<usize>) -> Vote {
    let weighed = own::weigh(all, roles, opening);
    let run = own::best_run(&weighed);
    let block = own::best_block(&weighed);
    let Some(first) = smoothie::read(all) else {
        // Two readings of one school agree too easily to be sure of.
        let confidence = agreement(all, roles, &run, &block) * 0.85;
        let kept = if count(all, roles, &run) >= count(all, roles, &block) { run } else { block };
        return Vote { kept: smooth(all, roles, opening, kept), confidence };
    };
    let mut kept: Vec<bool> =
        (0..all.lines.len()).map(|at| u8::from(first[at]) + u8::from(run[at]) + u8::from(block[at]) >= 2).collect();
    // A lead between title and article stands in a block of its own, where two readers do not look; an abstract
    // there says the article again.
    let abstracts = |text: &str| text.chars().take(6).collect::<String>().contains("摘要");
    let begins = kept.iter().position(|&kept| kept).unwrap_or(0);
    for at in opening.map_or(begins, |opening| opening + 1)..begins {
        let text = &all.lines[at].text;
        kept[at] = run[at] && is_prose(text) && !abstracts(text) && roles[at].is_none_or(Role::stays);
    }
    let confidence = agreement(all, roles, &first, &run).max(agreement(all, roles, &first, &block));
    Vote { kept: smooth(all, roles, opening, kept), confidence }
}

/// Characters of running text among the lines taken.
fn count(all: &Lines, roles: &[Option<Role>], taken: &[bool]) -> usize {
    counted(all, roles).filter(|(at, _)| taken[*at]).map(|(_, chars)| chars).sum()
}

/// Lines that tell one reading from another: no links, and nothing that the filter drops anyhow.
fn counted<'a>(all: &'a Lines, roles: &'a [Option<Role>]) -> impl Iterator<Item = (usize, usize)> + 'a {
    let lines = all.lines.iter().zip(roles).enumerate();
    lines
        .filter(|(_, (line, role))| line.link_share() < 0.6 && role.is_none_or(Role::stays))
        .map(|(at, (line, _))| (at, line.chars))
}

/// F1 of two readings over characters.
fn agreement(all: &Lines, roles: &[Option<Role>], a: &[bool], b: &[bool]) -> f32 {
    let (mut both, mut sum) = (0, 0);
    for (at, chars) in counted(all, roles) {
        both += if a[at] && b[at] { 2 * chars } else { 0 };
        sum += usize::from(a[at]) * chars + usize::from(b[at]) * chars;
    }
    both as f32 / sum.max(1) as f32
}

/// Closes small gaps and takes in what is made like the article: headings and rows that a reader left out between
/// lines kept, further answers of the same template.
fn smooth(all: &Lines, roles: &[Option<Role>], opening: Option<usize>, mut kept: Vec<bool>) -> Vec<bool> {
    take_same_template(all, roles, &mut kept);
    take_answers(all, roles, opening, &mut kept);
    take_last_rows(all, roles, &mut kept);
    let Some(last) = kept.iter().rposition(|&kept| kept) else { return kept };
    let mut before: Option<usize> = None;
    let mut at = 0;
    while at <= last {
        if kept[at] {
            before = Some(at);
            at += 1;
            continue;
        }
        let gap_end = (at..=last).find(|&at| kept[at]).unwrap_or(last + 1);
        if let Some(before) = before {
            close_gap(all, roles, &mut kept, before, gap_end);
        }
        at = gap_end;
    }
    kept
}

/// Rows and items that end an article stand beside its last paragraph; no reader counts such short lines.
fn take_last_rows(all: &Lines, roles: &[Option<Role>], kept: &mut [bool]) {
    let Some(last) = kept.iter().rposition(|&kept| kept) else { return };
    let home = all.blocks[all.lines[last].block].parent;
    let within = |block: usize| {
        std::iter::successors(Some(block), |&block| (block > home).then(|| all.blocks[block].parent))
            .take_while(|&block| block >= home)
            .any(|block| block == home)
    };
    for at in last + 1..all.lines.len() {
        let line = &all.lines[at];
        let row = matches!(line.kind, BlockKind::TableRow | BlockKind::ListItem);
        let around = all.blocks[line.block].hint < 0;
        if home == 0 || !row || around || line.link_share() > 0.3 || roles[at].is_some() || !within(line.block) {
            break;
        }
        kept[at] = true;
    }
}

/// Keeps lines between two kept ones that stand in the same block as one of them or in a block of that block.
fn close_gap(all: &Lines, roles: &[Option<Role>], kept: &mut [bool], before: usize, after: usize) {
    if after >= all.lines.len() {
        return;
    }
    let home = common(all, all.lines[before].block, all.lines[after].block);
    let size: usize = all.lines[before + 1..after].iter().map(|line| line.chars).sum();
    // What is larger than a table is not a gap but something that the readers left out with reason.
    if size > 1500 {
        return;
    }
    for at in before + 1..after {
        let line = &all.lines[at];
        let inside = (0..6).try_fold(line.block, |block, _| {
            if block == home {
                Err(true)
            } else if block == 0 {
                Err(false)
            } else {
                Ok(all.blocks[block].parent)
            }
        });
        let plain = line.link_share() < 0.5 && roles[at].is_none_or(Role::stays);
        let around = all.blocks[line.block].hint < 0;
        if plain && inside == Err(true) && !around {
            kept[at] = true;
        }
    }
}

/// The innermost block around both.
fn common(all: &Lines, mut a: usize, mut b: usize) -> usize {
    // Parents come before their children, so the greater index goes up.
    while a != b {
        if a > b {
            a = all.blocks[a].parent;
        } else {
            b = all.blocks[b].parent;
        }
    }
    a
}

/// Blocks made from one template hold posts or answers: where one is kept, so are sentences of the others.
fn take_same_template(all: &Lines, roles: &[Option<Role>], kept: &mut [bool]) {
    let ancestors = |block: usize| {
        std::iter::successors(Some(block), |&block| (block > 0).then(|| all.blocks[block].parent))
            .take(4)
            .map(|block| all.blocks[block].template)
            .filter(|&template| template != 0)
    };
    let mut counted: std::collections::HashMap<u64, usize> = std::collections::HashMap::new();
    for (at, line) in all.lines.iter().enumerate().filter(|(at, _)| kept[*at]) {
        if is_prose(&line.text) || roles[at].is_some_and(Role::stays) {
            for template in ancestors(line.block) {
                *counted.entry(template).or_default() += line.chars;
            }
        }
    }
    for (at, line) in all.lines.iter().enumerate() {
        let sentence = is_prose(&line.text)
            || roles[at].is_some_and(Role::stays)
            || (line.kind == BlockKind::TableRow && line.chars > 8);
        if kept[at] || line.link_share() > 0.3 || !roles[at].is_none_or(Role::stays) || !sentence {
            continue;
        }
        let around = std::iter::successors(Some(line.block), |&block| (block > 0).then(|| all.blocks[block].parent))
            .take(4)
            .any(|block| all.blocks[block].hint < 0);
        let alike = ancestors(line.block).any(|template| counted.get(&template).is_some_and(|&chars| chars >= 40));
        kept[at] = alike && !around;
    }
}

/// On a page of questions and answers (`最佳答案`, `律师解答：`) the question and every answer are the article, though
/// each stands in a block of its own: takes sentences from the title to the list of other questions.
fn take_answers(all: &Lines, roles: &[Option<Role>], opening: Option<usize>, kept: &mut [bool]) {
    let from = opening.or_else(|| kept.iter().position(|&kept| kept)).unwrap_or(0);
    let tells = |(line, role): (&PageLine, &Option<Role>)| {
        let names = line.chars <= 30
            && line.link_share() < 0.5
            && ["回答", "采纳", "提问者"].iter().any(|word| line.text.contains(word));
        *role == Some(Role::Answer) || names
    };
    if !all.lines.iter().zip(roles).any(tells) {
        return;
    }
    let last_answer = roles.iter().rposition(|role| *role == Some(Role::Answer));
    let last = last_answer.max(kept.iter().rposition(|&kept| kept)).unwrap_or(0);
    let ends = |role: &Option<Role>| matches!(role, Some(Role::Related | Role::Comments));
    let end = roles.iter().skip(last).position(ends).map_or(all.lines.len(), |after| last + after);
    for at in from..end {
        let line = &all.lines[at];
        // Askers seldom end their sentences.
        let asked = line.chars >= 10 && line.text.contains(['，', ',', '。', '？', '?', '！']);
        let sentence = asked || roles[at].is_some_and(Role::stays);
        let mut around =
            std::iter::successors(Some(line.block), |&block| (block > 0).then(|| all.blocks[block].parent)).take(4);
        if sentence
            && line.link_share() < 0.3
            && roles[at].is_none_or(Role::stays)
            && around.all(|block| all.blocks[block].hint >= 0)
        {
            kept[at] = true;
        }
    }
}
