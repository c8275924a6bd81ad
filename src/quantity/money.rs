//! Sums of yuan: with the unit written, or bare where the words around leave no other reading (欠1w,
//! 额度三千, 五万以上的). 几百份, 阅读1.8万 and 600分 are not money.

use super::bound::{Ends, Side};
use super::days::range;
use super::hanzi;
use super::spread::Spread;
use super::term::Unit;
use super::text::{after_any, at, before, clause_start, ending_any, ends_clause, holds, one_of};
use super::{Range, Value};

/// Words directly before a bare number that make it a sum.
const OWED: &[&str] = &[
    "欠",
    "欠款",
    "金额",
    "额度",
    "本金",
    "负债",
    "债务",
    "借",
    "借了",
    "贷款",
    "借款",
    "贷",
    "余额",
    "账单",
    "总额",
    "本利",
    "带利",
    "花呗",
    "借呗",
    "罚款",
    "还",
    "网贷",
    "信用卡",
    "欠债",
    "外债",
    "白条",
    "微粒贷",
    "数额",
    "数目",
    "款项",
    "透支",
    "拖欠",
    "存款",
    "利息",
    "罚息",
    "共计",
    "合计",
    "欠费",
    "总共",
    "还款",
    "应还",
    "花",
    "倒贴",
    "交",
    "转",
    "月供",
    "工资",
    "收入",
    "¥",
    "限额",
    "唄",
];

/// What may stand between such a word and the number.
const BETWEEN: &[char] = &[
    '了', '着', '为', '是', '达', '到', '在', '有', '近', ':', ' ', '共', '计', '总', '额', '只', '就', '才', '也',
    '不', '过', '个', '的', '款', '高', '仅', '低', '约', '上', '呗', '从',
];

/// Words that say the number counts readers, not yuan.
const READERS: &[&str] = &[
    "阅读",
    "浏览",
    "点击",
    "播放",
    "粉丝",
    "关注",
    "访问",
    "点赞",
    "评论",
    "收藏",
    "转发",
    "人气",
    "热度",
    "用户",
    "人数",
    "销量",
    "下载",
    "芝麻分",
    "信用分",
    "评分",
];

/// The value of `spread`, or `None` where it is no money.
pub(super) fn value(t: &[char], spread: &Spread, ends: Ends, left: Side, right: Side) -> Option<Value> {
    if before(t, left.at, 1) == '每' || before(t, spread.start, 1) == '每' {
        return None;
    }
    let mut range = range(ends)?;
    // 金额过了两万: more than that; 欠过两万 is how much it was.
    let passed = ending_any(t, left.at, 0, &["过了"]).is_some_and(|at| !one_of(before(t, at, 1), "欠借还花交付转贷"));
    if passed && left.bound.is_none() && range.min == range.max {
        range = Range { min_incl: false, max: None, ..range };
    }
    match spread.unit {
        Some(Unit::Yuan) => Some(Value::Money { range, bare: false }),
        None if sign_before(t, spread, left) || is_sum(t, spread, range, left, right) => {
            Some(Value::Money { range, bare: true })
        }
        _ => None,
    }
}

/// ¥500 is no bare number.
fn sign_before(t: &[char], spread: &Spread, left: Side) -> bool {
    left.at < spread.start && ending_any(t, spread.start, left.at, &["¥", "人民币", "¥ ", "人民币 "]).is_some()
}

fn is_sum(t: &[char], spread: &Spread, range: Range, left: Side, right: Side) -> bool {
    let from = clause_start(t, left.at, 0, 14);
    if holds(t, from, left.at, READERS) || !stops(t, right.at, left, right) {
        return false;
    }
    let owed = owed_before(t, left.at);
    if !stops_number(t, right.at) && !owed && right.bound.is_none() {
        return false;
    }
    if spread.scaled {
        // 三千世界, 万里: a scale word counts as money unless the clause is about something else; small ones need a cue.
        let size = range.max.or(range.min).unwrap_or(0);
        let cue = owed
            || holds(
                t,
                clause_start(t, left.at, 0, 24),
                (right.at + 8).min(t.len()),
                &["欠", "款", "额", "钱", "元", "贷", "还", "债", "金", "付", "花", "借", "交", "罚", "块", "利", "费"],
            );
        return cue
            || spread.loose
            || size >= 1000
                && (left.bound.is_some()
                    || right.bound.is_some()
                    || right.about
                    || spread.written
                    || at_cell(t, left.at));
    }
    let plain = range.min.or(range.max).unwrap_or(0);
    let year = |n: Option<i64>| n.is_some_and(|n| (1990..=2035).contains(&n));
    if (spread.hanzi && !(owed && plain >= 10))
        || (!spread.hanzi && plain < 50)
        || (year(range.min) && !spread.written && left.bound.is_none() && right.bound.is_none())
    {
        return false;
    }
    let bounded = left.bound.is_some() || right.bound.is_some() || spread.written;
    let near = holds(
        t,
        clause_start(t, left.at, 0, 10),
        left.at,
        &["欠", "金额", "款额", "额度", "本金", "欠款", "借款", "罚款"],
    );
    owed || (bounded && near && plain >= 100)
}

/// The beginning of a line or a table cell.
fn at_cell(t: &[char], i: usize) -> bool {
    let k = if before(t, i, 1) == ' ' { i - 1 } else { i };
    k == 0 || matches!(before(t, k, 1), '\n' | '|' | ')' | '、' | '.')
}

fn owed_before(t: &[char], i: usize) -> bool {
    let mut k = i;
    for _ in 0..5 {
        if ending_any(t, k, 0, OWED).is_some() {
            return true;
        }
        if k == 0 || !BETWEEN.contains(&t[k - 1]) {
            return false;
        }
        k -= 1;
    }
    false
}

/// Whether what follows a bare number leaves it one: no measure word, no noun that it would count.
fn stops(t: &[char], end: usize, left: Side, right: Side) -> bool {
    let c = at(t, end);
    if c == '\0' || ends_clause(c) || one_of(c, "、）)(\"”」: 】/-") {
        // A point or dash may be the beginning of a number that was cut.
        return !(matches!(c, '-' | '/')
            && (at(t, end + 1).is_ascii_digit() || matches!(at(t, end + 1), '元' | '万' | '天')));
    }
    if one_of(c, "*#xX×") {
        return false;
    }
    let function = one_of(
        c,
        "的就会也没未不还能被逾以到至都才可要且或和与而但是时后前拖左之则即算已无催上了吗一需有多最起属呢现甚乃又既",
    );
    let glued = matches!(
        (c, at(t, end + 1)),
        ('上', '下' | '线') | ('前', '台') | ('后', '台') | ('不', '等') | ('多', _) | ('时', _)
    ) && c != '不';
    let compared = ["小于", "低于", "少于", "大于", "高于", "超过", "不足", "不到", "≤", "<", "介于"];
    (function && !glued)
        || after_any(t, end, &compared).is_some()
        || after_any(t, end, &["欠款", "额度", "本金", "借款", "贷款", "负债", "债务", "罚款", "罚金", "金额"])
            .is_some()
        || left.bound.is_some() && right.bound.is_some()
        || hanzi::is_numeral(c)
        || c.is_ascii_digit()
}

/// Another number right behind it (欠两万六个月没还) needs a surer sign that this one is money.
fn stops_number(t: &[char], end: usize) -> bool {
    !(hanzi::is_numeral(at(t, end)) || at(t, end).is_ascii_digit())
}
