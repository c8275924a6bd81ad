//! What robots.txt says, after RFC 9309: what an answer means, and what is kept of it.
//!
//! Fetching is the scheduler's business like every other request; there is no way round the rules.

use std::time::Duration;

use robotxt::Robots;
use url::Url;

/// The name that robots.txt groups are matched against.
pub const AGENT: &str = "duizhi";

/// Rules are asked for anew after this time (RFC 9309, 2.4).
pub const KEPT_FOR: Duration = Duration::from_secs(24 * 3600);

/// Longest robots.txt that is read (RFC 9309, 2.5 asks for at least this).
pub const LONGEST: usize = robotxt::BYTE_LIMIT;

/// A `Crawl-delay` above this is taken as this.
pub const LONGEST_DELAY: Duration = Duration::from_secs(120);

/// What the frontier keeps of the answer to a request for robots.txt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RobotsRow {
    /// When it was asked, milliseconds since 1970.
    pub asked: i64,
    /// What was answered.
    pub answer: RobotsAnswer,
}

impl RobotsRow {
    /// The row as it is stored: time, a letter for the answer, the file's own bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let (letter, body): (u8, &[u8]) = match &self.answer {
            RobotsAnswer::Rules(body) => (b'r', body),
            RobotsAnswer::Absent => (b'a', b""),
            RobotsAnswer::Unreachable => (b'u', b""),
        };
        [&self.asked.to_le_bytes()[..], &[letter], body].concat()
    }

    /// Reads [`RobotsRow::to_bytes`].
    pub fn from_bytes(bytes: &[u8]) -> Option<RobotsRow> {
        let (asked, rest) = bytes.split_first_chunk::<8>()?;
        let answer = match rest.split_first()? {
            (b'r', body) => RobotsAnswer::Rules(body.to_vec()),
            (b'a', _) => RobotsAnswer::Absent,
            (b'u', _) => RobotsAnswer::Unreachable,
            _ => return None,
        };
        Some(RobotsRow { asked: i64::from_le_bytes(*asked), answer })
    }

    /// Whether it may still be relied on: for a day, or where nothing was answered, not at all.
    pub fn is_fresh(&self, now: i64) -> bool {
        let kept = i64::try_from(KEPT_FOR.as_millis()).unwrap_or(i64::MAX);
        self.answer != RobotsAnswer::Unreachable && (0..kept).contains(&(now - self.asked))
    }
}

/// The three outcomes that RFC 9309 tells apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RobotsAnswer {
    /// 2xx: the file.
    Rules(Vec<u8>),
    /// 4xx but 429, or too many redirects: everything may be crawled.
    Absent,
    /// 5xx, 429, no answer, an answer cut short: nothing may be crawled, and it is asked again.
    Unreachable,
}

impl RobotsAnswer {
    /// What a final answer means; redirects have been followed before.
    pub fn of_status(status: u16, body: &[u8]) -> RobotsAnswer {
        match status {
            200..=299 => RobotsAnswer::Rules(body[..body.len().min(LONGEST + 1)].to_vec()),
            429 => RobotsAnswer::Unreachable,
            // A redirect without a target, or one too many.
            300..=499 => RobotsAnswer::Absent,
            _ => RobotsAnswer::Unreachable,
        }
    }

    /// The word used in logs.
    pub fn id(&self) -> &'static str {
        match self {
            RobotsAnswer::Rules(_) => "rules",
            RobotsAnswer::Absent => "absent",
            RobotsAnswer::Unreachable => "unreachable",
        }
    }

    /// The rules for this crawler.
    pub fn rules(&self) -> Robots {
        match self {
            RobotsAnswer::Rules(body) => Robots::parse(body, AGENT),
            RobotsAnswer::Absent => Robots::allow_all(),
            RobotsAnswer::Unreachable => Robots::disallow_all(),
        }
    }
}

/// The delay that the rules ask for, clamped.
pub fn delay_of(rules: &Robots) -> Option<Duration> {
    rules.crawl_delay().map(|delay| delay.min(LONGEST_DELAY))
}

/// Where the rules of an origin stand.
pub fn address_of(origin: &str) -> Option<Url> {
    Url::parse(origin).ok()?.join("/robots.txt").ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_mean_what_rfc_9309_says() {
        for (status, id) in [
            (200, "rules"),
            (204, "rules"),
            (301, "absent"),
            (401, "absent"),
            (403, "absent"),
            (404, "absent"),
            (410, "absent"),
            (429, "unreachable"),
            (500, "unreachable"),
            (503, "unreachable"),
        ] {
            assert_eq!(RobotsAnswer::of_status(status, b"").id(), id, "{status}");
        }
    }

    #[test]
    fn a_comment_in_gbk_does_not_hide_the_rules() {
        let body = b"# \xbd\xfb\xd6\xb9\xd7\xa5\xc8\xa1\r\nUser-agent: *\r\nDisallow: /inner\r\nCrawl-delay: 999\r\n";
        let rules = RobotsAnswer::of_status(200, body).rules();
        assert!(!rules.is_allowed("/inner/1"));
        assert!(rules.is_allowed("/outer"));
        assert_eq!(delay_of(&rules), Some(LONGEST_DELAY));
    }

    #[test]
    fn rules_beyond_the_limit_do_not_count_and_a_cut_line_neither() {
        let mut body = b"User-agent: *\nDisallow: /a\n".to_vec();
        body.resize(LONGEST - 4, b'#');
        body.extend_from_slice(b"\nDisallow: /\n");
        let rules = RobotsAnswer::of_status(200, &body).rules();
        assert!(!rules.is_allowed("/a"));
        assert!(rules.is_allowed("/b"));
    }

    #[test]
    fn unreachable_denies_all_but_itself() {
        let rules = RobotsAnswer::Unreachable.rules();
        assert!(!rules.is_allowed("/"));
        assert!(rules.is_allowed("/robots.txt"));
    }
}
