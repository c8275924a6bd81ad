//! 标准答案: claims that people settled, and how near the reader comes to them.
//!
//! Scoring follows the project's reference scorer to the digit: claims of one article are paired one to one, the most
//! alike first. *Detect* is the same proposition on overlapping evidence, *stance* the same stance besides, *full* the
//! same product, conditions and quantity besides. Reading files is left to the floors above.

mod floors;
mod likeness;
mod score;

use serde::Deserialize;

use crate::claim::{Attribution, Claim, Conditions, Extent, Flag, Quantity};

pub use floors::{Floors, fingerprint};
pub use score::{Fault, FaultKind, Measure, Phenomenon, Score, Tally, score};

/// One gold file, `NAME.json` beside the page `NAME.txt`.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldFile {
    /// Name of the page's file.
    #[serde(default)]
    pub doc: String,
    /// The claims.
    pub claims: Vec<GoldClaim>,
}

/// A claim as annotators write it.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldClaim {
    /// The proposition.
    pub prop: String,
    /// The stance's wire word.
    pub stance: String,
    /// The products' wire words; none where the annotators left it open.
    #[serde(default)]
    pub products: Vec<String>,
    /// The conditions.
    #[serde(default)]
    pub cond: Option<GoldConditions>,
    /// The number, or numbers, that are the claim.
    #[serde(default)]
    pub quantity: Option<GoldQuantities>,
    /// Whose word it is.
    #[serde(default)]
    pub attribution: Option<String>,
    /// The sentence.
    pub quote: String,
}

/// Conditions as annotators write them; what is not scored (`incl`, `approx`, `text`) is not read.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct GoldConditions {
    /// Days overdue.
    #[serde(default)]
    pub overdue_days: Option<GoldExtent>,
    /// Yuan.
    #[serde(default)]
    pub amount_cny: Option<GoldExtent>,
    /// Circumstances.
    #[serde(default)]
    pub flags: Option<Vec<String>>,
    /// Only then.
    #[serde(default)]
    pub only: Option<bool>,
}

/// A range or a vague word.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum GoldExtent {
    /// `long`, `early`, `large`, `small`.
    Word(String),
    /// Numbers.
    Range {
        /// Least.
        #[serde(default)]
        min: Option<f64>,
        /// Greatest.
        #[serde(default)]
        max: Option<f64>,
    },
}

/// One number or several.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum GoldQuantities {
    /// One.
    One(GoldQuantity),
    /// Several; the first is scored.
    Many(Vec<GoldQuantity>),
}

/// A number as annotators write it.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldQuantity {
    /// What it measures.
    #[serde(default)]
    pub role: Option<String>,
    /// Least.
    #[serde(default)]
    pub min: Option<f64>,
    /// Greatest.
    #[serde(default)]
    pub max: Option<f64>,
    /// Its unit.
    #[serde(default)]
    pub unit: Option<String>,
    /// Without end.
    #[serde(default)]
    pub forever: bool,
    /// There is no such number.
    #[serde(default)]
    pub none: bool,
}

/// One article with its gold and what the reader found.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its name, for people.
    pub name: String,
    /// The gold claims.
    pub gold: Vec<GoldClaim>,
    /// The reader's claims.
    pub got: Vec<Claim>,
    /// The page's text as it is in the file.
    pub text: String,
}

/// A claim as it is compared, whoever made it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scored {
    pub(crate) proposition: String,
    pub(crate) stance: String,
    pub(crate) products: Vec<String>,
    pub(crate) conditions: Vec<(&'static str, String)>,
    pub(crate) quantity: Option<String>,
    pub(crate) collector: bool,
    /// Without white space, in characters.
    pub(crate) quote: Vec<char>,
    /// As it stands, for people.
    pub(crate) sentence: String,
}

impl Scored {
    pub(crate) fn of_gold(claim: &GoldClaim) -> Scored {
        let conditions = claim.cond.clone().unwrap_or_default();
        let quantity = match &claim.quantity {
            None => None,
            Some(GoldQuantities::One(one)) => Some(one),
            Some(GoldQuantities::Many(many)) => many.first(),
        };
        let mut flags = conditions.flags.unwrap_or_default();
        flags.retain(|flag| flag != Flag::Other.id());
        flags.sort();
        let mut kept = Vec::new();
        kept.extend(conditions.overdue_days.and_then(|extent| Some(("overdue_days", gold_extent(&extent)?))));
        kept.extend(conditions.amount_cny.and_then(|extent| Some(("amount_cny", gold_extent(&extent)?))));
        kept.extend((!flags.is_empty()).then(|| ("flags", flags.join("+"))));
        kept.extend(conditions.only.map(|_| ("only", "true".to_owned())));
        let mut products = claim.products.clone();
        products.sort();
        Scored {
            proposition: claim.prop.clone(),
            stance: claim.stance.clone(),
            products,
            conditions: kept,
            quantity: quantity.map(|one| {
                let (role, unit) = (one.role.as_deref().unwrap_or(""), one.unit.as_deref().unwrap_or(""));
                number_line(role, one.min, one.max, unit, one.forever, one.none)
            }),
            collector: claim.attribution.as_deref() == Some(Attribution::Collector.id()),
            quote: squeezed(&claim.quote),
            sentence: claim.quote.clone(),
        }
    }

    pub(crate) fn of_claim(claim: &Claim) -> Scored {
        let mut products: Vec<String> = claim.products.iter().map(|product| product.id().to_owned()).collect();
        products.sort();
        Scored {
            proposition: claim.proposition.as_str().to_owned(),
            stance: claim.stance.id().to_owned(),
            products,
            conditions: conditions(&claim.conditions),
            quantity: claim.quantities.first().map(quantity),
            collector: claim.attribution == Attribution::Collector,
            quote: squeezed(&claim.evidence.quote),
            sentence: claim.evidence.quote.clone(),
        }
    }

    /// One line, for people.
    pub(crate) fn line(&self) -> String {
        let mut line = format!("{} {} {}", self.proposition, self.stance, self.products.join("+"));
        if !self.conditions.is_empty() {
            let parts: Vec<String> = self.conditions.iter().map(|(key, value)| format!("{key} {value}")).collect();
            line.push_str(&format!(" [{}]", parts.join(", ")));
        }
        if let Some(quantity) = &self.quantity {
            line.push_str(&format!(" {{{quantity}}}"));
        }
        if self.collector {
            line.push_str(" @collector");
        }
        line
    }
}

fn conditions(conditions: &Conditions) -> Vec<(&'static str, String)> {
    let mut kept = Vec::new();
    kept.extend(conditions.overdue.map(|one| ("overdue_days", extent(one, ["early", "long"]))));
    kept.extend(conditions.amount.map(|one| ("amount_cny", extent(one, ["small", "large"]))));
    let mut flags: Vec<&str> =
        conditions.flags.iter().filter(|flag| **flag != Flag::Other).map(|flag| flag.id()).collect();
    flags.sort_unstable();
    kept.extend((!flags.is_empty()).then(|| ("flags", flags.join("+"))));
    kept.extend(conditions.only.then(|| ("only", "true".to_owned())));
    kept
}

#[expect(clippy::cast_precision_loss, reason = "days and yuan are far below 2^52")]
fn extent(extent: Extent, [low, high]: [&str; 2]) -> String {
    match extent {
        Extent::Low => low.to_owned(),
        Extent::High => high.to_owned(),
        Extent::Range(range) => ends(range.min.map(|n| n as f64), range.max.map(|n| n as f64)),
    }
}

/// Nothing where the annotators wrote an empty range.
fn gold_extent(extent: &GoldExtent) -> Option<String> {
    match extent {
        GoldExtent::Word(word) => (!word.is_empty()).then(|| word.clone()),
        GoldExtent::Range { min, max } => Some(ends(*min, *max)),
    }
}

fn quantity(quantity: &Quantity) -> String {
    number_line(quantity.role.id(), quantity.min, quantity.max, quantity.unit.id(), quantity.forever, quantity.none)
}

fn number_line(role: &str, min: Option<f64>, max: Option<f64>, unit: &str, forever: bool, none: bool) -> String {
    let end = match (forever, none) {
        (false, false) => "",
        (true, false) => " forever",
        (false, true) => " none",
        (true, true) => " forever none",
    };
    format!("{role} {} {unit}{end}", ends(min, max))
}

fn ends(min: Option<f64>, max: Option<f64>) -> String {
    // Nine places are compared; trailing zeros are for nobody.
    let number = |n: Option<f64>| {
        n.map_or_else(String::new, |n| {
            let text = format!("{n:.9}");
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        })
    };
    format!("{}~{}", number(min), number(max))
}

/// The characters of `text` that are no white space.
pub(crate) fn squeezed(text: &str) -> Vec<char> {
    text.chars().filter(|c| !c.is_whitespace() && !('\u{1c}'..='\u{1f}').contains(c)).collect()
}
