//! 法条表: reads `laws.toml` into rules. An unknown key, product, stance, flag or day is refused by name.
//!
//! What the rules mean is the business of `law`; the rows' own examples are tried in the integration tests.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;
use serde::de::Error as _;

use crate::claim::{Flag, Product, Role, Stance, Unit};
use crate::contradict::law::{Instrument, Judgement, Laws, QuantityPattern, Rule, Ruling};
use crate::dispute::LawRule;

/// The compiled-in rules.
pub fn laws() -> &'static Laws {
    static LAWS: LazyLock<Laws> =
        LazyLock::new(|| parse(include_str!("laws.toml")).expect("the compiled-in laws.toml is tested"));
    &LAWS
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<RuleRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleRow {
    id: String,
    instrument: String,
    article: String,
    kind: Instrument,
    from: String,
    until: Option<String>,
    confidence: Confidence,
    products: Vec<String>,
    provides: String,
    undecided: Option<String>,
    #[serde(default)]
    judgement: Vec<JudgementRow>,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Confidence {
    High,
    Medium,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct JudgementRow {
    verdict: Ruling,
    propositions: Vec<String>,
    stances: Vec<String>,
    says: String,
    because: String,
    products: Option<Vec<String>>,
    quantity: Option<QuantityPattern>,
    #[serde(default)]
    unconditional: bool,
    #[serde(default)]
    flags_all: Vec<String>,
    #[serde(default)]
    flags_none: Vec<String>,
    amount_from_below: Option<i64>,
    amount_from: Option<[i64; 2]>,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    without: Vec<String>,
    example: String,
    #[serde(default)]
    quote: String,
    #[serde(default)]
    counter: String,
    #[serde(default)]
    counter_quote: String,
}

/// Reads rules; the message of a refusal names rule and value.
fn parse(text: &str) -> Result<Laws, toml::de::Error> {
    let file: File = toml::from_str(text)?;
    let mut rules = Vec::new();
    let mut by_proposition: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
    for row in file.rule {
        let refuse = |what: &str| toml::de::Error::custom(format!("rule {}: {what}", row.id));
        if row.undecided.is_some() != row.judgement.is_empty() {
            return Err(refuse("give either judgements or `undecided`"));
        }
        let date = |day: &String| day.parse::<Date>().map_err(|_| refuse(&format!("no such day: {day}")));
        let products = words(&row.products, Product::parse).map_err(|p| refuse(&format!("no such product: {p}")))?;
        let mut judgements = Vec::new();
        for (n, j) in row.judgement.into_iter().enumerate() {
            let flags = |ids: &[String]| words(ids, Flag::parse).map_err(|f| refuse(&format!("no such flag: {f}")));
            if let Some(q) = &j.quantity {
                let known = |id: &Option<String>, known: bool, what| match id {
                    Some(id) if !known => Err(refuse(&format!("no such {what}: {id}"))),
                    Some(_) | None => Ok(()),
                };
                known(&q.role, q.role.as_deref().is_some_and(|r| Role::parse(r).is_some()), "role")?;
                known(&q.unit, q.unit.as_deref().is_some_and(|u| Unit::parse(u).is_some()), "unit")?;
            }
            for proposition in &j.propositions {
                by_proposition.entry(proposition.clone()).or_default().push((rules.len(), n));
            }
            judgements.push(Judgement {
                ruling: j.verdict,
                says: j.says,
                because: j.because,
                example: (j.example, j.quote),
                counter: (j.counter, j.counter_quote),
                stances: words(&j.stances, Stance::parse).map_err(|s| refuse(&format!("no such stance: {s}")))?,
                products: match &j.products {
                    Some(ids) => words(ids, Product::parse).map_err(|p| refuse(&format!("no such product: {p}")))?,
                    None => products.clone(),
                },
                quantity: j.quantity,
                unconditional: j.unconditional,
                flags_all: flags(&j.flags_all)?,
                flags_none: flags(&j.flags_none)?,
                amount_from_below: j.amount_from_below,
                amount_from: j.amount_from,
                words: j.words,
                without: j.without,
                propositions: j.propositions,
            });
        }
        rules.push(Rule {
            law: LawRule {
                in_force_from: date(&row.from)?,
                in_force_until: row.until.as_ref().map(date).transpose()?,
                id: row.id,
                instrument: row.instrument,
                article: row.article,
                kind: row.kind.zh().to_owned(),
                provides_zh: row.provides,
            },
            instrument: row.kind,
            certain: row.confidence == Confidence::High,
            products,
            undecided: row.undecided,
            judgements,
        });
    }
    Ok(Laws { rules, by_proposition })
}

fn words<T>(ids: &[String], parse: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, String> {
    ids.iter().map(|id| parse(id).ok_or_else(|| id.clone())).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const RULE: &str = "[[rule]]\nid = \"r\"\ninstrument = \"x\"\narticle = \"1\"\nkind = \"statute\"\nfrom = \"2021-01-01\"\n\
                        confidence = \"high\"\nproducts = [\"huabei\"]\nprovides = \"y\"\n";

    #[test]
    fn a_row_is_refused_with_its_name() {
        let refusal = |text: &str| parse(text).unwrap_err().to_string();
        assert!(parse(&format!("{RULE}undecided = \"z\"\n")).is_ok());
        assert!(refusal(RULE).contains("rule r: give either judgements or `undecided`"));
        let late = format!("{}undecided = \"z\"\n", RULE.replace("2021-01-01", "2021-13-01"));
        assert!(refusal(&late).contains("rule r: no such day: 2021-13-01"));
        assert!(refusal(&RULE.replace("statute", "gossip")).contains("gossip"));
        assert!(refusal(&format!("{RULE}undecided = \"z\"\ncolour = 1\n")).contains("colour"));
    }

    #[test]
    fn all_rules_load_each_once() {
        let ids: std::collections::BTreeSet<_> = laws().rules().iter().map(|r| &r.law.id).collect();
        assert_eq!((ids.len(), laws().rules().len()), (63, 63));
    }
}
