//! Tables of pages as Parquet. Only the columns that hold something are read, a few rows at a time; a part of the
//! file that is broken is a notice, the rest goes on.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ::parquet::basic::{ConvertedType, LogicalType, TimeUnit};
use ::parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use ::parquet::data_type::{ByteArrayType, DataType, Int32Type, Int64Type, Int96Type};
use ::parquet::errors::{ParquetError, Result as Parquet};
use ::parquet::file::reader::{FileReader, SerializedFileReader};
use ::parquet::schema::types::ColumnDescriptor;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::columns::{self, Cells, Columns, Place};
use crate::notice::{Notice, NoticeKind};
use crate::page::Page;

/// Rows that are held at a time.
const ROWS: usize = 64;

/// The pages of a file. `path` names it and `address` stands in for the address of rows that have none.
pub fn pages(
    file: File,
    path: &str,
    address: &str,
    columns: &Columns,
) -> Box<dyn Iterator<Item = Result<Page, Notice>> + Send> {
    let left_out = |why: String| Notice::new(NoticeKind::Skipped, path, format!("left out: {why}"));
    let opened = guarded(|| SerializedFileReader::new(file));
    let table = opened.map_err(|why| format!("no Parquet file, or a broken one ({why})"));
    match table.and_then(|reader| Table::new(reader, path, address, columns)) {
        Ok(table) => Box::new(table),
        Err(why) => Box::new(std::iter::once(Err(left_out(why)))),
    }
}

/// A file while it is read.
struct Table {
    reader: SerializedFileReader<File>,
    path: String,
    address: String,
    /// Which leaf of the schema holds what, by field.
    leaves: [Option<usize>; 5],
    /// The next group of rows.
    next_group: usize,
    open: Option<Group>,
    /// Rows up to the open group, and those of it.
    row: usize,
    ready: std::vec::IntoIter<Cells>,
}

/// A group of rows while it is read.
struct Group {
    cells: [Option<Leaf>; 5],
    left: usize,
    /// The row after its last.
    end: usize,
}

/// A column of a group.
struct Leaf {
    values: Values,
    /// 1 where a cell may be empty.
    optional: i16,
}

enum Values {
    Bytes(ColumnReaderImpl<ByteArrayType>),
    Small(ColumnReaderImpl<Int32Type>, Kind),
    Large(ColumnReaderImpl<Int64Type>, Kind),
    Old(ColumnReaderImpl<Int96Type>),
}

/// What a number stands for.
#[derive(Clone, Copy)]
enum Kind {
    Number,
    /// Days since 1970.
    Day,
    /// Fractions of a second since 1970, so many to one; in universal time or in whatever time the clock showed.
    Moment {
        per_second: i64,
        universal: bool,
    },
}

impl Table {
    fn new(reader: SerializedFileReader<File>, path: &str, address: &str, columns: &Columns) -> Result<Table, String> {
        let schema = reader.metadata().file_metadata().schema_descr();
        // Lists and records within a row hold no single value.
        let plain = |leaf: &ColumnDescriptor| leaf.path().parts().len() == 1 && leaf.max_rep_level() == 0;
        let leaves: Vec<usize> = (0..schema.num_columns()).filter(|&at| plain(&schema.column(at))).collect();
        let heads: Vec<String> = leaves.iter().map(|&at| schema.column(at).name().to_owned()).collect();
        let leaves = columns.among(&heads)?.map(|place| place.map(|at| leaves[at]));
        let (path, address) = (path.to_owned(), address.to_owned());
        Ok(Table { reader, path, address, leaves, next_group: 0, open: None, row: 0, ready: Vec::new().into_iter() })
    }

    /// Opens the next group of rows.
    fn open(&mut self) -> Result<Group, String> {
        let at = self.next_group;
        self.next_group += 1;
        let rows = usize::try_from(self.reader.metadata().row_group(at).num_rows()).unwrap_or(0);
        let end = self.row.saturating_add(rows);
        guarded(|| {
            let group = self.reader.get_row_group(at)?;
            let mut cells: [Option<Leaf>; 5] = Default::default();
            for (cell, leaf) in cells.iter_mut().zip(self.leaves) {
                let column = |leaf| group.metadata().schema_descr().column(leaf);
                *cell = leaf.map(|leaf| Leaf::new(group.get_column_reader(leaf)?, &column(leaf))).transpose()?;
            }
            Ok(Group { cells, left: rows, end })
        })
        // The rows after it keep their numbers.
        .inspect_err(|_| self.row = end)
    }

    fn broken(&self, from: usize, why: &str) -> Notice {
        let message = format!("rows from {} on cannot be read ({why}); other groups of rows are", from + 1);
        Notice::new(NoticeKind::Skipped, self.path.as_str(), message)
    }
}

impl Iterator for Table {
    type Item = Result<Page, Notice>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(cells) = self.ready.next() {
                self.row += 1;
                let place = Place::new(&self.path, &self.address, self.row);
                return Some(columns::page(cells, place.clone()).map_err(|why| place.left_out(why)));
            }
            let from = self.row;
            match self.open.take() {
                Some(group) if group.left == 0 => {}
                Some(mut group) => match guarded(|| group.read()) {
                    Ok(rows) => {
                        group.left -= rows.len();
                        self.ready = rows.into_iter();
                        self.open = Some(group);
                    }
                    Err(why) => {
                        self.row = group.end;
                        return Some(Err(self.broken(from, &why)));
                    }
                },
                None if self.next_group >= self.reader.metadata().num_row_groups() => return None,
                None => match self.open() {
                    Ok(group) => self.open = Some(group),
                    Err(why) => return Some(Err(self.broken(from, &why))),
                },
            }
        }
    }
}

impl Group {
    /// The next rows, at least one.
    fn read(&mut self) -> Parquet<Vec<Cells>> {
        let wanted = self.left.min(ROWS);
        let mut rows: Vec<Cells> = (0..wanted).map(|_| Cells::default()).collect();
        for (at, leaf) in self.cells.iter_mut().enumerate() {
            let Some(leaf) = leaf else { continue };
            let cells = leaf.read(wanted)?;
            if cells.len() != wanted {
                return Err(ParquetError::EOF("a column ends before its table".to_owned()));
            }
            rows.iter_mut().zip(cells).for_each(|(row, cell)| row[at] = cell);
        }
        Ok(rows)
    }
}

impl Leaf {
    fn new(reader: ColumnReader, column: &ColumnDescriptor) -> Parquet<Leaf> {
        let kind = kind_of(column);
        let values = match reader {
            ColumnReader::ByteArrayColumnReader(reader) => Values::Bytes(reader),
            ColumnReader::Int32ColumnReader(reader) => Values::Small(reader, kind),
            ColumnReader::Int64ColumnReader(reader) => Values::Large(reader, kind),
            ColumnReader::Int96ColumnReader(reader) => Values::Old(reader),
            ColumnReader::BoolColumnReader(_)
            | ColumnReader::FloatColumnReader(_)
            | ColumnReader::DoubleColumnReader(_)
            | ColumnReader::FixedLenByteArrayColumnReader(_) => {
                return Err(ParquetError::General(format!("column {:?} holds no text", column.name())));
            }
        };
        Ok(Leaf { values, optional: column.max_def_level() })
    }

    fn read(&mut self, rows: usize) -> Parquet<Vec<Option<Vec<u8>>>> {
        let optional = self.optional;
        match &mut self.values {
            Values::Bytes(reader) => read(reader, rows, optional, |value| Some(value.data().to_vec())),
            Values::Small(reader, kind) => read(reader, rows, optional, |value| kind.shown(i64::from(value))),
            Values::Large(reader, kind) => read(reader, rows, optional, |value| kind.shown(value)),
            Values::Old(reader) => {
                let kind = Kind::Moment { per_second: 1000, universal: true };
                read(reader, rows, optional, |value| kind.shown(value.to_millis()))
            }
        }
    }
}

/// The next cells of one column; where `optional`, a level tells for each whether it has a value.
fn read<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    rows: usize,
    optional: i16,
    shown: impl Fn(T::T) -> Option<Vec<u8>>,
) -> Parquet<Vec<Option<Vec<u8>>>> {
    let (mut levels, mut values) = (Vec::new(), Vec::new());
    reader.read_records(rows, Some(&mut levels), None, &mut values)?;
    let mut values = values.into_iter();
    if optional == 0 {
        return Ok(values.map(shown).collect());
    }
    Ok(levels.into_iter().map(|level| if level == optional { values.next().and_then(&shown) } else { None }).collect())
}

fn kind_of(column: &ColumnDescriptor) -> Kind {
    match (column.logical_type_ref(), column.converted_type()) {
        (Some(LogicalType::Timestamp(time)), _) => {
            let per_second = match time.unit {
                TimeUnit::MILLIS => 1000,
                TimeUnit::MICROS => 1_000_000,
                TimeUnit::NANOS => 1_000_000_000,
            };
            Kind::Moment { per_second, universal: time.is_adjusted_to_u_t_c }
        }
        (_, ConvertedType::TIMESTAMP_MILLIS) => Kind::Moment { per_second: 1000, universal: true },
        (_, ConvertedType::TIMESTAMP_MICROS) => Kind::Moment { per_second: 1_000_000, universal: true },
        (_, ConvertedType::DATE) => Kind::Day,
        _ => Kind::Number,
    }
}

impl Kind {
    /// The value as a text column would have it; a moment beyond all calendars is none.
    fn shown(self, value: i64) -> Option<Vec<u8>> {
        let text = match self {
            Kind::Number => value.to_string(),
            Kind::Day => Date::constant(1970, 1, 1).checked_add(i32::try_from(value).ok()?.days()).ok()?.to_string(),
            Kind::Moment { per_second, universal } => {
                let since = SignedDuration::from_secs(value.div_euclid(per_second));
                let moment = Timestamp::UNIX_EPOCH.checked_add(since).ok()?;
                // With its zone written, whoever reads it can tell the day in China.
                if universal {
                    moment.to_string()
                } else {
                    moment.to_zoned(jiff::tz::TimeZone::UTC).datetime().to_string()
                }
            }
        };
        Some(text.into_bytes())
    }
}

/// A broken file can make the reader of the format itself fail: that costs what was being read and no more.
fn guarded<T>(read: impl FnOnce() -> Parquet<T>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(Ok(read)) => Ok(read),
        Ok(Err(error)) => {
            let why = error.to_string();
            Err(why.trim_start_matches("Parquet error: ").chars().take(200).collect())
        }
        Err(_) => Err("what it holds contradicts itself".to_owned()),
    }
}
