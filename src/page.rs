//! A page as it came: bytes, what they claim to be, and where they were found.

/// What a page's bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PageKind {
    /// A web page.
    Html,
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
}

impl PageKind {
    /// The kind that a file name's ending tells, if it is one that can be read.
    pub fn of_name(name: &str) -> Option<PageKind> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "html" | "htm" | "shtml" | "xhtml" => Some(PageKind::Html),
            "txt" | "text" => Some(PageKind::Text),
            "md" | "markdown" => Some(PageKind::Markdown),
            _ => None,
        }
    }
}

/// One page before cleaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The path as the user will recognise it, with `/` between its parts; for a record of an
    /// archive, the archive's path, `#` and the record's number.
    pub path: String,
    /// What the article's id is made of: the URL, or the path within the folder given.
    pub address: String,
    /// The page's address, where known.
    pub url: Option<String>,
    /// What the bytes are.
    pub kind: PageKind,
    /// The charset that the transport named (HTTP header, archive record), if any.
    pub declared_charset: Option<String>,
    /// Title, where the source of the page gives it apart (a JSONL or CSV record).
    pub title: Option<String>,
    /// Day of publication, as `YYYY-MM-DD`, where the source gives it apart.
    pub published: Option<String>,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// 下一页: the further parts of an article that its site splits over several pages, in order.
    pub continued: Vec<Page>,
}
