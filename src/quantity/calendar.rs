//! Digits that are no quantity: dates, years, phone numbers. They are read so that nothing else is.

use super::hanzi;
use super::numeral::skip_digits;
use super::text::{after, after_any, at, before, ending_any, one_of};

/// The date that begins at `i`: its end.
pub(super) fn date(t: &[char], i: usize) -> Option<usize> {
    if !at(t, i).is_ascii_digit() {
        return date_in_words(t, i);
    }
    let (n, end) = run(t, i)?;
    if end - i == 4 && (1980..2040).contains(&n) {
        if at(t, end) == '年' && at(t, end + 1) != '代' {
            return Some(month_and_day(t, end + 1).unwrap_or(end + 1));
        }
        if let Some((_, next)) = plain_date(t, end) {
            return Some(stamp(t, next));
        }
        // 2021-2023年.
        if matches!(at(t, end), '-' | '~' | '至' | '到')
            && let Some((m, next)) = run(t, end + 1)
            && next - end == 5
            && (n..2045).contains(&m)
            && at(t, next) == '年'
        {
            return Some(next + 1);
        }
        return None;
    }
    if end - i > 2 {
        return None;
    }
    if (1..=12).contains(&n) && at(t, end) == '月' && one_of(at(t, end + 1), "份初底中末") {
        return Some(end + 2);
    }
    if (1..=12).contains(&n) && at(t, end) == '月' && at(t, end + 1).is_ascii_digit() {
        let (d, next) = run(t, end + 1)?;
        return ((1..=31).contains(&d) && matches!(at(t, next), '日' | '号')).then(|| stamp(t, next + 1));
    }
    if (1..=31).contains(&n) && at(t, end) == '号' && !one_of(at(t, end + 1), "线楼文院码召称令") {
        return Some(end + 1);
    }
    // 06-28: the zero shows that it is no range.
    let zero = at(t, i) == '0' && end - i == 2;
    if zero && at(t, end) == '-' {
        let (d, next) = run(t, end + 1)?;
        return (next - end == 3 && (1..=31).contains(&d) && (1..=12).contains(&n)).then(|| stamp(t, next));
    }
    None
}

/// `-08-16`, `/8/16`, `.10.08` or `-08` after a year.
fn plain_date(t: &[char], k: usize) -> Option<(i64, usize)> {
    let sign = at(t, k);
    if !matches!(sign, '-' | '/' | '.') {
        return None;
    }
    let (m, next) = run(t, k + 1)?;
    if !(1..=12).contains(&m) || next - k > 3 {
        return None;
    }
    if at(t, next) == sign
        && let Some((d, end)) = run(t, next + 1)
        && (1..=31).contains(&d)
        && end - next <= 3
    {
        return Some((m, end));
    }
    let padded = next - k == 3 && sign != '.' && !one_of(at(t, next), "元万天期%个次千");
    padded.then_some((m, next))
}

/// M月D日 after a year.
fn month_and_day(t: &[char], k: usize) -> Option<usize> {
    let k = if at(t, k) == ' ' { k + 1 } else { k };
    let (m, next) = small(t, k)?;
    if !(1..=12).contains(&m) || at(t, next) != '月' {
        return None;
    }
    let end = next + 1;
    match small(t, end) {
        Some((d, last)) if (1..=31).contains(&d) && matches!(at(t, last), '日' | '号') => Some(stamp(t, last + 1)),
        _ => Some(if at(t, end) == '份' { end + 1 } else { end }),
    }
}

/// Over a time of day with minutes that belongs to a date.
fn stamp(t: &[char], end: usize) -> usize {
    let mut k = end;
    while at(t, k) == ' ' && k < end + 2 {
        k += 1;
    }
    let Some((h, p)) = run(t, k).filter(|&(h, p)| p - k <= 2 && h < 24) else {
        return end;
    };
    let _ = h;
    if k == end || at(t, p) != ':' {
        return end;
    }
    let mut last = skip_digits(t, p + 1);
    if at(t, last) == ':' && at(t, last + 1).is_ascii_digit() {
        last = skip_digits(t, last + 1);
    }
    last
}

/// 二零二一年, 三月十五日, 十五号.
fn date_in_words(t: &[char], i: usize) -> Option<usize> {
    let mut k = i;
    while k < i + 5 && (hanzi::digit(at(t, k)).is_some() || at(t, k) == '零') {
        k += 1;
    }
    if k - i == 4 && at(t, k) == '年' && at(t, i + 1) != '两' {
        return Some(month_and_day(t, k + 1).unwrap_or(k + 1));
    }
    let (n, end) = small(t, i)?;
    if (1..=12).contains(&n) && at(t, end) == '月' {
        if matches!(at(t, end + 1), '份' | '初' | '底' | '末') {
            return Some(end + 2);
        }
        let (d, last) = small(t, end + 1)?;
        return ((1..=31).contains(&d) && matches!(at(t, last), '日' | '号')).then_some(last + 1);
    }
    let day = (1..=31).contains(&n) && at(t, end) == '号' && !one_of(at(t, end + 1), "线楼文院码召称令");
    day.then_some(end + 1)
}

fn small(t: &[char], i: usize) -> Option<(i64, usize)> {
    if at(t, i).is_ascii_digit() {
        return run(t, i).filter(|&(_, end)| end - i <= 2);
    }
    let num = hanzi::read(t, i, false)?;
    Some((num.exact()?, num.end))
}

/// The plain run of digits at `i`.
fn run(t: &[char], i: usize) -> Option<(i64, usize)> {
    let mut k = i;
    let mut n: i64 = 0;
    while k < i + 13 && at(t, k).is_ascii_digit() {
        n = n * 10 + i64::from(at(t, k).to_digit(10)?);
        k += 1;
    }
    (k > i && !at(t, k).is_ascii_digit()).then_some((n, k))
}

/// The phone number that begins at `i`: its end.
pub(super) fn phone(t: &[char], i: usize) -> Option<usize> {
    let (n, end) = run(t, i)?;
    let counted = one_of(at(t, end), "元块万天次期%个人.,年月多余以号位名");
    let length = end - i;
    let called = ending_any(
        t,
        i,
        0,
        &[
            "打",
            "打了",
            "拨",
            "拨打",
            "打了个",
            "致电",
            "拨通",
            "热线",
            "电话",
            "电话:",
            "拨打了",
            "报警",
            "通过",
            "/",
            "、",
            "打 ",
        ],
    )
    .is_some();
    let found = match length {
        11 => at(t, i) == '1' && ('3'..='9').contains(&at(t, i + 1)),
        5 => matches!(n, 95000..=95999 | 96000..=96999 | 12300..=12399) && !counted,
        6 => (950_000..960_000).contains(&n) && !counted && called,
        3 => {
            let police = matches!(n, 110 | 119 | 120 | 122);
            let called = called || after_any(t, end, &["报警", "电话", "热线", "求助", "或"]).is_some();
            if n == 400 && at(t, end) == '-' {
                return dashes(t, end);
            }
            if at(t, i) == '0' && at(t, end) == '-' {
                return dashes(t, end).filter(|&e| e - i >= 11);
            }
            police && called && !counted
        }
        4 if at(t, i) == '0' && at(t, end) == '-' => {
            return dashes(t, end).filter(|&e| e - i >= 11);
        }
        10 => (4_000_000_000..=4_009_999_999).contains(&n),
        _ => false,
    };
    if !found || before(t, i, 1).is_ascii_alphanumeric() {
        return None;
    }
    // 95188-2.
    let menu = at(t, end) == '-' && at(t, end + 1).is_ascii_digit() && !at(t, end + 2).is_ascii_digit() && length == 5;
    Some(if menu { end + 2 } else { end })
}

fn dashes(t: &[char], mut end: usize) -> Option<usize> {
    let mut digits = 0;
    while at(t, end) == '-' && at(t, end + 1).is_ascii_digit() {
        let next = run(t, end + 1)?.1;
        digits += next - end - 1;
        end = next;
    }
    (7..=8).contains(&digits).then_some(end)
}

/// Whether 年 or 月 words stand directly at `k`: used to tell 年代 and the like.
pub(super) fn forever(t: &[char], i: usize) -> Option<usize> {
    let end = after_any(t, i, &["永久性", "永久", "永远", "一辈子", "终身", "终生", "无限期", "一生一世"])?;
    // 终身监禁 is a sentence of that length all the same; 永远的 too.
    (after(t, end, "年").is_none()).then_some(end)
}
