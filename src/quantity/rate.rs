//! Shares and multiples: a rate with its period (日利率0.05%, 年化18%), a one-off fee (3期1.8%), a multiple of the
//! contract rate (1.5倍, 上浮50%), or a plain share (概率60%). Which one, the words of the clause say.

use super::bound::Ends;
use super::numeral::Dec;
use super::spread::Spread;
use super::term::Unit as Term;
use super::text::{after_any, at, before, clause_start, ending_any, holds};
use super::{Unit, Value};

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
const CHANCE: &[&str] = &["概率", "几率", "机率", "可能性", "占比", "比例", "把握", "成功率", "通过率", "逾期率", "不良率", "回收率", "还款额", "首付", "额度", "的人", "用户", "客户"];

/// The value of a share, and where it begins when a rate word directly before it belongs to it.
pub(super) fn share(t: &[char], spread: &Spread, ends: Ends, start: usize, end: usize) -> Option<(Value, usize, usize)> {
    let ten = match spread.unit? {
        Term::Share(ten) => ten,
        Term::Tenths => 1,
        _ => return None,
    };
    let (min, max) = (ends.min.map(|n| n.ratio(ten)), ends.max.map(|n| n.ratio(ten)));
    let size = max.or(min)?;
    if let Some(k) = raised(t, start, size, end) {
        let up = |n: Option<Dec>| n.map(|n| one_more(n, ten));
        return Some((Value::Rate { min: up(ends.min), max: up(ends.max), unit: Unit::TimesContract }, k, end));
    }
    if (1.0..=2.0).contains(&size) && ending_any(t, start, 0, &["利率的", "利息的", "利率", "标准的"]).is_some() && size > 1.0 {
        return Some((Value::Rate { min, max, unit: Unit::TimesContract }, start, end));
    }
    let tenths = spread.unit == Some(Term::Tenths);
    if let Some((unit, begin, end)) = period(t, start, end, size, tenths) {
        return Some((Value::Rate { min, max, unit }, begin, end));
    }
    if !tenths && let Some(unit) = implied(t, start, end, size, ten) {
        return Some((Value::Rate { min, max, unit }, start, end));
    }
    Some((Value::Percent { min, max }, start, end))
}

/// 一半: with 加收 half as much again, with 减免 and the like a share.
pub(super) fn half(t: &[char], i: usize, floor: usize) -> Option<(Value, usize, usize)> {
    let end = i + 2;
    if let Some(k) = ending_any(t, i, floor, &["加收", "上浮", "加计", "上调", "多收", "再加"]) {
        return Some((Value::Rate { min: Some(1.5), max: Some(1.5), unit: Unit::TimesContract }, k, end));
    }
    let share = matches!(before(t, i, 1), '免' | '减' | '降' | '掉' | '收' | '占' | '还' | '剩');
    share.then_some((Value::Percent { min: Some(0.5), max: Some(0.5) }, i, end))
}

/// 1.5倍 of the contract rate; a multiple of anything else is nothing to us.
pub(super) fn times(t: &[char], spread: &Spread, ends: Ends, start: usize) -> Option<(Value, usize)> {
    let from = clause_start(t, start, 0, 14);
    let to = (spread.end + 8).min(t.len());
    let other = ["LPR", "lpr", "报价", "市场", "概率", "几率", "增长", "增加", "工资", "收入", "价", "赔", "罚款", "翻", "高出", "次数", "涨", "民间借贷", "成本", "人数"];
    if spread.loose || spread.hi.is_none_or(|hi| hi.value() > 5.0) || holds(t, from, to, &other) {
        return None;
    }
    if let Some(k) = ending_any(t, start, 0, &["加收", "上浮", "多收"]) {
        let up = |n: Option<Dec>| n.map(|n| one_more(n, 0));
        return Some((Value::Rate { min: up(ends.min), max: up(ends.max), unit: Unit::TimesContract }, k));
    }
    let ratio = |n: Option<Dec>| n.map(Dec::value);
    Some((Value::Rate { min: ratio(ends.min), max: ratio(ends.max), unit: Unit::TimesContract }, start))
}

/// 月息一分, 年息8厘: 分 is a tenth of a year's capital or a hundredth of a month's, 厘 a tenth of that. By the day, usage
/// differs by ten, so it is not read.
pub(super) fn fen(t: &[char], i: usize, num_end: usize, lo: Dec, hi: Option<Dec>) -> Option<(Value, usize, usize)> {
    let (unit, begin) = if let Some(k) = ending_any(t, i, 0, &["月息", "月利", "月利率", "月利息"]) {
        (Unit::PerMonth, k)
    } else if let Some(k) = ending_any(t, i, 0, &["年息", "年利", "年利率", "年利息", "年化"]) {
        (Unit::PerYear, k)
    } else {
        let end = after_any(t, num_end, &["分利", "分息"])?;
        return Some((Value::Rate { min: Some(lo.ratio(2)), max: hi.map(|n| n.ratio(2)), unit: Unit::PerMonth }, i, end));
    };
    let ten = match (at(t, num_end), unit) {
        ('分', Unit::PerMonth) => 2,
        ('分', _) => 1,
        ('厘', Unit::PerMonth) => 3,
        ('厘', _) => 2,
        _ => return None,
    };
    let mut end = num_end + 1;
    let (mut lo, mut hi) = (lo, hi);
    let rest = super::hanzi::digit(at(t, end)).or_else(|| at(t, end).to_digit(10).map(i64::from));
    if at(t, num_end) == '分' && let Some(d) = rest {
        // 一分五, 一分五厘.
        let more = Dec::decimal(d, 1);
        lo = lo.plus(more)?;
        hi = Some(hi?.plus(more)?);
        end += 1;
        if at(t, end) == '厘' {
            end += 1;
        }
    }
    Some((Value::Rate { min: Some(lo.ratio(ten)), max: hi.map(|n| n.ratio(ten)), unit }, begin, end))
}

/// `1 + n/10^ten`, rounded once.
fn one_more(n: Dec, ten: u32) -> f64 {
    let one = Dec::int(1).shift(ten).unwrap_or(Dec::int(1));
    one.plus(n).map_or(f64::NAN, |sum| sum.ratio(ten))
}

/// 上浮50%: where the word begins. A small share, or one of a fee, is charged and not added to the rate.
fn raised(t: &[char], start: usize, size: f64, end: usize) -> Option<usize> {
    let k = ending_any(t, start, 0, &["上浮", "加收", "上调", "加罚", "加计", "提高", "上浮了", "上浮:", "上浮 "])?;
    let fee = after_any(t, end, &["手续费", "违约金", "滞纳金", "服务费", "的手续费", "的违约金", "的滞纳金", "的服务费"]).is_some();
    (size >= 0.1 && !fee).then_some(k)
}

/// The period that the clause gives: the nearest word before, or what follows at once.
fn period(t: &[char], start: usize, end: usize, size: f64, tenths: bool) -> Option<(Unit, usize, usize)> {
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
        if let Some(k) = super::text::after(t, space, word) {
            return Some((unit, start, k));
        }
    }
    let right = [("日利率", Unit::PerDay), ("日息", Unit::PerDay), ("月利率", Unit::PerMonth), ("月息", Unit::PerMonth), ("年化", Unit::PerYear), ("年利率", Unit::PerYear), ("年息", Unit::PerYear)];
    let of = if at(t, end) == '的' { end + 1 } else { end };
    if let Some(&(_, unit)) = right.iter().find(|(word, _)| super::text::after(t, of, word).is_some()) {
        return Some((unit, start, end));
    }
    let from = clause_start(t, start, 0, 16);
    for k in (from..start).rev() {
        let found = PERIODS.iter().find_map(|&(word, unit)| super::text::after(t, k, word).filter(|&e| e <= start).map(|e| (unit, e, word)));
        let Some((unit, word_end, word)) = found else {
            if super::text::after_any(t, k, CHANCE).is_some_and(|e| e <= start) {
                return None;
            }
            continue;
        };
        let rate = word.contains('息') || word.contains('利') || word.contains('化') || word.contains('费');
        let charged = rate || holds(t, k, (end + 5).min(t.len()), CHARGED) || size <= 0.002;
        // 每月还10% pays back, 每天八成 happens.
        if !charged || (tenths && !rate) {
            return None;
        }
        let begin = word_end_to(t, k, word_end, start).unwrap_or(start);
        return Some((unit, begin, end));
    }
    None
}

/// `k` where the rate word that begins there reaches up to the number.
fn word_end_to(t: &[char], k: usize, word_end: usize, start: usize) -> Option<usize> {
    let full = after_any(t, word_end, &["利率为", "利率是", "利率", "率为", "率是", "率", "为", "是", ":", " "]).unwrap_or(word_end);
    (word_end == start || full == start).then_some(k)
}

/// The unit of a rate without a period word: 万分之五 is by the day, a fee is once, and a rate of interest shows
/// its period by its size. Between the two, nothing is sure.
fn implied(t: &[char], start: usize, end: usize, size: f64, ten: u32) -> Option<Unit> {
    let from = clause_start(t, start, 0, 16);
    if holds(t, from, start, CHANCE) || holds(t, end, (end + 4).min(t.len()), &["概率", "几率", "可能", "的人", "机会", "用户", "首付", "希望"]) {
        return None;
    }
    let fee = ["手续费", "服务费", "违约金", "滞纳金", "的手续费", "的服务费", "的违约金", "中介费", "费率", "费用"];
    if after_any(t, end, &fee).is_some() || holds(t, from, start, &["期费率", "手续费"]) || ending_any(t, start, 0, ONCE).is_some() {
        return Some(Unit::Once);
    }
    let interest = holds(t, from, start, &["利率", "利息", "罚息", "日息"]);
    if ten == 4 || (interest && size <= 0.001) {
        return Some(Unit::PerDay);
    }
    (interest && (0.05..=0.4).contains(&size) && !holds(t, from, start, &["罚息"])).then_some(Unit::PerYear)
}
