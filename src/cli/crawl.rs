//! `duizhi crawl`: flags, the status line, the log and the summary of a crawl.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::fs::File;
use std::io::{BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

use crate::corpus::LARGEST_PAGE;
use crate::corpus::crawl::{self, CrawlConfig, Ended, Event, Status, Summary};

/// Flags of `duizhi crawl`.
///
/// robots.txt is obeyed; there is no flag against it.
#[derive(Debug, Clone, Args)]
pub struct CrawlArgs {
    /// Addresses to begin with; none goes on where the last crawl into the folder stopped
    #[arg(value_name = "SEED")]
    pub seeds: Vec<String>,
    /// Corpus folder; pages go to its folder `crawl`, as WARC files
    #[arg(long, value_name = "DIR", default_value = "corpus")]
    pub into: PathBuf,
    /// Page or mail address at which you can be reached, sent with every request
    #[arg(long, value_name = "URL|MAIL", env = "DUIZHI_CONTACT")]
    pub contact: Option<String>,
    /// Seconds between two requests to one host, at least; robots.txt may ask for more
    #[arg(long, value_name = "SECONDS", default_value_t = 2.0)]
    pub delay: f64,
    /// Requests under way at once over all hosts; a host never has more than one
    #[arg(long, value_name = "N", default_value_t = 16)]
    pub connections: usize,
    /// Pages to fetch
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub pages: u64,
    /// Pages to fetch of one site (registered domain)
    #[arg(long, value_name = "N", default_value_t = 500)]
    pub pages_per_site: u64,
    /// Links to go from a seed, at most
    #[arg(long, value_name = "N", default_value_t = 6)]
    pub depth: u16,
    /// Bytes to fetch, with K, M or G
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    pub bytes: Option<u64>,
    /// Minutes to run
    #[arg(long, value_name = "N")]
    pub minutes: Option<f64>,
    /// Only addresses like this, instead of the seeds' sites: `host/path*`, `/path*` or `https://…`
    #[arg(long, value_name = "PATTERN")]
    pub allow: Vec<String>,
    /// No address like this
    #[arg(long, value_name = "PATTERN")]
    pub deny: Vec<String>,
    /// Keep every page and follow every link, whatever it speaks of
    #[arg(long)]
    pub keep_all: bool,
    /// Topic rows (TOML) instead of the built-in ones on 花呗 and 借呗 collection
    #[arg(long, value_name = "FILE", conflicts_with = "keep_all")]
    pub topic: Option<PathBuf>,
    /// Do not read sitemaps
    #[arg(long)]
    pub no_sitemaps: bool,
    /// Ask again for all stored pages (only changed ones come), though addresses are left to fetch
    #[arg(long)]
    pub recheck: bool,
    /// Ask for robots.txt only, store nothing, and say what would be fetched
    #[arg(long)]
    pub dry_run: bool,
    /// Seconds for one request
    #[arg(long, value_name = "SECONDS", default_value_t = 30.0)]
    pub timeout: f64,
    /// Largest page, with K or M, at most 8M; for what comes and for what it unpacks to
    #[arg(long, value_name = "SIZE", value_parser = page_size, default_value = "8M")]
    pub max_size: u64,
    /// Seconds to wait while every host asks to be left alone, before the crawl ends for now
    #[arg(long, value_name = "SECONDS", default_value_t = 120.0)]
    pub patience: f64,
    /// Write what happens to this file, one JSON object a line
    #[arg(long, value_name = "FILE")]
    pub json_log: Option<PathBuf>,
    /// Let private and local addresses be crawled (for tests on your own machine)
    #[arg(long)]
    pub allow_private: bool,
}

/// Runs the crawl; 0 when it ended by itself, 2 when it was interrupted.
pub fn run(args: &CrawlArgs) -> Result<u8> {
    let config = config(args)?;
    let mut log = Log::open(args)?;
    let line = StatusLine::new();
    let mut would = Vec::new();
    let mut write_failure = None;
    let summary = crawl::crawl(&config, &mut |event| {
        if let Err(error) = log.write(&event) {
            write_failure.get_or_insert(error);
        }
        line.show(&event);
        if let Event::Would { url, delay } = event {
            would.push((url, delay));
        }
    });
    line.clear();
    let summary = summary?;
    log.end(&summary)?;
    if let Some(error) = write_failure {
        return Err(error).context("the log cannot be written");
    }
    let mut out = std::io::stdout().lock();
    let written = if args.dry_run { print_plan(&mut out, &would, &summary) } else { print_summary(&mut out, &summary) };
    match written {
        // Whoever reads along may stop doing so.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {}
        written => written?,
    }
    Ok(if summary.ended == Ended::Interrupted { 2 } else { 0 })
}

fn config(args: &CrawlArgs) -> Result<CrawlConfig> {
    let topic = match &args.topic {
        Some(path) => Some(
            std::fs::read_to_string(path)
                .with_context(|| format!("the topic rows {} cannot be read", path.display()))?,
        ),
        None => None,
    };
    Ok(CrawlConfig {
        seeds: args.seeds.clone(),
        into: args.into.clone(),
        contact: args.contact.clone(),
        delay: seconds(args.delay, "--delay")?,
        connections: args.connections,
        pages: args.pages,
        pages_per_site: args.pages_per_site,
        depth: args.depth,
        bytes: args.bytes,
        time: args.minutes.map(|minutes| seconds(minutes * 60.0, "--minutes")).transpose()?,
        allow: args.allow.clone(),
        deny: args.deny.clone(),
        keep_all: args.keep_all,
        topic,
        sitemaps: !args.no_sitemaps,
        recheck: args.recheck,
        dry_run: args.dry_run,
        allow_private: args.allow_private,
        timeout: seconds(args.timeout, "--timeout")?,
        body_cap: usize::try_from(args.max_size).unwrap_or(usize::MAX / 4),
        patience: seconds(args.patience, "--patience")?,
        ..CrawlConfig::default()
    })
}

fn seconds(value: f64, flag: &str) -> Result<Duration> {
    Duration::try_from_secs_f64(value).with_context(|| format!("{flag} takes a positive number"))
}

/// The size of a page that `build` reads.
fn page_size(text: &str) -> Result<u64, String> {
    match parse_size(text)? {
        size if size > LARGEST_PAGE => Err("`build` leaves pages above 8M out; ask for 8M or less".to_owned()),
        size => Ok(size),
    }
}

/// `8M` and the like.
fn parse_size(text: &str) -> Result<u64, String> {
    let (number, unit) = match text.trim_end_matches(['b', 'B']).char_indices().last() {
        Some((at, 'k' | 'K')) => (&text[..at], 1u64 << 10),
        Some((at, 'm' | 'M')) => (&text[..at], 1 << 20),
        Some((at, 'g' | 'G')) => (&text[..at], 1 << 30),
        _ => (text, 1),
    };
    let number: u64 = number.parse().map_err(|_| "write it as 500K, 8M or 2G".to_owned())?;
    number.checked_mul(unit).ok_or_else(|| "that is too large".to_owned())
}

/// The log file, if one is wanted.
struct Log(Option<BufWriter<File>>);

impl Log {
    fn open(args: &CrawlArgs) -> Result<Log> {
        let Some(path) = &args.json_log else {
            return Ok(Log(None));
        };
        let file = File::options().create(true).append(true).open(path);
        let file = file.with_context(|| format!("the log {} cannot be opened", path.display()))?;
        Ok(Log(Some(BufWriter::new(file))))
    }

    fn write(&mut self, event: &Event) -> std::io::Result<()> {
        let Some(out) = &mut self.0 else {
            return Ok(());
        };
        let mut line = serde_json::to_value(event)?;
        line["at"] = json!(jiff::Timestamp::now().to_string());
        writeln!(out, "{line}")?;
        // A log that is read while the crawl runs is worth the call.
        out.flush()
    }

    fn end(&mut self, summary: &Summary) -> std::io::Result<()> {
        let Some(out) = &mut self.0 else {
            return Ok(());
        };
        let at = jiff::Timestamp::now().to_string();
        writeln!(out, "{}", json!({"event": "finished", "at": at, "summary": summary}))?;
        out.flush()
    }
}

/// The line that lives at the bottom of a terminal; nothing elsewhere.
struct StatusLine(ProgressBar);

impl StatusLine {
    fn new() -> StatusLine {
        let target =
            if std::io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_msg}") {
            bar.set_style(style);
        }
        StatusLine(bar)
    }

    fn show(&self, event: &Event) {
        match event {
            Event::Status(status) => {
                self.0.set_message(status_text(status));
                self.0.tick();
            }
            Event::Started { resumed, queued, .. } => {
                let word = if *resumed { "接着上次" } else { "开始" };
                self.0.set_message(format!("{word}，待抓 {queued}"));
            }
            Event::HostWaits { host, reason, seconds } => {
                let reason = reason_zh(*reason);
                self.0.println(format!("{}：{reason}，停 {seconds:.0} 秒", clean(host)));
            }
            Event::HostDropped { host, reason } => {
                self.0.println(format!("{}：本次不再抓取（{reason}）", clean(host)));
            }
            Event::Note { message } => self.0.println(clean(message)),
            Event::Robots { .. } | Event::Page(_) | Event::Would { .. } => {}
        }
    }

    fn clear(&self) {
        self.0.finish_and_clear();
    }
}

/// Why nothing moves comes first on the line.
fn status_text(status: &Status) -> String {
    let counts = &status.counts;
    let mut text = format!(
        "已抓 {} 存 {} 待抓 {} {:.1} MB",
        counts.fetched,
        counts.kept,
        status.queued,
        counts.bytes as f64 / 1e6
    );
    for waiting in &status.waiting {
        let reason = reason_zh(waiting.reason);
        text.push_str(&format!(" · {reason} {} 站", waiting.hosts));
        if let Some(ms) = waiting.in_ms {
            text.push_str(&format!("（{} {:.0} 秒后）", clean(&waiting.first), ms as f64 / 1000.0));
        }
    }
    text
}

fn reason_zh(reason: crawl::Reason) -> &'static str {
    match reason {
        crawl::Reason::Fetching => "正在取",
        crawl::Reason::Disk => "正在写盘",
        crawl::Reason::Delay => "间隔等待",
        crawl::Reason::Robots => "等 robots.txt",
        crawl::Reason::Backoff => "对方要求退避",
        crawl::Reason::CoolDown => "多次失败，冷却",
        crawl::Reason::Connections => "连接已满",
        crawl::Reason::SiteBudget => "该站额度用完",
        crawl::Reason::Dropped => "本次放弃",
    }
}

fn print_plan(out: &mut impl Write, would: &[(String, f64)], summary: &Summary) -> std::io::Result<()> {
    for (url, delay) in would {
        writeln!(out, "会抓取 {}（间隔 {delay:.1} 秒）", clean(url))?;
    }
    for host in &summary.hosts {
        if host.counts.denied > 0 {
            writeln!(out, "robots.txt 不许抓取 {}：{} 个网址", clean(&host.host), host.counts.denied)?;
        }
    }
    if would.is_empty() {
        writeln!(out, "没有可抓取的网址")?;
    }
    Ok(())
}

fn print_summary(out: &mut impl Write, summary: &Summary) -> std::io::Result<()> {
    let counts = &summary.counts;
    let ended = match summary.ended {
        Ended::Exhausted => "全部抓完",
        Ended::Budget => "额度用完；同一命令会接着抓",
        Ended::Interrupted => "已中断；同一命令会接着抓",
        Ended::Waiting => "余下的网站要求稍后再来；同一命令会接着抓",
    };
    writeln!(out, "{ended}")?;
    writeln!(
        out,
        "请求 {}，抓取 {}，保存 {}（有变 {}），未变 {}，重复 {}，消失 {}，失败 {}，robots 不许 {}，待抓 {}，{:.1} MB，{:.0} 秒",
        counts.requests,
        counts.fetched,
        counts.kept,
        counts.changed,
        counts.unchanged,
        counts.duplicates,
        counts.gone,
        counts.failed,
        counts.denied,
        summary.queued,
        counts.bytes as f64 / 1e6,
        summary.elapsed_ms as f64 / 1000.0,
    )?;
    for host in &summary.hosts {
        let dropped = host.dropped.map(|reason| format!("，本次放弃（{reason}）")).unwrap_or_default();
        writeln!(
            out,
            "  {}  请求 {}，抓取 {}，保存 {}，失败 {}，robots 不许 {}，待抓 {}，间隔 {:.1} 秒{dropped}",
            clean(&host.host),
            host.counts.requests,
            host.counts.fetched,
            host.counts.kept,
            host.counts.failed,
            host.counts.denied,
            host.queued,
            host.delay_ms as f64 / 1000.0,
        )?;
    }
    Ok(())
}

/// Text of strangers, without what a terminal would obey.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_with_their_units() {
        for (text, size) in [("12", 12), ("500K", 512_000), ("8M", 8 << 20), ("2gb", 2 << 30)] {
            assert_eq!(parse_size(text), Ok(size), "{text}");
        }
        assert_eq!(page_size("8M"), Ok(8 << 20));
        assert!(page_size("9M").is_err());
        for text in ["", "M", "-1", "1.5M", "99999999999G", "八M"] {
            assert!(parse_size(text).is_err(), "{text}");
        }
    }
}
