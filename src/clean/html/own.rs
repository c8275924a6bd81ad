//! The second and third reader, of our own: the run of lines with the most text, and the block with the most sentences.
//!
//! They know Chinese pages, where Readability knows structure: a line counts by its sentence marks, links and names.

use super::lines::{Lines, PageLine};
use crate::clean::boilerplate::Role;
use crate::clean::line::is_prose;

/// What a line is worth to the article: its length for running text, less for what may be either, below 0 for links
/// and what rows call furniture.
fn worth(line: &PageLine, role: Option<Role>, hint: i8) -> f32 {
    let chars = line.chars as f32;
    match role {
        Some(Role::Comments) => return -400.0,
        Some(Role::Related) => return -120.0,
        Some(Role::Keep | Role::Answer) => return 12.0,
        Some(Role::Furniture | Role::Byline | Role::Disclaimer | Role::Fictional) => return -6.0,
        None => {}
    }
    let worth = if line.link_share() > 0.5 {
        -8.0 - (chars / 2.0).min(25.0)
    } else if is_prose(&line.text) {
        chars.min(240.0)
    } else if line.text.ends_with(['。', '！', '？', '”', '…', '」']) {
        // Short sentences: dialogue, verses, answers.
        chars / 2.0
    } else if chars >= 25.0 {
        chars / 4.0
    } else {
        -3.0
    };
    match hint {
        ..0 => worth.min(0.0) - 20.0 - worth.max(0.0) / 4.0,
        0 => worth,
        1.. => worth * 1.2 + 2.0,
    }
}

/// Lines with what they are worth.
pub(super) struct Weighed<'a> {
    all: &'a Lines,
    worth: Vec<f32>,
}

/// Weighs all lines; those above the title are worth little.
pub(super) fn weigh<'a>(all: &'a Lines, roles: &[Option<Role>], opening: Option<usize>) -> Weighed<'a> {
    let hints = inherited_hints(all);
    let worth = all.lines.iter().zip(roles).enumerate().map(|(at, (line, role))| {
        let worth = worth(line, *role, hints[line.block]);
        if opening.is_some_and(|opening| at < opening) { worth / 3.0 - 2.0 } else { worth }
    });
    Weighed { all, worth: worth.collect() }
}

/// What a block's own names and those around it tell; the nearest that says something counts.
fn inherited_hints(all: &Lines) -> Vec<i8> {
    let mut hints = Vec::with_capacity(all.blocks.len());
    for (index, block) in all.blocks.iter().enumerate() {
        let around = if index == 0 { 0 } else { hints[block.parent] };
        hints.push(if block.hint == 0 { around } else { block.hint });
    }
    hints
}

/// The run of lines whose worth sums highest.
pub(super) fn best_run(weighed: &Weighed<'_>) -> Vec<bool> {
    let (mut best, mut best_range) = (0.0, 0..0);
    let (mut sum, mut start) = (0.0, 0);
    for (at, worth) in weighed.worth.iter().enumerate() {
        if sum <= 0.0 {
            (sum, start) = (0.0, at);
        }
        sum += worth;
        if sum > best {
            (best, best_range) = (sum, start..at + 1);
        }
    }
    (0..weighed.worth.len()).map(|at| best_range.contains(&at) && !is_link(&weighed.all.lines[at])).collect()
}

/// The block whose lines and the lines of whose children hold the most sentences: text counts in full for the block
/// that holds it and less for each block further out, so that the innermost block around all of the article wins.
pub(super) fn best_block(weighed: &Weighed<'_>) -> Vec<bool> {
    let all = weighed.all;
    let count = all.blocks.len();
    let mut total = vec![0.0f32; count];
    let mut links = vec![0.0f32; count];
    let mut score = vec![0.0f32; count];
    for (line, worth) in all.lines.iter().zip(&weighed.worth) {
        total[line.block] += line.chars as f32;
        links[line.block] += line.linked as f32;
        // A paragraph's own block is never the article; the block around it may be.
        let mut block = if all.blocks[line.block].tag == "p" { all.blocks[line.block].parent } else { line.block };
        let mut share = 1.0;
        for _ in 0..4 {
            score[block] += worth * share;
            share *= 0.72;
            if block == 0 {
                break;
            }
            block = all.blocks[block].parent;
        }
    }
    for block in (1..count).rev() {
        let parent = all.blocks[block].parent;
        total[parent] += total[block];
        links[parent] += links[block];
    }
    let density = |block: usize| 1.0 - links[block] / total[block].max(1.0);
    let best = (0..count)
        .map(|block| (score[block] * density(block), block))
        .fold((0.0, None), |best, (score, block)| if score > best.0 { (score, Some(block)) } else { best });
    let Some(best) = best.1 else { return vec![false; all.lines.len()] };
    let template = all.blocks[best].template;
    let mut within = vec![false; count];
    for block in 0..count {
        let made_alike = template != 0 && all.blocks[block].template == template;
        within[block] = block == best || made_alike || (block > 0 && within[all.blocks[block].parent]);
    }
    let mut taken: Vec<bool> = all.lines.iter().map(|line| within[line.block] && !is_link(line)).collect();
    // A block of one template holds many small pieces on some pages: those without a sentence are no part.
    for (at, line) in all.lines.iter().enumerate() {
        taken[at] &= weighed.worth[at] > -10.0 || line.chars < 30;
    }
    taken
}

fn is_link(line: &PageLine) -> bool {
    line.link_share() > 0.6
}
