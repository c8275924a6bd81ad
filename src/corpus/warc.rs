//! Web archives: reads pages out of WARC, WARC.gz and WET files of this and other crawlers.
//!
//! [`read_archives`] gives the latest version of each address over all files given, tells of pages that
//! were gone at the last visit, and puts the pages of one article together. Writing is in [`mod@write`],
//! used by `crawl`.

pub mod http;
mod join;
mod parts;
mod record;
pub mod write;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io;
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_64;

use self::join::Joining;
use self::parts::Order;
use self::record::{RawRecord, RawRecords};
use super::LARGEST_PAGE;
use crate::notice::{Notice, NoticeKind};
use crate::page::{Page, PageKind};

/// Longest record that may hold a page: the page, packed or in chunks, and its head.
const LARGEST: u64 = LARGEST_PAGE + (1 << 20);

/// Pages of one archive: the latest version of each address in it.
pub fn read_warc(path: &Path) -> impl Iterator<Item = Result<Page, Notice>> + Send + use<> {
    read_archives(&[path.to_owned()])
}

/// Pages of several archives: the latest version of each address in any of them, an article of several
/// pages as one, under the address of its first. The files are read twice, once for the heads and once
/// for the pages, so memory grows with addresses only.
pub fn read_archives(paths: &[PathBuf]) -> impl Iterator<Item = Result<Page, Notice>> + Send + use<> {
    let (latest, order) = survey(paths);
    let mut joining = Joining::new(&order, &latest);
    let paths = paths.to_owned();
    let mut files = paths.into_iter().enumerate();
    let mut current: Option<Archive> = None;
    std::iter::from_fn(move || {
        loop {
            if let Some(ready) = joining.ready() {
                return Some(ready);
            }
            if let Some(archive) = &mut current {
                match archive.next(&latest) {
                    Some(Ok(page)) => joining.take(page),
                    Some(Err(notice)) => return Some(Err(notice)),
                    None => current = None,
                }
                continue;
            }
            let Some((file, path)) = files.next() else {
                joining.finish();
                return joining.ready();
            };
            match RawRecords::open(&path, LARGEST) {
                Ok(records) => {
                    let path = path.to_string_lossy().replace('\\', "/");
                    current = Some(Archive { file, path, records, ended: false });
                }
                Err(error) => return Some(Err(unreadable(&path, &error))),
            }
        }
    })
}

/// Whether a file's name says that it is an archive.
pub fn is_archive_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.ends_with(".warc") || name.ends_with(".wet")
}

/// Which version of an address is the latest.
#[derive(Debug, Clone)]
struct Latest {
    captured: String,
    file: usize,
    number: u64,
    /// When a later visit found the page gone.
    gone: Option<String>,
}

/// Addresses (hashed) and their latest version.
type Survey = HashMap<u64, Latest>;

fn survey(paths: &[PathBuf]) -> (Survey, Order) {
    // Enough of a block for the status line of an answer and the few lines of metadata.
    const HEAD: u64 = 8 << 10;
    let mut found = Survey::new();
    let mut order = Order::default();
    for (file, path) in paths.iter().enumerate() {
        let Ok(mut records) = RawRecords::open(path, HEAD) else {
            continue;
        };
        // Where a file breaks is told when it is read for its pages.
        while let Ok(Some(record)) = records.next() {
            note(&mut found, &mut order, file, &record);
            order.note(&record);
        }
    }
    (found, order)
}

fn note(found: &mut Survey, order: &mut Order, file: usize, record: &RawRecord) {
    let Some(target) = record.target() else {
        return;
    };
    let status = match record.field("warc-type") {
        Some("response") => match http::split(&record.block) {
            Some((head, _)) => {
                order.note_redirect(target, &head);
                head.status
            }
            None => return,
        },
        Some("conversion" | "resource") => 200,
        _ => return,
    };
    let captured = record.field("warc-date").unwrap_or_default().to_owned();
    let number = record.number;
    let key = xxh3_64(target.as_bytes());
    match (status, found.entry(key)) {
        (200, Entry::Vacant(entry)) => {
            entry.insert(Latest { captured, file, number, gone: None });
        }
        (200, Entry::Occupied(mut entry)) if captured >= entry.get().captured => {
            entry.insert(Latest { captured, file, number, gone: None });
        }
        (404 | 410, Entry::Occupied(mut entry)) if captured >= entry.get().captured => {
            entry.get_mut().gone = Some(captured);
        }
        _ => {}
    }
}

/// One archive while its pages are read.
struct Archive {
    file: usize,
    path: String,
    records: RawRecords,
    ended: bool,
}

impl Archive {
    fn next(&mut self, latest: &Survey) -> Option<Result<Page, Notice>> {
        while !self.ended {
            match self.records.next() {
                Ok(Some(record)) => {
                    if let Some(found) = self.page(&record, latest) {
                        return Some(found);
                    }
                }
                Ok(None) => self.ended = true,
                Err(broken) => {
                    self.ended = true;
                    let message = format!(
                        "the archive cannot be read beyond record {}: {}; what stood before was read",
                        broken.number - 1,
                        broken.problem
                    );
                    return Some(Err(Notice::new(NoticeKind::Skipped, &self.path, message)));
                }
            }
        }
        None
    }

    fn page(&self, record: &RawRecord, latest: &Survey) -> Option<Result<Page, Notice>> {
        let target = record.target()?;
        let place = format!("{}#{}", self.path, record.number);
        let version = latest.get(&xxh3_64(target.as_bytes()))?;
        let is_latest = version.file == self.file && version.number == record.number;
        if let Some(gone) = &version.gone
            && self.tells_of_gone(record, version, gone)
        {
            let message = format!("{target} was gone on {gone}; its last version is read");
            return Some(Err(Notice::new(NoticeKind::Note, place, message)));
        }
        if !is_latest {
            return None;
        }
        if !record.is_whole() {
            return Some(Err(Notice::new(NoticeKind::Skipped, place, too_large())));
        }
        let read = match record.field("warc-type")? {
            "response" => read_response(&record.block),
            "conversion" => Ok(Some((PageKind::Text, Some("utf-8".to_owned()), record.block.clone()))),
            "resource" => {
                let content_type = record.field("content-type").unwrap_or_default();
                Ok(kind_of(content_type, &record.block)
                    .map(|kind| (kind, http::charset_of(content_type), record.block.clone())))
            }
            _ => return None,
        };
        match read {
            Ok(Some((_, _, bytes))) if bytes.len() as u64 > LARGEST_PAGE => {
                Some(Err(Notice::new(NoticeKind::Skipped, place, too_large())))
            }
            Ok(Some((kind, declared_charset, bytes))) => Some(Ok(Page {
                path: place,
                address: target.to_owned(),
                url: Some(target.to_owned()),
                kind,
                declared_charset,
                title: None,
                published: None,
                bytes,
                continued: Vec::new(),
            })),
            Ok(None) => None,
            Err(http::BodyError::TooLarge) => Some(Err(Notice::new(NoticeKind::Skipped, place, too_large()))),
            Err(error @ http::BodyError::Broken) => {
                Some(Err(Notice::new(NoticeKind::Skipped, place, format!("left out: {error}"))))
            }
        }
    }

    /// The record that found the page gone tells of it, once.
    fn tells_of_gone(&self, record: &RawRecord, version: &Latest, gone: &str) -> bool {
        record.field("warc-type") == Some("response")
            && record.field("warc-date") == Some(gone)
            && (self.file, record.number) != (version.file, version.number)
            && http::split(&record.block).is_some_and(|(head, _)| matches!(head.status, 404 | 410))
    }
}

fn too_large() -> String {
    format!("left out: the page is larger than {} MiB; no article is", LARGEST_PAGE >> 20)
}

/// Kind, charset and bytes of a page, or nothing where it is no page.
type Content = Option<(PageKind, Option<String>, Vec<u8>)>;

fn read_response(block: &[u8]) -> Result<Content, http::BodyError> {
    let Some((head, body)) = http::split(block) else {
        return Ok(None);
    };
    let cap = usize::try_from(LARGEST_PAGE).unwrap_or(usize::MAX);
    let content_type = head.field("content-type").unwrap_or_default();
    let worth = content_type.is_empty() || kind_of(content_type, b"").is_some();
    if head.status != 200 || !worth {
        return Ok(None);
    }
    let bytes = http::payload(&head, body, cap)?;
    Ok(kind_of(content_type, &bytes).map(|kind| (kind, head.charset(), bytes)))
}

/// What a content type says the bytes are; the bytes' beginning decides where it says nothing.
pub fn kind_of(content_type: &str, bytes: &[u8]) -> Option<PageKind> {
    let media = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match media.as_str() {
        "text/html" | "application/xhtml+xml" => Some(PageKind::Html),
        "text/plain" => Some(PageKind::Text),
        "text/markdown" => Some(PageKind::Markdown),
        "" | "application/octet-stream" | "unknown/unknown" => {
            let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(0);
            let head: Vec<u8> = bytes[start..].iter().take(16).map(u8::to_ascii_lowercase).collect();
            let html: [&[u8]; 5] = [b"<!doctype html", b"<html", b"<head", b"<body", b"<!--"];
            html.iter().any(|sign| head.starts_with(sign)).then_some(PageKind::Html)
        }
        _ => None,
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Notice {
    let place = path.to_string_lossy().replace('\\', "/");
    Notice::new(NoticeKind::Skipped, place, format!("the archive cannot be opened: {error}"))
}
