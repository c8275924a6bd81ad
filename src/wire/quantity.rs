//! Numbers that are the claim, as JSON: one object, or a list where there are several.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::Text;
use crate::claim::{Quantity, Role, Unit};

/// The number that is the claim; a list where there are several.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum OneOrMany {
    /// The usual case.
    One(QuantityRecord),
    /// Several.
    Many(Vec<QuantityRecord>),
}

/// 数量.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Quantity")]
pub struct QuantityRecord {
    /// What it measures.
    pub role: Text<Role>,
    /// Least value; null is open.
    #[serde(serialize_with = "shortest")]
    pub min: Option<f64>,
    /// Greatest value; null is open.
    #[serde(serialize_with = "shortest")]
    pub max: Option<f64>,
    /// Its unit.
    pub unit: Text<Unit>,
    /// The words, verbatim.
    pub text: String,
    /// 永久: there is no end.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub forever: bool,
    /// The claim is that there is no such number.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub none: bool,
}

impl OneOrMany {
    /// The usual form of a claim's quantities; none is absent.
    pub fn of(quantities: &[Quantity]) -> Option<OneOrMany> {
        match quantities {
            [] => None,
            [one] => Some(OneOrMany::One(one.into())),
            many => Some(OneOrMany::Many(many.iter().map(QuantityRecord::from).collect())),
        }
    }

    /// All of them.
    pub fn as_slice(&self) -> &[QuantityRecord] {
        match self {
            OneOrMany::One(one) => std::slice::from_ref(one),
            OneOrMany::Many(many) => many,
        }
    }
}

impl From<&Quantity> for QuantityRecord {
    fn from(quantity: &Quantity) -> QuantityRecord {
        QuantityRecord {
            role: Text(quantity.role),
            min: quantity.min,
            max: quantity.max,
            unit: Text(quantity.unit),
            text: quantity.text.clone(),
            forever: quantity.forever,
            none: quantity.none,
        }
    }
}

impl From<&QuantityRecord> for Quantity {
    fn from(record: &QuantityRecord) -> Quantity {
        Quantity {
            role: record.role.0,
            min: record.min,
            max: record.max,
            unit: record.unit.0,
            forever: record.forever,
            none: record.none,
            text: record.text.clone(),
        }
    }
}

/// Whole numbers without a decimal point: `7`, not `7.0`.
fn shortest<S: serde::Serializer>(number: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    /// Every whole number up to here is one double.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match *number {
        None => serializer.serialize_none(),
        Some(number) if number.fract() == 0.0 && number.abs() <= EXACT => serializer.serialize_i64(number as i64),
        Some(number) => serializer.serialize_f64(number),
    }
}
