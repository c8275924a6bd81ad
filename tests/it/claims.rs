//! `tests/claims/*.md`: one file per phenomenon, tables 句子 | 主张. Prints every wrong row as file:line;
//! `DUIZHI_UPDATE=1` rewrites the right column.

use std::path::{Path, PathBuf};

use duizhi::claim::{Attribution, Claim, Flag};
use duizhi::examples::page;
use duizhi::extract::extract;
use duizhi::lexicon::Lexicon;

/// The claim in the tables' notation: `other` and every attribution but the collector's are left out.
fn line(claim: &Claim) -> String {
    let mut claim = claim.clone();
    claim.conditions.flags.remove(&Flag::Other);
    claim.conditions.text = None;
    if claim.attribution != Attribution::Collector {
        claim.attribution = Attribution::Author;
    }
    claim.to_string()
}

/// What `text` claims, in the tables' notation and order.
fn read(lexicon: &Lexicon, text: &str) -> String {
    let mut lines: Vec<String> = extract(lexicon, &page("借呗逾期", text)).claims.iter().map(line).collect();
    lines.sort();
    if lines.is_empty() { "—".to_owned() } else { lines.join("; ") }
}

fn normal(cell: &str) -> String {
    let mut parts: Vec<&str> = cell.split("; ").map(str::trim).collect();
    parts.sort_unstable();
    parts.join("; ")
}

struct Wrong {
    place: String,
    sentence: String,
    expected: String,
    actual: String,
}

fn check(lexicon: &Lexicon, path: &Path, wrong: &mut Vec<Wrong>, update: bool) -> usize {
    let text = std::fs::read_to_string(path).unwrap();
    let mut rows = 0;
    let mut out = Vec::new();
    for (number, row) in text.lines().enumerate() {
        let cells: Vec<&str> =
            row.trim().trim_start_matches('|').trim_end_matches('|').split(" | ").map(str::trim).collect();
        let is_row = row.starts_with('|') && cells.len() == 2 && !cells[0].starts_with("---") && cells[0] != "句子";
        if !is_row {
            out.push(row.to_owned());
            continue;
        }
        rows += 1;
        let actual = read(lexicon, cells[0]);
        if actual != normal(cells[1]) {
            wrong.push(Wrong {
                place: format!("{}:{}", path.display(), number + 1),
                sentence: cells[0].to_owned(),
                expected: cells[1].to_owned(),
                actual: actual.clone(),
            });
        }
        out.push(format!("| {} | {} |", cells[0], actual));
    }
    if update {
        std::fs::write(path, out.join("\n") + "\n").unwrap();
    }
    rows
}

#[test]
fn every_row_reads_as_the_table_says() {
    let lexicon = Lexicon::embedded();
    let update = std::env::var_os("DUIZHI_UPDATE").is_some();
    let mut files: Vec<PathBuf> = std::fs::read_dir("tests/claims").unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let mut wrong = Vec::new();
    let mut rows = 0;
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "md")) {
        rows += check(&lexicon, file, &mut wrong, update);
    }
    for w in &wrong {
        println!("{}\n  {}\n  expected  {}\n  actual    {}", w.place, w.sentence, w.expected, w.actual);
    }
    assert!(rows >= 900, "only {rows} rows");
    assert!(update || wrong.is_empty(), "{} of {rows} rows are read otherwise", wrong.len());
}

/// The sentences that are known to be misread: a row that reads right belongs into its own table, so that it stays so.
#[test]
fn what_is_open_is_still_open() {
    let lexicon = Lexicon::embedded();
    let path = Path::new("tests/claims/open/misread.md");
    let mut wrong = Vec::new();
    let rows = check(&lexicon, path, &mut wrong, false);
    let mended = rows - wrong.len();
    if mended > 0 && std::env::var_os("DUIZHI_UPDATE").is_some() {
        mend(path, &wrong);
    } else {
        assert_eq!(
            mended,
            0,
            "{mended} rows of {} read right now: DUIZHI_UPDATE=1 moves them to mended.md",
            path.display()
        );
    }
}

/// Moves the rows that read right to `mended.md`.
fn mend(path: &Path, wrong: &[Wrong]) {
    let text = std::fs::read_to_string(path).unwrap();
    let is_open = |row: &str| {
        !row.starts_with("| ")
            || row.starts_with("| 句子")
            || wrong.iter().any(|w| row.starts_with(&format!("| {} | ", w.sentence)))
    };
    let (open, mended): (Vec<&str>, Vec<&str>) = text.lines().partition(|row| is_open(row));
    std::fs::write(path, open.join("\n") + "\n").unwrap();
    let target = Path::new("tests/claims/mended.md");
    let head = "# 改好的\n\n曾经读错、后来改好的句子。\n\n| 句子 | 主张 |\n|---|---|\n";
    let before = std::fs::read_to_string(target).unwrap_or_else(|_| head.to_owned());
    std::fs::write(target, before + &mended.join("\n") + "\n").unwrap();
}
