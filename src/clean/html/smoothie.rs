//! The first reader: dom_smoothie (a port of Readability), its threshold lowered for Chinese, which says in 150
//! characters what English says in 500.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_smoothie::{Config, Readability};

use super::lines::Lines;
use super::marks::marked;

const THRESHOLD: usize = 150;

/// A page larger than this, or more deeply nested, is left to the other readers: the library looks through all
/// descendants of an element again and again.
const LARGEST: usize = 8 << 20;
const HEAVIEST: usize = 2_000_000;

/// The lines that it takes for the article, or `None` where it finds none.
pub(super) fn read(all: &Lines) -> Option<Vec<bool>> {
    if all.lean.len() > LARGEST || all.burden > HEAVIEST {
        return None;
    }
    let config = Config { char_threshold: THRESHOLD, disable_json_ld: true, ..Config::default() };
    // A defect of the library on some odd page costs its vote there, not the run.
    let content = catch_unwind(AssertUnwindSafe(|| {
        let mut reader = Readability::new(all.lean.as_str(), None, Some(config)).ok()?;
        reader.parse().ok().map(|article| article.text_content)
    }));
    let taken = marked(&content.ok()??, all.lines.len());
    taken.contains(&true).then_some(taken)
}
