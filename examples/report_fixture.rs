//! Writes the synthetic report of `tests/report/rich.toml` in every format into a folder, to be looked at and to be
//! opened by the browser test: `cargo run --example report_fixture -- target/report`.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

#[path = "../tests/it/report/fixture.rs"]
mod fixture;

use std::path::PathBuf;

use duizhi::report::{Format, Lang, Options, render};

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "target/report".into()));
    std::fs::create_dir_all(&folder)?;
    let (report, names) = fixture::report(include_str!("../tests/report/rich.toml"));
    for (file, format, lang, colour) in [
        ("report.html", Format::Html, Lang::Zh, false),
        ("report.en.html", Format::Html, Lang::En, false),
        ("report.md", Format::Markdown, Lang::Zh, false),
        ("report.json", Format::Json, Lang::Zh, false),
        ("report.txt", Format::Text, Lang::Zh, false),
        ("report.ansi", Format::Text, Lang::Zh, true),
    ] {
        let options = Options { lang, names: names.clone(), colour, width: 100, ..Options::default() };
        let text = render(&report, format, &options);
        println!("{file}: {} bytes", text.len());
        std::fs::write(folder.join(file), text)?;
    }
    Ok(())
}
