//! The scheduler alone, with a clock of the test's own: who is asked, when, and how often.

use std::time::Duration;

use duizhi::corpus::crawl::frontier::UrlRow;
use duizhi::corpus::crawl::host::{Verdict, retry_after};
use duizhi::corpus::crawl::schedule::{Head, Next, Pace, Schedule, Turn};
use duizhi::corpus::crawl::{Reason, canonical};
use url::Url;

fn pace() -> Pace {
    Pace {
        delay: Duration::from_secs(2),
        backoff: Duration::from_secs(2),
        cool_down: Duration::from_secs(600),
        robots_retry: Duration::from_secs(60),
        connections: 2,
        pages: 100,
        pages_per_site: 100,
        robots_only: false,
    }
}

fn head(address: &str, score: u16) -> Option<Head> {
    let url = Url::parse(address).unwrap();
    Some(Head {
        key: canonical::canonical(&url),
        row: UrlRow { score, ..UrlRow::seed(&url, 0) },
        origin: canonical::origin_of(&url),
        site: canonical::site_of(&url),
        url,
        needs_robots: false,
        crawl_delay: None,
    })
}

fn schedule(pace: Pace, heads: &[(&str, u16)]) -> Schedule {
    let mut schedule = Schedule::new(pace, 0, []);
    for (address, score) in heads {
        let head = head(address, *score);
        schedule.set_head(&canonical::host_of(&Url::parse(address).unwrap()), head);
    }
    schedule
}

fn asked(next: Next) -> String {
    match next {
        Next::Ask(host, Turn::Page(_), _) => host,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_most_promising_host_comes_first_and_connections_are_limited() {
    let mut schedule = schedule(pace(), &[("http://a.cn/", 10), ("http://b.cn/", 900), ("http://c.cn/", 500)]);
    assert_eq!(asked(schedule.next(0)), "b.cn");
    assert_eq!(asked(schedule.next(0)), "c.cn");
    assert!(matches!(schedule.next(0), Next::Busy), "two at once and no more");
}

#[test]
fn a_host_is_asked_again_only_when_stored_and_after_its_delay() {
    let mut schedule = schedule(pace(), &[("http://a.cn/", 10)]);
    asked(schedule.next(1_000));
    assert!(matches!(schedule.next(9_000), Next::Busy), "one at a time");
    schedule.answered("a.cn", Verdict::Fine, 10_000);
    assert!(matches!(schedule.next(20_000), Next::Busy), "not stored yet");
    schedule.free("a.cn");
    schedule.set_head("a.cn", head("http://a.cn/2", 10));
    match schedule.next(11_000) {
        Next::Wait(moment, Reason::Delay) => assert!(moment > 12_000, "{moment}"),
        other => panic!("{other:?}"),
    }
    assert!(matches!(schedule.next(12_000), Next::Wait(..)));
    assert_eq!(asked(schedule.next(12_001)), "a.cn");
}

#[test]
fn robots_delay_holds_from_the_very_first_page() {
    let mut schedule = Schedule::new(pace(), 0, []);
    let first = head("http://a.cn/", 10).map(|head| Head { needs_robots: true, ..head });
    schedule.set_head("a.cn", first);
    assert!(matches!(schedule.next(0), Next::Ask(_, Turn::Robots(_), None)));
    schedule.answered("a.cn", Verdict::Fine, 100);
    schedule.free("a.cn");
    let crawl_delay = Some(Duration::from_secs(30));
    schedule.set_head("a.cn", head("http://a.cn/", 10).map(|head| Head { crawl_delay, ..head }));
    assert!(matches!(schedule.next(30_100), Next::Wait(30_101, Reason::Delay)));
}

#[test]
fn strangers_get_a_second_whatever_is_asked_for() {
    let quick = Pace { delay: Duration::ZERO, ..pace() };
    let mut schedule = schedule(quick, &[("http://a.cn/", 10), ("http://127.0.0.1:1/", 10)]);
    assert_eq!(asked(schedule.next(0)), "127.0.0.1:1");
    assert_eq!(asked(schedule.next(0)), "a.cn");
    for (host, least) in [("a.cn", 1_000), ("127.0.0.1:1", 0)] {
        let (next_allowed, ..) = schedule.answered(host, Verdict::Fine, 0);
        assert_eq!(next_allowed, least + 1, "{host}");
    }
}

#[test]
fn budgets_count_requests_under_way() {
    let small = Pace { pages: 3, pages_per_site: 1, ..pace() };
    let mut schedule = schedule(small, &[("http://a.x.cn/", 9), ("http://b.x.cn/", 8), ("http://c.cn/", 7)]);
    assert_eq!(asked(schedule.next(0)), "a.x.cn");
    assert_eq!(asked(schedule.next(0)), "c.cn", "the site's page is under way");
    assert!(schedule.is_held_by_budget());
    schedule.answered("a.x.cn", Verdict::Failed, 10);
    schedule.uncount("x.cn");
    schedule.free("a.x.cn");
    schedule.set_head("a.x.cn", None);
    assert_eq!(asked(schedule.next(10)), "b.x.cn", "the page did not come, so another may");
}

#[test]
fn throttled_hosts_wait_longer_each_time_and_are_given_up() {
    let mut schedule = schedule(pace(), &[("http://a.cn/", 10)]);
    let mut now = 0;
    let mut waits = Vec::new();
    for _ in 0..7 {
        asked(schedule.next(now));
        let (next_allowed, longer, dropped) = schedule.answered("a.cn", Verdict::Throttled(None), now);
        schedule.free("a.cn");
        waits.push((longer.unwrap().1 / 1000, dropped.is_some()));
        now = next_allowed;
    }
    let expected = [(4, false), (8, false), (16, false), (32, false), (600, false), (600, false), (600, true)];
    assert_eq!(waits, expected);
    assert!(matches!(schedule.next(now), Next::Nothing));
    assert!(schedule.has_dropped_work());
}

#[test]
fn retry_after_is_read_in_both_forms() {
    let now = 784_111_777_000; // Sun, 06 Nov 1994 08:49:37 GMT
    for (value, seconds) in [
        ("120", Some(120)),
        (" 0 ", Some(0)),
        ("99999999999", Some(86_400)),
        ("Sun, 06 Nov 1994 08:50:37 GMT", Some(60)),
        ("Sun, 06 Nov 1994 08:00:00 GMT", Some(0)),
        ("soon", None),
        ("-5", None),
    ] {
        assert_eq!(retry_after(value, now), seconds.map(Duration::from_secs), "{value}");
    }
}
