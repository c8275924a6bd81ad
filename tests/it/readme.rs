//! The sessions of README.md and README.zh-CN.md are what the program prints: every ```` ```console ```` block is run, in
//! order, in a folder that holds `corpus/`.
//!
//! A line `...` stands for any number of lines. Numbers, ids and the lengths of bars are not compared, for they change
//! with every row of the lexicon. `DUIZHI_UPDATE=1` writes the blocks anew: of each output as many lines before and
//! after the `...` as stood there (a block of `...` alone gets its first lines).

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

/// Lines that a new block shows.
const SHOWN: usize = 14;

#[test]
fn the_sessions_of_the_readme_are_real() {
    let update = std::env::var_os("DUIZHI_UPDATE").is_some();
    let room = tempfile::tempdir().unwrap();
    copy(Path::new("corpus"), &room.path().join("corpus"));
    let mut wrong = String::new();
    for name in ["README.md", "README.zh-CN.md"] {
        let readme = std::fs::read_to_string(name).unwrap();
        let mut renewed = String::new();
        let mut ran = 0;
        let mut parts = readme.split("```console\n");
        renewed.push_str(parts.next().unwrap());
        for part in parts {
            let (block, rest) = part.split_once("```").unwrap_or_else(|| panic!("{name}: a block does not end"));
            let (command, expected) = block.split_once('\n').unwrap();
            let actual = run(command, room.path());
            if !fits(&lines(expected), &lines(&actual)) {
                let _ = write!(wrong, "\n{name}: {command}\n--- printed\n{actual}");
            }
            let _ = write!(renewed, "```console\n{command}\n{}```{rest}", cut(expected, &actual));
            ran += 1;
        }
        assert!(ran >= 3, "{name} shows no session");
        if update {
            std::fs::write(name, renewed).unwrap();
        }
    }
    assert!(update || wrong.is_empty(), "DUIZHI_UPDATE=1 writes these anew:{wrong}");
}

fn run(command: &str, room: &Path) -> String {
    let words = words(command.strip_prefix("$ duizhi ").unwrap_or_else(|| panic!("no `$ duizhi`: {command}")));
    let output = Command::new(env!("CARGO_BIN_EXE_duizhi"))
        .args(words)
        .current_dir(room)
        .envs([("COLUMNS", "90"), ("NO_COLOR", "1"), ("TZ", "Asia/Shanghai")])
        .env_remove("DUIZHI_LANG")
        .env_remove("DUIZHI_INDEX")
        .env_remove("DUIZHI_LEXICON")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{command}: {said}");
    String::from_utf8(output.stdout).unwrap()
}

/// Words of a command line: blanks part them but within double quotes.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Lines as they are compared: no empty ones, and `#` for what changes from day to day.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(masked).filter(|line| !line.is_empty()).collect()
}

fn masked(line: &str) -> String {
    let mut words = Vec::new();
    for word in line.split_whitespace() {
        let id = word.trim_start_matches('#');
        if id.len() >= 8 && id.bytes().all(|b| b.is_ascii_hexdigit()) || word.chars().all(|c| c == '█') {
            words.push("#".to_owned());
            continue;
        }
        let mut out = String::new();
        for c in word.chars() {
            match c {
                '0'..='9' if out.ends_with('#') => {}
                '0'..='9' => out.push('#'),
                c => out.push(c),
            }
        }
        words.push(out);
    }
    words.join(" ")
}

/// Whether `actual` is `expected` with lines in the place of each `...`.
fn fits(expected: &[String], actual: &[String]) -> bool {
    match expected.split_first() {
        None => actual.is_empty(),
        Some((first, rest)) if first == "..." => (0..=actual.len()).any(|skipped| fits(rest, &actual[skipped..])),
        Some((first, rest)) => actual.first() == Some(first) && fits(rest, &actual[1..]),
    }
}

/// `actual`, cut as `expected` is.
fn cut(expected: &str, actual: &str) -> String {
    let shown: Vec<&str> = expected.lines().collect();
    let lines: Vec<&str> = actual.trim_end().lines().collect();
    let first = shown.iter().position(|line| *line == "...");
    let last = shown.iter().rposition(|line| *line == "...");
    let (before, after) = match first.zip(last) {
        None => return format!("{}\n", lines.join("\n")),
        Some((0, 0)) if shown.len() == 1 => (SHOWN, 0),
        Some((first, last)) => (first, shown.len() - last - 1),
    };
    if before + after >= lines.len() {
        return format!("{}\n", lines.join("\n"));
    }
    let mut kept = lines[..before].to_vec();
    kept.push("...");
    kept.extend(&lines[lines.len() - after..]);
    format!("{}\n", kept.join("\n"))
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().map(Result::unwrap) {
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(target).unwrap();
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn a_changed_word_is_seen_and_a_changed_number_is_not() {
    let expected = lines("65 articles, 3 claims\n...\n  never ███ 3\n");
    assert!(fits(&expected, &lines("7 articles, 12 claims\n\nmore\nand more\nnever █ 1\n")));
    assert!(!fits(&expected, &lines("7 articles, 12 claims\nnever █ 1\nmore\n")));
    assert!(!fits(&expected, &lines("7 pages, 12 claims\nnever █ 1\n")));
}
