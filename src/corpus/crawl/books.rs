//! Book-keeping of one transaction: rows in and out of the queue, counts, the archive's errors.

use std::io;

use url::Url;
use xxhash_rust::xxh3::xxh3_64;

use super::archive::Archive;
use super::canonical::host_of;
use super::frontier::{Counts, HostRow, UrlRow};
use super::settle::{Done, Settling};

/// Standing of an address that does not wait.
pub(super) const SETTLED: u16 = u16::MAX;

impl Settling<'_, '_> {
    pub(super) fn requeue(&mut self, host: &str, key: &str, row: UrlRow, factor: f32) -> Done {
        self.unqueue(host, &row)?;
        let score = (f32::from(row.score) * factor) as u16;
        let url = row.url.clone();
        let row = UrlRow { score, ..row };
        match Url::parse(&url) {
            Ok(url) => self.enqueue(key, &url, &row),
            Err(_) => self.leave(host, key, &row),
        }
    }

    pub(super) fn enqueue(&mut self, key: &str, url: &Url, row: &UrlRow) -> Done {
        let host = host_of(url);
        self.step.queue(&host, key, row)?;
        self.met.insert(xxh3_64(key.as_bytes()), row.score);
        self.host(&host)?.queued += 1;
        self.meta.queued += 1;
        self.touched.insert(host);
        Ok(())
    }

    pub(super) fn unqueue(&mut self, host: &str, row: &UrlRow) -> Done {
        let removed = self.step.unqueue(host, row)?;
        self.less(host, removed)
    }

    pub(super) fn leave(&mut self, host: &str, key: &str, row: &UrlRow) -> Done {
        let removed = self.step.settle(host, key, row)?;
        self.met.insert(xxh3_64(key.as_bytes()), SETTLED);
        self.less(host, removed)
    }

    pub(super) fn forget(&mut self, host: &str, key: &str, row: &UrlRow) -> Done {
        let removed = self.step.forget(host, key, row)?;
        self.met.remove(&xxh3_64(key.as_bytes()));
        self.less(host, removed)
    }

    pub(super) fn less(&mut self, host: &str, removed: bool) -> Done {
        let row = self.host(host)?;
        row.queued = row.queued.saturating_sub(u64::from(removed));
        self.meta.queued = self.meta.queued.saturating_sub(u64::from(removed));
        Ok(())
    }

    pub(super) fn place(&mut self) -> u64 {
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

    pub(super) fn count(&mut self, host: &str, count: impl Fn(&mut Counts)) -> Done {
        count(&mut self.host(host)?.counts);
        count(&mut self.meta.counts);
        Ok(())
    }

    pub(super) fn write<T>(&mut self, write: impl FnOnce(&mut Archive) -> io::Result<T>) -> Done<T> {
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
