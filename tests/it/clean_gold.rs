//! Cleaning against the gold pages: no sentence that a claim rests on is lost, and what is not the article is gone.

use std::fs;
use std::path::{Path, PathBuf};

use duizhi::article::{Article, BlockKind};
use duizhi::clean::clean;
use duizhi::page::{Page, PageKind};

fn gold() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold/dev")
}

fn article(name: &str) -> Article {
    let bytes = fs::read(gold().join(name)).unwrap();
    clean(&Page {
        path: name.to_owned(),
        address: name.to_owned(),
        url: None,
        kind: PageKind::Text,
        declared_charset: None,
        title: None,
        published: None,
        bytes,
        continued: Vec::new(),
    })
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn every_quote_of_the_gold_is_in_the_article() {
    let mut lost = Vec::new();
    let mut quotes = 0;
    for number in 1..=20 {
        let text = squeezed(&article(&format!("{number:02}.txt")).text);
        let gold: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(gold().join(format!("{number:02}.json"))).unwrap()).unwrap();
        for claim in gold["claims"].as_array().unwrap() {
            let quote = claim["quote"].as_str().unwrap();
            quotes += 1;
            if !text.contains(&squeezed(quote)) {
                lost.push(format!("{number:02}: {quote}"));
            }
        }
    }
    assert_eq!(quotes, 568, "the gold set changed");
    assert!(lost.is_empty(), "{} quotes lost:\n{}", lost.len(), lost.join("\n"));
}

/// Everything of the gold pages that is not the article, with the title and the date that cleaning reads from them.
#[test]
fn titles_dates_and_what_stands_around_the_article_are_taken_out() {
    let table = fs::read_to_string(gold().join("../dev-furniture.md")).unwrap();
    let mut wrong = Vec::new();
    let mut rows = 0;
    for row in table.lines().filter(|line| line.starts_with("| ")).skip(1) {
        let cells: Vec<&str> = row.trim_matches('|').split(" ¦ ").map(str::trim).collect();
        let [name, title, date, furniture @ ..] = cells.as_slice() else { panic!("row {row}") };
        rows += 1;
        let article = article(&format!("{name}.txt"));
        if article.title != *title {
            wrong.push(format!("{name}: title {:?}, expected {title:?}", article.title));
        }
        let published = article.published.map(|date| date.to_string()).unwrap_or_default();
        if published != *date {
            wrong.push(format!("{name}: published {published:?}, expected {date:?}"));
        }
        let lines: Vec<&str> = article.text.lines().collect();
        wrong.extend(
            lines.iter().filter(|line| *line == title).map(|line| format!("{name}: the title is still there: {line}")),
        );
        for piece in furniture.iter().filter(|piece| !piece.is_empty()) {
            wrong.extend(
                lines.iter().filter(|line| line.contains(piece)).map(|line| format!("{name}: still there: {line}")),
            );
        }
    }
    assert_eq!(rows, 20);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_page_that_calls_itself_invented_is_marked() {
    let marked: Vec<String> = (1..=20).map(|n| format!("{n:02}.txt")).filter(|name| article(name).fictional).collect();
    assert_eq!(marked, ["07.txt"]);
}

#[test]
fn lines_are_those_of_the_page_and_blocks_cover_them_in_order() {
    for number in 1..=20 {
        let name = format!("{number:02}.txt");
        let page = fs::read_to_string(gold().join(&name)).unwrap();
        let source: Vec<&str> = page.lines().map(str::trim).collect();
        let article = article(&name);
        let mut from = 0;
        for line in article.text.lines() {
            let at = source[from..].iter().position(|other| *other == line);
            from += at.unwrap_or_else(|| panic!("{name}: not a line of the page, or out of order: {line}")) + 1;
        }
        let blocks: Vec<&str> = article.blocks.iter().map(|block| block.span.of(&article.text)).collect();
        assert_eq!(blocks.join("\n"), article.text, "{name}");
    }
}

#[test]
fn headings_items_and_rows_of_the_gold_pages_are_told_apart() {
    let kinds = |name: &str, kind: BlockKind| {
        let article = article(name);
        let blocks: Vec<String> = article
            .blocks
            .iter()
            .filter(|block| block.kind == kind)
            .map(|block| block.span.of(&article.text).to_owned())
            .collect();
        blocks
    };
    assert_eq!(
        kinds("11.txt", BlockKind::Heading(2)),
        ["一、逾期一个月", "二、逾期两个月", "三、逾期三个月", "四、怎么办比较好"]
    );
    assert_eq!(kinds("15.txt", BlockKind::Heading(3)), ["【信用卡】", "【网贷】", "【花呗】", "★几句真心话"]);
    assert_eq!(kinds("17.txt", BlockKind::TableRow).len(), 9);
    assert_eq!(
        kinds("20.txt", BlockKind::Heading(3)),
        ["金融监管：外包不能包责任", "律师：亲友没有替还的义务", "企业：上门慎之又慎"]
    );
    assert_eq!(kinds("03.txt", BlockKind::Heading(4)).len(), 7);
    assert_eq!(kinds("16.txt", BlockKind::ListItem).len(), 10);
}
