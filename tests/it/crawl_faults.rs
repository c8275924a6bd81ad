//! Servers that are broken or mean: the crawl survives them, and is not led inside.

use std::io::Write;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use duizhi::corpus::crawl::{CrawlConfig, Ended, LEAST_DELAY};

use crate::crawl_server::{Crawled, Reply, Server, archived, on_subject, page, quick, redirect, run, status};

/// A seed that leads to `/fault`, which answers so.
fn with_fault(fault: impl Fn() -> Reply + Send + Sync + 'static) -> (Server, Crawled) {
    let server = Server::start(move |seen| match seen.target.as_str() {
        "/" => on_subject(0, &["/fault".to_owned()]),
        "/fault" => fault(),
        _ => status(404),
    });
    let folder = tempfile::tempdir().unwrap();
    let config = CrawlConfig { timeout: Duration::from_millis(600), ..quick(server.url("/"), folder.path()) };
    let crawled = run(&config);
    assert_eq!(crawled.outcomes("/"), ["stored"]);
    assert_eq!(archived(folder.path()).0.len() as u64, crawled.summary.counts.kept);
    (server, crawled)
}

fn html(fields: &str, body: &[u8]) -> Reply {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{fields}\r\n");
    Reply::Raw([head.as_bytes(), body].concat())
}

#[test]
fn what_may_pass_is_tried_three_times() {
    let faults: [fn() -> Reply; 5] = [
        || Reply::Drip,
        || html("Content-Length: 500\r\n", b"short"),
        || html("Transfer-Encoding: chunked\r\n", b"zz\r\nnot chunks"),
        || Reply::Raw(b"no HTTP at all\r\n\r\n".to_vec()),
        || status(500),
    ];
    for (number, fault) in faults.into_iter().enumerate() {
        let (server, crawled) = with_fault(fault);
        assert_eq!(crawled.outcomes("/fault"), ["again", "again", "failed"], "fault {number}");
        assert_eq!(server.count("/fault"), 3, "fault {number}");
    }
}

/// A hundred megabytes in a hundred kilobytes.
static BOMB: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let zeros = vec![b'0'; 1 << 20];
    for _ in 0..100 {
        packed.write_all(&zeros).unwrap();
    }
    packed.finish().unwrap()
});

#[test]
fn what_will_not_change_is_tried_once() {
    let faults: [fn() -> Reply; 7] = [
        || status(403),
        || Reply::Whole(200, vec![("Content-Type", "image/png".to_owned())], vec![1; 50]),
        || page("花呗".repeat(2_000_000)),
        || Reply::Whole(200, vec![("X-Long", "y".repeat(100_000))], vec![]),
        || redirect("ftp://127.0.0.1/x"),
        || redirect("/fault"),
        || {
            let fields = vec![("Content-Type", "text/html".to_owned()), ("Content-Encoding", "gzip".to_owned())];
            Reply::Whole(200, fields, BOMB.clone())
        },
    ];
    assert!(BOMB.len() < 1 << 20);
    for (number, fault) in faults.into_iter().enumerate() {
        let (server, crawled) = with_fault(fault);
        assert_eq!(crawled.outcomes("/fault"), ["failed"], "fault {number}");
        assert_eq!(server.count("/fault"), 1, "fault {number}");
    }
}

#[test]
fn more_bytes_than_announced_are_not_taken_for_the_next_answer() {
    let (_, crawled) = with_fault(|| html("Content-Length: 12\r\n", "<p>花呗</p>HTTP/1.1 200 OK\r\n\r\n".as_bytes()));
    assert_eq!(crawled.outcomes("/fault").len(), 1);
    assert_eq!(crawled.summary.ended, Ended::Exhausted);
}

#[test]
fn redirects_end_after_five() {
    let server = Server::start(|seen| {
        let hop: usize = seen.target.trim_matches('/').parse().unwrap_or(0);
        match (seen.target.as_str(), hop) {
            ("/robots.txt", _) => status(404),
            (_, 5) => on_subject(5, &[]),
            (_, hop) => redirect(format!("/{}", hop + 1)),
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let crawled = run(&quick(server.url("/0"), folder.path()));
    assert_eq!(crawled.outcomes("/5"), ["stored"]);
    let folder = tempfile::tempdir().unwrap();
    let crawled = run(&quick(server.url("/6"), folder.path()));
    assert_eq!(server.count("/12"), 0, "{:?}", server.targets());
    assert_eq!(crawled.outcomes("/11"), ["failed"]);
}

#[test]
fn a_redirect_to_another_spelling_of_itself_is_followed() {
    let server = Server::start(|seen| match seen.target.as_str() {
        "/a" => redirect("/a?sid=1"),
        "/a?sid=1" => on_subject(1, &[]),
        _ => status(404),
    });
    let folder = tempfile::tempdir().unwrap();
    let crawled = run(&quick(server.url("/a"), folder.path()));
    assert_eq!(crawled.summary.counts.kept, 1);
}

/// Without `--allow-private` nothing inside is asked, however it is spelt: the server counts.
#[test]
fn nothing_inside_is_asked() {
    let server = Server::start(|_| on_subject(0, &[]));
    let port = server.address.port();
    for host in ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"] {
        let folder = tempfile::tempdir().unwrap();
        let config = CrawlConfig {
            allow_private: false,
            delay: LEAST_DELAY,
            ..quick(format!("http://{host}:{port}/"), folder.path())
        };
        let crawled = run(&config);
        assert_eq!(crawled.summary.counts.fetched, 0, "{host}");
        assert_eq!(server.seen().len(), 0, "{host}");
    }
}

/// The guard is the fetcher's own, so it holds for robots.txt, sitemaps and every hop alike.
#[test]
fn redirects_inside_are_refused() {
    use duizhi::corpus::crawl::fetch::{Fetched, Fetcher, Request};
    let server = Server::start(|_| on_subject(0, &[]));
    let fetcher = Fetcher::new("test", false).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for url in [
        server.url("/robots.txt"),
        format!("http://localhost:{}/x", server.address.port()),
        "http://169.254.169.254/latest/".to_owned(),
    ] {
        let request = Request {
            url: url::Url::parse(&url).unwrap(),
            etag: None,
            modified: None,
            body_cap: 1000,
            cut: false,
            any_type: true,
            timeout: Duration::from_secs(2),
        };
        let start = Instant::now();
        let fetched = runtime.block_on(fetcher.fetch(&request));
        assert!(matches!(fetched, Fetched::Refused(_)), "{url}: {fetched:?}");
        assert!(start.elapsed() < Duration::from_secs(1), "{url}");
    }
    assert_eq!(server.seen().len(), 0);
}
