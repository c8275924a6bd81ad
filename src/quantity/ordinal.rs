//! 第35天, 第4-10天, 第四个月, 第1、3、7天起, M2, 次日: places in the course of an overdue debt.

use super::bound;
use super::hanzi;
use super::numeral::{self, Num};
use super::spread::separator;
use super::text::{after, after_any, at, before, ending_any, holds, one_of};
use super::{Range, Value};

/// What stands at a 第: measures with their places, and where reading goes on.
pub(super) type Read = (Vec<(usize, usize, Value)>, usize);

/// The ordinal that begins at `i`, a 第; `floor` is the end of what was read before.
pub(super) fn read(t: &[char], i: usize, floor: usize) -> Option<Read> {
    let mut items = vec![(i, number(t, i + 1)?)];
    let mut k = items[0].1.end;
    while at(t, k) == '、' && items.len() < 12 {
        let start = k + 1;
        let begin = if at(t, start) == '第' { start + 1 } else { start };
        let Some(num) = number(t, begin) else { break };
        items.push((start, num));
        k = num.end;
    }
    if items.len() > 1 {
        return listed(t, &items, k);
    }
    let (start, first) = items[0];
    if let Some((length, end)) = length(t, k) {
        // 第4天到第10天.
        if let Some(b) = separator(t, end)
            && let Some(num) = number(t, after(t, b, "第").unwrap_or(b))
            && let Some((other, end)) = length_at(t, num.end)
        {
            return between(t, start, first, length, num, other, end, floor);
        }
        return one(t, start, first, length, end, floor);
    }
    let b = separator(t, k)?;
    let second = number(t, after(t, b, "第").unwrap_or(b))?;
    let (length, end) = length(t, second.end)?;
    between(t, start, first, length, second, length, end, floor)
}

/// M1 to M12, M1-M3, M3+ beginning at `i`.
pub(super) fn bucket(t: &[char], i: usize) -> Option<Read> {
    if before(t, i, 1).is_ascii_alphanumeric() {
        return None;
    }
    let (first, mut end) = bucket_number(t, i)?;
    let mut last = first;
    if let Some(k) = separator(t, end) {
        let k = if at(t, k) == 'M' { k } else { k.saturating_sub(1) };
        if at(t, k) == 'M'
            && let Some((n, next)) = bucket_number(t, k)
        {
            (last, end) = (n, next);
        }
    }
    if last < first {
        return None;
    }
    let low = (first - 1) * 30 + 1;
    let mut range = Range::closed(Some(low), Some(last * 30));
    let mut onset = false;
    if let Some(next) = after_any(t, end, &["+", "以上", "及以上", "以后", "之后"]) {
        (range.max, onset, end) = (None, true, next);
    }
    Some((vec![(i, end, Value::OrdinalDays { range, onset })], end))
}

/// 次日, 翌日, 隔天, 第二天 as "the next day".
pub(super) fn next_day(t: &[char], i: usize) -> Option<Read> {
    let end = after_any(t, i, &["次日", "翌日", "隔天", "隔日", "第二天"])?;
    let inside = one_of(before(t, i, 1), "每首多初单几数两")
        || before(t, i, 1).is_ascii_digit()
        || hanzi::digit(before(t, i, 1)).is_some();
    if inside {
        return None;
    }
    if at(t, i) == '第' {
        let from = i.saturating_sub(5);
        let ladder =
            holds(t, from, i, &["逾期"]) || holds(t, 0, t.len().min(400), &["第一天", "第三天", "第1天", "第3天"]);
        if ladder {
            return None;
        }
    }
    Some((vec![(i, end, Value::Days { range: Range::closed(Some(1), Some(1)), after: false })], end))
}

fn bucket_number(t: &[char], i: usize) -> Option<(i64, usize)> {
    if at(t, i) != 'M' || !at(t, i + 1).is_ascii_digit() {
        return None;
    }
    let end = numeral::skip_digits(t, i + 1);
    let n: i64 = t[i + 1..end].iter().collect::<String>().parse().ok()?;
    ((1..=24).contains(&n) && !at(t, end).is_ascii_alphabetic()).then_some((n, end))
}

fn number(t: &[char], i: usize) -> Option<Num> {
    numeral::read(t, i).filter(|_| at(t, i) != '几').filter(|num| num.hi.is_some_and(|hi| hi.value() < 4000.0))
}

/// Days in the unit at `k`; 第3期 and 第三次 are none.
fn length(t: &[char], k: usize) -> Option<(i64, usize)> {
    let k = if at(t, k) == ' ' { k + 1 } else { k };
    let end =
        after_any(t, k, &["个月", "个星期", "个礼拜", "星期", "礼拜", "个工作日", "工作日", "天", "周", "日", "年"])?;
    let days = match at(t, end - 1) {
        '月' => 30,
        '期' | '拜' | '周' => 7,
        '年' => 365,
        _ => 1,
    };
    let word = matches!((at(t, end - 1), at(t, end)), ('年', '级' | '代' | '度') | ('周', '期' | '年') | ('日', '期'));
    (!word).then_some((days, end))
}

fn length_at(t: &[char], k: usize) -> Option<(i64, usize)> {
    length(t, k)
}

/// First and last day of the `n`th stretch: the fourth month is 90 to 120, the thirty-fifth day 35.
fn span(num: Num, days: i64) -> Option<(i64, i64)> {
    let (lo, hi) = (num.lo.whole()?, num.hi?.whole()?);
    Some(if days == 1 { (lo, hi) } else { ((lo - 1).max(0) * days, hi * days) })
}

fn one(t: &[char], start: usize, num: Num, days: i64, end: usize, floor: usize) -> Option<Read> {
    let (lo, hi) = span(num, days)?;
    finish(t, start, lo, hi, days, end, floor)
}

#[allow(clippy::too_many_arguments, reason = "two ordinals with their units, and where they stand")]
fn between(
    t: &[char],
    start: usize,
    a: Num,
    a_days: i64,
    b: Num,
    b_days: i64,
    end: usize,
    floor: usize,
) -> Option<Read> {
    let (lo, hi) = (span(a, a_days)?.0, span(b, b_days)?.1);
    if lo > hi {
        return Some((Vec::new(), end));
    }
    finish(t, start, lo, hi, b_days, end, floor)
}

fn finish(t: &[char], start: usize, lo: i64, hi: i64, days: i64, mut end: usize, floor: usize) -> Option<Read> {
    let mut range = Range::closed(Some(lo), Some(hi));
    let mut onset = false;
    let mut begin = start;
    if let Some(k) = after_any(t, end, &["以前", "之前", "前"])
        .filter(|&k| !(at(t, k - 1) == '前' && matches!(at(t, k), '后' | '面' | '往' | '台')))
    {
        // Before the fourth month is before its first day.
        range = Range { max_incl: false, ..Range::at_most(lo) };
        end = k;
    } else if let Some(k) = after_any(t, end, &["以内", "之内"]) {
        range = Range::at_most(hi);
        end = k;
    } else if let Some(k) = onset_word(t, end) {
        let late = days > 1 && matches!(at(t, end), '后' | '过');
        range = Range::at_least(if late { hi } else { lo });
        onset = true;
        end = k;
    } else if let Some(k) = after_any(t, end, &["左右", "前后", "上下"]) {
        range.approx = true;
        end = k;
    }
    if let Some(k) = ending_any(t, begin, floor, &["大约", "大概", "约", "差不多"]) {
        range.approx = true;
        begin = k;
    }
    Some((vec![(begin, end, Value::OrdinalDays { range, onset })], end))
}

fn onset_word(t: &[char], end: usize) -> Option<usize> {
    let side = bound::right(t, end, true);
    let word = after_any(t, end, &["以后", "之后", "过后", "往后", "以上", "开始", "起", "后"])?;
    matches!(side.bound, Some(bound::Bound::After | bound::Bound::Least(_))).then_some(word)
}

fn listed(t: &[char], items: &[(usize, Num)], k: usize) -> Option<Read> {
    let (days, end) = length(t, k)?;
    let last = items.len() - 1;
    let mut measures = Vec::new();
    for (n, &(start, num)) in items.iter().enumerate() {
        let (lo, hi) = span(num, days)?;
        let range = Range::closed(Some(lo), Some(hi));
        measures.push((start, if n == last { end } else { num.end }, Value::OrdinalDays { range, onset: false }));
    }
    Some((measures, end))
}
