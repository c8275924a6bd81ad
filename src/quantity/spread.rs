//! A quantity between two written numbers: 1-3天, 1-5万, 5000-2万元, 二到五万, 两三个月到半年, 逾期1 3天; and
//! lists that share one unit: 3/6/12期, 1、3、7天. What a unit or a 万 carries back to is decided here.

use super::bound;
use super::numeral::{self, Dec, Num};
use super::term::{self, Term, Unit};
use super::text::{after, at, before, ending_any};

/// One quantity before its bounds are applied.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spread {
    pub(super) unit: Option<Unit>,
    pub(super) lo: Dec,
    pub(super) hi: Option<Dec>,
    pub(super) step: Dec,
    /// 几, 多, 四五: an interval from one number.
    pub(super) loose: bool,
    pub(super) approx: bool,
    /// Two written numbers.
    pub(super) written: bool,
    /// A scale word of a hundred or more stands in it.
    pub(super) scaled: bool,
    pub(super) hanzi: bool,
    /// The digit one, as in 一次, where the word alone counts nothing.
    pub(super) single: bool,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Spread {
    pub(super) fn of(term: Term, start: usize) -> Spread {
        let num = term.num;
        Spread {
            unit: term.unit,
            lo: term.lo,
            hi: term.hi,
            step: term.step,
            loose: term.loose,
            approx: term.approx,
            written: false,
            scaled: num.is_some_and(|n| n.scaled),
            hanzi: num.is_none_or(|n| n.hanzi),
            single: num.is_some_and(|n| n.hanzi && n.exact() == Some(1)),
            start,
            end: term.end,
        }
    }
}

/// What stands at a number.
pub(super) enum Found {
    /// A quantity, or a list of them.
    Spreads(Vec<Spread>),
    /// Nothing that could be read safely; go on here.
    Skip(usize),
}

/// The quantity that begins at `i`.
pub(super) fn read(t: &[char], i: usize) -> Option<Found> {
    let first = term::read(t, i)?;
    if first.unit.is_none()
        && let Some(found) = list(t, i, &first)
    {
        return Some(found);
    }
    if let Some(k) = lost_dash(t, i, &first).or_else(|| separator(t, first.end)).or_else(|| between(t, &first))
        && let Some(second) = term::read(t, k)
    {
        match join(t, &first, &second) {
            Join::Range(unit, lo, hi, scaled) => {
                let mut spread = Spread::of(second, i);
                spread.unit = unit;
                (spread.lo, spread.hi) = (lo, hi);
                (spread.written, spread.single, spread.scaled) = (true, false, scaled);
                spread.approx |= first.approx;
                return Some(Found::Spreads(vec![spread]));
            }
            Join::Unsure => return Some(Found::Skip(second.end)),
            Join::Apart => {}
        }
    }
    Some(Found::Spreads(vec![Spread::of(first, i)]))
}

/// The place after a range sign at `p`.
pub(super) fn separator(t: &[char], p: usize) -> Option<usize> {
    let mut k = after(t, p, "(含)").unwrap_or(p);
    if at(t, k) == ' ' {
        k += 1;
    }
    let sign = k;
    while k < sign + 2 && matches!(at(t, k), '-' | '~') {
        k += 1;
    }
    if k == sign {
        if !matches!(at(t, k), '至' | '到') {
            return None;
        }
        k += 1;
    }
    Some(if at(t, k) == ' ' { k + 1 } else { k })
}

/// 一万元和五万元之间: only 之间 makes a range of two numbers that 和 joins.
fn between(t: &[char], first: &Term) -> Option<usize> {
    let k = first.end + 1;
    if !matches!(at(t, first.end), '和' | '与' | '跟') {
        return None;
    }
    let second = term::read(t, k)?;
    (at(t, second.end) == '之' && at(t, second.end + 1) == '间').then_some(k)
}

/// `1 3天` after 逾期, where the dash was lost.
fn lost_dash(t: &[char], i: usize, first: &Term) -> Option<usize> {
    let small = |n: Option<Num>| n.filter(|n| !n.hanzi).and_then(|n| n.exact()).filter(|&n| n < 1000);
    let a = small(first.num)?;
    let k = first.end + 1;
    if first.unit.is_some() || at(t, first.end) != ' ' || !at(t, k).is_ascii_digit() {
        return None;
    }
    let second = term::read(t, k)?;
    let days = matches!(second.unit, Some(Unit::Days(_) | Unit::Day));
    let overdue = ending_any(t, i, 0, &["逾期", "逾期 ", "拖欠", "晚还", "迟还"]).is_some();
    (days && overdue && small(second.num).is_some_and(|b| a < b)).then_some(k)
}

enum Join {
    /// Unit, least, greatest, and whether a scale word stands in either.
    Range(Option<Unit>, Dec, Option<Dec>, bool),
    /// Two quantities that only stand beside each other.
    Apart,
    /// Readable in two ways, or running downwards.
    Unsure,
}

fn join(t: &[char], a: &Term, b: &Term) -> Join {
    let scaled = [a.num, b.num].into_iter().flatten().any(|n| n.scaled);
    let (unit, first, second) = match (a.unit, b.unit) {
        (Some(x), Some(y)) => match same(x, y) {
            Some(unit) => (Some(unit), Some((a.lo, a.hi)), Some((b.lo, b.hi))),
            None => return Join::Apart,
        },
        (None, unit) => {
            let (Some(x), Some(y)) = (a.num, b.num) else {
                return Join::Apart;
            };
            let Some(x) = carried(x, y) else {
                return Join::Unsure;
            };
            match unit {
                None if b.hi.is_some_and(|hi| hi.value() <= x.lo.value()) => return Join::Apart,
                None => (None, Some((x.lo, x.hi)), Some((b.lo, b.hi))),
                Some(unit) => (Some(unit), term::in_unit(x, unit).map(|a| (a.lo, a.hi)), Some((b.lo, b.hi))),
            }
        }
        // 1000元-5000, 万分之三到五.
        (Some(unit @ (Unit::Yuan | Unit::Share(_))), None) => {
            let larger = b.lo.value() > a.lo.value() && !stands_alone(t, b.end);
            if !larger || (matches!(unit, Unit::Share(_)) && b.lo.value() >= 100.0) {
                return Join::Apart;
            }
            (Some(unit), Some((a.lo, a.hi)), Some((b.lo, b.hi)))
        }
        (Some(_), None) => return Join::Apart,
    };
    let (Some((lo, Some(_))), Some((_, Some(hi)))) = (first, second) else {
        return Join::Unsure;
    };
    if lo.value() > hi.value() {
        return Join::Unsure;
    }
    Join::Range(unit, lo, Some(hi), scaled)
}

/// A word that would count the number before it on its own account.
fn stands_alone(t: &[char], k: usize) -> bool {
    (super::hanzi::counts(t, k) && !matches!(at(t, k), ':' | '/' | '.'))
        || matches!(at(t, k), '分' | '块' | '岁' | '级')
}

/// The unit of a range whose ends have these.
fn same(x: Unit, y: Unit) -> Option<Unit> {
    let time = |u| matches!(u, Unit::Days(_) | Unit::Month | Unit::Day | Unit::Year);
    match (x, y) {
        _ if x == y => Some(x),
        (Unit::Days(_), _) if time(y) => Some(x),
        (_, Unit::Days(_)) if time(x) => Some(y),
        _ => None,
    }
}

/// `1-5万`: the scale of the second number holds for the first as well where the first is the smaller mantissa.
/// `None` where both readings stay open.
fn carried(x: Num, y: Num) -> Option<Num> {
    if x.scaled || !y.scaled && y.base.is_none() {
        return Some(x);
    }
    let n = x.hi?.value();
    match y.base {
        Some((mantissa, ten)) if n < mantissa.value() => {
            if ten == 1 {
                // 一到三十天 runs from one; 三到五十 may start at thirty.
                return (n == 1.0 || n >= 10.0).then_some(x);
            }
            Some(Num { lo: x.lo.shift(ten)?, hi: Some(x.hi?.shift(ten)?), step: x.step.shift(ten)?, ..x })
        }
        Some((_, 1)) => Some(x),
        _ => (n >= 100.0).then_some(x),
    }
}

/// `3/6/9/12期`, `1、3、7天`: every number takes the unit of the last. 2、3天 is an interval.
fn list(t: &[char], i: usize, first: &Term) -> Option<Found> {
    let sign = at(t, first.end);
    if !matches!(sign, '、' | '/') {
        return None;
    }
    // At the beginning of a line `3、` is a list number, unless the line is nothing but the list.
    let numbering = sign == '、' && at_line_start(t, i);
    let mut items = vec![(i, first.num?)];
    let mut k = first.end;
    while at(t, k) == sign && items.len() < 12 {
        let Some((term, num)) = term::read(t, k + 1).and_then(|term| Some((term, term.num?))) else {
            break;
        };
        items.push((k + 1, num));
        k = term.end;
        if let Some(unit) = term.unit.filter(|_| !numbering || k == t.len()) {
            return listed(t, &items, unit, k);
        }
    }
    numbering.then_some(Found::Skip(first.end + 1))
}

fn listed(t: &[char], items: &[(usize, Num)], unit: Unit, end: usize) -> Option<Found> {
    let fits = matches!(unit, Unit::Days(_) | Unit::Day | Unit::Installments | Unit::Calls | Unit::Yuan);
    let numbers: Option<Vec<i64>> = items.iter().map(|(_, num)| num.exact()).collect();
    let numbers = numbers.filter(|n| fits && (unit == Unit::Yuan || n.iter().all(|&n| n < 1000)))?;
    let close = numbers.len() == 2 && numbers[1] == numbers[0] + 1 && numbers[1] < 10;
    if close && at(t, items[0].1.end) == '、' {
        let (a, b) = (term::in_unit(items[0].1, unit)?, term::in_unit(items[1].1, unit)?);
        let spread = Spread { hi: b.hi, loose: true, single: false, end, ..Spread::of(a, items[0].0) };
        return Some(Found::Spreads(vec![spread]));
    }
    // 三、五千元 may be three to five thousand.
    if items.iter().any(|(_, num)| num.hanzi) {
        return Some(Found::Skip(end));
    }
    let spreads: Option<Vec<Spread>> = items
        .iter()
        .map(|&(start, num)| Some(Spread { single: false, ..Spread::of(term::in_unit(num, unit)?, start) }))
        .collect();
    let mut spreads = spreads?;
    spreads.last_mut()?.end = end;
    Some(Found::Spreads(spreads))
}

/// Whether only blanks stand between `i` and the beginning of its line.
pub(super) fn at_line_start(t: &[char], i: usize) -> bool {
    let mut k = i;
    while k > 0 && matches!(before(t, k, 1), ' ' | '\t' | '(' | '*' | '#') {
        k -= 1;
    }
    k == 0 || t[k - 1] == '\n'
}

/// Where reading goes on when the number at `i` may be a list number run into the next (`1.3天`, `1.5000元`). What is the
/// whole text, and a decimal before 倍 or %, is no list.
pub(super) fn after_list_number(t: &[char], i: usize) -> Option<usize> {
    let mut k = i;
    while at(t, k).is_ascii_digit() {
        k += 1;
    }
    let listed = k - i <= 2 && t[i] != '0' && at(t, k) == '.' && at(t, k + 1).is_ascii_digit() && at_line_start(t, i);
    if !listed {
        return None;
    }
    let end = numeral::skip_digits(t, i);
    if end - k > 3 {
        return Some(k + 1);
    }
    let whole = |term: Term| bound::right(t, term.end, true).at == t.len();
    let decimal = matches!(at(t, end), '倍' | '%' | '‰') || term::read(t, i).is_some_and(whole);
    (!decimal).then_some(end)
}
