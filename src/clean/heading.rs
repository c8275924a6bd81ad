//! Headings, list items and table rows of text without markup, told by their marks and their neighbours.
//!
//! Ranks are relative: 1 `#` 第一章, 2 一、 and `##`, 3 （一） 【】 and bare short lines, 4 `1、` 第一阶段 谣言一, 5 `(1)`.

use std::sync::LazyLock;

use regex::Regex;

use super::boilerplate::{self, Role};
use super::fold::fold;
use super::line::{ends_sentence, is_prose};
use crate::article::BlockKind;

/// A numbering style with the rank that a heading so numbered has.
const STYLES: &[(&str, u8)] = &[
    (r"^第[一二三四五六七八九十百\d]{1,3}[章节部编]分?", 1),
    (r"^[一二三四五六七八九十]{1,3}( ?[、.．,，:：]| )", 2),
    (r"^[（(][一二三四五六七八九十]{1,3}[）)]", 3),
    (r"^第[一二三四五六七八九十\d]{1,2}(阶段|步|点|类|种|个|,|，|、|：|:|是| )", 4),
    (
        r"^(谣言|误区|真相|问题|情况|情形|案例|阶段|步骤|方法|方式|技巧|要点|实例|解析|序号|原因|后果|影响|建议|条件)[一二三四五六七八九十\d]{1,2}([、.．:：]| |$)",
        4,
    ),
    (r"^[1-9]\d?(\.[1-9]\d?)+[ 、.．]?[^\d%‰元万天倍期号个.]", 5),
    (r"^\d{1,2}( ?[、．,，:：)）]|\.[^\d]|\.$| )", 4),
    (r"^[（(]\d{1,2}[）)]", 5),
    (r"^[①②③④⑤⑥⑦⑧⑨⑩⑪⑫]", 5),
    (r"^[★☆◆■▍▌●] ?\S", 3),
    (r"^[-*•·▪►▶✓✔✅👉○□—] ?\S", 5),
];

static STYLE_FORMS: LazyLock<Vec<(Regex, u8)>> = LazyLock::new(|| {
    STYLES.iter().map(|(form, rank)| (Regex::new(form).expect("the patterns are written above"), *rank)).collect()
});

/// 第31-60天：M2，委外期. A stage with its name is a heading, comma or not.
static STAGE: LazyLock<Regex> = LazyLock::new(|| {
    let form = r"^(第|逾期)?\d{1,3}( ?[-—–~～至到] ?\d{1,3})?天(以上|以内|内)?[：:][^。；;！!？?]{1,12}$";
    Regex::new(form).expect("the pattern is written above")
});

/// The numbering of a line: which style, and the rank of its headings.
fn style(line: &str) -> Option<(usize, u8)> {
    // What a numbering may begin with, besides figures: most lines begin with none of it.
    const MARKS: &str = "第一二三四五六七八九十（(谣误真问情案阶步方技要实解序原后影建条★☆◆■▍▌●-*•·▪►▶✓✔✅👉○□—";
    if !line.chars().next().is_some_and(|first| first.is_numeric() || MARKS.contains(first)) {
        return None;
    }
    STYLE_FORMS.iter().position(|(form, _)| form.is_match(line)).map(|index| (index, STYLE_FORMS[index].1))
}

/// `# …`: the number of marks, where a text follows.
pub(super) fn hashes(line: &str) -> Option<u8> {
    let rest = line.trim_start_matches('#');
    let marks = line.len() - rest.len();
    ((1..=6).contains(&marks) && rest.starts_with([' ', '\u{3000}']) && !rest.trim().is_empty()).then_some(marks as u8)
}

/// A whole line in 【】.
fn is_label(line: &str) -> bool {
    let inner = line.strip_prefix('【').and_then(|rest| rest.strip_suffix('】'));
    inner.is_some_and(|rest| (1..=24).contains(&rest.chars().count()) && !rest.contains(['。', '，', '；', '】']))
}

/// What each of the lines is, by its own marks and those of its neighbours.
pub(super) fn kinds(lines: &[&str]) -> Vec<BlockKind> {
    let styles: Vec<_> = lines.iter().map(|line| style(line)).collect();
    let mut cells: Vec<_> = lines.iter().map(|line| cells(line)).collect();
    // Columns set with blanks are told by three lines that have as many.
    let blank: Vec<_> = lines.iter().map(|line| blank_cells(line)).collect();
    for run in (0..lines.len()).collect::<Vec<_>>().chunk_by(|a, b| blank[*a] == blank[*b]) {
        // 会上门吗  12个回答 is a list of other pages: a head names its columns, without a figure.
        let head = !lines[run[0]].contains(|c: char| c.is_ascii_digit() || matches!(c, '吗' | '呢'));
        if run.len() >= 3 && blank[run[0]] >= 2 && head {
            run.iter().for_each(|at| cells[*at] = cells[*at].max(blank[*at]));
        }
    }
    (0..lines.len()).map(|at| kind(lines, &styles, &cells, at)).collect()
}

fn kind(lines: &[&str], styles: &[Option<(usize, u8)>], cells: &[usize], at: usize) -> BlockKind {
    let line = lines[at];
    let next = lines.get(at + 1).copied();
    if let Some(rank) = hashes(line) {
        return BlockKind::Heading(rank);
    }
    // A row stands beside another of as many cells.
    if cells[at] >= 2 && [at.wrapping_sub(1), at + 1].iter().any(|&beside| cells.get(beside) == Some(&cells[at])) {
        return BlockKind::TableRow;
    }
    if let Some((own, rank)) = styles[at] {
        let same = |other: usize| styles.get(other).copied().flatten().is_some_and(|(style, _)| style == own);
        let in_run = same(at + 1) || (at > 0 && same(at - 1));
        return if is_short_head(line) && !in_run && next.is_some() && !line.starts_with(['①', '-', '•', '*', '·'])
        {
            BlockKind::Heading(rank)
        } else {
            BlockKind::ListItem
        };
    }
    if is_label(line) && next.is_some() {
        return BlockKind::Heading(3);
    }
    // M2（逾期31-60天）; but not （来源：某网）.
    let bracketed =
        line.ends_with(['）', ')']) && !(line.contains("逾期") || line.contains("阶段") || line.contains('天'));
    let over_prose = next.is_some_and(|next| is_prose(next) && next.chars().count() > line.chars().count() * 2);
    let bare = over_prose
        && (is_short_head(line) || STAGE.is_match(line))
        && !bracketed
        && !line.ends_with(['：', ':', '、', '~', '～'])
        && !line.contains('@')
        && !is_spoken(line);
    if bare {
        return BlockKind::Heading(3);
    }
    BlockKind::Paragraph
}

/// Short, with no sentence in it: a question mark at the end is allowed.
fn is_short_head(line: &str) -> bool {
    let length = line.chars().count();
    let body = line.trim_end_matches(['？', '?', '：', ':']);
    // The mark of the numbering is no comma of a sentence.
    let mut inner = body.chars().skip(3);
    (2..=32).contains(&length) && !body.ends_with('。') && !inner.any(|c| ends_sentence(c) || matches!(c, '，' | ','))
}

/// Lines that say who speaks (`最佳答案`, `Q：…`) are no headings.
fn is_spoken(line: &str) -> bool {
    boilerplate::role(&fold(line), false).is_some_and(Role::stays)
}

/// Number of cells of a line with bars or tabs in it; 0 without.
fn cells(line: &str) -> usize {
    let bars = line.trim_matches(['|', '｜']).matches(['|', '｜']).count();
    let tabs = line.trim().matches('\t').count();
    match bars.max(tabs) {
        0 => 0,
        marks => marks + 1,
    }
}

/// Number of cells of a short line whose columns are set with two blanks and more; 0 where a sentence ends in it.
fn blank_cells(line: &str) -> usize {
    let line = line.trim();
    if line.chars().count() > 60 || line.chars().any(|c| matches!(c, '。' | '？' | '?' | '！' | '：' | ':')) {
        return 0;
    }
    line.split("  ").filter(|cell| !cell.trim().is_empty()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranks(text: &str) -> Vec<String> {
        let lines: Vec<&str> = text.lines().collect();
        kinds(&lines).into_iter().map(|kind| format!("{kind:?}")).collect()
    }

    const PROSE: &str = "花呗的服务合同里没有写明逾期多少天必须起诉，一般要拖到半年以后才会动真格，不必过分担心。";

    #[test]
    fn a_stage_with_its_name_is_a_heading_though_a_comma_stands_in_it() {
        let text = format!("第31-60天：M2，委外期\n{PROSE}");
        assert_eq!(ranks(&text)[0], "Heading(3)");
        let text = format!("第31天：转给外包，催收会上门，也会打电话给家里人。\n{PROSE}");
        assert_eq!(ranks(&text)[0], "Paragraph");
    }

    #[test]
    fn numbered_short_lines_before_prose_are_headings_of_their_rank() {
        let heads = [
            ("一、时间并非唯一标准", "Heading(2)"),
            ("（一）按城市分", "Heading(3)"),
            ("1、产生罚息", "Heading(4)"),
            ("(1)逾期1个月", "Heading(5)"),
            ("## 三、什么时候会升级", "Heading(2)"),
            ("第一阶段", "Heading(4)"),
            ("【信用卡】", "Heading(3)"),
            ("★几句真心话", "Heading(3)"),
            ("谣言一：逾期不还要坐牢", "Heading(4)"),
            ("能不能找联系人", "Heading(3)"),
            ("上门怎么管？", "Heading(3)"),
            ("第二章 罚息", "Heading(1)"),
            ("M2（逾期31-60天）", "Heading(3)"),
        ];
        for (head, kind) in heads {
            assert_eq!(ranks(&format!("{head}\n{PROSE}"))[0], kind, "{head}");
        }
    }

    #[test]
    fn numbered_lines_in_a_run_or_with_a_sentence_are_items() {
        let items = [
            "1.别失联\n2.别关机",
            "1. 先把能还的还上，哪怕一个月几百。",
            "一、蚂蚁集团不会委派人员上门催收。凡自称蚂蚁工作人员的，一律为诈骗。",
            "①看证件",
            "- 留好录音",
            "1 早点主动联系银行和平台，别等到起诉了再谈。",
        ];
        for item in items {
            assert_eq!(ranks(item)[0], "ListItem", "{item}");
        }
    }

    #[test]
    fn rows_stand_together_and_a_lone_bar_makes_none() {
        assert_eq!(ranks("项目 | 花呗 | 借呗\n宽限期 | 3天 | 无"), ["TableRow", "TableRow"]);
        assert_eq!(ranks(&format!("更新 | 责编\n{PROSE}"))[0], "Heading(3)");
        assert_eq!(ranks("逾期天数\t措施\n1-3天\t短信"), ["TableRow", "TableRow"]);
    }

    #[test]
    fn speakers_introductions_and_amounts_are_paragraphs() {
        for line in ["最佳答案", "Q：有没有人上门", "几个大家问得多的：", "2024年"] {
            let next = if line == "2024年" { "短" } else { PROSE };
            assert_eq!(ranks(&format!("{line}\n{next}"))[0], "Paragraph", "{line}");
        }
        assert_eq!(ranks("3000多块真犯不着上门。")[0], "Paragraph");
        assert_eq!(ranks("0.05%是每天的罚息，按未还金额算。")[0], "Paragraph");
    }
}
