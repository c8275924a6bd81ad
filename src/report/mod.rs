//! The contradiction report for readers: a [`Report`] in, one string out.
//!
//! Pure functions, one a format. What is a contradiction was decided by `contradict`; files, terminals and
//! flags are the business of `cli`. Nothing that a page wrote reaches a reader unescaped (see [`plain`]).

pub mod digest;
pub mod filter;
pub mod html;
pub mod json;
pub(crate) mod layout;
pub mod markdown;
pub mod marks;
pub mod phrases;
pub mod plain;
pub(crate) mod summary;
pub mod text;
pub mod words;

use std::collections::HashMap;

use crate::claim::{ClaimId, PropositionId};
use crate::dispute::Report;

pub use filter::Filter;

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// For a terminal.
    Text,
    /// The contract `report/1`, for programs.
    Json,
    /// CommonMark.
    Markdown,
    /// One self-contained page.
    Html,
}

/// Language of everything that is not a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// 中文.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The one of two wordings that is in this language.
    pub fn t<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

/// How propositions are called in both languages; the lexicon's rows know it.
#[derive(Debug, Clone, Default)]
pub struct Names(HashMap<PropositionId, [String; 2]>);

impl Names {
    /// From rows of identifier, Chinese and English name.
    pub fn new(rows: impl IntoIterator<Item = (PropositionId, String, String)>) -> Names {
        Names(rows.into_iter().map(|(id, zh, en)| (id, [zh, en])).collect())
    }

    /// The name of `id`; the identifier itself where there is no row.
    pub fn of<'a>(&'a self, id: &'a PropositionId, lang: Lang) -> &'a str {
        match (self.0.get(id), lang) {
            (Some([zh, _]), Lang::Zh) => zh,
            (Some([_, en]), Lang::En) => en,
            (None, _) => id.as_str(),
        }
    }
}

/// What the reader asked for.
#[derive(Debug, Clone)]
pub struct Options {
    /// Language.
    pub lang: Lang,
    /// Names of propositions.
    pub names: Names,
    /// What to show.
    pub filter: Filter,
    /// At most so many disputes, the most important ones (text and Markdown); the rest is counted.
    pub limit: Option<usize>,
    /// Columns of the terminal (text).
    pub width: usize,
    /// Whether to colour (text).
    pub colour: bool,
    /// Where a source's path stands, as the URI that goes before it (`file://host/home/me/`): paths become
    /// links (text). None: no links.
    pub link_base: Option<String>,
    /// The first character of each quote in its article text (JSON). A report knows bytes only, whoever holds
    /// the texts knows characters; claims that are missing here are written without `start` and `end`.
    pub char_starts: HashMap<ClaimId, usize>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            lang: Lang::Zh,
            names: Names::default(),
            filter: Filter::default(),
            limit: None,
            width: 80,
            colour: false,
            link_base: None,
            char_starts: HashMap::new(),
        }
    }
}

/// The report in `format`.
///
/// ```
/// use duizhi::dispute::Report;
/// use duizhi::report::{Format, Options, render};
///
/// let as_of = jiff::civil::date(2026, 11, 22);
/// let empty = Report { as_of, claims: 0, voices: 0, sources: vec![], disputes: vec![], dismissed: 0 };
/// assert!(render(&empty, Format::Text, &Options::default()).contains("没有发现争点"));
/// ```
pub fn render(report: &Report, format: Format, options: &Options) -> String {
    match format {
        Format::Text => text::render(report, options),
        Format::Json => json::render(report, options),
        Format::Markdown => markdown::render(report, options),
        Format::Html => html::render(report, options),
    }
}
