//! A web server on loopback for the tests of crawling: answers as told, faults included, and notes
//! when each request came.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use duizhi::corpus::crawl::{CrawlConfig, Event, Summary, crawl};

/// One request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) at: Instant,
    pub(crate) target: String,
    pub(crate) fields: BTreeMap<String, String>,
}

/// What to answer.
pub(crate) enum Reply {
    /// Status, fields, body; with its right length.
    Whole(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// These very bytes, then the connection is closed.
    Raw(Vec<u8>),
    /// A head, and then a byte now and then.
    Drip,
    /// Nothing at all.
    Hang,
}

pub(crate) fn page(body: impl Into<String>) -> Reply {
    let fields = vec![("Content-Type", "text/html; charset=utf-8".to_owned())];
    Reply::Whole(200, fields, body.into().into_bytes())
}

pub(crate) fn text(body: impl Into<String>) -> Reply {
    Reply::Whole(200, vec![("Content-Type", "text/plain".to_owned())], body.into().into_bytes())
}

pub(crate) fn status(status: u16) -> Reply {
    Reply::Whole(status, vec![], b"told so".to_vec())
}

pub(crate) fn redirect(to: impl Into<String>) -> Reply {
    Reply::Whole(302, vec![("Location", to.into())], vec![])
}

/// A page of the subject with these links.
pub(crate) fn on_subject(number: usize, links: &[String]) -> Reply {
    let mut html = format!(
        "<html><head><title>花呗逾期{number}</title></head><body><p>第{number}页：花呗逾期之后，平台会先催收，\
         金额大的可能上门，也可以协商分期还款。</p><ul>"
    );
    for link in links {
        html.push_str(&format!("<li><a href=\"{link}\">花呗逾期催收</a></li>"));
    }
    html.push_str("</ul></body></html>");
    page(html)
}

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
    stop: Arc<AtomicBool>,
}

impl Server {
    pub(crate) fn start(answer: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let stop = Arc::new(AtomicBool::new(false));
        let (log, halt, answer) = (seen.clone(), stop.clone(), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if halt.load(Ordering::SeqCst) {
                    break;
                }
                let (log, answer) = (log.clone(), answer.clone());
                std::thread::spawn(move || {
                    let _ = converse(stream, &log, &*answer);
                });
            }
        });
        Server { address, seen, stop }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// Targets in the order they came.
    pub(crate) fn targets(&self) -> Vec<String> {
        self.seen().into_iter().map(|seen| seen.target).collect()
    }

    pub(crate) fn count(&self, target: &str) -> usize {
        self.targets().iter().filter(|found| *found == target).count()
    }

    /// The least time between two requests.
    pub(crate) fn least_gap(&self) -> Duration {
        let seen = self.seen();
        seen.windows(2).map(|pair| pair[1].at - pair[0].at).min().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
    }
}

fn converse(stream: TcpStream, log: &Mutex<Vec<Seen>>, answer: &dyn Fn(&Seen) -> Reply) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut out = stream;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let at = Instant::now();
        let target = line.split(' ').nth(1).unwrap_or_default().to_owned();
        let mut fields = BTreeMap::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            let Some((name, value)) = line.split_once(':') else {
                break;
            };
            fields.insert(name.trim().to_ascii_lowercase(), value.trim().to_owned());
        }
        let seen = Seen { at, target, fields };
        log.lock().unwrap().push(seen.clone());
        match answer(&seen) {
            Reply::Whole(status, fields, body) => {
                let mut head = format!("HTTP/1.1 {status} Told\r\nContent-Length: {}\r\n", body.len());
                for (name, value) in fields {
                    head.push_str(&format!("{name}: {value}\r\n"));
                }
                head.push_str("\r\n");
                let mut message = head.into_bytes();
                if status != 304 {
                    message.extend_from_slice(&body);
                }
                out.write_all(&message)?;
            }
            Reply::Raw(bytes) => {
                out.write_all(&bytes)?;
                return Ok(());
            }
            Reply::Drip => {
                out.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 999\r\n\r\n")?;
                for _ in 0..200 {
                    out.write_all(b"x")?;
                    std::thread::sleep(Duration::from_millis(50));
                }
                return Ok(());
            }
            Reply::Hang => {
                std::thread::sleep(Duration::from_secs(10));
                return Ok(());
            }
        }
    }
}

/// A crawl of a loopback server without delay, with short waits, that tells what happened.
pub(crate) struct Crawled {
    pub(crate) summary: Summary,
    pub(crate) events: Vec<Event>,
}

impl Crawled {
    /// What became of an address whose path is this, over all that was told.
    pub(crate) fn outcomes(&self, path: &str) -> Vec<&'static str> {
        let mut found = Vec::new();
        for event in &self.events {
            if let Event::Page(page) = event
                && page.url.split_once("://").is_some_and(|(_, rest)| rest[rest.find('/').unwrap()..] == *path)
            {
                found.push(page.outcome);
            }
        }
        found
    }
}

pub(crate) fn quick(seed: String, into: &std::path::Path) -> CrawlConfig {
    CrawlConfig {
        seeds: vec![seed],
        into: into.to_owned(),
        delay: Duration::ZERO,
        allow_private: true,
        sitemaps: false,
        timeout: Duration::from_secs(2),
        patience: Duration::from_millis(1500),
        backoff: Duration::from_millis(50),
        cool_down: Duration::from_secs(30),
        robots_retry: Duration::from_millis(200),
        pages: 5_000,
        pages_per_site: 5_000,
        ..CrawlConfig::default()
    }
}

pub(crate) fn run(config: &CrawlConfig) -> Crawled {
    let mut events = Vec::new();
    let summary = crawl(config, &mut |event| events.push(event)).unwrap();
    Crawled { summary, events }
}

/// Pages in the archive of a corpus folder, and what was told of them.
pub(crate) fn archived(into: &std::path::Path) -> (Vec<duizhi::page::Page>, Vec<duizhi::notice::Notice>) {
    let mut paths: Vec<_> = std::fs::read_dir(into.join("crawl"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| duizhi::corpus::warc::is_archive_name(&path.to_string_lossy()))
        .collect();
    paths.sort();
    let mut pages = Vec::new();
    let mut notices = Vec::new();
    for found in duizhi::corpus::warc::read_archives(&paths) {
        match found {
            Ok(page) => pages.push(page),
            Err(notice) => notices.push(notice),
        }
    }
    (pages, notices)
}
