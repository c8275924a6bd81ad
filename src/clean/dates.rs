//! Dates as Chinese pages write them, glued and broken forms included.
//!
//! Only whole days count: a month alone or `06-28` without a year is no date of publication.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use regex::Regex;

/// A date found in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// The day.
    pub(super) date: Date,
    /// Its first byte in the line.
    pub(super) start: usize,
    /// The byte after its last.
    pub(super) end: usize,
}

/// `2024-08-16`, `2024/8/16`, `2024.10.08`, `2024年5月30日`, `2024 12/ 27`, `20253/21`, `2024－08－16`.
static FORMS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        (?P<y>(?:19[89]|20[0-4])\d)
        (?: \s{0,2}[-－–/／.．年]\s{0,2} | \s{1,2} | (?P<glued>) )
        (?P<m>1[0-2]|0?[1-9])
        \s{0,2}(?P<mid>[-－–/／.．月])\s{0,2}
        (?P<d>3[01]|[12]\d|0?[1-9])
        ",
    )
    .expect("the pattern is written above")
});

/// 二〇二四年五月三十日.
static IN_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"([二一][〇○零Ｏ0九][〇○零一二三四五六七八九]{2})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日")
        .expect("the pattern is written above")
});

/// All full dates of a line, in order.
pub(super) fn dates_in(line: &str) -> Vec<Found> {
    let digit_before = |at: usize| line[..at].ends_with(|c: char| c.is_ascii_digit());
    let mut found: Vec<Found> = FORMS
        .captures_iter(line)
        .filter_map(|form| {
            let whole = form.get(0)?;
            // `120243/5` is a number, and `2024.5` without its own separator is a version or an amount.
            if digit_before(whole.start()) || (form.name("glued").is_some() && &form["mid"] != "/") {
                return None;
            }
            let date = Date::new(form["y"].parse().ok()?, form["m"].parse().ok()?, form["d"].parse().ok()?).ok()?;
            Some(Found { date, start: whole.start(), end: whole.end() })
        })
        .collect();
    if found.is_empty() && line.contains('年') {
        found.extend(IN_WORDS.captures_iter(line).filter_map(|form| {
            let whole = form.get(0)?;
            let year = form[1].chars().try_fold(0i16, |sum, c| Some(sum * 10 + i16::from(digit(c)?)))?;
            let date = Date::new(year, below_forty(&form[2])?, below_forty(&form[3])?).ok()?;
            Some(Found { date, start: whole.start(), end: whole.end() })
        }));
    }
    found
}

/// The day of a machine-readable stamp: `2024-03-01T16:30:00Z` (a day later in China), `2024-03-01 10:22`,
/// `20240301`, `1732500000`.
pub(super) fn stamp(value: &str) -> Option<Date> {
    let value = value.trim();
    if value.len() > 60 {
        return None;
    }
    if let Ok(moment) = value.parse::<Timestamp>() {
        return Some(in_china(moment));
    }
    if value.len() >= 8 && value.bytes().all(|b| b.is_ascii_digit()) {
        return match value.len() {
            8 | 14 => Date::new(value[..4].parse().ok()?, value[4..6].parse().ok()?, value[6..8].parse().ok()?).ok(),
            10 => epoch(value.parse().ok()?),
            13 => epoch(value[..10].parse().ok()?),
            _ => None,
        };
    }
    dates_in(value).first().map(|found| found.date)
}

/// The day in China at so many seconds of the Unix epoch, if between 1990 and 2050.
pub(super) fn epoch(seconds: i64) -> Option<Date> {
    (631_152_000..2_524_608_000).contains(&seconds).then(|| Timestamp::from_second(seconds).ok().map(in_china))?
}

/// A day in an address: `/2023/0718/30951.html`, `/20230612/1183.html`, `/2026-01/08/c_1.html`, `/2024/09/03/`.
pub(super) fn date_in_address(address: &str) -> Option<Date> {
    static FORM: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"[/_-](20[0-4]\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?:[/_.-]|$)")
            .expect("the pattern is written above")
    });
    let form = FORM.captures(address)?;
    Date::new(form[1].parse().ok()?, form[2].parse().ok()?, form[3].parse().ok()?).ok()
}

fn in_china(moment: Timestamp) -> Date {
    moment.to_zoned(TimeZone::fixed(Offset::constant(8))).date()
}

fn digit(c: char) -> Option<i8> {
    Some(match c {
        '〇' | '○' | '零' | 'Ｏ' | '0' => 0,
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// 一 to 三十九 in words.
fn below_forty(words: &str) -> Option<i8> {
    let (tens, ones) = match words.split_once('十') {
        Some((tens, ones)) => (if tens.is_empty() { 1 } else { digit(tens.chars().next()?)? }, ones),
        None => (0, words),
    };
    let ones = if ones.is_empty() { 0 } else { digit(ones.chars().next()?)? };
    Some(tens * 10 + ones)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_form_seen_on_pages_is_read() {
        let forms = [
            ("普法小课堂2024-08-16逾期知识4127", "2024-08-16"),
            ("2024 12/ 27 10:04:07", "2024-12-27"),
            ("文/债友老周  20253/21  阅读1.8万", "2025-03-21"),
            ("来源:某网 更新时间:2022/7/15", "2022-07-15"),
            ("发布日期：2024年5月30日", "2024-05-30"),
            ("2024 年 5 月 30 日", "2024-05-30"),
            ("更新:2024.10.08 | 责编:小满", "2024-10-08"),
            ("二〇二四年五月三十日", "2024-05-30"),
            ("2024年12月1日10时", "2024-12-01"),
        ];
        for (line, day) in forms {
            let got = dates_in(line).first().map(|found| found.date.to_string());
            assert_eq!(got.as_deref(), Some(day), "{line}");
        }
    }

    #[test]
    fn what_is_no_full_date_is_left_alone() {
        for line in [
            "06-28 来自广东",
            "2024年3月起",
            "第202431号",
            "GB/T 45251-2025",
            "2023.14.02",
            "2024-02-30",
            "日利率0.05%",
        ] {
            assert_eq!(dates_in(line), [], "{line}");
        }
    }

    #[test]
    fn stamps_give_the_day_in_china() {
        let stamps = [
            ("2024-03-01T16:30:00Z", "2024-03-02"),
            ("2024-03-01T10:22:00+08:00", "2024-03-01"),
            ("2024-03-01T10:22:00", "2024-03-01"),
            ("20240301", "2024-03-01"),
            ("1732500000", "2024-11-25"),
        ];
        for (value, day) in stamps {
            assert_eq!(stamp(value).map(|date| date.to_string()).as_deref(), Some(day), "{value}");
        }
        assert_eq!(stamp("latest"), None);
        assert_eq!(date_in_address("/caijing/2023/0718/30951.html").unwrap().to_string(), "2023-07-18");
        assert_eq!(date_in_address("/thread-20231-1.html"), None);
    }
}
