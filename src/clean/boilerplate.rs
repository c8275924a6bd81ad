//! The rows of `boilerplate.toml`: what a line that is not the article looks like.
//!
//! This file reads, checks and matches the rows; what becomes of a matched line is for `filter` to say.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use regex::Regex;
use regex_syntax::hir::Look;
use regex_syntax::hir::literal::{Extractor, Literal};
use serde::Deserialize;

use super::fold::fold;

/// What a matched line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Role {
    /// Part of the article, whatever other rows say.
    Keep,
    /// Part of the article, on a page of questions and answers.
    Answer,
    /// Dropped.
    Furniture,
    /// Author, date, site, counts: dropped, and read for metadata.
    Byline,
    /// Head of a list of other articles.
    Related,
    /// Head of the comments.
    Comments,
    /// Moved to the article's disclaimers.
    Disclaimer,
    /// Moved to the disclaimers; the article is invented.
    Fictional,
}

/// Where a row holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Place {
    /// Before the first sentence of the article.
    Head,
    /// Anywhere.
    #[default]
    Any,
}

/// A row as it is written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    role: Role,
    form: String,
    longest: usize,
    /// Words of which the line must hold one, where the form would take long to find out by itself.
    #[serde(default)]
    has: Vec<String>,
    #[serde(default)]
    place: Place,
    examples: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    row: Vec<Row>,
}

/// The rows, each with its form compiled. One set of all forms would need one automaton of all of them, which grows
/// too large to be fast; but most forms can match only where a line begins with one of a few characters.
struct Rows {
    rows: Vec<(Row, Regex)>,
    longest: usize,
    /// Rows by the characters that their lines begin with, ascending.
    by_first: HashMap<char, Vec<usize>>,
    /// Rows whose lines may begin with anything.
    any_first: Vec<usize>,
}

impl Rows {
    /// The rows that may match `line`.
    fn of(&self, line: &str) -> impl Iterator<Item = &(Row, Regex)> {
        let first = line.chars().next().and_then(|first| self.by_first.get(&first));
        first.into_iter().flatten().chain(&self.any_first).map(|row| &self.rows[*row])
    }
}

/// The characters that what `form` matches begins with, where it matches at the beginning of a line only and they are few.
fn first_characters(form: &str) -> Option<BTreeSet<char>> {
    let hir = regex_syntax::parse(form).ok()?;
    if !hir.properties().look_set_prefix().contains(Look::Start) {
        return None;
    }
    let prefixes = Extractor::new().limit_class(100).limit_literal_len(4).limit_total(5000).extract(&hir);
    let first = |literal: &Literal| {
        let bytes = literal.as_bytes();
        bytes.utf8_chunks().next().and_then(|chunk| chunk.valid().chars().next())
    };
    prefixes.literals()?.iter().map(first).collect()
}

static ROWS: LazyLock<Rows> =
    LazyLock::new(|| compile(include_str!("boilerplate.toml")).expect("the rows compiled in are tested"));

/// Reads and checks a table of rows, each by its own examples; the message names the row.
fn compile(source: &str) -> Result<Rows, String> {
    let Table { row } = toml::from_str(source).map_err(|error| error.to_string())?;
    let longest = row.iter().map(|row| row.longest).max().unwrap_or(0);
    let rows = row.into_iter().map(|row| {
        let form = Regex::new(&row.form).map_err(|error| format!("row {}: {error}", row.id))?;
        let holds = |line: &str| {
            let folded = fold(line);
            let has = row.has.is_empty() || row.has.iter().any(|word| folded.contains(word.as_str()));
            has && form.is_match(&folded) && folded.chars().count() <= row.longest
        };
        if row.examples.is_empty() {
            return Err(format!("row {}: an example is missing", row.id));
        }
        if let Some(missed) = row.examples.iter().find(|line| !holds(line)) {
            return Err(format!("row {}: does not match its example {missed}", row.id));
        }
        if let Some(taken) = row.not.iter().find(|line| holds(line)) {
            return Err(format!("row {}: matches {taken}, which it must leave", row.id));
        }
        Ok((row, form))
    });
    let rows: Vec<(Row, Regex)> = rows.collect::<Result<_, _>>()?;
    let mut by_first: HashMap<char, Vec<usize>> = HashMap::new();
    let mut any_first = Vec::new();
    for (number, (row, _)) in rows.iter().enumerate() {
        match first_characters(&row.form) {
            Some(first) => first.into_iter().for_each(|c| by_first.entry(c).or_default().push(number)),
            None => any_first.push(number),
        }
    }
    Ok(Rows { rows, longest, by_first, any_first })
}

impl Role {
    /// Whether a line of this role is part of the article.
    pub(super) fn stays(self) -> bool {
        match self {
            Role::Keep | Role::Answer => true,
            Role::Furniture | Role::Byline | Role::Related | Role::Comments | Role::Disclaimer | Role::Fictional => {
                false
            }
        }
    }
}

/// What the folded line is by the rows, or `None` for a line of the article. `at_head` says that no sentence of
/// the article came before it.
pub(super) fn role(folded: &str, at_head: bool) -> Option<Role> {
    // A cheap bound first: most lines of an article are longer than any row allows.
    if folded.is_empty() || folded.len() > ROWS.longest * 4 {
        return None;
    }
    let length = folded.chars().count();
    let holds = |row: &Row| {
        length <= row.longest
            && (row.has.is_empty() || row.has.iter().any(|word| folded.contains(word.as_str())))
            && match row.place {
                Place::Head => at_head,
                Place::Any => true,
            }
    };
    let found = ROWS.of(folded).filter(|(row, form)| holds(row) && form.is_match(folded)).map(|(row, _)| row.role);
    // Rows that keep a line, and those that tell more than "drop it", go first.
    let weight = |role: Role| match role {
        Role::Answer => 0,
        Role::Keep => 1,
        Role::Fictional => 2,
        Role::Comments => 3,
        Role::Related => 4,
        Role::Disclaimer => 5,
        Role::Byline => 6,
        Role::Furniture => 7,
    };
    found.min_by_key(|role| weight(*role))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_matches_its_examples_and_nothing_it_must_leave() {
        // One row at a time, so that all that are wrong are named.
        let source = include_str!("boilerplate.toml");
        let rows = source.split("[[row]]").skip(1).map(|row| format!("[[row]]{row}"));
        let wrong: Vec<_> = rows.filter_map(|row| compile(&row).err()).collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn a_line_that_one_row_must_leave_is_taken_by_no_other() {
        for (row, _) in &ROWS.rows {
            for line in &row.not {
                let got = role(&fold(line), true).filter(|role| !role.stays());
                assert_eq!(got, None, "{}: {line}", row.id);
            }
        }
    }

    #[test]
    fn a_row_is_asked_about_every_line_that_it_matches() {
        for (row, _) in &ROWS.rows {
            for line in &row.examples {
                assert!(ROWS.of(&fold(line)).any(|(asked, _)| asked.id == row.id), "{}: {line}", row.id);
            }
        }
        assert!(ROWS.any_first.len() * 2 < ROWS.rows.len(), "{} rows are asked about every line", ROWS.any_first.len());
    }

    #[test]
    fn ids_are_unique_and_a_row_without_example_is_refused() {
        let mut ids: Vec<_> = ROWS.rows.iter().map(|(row, _)| &row.id).collect();
        ids.sort();
        assert!(ids.windows(2).all(|pair| pair[0] != pair[1]));
        let row = "[[row]]\nid = \"x\"\nrole = \"keep\"\nform = \"x\"\nlongest = 3\nexamples = []";
        assert_eq!(compile(row).err().as_deref(), Some("row x: an example is missing"));
    }
}
