//! Which column of a table, or key of a record, holds what: as the user names them, else by the names that such
//! columns usually have. From the cells of one row this file makes a page; reading rows is left to each format.

use super::LARGEST_PAGE;
use crate::notice::{Notice, NoticeKind};
use crate::page::{Page, PageKind};

/// What a column may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// 正文: the article as text.
    Text,
    /// The article as a web page.
    Html,
    /// 标题.
    Title,
    /// 网址: the page's address.
    Url,
    /// 发布日期: day of publication.
    Published,
}

impl Field {
    /// All of them, in the order of `Places`.
    pub const ALL: [Field; 5] = [Field::Text, Field::Html, Field::Title, Field::Url, Field::Published];

    /// The word for it on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Field::Text => "text",
            Field::Html => "html",
            Field::Title => "title",
            Field::Url => "url",
            Field::Published => "published",
        }
    }

    /// The names that such columns usually have, the plainest first; in lower case.
    fn usual(self) -> &'static [&'static str] {
        match self {
            Field::Text => &["text", "content", "body", "article", "正文", "内容", "文本", "全文", "文章内容"],
            Field::Html => &["html", "raw_html", "page_html", "网页", "源码"],
            Field::Title => &["title", "headline", "标题", "文章标题", "题目"],
            Field::Url => &["url", "link", "href", "source_url", "链接", "网址", "文章链接", "原文链接"],
            Field::Published => &[
                "published",
                "date",
                "published_at",
                "publish_date",
                "publish_time",
                "pubdate",
                "pub_date",
                "日期",
                "发布时间",
                "发布日期",
                "发表时间",
                "时间",
            ],
        }
    }
}

/// The columns that the user names; the others are found by their usual names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Columns {
    named: Vec<(Field, String)>,
}

/// Where the columns of one table stand, by [`Field`]; what is not there is absent.
pub(super) type Places = [Option<usize>; 5];

/// The cells of one row, by [`Field`]; empty ones are absent.
pub(super) type Cells = [Option<Vec<u8>>; 5];

impl Columns {
    /// Columns as named, such as `(Field::Text, "content")`.
    ///
    /// # Errors
    /// When two columns are to hold the same thing.
    pub fn new(named: Vec<(Field, String)>) -> Result<Columns, String> {
        for (at, (field, name)) in named.iter().enumerate() {
            if let Some((_, former)) = named[..at].iter().find(|(other, _)| other == field) {
                return Err(format!(
                    "two columns are named for {}, {former:?} and {name:?}; leave one out",
                    field.id()
                ));
            }
        }
        Ok(Columns { named })
    }

    /// The names under which a field is looked for. Who names the column of the text or that of the page means no
    /// other one.
    pub(super) fn names(&self, field: Field) -> impl Iterator<Item = &str> {
        let named = |field: Field| self.named.iter().find(|(found, _)| *found == field).map(|(_, name)| name.as_str());
        let other = match field {
            Field::Text => named(Field::Html),
            Field::Html => named(Field::Text),
            Field::Title | Field::Url | Field::Published => None,
        };
        let own = named(field);
        let usual = if own.is_some() || other.is_some() { &[][..] } else { field.usual() };
        own.into_iter().chain(usual.iter().copied())
    }

    /// Where the columns stand among `heads`.
    ///
    /// # Errors
    /// What is missing, what there is, and the remedy, in one sentence.
    pub(super) fn among(&self, heads: &[String]) -> Result<Places, String> {
        let mut places = Places::default();
        for (field, place) in Field::ALL.into_iter().zip(&mut places) {
            *place = self.names(field).find_map(|name| heads.iter().position(|head| is_name(head, name)));
        }
        if let Some((field, name)) = self.named.iter().find(|(field, _)| places[*field as usize].is_none()) {
            let id = field.id();
            return Err(format!("no column {name:?}; its columns are {}; give --columns {id}=COLUMN", listed(heads)));
        }
        if places[Field::Text as usize].or(places[Field::Html as usize]).is_none() {
            let columns = listed(heads);
            return Err(format!(
                "none of its columns is known to hold the text; they are {columns}; give --columns text=COLUMN"
            ));
        }
        Ok(places)
    }
}

/// Names are compared without regard to case and to the space around them.
pub(super) fn is_name(head: &str, name: &str) -> bool {
    let head = head.trim_start_matches('\u{feff}').trim();
    head == name.trim() || head.to_lowercase() == name.trim().to_lowercase()
}

/// Columns for a message: some tables have thousands, and one without a head has its first row there.
fn listed(heads: &[String]) -> String {
    const MOST: usize = 20;
    const LONGEST: usize = 30;
    let short = |head: &String| match head.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &head[..end]),
        None => head.clone(),
    };
    let mut shown: Vec<String> = heads.iter().take(MOST).map(short).collect();
    if heads.len() > MOST {
        shown.push(format!("and {} more", heads.len() - MOST));
    }
    shown.join(", ")
}

/// Where a row stands: as the user will recognise it, and for the article's id where it has no address of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) path: String,
    pub(super) address: String,
}

impl Place {
    pub(super) fn new(path: &str, address: &str, row: usize) -> Place {
        Place { path: format!("{path}#{row}"), address: format!("{address}#{row}") }
    }

    pub(super) fn left_out(&self, why: &str) -> Notice {
        Notice::new(NoticeKind::Skipped, self.path.as_str(), format!("left out: {why}"))
    }
}

/// The page of one row: its text, or where there is none, its HTML.
///
/// # Errors
/// Why there is none, in a few words.
pub(super) fn page(cells: Cells, place: Place) -> Result<Page, &'static str> {
    let [text, html, title, url, published] = cells.map(|cell| cell.filter(|cell| !cell.trim_ascii().is_empty()));
    let (kind, bytes) = match (text, html) {
        (Some(text), _) => (PageKind::Text, text),
        (None, Some(html)) => (PageKind::Html, html),
        (None, None) => return Err("its text is empty"),
    };
    if bytes.len() as u64 > LARGEST_PAGE {
        return Err(TOO_LARGE);
    }
    let word = |cell: Option<Vec<u8>>| cell.map(|cell| String::from_utf8_lossy(&cell).trim().to_owned());
    let url = word(url);
    Ok(Page {
        address: url.clone().unwrap_or(place.address),
        path: place.path,
        url,
        kind,
        declared_charset: None,
        title: word(title),
        published: word(published),
        bytes,
        continued: Vec::new(),
    })
}

/// What is told of a record that holds more than a page may.
pub(super) const TOO_LARGE: &str = "its text is larger than 8 MiB; split it into records of one article each";
const _: () = assert!(LARGEST_PAGE == 8 << 20, "the sentence above names it");

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn heads(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    fn named(pairs: &[(Field, &str)]) -> Columns {
        Columns::new(pairs.iter().map(|&(field, name)| (field, name.to_owned())).collect()).unwrap()
    }

    #[test]
    fn columns_are_found_by_their_usual_names() {
        let usual = Columns::default();
        assert_eq!(
            usual.among(&heads(&["\u{feff}ID", "标题", " Content ", "发布时间", "Link"])).unwrap(),
            [Some(2), None, Some(1), Some(4), Some(3)]
        );
        // Of several usual names the plainest counts, wherever it stands.
        assert_eq!(usual.among(&heads(&["内容", "text", "html"])).unwrap()[..2], [Some(1), Some(2)]);
    }

    #[test]
    fn who_names_the_column_of_the_text_means_no_other() {
        let places = named(&[(Field::Html, "源")]).among(&heads(&["text", "源", "title"])).unwrap();
        assert_eq!(places, [None, Some(1), Some(2), None, None]);
    }

    #[test]
    fn what_is_missing_is_told_with_what_there_is_and_the_remedy() {
        let columns = named(&[(Field::Title, "headline")]);
        assert_eq!(
            columns.among(&heads(&["text", "名称"])).unwrap_err(),
            "no column \"headline\"; its columns are text, 名称; give --columns title=COLUMN"
        );
        assert_eq!(
            Columns::default().among(&heads(&["a", "b"])).unwrap_err(),
            "none of its columns is known to hold the text; they are a, b; give --columns text=COLUMN"
        );
        let many: Vec<String> = (0..1000).map(|n| format!("{n}{}", "长".repeat(1000))).collect();
        assert!(Columns::default().among(&many).unwrap_err().len() < 3000);
        assert!(Columns::new(vec![(Field::Text, "a".into()), (Field::Text, "b".into())]).is_err());
    }

    #[test]
    fn text_counts_before_html_and_an_empty_row_is_no_page() {
        let place = || Place::new("t.csv", "t.csv", 2);
        let cell = |text: &str| Some(text.as_bytes().to_vec());
        let got = page([cell("借呗"), cell("<p>花呗"), None, cell(" "), None], place()).unwrap();
        assert_eq!(
            (got.kind, got.bytes.as_slice(), got.address.as_str()),
            (PageKind::Text, "借呗".as_bytes(), "t.csv#2")
        );
        let got = page([cell(" \n"), cell("<p>花呗"), None, cell("https://a.example/1"), None], place()).unwrap();
        assert_eq!((got.kind, got.address.as_str()), (PageKind::Html, "https://a.example/1"));
        assert_eq!(page(Cells::default(), place()).unwrap_err(), "its text is empty");
        let large = vec![b'x'; LARGEST_PAGE as usize + 1];
        assert_eq!(page([Some(large), None, None, None, None], place()).unwrap_err(), TOO_LARGE);
    }
}
