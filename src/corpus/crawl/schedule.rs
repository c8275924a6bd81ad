//! Whose turn it is: every request of the crawl, for pages, robots.txt and sitemaps alike, is
//! handed out here, one at a time for each host and never before the host's next moment.
//!
//! No clock and no network: the moments (milliseconds since 1970) are given. A host is asked again
//! only after its last answer was over *and* stored, so a kill can repeat one request a host.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use url::Url;

use super::event::{Reason, Waiting};
use super::frontier::{Kind, UrlRow};
use super::guard;
use super::host::{Host, Stage, Verdict, ms};

/// How fast, and how much.
#[derive(Debug, Clone)]
pub struct Pace {
    /// Least time between two requests to a host.
    pub delay: Duration,
    /// First wait after 429 or 503 without `Retry-After`; doubles.
    pub backoff: Duration,
    /// Rest of a host that failed or throttled again and again.
    pub cool_down: Duration,
    /// First wait before robots.txt is asked for again; doubles.
    pub robots_retry: Duration,
    /// Requests under way at once.
    pub connections: usize,
    /// Pages of the run.
    pub pages: u64,
    /// Pages of one site in the run.
    pub pages_per_site: u64,
    /// Hands out robots.txt only, for a dry run.
    pub robots_only: bool,
}

/// What a host has to fetch next.
#[derive(Debug, Clone)]
pub struct Head {
    /// Key of the frontier.
    pub key: String,
    /// Its row.
    pub row: UrlRow,
    /// The row's address.
    pub url: Url,
    /// Scheme, host and port of it.
    pub origin: String,
    /// Registered domain of it.
    pub site: String,
    /// robots.txt of the origin must be asked for first.
    pub needs_robots: bool,
    /// Delay that robots.txt asks for.
    pub crawl_delay: Option<Duration>,
}

/// A request for robots.txt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RobotsTurn {
    /// The origin whose rules are asked for.
    pub origin: String,
    /// The host that waits for them.
    pub for_host: String,
    /// The address, which after a redirect lies elsewhere.
    pub url: Url,
    /// Redirects so far.
    pub hops: u8,
}

/// A request to make now.
#[derive(Debug, Clone)]
pub enum Turn {
    /// For robots.txt.
    Robots(RobotsTurn),
    /// For a page or sitemap.
    Page(Box<Head>),
}

/// What the scheduler has to say.
#[derive(Debug)]
pub enum Next {
    /// Make this request to this host; the former one to it began so many milliseconds ago.
    Ask(String, Turn, Option<u64>),
    /// Nothing before this moment; the reason is that of the host whose turn comes first.
    Wait(i64, Reason),
    /// Nothing until a request under way ends.
    Busy,
    /// Nothing at all: all is done, or what is left is beyond the budget.
    Nothing,
}

/// The scheduler.
#[derive(Debug)]
pub struct Schedule {
    pace: Pace,
    hosts: BTreeMap<String, Host>,
    in_flight: usize,
    pages: u64,
    sites: HashMap<String, u64>,
}

impl Schedule {
    /// A scheduler for a run that has fetched so many pages already, of these sites.
    pub fn new(pace: Pace, pages: u64, sites: impl IntoIterator<Item = (String, u64)>) -> Schedule {
        let sites = sites.into_iter().collect();
        Schedule { pace, hosts: BTreeMap::new(), in_flight: 0, pages, sites }
    }

    /// Sets a host's first moment, at the start, and why it has to wait.
    pub fn not_before(&mut self, host: &str, moment: i64, why: Reason) {
        let host = self.host(host);
        if moment > host.next_allowed {
            (host.next_allowed, host.why) = (moment, why);
        }
    }

    fn host(&mut self, name: &str) -> &mut Host {
        let delay = self.pace.delay;
        self.hosts.entry(name.to_owned()).or_insert_with(|| Host::new(delay))
    }

    /// What a host has to fetch next has been read from the frontier.
    pub fn set_head(&mut self, name: &str, head: Option<Head>) {
        let least = match &head {
            // Strangers are never crawled faster than this, whatever was asked for.
            Some(head) if !guard::is_private_by_name(&head.url) => Duration::from_secs(1),
            _ => Duration::ZERO,
        };
        let delay = self.pace.delay.max(least);
        let host = self.host(name);
        if let Some(head) = &head {
            host.delay = delay.max(head.crawl_delay.unwrap_or_default());
            // robots.txt may just have asked for a longer delay than the one begun after it.
            host.next_allowed = host.next_allowed.max(host.ended + ms(host.delay) + 1);
            if !head.needs_robots {
                host.no_robots = 0;
                host.awaits_robots = false;
            }
        }
        host.head = head.map(Box::new);
    }

    /// A host's robots.txt led to another host, or could not be had at all.
    pub fn push_robots(&mut self, name: &str, turn: RobotsTurn) {
        self.host(&turn.for_host).awaits_robots = true;
        self.host(name).robots.push_back(turn);
    }

    /// A host's robots.txt has been answered, one way or the other, and what it says is being stored.
    pub fn robots_answered(&mut self, for_host: &str) {
        let host = self.host(for_host);
        host.awaits_robots = false;
        if host.stage == Stage::Free {
            host.stage = Stage::Storing;
        }
    }

    /// Whose turn it is.
    pub fn next(&mut self, now: i64) -> Next {
        if self.in_flight >= self.pace.connections {
            return Next::Busy;
        }
        let mut best: Option<(u32, &String)> = None;
        let mut soonest: Option<(i64, Reason)> = None;
        for (name, host) in &self.hosts {
            let Some(rank) = self.rank(host) else {
                continue;
            };
            if host.stage != Stage::Free {
                continue;
            }
            if host.next_allowed > now {
                if soonest.is_none_or(|(at, _)| host.next_allowed < at) {
                    soonest = Some((host.next_allowed, host.why));
                }
            } else if best.is_none_or(|(found, _)| rank > found) {
                best = Some((rank, name));
            }
        }
        if let Some((_, name)) = best {
            let name = name.clone();
            return self.hand_out(name, now);
        }
        match soonest {
            Some((moment, why)) => Next::Wait(moment, why),
            None if self.in_flight > 0 || self.is_storing() => Next::Busy,
            None => Next::Nothing,
        }
    }

    fn is_storing(&self) -> bool {
        self.hosts.values().any(|host| host.stage == Stage::Storing)
    }

    /// How urgent a host is; `None` where it has nothing to do, or must not.
    fn rank(&self, host: &Host) -> Option<u32> {
        if host.dropped.is_some() {
            return None;
        }
        if !host.robots.is_empty() {
            return Some(u32::MAX);
        }
        let head = host.head.as_ref()?;
        if host.awaits_robots || (self.pace.robots_only && !head.needs_robots) {
            return None;
        }
        self.within_budget(head).then(|| 1 + u32::from(head.row.score))
    }

    fn within_budget(&self, head: &Head) -> bool {
        let site = || self.sites.get(&head.site).copied().unwrap_or(0);
        self.pages < self.pace.pages && (head.row.kind == Kind::Sitemap || site() < self.pace.pages_per_site)
    }

    fn hand_out(&mut self, name: String, now: i64) -> Next {
        let host = self.host(&name);
        let turn = match (host.robots.pop_front(), &host.head) {
            (Some(turn), _) => Turn::Robots(turn),
            (None, Some(head)) if head.needs_robots => {
                let Some(url) = super::robots::address_of(&head.origin) else {
                    host.dropped = Some("it has no address for robots.txt");
                    return self.next(now);
                };
                let origin = head.origin.clone();
                Turn::Robots(RobotsTurn { origin, for_host: name.clone(), url, hops: 0 })
            }
            (None, Some(head)) => Turn::Page(head.clone()),
            (None, None) => return Next::Busy,
        };
        let gap = host.began.map(|began| u64::try_from(now - began).unwrap_or(0));
        host.stage = Stage::Fetching;
        host.began = Some(now);
        self.in_flight += 1;
        if let Turn::Page(head) = &turn
            && head.row.kind == Kind::Page
        {
            // Counted when it is asked for, so that requests under way cannot exceed the budget.
            self.pages += 1;
            *self.sites.entry(head.site.clone()).or_default() += 1;
        }
        Next::Ask(name, turn, gap)
    }

    /// A request is over; its outcome goes to the disk next. Tells the host's next moment, and
    /// whether it is left alone for longer than its delay.
    pub fn answered(
        &mut self,
        name: &str,
        verdict: Verdict,
        now: i64,
    ) -> (i64, Option<(Reason, i64)>, Option<&'static str>) {
        self.in_flight -= 1;
        let pace = self.pace.clone();
        let host = self.host(name);
        host.stage = Stage::Storing;
        let (wait, why, dropped) = host.judge(verdict, &pace);
        if dropped.is_some() {
            host.dropped = dropped;
        }
        // Rounded up, and one more for the clock's own grain.
        host.next_allowed = now + wait + 1;
        host.ended = now;
        host.why = why;
        let longer = (why != Reason::Delay).then_some((why, wait));
        (host.next_allowed, longer, dropped)
    }

    /// robots.txt of a host, found elsewhere, could not be had; tells the host's next moment.
    pub fn robots_failed(&mut self, name: &str, now: i64) -> i64 {
        let pace = self.pace.clone();
        let host = self.host(name);
        let (wait, why, dropped) = host.judge(Verdict::NoRobots(None), &pace);
        host.dropped = host.dropped.or(dropped);
        host.next_allowed = host.next_allowed.max(now + wait + 1);
        host.why = why;
        host.next_allowed
    }

    /// A host's next moment.
    pub fn next_allowed(&self, name: &str) -> i64 {
        self.hosts.get(name).map_or(0, |host| host.next_allowed)
    }

    /// A page that was asked for did not come, so it does not count.
    pub fn uncount(&mut self, site: &str) {
        self.pages = self.pages.saturating_sub(1);
        if let Some(count) = self.sites.get_mut(site) {
            *count = count.saturating_sub(1);
        }
    }

    /// The outcome of a request needs no storing, or is stored.
    pub fn free(&mut self, name: &str) {
        let host = self.host(name);
        if host.stage == Stage::Storing {
            host.stage = Stage::Free;
        }
    }

    /// Requests under way.
    pub fn in_flight(&self) -> usize {
        self.in_flight
    }

    /// Whether the pages of the run are used up.
    pub fn is_budget_used(&self) -> bool {
        self.pages >= self.pace.pages
    }

    /// Whether a host has something to fetch that a site's budget, or the run's, forbids.
    pub fn is_held_by_budget(&self) -> bool {
        self.hosts
            .values()
            .any(|host| host.dropped.is_none() && host.head.as_ref().is_some_and(|head| !self.within_budget(head)))
    }

    /// Whether a host that was given up still has something to fetch.
    pub fn has_dropped_work(&self) -> bool {
        self.hosts.values().any(|host| host.dropped.is_some() && host.head.is_some())
    }

    /// Delay between two requests to a host, and why it was given up.
    pub fn of_host(&self, name: &str) -> (Duration, Option<&'static str>) {
        self.hosts.get(name).map_or((self.pace.delay, None), |host| (host.delay, host.dropped))
    }

    /// Heads whose robots.txt is known, for a dry run.
    pub fn heads(&self) -> impl Iterator<Item = (&Head, Duration)> {
        self.hosts
            .values()
            .filter_map(|host| Some((host.head.as_deref()?, host.delay)))
            .filter(|(head, _)| !head.needs_robots)
    }

    /// Why the hosts that have something to fetch are not being asked.
    pub fn waiting(&self, now: i64) -> Vec<Waiting> {
        let mut reasons: BTreeMap<Reason, Waiting> = BTreeMap::new();
        for (name, host) in &self.hosts {
            if host.head.is_none() && host.robots.is_empty() && host.stage == Stage::Free {
                continue;
            }
            let reason = match host.stage {
                Stage::Fetching => Reason::Fetching,
                Stage::Storing => Reason::Disk,
                Stage::Free if host.dropped.is_some() => Reason::Dropped,
                Stage::Free if host.awaits_robots => Reason::Robots,
                Stage::Free if self.rank(host).is_none() => Reason::SiteBudget,
                Stage::Free if host.next_allowed > now => host.why,
                Stage::Free => Reason::Connections,
            };
            let left = u64::try_from(host.next_allowed - now).unwrap_or(0);
            let timed = matches!(reason, Reason::Delay | Reason::Backoff | Reason::CoolDown | Reason::Robots);
            let in_ms = timed.then_some(left);
            let entry =
                reasons.entry(reason).or_insert_with(|| Waiting { reason, hosts: 0, first: name.clone(), in_ms });
            entry.hosts += 1;
            if in_ms < entry.in_ms {
                entry.in_ms = in_ms;
                entry.first.clone_from(name);
            }
        }
        reasons.into_values().collect()
    }
}
