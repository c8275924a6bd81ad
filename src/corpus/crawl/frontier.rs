//! What the crawl knows and what it still has to do, in one redb file: addresses with their state,
//! a queue for each host, robots.txt answers, digests of pages, and the length of the archive.
//!
//! Everything changes in [`Frontier::step`], one durable transaction; the archive is synced before
//! it commits, and cut back to the committed length when a crawl starts. So a killed crawl has
//! either stored a page and knows it, or has done neither.

use std::path::{Path, PathBuf};

use redb::{Database, ReadableTable, Table, TableDefinition};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::robots::RobotsRow;
pub use super::rows::{Counts, Ended, HostRow, Kind, Meta, State, UrlRow};

const META: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("meta");
const URLS: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("urls");
const QUEUE: TableDefinition<'_, (&str, u16, u64), &str> = TableDefinition::new("queue");
const HOSTS: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("hosts");
const ROBOTS: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("robots");
const DIGESTS: TableDefinition<'_, &str, &str> = TableDefinition::new("digests");
const SHAPES: TableDefinition<'_, &str, (u32, u32)> = TableDefinition::new("shapes");

/// Number of the file's layout; another one is refused.
const FORMAT: u32 = 1;

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
    #[error(
        "{path} was written by another version (layout {found}, this one reads {FORMAT}); move it away to start anew"
    )]
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
    pub fn step<T>(&self, work: impl FnOnce(&mut Step<'_>) -> Result<T, redb::Error>) -> Result<T, FrontierError> {
        self.try_step(work).map_err(|error| store_error(&self.path, error))
    }

    fn try_step<T>(&self, work: impl FnOnce(&mut Step<'_>) -> Result<T, redb::Error>) -> Result<T, redb::Error> {
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
        let row =
            self.url(&key)?.ok_or_else(|| redb::Error::Corrupted(format!("queued address without a row: {key}")))?;
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
        let url = url::Url::parse("http://h/").unwrap();
        UrlRow { score, ..UrlRow::seed(&url, place) }
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
