//! Pages as JSON objects, a line each: `{"path","url","title","published","text"|"html"}`. Files of such lines and
//! the standard input of `extract -` are read by the same code.

use std::io::{self, BufRead, Read};

use serde::Deserialize;

use crate::notice::{Notice, NoticeKind};
use crate::page::{Page, PageKind};

/// A line longer than this is no page.
const LONGEST_LINE: u64 = 64 << 20;

/// A line that gives no page; the lines after it are read all the same.
#[derive(Debug, thiserror::Error)]
#[error("{path}, line {line}: {why}")]
pub struct BadRecord {
    /// The file, or `-`.
    pub path: String,
    /// Which line, the first is 1.
    pub line: usize,
    /// Why, in a few words.
    pub why: String,
    /// Nothing can be read after it.
    pub fatal: bool,
}

impl BadRecord {
    /// As a notice among those of other files.
    pub fn notice(&self) -> Notice {
        Notice::new(
            NoticeKind::Skipped,
            format!("{}, line {}", self.path, self.line),
            format!("left out: {}", self.why),
        )
    }
}

/// A record as it is written. Unknown keys are other programs' business.
#[derive(Debug, Deserialize)]
struct Record {
    #[serde(default)]
    path: Option<String>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    published: Option<String>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    html: Option<String>,
}

/// The page of one line. `path` names the stream and `line` the line's number; both stand in for a path that the
/// record does not give.
///
/// # Errors
/// A message in a few words where the line gives no page.
pub fn page(json: &str, path: &str, address: &str, line: usize) -> Result<Page, String> {
    let record: Record =
        serde_json::from_str(json).map_err(|error| format!("not a JSON object of a page ({error})"))?;
    let (kind, content) = match (record.text, record.html) {
        (Some(_), Some(_)) => return Err("has both \"text\" and \"html\"; leave one out".to_owned()),
        (Some(text), None) => (PageKind::Text, text),
        (None, Some(html)) => (PageKind::Html, html),
        (None, None) => return Err("has neither \"text\" nor \"html\"".to_owned()),
    };
    let given = |value: Option<String>| value.filter(|value| !value.trim().is_empty());
    let (url, own_path) = (given(record.url), given(record.path));
    Ok(Page {
        address: url.clone().or_else(|| own_path.clone()).unwrap_or_else(|| format!("{address}#{line}")),
        path: own_path.or_else(|| url.clone()).unwrap_or_else(|| format!("{path}#{line}")),
        url,
        kind,
        declared_charset: None,
        title: given(record.title),
        published: given(record.published),
        bytes: content.into_bytes(),
    })
}

/// The pages of a stream, blank lines skipped.
pub fn records(input: impl BufRead, path: String, address: String) -> impl Iterator<Item = Result<Page, BadRecord>> {
    Records { input, path, address, line: 0, over: false }
}

struct Records<R> {
    input: R,
    path: String,
    address: String,
    line: usize,
    over: bool,
}

impl<R: BufRead> Records<R> {
    fn bad(&self, why: impl Into<String>, fatal: bool) -> BadRecord {
        BadRecord { path: self.path.clone(), line: self.line, why: why.into(), fatal }
    }

    /// Passes over the rest of a line that is too long, without holding it.
    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let buffer = self.input.fill_buf()?;
            match buffer.iter().position(|&byte| byte == b'\n') {
                Some(end) => {
                    self.input.consume(end + 1);
                    return Ok(());
                }
                None if buffer.is_empty() => return Ok(()),
                None => {
                    let length = buffer.len();
                    self.input.consume(length);
                }
            }
        }
    }
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = Result<Page, BadRecord>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.over {
            let mut bytes = Vec::new();
            self.line += 1;
            match self.input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut bytes) {
                Ok(0) => self.over = true,
                Ok(read) if read as u64 == LONGEST_LINE && bytes.last() != Some(&b'\n') => {
                    self.over = self.skip_line().is_err();
                    return Some(Err(self.bad(format!("longer than {} MiB", LONGEST_LINE >> 20), false)));
                }
                Ok(_) => {
                    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
                    let Ok(json) = std::str::from_utf8(bytes) else {
                        return Some(Err(self.bad("not UTF-8", false)));
                    };
                    if !json.trim().is_empty() {
                        let page = page(json, &self.path, &self.address, self.line);
                        return Some(page.map_err(|why| self.bad(why, false)));
                    }
                }
                Err(error) => {
                    self.over = true;
                    return Some(Err(self.bad(format!("the stream broke off ({error})"), true)));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_bad_line_is_named_and_the_rest_goes_on() {
        let lines = "{\"text\":\"借呗\",\"url\":\"https://a.example/1\"}\n\nno json\n{\"title\":\"x\"}\n{\"html\":\"<p>x\",\"path\":\"a/2\",\"published\":\"2024-03-01\"}\n{\"text\":\"y\"}";
        let got: Vec<_> = records(lines.as_bytes(), "in.jsonl".to_owned(), "in.jsonl".to_owned()).collect();
        let addresses: Vec<_> = got.iter().flatten().map(|page| (page.address.as_str(), page.kind)).collect();
        assert_eq!(
            addresses,
            [("https://a.example/1", PageKind::Text), ("a/2", PageKind::Html), ("in.jsonl#6", PageKind::Text)]
        );
        let bad: Vec<_> = got.iter().filter_map(|record| record.as_ref().err()).map(|error| error.line).collect();
        assert_eq!(bad, [3, 4]);
        assert_eq!(got[2].as_ref().unwrap_err().notice().message, "left out: has neither \"text\" nor \"html\"");
    }
}
