//! The one writer of archive and frontier, on a thread of its own: takes what requests brought,
//! settles as much of it as has come in one transaction, and tells what each host has to do next.

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Receiver;

use tokio::sync::mpsc::UnboundedSender;
use url::Url;

use super::CrawlError;
use super::archive::Archive;
use super::event::{Event, HostSummary, Summary};
use super::fetch::Fetched;
use super::frontier::{Ended, Frontier, Meta};
use super::robots::RobotsRow;
use super::schedule::Head;
use super::settle::{KnownRobots, Met, Rules, Settling};

/// Name of the frontier's file; hidden, so that those who walk the folder for articles pass it by.
pub const FRONTIER: &str = ".frontier.redb";

/// Most results settled in one transaction.
const BATCH: usize = 64;

/// Archive and frontier of one crawl.
pub struct Ledger {
    frontier: Frontier,
    archive: Archive,
    meta: Meta,
    rules: Rules,
    robots: KnownRobots,
    met: Met,
    elapsed_before: u64,
    started: std::time::Instant,
}

/// What the scheduler hands over.
pub enum Command {
    /// A request for a page or sitemap was answered.
    Page {
        /// Its host.
        host: String,
        /// What was asked for.
        head: Box<Head>,
        /// What came.
        fetched: Fetched,
        /// The host's next moment.
        next_allowed: i64,
        /// Time since the former request to the host.
        gap_ms: Option<u64>,
        /// Now, milliseconds since 1970.
        now: i64,
    },
    /// robots.txt of an origin was answered.
    Robots {
        /// The host that waited for it.
        host: String,
        /// The origin.
        origin: String,
        /// What it says.
        row: RobotsRow,
        /// The host's next moment.
        next_allowed: i64,
    },
}

/// What has been made safe.
#[derive(Debug, Default)]
pub struct Stored {
    /// Hosts whose results these were; they may be asked again.
    pub hosts: Vec<String>,
    /// Sites of pages that were asked for and did not come.
    pub uncount: Vec<String>,
    /// What hosts have to fetch next.
    pub heads: Vec<(String, Option<Head>)>,
    /// What is told.
    pub events: Vec<Event>,
    /// The crawl as a whole.
    pub meta: Meta,
}

/// How a crawl begins.
#[derive(Debug)]
pub struct Opening {
    /// A broken run goes on.
    pub resumed: bool,
    /// Hosts with their first moment.
    pub hosts: Vec<(String, i64)>,
    /// What is stored already, and what comes next.
    pub stored: Stored,
}

/// What begins a crawl.
#[derive(Debug)]
pub struct Start<'a> {
    /// Folder of archive and frontier.
    pub folder: &'a Path,
    /// Seeds; none goes on with those of the last command.
    pub seeds: &'a [Url],
    /// Ask for all pages again.
    pub recheck: bool,
    /// The name that the crawl gives itself.
    pub user_agent: &'a str,
    /// Now, milliseconds since 1970.
    pub now: i64,
}

/// Seeds of the last command, for a command that names none.
pub fn former_seeds(folder: &Path) -> Result<Vec<String>, CrawlError> {
    let path = folder.join(FRONTIER);
    if !path.exists() {
        return Ok(Vec::new());
    }
    Ok(Frontier::open(&path)?.step(|step| step.meta())?.seeds)
}

impl Ledger {
    /// Opens archive and frontier and begins or continues a run.
    pub fn open(start: &Start<'_>, rules: Rules) -> Result<(Ledger, Opening), CrawlError> {
        std::fs::create_dir_all(start.folder)
            .map_err(|source| CrawlError::Folder { path: start.folder.to_owned(), source })?;
        let frontier = Frontier::open(&start.folder.join(FRONTIER))?;
        let mut meta = frontier.step(|step| step.meta())?;
        let (archive, missing) = Archive::open(start.folder, start.user_agent, meta.file, meta.length, start.now)
            .map_err(|source| archive_error(start.folder.to_owned(), source))?;
        // A run that was killed, stopped or had to wait goes on; one that ended by itself is followed
        // by another, which asks for everything again if nothing was left.
        let resumed = meta.run > 0 && matches!(meta.ended, None | Some(Ended::Interrupted | Ended::Waiting));
        let exhausted = meta.ended == Some(Ended::Exhausted);
        if !resumed {
            meta =
                Meta { run: meta.run + 1, counts: Default::default(), elapsed: 0, sites: Default::default(), ..meta };
        }
        meta.ended = None;
        meta.seeds = start.seeds.iter().map(|seed| seed.as_str().to_owned()).collect();
        let mut ledger = Ledger {
            frontier,
            archive,
            elapsed_before: meta.elapsed,
            meta,
            rules,
            robots: HashMap::new(),
            met: Met::new(),
            started: std::time::Instant::now(),
        };
        let recheck = !resumed && (exhausted || start.recheck);
        let (mut stored, hosts) = ledger.settle(start.now, |settling| {
            if recheck {
                settling.recheck()?;
            }
            for seed in start.seeds {
                settling.take_seed(seed, !resumed)?;
            }
            let known = settling.step.all_hosts()?;
            settling.touched.extend(known.iter().map(|(host, _)| host.clone()));
            Ok(known.into_iter().map(|(host, row)| (host, row.next_allowed)).collect::<Vec<_>>())
        })?;
        if missing {
            let message = "the archive is shorter than the crawl remembers: pages stored before may be lost; \
                           it goes on in a new file"
                .to_owned();
            stored.events.push(Event::Note { message });
        }
        Ok((ledger, Opening { resumed, hosts, stored }))
    }

    /// Settles commands until the sender is gone; then gives the ledger back.
    pub fn serve(
        mut self,
        commands: &Receiver<Command>,
        replies: &UnboundedSender<Result<Stored, CrawlError>>,
    ) -> Ledger {
        while let Ok(first) = commands.recv() {
            let mut batch = vec![first];
            while batch.len() < BATCH
                && let Ok(next) = commands.try_recv()
            {
                batch.push(next);
            }
            let reply = self.settle_all(batch);
            let failed = reply.is_err();
            // Nobody listens any more when the crawl is over.
            if replies.send(reply).is_err() || failed {
                break;
            }
        }
        self
    }

    fn settle_all(&mut self, batch: Vec<Command>) -> Result<Stored, CrawlError> {
        let now = batch.iter().map(Command::now).max().unwrap_or_default();
        let (mut stored, (hosts, uncount)) = self.settle(now, |settling| {
            let mut hosts = Vec::new();
            let mut uncount = Vec::new();
            for command in batch {
                match command {
                    Command::Page { host, head, fetched, next_allowed, gap_ms, now } => {
                        settling.now = now;
                        let came = settling.settle(&host, &head, fetched, next_allowed, gap_ms)?;
                        if !came && head.row.kind == super::frontier::Kind::Page {
                            uncount.push(head.site);
                        }
                        hosts.push(host);
                    }
                    Command::Robots { host, origin, row, next_allowed } => {
                        settling.now = row.asked;
                        settling.settle_robots(&host, &origin, &row, next_allowed)?;
                        hosts.push(host);
                    }
                }
            }
            Ok((hosts, uncount))
        })?;
        self.archive.turn_over(now).map_err(|source| self.archive_error(source))?;
        (stored.hosts, stored.uncount) = (hosts, uncount);
        Ok(stored)
    }

    /// One transaction, with the heads of all hosts it touched.
    fn settle<T>(
        &mut self,
        now: i64,
        work: impl FnOnce(&mut Settling<'_, '_>) -> Result<T, redb::Error>,
    ) -> Result<(Stored, T), CrawlError> {
        let Ledger { frontier, archive, meta, rules, robots, met, elapsed_before, started } = self;
        let millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        meta.elapsed = elapsed_before.saturating_add(millis);
        let mut broken: Option<io::Error> = None;
        let done = frontier.step(|step| {
            let mut settling = Settling {
                step,
                archive,
                meta,
                rules,
                robots,
                met,
                hosts: HashMap::new(),
                touched: BTreeSet::new(),
                events: Vec::new(),
                now,
                broken: None,
            };
            let settled = || {
                let worked = work(&mut settling)?;
                let mut heads = Vec::new();
                for host in std::mem::take(&mut settling.touched) {
                    let head = settling.head(&host)?;
                    heads.push((host, head));
                }
                settling.finish()?;
                let meta = settling.meta.clone();
                let events = std::mem::take(&mut settling.events);
                Ok((Stored { heads, events, meta, ..Stored::default() }, worked))
            };
            let settled = settled();
            broken = settling.broken.take();
            settled
        });
        match (done, broken) {
            (Err(_), Some(source)) => Err(self.archive_error(source)),
            (done, _) => Ok(done?),
        }
    }

    fn archive_error(&self, source: io::Error) -> CrawlError {
        archive_error(self.archive.path().to_owned(), source)
    }

    /// Ends the run and sums it up; `of_host` tells a host's delay and why it was given up.
    pub fn end(
        mut self,
        ended: Ended,
        of_host: impl Fn(&str) -> (std::time::Duration, Option<&'static str>),
        now: i64,
    ) -> Result<Summary, CrawlError> {
        self.meta.ended = Some(ended);
        let run = self.meta.run;
        let (stored, hosts) = self.settle(now, |settling| settling.step.all_hosts())?;
        let queued = stored.meta.queued;
        let mut hosts: Vec<HostSummary> = hosts
            .into_iter()
            .filter(|(_, row)| row.run == run)
            .map(|(host, row)| {
                let (delay, dropped) = of_host(&host);
                let delay_ms = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
                HostSummary { host, counts: row.counts, queued: row.queued, delay_ms, dropped }
            })
            .collect();
        hosts.sort_by_key(|host| std::cmp::Reverse(host.counts.requests));
        let elapsed_ms = stored.meta.elapsed;
        Ok(Summary { ended, run, counts: stored.meta.counts, queued, elapsed_ms, hosts })
    }
}

impl Command {
    fn now(&self) -> i64 {
        match self {
            Command::Page { now, .. } => *now,
            Command::Robots { row, .. } => row.asked,
        }
    }
}

fn archive_error(path: PathBuf, source: io::Error) -> CrawlError {
    CrawlError::Archive { path, source }
}
