//! How one host answers, and how long it is left alone for it: delay, backoff, rest, farewell.

use std::collections::VecDeque;
use std::time::Duration;

use super::event::Reason;
use super::schedule::{Head, Pace, RobotsTurn};

/// Answers 429 or 503 in a row before the host cools down, and before it is given up.
const THROTTLED: (u32, u32) = (5, 7);
/// Failures in a row before the host cools down, and before it is given up.
const FAILED: (u32, u32) = (6, 9);
/// Answers 401 or 403 in a row before the host is given up.
const FORBIDDEN: u32 = 20;
/// Times that robots.txt is asked for in a run.
const ROBOTS_TRIES: u32 = 3;
/// A `Retry-After` above this is taken as this.
pub const LONGEST_WAIT: i64 = 24 * 3600 * 1000;
/// Answers in time that take back one doubling of the delay.
const FORGIVEN_AFTER: u32 = 10;

/// How an answer reflects on the host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It answers.
    Fine,
    /// 401, 403.
    Forbidden,
    /// 429, 503, with the wait that it asks for.
    Throttled(Option<Duration>),
    /// 5xx, or no answer.
    Failed,
    /// robots.txt could not be had.
    NoRobots(Option<Duration>),
    /// The host may not be asked, or not be believed: why.
    Refused(&'static str),
}

/// What a host is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Free,
    Fetching,
    Storing,
}

/// A host as the scheduler knows it.
#[derive(Debug)]
pub(super) struct Host {
    pub(super) stage: Stage,
    pub(super) next_allowed: i64,
    pub(super) began: Option<i64>,
    pub(super) ended: i64,
    /// Why `next_allowed` is where it is.
    pub(super) why: Reason,
    pub(super) delay: Duration,
    /// Doublings of the delay.
    pub(super) slowed: u32,
    pub(super) fine: u32,
    pub(super) throttled: u32,
    pub(super) failed: u32,
    pub(super) forbidden: u32,
    pub(super) no_robots: u32,
    /// Its robots.txt is asked for at another host.
    pub(super) awaits_robots: bool,
    pub(super) robots: VecDeque<RobotsTurn>,
    pub(super) head: Option<Box<Head>>,
    pub(super) dropped: Option<&'static str>,
}

impl Host {
    /// A host that has not been asked yet.
    pub(super) fn new(delay: Duration) -> Host {
        Host {
            stage: Stage::Free,
            next_allowed: 0,
            began: None,
            // Nothing is known of an end before the first request.
            ended: i64::MIN / 2,
            why: Reason::Delay,
            delay,
            slowed: 0,
            fine: 0,
            throttled: 0,
            failed: 0,
            forbidden: 0,
            no_robots: 0,
            awaits_robots: false,
            robots: VecDeque::new(),
            head: None,
            dropped: None,
        }
    }

    /// The wait after an answer, why, and whether the host is given up.
    pub(super) fn judge(&mut self, verdict: Verdict, pace: &Pace) -> (i64, Reason, Option<&'static str>) {
        let doubled = |first: Duration, times: u32| ms(first).saturating_mul(1 << times.min(10));
        let cool_down = ms(pace.cool_down);
        let asked = |wait: Option<Duration>| wait.map_or(0, ms).min(LONGEST_WAIT);
        match verdict {
            Verdict::Fine => {
                (self.throttled, self.failed, self.forbidden) = (0, 0, 0);
                self.fine += 1;
                if self.fine.is_multiple_of(FORGIVEN_AFTER) {
                    self.slowed = self.slowed.saturating_sub(1);
                }
            }
            Verdict::Forbidden => {
                self.forbidden += 1;
                if self.forbidden >= FORBIDDEN {
                    return (self.pause(), Reason::Delay, Some("it forbids one page after the other"));
                }
            }
            Verdict::Throttled(wait) => {
                self.throttled += 1;
                self.slowed = (self.slowed + 1).min(6);
                self.fine = 0;
                let first = pace.backoff.max(self.delay);
                let wait = doubled(first, self.throttled).max(asked(wait));
                return match self.throttled {
                    n if n >= THROTTLED.1 => {
                        (wait.max(cool_down), Reason::CoolDown, Some("it answers 429 or 503 again and again"))
                    }
                    n if n >= THROTTLED.0 => (wait.max(cool_down), Reason::CoolDown, None),
                    _ => (wait, Reason::Backoff, None),
                };
            }
            Verdict::Failed => {
                self.failed += 1;
                let wait = doubled(self.delay, self.failed - 1);
                return match self.failed {
                    n if n >= FAILED.1 => (wait.max(cool_down), Reason::CoolDown, Some("it does not answer")),
                    n if n >= FAILED.0 => (wait.max(cool_down), Reason::CoolDown, None),
                    1 => (wait.max(self.pause()), Reason::Delay, None),
                    _ => (wait.max(self.pause()), Reason::Backoff, None),
                };
            }
            Verdict::Refused(why) => return (self.pause(), Reason::Delay, Some(why)),
            Verdict::NoRobots(wait) => {
                self.no_robots += 1;
                let wait = doubled(pace.robots_retry.max(self.delay), self.no_robots - 1).max(asked(wait));
                let dropped = (self.no_robots >= ROBOTS_TRIES).then_some("its robots.txt cannot be had");
                return (wait, Reason::Robots, dropped);
            }
        }
        (self.pause(), Reason::Delay, None)
    }

    fn pause(&self) -> i64 {
        ms(self.delay).saturating_mul(1 << self.slowed)
    }
}

/// Milliseconds, rounded up.
pub(super) fn ms(time: Duration) -> i64 {
    i64::try_from(time.as_micros().div_ceil(1000)).unwrap_or(i64::MAX / 4096)
}

/// The wait that a `Retry-After` field asks for, in either of its forms.
pub fn retry_after(value: &str, now: i64) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds.min(LONGEST_WAIT as u64 / 1000)));
    }
    let date = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(value).ok()?;
    let wait = u64::try_from(date.as_millisecond() - now).unwrap_or(0);
    Some(Duration::from_millis(wait))
}
