//! Conditions of a claim as JSON: ranges, vague words, flags.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::Text;
use crate::claim::{Conditions, Extent, Flag, Range};

/// 条件; all hold together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ConditionsRecord {
    /// Days overdue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overdue_days: Option<ExtentRecord<DaysWord>>,
    /// Amount owed, in yuan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_cny: Option<ExtentRecord<AmountWord>>,
    /// Other circumstances.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub flags: BTreeSet<Text<Flag>>,
    /// The claim says that it holds only then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only: bool,
    /// What the flag `other` stands for, verbatim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A circumstance of size: numbers, or a vague word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ExtentRecord<W> {
    /// One end of the scale.
    Word(W),
    /// From, to.
    Range(RangeRecord),
}

/// Vague words for days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DaysWord {
    /// 初期.
    Early,
    /// 长期.
    Long,
}

/// Vague words for money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum AmountWord {
    /// 小额.
    Small,
    /// 大额.
    Large,
}

/// A range of whole numbers; a null end is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RangeRecord {
    /// Least value.
    pub min: Option<i64>,
    /// Greatest value.
    pub max: Option<i64>,
    /// Whether the ends are in: a round bracket leaves its end out.
    #[serde(default, skip_serializing_if = "Incl::is_both")]
    pub incl: Incl,
    /// 左右、约: the number itself, roughly.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub approx: bool,
}

/// Which ends of a range are in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Incl {
    /// Both.
    #[default]
    #[serde(rename = "[]")]
    Both,
    /// Only the least.
    #[serde(rename = "[)")]
    Min,
    /// Only the greatest.
    #[serde(rename = "(]")]
    Max,
    /// Neither.
    #[serde(rename = "()")]
    Neither,
}

impl Incl {
    fn is_both(&self) -> bool {
        *self == Incl::Both
    }
}

impl From<&Conditions> for ConditionsRecord {
    fn from(conditions: &Conditions) -> ConditionsRecord {
        ConditionsRecord {
            overdue_days: conditions.overdue.map(|extent| ExtentRecord::of(extent, DaysWord::Early, DaysWord::Long)),
            amount_cny: conditions.amount.map(|extent| ExtentRecord::of(extent, AmountWord::Small, AmountWord::Large)),
            flags: conditions.flags.iter().copied().map(Text).collect(),
            only: conditions.only,
            text: conditions.text.clone(),
        }
    }
}

impl From<&ConditionsRecord> for Conditions {
    fn from(record: &ConditionsRecord) -> Conditions {
        Conditions {
            overdue: record.overdue_days.map(|extent| extent.extent(|word| word == DaysWord::Early)),
            amount: record.amount_cny.map(|extent| extent.extent(|word| word == AmountWord::Small)),
            flags: record.flags.iter().map(|flag| flag.0).collect(),
            only: record.only,
            text: record.text.clone(),
        }
    }
}

impl<W: Copy> ExtentRecord<W> {
    fn of(extent: Extent, low: W, high: W) -> ExtentRecord<W> {
        match extent {
            Extent::Low => ExtentRecord::Word(low),
            Extent::High => ExtentRecord::Word(high),
            Extent::Range(range) => ExtentRecord::Range(RangeRecord::from(range)),
        }
    }

    fn extent(self, is_low: impl Fn(W) -> bool) -> Extent {
        match self {
            ExtentRecord::Word(word) if is_low(word) => Extent::Low,
            ExtentRecord::Word(_) => Extent::High,
            ExtentRecord::Range(range) => Extent::Range(Range::from(range)),
        }
    }
}

impl From<Range> for RangeRecord {
    fn from(range: Range) -> RangeRecord {
        let incl = match (range.min_incl, range.max_incl) {
            (true, true) => Incl::Both,
            (true, false) => Incl::Min,
            (false, true) => Incl::Max,
            (false, false) => Incl::Neither,
        };
        RangeRecord { min: range.min, max: range.max, incl, approx: range.approx }
    }
}

impl From<RangeRecord> for Range {
    fn from(record: RangeRecord) -> Range {
        Range {
            min: record.min,
            max: record.max,
            min_incl: matches!(record.incl, Incl::Both | Incl::Min),
            max_incl: matches!(record.incl, Incl::Both | Incl::Max),
            approx: record.approx,
        }
    }
}
