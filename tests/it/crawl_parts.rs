//! Articles that a site splits by 下一页 are one article, lists of articles are not.

use std::path::{Path, PathBuf};

use duizhi::clean::clean;
use duizhi::corpus::crawl::CrawlConfig;
use duizhi::corpus::warc::read_archives;
use duizhi::notice::{Notice, NoticeKind};
use duizhi::page::Page;

use crate::crawl_server::{Server, archived, page, quick, redirect, run, status};

/// Page `number` of an article of three, in the frame of its site.
fn part(number: usize) -> String {
    let address = |number: usize| match number {
        1 => "1001.html".to_owned(),
        n => format!("1001_{n}.html"),
    };
    let text = [
        "花呗逾期三个月以内，平台先发短信、打电话，催收人员一般不会上门，可以先和客服协商分期还款。",
        "花呗逾期半年以上并且失联的，催收人员可能上门走访，金额大的还可能被起诉，收到传票不要慌。",
        "花呗逾期被起诉以后，仍然可以和平台协商分期还款，还清之后逾期记录保留五年，征信会自动更新。",
    ][number - 1];
    let pager: String = (1..=3).map(|n| format!("<a href=\"{}\">{n}</a> ", address(n))).collect();
    let next = if number < 3 { format!("<a href=\"{}\">下一页</a>", address(number + 1)) } else { String::new() };
    let mark = if number == 1 { String::new() } else { format!("（{number}）") };
    format!(
        "<html><head><title>花呗逾期会上门催收吗{mark}_某某网</title></head><body><h1>花呗逾期会上门催收吗{mark}</h1>\
         <div class=\"content\"><p>{text}</p><p>{text}</p></div><div class=\"pages\">{pager}{next}</div>\
         <ul><li><a href=\"/a/5.html\">借呗逾期会不会上门催收</a></li></ul></body></html>"
    )
}

/// Page `number` of a list that has a teaser for each article.
fn listing(number: usize) -> String {
    let item = |at: usize| {
        let place = number * 10 + at;
        format!(
            "<li><a href=\"/b/{place}.html\">花呗逾期催收实录之{place}号借款人</a><p>花呗逾期之后平台先催收，金额大的可能上门，\
             也可以和客服协商分期还款，征信受影响的另说，第{place}则。</p></li>"
        )
    };
    let items: String = (0..7).map(item).collect();
    let next = number + 1;
    format!(
        "<html><head><title>花呗逾期催收_第{number}页_某某网</title></head><body><ul>{items}</ul>\
         <a href=\"?page={next}\">下一页</a></body></html>"
    )
}

fn site(target: &str) -> Option<String> {
    match target {
        "/" => Some(
            "<p>花呗逾期催收</p><a href=/a/1001.html>花呗逾期会上门催收吗</a><a href=/huabei/>花呗逾期列表</a>".into(),
        ),
        "/a/1001.html" => Some(part(1)),
        "/a/1001_2.html" => Some(part(2)),
        "/a/1001_3.html" => Some(part(3)),
        "/huabei/" => Some(listing(1)),
        "/huabei/?page=2" => Some(listing(2)),
        "/huabei/?page=3" => Some(listing(3)),
        _ => None,
    }
}

fn texts(pages: &[Page]) -> Vec<String> {
    pages.iter().map(|page| clean(page).text).collect()
}

#[test]
fn an_article_of_three_pages_is_crawled_and_read_as_one() {
    let server = Server::start(|seen| site(&seen.target).map_or_else(|| status(404), page));
    let folder = tempfile::tempdir().unwrap();
    let crawled = run(&CrawlConfig { pages: 40, ..quick(server.url("/"), folder.path()) });
    let list = ["/huabei/", "/huabei/?page=2", "/huabei/?page=3"];
    for path in ["/a/1001.html", "/a/1001_2.html", "/a/1001_3.html"].iter().chain(&list) {
        assert_eq!(crawled.outcomes(path), ["stored"], "{path}");
    }
    let (pages, notices) = archived(folder.path());
    assert_eq!(notices, []);
    let of = |path: &str| pages.iter().find(|page| page.address == server.url(path));
    let article = of("/a/1001.html").unwrap();
    assert_eq!(article.continued.len(), 2);
    assert!(of("/a/1001_2.html").is_none() && of("/a/1001_3.html").is_none());
    for path in list {
        assert!(of(path).is_some_and(|page| page.continued.is_empty()), "{path} stands by itself");
    }
    let read = clean(article);
    let told = ["三个月以内", "半年以上", "被起诉以后"].map(|words| read.text.find(words).unwrap());
    assert!(told.is_sorted(), "{}", read.text);
    assert!(!read.text.contains("（2）"), "the title is not repeated: {}", read.text);
    assert_eq!(
        (read.title.as_str(), read.url.as_deref()),
        ("花呗逾期会上门催收吗", Some(server.url("/a/1001.html").as_str()))
    );
    assert!(read.blocks.iter().all(|block| !block.span.of(&read.text).contains('\n')));
    assert_eq!(read.blocks.len(), read.text.lines().count());
}

#[test]
fn a_part_that_a_redirect_leads_to_belongs_to_its_article() {
    let server = Server::start(|seen| match seen.target.as_str() {
        "/a/1001_2.html" => redirect("/a/1001/second"),
        "/a/1001/second" => page(part(2).replace("1001_3.html", "/a/1001_3.html")),
        "/a/1001_3.html" => redirect("/a/1001/third"),
        "/a/1001/third" => page(part(3)),
        target => site(target).map_or_else(|| status(404), page),
    });
    let folder = tempfile::tempdir().unwrap();
    run(&CrawlConfig { pages: 40, ..quick(server.url("/"), folder.path()) });
    let (pages, notices) = archived(folder.path());
    assert_eq!(notices, []);
    let article = pages.iter().find(|page| page.address == server.url("/a/1001.html")).unwrap();
    let text = clean(article).text;
    let told = ["三个月以内", "半年以上", "被起诉以后"].map(|words| text.find(words).unwrap());
    assert!(told.is_sorted(), "{text}");
}

/// One record of an archive.
fn record(kind: &str, url: &str, day: u32, block: &str) -> String {
    let head =
        format!("WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Date: 2024-01-{day:02}T00:00:00Z\r\nWARC-Target-URI: {url}");
    format!("{head}\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n", block.len())
}

fn response(url: &str, day: u32, html: &str) -> String {
    record("response", url, day, &format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}"))
}

fn archive(folder: &Path, name: &str, records: &[String]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, records.concat()).unwrap();
    path
}

fn read(paths: &[PathBuf]) -> (Vec<Page>, Vec<Notice>) {
    let (pages, notices): (Vec<_>, Vec<_>) = read_archives(paths).partition(Result::is_ok);
    (pages.into_iter().map(Result::unwrap).collect(), notices.into_iter().filter_map(Result::err).collect())
}

const URLS: [&str; 3] = ["http://h/a/1001.html", "http://h/a/1001_2.html", "http://h/a/1001_3.html"];

#[test]
fn either_note_is_enough_in_any_order_and_over_archives() {
    let folder = tempfile::tempdir().unwrap();
    let continues = |at: usize| record("metadata", URLS[at], 1, &format!("continues: {}\r\n", URLS[at - 1]));
    let next = |at: usize| record("metadata", URLS[at], 1, &format!("via: http://h/\r\nnext: {}\r\n", URLS[at + 1]));
    let pages: Vec<String> = (0..3).map(|at| response(URLS[at], 1, &part(at + 1))).collect();
    let orders = [[continues(1), continues(2)], [next(0), next(1)], [continues(1), next(1)], [next(0), continues(2)]];
    for notes in orders {
        let first = archive(folder.path(), "1.warc", &[pages[2].clone(), notes[0].clone(), pages[0].clone()]);
        let second =
            archive(folder.path(), "2.warc", &[notes[1].clone(), response("http://h/x", 1, "<p>x"), pages[1].clone()]);
        let (got, notices) = read(&[first, second]);
        assert_eq!(notices, []);
        let addresses: Vec<_> = got.iter().map(|page| page.address.as_str()).collect();
        assert_eq!(addresses, ["http://h/x", URLS[0]]);
        let text = clean(&got[1]).text;
        let told = ["三个月以内", "半年以上", "被起诉以后"].map(|words| text.find(words).unwrap());
        assert!(told.is_sorted(), "{text}");
    }
}

#[test]
fn redirects_that_another_crawler_kept_are_followed() {
    let folder = tempfile::tempdir().unwrap();
    let moved = record("response", URLS[1], 1, "HTTP/1.1 302 Found\r\nLocation: /b/2\r\n\r\n");
    let next = record("metadata", URLS[0], 1, &format!("next: {}\r\n", URLS[1]));
    let records = [response(URLS[0], 1, &part(1)), next, moved, response("http://h/b/2", 1, &part(2))];
    let (got, notices) = read(&[archive(folder.path(), "1.warc", &records)]);
    assert_eq!((got.len(), got[0].continued.len(), notices), (1, 1, vec![]));
    // A page that was put back at the old address is that page.
    let back = [&records[..], &[response(URLS[1], 2, &part(2).replace("半年以上", "八个月以上"))]].concat();
    let (got, _) = read(&[archive(folder.path(), "2.warc", &back)]);
    let joined = got.iter().find(|page| page.address == URLS[0]).unwrap();
    assert!(clean(joined).text.contains("八个月以上"));
}

#[test]
fn a_part_that_is_missing_is_told_and_the_others_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let notes = [
        record("metadata", URLS[0], 1, &format!("next: {}\r\n", URLS[1])),
        record("metadata", URLS[2], 1, &format!("continues: {}\r\n", URLS[1])),
    ];
    for missing in 0..3 {
        let there = (0..3).filter(|at| *at != missing).map(|at| response(URLS[at], 1, &part(at + 1)));
        let records: Vec<String> = there.chain(notes.clone()).collect();
        let (got, notices) = read(&[archive(folder.path(), "1.warc", &records)]);
        assert_eq!(got.len(), 1, "{missing}");
        assert_eq!((got[0].address.as_str(), got[0].continued.len()), (URLS[usize::from(missing == 0)], 1));
        assert_eq!(notices.len(), 1, "{notices:?}");
        assert_eq!(notices[0].kind, NoticeKind::Note);
        let said = format!("the article has a page {}, which is not in the archives", URLS[missing]);
        assert!(notices[0].message.starts_with(&said), "{}", notices[0]);
    }
    // A page that was announced and cannot be read is missing as well.
    let packed = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: zstd\r\n\r\n";
    let head = response(URLS[0], 1, &part(1)) + &notes[0];
    let record = record("response", URLS[1], 1, &format!("{packed}\u{1}")).into_bytes();
    // A byte that is no UTF-8, so that the body cannot pass for one that was never packed.
    let bent = record.into_iter().map(|byte| if byte == 1 { 0xff } else { byte });
    let path = folder.path().join("b.warc");
    std::fs::write(&path, head.into_bytes().into_iter().chain(bent).collect::<Vec<u8>>()).unwrap();
    let (got, notices) = read(&[path]);
    assert_eq!((got.len(), got[0].continued.len(), notices.len()), (1, 0, 2), "{notices:?}");
}

#[test]
fn a_later_version_that_leads_nowhere_stands_alone() {
    let folder = tempfile::tempdir().unwrap();
    let records = [
        response(URLS[0], 1, &part(1)),
        record("metadata", URLS[0], 1, &format!("next: {}\r\n", URLS[1])),
        response(URLS[1], 1, &part(2)),
        response(URLS[0], 2, "<title>花呗</title><p>花呗逾期的文章已经重写，全文都在这一页，不再分页。</p>"),
    ];
    let (got, notices) = read(&[archive(folder.path(), "1.warc", &records)]);
    assert_eq!(notices, []);
    assert!(got.len() == 2 && got.iter().all(|page| page.continued.is_empty()), "{:?}", texts(&got));
}

#[test]
fn other_articles_and_lists_are_not_joined() {
    let folder = tempfile::tempdir().unwrap();
    let next = |from: &str, to: &str| record("metadata", from, 1, &format!("next: {to}\r\n"));
    let pair = |from: &str, to: &str, pages: [&str; 2]| {
        vec![next(from, to), response(from, 1, pages[0]), response(to, 1, pages[1])]
    };
    let other = part(2).replace("会上门催收吗", "多久上征信");
    let cases = [
        ("a list by its address", pair("http://h/list.html", "http://h/list.html?page=2", [&part(1), &part(2)])),
        ("a list by what it leads to", pair("http://h/huabei/", "http://h/huabei/?page=2", [&listing(1), &listing(2)])),
        ("another title", pair("http://h/p/5.html", "http://h/p/6.html", [&part(1), &other])),
        ("another number", pair("http://h/1001.html", "http://h/1002.html", [&part(1), &part(2)])),
        ("another host", pair("http://h/1001.html", "http://g/1001_2.html", [&part(1), &part(2)])),
        ("itself", pair(URLS[0], "http://h/x", [&part(1), "x"]).into_iter().chain([next(URLS[0], URLS[0])]).collect()),
    ];
    for (what, records) in cases {
        let (got, notices) = read(&[archive(folder.path(), "1.warc", &records)]);
        assert!(got.iter().all(|page| page.continued.is_empty()), "{what} was joined");
        assert_eq!((got.len(), notices), (2, vec![]), "{what}");
    }
}
