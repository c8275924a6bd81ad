//! Terms that are more than a number and a unit: 半年, 个把月, 24小时, 百分之五, 三分之一, 一点五倍.

use super::hanzi;
use super::numeral::{self, Dec, Num};
use super::rate;
use super::term::{Term, Unit, many, plain};
use super::text::{after, after_any, at, before, one_of};

/// The term of a form of its own at `i`.
pub(super) fn read(t: &[char], i: usize) -> Option<Term> {
    half(t, i).or_else(|| share(t, i)).or_else(|| whole_days(t, i))
}

/// 一点五倍, 两点五万: a decimal in words, if there is one at `i`; without such a unit 三点五 may be a time.
pub(super) fn decimal(t: &[char], i: usize) -> Option<Option<Num>> {
    if at(t, i).is_ascii_digit() || at(t, i + 1) != '点' {
        return None;
    }
    hanzi::digit(at(t, i + 2))?;
    let num = hanzi::read(t, i, true)?;
    Some(match at(t, num.end) {
        '倍' | '%' | '年' | '成' => Some(num),
        '个' if at(t, num.end + 1) == '月' => Some(num),
        '万' => num.lo.shift(4).map(|lo| Num {
            lo,
            hi: Some(lo),
            scaled: true,
            step: Dec::int(1000),
            end: num.end + 1,
            ..num
        }),
        _ => None,
    })
}

/// 半年, 半个月, 个把月, 大半年, 俩月.
fn half(t: &[char], i: usize) -> Option<Term> {
    let days = |lo: i64, hi: i64, loose, approx, end| {
        let term = Term {
            unit: Some(Unit::Days(1)),
            num: None,
            lo: Dec::int(lo),
            hi: Some(Dec::int(hi)),
            step: Dec::int(lo),
            loose,
            approx,
            end,
        };
        Some(term)
    };
    match at(t, i) {
        '半' => {
            let more = matches!(before(t, i, 1), '大');
            if one_of(before(t, i, 1), "上下前后小多夜一个") {
                return None;
            }
            if let Some(end) = after_any(t, i, &["半年多", "半年余"]).filter(|&end| !many(t, end)) {
                return days(180, 365, true, false, end);
            }
            if let Some(end) = after(t, i, "半年") {
                return days(180, if more { 365 } else { 180 }, more, false, end);
            }
            if let Some(end) = after_any(t, i, &["半个多月", "半个余月"]) {
                return days(15, 30, true, false, end);
            }
            let end = after_any(t, i, &["半个月", "半月"])?;
            days(15, if more { 30 } else { 15 }, more, false, end)
        }
        '个' => {
            if let Some(end) = after_any(t, i, &["个把月", "个把多月"]) {
                return days(30, 30, false, true, end);
            }
            let end = after_any(t, i, &["个把星期", "个把礼拜"])?;
            days(7, 7, false, true, end)
        }
        '俩' => after_any(t, i, &["俩月", "俩个月"]).and_then(|end| days(60, 60, false, false, end)),
        '仨' => after_any(t, i, &["仨月"]).and_then(|end| days(90, 90, false, false, end)),
        _ => None,
    }
}

/// 24小时, 48小时: days, unless it is the service that is open.
fn whole_days(t: &[char], i: usize) -> Option<Term> {
    let (n, k) = [("24", 1), ("48", 2), ("72", 3), ("二十四", 1), ("四十八", 2)]
        .iter()
        .find_map(|&(word, n)| after(t, i, word).map(|k| (n, k)))?;
    let end = after_any(t, k, &["个小时", "小时"])?;
    let service =
        after_any(t, end, &["热线", "客服", "在线", "服务", "轮", "不间断", "营业", "全天", "人工", "不停", "轰炸"])
            .is_some();
    let n = Dec::int(n);
    (!service).then_some(Term {
        unit: Some(Unit::Days(1)),
        num: None,
        lo: n,
        hi: Some(n),
        step: n,
        loose: false,
        approx: false,
        end,
    })
}

/// 百分之十八, 万分之五, 千分之一点五, 三分之一, 百分百.
fn share(t: &[char], i: usize) -> Option<Term> {
    if let Some(end) = after(t, i, "百分百") {
        return whole(end);
    }
    let found = [("百分之", 2), ("千分之", 3), ("万分之", 4), ("十分之", 1)];
    let found = found.iter().find_map(|&(word, ten)| after(t, i, word).map(|k| (ten, k)));
    let Some((ten, k)) = found else {
        return short(t, i).or_else(|| fraction(t, i));
    };
    if ten == 2 && at(t, k) == '百' && hanzi::digit(at(t, k + 1)).is_none() {
        return whole(k + 1);
    }
    let num = if at(t, k).is_ascii_digit() { numeral::read(t, k)? } else { hanzi::read(t, k, true)? };
    Some(Term { unit: Some(Unit::Share(ten)), ..plain(num) })
}

/// 日息万五, which leaves out 分之.
fn short(t: &[char], i: usize) -> Option<Term> {
    let spent = hanzi::is_numeral(at(t, i + 2)) || hanzi::counts(t, i + 2);
    let digit = hanzi::digit(at(t, i + 1)).filter(|_| at(t, i) == '万' && !spent && rate::daily_word(t, i))?;
    let n = Dec::int(digit);
    Some(Term {
        unit: Some(Unit::Share(4)),
        num: None,
        lo: n,
        hi: Some(n),
        step: n,
        loose: false,
        approx: false,
        end: i + 2,
    })
}

/// 三分之一, to nine places.
fn fraction(t: &[char], i: usize) -> Option<Term> {
    let parts = hanzi::digit(at(t, i))?;
    let k = after(t, i + 1, "分之")?;
    let taken = hanzi::digit(at(t, k)).filter(|&n| n < parts && !hanzi::is_numeral(at(t, k + 1)))?;
    let n = Dec::decimal((taken * 1_000_000_000 + parts / 2) / parts, 9);
    Some(Term {
        unit: Some(Unit::Share(0)),
        num: None,
        lo: n,
        hi: Some(n),
        step: n,
        loose: false,
        approx: false,
        end: k + 1,
    })
}

/// The whole: 100%.
fn whole(end: usize) -> Option<Term> {
    let n = Dec::int(100);
    Some(Term { unit: Some(Unit::Share(2)), num: None, lo: n, hi: Some(n), step: n, loose: false, approx: false, end })
}
