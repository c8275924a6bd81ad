//! What the crawl knows and what it still has to do, in one redb file: addresses with their state,
//! a queue for each host, robots.txt answers, digests of pages, and the length of the archive.
//!
//! Everything changes in [`Frontier::step`], one durable transaction; the archive is synced before
//! it commits, and cut back to the committed length when a crawl starts. So a killed crawl has
//! either stored a page and knows it, or has done neither.

use std::path::{Path, PathBuf};

use redb::{Database, ReadableTable, Table, TableDefinition};
use serde::{Deserialize, Serialize};
use serde::de::DeserializeOwned;

use super::robots::RobotsRow;

const META: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("meta");
const URLS: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("urls");
const QUEUE: TableDefinition<'_, (&str, u16, u64), &str> = TableDefinition::new("queue");
const HOSTS: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("hosts");
const ROBOTS: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("robots");
const DIGESTS: TableDefinition<'_, &str, &str> = TableDefinition::new("digests");
const SHAPES: TableDefinition<'_, &str, (u32, u32)> = TableDefinition::new("shapes");

/// Number of the file's layout; another one is refused.
const FORMAT: u32 = 1;

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
    pub sites: std::collections::BTreeMap<String, u64>,
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

/// An open frontier.
#[derive(Debug)]
pub struct Frontier {
    db: Database,
    path: PathBuf,
}

/// The tables within one transaction.
pub struct Step<'txn> {
    meta: Table<'txn, &'static str, &'static [u8]>,
    urls: Table<'txn, &'static str, &'static [u8]>,
    queue: Table<'txn, (&'static str, u16, u64), &'static str>,
    hosts: Table<'txn, &'static str, &'static [u8]>,
    robots: Table<'txn, &'static str, &'static [u8]>,
    digests: Table<'txn, &'static str, &'static str>,
    shapes: Table<'txn, &'static str, (u32, u32)>,
}

/// Why the frontier cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FrontierError {
    /// Another crawl has it open.
    #[error("another crawl is using {0}; wait for it to end, or choose another folder")]
    Busy(PathBuf),
    /// The file is damaged, or the disk fails.
    #[error("the crawl's frontier {path} cannot be read or written")]
    Store {
        /// The file.
        path: PathBuf,
        /// What redb says.
        source: Box<redb::Error>,
    },
    /// The file has another layout.
    #[error("{path} was written by another version (layout {found}, this one reads {FORMAT}); move it away to start anew")]
    Format {
        /// The file.
        path: PathBuf,
        /// Its layout.
        found: u32,
    },
}

impl Frontier {
    /// Opens or makes the file.
    pub fn open(path: &Path) -> Result<Frontier, FrontierError> {
        let mut builder = Database::builder();
        builder.set_cache_size(64 << 20);
        let db = match builder.create(path) {
            Ok(db) => db,
            Err(redb::DatabaseError::DatabaseAlreadyOpen) => {
                return Err(FrontierError::Busy(path.to_owned()));
            }
            Err(error) => return Err(store_error(path, error.into())),
        };
        let frontier = Frontier { db, path: path.to_owned() };
        let meta = frontier.step(|step| step.meta())?;
        if meta.format != FORMAT && meta.format != 0 {
            return Err(FrontierError::Format { path: path.to_owned(), found: meta.format });
        }
        Ok(frontier)
    }

    /// Runs `work` in one durable transaction; nothing of it happened where it fails.
    pub fn step<T>(
        &self,
        work: impl FnOnce(&mut Step<'_>) -> Result<T, redb::Error>,
    ) -> Result<T, FrontierError> {
        self.try_step(work).map_err(|error| store_error(&self.path, error))
    }

    fn try_step<T>(
        &self,
        work: impl FnOnce(&mut Step<'_>) -> Result<T, redb::Error>,
    ) -> Result<T, redb::Error> {
        let txn = self.db.begin_write()?;
        let done = {
            let mut step = Step {
                meta: txn.open_table(META)?,
                urls: txn.open_table(URLS)?,
                queue: txn.open_table(QUEUE)?,
                hosts: txn.open_table(HOSTS)?,
                robots: txn.open_table(ROBOTS)?,
                digests: txn.open_table(DIGESTS)?,
                shapes: txn.open_table(SHAPES)?,
            };
            work(&mut step)?
        };
        txn.commit()?;
        Ok(done)
    }
}

fn store_error(path: &Path, source: redb::Error) -> FrontierError {
    FrontierError::Store { path: path.to_owned(), source: Box::new(source) }
}

fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, redb::Error> {
    serde_json::from_slice(bytes).map_err(|error| redb::Error::Corrupted(error.to_string()))
}

fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, redb::Error> {
    serde_json::to_vec(value).map_err(|error| redb::Error::Corrupted(error.to_string()))
}

impl Step<'_> {
    /// The crawl as a whole.
    pub fn meta(&self) -> Result<Meta, redb::Error> {
        self.meta.get("crawl")?.map_or_else(|| Ok(Meta::default()), |row| decode(row.value()))
    }

    /// Stores it.
    pub fn set_meta(&mut self, meta: &Meta) -> Result<(), redb::Error> {
        let meta = Meta { format: FORMAT, ..meta.clone() };
        self.meta.insert("crawl", encode(&meta)?.as_slice())?;
        Ok(())
    }

    /// The row of a canonical address.
    pub fn url(&self, key: &str) -> Result<Option<UrlRow>, redb::Error> {
        self.urls.get(key)?.map(|row| decode(row.value())).transpose()
    }

    /// Stores a row that is not queued (any more), and takes it out of the queue where it was;
    /// tells whether it was there.
    pub fn settle(&mut self, host: &str, key: &str, row: &UrlRow) -> Result<bool, redb::Error> {
        self.urls.insert(key, encode(row)?.as_slice())?;
        Ok(self.queue.remove(rank(host, row))?.is_some())
    }

    /// Puts a row into its host's queue, at `row.score` and `row.place`.
    pub fn queue(&mut self, host: &str, key: &str, row: &UrlRow) -> Result<(), redb::Error> {
        let row = UrlRow { state: State::Queued, ..row.clone() };
        self.urls.insert(key, encode(&row)?.as_slice())?;
        self.queue.insert(rank(host, &row), key)?;
        Ok(())
    }

    /// Takes a row out of its host's queue; tells whether it was there.
    pub fn unqueue(&mut self, host: &str, row: &UrlRow) -> Result<bool, redb::Error> {
        Ok(self.queue.remove(rank(host, row))?.is_some())
    }

    /// Forgets an address; tells whether it was queued.
    pub fn forget(&mut self, host: &str, key: &str, row: &UrlRow) -> Result<bool, redb::Error> {
        self.urls.remove(key)?;
        self.unqueue(host, row)
    }

    /// The most promising address of a host's queue.
    pub fn head(&self, host: &str) -> Result<Option<(String, UrlRow)>, redb::Error> {
        let Some(entry) = self.queue.range((host, 0, 0)..=(host, u16::MAX, u64::MAX))?.next() else {
            return Ok(None);
        };
        let key = entry?.1.value().to_owned();
        let row = self
            .url(&key)?
            .ok_or_else(|| redb::Error::Corrupted(format!("queued address without a row: {key}")))?;
        Ok(Some((key, row)))
    }

    /// Every address, for the start of a later crawl.
    pub fn all_urls(&self) -> Result<Vec<(String, UrlRow)>, redb::Error> {
        let mut found = Vec::new();
        for entry in self.urls.iter()? {
            let (key, row) = entry?;
            found.push((key.value().to_owned(), decode(row.value())?));
        }
        Ok(found)
    }

    /// A host's row.
    pub fn host(&self, host: &str) -> Result<HostRow, redb::Error> {
        self.hosts.get(host)?.map_or_else(|| Ok(HostRow::default()), |row| decode(row.value()))
    }

    /// Stores it.
    pub fn set_host(&mut self, host: &str, row: &HostRow) -> Result<(), redb::Error> {
        self.hosts.insert(host, encode(row)?.as_slice())?;
        Ok(())
    }

    /// All hosts.
    pub fn all_hosts(&self) -> Result<Vec<(String, HostRow)>, redb::Error> {
        let mut found = Vec::new();
        for entry in self.hosts.iter()? {
            let (host, row) = entry?;
            found.push((host.value().to_owned(), decode(row.value())?));
        }
        Ok(found)
    }

    /// What robots.txt of an origin said.
    pub fn robots(&self, origin: &str) -> Result<Option<RobotsRow>, redb::Error> {
        Ok(self.robots.get(origin)?.and_then(|row| RobotsRow::from_bytes(row.value())))
    }

    /// Stores it.
    pub fn set_robots(&mut self, origin: &str, row: &RobotsRow) -> Result<(), redb::Error> {
        self.robots.insert(origin, row.to_bytes().as_slice())?;
        Ok(())
    }

    /// The address that first gave a payload of this digest.
    pub fn digest(&self, digest: &str) -> Result<Option<String>, redb::Error> {
        Ok(self.digests.get(digest)?.map(|key| key.value().to_owned()))
    }

    /// Stores it.
    pub fn set_digest(&mut self, digest: &str, key: &str) -> Result<(), redb::Error> {
        self.digests.insert(digest, key)?;
        Ok(())
    }

    /// Pages of a shape that were fetched, and that were of use.
    pub fn shape(&self, shape: &str) -> Result<(u32, u32), redb::Error> {
        Ok(self.shapes.get(shape)?.map_or((0, 0), |row| row.value()))
    }

    /// Counts one more.
    pub fn count_shape(&mut self, shape: &str, useful: bool) -> Result<(), redb::Error> {
        let (fetched, of_use) = self.shape(shape)?;
        self.shapes.insert(shape, (fetched + 1, of_use + u32::from(useful)))?;
        Ok(())
    }
}

fn rank<'a>(host: &'a str, row: &UrlRow) -> (&'a str, u16, u64) {
    (host, u16::MAX - row.score, row.place)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn row(score: u16, place: u64) -> UrlRow {
        UrlRow {
            url: "http://h/".to_owned(),
            kind: Kind::Page,
            state: State::Queued,
            score,
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

    #[test]
    fn the_best_comes_first_and_hosts_do_not_mix() {
        let folder = tempfile::tempdir().unwrap();
        let frontier = Frontier::open(&folder.path().join("f.redb")).unwrap();
        frontier
            .step(|step| {
                step.queue("h", "worse", &row(100, 1))?;
                step.queue("h", "best", &row(900, 3))?;
                step.queue("h", "later", &row(900, 4))?;
                step.queue("g", "other", &row(1000, 2))?;
                assert_eq!(step.head("h")?.unwrap().0, "best");
                step.settle("h", "best", &UrlRow { state: State::Stored, ..row(900, 3) })?;
                assert_eq!(step.head("h")?.unwrap().0, "later");
                assert_eq!(step.url("best")?.unwrap().state, State::Stored);
                assert!(step.head("nobody")?.is_none());
                Ok(())
            })
            .unwrap();
    }

    #[test]
    fn a_failed_step_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let frontier = Frontier::open(&folder.path().join("f.redb")).unwrap();
        let failed: Result<(), _> = frontier.step(|step| {
            step.queue("h", "a", &row(1, 1))?;
            Err(redb::Error::Corrupted("a test".to_owned()))
        });
        assert!(failed.is_err());
        assert!(frontier.step(|step| step.head("h")).unwrap().is_none());
    }

    #[test]
    fn a_second_crawl_is_told_to_wait() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("f.redb");
        let _open = Frontier::open(&path).unwrap();
        assert!(matches!(Frontier::open(&path), Err(FrontierError::Busy(_))));
    }
}
