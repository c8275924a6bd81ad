//! Pages as JSON objects, a line each: `{"path","url","title","published","text"|"html"}`, or under the keys that the
//! user names. Files of such lines and the standard input of `extract -` are read by the same code.

use std::io::{self, BufRead, Read};

use serde_json::{Map, Value};

use super::columns::{self, Cells, Columns, Field, Place};
use crate::notice::{Notice, NoticeKind};
use crate::page::Page;

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

/// The page of one line. `path` names the stream and `line` the line's number; both stand in for a path that the
/// record does not give. Keys that hold nothing that is wanted are other programs' business.
///
/// # Errors
/// A message in a few words where the line gives no page.
pub fn page(json: &str, columns: &Columns, path: &str, address: &str, line: usize) -> Result<Page, String> {
    let mut record: Map<String, Value> =
        serde_json::from_str(json).map_err(|error| format!("not a JSON object of a page ({error})"))?;
    let mut cells = Cells::default();
    for (field, cell) in Field::ALL.into_iter().zip(&mut cells) {
        *cell = columns.names(field).find_map(|name| take(&mut record, name)).transpose()?;
    }
    if cells[Field::Text as usize].as_ref().or(cells[Field::Html as usize].as_ref()).is_none() {
        let wanted: Vec<String> = [Field::Text, Field::Html]
            .iter()
            .filter_map(|&field| columns.names(field).next().map(|name| format!("{name:?}")))
            .collect();
        return Err(format!("has no {}; another key is named with --columns text=KEY", wanted.join(" or ")));
    }
    let own_path = take(&mut record, "path").transpose()?.filter(|path| !path.trim_ascii().is_empty());
    let own_path = own_path.map(|path| String::from_utf8_lossy(&path).into_owned());
    let url = cells[Field::Url as usize].as_ref().filter(|url| !url.trim_ascii().is_empty());
    let shown = own_path.clone().or_else(|| url.map(|url| String::from_utf8_lossy(url).trim().to_owned()));
    let place = Place {
        path: shown.unwrap_or_else(|| format!("{path}#{line}")),
        address: own_path.unwrap_or_else(|| format!("{address}#{line}")),
    };
    columns::page(cells, place).map_err(str::to_owned)
}

/// Takes a value out of a record; null is absent.
fn take(record: &mut Map<String, Value>, name: &str) -> Option<Result<Vec<u8>, String>> {
    let value = match record.get_mut(name) {
        Some(value) => value,
        None => record.iter_mut().find(|(key, _)| columns::is_name(key, name)).map(|(_, value)| value)?,
    };
    match value.take() {
        Value::Null => None,
        Value::String(text) => Some(Ok(text.into_bytes())),
        Value::Number(number) => Some(Ok(number.to_string().into_bytes())),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
            Some(Err(format!("not a JSON object of a page ({name:?} is no text)")))
        }
    }
}

/// The pages of a stream, blank lines skipped.
pub fn records(
    input: impl BufRead,
    columns: Columns,
    path: String,
    address: String,
) -> impl Iterator<Item = Result<Page, BadRecord>> {
    Records { input, columns, path, address, line: 0, over: false }
}

struct Records<R> {
    input: R,
    columns: Columns,
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
                        let page = page(json, &self.columns, &self.path, &self.address, self.line);
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
    use crate::page::PageKind;

    #[test]
    fn a_bad_line_is_named_and_the_rest_goes_on() {
        let lines = "{\"text\":\"借呗\",\"url\":\"https://a.example/1\"}\n\nno json\n{\"title\":\"x\"}\n{\"html\":\"<p>x\",\"path\":\"a/2\",\"published\":\"2024-03-01\"}\n{\"text\":\"y\"}";
        let got: Vec<_> =
            records(lines.as_bytes(), Columns::default(), "in.jsonl".to_owned(), "in.jsonl".to_owned()).collect();
        let addresses: Vec<_> = got.iter().flatten().map(|page| (page.address.as_str(), page.kind)).collect();
        assert_eq!(
            addresses,
            [("https://a.example/1", PageKind::Text), ("a/2", PageKind::Html), ("in.jsonl#6", PageKind::Text)]
        );
        let bad: Vec<_> = got.iter().filter_map(|record| record.as_ref().err()).map(|error| error.line).collect();
        assert_eq!(bad, [3, 4]);
        assert_eq!(
            got[2].as_ref().unwrap_err().notice().message,
            "left out: has no \"text\" or \"html\"; another key is named with --columns text=KEY"
        );
    }

    #[test]
    fn keys_are_those_named_or_the_usual_ones() {
        let read = |json: &str, columns: &Columns| page(json, columns, "in", "in", 1);
        let usual = Columns::default();
        let got = read("{\"正文\":\"借呗\",\"标题\":\"题\",\"text\":null,\"date\":20240301,\"x\":{}}", &usual).unwrap();
        assert_eq!((got.title.as_deref(), got.published.as_deref()), (Some("题"), Some("20240301")));
        assert_eq!(got.bytes, "借呗".as_bytes());
        let named = Columns::new(vec![(Field::Text, "b".to_owned())]).unwrap();
        assert_eq!(read("{\"text\":\"x\",\"b\":\"y\"}", &named).unwrap().bytes, b"y");
        let why = read("{\"text\":\"x\"}", &named).unwrap_err();
        assert_eq!(why, "has no \"b\"; another key is named with --columns text=KEY");
        assert!(read("{\"text\":[1]}", &usual).unwrap_err().contains("is no text"));
        assert_eq!(read("{\"text\":\" \"}", &usual).unwrap_err(), "its text is empty");
        let large = format!("{{\"text\":\"{}\"}}", "x".repeat((8 << 20) + 1));
        assert_eq!(read(&large, &usual).unwrap_err(), columns::TOO_LARGE);
    }
}
