//! The index folder on disk, and how a build takes the place of the former one.
//!
//! ```text
//! index/
//!   .gitignore      the user's; hidden files are never touched
//!   .duizhi.lock    held by a running build
//!   CURRENT         names the data folder that counts
//!   data-3/         one build: DUIZHI (marks it as ours), manifest.json, the engine's files
//! ```
//!
//! A build fills a `data-N` of its own, and the rename of one small file makes it the index. A
//! rename is whole or has not happened, so a build that is killed leaves what was there before. The
//! next build takes away what such a build left behind, but only folders that bear the mark.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::error::{IndexError, io_error};
use super::manifest::{FORMAT, FormatOnly, Manifest};

const CURRENT: &str = "CURRENT";
const CURRENT_NEW: &str = "CURRENT.new";
const CURRENT_HEAD: &str = "duizhi index";
const DATA: &str = "data-";
const LOCK: &str = ".duizhi.lock";
const MANIFEST: &str = "manifest.json";
const MARK: &str = "DUIZHI";
const MARK_TEXT: &str = "this folder belongs to a duizhi index and is removed by the next build\n";

/// The data folder and manifest of the index in `dir`.
pub(super) fn open(dir: &Path) -> Result<(PathBuf, Manifest), IndexError> {
    let Some(name) = current(dir)? else {
        return match foreign_name(dir)? {
            Some(found) => Err(IndexError::Foreign { dir: dir.to_owned(), found }),
            None => Err(IndexError::Missing { dir: dir.to_owned() }),
        };
    };
    let data = dir.join(name);
    let path = data.join(MANIFEST);
    let damaged = |what: String| IndexError::Damaged { dir: dir.to_owned(), what };
    let bytes = match fs::read(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(damaged(format!("{MANIFEST} is missing")));
        }
        read => read.map_err(io_error("read", &path))?,
    };
    let unreadable = |error: serde_json::Error| damaged(format!("{MANIFEST}: {error}"));
    let FormatOnly { format } = serde_json::from_slice(&bytes).map_err(unreadable)?;
    if format != FORMAT {
        return Err(IndexError::Format { dir: dir.to_owned(), found: format, expected: FORMAT });
    }
    Ok((data, serde_json::from_slice(&bytes).map_err(unreadable)?))
}

/// A build under way. Dropped before [`Attempt::publish`], it takes its folder away again.
#[derive(Debug)]
pub(super) struct Attempt {
    dir: PathBuf,
    name: String,
    published: bool,
    /// Holds the lock until the end.
    _lock: Option<File>,
}

impl Attempt {
    /// Makes sure that `dir` is ours to write to, cleans up after killed builds, and makes a new data folder.
    pub(super) fn begin(dir: &Path) -> Result<Attempt, IndexError> {
        fs::create_dir_all(dir).map_err(io_error("create", dir))?;
        let current = match current(dir) {
            // A damaged index is one that a build mends; none of its folders is worth keeping.
            Err(IndexError::Damaged { .. }) => Some(String::new()),
            current => current?,
        };
        if current.is_none()
            && let Some(found) = foreign_name(dir)?
        {
            return Err(IndexError::Foreign { dir: dir.to_owned(), found });
        }
        let lock = lock(dir)?;
        sweep(dir, current.as_deref())?;
        let highest = names(dir)?.iter().filter_map(|name| number(name)).max().unwrap_or(0);
        let name = format!("{DATA}{}", highest.saturating_add(1));
        let data = dir.join(&name);
        fs::create_dir(&data).map_err(io_error("create", &data))?;
        let attempt = Attempt { dir: dir.to_owned(), name, published: false, _lock: lock };
        write(&attempt.data().join(MARK), MARK_TEXT.as_bytes())?;
        Ok(attempt)
    }

    /// The index folder.
    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// The folder that this build fills.
    pub(super) fn data(&self) -> PathBuf {
        self.dir.join(&self.name)
    }

    /// Makes what was built the index, in one rename, and removes the former one.
    pub(super) fn publish(mut self, manifest: &Manifest) -> Result<(), IndexError> {
        self.seal(manifest)?;
        self.swap()?;
        self.published = true;
        sweep(&self.dir, Some(&self.name))
    }

    /// Writes the manifest and waits until all is on the disk.
    fn seal(&self, manifest: &Manifest) -> Result<(), IndexError> {
        let data = self.data();
        let text = serde_json::to_string_pretty(manifest).map_err(io::Error::from);
        let path = data.join(MANIFEST);
        write(&path, (text.map_err(io_error("write", &path))? + "\n").as_bytes())?;
        sync_folder(&data)?;
        sync_folder(&self.dir)
    }

    fn swap(&self) -> Result<(), IndexError> {
        let new = self.dir.join(CURRENT_NEW);
        let path = self.dir.join(CURRENT);
        write(&new, format!("{CURRENT_HEAD}\n{}\n", self.name).as_bytes())?;
        fs::rename(&new, &path).map_err(io_error("replace", &path))?;
        sync_folder(&self.dir)
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        if !self.published {
            // What stays behind is marked, and the next build removes it.
            let _ = fs::remove_dir_all(self.data());
        }
    }
}

/// The name in `CURRENT`; `None` where there is no such file, or it is not one of ours.
pub(super) fn current(dir: &Path) -> Result<Option<String>, IndexError> {
    let path = dir.join(CURRENT);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(io_error("read", &path)(error)),
    };
    let text = String::from_utf8_lossy(&bytes);
    let mut lines = text.lines();
    if lines.next() != Some(CURRENT_HEAD) {
        return Ok(None);
    }
    match lines.next().filter(|name| number(name).is_some()) {
        Some(name) => Ok(Some(name.to_owned())),
        None => Err(IndexError::Damaged { dir: dir.to_owned(), what: format!("{CURRENT} names no data folder") }),
    }
}

/// A name in `dir` that no build of ours made, hidden files aside.
fn foreign_name(dir: &Path) -> Result<Option<String>, IndexError> {
    if dir.is_file() {
        return Ok(Some(dir.file_name().unwrap_or_default().to_string_lossy().into_owned()));
    }
    let ours = |name: &str| name == CURRENT_NEW || is_left_behind(dir, name);
    Ok(names(dir)?.into_iter().find(|name| !name.starts_with('.') && !ours(name)))
}

/// Removes the data folders of other builds than `keep`; nothing that does not bear our mark.
fn sweep(dir: &Path, keep: Option<&str>) -> Result<(), IndexError> {
    for name in names(dir)? {
        if Some(name.as_str()) != keep && is_left_behind(dir, &name) {
            // Where a reader still holds files open and the system minds, the next build tries again.
            let _ = fs::remove_dir_all(dir.join(&name));
        }
    }
    Ok(())
}

/// A data folder with our mark, or one whose build was killed before it could set the mark.
fn is_left_behind(dir: &Path, name: &str) -> bool {
    let path = dir.join(name);
    // The mark itself may be cut short.
    let marked = || fs::read(path.join(MARK)).is_ok_and(|text| MARK_TEXT.as_bytes().starts_with(&text));
    let empty = || fs::read_dir(&path).is_ok_and(|mut entries| entries.next().is_none());
    number(name).is_some() && !path.is_symlink() && (marked() || empty())
}

/// `3` of `data-3`.
fn number(name: &str) -> Option<u64> {
    let digits = name.strip_prefix(DATA)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

/// The names in `dir`, sorted; none where it does not exist.
fn names(dir: &Path) -> Result<Vec<String>, IndexError> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(io_error("read", dir)(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        names.push(entry.map_err(io_error("read", dir))?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

/// The lock that keeps two builds apart; `None` on file systems without locks.
fn lock(dir: &Path) -> Result<Option<File>, IndexError> {
    let path = dir.join(LOCK);
    let options = File::options().write(true).create(true).truncate(false).open(&path);
    let file = options.map_err(io_error("write", &path))?;
    // A process that is just being started holds for a moment the locks of the one that starts it.
    for wait in [10, 40, 150] {
        match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(wait)),
            Err(TryLockError::Error(_)) => return Ok(None),
        }
    }
    Err(IndexError::Busy { dir: dir.to_owned() })
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), IndexError> {
    let written = File::create(path).and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
    written.map_err(io_error("write", path))
}

/// Waits until the names in a folder are on the disk. Windows needs and knows no such thing.
fn sync_folder(path: &Path) -> Result<(), IndexError> {
    if cfg!(windows) {
        return Ok(());
    }
    File::open(path).and_then(|folder| folder.sync_all()).map_err(io_error("write", path))
}
