//! `duizhi report`: the contradiction report of the index, to standard output or a file.

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use jiff::civil::Date;

use crate::analyze::{Testimony, char_starts, confront};
use crate::claim::{ClaimId, Product};
use crate::corpus::display_path;
use crate::dispute::{ConflictKind, Report, Severity};
use crate::index::read::Index;
use crate::report::digest::Digest;
use crate::report::filter::Filter;
use crate::report::{Format, Lang, Options, render, words};

use super::flags::{self, IndexFlag, LexiconFlag, parse_date};
use super::sheet::{self, Terminal};

/// Flags of `duizhi report`.
#[derive(Debug, Clone, Args)]
pub(super) struct ReportArgs {
    /// 写到文件；格式可由扩展名定
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// 输出的格式
    #[arg(long, value_enum, value_name = "text|json|md|html")]
    format: Option<FormatFlag>,
    /// 只看这些产品
    #[arg(long, value_name = "PRODUCT", value_delimiter = ',', value_parser = flags::product())]
    product: Vec<Product>,
    /// 只看这些命题：visit.home，整组 visit，或中文名
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    proposition: Vec<String>,
    /// 只看这几种冲突：law polarity rule strength numeric sequence advice
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = kind())]
    kind: Vec<ConflictKind>,
    /// 只看硬冲突 hard，或只看张力 tension
    #[arg(long, value_name = "SEVERITY", value_parser = severity())]
    severity: Option<Severity>,
    /// 最多列出几个争点（text、md）
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// 按哪一天的法规算，默认今天
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    as_of: Option<Date>,
    /// 不再列出的冲突：每行一个编号，# 后是说明
    #[arg(long, value_name = "FILE")]
    dismissed: Option<PathBuf>,
    #[command(flatten)]
    index: IndexFlag,
    #[command(flatten)]
    lexicon: LexiconFlag,
}

/// `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatFlag {
    /// 给人看
    Text,
    /// 给程序读 (report/1)
    Json,
    /// Markdown
    Md,
    /// 一个网页文件
    Html,
}

impl From<FormatFlag> for Format {
    fn from(flag: FormatFlag) -> Format {
        match flag {
            FormatFlag::Text => Format::Text,
            FormatFlag::Json => Format::Json,
            FormatFlag::Md => Format::Markdown,
            FormatFlag::Html => Format::Html,
        }
    }
}

fn kind() -> impl TypedValueParser<Value = ConflictKind> {
    let value = |kind| PossibleValue::new(words::kind_id(kind)).alias(words::kind(kind, Lang::Zh));
    PossibleValuesParser::new(words::KINDS.map(value)).try_map(|given| {
        let named = |kind: &ConflictKind| words::kind_id(*kind) == given || words::kind(*kind, Lang::Zh) == given;
        words::KINDS.into_iter().find(named).ok_or("not one of the words listed")
    })
}

fn severity() -> impl TypedValueParser<Value = Severity> {
    let all = [Severity::Hard, Severity::Tension];
    let value = |severity| PossibleValue::new(words::severity_id(severity)).alias(words::severity(severity, Lang::Zh));
    PossibleValuesParser::new(all.map(value)).try_map(move |given| {
        let named = |one: &Severity| words::severity_id(*one) == given || words::severity(*one, Lang::Zh) == given;
        all.into_iter().find(named).ok_or("not one of the words listed")
    })
}

/// Makes the report and writes it.
pub(super) fn run(args: &ReportArgs, terminal: &Terminal) -> Result<u8> {
    let format = format(args)?;
    let index = Index::open(&args.index.index)?;
    let lexicon = args.lexicon.load()?;
    let dismissed = args.dismissed.as_deref().map(dismissed).transpose()?.unwrap_or_default();
    let as_of = args.as_of.unwrap_or_else(flags::today);
    let Confronted { report, char_starts } = confronted(&index, as_of, &dismissed)?;
    let options = Options {
        lang: terminal.lang,
        names: flags::names(&lexicon),
        filter: Filter {
            products: args.product.clone(),
            propositions: flags::propositions(&args.proposition, &lexicon)?,
            kinds: args.kind.clone(),
            severity: args.severity,
        },
        limit: args.limit,
        width: terminal.width,
        colour: terminal.colour && args.output.is_none(),
        link_base: terminal.link_base.clone().filter(|_| args.output.is_none()),
        char_starts,
    };
    let text = render(&report, format, &options);
    match &args.output {
        None => sheet::print(&text)?,
        Some(path) => {
            write_whole(path, text.as_bytes())
                .with_context(|| format!("cannot write the report to {}", display_path(path)))?;
            let counts = Digest::new(&report).counts();
            sheet::print(&match terminal.lang {
                Lang::Zh => format!(
                    "已写入 {}：{} 个争点，硬冲突 {} 处，张力 {} 处\n",
                    display_path(path),
                    report.disputes.len(),
                    counts.hard,
                    counts.tension
                ),
                Lang::En => format!(
                    "wrote {}: {} disputes, {} hard conflicts, {} tensions\n",
                    display_path(path),
                    report.disputes.len(),
                    counts.hard,
                    counts.tension
                ),
            })?;
        }
    }
    Ok(0)
}

/// By the flag, else by the ending of the file's name.
fn format(args: &ReportArgs) -> Result<Format> {
    if let Some(flag) = args.format {
        return Ok(flag.into());
    }
    let Some(path) = &args.output else { return Ok(Format::Text) };
    match path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase).as_deref() {
        Some("json") => Ok(Format::Json),
        Some("md" | "markdown") => Ok(Format::Markdown),
        Some("html" | "htm") => Ok(Format::Html),
        Some("txt") => Ok(Format::Text),
        Some(_) | None => {
            bail!("{}: the ending tells no format; add --format text, json, md or html", display_path(path))
        }
    }
}

/// A report and what only the texts know.
pub(super) struct Confronted {
    /// The report.
    pub(super) report: Report,
    /// See [`Options::char_starts`].
    pub(super) char_starts: HashMap<ClaimId, usize>,
}

/// The report on all that is in the index; one article's text at a time is in memory.
pub(super) fn confronted(index: &Index, as_of: Date, dismissed: &HashSet<String>) -> Result<Confronted> {
    let mut testimonies = Vec::new();
    let mut starts = HashMap::new();
    for sourced in index.articles()? {
        let sourced = sourced?;
        starts.extend(char_starts(&sourced.article, &sourced.claims));
        testimonies.push(Testimony::of(&sourced.article, sourced.claims));
    }
    Ok(Confronted { report: confront(testimonies, as_of, dismissed), char_starts: starts })
}

/// Ids, one a line; what follows one, and lines that begin with `#`, is for people.
fn dismissed(path: &Path) -> Result<HashSet<String>> {
    let text = std::fs::read_to_string(path).with_context(|| {
        format!("cannot read the dismissed conflicts in {}; give a text file with one id a line", display_path(path))
    })?;
    let id = |line: &str| line.split('#').next().and_then(|line| line.split_whitespace().next()).map(str::to_owned);
    Ok(text.trim_start_matches('\u{feff}').lines().filter_map(id).collect())
}

/// Writes beside the file and renames, so that nobody sees half a report.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A device such as /dev/stdout is written to as it is, and a link is written through.
    let Some(name) = path.file_name().filter(|_| !path.is_symlink() && (path.is_file() || !path.exists())) else {
        return std::fs::write(path, bytes);
    };
    let mut part = OsString::from(".");
    part.push(name);
    part.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(part);
    let written = std::fs::write(&part, bytes).and_then(|()| std::fs::rename(&part, path));
    if written.is_err() {
        // What could not be written is of no use to anybody.
        drop(std::fs::remove_file(&part));
    }
    written
}
