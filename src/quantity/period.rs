//! By what a share is charged: by the day, month or year, or once. The words beside it say so, else its size where
//! that leaves no doubt.

use super::Unit;
use super::text::{after, after_any, at, clause_start, ending_any, holds};

const PERIODS: &[(&str, Unit)] = &[
    ("日利率", Unit::PerDay),
    ("日息", Unit::PerDay),
    ("日费率", Unit::PerDay),
    ("日罚息", Unit::PerDay),
    ("每日", Unit::PerDay),
    ("每天", Unit::PerDay),
    ("每一天", Unit::PerDay),
    ("按日", Unit::PerDay),
    ("按天", Unit::PerDay),
    ("逐日", Unit::PerDay),
    ("一天", Unit::PerDay),
    ("月利率", Unit::PerMonth),
    ("月息", Unit::PerMonth),
    ("月费率", Unit::PerMonth),
    ("月利", Unit::PerMonth),
    ("每月", Unit::PerMonth),
    ("每个月", Unit::PerMonth),
    ("按月", Unit::PerMonth),
    ("年化", Unit::PerYear),
    ("年利率", Unit::PerYear),
    ("年利", Unit::PerYear),
    ("年息", Unit::PerYear),
    ("年费率", Unit::PerYear),
    ("每年", Unit::PerYear),
    ("一年", Unit::PerYear),
];

/// Words that make a share a rate at all.
const CHARGED: &[&str] = &["息", "利率", "费率", "违约金", "滞纳金", "罚", "手续费", "收取", "计收", "加收", "收"];
const ONCE: &[&str] = &["手续费", "服务费", "费率", "分期费", "违约金", "滞纳金", "中介费", "佣金", "期"];
const CHANCE: &[&str] = &[
    "概率",
    "几率",
    "机率",
    "可能性",
    "占比",
    "比例",
    "把握",
    "成功率",
    "通过率",
    "逾期率",
    "不良率",
    "回收率",
    "还款额",
    "首付",
    "额度",
    "的人",
    "用户",
    "客户",
];

/// The period that the clause gives: the nearest word before, or what follows at once.
pub(super) fn given(
    t: &[char],
    number: usize,
    start: usize,
    end: usize,
    size: f64,
    tenths: bool,
) -> Option<(Unit, usize, usize)> {
    let right = [
        ("/天", Unit::PerDay),
        ("/日", Unit::PerDay),
        ("每天", Unit::PerDay),
        ("每日", Unit::PerDay),
        ("一天", Unit::PerDay),
        ("/月", Unit::PerMonth),
        ("每月", Unit::PerMonth),
        ("/年", Unit::PerYear),
        ("每年", Unit::PerYear),
    ];
    let space = if at(t, end) == ' ' { end + 1 } else { end };
    for (word, unit) in right {
        if let Some(k) = after(t, space, word) {
            return Some((unit, start, k));
        }
    }
    let right = [
        ("日利率", Unit::PerDay),
        ("日息", Unit::PerDay),
        ("月利率", Unit::PerMonth),
        ("月息", Unit::PerMonth),
        ("年化", Unit::PerYear),
        ("年利率", Unit::PerYear),
        ("年息", Unit::PerYear),
    ];
    let of = if at(t, end) == '的' { end + 1 } else { end };
    if let Some(&(_, unit)) = right.iter().find(|(word, _)| after(t, of, word).is_some()) {
        return Some((unit, start, end));
    }
    let from = clause_start(t, number, 0, 18);
    for k in (from..number).rev() {
        let found = PERIODS
            .iter()
            .find_map(|&(word, unit)| after(t, k, word).filter(|&e| e <= number).map(|e| (unit, e, word)));
        let Some((unit, word_end, word)) = found else {
            if after_any(t, k, CHANCE).is_some_and(|e| e <= number) {
                return None;
            }
            continue;
        };
        let rate = word.contains('息') || word.contains('利') || word.contains('化') || word.contains('费');
        // 罚息每天千分之五: what is charged may stand right before the period.
        let owed = ["罚息", "利息", "违约金", "滞纳金", "罚息是", "罚息为", "利息是", "利息为", "罚息按", "利息按"];
        let charged = rate
            || holds(t, k, (end + 5).min(t.len()), CHARGED)
            || ending_any(t, k, 0, &owed).is_some()
            || size <= 0.002;
        // 每月还10% pays back, 每天八成 happens.
        if !charged || (tenths && !rate) {
            return None;
        }
        let begin = word_end_to(t, k, word_end, start).unwrap_or(start).min(start);
        return Some((unit, begin, end));
    }
    None
}

/// `k` where the rate word that begins there reaches up to the number.
fn word_end_to(t: &[char], k: usize, word_end: usize, start: usize) -> Option<usize> {
    let full = after_any(t, word_end, &["利率为", "利率是", "利率", "率为", "率是", "率", "为", "是", ":", " "])
        .unwrap_or(word_end);
    (word_end == start || full == start).then_some(k)
}

/// The unit of a rate without a period word: 万分之五 is by the day, a fee is once, and a rate of interest shows
/// its period by its size. Between the two, nothing is sure.
pub(super) fn implied(t: &[char], start: usize, end: usize, size: f64, ten: u32) -> Option<Unit> {
    let from = clause_start(t, start, 0, 16);
    if after_any(t, end, &["收取违约金", "收取手续费", "收取滞纳金", "收违约金", "收手续费"]).is_some()
    {
        return Some(Unit::Once);
    }
    if ending_any(t, start, 0, &["降", "减", "免", "降低", "减免", "优惠", "下调", "少", "降了", "减了"]).is_some()
    {
        return None;
    }
    if holds(t, from, start, CHANCE)
        || holds(t, end, (end + 4).min(t.len()), &["概率", "几率", "可能", "的人", "机会", "用户", "首付", "希望"])
    {
        return None;
    }
    let fee = ["手续费", "服务费", "违约金", "滞纳金", "的手续费", "的服务费", "的违约金", "中介费", "费率", "费用"];
    if after_any(t, end, &fee).is_some()
        || holds(t, from, start, &["期费率", "手续费", "违约金", "滞纳金", "服务费"])
        || ending_any(t, start, 0, ONCE).is_some()
    {
        return Some(Unit::Once);
    }
    let interest = holds(t, from, start, &["利率", "利息", "罚息", "日息"]);
    // 万分之一 alone is more often a chance than a rate.
    if (ten == 4 && size > 0.000_15) || (interest && size <= 0.001) || size <= 0.0007 {
        return Some(Unit::PerDay);
    }
    (interest && (0.05..=0.4).contains(&size) && !holds(t, from, start, &["罚息"])).then_some(Unit::PerYear)
}
