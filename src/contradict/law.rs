//! 法律对照: which claims a rule of law supports or refutes on a given day.
//!
//! It decides from the structure of a claim and a few words of its sentence. The rules are read by `law_table`;
//! what the report makes of a ruling is the business of `assemble`. Nothing here is legal advice.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::Deserialize;

use crate::claim::{Claim, Flag, Product, Quantity, Stance};
use crate::contradict::corpus::first_yuan;
use crate::contradict::opposition::denies;
use crate::contradict::side::{Standing, is_bare, standing};
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
            Instrument::Statute | Instrument::Regulation | Instrument::Interpretation => Severity::Hard,
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
    pub(super) propositions: Vec<String>,
    pub(super) stances: Vec<Stance>,
    pub(super) products: Vec<Product>,
    pub(super) quantity: Option<QuantityPattern>,
    pub(super) unconditional: bool,
    pub(super) flags_all: Vec<Flag>,
    pub(super) flags_none: Vec<Flag>,
    pub(super) amount_from_below: Option<i64>,
    pub(super) amount_from: Option<[i64; 2]>,
    pub(super) words: Vec<String>,
    pub(super) without: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QuantityPattern {
    pub(super) role: Option<String>,
    pub(super) unit: Option<String>,
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
        self.propositions.iter().any(|p| p == claim.proposition.as_str())
            && self.stances.contains(&claim.stance)
            && claim.products.iter().all(|p| self.products.contains(p))
            && self.quantity.as_ref().is_none_or(|p| claim.quantities.iter().any(|q| p.matches(q, claim.stance)))
            && (!self.unconditional || conditions.is_empty())
            && self.flags_all.iter().all(|f| conditions.flags.contains(f))
            && !self.flags_none.iter().any(|f| conditions.flags.contains(f))
            && self.amount_from_below.is_none_or(|most| first_yuan(conditions).is_some_and(|yuan| yuan < most))
            && self
                .amount_from
                .is_none_or(|[low, high]| first_yuan(conditions).is_some_and(|y| (low..=high).contains(&y)))
            && (self.words.is_empty() || self.words.iter().any(|w| quote.contains(w.as_str())))
            && !self.without.iter().any(|w| quote.contains(w.as_str()))
    }

    /// The claim's value of what it judges, shown against [`Judgement::says`]: the number, or else the stance.
    pub fn value(&self, claim: &Claim) -> (String, String) {
        match &self.quantity {
            Some(pattern) => {
                let number = claim.quantities.iter().find(|q| pattern.matches(q, claim.stance));
                let slot = number.map_or_else(|| "quantity".to_owned(), |q| format!("quantity.{}", q.role));
                (slot, number.map_or_else(|| claim.stance.to_string(), ToString::to_string))
            }
            None if self.amount_from_below.is_some() => ("onset.amount_cny".to_owned(), claim.conditions.to_string()),
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
        let window = if denies(stance) { (q.max, q.min) } else { (q.min, q.max) };
        let same_hours = |[from, to]: [f64; 2]| {
            window.0.zip(window.1).map(|(a, b)| (a - from).abs() < 0.25 && (b - to).abs() < 0.25)
        };
        // One number stands for itself; a cap for its bound.
        let low = q.min.or(q.max);
        let high = q.max.or(q.min);
        let inside = |[a, b]: [f64; 2]| {
            low.is_some_and(|v| v >= a * (1.0 - SAME)) && high.is_some_and(|v| v <= b * (1.0 + SAME))
        };
        let outside =
            |[a, b]: [f64; 2]| low.is_some_and(|v| v > b * (1.0 + SAME)) || high.is_some_and(|v| v < a * (1.0 - SAME));
        self.within.is_none_or(inside)
            && self.apart.is_none_or(outside)
            && !self.besides.is_some_and(inside)
            && self.over.is_none_or(|most| low.is_some_and(|v| v > most * (1.0 + SAME)))
            && self.hours.is_none_or(|h| same_hours(h) == Some(true))
            && self.hours_not.is_none_or(|h| same_hours(h) == Some(false))
    }
}

/// All rules, with their judgements by proposition.
#[derive(Debug)]
pub struct Laws {
    pub(super) rules: Vec<Rule>,
    pub(super) by_proposition: HashMap<String, Vec<(usize, usize)>>,
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
    pub fn judge<'a>(&'a self, claim: &'a Claim) -> impl Iterator<Item = Judged<'a>> {
        // A thing only named is not held against the law.
        let rows = match standing(claim).filter(|_| !is_bare(claim)) {
            Some(Standing::Position) => self.by_proposition.get(claim.proposition.as_str()),
            Some(Standing::Case | Standing::Testimony) | None => None,
        };
        rows.into_iter()
            .flatten()
            .map(|(rule, judgement)| Judged {
                rule: &self.rules[*rule],
                judgement: &self.rules[*rule].judgements[*judgement],
                number: (*rule, *judgement),
            })
            .filter(move |judged| judged.judgement.covers(claim))
    }

    /// The rules that judge claims of a proposition for a product.
    pub fn on<'a>(&'a self, proposition: &str, product: Product) -> impl Iterator<Item = &'a Rule> {
        let rows = self.by_proposition.get(proposition).map_or(&[][..], Vec::as_slice);
        let mut last = usize::MAX;
        rows.iter().filter_map(move |(rule, judgement)| {
            let found = &self.rules[*rule];
            let judgement = &found.judgements[*judgement];
            let speaks = judgement.ruling != Ruling::Note && judgement.products.contains(&product);
            (speaks && std::mem::replace(&mut last, *rule) != *rule).then_some(found)
        })
    }

    /// The rule that came into force between the two and turned the matter round: it supports the newer claim
    /// and refutes the older. Given as its place among [`Laws::rules`].
    pub fn overtook(&self, older: (&Claim, Date), newer: (&Claim, Date)) -> Option<usize> {
        let refuted = |number: usize| {
            self.judge(older.0).any(|judged| judged.number.0 == number && judged.judgement.ruling == Ruling::Refutes)
        };
        self.judge(newer.0)
            .filter(|judged| judged.judgement.ruling == Ruling::Supports)
            .filter(|judged| older.1 < judged.rule.law.in_force_from && judged.rule.law.in_force_from <= newer.1)
            .map(|judged| judged.number.0)
            .find(|number| refuted(*number))
    }
}
