//! The contract of `claim/1` and `error/1`: field names, round trip, JSON Schemas in `docs/`.

use duizhi::article::{Article, ArticleId, Span};
use duizhi::claim::*;
use duizhi::wire::claim::{ClaimRecord, records};
use duizhi::wire::error::ErrorRecord;
use duizhi::wire::offsets::CharOffsets;
use proptest::prelude::*;
use serde_json::json;

/// An article with nothing but a text.
pub(crate) fn article(path: &str, title: &str, text: &str) -> Article {
    Article {
        id: ArticleId::of_address(path),
        path: path.into(),
        url: None,
        title: title.into(),
        site: None,
        author: None,
        published: None,
        text: text.into(),
        blocks: vec![],
        disclaimers: vec![],
        fictional: false,
        confidence: 1.0,
        provenance: vec![],
        notices: vec![],
    }
}

/// A claim whose evidence is the first occurrence of `quote`.
pub(crate) fn claim(article: &Article, quote: &str, proposition: &str, stance: Stance) -> Claim {
    let start = article.text.find(quote).expect("the quote stands in the text");
    let span = Span::new(&article.text, start, start + quote.len()).unwrap();
    let mut claim = Claim {
        id: ClaimId(0),
        article: article.id,
        proposition: proposition.into(),
        stance,
        products: vec![Product::Jiebei],
        actor: None,
        attribution: Attribution::Author,
        conditions: Conditions::default(),
        quantities: vec![],
        evidence: Evidence { span, quote: quote.into(), section: None },
        trace: Trace::default(),
    };
    claim.id = claim.fingerprint();
    claim
}

#[test]
fn a_claim_reads_as_the_contract_says() {
    let mut article = article("corpus/a/1.html", "借呗逾期", "前言。\n失联三个月以上的，可能上门。");
    article.published = Some(jiff::civil::date(2024, 4, 2));
    let mut claim = claim(&article, "失联三个月以上的，可能上门。", "visit.home", Stance::Possible);
    claim.id = ClaimId(0xab);
    claim.actor = Some(Actor::Platform);
    claim.conditions.overdue = Some(Extent::Range(Range::at_least(90)));
    claim.conditions.amount = Some(Extent::High);
    claim.conditions.flags.insert(Flag::Unreachable);
    claim.quantities.push(Quantity {
        role: Role::Delay,
        min: Some(7.0),
        max: Some(7.5),
        unit: Unit::Days,
        forever: false,
        none: false,
        text: "7天".into(),
    });
    claim.evidence.section = Some("二、上门".into());
    claim.trace = Trace { mention: "上门".into(), cues: vec!["可能".into()], rows: vec![] };

    let record = records(&article, std::slice::from_ref(&claim)).next().unwrap();
    let expected = format!(
        concat!(
            r#"{{"schema":"claim/1","id":"00000000000000ab","article":{{"id":"{}","path":"corpus/a/1.html","#,
            r#""url":null,"title":"借呗逾期","site":null,"published":"2024-04-02"}},"#,
            r#""proposition":"visit.home","stance":"possible","products":["jiebei"],"actor":"platform","#,
            r#""attribution":"author","conditions":{{"overdue_days":{{"min":90,"max":null}},"amount_cny":"large","#,
            r#""flags":["unreachable"]}},"quantity":{{"role":"delay","min":7,"max":7.5,"unit":"days","text":"7天"}},"#,
            r#""evidence":{{"quote":"失联三个月以上的，可能上门。","start":4,"end":18,"section":"二、上门"}},"#,
            r#""trace":{{"mention":"上门","cues":["可能"],"rows":[]}}}}"#
        ),
        article.id
    );
    assert_eq!(serde_json::to_string(&record).unwrap(), expected);
}

#[test]
fn two_quantities_are_a_list_and_open_brackets_are_kept() {
    let article = article("a", "", "二年或三年。");
    let mut claim = claim(&article, "二年或三年。", "credit.retention", Stance::Certain);
    claim.conditions.overdue = Some(Extent::Range(Range { min_incl: false, ..Range::closed(Some(90), Some(120)) }));
    let two_years = Quantity {
        role: Role::Retention,
        min: Some(730.0),
        max: Some(730.0),
        unit: Unit::Days,
        forever: false,
        none: false,
        text: "二年".into(),
    };
    let forever = Quantity { min: None, max: None, forever: true, text: "永久".into(), ..two_years.clone() };
    claim.quantities = vec![two_years, forever];
    let record = records(&article, &[claim]).next().unwrap();
    let value = serde_json::to_value(&record).unwrap();
    assert_eq!(value["conditions"], json!({"overdue_days": {"min": 90, "max": 120, "incl": "(]"}}));
    assert_eq!(value["quantity"][1]["forever"], true);
    assert_eq!(value["quantity"][0].get("forever"), None);
}

#[test]
fn control_characters_are_escaped_and_a_record_is_one_line() {
    let article = article("a\u{1b}[31m", "t\n", "不会\u{0}\u{8}上门\r。");
    let claim = claim(&article, "不会\u{0}\u{8}上门\r。", "visit.home", Stance::Never);
    let line = serde_json::to_string(&records(&article, &[claim]).next().unwrap()).unwrap();
    assert!(line.bytes().all(|byte| byte >= 0x20), "{line}");
}

#[test]
fn unknown_words_are_refused_by_name() {
    let article = article("a", "", "不会上门。");
    let claim = claim(&article, "不会上门。", "visit.home", Stance::Never);
    let good = serde_json::to_string(&records(&article, &[claim]).next().unwrap()).unwrap();
    for (from, to, message) in [
        ("\"never\"", "\"nie\"", "\"nie\" is no Stance: expected never, generally_not"),
        ("claim/1", "claim/2", "unknown variant `claim/2`, expected `claim/1`"),
        ("\"visit.home\"", "\"visit\"", "\"visit\" is no PropositionId: expected group.name"),
    ] {
        let error = serde_json::from_str::<ClaimRecord>(&good.replace(from, to)).unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
    }
}

#[test]
fn a_record_does_not_fit_another_text() {
    let article = article("a", "", "不会上门。");
    let claim = claim(&article, "不会上门。", "visit.home", Stance::Never);
    let record = records(&article, &[claim]).next().unwrap();
    for other in ["", "不会", "会的会的。"] {
        assert!(record.claim(&CharOffsets::of(other)).is_err());
    }
}

#[test]
fn a_bad_line_is_an_error_record() {
    let line = serde_json::to_string(&ErrorRecord::new(3, "expected value\tat column 1")).unwrap();
    assert_eq!(line, r#"{"schema":"error/1","line":3,"message":"expected value\tat column 1"}"#);
}

/// The schemas that other programs read. `DUIZHI_UPDATE=1` writes them anew.
#[test]
fn schemas_in_docs_are_those_of_the_types() {
    for (file, schema) in [
        ("docs/claim.schema.json", schemars::schema_for!(ClaimRecord)),
        ("docs/error.schema.json", schemars::schema_for!(ErrorRecord)),
    ] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        let made = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        if std::env::var_os("DUIZHI_UPDATE").is_some() {
            std::fs::write(&path, &made).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == made, "{file} differs from the types; DUIZHI_UPDATE=1 cargo test writes it anew");
    }
}

fn extent() -> impl Strategy<Value = Option<Extent>> {
    let range = (any::<Option<i64>>(), any::<Option<i64>>(), any::<[bool; 3]>())
        .prop_map(|(min, max, [a, b, c])| Extent::Range(Range { min, max, min_incl: a, max_incl: b, approx: c }));
    prop_oneof![Just(None), Just(Some(Extent::Low)), Just(Some(Extent::High)), range.prop_map(Some)]
}

fn one_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    prop::sample::select(all)
}

fn quantity() -> impl Strategy<Value = Quantity> {
    let number = || prop::option::of(prop_oneof![-1e18..1e18f64, 0.0..1.0f64, (-9i32..9).prop_map(f64::from)]);
    (one_of(Role::ALL), one_of(Unit::ALL), number(), number(), any::<[bool; 2]>(), ".{0,4}").prop_map(
        |(role, unit, min, max, [forever, none], text)| Quantity { role, min, max, unit, forever, none, text },
    )
}

prop_compose! {
    fn conditions()(
        overdue in extent(),
        amount in extent(),
        flags in prop::collection::btree_set(one_of(Flag::ALL), 0..4),
        only in any::<bool>(),
        text in any::<Option<String>>(),
    ) -> Conditions {
        Conditions { overdue, amount, flags, only, text }
    }
}

/// Three texts of which the middle one is quoted, and every other field at random.
fn any_claim() -> impl Strategy<Value = (Article, Claim)> {
    let words = (
        prop::array::uniform2(any::<String>()),
        "(?s).{1,40}",
        prop::option::of(any::<String>()),
        "[a-z]{1,5}\\.[a-z_]{1,9}",
        prop::collection::vec(any::<String>(), 0..3),
    );
    let values = (
        one_of(Stance::ALL),
        prop::collection::vec(one_of(Product::ALL), 0..3),
        prop::option::of(one_of(Actor::ALL)),
        one_of(Attribution::ALL),
        conditions(),
        prop::collection::vec(quantity(), 0..3),
        any::<u64>(),
    );
    (words, values).prop_map(|(([before, after], quote, section, proposition, rows), values)| {
        let article = article("p", "t", &format!("{before}{quote}{after}"));
        let span = Span::new(&article.text, before.len(), before.len() + quote.len()).unwrap();
        let claim = Claim {
            id: ClaimId(values.6),
            article: article.id,
            proposition: proposition.as_str().into(),
            stance: values.0,
            products: values.1,
            actor: values.2,
            attribution: values.3,
            conditions: values.4,
            quantities: values.5,
            evidence: Evidence { span, quote, section },
            trace: Trace { mention: before, cues: vec![after], rows },
        };
        (article, claim)
    })
}

proptest! {
    /// Domain to JSON text and back is the identity, whatever the text holds.
    #[test]
    fn claims_round_trip((article, claim) in any_claim()) {
        let record = records(&article, std::slice::from_ref(&claim)).next().unwrap();
        let line = serde_json::to_string(&record).unwrap();
        let back: ClaimRecord = serde_json::from_str(&line).unwrap();
        prop_assert_eq!(&back, &record);
        prop_assert_eq!(back.claim(&CharOffsets::of(&article.text)).unwrap(), claim);
        let quoted: String = article.text.chars().skip(back.evidence.start)
            .take(back.evidence.end - back.evidence.start).collect();
        prop_assert_eq!(quoted, back.evidence.quote);
    }
}
