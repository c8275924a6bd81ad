//! The crawl under way: asks the scheduler whose turn it is, sends requests, hands answers to the
//! ledger, and ends when nothing is left, a budget is used up, or the user says so.

use std::io;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use tokio::sync::mpsc as tokio_mpsc;
use tokio::task::JoinSet;

use super::event::{Event, Reason, Status};
use super::fetch::{Answer, Fetched, Fetcher, Request};
use super::frontier::{Ended, Kind};
use super::host::{LONGEST_WAIT, Verdict, retry_after};
use super::ledger::{Command, Opening, Stored};
use super::robots::{self, RobotsAnswer, RobotsRow};
use super::schedule::{Next, RobotsTurn, Schedule, Turn};
use super::{CrawlConfig, CrawlError, canonical, guard};

/// Redirects that a request for robots.txt follows (RFC 9309, 2.3.1.2).
const ROBOTS_REDIRECTS: u8 = 5;
/// Time for robots.txt.
const ROBOTS_TIMEOUT: Duration = Duration::from_secs(10);
/// How often it is told how things stand.
const STATUS_EVERY: Duration = Duration::from_secs(1);
/// Time for requests under way once the user says stop.
const GRACE: Duration = Duration::from_secs(5);

/// Milliseconds since 1970 that never run backwards, whatever happens to the system's clock.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    start: i64,
    since: Instant,
}

impl Clock {
    /// Starts from the system's clock.
    pub(super) fn start() -> Clock {
        Clock { start: jiff::Timestamp::now().as_millisecond(), since: Instant::now() }
    }

    /// Now.
    pub(super) fn now(self) -> i64 {
        self.start.saturating_add(i64::try_from(self.since.elapsed().as_millis()).unwrap_or(0))
    }

    fn until(self, moment: i64) -> tokio::time::Instant {
        let millis = u64::try_from(moment - self.start).unwrap_or(0);
        tokio::time::Instant::from_std(self.since + Duration::from_millis(millis))
    }
}

/// One answered request.
struct Done {
    host: String,
    turn: Turn,
    gap_ms: Option<u64>,
    fetched: Fetched,
}

/// The crawl under way.
pub(super) struct Run<'a> {
    pub(super) config: &'a CrawlConfig,
    pub(super) clock: Clock,
    pub(super) schedule: Schedule,
    pub(super) fetcher: Fetcher,
    pub(super) progress: &'a mut dyn FnMut(Event),
    pub(super) status: Status,
    pub(super) elapsed_before: u64,
    pub(super) storing: usize,
}

impl Run<'_> {
    /// Takes over what the frontier said at the start.
    pub(super) fn begin(&mut self, opening: Opening, user_agent: &str) {
        let now = self.clock.now();
        for (host, moment) in opening.hosts {
            // What a killed run asked for last was never written down: a full delay passes first.
            let delay = i64::try_from(self.config.delay.as_millis()).unwrap_or(0);
            self.schedule.not_before(&host, now + delay, Reason::Delay);
            // A clock that was wrong once must not hold a host for years.
            let moment = moment.min(now + LONGEST_WAIT);
            self.schedule.not_before(&host, moment, Reason::Backoff);
        }
        (self.progress)(Event::Started {
            resumed: opening.resumed,
            run: opening.stored.meta.run,
            queued: opening.stored.meta.queued,
            user_agent: user_agent.to_owned(),
        });
        for (host, head) in &opening.stored.heads {
            if let Some(delay) = head.as_ref().and_then(|head| head.crawl_delay) {
                let delay = i64::try_from(delay.as_millis()).unwrap_or(0);
                if opening.resumed {
                    self.schedule.not_before(host, now + delay, Reason::Delay);
                }
            }
        }
        self.take(opening.stored);
    }

    fn take(&mut self, stored: Stored) {
        for site in &stored.uncount {
            self.schedule.uncount(site);
        }
        for host in &stored.hosts {
            self.schedule.free(host);
        }
        for (host, head) in stored.heads {
            self.schedule.set_head(&host, head);
        }
        for event in stored.events {
            (self.progress)(event);
        }
        self.status.counts = stored.meta.counts;
        self.status.queued = stored.meta.queued;
        self.storing = self.storing.saturating_sub(stored.hosts.len());
    }

    /// Runs to the end and says why it ended.
    pub(super) async fn run(
        &mut self,
        commands: mpsc::Sender<Command>,
        mut replies: tokio_mpsc::UnboundedReceiver<Result<Stored, CrawlError>>,
    ) -> Result<Ended, CrawlError> {
        let mut tasks: JoinSet<Done> = JoinSet::new();
        let mut next_status = tokio::time::Instant::now() + STATUS_EVERY;
        let mut ended: Option<Ended> = None;
        let mut deadline: Option<tokio::time::Instant> = None;
        let mut interrupt = std::pin::pin!(tokio::signal::ctrl_c());
        let mut listening = true;
        loop {
            let mut wake = next_status;
            if ended.is_none() {
                match self.hand_out(&mut tasks) {
                    Ok(Some(moment)) => wake = wake.min(self.clock.until(moment)),
                    Ok(None) => {}
                    Err(reason) => ended = Some(reason),
                }
            }
            if ended.is_some() && self.storing == 0 && tasks.is_empty() {
                return Ok(ended.unwrap_or(Ended::Exhausted));
            }
            if let Some(deadline) = deadline {
                wake = wake.min(deadline);
            }
            tokio::select! {
                Some(done) = tasks.join_next(), if !tasks.is_empty() => {
                    if let Ok(done) = done {
                        self.answered(done, &commands);
                    }
                }
                reply = replies.recv() => match reply {
                    Some(stored) => self.take(stored?),
                    None => return Err(CrawlError::System(io::Error::other("the writing thread failed"))),
                },
                stopped = &mut interrupt, if listening => {
                    listening = false;
                    if stopped.is_ok() {
                        ended = Some(Ended::Interrupted);
                        deadline = Some(tokio::time::Instant::now() + GRACE);
                        let message = "stopping: requests under way are brought to their end".to_owned();
                        (self.progress)(Event::Note { message });
                    }
                }
                () = tokio::time::sleep_until(wake) => {}
            }
            let now = tokio::time::Instant::now();
            if deadline.is_some_and(|deadline| now >= deadline) {
                // What is under way stays in the queue.
                tasks.abort_all();
                while tasks.join_next().await.is_some() {}
                deadline = None;
            }
            if now >= next_status {
                next_status = now + STATUS_EVERY;
                self.tell_status();
            }
        }
    }

    fn tell_status(&mut self) {
        self.status.in_flight = self.schedule.in_flight();
        self.status.waiting = self.schedule.waiting(self.clock.now());
        (self.progress)(Event::Status(self.status.clone()));
    }

    /// Sends requests while it is somebody's turn; gives the next moment to look again, or the end.
    fn hand_out(&mut self, tasks: &mut JoinSet<Done>) -> Result<Option<i64>, Ended> {
        loop {
            let now = self.clock.now();
            let elapsed = Duration::from_millis(self.elapsed_before) + self.clock.since.elapsed();
            if self.config.time.is_some_and(|time| elapsed >= time)
                || self.config.bytes.is_some_and(|bytes| self.status.counts.bytes >= bytes)
            {
                return Err(Ended::Budget);
            }
            match self.schedule.next(now) {
                Next::Ask(host, turn, gap_ms) => {
                    let request = self.request(&turn);
                    let fetcher = self.fetcher.clone();
                    tasks.spawn(async move {
                        let fetched = fetcher.fetch(&request).await;
                        Done { host, turn, gap_ms, fetched }
                    });
                }
                Next::Wait(moment, why) => {
                    let idle = tasks.is_empty() && self.storing == 0 && why != Reason::Delay;
                    let patience = match self.config.dry_run {
                        true => 0,
                        false => i64::try_from(self.config.patience.as_millis()).unwrap_or(i64::MAX),
                    };
                    if idle && moment - now > patience {
                        return Err(Ended::Waiting);
                    }
                    return Ok(Some(moment));
                }
                Next::Busy => return Ok(None),
                Next::Nothing if self.storing > 0 || !tasks.is_empty() => return Ok(None),
                Next::Nothing if self.config.dry_run => return Err(Ended::Exhausted),
                Next::Nothing if self.schedule.is_budget_used() || self.schedule.is_held_by_budget() => {
                    return Err(Ended::Budget);
                }
                Next::Nothing if self.schedule.has_dropped_work() => return Err(Ended::Waiting),
                Next::Nothing => return Err(Ended::Exhausted),
            }
        }
    }

    fn request(&self, turn: &Turn) -> Request {
        match turn {
            Turn::Robots(turn) => Request {
                url: turn.url.clone(),
                etag: None,
                modified: None,
                body_cap: robots::LONGEST + 1,
                cut: true,
                any_type: true,
                timeout: self.config.timeout.min(ROBOTS_TIMEOUT),
            },
            Turn::Page(head) => Request {
                url: head.url.clone(),
                etag: head.row.etag.clone(),
                modified: head.row.modified.clone(),
                body_cap: self.config.body_cap,
                cut: false,
                any_type: head.row.kind == Kind::Sitemap,
                timeout: self.config.timeout,
            },
        }
    }

    fn answered(&mut self, done: Done, commands: &mpsc::Sender<Command>) {
        let now = self.clock.now();
        let Done { host, turn, gap_ms, fetched } = done;
        match turn {
            Turn::Page(head) => {
                let next_allowed = self.judge(&host, verdict(&fetched, now), now);
                self.storing += 1;
                // The ledger only goes when the crawl does.
                let _ = commands.send(Command::Page { host, head, fetched, next_allowed, gap_ms, now });
            }
            Turn::Robots(turn) => self.robots_answered(host, turn, fetched, now, commands),
        }
    }

    fn robots_answered(
        &mut self,
        host: String,
        turn: RobotsTurn,
        fetched: Fetched,
        now: i64,
        commands: &mpsc::Sender<Command>,
    ) {
        let mut wait = None;
        let refused = match fetched {
            Fetched::Refused(_) => Some(PRIVATE),
            Fetched::Untrusted(_) => Some(UNTRUSTED),
            Fetched::Answer(_) | Fetched::Unfit { .. } | Fetched::Broken(_) => None,
        };
        let answer = match fetched {
            Fetched::Answer(answer) => {
                if let Some(next) = self.robots_redirect(&turn, &answer) {
                    self.judge(&host, Verdict::Fine, now);
                    self.schedule.free(&host);
                    let target = canonical::host_of(&next.url);
                    self.schedule.push_robots(&target, next);
                    return;
                }
                wait = wait_of(&answer, now);
                robots_of(&answer)
            }
            // What may not be asked for cannot be known: nothing is crawled.
            Fetched::Refused(_) | Fetched::Untrusted(_) | Fetched::Broken(_) => RobotsAnswer::Unreachable,
            Fetched::Unfit { status, .. } => RobotsAnswer::of_status(status, b""),
        };
        let verdict = match (&answer, refused.filter(|_| host == turn.for_host)) {
            (RobotsAnswer::Unreachable, Some(why)) => Verdict::Refused(why),
            (RobotsAnswer::Unreachable, None) => Verdict::NoRobots(wait),
            (RobotsAnswer::Rules(_) | RobotsAnswer::Absent, _) => Verdict::Fine,
        };
        self.schedule.robots_answered(&turn.for_host);
        let for_host = turn.for_host;
        let mut next_allowed = self.judge(&host, if host == for_host { verdict } else { Verdict::Fine }, now);
        if host != for_host {
            // The file was found elsewhere; the host that it speaks for is told as well.
            self.schedule.free(&host);
            next_allowed = match verdict {
                Verdict::NoRobots(_) => self.schedule.robots_failed(&for_host, now),
                _ => self.schedule.next_allowed(&for_host),
            };
        }
        self.storing += 1;
        let row = RobotsRow { asked: now, answer };
        let _ = commands.send(Command::Robots { host: for_host, origin: turn.origin, row, next_allowed });
    }

    /// The next hop of a request for robots.txt.
    fn robots_redirect(&self, turn: &RobotsTurn, answer: &Answer) -> Option<RobotsTurn> {
        let redirects = matches!(answer.status, 301 | 302 | 303 | 307 | 308);
        if !redirects || turn.hops >= ROBOTS_REDIRECTS {
            return None;
        }
        let url = canonical::resolve(&turn.url, &answer.field("location")?)?;
        guard::check_literal(&url, self.config.allow_private).ok()?;
        Some(RobotsTurn { url, hops: turn.hops + 1, ..turn.clone() })
    }

    /// Tells the scheduler, and the user where the host is left alone for longer.
    fn judge(&mut self, host: &str, verdict: Verdict, now: i64) -> i64 {
        let (next_allowed, longer, dropped) = self.schedule.answered(host, verdict, now);
        if let Some(reason) = dropped {
            (self.progress)(Event::HostDropped { host: host.to_owned(), reason });
        } else if let Some((reason, wait)) = longer {
            let seconds = wait as f64 / 1000.0;
            (self.progress)(Event::HostWaits { host: host.to_owned(), reason, seconds });
        }
        next_allowed
    }

    /// Addresses that a dry run would fetch first.
    pub(super) fn tell_heads(&mut self) {
        for (head, delay) in self.schedule.heads() {
            let delay = delay.as_secs_f64();
            (self.progress)(Event::Would { url: head.row.url.clone(), delay });
        }
    }
}

/// Why hosts are given up that the guard or the certificate speaks against.
const PRIVATE: &str = "it lies in a private network";
const UNTRUSTED: &str = "its certificate is not trusted: unknown issuer, out of date or another site's";

fn robots_of(answer: &Answer) -> RobotsAnswer {
    let coding = answer.field("content-encoding").unwrap_or_default();
    match crate::corpus::warc::http::unpack(&answer.body, &coding, robots::LONGEST * 2) {
        Ok(body) => RobotsAnswer::of_status(answer.status, &body),
        Err(_) => RobotsAnswer::Unreachable,
    }
}

fn verdict(fetched: &Fetched, now: i64) -> Verdict {
    match fetched {
        Fetched::Answer(answer) => match answer.status {
            429 | 503 => Verdict::Throttled(wait_of(answer, now)),
            401 | 403 => Verdict::Forbidden,
            500..=599 => Verdict::Failed,
            _ => Verdict::Fine,
        },
        Fetched::Unfit { .. } => Verdict::Fine,
        Fetched::Refused(_) => Verdict::Fine,
        Fetched::Untrusted(_) => Verdict::Refused(UNTRUSTED),
        Fetched::Broken(_) => Verdict::Failed,
    }
}

/// The wait that an answer asks for, by the server's own clock where it tells the time.
fn wait_of(answer: &Answer, now: i64) -> Option<Duration> {
    let date = answer
        .field("date")
        .and_then(|date| Some(jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(&date).ok()?.as_millisecond()));
    retry_after(&answer.field("retry-after")?, date.unwrap_or(now))
}
