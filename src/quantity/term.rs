//! A number with its unit: 5000元, 三个月, 一个半月, 0.05%, 万分之五, 八成, 1.5倍, 60期, 三次.
//! Which bare numbers are money, and which 3月 is a date, is decided later, with the words around.

use super::forms;
use super::numeral::{self, Dec, Num};
use super::text::{after, after_any, at, before, one_of};
use super::unit;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Yuan.
    Yuan,
    /// A stretch of so many days.
    Days(i64),
    /// 3月: thirty days, or March.
    Month,
    /// 15日: fifteen days, or a day of a month.
    Day,
    /// 20年: twenty years, or a year of this century.
    Year,
    /// A share; the power of ten it is divided by.
    Share(u32),
    /// 成, tenths.
    Tenths,
    /// 倍.
    Times,
    /// 期.
    Installments,
    /// 次, 通.
    Calls,
    /// 个, 条: calls only where a period or 电话 says so.
    Pieces,
    /// 人, 名, 位.
    People,
    /// 份, 笔, 家: no concern of ours, and never money.
    Things,
    /// Something known that is none of these (分钟, 岁, 美元): the number is passed over.
    Foreign,
}

/// A number with its unit, or without.
#[derive(Debug, Clone, Copy)]
pub(super) struct Term {
    pub(super) unit: Option<Unit>,
    pub(super) num: Option<Num>,
    /// In the unit's own measure: yuan, days, hundredths…
    pub(super) lo: Dec,
    pub(super) hi: Option<Dec>,
    pub(super) step: Dec,
    pub(super) loose: bool,
    pub(super) approx: bool,
    pub(super) end: usize,
}

/// The term that begins at `i`.
pub(super) fn read(t: &[char], i: usize) -> Option<Term> {
    forms::read(t, i).or_else(|| {
        let num = match forms::decimal(t, i) {
            Some(num) => num?,
            None => numeral::read(t, i)?,
        };
        Some(with_unit(t, num))
    })
}

/// `num` with the unit that follows it.
pub(super) fn with_unit(t: &[char], num: Num) -> Term {
    let mut k = num.end;
    if at(t, k) == ' ' && !num.hanzi {
        k += 1;
    }
    match duration(t, k, &num).or_else(|| unit::read(t, k, &num).map(|(unit, end)| (unit, Extra::default(), end))) {
        // 一倍半; but 两倍半年.
        Some((Unit::Times, extra, end)) if at(t, end) == '半' && !one_of(at(t, end + 1), "年个天月日") => {
            let half = |n: Dec| n.plus(Dec::decimal(5, 1));
            let whole = convert(num, Unit::Times, extra, end + 1);
            let more = whole.and_then(|term| Some(Term { lo: half(term.lo)?, hi: term.hi.and_then(half), ..term }));
            more.unwrap_or_else(|| plain(num))
        }
        Some((unit, extra, end)) => convert(num, unit, extra, end).unwrap_or_else(|| plain(num)),
        None => plain(num),
    }
}

/// What stands between number and unit: 四个**半**月, 三个**多**月, 一年**零三个月**.
#[derive(Debug, Clone, Copy, Default)]
struct Extra {
    days: i64,
    surplus: bool,
    approx: bool,
}

pub(super) fn plain(num: Num) -> Term {
    Term {
        unit: None,
        num: Some(num),
        lo: num.lo,
        hi: num.hi,
        step: num.step,
        loose: num.loose,
        approx: num.approx,
        end: num.end,
    }
}

/// `num` read in `unit`; the bare start of `1-3天` takes the unit of its end this way.
pub(super) fn in_unit(num: Num, unit: Unit) -> Option<Term> {
    convert(num, unit, Extra::default(), num.end)
}

fn convert(num: Num, unit: Unit, extra: Extra, end: usize) -> Option<Term> {
    let days = match unit {
        Unit::Days(n) => n,
        Unit::Month => 30,
        Unit::Day => 1,
        Unit::Year => 365,
        _ => 1,
    };
    let each = |n: Dec| in_days(n, days)?.plus(Dec::int(extra.days));
    let lo = each(num.lo)?;
    let mut hi = num.hi;
    let mut step = num.step.times(days)?;
    if let Some(n) = hi {
        hi = Some(each(n)?);
    }
    if extra.surplus {
        // 三个多月, 一年多: up to one unit more.
        step = Dec::int(days);
        hi = Some(hi?.plus(step)?);
    }
    Some(Term {
        unit: Some(unit),
        num: Some(num),
        lo,
        hi,
        step,
        loose: num.loose || extra.surplus,
        approx: num.approx || extra.approx,
        end,
    })
}

/// Half a year is 180 days here (claims.md §4), also in 1.5年.
fn in_days(n: Dec, days: i64) -> Option<Dec> {
    if days == 365 && n.is_half() {
        return Dec::int(n.ratio(0) as i64).times(365)?.plus(Dec::int(180));
    }
    n.times(days)
}

fn duration(t: &[char], k: usize, num: &Num) -> Option<(Unit, Extra, usize)> {
    let mut extra = Extra::default();
    let mut p = k;
    if at(t, p) == '个' {
        p += 1;
    }
    match at(t, p) {
        _ if p == k => {}
        '半' => {
            extra.days = -1;
            p += 1;
        }
        '多' | '余' => {
            extra.surplus = true;
            p += 1;
        }
        '来' => {
            extra.approx = true;
            p += 1;
        }
        _ => {}
    }
    let between = p > k;
    let (mut unit, mut end) = length(t, p, num, between)?;
    let days = match unit {
        Unit::Days(n) => n,
        Unit::Month => 30,
        Unit::Day => 1,
        Unit::Year => 365,
        _ => return Some((Unit::Foreign, Extra::default(), end)),
    };
    if extra.days < 0 {
        if days != 30 {
            return None;
        }
        extra.days = 15;
    }
    if !matches!(unit, Unit::Day | Unit::Month) && num.lo.value() > 0.0 {
        if days == 365 && at(t, end) == '半' && !matches!(at(t, end + 1), '夜' | '载' | '价' | '数') {
            extra.days = 180;
            (unit, end) = (Unit::Days(365), end + 1);
        } else if days == 365
            && let Some((more, next)) = months_more(t, end)
        {
            extra.days = more;
            (unit, end) = (Unit::Days(365), next);
        } else if days == 30
            && extra.days == 0
            && let Some((more, next)) = days_more(t, end)
        {
            extra.days = more;
            (unit, end) = (Unit::Days(30), next);
        } else if matches!(at(t, end), '多' | '余') && !extra.surplus && !many(t, end + 1) {
            extra.surplus = true;
            (unit, end) = (Unit::Days(days), end + 1);
        } else if at(t, end) == '半'
            && days != 365
            && matches!(at(t, end + 1), '\0' | '，' | ',' | '。' | '的' | '后' | '内')
        {
            return Some((Unit::Foreign, Extra::default(), end + 1));
        }
    }
    Some((unit, extra, end))
}

/// 多 of 一天多次 belongs to what follows.
pub(super) fn many(t: &[char], k: usize) -> bool {
    one_of(at(t, k), "次数少种样人个家名方项为条通遍")
}

/// 零三个月 of 一年零三个月, in days.
fn months_more(t: &[char], k: usize) -> Option<(i64, usize)> {
    let k = if matches!(at(t, k), '零' | '又') { k + 1 } else { k };
    let num = numeral::read(t, k)?;
    let end = after(t, num.end, "个月")?;
    let n = num.exact().filter(|n| (1..12).contains(n))?;
    Some((n * 30, end))
}

/// 零五天 of 三个月零五天, 15天 of 3个月15天.
fn days_more(t: &[char], k: usize) -> Option<(i64, usize)> {
    let joined = matches!(at(t, k), '零' | '又');
    let num = numeral::read(t, if joined { k + 1 } else { k })?;
    let end = after(t, num.end, "天")?;
    // 三个月5天内 is rather two durations.
    if !joined && matches!(at(t, end), '内' | '之' | '以' | '后') {
        return None;
    }
    Some((num.exact().filter(|n| (1..30).contains(n))?, end))
}

fn length(t: &[char], p: usize, num: &Num, between: bool) -> Option<(Unit, usize)> {
    if let Some(end) = after_any(t, p, &["星期", "礼拜"]) {
        return Some((Unit::Days(7), end));
    }
    if let Some(end) = after_any(t, p, &["工作日", "自然日", "交易日"]) {
        return Some((Unit::Days(1), end));
    }
    if let Some(end) = after(t, p, "季度").filter(|_| between) {
        return Some((Unit::Days(90), end));
    }
    if let Some(end) = after_any(t, p, &["小时", "钟头"]) {
        return Some((Unit::Foreign, end));
    }
    let next = at(t, p + 1);
    match at(t, p) {
        '月' if one_of(next, "薪供息利份") => (next == '份').then_some((Unit::Foreign, p + 2)),
        '月' if between || at(t, p - 1) == '俩' => Some((Unit::Days(30), p + 1)),
        '月' => {
            // 两月 and 18月 cannot be months of the year.
            let span = before(t, p, 1) == '两' || before(t, p, 1) == '数' || num.exact().is_none_or(|n| n > 12);
            let question = before(t, p, 1) == '几';
            Some((
                if question {
                    Unit::Foreign
                } else if span {
                    Unit::Days(30)
                } else {
                    Unit::Month
                },
                p + 1,
            ))
        }
        _ if between => None,
        // 90天平台会起诉, 30天使用者… are days.
        '天' if one_of(next, "然津猫气空赋堂涯天") => None,
        '天' if matches!((next, at(t, p + 2)), ('平', c) if c != '台')
            || matches!((next, at(t, p + 2)), ('使', c) if c != '用') =>
        {
            None
        }
        '天' => Some((Unit::Days(1), p + 1)),
        '日' if one_of(next, "元本常志历韩均") => None,
        '日' if next == '期' && !one_of(at(t, p + 2), "满限间内届") => None,
        '日' => Some((Unit::Day, p + 1)),
        '年' if next == '期' && at(t, p + 2) == '满' => Some((Unit::Days(365), p + 1)),
        '年' if one_of(next, "级龄轻货薪期代纪味") => Some((Unit::Foreign, p + 2)),
        '年' => {
            let year = !num.hanzi && num.exact().is_some_and(|n| (14..=99).contains(&n));
            Some((if year { Unit::Year } else { Unit::Days(365) }, p + 1))
        }
        '周' if one_of(next, "岁年末边围转期") => Some((Unit::Foreign, p + 2)),
        '周' => Some((Unit::Days(7), p + 1)),
        _ => None,
    }
}
