//! What only the neighbours of a quantity can tell: 5日以上10日以下 is one range, a share after a rate is by the same
//! period, and the month of 一个月几百 is no duration.

use super::hanzi;
use super::scan::Item;
use super::text::{ending_any, holds, one_of};
use super::{Noun, Range, Unit, Value};

/// What only the neighbours of a measure can tell.
pub(super) fn settle(t: &[char], found: Vec<Item>) -> Vec<Item> {
    let mut settled: Vec<Item> = Vec::with_capacity(found.len());
    for mut item in found {
        let Some(last) = settled.last_mut() else {
            settled.push(item);
            continue;
        };
        if let Some(value) = joined(last, &item, &t[last.end..item.start]) {
            (last.value, last.end) = (value, item.end);
            continue;
        }
        if let Some(unit) = same_rate(&last.value, &item.value, t, item.start)
            && let Value::Percent { min, max } = item.value
        {
            item.value = Value::Rate { min, max, unit };
        }
        if each_month(t, last, &item) {
            settled.pop();
        }
        settled.push(item);
    }
    settled
}

/// 一个月几百: the month is what the sum is paid by, not a duration.
fn each_month(t: &[char], a: &Item, b: &Item) -> bool {
    let Value::Days { range, after: false } = &a.value else {
        return false;
    };
    let one = range.min.is_some() && range.min == range.max && hanzi::digit(t[a.start]) == Some(1);
    let overdue = ending_any(t, a.start, 0, &["逾期", "拖欠", "拖了", "欠了", "满"]).is_some();
    one && !overdue && matches!(b.value, Value::Money { .. }) && b.start - a.end <= 1
}

/// 5日以上10日以下, 超过一万元不足五万元: one range in two parts.
fn joined(a: &Item, b: &Item, between: &[char]) -> Option<Value> {
    let signed =
        matches!(between, ['逾', '期'] | ['金', '额'] | ['欠', '款'] | ['账', '龄'] | ['天', '数'] | ['本', '金']);
    let close = between.is_empty() || signed || (between.len() == 1 && one_of(between[0], "、且但并而至到"));
    if !close {
        return None;
    }
    let both = |a: &Range, b: &Range| {
        let (min, max) = (a.min?, b.max?);
        let range = Range {
            min: Some(min),
            max: Some(max),
            min_incl: a.min_incl,
            max_incl: b.max_incl,
            approx: a.approx || b.approx,
        };
        (a.max.is_none() && b.min.is_none() && min < max).then_some(range)
    };
    match (&a.value, &b.value) {
        (Value::Money { range: x, bare: p }, Value::Money { range: y, bare: q }) => {
            Some(Value::Money { range: both(x, y)?, bare: *p && *q })
        }
        (Value::Days { range: x, after: false }, Value::Days { range: y, after: false }) => {
            Some(Value::Days { range: both(x, y)?, after: false })
        }
        (Value::Count { range: x, noun: m, per: None }, Value::Count { range: y, noun: n, per: None })
            if m == n && *m != Noun::Other =>
        {
            Some(Value::Count { range: both(x, y)?, noun: *m, per: None })
        }
        (Value::Percent { min: Some(x), max: None }, Value::Percent { min: None, max: Some(y) }) if x < y => {
            Some(Value::Percent { min: Some(*x), max: Some(*y) })
        }
        _ => None,
    }
}

/// 日利率0.05%,逾期后0.075%: a share of the same size in the words after a rate is by the same period.
fn same_rate(a: &Value, b: &Value, t: &[char], at_b: usize) -> Option<Unit> {
    let (Value::Rate { min, max, unit }, Value::Percent { min: x, max: y }) = (a, b) else {
        return None;
    };
    let (rate, share) = (max.or(*min)?, y.or(*x)?);
    let alike = share <= rate * 3.0 && share * 3.0 >= rate && rate < 0.3;
    let chance = holds(
        t,
        at_b.saturating_sub(8),
        (at_b + 12).min(t.len()),
        &["概率", "几率", "可能", "的人", "比例", "占", "首付"],
    );
    (alike && !chance && *unit != Unit::TimesContract).then_some(*unit)
}
