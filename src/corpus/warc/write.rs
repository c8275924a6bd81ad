//! Writes WARC 1.1, one gzip member a record, so that a file can be appended to, cut at any record
//! and read from the middle.
//!
//! The writer appends and syncs; which length of the file counts is decided by the frontier, which
//! cuts the file back to it before the next crawl.

use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use flate2::{Compress, Compression, Crc, FlushCompress};
use sha1::{Digest, Sha1};
use xxhash_rust::xxh3::xxh3_128_with_seed;

/// A record before it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record<'a> {
    /// `warcinfo`, `request`, `response`, `metadata` or `revisit`.
    pub kind: &'static str,
    /// Identifier, from [`WarcWriter::new_id`].
    pub id: String,
    /// The address it speaks of.
    pub target: Option<&'a str>,
    /// When it was captured, milliseconds since 1970.
    pub captured: i64,
    /// `Content-Type` of the block.
    pub content_type: &'a str,
    /// Further fields.
    pub fields: Vec<(&'static str, String)>,
    /// The block.
    pub block: &'a [u8],
    /// Where the payload begins in the block, for a digest of it.
    pub payload_from: Option<usize>,
}

/// An open archive.
#[derive(Debug)]
pub struct WarcWriter {
    path: PathBuf,
    file: File,
    length: u64,
    packer: Compress,
    packed: Vec<u8>,
    ids: u64,
    seed: u64,
}

impl WarcWriter {
    /// Opens (or makes) the file and cuts it to `length`, the part that is known to be whole.
    ///
    /// Fails with [`io::ErrorKind::UnexpectedEof`] where the file is shorter.
    pub fn open(path: &Path, length: u64) -> io::Result<WarcWriter> {
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        let found = file.metadata()?.len();
        if found < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if found > length {
            file.set_len(length)?;
            file.sync_all()?;
        }
        file.seek(SeekFrom::Start(length))?;
        if let Some(folder) = path.parent() {
            // The new name must outlive a power cut like the file's content.
            let _ = File::open(folder).and_then(|folder| folder.sync_all());
        }
        let seed = std::hash::BuildHasher::hash_one(&std::hash::RandomState::new(), path);
        Ok(WarcWriter {
            path: path.to_owned(),
            file,
            length,
            packer: Compress::new(Compression::new(4), false),
            packed: Vec::new(),
            ids: 0,
            seed,
        })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Bytes written so far.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// An identifier that no other record has.
    pub fn new_id(&mut self) -> String {
        self.ids += 1;
        let now =
            std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_nanos());
        let mut what = self.path.to_string_lossy().into_owned();
        let _ = write!(what, "{now} {} {}", self.ids, std::process::id());
        let mut id = xxh3_128_with_seed(what.as_bytes(), self.seed);
        // A UUID of version 8: made by a rule of our own.
        id = (id & !(0xf << 76)) | (0x8 << 76);
        id = (id & !(0x3 << 62)) | (0x2 << 62);
        format!(
            "<urn:uuid:{:08x}-{:04x}-{:04x}-{:04x}-{:012x}>",
            (id >> 96) as u32,
            (id >> 80) as u16,
            (id >> 64) as u16,
            (id >> 48) as u16,
            id & 0xffff_ffff_ffff,
        )
    }

    /// Appends one record; it is safe only after [`WarcWriter::sync`].
    pub fn append(&mut self, record: &Record<'_>) -> io::Result<()> {
        let mut head = format!("WARC/1.1\r\nWARC-Type: {}\r\n", record.kind);
        let mut field = |name: &str, value: &str| {
            // A line end in a value would make another field of it.
            let value: String = value.chars().filter(|c| !c.is_control()).collect();
            let _ = write!(head, "{name}: {value}\r\n");
        };
        field("WARC-Record-ID", &record.id);
        field("WARC-Date", &warc_date(record.captured));
        if let Some(target) = record.target {
            field("WARC-Target-URI", target);
        }
        for (name, value) in &record.fields {
            field(name, value);
        }
        field("WARC-Block-Digest", &digest(record.block));
        if let Some(from) = record.payload_from {
            field("WARC-Payload-Digest", &digest(&record.block[from..]));
        }
        field("Content-Type", record.content_type);
        field("Content-Length", &record.block.len().to_string());
        head.push_str("\r\n");
        self.pack(&[head.as_bytes(), record.block, b"\r\n\r\n"])?;
        self.file.write_all(&self.packed)?;
        self.length += self.packed.len() as u64;
        Ok(())
    }

    /// Makes everything appended so far safe.
    pub fn sync(&mut self) -> io::Result<()> {
        self.file.sync_data()
    }

    /// One gzip member. Written by hand because a new encoder for each of three records a page
    /// costs more than packing them.
    fn pack(&mut self, parts: &[&[u8]]) -> io::Result<()> {
        self.packed.clear();
        self.packed.extend_from_slice(&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
        self.packer.reset();
        let mut crc = Crc::new();
        for part in parts {
            crc.update(part);
            let mut rest: &[u8] = part;
            while !rest.is_empty() {
                self.packed.reserve(rest.len() / 2 + 256);
                let before = self.packer.total_in();
                self.packer.compress_vec(rest, &mut self.packed, FlushCompress::None)?;
                rest = &rest[(self.packer.total_in() - before) as usize..];
            }
        }
        loop {
            self.packed.reserve(1024);
            let status = self.packer.compress_vec(&[], &mut self.packed, FlushCompress::Finish)?;
            if status == flate2::Status::StreamEnd {
                break;
            }
        }
        self.packed.extend_from_slice(&crc.sum().to_le_bytes());
        self.packed.extend_from_slice(&crc.amount().to_le_bytes());
        Ok(())
    }
}

/// `sha1:` and the digest in base 32, as archives label it.
pub fn digest(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::from("sha1:");
    // Twenty bytes are four groups of five, without a rest.
    for group in Sha1::digest(bytes).chunks(5) {
        let bits = group.iter().fold(0u64, |bits, byte| (bits << 8) | u64::from(*byte));
        for at in (0..8).rev() {
            text.push(char::from(LETTERS[(bits >> (at * 5) & 31) as usize]));
        }
    }
    text
}

/// A moment as WARC 1.1 writes it: `2026-11-22T07:40:07Z`.
pub fn warc_date(milliseconds: i64) -> String {
    jiff::Timestamp::from_millisecond(milliseconds - milliseconds.rem_euclid(1000))
        .unwrap_or(jiff::Timestamp::UNIX_EPOCH)
        .to_string()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn digests_and_dates_are_as_others_write_them() {
        assert_eq!(digest(b""), "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ");
        assert_eq!(warc_date(1_700_000_000_123), "2023-11-14T22:13:20Z");
    }

    #[test]
    fn a_file_is_cut_to_what_is_known_to_be_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.warc.gz");
        let record = |writer: &mut WarcWriter, block: &'static [u8]| {
            let id = writer.new_id();
            let record = Record {
                kind: "metadata",
                id,
                target: Some("http://h/\r\nX: y"),
                captured: 0,
                content_type: "text/plain",
                fields: vec![],
                block,
                payload_from: None,
            };
            writer.append(&record).unwrap();
        };
        let mut writer = WarcWriter::open(&path, 0).unwrap();
        record(&mut writer, b"one");
        writer.sync().unwrap();
        let safe = writer.length();
        record(&mut writer, b"two");
        drop(writer);
        let mut writer = WarcWriter::open(&path, safe).unwrap();
        record(&mut writer, b"three");
        drop(writer);
        let mut text = String::new();
        let mut unpacked = flate2::read::MultiGzDecoder::new(File::open(&path).unwrap());
        io::Read::read_to_string(&mut unpacked, &mut text).unwrap();
        assert_eq!(text.matches("WARC/1.1\r\n").count(), 2);
        assert!(text.contains("one") && text.contains("three") && !text.contains("two"));
        assert!(text.contains("WARC-Target-URI: http://h/X: y\r\n"));
        let beyond = WarcWriter::open(&path, 1 << 20).unwrap_err();
        assert_eq!(beyond.kind(), io::ErrorKind::UnexpectedEof);
    }

    #[test]
    fn identifiers_differ_and_are_uuids() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = WarcWriter::open(&folder.path().join("a"), 0).unwrap();
        let ids: std::collections::BTreeSet<_> = (0..1000).map(|_| writer.new_id()).collect();
        assert_eq!(ids.len(), 1000);
        assert!(ids.iter().all(|id| id.len() == 47 && id.as_bytes()[24] == b'8'), "{ids:?}");
    }
}
