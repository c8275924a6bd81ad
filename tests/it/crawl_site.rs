//! Crawls of whole sites: all of it once, again later, only what is of use, never without end.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use duizhi::corpus::crawl::{CrawlConfig, Ended};

use crate::crawl_server::{Reply, Server, archived, on_subject, page, quick, run, status, text};

/// Pages of a site in which each page leads to three others and the next.
pub(crate) fn links_of(number: usize, pages: usize) -> Vec<String> {
    [number + 1, number * 2, number * 3 + 1, number / 2].map(|to| format!("/p/{}.html", to % pages)).to_vec()
}

pub(crate) fn site(pages: usize) -> Server {
    Server::start(move |seen| {
        let number = seen.target.strip_prefix("/p/").and_then(|rest| rest.strip_suffix(".html"));
        match number.and_then(|number| number.parse::<usize>().ok()) {
            Some(number) if number < pages => on_subject(number, &links_of(number, pages)),
            _ => status(404),
        }
    })
}

#[test]
fn a_site_of_2000_pages_is_fetched_once_and_whole() {
    let server = site(2000);
    let folder = tempfile::tempdir().unwrap();
    let config = CrawlConfig { depth: 5000, ..quick(server.url("/p/0.html"), folder.path()) };
    let crawled = run(&config);
    assert_eq!(crawled.summary.ended, Ended::Exhausted);
    assert_eq!(crawled.summary.counts.kept, 2000);
    let targets = server.targets();
    assert_eq!(targets.len(), 2001, "robots.txt and each page once");
    assert_eq!(targets.iter().collect::<BTreeSet<_>>().len(), 2001);
    let (pages, notices) = archived(folder.path());
    assert_eq!((pages.len(), notices), (2000, vec![]));
    assert_eq!(pages.iter().map(|page| &page.address).collect::<BTreeSet<_>>().len(), 2000);
}

#[test]
fn a_later_crawl_asks_only_for_what_changed() {
    let round = Arc::new(AtomicUsize::new(0));
    let now = round.clone();
    let server = Server::start(move |seen| {
        let second = now.load(Ordering::SeqCst) == 1;
        let asked = seen.fields.get("if-none-match").map(String::as_str);
        let dated = seen.fields.get("if-modified-since").map(String::as_str);
        let with = |field: (&'static str, &str), reply: Reply| match reply {
            Reply::Whole(status, mut fields, body) => {
                fields.push((field.0, field.1.to_owned()));
                Reply::Whole(status, fields, body)
            }
            other => other,
        };
        match seen.target.as_str() {
            "/" => {
                let links = ["/etag", "/date", "/same", "/new", "/gone"].map(str::to_owned);
                on_subject(0, &links)
            }
            "/etag" if asked == Some("\"v1\"") => status(304),
            "/etag" => with(("ETag", "\"v1\""), on_subject(1, &[])),
            "/date" if dated == Some("Sat, 01 Jun 2024 00:00:00 GMT") => status(304),
            "/date" => with(("Last-Modified", "Sat, 01 Jun 2024 00:00:00 GMT"), on_subject(2, &[])),
            "/same" => on_subject(3, &[]),
            "/new" => on_subject(if second { 400 } else { 4 }, &[]),
            "/gone" if second => status(410),
            "/gone" => on_subject(5, &[]),
            _ => status(404),
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let config = quick(server.url("/"), folder.path());
    assert_eq!(run(&config).summary.counts.kept, 6);
    round.store(1, Ordering::SeqCst);
    let later = run(&config);
    let counts = later.summary.counts;
    assert_eq!((counts.unchanged, counts.changed, counts.gone, counts.kept), (4, 1, 1, 1));
    for (path, outcome) in
        [("/etag", "unchanged"), ("/date", "unchanged"), ("/same", "unchanged"), ("/new", "changed"), ("/gone", "gone")]
    {
        assert_eq!(later.outcomes(path), [outcome], "{path}");
    }
    let (pages, notices) = archived(folder.path());
    assert_eq!(pages.len(), 6, "one version of each, the gone one too");
    let new = pages.iter().find(|page| page.address.ends_with("/new")).unwrap();
    assert!(String::from_utf8_lossy(&new.bytes).contains("花呗逾期400"), "the latest version");
    assert_eq!(notices.len(), 1);
    assert!(notices[0].message.contains("/gone was gone on 20"), "{}", notices[0].message);
    let third = run(&config);
    assert_eq!(third.outcomes("/gone"), Vec::<&str>::new(), "gone pages are not asked for again");
}

#[test]
fn only_pages_of_use_are_kept_and_followed() {
    let server = Server::start(|seen| match seen.target.as_str() {
        "/" => page(
            "<title>首页</title><p>欢迎光临本站</p><a href=/good>借呗逾期会上门吗</a><a href=/sport>体育新闻</a>\
             <a href=/money>金融频道</a>",
        ),
        "/good" => on_subject(1, &["/better".to_owned()]),
        "/better" => on_subject(2, &[]),
        "/money" => page("<title>金融</title><p>行情</p><a href=/deep>催收</a><a href=/stocks>股票</a>"),
        "/deep" => on_subject(3, &[]),
        "/sport" => page("<title>体育</title><p>比赛</p><a href=/ball>足球</a>"),
        "/ball" => page("<title>足球</title><p>比分</p><a href=/ball2>篮球</a>"),
        "/ball2" => page("<title>篮球</title><p>比分</p><a href=/ball3>排球</a>"),
        "/stocks" | "/ball3" => page("<title>别的</title><p>别的</p>"),
        _ => status(404),
    });
    let folder = tempfile::tempdir().unwrap();
    let crawled = run(&quick(server.url("/"), folder.path()));
    for (path, outcome) in [("/good", "stored"), ("/better", "stored"), ("/deep", "stored"), ("/sport", "unkept")] {
        assert_eq!(crawled.outcomes(path), [outcome], "{path}");
    }
    assert_eq!(crawled.outcomes("/ball3"), Vec::<&str>::new(), "too far from anything of use");
    let targets = server.targets();
    let place = |path: &str| targets.iter().position(|target| target == path).unwrap();
    assert!(place("/good") < place("/money") && place("/better") < place("/sport"), "{targets:?}");
    assert_eq!(archived(folder.path()).0.len(), 3);
}

#[test]
fn traps_end() {
    let server = Server::start(|seen| {
        let target = seen.target.as_str();
        let query = target.split_once('?').map_or("", |(_, query)| query);
        let number = |name: &str| -> usize {
            query
                .split('&')
                .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
                .and_then(|value| value.parse().ok())
                .unwrap_or(0)
        };
        match target.split('?').next().unwrap() {
            "/" => on_subject(
                0,
                &[
                    "/calendar?year=2026&month=11".to_owned(),
                    "/s?id=1&sid=a1".to_owned(),
                    "/x?a=1&b=2".to_owned(),
                    "/x?b=2&a=1&utm_source=me".to_owned(),
                    "/loop/a/".to_owned(),
                ],
            ),
            // Every month leads to the next and to the one before.
            "/calendar" => {
                let month = number("year") * 12 + number("month");
                let link = |m: usize| format!("<a href='/calendar?year={}&month={}'>月</a>", m / 12, m % 12);
                page(format!("<title>{month}</title><p>日历 {month}</p>{}{}", link(month + 1), link(month - 1)))
            }
            // Every link carries another session.
            "/s" => {
                let session = seen.at.elapsed().as_nanos();
                let links: Vec<String> =
                    (1..=3).map(|id| format!("/s?id={id}&sid=z{session}{}", number("id"))).collect();
                on_subject(100 + number("id"), &links)
            }
            "/x" => on_subject(200, &[]),
            _ if target.starts_with("/loop/") => on_subject(300 + target.len(), &[format!("{target}a/")]),
            _ => status(404),
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let crawled = run(&CrawlConfig { depth: 500, ..quick(server.url("/"), folder.path()) });
    assert_eq!(crawled.summary.ended, Ended::Exhausted);
    let targets = server.targets();
    let count = |start: &str| targets.iter().filter(|target| target.starts_with(start)).count();
    assert!(count("/calendar") <= 27, "{}", count("/calendar"));
    assert_eq!(count("/s?"), 3, "one for each id: {targets:?}");
    assert_eq!(count("/x"), 1);
    assert!(count("/loop") <= 3, "{targets:?}");
    let everything = tempfile::tempdir().unwrap();
    let all = run(&CrawlConfig {
        depth: 500,
        keep_all: true,
        ..quick(server.url("/calendar?year=2026&month=11"), everything.path())
    });
    assert!(all.summary.counts.fetched <= 27, "a calendar ends even where all is kept");
}

#[test]
fn budgets_hold_and_the_next_run_goes_on() {
    let server = site(100);
    let folder = tempfile::tempdir().unwrap();
    let config = CrawlConfig { pages: 10, ..quick(server.url("/p/0.html"), folder.path()) };
    let first = run(&config);
    assert_eq!((first.summary.ended, first.summary.counts.fetched), (Ended::Budget, 10));
    assert_eq!(server.targets().len(), 11);
    let second = run(&CrawlConfig { pages: 1000, pages_per_site: 15, ..config.clone() });
    assert_eq!((second.summary.ended, second.summary.counts.fetched), (Ended::Budget, 15));
    assert_eq!(server.targets().iter().collect::<BTreeSet<_>>().len(), 26, "none twice");
    let folder = tempfile::tempdir().unwrap();
    let shallow = run(&CrawlConfig { depth: 1, ..quick(server.url("/p/10.html"), folder.path()) });
    assert_eq!(shallow.summary.counts.fetched, 5, "the seed and its four links");
    let folder = tempfile::tempdir().unwrap();
    let small = run(&CrawlConfig { bytes: Some(3000), ..quick(server.url("/p/0.html"), folder.path()) });
    assert!(small.summary.counts.bytes < 4500, "{}", small.summary.counts.bytes);
}

#[test]
fn sitemaps_are_entrances() {
    let server = Server::start(|seen| {
        let host = seen.fields["host"].clone();
        match seen.target.as_str() {
            "/robots.txt" => text(format!("User-agent: *\nDisallow: /no/\nSitemap: http://{host}/index.xml\n")),
            "/index.xml" => text(format!(
                "<sitemapindex><sitemap><loc>http://{host}/one.xml.gz</loc></sitemap>\
                 <sitemap><loc>http://{host}/no/two.xml</loc></sitemap>\
                 <sitemap><loc>http://169.254.169.254/three.xml</loc></sitemap></sitemapindex>"
            )),
            "/one.xml.gz" => {
                let xml = format!(
                    "<urlset><url><loc>http://{host}/huabei/1.html</loc></url>\
                     <url><loc>http://elsewhere.example/x</loc></url></urlset>"
                );
                let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                std::io::Write::write_all(&mut packed, xml.as_bytes()).unwrap();
                let body = packed.finish().unwrap();
                Reply::Whole(200, vec![("Content-Type", "application/x-gzip".to_owned())], body)
            }
            "/huabei/1.html" => on_subject(1, &[]),
            "/" => page("<title>空</title>"),
            _ => status(404),
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let crawled = run(&CrawlConfig { sitemaps: true, ..quick(server.url("/"), folder.path()) });
    assert_eq!(crawled.outcomes("/huabei/1.html"), ["stored"]);
    assert_eq!(crawled.outcomes("/no/two.xml"), ["denied"], "robots.txt counts for sitemaps too");
    assert_eq!(server.count("/no/two.xml"), 0);
    assert_eq!(crawled.summary.hosts.len(), 1, "no other host was asked for a sitemap");
}

#[test]
fn scope_and_dry_run() {
    let server = Server::start(|seen| match seen.target.as_str() {
        "/robots.txt" => text("User-agent: *\nDisallow: /inner\n"),
        "/" => on_subject(
            0,
            &[
                "/a/1".to_owned(),
                "/b/1".to_owned(),
                "/a/login".to_owned(),
                "/inner/x".to_owned(),
                "http://localhost:9/x".to_owned(),
            ],
        ),
        "/a/1" | "/b/1" => on_subject(seen.target.len() + usize::from(seen.target.as_bytes()[1]), &[]),
        _ => status(404),
    });
    let folder = tempfile::tempdir().unwrap();
    let plain = quick(server.url("/"), folder.path());
    let dry = run(&CrawlConfig { dry_run: true, ..plain.clone() });
    assert_eq!(server.targets(), ["/robots.txt"], "a dry run asks for the rules only");
    assert!(!folder.path().join("crawl").exists());
    assert!(format!("{:?}", dry.events).contains("Would"));
    let allow = vec!["/a/*".to_owned()];
    let deny = vec!["*login*".to_owned()];
    let crawled = run(&CrawlConfig { allow, deny, ..plain });
    assert_eq!(server.count("/b/1") + server.count("/a/login") + server.count("/inner/x"), 0);
    assert_eq!(crawled.summary.counts.kept, 2);
}

/// The `warc` crate reads what was written, and finds the records that belong together.
#[test]
fn another_reader_reads_the_archive() {
    let server = site(5);
    let folder = tempfile::tempdir().unwrap();
    let config = quick(server.url("/p/0.html"), folder.path());
    run(&config);
    run(&config);
    let file = std::fs::File::open(folder.path().join("crawl/crawl-00001.warc.gz")).unwrap();
    let plain = std::io::BufReader::new(flate2::read::MultiGzDecoder::new(file));
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut ids = BTreeSet::new();
    let mut referred = BTreeSet::new();
    for record in warc::WarcReader::new(plain).iter_records() {
        let record = record.unwrap();
        *kinds.entry(record.warc_type().to_string()).or_default() += 1;
        assert!(ids.insert(record.warc_id().to_owned()), "identifiers are unique");
        assert_eq!(record.content_length() as usize, record.body().len());
        for field in [warc::WarcHeader::ConcurrentTo, warc::WarcHeader::RefersTo] {
            referred.extend(record.header(field).map(|id| id.into_owned()));
        }
    }
    let expected = [("metadata", 10), ("request", 10), ("response", 5), ("revisit", 5), ("warcinfo", 1)];
    assert_eq!(kinds, expected.map(|(kind, count)| (kind.to_owned(), count)).into());
    assert!(referred.is_subset(&ids) && referred.len() == 10, "{referred:?}");
}
