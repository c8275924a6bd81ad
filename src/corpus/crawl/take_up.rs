//! Which addresses are taken up, and what a host has to fetch next: links, sitemaps and seeds on
//! their way into the queue, and what the rules take out of it again.

use url::Url;
use xxhash_rust::xxh3::xxh3_64;

use super::books::SETTLED;
use super::canonical::{canonical, host_of, origin_of, site_of};
use super::event::{Event, PageEvent};
use super::focus::{PROMISING, USEFUL};
use super::frontier::{Kind, State, UrlRow};
use super::robots::{self, RobotsRow};
use super::schedule::Head;
use super::settle::{Done, Settling};
use super::trap;

/// Addresses that wait for one host.
const MOST_QUEUED: u64 = 20_000;
/// Sitemaps read of one host.
const MOST_SITEMAPS: u32 = 50;
/// Hosts taken up of one site: some sites answer to every name under theirs.
const MOST_HOSTS: u32 = 200;
/// Steps over pages of no use that links without a word of the subject may lead.
const MOST_BARREN: u8 = 2;

impl Settling<'_, '_> {
    /// Takes up a sitemap of a site that the crawl is about.
    pub fn take_sitemap(&mut self, url: &Url, via: Option<&str>) -> Done<bool> {
        let key = format!("sitemap {}", canonical(url));
        let known = !self.rules.sitemaps || !self.rules.scope.knows_site(url);
        if known || self.step.url(&key)?.is_some() {
            return Ok(false);
        }
        let host = self.host(&host_of(url))?;
        if host.sitemaps >= MOST_SITEMAPS {
            return Ok(false);
        }
        host.sitemaps += 1;
        let row =
            UrlRow { kind: Kind::Sitemap, score: 950, via: via.map(str::to_owned), ..UrlRow::seed(url, self.place()) };
        self.enqueue(&key, url, &row)?;
        Ok(true)
    }

    /// Takes up a link where it is worth it; tells whether it was.
    pub(super) fn link(&mut self, from: &UrlRow, url: &Url, anchor: &str, relevance: f32) -> Done<bool> {
        if !self.rules.scope.holds(url) || trap::is_file(url) || self.rules.trap.of(url).is_some() {
            return Ok(false);
        }
        let key = canonical(url);
        let met = self.met.get(&xxh3_64(key.as_bytes())).copied();
        if met == Some(SETTLED) {
            return Ok(false);
        }
        let promise = self.rules.focus.of_link(anchor, url.as_str(), relevance);
        let useful = relevance >= USEFUL;
        let is_entrance = from.depth == 0 || from.kind == Kind::Sitemap || from.barren < MOST_BARREN;
        if !(self.rules.keep_all || useful || promise.own >= PROMISING || (is_entrance && promise.own >= 0.0)) {
            return Ok(false);
        }
        let child = UrlRow {
            score: (promise.score * 999.0) as u16,
            depth: from.depth + u16::from(!promise.is_next),
            barren: if useful { 0 } else { from.barren.saturating_add(1) },
            continues: promise.is_next && useful,
            ..from.child(url, 0)
        };
        if child.depth > self.rules.depth || met.is_some_and(|score| score >= child.score) {
            return Ok(false);
        }
        let host = host_of(url);
        if let Some(known) = self.step.url(&key)? {
            let standing = if known.state == State::Queued { known.score } else { SETTLED };
            self.met.insert(xxh3_64(key.as_bytes()), standing);
            if standing < child.score {
                // A better reason to fetch it was found.
                self.unqueue(&host, &known)?;
                let better = UrlRow { score: child.score, barren: child.barren.min(known.barren), ..known };
                self.enqueue(&key, url, &better)?;
            }
            return Ok(false);
        }
        if self.host(&host)?.queued >= MOST_QUEUED || self.is_closed(url)? {
            return Ok(false);
        }
        if !self.is_host_taken_up(&host, url)? {
            return Ok(false);
        }
        let child = UrlRow { place: self.place(), ..child };
        self.enqueue(&key, url, &child)?;
        Ok(true)
    }

    /// Whether a host is known, or may still be added to those of its site.
    fn is_host_taken_up(&mut self, host: &str, url: &Url) -> Done<bool> {
        if self.host(host)?.counted {
            return Ok(true);
        }
        let hosts = self.meta.hosts.entry(site_of(url)).or_default();
        if *hosts >= MOST_HOSTS {
            return Ok(false);
        }
        *hosts += 1;
        self.host(host)?.counted = true;
        Ok(true)
    }

    /// Whether pages of this shape were fetched in number and none was of use.
    pub(super) fn is_closed(&self, url: &Url) -> Done<bool> {
        let (fetched, useful) = self.step.shape(&shape_key(url))?;
        let counts = !self.rules.keep_all || trap::is_dated(url);
        Ok(counts && useful == 0 && fetched >= trap::BARREN_AFTER)
    }

    pub(super) fn in_scope(&self, row: &UrlRow, url: &Url) -> bool {
        self.rules.scope.holds(url)
            || ((row.depth == 0 || row.kind == Kind::Sitemap) && self.rules.scope.holds_seed(url))
    }

    /// Takes up a seed, or asks again for one that failed.
    pub fn take_seed(&mut self, url: &Url, again: bool) -> Done {
        let key = canonical(url);
        let row = match self.step.url(&key)? {
            None => UrlRow { score: 1000, ..UrlRow::seed(url, self.place()) },
            Some(row) if row.state == State::Queued && row.score < 1000 => {
                self.unqueue(&host_of(url), &row)?;
                UrlRow { score: 1000, depth: 0, ..row }
            }
            Some(row) if again && matches!(row.state, State::Failed | State::Denied) => {
                UrlRow { score: 1000, depth: 0, attempts: 0, redirects: 0, ..row }
            }
            Some(_) => return Ok(()),
        };
        self.enqueue(&key, url, &row)
    }

    /// Puts what is known into the queue again, for a later crawl.
    pub fn recheck(&mut self) -> Done {
        for (key, row) in self.step.all_urls()? {
            let missing = row.state == State::Failed && matches!(row.status, 404 | 410);
            if matches!(row.state, State::Queued | State::Gone) || missing {
                continue;
            }
            let Ok(url) = Url::parse(&row.url) else {
                continue;
            };
            let row = UrlRow { attempts: 0, redirects: 0, ..row };
            self.enqueue(&key, &url, &row)?;
        }
        Ok(())
    }

    /// What robots.txt of an origin said.
    pub fn settle_robots(&mut self, host: &str, origin: &str, row: &RobotsRow, next_allowed: i64) -> Done {
        self.touched.insert(host.to_owned());
        self.host(host)?.next_allowed = next_allowed;
        self.count(host, |counts| counts.requests += 1)?;
        self.step.set_robots(origin, row)?;
        let rules = row.answer.rules();
        let mut named = rules.sitemaps().to_vec();
        self.events.push(Event::Robots {
            origin: origin.to_owned(),
            answer: row.answer.id(),
            crawl_delay: robots::delay_of(&rules).map(|delay| delay.as_secs_f64()),
            sitemaps: named.len(),
        });
        if row.is_fresh(self.now) {
            self.robots.insert(origin.to_owned(), (row.asked, rules));
            let usual = Url::parse(origin).ok().and_then(|url| url.join("/sitemap.xml").ok());
            let is_seed = |url: &Url| {
                let origin = origin_of(url);
                self.meta.seeds.iter().filter_map(|seed| Url::parse(seed).ok()).any(|s| origin_of(&s) == origin)
            };
            if named.is_empty() {
                named.extend(usual.filter(is_seed));
            }
            for url in named.iter().take(MOST_SITEMAPS as usize) {
                self.take_sitemap(url, None)?;
            }
        }
        Ok(())
    }

    /// What a host has to fetch next; what the rules forbid is taken out of its queue on the way.
    pub fn head(&mut self, host: &str) -> Done<Option<Head>> {
        while let Some((key, row)) = self.step.head(host)? {
            let Ok(url) = Url::parse(&row.url) else {
                self.forget(host, &key, &row)?;
                continue;
            };
            let closed = row.kind == Kind::Page && row.captured == 0 && self.is_closed(&url)?;
            if closed || row.depth > self.rules.depth || !self.in_scope(&row, &url) {
                self.forget(host, &key, &row)?;
                continue;
            }
            let origin = origin_of(&url);
            let mut head = Head { site: site_of(&url), needs_robots: true, crawl_delay: None, key, row, url, origin };
            self.load_robots(&head.origin)?;
            let Some((_, rules)) = self.robots.get(&head.origin) else {
                return Ok(Some(head));
            };
            if rules.is_url_allowed(&head.url) {
                head.needs_robots = false;
                head.crawl_delay = robots::delay_of(rules);
                return Ok(Some(head));
            }
            self.count(host, |counts| counts.denied += 1)?;
            self.leave(host, &head.key, &UrlRow { state: State::Denied, ..head.row.clone() })?;
            self.events.push(Event::Page(PageEvent {
                url: head.row.url,
                outcome: "denied",
                status: 0,
                bytes: 0,
                ms: 0,
                gap_ms: None,
                relevance: None,
                links: 0,
                reason: Some("robots.txt forbids it".to_owned()),
            }));
        }
        Ok(None)
    }

    /// Brings an origin's rules to hand, where they are known and not too old.
    pub(super) fn load_robots(&mut self, origin: &str) -> Done {
        let fresh = |asked: i64| (0..robots::KEPT_FOR.as_millis() as i64).contains(&(self.now - asked));
        if self.robots.get(origin).is_some_and(|(asked, _)| fresh(*asked)) {
            return Ok(());
        }
        self.robots.remove(origin);
        if let Some(row) = self.step.robots(origin)?.filter(|row| row.is_fresh(self.now)) {
            self.robots.insert(origin.to_owned(), (row.asked, row.answer.rules()));
        }
        Ok(())
    }
}

/// Pages of one host that one template makes.
pub(super) fn shape_key(url: &Url) -> String {
    format!("{}{}", host_of(url), trap::shape(url))
}
