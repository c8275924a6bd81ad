//! Signs that an address leads into an endless space of pages: calendars, looping paths, and
//! shapes of address that never yielded anything.
//!
//! The rules look at the address alone; how often a shape was tried is counted by the frontier.

use url::Url;

/// Years that a dated address may speak of lie between this and [`Trap::latest_year`].
const EARLIEST_YEAR: i16 = 1995;

/// A number beyond these is no year. A calendar that is followed page by page leaves the years that
/// articles are of long before it leaves these.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2200;

/// Most parts of a path, and most parameters.
const MOST_PARTS: usize = 16;

/// A shape is closed once so many of its pages were fetched and none was of use.
pub const BARREN_AFTER: u32 = 25;

/// Judges addresses as of a day.
#[derive(Debug, Clone, Copy)]
pub struct Trap {
    /// A dated address beyond this year is endless.
    pub latest_year: i16,
}

impl Trap {
    /// Why the address is not taken up, if it looks endless.
    pub fn of(self, url: &Url) -> Option<&'static str> {
        let parts: Vec<&str> = url.path().split('/').filter(|part| !part.is_empty()).collect();
        if parts.len() > MOST_PARTS || url.query_pairs().take(MOST_PARTS + 1).count() > MOST_PARTS {
            return Some("too many parts");
        }
        if loops(&parts) {
            return Some("its path repeats itself");
        }
        let strange = |year: &i16| *year < EARLIEST_YEAR || *year > self.latest_year;
        if is_dated(url) && years(url).iter().any(strange) {
            return Some("a calendar without end");
        }
        None
    }
}

/// Whether the address names a file that is no page.
pub fn is_file(url: &Url) -> bool {
    const ENDINGS: &[&str] = &[
        "7z", "apk", "avi", "bmp", "css", "csv", "doc", "docx", "eot", "epub", "exe", "flv", "gif", "gz", "ico", "ipa",
        "jpeg", "jpg", "js", "json", "m4a", "mkv", "mov", "mp3", "mp4", "pdf", "png", "ppt", "pptx", "rar", "rss",
        "svg", "swf", "tar", "ttf", "wav", "webm", "webp", "wmv", "woff", "woff2", "xls", "xlsx", "xml", "zip",
    ];
    let name = url.path().rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending.to_ascii_lowercase().as_str()))
}

/// The address with every run of digits as `#` and parameters by name: pages that one template
/// makes have one shape.
pub fn shape(url: &Url) -> String {
    let mut shape = String::new();
    let mut in_number = false;
    for c in url.path().chars() {
        if c.is_ascii_digit() {
            if !in_number {
                shape.push('#');
            }
            in_number = true;
        } else {
            shape.push(c);
            in_number = false;
        }
    }
    let mut names: Vec<_> = url.query_pairs().map(|(name, _)| name.into_owned()).collect();
    names.sort();
    for name in names {
        shape.push('&');
        shape.push_str(&name);
    }
    shape
}

/// Whether the address names a day or a month, or calls itself a calendar.
pub fn is_dated(url: &Url) -> bool {
    calls_itself_calendar(url.path()) || month_in(url.path()).is_some() || date_fields(url).count() > 0
}

fn calls_itself_calendar(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    ["calendar", "/cal/", "/rili"].iter().any(|word| path.contains(word))
}

/// First numbers of the parameters that speak of days.
fn date_fields(url: &Url) -> impl Iterator<Item = Number> {
    const FIELDS: &[&str] = &["date", "day", "month", "week", "y", "year", "ym"];
    url.query_pairs()
        .filter(|(name, _)| FIELDS.contains(&name.to_ascii_lowercase().as_str()))
        .filter_map(|(_, value)| numbers(&value).first().copied())
}

/// The year of `/2024/05/` or `2024-05` in a path.
fn month_in(path: &str) -> Option<Number> {
    numbers(path)
        .windows(2)
        .find(|pair| {
            let adjacent = pair[0].end + 1 == pair[1].end - pair[1].digits;
            adjacent
                && pair[0].digits == 4
                && i16::try_from(pair[0].value).is_ok_and(|year| YEARS.contains(&year))
                && pair[1].digits <= 2
                && (1..=12).contains(&pair[1].value)
        })
        .map(|pair| pair[0])
}

/// A run of digits.
#[derive(Debug, Clone, Copy)]
struct Number {
    value: i64,
    digits: usize,
    end: usize,
}

fn numbers(text: &str) -> Vec<Number> {
    let mut found = Vec::new();
    let (mut digits, mut value) = (0, 0i64);
    for (at, byte) in text.bytes().chain([0]).enumerate() {
        if byte.is_ascii_digit() {
            value = value.saturating_mul(10).saturating_add(i64::from(byte - b'0'));
            digits += 1;
        } else if digits > 0 {
            found.push(Number { value, digits, end: at });
            (digits, value) = (0, 0);
        }
    }
    found
}

/// Years that a dated address speaks of: 2031, 203105 or 20310501.
fn years(url: &Url) -> Vec<i16> {
    let path = url.path();
    let in_path =
        month_in(path).or_else(|| calls_itself_calendar(path).then(|| numbers(path).first().copied()).flatten());
    let year = |number: Number| {
        let year = match number.digits {
            4 => number.value,
            6 => number.value / 100,
            8 => number.value / 10_000,
            _ => return None,
        };
        i16::try_from(year).ok().filter(|year| YEARS.contains(year))
    };
    in_path.into_iter().chain(date_fields(url)).filter_map(year).collect()
}

/// Whether a part, or a run of two or three, stands three times: `/a/b/a/b/a/b`.
fn loops(parts: &[&str]) -> bool {
    (1..=3).any(|size| {
        parts
            .windows(size * 3)
            .any(|run| run[..size] == run[size..size * 2] && run[..size] == run[size * 2..] && !run[0].is_empty())
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn trap(address: &str) -> Option<&'static str> {
        Trap { latest_year: 2027 }.of(&Url::parse(address).unwrap())
    }

    #[test]
    fn endless_addresses_are_seen() {
        for address in [
            "http://h/calendar?year=2031&month=5",
            "http://h/calendar/2031/05",
            "http://h/calendar/1969-12",
            "http://h/2031/12/",
            "http://h/events?date=20310501",
            "http://h/x?ym=203105",
            "http://h/a/b/a/b/a/b/c",
            "http://h/a/a/a",
            "http://h/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17",
        ] {
            assert!(trap(address).is_some(), "{address}");
        }
    }

    #[test]
    fn common_addresses_are_not() {
        for address in [
            "http://h/2024/05/12/9931.html",
            "http://h/calendar?year=2024&month=5",
            "http://h/article/20310501.html",
            "http://h/thread-9931-1-1.html",
            "http://h/?id=9931&page=2",
            "http://h/archives/9931.html",
            "http://h/forum.php?mod=viewthread&tid=9931&m=9931",
            "http://h/a/b/a/b",
            "http://h/question/2077000412",
        ] {
            assert_eq!(trap(address), None, "{address}");
        }
    }

    #[test]
    fn a_template_has_one_shape() {
        let shape = |address: &str| super::shape(&Url::parse(address).unwrap());
        assert_eq!(shape("http://h/cal/2024/5?b=1&a=2"), shape("http://h/cal/2023/12?a=9&b=7"));
        assert_ne!(shape("http://h/cal/2024"), shape("http://h/cal/2024/5"));
    }
}
