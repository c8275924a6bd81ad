//! What a crawl tells while it runs, and at its end. Printing is the command line's business.

use serde::Serialize;

use super::frontier::{Counts, Ended};

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The crawl begins.
    Started {
        /// A broken crawl goes on.
        resumed: bool,
        /// Number of the run.
        run: u64,
        /// Addresses that wait.
        queued: u64,
        /// The name it gives itself.
        user_agent: String,
    },
    /// robots.txt of an origin was asked for.
    Robots {
        /// Scheme and host.
        origin: String,
        /// `rules`, `absent` or `unreachable`.
        answer: &'static str,
        /// Delay that it asks for, in seconds.
        crawl_delay: Option<f64>,
        /// Sitemaps that it names.
        sitemaps: usize,
    },
    /// An address was dealt with; the record of it is on disk.
    Page(PageEvent),
    /// A host answered that it is asked too much, or does not answer, and is left alone for a while.
    HostWaits {
        /// The host.
        host: String,
        /// Why.
        reason: Reason,
        /// How long, in seconds.
        seconds: f64,
    },
    /// A host is given up for this run; its addresses stay in the queue.
    HostDropped {
        /// The host.
        host: String,
        /// Why.
        reason: &'static str,
    },
    /// How things stand; comes about once a second.
    Status(Status),
    /// A dry run would fetch this.
    Would {
        /// The address.
        url: String,
        /// Seconds between two requests to its host.
        delay: f64,
    },
    /// Anything else worth a line.
    Note {
        /// One sentence.
        message: String,
    },
}

/// What became of one address.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PageEvent {
    /// The address.
    pub url: String,
    /// `stored`, `changed`, `unchanged`, `unkept`, `duplicate`, `redirected`, `gone`, `denied`,
    /// `failed`, `again`, `sitemap`.
    pub outcome: &'static str,
    /// Status of the answer, 0 without one.
    pub status: u16,
    /// Bytes of the body as they came.
    pub bytes: u64,
    /// How long the answer took.
    pub ms: u64,
    /// Time since the former request to the host began.
    pub gap_ms: Option<u64>,
    /// How far the page speaks of the subject.
    pub relevance: Option<f32>,
    /// New addresses found on it.
    pub links: usize,
    /// Why it failed, or what it leads to.
    pub reason: Option<String>,
}

/// How things stand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Status {
    /// Counts of the run so far.
    pub counts: Counts,
    /// Addresses that wait.
    pub queued: u64,
    /// Requests under way.
    pub in_flight: usize,
    /// Why the hosts with something to fetch are not being asked right now.
    pub waiting: Vec<Waiting>,
}

/// Hosts that wait for the same reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Waiting {
    /// The reason.
    pub reason: Reason,
    /// How many.
    pub hosts: usize,
    /// The one whose turn comes first.
    pub first: String,
    /// Milliseconds until then; none where it depends on something else.
    pub in_ms: Option<u64>,
}

/// Why a host is not being asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Its request is under way.
    Fetching,
    /// Its last page is being stored.
    Disk,
    /// The delay between two requests.
    Delay,
    /// robots.txt is being asked for, or could not be had and is asked for again.
    Robots,
    /// It said 429 or 503.
    Backoff,
    /// It failed several times in a row.
    CoolDown,
    /// All connections are in use.
    Connections,
    /// The budget of its site is used up.
    SiteBudget,
    /// It was given up for this run.
    Dropped,
}

/// What a run did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Why it ended.
    pub ended: Ended,
    /// Number of the run.
    pub run: u64,
    /// Counts of the run, over all its restarts.
    pub counts: Counts,
    /// Addresses that wait for the next run.
    pub queued: u64,
    /// Milliseconds that the run took, over all its restarts.
    pub elapsed_ms: u64,
    /// Hosts of the run, by requests.
    pub hosts: Vec<HostSummary>,
}

/// What a run did on one host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HostSummary {
    /// The host.
    pub host: String,
    /// Counts.
    pub counts: Counts,
    /// Addresses that wait.
    pub queued: u64,
    /// Milliseconds between two requests.
    pub delay_ms: u64,
    /// Why it was given up, if it was.
    pub dropped: Option<&'static str>,
}
