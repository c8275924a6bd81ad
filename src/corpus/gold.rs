//! A gold folder: `NAME.json` with the claims that people settled, beside the page itself.

use std::path::Path;

use super::columns::Columns;
use super::{CorpusError, display_path, folder};
use crate::gold::{GoldFile, fingerprint};
use crate::page::Page;

/// One page with its gold.
#[derive(Debug, Clone)]
pub struct GoldPage {
    /// The page file's name without its ending.
    pub name: String,
    /// The gold.
    pub gold: GoldFile,
    /// The page.
    pub page: Page,
}

/// A gold folder, read.
#[derive(Debug, Clone)]
pub struct GoldFolder {
    /// In the order of the files' names.
    pub pages: Vec<GoldPage>,
    /// A hash of all files.
    pub fingerprint: String,
}

/// What is wrong with a gold folder.
#[derive(Debug, thiserror::Error)]
pub enum GoldError {
    /// The folder or one of its files cannot be read.
    #[error("cannot read {path}")]
    Read {
        /// Which.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A file is no gold file.
    #[error("{path} is no gold file: give {{\"doc\":…,\"claims\":[{{\"prop\",\"stance\",\"quote\",…}}]}}")]
    Syntax {
        /// Which.
        path: String,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
    /// The page that a gold file names is not there or is no page.
    #[error("{path}: the page {doc:?} that it names cannot be read")]
    Page {
        /// The gold file.
        path: String,
        /// What it names.
        doc: String,
        /// Why.
        #[source]
        source: CorpusError,
    },
    /// The page was left out.
    #[error("{0}")]
    LeftOut(crate::notice::Notice),
    /// There are no gold files.
    #[error("{path}: no gold files (NAME.json beside NAME.txt) in this folder")]
    Empty {
        /// The folder.
        path: String,
    },
}

/// Reads a gold folder whole.
///
/// # Errors
/// On anything that would make the score one of another set.
pub fn read(dir: &Path) -> Result<GoldFolder, GoldError> {
    let failed = |path: &Path| {
        let path = display_path(path);
        move |source| GoldError::Read { path, source }
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(failed(dir))? {
        let path = entry.map_err(failed(dir))?.path();
        if path.extension().is_some_and(|ending| ending == "json") {
            files.push(path);
        }
    }
    files.sort();
    let mut pages = Vec::new();
    let mut hashed = Vec::new();
    for file in files {
        let bytes = std::fs::read(&file).map_err(failed(&file))?;
        let syntax = |source| GoldError::Syntax { path: display_path(&file), source };
        let gold: GoldFile = serde_json::from_slice(&bytes).map_err(syntax)?;
        let doc = if gold.doc.is_empty() { display_path(&file.with_extension("txt")) } else { gold.doc.clone() };
        let doc = Path::new(&doc).file_name().map(Path::new).unwrap_or(Path::new(""));
        let no_page = |source| GoldError::Page { path: display_path(&file), doc: display_path(doc), source };
        let listing = folder::list(&[dir.join(doc)]).map_err(no_page)?;
        for page in listing.pages(&Columns::default()) {
            let page = page.map_err(GoldError::LeftOut)?;
            hashed.push((display_path(doc), bytes.clone()));
            hashed.push((String::new(), page.bytes.clone()));
            pages.push(GoldPage {
                name: doc.file_stem().map(Path::new).map(display_path).unwrap_or_default(),
                gold: gold.clone(),
                page,
            });
        }
    }
    if pages.is_empty() {
        return Err(GoldError::Empty { path: display_path(dir) });
    }
    let fingerprint = fingerprint(hashed.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())));
    Ok(GoldFolder { pages, fingerprint })
}
