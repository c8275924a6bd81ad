//! `duizhi extract`: claims, or cleaned articles, as JSON lines, without an index.
//!
//! As a filter it keeps no state between lines: one line in, its claims out, in the order of the lines. It works on
//! batches as they come, so a slow input is answered at once and a fast one takes all cores.

use std::io::{self, BufReader, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};

use anyhow::{Context, Result, bail};
use clap::Args;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::corpus::folder;
use crate::corpus::jsonl::{self, BadRecord};
use crate::lexicon::Lexicon;
use crate::notice::Notice;
use crate::page::Page;
use crate::wire::article::ArticleRecord;
use crate::wire::claim::records;
use crate::wire::error::ErrorRecord;

use super::errors;
use super::flags::{ColumnsFlag, LexiconFlag};
use super::pages::{self, Item, items};

/// Pages in one batch.
const BATCH: usize = 64;
/// Bytes in one batch, about.
const BATCH_BYTES: usize = 8 << 20;
/// Pages that may wait for the batch before them.
const WAITING: usize = 32;

/// Flags of `duizhi extract`.
#[derive(Debug, Clone, Args)]
pub(super) struct ExtractArgs {
    /// 文件或文件夹；- 从标准输入逐行读 {"path","url","title","published","text"|"html"}
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// 输出清洗后的文章 (article/1)，不输出主张
    #[arg(long)]
    articles: bool,
    #[command(flatten)]
    columns: ColumnsFlag,
    #[command(flatten)]
    lexicon: LexiconFlag,
}

/// One thing to answer, in its order.
enum Task {
    Page(Box<Page>),
    /// A bad line of the stream: answered with a record.
    Bad(BadRecord),
    /// A bad file: told on standard error.
    LeftOut(Notice),
}

/// Reads and prints.
pub(super) fn run(args: &ExtractArgs) -> Result<u8> {
    let stream = match args.files.as_slice() {
        [] if io::stdin().is_terminal() => {
            bail!("no FILE given; name files or folders, or pipe JSON lines into `duizhi extract -`")
        }
        [] => true,
        files => files.iter().any(|file| file == Path::new("-")),
    };
    if stream && args.files.len() > 1 {
        bail!("- stands for standard input and goes with no other FILE; run `duizhi extract` twice");
    }
    let columns = args.columns.named()?;
    let lexicon = args.lexicon.load()?;
    let (tasks, waiting) = sync_channel(WAITING);
    if stream {
        // Not joined: where the output is closed, the input is left unread.
        std::thread::spawn(move || {
            for record in jsonl::records(BufReader::new(io::stdin()), columns, "-".to_owned(), "-".to_owned()) {
                let task = record.map_or_else(Task::Bad, |page| Task::Page(Box::new(page)));
                if tasks.send(task).is_err() {
                    return;
                }
            }
        });
    } else {
        let listing = folder::list(&args.files)?;
        listing.notices.iter().for_each(errors::notice);
        std::thread::spawn(move || {
            for page in items(listing, columns).filter_map(Item::page) {
                let task = page.map_or_else(Task::LeftOut, |page| Task::Page(Box::new(page)));
                if tasks.send(task).is_err() {
                    return;
                }
            }
        });
    }
    answer(&waiting, &lexicon, args.articles)
}

/// Answers what waits, batch by batch, until the input ends.
fn answer(waiting: &Receiver<Task>, lexicon: &Lexicon, articles: bool) -> Result<u8> {
    let mut out = io::stdout().lock();
    let mut failed = None;
    while let Ok(first) = waiting.recv() {
        let mut bytes = size(&first);
        let mut batch = vec![first];
        while batch.len() < BATCH && bytes < BATCH_BYTES {
            let Ok(task) = waiting.try_recv() else { break };
            bytes += size(&task);
            batch.push(task);
        }
        let answers: Vec<Result<String, Notice>> =
            batch.par_iter().map(|task| lines(task, lexicon, articles)).collect();
        for (task, answer) in batch.iter().zip(answers) {
            match answer {
                Ok(lines) => out.write_all(lines.as_bytes())?,
                Err(notice) => errors::notice(&notice),
            }
            if let Task::Bad(bad) = task
                && bad.fatal
            {
                failed = Some(bad.to_string());
            }
        }
        out.flush()?;
    }
    match failed {
        None => Ok(0),
        Some(why) => Err(anyhow::Error::msg(why)).context("standard input cannot be read to its end"),
    }
}

fn size(task: &Task) -> usize {
    match task {
        Task::Page(page) => page.bytes.len() + page.continued.iter().map(|part| part.bytes.len()).sum::<usize>(),
        Task::Bad(_) | Task::LeftOut(_) => 0,
    }
}

/// The lines that answer a task, each with its line feed.
fn lines(task: &Task, lexicon: &Lexicon, articles: bool) -> Result<String, Notice> {
    let page = match task {
        Task::Page(page) => page,
        Task::Bad(bad) => return Ok(json(&ErrorRecord::new(bad.line as u64, bad.why.as_str()))),
        Task::LeftOut(notice) => return Err(notice.clone()),
    };
    if articles {
        return Ok(json(&ArticleRecord::from(&pages::clean(page)?)));
    }
    let reading = pages::read(lexicon, page)?;
    Ok(records(&reading.article, &reading.claims).map(|record| json(&record)).collect())
}

fn json(record: &impl serde::Serialize) -> String {
    let mut line = serde_json::to_string(record).expect("our records have string keys and write to memory");
    line.push('\n');
    line
}
