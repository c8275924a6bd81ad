//! Where pages come from: folders and files, archives, records of exchange formats, and the web.
//!
//! The only floor that reads input; what a page holds is the business of `clean`.

pub mod columns;
pub mod crawl;
pub mod csv;
pub mod folder;
pub mod gold;
pub mod jsonl;
pub mod parquet;
pub mod warc;

use std::path::PathBuf;

/// A page larger than this is left out, whether it is a file or a record of one: no article is that long, and a text of
/// 50 MiB read as one article takes minutes and gigabytes. Files that hold many pages are as long as they like.
pub const LARGEST_PAGE: u64 = 8 << 20;

/// What stops a reading altogether; a single bad file or record is a notice.
#[derive(Debug, thiserror::Error)]
pub enum CorpusError {
    /// A path given does not exist.
    #[error("{path}: no such file or folder; check the spelling")]
    NoSuchPath {
        /// As given.
        path: String,
    },
    /// A path given cannot be looked at.
    #[error("{path}: cannot be read; check its permissions")]
    Unreadable {
        /// As given.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// There is nothing that can be read under the paths given.
    #[error("{}: no pages found{}; give a folder with .html, .txt, .md, .jsonl, .csv or .parquet files", display_all(.paths), looked_at(*.others))]
    NothingReadable {
        /// As given.
        paths: Vec<String>,
        /// How many files of other kinds there were.
        others: usize,
    },
}

fn display_all(paths: &[String]) -> String {
    paths.join(", ")
}

fn looked_at(others: usize) -> String {
    match others {
        0 => String::new(),
        1 => " (one file of another kind)".to_owned(),
        n => format!(" ({n} files of other kinds)"),
    }
}

/// The path as it may be shown and stored: `/` between its parts, bytes that are no UTF-8 as `%XX`, control and
/// direction marks replaced, so that a file's name can neither move the cursor nor be mistaken for another's.
pub fn display_path(path: &std::path::Path) -> String {
    let mut out = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\\' if cfg!(windows) => out.push('/'),
                c if c.is_control()
                    || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') =>
                {
                    out.push('\u{fffd}');
                }
                c => out.push(c),
            }
        }
        for byte in chunk.invalid() {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Paths as given, for messages.
fn shown(paths: &[PathBuf]) -> Vec<String> {
    paths.iter().map(|path| display_path(path)).collect()
}
