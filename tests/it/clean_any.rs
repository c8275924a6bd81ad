//! Whatever the bytes, cleaning ends, does not panic, and its blocks are the lines of its text.

use std::fs;
use std::path::Path;

use duizhi::article::Article;
use duizhi::clean::clean;
use duizhi::page::{Page, PageKind};
use proptest::prelude::*;

fn cleaned(kind: PageKind, bytes: Vec<u8>) -> Article {
    clean(&Page {
        path: "x".to_owned(),
        address: "x".to_owned(),
        url: None,
        kind,
        declared_charset: None,
        title: None,
        published: None,
        bytes,
        continued: Vec::new(),
    })
}

fn holds(article: &Article) {
    let blocks: Vec<&str> = article.blocks.iter().map(|block| block.span.of(&article.text)).collect();
    assert_eq!(blocks.join("\n"), article.text);
    assert!(blocks.iter().all(|block| !block.contains('\n') && !block.trim().is_empty()), "{blocks:?}");
    assert!((0.0..=1.0).contains(&article.confidence));
}

/// Pieces that pages are made of, whole and broken.
const PIECES: &[&str] = &[
    "<div>",
    "</div>",
    "<p class='a'>",
    "</p>",
    "<table><tr><td>",
    "</td><td>",
    "</table>",
    "<ul><li>",
    "</ul>",
    "<a href=x>",
    "</a>",
    "<br>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<h1>",
    "</h1>",
    "<b>",
    "</b>",
    "<span",
    "\"",
    "'",
    ">",
    "<",
    "&nbsp;",
    "&#x4e00;",
    "借呗逾期会不会上门？",
    "一般不会，除非金额大又失联。",
    "2024-03-01",
    "来源：某网",
    "上一篇：",
    "相关推荐",
    "网友评论(2)",
    "\u{f0001}",
    "\u{3000}",
    "\u{0}",
    "\n",
    " ",
    "| a | b |",
    "# ",
    "---\n",
    "1、",
    "Q：",
    "。",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn pieces_in_any_order_are_read(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        let text = pieces.concat();
        for kind in [PageKind::Html, PageKind::Text, PageKind::Markdown] {
            holds(&cleaned(kind, text.clone().into_bytes()));
        }
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for kind in [PageKind::Html, PageKind::Text, PageKind::Markdown] {
            holds(&cleaned(kind, bytes.clone()));
        }
    }

    #[test]
    fn pages_cut_and_spoiled_anywhere_are_read(page in 0..21usize, cut in 0.0..1.0f64, spoiled in prop::collection::vec((0.0..1.0f64, any::<u8>()), 0..20)) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
        let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|ending| ending == "html")).collect();
        names.sort();
        let mut bytes = fs::read(&names[page % names.len()]).unwrap();
        bytes.truncate((bytes.len() as f64 * cut) as usize);
        let length = bytes.len() as f64;
        for (place, byte) in spoiled {
            if let Some(spot) = bytes.get_mut((place * length) as usize) {
                *spot = byte;
            }
        }
        holds(&cleaned(PageKind::Html, bytes));
    }
}

#[test]
fn plain_lines_are_never_changed() {
    let text = "标题\n\u{3000}\u{3000}欠款超过 元的，\u{a0}一般  打 提醒。\n***  平台   不会上门，  ####说的。\n";
    let article = cleaned(PageKind::Text, text.as_bytes().to_vec());
    assert_eq!(article.text, "欠款超过 元的，\u{a0}一般  打 提醒。\n***  平台   不会上门，  ####说的。");
}
