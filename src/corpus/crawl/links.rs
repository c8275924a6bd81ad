//! What the crawler needs to know of a page: its text outside links, its links, and whether its
//! author asks not to follow them. The article itself is read later, by `clean`, from the archive.

use std::collections::BTreeMap;

use ego_tree::iter::Edge;
use scraper::{Html, Node, node::Element};
use url::Url;

use super::canonical;
use crate::clean;

/// Most links taken from one page.
const MOST_LINKS: usize = 2_000;

/// Longest text of a link that is looked at, in characters.
const LONGEST_ANCHOR: usize = 120;

/// Building a tree may take as many steps as tags times depth: pages beyond this are not followed.
const MOST_STEPS: usize = 60_000_000;

/// What was read of one page.
#[derive(Debug, Default, PartialEq)]
pub struct Reading {
    /// Content of the title element.
    pub title: String,
    /// Visible text outside links.
    pub text: String,
    /// Links in the order of the page, each address once.
    pub links: Vec<Link>,
    /// The page asks not to follow its links.
    pub nofollow: bool,
    /// The page is nested so deeply that it was not read.
    pub too_deep: bool,
}

/// A link.
#[derive(Debug, PartialEq)]
pub struct Link {
    /// Where it leads.
    pub url: Url,
    /// Its words, and those of its title and picture.
    pub anchor: String,
}

/// Reads a page that came from `url` with the charset its transport named.
pub fn read_html(url: &Url, bytes: &[u8], declared_charset: Option<&str>) -> Reading {
    if steps(bytes) > MOST_STEPS {
        return Reading { too_deep: true, ..Reading::default() };
    }
    let html = Html::parse_document(&clean::decode(bytes, declared_charset));
    let mut page = Page { base: url.clone(), ..Page::default_at(url) };
    for edge in html.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(element) => page.open(element),
                Node::Text(text) => page.text(text),
                Node::Document | Node::Fragment | Node::Doctype(_) | Node::Comment(_) => {}
                Node::ProcessingInstruction(_) => {}
            },
            Edge::Close(node) => {
                if let Node::Element(element) = node.value() {
                    page.close(element);
                }
            }
        }
    }
    page.finish()
}

/// The state of one walk over a tree.
struct Page {
    base: Url,
    based: bool,
    reading: Reading,
    seen: BTreeMap<String, usize>,
    anchor: Option<(Url, String)>,
    hidden: usize,
    in_title: bool,
}

impl Page {
    fn default_at(url: &Url) -> Page {
        Page {
            base: url.clone(),
            based: false,
            reading: Reading::default(),
            seen: BTreeMap::new(),
            anchor: None,
            hidden: 0,
            in_title: false,
        }
    }

    fn open(&mut self, element: &Element) {
        match element.name() {
            "script" | "style" | "noscript" | "template" | "textarea" | "select" => self.hidden += 1,
            "title" if self.reading.title.is_empty() => self.in_title = true,
            "base" if !self.based => {
                if let Some(base) = element.attr("href").and_then(|href| self.resolve(href)) {
                    self.base = base;
                    self.based = true;
                }
            }
            "a" | "area" => {
                if let Some(url) = element.attr("href").and_then(|href| self.resolve(href)) {
                    let title = element.attr("title").or(element.attr("alt")).unwrap_or_default();
                    self.anchor = Some((url, title.to_owned()));
                    if element.name() == "area" {
                        self.close(element);
                    }
                }
            }
            "img" => {
                if let (Some((_, anchor)), Some(alt)) = (&mut self.anchor, element.attr("alt")) {
                    anchor.push(' ');
                    anchor.push_str(alt);
                }
            }
            "iframe" | "frame" => {
                if let Some(url) = element.attr("src").and_then(|src| self.resolve(src)) {
                    self.link(url, "");
                }
            }
            "link" if element.attr("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("next")) => {
                if let Some(url) = element.attr("href").and_then(|href| self.resolve(href)) {
                    self.link(url, "下一页");
                }
            }
            "meta" => self.meta(element),
            _ => {}
        }
    }

    fn meta(&mut self, element: &Element) {
        let content = element.attr("content").unwrap_or_default();
        let is = |name: &str, value: &str| element.attr(name).is_some_and(|found| found.eq_ignore_ascii_case(value));
        if is("name", "robots") || is("name", super::robots::AGENT) {
            let content = content.to_ascii_lowercase();
            self.reading.nofollow |= content.split([',', ' ']).any(|word| matches!(word.trim(), "nofollow" | "none"));
        } else if is("http-equiv", "refresh")
            && let Some((_, target)) = content.split_once('=')
        {
            let target = target.trim().trim_matches(['\'', '"']);
            if let Some(url) = self.resolve(target) {
                self.link(url, "");
            }
        }
    }

    fn close(&mut self, element: &Element) {
        match element.name() {
            "script" | "style" | "noscript" | "template" | "textarea" | "select" => {
                self.hidden = self.hidden.saturating_sub(1);
            }
            "title" => self.in_title = false,
            "a" | "area" => {
                if let Some((url, anchor)) = self.anchor.take() {
                    self.link(url, &anchor);
                }
            }
            "p" | "div" | "li" | "td" | "br" | "h1" | "h2" | "h3" => self.reading.text.push('\n'),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_title {
            self.reading.title.push_str(text);
        } else if self.hidden == 0 {
            match &mut self.anchor {
                Some((_, anchor)) if anchor.len() < LONGEST_ANCHOR * 4 => anchor.push_str(text),
                Some(_) => {}
                None => self.reading.text.push_str(text),
            }
        }
    }

    fn resolve(&self, href: &str) -> Option<Url> {
        canonical::resolve(&self.base, href)
    }

    fn link(&mut self, url: Url, anchor: &str) {
        if self.reading.links.len() >= MOST_LINKS {
            return;
        }
        let words: Vec<&str> = anchor.split_whitespace().collect();
        let anchor: String = words.join(" ").chars().take(LONGEST_ANCHOR).collect();
        match self.seen.get(url.as_str()) {
            // A picture and a headline often lead to the same page: their words belong together.
            Some(&at) => {
                let known = &mut self.reading.links[at].anchor;
                // The number of a page says less than 下一页 beside it.
                if known.chars().all(|c| c.is_ascii_digit()) {
                    *known = anchor;
                }
            }
            None => {
                self.seen.insert(url.as_str().to_owned(), self.reading.links.len());
                self.reading.links.push(Link { url, anchor });
            }
        }
    }

    fn finish(mut self) -> Reading {
        self.reading.title = self.reading.title.trim().to_owned();
        self.reading
    }
}

/// Upper bound of what building the tree costs: tags times the deepest nesting of elements that
/// do not close each other.
fn steps(bytes: &[u8]) -> usize {
    // These end by themselves, or close the former one of their kind.
    const FLAT: &[&[u8]] = &[
        b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta", b"param", b"source",
        b"track", b"wbr", b"p", b"li", b"dt", b"dd", b"tr", b"td", b"th", b"tbody", b"thead", b"tfoot", b"option",
        b"script", b"style",
    ];
    let (mut tags, mut depth, mut deepest) = (0usize, 0usize, 0usize);
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == b'<') {
        rest = &rest[at + 1..];
        let closing = rest.first() == Some(&b'/');
        let name = if closing { &rest[1..] } else { rest };
        let end = name.iter().take(12).position(|b| !b.is_ascii_alphanumeric()).unwrap_or(0);
        if end == 0 {
            continue;
        }
        tags += 1;
        let name = name[..end].to_ascii_lowercase();
        if FLAT.contains(&name.as_slice()) {
            continue;
        }
        if closing {
            depth = depth.saturating_sub(1);
        } else {
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    tags.saturating_mul(deepest)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(html: &str) -> Reading {
        read_html(&Url::parse("http://h/dir/page.html").unwrap(), html.as_bytes(), None)
    }

    #[test]
    fn text_links_and_title_are_told_apart() {
        let page = read(
            "<title> 花呗 </title><script>var a='x'</script><p>正文<a href='a.html#x' title=提示> 链 接 </a>后文\
             <a href='a.html'><img alt=图></a><a href='javascript:x'>无</a><area href=/b alt=区>",
        );
        assert_eq!(page.title, "花呗");
        assert_eq!(page.text.trim(), "正文后文无");
        let found: Vec<_> = page.links.iter().map(|l| (l.url.as_str(), l.anchor.as_str())).collect();
        assert_eq!(found, [("http://h/dir/a.html", "提示 链 接"), ("http://h/b", "区")]);
    }

    #[test]
    fn the_words_for_the_next_page_count_and_not_its_number() {
        let page =
            read("<a href=1_2.html>2</a><a href=1_3.html>3</a><a href=1_2.html>下一页</a><a href=1_3.html>末页</a>");
        let found: Vec<_> = page.links.iter().map(|l| (l.url.path(), l.anchor.as_str())).collect();
        assert_eq!(found, [("/dir/1_2.html", "下一页"), ("/dir/1_3.html", "末页")]);
    }

    #[test]
    fn base_refresh_next_and_frames() {
        let page = read(
            "<base href='/other/'><meta http-equiv=Refresh content=\"0; url='r'\"><link rel=next href=n>\
             <iframe src=f></iframe><meta name=robots content='index, NOFOLLOW'>",
        );
        let found: Vec<_> = page.links.iter().map(|l| l.url.path()).collect();
        assert_eq!(found, ["/other/r", "/other/n", "/other/f"]);
        assert!(page.nofollow);
    }

    #[test]
    fn gbk_is_read_with_and_without_a_label() {
        let (bytes, ..) = encoding_rs::GBK.encode("<p>花呗逾期以后会不会上门催收，很多人担心。</p>");
        let url = Url::parse("http://h/").unwrap();
        for label in [None, Some("gb2312"), Some("utf-8")] {
            assert!(read_html(&url, &bytes, label).text.contains("花呗逾期"), "{label:?}");
        }
    }

    #[test]
    fn deep_nesting_is_left_alone() {
        let start = std::time::Instant::now();
        let page = read(&"<div>".repeat(1_000_000));
        assert!(page.too_deep);
        let unclosed = read(&"<p><font color=red><b>x<a href=/1>y".repeat(2_000));
        assert!(!unclosed.links.is_empty());
        assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    }
}
