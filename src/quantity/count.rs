//! Counts: instalments (36期), times (每天不超过3次, 一天十几个), people (两人); with the period of a
//! frequency where the clause names one.

use super::bound::{Ends, Side};
use super::days::range;
use super::spread::Spread;
use super::term::Unit as Term;
use super::text::{after, after_any, at, before, clause_start, ending_any, ends_clause, holds, one_of};
use super::{Noun, Unit, Value};

const PERIODS: &[(&str, Unit)] = &[
    ("每人每天", Unit::PerDay),
    ("每一天", Unit::PerDay),
    ("每天", Unit::PerDay),
    ("每日", Unit::PerDay),
    ("天天", Unit::PerDay),
    ("一天之内", Unit::PerDay),
    ("一天内", Unit::PerDay),
    ("一日内", Unit::PerDay),
    ("一天", Unit::PerDay),
    ("一日", Unit::PerDay),
    ("1天内", Unit::PerDay),
    ("1天", Unit::PerDay),
    ("单日", Unit::PerDay),
    ("日均", Unit::PerDay),
    ("当日", Unit::PerDay),
    ("当天", Unit::PerDay),
    ("24小时内", Unit::PerDay),
    ("每个星期", Unit::PerWeek),
    ("每星期", Unit::PerWeek),
    ("每周", Unit::PerWeek),
    ("一周之内", Unit::PerWeek),
    ("一周内", Unit::PerWeek),
    ("一周", Unit::PerWeek),
    ("一个星期", Unit::PerWeek),
    ("一星期", Unit::PerWeek),
    ("1周", Unit::PerWeek),
    ("每个月", Unit::PerMonth),
    ("每月", Unit::PerMonth),
    ("一个月内", Unit::PerMonth),
    ("一个月", Unit::PerMonth),
    ("1个月", Unit::PerMonth),
    ("月均", Unit::PerMonth),
    ("每年", Unit::PerYear),
    ("一年内", Unit::PerYear),
    ("一年", Unit::PerYear),
];

/// A count with the place where its expression begins and ends, and the stretch of text that names its period.
pub(super) struct Counted {
    pub(super) value: Value,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) period: Option<(usize, usize)>,
}

/// The value of `spread`; `None` where it counts nothing that matters, or is a phrase (第一次, 一个人).
pub(super) fn value(t: &[char], spread: &Spread, ends: Ends, left: Side, right: Side) -> Option<Counted> {
    let unit = spread.unit?;
    if read_count(t, left.at, right.at) {
        return None;
    }
    let bounded = left.bound.is_some() || right.bound.is_some();
    let previous = before(t, left.at, 1);
    if one_of(previous, "每第某另这那上首再头下同之") && !(previous == '上' && bounded) {
        return None;
    }
    let period = matches!(unit, Term::Calls | Term::Pieces).then(|| frequency(t, left.at, right.at)).flatten();
    let noun = match unit {
        Term::Installments => Noun::Installments,
        Term::Calls => Noun::Times,
        Term::People => Noun::People,
        Term::Pieces if period.is_some() && alone(t, right.at) => Noun::Times,
        Term::Pieces | Term::Things => Noun::Other,
        _ => return None,
    };
    let single = spread.single && !bounded;
    let cut = ending_any(t, spread.start, 0, &["分", "断", "逾期", "欠", "还"]).is_some();
    let idle = match noun {
        Noun::Times => single && period.is_none(),
        Noun::People => single,
        Noun::Installments => single && !cut,
        Noun::Other => ends.min.or(ends.max).is_none_or(|n| n.value() < 10.0),
    };
    if idle || (spread.single && at(t, spread.end) == '性') {
        return None;
    }
    let per = period.as_ref().filter(|_| noun == Noun::Times).map(|p| p.unit);
    let mut counted =
        Counted { value: Value::Count { range: range(ends)?, noun, per }, start: left.at, end: right.at, period: None };
    if let Some(p) = period.filter(|_| noun == Noun::Times) {
        counted.end = p.end.max(right.at);
        counted.period = Some((p.word, p.word_end));
        if p.word_end == left.at || (p.word_end + 1 == left.at && at(t, p.word_end) == ' ') {
            counted.start = p.word;
        }
    }
    Some(counted)
}

/// 浏览 2361 次, 12个回答: what a page says of itself.
fn read_count(t: &[char], start: usize, end: usize) -> bool {
    let from = clause_start(t, start, 0, 6);
    holds(t, from, start, &["浏览", "阅读", "点击", "播放", "访问", "查看", "下载", "点赞", "转发"])
        || after_any(t, end, &["回答", "评论", "赞", "回复", "答案", "浏览", "阅读", "点赞"]).is_some()
}

struct Frequency {
    unit: Unit,
    word: usize,
    word_end: usize,
    end: usize,
}

/// The period word nearest before `start` in its clause, or directly after `end`.
fn frequency(t: &[char], start: usize, end: usize) -> Option<Frequency> {
    let right = [
        ("/天", Unit::PerDay),
        ("/日", Unit::PerDay),
        ("每天", Unit::PerDay),
        ("每日", Unit::PerDay),
        ("/周", Unit::PerWeek),
        ("/月", Unit::PerMonth),
    ];
    if let Some((k, unit)) = right.iter().find_map(|&(word, unit)| after(t, end, word).map(|k| (k, unit))) {
        return Some(Frequency { unit, word: end, word_end: end, end: k });
    }
    let from = clause_start(t, start, 0, 20);
    for k in (from..start).rev() {
        let found =
            PERIODS.iter().find_map(|&(word, unit)| after(t, k, word).filter(|&e| e <= start).map(|e| (unit, e)));
        let Some((unit, word_end)) = found else {
            continue;
        };
        // The longest word begins further left: 每一天 over 一天.
        if matches!(before(t, k, 1), '每' | '天') && at(t, k) != '每' && k > from {
            continue;
        }
        if matches!(at(t, k), '一' | '1' | '当') && point_in_time(t, k) {
            return None;
        }
        return Some(Frequency { unit, word: k, word_end, end });
    }
    None
}

/// 逾期一天打了三次, 第一天, 有一天: a day, not a rate.
fn point_in_time(t: &[char], k: usize) -> bool {
    let words = [
        "逾期", "第", "有", "那", "某", "前", "拖", "拖了", "晚", "晚了", "满", "超过", "不到", "过", "过了", "迟",
        "头", "了", "这", "日", "款日",
    ];
    ending_any(t, k, 0, &words).is_some()
}

/// Whether a bare 十几个 names what everybody knows: calls.
fn alone(t: &[char], end: usize) -> bool {
    let c = at(t, end);
    c == '\0'
        || ends_clause(c)
        || one_of(c, " 、)的地")
        || after_any(t, end, &["电话", "短信", "来电", "骚扰", "催收", "以上", "左右", "未接", "打", "往"]).is_some()
}

/// 十次有九次, 十个有九个: a manner of speaking; the place after it.
pub(super) fn nine_of_ten(t: &[char], i: usize, spread: &Spread) -> Option<usize> {
    let measure = at(t, spread.end - 1);
    if !matches!(at(t, i), '十' | '1' | '一') {
        return None;
    }
    let k = after_any(t, spread.end, &["里头有", "里有", "里面有", "中有", "有", "里", "中"])?;
    let num = super::numeral::read(t, k).or_else(|| super::numeral::read(t, k + 2))?;
    (at(t, num.end) == measure).then_some(num.end + 1)
}
