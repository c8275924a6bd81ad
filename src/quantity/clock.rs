//! Hours of the day: 22:00至次日8:00, 晚上10点到第二天早上8点, 24点前, 夜里九点半以后. A lone 三点 is not one, for it
//! may be three points of a list.

use super::Value;
use super::numeral;
use super::spread::separator;
use super::text::{after, after_any, at, before, ending_any, one_of};

/// Words for a part of the day: the hour that one o'clock becomes, and from which hour on.
const PARTS: &[(&str, Part)] = &[
    ("晚上", Part::Evening),
    ("晚间", Part::Evening),
    ("夜晚", Part::Evening),
    ("傍晚", Part::Evening),
    ("当晚", Part::Evening),
    ("今晚", Part::Evening),
    ("夜间", Part::Night),
    ("夜里", Part::Night),
    ("深夜", Part::Night),
    ("半夜", Part::Night),
    ("凌晨", Part::Morning),
    ("清晨", Part::Morning),
    ("早上", Part::Morning),
    ("早晨", Part::Morning),
    ("早间", Part::Morning),
    ("上午", Part::Morning),
    ("中午", Part::Noon),
    ("午间", Part::Noon),
    ("下午", Part::Afternoon),
    ("午后", Part::Afternoon),
    ("晚", Part::Evening),
    ("早", Part::Morning),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Morning,
    Noon,
    Afternoon,
    Evening,
    Night,
}

/// A time with the signs that it is one.
#[derive(Debug, Clone, Copy)]
struct Time {
    hour: f64,
    part: Option<Part>,
    next_day: bool,
    /// 22:00, 22时, 22点: digits or a 钟 make it sure by itself.
    firm: bool,
    end: usize,
}

/// The time or window of time whose first number is at `i`; `floor` bounds the way back to 晚上.
pub(super) fn read(t: &[char], i: usize, floor: usize) -> Option<(usize, usize, Value)> {
    let mut first = time(t, i)?;
    let mut start = i;
    let blank = if i > floor && before(t, i, 1) == ' ' { i - 1 } else { i };
    // 最晚10点 is a limit, not an evening.
    let degree = |k: usize| one_of(before(t, k, 1), "最太很更较") && blank == k + 1;
    let part = PARTS.iter().find_map(|&(word, part)| ending_any(t, blank, floor, &[word]).map(|k| (k, part)));
    if let Some((k, part)) = part.filter(|&(k, _)| !degree(k)) {
        (start, first.part) = (k, Some(part));
    }
    let from = first.in_day()?;
    if let Some(k) = separator(t, first.end)
        && let Some(second) = later(t, k)
    {
        let to = second_hour(first, from, second)?;
        let end = after_any(t, second.end, &["之间", "期间"]).unwrap_or(second.end);
        return Some((start, end, Value::Hours { from: Some(from), to: Some(to) }));
    }
    let sure = first.firm || first.part.is_some();
    if let Some(k) = after_any(t, first.end, &["以后", "之后", "过后", "后"]).filter(|_| sure) {
        // 晚10点后至早8点前.
        let b = after_any(t, k, &["至", "到", "、", "，", "和", ""]).unwrap_or(k);
        if let Some(second) = later(t, b)
            && let Some(end) = after_any(t, second.end, &["以前", "之前", "前"])
            && second.part.is_some()
        {
            return Some((start, end, Value::Hours { from: Some(from), to: Some(second.in_day()?) }));
        }
        return Some((start, k, Value::Hours { from: Some(from), to: None }));
    }
    if let Some(k) = after_any(t, first.end, &["以前", "之前", "前"]).filter(|_| sure) {
        return Some((start, k, Value::Hours { from: None, to: Some(from) }));
    }
    if let Some(k) = after_any(t, first.end, &["起", "开始"]).filter(|&k| sure && !matches!(at(t, k), '诉' | '来'))
    {
        return Some((start, k, Value::Hours { from: Some(from), to: None }));
    }
    let lone = first.part.is_some() || (first.firm && from > 12.0);
    lone.then_some((start, first.end, Value::Hours { from: Some(from), to: Some(from) }))
}

/// The second time of a window, with the words before its number.
fn later(t: &[char], k: usize) -> Option<Time> {
    let day = after_any(t, k, &["次日", "第二天", "翌日", "隔天", "第2天", "转天"]);
    let mut p = day.unwrap_or(k);
    p = after(t, p, "的").unwrap_or(p);
    let part = PARTS.iter().find_map(|&(word, part)| after(t, p, word).map(|k| (k, part)));
    if let Some((k, _)) = part {
        p = k;
    }
    p = after(t, p, " ").unwrap_or(p);
    let mut time = time(t, p)?;
    time.part = part.map(|(_, part)| part);
    time.next_day = day.is_some();
    Some(time)
}

/// The hour of the second time; without a word of its own it goes on in the half of the day the first stands in.
fn second_hour(first: Time, from: f64, second: Time) -> Option<f64> {
    if second.part.is_some() {
        // 10点到第二天早上8点 leaves open whether ten is in the evening.
        return if second.next_day && first.part.is_none() && from <= 12.0 { None } else { second.in_day() };
    }
    if second.next_day {
        return (first.part.is_some() || from > 12.0).then_some(second.hour);
    }
    match first.part {
        Some(Part::Afternoon | Part::Evening | Part::Night) if second.hour < 12.0 && second.hour > first.hour => {
            Some(second.hour + 12.0)
        }
        Some(Part::Afternoon | Part::Evening | Part::Night) => Some(second.hour),
        Some(Part::Morning | Part::Noon) | None => (second.hour > from || from >= 18.0).then_some(second.hour),
    }
}

impl Time {
    /// The hour from 0 to 24.
    fn in_day(self) -> Option<f64> {
        let h = self.hour;
        Some(match self.part {
            None | Some(Part::Morning) if h == 12.0 && self.part.is_some() => 0.0,
            None => h,
            Some(Part::Morning) => (h < 12.0).then_some(h)?,
            Some(Part::Noon) if h < 4.0 => h + 12.0,
            Some(Part::Noon) => h,
            Some(Part::Night) if h < 6.0 => h,
            Some(Part::Evening) if h < 5.0 => h,
            Some(Part::Afternoon | Part::Evening | Part::Night) if h <= 12.0 => {
                if self.part == Some(Part::Afternoon) && h == 12.0 { 12.0 } else { h + 12.0 }
            }
            Some(Part::Afternoon | Part::Evening | Part::Night) => h,
        })
    }
}

fn time(t: &[char], i: usize) -> Option<Time> {
    if at(t, i) == '零' && at(t, i + 1) == '点' {
        return Some(Time { hour: 0.0, part: None, next_day: false, firm: true, end: i + 2 });
    }
    let digits = at(t, i).is_ascii_digit();
    let (hour, k) = if digits { short(t, i, 2)? } else { word(t, i)? };
    if hour > 24 {
        return None;
    }
    let mut out = Time { hour: hour as f64, part: None, next_day: false, firm: digits, end: k };
    match at(t, k) {
        ':' if digits => {
            let (minute, end) = short(t, k + 1, 2).filter(|&(m, end)| m < 60 && end == k + 3)?;
            // A stamp with seconds, a ratio or a clause after a colon is no time of day.
            if at(t, end) == ':' || at(t, end).is_ascii_digit() || one_of(at(t, end), "天万元%个日期次.") {
                return None;
            }
            out.hour += minute as f64 / 60.0;
            out.end = end;
        }
        '点' | '时' => {
            if at(t, k) == '时' && matches!(at(t, k + 1), '候' | '间' | '效' | '期')
                || (at(t, k) == '点' && matches!(at(t, k + 1), '击' | '赞' | '名'))
            {
                return None;
            }
            out.end = k + 1;
            out.firm = digits;
            if let Some(end) = after_any(t, k + 1, &["钟", "整"]) {
                (out.end, out.firm) = (end, true);
            } else if at(t, k + 1) == '半' && at(t, k + 2) != '夜' {
                (out.end, out.firm) = (k + 2, true);
                out.hour += 0.5;
            } else if let Some((minute, end)) =
                short(t, k + 1, 2).or_else(|| word(t, k + 1)).filter(|&(m, end)| m < 60 && at(t, end) == '分')
            {
                out.hour += minute as f64 / 60.0;
                out.end = end + 1;
            } else if let Some((minute, end)) = short(t, k + 1, 2).filter(|&(m, end)| end == k + 3 && m < 60) {
                out.hour += minute as f64 / 60.0;
                out.end = end;
            }
        }
        _ => return None,
    }
    Some(out)
}

fn short(t: &[char], i: usize, most: usize) -> Option<(i64, usize)> {
    let end = numeral::skip_digits(t, i);
    let few = at(t, i).is_ascii_digit() && end - i <= most && t[i..end].iter().all(char::is_ascii_digit);
    few.then(|| (t[i..end].iter().fold(0, |n, c| n * 10 + i64::from(c.to_digit(10).unwrap_or(0))), end))
}

fn word(t: &[char], i: usize) -> Option<(i64, usize)> {
    let num = super::hanzi::read(t, i, false)?;
    Some((num.exact().filter(|n| (0..60).contains(n))?, num.end))
}
