//! Each format of a small report reads as written down in `tests/report/`, and nothing that a page wrote steers a
//! terminal. `DUIZHI_UPDATE=1 cargo test` writes the files anew; look at the difference.

use std::fs;
use std::path::Path;

use duizhi::claim::Product;
use duizhi::dispute::{ConflictKind, Report, Severity};
use duizhi::report::{Filter, Format, Lang, Options, render};
use unicode_width::UnicodeWidthStr;

use super::fixture;

fn small() -> (Report, Options) {
    let (report, names) = fixture::report(include_str!("../../report/small.toml"));
    let char_starts =
        report.disputes.iter().flat_map(|dispute| &dispute.positions).flat_map(|position| &position.examples);
    let char_starts = char_starts.map(|claim| (claim.id, 12)).collect();
    (report, Options { names, width: 72, char_starts, ..Options::default() })
}

fn reads_as(file: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os("DUIZHI_UPDATE").is_some() {
        fs::write(&path, actual).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap();
    for (number, (expected, actual)) in expected.lines().zip(actual.lines()).enumerate() {
        assert_eq!(actual, expected, "{file}:{}", number + 1);
    }
    assert_eq!(actual.lines().count(), expected.lines().count(), "lines of {file}");
}

#[test]
fn text() {
    let (report, options) = small();
    reads_as("tests/report/small.txt", &render(&report, Format::Text, &options));
}

#[test]
fn text_in_english_of_hard_conflicts_only() {
    let (report, options) = small();
    let filter = Filter { severity: Some(Severity::Hard), ..Filter::default() };
    reads_as(
        "tests/report/small.en.txt",
        &render(&report, Format::Text, &Options { lang: Lang::En, filter, ..options }),
    );
}

#[test]
fn markdown() {
    let (report, options) = small();
    reads_as("tests/report/small.md", &render(&report, Format::Markdown, &options));
}

#[test]
fn json() {
    let (report, options) = small();
    reads_as("tests/report/small.json", &render(&report, Format::Json, &options));
}

#[test]
fn the_schema_of_report_1() {
    reads_as("docs/report.schema.json", &format!("{:#}\n", duizhi::report::json::schema().as_value()));
}

#[test]
fn every_line_of_text_fits_the_terminal() {
    let (report, options) = small();
    for width in 30..100 {
        let text = render(&report, Format::Text, &Options { width, ..options.clone() });
        for line in text.lines() {
            assert!(line.width() <= width, "{width} columns: {line}");
        }
    }
}

#[test]
fn without_colour_and_links_no_escape_reaches_the_terminal() {
    let (report, options) = small();
    for format in [Format::Text, Format::Markdown, Format::Json] {
        let out = render(&report, format, &options);
        let stray = out.chars().find(|&c| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c));
        assert_eq!(stray, None, "{format:?}");
    }
}

#[test]
fn with_colour_and_links_all_escapes_are_ours() {
    let (report, options) = small();
    let options = Options { colour: true, link_base: Some("file://host/home/".into()), ..options };
    let text = render(&report, Format::Text, &options);
    assert!(text.contains("\x1b]8;;file://host/home/corpus/%E7%9B%B4%E8%AF%B4/a%20b.txt\x1b\\"));
    // What is left after our own escapes is free of them.
    let plain: String = anstream::adapter::strip_str(&text).to_string();
    assert!(text.contains("\x1b[") && !plain.contains('\x1b'));
    assert!(plain.contains("⟨U+001B⟩[2J") && !text.contains("\x1b[2J") && !text.contains("\x1b]0;"));
}

#[test]
fn json_keeps_every_quote_as_it_stands() {
    let (report, options) = small();
    let json: serde_json::Value = serde_json::from_str(&render(&report, Format::Json, &options)).unwrap();
    let quote = &report.disputes[0].positions.iter().find(|p| p.stance.id() == "generally_not").unwrap().examples[0]
        .evidence
        .quote;
    let positions = json["disputes"][0]["positions"].as_array().unwrap();
    let written = positions.iter().find(|position| position["stance"] == "generally_not").unwrap();
    assert_eq!(written["examples"][0]["evidence"]["quote"], **quote);
    assert_eq!(written["examples"][0]["evidence"]["start"], 12);
}

#[test]
fn a_claim_without_a_known_place_is_written_without_one() {
    let (report, options) = small();
    let options = Options { char_starts: Default::default(), ..options };
    let json: serde_json::Value = serde_json::from_str(&render(&report, Format::Json, &options)).unwrap();
    let evidence = json["disputes"][0]["positions"][0]["examples"][0]["evidence"].as_object().unwrap();
    assert!(evidence.contains_key("quote") && !evidence.contains_key("start"));
}

#[test]
fn filters_narrow_and_say_so() {
    let (report, options) = small();
    let shown = |filter: Filter| {
        let options = Options { filter, ..options.clone() };
        let json: serde_json::Value = serde_json::from_str(&render(&report, Format::Json, &options)).unwrap();
        let disputes = json["disputes"].as_array().unwrap();
        let ids: Vec<_> = disputes.iter().map(|dispute| dispute["proposition"].as_str().unwrap().to_owned()).collect();
        let conflicts: usize = disputes.iter().map(|dispute| dispute["conflicts"].as_array().unwrap().len()).sum();
        let out = &json["left_out"];
        (ids.join(" "), conflicts, out["disputes"].as_u64().unwrap(), out["conflicts"].as_u64().unwrap())
    };
    let by = |proposition: &str| Filter { propositions: vec![proposition.into()], ..Filter::default() };
    assert_eq!(shown(Filter::default()), ("visit.home account.penalty_interest".into(), 3, 0, 0));
    assert_eq!(shown(by("visit")), ("visit.home".into(), 2, 1, 1));
    assert_eq!(shown(by("visit.*")), ("visit.home".into(), 2, 1, 1));
    assert_eq!(shown(by("visit.hukou")), ("visit.home".into(), 1, 1, 2));
    assert_eq!(shown(by("visi")), (String::new(), 0, 2, 3));
    let law = Filter { kinds: vec![ConflictKind::Law], ..Filter::default() };
    assert_eq!(shown(law), ("account.penalty_interest".into(), 1, 1, 2));
    let hard = Filter { severity: Some(Severity::Hard), ..Filter::default() };
    assert_eq!(shown(hard), ("visit.home".into(), 1, 1, 2));
    let huabei = Filter { products: vec![Product::Huabei], ..Filter::default() };
    assert_eq!(shown(huabei), (String::new(), 0, 2, 3));
}

#[test]
fn every_format_says_that_it_is_no_legal_advice() {
    let (report, options) = small();
    for format in [Format::Text, Format::Json, Format::Markdown, Format::Html] {
        assert!(
            render(&report, format, &Options { width: 110, ..options.clone() }).contains("不构成法律意见"),
            "{format:?}"
        );
    }
}

#[test]
fn the_page_holds_one_script_and_its_policy_names_only_that() {
    let (report, names) = fixture::report(include_str!("../../report/rich.toml"));
    let page = render(&report, Format::Html, &Options { names, ..Options::default() });
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches("<style").count(), 1);
    assert!(page.contains("&#60;script&#62;window.pwned=2&#60;/script&#62;"));
    assert!(!page.contains("javascript:") && !page.contains("<img") && !page.contains("unsafe-"));
    assert_eq!(page.chars().find(|&c| c.is_control() && c != '\n'), None);

    let script = page.split_once("<script>").unwrap().1.split_once("</script>").unwrap().0;
    let hash = <sha2::Sha256 as sha2::Digest>::digest(script.as_bytes());
    let hash = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, hash);
    assert!(
        page.contains(&format!("script-src &#39;sha256-{hash}&#39;"))
            || page.contains(&format!("script-src 'sha256-{hash}'"))
    );
}

#[test]
fn every_dispute_has_a_permanent_link_and_every_link_a_place() {
    let (report, names) = fixture::report(include_str!("../../report/rich.toml"));
    let page = render(&report, Format::Html, &Options { names, ..Options::default() });
    for dispute in &report.disputes {
        assert_eq!(page.matches(&format!("id=\"d-{}\"", dispute.id)).count(), 1, "{}", dispute.id);
    }
    for link in page.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(page.contains(&format!("id=\"{link}\"")), "#{link}");
    }
}

#[test]
fn an_empty_report_is_a_whole_page_too() {
    let (report, options) = small();
    let empty = Report { disputes: vec![], ..report };
    for format in [Format::Text, Format::Markdown, Format::Html] {
        assert!(render(&empty, format, &options).contains("没有发现争点"), "{format:?}");
    }
}

proptest::proptest! {
    /// Whatever a page wrote, in whatever field, every format holds it as text.
    #[test]
    fn no_text_of_a_page_escapes(
        text in "(<script>|</style>|\"|'|&|<|`|\\*|\\||\\]\\(|\u{1b}\\[2J|\u{202e}|\u{9b}|\u{0}|\n|\\PC|花呗|不会|.){1,40}",
    ) {
        let (mut report, options) = small();
        for source in &mut report.sources {
            source.title.clone_from(&text);
            source.site = Some(text.clone());
            source.path.clone_from(&text);
            source.url = Some(format!("https://{text}"));
        }
        for dispute in &mut report.disputes {
            for example in dispute.positions.iter_mut().flat_map(|position| &mut position.examples) {
                example.evidence.quote.clone_from(&text);
                example.trace.cues = vec![text.chars().take(2).collect()];
                example.conditions.text = Some(text.clone());
            }
            for conflict in &mut dispute.conflicts {
                conflict.a.evidence.quote.clone_from(&text);
                conflict.because_zh.clone_from(&text);
                conflict.values[0].clone_from(&text);
            }
        }
        for format in [Format::Text, Format::Markdown, Format::Json, Format::Html] {
            let out = render(&report, format, &options);
            let stray = out.chars().find(|&c| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c));
            proptest::prop_assert_eq!(stray, None, "{:?}", format);
            match format {
                Format::Text => proptest::prop_assert!(out.lines().all(|line| line.width() <= options.width)),
                Format::Json => proptest::prop_assert!(serde_json::from_str::<serde_json::Value>(&out).is_ok()),
                Format::Markdown => proptest::prop_assert!(!out.contains("<script") && !out.contains("</style")),
                Format::Html => {
                    proptest::prop_assert_eq!(out.matches("<script").count(), 1);
                    proptest::prop_assert_eq!(out.matches("</style").count(), 1);
                }
            }
        }
    }
}
