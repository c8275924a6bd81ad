//! 下一页: which pages of an archive are one article that its site splits over several pages.
//!
//! The crawler notes in a page's `metadata` record which page it `continues` and which is its `next`. Lists of
//! articles are paged in the same manner, so addresses are looked at here, and the pages themselves once they are read.

use std::collections::{HashMap, HashSet};

use url::{Position, Url};
use xxhash_rust::xxh3::xxh3_64;

use super::record::RawRecord;
use super::{Survey, http};
use crate::corpus::crawl::links;
use crate::corpus::crawl::settle::MOST_REDIRECTS;
use crate::page::{Page, PageKind};

/// Pages of one article; what follows is taken for an article of its own.
const MOST_PARTS: usize = 50;

/// Links with so many characters are titles of articles.
const TITLE_CHARS: usize = 8;

/// What the archives say of the order of their pages.
#[derive(Debug, Default)]
pub(super) struct Order {
    steps: Vec<Step>,
    /// Addresses that lead on to another: that other.
    redirects: HashMap<String, String>,
}

#[derive(Debug)]
struct Step {
    from: String,
    to: String,
    /// When the version of `from` that leads on was captured, where that is what was noted.
    captured: Option<String>,
}

impl Order {
    /// Looks for what a record says of the order of pages.
    pub(super) fn note(&mut self, record: &RawRecord) {
        let (Some(target), Some(kind)) = (record.target(), record.field("warc-type")) else {
            return;
        };
        if kind != "metadata" {
            return;
        }
        let text = String::from_utf8_lossy(&record.block);
        for (name, value) in http::fields(text.lines()) {
            let step = match name.as_str() {
                "continues" => Step { from: value, to: target.to_owned(), captured: None },
                "next" => {
                    Step { from: target.to_owned(), to: value, captured: record.field("warc-date").map(str::to_owned) }
                }
                "redirected-from" => {
                    self.redirects.insert(value, target.to_owned());
                    continue;
                }
                _ => continue,
            };
            self.steps.push(step);
        }
    }

    /// Takes note of an answer that is a redirect: crawlers of other makers keep it as an answer like any other.
    pub(super) fn note_redirect(&mut self, from: &str, head: &http::Head) {
        let target = || Url::parse(from).ok()?.join(head.field("location")?).ok();
        if (300..400).contains(&head.status)
            && let Some(to) = target().filter(|to| to.as_str() != from)
        {
            self.redirects.insert(from.to_owned(), to.into());
        }
    }

    /// Where redirects from an address end: a page that is there leads on no more.
    fn end_of<'a>(&'a self, address: &'a str, latest: &Survey) -> &'a str {
        let is_there = |at: &str| latest.contains_key(&xxh3_64(at.as_bytes()));
        let lead = |at: &&str| self.redirects.get(*at).filter(|_| !is_there(at)).map(String::as_str);
        let hops = std::iter::successors(Some(address), lead);
        hops.take(usize::from(MOST_REDIRECTS) + 1).last().unwrap_or(address)
    }

    /// The articles: addresses of their pages in order, those that are not among the archives included.
    pub(super) fn articles(&self, latest: &Survey) -> Vec<Vec<String>> {
        let (mut next, mut leads_to) = (HashMap::new(), HashSet::new());
        // Addresses are compared as pages name them, and pages are found where redirects lead.
        let asked: HashMap<&str, &str> = self.redirects.iter().map(|(from, to)| (to.as_str(), from.as_str())).collect();
        let is_next = |step: &Step| {
            let asked = asked.get(step.from.as_str());
            is_next_address(&step.from, &step.to) || asked.is_some_and(|asked| is_next_address(asked, &step.to))
        };
        for step in self.steps.iter().filter(|step| is_next(step)) {
            let version = latest.get(&xxh3_64(step.from.as_bytes()));
            // A later version of the page may lead elsewhere, or nowhere.
            let outdated =
                step.captured.as_ref().is_some_and(|at| version.is_some_and(|version| version.captured != *at));
            let (from, to) = (step.from.as_str(), self.end_of(&step.to, latest));
            if !outdated && !next.contains_key(from) && leads_to.insert(to) {
                next.insert(from, to);
            }
        }
        let mut articles = Vec::new();
        for step in &self.steps {
            let first = step.from.as_str();
            if leads_to.contains(first) {
                continue;
            }
            let mut parts = vec![first.to_owned()];
            let mut at = first;
            // Taken out, so that no article is told twice.
            while let Some(to) = next.remove(at).filter(|_| parts.len() < MOST_PARTS) {
                parts.push(to.to_owned());
                at = to;
            }
            if parts.len() > 1 {
                articles.push(parts);
            }
        }
        articles
    }
}

/// Whether `to` is the address of `from` one number on: `1001.html` and `1001_2.html`, `a?page=2` and `a?page=3`.
/// Lists of articles, as far as their addresses tell, are not meant.
fn is_next_address(from: &str, to: &str) -> bool {
    let (Ok(from), Ok(to)) = (Url::parse(from), Url::parse(to)) else {
        return false;
    };
    from.host_str() == to.host_str()
        && ![&from, &to].into_iter().any(is_list_address)
        && is_one_on(&from[Position::BeforePath..Position::AfterQuery], &to[Position::BeforePath..Position::AfterQuery])
}

fn is_list_address(url: &Url) -> bool {
    const FOLDERS: [&str; 9] =
        ["tag", "tags", "category", "categories", "search", "so", "author", "archives", "forumdisplay.php"];
    const NAMES: [&str; 9] = ["list", "lists", "index", "default", "forum", "channel", "category", "tag", "search"];
    const KEYS: [&str; 9] = ["q", "s", "wd", "kw", "keyword", "search", "cat", "catid", "tag"];
    let path = url.path().to_ascii_lowercase();
    let last = path.rsplit('/').next().unwrap_or_default();
    path == "/"
        || path.split('/').any(|folder| FOLDERS.contains(&folder))
        || last.split(|c: char| !c.is_ascii_alphabetic()).any(|word| NAMES.contains(&word))
        || url.query_pairs().any(|(key, _)| KEYS.contains(&&*key.to_ascii_lowercase()))
}

/// Whether two addresses are the same but for the number of the page.
fn is_one_on(from: &str, to: &str) -> bool {
    const WORDS: [&str; 11] =
        ["p", "page", "pn", "pg", "paged", "pageno", "pageindex", "curpage", "html", "htm", "shtml"];
    let (a, b) = (from.as_bytes(), to.as_bytes());
    let shortest = a.len().min(b.len());
    let mut start = (0..shortest).take_while(|&at| a[at] == b[at]).count();
    let mut end = (0..shortest - start).take_while(|&at| a[a.len() - 1 - at] == b[b.len() - 1 - at]).count();
    // A number counts as a whole: 19 and 20, 100 and 1002 have no digit or some in common.
    let is_digit = |bytes: &[u8], at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    while start > 0 && is_digit(a, start - 1) && (is_digit(a, start) || is_digit(b, start)) {
        start -= 1;
    }
    let ends_in_digit = |text: &[u8], end: usize| text.len() > start + end && is_digit(text, text.len() - end - 1);
    while end > 0 && is_digit(a, a.len() - end) && (ends_in_digit(a, end) || ends_in_digit(b, end)) {
        end -= 1;
    }
    let (Some(a), Some(b)) = (from.get(start..from.len() - end), to.get(start..to.len() - end)) else {
        return false;
    };
    let number = |text: &str| text.parse::<u16>().ok().filter(|_| text.len() <= 3);
    if let (Some(a), Some(b)) = (number(a), number(b)) {
        return b == a + 1;
    }
    let mut numbers = b.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    // Some count from nought.
    let second = matches!((numbers.next(), numbers.next()), (Some("1" | "2"), None));
    let words = b.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    a.is_empty() && second && words.map(str::to_ascii_lowercase).all(|word| WORDS.contains(&word.as_str()))
}

/// What tells pages of one article from those of a list, and from another article.
#[derive(Debug, Default)]
pub(super) struct Face {
    /// Without numbers and signs: 题目（2）, 题目_第2页.
    title: String,
    /// Links that read like titles of articles.
    titles: HashSet<u64>,
    /// More of the page is such links than is text.
    is_list: bool,
}

impl Face {
    /// The face of a page; that of plain text is blank.
    pub(super) fn of(page: &Page) -> Face {
        let (PageKind::Html, Ok(url)) = (page.kind, Url::parse(&page.address)) else {
            return Face::default();
        };
        let reading = links::read_html(&url, &page.bytes, page.declared_charset.as_deref());
        let counts = |c: &char| c.is_alphabetic() && !matches!(c, '第' | '页' | '頁' | '共');
        let chars = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
        let long: Vec<_> = reading.links.iter().filter(|link| chars(&link.anchor) >= TITLE_CHARS).collect();
        Face {
            title: reading.title.chars().filter(counts).collect(),
            titles: long.iter().map(|link| xxh3_64(link.url.as_str().as_bytes())).collect(),
            is_list: long.iter().map(|link| chars(&link.anchor)).sum::<usize>() > chars(&reading.text),
        }
    }

    /// Whether the page is a list of articles.
    pub(super) fn is_list(&self) -> bool {
        self.is_list
    }

    /// Whether a page with that face can go on where this one ends. Pages of an article have one title and one frame;
    /// those of a list have one title, and other articles each.
    pub(super) fn is_continued_by(&self, next: &Face) -> bool {
        let own = self.titles.difference(&next.titles).count();
        let others = next.titles.difference(&self.titles).count();
        let one_title = self.title.is_empty() || next.title.is_empty() || self.title == next.title;
        let leads_elsewhere = own.max(others) >= 5 && own.min(others) >= 2;
        one_title && !(self.is_list || next.is_list || leads_elsewhere)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_is_one_number_on() {
        let next = [
            ("http://h/a/1001.html", "http://h/a/1001_2.html"),
            ("http://h/a/1001_2.html", "http://h/a/1001_3.html"),
            ("http://h/a/1001-9.html", "http://h/a/1001-10.html"),
            ("http://h/a/1001_19.html", "http://h/a/1001_20.html"),
            ("http://h/a/1001_10.html", "http://h/a/1001_11.html"),
            ("http://h/a/1001.html", "http://h/a/1001.html?page=2"),
            ("http://h/a/1001.html?p=2", "http://h/a/1001.html?p=3"),
            ("http://h/view?id=77", "http://h/view?id=77&page=2"),
            ("http://h/view?id=77", "http://h/view?id=77&page=1"),
            ("http://h/2024/03/slug/", "http://h/2024/03/slug/2/"),
            ("http://h/a/1001", "http://h/a/1001/2"),
            ("http://h/a/1001.html", "http://h/a/1001_p2.html"),
            ("http://h/thread-5123-1-1.html", "http://h/thread-5123-2-1.html"),
        ];
        for (from, to) in next {
            assert!(is_next_address(from, to), "{from} {to}");
        }
        let other = [
            ("http://h/a/1001.html", "http://h/a/1002.html"),
            ("http://h/a/100.html", "http://h/a/1002.html"),
            ("http://h/a/1001_2.html", "http://h/a/1001_4.html"),
            ("http://h/a/1001_3.html", "http://h/a/1001_2.html"),
            ("http://h/a/1001.html", "http://h/a/1001.html"),
            ("http://h/a/1001.html", "http://g/a/1001_2.html"),
            ("http://h/a/1001.html", "http://h/a/1001_2024.html"),
            ("http://h/a/1001.html", "http://h/a/1001_comments2.html"),
            ("http://h/a/", "http://h/b/2"),
            ("not an address", "http://h/b/2"),
        ];
        for (from, to) in other {
            assert!(!is_next_address(from, to), "{from} {to}");
        }
    }

    #[test]
    fn addresses_of_lists_are_known() {
        let lists = [
            ("http://h/huabei/list.html", "http://h/huabei/list.html?page=2"),
            ("http://h/huabei/list_5_2.html", "http://h/huabei/list_5_3.html"),
            ("http://h/huabei/index.html", "http://h/huabei/index_2.html"),
            ("http://h/tag/huabei/", "http://h/tag/huabei/2"),
            ("http://h/category/loan/page/2", "http://h/category/loan/page/3"),
            ("http://h/forum-12-1.html", "http://h/forum-12-2.html"),
            ("http://h/x?keyword=a", "http://h/x?keyword=a&page=2"),
            ("http://h/", "http://h/?page=2"),
        ];
        for (from, to) in lists {
            assert!(!is_next_address(from, to), "{from} {to}");
        }
    }

    #[test]
    fn no_two_addresses_make_it_fail() {
        let texts =
            ["", "1", "11", "111", "/", "/1", "1/", "/é1", "/é", "12é", "1é2", "&2", "22222222222222", "a1b1", "a2b1"];
        for from in texts {
            for to in texts {
                let _ = is_one_on(from, to);
            }
        }
    }
}
