//! Folders as they are: what is read, what is left out and why, in which order.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use duizhi::corpus::columns::Columns;
use duizhi::corpus::folder::{Listing, list};
use duizhi::corpus::{CorpusError, LARGEST_PAGE};

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn listed(root: &Path) -> Listing {
    list(&[root.to_owned()]).unwrap()
}

fn addresses(listing: &Listing) -> Vec<&str> {
    listing.entries.iter().map(|entry| entry.address.as_str()).collect()
}

/// What was left out, as `name: why`, listing first and reading after.
fn left_out(root: &Path, listing: &Listing) -> Vec<String> {
    let columns = Columns::default();
    let read = listing.pages(&columns).filter_map(Result::err);
    let inner = |place: &str| place.strip_prefix(&format!("{}/", root.display())).unwrap_or(place).to_owned();
    listing
        .notices
        .iter()
        .cloned()
        .chain(read)
        .map(|notice| format!("{}: {}", inner(&notice.place), notice.message))
        .collect()
}

/// `bytes`, packed by gzip.
fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

#[test]
fn what_is_packed_by_gzip_is_read_as_what_it_holds() {
    let page = packed("<title>花呗</title><p>花呗逾期会打电话。".as_bytes());
    let root = folder(&[
        ("a.jsonl.gz", &packed("{\"text\":\"x\"}\n{\"text\":\"y\"}".as_bytes())),
        ("b.csv.gz", &packed("title,text\n题,花呗逾期会打电话\n".as_bytes())),
        ("c.html.gz", &page),
        ("d.txt.gz", &page[..page.len() / 2]),
        ("e.txt.gz", b"not packed at all"),
        ("f.txt.gz", &packed(&vec![b'x'; LARGEST_PAGE as usize + 1])),
        ("g.parquet.gz", b"x"),
    ]);
    let listing = listed(root.path());
    let columns = Columns::default();
    let read: Vec<String> = listing.pages(&columns).filter_map(Result::ok).map(|page| page.address).collect();
    assert_eq!(read, ["a.jsonl.gz#1", "a.jsonl.gz#2", "b.csv.gz#2", "c.html.gz"]);
    let broken = "left out: its packing (gzip) is broken; pack it anew";
    let large =
        format!("f.txt.gz: left out: larger than {} MiB; split it into files of one article each", LARGEST_PAGE >> 20);
    let parquet = "g.parquet.gz: left out: not .html, .txt, .md, .jsonl, .csv, .parquet or .warc (with .gz or without)";
    assert_eq!(
        left_out(root.path(), &listing),
        [parquet.to_owned(), format!("d.txt.gz: {broken}"), format!("e.txt.gz: {broken}"), large]
    );
}

#[test]
fn pages_come_sorted_from_all_folders_but_hidden_ones() {
    let root = folder(&[
        ("b/2.html", b"<p>x"),
        ("b/10.HTM", b"<p>x"),
        ("a.txt", b"x"),
        ("c.md", b"x"),
        (".hidden.txt", b"x"),
        (".git/x.txt", b"x"),
        ("d.jsonl", b"{\"text\":\"x\"}\n{\"text\":\"y\",\"url\":\"https://a.example/\"}"),
    ]);
    let listing = listed(root.path());
    assert_eq!(addresses(&listing), ["a.txt", "b/10.HTM", "b/2.html", "c.md", "d.jsonl"]);
    assert_eq!(listing.notices, []);
    let pages: Vec<String> = listing.pages(&Columns::default()).map(|page| page.unwrap().address).collect();
    assert_eq!(pages, ["a.txt", "b/10.HTM", "b/2.html", "c.md", "d.jsonl#1", "https://a.example/"]);
}

#[test]
fn what_cannot_be_read_is_named_with_a_remedy_and_the_rest_goes_on() {
    let root = folder(&[
        ("good.txt", "借呗".as_bytes()),
        ("empty.txt", b" \n"),
        ("photo.jpg", b"\xff\xd8\xff"),
        ("photo.txt", b"\x89PNG\r\n\x1a\n\0\0\0\0"),
        ("paper.pdf", b"%PDF-1.4"),
        ("table.csv", b"a,b"),
        ("noending", b"x"),
    ]);
    fs::File::create(root.path().join("large.txt")).unwrap().set_len(LARGEST_PAGE + 1).unwrap();
    let listing = listed(root.path());
    assert_eq!(
        left_out(root.path(), &listing),
        [
            "noending: left out: without an ending such as .txt or .html its kind is not known",
            "paper.pdf: left out: save it as text or HTML first",
            "photo.jpg: left out: not .html, .txt, .md, .jsonl, .csv, .parquet or .warc (with .gz or without)",
            "empty.txt: left out: empty",
            "large.txt: left out: larger than 8 MiB; split it into files of one article each",
            "photo.txt: left out: binary, not text, whatever its name says",
            "table.csv: left out: none of its columns is known to hold the text; they are a, b; give --columns text=COLUMN",
        ]
    );
    assert_eq!(listing.pages(&Columns::default()).filter(Result::is_ok).count(), 1);
}

#[cfg(unix)]
#[test]
fn links_that_loop_or_break_are_notices() {
    let root = folder(&[("a/1.txt", b"x")]);
    std::os::unix::fs::symlink(root.path(), root.path().join("a/loop")).unwrap();
    std::os::unix::fs::symlink(root.path().join("gone.txt"), root.path().join("broken.txt")).unwrap();
    let listing = listed(root.path());
    assert_eq!(addresses(&listing), ["a/1.txt"]);
    let left = left_out(root.path(), &listing);
    assert!(left[0].starts_with("a/loop: left out: a link back to "), "{left:?}");
    assert_eq!(left[1], "broken.txt: left out: not there any more, or a broken link; check its permissions");
}

#[cfg(unix)]
#[test]
fn names_that_are_no_utf8_or_hold_control_characters_are_shown_safely() {
    use std::os::unix::ffi::OsStrExt;
    let root = folder(&[]);
    for name in [&b"\xbd\xe8.txt"[..], b"\x1b[31mred.txt", b"line\nfeed.txt"] {
        fs::write(root.path().join(std::ffi::OsStr::from_bytes(name)), "x").unwrap();
    }
    let listing = listed(root.path());
    assert_eq!(addresses(&listing), ["\u{fffd}[31mred.txt", "line\u{fffd}feed.txt", "%BD%E8.txt"]);
    assert_eq!(listing.pages(&Columns::default()).filter(Result::is_ok).count(), 3);
}

#[test]
fn the_same_path_in_two_folders_stays_two_articles() {
    let (one, two) = (folder(&[("1.txt", b"x")]), folder(&[("1.txt", b"y")]));
    let listing = list(&[one.path().to_owned(), two.path().to_owned()]).unwrap();
    assert_eq!(listing.entries[0].address, "1.txt");
    assert_ne!(listing.entries[0].address, listing.entries[1].address);
    // A file given by itself has the id that it has in its folder.
    let alone = list(&[one.path().join("1.txt")]).unwrap();
    assert_eq!(alone.entries[0].address, "1.txt");
}

#[test]
fn a_missing_path_and_a_folder_without_pages_are_errors_with_a_remedy() {
    let missing = list(&[PathBuf::from("no/such/place")]).unwrap_err();
    assert_eq!(missing.to_string(), "no/such/place: no such file or folder; check the spelling");
    let root = folder(&[("1.png", b"x"), ("2.png", b"x")]);
    let nothing = list(&[root.path().to_owned()]).unwrap_err();
    assert!(matches!(nothing, CorpusError::NothingReadable { others: 2, .. }));
    let message = nothing.to_string();
    assert!(
        message
            .ends_with("no pages found (2 files of other kinds); give a folder with .html, .txt, .md, .jsonl, .csv or .parquet files"),
        "{message}"
    );
}
