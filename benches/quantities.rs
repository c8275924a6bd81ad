//! Mentions a second on one thread, over the texts of the tests' tables: `cargo bench --bench quantities`.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints its result and may stop")]

use std::fs;
use std::path::Path;
use std::time::Instant;

use duizhi::quantity::scan;

/// A fast wrong answer must fail: this many are in the texts at least.
const MENTIONS: usize = 1500;
const ROUNDS: usize = 50;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/quantities");
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let table = fs::read_to_string(entry.unwrap().path()).unwrap();
        let cells = table.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
        texts.extend(cells.map(str::to_owned));
    }
    let start = Instant::now();
    let found: usize = (0..ROUNDS).map(|_| texts.iter().map(|text| scan(text).len()).sum::<usize>()).sum();
    let seconds = start.elapsed().as_secs_f64();
    assert!(found >= MENTIONS * ROUNDS, "only {} mentions were found", found / ROUNDS);
    println!("{} texts, {found} mentions in {seconds:.2} s: {:.0} a second", texts.len(), found as f64 / seconds);
}
