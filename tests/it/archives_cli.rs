//! What a crawl stored is read by `build` and `extract` like any other page: its latest version, under its own address.

use assert_cmd::Command;

fn record(kind: &str, url: &str, day: &str, block: &str) -> String {
    let id = format!("<urn:test:{kind}:{day}>");
    let head = "WARC/1.1\r\nWARC-Record-ID: ".to_owned() + &id;
    let fields = format!("WARC-Type: {kind}\r\nWARC-Date: {day}T00:00:00Z\r\nWARC-Target-URI: {url}");
    let length = block.len();
    format!(
        "{head}\r\n{fields}\r\nContent-Type: application/http; msgtype={kind}\r\nContent-Length: {length}\r\n\r\n{block}\r\n\r\n"
    )
}

fn page(sentence: &str) -> String {
    let html = format!(
        "<html><head><meta charset=\"utf-8\"><title>借呗逾期怎么办</title></head><body><h1>借呗逾期怎么办</h1><p>{sentence}</p></body></html>"
    );
    format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n{html}", html.len())
}

#[test]
fn of_a_page_in_two_archives_the_later_version_is_read() {
    const URL: &str = "https://www.example.org/jiebei/1.html";
    let room = tempfile::tempdir().unwrap();
    let folder = room.path().join("corpus/crawl");
    std::fs::create_dir_all(&folder).unwrap();
    let write = |name: &str, text: String| std::fs::write(folder.join(name), text).unwrap();
    write("a.warc", record("response", URL, "2025-03-01", &page("借呗逾期以后平台不会派人上门。")));
    write("b.warc", record("response", URL, "2024-01-01", &page("借呗逾期以后平台可能派人上门。")));
    let run = |args: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_duizhi")).args(args).current_dir(room.path()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let claims = run(&["extract", "corpus"]);
    assert_eq!(claims.lines().count(), 1, "{claims}");
    for part in [URL, "\"stance\":\"never\"", "corpus/crawl/a.warc"] {
        assert!(claims.contains(part), "{part} is missing from {claims}");
    }
    let built = run(&["build", "--format", "json"]);
    assert!(built.contains("\"claims\":1") || built.contains("\"claims\": 1"), "{built}");
}
