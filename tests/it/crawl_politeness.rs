//! What hosts may expect: robots.txt after RFC 9309, the delay kept, waiting when told to.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use duizhi::corpus::crawl::{CrawlConfig, CrawlError, Ended, Event, crawl};

use crate::crawl_server::{Crawled, Reply, Seen, Server, on_subject, quick, redirect, run, status, text};
use crate::crawl_site::site;

/// A site whose robots.txt answers so; `/` leads to `/inner`.
fn with_robots(robots: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> (Server, Crawled) {
    let server = Server::start(move |seen| match seen.target.as_str() {
        "/" => on_subject(0, &["/inner".to_owned()]),
        "/inner" => on_subject(1, &[]),
        _ => robots(seen),
    });
    let folder = tempfile::tempdir().unwrap();
    let timeout = Duration::from_millis(800);
    let crawled = run(&CrawlConfig { timeout, ..quick(server.url("/"), folder.path()) });
    (server, crawled)
}

#[test]
fn rules_are_obeyed() {
    let (server, crawled) = with_robots(|_| text("User-agent: duizhi\nDisallow: /inner\n"));
    assert_eq!(server.targets(), ["/robots.txt", "/"]);
    assert_eq!((crawled.summary.counts.denied, crawled.outcomes("/inner")), (1, vec!["denied"]));
}

#[test]
fn absent_rules_allow() {
    let (server, crawled) = with_robots(|_| status(404));
    assert_eq!(server.targets(), ["/robots.txt", "/", "/inner"]);
    assert_eq!(crawled.summary.ended, Ended::Exhausted);
}

#[test]
fn failing_rules_deny_and_are_asked_for_again_later() {
    for answer in
        [|_: &Seen| status(503), |_: &Seen| Reply::Hang, |_: &Seen| Reply::Raw(vec![]), |_: &Seen| status(429)]
    {
        let (server, crawled) = with_robots(answer);
        assert!(server.targets().iter().all(|target| target == "/robots.txt"), "{:?}", server.targets());
        assert!((2..=3).contains(&server.targets().len()), "{:?}", server.targets());
        assert_eq!((crawled.summary.ended, crawled.summary.queued), (Ended::Waiting, 1), "nothing is lost");
    }
}

#[test]
fn rules_that_come_back_are_obeyed() {
    let asked = AtomicUsize::new(0);
    let (server, crawled) = with_robots(move |_| match asked.fetch_add(1, Ordering::SeqCst) {
        0 => status(500),
        _ => text("User-agent: *\nDisallow: /inner\n"),
    });
    assert_eq!(server.targets(), ["/robots.txt", "/robots.txt", "/"]);
    assert_eq!(crawled.summary.ended, Ended::Exhausted);
}

#[test]
fn five_redirects_lead_to_the_rules_and_six_to_none() {
    for (hops, denied) in [(5, 1), (6, 0)] {
        let (server, crawled) = with_robots(move |seen| {
            let hop: usize = seen.target.strip_prefix("/hop").map_or(0, |n| n.parse().unwrap());
            match hop == hops {
                true => text("User-agent: *\nDisallow: /inner\n"),
                false => redirect(format!("/hop{}", hop + 1)),
            }
        });
        assert_eq!(crawled.summary.counts.denied, denied, "{hops}: {:?}", server.targets());
    }
}

#[test]
fn rules_found_on_another_host_count() {
    let other = Server::start(|_| text("User-agent: *\nDisallow: /inner\n"));
    let there = other.url("/rules.txt");
    let (server, crawled) = with_robots(move |_| redirect(there.clone()));
    assert_eq!(server.targets(), ["/robots.txt", "/"]);
    assert_eq!((other.targets(), crawled.summary.counts.denied), (vec!["/rules.txt".to_owned()], 1));
}

#[test]
fn a_long_file_is_read_to_its_limit_and_other_charsets_do_no_harm() {
    let (server, _) = with_robots(|_| {
        let mut body = b"# \xbd\xfb\xd6\xb9\r\nUser-agent: *\r\nDisallow: /inner\r\n".to_vec();
        body.resize(1 << 20, b'#');
        body.extend_from_slice(b"\nDisallow: /\n");
        Reply::Whole(200, vec![("Content-Type", "text/plain; charset=gbk".to_owned())], body)
    });
    assert_eq!(server.targets(), ["/robots.txt", "/"]);
}

#[test]
fn the_gap_at_the_server_is_never_under_the_delay() {
    let server = site(12);
    let folder = tempfile::tempdir().unwrap();
    let delay = Duration::from_millis(120);
    run(&CrawlConfig { delay, sitemaps: true, ..quick(server.url("/p/0.html"), folder.path()) });
    assert_eq!(server.seen().len(), 14, "robots.txt, the sitemap and the pages");
    assert!(server.least_gap() >= delay, "{:?}", server.least_gap());
}

#[test]
fn a_longer_delay_that_the_rules_ask_for_is_kept() {
    let (server, _) = with_robots(|_| text("User-agent: *\nCrawl-delay: 0.4\n"));
    assert_eq!(server.targets().len(), 3);
    assert!(server.least_gap() >= Duration::from_millis(400), "{:?}", server.least_gap());
}

#[test]
fn strangers_are_not_hurried() {
    let config = CrawlConfig {
        delay: Duration::from_millis(900),
        seeds: vec!["http://example.com/".to_owned()],
        ..CrawlConfig::default()
    };
    assert!(matches!(crawl(&config, &mut |_| {}), Err(CrawlError::Delay)));
}

/// A page that says `429` with this field the first time.
fn throttled(field: impl Fn() -> Option<String> + Send + Sync + 'static) -> (Server, Crawled) {
    let asked = AtomicUsize::new(0);
    let server = Server::start(move |seen| match seen.target.as_str() {
        "/" if asked.fetch_add(1, Ordering::SeqCst) == 0 => {
            Reply::Whole(429, field().map(|value| ("Retry-After", value)).into_iter().collect(), vec![])
        }
        "/" => on_subject(0, &[]),
        _ => status(404),
    });
    let folder = tempfile::tempdir().unwrap();
    let patience = Duration::from_secs(4);
    let crawled = run(&CrawlConfig { patience, ..quick(server.url("/"), folder.path()) });
    (server, crawled)
}

fn gap_after_429(server: &Server) -> Duration {
    let seen = server.seen();
    assert_eq!(seen.len(), 3, "{:?}", server.targets());
    seen[2].at - seen[1].at
}

#[test]
fn retry_after_is_honoured_in_both_forms() {
    let (server, crawled) = throttled(|| Some("1".to_owned()));
    assert!(gap_after_429(&server) >= Duration::from_secs(1));
    assert_eq!(crawled.outcomes("/"), ["again", "stored"]);
    let (server, _) = throttled(|| {
        let then = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(2);
        Some(then.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string())
    });
    // The form has whole seconds, so of two seconds one to two are left.
    assert!(gap_after_429(&server) >= Duration::from_millis(1000));
    let (server, _) = throttled(|| None);
    assert!(gap_after_429(&server) >= Duration::from_millis(100), "the first backoff, doubled");
}

#[test]
fn a_long_retry_after_ends_the_crawl_for_now_and_is_kept() {
    let (server, crawled) = throttled(|| Some("3600".to_owned()));
    assert_eq!((server.seen().len(), crawled.summary.ended, crawled.summary.queued), (2, Ended::Waiting, 1));
    assert!(crawled.events.iter().any(|event| matches!(event, Event::HostWaits { seconds, .. } if *seconds >= 3600.0)));
}

#[test]
fn waits_double_and_end_in_a_rest() {
    let server = Server::start(|seen| match seen.target.as_str() {
        "/robots.txt" => status(404),
        _ => status(503),
    });
    let folder = tempfile::tempdir().unwrap();
    let config = quick(server.url("/"), folder.path());
    let crawled = run(&config);
    let waits: Vec<f64> = crawled
        .events
        .iter()
        .filter_map(|event| match event {
            Event::HostWaits { seconds, .. } => Some(*seconds),
            _ => None,
        })
        .collect();
    assert_eq!(waits, [0.1, 0.2, 0.4, 0.8, 30.0]);
    assert_eq!((crawled.summary.ended, crawled.summary.queued), (Ended::Waiting, 1));
    let requests = server.seen().len();
    run(&config);
    assert_eq!(server.seen().len(), requests, "the rest outlives the run");
}

#[test]
fn it_says_who_it_is() {
    let server = site(1);
    let folder = tempfile::tempdir().unwrap();
    let contact = Some("https://example.org/about".to_owned());
    run(&CrawlConfig { contact, ..quick(server.url("/p/0.html"), folder.path()) });
    for seen in server.seen() {
        assert_eq!(seen.fields["user-agent"], "duizhi/0.1 (+https://example.org/about)");
    }
    let config = CrawlConfig { contact: Some("a\r\nX: b".to_owned()), ..quick(server.url("/"), folder.path()) };
    assert!(matches!(crawl(&config, &mut |_| {}), Err(CrawlError::Contact)));
}
