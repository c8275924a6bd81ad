//! Web pages after real layouts against the articles that a reader finds on them: main text, title, date, charset,
//! and what must be gone. The table is printed; the floors are those of the project.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use duizhi::article::{Article, BlockKind};
use duizhi::clean::clean;
use duizhi::notice::NoticeKind;
use duizhi::page::{Page, PageKind};

fn html(name: &str, bytes: Vec<u8>) -> Page {
    Page {
        path: name.to_owned(),
        address: name.to_owned(),
        url: None,
        kind: PageKind::Html,
        declared_charset: None,
        title: None,
        published: None,
        bytes,
        continued: Vec::new(),
    }
}

struct Expected {
    fields: HashMap<String, String>,
    gone: Vec<String>,
    text: String,
}

fn expected(text: &str) -> Expected {
    let (head, text) = text.split_once("\n\n").unwrap();
    let rows: Vec<(&str, &str)> = head.lines().map(|line| line.split_once(": ").unwrap_or((line, ""))).collect();
    let gone = rows.iter().filter(|(key, _)| *key == "gone").map(|(_, value)| (*value).to_owned()).collect();
    let fields = rows.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    Expected { fields, gone, text: text.to_owned() }
}

/// Multiset of character 4-grams, punctuation and blanks dropped.
fn grams(text: &str) -> HashMap<Vec<char>, usize> {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut grams = HashMap::new();
    for gram in letters.windows(4) {
        *grams.entry(gram.to_vec()).or_default() += 1;
    }
    grams
}

fn f1(got: &str, wanted: &str) -> f64 {
    let (got, wanted) = (grams(got), grams(wanted));
    let shared: usize = got.iter().map(|(gram, count)| count.min(wanted.get(gram).unwrap_or(&0))).sum();
    let all: usize = got.values().sum::<usize>() + wanted.values().sum::<usize>();
    2.0 * shared as f64 / all.max(1) as f64
}

#[test]
fn articles_of_real_layouts_are_found() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let mut names: Vec<String> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| name.ends_with(".html"));
    names.sort();
    let (mut sum, mut known, mut noise) = (0.0, 0, 0);
    let mut wrong = Vec::new();
    for name in &names {
        let page = html(name, fs::read(folder.join(name)).unwrap());
        let article = clean(&page);
        let wanted = expected(&fs::read_to_string(folder.join(name.replace(".html", ".expected.txt"))).unwrap());
        let score = f1(&article.text, &wanted.text);
        sum += score;
        let left: Vec<&String> = wanted.gone.iter().filter(|piece| article.text.contains(piece.as_str())).collect();
        known += wanted.gone.len();
        noise += left.len();
        let published = article.published.map(|date| date.to_string()).unwrap_or_default();
        println!(
            "{name:32} F1 {score:.3}  confidence {:.2}  {published:10}  {}  {left:?}",
            article.confidence, article.title
        );
        if score < 0.9 {
            wrong.push(format!("{name}: F1 {score:.3}:\n{}", article.text));
        }
        if article.title != wanted.fields["title"] {
            wrong.push(format!("{name}: title {:?}", article.title));
        }
        if published != wanted.fields["published"] {
            wrong.push(format!("{name}: published {published:?}, expected {:?}", wanted.fields["published"]));
        }
    }
    let mean = sum / names.len() as f64;
    println!("{} pages, mean F1 {mean:.3}, noise {noise}/{known}", names.len());
    assert!(names.len() >= 20);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(mean >= 0.955, "mean F1 {mean:.3}");
    assert!(noise * 100 <= known * 3, "noise {noise}/{known}");
}

#[test]
fn the_charset_of_every_page_is_found_whatever_its_label() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    for name in ["old-table", "wrong-label", "big5", "dede", "discuz", "qa"] {
        let article = clean(&html(name, fs::read(folder.join(format!("{name}.html"))).unwrap()));
        assert!(
            !article.text.contains('\u{fffd}')
                && article.notices.iter().all(|notice| notice.kind != NoticeKind::BadBytes),
            "{name}"
        );
    }
}

#[test]
fn tables_stay_rows_between_the_paragraphs_around_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let article = clean(&html("t", fs::read(folder.join("data-table.html")).unwrap()));
    let rows: Vec<&str> = article
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::TableRow)
        .map(|block| block.span.of(&article.text))
        .collect();
    assert_eq!(rows.len(), 5);
    assert_eq!(rows[1], "1-3天 | 短信、站内信 | 一般不报送");
}

fn page_of(body: &str) -> Article {
    clean(&html(
        "x.html",
        format!("<html><head><meta charset=utf-8><title>题</title></head><body>{body}</body></html>").into_bytes(),
    ))
}

const PARAGRAPH: &str =
    "借呗逾期以后，平台一般先发短信、打电话提醒，不会直接上门，金额大又失联的，才可能委托当地的机构走访。";

#[test]
fn nesting_without_end_neither_hangs_nor_overflows() {
    let deep = format!("{}<p>{PARAGRAPH}</p>{}", "<div>".repeat(200_000), "</div>".repeat(200_000));
    assert_eq!(page_of(&deep).text, PARAGRAPH);
    let unclosed = format!("{}{PARAGRAPH}", "<span class=a><b><font size=1><i><a name=x>".repeat(100_000));
    assert!(page_of(&unclosed).text.contains(PARAGRAPH));
    let tables = format!("{}{PARAGRAPH}", "<table><tr><td>".repeat(100_000));
    assert!(page_of(&tables).text.contains(PARAGRAPH));
    let lists = format!("{}{PARAGRAPH}", "<ul><li>".repeat(100_000));
    assert!(page_of(&lists).text.contains(PARAGRAPH));
}

#[test]
fn pages_of_many_megabytes_are_read_to_the_end() {
    let line = format!("<div class=\"p\"><div><p>{PARAGRAPH}</p></div></div>");
    let count = 5_000_000 / line.len();
    let article = page_of(&line.repeat(count));
    assert_eq!(article.text.lines().count(), count);
}

#[test]
fn broken_markup_keeps_its_text() {
    let article = page_of(&format!(
        "<div><p>{PARAGRAPH}<p>{PARAGRAPH}</div></td></table><<<>>><p a=\"{PARAGRAPH}\">第三段说，{PARAGRAPH}<!-- 未完"
    ));
    assert!(article.text.contains("第三段说"), "{}", article.text);
    assert_eq!(page_of("").text, "");
    assert_eq!(page_of("<script>if(1<2){document.write('<p>x</p>')}</script>").text, "");
}

#[test]
fn gaps_that_stand_for_lost_words_stay_and_layout_blanks_go() {
    let article = page_of(&format!(
        "<p>\u{3000}\u{3000}欠款超过\u{3000}元的，一般通过&nbsp;&nbsp;、短信\n提醒，   平台\n不会上门。{PARAGRAPH}</p>"
    ));
    assert!(
        article.text.starts_with("欠款超过\u{3000}元的，一般通过\u{a0}\u{a0}、短信提醒， 平台不会上门。"),
        "{}",
        article.text
    );
}
