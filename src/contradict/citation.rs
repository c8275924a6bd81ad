//! 引用核对: citations in a text that are out of date on a day, or of no instrument that exists.
//!
//! Rows stand in `citations.toml`. What a rule provides is the business of `law`.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    citation: Vec<Row>,
}

/// A citation to look for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Its name.
    pub id: String,
    phrases: Vec<String>,
    #[serde(default)]
    and: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
    /// Out of date since; absent where nothing of the name exists.
    #[serde(default, deserialize_with = "day")]
    since: Option<Date>,
    /// What to say.
    pub note: String,
    /// A sentence that it finds.
    pub example: String,
    /// A sentence that it leaves alone.
    pub counter: String,
}

fn day<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Option<Date>, D::Error> {
    let text = String::deserialize(input)?;
    text.parse().map(Some).map_err(|_| serde::de::Error::custom(format!("no such day: {text}")))
}

impl Row {
    /// Whether `text`, written on `day`, cites it wrongly.
    pub fn found_in(&self, text: &str, day: Date) -> bool {
        let any = |words: &[String]| words.iter().any(|w| text.contains(w.as_str()));
        any(&self.phrases)
            && self.since.is_none_or(|since| since <= day)
            && (self.and.is_empty() || any(&self.and))
            && !any(&self.unless)
    }
}

/// The wrong citations of a text written on `day`.
pub fn wrong_citations(text: &str, day: Date) -> impl Iterator<Item = &'static Row> {
    // Every phrase holds one of these; most sentences hold none.
    let may = ["法", "例", "规", "指引", "%", "第", "修复"].iter().any(|sign| text.contains(sign));
    rows().iter().filter(move |row| may && row.found_in(text, day))
}

/// All rows, in the order of the file.
pub fn rows() -> &'static [Row] {
    static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
        toml::from_str::<File>(include_str!("citations.toml"))
            .expect("the compiled-in citations.toml is tested")
            .citation
    });
    &ROWS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_finds_its_example_and_leaves_its_counter() {
        let late = Date::constant(2026, 11, 22);
        for row in rows() {
            assert!(row.found_in(&row.example, late), "{}: {}", row.id, row.example);
            assert!(wrong_citations(&row.example, late).any(|found| found.id == row.id), "{}", row.id);
            assert!(!row.found_in(&row.counter, late), "{}: {}", row.id, row.counter);
            if let Some(since) = row.since {
                let before = since.yesterday().unwrap_or(since);
                assert!(!row.found_in(&row.example, before), "{} was in force on {before}", row.id);
            }
        }
    }
}
