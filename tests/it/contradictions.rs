//! Tables of claim pairs with what the report says of them: `tests/contradictions/*.md`.
//!
//! A row holds two claims in the one-line notation, each in an article of its own (in files whose name starts
//! with `internal`, both in one), with `(2019-03-01)` before it where the day matters. The third column is what
//! is found, `; ` between several, `无` for nothing. `UPDATE=1` rewrites the third columns. In files whose name starts
//! with `pages` a cell is a small page, read from its title on (` / ` ends a line), `—` where there is only one page.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use duizhi::analyze::{self, Testimony, confront};
use duizhi::article::{ArticleId, Span};
use duizhi::claim::Claim;
use duizhi::contradict::{Inputs, contradict};
use duizhi::dispute::{ConflictKind, Opponent, RemarkKind, Report, Severity, Source};
use duizhi::lexicon::Lexicon;
use duizhi::page::{Page, PageKind};
use jiff::civil::Date;

use crate::notation;

/// The day by which the tables reckon.
pub(crate) const AS_OF: Date = Date::constant(2026, 11, 22);

/// A source with an address, a day and a voice.
pub(crate) fn source(address: &str, published: Option<Date>, voice: usize) -> Source {
    Source {
        id: ArticleId::of_address(address),
        path: address.to_owned(),
        url: None,
        title: format!("文章{address}"),
        site: None,
        published,
        fictional: false,
        confidence: 1.0,
        voice,
    }
}

/// The report on these claims, all sources undated voices of their own unless given.
pub(crate) fn report(claims: &[Claim], sources: &[Source]) -> Report {
    contradict(&Inputs { claims, sources, as_of: AS_OF }, &HashSet::new())
}

/// What a report says, as the tables write it.
fn verdicts(report: &Report) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for dispute in &report.disputes {
        for conflict in &dispute.conflicts {
            let severity = match conflict.severity {
                Severity::Hard => "hard",
                Severity::Tension => "tension",
            };
            let kind = match conflict.kind {
                ConflictKind::Polarity => "polarity",
                ConflictKind::Strength => "strength",
                ConflictKind::Rule => "rule",
                ConflictKind::Advice => "advice",
                ConflictKind::Numeric => "numeric",
                ConflictKind::Sequence => "sequence",
                ConflictKind::Law => "law",
            };
            let place = if conflict.internal { " internal" } else { "" };
            let of = match &conflict.b {
                Opponent::Rule(rule) => rule.id.as_str(),
                Opponent::Claim(_) => conflict.slot.as_str(),
            };
            assert!(!conflict.values.iter().any(String::is_empty), "a conflict names both values: {conflict:?}");
            assert_ne!(conflict.values[0], conflict.values[1], "{conflict:?}");
            found.insert(format!("{kind} {severity}{place} {of}"));
        }
        found.extend(dispute.refined.iter().map(|_| "refined".to_owned()));
        found.extend(dispute.superseded.iter().map(|s| format!("superseded {}", s.rule.id)));
        for remark in &dispute.remarks {
            found.insert(match (remark.kind, &remark.rule) {
                (RemarkKind::LawNote, Some(rule)) => format!("note {}", rule.id),
                (RemarkKind::LawNote, None) => "note".to_owned(),
                (RemarkKind::PracticeAgainstRule, _) => "practice".to_owned(),
                (RemarkKind::Testimony, _) => "testimony".to_owned(),
                (RemarkKind::CopyChanged, _) => "copy".to_owned(),
                (RemarkKind::Citation, _) => "citation".to_owned(),
            });
        }
    }
    found
}

/// A claim with its day.
fn dated(cell: &str, address: &str) -> (Claim, Option<Date>) {
    let cell = cell.trim();
    match cell.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        Some((day, rest)) => (notation::claim(rest, address), Some(day.parse().unwrap())),
        None => (notation::claim(cell, address), None),
    }
}

fn actual(a: &str, b: &str, internal: bool) -> String {
    let (a, day) = dated(a, "甲");
    let (mut b, other_day) = dated(b, if internal { "甲" } else { "乙" });
    if internal {
        // Two sentences of one article stand in two places.
        let text = format!("{}{}", a.evidence.quote, b.evidence.quote);
        b.evidence.span = Span::new(&text, a.evidence.quote.len(), text.len()).unwrap();
        b.id = b.fingerprint();
    }
    let sources = [source("甲", day, 0), source("乙", other_day, 1)];
    let there = verdicts(&report(&[a.clone(), b.clone()], &sources));
    let back = verdicts(&report(&[b, a], &sources));
    assert_eq!(there, back, "a verdict does not depend on which claim comes first");
    if there.is_empty() { "无".to_owned() } else { there.into_iter().collect::<Vec<_>>().join("; ") }
}

/// What is found in two small pages: title and lines, with a day before them where it matters.
fn actual_of_pages(lexicon: &Lexicon, a: &str, b: &str) -> String {
    let page = |cell: &str, address: &str| {
        let dated = cell.strip_prefix('(').and_then(|rest| rest.split_once(')'));
        let (published, text) = dated.map_or((None, cell), |(day, rest)| (Some(day.to_owned()), rest));
        let page = Page {
            path: address.to_owned(),
            address: address.to_owned(),
            url: None,
            kind: PageKind::Text,
            declared_charset: None,
            title: None,
            published,
            bytes: text.replace(" / ", "\n\n").into_bytes(),
            continued: Vec::new(),
        };
        let reading = analyze::read(lexicon, &page);
        Testimony::of(&reading.article, reading.claims)
    };
    let pages = [(a, "甲.txt"), (b, "乙.txt")].into_iter().filter(|(cell, _)| *cell != "—");
    let report = confront(pages.map(|(cell, address)| page(cell, address)).collect(), AS_OF, &HashSet::new());
    let found = verdicts(&report);
    if found.is_empty() { "无".to_owned() } else { found.into_iter().collect::<Vec<_>>().join("; ") }
}

/// The rows of a table: line number, cells.
pub(crate) fn rows(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    text.lines().enumerate().filter_map(|(n, line)| {
        let cells: Vec<&str> = line.trim().strip_prefix('|')?.strip_suffix('|')?.split(" | ").map(str::trim).collect();
        let head = cells[0].starts_with("主张") || cells[0].starts_with("---");
        (!head).then_some((n + 1, cells))
    })
}

fn tables() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/contradictions");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn every_pair_of_the_tables_gets_its_verdict() {
    let update = std::env::var_os("UPDATE").is_some();
    let lexicon = Lexicon::embedded();
    let (mut checked, mut agreeing, mut wrong) = (0, 0, Vec::new());
    for file in tables() {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&file).unwrap();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for (line, cells) in rows(&text) {
            let [a, b, expected] = cells[..] else { panic!("{name}:{line}: three cells wanted") };
            let actual = match name.starts_with("pages") {
                true => actual_of_pages(&lexicon, a, b),
                false => actual(a, b, name.starts_with("internal")),
            };
            checked += 1;
            agreeing += usize::from(!actual.contains("hard") && !actual.contains("tension"));
            if actual != expected {
                wrong.push(format!("{name}:{line}\n  {a}\n  {b}\n  expected {expected}\n  actual   {actual}"));
                lines[line - 1] = format!("| {a} | {b} | {actual} |");
            }
        }
        if update {
            fs::write(&file, lines.join("\n") + "\n").unwrap();
        }
    }
    println!("{checked} pairs, {agreeing} of them look-alikes without a conflict, {} wrong", wrong.len());
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(checked >= 120 && agreeing * 2 >= checked, "{checked} rows, {agreeing} without a conflict");
}
