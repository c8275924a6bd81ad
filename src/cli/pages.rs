//! The pages of files and folders, for commands that read them: in a fixed order, each address once.
//!
//! Files of one page are handed on unread, so that they can be read in parallel.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use crate::analyze::{self, Reading};
use crate::article::{Article, ArticleId};
use crate::corpus::columns::Columns;
use crate::corpus::folder::{self, Entry, Form, Listing, Pages};
use crate::corpus::warc;
use crate::lexicon::Lexicon;
use crate::notice::{Notice, NoticeKind};
use crate::page::Page;

/// Something that a page comes of.
pub(super) enum Item {
    /// A file that holds one page.
    File(Arc<Entry>),
    /// A page of a file that holds several.
    Page(Box<Page>),
    /// What was left out.
    LeftOut(Notice),
    /// A file that holds several pages is read to its end.
    Read,
}

impl Item {
    /// The page, read now if need be.
    pub(super) fn page(self) -> Option<Result<Page, Notice>> {
        match self {
            Item::File(entry) => folder::read(&entry, &Columns::default()).next(),
            Item::Page(page) => Some(Ok(*page)),
            Item::LeftOut(notice) => Some(Err(notice)),
            Item::Read => None,
        }
    }
}

/// Everything under `listing`, in its order; of two pages with one address the first counts.
pub(super) fn items(listing: Listing, columns: Columns) -> impl Iterator<Item = Item> + Send {
    // Of an address that several archives hold, the latest version counts: all of them are read as one, in the
    // place of the first.
    let of_archives = |e: &&Entry| e.form == Form::Archive;
    let mut archives: Vec<PathBuf> = listing.entries.iter().filter(of_archives).map(|e| e.file.clone()).collect();
    let mut entries = listing.entries.into_iter();
    let mut open: Option<Pages> = None;
    let mut seen: HashSet<ArticleId> = HashSet::new();
    std::iter::from_fn(move || {
        let item = match open.as_mut().map(Iterator::next) {
            Some(Some(Ok(page))) => Item::Page(Box::new(page)),
            Some(Some(Err(notice))) => Item::LeftOut(notice),
            Some(None) => {
                open = None;
                Item::Read
            }
            None => {
                let entry = entries.next()?;
                match many(&entry, &columns, &mut archives) {
                    None => Item::File(Arc::new(entry)),
                    Some(pages) => {
                        open = Some(pages);
                        return Some(None);
                    }
                }
            }
        };
        let address = match &item {
            Item::File(entry) => Some((&entry.address, &entry.path)),
            Item::Page(page) => Some((&page.address, &page.path)),
            Item::LeftOut(_) | Item::Read => None,
        };
        let again = address.filter(|(address, _)| !seen.insert(ArticleId::of_address(address)));
        Some(Some(match again {
            Some((address, path)) => Item::LeftOut(Notice::new(
                NoticeKind::Skipped,
                path.as_str(),
                format!("left out: a page with the same address was read before it ({address})"),
            )),
            None => item,
        }))
    })
    .flatten()
}

/// The pages of a file that may hold several.
fn many(entry: &Entry, columns: &Columns, archives: &mut Vec<PathBuf>) -> Option<Pages> {
    match entry.form {
        Form::Page(_) => None,
        Form::JsonLines | Form::Csv | Form::Tsv | Form::Parquet => Some(folder::read(entry, columns)),
        Form::Archive => Some(Box::new(warc::read_archives(&std::mem::take(archives)))),
    }
}

/// Reads a page. A fault of ours in one page costs that page and no other.
pub(super) fn read(lexicon: &Lexicon, page: &Page) -> Result<Reading, Notice> {
    guarded(page, || analyze::read(lexicon, page))
}

/// Cleans a page and reads no claims in it.
pub(super) fn clean(page: &Page) -> Result<Article, Notice> {
    guarded(page, || crate::clean::clean(page))
}

fn guarded<T>(page: &Page, work: impl FnOnce() -> T) -> Result<T, Notice> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        let message = "left out: the reader failed on this page; please report it";
        Notice::new(NoticeKind::Skipped, page.path.as_str(), message)
    })
}
