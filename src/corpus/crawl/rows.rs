//! The rows of the frontier: what is known of an address, of a host, and of the crawl as a whole.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use url::Url;

/// What an address is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A page.
    Page,
    /// A sitemap.
    Sitemap,
}

/// What became of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Waits in the queue.
    Queued,
    /// Fetched and stored.
    Stored,
    /// Fetched, of no use, not stored.
    Unkept,
    /// Fetched; another address gave the same bytes.
    Duplicate,
    /// Leads elsewhere.
    Redirected,
    /// Was stored once and is no longer there.
    Gone,
    /// Not to be had.
    Failed,
    /// robots.txt forbids it.
    Denied,
}

/// One address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UrlRow {
    /// The address as found, which is what is fetched.
    pub url: String,
    /// What it is asked for.
    pub kind: Kind,
    /// What became of it.
    pub state: State,
    /// Promise, 0 to 1000.
    pub score: u16,
    /// Links from a seed.
    pub depth: u16,
    /// Pages of no use on the way since the last one of use.
    pub barren: u8,
    /// Redirects on the way.
    pub redirects: u8,
    /// Requests that failed so far.
    pub attempts: u8,
    /// Place in the queue among equals.
    pub place: u64,
    /// Last status.
    #[serde(default, skip_serializing_if = "is_default")]
    pub status: u16,
    /// When its present version was captured, milliseconds since 1970.
    #[serde(default, skip_serializing_if = "is_default")]
    pub captured: i64,
    /// Validators of that version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// See `etag`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
    /// Digest of that version's payload.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// Archive record that holds that version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// The page that led here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
    /// The page of which this is the next part.
    #[serde(default, skip_serializing_if = "is_default")]
    pub continues: bool,
    /// The address that was asked for first, where redirects led here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirected_from: Option<String>,
}

impl UrlRow {
    /// A seed.
    pub fn seed(url: &Url, place: u64) -> UrlRow {
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
            redirected_from: None,
        }
    }

    /// What this page leads to, of the same standing.
    pub fn child(&self, url: &Url, place: u64) -> UrlRow {
        UrlRow {
            score: self.score,
            depth: self.depth,
            barren: self.barren,
            via: Some(self.url.clone()),
            ..UrlRow::seed(url, place)
        }
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// What must outlive a restart about a host, and what this run did there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostRow {
    /// No request before this moment, milliseconds since 1970.
    pub next_allowed: i64,
    /// Pages in its queue.
    pub queued: u64,
    /// Sitemaps taken up.
    pub sitemaps: u32,
    /// Counted among the hosts of its site.
    pub counted: bool,
    /// The run that the counts below belong to.
    pub run: u64,
    /// Counts of that run.
    pub counts: Counts,
}

/// What was done, for a host or for a whole run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Requests, those for robots.txt and sitemaps included.
    pub requests: u64,
    /// Pages that came (status 200).
    pub fetched: u64,
    /// Of these, stored.
    pub kept: u64,
    /// Pages found unchanged.
    pub unchanged: u64,
    /// Pages found changed.
    pub changed: u64,
    /// Pages with the bytes of another.
    pub duplicates: u64,
    /// Pages that were there once.
    pub gone: u64,
    /// Addresses that lead elsewhere.
    pub redirected: u64,
    /// Addresses given up.
    pub failed: u64,
    /// Addresses that robots.txt forbids.
    pub denied: u64,
    /// Bytes of bodies, as they came over the line.
    pub bytes: u64,
}

impl Counts {
    /// Adds another's counts.
    pub fn add(&mut self, other: &Counts) {
        self.requests += other.requests;
        self.fetched += other.fetched;
        self.kept += other.kept;
        self.unchanged += other.unchanged;
        self.changed += other.changed;
        self.duplicates += other.duplicates;
        self.gone += other.gone;
        self.redirected += other.redirected;
        self.failed += other.failed;
        self.denied += other.denied;
        self.bytes += other.bytes;
    }
}

/// The crawl as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// Layout of the file.
    pub format: u32,
    /// Grows with each run that does not continue a broken one.
    pub run: u64,
    /// How the run ended, unless it is under way or was killed.
    pub ended: Option<Ended>,
    /// Counts of the run.
    pub counts: Counts,
    /// Time the run took so far, milliseconds.
    pub elapsed: u64,
    /// Pages fetched of each site in the run.
    pub sites: BTreeMap<String, u64>,
    /// Hosts met of each site.
    pub hosts: BTreeMap<String, u32>,
    /// Number of the archive file being written.
    pub file: u32,
    /// Its length that counts.
    pub length: u64,
    /// Next place in the queue.
    pub place: u64,
    /// Addresses that wait.
    pub queued: u64,
    /// Seeds of the last command.
    pub seeds: Vec<String>,
}

/// Why a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ended {
    /// Nothing is left to fetch.
    Exhausted,
    /// A budget is used up.
    Budget,
    /// The user stopped it.
    Interrupted,
    /// What is left can only be had much later.
    Waiting,
}
