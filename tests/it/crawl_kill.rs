//! A crawl killed at random moments and started again: nothing fetched twice, nothing lost.
//!
//! `DUIZHI_KILLS=20` kills more often than the default.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use duizhi::corpus::crawl::{CrawlConfig, Ended};

use crate::crawl_server::{archived, quick, run};
use crate::crawl_site::site;

/// The crawl that is killed: this test binary, called again for this test alone.
#[test]
#[ignore = "is run by the test that kills it"]
fn child() {
    let seed = std::env::var("DUIZHI_SEED").unwrap();
    let into = std::env::var("DUIZHI_INTO").unwrap();
    let delay = Duration::from_millis(2);
    let config = quick(seed, std::path::Path::new(&into));
    let crawled = run(&CrawlConfig { delay, depth: 1000, ..config });
    assert_eq!(crawled.summary.ended, Ended::Exhausted);
}

#[test]
fn killed_at_random_moments_it_loses_and_repeats_nothing() {
    const PAGES: usize = 300;
    let kills: usize = std::env::var("DUIZHI_KILLS").map_or(5, |kills| kills.parse().unwrap());
    let server = site(PAGES);
    let folder = tempfile::tempdir().unwrap();
    let mut random = 0x2545_f491_4f6c_dd1d_u64 ^ u64::from(std::process::id());
    let mut killed = 0;
    let mut midway = 0;
    loop {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "crawl_kill::child", "--ignored"])
            .env("DUIZHI_SEED", server.url("/p/0.html"))
            .env("DUIZHI_INTO", folder.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        if killed == kills {
            assert!(child.wait().unwrap().success());
            break;
        }
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        // Some requests later, and then at any point between two of them.
        let until = server.seen().len() + 1 + random as usize % (PAGES / (kills + 1));
        let deadline = Instant::now() + Duration::from_secs(20);
        while server.seen().len() < until && Instant::now() < deadline {
            std::thread::sleep(Duration::from_micros(200));
        }
        std::thread::sleep(Duration::from_micros(random >> 32 & 0x3fff));
        child.kill().unwrap();
        child.wait().unwrap();
        killed += 1;
        midway += usize::from((2..PAGES).contains(&server.seen().len()));
    }
    assert!(midway > kills / 2, "{midway} kills came while pages were being fetched");
    let mut asked: BTreeMap<String, usize> = BTreeMap::new();
    for target in server.targets() {
        *asked.entry(target).or_default() += 1;
    }
    assert_eq!(asked.len(), PAGES + 1, "every page was asked for");
    // What was under way at a kill has to be asked for again: at most one request each time.
    let again: usize = asked.iter().filter(|(target, _)| *target != "/robots.txt").map(|(_, n)| n - 1).sum();
    assert!(again <= kills, "{again} requests repeated after {kills} kills");
    let (pages, notices) = archived(folder.path());
    assert_eq!((pages.len(), notices), (PAGES, vec![]), "every page is stored, once");
    let mut archive = Vec::new();
    for entry in std::fs::read_dir(folder.path().join("crawl")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "gz") {
            let mut file = flate2::read::MultiGzDecoder::new(std::fs::File::open(path).unwrap());
            std::io::Read::read_to_end(&mut file, &mut archive).unwrap();
        }
    }
    let responses = String::from_utf8_lossy(&archive).matches("WARC-Type: response\r\n").count();
    assert_eq!(responses, PAGES, "no page was stored twice");
}
