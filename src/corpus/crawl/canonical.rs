//! One name for one page: the form of an address under which the frontier knows it.
//!
//! The canonical form is a key, never a request: pages are fetched by the address as it was found,
//! because some servers mind the order of parameters. Which addresses may be fetched at all is the
//! business of `scope` and `guard`.

use std::sync::OnceLock;

use serde::Deserialize;
use url::Url;

/// Longest address that is taken up; longer ones are traps or mistakes.
pub const LONGEST: usize = 1024;

/// The rows of `parameters.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parameters {
    parameter: Vec<Parameter>,
}

/// A query parameter that does not choose the page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parameter {
    /// Lower-case name; a final `*` stands for any ending.
    name: String,
    /// `session` or `tracking`: why it is dropped.
    #[serde(rename = "why")]
    _why: Why,
    /// Dropped only where the value looks like a machine's (a long hexadecimal or decimal number).
    #[serde(default)]
    opaque: bool,
    /// An address that the row changes.
    #[cfg_attr(not(test), allow(dead_code))]
    example: String,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Why {
    Session,
    Tracking,
}

fn parameters() -> &'static Parameters {
    static ROWS: OnceLock<Parameters> = OnceLock::new();
    ROWS.get_or_init(|| toml::from_str(include_str!("parameters.toml")).expect("compiled in, and a test reads it"))
}

/// Reads an address found on a page: absolute or relative to `base`, without its fragment and
/// without a user's name; `None` where it is no web address or too long.
pub fn resolve(base: &Url, found: &str) -> Option<Url> {
    let found = found.trim();
    if found.is_empty() || found.len() > LONGEST || found.starts_with('#') {
        return None;
    }
    let mut url = base.join(found).ok()?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return None;
    }
    url.set_fragment(None);
    let _ = url.set_username("");
    let _ = url.set_password(None);
    (url.as_str().len() <= LONGEST).then_some(url)
}

/// The key of a page: fragment, session and tracking parameters gone, the other parameters sorted,
/// escapes in one form.
pub fn canonical(url: &Url) -> String {
    let mut key = url.clone();
    key.set_fragment(None);
    let _ = key.set_username("");
    let _ = key.set_password(None);
    let path = escapes(&without_session_in_path(url.path()));
    key.set_path(&path);
    let mut kept: Vec<String> = url
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty() && !is_dropped(pair))
        .map(escapes)
        .collect();
    kept.sort();
    kept.dedup();
    let query = kept.join("&");
    key.set_query((!query.is_empty()).then_some(query.as_str()));
    key.into()
}

/// The host, with its port where it is not the scheme's own: the unit of politeness.
pub fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.');
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// Scheme, host and port: the unit that one robots.txt governs.
pub fn origin_of(url: &Url) -> String {
    format!("{}://{}", url.scheme(), host_of(url))
}

/// The registered domain (`a.b.example.com.cn` → `example.com.cn`), or the host itself where it has
/// none (an address in figures, `localhost`).
pub fn site_of(url: &Url) -> String {
    match url.host() {
        Some(url::Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            psl::domain_str(name).unwrap_or(name).to_owned()
        }
        Some(url::Host::Ipv4(_) | url::Host::Ipv6(_)) | None => host_of(url),
    }
}

fn without_session_in_path(path: &str) -> String {
    // Java servers write the session into the path: /a/b;jsessionid=0A1B…
    path.split('/')
        .map(|part| match part.split_once(';') {
            Some((name, rest)) if rest.to_ascii_lowercase().starts_with("jsessionid=") => name,
            _ => part,
        })
        .collect::<Vec<_>>()
        .join("/")
}

fn is_dropped(pair: &str) -> bool {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    let name = name.to_ascii_lowercase();
    parameters().parameter.iter().any(|row| {
        let named = match row.name.strip_suffix('*') {
            Some(start) => name.starts_with(start),
            None => name == row.name,
        };
        named && (!row.opaque || is_opaque(value))
    })
}

fn is_opaque(value: &str) -> bool {
    let long = value.len() >= 10;
    let number = value.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let hash = value.len() >= 16 && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    long && (number || hash)
}

/// Escapes in upper case, and none where the character may stand for itself (RFC 3986, 6.2.2).
fn escapes(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = |i: usize| bytes.get(i).and_then(|b| char::from(*b).to_digit(16));
        match (bytes[at], hex(at + 1), hex(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                let byte = (high * 16 + low) as u8;
                if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
                    out.push(char::from(byte));
                } else {
                    out.push_str(&format!("%{byte:02X}"));
                }
                at += 3;
            }
            // `Url` has escaped whatever is not ASCII, so bytes are characters here.
            (byte, _, _) => {
                out.push(char::from(byte));
                at += 1;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn key(address: &str) -> String {
        canonical(&Url::parse(address).unwrap())
    }

    #[test]
    fn one_page_has_one_key() {
        for (a, b) in [
            ("HTTP://Example.COM:80/a/../b", "http://example.com/b"),
            ("http://example.com", "http://example.com/"),
            ("http://example.com/?", "http://example.com/"),
            ("http://example.com/a#part", "http://example.com/a"),
            ("http://u:p@example.com/a", "http://example.com/a"),
            ("http://example.com/a?b=2&a=1", "http://example.com/a?a=1&b=2"),
            ("http://example.com/%7euser/%e8%8a%b1", "http://example.com/~user/%E8%8A%B1"),
            ("http://example.com/花呗", "http://example.com/%E8%8A%B1%E5%91%97"),
            ("http://example.com/a;jsessionid=0A1B2C?x=1", "http://example.com/a?x=1"),
            ("http://例子.中国/a", "http://xn--fsqu00a.xn--fiqs8s/a"),
        ] {
            assert_eq!(key(a), b, "{a}");
        }
    }

    #[test]
    fn different_pages_keep_different_keys() {
        for (a, b) in [
            ("http://example.com/?id=1", "http://example.com/?id=2"),
            ("http://example.com/a", "http://example.com/a/"),
            ("http://example.com/a%2Fb", "http://example.com/a/b"),
            ("http://example.com/?t=3", "http://example.com/?t=4"),
            ("http://example.com/list?page=2", "http://example.com/list"),
        ] {
            assert_ne!(key(a), key(b), "{a} {b}");
        }
    }

    #[test]
    fn every_row_changes_its_example() {
        for row in &parameters().parameter {
            let bare = key(row.example.split('?').next().unwrap());
            assert_eq!(key(&row.example), bare, "{}", row.name);
        }
    }

    #[test]
    fn rows_are_sorted_and_unique() {
        let names: Vec<_> = parameters().parameter.iter().map(|row| &row.name).collect();
        let mut sorted = names.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(names, sorted);
    }

    #[test]
    fn sites_are_registered_domains() {
        for (address, site) in [
            ("http://a.b.example.com.cn/x", "example.com.cn"),
            ("http://bbs.example.com./x", "example.com"),
            ("http://127.0.0.1:8080/", "127.0.0.1:8080"),
            ("http://localhost:8080/", "localhost"),
            ("http://me.github.io/", "me.github.io"),
        ] {
            assert_eq!(site_of(&Url::parse(address).unwrap()), site);
        }
    }

    #[test]
    fn only_web_addresses_resolve() {
        let base = Url::parse("http://example.com/a/b.html").unwrap();
        assert_eq!(resolve(&base, " ../c ").unwrap().as_str(), "http://example.com/c");
        assert_eq!(resolve(&base, "//other.cn/x#y").unwrap().as_str(), "http://other.cn/x");
        for bad in ["", "#top", "javascript:void(0)", "mailto:a@b.c", "file:///etc/passwd", "data:,x"] {
            assert_eq!(resolve(&base, bad), None, "{bad}");
        }
        assert_eq!(resolve(&base, &format!("/{}", "a".repeat(2000))), None);
    }
}
