//! `tests/quantities/*.md`: tables 表达 | 值, one file for each kind. Every wrong row is printed as file:line with what was
//! expected and what was read. With `DUIZHI_UPDATE=1` the right column is rewritten instead; read the difference
//! before keeping it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use duizhi::quantity::scan;
use proptest::prelude::*;

#[test]
fn every_row_of_the_tables_reads_as_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/quantities");
    let update = std::env::var_os("DUIZHI_UPDATE").is_some();
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let (mut rows, mut wrong) = (0, String::new());
    for file in &files {
        let source = fs::read_to_string(file).unwrap();
        let mut rewritten = String::new();
        for (number, line) in source.lines().enumerate() {
            let Some((text, expected)) = row(line) else {
                writeln!(rewritten, "{line}").unwrap();
                continue;
            };
            rows += 1;
            let actual = notation(text);
            writeln!(rewritten, "| {text} | {actual} |").unwrap();
            if actual != expected {
                let name = file.file_name().unwrap().to_string_lossy();
                writeln!(wrong, "{name}:{}: {text}\n    expected {expected}\n    actual   {actual}", number + 1)
                    .unwrap();
            }
        }
        if update {
            fs::write(file, rewritten).unwrap();
        }
    }
    assert!(rows >= 300, "only {rows} rows were found");
    assert!(update || wrong.is_empty(), "{rows} rows\n{wrong}");
}

/// The cells of a row; nothing for prose, the head and the rule under it.
fn row(line: &str) -> Option<(&str, &str)> {
    let (text, value) = line.strip_prefix("| ")?.strip_suffix(" |")?.split_once(" | ")?;
    (text != "表达" && !text.starts_with('-')).then_some((text, value))
}

fn notation(text: &str) -> String {
    let read: Vec<String> = scan(text).iter().map(|m| format!("{} = {}", &text[m.start..m.end], m.value)).collect();
    if read.is_empty() { "—".to_owned() } else { read.join("; ") }
}

proptest! {
    /// Whatever the text, spans are whole characters, in order and apart.
    #[test]
    fn spans_hold_for_any_text(text in any_text()) {
        check_spans(&text);
    }
}

proptest! {
    /// A sum written in words, with digits or with 万 is the same sum.
    #[test]
    fn sums_read_back(n in 1i64..100_000_000) {
        let grouped = grouped(n);
        for sum in [in_words(n), n.to_string(), grouped] {
            prop_assert_eq!(notation(&format!("欠款{sum}元。")), format!("{sum}元 = money {n}"));
        }
        let (high, low) = (n % 900 + 1, n % 9 + 1);
        prop_assert_eq!(notation(&format!("欠{high}万{low}千元")), format!("{high}万{low}千元 = money {}", high * 10_000 + low * 1000));
        prop_assert_eq!(notation(&format!("不超过{}天", in_words(high))), format!("不超过{}天 = days ~{high}", in_words(high)));
    }

    /// A range reads as its two ends, whichever way they are written.
    #[test]
    fn ranges_read_back(a in 1i64..400, more in 1i64..400) {
        let b = a + more;
        for sign in ["-", "~", "至", "到", "—"] {
            prop_assert_eq!(notation(&format!("逾期{a}{sign}{b}天")), format!("{a}{sign}{b}天 = days {a}~{b}"));
            prop_assert_eq!(notation(&format!("欠{a}{sign}{b}万元")), format!("{a}{sign}{b}万元 = money {}~{}", a * 10_000, b * 10_000));
        }
    }
}

/// 12345 as 一万二千三百四十五.
fn in_words(n: i64) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if n >= 10_000 {
        let (high, low) = (n / 10_000, n % 10_000);
        let gap = if low > 0 && low < 1000 { "零" } else { "" };
        let low = if low > 0 { in_words(low) } else { String::new() };
        // 十 stands alone only at the beginning of a number.
        let low = if gap == "零" && low.starts_with('十') { format!("一{low}") } else { low };
        return format!("{}万{gap}{low}", in_words(high));
    }
    let mut words = String::new();
    let mut zero = false;
    for (one, scale) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = n / one % 10;
        if digit == 0 {
            zero = !words.is_empty();
            continue;
        }
        if zero {
            words.push('零');
            zero = false;
        }
        if !(one == 10 && digit == 1 && words.is_empty()) {
            words.push_str(DIGITS[digit as usize]);
        }
        words.push_str(scale);
    }
    words
}

/// 12345 as 12,345.
fn grouped(n: i64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (k, c) in digits.chars().enumerate() {
        if k > 0 && (digits.len() - k).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// Any characters, and mixtures of the pieces that quantities are made of.
fn any_text() -> impl Strategy<Value = String> {
    let pieces = [
        "3",
        "0",
        "95188",
        "2021",
        ".",
        ",",
        "-",
        "~",
        " ",
        "至",
        "到",
        "一",
        "两",
        "三",
        "十",
        "百",
        "千",
        "万",
        "亿",
        "零",
        "半",
        "几",
        "数",
        "多",
        "余",
        "来",
        "个",
        "月",
        "年",
        "天",
        "日",
        "周",
        "号",
        "点",
        "时",
        "分",
        ":",
        "元",
        "块",
        "%",
        "‰",
        "成",
        "倍",
        "期",
        "次",
        "人",
        "第",
        "条",
        "之一",
        "《",
        "》",
        "法",
        "M",
        "w",
        "k",
        "超过",
        "不",
        "没有",
        "最多",
        "不到",
        "以上",
        "以内",
        "左右",
        "起",
        "后",
        "前",
        "每天",
        "逾期",
        "欠",
        "百分之",
        "万分之",
        "上浮",
        "加收",
        "一半",
        "月息",
        "年化",
        "晚上",
        "次日",
        "第二天",
        "、",
        "，",
        "/",
        "<",
        "≥",
        "¥",
        "（",
        "萬",
        "個",
        "０",
        "％",
        "🙂",
        "é",
    ];
    let mixed = prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..24).prop_map(|parts| parts.concat());
    prop_oneof![mixed, any::<String>()]
}

fn check_spans(text: &str) {
    let mut last = 0;
    for m in scan(text) {
        assert!(m.start < m.end && m.start >= last, "{text:?}: {m:?} after {last}");
        assert!(text.is_char_boundary(m.start) && text.is_char_boundary(m.end), "{text:?}: {m:?}");
        last = m.end;
    }
}

/// Long runs of what opens a number must not make the work grow faster than the text.
#[test]
fn long_runs_are_read_in_bounded_steps() {
    for piece in ["1", "一", "第", "《", "9,", "三、", "1/", "半", "最多可以", "1-", "每天"] {
        let text = piece.repeat(4_000);
        check_spans(&text);
    }
}
