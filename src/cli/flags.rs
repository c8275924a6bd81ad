//! Flags that several commands share, and how their values are read.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use jiff::civil::Date;

use crate::claim::{Attribution, Product, PropositionId, Stance};
use crate::corpus::columns::{Columns, Field};
use crate::lexicon::Lexicon;
use crate::report::{Lang, Names};

/// Flags of every command.
#[derive(Debug, Clone, Args)]
pub(super) struct Common {
    /// 输出的语言 (language of the output)
    #[arg(long, global = true, value_enum, default_value_t = Language::Zh, value_name = "zh|en", env = "DUIZHI_LANG", hide_env = true)]
    pub(super) lang: Language,
    /// 何时用颜色 (colour)
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "auto|always|never", alias = "colour")]
    pub(super) color: Colour,
}

/// `--lang`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Language {
    /// 中文
    Zh,
    /// English
    En,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Lang {
        match language {
            Language::Zh => Lang::Zh,
            Language::En => Lang::En,
        }
    }
}

/// `--color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Colour {
    /// 终端上才用
    Auto,
    /// 总是
    Always,
    /// 从不
    Never,
}

/// `--format` of commands that print for people or for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TextOrJson {
    /// 给人看
    Text,
    /// 给程序读
    Json,
}

/// Where the index is.
#[derive(Debug, Clone, Args)]
pub(super) struct IndexFlag {
    /// 索引所在的文件夹
    #[arg(long, value_name = "DIR", default_value = "index", env = "DUIZHI_INDEX", hide_env = true)]
    pub(super) index: PathBuf,
}

/// Where tables and records have what.
#[derive(Debug, Clone, Args)]
pub(super) struct ColumnsFlag {
    /// 表格和 JSONL 的列名：text=正文,title=标题,url=链接,published=日期，网页用 html=；不给则按常用名找
    #[arg(long, value_name = "text=COLUMN,…", value_delimiter = ',', value_parser = column)]
    columns: Vec<(Field, String)>,
}

impl ColumnsFlag {
    /// The columns that are named.
    pub(super) fn named(&self) -> Result<Columns> {
        Columns::new(self.columns.clone()).map_err(|why| anyhow::anyhow!("--columns: {why}"))
    }
}

fn column(given: &str) -> Result<(Field, String), String> {
    let known = || Field::ALL.map(Field::id).join(", ");
    let (id, name) = given.split_once('=').ok_or_else(|| format!("give text=COLUMN; known are {}", known()))?;
    let field = Field::ALL.into_iter().find(|field| field.id() == id.trim());
    let field = field.ok_or_else(|| format!("nothing called {:?} is read; known are {}", id.trim(), known()))?;
    match name.trim() {
        "" => Err(format!("give the column's name behind {}=", field.id())),
        name => Ok((field, name.to_owned())),
    }
}

/// Rows of the user's own.
#[derive(Debug, Clone, Args)]
pub(super) struct LexiconFlag {
    /// 自己的词表：同名 .toml 取代内置的，其余添上
    #[arg(long, value_name = "DIR", env = "DUIZHI_LEXICON", hide_env = true)]
    pub(super) lexicon: Option<PathBuf>,
}

impl LexiconFlag {
    /// The lexicon that the flags ask for.
    pub(super) fn load(&self) -> Result<Lexicon> {
        match &self.lexicon {
            None => Ok(Lexicon::embedded()),
            Some(folder) => Lexicon::with_folder(folder).context("the lexicon given with --lexicon cannot be used"),
        }
    }
}

/// How an index names the lexicon that it was made with.
pub(super) fn fingerprint(lexicon: &Lexicon) -> String {
    format!("{:016x}", lexicon.fingerprint)
}

/// What propositions are called.
pub(super) fn names(lexicon: &Lexicon) -> Names {
    Names::new(lexicon.propositions.iter().map(|row| (row.id.clone(), row.zh.clone(), row.en.clone())))
}

/// The day that is meant where none is given.
pub(super) fn today() -> Date {
    jiff::Zoned::now().date()
}

/// A day as `--as-of`, `--since` and `--until` take it.
pub(super) fn parse_date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "give a day as YYYY-MM-DD".to_owned())
}

/// Words of a closed vocabulary, by their wire word or their Chinese label.
fn vocabulary<T: Clone + Send + Sync + 'static>(
    words: &'static [T],
    id: fn(&T) -> &'static str,
    zh: fn(&T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    let values: Vec<PossibleValue> =
        words.iter().map(|word| PossibleValue::new(id(word)).alias(zh(word)).help(zh(word))).collect();
    PossibleValuesParser::new(values).try_map(move |given| {
        words.iter().find(|word| id(word) == given || zh(word) == given).cloned().ok_or("not one of the words listed")
    })
}

/// `--stance`.
pub(super) fn stance() -> impl TypedValueParser<Value = Stance> {
    vocabulary(Stance::ALL, |word| word.id(), |word| word.zh())
}

/// `--product`.
pub(super) fn product() -> impl TypedValueParser<Value = Product> {
    vocabulary(Product::ALL, |word| word.id(), |word| word.zh())
}

/// `--attribution`.
pub(super) fn attribution() -> impl TypedValueParser<Value = Attribution> {
    vocabulary(Attribution::ALL, |word| word.id(), |word| word.zh())
}

/// `--proposition` as it was given, by identifier (`visit.home`), group (`visit`) or Chinese name.
pub(super) fn propositions(given: &[String], lexicon: &Lexicon) -> Result<Vec<String>> {
    given.iter().map(|word| proposition(word, lexicon)).collect()
}

fn proposition(given: &str, lexicon: &Lexicon) -> Result<String> {
    let group = given.strip_suffix(".*").unwrap_or(given);
    let ids = || lexicon.propositions.iter().map(|row| &row.id);
    if ids().any(|id| id.as_str() == given || id.group() == group) {
        return Ok(given.to_owned());
    }
    if let Some(row) = lexicon.propositions.iter().find(|row| row.zh == given) {
        return Ok(row.id.as_str().to_owned());
    }
    let like = |id: &&PropositionId| id.as_str().split('.').any(|part| given.split('.').any(|asked| asked == part));
    let near: Vec<&str> = ids().filter(like).map(PropositionId::as_str).take(5).collect();
    match near.as_slice() {
        [] => bail!("no proposition {given:?}; `duizhi lexicon` lists them"),
        near => bail!("no proposition {given:?}; did you mean {}? `duizhi lexicon` lists them", near.join(", ")),
    }
}
