//! Archives of other crawlers, and broken ones.

use std::io::Write;
use std::path::{Path, PathBuf};

use duizhi::corpus::LARGEST_PAGE;
use duizhi::corpus::warc::{read_archives, read_warc};
use duizhi::notice::Notice;
use duizhi::page::{Page, PageKind};

fn record(kind: &str, date: &str, target: &str, content_type: &str, block: &[u8]) -> Vec<u8> {
    let mut record = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: {date}\r\nWARC-Target-URI: {target}\r\n\
         Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    )
    .into_bytes();
    record.extend_from_slice(block);
    record.extend_from_slice(b"\r\n\r\n");
    record
}

fn response(date: &str, target: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let block = [format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body].concat();
    record("response", date, target, "application/http; msgtype=response", &block)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn file(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn read(paths: &[PathBuf]) -> (Vec<Page>, Vec<Notice>) {
    let mut pages = Vec::new();
    let mut notices = Vec::new();
    for found in read_archives(paths) {
        match found {
            Ok(page) => pages.push(page),
            Err(notice) => notices.push(notice),
        }
    }
    (pages, notices)
}

#[test]
fn pages_come_decoded_with_what_the_transport_said() {
    let packed = gzip("压缩的".as_bytes());
    let chunked = [format!("{:x}\r\n", packed.len()).as_bytes(), packed.as_slice(), b"\r\n0\r\n\r\n"].concat();
    let date = "2024-01-01T00:00:00Z";
    let records = [
        record("warcinfo", date, "", "application/warc-fields", b"software: other\r\n"),
        response(date, "http://h/1", "200 OK\r\nContent-Type: text/html; charset=GBK", b"\xbb\xa8"),
        response(
            date,
            "<http://h/2>",
            "200 OK\r\ncontent-type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked",
            &chunked,
        ),
        response(date, "http://h/3", "200 OK\r\nContent-Type: image/png", b"\x89PNG"),
        response(date, "http://h/4", "302 Found\r\nContent-Type: text/html", b"moved"),
        response(date, "http://h/5", "200 OK\r\nX: y", b"  <!DOCTYPE html><p>x"),
        record("conversion", date, "http://h/6", "text/plain", "一段文字".as_bytes()),
        record("resource", date, "http://h/7", "text/html; charset=utf-8", b"<p>r"),
        record("request", date, "http://h/8", "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"),
        record("metadata", date, "http://h/9", "application/warc-fields", b"x: y"),
    ];
    let folder = tempfile::tempdir().unwrap();
    let plain = file(folder.path(), "a.warc", &records.concat());
    let members: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
    let packed = file(folder.path(), "a.warc.gz", &members);
    let one_member = file(folder.path(), "b.warc.gz", &gzip(&records.concat()));
    for path in [plain, packed, one_member] {
        let pages: Vec<Page> = read_warc(&path).map(Result::unwrap).collect();
        let found: Vec<_> = pages
            .iter()
            .map(|page| (page.address.as_str(), page.kind, page.declared_charset.as_deref(), page.bytes.as_slice()))
            .collect();
        assert_eq!(
            found,
            [
                ("http://h/1", PageKind::Html, Some("gbk"), &b"\xbb\xa8"[..]),
                ("http://h/2", PageKind::Html, None, "压缩的".as_bytes()),
                ("http://h/5", PageKind::Html, None, b"  <!DOCTYPE html><p>x"),
                ("http://h/6", PageKind::Text, Some("utf-8"), "一段文字".as_bytes()),
                ("http://h/7", PageKind::Html, Some("utf-8"), b"<p>r"),
            ]
        );
        let name = path.to_string_lossy().replace('\\', "/");
        assert_eq!(pages[0].path, format!("{name}#2"));
        assert_eq!(pages[0].url.as_deref(), Some("http://h/1"));
    }
}

#[test]
fn the_latest_version_wins_over_all_files() {
    let ok = "200 OK\r\nContent-Type: text/html";
    let folder = tempfile::tempdir().unwrap();
    let first = file(
        folder.path(),
        "1.warc",
        &[
            response("2024-01-02T00:00:00Z", "http://h/a", ok, b"newer"),
            response("2024-01-01T00:00:00Z", "http://h/b", ok, b"older"),
            response("2024-01-01T00:00:00Z", "http://h/c", ok, b"last"),
        ]
        .concat(),
    );
    let second = file(
        folder.path(),
        "2.warc",
        &[
            response("2024-01-01T00:00:00Z", "http://h/a", ok, b"older"),
            response("2024-01-02T00:00:00Z", "http://h/b", ok, b"newer"),
            response("2024-01-02T00:00:00Z", "http://h/c", "404 Not Found", b""),
        ]
        .concat(),
    );
    let (pages, notices) = read(&[first, second]);
    let found: Vec<_> = pages.iter().map(|page| (page.address.as_str(), page.bytes.as_slice())).collect();
    assert_eq!(found, [("http://h/a", &b"newer"[..]), ("http://h/c", b"last"), ("http://h/b", b"newer")]);
    assert_eq!(notices.len(), 1);
    assert!(notices[0].message.contains("http://h/c was gone on 2024-01-02"), "{}", notices[0]);
}

#[test]
fn a_page_that_is_too_large_is_told_and_the_archive_goes_on() {
    let ok = "200 OK\r\nContent-Type: text/html";
    let large = vec![b'x'; usize::try_from(LARGEST_PAGE).unwrap() + 1];
    let date = "2024-01-01T00:00:00Z";
    let records = [
        response(date, "http://h/1", ok, &large),
        response(date, "http://h/2", &format!("{ok}\r\nContent-Encoding: gzip"), &gzip(&large)),
        record("conversion", date, "http://h/3", "text/plain", &[large.clone(), large.clone()].concat()),
        response(date, "http://h/4", ok, &large[1..]),
    ];
    let folder = tempfile::tempdir().unwrap();
    let (pages, notices) = read(&[file(folder.path(), "a.warc", &records.concat())]);
    assert_eq!(pages.iter().map(|page| page.address.as_str()).collect::<Vec<_>>(), ["http://h/4"]);
    let said = "left out: the page is larger than 8 MiB; no article is";
    assert_eq!(notices.iter().map(|notice| notice.message.as_str()).collect::<Vec<_>>(), [said; 3]);
}

#[test]
fn broken_archives_give_what_stands_before_the_break_and_a_notice() {
    let ok = "200 OK\r\nContent-Type: text/html";
    let one = response("2024-01-01T00:00:00Z", "http://h/1", ok, b"<p>one");
    let two = response("2024-01-01T00:00:00Z", "http://h/2", ok, b"<p>two");
    let folder = tempfile::tempdir().unwrap();
    let packed = [gzip(&one), gzip(&two)].concat();
    let broken = [
        ("cut.warc.gz", packed[..packed.len() - 20].to_vec()),
        ("cut.warc", [one.as_slice(), &two[..two.len() - 12]].concat()),
        ("head.warc", [one.as_slice(), b"WARC/1.0\r\nWARC-Type: resp"].concat()),
        ("noise.warc", [one.as_slice(), b"\r\n<html>not a record"].concat()),
        ("length.warc", [one.as_slice(), b"WARC/1.0\r\nWARC-Type: response\r\n\r\n"].concat()),
    ];
    for (name, bytes) in broken {
        let (pages, notices) = read(&[file(folder.path(), name, &bytes)]);
        assert_eq!((pages.len(), notices.len()), (1, 1), "{name}: {notices:?}");
        assert!(notices[0].message.contains("beyond record"), "{}", notices[0]);
    }
    let (pages, notices) = read(&[folder.path().join("missing.warc"), file(folder.path(), "empty.warc.gz", b"")]);
    assert_eq!((pages.len(), notices.len()), (0, 1), "an empty file is no trouble, a missing one is");
}

#[test]
fn no_bytes_make_it_fail() {
    let folder = tempfile::tempdir().unwrap();
    let whole = response("2024-01-01T00:00:00Z", "http://h/1", "200 OK\r\nContent-Encoding: gzip", &gzip(b"<html>"));
    for cut in 0..whole.len() {
        read(&[file(folder.path(), "x.warc", &whole[..cut])]);
        let mut bent = whole.clone();
        bent[cut] ^= 0x15;
        read(&[file(folder.path(), "x.warc", &bent)]);
    }
}
