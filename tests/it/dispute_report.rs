//! What the report makes of claims beyond single verdicts: disputes and their umbrellas, voices, copies, ladders,
//! spreads, silence, dismissal, and how it grows.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::collections::HashSet;

use duizhi::claim::{Claim, Product};
use duizhi::contradict::{Inputs, citation_remarks, contradict};
use duizhi::dispute::{Conflict, ConflictKind, Dispute, Measure, Opponent, RemarkKind, Report, Source};
use jiff::civil::date;

use crate::contradictions::{AS_OF, report, source};
use crate::notation;

/// Claims of several articles: address, then its lines. Every line is a sentence of its own.
fn claims(articles: &[(&str, &[&str])]) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (address, lines) in articles {
        let mut text = String::new();
        for line in *lines {
            let mut claim = notation::claim(line, address);
            let start = text.len();
            text.push_str(&claim.evidence.quote);
            claim.evidence.span = duizhi::article::Span::new(&text, start, text.len()).unwrap();
            claim.id = claim.fingerprint();
            claims.push(claim);
        }
    }
    claims
}

/// Sources in the order of their addresses, each its own voice.
fn sources(articles: &[(&str, &[&str])]) -> Vec<Source> {
    articles.iter().enumerate().map(|(n, (address, _))| source(address, None, n)).collect()
}

fn dispute<'r>(report: &'r Report, proposition: &str, product: Product) -> &'r Dispute {
    let found = report.disputes.iter().find(|d| d.proposition.as_str() == proposition && d.product == product);
    found.unwrap_or_else(|| panic!("no dispute on {proposition} of {product}"))
}

fn kinds(dispute: &Dispute) -> Vec<ConflictKind> {
    dispute.conflicts.iter().map(|c| c.kind).collect()
}

#[test]
fn a_claim_on_an_umbrella_joins_the_disputes_that_exist_and_keeps_its_product() {
    let articles: &[(&str, &[&str])] = &[
        ("a", &["visit.home never alipay"]),
        ("b", &["visit.home possible jiebei"]),
        ("c", &["visit.home certain alipay"]),
    ];
    let report = report(&claims(articles), &sources(articles));
    let products: Vec<Product> = report.disputes.iter().map(|d| d.product).collect();
    assert!(!products.contains(&Product::Huabei), "nobody spoke of 花呗: {products:?}");

    let jiebei = dispute(&report, "visit.home", Product::Jiebei);
    assert_eq!(jiebei.question_zh, "借呗逾期会上门催收吗?");
    assert_eq!(jiebei.positions.len(), 3);
    assert_eq!(jiebei.positions[0].examples[0].products, [Product::Alipay]);
    assert_eq!(jiebei.conflicts.len(), 1, "two words on the umbrella are settled in its own dispute");
    assert_eq!(dispute(&report, "visit.home", Product::Alipay).conflicts.len(), 1);
}

#[test]
fn a_conflict_is_the_same_whatever_the_order_and_can_be_dismissed() {
    let articles: &[(&str, &[&str])] = &[("a", &["visit.home never jiebei"]), ("b", &["visit.home certain jiebei"])];
    let (mut all, sources) = (claims(articles), sources(articles));
    let there = report(&all, &sources);
    all.reverse();
    let back = report(&all, &sources);
    let conflict = |report: &Report| dispute(report, "visit.home", Product::Jiebei).conflicts[0].clone();
    let (one, other): (Conflict, Conflict) = (conflict(&there), conflict(&back));
    assert_eq!((&one.id, &one.values), (&other.id, &other.values));
    assert_eq!(one.values, ["never", "certain"]);
    assert_eq!(one.slot, "stance");
    assert!(
        one.because_zh.contains("不会上门催收")
            && one.because_zh.contains("会上门催收")
            && one.because_zh.ends_with('。')
    );

    let inputs = Inputs { claims: &all, sources: &sources, as_of: AS_OF };
    let left = contradict(&inputs, &HashSet::from([one.id]));
    assert_eq!(left.dismissed, 1);
    assert!(dispute(&left, "visit.home", Product::Jiebei).conflicts.is_empty());
}

#[test]
fn copies_are_one_voice_and_what_they_changed_is_told() {
    let articles: &[(&str, &[&str])] = &[
        (
            "a",
            &[
                "visit.hukou possible jiebei [50000元~]",
                "legal.lawsuit never jiebei",
                "legal.lawsuit possible jiebei [large]",
            ],
        ),
        ("b", &["visit.hukou possible jiebei [30000元~]", "legal.lawsuit never jiebei"]),
        ("c", &["visit.hukou never jiebei"]),
    ];
    let mut sources = sources(articles);
    sources[1].voice = 0;
    let report = report(&claims(articles), &sources);
    let visit = dispute(&report, "visit.home", Product::Jiebei);
    assert_eq!(visit.positions.iter().map(|p| p.voices).max(), Some(1));
    let changed = |d: &Dispute| {
        d.remarks.iter().filter(|r| r.kind == RemarkKind::CopyChanged).map(|r| r.text_zh.clone()).collect::<Vec<_>>()
    };
    assert!(changed(visit)[0].contains("50000") && changed(visit)[0].contains("30000"), "{:?}", changed(visit));
    assert!(visit.conflicts.iter().all(|c| c.kind != ConflictKind::Numeric), "a copy does not contradict its original");

    let lawsuit = dispute(&report, "legal.lawsuit", Product::Jiebei);
    assert!(changed(lawsuit)[0].contains("略去了"), "a caveat was lost: {:?}", changed(lawsuit));
    assert!(lawsuit.conflicts.iter().all(|c| c.internal), "{:?}", lawsuit.conflicts);
}

#[test]
fn many_claims_of_one_position_make_one_conflict() {
    let lines: Vec<String> = (0..60).map(|n| format!("{n}")).collect();
    let articles: Vec<(&str, &[&str])> = lines
        .iter()
        .map(|name| {
            (
                name.as_str(),
                if name.len() == 1 { &["visit.home never jiebei"][..] } else { &["visit.home certain jiebei"][..] },
            )
        })
        .collect();
    let report = report(&claims(&articles), &sources(&articles));
    let visit = dispute(&report, "visit.home", Product::Jiebei);
    assert_eq!(visit.conflicts.len(), 1);
    assert_eq!(visit.conflicts[0].voices, [10, 50]);
    assert_eq!(visit.positions.iter().map(|p| (p.claims, p.voices)).collect::<Vec<_>>(), [(50, 50), (10, 10)]);
    assert_eq!(visit.positions[0].examples.len(), 3);
}

#[test]
fn ladders_that_run_against_each_other_are_a_sequence() {
    let articles: &[(&str, &[&str])] = &[
        (
            "a",
            &[
                "contact.phone certain jiebei [1天~]",
                "visit.home possible jiebei [7天~]",
                "legal.lawsuit possible jiebei [90天~]",
            ],
        ),
        (
            "b",
            &[
                "contact.phone certain jiebei [1天~]",
                "legal.lawsuit possible jiebei [60天~]",
                "visit.home possible jiebei [180天~]",
            ],
        ),
        (
            "c",
            &[
                "contact.phone certain jiebei [3天~]",
                "visit.home possible jiebei [30天~]",
                "legal.lawsuit possible jiebei [90天~]",
            ],
        ),
    ];
    let report = report(&claims(articles), &sources(articles));
    let lawsuit = dispute(&report, "legal.lawsuit", Product::Jiebei);
    let sequence: Vec<&Conflict> = lawsuit.conflicts.iter().filter(|c| c.kind == ConflictKind::Sequence).collect();
    assert_eq!(sequence.len(), 1, "{:?}", kinds(lawsuit));
    assert_eq!(sequence[0].slot, "order");
    assert_eq!(sequence[0].values, ["上门催收→起诉", "起诉→上门催收"]);
    assert_eq!(sequence[0].voices, [2, 1]);
}

#[test]
fn a_sentence_with_first_and_then_tells_an_order() {
    let mut articles = claims(&[("a", &["contact.lawyer_letter generally jiebei", "legal.lawsuit generally jiebei"])]);
    articles.extend(claims(&[("b", &["legal.lawsuit generally jiebei", "contact.lawyer_letter generally jiebei"])]));
    for (n, (quote, mention)) in [
        ("先发律师函,再起诉。", "律师函"),
        ("先发律师函,再起诉。", "起诉"),
        ("先起诉,然后发律师函。", "起诉"),
        ("先起诉,然后发律师函。", "律师函"),
    ]
    .into_iter()
    .enumerate()
    {
        let claim = &mut articles[n];
        claim.evidence.quote = quote.to_owned();
        claim.evidence.span = duizhi::article::Span::new(quote, 0, quote.len()).unwrap();
        claim.trace.mention = mention.to_owned();
    }
    let report = report(&articles, &[source("a", None, 0), source("b", None, 1)]);
    assert_eq!(kinds(dispute(&report, "legal.lawsuit", Product::Jiebei)), [ConflictKind::Sequence]);
}

#[test]
fn a_denial_of_one_stage_ends_where_the_next_begins() {
    let articles: &[(&str, &[&str])] = &[
        (
            "ladder",
            &[
                "visit.home never jiebei [30天~]",
                "contact.outsourced generally jiebei [60天~]",
                "visit.home possible jiebei [90天~]",
            ],
        ),
        ("b", &["visit.home possible jiebei [180天~] “这时可能上门。”"]),
    ];
    let report = report(&claims(articles), &sources(articles));
    assert!(kinds(dispute(&report, "visit.home", Product::Jiebei)).iter().all(|k| *k != ConflictKind::Polarity));
}

#[test]
fn numbers_spread_over_voices_with_median_and_outliers() {
    let days = [30, 90, 90, 90, 100, 3650];
    let lines: Vec<String> =
        days.iter().map(|d| format!("visit.home certain jiebei [{d}天~] “逾期{d}天起会上门。”")).collect();
    let names: Vec<String> = (0..days.len()).map(|n| n.to_string()).collect();
    let all: Vec<Claim> = lines.iter().zip(&names).map(|(line, name)| notation::claim(line, name)).collect();
    let sources: Vec<Source> = names.iter().enumerate().map(|(n, name)| source(name, None, n)).collect();
    let report = report(&all, &sources);
    let spread = &dispute(&report, "visit.home", Product::Jiebei).numbers[0];
    assert_eq!(spread.measure, Measure::OnsetDays);
    assert_eq!(spread.median, 90.0);
    let points: Vec<_> = spread.points.iter().map(|p| (p.min.unwrap(), p.voices, p.outlier)).collect();
    assert_eq!(points, [(30.0, 1, true), (90.0, 3, false), (100.0, 1, false), (3650.0, 1, true)]);
}

#[test]
fn who_speaks_of_the_product_and_not_of_the_dispute_is_silent() {
    let articles: &[(&str, &[&str])] = &[
        ("a", &["visit.home never jiebei"]),
        ("b", &["contact.sms certain jiebei"]),
        ("c", &["contact.sms certain credit_card"]),
    ];
    let all = claims(articles);
    let report = report(&all, &sources(articles));
    assert_eq!(dispute(&report, "visit.home", Product::Jiebei).silent, [all[1].article]);
}

#[test]
fn the_law_is_named_by_its_kind_and_its_day() {
    let line = "credit.retention certain huabei {retention forever} “逾期记录会永久保存。”";
    let all = vec![notation::claim(line, "a"), notation::claim(line, "b")];
    let dated = [source("a", Some(date(2023, 5, 1)), 0), source("b", Some(date(2012, 5, 1)), 1)];
    let found = report(&all, &dated);
    let retention = dispute(&found, "credit.retention", Product::Huabei);
    let [conflict] = &retention.conflicts[..] else { panic!("{:?}", retention.conflicts) };
    assert_eq!(conflict.a.article, all[0].article, "in 2012 the rule was not yet in force");
    assert!(matches!(&conflict.b, Opponent::Rule(rule) if rule.id == "zx-retention-5y"));
    assert_eq!(conflict.values, ["retention forever", "retention 1825 days"]);
    for word in ["行政法规", "《征信业管理条例》", "文章发布时(2023-05-01)"] {
        assert!(conflict.because_zh.contains(word), "{word}: {}", conflict.because_zh);
    }
    assert!(retention.rules.iter().any(|rule| rule.id == "zx-retention-5y"));

    let undated = report(&all[..1], &[source("a", None, 0)]);
    let conflict = &dispute(&undated, "credit.retention", Product::Huabei).conflicts[0];
    assert!(conflict.because_zh.contains("未注明日期,按2026-11-22计"), "{}", conflict.because_zh);
}

#[test]
fn wrong_citations_are_remarked_once_each() {
    let all = claims(&[(
        "a",
        &[
            "legal.lawsuit permitted jiebei “根据《合同法》平台有权起诉。”",
            "legal.lawsuit possible jiebei “依照《民法典》可能起诉。”",
        ],
    )]);
    let remarks = citation_remarks(all.iter().map(|claim| (claim, None)), AS_OF);
    assert_eq!(remarks.len(), 1);
    assert!(remarks[0].text_zh.contains("民法典") && remarks[0].claims.len() == 1);
    assert!(citation_remarks(all.iter().map(|claim| (claim, Some(date(2020, 1, 1)))), AS_OF).is_empty());
}

#[test]
fn nothing_in_nothing_out() {
    let report = report(&[], &[]);
    assert_eq!((report.claims, report.disputes.len(), report.voices), (0, 0, 0));
}

/// A million claims of 50,000 articles: all propositions, stances, products and many conditions.
#[test]
#[ignore = "measures time and memory; run alone, optimised"]
fn a_million_claims() {
    let propositions: Vec<&str> =
        duizhi::contradict::topics::topics().rows().iter().map(|row| row.id.as_str()).collect();
    let stances =
        ["never", "generally_not", "rare", "possible", "generally", "certain", "forbidden", "permitted", "recommended"];
    let products = ["huabei", "jiebei", "alipay", "credit_card", "online_loan", "huabei+jiebei"];
    let days = ["", "3天~", "30天~", "90天~", "180天~", "~30天", "31~60天", "long", "early"];
    let yuan = ["", "", "5000元~", "50000元~", "~5000元", "large"];
    let flags = ["", "", "", "unreachable", "unwilling", "judgment", "other:同城", "only"];
    let mut seed = 1u64;
    let mut dice = |n: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % u64::try_from(n).unwrap()).unwrap()
    };
    let names: Vec<String> = (0..50_000).map(|n| n.to_string()).collect();
    let sources: Vec<Source> =
        names.iter().enumerate().map(|(n, name)| source(name, Some(date(2023, 1, 1)), n * 9 / 10)).collect();
    let mut all = Vec::with_capacity(1_000_000);
    for n in 0..1_000_000 {
        let parts = [days[dice(days.len())], yuan[dice(yuan.len())], flags[dice(flags.len())]];
        let conditions: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
        let line = format!(
            "{} {} {} [{}] “这是第{n}句,说的是逾期以后平台会怎样做,以及借款人应当知道的事情。”",
            propositions[dice(propositions.len())],
            stances[dice(stances.len())],
            products[dice(products.len())],
            conditions.join(", ")
        );
        all.push(notation::claim(&line, &names[n / 20]));
    }
    let before = peak();
    let (start, spent) = (std::time::Instant::now(), processor());
    let report = report(&all, &sources);
    let (took, spent) = (start.elapsed().as_secs_f64(), processor() - spent);
    let conflicts: usize = report.disputes.iter().map(|d| d.conflicts.len() + d.unlisted).sum();
    println!(
        "{} claims, {} disputes, {conflicts} conflicts: {took:.1} s, {spent:.1} s of processor, peak {} MB, of which the claims {before} MB",
        all.len(),
        report.disputes.len(),
        peak()
    );
    // Two processors, which others may be using: the time of the clock is printed, that of the processor asserted.
    assert!(spent < 40.0 && peak() < 1500);
}

/// Processor time that this process has used, in seconds, where the system tells it.
fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
    let ticks: Vec<f64> = after.split(' ').skip(11).take(2).filter_map(|t| t.parse().ok()).collect();
    ticks.iter().sum::<f64>() / 100.0
}

/// Most memory that this process has held, in MB, where the system tells it.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kb| kb.parse::<usize>().ok()).unwrap_or(0) / 1024
}
