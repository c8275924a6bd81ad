//! The command line's promises: exit codes, what is on which stream, and what becomes of bad input.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

const CLAIM: &str = "借呗逾期以后怎么办\n借呗逾期一般不会上门。\n";
const OTHER: &str = "借呗逾期的真相\n借呗逾期以后催收人员一定会上门。\n";

/// A folder of its own for each test, in which the program runs.
struct Place(TempDir);

impl Place {
    fn new() -> Place {
        Place(tempfile::tempdir().unwrap())
    }

    fn with(files: &[(&str, &str)]) -> Place {
        let place = Place::new();
        for (path, text) in files {
            place.write(path, text.as_bytes());
        }
        place
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn duizhi(&self, args: &[&str]) -> Command {
        let mut command = Command::cargo_bin("duizhi").unwrap();
        command.current_dir(self.path()).args(args);
        for name in ["DUIZHI_INDEX", "DUIZHI_LANG", "DUIZHI_LEXICON", "NO_COLOR", "COLUMNS"] {
            command.env_remove(name);
        }
        command
    }

    /// Exit code, standard output and standard error.
    fn run(&self, args: &[&str]) -> (i32, String, String) {
        let output = self.duizhi(args).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    fn build(&self) -> String {
        let (code, out, err) = self.run(&["build"]);
        assert_eq!((code, err.as_str()), (0, ""), "{out}");
        out
    }

    fn has_index(&self) -> bool {
        self.path().join("index/CURRENT").exists()
    }
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

fn no_steering(text: &str) {
    let bad = text.chars().find(|c| c.is_control() && *c != '\n');
    assert_eq!(bad, None, "{text:?}");
}

#[test]
fn without_a_command_the_help_is_shown_and_the_code_is_two() {
    let place = Place::new();
    let (code, out, err) = place.run(&[]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("用法") && err.contains("build"), "{err}");
    let (code, out, _) = place.run(&["search", "--help"]);
    assert_eq!(code, 0);
    assert!(out.contains("--proposition"), "{out}");
}

#[test]
fn an_empty_folder_and_one_of_images_are_trouble_and_make_no_index() {
    let place = Place::new();
    fs::create_dir(place.path().join("corpus")).unwrap();
    let (code, out, err) = place.run(&["build"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("corpus: no pages found") && err.contains(".html, .txt"), "{err}");
    place.write("corpus/a.png", b"\x89PNG\r\n");
    place.write("corpus/b.jpg", b"\xff\xd8\xff");
    let (code, _, err) = place.run(&["build"]);
    assert_eq!(code, 2);
    assert!(err.contains("2 files of other kinds"), "{err}");
    // Images under the names of texts are found out when they are read.
    place.write("corpus/c.txt", b"\x89PNG\r\n\0\0\0\0");
    let (code, _, err) = place.run(&["build"]);
    assert_eq!(code, 2);
    assert!(err.contains("c.txt: left out: binary") && err.contains("no index was written"), "{err}");
    assert!(!place.has_index());
}

#[test]
fn a_build_that_reads_nothing_leaves_the_former_index() {
    let place = Place::with(&[("corpus/a.txt", CLAIM), ("bad/b.txt", " \n")]);
    place.build();
    let (code, _, err) = place.run(&["build", "bad"]);
    assert_eq!(code, 2);
    assert!(err.contains("left out: empty"), "{err}");
    assert_eq!(place.run(&["search", "上门"]).0, 0, "the former index is still there");
}

#[test]
fn bad_files_are_told_and_the_rest_goes_on() {
    let place = Place::with(&[("corpus/a.txt", CLAIM)]);
    place.write("corpus/image.gif", b"GIF89a");
    place.write("corpus/broken.html", "<html><body><div><p>借呗逾期<b>不会上门<table><tr><td>。".as_bytes());
    place.write("corpus/bytes.txt", &[CLAIM.as_bytes(), b"\xff\xfe\x80\x81 \xe4\xb8 ".as_slice()].concat());
    let out = place.build();
    assert!(out.contains("3 篇文章"), "{out}");
    assert!(out.contains("corpus/image.gif") && out.contains("没有读的 1"), "{out}");
}

#[test]
fn a_file_too_large_is_left_out_and_a_large_one_is_read() {
    let place = Place::with(&[("corpus/a.txt", CLAIM)]);
    let huge = fs::File::create(place.path().join("corpus/huge.txt")).unwrap();
    huge.set_len((8 << 20) + 1).unwrap();
    let line = "今天的天气很好，适合出门走走看看风景，不谈别的事情。\n";
    place.write("corpus/large.txt", line.repeat((4 << 20) / line.len()).as_bytes());
    let out = place.build();
    assert!(out.contains("corpus/huge.txt  left out: larger than 8 MiB"), "{out}");
    assert!(out.contains("2 篇文章"), "{out}");
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_a_notice() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::with(&[("corpus/a.txt", CLAIM), ("corpus/secret.txt", CLAIM)]);
    let secret = place.path().join("corpus/secret.txt");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&secret).is_ok() {
        // Whoever may read everything cannot be denied.
        return;
    }
    let out = place.build();
    assert!(out.contains("corpus/secret.txt  left out: permission denied"), "{out}");
}

#[test]
fn without_an_index_every_reader_of_it_says_how_to_make_one() {
    let place = Place::new();
    for args in [vec!["search", "上门"], vec!["report"], vec!["stats"], vec!["show", "abcd"]] {
        let (code, out, err) = place.run(&args);
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}");
        assert!(err.starts_with("duizhi: no index in index: make one with `duizhi build"), "{err}");
        assert_eq!(err.lines().count(), 1, "{err}");
    }
}

#[test]
fn an_index_of_another_format_is_refused_with_the_remedy() {
    let place = Place::with(&[("corpus/a.txt", CLAIM)]);
    place.build();
    let current = fs::read_to_string(place.path().join("index/CURRENT")).unwrap();
    let manifest = place.path().join("index").join(current.lines().nth(1).unwrap()).join("manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, text.replacen("\"format\": ", "\"format\": 9", 1)).unwrap();
    let (code, _, err) = place.run(&["report"]);
    assert_eq!(code, 2);
    assert!(err.contains("has format 9") && err.contains("rebuild it with `duizhi build --index index`"), "{err}");
    place.build();
    assert_eq!(place.run(&["report"]).0, 0, "a build mends it");
}

#[test]
fn a_folder_of_something_else_is_not_built_into() {
    let place = Place::with(&[("corpus/a.txt", CLAIM), ("mine/letter.doc", "x")]);
    let (code, _, err) = place.run(&["build", "--index", "mine"]);
    assert_eq!(code, 2);
    assert!(err.contains("letter.doc") && err.contains("is no duizhi index"), "{err}");
    assert_eq!(fs::read_dir(place.path().join("mine")).unwrap().count(), 1);
}

#[test]
fn found_is_zero_nothing_found_is_one_trouble_is_two() {
    let place = Place::with(&[("corpus/a.txt", CLAIM)]);
    place.build();
    assert_eq!(place.run(&["search", "上门"]).0, 0);
    assert_eq!(place.run(&["search", "上门", "--stance", "一般不会", "--product", "借呗"]).0, 0);
    assert_eq!(place.run(&["search", "上门", "--stance", "certain"]).0, 1);
    assert_eq!(place.run(&["search", "！"]).0, 1);
    assert_eq!(place.run(&["search", "", "--proposition", "visit"]).0, 0);
    assert_eq!(place.run(&["search", "借呗", "--articles"]).0, 0);
    assert_eq!(place.run(&["search", "上门", "--limit", "0"]).0, 0, "there are some");
    assert_eq!(place.run(&["show", "0000"]).0, 1);
    for args in [
        ["search", "上门", "--stance", "sometimes"].as_slice(),
        &["search", "上门", "--proposition", "visit.house"],
        &["search", "上门", "--since", "yesterday"],
        &["search", "上门", "--overdue", "-1"],
        &["show", "xyz"],
        &["show", "abc"],
        &["report", "--as-of", "2024-13-01"],
        &["report", "-o", "report.xyz"],
        &["report", "--dismissed", "nowhere"],
        &["explain", " "],
        &["eval", "corpus"],
        &["build", "corpus", "nowhere"],
        &["build", "--lexicon", "nowhere"],
        &["extract", "-", "corpus"],
    ] {
        let (code, out, err) = place.run(args);
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}: {err}");
        assert!(!err.is_empty(), "{args:?}");
    }
}

#[test]
fn a_claim_and_its_article_are_shown_by_the_ids_that_search_prints() {
    let place = Place::with(&[("corpus/a.txt", CLAIM), ("corpus/b.txt", OTHER)]);
    place.build();
    let (_, out, _) = place.run(&["search", "上门", "--stance", "generally_not", "--format", "jsonl"]);
    let claim = &lines(&out)[0];
    let id = claim["id"].as_str().unwrap();
    let (code, out, _) = place.run(&["show", &id[..8], "--format", "json"]);
    let shown: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(code, 0);
    assert_eq!(&shown["claim"], claim);
    let conflict = &shown["conflicts"][0]["conflict"];
    assert_eq!((conflict["slot"].as_str(), conflict["values"].as_array().unwrap().len()), (Some("stance"), 2));
    let (code, out, _) = place.run(&["show", claim["article"]["id"].as_str().unwrap(), "--format", "json"]);
    let article: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(code, 0);
    assert_eq!(article["schema"], "article/1");
    assert_eq!(article["claims"][0], *claim);
    let text: Vec<char> = article["text"].as_str().unwrap().chars().collect();
    let place_of = |end: &str| usize::try_from(claim["evidence"][end].as_u64().unwrap()).unwrap();
    let quote: String = text[place_of("start")..place_of("end")].iter().collect();
    assert_eq!(quote, claim["evidence"]["quote"].as_str().unwrap());
}

#[test]
fn the_filter_answers_line_by_line_and_a_bad_line_with_an_error_record() {
    let place = Place::new();
    let good = |path: &str| format!(r#"{{"path":"{path}","title":"借呗逾期","text":"借呗逾期不会上门。"}}"#);
    let input = format!("{}\nnot json\n\n{{\"path\":\"c\"}}\n{}", good("a"), good("b"));
    let output = place.duizhi(&["extract", "-"]).write_stdin(input).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(!output.stdout.contains(&b'\r'));
    let records = lines(std::str::from_utf8(&output.stdout).unwrap());
    let what: Vec<&str> = records.iter().map(|record| record["schema"].as_str().unwrap()).collect();
    assert_eq!(what, ["claim/1", "error/1", "error/1", "claim/1"]);
    assert_eq!((records[1]["line"].as_u64(), records[2]["line"].as_u64()), (Some(2), Some(4)));
    assert_eq!(records[3]["article"]["path"], "b");
}

#[test]
fn the_filter_keeps_the_order_and_no_state() {
    let place = Place::new();
    let line =
        |n: usize| format!("{{\"path\":\"{n:04}\",\"text\":\"{}借呗逾期不会上门。\"}}\n", "谈谈别的。".repeat(n % 37));
    let all: String = (0..700).map(line).collect();
    let whole = place.duizhi(&["extract", "-"]).write_stdin(all).output().unwrap().stdout;
    let records = lines(std::str::from_utf8(&whole).unwrap());
    let paths: Vec<&str> = records.iter().map(|record| record["article"]["path"].as_str().unwrap()).collect();
    assert!(paths.is_sorted() && paths.len() == 700, "{} records", paths.len());
    // Any split of the stream over machines gives the same lines.
    let half = |range: std::ops::Range<usize>| {
        place.duizhi(&["extract", "-"]).write_stdin(range.map(line).collect::<String>()).output().unwrap().stdout
    };
    assert_eq!([half(0..251), half(251..700)].concat(), whole);
}

#[test]
fn control_characters_are_escaped_in_json_and_shown_in_text() {
    let place = Place::new();
    let nasty = "借呗逾期\u{1b}]0;x\u{7}\u{202e}以后\n借呗\u{1b}[31m逾期一般不会上门\u{8}。\n";
    place.write("corpus/a.txt", nasty.as_bytes());
    no_steering(&place.build());
    for args in [
        ["search", "上门"].as_slice(),
        &["search", "借呗", "--articles"],
        &["report"],
        &["report", "--format", "md"],
        &["stats", "--notices"],
        &["show", "corpus/a.txt"],
        &["explain", nasty],
        &["search", "\u{1b}[31m"],
        &["extract", "corpus/a.txt"],
        &["extract", "--articles", "corpus/a.txt"],
    ] {
        let (_, out, err) = place.run(args);
        no_steering(&out);
        no_steering(&err);
    }
}

#[test]
fn a_closed_output_is_no_failure() {
    let place = Place::new();
    for n in 0..300 {
        place.write(&format!("corpus/{n}.txt"), CLAIM.as_bytes());
    }
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("duizhi"))
        .current_dir(place.path())
        .args(["extract", "corpus"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty());
}

#[test]
fn reports_are_written_in_every_format_and_whole() {
    let place = Place::with(&[("corpus/a.txt", CLAIM), ("corpus/b.txt", OTHER)]);
    place.build();
    for (file, begins) in [("r.json", "{"), ("r.md", "#"), ("r.html", "<!"), ("r.txt", "对质报告")] {
        let (code, out, err) = place.run(&["report", "-o", file]);
        assert_eq!((code, err.as_str()), (0, ""), "{out}");
        let text = fs::read_to_string(place.path().join(file)).unwrap();
        assert!(text.starts_with(begins), "{file}: {}", &text[..text.len().min(40)]);
    }
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 6, "nothing but corpus, index and the reports");
    let (_, out, _) = place.run(&["report", "--format", "json", "--as-of", "2024-06-01"]);
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((report["schema"].as_str(), report["as_of"].as_str()), (Some("report/1"), Some("2024-06-01")));
    let dispute = &report["disputes"][0];
    let conflict = &dispute["conflicts"][0];
    assert_eq!(dispute["proposition"], "visit.home");
    assert!(conflict["a"]["evidence"]["start"].is_u64(), "quotes have their places: {conflict}");
    // What was dismissed is gone and counted.
    place.write("dismissed.txt", format!("# seen\n{}  # not so\n", conflict["id"].as_str().unwrap()).as_bytes());
    let (_, out, _) = place.run(&["report", "--format", "json", "--dismissed", "dismissed.txt"]);
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["left_out"]["dismissed"], 1);
}

#[test]
fn two_builds_of_one_folder_answer_alike() {
    let place = Place::with(&[
        ("corpus/a.txt", CLAIM),
        ("corpus/b/b.txt", OTHER),
        ("corpus/c.md", "# 花呗\n花呗逾期可能上门。\n"),
    ]);
    let answers = || {
        place.build();
        ["search 上门 --format json", "report --format json --as-of 2026-01-01", "stats --format json"]
            .map(|args| place.run(&args.split(' ').collect::<Vec<_>>()).1)
    };
    assert_eq!(answers(), answers());
}

#[test]
fn one_path_in_two_folders_is_two_articles() {
    let place = Place::with(&[("one/a.txt", CLAIM), ("two/a.txt", OTHER)]);
    let (code, out, _) = place.run(&["build", "one", "two"]);
    assert_eq!(code, 0);
    assert!(out.contains("2 篇文章") && !out.contains("没有读的"), "{out}");
}

#[test]
fn of_two_records_with_one_address_the_first_counts() {
    let record = |text: &str| format!("{{\"url\":\"https://a.example/1\",\"text\":\"{text}\"}}\n");
    let place = Place::with(&[(
        "corpus/a.jsonl",
        &(record("借呗逾期不会上门。") + &record("借呗逾期可能上门。") + "broken\n"),
    )]);
    let out = place.build();
    assert!(out.contains("1 篇文章") && out.contains("没有读的 2"), "{out}");
    let (_, out, _) = place.run(&["search", "上门", "--format", "jsonl"]);
    assert_eq!(lines(&out)[0]["stance"], "never");
}

#[test]
fn script_and_width_make_no_difference_to_search() {
    let place = Place::with(&[("corpus/a.txt", "花唄逾期\n花唄逾期以後，催收人員可能會上門。\n")]);
    place.build();
    for query in ["上门", "上門", "花呗 上门", "\"催收人员\""] {
        let (code, out, _) = place.run(&["search", query, "--format", "json"]);
        assert_eq!(code, 0, "{query}");
        let found: Value = serde_json::from_str(&out).unwrap();
        assert!(!found["hits"][0]["matched"].as_array().unwrap().is_empty(), "{query} is highlighted");
    }
}

#[test]
fn an_index_made_with_other_rows_is_told() {
    let rows = "[[product]]\nproduct = \"jiebei\"\nwords = \"杰呗贷\"\nexample = \"杰呗贷不会上门。\"\nreads = \"visit.home never jiebei\"\n";
    let place = Place::with(&[("corpus/a.txt", "杰呗贷逾期\n杰呗贷逾期不会上门。\n"), ("rows/mine.toml", rows)]);
    let (code, out, err) = place.run(&["build", "--lexicon", "rows"]);
    assert_eq!(code, 0, "{out}{err}");
    let (code, out, err) = place.run(&["search", "上门", "--lexicon", "rows", "--format", "jsonl"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(lines(&out)[0]["products"][0], "jiebei");
    let (_, _, err) = place.run(&["search", "上门"]);
    assert!(err.contains("another lexicon"), "{err}");
    place.write("rows/mine.toml", b"[[product]]\nprodukt = 1\n");
    let (code, _, err) = place.run(&["build", "--lexicon", "rows"]);
    assert_eq!(code, 2);
    assert!(err.contains("mine.toml") && err.lines().count() == 1, "{err}");
}

#[test]
fn eval_fails_below_the_floors_that_it_is_given() {
    let gold = r#"{"doc":"a.txt","claims":[{"prop":"visit.home","stance":"generally_not","products":["jiebei"],"quote":"借呗逾期一般不会上门。"}]}"#;
    let place = Place::with(&[("gold/a.txt", CLAIM), ("gold/a.json", gold)]);
    let (code, out, _) = place.run(&["eval", "gold", "--format", "json"]);
    assert_eq!(code, 0);
    let score: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(score["all"]["full"]["f1"], 1.0);
    let floors = |set: &str, floor: u32| {
        let row = format!("{{ precision = {floor}, recall = {floor}, f1 = {floor} }}");
        place.write(
            "floors.toml",
            format!("gold = \"{set}\"\ndetect = {row}\nstance = {row}\nfull = {row}\n").as_bytes(),
        );
        place.run(&["eval", "gold", "--floors", "floors.toml"])
    };
    let set = score["gold"].as_str().unwrap();
    assert_eq!(floors(set, 1000).0, 0);
    let (code, out, err) = floors(set, 1001);
    assert_eq!(code, 2);
    assert!(out.starts_with("articles 1  gold claims 1  got 1\n"), "the numbers are printed all the same: {out}");
    assert!(err.contains("below the floors") && err.contains("detect precision 1.000"), "{err}");
    let (code, _, err) = floors("0000000000000000", 0);
    assert_eq!(code, 2);
    assert!(err.contains("another gold set"), "{err}");
}

#[test]
fn messages_come_in_english_too() {
    let place = Place::with(&[("corpus/a.txt", CLAIM), ("corpus/b.txt", OTHER)]);
    let (_, out, _) = place.run(&["build", "--lang", "en"]);
    assert!(out.contains("2 articles") && out.contains("The sharpest contradictions"), "{out}");
    let (_, out, _) = place.run(&["search", "上门", "--lang", "en"]);
    assert!(out.starts_with("2 claims found"), "{out}");
}

#[test]
fn colour_is_for_terminals_or_on_demand() {
    let place = Place::with(&[("corpus/a.txt", CLAIM)]);
    place.build();
    no_steering(&place.run(&["search", "上门"]).1);
    assert!(place.run(&["search", "上门", "--color", "always"]).1.contains("\u{1b}["));
}
