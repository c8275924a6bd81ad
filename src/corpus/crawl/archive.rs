//! Which records a fetched page makes in the archive, and which file they go to.
//!
//! Files are numbered (`crawl-00001.warc.gz`), never named after an address.

use std::io;
use std::path::{Path, PathBuf};

use super::fetch::Answer;
use super::frontier::UrlRow;
use crate::corpus::warc::write::{Record, WarcWriter, digest, warc_date};

/// A new file is begun beyond this length.
const LONGEST_FILE: u64 = 512 << 20;

/// The archive that a crawl appends to.
#[derive(Debug)]
pub struct Archive {
    folder: PathBuf,
    user_agent: String,
    writer: WarcWriter,
    number: u32,
}

/// What is known of a capture beside the answer itself.
#[derive(Debug, Clone, Copy)]
pub struct Capture<'a> {
    /// The address's row.
    pub row: &'a UrlRow,
    /// When, milliseconds since 1970.
    pub captured: i64,
    /// How far the page speaks of the subject.
    pub relevance: Option<f32>,
    /// Where it says that its article goes on.
    pub next: Option<&'a str>,
}

impl Archive {
    /// Opens file `number` and cuts it to `length`; where it is shorter, or `number` is 0, begins
    /// the next one. Tells whether something was missing.
    pub fn open(folder: &Path, user_agent: &str, number: u32, length: u64, now: i64) -> io::Result<(Archive, bool)> {
        let open = |number: u32, length: u64| WarcWriter::open(&path_of(folder, number), length);
        let opened = if number == 0 { Ok(None) } else { open(number, length).map(Some) };
        let (writer, number, missing) = match opened {
            Ok(Some(writer)) => (writer, number, false),
            Ok(None) => (open(1, 0)?, 1, false),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                let next = free_number(folder, number + 1);
                (open(next, 0)?, next, true)
            }
            Err(error) => return Err(error),
        };
        let user_agent = user_agent.to_owned();
        let mut archive = Archive { folder: folder.to_owned(), user_agent, writer, number };
        archive.begin(now)?;
        Ok((archive, missing))
    }

    /// Number and length of the file, for the frontier.
    pub fn position(&self) -> (u32, u64) {
        (self.number, self.writer.length())
    }

    /// The file.
    pub fn path(&self) -> &Path {
        self.writer.path()
    }

    /// Makes everything safe.
    pub fn sync(&mut self) -> io::Result<()> {
        self.writer.sync()
    }

    /// Begins the next file where this one has grown long; only after [`Archive::sync`].
    pub fn turn_over(&mut self, now: i64) -> io::Result<()> {
        if self.writer.length() > LONGEST_FILE {
            self.number = free_number(&self.folder, self.number + 1);
            self.writer = WarcWriter::open(&path_of(&self.folder, self.number), 0)?;
            self.begin(now)?;
        }
        Ok(())
    }

    fn begin(&mut self, now: i64) -> io::Result<()> {
        if self.writer.length() > 0 {
            return Ok(());
        }
        let block = format!(
            "software: duizhi/{}\r\nformat: WARC File Format 1.1\r\n\
             conformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n\
             robots: obey\r\nhttp-header-user-agent: {}\r\n",
            env!("CARGO_PKG_VERSION"),
            self.user_agent,
        );
        let id = self.writer.new_id();
        self.writer.append(&Record {
            kind: "warcinfo",
            id,
            target: None,
            captured: now,
            content_type: "application/warc-fields",
            fields: vec![("WARC-Filename", file_name(self.number))],
            block: block.as_bytes(),
            payload_from: None,
        })
    }

    /// Response, request and metadata; gives the response's identifier.
    pub fn store(&mut self, capture: Capture<'_>, answer: &Answer) -> io::Result<String> {
        let (message, from) = answer.to_message();
        let id = self.writer.new_id();
        self.writer.append(&Record {
            kind: "response",
            id: id.clone(),
            target: Some(&capture.row.url),
            captured: capture.captured,
            content_type: "application/http;msgtype=response",
            fields: address_field(answer),
            block: &message,
            payload_from: Some(from),
        })?;
        self.surround(capture, answer, &id)?;
        Ok(id)
    }

    /// A revisit: the server said, or the bytes show, that `known` (a record, with the address and
    /// moment it speaks of) still holds.
    pub fn revisit(
        &mut self,
        capture: Capture<'_>,
        answer: &Answer,
        known: Option<(&str, &str, i64)>,
    ) -> io::Result<()> {
        let profile = if answer.status == 304 { "server-not-modified" } else { "identical-payload-digest" };
        let (message, from) = answer.to_message();
        let id = self.writer.new_id();
        let profile = format!("http://netpreserve.org/warc/1.1/revisit/{profile}");
        let mut fields = address_field(answer);
        fields.push(("WARC-Profile", profile));
        if let Some((record, target, captured)) = known {
            fields.push(("WARC-Refers-To", record.to_owned()));
            fields.push(("WARC-Refers-To-Target-URI", target.to_owned()));
            fields.push(("WARC-Refers-To-Date", warc_date(captured)));
        }
        if answer.status != 304 {
            fields.push(("WARC-Payload-Digest", digest(&answer.body)));
        }
        self.writer.append(&Record {
            kind: "revisit",
            id: id.clone(),
            target: Some(&capture.row.url),
            captured: capture.captured,
            content_type: "application/http;msgtype=response",
            fields,
            block: &message[..from],
            payload_from: None,
        })?;
        self.surround(capture, answer, &id)
    }

    /// The request and the metadata that belong to a record.
    fn surround(&mut self, capture: Capture<'_>, answer: &Answer, to: &str) -> io::Result<()> {
        let concurrent = vec![("WARC-Concurrent-To", to.to_owned())];
        let id = self.writer.new_id();
        self.writer.append(&Record {
            kind: "request",
            id,
            target: Some(&capture.row.url),
            captured: capture.captured,
            content_type: "application/http;msgtype=request",
            fields: concurrent.clone(),
            block: answer.request.as_bytes(),
            payload_from: None,
        })?;
        let mut block = format!(
            "fetchTimeMs: {}\r\nhopsFromSeed: {}\r\n",
            answer.took.as_millis(),
            "L".repeat(usize::from(capture.row.depth)),
        );
        if let Some(via) = &capture.row.via {
            block.push_str(&format!("via: {via}\r\n"));
            if capture.row.continues {
                block.push_str(&format!("continues: {via}\r\n"));
            }
        }
        if let Some(asked) = &capture.row.redirected_from {
            block.push_str(&format!("redirected-from: {asked}\r\n"));
        }
        if let Some(next) = capture.next {
            block.push_str(&format!("next: {next}\r\n"));
        }
        if let Some(relevance) = capture.relevance {
            block.push_str(&format!("relevance: {relevance:.3}\r\n"));
        }
        let id = self.writer.new_id();
        self.writer.append(&Record {
            kind: "metadata",
            id,
            target: Some(&capture.row.url),
            captured: capture.captured,
            content_type: "application/warc-fields",
            fields: concurrent,
            block: block.as_bytes(),
            payload_from: None,
        })
    }
}

fn address_field(answer: &Answer) -> Vec<(&'static str, String)> {
    answer.ip.map(|ip| ("WARC-IP-Address", ip.to_string())).into_iter().collect()
}

fn file_name(number: u32) -> String {
    format!("crawl-{number:05}.warc.gz")
}

fn path_of(folder: &Path, number: u32) -> PathBuf {
    folder.join(file_name(number))
}

/// The first number from `number` on that no file has: a file that is not known to the frontier
/// belongs to somebody and is not cut.
fn free_number(folder: &Path, mut number: u32) -> u32 {
    while path_of(folder, number).exists() {
        number += 1;
    }
    number
}
