//! The polite, focused crawl: from seeds to pages in an archive.
//!
//! [`crawl`] runs to the end and tells what happens. `schedule` decides whose turn it is and `fetch`
//! asks; `settle` decides what an answer means, and `ledger` makes it safe in `archive` and
//! `frontier`. What the pages say is read later, from the archive.

pub mod archive;
mod books;
pub mod canonical;
pub mod event;
pub mod fetch;
pub mod focus;
pub mod frontier;
pub mod guard;
pub mod host;
pub mod ledger;
pub mod links;
pub mod robots;
pub mod rows;
mod run;
pub mod schedule;
pub mod scope;
pub mod settle;
pub mod sitemap;
mod take_up;
pub mod trap;

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use url::Url;

pub use self::event::{Event, HostSummary, PageEvent, Reason, Status, Summary, Waiting};
pub use self::focus::FocusError;
pub use self::frontier::{Counts, Ended, FrontierError};

/// Least delay for hosts that are not private.
pub const LEAST_DELAY: Duration = Duration::from_secs(1);

/// What to crawl, and how.
#[derive(Debug, Clone)]
pub struct CrawlConfig {
    /// Where to begin; none goes on with the seeds of the last command.
    pub seeds: Vec<String>,
    /// The corpus folder; the archive lies in its folder `crawl`.
    pub into: PathBuf,
    /// A page or mail address at which the crawl's owner can be reached.
    pub contact: Option<String>,
    /// Least time between two requests to a host.
    pub delay: Duration,
    /// Requests under way at once, one a host.
    pub connections: usize,
    /// Most pages of a run.
    pub pages: u64,
    /// Most pages of one site in a run.
    pub pages_per_site: u64,
    /// Most links from a seed.
    pub depth: u16,
    /// Most bytes of a run.
    pub bytes: Option<u64>,
    /// Most time of a run.
    pub time: Option<Duration>,
    /// Patterns that choose the addresses; none chooses the seeds' sites.
    pub allow: Vec<String>,
    /// Patterns that forbid addresses.
    pub deny: Vec<String>,
    /// Keeps and follows pages whatever they speak of.
    pub keep_all: bool,
    /// Topic rows in place of the built-in ones (TOML text).
    pub topic: Option<String>,
    /// Sitemaps are read.
    pub sitemaps: bool,
    /// Asks for stored pages again although addresses are left from the last run.
    pub recheck: bool,
    /// Asks for robots.txt only, stores nothing, tells what would be fetched first.
    pub dry_run: bool,
    /// Lets private addresses be crawled; for tests.
    pub allow_private: bool,
    /// Time for one request.
    pub timeout: Duration,
    /// Largest body, packed and unpacked.
    pub body_cap: usize,
    /// The crawl ends where nothing can be fetched for so long.
    pub patience: Duration,
    /// First wait after 429 or 503 without `Retry-After`; doubles.
    pub backoff: Duration,
    /// Rest of a host that failed or throttled again and again.
    pub cool_down: Duration,
    /// First wait before an unreachable robots.txt is asked for again; doubles.
    pub robots_retry: Duration,
}

impl Default for CrawlConfig {
    fn default() -> CrawlConfig {
        CrawlConfig {
            seeds: Vec::new(),
            into: PathBuf::from("corpus"),
            contact: None,
            delay: Duration::from_secs(2),
            connections: 16,
            pages: 1_000,
            pages_per_site: 500,
            depth: 6,
            bytes: None,
            time: None,
            allow: Vec::new(),
            deny: Vec::new(),
            keep_all: false,
            topic: None,
            sitemaps: true,
            recheck: false,
            dry_run: false,
            allow_private: false,
            timeout: Duration::from_secs(30),
            body_cap: 8 << 20,
            patience: Duration::from_secs(120),
            backoff: Duration::from_secs(2),
            cool_down: Duration::from_secs(600),
            robots_retry: Duration::from_secs(60),
        }
    }
}

/// Why a crawl cannot begin, or cannot go on. What was stored before stays stored.
#[derive(Debug, thiserror::Error)]
pub enum CrawlError {
    /// Nothing to begin with.
    #[error("no address to begin with was given, and none is known from a former crawl")]
    NoSeed,
    /// A seed is no web address.
    #[error("`{0}` is no web address; write it as https://example.com/")]
    Seed(String),
    /// The delay is too short for hosts of others.
    #[error("a delay under 1 second is only for private addresses (with --allow-private)")]
    Delay,
    /// The contact cannot stand in a request.
    #[error("the contact may hold only printable ASCII characters")]
    Contact,
    /// The topic rows do not load.
    #[error(transparent)]
    Focus(#[from] FocusError),
    /// The frontier fails.
    #[error(transparent)]
    Frontier(#[from] FrontierError),
    /// The folder cannot be made.
    #[error("the folder {path} cannot be made")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The archive cannot be written.
    #[error("the archive {path} cannot be written; what was stored before is safe, and the same command goes on")]
    Archive {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The client cannot be made.
    #[error("the HTTP client cannot be made")]
    Client(#[from] reqwest::Error),
    /// The system gives no thread or timer.
    #[error("the crawl cannot be started")]
    System(#[source] io::Error),
}

/// The name that the crawler gives itself.
pub fn user_agent(contact: Option<&str>) -> String {
    let version = concat!(env!("CARGO_PKG_VERSION_MAJOR"), ".", env!("CARGO_PKG_VERSION_MINOR"));
    match contact {
        Some(contact) => format!("{}/{version} (+{contact})", robots::AGENT),
        None => format!("{}/{version}", robots::AGENT),
    }
}

/// Crawls until nothing is left, a budget is used up, or the user interrupts.
pub fn crawl(config: &CrawlConfig, progress: &mut dyn FnMut(Event)) -> Result<Summary, CrawlError> {
    if config.dry_run {
        // A frontier of its own, thrown away at the end, so that nothing known stands in the way.
        let folder = tempfile::tempdir().map_err(CrawlError::System)?;
        let into = folder.path().to_owned();
        return crawl_into(&CrawlConfig { into, ..config.clone() }, &config.into, progress);
    }
    crawl_into(config, &config.into, progress)
}

fn crawl_into(
    config: &CrawlConfig,
    former: &std::path::Path,
    progress: &mut dyn FnMut(Event),
) -> Result<Summary, CrawlError> {
    if config.delay < LEAST_DELAY && !config.allow_private {
        return Err(CrawlError::Delay);
    }
    if config.contact.as_ref().is_some_and(|c| !c.bytes().all(|b| (b' '..=b'~').contains(&b))) {
        return Err(CrawlError::Contact);
    }
    let folder = config.into.join("crawl");
    let seeds = seeds(config, former)?;
    let clock = run::Clock::start();
    let year = jiff::Zoned::now().year();
    let rules = settle::Rules {
        scope: scope::Scope::new(&seeds, &config.allow, &config.deny),
        focus: match &config.topic {
            Some(rows) => focus::Focus::parse(rows)?,
            None => focus::Focus::built_in(),
        },
        trap: trap::Trap { latest_year: year + 1 },
        depth: config.depth,
        keep_all: config.keep_all,
        body_cap: config.body_cap,
        sitemaps: config.sitemaps && !config.dry_run,
        allow_private: config.allow_private,
    };
    let user_agent = user_agent(config.contact.as_deref());
    let fetcher = fetch::Fetcher::new(&user_agent, config.allow_private)?;
    let start = ledger::Start {
        folder: &folder,
        seeds: &seeds,
        recheck: config.recheck,
        user_agent: &user_agent,
        now: clock.now(),
    };
    let (ledger, opening) = ledger::Ledger::open(&start, rules)?;
    let pace = schedule::Pace {
        delay: config.delay,
        backoff: config.backoff,
        cool_down: config.cool_down,
        robots_retry: config.robots_retry,
        connections: config.connections.max(1),
        pages: config.pages,
        pages_per_site: config.pages_per_site,
        robots_only: config.dry_run,
    };
    let meta = &opening.stored.meta;
    let mut run = run::Run {
        config,
        clock,
        schedule: schedule::Schedule::new(pace, meta.counts.fetched, meta.sites.clone()),
        fetcher,
        progress,
        status: Status::default(),
        elapsed_before: meta.elapsed,
        storing: 0,
    };
    run.begin(opening, &user_agent);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(CrawlError::System)?;
    let (commands, inbox) = std::sync::mpsc::channel();
    let (outbox, replies) = tokio::sync::mpsc::unbounded_channel();
    let (ended, ledger) = std::thread::scope(|threads| {
        let writer = threads.spawn(move || ledger.serve(&inbox, &outbox));
        let ended = runtime.block_on(run.run(commands, replies));
        (ended, writer.join())
    });
    let ended = ended?;
    if config.dry_run {
        run.tell_heads();
    }
    let Ok(ledger) = ledger else {
        return Err(CrawlError::System(io::Error::other("the writing thread failed")));
    };
    let now = clock.now();
    ledger.end(ended, |host| run.schedule.of_host(host), now)
}

fn seeds(config: &CrawlConfig, former: &std::path::Path) -> Result<Vec<Url>, CrawlError> {
    let given =
        if config.seeds.is_empty() { ledger::former_seeds(&former.join("crawl"))? } else { config.seeds.clone() };
    if given.is_empty() {
        return Err(CrawlError::NoSeed);
    }
    let parse = |seed: &String| {
        let url = Url::parse(seed).or_else(|_| Url::parse(&format!("https://{seed}")));
        url.ok().and_then(|url| canonical::resolve(&url, url.as_str())).ok_or_else(|| CrawlError::Seed(seed.clone()))
    };
    given.iter().map(parse).collect()
}
