//! Which addresses belong to this crawl: the seeds' own sites, or the patterns the user gave.

use std::collections::BTreeSet;

use url::Url;

use super::canonical::{host_of, site_of};

/// The rules of one crawl.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    sites: BTreeSet<String>,
    allow: Vec<Pattern>,
    deny: Vec<Pattern>,
}

impl Scope {
    /// Pages of the seeds' registered domains; with `allow`, what matches one of its patterns
    /// instead (on whatever host), and the seeds. Nothing that matches one of `deny`.
    pub fn new(seeds: &[Url], allow: &[String], deny: &[String]) -> Scope {
        Scope {
            sites: seeds.iter().map(site_of).collect(),
            allow: allow.iter().map(|text| Pattern::new(text)).collect(),
            deny: deny.iter().map(|text| Pattern::new(text)).collect(),
        }
    }

    /// Whether a page found on the way belongs to the crawl.
    pub fn holds(&self, url: &Url) -> bool {
        if self.deny.iter().any(|pattern| pattern.matches(url)) {
            return false;
        }
        if self.allow.is_empty() {
            self.sites.contains(&site_of(url))
        } else {
            self.allow.iter().any(|pattern| pattern.matches(url))
        }
    }

    /// Whether a seed, or what a seed leads to by a redirect on its own site, may be fetched.
    pub fn holds_seed(&self, url: &Url) -> bool {
        self.sites.contains(&site_of(url)) && !self.deny.iter().any(|pattern| pattern.matches(url))
    }

    /// Whether the address lies on the site of a seed: sitemaps of other sites are not read.
    pub fn knows_site(&self, url: &Url) -> bool {
        self.sites.contains(&site_of(url))
    }
}

/// A pattern with `*` for any run of characters.
///
/// One that begins with `/` speaks of path and query, one that holds `://` of the whole address,
/// any other of host, path and query. Without a `*` it is the beginning of what it speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pattern {
    part: Part,
    pieces: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Whole,
    FromHost,
    FromPath,
}

impl Pattern {
    fn new(text: &str) -> Pattern {
        let part = match text {
            _ if text.starts_with('/') => Part::FromPath,
            _ if text.contains("://") => Part::Whole,
            _ => Part::FromHost,
        };
        let mut pieces: Vec<String> = text.split('*').map(str::to_owned).collect();
        if pieces.len() == 1 {
            pieces.push(String::new());
        }
        Pattern { part, pieces }
    }

    fn matches(&self, url: &Url) -> bool {
        let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
        match self.part {
            Part::Whole => glob(&self.pieces, url.as_str()),
            Part::FromHost => glob(&self.pieces, &format!("{}{path}", host_of(url))),
            Part::FromPath => glob(&self.pieces, path),
        }
    }
}

/// Each piece is taken at its first place after the former one, so the work is the text's length
/// for each piece and never more.
fn glob(pieces: &[String], text: &str) -> bool {
    let [first, between @ .., last] = pieces else {
        return false;
    };
    let Some(mut rest) = text.strip_prefix(first.as_str()) else {
        return false;
    };
    for piece in between {
        let Some(at) = rest.find(piece.as_str()) else {
            return false;
        };
        rest = &rest[at + piece.len()..];
    }
    rest.ends_with(last.as_str())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn url(address: &str) -> Url {
        Url::parse(address).unwrap()
    }

    fn texts(patterns: &[&str]) -> Vec<String> {
        patterns.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn without_patterns_the_site_is_the_scope() {
        let scope = Scope::new(&[url("http://www.example.com.cn/start")], &[], &[]);
        assert!(scope.holds(&url("https://bbs.example.com.cn/a")));
        assert!(!scope.holds(&url("https://example.com/a")));
        assert!(!scope.holds(&url("https://other.com.cn/a")));
    }

    #[test]
    fn patterns_choose_and_forbid() {
        let allow = texts(&["example.com/news", "*.other.cn/*/yuqi*"]);
        let scope = Scope::new(&[url("http://example.com/")], &allow, &texts(&["/news/login", "*sort=*"]));
        for (address, held) in [
            ("http://example.com/news/1.html", true),
            ("http://example.com/about", false),
            ("http://a.other.cn/x/yuqi-1", true),
            ("http://other.cn/x/yuqi-1", false),
            ("http://evil.cn/?u=example.com/news", false),
            ("http://example.com/news/login?to=1", false),
            ("http://example.com/news/?sort=up", false),
        ] {
            assert_eq!(scope.holds(&url(address)), held, "{address}");
        }
        assert!(scope.holds_seed(&url("http://example.com/")));
    }

    #[test]
    fn overlapping_ends_do_not_match_twice() {
        assert!(!Pattern::new("/ab*ba").matches(&url("http://h/aba")));
        assert!(Pattern::new("/ab*ba").matches(&url("http://h/abba")));
    }
}
