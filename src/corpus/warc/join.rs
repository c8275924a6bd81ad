//! Puts the pages of one article together, in whichever order and from whichever archive they come.
//!
//! Pages wait for those that belong to them: a little in memory, beyond that in a file that has no name.

use std::collections::{HashMap, VecDeque};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};

use xxhash_rust::xxh3::xxh3_64;

use super::Survey;
use super::parts::{Face, Order};
use crate::corpus::LARGEST_PAGE;
use crate::notice::{Notice, NoticeKind};
use crate::page::Page;

/// Bytes that wait in memory.
const MOST_HELD: usize = 64 << 20;

/// Articles of several pages while their pages come.
#[derive(Debug, Default)]
pub(super) struct Joining {
    articles: Vec<Parts>,
    /// Addresses (hashed): the article, and the place in it.
    places: HashMap<u64, (usize, usize)>,
    hold: Hold,
    ready: VecDeque<Result<Page, Notice>>,
}

/// One article.
#[derive(Debug)]
struct Parts {
    addresses: Vec<String>,
    /// Those that came.
    pages: Vec<Option<(Page, Held)>>,
    /// How many are still to come.
    awaited: usize,
}

impl Joining {
    /// The articles of several pages, of which `latest` tells which pages will come.
    pub(super) fn new(order: &Order, latest: &Survey) -> Joining {
        let mut joining = Joining::default();
        for addresses in order.articles(latest) {
            let hashes = || addresses.iter().map(|address| xxh3_64(address.as_bytes()));
            let awaited = hashes().filter(|hash| latest.contains_key(hash)).count();
            let article = joining.articles.len();
            joining.places.extend(hashes().enumerate().map(|(at, hash)| (hash, (article, at))));
            let pages = addresses.iter().map(|_| None).collect();
            joining.articles.push(Parts { addresses, pages, awaited });
        }
        joining
    }

    /// Takes a page; it or others may be ready then.
    pub(super) fn take(&mut self, mut page: Page) {
        let place = self.places.get(&xxh3_64(page.address.as_bytes())).copied();
        let Some((article, at)) =
            place.filter(|&(article, at)| self.articles[article].pages.get(at).is_some_and(Option::is_none))
        else {
            self.ready.push_back(Ok(page));
            return;
        };
        let held = self.hold.put(std::mem::take(&mut page.bytes));
        let parts = &mut self.articles[article];
        parts.pages[at] = Some((page, held));
        parts.awaited = parts.awaited.saturating_sub(1);
        if parts.awaited == 0 {
            self.close(article);
        }
    }

    /// No page comes any more: what still waits is ready as it is.
    pub(super) fn finish(&mut self) {
        for article in 0..self.articles.len() {
            self.close(article);
        }
    }

    /// What is ready.
    pub(super) fn ready(&mut self) -> Option<Result<Page, Notice>> {
        self.ready.pop_front()
    }

    fn close(&mut self, article: usize) {
        let parts = &mut self.articles[article];
        let pages = std::mem::take(&mut parts.pages);
        let addresses = std::mem::take(&mut parts.addresses);
        let mut missing = Vec::new();
        let mut open: Option<(Page, Face, u64)> = None;
        // A list of articles goes on for ever: nobody misses its next page.
        let mut is_list = false;
        for (page, address) in pages.into_iter().zip(addresses) {
            let page = page.and_then(|(page, held)| Some(Page { bytes: self.hold.get(held)?, ..page }));
            let Some(page) = page else {
                missing.push(address);
                continue;
            };
            let face = Face::of(&page);
            let length = page.bytes.len() as u64;
            match &mut open {
                Some((first, last, size)) if last.is_continued_by(&face) && *size + length <= LARGEST_PAGE => {
                    self.tell(first, &mut missing);
                    first.continued.push(page);
                    *last = face;
                    *size += length;
                }
                Some(_) | None => {
                    is_list |= open.is_some() || face.is_list();
                    if is_list {
                        missing.clear();
                    }
                    self.tell(&page, &mut missing);
                    self.ready.extend(open.replace((page, face, length)).map(|(first, ..)| Ok(first)));
                }
            }
        }
        if let Some((first, ..)) = open {
            if !is_list {
                self.tell(&first, &mut missing);
            }
            self.ready.push_back(Ok(first));
        }
    }

    fn tell(&mut self, of: &Page, missing: &mut Vec<String>) {
        for address in missing.drain(..) {
            let message =
                format!("the article has a page {address}, which is not in the archives; crawl it to read all");
            self.ready.push_back(Err(Notice::new(NoticeKind::Note, of.path.as_str(), message)));
        }
    }
}

/// Bytes that are put aside.
#[derive(Debug, Default)]
struct Hold {
    in_memory: usize,
    file: Option<File>,
}

/// Where they are.
#[derive(Debug)]
enum Held {
    Memory(Vec<u8>),
    File { start: u64, length: usize },
}

impl Hold {
    fn put(&mut self, bytes: Vec<u8>) -> Held {
        if self.in_memory + bytes.len() > MOST_HELD
            && let Some(start) = self.write(&bytes)
        {
            return Held::File { start, length: bytes.len() };
        }
        self.in_memory += bytes.len();
        Held::Memory(bytes)
    }

    /// Nothing where the system has no room for files: then they stay in memory.
    fn write(&mut self, bytes: &[u8]) -> Option<u64> {
        if self.file.is_none() {
            self.file = tempfile::tempfile().ok();
        }
        let file = self.file.as_mut()?;
        let start = file.seek(SeekFrom::End(0)).ok()?;
        file.write_all(bytes).ok()?;
        Some(start)
    }

    fn get(&mut self, held: Held) -> Option<Vec<u8>> {
        match held {
            Held::Memory(bytes) => {
                self.in_memory = self.in_memory.saturating_sub(bytes.len());
                Some(bytes)
            }
            Held::File { start, length } => {
                let file = self.file.as_mut()?;
                file.seek(SeekFrom::Start(start)).ok()?;
                let mut bytes = vec![0; length];
                file.read_exact(&mut bytes).ok()?;
                Some(bytes)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_does_not_fit_into_memory_comes_back_from_the_file() {
        let mut hold = Hold { in_memory: MOST_HELD - 3, file: None };
        let held = [&b"one"[..], b"two", b"", b"three"].map(|bytes| (bytes, hold.put(bytes.to_vec())));
        let in_file = held.iter().filter(|(_, held)| matches!(held, Held::File { .. })).count();
        assert_eq!(in_file, 2, "{held:?}");
        for (bytes, held) in held.into_iter().rev() {
            assert_eq!(hold.get(held).unwrap(), bytes);
        }
        assert_eq!(hold.in_memory, MOST_HELD - 3);
    }
}
