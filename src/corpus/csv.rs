//! Tables of pages: CSV or TSV with the columns named by the user.

use std::io::Read;

use ::csv::{ReaderBuilder, StringRecord};

use super::CorpusError;
use crate::notice::{Notice, NoticeKind};
use crate::page::{Page, PageKind};

/// Which column holds what; names as in the table's head.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Columns {
    /// The article's text or HTML.
    pub content: String,
    /// Whether it is HTML.
    pub html: bool,
    /// The page's address.
    pub url: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// Day of publication.
    pub published: Option<String>,
}

/// The pages of a table. A row that cannot be read is a notice; the rest goes on.
///
/// # Errors
/// When the head cannot be read or lacks a column that is named.
pub fn pages(
    input: impl Read,
    path: &str,
    columns: &Columns,
) -> Result<impl Iterator<Item = Result<Page, Notice>>, CorpusError> {
    let delimiter = if path.to_ascii_lowercase().ends_with(".tsv") { b'\t' } else { b',' };
    let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(input);
    let head = reader.headers().map_err(|source| CorpusError::BadTable { path: path.to_owned(), source })?.clone();
    let place = |column: &str| {
        let at = head.iter().position(|name| name.trim_start_matches('\u{feff}').trim() == column);
        at.ok_or_else(|| CorpusError::NoSuchColumn {
            path: path.to_owned(),
            column: column.to_owned(),
            columns: head.iter().collect::<Vec<_>>().join(", "),
        })
    };
    let content = place(&columns.content)?;
    let url = columns.url.as_deref().map(place).transpose()?;
    let title = columns.title.as_deref().map(place).transpose()?;
    let published = columns.published.as_deref().map(place).transpose()?;
    let kind = if columns.html { PageKind::Html } else { PageKind::Text };
    let path = path.to_owned();
    Ok(reader.into_records().enumerate().map(move |(index, row)| {
        // The head is row 1.
        let place = format!("{path}#{}", index + 2);
        let skipped = |why: String| Notice::new(NoticeKind::Skipped, place.clone(), format!("left out: {why}"));
        let row = row.map_err(|error| skipped(format!("not a row of the table ({error})")))?;
        let cell = |at: Option<usize>| at.and_then(|at| filled(&row, at));
        let text = filled(&row, content).ok_or_else(|| skipped("its content is empty".to_owned()))?;
        let url = cell(url);
        Ok(Page {
            address: url.clone().unwrap_or_else(|| place.clone()),
            path: place.clone(),
            url,
            kind,
            declared_charset: None,
            title: cell(title),
            published: cell(published),
            bytes: text.into_bytes(),
        })
    }))
}

fn filled(row: &StringRecord, at: usize) -> Option<String> {
    row.get(at).filter(|cell| !cell.trim().is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn columns(content: &str) -> Columns {
        Columns { content: content.to_owned(), url: Some("link".to_owned()), ..Columns::default() }
    }

    #[test]
    fn rows_become_pages_and_empty_ones_notices() {
        let table = "\u{feff}link,body\nhttps://a.example/1,\"借呗，\n逾期\"\n,\n,花呗\n";
        let got: Vec<_> = pages(table.as_bytes(), "t.csv", &columns("body")).unwrap().collect();
        assert_eq!(got[0].as_ref().unwrap().address, "https://a.example/1");
        assert_eq!(got[1].as_ref().unwrap_err().to_string(), "t.csv#3: left out: its content is empty");
        assert_eq!(got[2].as_ref().unwrap().address, "t.csv#4");
    }

    #[test]
    fn a_column_that_is_not_there_is_named_with_those_that_are() {
        let error = pages("link,body\n".as_bytes(), "t.csv", &columns("text")).err().unwrap();
        assert_eq!(error.to_string(), "t.csv: no column \"text\"; its columns are link, body");
    }
}
