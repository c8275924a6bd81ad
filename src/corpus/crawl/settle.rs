//! What an answer does: which records it makes, what its address's row becomes, which links are
//! taken up. Works within one transaction of the frontier; the rules are those of [`Rules`].

use std::collections::{BTreeSet, HashMap};
use std::io;

use robotxt::Robots;
use url::Url;

use super::archive::{Archive, Capture};
use super::canonical::{canonical, host_of, origin_of, resolve, site_of};
use super::event::{Event, PageEvent};
use super::fetch::{Answer, Fetched};
use super::focus::{Focus, PROMISING, USEFUL};
use super::frontier::{Counts, HostRow, Kind, Meta, State, Step, UrlRow};
use super::guard;
use super::links::{self, Reading};
use super::robots::{self, RobotsRow};
use super::schedule::Head;
use super::scope::Scope;
use super::sitemap;
use super::trap::{self, Trap};
use crate::corpus::warc::{http, kind_of, write::digest};
use crate::page::PageKind;

/// Requests for one address before it is given up.
const MOST_ATTEMPTS: u8 = 3;
/// Redirects on the way to one page.
const MOST_REDIRECTS: u8 = 5;
/// Addresses that wait for one host.
const MOST_QUEUED: u64 = 20_000;
/// Sitemaps read of one host.
const MOST_SITEMAPS: u32 = 50;
/// Steps over pages of no use that links without a word of the subject may lead.
const MOST_BARREN: u8 = 2;
/// Standing of what comes from a sitemap, where nothing else is known of it.
const SITEMAP_PARENT: f32 = 0.4;

/// The rules of a crawl, beyond those of robots.txt.
#[derive(Debug)]
pub struct Rules {
    /// Which addresses belong to it.
    pub scope: Scope,
    /// What it is about.
    pub focus: Focus,
    /// What looks endless.
    pub trap: Trap,
    /// Most links from a seed.
    pub depth: u16,
    /// Keeps and follows pages whatever they speak of.
    pub keep_all: bool,
    /// Largest page once unpacked.
    pub body_cap: usize,
    /// Sitemaps are read.
    pub sitemaps: bool,
    /// Addresses of this machine and private networks are let pass.
    pub allow_private: bool,
}

/// Rules of robots.txt as known, for each origin.
pub type KnownRobots = HashMap<String, (i64, Robots)>;

/// One transaction's worth of work.
pub struct Settling<'a, 'txn> {
    /// The frontier's tables.
    pub step: &'a mut Step<'txn>,
    /// The archive.
    pub archive: &'a mut Archive,
    /// The crawl as a whole; stored at the end.
    pub meta: &'a mut Meta,
    /// The rules.
    pub rules: &'a Rules,
    /// Rules of robots.txt.
    pub robots: &'a mut KnownRobots,
    /// Hosts of the crawl whose rows are at hand.
    pub hosts: HashMap<String, HostRow>,
    /// Hosts whose queue may have another head.
    pub touched: BTreeSet<String>,
    /// What is told.
    pub events: Vec<Event>,
    /// Milliseconds since 1970.
    pub now: i64,
    /// Where the archive failed, the reason.
    pub broken: Option<io::Error>,
}

type Done<T = ()> = Result<T, redb::Error>;

/// What became of a page, for its event.
#[derive(Default)]
struct Outcome {
    outcome: &'static str,
    relevance: Option<f32>,
    links: usize,
    reason: Option<String>,
}

fn outcome(outcome: &'static str) -> Outcome {
    Outcome { outcome, ..Outcome::default() }
}

impl Settling<'_, '_> {
    /// Settles one answered request for a page or sitemap; tells whether a page came.
    pub fn settle(
        &mut self,
        host: &str,
        head: &Head,
        fetched: Fetched,
        next_allowed: i64,
        gap_ms: Option<u64>,
    ) -> Done<bool> {
        self.touched.insert(host.to_owned());
        self.host(host)?.next_allowed = next_allowed;
        self.count(host, |counts| counts.requests += 1)?;
        let mut row = head.row.clone();
        let (mut status, mut bytes, mut took) = (0, 0, 0);
        let fetched_before = self.meta.counts.fetched;
        let result = match fetched {
            Fetched::Refused(reason) => self.fail(host, &head.key, row, reason)?,
            Fetched::Unfit { status: found, reason } => {
                status = found;
                row.status = found;
                self.fail(host, &head.key, row, reason)?
            }
            Fetched::Broken(reason) => self.again(host, &head.key, row, reason)?,
            Fetched::Answer(answer) => {
                status = answer.status;
                bytes = answer.body.len() as u64;
                took = u64::try_from(answer.took.as_millis()).unwrap_or(u64::MAX);
                row.status = status;
                self.count(host, |counts| counts.bytes += bytes)?;
                self.answer(host, head, row, &answer)?
            }
        };
        self.events.push(Event::Page(PageEvent {
            url: head.row.url.clone(),
            outcome: result.outcome,
            status,
            bytes,
            ms: took,
            gap_ms,
            relevance: result.relevance,
            links: result.links,
            reason: result.reason,
        }));
        Ok(self.meta.counts.fetched > fetched_before)
    }

    fn answer(&mut self, host: &str, head: &Head, row: UrlRow, answer: &Answer) -> Done<Outcome> {
        match answer.status {
            200 if row.kind == Kind::Sitemap => self.sitemap(host, head, row, answer),
            200 => self.page(host, head, row, answer),
            304 if row.captured > 0 => self.unchanged(host, head, row, answer),
            301 | 302 | 303 | 307 | 308 => self.redirect(host, head, row, answer),
            404 | 410 if row.record.is_some() => self.gone(host, head, row, answer),
            429 | 503 => {
                // The host is asked too much; its page is as good as before.
                self.requeue(host, &head.key, row, 1.0)?;
                Ok(Outcome { reason: Some("it asks to be left alone".to_owned()), ..outcome("again") })
            }
            500..=599 => self.again(host, &head.key, row, format!("status {}", answer.status)),
            other => self.fail(host, &head.key, row, format!("status {other}")),
        }
    }

    fn page(&mut self, host: &str, head: &Head, mut row: UrlRow, answer: &Answer) -> Done<Outcome> {
        self.count(host, |counts| counts.fetched += 1)?;
        *self.meta.sites.entry(head.site.clone()).or_default() += 1;
        let content_type = answer.field("content-type").unwrap_or_default();
        let coding = answer.field("content-encoding").unwrap_or_default();
        let body = match http::unpack(&answer.body, &coding, self.rules.body_cap) {
            Ok(body) => body,
            Err(error) => return self.fail(host, &head.key, row, error.to_string()),
        };
        let Some(kind) = kind_of(&content_type, &body) else {
            return self.fail(host, &head.key, row, "it is no page".to_owned());
        };
        let reading = match kind {
            PageKind::Html => {
                links::read_html(&head.url, &body, http::charset_of(&content_type).as_deref())
            }
            PageKind::Text | PageKind::Markdown => {
                Reading { text: String::from_utf8_lossy(&body).into_owned(), ..Reading::default() }
            }
        };
        let relevance = self.rules.focus.of_page(&reading.title, &reading.text);
        let useful = relevance >= USEFUL;
        let kept = useful || self.rules.keep_all;
        self.step.count_shape(&shape_key(&head.url), useful)?;
        let digest = digest(&answer.body);
        let capture_row = row.clone();
        let capture = Capture { row: &capture_row, captured: self.now, relevance: Some(relevance) };
        let (before, was) = (row.digest.replace(digest.clone()), row.captured);
        row.etag = answer.field("etag");
        row.modified = answer.field("last-modified");
        row.attempts = 0;
        let mut found = Outcome { relevance: Some(relevance), ..Outcome::default() };
        if before.as_ref() == Some(&digest) && row.record.is_some() {
            self.write(|archive| {
                let known = capture_row.record.as_deref().map(|id| (id, capture_row.url.as_str(), was));
                archive.revisit(capture, answer, known)
            })?;
            self.count(host, |counts| counts.unchanged += 1)?;
            row.state = State::Stored;
            self.leave(host, &head.key, &row)?;
            return Ok(Outcome { outcome: "unchanged", ..found });
        }
        row.captured = self.now;
        if kept {
            if let Some(twin) = self.twin(&digest, &head.key)? {
                self.write(|archive| {
                    let known = twin.record.as_deref().map(|id| (id, twin.url.as_str(), twin.captured));
                    archive.revisit(capture, answer, known)
                })?;
                self.count(host, |counts| counts.duplicates += 1)?;
                row.state = State::Duplicate;
                row.record = None;
                self.leave(host, &head.key, &row)?;
                let reason = Some(format!("same bytes as {}", twin.url));
                return Ok(Outcome { outcome: "duplicate", reason, ..found });
            }
            let changed = row.record.is_some();
            let id = self.write(|archive| archive.store(capture, answer))?;
            row.record = Some(id);
            row.state = State::Stored;
            self.step.set_digest(&digest, &head.key)?;
            self.count(host, |counts| {
                counts.kept += 1;
                counts.changed += u64::from(changed);
            })?;
            found.outcome = if changed { "changed" } else { "stored" };
        } else {
            row.state = State::Unkept;
            found.outcome = "unkept";
        }
        self.leave(host, &head.key, &row)?;
        if reading.too_deep {
            found.reason = Some("it is nested too deeply for its links to be followed".to_owned());
        }
        if !reading.nofollow && !says_nofollow(answer) {
            for link in &reading.links {
                found.links += usize::from(self.link(&row, &link.url, &link.anchor, relevance)?);
            }
        }
        Ok(found)
    }

    /// The stored page that gave the same bytes, if it still does.
    fn twin(&self, digest: &str, key: &str) -> Done<Option<UrlRow>> {
        let Some(twin) = self.step.digest(digest)?.filter(|twin| twin != key) else {
            return Ok(None);
        };
        let row = self.step.url(&twin)?;
        Ok(row.filter(|row| row.record.is_some() && row.digest.as_deref() == Some(digest)))
    }

    fn unchanged(&mut self, host: &str, head: &Head, mut row: UrlRow, answer: &Answer) -> Done<Outcome> {
        if row.record.is_some() {
            let known_row = row.clone();
            let capture = Capture { row: &known_row, captured: self.now, relevance: None };
            let known = known_row.record.as_deref().map(|id| (id, known_row.url.as_str(), row.captured));
            self.write(|archive| archive.revisit(capture, answer, known))?;
            row.state = State::Stored;
        } else {
            row.state = State::Unkept;
        }
        row.attempts = 0;
        self.count(host, |counts| counts.unchanged += 1)?;
        self.leave(host, &head.key, &row)?;
        Ok(outcome("unchanged"))
    }

    fn gone(&mut self, host: &str, head: &Head, mut row: UrlRow, answer: &Answer) -> Done<Outcome> {
        let known_row = row.clone();
        let capture = Capture { row: &known_row, captured: self.now, relevance: None };
        self.write(|archive| archive.store(capture, answer))?;
        row.state = State::Gone;
        self.count(host, |counts| counts.gone += 1)?;
        self.leave(host, &head.key, &row)?;
        Ok(outcome("gone"))
    }

    fn redirect(&mut self, host: &str, head: &Head, mut row: UrlRow, answer: &Answer) -> Done<Outcome> {
        let location = answer.field("location").unwrap_or_default();
        let Some(target) = resolve(&head.url, &location) else {
            return self.fail(host, &head.key, row, "it leads to no web address".to_owned());
        };
        if row.redirects >= MOST_REDIRECTS {
            return self.fail(host, &head.key, row, "more than 5 redirects".to_owned());
        }
        if let Err(refused) = guard::check_literal(&target, self.rules.allow_private) {
            return self.fail(host, &head.key, row, format!("it leads to {target}: {refused}"));
        }
        let child = UrlRow { redirects: row.redirects + 1, ..fresh(&target, &row, self.place()) };
        if !self.in_scope(&child, &target) {
            return self.fail(host, &head.key, row, format!("it leads out of the scope, to {target}"));
        }
        let key = canonical(&target);
        if key == head.key {
            if row.url == target.as_str() {
                return self.fail(host, &head.key, row, "it leads to itself".to_owned());
            }
            // The same page under another spelling: that one is asked for next.
            row.url = target.into();
            row.redirects += 1;
            self.requeue(host, &head.key, row, 1.0)?;
            return Ok(Outcome { reason: Some(location), ..outcome("redirected") });
        }
        row.state = State::Redirected;
        self.count(host, |counts| counts.redirected += 1)?;
        self.leave(host, &head.key, &row)?;
        let mut found = outcome("redirected");
        if self.step.url(&key)?.is_none() {
            self.enqueue(&key, &target, &child)?;
            found.links = 1;
        }
        found.reason = Some(target.into());
        Ok(found)
    }

    fn sitemap(&mut self, host: &str, head: &Head, mut row: UrlRow, answer: &Answer) -> Done<Outcome> {
        let coding = answer.field("content-encoding").unwrap_or_default();
        let cap = self.rules.body_cap.saturating_mul(2);
        let body = match http::unpack(&answer.body, &coding, cap) {
            Ok(body) => body,
            Err(error) => return self.fail(host, &head.key, row, error.to_string()),
        };
        row.state = State::Unkept;
        row.captured = self.now;
        self.leave(host, &head.key, &row)?;
        let named = sitemap::read(&body, cap);
        let mut found = outcome("sitemap");
        for address in &named.sitemaps {
            if let Some(url) = resolve(&head.url, address) {
                found.links += usize::from(self.take_sitemap(&url, Some(&row.url))?);
            }
        }
        for address in &named.pages {
            if let Some(url) = resolve(&head.url, address) {
                found.links += usize::from(self.link(&row, &url, "", SITEMAP_PARENT)?);
            }
        }
        Ok(found)
    }

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
        let row = UrlRow {
            kind: Kind::Sitemap,
            score: 950,
            via: via.map(str::to_owned),
            ..seed(url, self.place())
        };
        self.enqueue(&key, url, &row)?;
        Ok(true)
    }

    /// Takes up a link where it is worth it; tells whether it was.
    fn link(&mut self, from: &UrlRow, url: &Url, anchor: &str, relevance: f32) -> Done<bool> {
        if trap::is_file(url) || self.rules.trap.of(url).is_some() {
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
            ..fresh(url, from, 0)
        };
        if child.depth > self.rules.depth || !self.in_scope(&child, url) {
            return Ok(false);
        }
        let key = canonical(url);
        let host = host_of(url);
        if let Some(known) = self.step.url(&key)? {
            if known.state == State::Queued && known.score < child.score {
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
        let child = UrlRow { place: self.place(), ..child };
        self.enqueue(&key, url, &child)?;
        Ok(true)
    }

    /// Whether pages of this shape were fetched in number and none was of use.
    fn is_closed(&self, url: &Url) -> Done<bool> {
        let (fetched, useful) = self.step.shape(&shape_key(url))?;
        let counts = !self.rules.keep_all || trap::is_dated(url);
        Ok(counts && useful == 0 && fetched >= trap::BARREN_AFTER)
    }

    fn in_scope(&self, row: &UrlRow, url: &Url) -> bool {
        self.rules.scope.holds(url)
            || ((row.depth == 0 || row.kind == Kind::Sitemap) && self.rules.scope.holds_seed(url))
    }

    /// Takes up a seed, or asks again for one that failed.
    pub fn take_seed(&mut self, url: &Url, again: bool) -> Done {
        let key = canonical(url);
        let row = match self.step.url(&key)? {
            None => UrlRow { score: 1000, ..seed(url, self.place()) },
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
            let Ok(url) = Url::parse(&row.url) else { continue };
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
            let mut head = Head {
                site: site_of(&url),
                needs_robots: true,
                crawl_delay: None,
                key,
                row,
                url,
                origin,
            };
            self.load_robots(&head.origin)?;
            let Some((_, rules)) = self.robots.get(&head.origin) else { return Ok(Some(head)) };
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
    fn load_robots(&mut self, origin: &str) -> Done {
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

    fn fail(&mut self, host: &str, key: &str, mut row: UrlRow, reason: String) -> Done<Outcome> {
        row.state = State::Failed;
        self.count(host, |counts| counts.failed += 1)?;
        self.leave(host, key, &row)?;
        Ok(Outcome { reason: Some(reason), ..outcome("failed") })
    }

    /// Asks again later, behind the others, or gives up.
    fn again(&mut self, host: &str, key: &str, mut row: UrlRow, reason: String) -> Done<Outcome> {
        row.attempts += 1;
        if row.attempts >= MOST_ATTEMPTS {
            return self.fail(host, key, row, reason);
        }
        self.requeue(host, key, row, 0.6)?;
        Ok(Outcome { reason: Some(reason), ..outcome("again") })
    }

    fn requeue(&mut self, host: &str, key: &str, row: UrlRow, factor: f32) -> Done {
        self.unqueue(host, &row)?;
        let score = (f32::from(row.score) * factor) as u16;
        let url = row.url.clone();
        let row = UrlRow { score, ..row };
        match Url::parse(&url) {
            Ok(url) => self.enqueue(key, &url, &row),
            Err(_) => self.leave(host, key, &row),
        }
    }

    fn enqueue(&mut self, key: &str, url: &Url, row: &UrlRow) -> Done {
        let host = host_of(url);
        self.step.queue(&host, key, row)?;
        self.host(&host)?.queued += 1;
        self.meta.queued += 1;
        self.touched.insert(host);
        Ok(())
    }

    fn unqueue(&mut self, host: &str, row: &UrlRow) -> Done {
        let removed = self.step.unqueue(host, row)?;
        self.less(host, removed)
    }

    fn leave(&mut self, host: &str, key: &str, row: &UrlRow) -> Done {
        let removed = self.step.settle(host, key, row)?;
        self.less(host, removed)
    }

    fn forget(&mut self, host: &str, key: &str, row: &UrlRow) -> Done {
        let removed = self.step.forget(host, key, row)?;
        self.less(host, removed)
    }

    fn less(&mut self, host: &str, removed: bool) -> Done {
        let row = self.host(host)?;
        row.queued = row.queued.saturating_sub(u64::from(removed));
        self.meta.queued = self.meta.queued.saturating_sub(u64::from(removed));
        Ok(())
    }

    fn place(&mut self) -> u64 {
        self.meta.place += 1;
        self.meta.place
    }

    /// A host's row, with the counts of this run.
    pub fn host(&mut self, host: &str) -> Done<&mut HostRow> {
        if !self.hosts.contains_key(host) {
            let mut row = self.step.host(host)?;
            if row.run != self.meta.run {
                (row.run, row.counts) = (self.meta.run, Counts::default());
            }
            self.hosts.insert(host.to_owned(), row);
        }
        Ok(self.hosts.entry(host.to_owned()).or_default())
    }

    fn count(&mut self, host: &str, count: impl Fn(&mut Counts)) -> Done {
        count(&mut self.host(host)?.counts);
        count(&mut self.meta.counts);
        Ok(())
    }

    fn write<T>(&mut self, write: impl FnOnce(&mut Archive) -> io::Result<T>) -> Done<T> {
        write(self.archive).map_err(|error| {
            let told = redb::Error::Corrupted(error.to_string());
            self.broken = Some(error);
            told
        })
    }

    /// Makes the archive safe and stores what was gathered; the transaction commits after it.
    pub fn finish(&mut self) -> Done {
        for (host, row) in &self.hosts {
            self.step.set_host(host, row)?;
        }
        self.write(Archive::sync)?;
        (self.meta.file, self.meta.length) = self.archive.position();
        self.step.set_meta(self.meta)
    }
}

fn shape_key(url: &Url) -> String {
    format!("{}{}", host_of(url), trap::shape(url))
}

fn says_nofollow(answer: &Answer) -> bool {
    let said = answer.field("x-robots-tag").unwrap_or_default().to_ascii_lowercase();
    said.split([',', ' ']).any(|word| matches!(word, "nofollow" | "none"))
}

fn seed(url: &Url, place: u64) -> UrlRow {
    UrlRow {
        url: url.as_str().to_owned(),
        kind: Kind::Page,
        state: State::Queued,
        score: 1000,
        depth: 0,
        barren: 0,
        redirects: 0,
        attempts: 0,
        place,
        status: 0,
        captured: 0,
        etag: None,
        modified: None,
        digest: None,
        record: None,
        via: None,
        continues: false,
    }
}

/// A row for what `from` leads to, of the same standing.
fn fresh(url: &Url, from: &UrlRow, place: u64) -> UrlRow {
    UrlRow {
        score: from.score,
        depth: from.depth,
        barren: from.barren,
        via: Some(from.url.clone()),
        ..seed(url, place)
    }
}
