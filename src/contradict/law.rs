//! 法律对照: which claims a rule of law supports or refutes on a given day, read from `laws.toml`.
//!
//! It decides from the structure of a claim and a few words of its sentence; what the report makes of a ruling
//! is the business of `findings`. Nothing here is legal advice.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;
use serde::de::Error as _;

use crate::claim::{Claim, Flag, Product, Quantity, Role, Stance, Unit};
use crate::contradict::corpus::first_yuan;
use crate::contradict::opposition::denies;
use crate::contradict::side::{Standing, standing};
use crate::dispute::{LawRule, Severity};

/// How near a claim's number must come to the rule's.
const SAME: f64 = 0.02;

/// What kind of instrument a rule stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
pub enum Instrument {
    /// 法律.
    #[serde(rename = "statute")]
    Statute,
    /// 行政法规.
    #[serde(rename = "administrative regulation")]
    Regulation,
    /// 司法解释.
    #[serde(rename = "judicial interpretation")]
    Interpretation,
    /// 司法指导意见.
    #[serde(rename = "judicial guidance")]
    Guidance,
    /// 部门规章.
    #[serde(rename = "department rule")]
    DepartmentRule,
    /// 监管通知.
    #[serde(rename = "regulatory notice")]
    Notice,
    /// 推荐性国家标准.
    #[serde(rename = "national standard")]
    Standard,
    /// 行业自律规范.
    #[serde(rename = "industry self-discipline")]
    SelfDiscipline,
    /// 企业公告.
    #[serde(rename = "company statement")]
    Company,
}

impl Instrument {
    /// The Chinese name of the kind.
    pub fn zh(self) -> &'static str {
        match self {
            Instrument::Statute => "法律",
            Instrument::Regulation => "行政法规",
            Instrument::Interpretation => "司法解释",
            Instrument::Guidance => "司法指导意见",
            Instrument::DepartmentRule => "部门规章",
            Instrument::Notice => "监管通知",
            Instrument::Standard => "推荐性国家标准",
            Instrument::SelfDiscipline => "行业自律规范",
            Instrument::Company => "企业公告",
        }
    }

    /// How hard a conflict with it is: only statutes, regulations and interpretations bind everyone.
    pub fn severity(self) -> Severity {
        match self {
            Instrument::Statute | Instrument::Regulation | Instrument::Interpretation => {
                Severity::Hard
            }
            Instrument::Guidance
            | Instrument::DepartmentRule
            | Instrument::Notice
            | Instrument::Standard
            | Instrument::SelfDiscipline
            | Instrument::Company => Severity::Tension,
        }
    }
}

/// What a rule says of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ruling {
    /// The claim is right by it.
    Supports,
    /// The claim is wrong by it.
    Refutes,
    /// The claim leans on it, but it reaches other products, or says something else.
    Note,
}

/// A rule with its judgements.
#[derive(Debug, Clone)]
pub struct Rule {
    /// As reports show it.
    pub law: LawRule,
    /// The kind of instrument.
    pub instrument: Instrument,
    /// Told by the instrument's own text or two sources; only then it makes conflicts.
    pub certain: bool,
    /// To which products it applies.
    pub products: Vec<Product>,
    /// Why no claim can be held against it, where none can.
    pub undecided: Option<String>,
    /// What it judges.
    pub judgements: Vec<Judgement>,
}

/// One kind of claim that a rule judges.
#[derive(Debug, Clone)]
pub struct Judgement {
    /// How it judges.
    pub ruling: Ruling,
    /// The rule's value, shown against the claim's.
    pub says: String,
    /// Why, as a clause.
    pub because: String,
    /// A claim that it judges, in the one-line notation, with the words of its sentence.
    pub example: (String, String),
    /// A look-alike that it does not judge; empty where none is needed.
    pub counter: (String, String),
    propositions: Vec<String>,
    stances: Vec<Stance>,
    products: Vec<Product>,
    quantity: Option<QuantityPattern>,
    unconditional: bool,
    flags_all: Vec<Flag>,
    flags_none: Vec<Flag>,
    amount_from_below: Option<i64>,
    amount_from: Option<[i64; 2]>,
    words: Vec<String>,
    without: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct QuantityPattern {
    role: Option<String>,
    unit: Option<String>,
    #[serde(default)]
    forever: bool,
    within: Option<[f64; 2]>,
    apart: Option<[f64; 2]>,
    besides: Option<[f64; 2]>,
    over: Option<f64>,
    hours: Option<[f64; 2]>,
    hours_not: Option<[f64; 2]>,
    #[serde(default)]
    cap: bool,
}

impl Rule {
    /// Whether it was in force on `day`.
    pub fn in_force(&self, day: Date) -> bool {
        self.law.in_force_from <= day && self.law.in_force_until.is_none_or(|until| day < until)
    }
}

impl Judgement {
    /// Whether it judges this claim.
    pub fn covers(&self, claim: &Claim) -> bool {
        let quote = &claim.evidence.quote;
        let conditions = &claim.conditions;
        self.propositions
            .iter()
            .any(|p| p == claim.proposition.as_str())
            && self.stances.contains(&claim.stance)
            && claim.products.iter().all(|p| self.products.contains(p))
            && self
                .quantity
                .as_ref()
                .is_none_or(|p| claim.quantities.iter().any(|q| p.matches(q, claim.stance)))
            && (!self.unconditional || conditions.is_empty())
            && self.flags_all.iter().all(|f| conditions.flags.contains(f))
            && !self.flags_none.iter().any(|f| conditions.flags.contains(f))
            && self
                .amount_from_below
                .is_none_or(|most| first_yuan(conditions).is_some_and(|yuan| yuan < most))
            && self.amount_from.is_none_or(|[low, high]| {
                first_yuan(conditions).is_some_and(|y| (low..=high).contains(&y))
            })
            && (self.words.is_empty() || self.words.iter().any(|w| quote.contains(w.as_str())))
            && !self.without.iter().any(|w| quote.contains(w.as_str()))
    }

    /// The claim's value of what it judges, shown against [`Judgement::says`]: the number, or else the stance.
    pub fn value(&self, claim: &Claim) -> (String, String) {
        match &self.quantity {
            Some(pattern) => {
                let number = claim
                    .quantities
                    .iter()
                    .find(|q| pattern.matches(q, claim.stance));
                let slot = number
                    .map_or_else(|| "quantity".to_owned(), |q| format!("quantity.{}", q.role));
                (
                    slot,
                    number.map_or_else(|| claim.stance.to_string(), ToString::to_string),
                )
            }
            None if self.amount_from_below.is_some() => {
                ("onset.amount_cny".to_owned(), claim.conditions.to_string())
            }
            None => ("rule".to_owned(), claim.stance.to_string()),
        }
    }
}

impl QuantityPattern {
    fn matches(&self, q: &Quantity, stance: Stance) -> bool {
        let role = self.role.as_deref().is_none_or(|r| r == q.role.id());
        let unit = q.forever || self.unit.as_deref().is_none_or(|u| u == q.unit.id());
        if !role || !unit || q.none || self.forever != q.forever {
            return false;
        }
        if self.forever {
            return true;
        }
        if self.cap && !(q.max.is_some() && (q.min.is_none() || q.min == q.max)) {
            return false;
        }
        let window = if denies(stance) {
            (q.max, q.min)
        } else {
            (q.min, q.max)
        };
        let same_hours = |[from, to]: [f64; 2]| {
            window
                .0
                .zip(window.1)
                .map(|(a, b)| (a - from).abs() < 0.25 && (b - to).abs() < 0.25)
        };
        // One number stands for itself; a cap for its bound.
        let low = q.min.or(q.max);
        let high = q.max.or(q.min);
        let inside = |[a, b]: [f64; 2]| {
            low.is_some_and(|v| v >= a * (1.0 - SAME))
                && high.is_some_and(|v| v <= b * (1.0 + SAME))
        };
        let outside = |[a, b]: [f64; 2]| {
            low.is_some_and(|v| v > b * (1.0 + SAME)) || high.is_some_and(|v| v < a * (1.0 - SAME))
        };
        self.within.is_none_or(inside)
            && self.apart.is_none_or(outside)
            && !self.besides.is_some_and(inside)
            && self
                .over
                .is_none_or(|most| low.is_some_and(|v| v > most * (1.0 + SAME)))
            && self.hours.is_none_or(|h| same_hours(h) == Some(true))
            && self.hours_not.is_none_or(|h| same_hours(h) == Some(false))
    }
}

/// All rules, with their judgements by proposition.
#[derive(Debug)]
pub struct Laws {
    rules: Vec<Rule>,
    by_proposition: HashMap<String, Vec<(usize, usize)>>,
}

/// What one rule in force says of one claim.
#[derive(Debug, Clone, Copy)]
pub struct Judged<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// Which of its judgements; its place among all of them is `number`.
    pub judgement: &'a Judgement,
    /// Rule and judgement, as numbers.
    pub number: (usize, usize),
}

impl Laws {
    /// The rules in the order of the file.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// What the rules say of a claim, whenever they were in force. A collector's talk and a case told are not
    /// held against the law.
    pub fn judge<'a>(&'a self, claim: &Claim) -> impl Iterator<Item = Judged<'a>> {
        let rows = match standing(claim) {
            Some(Standing::Position) => self.by_proposition.get(claim.proposition.as_str()),
            Some(Standing::Case | Standing::Testimony) | None => None,
        };
        let claim = claim.clone();
        rows.into_iter()
            .flatten()
            .map(|(rule, judgement)| Judged {
                rule: &self.rules[*rule],
                judgement: &self.rules[*rule].judgements[*judgement],
                number: (*rule, *judgement),
            })
            .filter(move |judged| judged.judgement.covers(&claim))
    }

    /// The rules that judge claims of a proposition for a product.
    pub fn on<'a>(&'a self, proposition: &str, product: Product) -> impl Iterator<Item = &'a Rule> {
        let rows = self
            .by_proposition
            .get(proposition)
            .map_or(&[][..], Vec::as_slice);
        let mut last = usize::MAX;
        rows.iter().filter_map(move |(rule, judgement)| {
            let found = &self.rules[*rule];
            let judgement = &found.judgements[*judgement];
            let speaks = judgement.ruling != Ruling::Note && judgement.products.contains(&product);
            (speaks && std::mem::replace(&mut last, *rule) != *rule).then_some(found)
        })
    }

    /// The rule that came into force between the two and turned the matter round: it supports the newer claim
    /// and refutes the older.
    pub fn overtook(&self, older: (&Claim, Date), newer: (&Claim, Date)) -> Option<&Rule> {
        let refuted = |number: usize| {
            self.judge(older.0).any(|judged| {
                judged.number.0 == number && judged.judgement.ruling == Ruling::Refutes
            })
        };
        self.judge(newer.0)
            .filter(|judged| judged.judgement.ruling == Ruling::Supports)
            .filter(|judged| {
                older.1 < judged.rule.law.in_force_from && judged.rule.law.in_force_from <= newer.1
            })
            .find(|judged| refuted(judged.number.0))
            .map(|judged| judged.rule)
    }
}

/// The compiled-in rules.
pub fn laws() -> &'static Laws {
    static LAWS: LazyLock<Laws> = LazyLock::new(|| {
        parse(include_str!("laws.toml")).expect("the compiled-in laws.toml is tested")
    });
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
        let date = |day: &String| {
            day.parse::<Date>()
                .map_err(|_| refuse(&format!("no such day: {day}")))
        };
        let products = words(&row.products, Product::parse)
            .map_err(|p| refuse(&format!("no such product: {p}")))?;
        let mut judgements = Vec::new();
        for (n, j) in row.judgement.into_iter().enumerate() {
            let flags = |ids: &[String]| {
                words(ids, Flag::parse).map_err(|f| refuse(&format!("no such flag: {f}")))
            };
            if let Some(q) = &j.quantity {
                let known = |id: &Option<String>, known: bool, what| match id {
                    Some(id) if !known => Err(refuse(&format!("no such {what}: {id}"))),
                    Some(_) | None => Ok(()),
                };
                known(
                    &q.role,
                    q.role.as_deref().is_some_and(|r| Role::parse(r).is_some()),
                    "role",
                )?;
                known(
                    &q.unit,
                    q.unit.as_deref().is_some_and(|u| Unit::parse(u).is_some()),
                    "unit",
                )?;
            }
            for proposition in &j.propositions {
                by_proposition
                    .entry(proposition.clone())
                    .or_default()
                    .push((rules.len(), n));
            }
            judgements.push(Judgement {
                ruling: j.verdict,
                says: j.says,
                because: j.because,
                example: (j.example, j.quote),
                counter: (j.counter, j.counter_quote),
                stances: words(&j.stances, Stance::parse)
                    .map_err(|s| refuse(&format!("no such stance: {s}")))?,
                products: match &j.products {
                    Some(ids) => words(ids, Product::parse)
                        .map_err(|p| refuse(&format!("no such product: {p}")))?,
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
    Ok(Laws {
        rules,
        by_proposition,
    })
}

fn words<T>(ids: &[String], parse: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, String> {
    ids.iter()
        .map(|id| parse(id).ok_or_else(|| id.clone()))
        .collect()
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
        assert!(
            refusal(&RULE.replace("2021-01-01", "2021-13-01"))
                .contains("rule r: no such day: 2021-13-01")
        );
        assert!(refusal(&RULE.replace("statute", "gossip")).contains("gossip"));
        assert!(refusal(&format!("{RULE}undecided = \"z\"\ncolour = 1\n")).contains("colour"));
    }

    #[test]
    fn all_rules_load_each_once() {
        let ids: std::collections::BTreeSet<_> = laws().rules().iter().map(|r| &r.law.id).collect();
        assert_eq!((ids.len(), laws().rules().len()), (63, 63));
    }
}
