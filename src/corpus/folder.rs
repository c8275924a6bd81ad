//! Files and folders as a source of pages: which files there are, in a fixed order, then one page at a time.
//!
//! Listing and reading are apart, so that a caller can count, show progress and read in parallel; memory holds the
//! pages being worked on and no more. Archives are listed here and read by their own module.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use walkdir::WalkDir;

use super::columns::Columns;
use super::{CorpusError, LARGEST_PAGE, csv, display_path, jsonl, parquet, shown};
use crate::notice::{Notice, NoticeKind};
use crate::page::{Page, PageKind};

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// One page.
    Page(PageKind),
    /// Pages as JSON objects, a line each.
    JsonLines,
    /// A table of pages whose cells are parted by commas.
    Csv,
    /// One whose cells are parted by tabs.
    Tsv,
    /// One that is stored by columns.
    Parquet,
    /// A web archive: WARC or WET, also compressed.
    Archive,
}

impl Form {
    /// The form that a file name's ending tells, if it is one that can be read. All but Parquet, which packs by itself,
    /// may end in `.gz` besides.
    pub fn of_name(name: &str) -> Option<Form> {
        let lower = name.to_ascii_lowercase();
        if let Some(inner) = lower.strip_suffix(".gz") {
            return Form::of_name(inner).filter(|form| *form != Form::Parquet && !inner.ends_with(".gz"));
        }
        if let Some(kind) = PageKind::of_name(&lower) {
            return Some(Form::Page(kind));
        }
        let ends = |endings: &[&str]| endings.iter().any(|ending| lower.ends_with(ending));
        if ends(&[".jsonl", ".ndjson"]) {
            Some(Form::JsonLines)
        } else if ends(&[".csv"]) {
            Some(Form::Csv)
        } else if ends(&[".tsv", ".tab"]) {
            Some(Form::Tsv)
        } else if ends(&[".parquet", ".parq"]) {
            Some(Form::Parquet)
        } else if ends(&[".warc", ".wet"]) {
            Some(Form::Archive)
        } else {
            None
        }
    }
}

/// A file that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it is.
    pub file: PathBuf,
    /// The path as the user will recognise it.
    pub path: String,
    /// What its article's id is made of: the path within the folder given, or the name of a file given.
    pub address: String,
    /// What it holds.
    pub form: Form,
}

/// What the paths given hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listing {
    /// The files that can be read: in the order of the paths given, within a folder sorted by name.
    pub entries: Vec<Entry>,
    /// What was left out, and why.
    pub notices: Vec<Notice>,
}

/// Lists files and folders, folders with all that is in them but for hidden names.
///
/// # Errors
/// When a path does not exist or cannot be looked at, and when there is nothing to read under any of them.
pub fn list(paths: &[PathBuf]) -> Result<Listing, CorpusError> {
    let mut listing = Listing::default();
    let mut taken = HashSet::new();
    for root in paths {
        let meta = std::fs::metadata(root).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
                CorpusError::NoSuchPath { path: display_path(root) }
            }
            _ => CorpusError::Unreadable { path: display_path(root), source },
        })?;
        if meta.is_dir() {
            walk(root, &mut listing, &mut taken);
        } else {
            let name = root.file_name().map(Path::new).unwrap_or(root);
            add(root, name, root, &mut listing, &mut taken);
        }
    }
    if listing.entries.is_empty() {
        return Err(CorpusError::NothingReadable { paths: shown(paths), others: listing.notices.len() });
    }
    Ok(listing)
}

fn walk(root: &Path, listing: &mut Listing, taken: &mut HashSet<String>) {
    // Loops of links are found by the walker and come as errors of one entry.
    let visible =
        |entry: &walkdir::DirEntry| entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".");
    for entry in WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter().filter_entry(visible) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => {
                let inner = entry.path().strip_prefix(root).unwrap_or(entry.path());
                add(entry.path(), inner, root, listing, taken);
            }
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => {
                listing.notices.push(skipped(display_path(entry.path()), "left out: neither a file nor a folder"))
            }
            Err(error) => {
                let path = error.path().map(display_path).unwrap_or_else(|| display_path(root));
                let why = match error.loop_ancestor() {
                    Some(ancestor) => format!("left out: a link back to {}", display_path(ancestor)),
                    None => format!("left out: {}; check its permissions", plain(error.io_error())),
                };
                listing.notices.push(skipped(path, &why));
            }
        }
    }
}

/// Adds a file, or the notice that it is of another kind.
fn add(file: &Path, inner: &Path, root: &Path, listing: &mut Listing, taken: &mut HashSet<String>) {
    let path = display_path(file);
    let Some(form) = Form::of_name(&display_path(inner)) else {
        let ending = inner.extension().map(|ending| display_path(Path::new(ending))).unwrap_or_default();
        let why = match ending.to_ascii_lowercase().as_str() {
            "xls" | "xlsx" | "et" => "left out: save it as CSV first",
            "pdf" | "doc" | "docx" => "left out: save it as text or HTML first",
            "" => "left out: without an ending such as .txt or .html its kind is not known",
            _ => "left out: not .html, .txt, .md, .jsonl, .csv, .parquet or .warc (with .gz or without)",
        };
        listing.notices.push(skipped(path, why));
        return;
    };
    // Two folders given may hold the same path: then the folder's own name tells them apart.
    let mut address = display_path(inner);
    if !taken.insert(address.clone()) {
        address = if inner == root { path.clone() } else { display_path(file) };
        taken.insert(address.clone());
    }
    listing.entries.push(Entry { file: file.to_owned(), path, address, form });
}

impl Listing {
    /// Reads the entries one after another; what cannot be read comes as a notice in its place.
    ///
    /// Archives are not read here: their entries come as notices, so a caller that can read them takes them out of
    /// [`Listing::entries`] first.
    pub fn pages<'a>(&'a self, columns: &'a Columns) -> impl Iterator<Item = Result<Page, Notice>> + 'a {
        self.entries.iter().flat_map(|entry| read(entry, columns))
    }
}

/// Pages as they are read, with notices in the place of what cannot be.
pub type Pages = Box<dyn Iterator<Item = Result<Page, Notice>> + Send>;

/// Reads what one entry holds; `columns` tells where tables and records have what.
pub fn read(entry: &Entry, columns: &Columns) -> Pages {
    let (path, address) = (entry.path.as_str(), entry.address.as_str());
    match (&entry.form, File::open(&entry.file)) {
        (Form::Archive, _) => {
            let notice = skipped(path.to_owned(), "left out: a web archive is read by the archive reader");
            Box::new(std::iter::once(Err(notice)))
        }
        (_, Err(error)) => Box::new(std::iter::once(Err(unreadable(entry, &error)))),
        (Form::Page(kind), Ok(file)) => Box::new(std::iter::once(read_page(entry, *kind, file))),
        (Form::JsonLines, Ok(file)) => {
            let input = BufReader::new(unpacked(entry, file));
            let records = jsonl::records(input, columns.clone(), path.to_owned(), address.to_owned());
            Box::new(records.map(|record| record.map_err(|error| error.notice())))
        }
        (Form::Csv, Ok(file)) => csv::pages(unpacked(entry, file), b',', path, address, columns),
        (Form::Tsv, Ok(file)) => csv::pages(unpacked(entry, file), b'\t', path, address, columns),
        (Form::Parquet, Ok(file)) => parquet::pages(file, path, address, columns),
    }
}

/// What the file holds, unpacked where its name ends in `.gz`; readers cap what they take.
fn unpacked(entry: &Entry, file: File) -> Box<dyn Read + Send> {
    let packed = entry.file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gz"));
    if packed { Box::new(MultiGzDecoder::new(BufReader::new(file))) } else { Box::new(file) }
}

fn read_page(entry: &Entry, kind: PageKind, file: File) -> Result<Page, Notice> {
    let size = file.metadata().map_or(0, |meta| meta.len());
    let mut bytes = Vec::with_capacity(size.min(LARGEST_PAGE) as usize);
    // One byte more than allowed, so that a file that grows is noticed too.
    let taken = unpacked(entry, file).take(LARGEST_PAGE + 1).read_to_end(&mut bytes);
    taken.map_err(|error| match error.kind() {
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
            skipped(entry.path.clone(), "left out: its packing (gzip) is broken; pack it anew")
        }
        _ => unreadable(entry, &error),
    })?;
    if bytes.len() as u64 > LARGEST_PAGE {
        let why = format!("left out: larger than {} MiB; split it into files of one article each", LARGEST_PAGE >> 20);
        return Err(skipped(entry.path.clone(), &why));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(skipped(entry.path.clone(), "left out: empty"));
    }
    if looks_binary(&bytes) {
        return Err(skipped(entry.path.clone(), "left out: binary, not text, whatever its name says"));
    }
    Ok(Page {
        path: entry.path.clone(),
        address: entry.address.clone(),
        url: None,
        kind,
        declared_charset: None,
        title: None,
        published: None,
        bytes,
        continued: Vec::new(),
    })
}

/// An image or a program under the name of a text: known signatures, or zero bytes that are not UTF-16.
fn looks_binary(bytes: &[u8]) -> bool {
    const SIGNATURES: &[&[u8]] =
        &[b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF-", b"PK\x03\x04", b"\x7fELF", b"\x1f\x8b", b"RIFF"];
    if SIGNATURES.iter().any(|signature| bytes.starts_with(signature)) {
        return true;
    }
    let sample = &bytes[..bytes.len().min(8192)];
    let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|&&byte| byte == 0).count();
    let marked = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let (even, odd) = (zeros(0), zeros(1));
    // Zeros on one side only are UTF-16; on both sides they are no text.
    !marked && even.min(odd) * 100 > sample.len()
}

fn unreadable(entry: &Entry, error: &io::Error) -> Notice {
    skipped(entry.path.clone(), &format!("left out: {}; check its permissions", plain(Some(error))))
}

/// The system's reason in a few words.
fn plain(error: Option<&io::Error>) -> String {
    match error.map(io::Error::kind) {
        Some(io::ErrorKind::PermissionDenied) => "permission denied".to_owned(),
        Some(io::ErrorKind::NotFound) => "not there any more, or a broken link".to_owned(),
        _ => error.map_or_else(|| "cannot be read".to_owned(), ToString::to_string),
    }
}

fn skipped(path: String, why: &str) -> Notice {
    Notice::new(NoticeKind::Skipped, path, why)
}
