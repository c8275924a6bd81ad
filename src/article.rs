//! What cleaning yields: the article text, its blocks, and what was learned about the page.
//!
//! An [`Article`] keeps every character of the lines it keeps, so a [`Span`] of it is what a
//! reader finds on the page. How pages become articles is the business of `clean`.

use std::fmt;

use crate::notice::Notice;

/// Identifier of an article: a hash of its URL, or else of its path within the folder given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArticleId(pub u64);

impl ArticleId {
    /// The same address gives the same id on every machine.
    pub fn of_address(address: &str) -> ArticleId {
        ArticleId(xxhash_rust::xxh3::xxh3_64(address.as_bytes()))
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// A non-empty range of bytes of one text, on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    start: usize,
    end: usize,
}

impl Span {
    /// The range `start..end` (bytes) of `text`, or `None` where it is empty, out of range or cuts a character.
    pub fn new(text: &str, start: usize, end: usize) -> Option<Span> {
        let whole = start < end && text.is_char_boundary(start) && text.is_char_boundary(end);
        whole.then_some(Span { start, end })
    }

    /// First byte.
    pub fn start(self) -> usize {
        self.start
    }

    /// The byte after the last.
    pub fn end(self) -> usize {
        self.end
    }

    /// The text it stands for.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// Whether `other` lies within it.
    pub fn covers(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// What a block of an article is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// 标题: the article's title where it is repeated in the text.
    Title,
    /// 小标题 with its rank, 1 the highest.
    Heading(u8),
    /// 段落.
    Paragraph,
    /// 列表项: an item of a numbered or bulleted list, its number included.
    ListItem,
    /// 表格行: cells joined by ` | `.
    TableRow,
}

/// A line or paragraph of the article, in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands in [`Article::text`].
    pub span: Span,
}

/// Where a field of an article came from, such as `json-ld`, `meta`, `labelled line`, `h1`.
pub type Provenance = &'static str;

/// One cleaned article.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    /// See [`ArticleId`].
    pub id: ArticleId,
    /// The path as the user will recognise it, with `/` between its parts.
    pub path: String,
    /// The page's address, where known.
    pub url: Option<String>,
    /// The title, without the site's suffix; may be empty.
    pub title: String,
    /// Name or host of the site.
    pub site: Option<String>,
    /// Who signed it.
    pub author: Option<String>,
    /// Day of publication.
    pub published: Option<jiff::civil::Date>,
    /// The article text: lines joined by `\n`, no character of a kept line changed.
    pub text: String,
    /// Blocks that cover the text, in order and without overlap.
    pub blocks: Vec<Block>,
    /// Disclaimers and source notes that stood on the page; not part of `text`.
    pub disclaimers: Vec<String>,
    /// The page says of itself that it is invented (纯属虚构); marked wherever it is quoted.
    pub fictional: bool,
    /// How far two readings of the page agree on its main text, 0 to 1; 1 for plain text.
    pub confidence: f32,
    /// Which rule found each field: `("published", "json-ld")`.
    pub provenance: Vec<(&'static str, Provenance)>,
    /// What the reader of the page should know.
    pub notices: Vec<Notice>,
}
