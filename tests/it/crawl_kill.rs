//! A crawl killed at random moments and started again: nothing fetched twice, nothing lost.
//!
//! `DUIZHI_KILLS=20` kills more often than the default.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::crawl_server::archived;
use crate::crawl_site::site;

/// The example stands for the program: the same flags, the same code.
fn program() -> std::path::PathBuf {
    let mut path = std::env::current_exe().unwrap();
    path.pop();
    path.pop();
    path.join("examples")
        .join(format!("crawl_once{}", std::env::consts::EXE_SUFFIX))
}

#[test]
fn killed_at_random_moments_it_loses_and_repeats_nothing() {
    const PAGES: usize = 300;
    let kills: usize = std::env::var("DUIZHI_KILLS").map_or(5, |kills| kills.parse().unwrap());
    let server = site(PAGES);
    let folder = tempfile::tempdir().unwrap();
    let mut random = 0x2545_f491_4f6c_dd1d_u64 ^ u64::from(std::process::id());
    let mut killed = 0;
    loop {
        let mut child = Command::new(program())
            .arg(server.url("/p/0.html"))
            .args([
                "--delay",
                "0.002",
                "--allow-private",
                "--no-sitemaps",
                "--depth",
                "1000",
                "--into",
            ])
            .arg(folder.path())
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
        std::thread::sleep(Duration::from_millis(30 + random % 220));
        child.kill().unwrap();
        child.wait().unwrap();
        killed += 1;
    }
    let mut asked: BTreeMap<String, usize> = BTreeMap::new();
    for target in server.targets() {
        *asked.entry(target).or_default() += 1;
    }
    assert_eq!(asked.len(), PAGES + 1, "every page was asked for");
    // What was under way at a kill has to be asked for again: at most one request each time.
    let again: usize = asked
        .iter()
        .filter(|(target, _)| *target != "/robots.txt")
        .map(|(_, n)| n - 1)
        .sum();
    assert!(
        again <= kills,
        "{again} requests repeated after {kills} kills"
    );
    let (pages, notices) = archived(folder.path());
    assert_eq!(
        (pages.len(), notices),
        (PAGES, vec![]),
        "every page is stored, once"
    );
    let mut archive = Vec::new();
    for entry in std::fs::read_dir(folder.path().join("crawl")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "gz") {
            let mut file = flate2::read::MultiGzDecoder::new(std::fs::File::open(path).unwrap());
            std::io::Read::read_to_end(&mut file, &mut archive).unwrap();
        }
    }
    let responses = String::from_utf8_lossy(&archive)
        .matches("WARC-Type: response\r\n")
        .count();
    assert_eq!(responses, PAGES, "no page was stored twice");
}
