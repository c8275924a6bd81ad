//! Tables of pages as CSV or TSV, in any charset that pages come in. A bad row is a notice, the rest goes on.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ::csv::{ByteRecord, Position, ReaderBuilder};
use encoding_rs::Encoding;
use encoding_rs_io::DecodeReaderBytesBuilder;

use super::columns::{self, Cells, Columns, Place, Places};
use crate::clean;
use crate::notice::{Notice, NoticeKind};
use crate::page::Page;

/// A row longer than this is no row: a quote that is never closed makes one of all that follows.
const LONGEST_ROW: u64 = 64 << 20;

/// The charset is told by so many bytes from the beginning.
const SAMPLE: usize = 256 << 10;

/// The pages of a table whose cells are parted by `delimiter`. `path` names it and `address` stands in for the
/// address of rows that have none.
pub fn pages<R: Read + Send + 'static>(
    input: R,
    delimiter: u8,
    path: &str,
    address: &str,
    columns: &Columns,
) -> Box<dyn Iterator<Item = Result<Page, Notice>> + Send> {
    let left_out = |why: String| Notice::new(NoticeKind::Skipped, path, format!("left out: {why}"));
    let since = Arc::new(AtomicU64::new(0));
    let decoded = match decoded(input) {
        Ok(decoded) => Metered { input: decoded, since: since.clone() },
        Err(error) => return Box::new(std::iter::once(Err(left_out(format!("cannot be read ({error})"))))),
    };
    let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(decoded);
    let heads = reader.byte_headers().map_err(|error| format!("its first line is no head of columns ({error})"));
    let places = heads.and_then(|heads| {
        let heads: Vec<String> = heads.iter().map(|head| String::from_utf8_lossy(head).into_owned()).collect();
        columns.among(&heads)
    });
    let places = match places {
        Ok(places) => places,
        Err(why) => return Box::new(std::iter::once(Err(left_out(why)))),
    };
    // The head is row 1.
    let (path, address, mut row, mut over) = (path.to_owned(), address.to_owned(), 1, false);
    Box::new(std::iter::from_fn(move || {
        if over {
            return None;
        }
        let mut record = ByteRecord::new();
        since.store(0, Ordering::Relaxed);
        row += 1;
        let place = Place::new(&path, &address, row);
        match reader.read_byte_record(&mut record) {
            Ok(true) => Some(page(&record, &places, place)),
            Ok(false) => None,
            Err(error) => {
                over = true;
                let line = record.position().map_or(0, Position::line);
                let why = format!("the table cannot be read beyond row {row}, line {line} ({error})");
                Some(Err(Notice::new(NoticeKind::Skipped, path.as_str(), why)))
            }
        }
    }))
}

fn page(record: &ByteRecord, places: &Places, place: Place) -> Result<Page, Notice> {
    let cells: Cells = places.map(|at| at.and_then(|at| record.get(at)).map(<[u8]>::to_vec));
    columns::page(cells, place.clone()).map_err(|why| place.left_out(why))
}

/// The table as UTF-8. Its charset is told as that of a page is, but once for all of it: a cell alone is too short.
fn decoded<R: Read + Send>(mut input: R) -> io::Result<impl Read + Send> {
    let mut head = Vec::new();
    input.by_ref().take(SAMPLE as u64).read_to_end(&mut head)?;
    let charset = clean::charset_of(&head);
    let encoding = Encoding::for_label(charset.as_bytes());
    Ok(DecodeReaderBytesBuilder::new().encoding(encoding).bom_override(true).build(io::Cursor::new(head).chain(input)))
}

/// Fails where no row has ended for too long, so that memory holds a row and no more.
struct Metered<R> {
    input: R,
    since: Arc<AtomicU64>,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        if self.since.fetch_add(read as u64, Ordering::Relaxed) > LONGEST_ROW {
            return Err(io::Error::other(format!(
                "a row longer than {} MiB; is there a quote that is never closed?",
                LONGEST_ROW >> 20
            )));
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::corpus::columns::Field;

    fn read(table: &[u8], columns: &Columns) -> Vec<Result<Page, Notice>> {
        pages(io::Cursor::new(table.to_vec()), b',', "in/t.csv", "t.csv", columns).collect()
    }

    #[test]
    fn rows_become_pages_and_empty_ones_notices() {
        let columns = Columns::new(vec![(Field::Text, "写的".to_owned())]).unwrap();
        let table = "\u{feff}link,写的\nhttps://a.example/1,\"借呗，\n逾期\"\n,\n,花呗\n";
        let got = read(table.as_bytes(), &columns);
        let first = got[0].as_ref().unwrap();
        assert_eq!(
            (first.address.as_str(), first.bytes.as_slice()),
            ("https://a.example/1", "借呗，\n逾期".as_bytes())
        );
        assert_eq!(got[1].as_ref().unwrap_err().to_string(), "in/t.csv#3: left out: its text is empty");
        let third = got[2].as_ref().unwrap();
        assert_eq!((third.address.as_str(), third.path.as_str()), ("t.csv#4", "in/t.csv#4"));
    }

    #[test]
    fn a_table_in_gb18030_and_one_in_utf16_read_like_one_in_utf8() {
        let table = "标题,正文,日期\n花呗逾期,\"花呗逾期以后,平台可能上门催收。\",2024-03-01\n";
        let plain = read(table.as_bytes(), &Columns::default());
        assert_eq!(plain[0].as_ref().unwrap().title.as_deref(), Some("花呗逾期"));
        let gbk = encoding_rs::GBK.encode(table).0.into_owned();
        assert_eq!(read(&gbk, &Columns::default()), plain);
        let wide: Vec<u8> = format!("\u{feff}{table}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&wide, &Columns::default()), plain);
    }

    #[test]
    fn a_quote_that_is_never_closed_costs_the_rest_and_no_memory() {
        let head = io::Cursor::new("text\n一行\n\"没完".as_bytes().to_vec());
        let endless = head.chain(io::repeat(b'x'));
        let got: Vec<_> = pages(endless, b',', "t.csv", "t.csv", &Columns::default()).collect();
        assert_eq!(got.len(), 2);
        let notice = got[1].as_ref().unwrap_err().to_string();
        assert!(notice.starts_with("t.csv: the table cannot be read beyond row 3") && notice.contains("never closed"));
    }

    #[test]
    fn no_bytes_make_it_fail() {
        for table in
            [&b""[..], b"\n\n", b"text", b"\"", b"\xff\xfe", b"text\n\xff\xfe\x00\n\"", b"text,text\n,\n,,,,\n"]
        {
            for found in read(table, &Columns::default()) {
                assert!(found.is_err(), "{found:?}");
            }
        }
    }
}
