//! One pass over a sentence: at each character that can open a quantity the readers are tried in a fixed
//! order, and every reader looks only a bounded way around, so the whole is linear in the text.

use super::bound::{self, Bound, Side};
use super::numeral::{self, Num};
use super::spread::{self, Found, Spread};
use super::term::{self, Unit as Term};
use super::text::{self, Folded, after, after_any, at, before};
use super::{Measure, Noun, Range, Unit, Value};
use super::{calendar, clock, count, days, hanzi, idiom, money, ordinal, rate, statute};

/// See [`super::scan`].
pub(super) fn scan(input: &str) -> Vec<Measure> {
    let t = Folded::new(input);
    let mut scanner = Scanner { t: &t, found: Vec::new() };
    let mut i = 0;
    while i < t.len() {
        i = scanner.step(i).max(i + 1);
    }
    settle(&t, &mut scanner.found);
    let measure = |m: Item| Measure { start: t.byte(m.start), end: t.byte(m.end), value: m.value };
    scanner.found.into_iter().map(measure).collect()
}

/// A measure in characters of the folded text.
#[derive(Debug, Clone)]
struct Item {
    start: usize,
    end: usize,
    value: Value,
}

struct Scanner<'t> {
    t: &'t [char],
    found: Vec<Item>,
}

impl Scanner<'_> {
    /// Reads what stands at `i` and says where to go on.
    fn step(&mut self, i: usize) -> usize {
        let t = self.t;
        match t[i] {
            '0'..='9' => self.number(i),
            '《' | '第' => self.ordinal(i),
            'M' => self.take(ordinal::bucket(t, i), i),
            '次' | '翌' | '隔' => self.next_day(i),
            '永' | '终' | '无' => self.forever(i).unwrap_or(i + 1),
            '百' | '千' | '万' | '亿' => self.scale_word(i),
            '十' if at(t, i + 1) == '万' && idiom::before_scale(t, i, self.floor()) => self.scale_word(i),
            '半' | '个' | '俩' | '仨' | '数' => self.number(i),
            c if hanzi::is_numeral(c) => self.number(i),
            _ => i + 1,
        }
    }

    /// The end of what was found last: no reader looks back beyond it for words of its own.
    fn floor(&self) -> usize {
        self.found.last().map_or(0, |m| m.end)
    }

    fn push(&mut self, start: usize, end: usize, value: Value) -> usize {
        self.found.push(Item { start: start.max(self.floor()), end, value });
        end
    }

    fn take(&mut self, read: Option<ordinal::Read>, i: usize) -> usize {
        let Some((measures, end)) = read else { return i + 1 };
        for (start, end, value) in measures {
            self.push(start, end, value);
        }
        end
    }

    fn forever(&mut self, i: usize) -> Option<usize> {
        let end = calendar::forever(self.t, i)?;
        Some(self.push(i, end, Value::Forever))
    }

    fn next_day(&mut self, i: usize) -> usize {
        let read = ordinal::next_day(self.t, i);
        // 次日8点: the day belongs to the hour.
        if let Some((_, end)) = &read {
            let k = after_any(self.t, *end, &["早上", "上午", "凌晨", "晚上", "下午", "中午", "早", "晚", ""]).unwrap_or(*end);
            if clock::read(self.t, k, *end).is_some() {
                return *end;
            }
        }
        self.take(read, i)
    }

    fn ordinal(&mut self, i: usize) -> usize {
        let t = self.t;
        let last = self.found.iter().rev().find_map(|m| match &m.value {
            Value::Article { law, .. } if i - m.end < 12 => law.clone(),
            _ => None,
        });
        if let Some((start, end, value)) = statute::read(t, i, self.floor(), last.as_deref()) {
            return self.push(start, end, value);
        }
        if t[i] == '《' {
            return i + 1;
        }
        if after(t, i, "第二天").is_some() && ordinal::next_day(t, i).is_some() {
            return self.next_day(i);
        }
        if let Some(read) = ordinal::read(t, i, self.floor()) {
            return self.take(Some(read), i);
        }
        // 第三方, 第一次: the number is spent.
        match numeral::read(t, i + 1) {
            Some(num) => num.end,
            None if at(t, i + 1).is_ascii_digit() => numeral::skip_digits(t, i + 1),
            None => i + 1,
        }
    }

    /// 百分之五; 上万, 过千, 近百; 欠款万元以上.
    fn scale_word(&mut self, i: usize) -> usize {
        let t = self.t;
        if after_any(t, i, &["百分之", "百分百", "千分之", "万分之"]).is_some() {
            return self.quantity(i);
        }
        if let Some(end) = idiom::phrase(t, i) {
            return end;
        }
        let sum = matches!(before(t, i, 1), '额' | '款' | '欠' | '债' | '数' | '贷' | '达')
            && after_any(t, i + 1, &["元以上", "元以下", "元以内"]).is_some();
        let led = idiom::before_scale(t, i, self.floor());
        let Some(num) = numeral::bare_scale(t, i).filter(|_| sum || led) else { return i + 1 };
        let side = |bound| Side { bound, about: false, at: i - 1 };
        let (num, left) = match before(t, i, 1) {
            _ if sum => (num, Side { at: i, ..side(None) }),
            '上' => (Num { hi: None, ..num }, side(None)),
            '近' => (num, Side { about: true, ..side(None) }),
            _ if matches!(before(t, i, 2), '不' | '没' | '未' | '别' | '有') => return num.end,
            '超' => (num, side(Some(Bound::Least(false)))),
            _ => (num, side(Some(Bound::Least(false)))),
        };
        let spread = Spread::of(term::with_unit(t, num), i);
        let end = spread.end;
        self.finish(&spread, Some(left)).unwrap_or(end)
    }

    /// What begins with a digit or number word.
    fn number(&mut self, i: usize) -> usize {
        let t = self.t;
        if let Some(end) = self.forever(i) {
            return end;
        }
        if let Some(end) = idiom::phrase(t, i) {
            return end;
        }
        let digits = t[i].is_ascii_digit();
        if !digits && idiom::word_end(t, i) {
            return i + 1;
        }
        if digits && let Some(end) = torn(t, i, self.floor()) {
            return end;
        }
        let floor = self.floor();
        if let Some(end) = calendar::phone(t, i).filter(|_| digits) {
            return self.push(i, end, Value::Phone);
        }
        if let Some(end) = calendar::date(t, i) {
            return self.push(i, end, Value::Date);
        }
        if let Some((start, end, value)) = clock::read(t, i, floor) {
            return self.push(start, end, value);
        }
        if digits && let Some(end) = spread::after_list_number(t, i) {
            return end;
        }
        self.quantity(i)
    }

    fn quantity(&mut self, i: usize) -> usize {
        let t = self.t;
        if after(t, i, "一半").is_some() {
            return match rate::half(t, i, self.floor()) {
                Some((value, start, end)) => self.push(start, end, value),
                None => i + 2,
            };
        }
        match spread::read(t, i) {
            None if t[i].is_ascii_digit() => numeral::skip_digits(t, i),
            // What is no number as a whole is none in part: 二零二四, 七八九.
            None => (i..t.len()).find(|&k| !hanzi::is_numeral(t[k])).unwrap_or(t.len()).max(i + 1),
            Some(Found::Skip(end)) => end,
            Some(Found::Spreads(spreads)) => {
                let mut next = i + 1;
                for spread in spreads {
                    next = self.finish(&spread, None).unwrap_or(spread.end).max(next);
                }
                next
            }
        }
    }

    /// Bounds and decides one quantity; the place after it, if it is one.
    fn finish(&mut self, spread: &Spread, left: Option<Side>) -> Option<usize> {
        let t = self.t;
        let floor = self.floor();
        let unit = spread.unit;
        if let Some(end) = count::nine_of_ten(t, spread.start, spread).filter(|_| unit.is_some()) {
            return Some(end);
        }
        if unit.is_none() && matches!(at(t, spread.end), '分' | '厘') {
            let (value, start, end) = rate::fen(t, spread.start, spread.end, spread.lo, spread.hi)?;
            return Some(self.push(start, end, value));
        }
        if unit == Some(Term::Foreign) {
            return None;
        }
        let time = matches!(unit, Some(Term::Days(_) | Term::Month | Term::Day | Term::Year));
        let right = bound::right(t, spread.end, time);
        let mut left = match left {
            Some(left) => left,
            None => bound::left(t, spread.start, floor)?,
        };
        if time && before(t, spread.start, 1) == '大' && at(t, spread.start) == '半' {
            left.at = left.at.min(spread.start - 1);
        }
        if spread.written && after(t, right.at.saturating_sub(2), "不等").is_some() {
            left.at = bound::opens_range(t, left.at, floor).unwrap_or(left.at);
        }
        let mut ends = bound::apply(spread.lo, spread.hi, spread.step, spread.written, left, right)?;
        ends.approx |= spread.approx;
        let (start, end) = (left.at, right.at);
        match unit {
            None | Some(Term::Yuan) => {
                let value = money::value(t, spread, ends, left, right)?;
                Some(self.push(start, end, value))
            }
            Some(Term::Days(_) | Term::Month | Term::Day | Term::Year) => {
                let value = days::value(t, spread, ends, left, right)?;
                let whole = value != Value::Date;
                Some(self.push(if whole { start } else { spread.start }, if whole { end } else { spread.end }, value))
            }
            Some(Term::Share(_) | Term::Tenths) => {
                let (value, start, end) = rate::share(t, spread, ends, start, end)?;
                Some(self.push(start, end, value))
            }
            Some(Term::Times) => {
                let (value, start) = rate::times(t, spread, ends, start)?;
                Some(self.push(start, end, value))
            }
            Some(Term::Installments | Term::Calls | Term::Pieces | Term::People | Term::Things) => {
                let counted = count::value(t, spread, ends, left, right)?;
                if let Some((from, to)) = counted.period {
                    // 一天 in 一天三次 is the period and no duration.
                    if self.found.last().is_some_and(|m| m.start <= from && m.end >= to && matches!(m.value, Value::Days { .. })) {
                        self.found.pop();
                    }
                }
                Some(self.push(counted.start, counted.end, counted.value))
            }
            Some(Term::Foreign) => None,
        }
    }
}

/// Digits that are part of something else, or of a number that lost a part: where they end.
fn torn(t: &[char], i: usize, floor: usize) -> Option<usize> {
    let end = numeral::skip_digits(t, i);
    let (previous, other) = (before(t, i, 1), before(t, i, 2));
    let masked = |c: char| matches!(c, '*' | '#' | '_');
    let torn = previous.is_ascii_alphanumeric()
        || masked(previous)
        || masked(at(t, end))
        || (matches!(previous, ':' | '/' | '.') && other.is_ascii_digit())
        || (previous == '-' && !matches!(other, '\0' | '\n' | ' ' | '-'))
        || (previous == ' ' && other.is_ascii_digit() && floor + 1 < i);
    torn.then_some(end)
}

/// What only the neighbours of a measure can tell.
fn settle(t: &[char], found: &mut Vec<Item>) {
    let mut k = 1;
    while k < found.len() {
        let between = &t[found[k - 1].end..found[k].start];
        if let Some(value) = joined(&found[k - 1], &found[k], between) {
            found[k - 1].value = value;
            found[k - 1].end = found[k].end;
            found.remove(k);
            continue;
        }
        if let Some(unit) = same_rate(&found[k - 1].value, &found[k].value, t, found[k].start)
            && let Value::Percent { min, max } = found[k].value
        {
            found[k].value = Value::Rate { min, max, unit };
        }
        k += 1;
    }
    // 一个月几百: the month is a rate's period, not a duration.
    let mut k = 0;
    while k + 1 < found.len() {
        let (a, b) = (&found[k], &found[k + 1]);
        let one = matches!(&a.value, Value::Days { range, after: false } if range.min == range.max && range.min.is_some()) && hanzi::digit(t[a.start]) == Some(1);
        let overdue = text::ending_any(t, a.start, 0, &["逾期", "拖欠", "拖了", "欠了", "满"]).is_some();
        if one && !overdue && matches!(b.value, Value::Money { .. }) && b.start - a.end <= 1 {
            found.remove(k);
        } else {
            k += 1;
        }
    }
}

/// 5日以上10日以下, 超过一万元不足五万元: one range in two parts.
fn joined(a: &Item, b: &Item, between: &[char]) -> Option<Value> {
    let close = between.is_empty() || (between.len() == 1 && matches!(between[0], '、' | '且' | '但' | '并' | '而' | '至' | '到'));
    if !close {
        return None;
    }
    let both = |a: &Range, b: &Range| {
        let (min, max) = (a.min?, b.max?);
        let range = Range { min: Some(min), max: Some(max), min_incl: a.min_incl, max_incl: b.max_incl, approx: a.approx || b.approx };
        (a.max.is_none() && b.min.is_none() && min < max).then_some(range)
    };
    match (&a.value, &b.value) {
        (Value::Money { range: x, bare: p }, Value::Money { range: y, bare: q }) => Some(Value::Money { range: both(x, y)?, bare: *p && *q }),
        (Value::Days { range: x, after: false }, Value::Days { range: y, after: false }) => Some(Value::Days { range: both(x, y)?, after: false }),
        (Value::Count { range: x, noun: m, per: None }, Value::Count { range: y, noun: n, per: None }) if m == n && *m != Noun::Other => {
            Some(Value::Count { range: both(x, y)?, noun: *m, per: None })
        }
        (Value::Percent { min: Some(x), max: None }, Value::Percent { min: None, max: Some(y) }) if x < y => Some(Value::Percent { min: Some(*x), max: Some(*y) }),
        _ => None,
    }
}

/// 日利率0.05%,逾期后0.075%: a share of the same size in the words after a rate is by the same period.
fn same_rate(a: &Value, b: &Value, t: &[char], at_b: usize) -> Option<Unit> {
    let (Value::Rate { min, max, unit }, Value::Percent { min: x, max: y }) = (a, b) else { return None };
    let (rate, share) = (max.or(*min)?, y.or(*x)?);
    let alike = share <= rate * 3.0 && share * 3.0 >= rate && rate < 0.3;
    let chance = text::holds(t, at_b.saturating_sub(8), (at_b + 12).min(t.len()), &["概率", "几率", "可能", "的人", "比例", "占", "首付"]);
    (alike && !chance && *unit != Unit::TimesContract).then_some(*unit)
}
