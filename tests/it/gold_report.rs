//! The report on the gold pages, read from their claims as two people settled them: what it says, and what it
//! must not say, is written down from reading both quotes in context.

use std::fs;
use std::path::Path;

use duizhi::article::{ArticleId, Span};
use duizhi::claim::{
    Attribution, Claim, ClaimId, Conditions, Evidence, Extent, Flag, Product, Quantity, Range,
    Role, Stance, Trace, Unit,
};
use duizhi::dispute::{Conflict, Opponent, Report, Source};
use duizhi::voices::{Sketch, voices};
use serde_json::Value;

use crate::contradictions::{report, source};

fn words<T>(value: &Value, parse: impl Fn(&str) -> Option<T>) -> Vec<T> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .map(|v| parse(v.as_str().unwrap()).unwrap())
        .collect()
}

fn extent(value: &Value) -> Option<Extent> {
    match value {
        Value::Object(range) => {
            let end = |key: &str| range.get(key).and_then(Value::as_i64);
            Some(Extent::Range(Range::closed(end("min"), end("max"))))
        }
        Value::String(word) => Some(if word == "early" || word == "small" {
            Extent::Low
        } else {
            Extent::High
        }),
        _ => None,
    }
}

fn quantity(value: &Value) -> Quantity {
    let word = |key: &str| value[key].as_str().unwrap_or_default();
    Quantity {
        role: Role::parse(word("role")).unwrap(),
        min: value["min"].as_f64(),
        max: value["max"].as_f64(),
        unit: Unit::parse(word("unit")).unwrap(),
        forever: value["forever"] == true,
        none: value["none"] == true,
        text: word("text").to_owned(),
    }
}

fn claim(value: &Value, address: &str, text: &str) -> Claim {
    let quote = value["quote"].as_str().unwrap();
    let start = text
        .find(quote)
        .unwrap_or_else(|| panic!("{address}: {quote}"));
    let cond = &value["cond"];
    let mut products = words(&value["products"], Product::parse);
    products.sort_unstable();
    let mut claim = Claim {
        id: ClaimId(0),
        article: ArticleId::of_address(address),
        proposition: value["prop"].as_str().unwrap().into(),
        stance: Stance::parse(value["stance"].as_str().unwrap()).unwrap(),
        products,
        actor: None,
        attribution: Attribution::parse(value["attribution"].as_str().unwrap()).unwrap(),
        conditions: Conditions {
            overdue: extent(&cond["overdue_days"]),
            amount: extent(&cond["amount_cny"]),
            flags: words(&cond["flags"], Flag::parse).into_iter().collect(),
            only: cond["only"] == true,
            text: cond["text"].as_str().map(str::to_owned),
        },
        quantities: match &value["quantity"] {
            Value::Array(all) => all.iter().map(quantity).collect(),
            Value::Null => Vec::new(),
            one => vec![quantity(one)],
        },
        evidence: Evidence {
            span: Span::new(text, start, start + quote.len()).unwrap(),
            quote: quote.to_owned(),
            section: None,
        },
        trace: Trace::default(),
    };
    claim.id = claim.fingerprint();
    claim
}

/// The gold pages' claims and sources, with their voices.
pub(crate) fn gold() -> (Vec<Claim>, Vec<Source>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold/dev");
    let (mut claims, mut sources, mut sketches) = (Vec::new(), Vec::new(), Vec::new());
    for n in 1..=20 {
        let name = format!("{n:02}.txt");
        let text = fs::read_to_string(folder.join(&name)).unwrap();
        let gold: Value =
            serde_json::from_str(&fs::read_to_string(folder.join(format!("{n:02}.json"))).unwrap())
                .unwrap();
        claims.extend(
            gold["claims"]
                .as_array()
                .unwrap()
                .iter()
                .map(|value| claim(value, &name, &text)),
        );
        let mut source = source(&name, None, 0);
        source.title = gold["title"].as_str().unwrap().to_owned();
        sources.push(source);
        sketches.push(Sketch::of(&text));
    }
    for (source, voice) in sources.iter_mut().zip(voices(&sketches)) {
        source.voice = voice;
    }
    (claims, sources)
}

fn conflicts(report: &Report) -> impl Iterator<Item = &Conflict> {
    report
        .disputes
        .iter()
        .flat_map(|dispute| &dispute.conflicts)
}

fn quote_of(opponent: &Opponent) -> &str {
    match opponent {
        Opponent::Claim(claim) => &claim.evidence.quote,
        Opponent::Rule(rule) => &rule.id,
    }
}

#[test]
#[ignore = "prints every conflict for a reader"]
fn print_the_report() {
    let (claims, sources) = gold();
    let report = report(&claims, &sources);
    for dispute in &report.disputes {
        for c in &dispute.conflicts {
            println!(
                "{:?} {:?}{} {} {:?} {:?}\n   {} | {}\n   {}\n   {}\n   {}",
                c.kind,
                c.severity,
                if c.internal { " internal" } else { "" },
                dispute.question_zh,
                c.values,
                c.voices,
                c.a,
                match &c.b {
                    Opponent::Claim(claim) => claim.to_string(),
                    Opponent::Rule(rule) => rule.id.clone(),
                },
                c.a.evidence.quote,
                quote_of(&c.b),
                c.because_zh
            );
        }
        for r in &dispute.refined {
            println!(
                "refined {}\n   {}\n   {}",
                dispute.question_zh, r.general.evidence.quote, r.exception.evidence.quote
            );
        }
        for r in &dispute.remarks {
            println!("{:?} {}\n   {}", r.kind, dispute.question_zh, r.text_zh);
        }
    }
    println!("{} conflicts", conflicts(&report).count());
}
