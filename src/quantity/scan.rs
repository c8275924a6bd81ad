//! One pass over a sentence: at each character that can open a quantity the readers are tried in a fixed
//! order, and every reader looks only a bounded way around, so the whole is linear in the text.

use super::bound::{self, Bound, Side};
use super::numeral;
use super::spread::{self, Found, Spread};
use super::term::{self, Unit as Term};
use super::text::{self, Folded, after, after_any, at, before, one_of};
use super::{Measure, Value};
use super::{calendar, clock, count, days, hanzi, idiom, money, ordinal, rate, settle, statute};

/// See [`super::scan`].
pub(super) fn scan(input: &str) -> Vec<Measure> {
    if !input.chars().any(text::opens) {
        return Vec::new();
    }
    let t = Folded::new(input);
    let mut scanner = Scanner { t: &t, found: Vec::new() };
    let mut i = 0;
    while i < t.len() {
        i = scanner.step(i).max(i + 1);
    }
    let measure = |m: Item| Measure { start: t.byte(m.start), end: t.byte(m.end), value: m.value };
    settle::settle(&t, scanner.found).into_iter().map(measure).collect()
}

/// A measure in characters of the folded text.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) value: Value,
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
        let Some((measures, end)) = read else {
            return i + 1;
        };
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
            let k = after_any(self.t, *end, &["早上", "上午", "凌晨", "晚上", "下午", "中午", "早", "晚", ""])
                .unwrap_or(*end);
            if clock::read(self.t, k, *end).is_some() {
                return *end;
            }
        }
        self.take(read, i)
    }

    fn ordinal(&mut self, i: usize) -> usize {
        let t = self.t;
        let last = self.found.last().filter(|m| i < m.end + 12).and_then(|m| match &m.value {
            Value::Article { law, .. } => law.clone(),
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
            let larger = hanzi::is_numeral(before(t, i, 1)) || before(t, i, 1).is_ascii_digit();
            return if larger { i + 4 } else { self.quantity(i) };
        }
        if let Some(end) = idiom::phrase(t, i) {
            return end;
        }
        let sum =
            one_of(before(t, i, 1), "额款欠债数贷达") && after_any(t, i + 1, &["元以上", "元以下", "元以内"]).is_some();
        if t[i] == '万' && rate::daily_word(t, i) {
            return self.quantity(i);
        }
        let led = idiom::before_scale(t, i, self.floor());
        let compared = bound::left(t, i, self.floor()).filter(|side| side.bound.is_some() && before(t, i, 1) != ' ');
        let Some(mut num) = numeral::bare_scale(t, i).filter(|_| sum || led || compared.is_some()) else {
            return i + 1;
        };
        let mut left = Side { bound: None, about: false, at: i };
        let denied = one_of(before(t, i, 2), "没未") && before(t, i, 3) != '有';
        match before(t, i, 1) {
            _ if sum => {}
            '上' | '过' | '破' if led && denied => {
                let incl = before(t, i, 1) != '上';
                left = Side { bound: Some(Bound::Most(incl)), about: false, at: i - 2 };
            }
            '上' | '过' | '破' if led && one_of(before(t, i, 2), "没未不别有") => {
                return num.end;
            }
            '上' if led => (num.hi, left.at) = (None, i - 1),
            '近' => left = Side { about: true, at: i - 1, ..left },
            _ => match compared {
                Some(side) => left = side,
                None => left = Side { bound: Some(Bound::Least(false)), at: i - 1, ..left },
            },
        }
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
        // 百八十块, 百十来天: the number began with a word that was no number.
        if !digits && matches!(before(t, i, 1), '百' | '千' | '万' | '亿') && self.floor() < i {
            return hanzi::read(t, i, false).map_or(i + 1, |num| num.end);
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
        if unit == Some(Term::Foreign) || asks(t, spread) {
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
        if left.bound.is_none() && matches!(unit, Some(Term::Share(_) | Term::Tenths | Term::Times)) {
            left = rate::bound_before(t, left, floor)?;
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
                    if self
                        .found
                        .last()
                        .is_some_and(|m| m.start <= from && m.end >= to && matches!(m.value, Value::Days { .. }))
                    {
                        self.found.pop();
                    }
                }
                Some(self.push(counted.start, counted.end, counted.value))
            }
            Some(Term::Foreign) => None,
        }
    }
}

/// 逾期几天会上征信?: an unscaled 几 with a question to answer, or under 最多, asks for the number.
fn asks(t: &[char], spread: &Spread) -> bool {
    let i = spread.start;
    if at(t, i) != '几' || spread.scaled || spread.written || one_of(before(t, i, 1), "好过这那了") {
        return false;
    }
    if text::ending_any(
        t,
        i,
        0,
        &["最多", "最长", "最高", "最少", "至少", "打", "超过", "分", "要", "需要", "限", "期", "是", "哪", "多"],
    )
    .is_some()
        && !matches!(before(t, i, 1), '过')
    {
        let limited =
            text::holds(t, text::clause_start(t, i, 0, 6), i, &["最多", "最长", "最高", "最少", "至少", "超过"]);
        if limited {
            return true;
        }
    }
    let end = (i..(i + 24).min(t.len())).find(|&k| matches!(t[k], '?' | '。' | '!' | '\n' | ';'));
    end.is_some_and(|k| t[k] == '?') || text::holds(t, i, (i + 16).min(t.len()), &["吗"])
}

/// Digits that are part of something else, or of a number that lost a part: where they end.
fn torn(t: &[char], i: usize, floor: usize) -> Option<usize> {
    let end = numeral::skip_digits(t, i);
    let (previous, other) = (before(t, i, 1), before(t, i, 2));
    let masked = |c: char| matches!(c, '*' | '#' | '_');
    let torn = previous.is_ascii_alphanumeric()
        || masked(previous)
        || masked(at(t, end))
        || (matches!(previous, ':' | '/' | '.' | ',') && other.is_ascii_digit())
        || (previous == '-' && !matches!(other, '\0' | '\n' | ' ' | '-'))
        || (previous == ' ' && other.is_ascii_digit() && floor + 1 < i);
    torn.then_some(end)
}
