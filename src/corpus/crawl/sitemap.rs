//! Reads sitemaps: an index of sitemaps, a list of pages, a feed, or plain lines of addresses.
//!
//! Takes the decoded bytes, which the caller has capped; gives addresses as they stand there.

use std::io::Read;

use flate2::read::MultiGzDecoder;
use quick_xml::Reader;
use quick_xml::events::Event;

/// Most addresses that one file may give; the protocol's own limit.
pub const MOST_ENTRIES: usize = 50_000;

/// What one sitemap file names.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sitemap {
    /// Further sitemaps.
    pub sitemaps: Vec<String>,
    /// Pages.
    pub pages: Vec<String>,
}

/// Reads a sitemap, packed or not; no more than `cap` bytes of it. What is cut or broken gives what
/// stood before the break.
pub fn read(bytes: &[u8], cap: usize) -> Sitemap {
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut unpacked = Vec::new();
        let limit = u64::try_from(cap).unwrap_or(u64::MAX);
        // A broken end leaves what was read before it.
        let _ = MultiGzDecoder::new(bytes).take(limit).read_to_end(&mut unpacked);
        return read_plain(&unpacked);
    }
    read_plain(&bytes[..bytes.len().min(cap)])
}

fn read_plain(bytes: &[u8]) -> Sitemap {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('<') { read_xml(text) } else { read_lines(text) }
}

fn read_lines(text: &str) -> Sitemap {
    let is_address = |line: &&str| line.starts_with("http://") || line.starts_with("https://");
    let pages = text.lines().map(str::trim).filter(is_address).take(MOST_ENTRIES);
    Sitemap { sitemaps: Vec::new(), pages: pages.map(str::to_owned).collect() }
}

fn read_xml(text: &str) -> Sitemap {
    let mut found = Sitemap::default();
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut address: Option<String> = None;
    let mut within_sitemap = false;
    while found.pages.len() + found.sitemaps.len() < MOST_ENTRIES {
        match reader.read_event() {
            Ok(Event::Start(tag)) => match tag.local_name().as_ref() {
                "sitemap" => within_sitemap = true,
                // `loc` of sitemaps, `link` of RSS; images' and videos' own `loc` have a prefix.
                _ if matches!(tag.name().as_ref(), "loc" | "link") => {
                    address = Some(String::new());
                }
                _ => {}
            },
            Ok(Event::Text(part)) => {
                if let Some(address) = &mut address {
                    address.push_str(&part);
                }
            }
            Ok(Event::CData(part)) => {
                if let Some(address) = &mut address {
                    address.push_str(&part);
                }
            }
            Ok(Event::GeneralRef(name)) => {
                if let Some(address) = &mut address {
                    match &*name {
                        "amp" | "#38" | "#x26" => address.push('&'),
                        "apos" | "#39" => address.push('\''),
                        "quot" => address.push('"'),
                        _ => {}
                    }
                }
            }
            Ok(Event::End(tag)) => {
                if tag.local_name().as_ref() == "sitemap" {
                    within_sitemap = false;
                }
                if let Some(address) = address.take() {
                    let address = address.trim().to_owned();
                    match address.is_empty() {
                        true => {}
                        false if within_sitemap => found.sitemaps.push(address),
                        false => found.pages.push(address),
                    }
                }
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::Write;

    use super::*;

    const PAGES: &str = r#"<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc> http://h/a?x=1&amp;y=2 </loc><lastmod>2024-01-01</lastmod></url>
        <url><loc><![CDATA[http://h/b]]></loc><image:image><image:loc>http://h/i.png</image:loc></image:image></url>
        </urlset>"#;

    #[test]
    fn pages_and_indexes() {
        let found = read(PAGES.as_bytes(), 1 << 20);
        assert_eq!(found.pages, ["http://h/a?x=1&y=2", "http://h/b"]);
        let index = "<sitemapindex><sitemap><loc>http://h/1.xml.gz</loc></sitemap></sitemapindex>";
        assert_eq!(read(index.as_bytes(), 1 << 20).sitemaps, ["http://h/1.xml.gz"]);
        assert_eq!(read(b"http://h/a\r\nnonsense\nhttps://h/b\n", 1 << 20).pages.len(), 2);
    }

    #[test]
    fn packed_and_capped() {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packed.write_all(PAGES.as_bytes()).unwrap();
        let packed = packed.finish().unwrap();
        assert_eq!(read(&packed, 1 << 20).pages.len(), 2);
        assert_eq!(read(&packed, 160).pages.len(), 1, "what stands before the cap");
        assert_eq!(read(&packed[..packed.len() / 2], 1 << 20).sitemaps.len(), 0);
    }

    #[test]
    fn no_text_makes_it_fail() {
        for text in [
            "",
            "<",
            "<loc>",
            "<a><b></a></loc>http://h/",
            "\u{0}\u{1}",
            "<!DOCTYPE x [<!ENTITY a \"b\">]><loc>&a;</loc>",
        ] {
            let _ = read(text.as_bytes(), 1 << 20);
        }
    }
}
