//! What can go wrong with an index folder, each with what to do about it.

use std::io;
use std::path::{Path, PathBuf};

/// Trouble with an index folder.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// There is no index.
    #[error("no index in {}: make one with `duizhi build --index {}`", shown(dir), shown(dir))]
    Missing {
        /// The folder asked for.
        dir: PathBuf,
    },
    /// The folder holds something else, which is left alone.
    #[error(
        "{} holds {found:?} and is no duizhi index: name an empty or new folder, as in `duizhi build --index {}`",
        shown(dir), shown(&dir.join("index"))
    )]
    Foreign {
        /// The folder asked for.
        dir: PathBuf,
        /// One of the names found in it.
        found: String,
    },
    /// Another version of this program made it.
    #[error(
        "the index in {} has format {found}, this duizhi reads format {expected}: rebuild it with `duizhi build --index {}`",
        shown(dir),
        shown(dir)
    )]
    Format {
        /// The folder asked for.
        dir: PathBuf,
        /// Its format number.
        found: u32,
        /// The number of this program.
        expected: u32,
    },
    /// Another build is writing there now.
    #[error("another `duizhi build` is writing to {}: wait until it is done", shown(dir))]
    Busy {
        /// The folder asked for.
        dir: PathBuf,
    },
    /// A file of the index does not hold what it should.
    #[error("the index in {} is damaged ({what}): rebuild it with `duizhi build --index {}`", shown(dir), shown(dir))]
    Damaged {
        /// The folder asked for.
        dir: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// A file could not be read or written.
    #[error("cannot {doing} {}", shown(path))]
    Io {
        /// What was being done: `read`, `write`, …
        doing: &'static str,
        /// To which file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// The search engine refused.
    #[error(
        "cannot {doing} the index in {}: make room on the disk, or rebuild it with `duizhi build --index {}`",
        shown(dir),
        shown(dir)
    )]
    Engine {
        /// What was being done.
        doing: &'static str,
        /// The folder asked for.
        dir: PathBuf,
        /// The cause.
        source: tantivy::TantivyError,
    },
    /// The beginning of an id is that of several.
    #[error("{prefix} begins several ids: {}", ids.join(", "))]
    Ambiguous {
        /// What was asked for.
        prefix: String,
        /// The ids it could mean, at most ten.
        ids: Vec<String>,
    },
    /// Not an id at all.
    #[error("{given:?} is no id: give 4 to 16 hexadecimal digits")]
    NoId {
        /// What was asked for.
        given: String,
    },
}

/// A path for a message: what would steer a terminal is replaced.
fn shown(path: &Path) -> String {
    path.to_string_lossy().replace(char::is_control, "\u{FFFD}")
}

/// Turns an [`io::Error`] into the [`IndexError`] of what was being done to `path`.
pub(super) fn io_error(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> IndexError {
    let path = path.to_owned();
    move |source| IndexError::Io { doing, path, source }
}

/// Turns the engine's error into the [`IndexError`] of what was being done to the index in `dir`.
pub(super) fn engine_error<E>(doing: &'static str, dir: &Path) -> impl FnOnce(E) -> IndexError
where
    E: Into<tantivy::TantivyError>,
{
    let dir = dir.to_owned();
    move |source| IndexError::Engine { doing, dir, source: source.into() }
}
