//! `duizhi build`: reads articles, writes the index, tells what it found.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Result, bail};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;
use rayon::iter::{ParallelBridge, ParallelIterator};

use crate::analyze::{Testimony, confront};
use crate::corpus::folder;
use crate::dispute::Report;
use crate::index::manifest::{Manifest, Origin};
use crate::index::words::Words;
use crate::index::write::{Effort, IndexWriter};
use crate::lexicon::Lexicon;
use crate::notice::{Notice, NoticeKind};
use crate::segment;

use super::flags::{self, ColumnsFlag, IndexFlag, LexiconFlag, TextOrJson, parse_date};
use super::pages::{self, Item, items};
use super::sheet::Terminal;
use super::{errors, summary};

/// Flags of `duizhi build`.
#[derive(Debug, Clone, Args)]
pub(super) struct BuildArgs {
    /// 文章所在的文件或文件夹：.html .txt .md .jsonl .csv .tsv .parquet .warc，也可以是 .gz
    #[arg(value_name = "PATH", default_value = "corpus")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    index: IndexFlag,
    #[command(flatten)]
    lexicon: LexiconFlag,
    #[command(flatten)]
    columns: ColumnsFlag,
    /// 按哪一天的法规算，默认今天
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    as_of: Option<Date>,
    /// 输出的格式
    #[arg(long, value_enum, value_name = "text|json", default_value_t = TextOrJson::Text)]
    format: TextOrJson,
}

/// What a build came to.
pub(super) struct Built {
    /// Files that hold pages.
    pub(super) files: usize,
    /// What the index says of itself.
    pub(super) manifest: Manifest,
    /// Articles that speak of each group of propositions.
    pub(super) articles_by_group: Vec<(String, usize)>,
    /// What was left out or is worth knowing, by place.
    pub(super) notices: Vec<Notice>,
    /// All claims confronted.
    pub(super) report: Report,
}

/// Builds the index and prints what it holds.
pub(super) fn run(args: &BuildArgs, terminal: &Terminal) -> Result<u8> {
    let lexicon = args.lexicon.load()?;
    let built = build(args, &lexicon)?;
    match args.format {
        TextOrJson::Text => summary::print(&built, &args.index.index, &flags::names(&lexicon), terminal)?,
        TextOrJson::Json => summary::print_json(&built, &args.index.index, &lexicon)?,
    }
    Ok(0)
}

fn build(args: &BuildArgs, lexicon: &Lexicon) -> Result<Built> {
    let columns = args.columns.named()?;
    let as_of = args.as_of.unwrap_or_else(flags::today);
    let listing = folder::list(&args.paths)?;
    let words = Words::new(segment::dictionary(lexicon.terms()));
    let origin = Origin { lexicon: flags::fingerprint(lexicon), as_of };
    let writer = IndexWriter::create(&args.index.index, words, origin, Effort::default())?;

    let files = listing.entries.len();
    let progress = progress(files as u64);
    let mut notices = listing.notices.clone();
    for notice in &notices {
        writer.notice(notice)?;
    }
    let read: Mutex<(Vec<Testimony>, Vec<Notice>)> = Mutex::default();
    // The bridge draws one item whenever a thread is free: memory holds the pages being read and no more.
    items(listing, columns).par_bridge().try_for_each(|item| -> Result<()> {
        let whole_file = matches!(item, Item::File(_) | Item::Read);
        let reading = item.page().map(|page| page.and_then(|page| pages::read(lexicon, &page)));
        match reading {
            Some(Ok(reading)) => {
                writer.add(&reading.article, &reading.claims)?;
                let testimony = Testimony::of(&reading.article, reading.claims);
                let mut read = read.lock().unwrap_or_else(PoisonError::into_inner);
                read.0.push(testimony);
                read.1.extend(reading.article.notices);
            }
            Some(Err(notice)) => {
                writer.notice(&notice)?;
                read.lock().unwrap_or_else(PoisonError::into_inner).1.push(notice);
            }
            None => {}
        }
        progress.inc(u64::from(whole_file));
        Ok(())
    })?;
    let (testimonies, noticed) = read.into_inner().unwrap_or_else(PoisonError::into_inner);
    notices.extend(noticed);
    notices.sort_by(|a, b| (a.kind, &a.place, &a.message).cmp(&(b.kind, &b.place, &b.message)));
    if testimonies.is_empty() {
        progress.finish_and_clear();
        nothing_read(&notices)?;
    }
    progress.set_message("写索引、对质");
    let articles_by_group = articles_by_group(&testimonies, lexicon);
    // The index writes its last segments while the claims are confronted.
    let (manifest, report) = rayon::join(|| writer.finish(), || confront(testimonies, as_of, &Default::default()));
    let manifest = manifest?;
    progress.finish_and_clear();
    Ok(Built { files, manifest, articles_by_group, notices, report })
}

/// The former index stays as it is where no article could be read.
fn nothing_read(notices: &[Notice]) -> Result<()> {
    const SHOWN: usize = 10;
    let skipped = || notices.iter().filter(|notice| notice.kind == NoticeKind::Skipped);
    skipped().take(SHOWN).for_each(errors::notice);
    let more = skipped().count().saturating_sub(SHOWN);
    if more > 0 {
        errors::tell(&format!("and {more} more"));
    }
    bail!(
        "no article could be read, so no index was written; give readable .html, .txt, .md, .jsonl, .csv or .parquet files"
    )
}

/// In the order of the lexicon, groups without a claim left out.
fn articles_by_group(testimonies: &[Testimony], lexicon: &Lexicon) -> Vec<(String, usize)> {
    let mut groups: Vec<&str> = lexicon.propositions.iter().map(|row| row.id.group()).collect();
    groups.dedup();
    let speaking = |group: &str| {
        testimonies.iter().filter(|one| one.claims().iter().any(|claim| claim.proposition.group() == group)).count()
    };
    let counted = groups.into_iter().map(|group| (group.to_owned(), speaking(group)));
    counted.filter(|(_, articles)| *articles > 0).collect()
}

/// On standard error, and only on a terminal.
fn progress(files: u64) -> ProgressBar {
    let bar = ProgressBar::new(files);
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {per_sec} {eta} {msg}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
