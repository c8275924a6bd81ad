//! Reads records one after another, packed or not, however large; blocks beyond a limit are passed over.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

use super::http;

/// Longest head of a record.
const LONGEST_HEAD: u64 = 64 * 1024;

/// A record as read.
#[derive(Debug)]
pub(super) struct RawRecord {
    /// Number within the file, from 1.
    pub(super) number: u64,
    /// Fields, names in lower case.
    pub(super) fields: Vec<(String, String)>,
    /// The block, or its beginning where only that was wanted or it was too long.
    pub(super) block: Vec<u8>,
    /// The block's own length.
    pub(super) length: u64,
}

impl RawRecord {
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// The address it speaks of; some writers put it in angle brackets.
    pub(super) fn target(&self) -> Option<&str> {
        let target = self.field("warc-target-uri")?;
        Some(target.trim_start_matches('<').trim_end_matches('>'))
    }

    pub(super) fn is_whole(&self) -> bool {
        self.block.len() as u64 == self.length
    }
}

/// The records of one file.
pub(super) struct RawRecords {
    source: Box<dyn BufRead + Send>,
    number: u64,
    /// No more of a block than this is kept.
    keep: u64,
}

impl RawRecords {
    pub(super) fn open(path: &Path, keep: u64) -> io::Result<RawRecords> {
        let mut file = BufReader::with_capacity(1 << 16, File::open(path)?);
        let packed = file.fill_buf()?.starts_with(&[0x1f, 0x8b]);
        let source: Box<dyn BufRead + Send> = if packed {
            Box::new(BufReader::with_capacity(1 << 16, MultiGzDecoder::new(file)))
        } else {
            Box::new(file)
        };
        Ok(RawRecords { source, number: 0, keep })
    }

    /// The next record; `None` at the end of the file.
    pub(super) fn next(&mut self) -> Result<Option<RawRecord>, Broken> {
        let number = self.number + 1;
        let broken = |problem| Broken { number, problem };
        let cut = |_| broken("it ends in the middle of a record");
        let mut line = String::new();
        loop {
            let read = self.line(&mut line).map_err(cut)?;
            if !read {
                return Ok(None);
            }
            if !line.is_empty() {
                break;
            }
        }
        if !line.starts_with("WARC/") {
            return Err(broken("what should begin a record does not"));
        }
        self.number = number;
        let mut lines = Vec::new();
        let mut size = 0;
        loop {
            if !self.line(&mut line).map_err(cut)? {
                return Err(broken("it ends in the middle of a record"));
            }
            size += line.len() as u64;
            if line.is_empty() || size > LONGEST_HEAD {
                break;
            }
            lines.push(line.clone());
        }
        let fields = http::fields(lines.iter().map(String::as_str));
        let mut record = RawRecord { number, fields, block: Vec::new(), length: 0 };
        record.length = record
            .field("content-length")
            .and_then(|length| length.parse().ok())
            .ok_or_else(|| broken("a record does not give its length"))?;
        let kept = record.length.min(self.keep);
        let read = (&mut self.source).take(kept).read_to_end(&mut record.block).map_err(cut)?;
        let rest = record.length - kept;
        let passed = io::copy(&mut (&mut self.source).take(rest), &mut io::sink()).map_err(cut)?;
        if read as u64 + passed < record.length {
            return Err(broken("it ends in the middle of a record"));
        }
        Ok(Some(record))
    }

    /// One line without its end; false at the end of the file.
    fn line(&mut self, line: &mut String) -> io::Result<bool> {
        line.clear();
        let mut bytes = Vec::new();
        let read = (&mut self.source).take(LONGEST_HEAD).read_until(b'\n', &mut bytes)?;
        while bytes.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
            bytes.pop();
        }
        line.push_str(&String::from_utf8_lossy(&bytes));
        Ok(read > 0)
    }
}

/// Where and why reading of a file ends early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Broken {
    pub(super) number: u64,
    pub(super) problem: &'static str,
}
