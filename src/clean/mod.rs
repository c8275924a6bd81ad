//! Pages to articles: charset, main text, Chinese boilerplate, and what the page says of itself.
//!
//! Cleaning drops whole lines and blocks and never changes a character of a line that it keeps. What the sentences
//! mean is no concern of this floor; neither are files and addresses.

mod boilerplate;
mod byline;
mod charset;
mod dates;
mod filter;
mod fold;
mod heading;
mod html;
mod line;
mod markdown;
mod text;
mod title;

use std::borrow::Cow;

use jiff::civil::Date;

use crate::article::{Article, ArticleId, Block, BlockKind, Provenance, Span};
use crate::notice::{Notice, NoticeKind};
use crate::page::{Page, PageKind};

use byline::Sourced;
use filter::Filtered;
use line::Line;

/// Below this agreement of the two readings of a page its main text is uncertain.
pub const LOW_CONFIDENCE: f32 = 0.9;

/// Every field and rule that [`Article::provenance`] can name.
pub const PROVENANCES: &[Provenance] = &[
    "title",
    "published",
    "author",
    "site",
    "url",
    "charset",
    "record",
    "first line",
    "front matter",
    "labelled line",
    "date near the title",
    "host of the address",
    "byte order mark",
    "valid utf-8",
    "mostly utf-8",
    "zero bytes",
    "declared",
    "guessed",
    "json-ld",
    "meta",
    "time tag",
    "address",
    "page script",
    "title tag",
    "heading",
    "title suffix",
    "canonical link",
];

/// A page read in the manner of its kind, before the line filter.
#[derive(Debug, Clone, PartialEq, Default)]
struct Reading {
    lines: Vec<Line>,
    title: Sourced<String>,
    published: Sourced<Date>,
    author: Sourced<String>,
    site: Sourced<String>,
    url: Sourced<String>,
    /// Lines near the title that are not the article but may tell its date and author.
    bylines: Vec<String>,
    /// Disclaimers that stood outside the lines, and whether one of them calls the page invented.
    disclaimers: Vec<String>,
    fictional: bool,
    /// Last resort for the date.
    fallback_published: Sourced<Date>,
    confidence: f32,
    notices: Vec<(NoticeKind, String)>,
}

/// The bytes of a page as text, in the charset that they are in whatever they claim; `declared` is what the transport
/// named.
pub fn decode<'a>(bytes: &'a [u8], declared: Option<&str>) -> Cow<'a, str> {
    charset::decode(bytes, declared).text
}

/// The label of the charset that bytes are in, such as `gb18030`.
pub fn charset_of(bytes: &[u8]) -> &'static str {
    charset::decode(bytes, None).charset
}

/// Cleans a page, and the pages on which its article goes on. Nothing in them makes an error: what is wrong with them
/// becomes notices of the article.
pub fn clean(page: &Page) -> Article {
    let mut article = clean_one(page);
    for part in &page.continued {
        append(&mut article, clean_one(part));
    }
    article
}

/// The article's next page: each page is cleaned by itself, for each has its own frame.
fn append(article: &mut Article, next: Article) {
    if !article.text.is_empty() && !next.text.is_empty() {
        article.text.push('\n');
    }
    let from = article.text.len();
    article.text.push_str(&next.text);
    let moved = |block: Block| {
        let span = Span::new(&article.text, from + block.span.start(), from + block.span.end())?;
        Some(Block { kind: block.kind, span })
    };
    article.blocks.extend(next.blocks.into_iter().filter_map(moved));
    // Every page repeats its site's.
    article
        .disclaimers
        .extend(next.disclaimers.into_iter().filter(|said| !article.disclaimers.contains(said)).collect::<Vec<_>>());
    article.fictional |= next.fictional;
    article.confidence = article.confidence.min(next.confidence);
    article.notices.extend(next.notices);
}

fn clean_one(page: &Page) -> Article {
    let decoded = charset::decode(&page.bytes, page.declared_charset.as_deref());
    let mut reading = match page.kind {
        PageKind::Html => html::read(&decoded.text),
        PageKind::Text => read_text(&decoded.text),
        PageKind::Markdown => read_markdown(&decoded.text),
    };
    if let Some(title) = page.title.as_deref().map(line::trim).filter(|title| !title.is_empty()) {
        // A text page's own first line was taken for the title and is one of the text's lines.
        if let Some((first, "first line")) = reading.title.take() {
            reading.lines.insert(0, Line::plain(&first, BlockKind::Paragraph));
        }
        reading.title = Some((title.to_owned(), "record"));
    }
    if let Some(date) = page.published.as_deref().and_then(dates::stamp) {
        reading.published = Some((date, "record"));
    }
    if let Some(url) = &page.url {
        reading.url = Some((url.clone(), "record"));
    }
    if decoded.replaced > 0 {
        let message = format!("{} broken characters were replaced (read as {})", decoded.replaced, decoded.charset);
        reading.notices.push((NoticeKind::BadBytes, message));
    }
    let mut article = assemble(page, reading);
    article.provenance.push(("charset", decoded.provenance));
    article
}

fn read_text(text: &str) -> Reading {
    let mut lines = text::lines(text);
    let title = title::of_text(&mut lines);
    Reading { lines, title, confidence: 1.0, ..Reading::default() }
}

fn read_markdown(text: &str) -> Reading {
    let (front, mut lines) = markdown::read(text);
    let first = title::of_text(&mut lines)
        .map(|(title, provenance)| (title.trim_start_matches(['#', ' ']).to_owned(), provenance));
    Reading {
        lines,
        title: front.title.map(|title| (title, "front matter")).or(first),
        published: front.date.as_deref().and_then(dates::stamp).map(|date| (date, "front matter")),
        author: front.author.map(|author| (author, "front matter")),
        url: front.url.map(|url| (url, "front matter")),
        confidence: 1.0,
        ..Reading::default()
    }
}

/// Filters the lines and puts the article together.
fn assemble(page: &Page, reading: Reading) -> Article {
    let title = reading.title.as_ref().map_or("", |(title, _)| title.as_str());
    let Filtered { lines, bylines, speakers, mut disclaimers, fictional } = filter::filter(reading.lines, title);
    let fictional = fictional || reading.fictional;
    disclaimers.extend(reading.disclaimers);
    let near = || reading.bylines.iter().chain(&bylines).map(String::as_str);
    let published = reading
        .published
        .or_else(|| byline::published(near()))
        .or_else(|| byline::published(speakers.iter().map(String::as_str)))
        .or(reading.fallback_published);
    let in_address = || page.url.as_deref().and_then(dates::date_in_address).map(|date| (date, "address"));
    let published = published.or_else(in_address);
    let author = reading.author.or_else(|| byline::author(near()));
    let url = reading.url;
    let host = || {
        url.as_ref()
            .and_then(|(url, _)| Some((url::Url::parse(url).ok()?.host_str()?.to_owned(), "host of the address")))
    };
    let site = reading.site.or_else(|| byline::source(near())).or_else(host);

    let mut notices: Vec<Notice> =
        reading.notices.into_iter().map(|(kind, message)| Notice::new(kind, page.path.as_str(), message)).collect();
    if fictional {
        notices.push(Notice::new(NoticeKind::Fictional, page.path.as_str(), "the page calls itself invented"));
    }
    if lines.is_empty() {
        notices.push(Notice::new(NoticeKind::Note, page.path.as_str(), "no article text was found on the page"));
    }

    let (text, blocks) = join(&lines);
    let mut provenance = Vec::new();
    let title = unpack("title", reading.title, &mut provenance).unwrap_or_default();
    Article {
        id: ArticleId::of_address(&page.address),
        path: page.path.clone(),
        published: unpack("published", published, &mut provenance),
        author: unpack("author", author, &mut provenance),
        site: unpack("site", site, &mut provenance),
        url: unpack("url", url, &mut provenance),
        title,
        text,
        blocks,
        disclaimers,
        fictional,
        confidence: reading.confidence,
        provenance,
        notices,
    }
}

/// The lines joined by `\n`, and a block for each.
fn join(lines: &[Line]) -> (String, Vec<Block>) {
    let mut text = String::with_capacity(lines.iter().map(|line| line.text.len() + 1).sum());
    let mut spans = Vec::with_capacity(lines.len());
    for line in lines {
        if !text.is_empty() {
            text.push('\n');
        }
        let start = text.len();
        text.push_str(&line.text);
        spans.push((line.kind, start, text.len()));
    }
    let blocks =
        spans.into_iter().filter_map(|(kind, start, end)| Some(Block { kind, span: Span::new(&text, start, end)? }));
    let blocks = blocks.collect();
    (text, blocks)
}

fn unpack<T>(field: &'static str, value: Sourced<T>, provenance: &mut Vec<(&'static str, Provenance)>) -> Option<T> {
    let (value, source) = value?;
    provenance.push((field, source));
    Some(value)
}
