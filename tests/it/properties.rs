//! What holds for any text at all: no panic, quotes that stand in the text, ids that do not change.

use duizhi::analyze;
use duizhi::lexicon::Lexicon;
use duizhi::page::{Page, PageKind};
use duizhi::wire::claim::records;
use proptest::prelude::*;
use std::sync::LazyLock;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::embedded);

/// Words that make sentences of the kind that is read, and what breaks such sentences.
const PIECES: &[&str] = &[
    "花呗",
    "借呗",
    "支付宝",
    "逾期",
    "一般",
    "不会",
    "可能",
    "上门",
    "起诉",
    "催收",
    "走访户籍地",
    "爆通讯录",
    "征信",
    "的",
    "，",
    "。",
    "？",
    "；",
    "！",
    "、",
    "：",
    "“",
    "”",
    "（",
    "）",
    "如果",
    "只有",
    "除非",
    "才",
    "否则",
    "但",
    "即使",
    "三个月",
    "90天",
    "5万元以上",
    "0.05%",
    "每天",
    "22:00",
    "金额较大",
    "失联",
    "客服表示",
    "网友说",
    "一、",
    "1.",
    "Q:",
    "A:",
    "是否",
    "会不会",
    "吗",
    "建议",
    "不要",
    "不得",
    "有权",
    "\n",
    "\n\n",
    " ",
    "\u{3000}",
    "|",
    "*",
    "***",
    "上門",
    "戶籍",
    "\u{200b}",
    "\u{1f600}",
    "(hù)",
    "谣言：",
    "\u{0}",
    "\u{1b}[31m",
    "<p>",
    "</p>",
    "<table><tr><td>",
    "&nbsp;",
    "&#x4e0d;",
    "<script>",
    "<!--",
    "🙂",
    "M2",
    "第",
    "四",
    "千",
    "亿",
    "永久",
    "九",
];

fn text() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(PIECES), 0..80).prop_map(|pieces| pieces.concat());
    prop_oneof![4 => pieces, 1 => "\\PC{0,200}", 1 => any::<String>()]
}

fn page(kind: PageKind, title: Option<String>, bytes: Vec<u8>) -> Page {
    Page {
        path: "p".to_owned(),
        address: "p".to_owned(),
        url: None,
        kind,
        declared_charset: None,
        title,
        published: None,
        bytes,
        continued: Vec::new(),
    }
}

fn kind() -> impl Strategy<Value = PageKind> {
    prop::sample::select(vec![PageKind::Text, PageKind::Html, PageKind::Markdown])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn every_quote_stands_in_its_text(text in text(), title in prop::option::of(text()), kind in kind()) {
        let reading = analyze::read(&LEXICON, &page(kind, title, text.into_bytes()));
        let characters: Vec<char> = reading.article.text.chars().collect();
        for record in records(&reading.article, &reading.claims) {
            let evidence = &record.evidence;
            let quote: String = characters[evidence.start..evidence.end].iter().collect();
            prop_assert_eq!(&quote, &evidence.quote);
            prop_assert!(!record.products.is_empty());
        }
    }

    #[test]
    fn the_same_page_gives_the_same_claims(text in text(), kind in kind()) {
        let page = page(kind, None, text.into_bytes());
        let (first, second) = (analyze::read(&LEXICON, &page), analyze::read(&LEXICON, &page));
        prop_assert_eq!(&first, &second);
        for claim in &first.claims {
            prop_assert_eq!(claim.id, claim.fingerprint());
        }
    }

    #[test]
    fn any_bytes_are_a_page(bytes in prop::collection::vec(any::<u8>(), 0..400), kind in kind()) {
        let reading = analyze::read(&LEXICON, &page(kind, None, bytes));
        for claim in &reading.claims {
            prop_assert_eq!(claim.evidence.span.of(&reading.article.text), claim.evidence.quote.as_str());
        }
    }
}

/// Time stays linear: a hundred times one sentence that opens everything and closes nothing.
#[test]
fn long_runs_of_one_thing_are_read_in_time() {
    for piece in
        ["如果", "不", "（", "“", "、上门", "九", "0.", "借呗不会上门,", "<div>", "|", "一、", "除非…否则", "是不是"]
    {
        let text = piece.repeat(60_000 / piece.len());
        let begun = std::time::Instant::now();
        analyze::read(&LEXICON, &page(PageKind::Text, None, text.into_bytes()));
        assert!(begun.elapsed().as_secs() < 20, "{piece:?} took {:?}", begun.elapsed());
    }
}
