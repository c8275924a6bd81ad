//! Corpora as they are exchanged: CSV, TSV, Parquet and JSON lines, with columns under anybody's names.

use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

use assert_cmd::Command;
use duizhi::corpus::LARGEST_PAGE;
use duizhi::corpus::columns::{Columns, Field};
use duizhi::corpus::folder::{list, read};
use duizhi::notice::Notice;
use duizhi::page::{Page, PageKind};
use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

/// The cells of a column, in each group of rows.
enum Cells<'a> {
    Text(&'a [&'a [Option<&'a str>]]),
    Day(&'a [&'a [i32]]),
    Moment(&'a [&'a [i64]]),
}

/// Writes a file of that schema, in as many groups of rows as its first column has.
fn write(file: &Path, schema: &str, packing: Compression, columns: &[Cells]) {
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let properties = Arc::new(WriterProperties::builder().set_compression(packing).build());
    let mut writer = SerializedFileWriter::new(File::create(file).unwrap(), schema, properties).unwrap();
    let groups = match &columns[0] {
        Cells::Text(groups) => groups.len(),
        Cells::Day(groups) => groups.len(),
        Cells::Moment(groups) => groups.len(),
    };
    for at in 0..groups {
        let mut group = writer.next_row_group().unwrap();
        for column in columns {
            let mut leaf = group.next_column().unwrap().unwrap();
            match column {
                Cells::Text(groups) => {
                    let levels: Vec<i16> = groups[at].iter().map(|cell| i16::from(cell.is_some())).collect();
                    let values: Vec<ByteArray> = groups[at].iter().flatten().map(|&cell| cell.into()).collect();
                    leaf.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None).unwrap();
                }
                Cells::Day(groups) => {
                    leaf.typed::<Int32Type>().write_batch(groups[at], None, None).unwrap();
                }
                Cells::Moment(groups) => {
                    leaf.typed::<Int64Type>().write_batch(groups[at], None, None).unwrap();
                }
            }
            leaf.close().unwrap();
        }
        group.close().unwrap();
    }
    writer.close().unwrap();
}

fn pages(file: &Path, columns: &Columns) -> Vec<Result<Page, Notice>> {
    list(&[file.to_owned()]).unwrap().entries.iter().flat_map(|entry| read(entry, columns)).collect()
}

fn named(pairs: &[(Field, &str)]) -> Columns {
    Columns::new(pairs.iter().map(|&(field, name)| (field, name.to_owned())).collect()).unwrap()
}

const PLAIN: &str =
    "message table { optional binary 链接 (UTF8); optional binary 正文 (UTF8); required int32 日期 (DATE); }";

/// Two groups of rows, the second with an empty cell.
fn plain(file: &Path, packing: Compression) {
    let columns = [
        Cells::Text(&[&[Some("https://a.example/1"), None], &[None]]),
        Cells::Text(&[&[Some("借呗逾期一般不会上门。"), None], &[Some("花呗逾期可能上门。")]]),
        Cells::Day(&[&[19783, 19783], &[0]]),
    ];
    write(file, PLAIN, packing, &columns);
}

#[test]
fn parquet_is_read_in_every_packing_by_usual_names() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("t.parquet");
    let packings = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::ZSTD(Default::default()),
        Compression::GZIP(Default::default()),
        Compression::BROTLI(Default::default()),
        Compression::LZ4_RAW,
    ];
    for packing in packings {
        plain(&file, packing);
        let got = pages(&file, &Columns::default());
        assert_eq!(got.len(), 3, "{packing}");
        let first = got[0].as_ref().unwrap();
        assert_eq!(first.address, "https://a.example/1");
        assert_eq!(first.path, format!("{}#1", file.display()));
        assert_eq!((first.kind, first.bytes.as_slice()), (PageKind::Text, "借呗逾期一般不会上门。".as_bytes()));
        assert_eq!(first.published.as_deref(), Some("2024-03-01"));
        let second = got[1].as_ref().unwrap_err().to_string();
        assert!(second.ends_with("t.parquet#2: left out: its text is empty"), "{second}");
        let third = got[2].as_ref().unwrap();
        assert_eq!((third.address.as_str(), third.published.as_deref()), ("t.parquet#3", Some("1970-01-01")));
    }
}

#[test]
fn columns_of_parquet_are_those_named_and_lists_are_none() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("t.parquet");
    let schema = "message table { optional binary raw; optional binary text (UTF8); \
                  required int64 at (TIMESTAMP(MICROS,true)); required int64 local (TIMESTAMP(NANOS,false)); }";
    let sixteen_thirty_utc = 1_709_310_600;
    let columns = [
        Cells::Text(&[&[Some("<p>借呗</p>")]]),
        Cells::Text(&[&[Some("别的")]]),
        Cells::Moment(&[&[sixteen_thirty_utc * 1_000_000]]),
        Cells::Moment(&[&[sixteen_thirty_utc * 1_000_000_000]]),
    ];
    write(&file, schema, Compression::UNCOMPRESSED, &columns);
    for (column, day) in [("at", "2024-03-02"), ("local", "2024-03-01")] {
        let got = pages(&file, &named(&[(Field::Html, "raw"), (Field::Published, column)]));
        let page = got[0].as_ref().unwrap();
        assert_eq!((page.kind, page.bytes.as_slice()), (PageKind::Html, &b"<p>\xe5\x80\x9f\xe5\x91\x97</p>"[..]));
        let published = duizhi::clean::clean(page).published.unwrap();
        assert_eq!(published.to_string(), day, "the day in China, {column}");
    }
    let nested = "message table { repeated binary text (UTF8); optional binary name (UTF8); }";
    let file = folder.path().join("n.parquet");
    let schema = Arc::new(parse_message_type(nested).unwrap());
    SerializedFileWriter::new(File::create(&file).unwrap(), schema, Default::default()).unwrap().close().unwrap();
    let got = pages(&file, &Columns::default());
    let why = got[0].as_ref().unwrap_err().to_string();
    assert!(why.ends_with("to hold the text; they are name; give --columns text=COLUMN"), "{why}");
}

#[test]
fn a_broken_parquet_file_costs_what_is_broken() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("t.parquet");
    for packing in [Compression::UNCOMPRESSED, Compression::SNAPPY] {
        plain(&file, packing);
        let whole = fs::read(&file).unwrap();
        let bent = folder.path().join("bent.parquet");
        for at in (0..whole.len()).step_by(3) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x2d;
            fs::write(&bent, &bytes).unwrap();
            assert!(pages(&bent, &Columns::default()).len() < 50, "byte {at}");
            fs::write(&bent, &whole[..at]).unwrap();
            let cut = pages(&bent, &Columns::default());
            assert!(cut.len() == 1 && cut[0].is_err(), "cut at {at}: {cut:?}");
        }
    }
    // The first group of rows is broken: the second is read, under its own number.
    plain(&file, Compression::SNAPPY);
    let mut bytes = fs::read(&file).unwrap();
    bytes[4..24].fill(0xff);
    fs::write(&file, bytes).unwrap();
    let got = pages(&file, &Columns::default());
    let why = got[0].as_ref().unwrap_err().to_string();
    assert!(why.contains("t.parquet: rows from 1 on cannot be read"), "{why}");
    assert_eq!(got[1].as_ref().unwrap().address, "t.parquet#3");
}

#[test]
fn files_of_many_pages_may_be_larger_than_a_page() {
    let folder = tempfile::tempdir().unwrap();
    let text = "借呗逾期一般不会上门。".repeat(1000);
    let rows = usize::try_from(LARGEST_PAGE).unwrap() / text.len() + 10;
    let csv = folder.path().join("t.csv");
    fs::write(&csv, format!("text\n{}{}\n花呗\n", format!("{text}\n").repeat(rows), "长".repeat(3 << 20))).unwrap();
    let lines = folder.path().join("t.jsonl");
    let record = |text: &str| format!("{{\"text\":\"{text}\"}}\n");
    fs::write(&lines, record(&text).repeat(rows) + &record(&"长".repeat(3 << 20)) + &record("花呗")).unwrap();
    for file in [csv, lines] {
        assert!(fs::metadata(&file).unwrap().len() > LARGEST_PAGE);
        let got = pages(&file, &Columns::default());
        assert_eq!(got.iter().flatten().count(), rows + 1, "{}", file.display());
        let why: Vec<String> = got.into_iter().filter_map(Result::err).map(|notice| notice.message).collect();
        assert_eq!(why, ["left out: its text is larger than 8 MiB; split it into records of one article each"]);
    }
}

fn duizhi(room: &Path, args: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("duizhi").unwrap().current_dir(room).args(args).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn build_and_extract_take_the_names_of_columns() {
    let room = tempfile::tempdir().unwrap();
    let corpus = room.path().join("corpus");
    fs::create_dir(&corpus).unwrap();
    fs::write(corpus.join("a.csv"), "写的,题\n借呗逾期不会上门。,借呗逾期\n").unwrap();
    fs::write(corpus.join("b.tsv"), "题\t写的\n花呗逾期\t花呗逾期可能上门。\n").unwrap();
    fs::write(corpus.join("c.jsonl"), "{\"写的\":\"花呗逾期一定上门。\"}\n").unwrap();
    fs::write(corpus.join("prices.csv"), "日期,金额\n2024-03-01,5\n").unwrap();
    fs::write(corpus.join("broken.parquet"), "PAR1 no more than a name").unwrap();
    let columns = ["--columns", "text=写的,title=题"];
    let (code, out, err) = duizhi(room.path(), &[&["build"], &columns[..]].concat());
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    // Lines are folded to the terminal's width.
    let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(out.contains("3 篇文章") && out.contains("没有读的 2"), "{out}");
    assert!(out.contains("prices.csv left out: no column \"写的\"; its columns are 日期, 金额; give"), "{out}");
    assert!(out.contains("broken.parquet left out: no Parquet file, or a broken one"), "{out}");
    let (code, out, _) = duizhi(room.path(), &[&["extract", "corpus"], &columns[..]].concat());
    assert_eq!((code, out.lines().count()), (0, 3), "{out}");
    assert!(out.contains("\"path\":\"corpus/a.csv#2\",\"url\":null,\"title\":\"借呗逾期\""), "{out}");
    // With nothing readable every cause is told.
    let (code, _, err) = duizhi(room.path(), &["build", "corpus/a.csv", "corpus/prices.csv"]);
    assert_eq!(code, 2);
    assert!(err.contains("they are 写的, 题; give --columns text=COLUMN") && err.contains("prices.csv"), "{err}");
}

#[test]
fn a_flag_that_names_nothing_is_explained() {
    let room = tempfile::tempdir().unwrap();
    for (given, said) in [
        ("正文", "give text=COLUMN; known are text, html, title, url, published"),
        ("body=正文", "nothing called \"body\" is read"),
        ("text=", "give the column's name behind text="),
        ("text=a,text=b", "two columns are named for text"),
    ] {
        let (code, _, err) = duizhi(room.path(), &["build", "--columns", given]);
        assert_eq!(code, 2, "{given}");
        assert!(err.contains(said), "{given}: {err}");
    }
}
