//! Quality has a floor: precision, recall and F1 over `tests/gold/dev`, pinned in `tests/gold/floors.toml`.
//!
//! `DUIZHI_UPDATE=1` raises the floors to what is reached; `DUIZHI_LOWER_FLOORS=1` sets them anew, lower ones too
//! (after the gold set itself has changed, for instance).

use std::path::Path;

use duizhi::analyze;
use duizhi::corpus::gold;
use duizhi::gold::{Case, FaultKind, Floors, GoldClaim, Score, score};
use duizhi::lexicon::Lexicon;

const DIR: &str = "tests/gold/dev";
const FLOORS: &str = "tests/gold/floors.toml";

fn cases(dir: &Path) -> (Vec<Case>, String) {
    let lexicon = Lexicon::embedded();
    let folder = gold::read(dir).unwrap();
    let case = |one: &gold::GoldPage| Case {
        name: one.name.clone(),
        gold: one.gold.claims.clone(),
        got: analyze::read(&lexicon, &one.page).claims,
        text: String::from_utf8_lossy(&one.page.bytes).into_owned(),
    };
    (folder.pages.iter().map(case).collect(), folder.fingerprint)
}

#[test]
fn the_reader_does_not_fall_below_its_floors() {
    let set = |name: &str| std::env::var_os(name).is_some();
    let (cases, fingerprint) = cases(Path::new(DIR));
    let reached = Floors::of(&score(&cases), &fingerprint);
    if set("DUIZHI_LOWER_FLOORS") {
        std::fs::write(FLOORS, reached.toml()).unwrap();
        return;
    }
    let floors: Floors = toml::from_str(&std::fs::read_to_string(FLOORS).unwrap()).unwrap();
    assert_eq!(
        floors.gold, fingerprint,
        "{FLOORS} holds the floors of another gold set; DUIZHI_LOWER_FLOORS=1 sets them anew"
    );
    let broken = floors.broken_by(&reached);
    assert!(broken.is_empty(), "below the floors of {FLOORS}: {broken:#?}");
    if set("DUIZHI_UPDATE") {
        std::fs::write(FLOORS, floors.raised_to(&reached).toml()).unwrap();
    }
}

/// Gold that is read off the reader's own claims scores 1 in everything: the scorer compares like with like.
#[test]
fn the_readers_own_claims_as_gold_score_one() {
    let (mut cases, _) = cases(Path::new(DIR));
    for case in &mut cases {
        let own = case.got.iter().map(|claim| {
            serde_json::json!({
                "prop": claim.proposition.as_str(), "stance": claim.stance.id(),
                "products": claim.products.iter().map(|product| product.id()).collect::<Vec<_>>(),
                "cond": duizhi::wire::condition::ConditionsRecord::from(&claim.conditions),
                "quantity": duizhi::wire::quantity::OneOrMany::of(&claim.quantities),
                "attribution": claim.attribution.id(), "quote": claim.evidence.quote,
            })
        });
        case.gold = own.map(|value| serde_json::from_value::<GoldClaim>(value).unwrap()).collect();
    }
    let score = score(&cases);
    assert!(score.all.gold > 100);
    let faults: Vec<_> = score.faults.iter().take(3).collect();
    assert_eq!(score.all.full, score.all.gold, "{faults:#?}");
}

fn one(gold: &str, text: &str) -> Score {
    let gold: Vec<GoldClaim> = serde_json::from_str(gold).unwrap();
    let lexicon = Lexicon::embedded();
    let got = duizhi::extract::extract(&lexicon, &duizhi::examples::page("借呗逾期", text)).claims;
    score(&[Case { name: "one".to_owned(), gold, got, text: text.to_owned() }])
}

#[test]
fn each_kind_of_fault_is_told_apart() {
    let text = "借呗逾期不会上门。";
    let gold = |prop: &str, stance: &str, cond: &str| {
        format!(r#"[{{"prop":"{prop}","stance":"{stance}","products":["jiebei"],"cond":{cond},"quote":"{text}"}}]"#)
    };
    let kinds = |gold: String| one(&gold, text).faults.iter().map(|fault| fault.kind).collect::<Vec<_>>();
    assert_eq!(kinds(gold("visit.home", "never", "{}")), []);
    assert_eq!(kinds(gold("visit.home", "never", r#"{"flags":["other"],"text":"x"}"#)), []);
    assert_eq!(kinds(gold("visit.home", "possible", "{}")), [FaultKind::Stance]);
    assert_eq!(kinds(gold("visit.home", "never", r#"{"amount_cny":"large"}"#)), [FaultKind::Details]);
    assert_eq!(kinds(gold("visit.hukou", "never", "{}")), [FaultKind::Missed, FaultKind::Extra]);
}

#[test]
fn half_of_the_shorter_quote_must_be_covered() {
    let text = "借呗逾期不会上门。";
    let gold = |quote: &str| format!(r#"[{{"prop":"visit.home","stance":"never","quote":"{quote}"}}]"#);
    assert_eq!(one(&gold("不会 上门"), text).all.detect, 1, "white space does not count");
    assert_eq!(one(&gold("花呗的额度是多少呢"), text).all.detect, 0);
}

#[test]
fn a_floor_is_broken_by_the_measure_that_fell() {
    let reached = |recall: u32| -> Floors {
        let rows = format!(
            "gold = \"a\"\ndetect = {{ precision = 900, recall = {recall}, f1 = 900 }}\nstance = {{ precision = 1, recall = 1, f1 = 1 }}\nfull = {{ precision = 1, recall = 1, f1 = 1 }}\n"
        );
        toml::from_str(&rows).unwrap()
    };
    assert_eq!(reached(800).broken_by(&reached(790)), ["detect recall 0.790, floor 0.800"]);
    assert_eq!(reached(800).raised_to(&reached(810)), reached(810));
    let floors = reached(800);
    assert_eq!(toml::from_str::<Floors>(&floors.toml()).unwrap(), floors, "what is written is read back");
}
