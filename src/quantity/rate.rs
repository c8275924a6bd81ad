//! Shares and multiples: a rate with its period (日利率0.05%, 年化18%), a one-off fee (3期1.8%), a multiple of the
//! contract rate (1.5倍, 上浮50%), or a plain share (概率60%). Which one, the words of the clause say.

use super::bound::{self, Ends, Side};
use super::numeral::Dec;
use super::period;
use super::spread::Spread;
use super::term::Unit as Term;
use super::text::{after_any, at, before, clause_start, ending_any, holds, one_of};
use super::{Unit, Value};

/// The value of a share, and where it begins when a rate word directly before it belongs to it.
pub(super) fn share(
    t: &[char],
    spread: &Spread,
    ends: Ends,
    start: usize,
    end: usize,
) -> Option<(Value, usize, usize)> {
    let ten = match spread.unit? {
        Term::Share(ten) => ten,
        Term::Tenths => 1,
        _ => return None,
    };
    let (min, max) = (ends.min.map(|n| n.ratio(ten)), ends.max.map(|n| n.ratio(ten)));
    let size = max.or(min)?;
    if ending_any(t, start, 0, &["下浮", "下浮了", "打"]).is_some() {
        return None;
    }
    if let Some(k) = raised(t, start, size, end) {
        let up = |n: Option<Dec>| n.map(|n| one_more(n, ten));
        return Some((Value::Rate { min: up(ends.min), max: up(ends.max), unit: Unit::TimesContract }, k, end));
    }
    if (1.0..=2.0).contains(&size)
        && ending_any(t, start, 0, &["利率的", "利息的", "利率", "标准的"]).is_some()
        && size > 1.0
    {
        return Some((Value::Rate { min, max, unit: Unit::TimesContract }, start, end));
    }
    let tenths = spread.unit == Some(Term::Tenths);
    if let Some((unit, begin, end)) = period::given(t, spread.start, start, end, size, tenths) {
        return Some((Value::Rate { min, max, unit }, begin, end));
    }
    if !tenths && let Some(unit) = period::implied(t, start, end, size, ten) {
        return Some((Value::Rate { min, max, unit }, start, end));
    }
    Some((Value::Percent { min, max }, start, end))
}

/// A word before `i` that makes the number there a rate by the day.
pub(super) fn daily_word(t: &[char], i: usize) -> bool {
    ending_any(t, i, 0, &["日息", "日利率", "日利息", "日费率"]).is_some()
}

/// The bound of 不超过年化24% and 不得超过本金的20%, which stands before the words the share is of. `None` as for
/// [`bound::left`].
pub(super) fn bound_before(t: &[char], left: Side, floor: usize) -> Option<Side> {
    let words = [
        "年化利率",
        "年化",
        "年利率",
        "年息",
        "月利率",
        "月息",
        "日利率",
        "日息",
        "利率",
        "合同利率的",
        "原利率的",
        "利息的",
        "利率的",
    ];
    let extended = |side: Side| Side { about: side.about || left.about, ..side };
    if let Some(k) = ending_any(t, left.at, floor, &words) {
        let side = bound::left(t, k, floor)?;
        if side.bound.is_some() {
            return Some(extended(side));
        }
    }
    if before(t, left.at, 1) == '的' {
        for k in (clause_start(t, left.at, floor, 12)..left.at - 1).rev() {
            let side = bound::left(t, k, floor)?;
            // 最低还款额的5% is no bound: a limit reaches only to its own number.
            let limit = one_of(at(t, side.at), "最至顶上起短长多少");
            if side.bound.is_some() && !limit {
                return Some(extended(side));
            }
        }
    }
    Some(left)
}

/// 一半: with 加收 half as much again, with 减免 and the like, or with a bound, a share.
pub(super) fn half(t: &[char], i: usize, floor: usize) -> Option<(Value, usize, usize)> {
    if let Some(k) = ending_any(t, i, floor, &["加收", "上浮", "加计", "上调", "多收", "再加", "增加"]) {
        return Some((Value::Rate { min: Some(1.5), max: Some(1.5), unit: Unit::TimesContract }, k, i + 2));
    }
    let (left, right) = (bound::left(t, i, floor)?, bound::right(t, i + 2, false));
    let half = Dec::decimal(5, 1);
    let ends = bound::apply(half, Some(half), half, false, left, right)?;
    let bounded = left.bound.is_some() || right.bound.is_some();
    let share = bounded || one_of(before(t, i, 1), "免减降掉收占还剩");
    let ratio = |n: Option<Dec>| n.map(Dec::value);
    share.then_some((Value::Percent { min: ratio(ends.min), max: ratio(ends.max) }, left.at, right.at))
}

/// 1.5倍 of the contract rate; a multiple of anything else is nothing to us.
pub(super) fn times(t: &[char], spread: &Spread, ends: Ends, start: usize) -> Option<(Value, usize)> {
    let from = clause_start(t, start, 0, 14);
    let to = (spread.end + 8).min(t.len());
    let other = [
        "LPR",
        "lpr",
        "报价",
        "市场",
        "概率",
        "几率",
        "增长",
        "增加",
        "工资",
        "收入",
        "价",
        "赔",
        "罚款",
        "翻",
        "高出",
        "次数",
        "涨",
        "民间借贷",
        "成本",
        "人数",
    ];
    if spread.loose || spread.hi.is_none_or(|hi| hi.value() > 5.0) || holds(t, from, to, &other) {
        return None;
    }
    if let Some(k) = ending_any(t, start, 0, &["加收", "上浮", "多收", "增加"]) {
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
        return Some((
            Value::Rate { min: Some(lo.ratio(2)), max: hi.map(|n| n.ratio(2)), unit: Unit::PerMonth },
            i,
            end,
        ));
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
    if at(t, num_end) == '分'
        && let Some(d) = rest
    {
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
    let fee =
        after_any(t, end, &["手续费", "违约金", "滞纳金", "服务费", "的手续费", "的违约金", "的滞纳金", "的服务费"])
            .is_some();
    (size >= 0.1 && !fee).then_some(k)
}
