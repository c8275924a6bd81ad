//! The command: its flags, its log, its exit code.

use clap::Parser;
use duizhi::cli::crawl::{self, CrawlArgs};
use serde_json::Value;

use crate::crawl_site::site;

#[derive(Parser)]
struct Command {
    #[command(flatten)]
    args: CrawlArgs,
}

fn args(words: &[&str]) -> Result<CrawlArgs, clap::Error> {
    Command::try_parse_from([&["crawl"], words].concat()).map(|command| command.args)
}

#[test]
fn the_log_tells_what_happened_line_by_line() {
    let server = site(6);
    let folder = tempfile::tempdir().unwrap();
    let into = folder.path().to_string_lossy().into_owned();
    let log = format!("{into}/log.jsonl");
    let seed = server.url("/p/0.html");
    let flags = ["--into", &into, "--json-log", &log, "--delay", "0", "--allow-private", "--no-sitemaps"];
    let code = crawl::run(&args(&[&[seed.as_str()], &flags[..]].concat()).unwrap()).unwrap();
    assert_eq!(code, 0);
    // Without a seed the former one is taken.
    assert_eq!(crawl::run(&args(&flags).unwrap()).unwrap(), 0);
    let text = std::fs::read_to_string(&log).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let count = |field: &str, value: &str| lines.iter().filter(|line| line[field] == value).count();
    assert_eq!((count("event", "started"), count("event", "finished")), (2, 2));
    assert_eq!((count("outcome", "stored"), count("outcome", "unchanged")), (6, 6));
    assert!(lines.iter().all(|line| line["at"].as_str().unwrap().starts_with("20")));
    let last = lines.last().unwrap();
    assert_eq!(last["summary"]["ended"], "exhausted");
    assert_eq!(last["summary"]["counts"]["unchanged"], 6);
    let host = server.address.to_string();
    assert_eq!(last["summary"]["hosts"][0]["host"], host.as_str());
}

#[test]
fn there_is_no_way_round_robots() {
    assert!(args(&["--ignore-robots", "http://h/"]).is_err());
    let help = <Command as clap::CommandFactory>::command().render_long_help().to_string();
    let flags: Vec<&str> = help.split_whitespace().filter(|word| word.starts_with("--")).collect();
    assert!(flags.len() > 15 && flags.iter().all(|flag| !flag.contains("robots")), "{flags:?}");
}

#[test]
fn what_cannot_be_done_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let into = folder.path().to_string_lossy().into_owned();
    for (words, said) in [
        (vec![], "no address to begin with"),
        (vec!["mailto:a@b.c"], "is no web address"),
        (vec!["http://h/", "--delay", "0.5"], "under 1 second"),
        (vec!["http://h/", "--delay=-1"], "positive number"),
        (vec!["http://h/", "--topic", "/nowhere/rows.toml"], "cannot be read"),
        (vec!["http://h/", "--contact", "联系"], "printable ASCII"),
    ] {
        let words = [&["--into", into.as_str()], &words[..]].concat();
        let error = crawl::run(&args(&words).unwrap()).unwrap_err();
        assert!(format!("{error:#}").contains(said), "{words:?}: {error:#}");
    }
    assert!(args(&["http://h/", "--bytes", "many"]).is_err());
}
