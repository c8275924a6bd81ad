//! What an answer does: which records it makes, what its address's row becomes, which links are
//! taken up. Works within one transaction of the frontier; the rules are those of [`Rules`].

use std::collections::{BTreeSet, HashMap};
use std::io;

use robotxt::Robots;

use super::archive::{Archive, Capture};
use super::canonical::{canonical, resolve};
use super::event::{Event, PageEvent};
use super::fetch::{Answer, Fetched};
use super::focus::{Focus, USEFUL};
use super::frontier::{HostRow, Kind, Meta, State, Step, UrlRow};
use super::guard;
use super::links::{self, Link, Reading};
use super::schedule::Head;
use super::scope::Scope;
use super::sitemap;
use super::take_up::shape_key;
use super::trap::Trap;
use crate::clean;
use crate::corpus::warc::{http, kind_of, write::digest};
use crate::page::PageKind;

/// Requests for one address before it is given up.
const MOST_ATTEMPTS: u8 = 3;
/// Redirects on the way to one page.
pub const MOST_REDIRECTS: u8 = 5;
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

/// Addresses met in this run, hashed: the standing of those that wait, `SETTLED` for the others.
/// Most links of a page lead to what is known, and need not be looked up and weighed again.
pub type Met = HashMap<u64, u16>;

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
    /// Addresses met.
    pub met: &'a mut Met,
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

/// Outcome of a piece of work in a transaction.
pub(super) type Done<T = ()> = Result<T, redb::Error>;

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
            Fetched::Refused(reason) | Fetched::Untrusted(reason) => self.fail(host, &head.key, row, reason)?,
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
        let charset = http::charset_of(&content_type);
        let reading = match kind {
            PageKind::Html => links::read_html(&head.url, &body, charset.as_deref()),
            PageKind::Text | PageKind::Markdown => {
                Reading { text: clean::decode(&body, charset.as_deref()).into_owned(), ..Reading::default() }
            }
        };
        let relevance = self.rules.focus.of_page(&reading.title, &reading.text);
        let useful = relevance >= USEFUL;
        let kept = useful || self.rules.keep_all;
        self.step.count_shape(&shape_key(&head.url), useful)?;
        let digest = digest(&answer.body);
        let capture_row = row.clone();
        let next = if useful { self.next_part(&reading.links)? } else { None };
        let next = next.as_deref();
        let capture = Capture { row: &capture_row, captured: self.now, relevance: Some(relevance), next };
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

    /// Where a page says that its article goes on: under the spelling by which the address is asked for.
    fn next_part(&self, links: &[Link]) -> Done<Option<String>> {
        let next = links.iter().find(|link| self.rules.focus.of_link(&link.anchor, link.url.as_str(), 0.0).is_next);
        let Some(next) = next else {
            return Ok(None);
        };
        let known = self.step.url(&canonical(&next.url))?;
        Ok(Some(known.map_or_else(|| next.url.as_str().to_owned(), |row| row.url)))
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
            let capture = Capture { row: &known_row, captured: self.now, relevance: None, next: None };
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
        let capture = Capture { row: &known_row, captured: self.now, relevance: None, next: None };
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
        let redirected_from = row.redirected_from.clone().or_else(|| Some(row.url.clone()));
        let child = UrlRow { redirects: row.redirects + 1, redirected_from, ..row.child(&target, self.place()) };
        if !self.in_scope(&child, &target) {
            return self.fail(host, &head.key, row, format!("it leads out of the scope, to {target}"));
        }
        let key = canonical(&target);
        if key == head.key {
            if row.url == target.as_str() {
                return self.fail(host, &head.key, row, "it leads to itself".to_owned());
            }
            // The same page under another spelling: that one is asked for next.
            row.redirected_from = child.redirected_from;
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
}

fn says_nofollow(answer: &Answer) -> bool {
    let said = answer.field("x-robots-tag").unwrap_or_default().to_ascii_lowercase();
    said.split([',', ' ']).any(|word| matches!(word, "nofollow" | "none"))
}
