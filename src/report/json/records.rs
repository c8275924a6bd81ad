//! The records of `report/1`: apart from the domain's types, so that a field renamed inside never changes the format.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::article::ArticleId;
use crate::claim::{Product, PropositionId, Role, Stance, Unit};
use crate::wire::claim::ClaimRecord;
use crate::wire::condition::ConditionsRecord;
use crate::wire::text::Text;

/// The one name of this format.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub enum ReportSchema {
    /// The first format.
    #[default]
    #[serde(rename = "report/1")]
    V1,
}

/// 报告.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Report")]
pub struct ReportRecord {
    /// Always `report/1`.
    pub schema: ReportSchema,
    /// That this is no legal advice.
    pub notice: String,
    /// The day that law and report reckon by.
    pub as_of: Text<Date>,
    /// What the report was made of.
    pub index: IndexRecord,
    /// What is not in it.
    pub left_out: LeftOutRecord,
    /// The disputes, the most important first.
    pub disputes: Vec<DisputeRecord>,
}

/// What a report was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct IndexRecord {
    /// Articles read.
    pub articles: usize,
    /// Independent voices: near-duplicates count as one.
    pub voices: usize,
    /// Claims found.
    pub claims: usize,
}

/// What a report leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LeftOutRecord {
    /// Disputes, by the filters.
    pub disputes: usize,
    /// Conflicts, by the filters.
    pub conflicts: usize,
    /// Conflicts that the user dismissed.
    pub dismissed: usize,
}

/// 争点.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Dispute")]
pub struct DisputeRecord {
    /// Hash of proposition and product.
    pub id: String,
    /// What it is about; `visit.home` stands for all visits.
    pub proposition: Text<PropositionId>,
    /// Of which product.
    pub product: Text<Product>,
    /// As a question, in Chinese.
    pub question_zh: String,
    /// What is held, the most voices first.
    pub positions: Vec<PositionRecord>,
    /// What stands against what, the hardest first.
    pub conflicts: Vec<ConflictRecord>,
    /// General denials with more severe exceptions: no contradiction.
    pub refined: Vec<RefinedRecord>,
    /// Older claims overtaken by a rule: no contradiction.
    pub superseded: Vec<SupersededRecord>,
    /// What is worth saying without being a contradiction.
    pub remarks: Vec<RemarkRecord>,
    /// The numbers given.
    pub numbers: Vec<SpreadRecord>,
    /// The rules of law in force that judge claims of it.
    pub rules: Vec<RuleRecord>,
    /// Conflicts found beyond those listed.
    pub unlisted: usize,
    /// Articles on the product that say nothing of it.
    pub silent: Vec<Text<ArticleId>>,
    /// How many more of them there are.
    pub silent_more: usize,
}

/// 立场.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Position")]
pub struct PositionRecord {
    /// The stance.
    pub stance: Text<Stance>,
    /// The proposition itself, where it is a kind of the dispute's.
    pub proposition: Text<PropositionId>,
    /// Under which circumstances; empty is everywhere.
    pub conditions: ConditionsRecord,
    /// How many claims.
    pub claims: usize,
    /// How many articles.
    pub articles: usize,
    /// Their ids.
    pub article_ids: Vec<Text<ArticleId>>,
    /// How many independent voices.
    pub voices: usize,
    /// Of the claims, cases told.
    pub testimony: usize,
    /// Earliest day of publication.
    pub first: Option<Text<Date>>,
    /// Latest day of publication.
    pub last: Option<Text<Date>>,
    /// Up to three claims.
    #[schemars(with = "Vec<ClaimRecord>")]
    pub examples: Vec<ReportedClaim>,
}

/// 冲突.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Conflict")]
pub struct ConflictRecord {
    /// Stable, so that it can be dismissed.
    pub id: String,
    /// `polarity`, `strength`, `rule`, `advice`, `numeric`, `sequence` or `law`.
    pub kind: &'static str,
    /// `hard` or `tension`.
    pub severity: &'static str,
    /// Both in one article.
    pub internal: bool,
    /// What differs.
    pub slot: String,
    /// The two values of the slot.
    pub values: [String; 2],
    /// Independent voices behind each side.
    pub voices: [usize; 2],
    /// The one claim.
    #[schemars(with = "ClaimRecord")]
    pub a: ReportedClaim,
    /// What stands against it.
    pub b: OpponentRecord,
    /// Why, in one Chinese sentence.
    pub because_zh: String,
}

/// A claim as a report holds it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum ReportedClaim {
    /// With its place in the article text.
    Placed(Box<ClaimRecord>),
    /// Its place in characters is not known: see [`Options::char_starts`](crate::report::Options::char_starts).
    Unplaced(serde_json::Value),
}

/// The other side of a conflict.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum OpponentRecord {
    /// A rule of law.
    Rule {
        /// The rule.
        rule: RuleRecord,
    },
    /// A claim.
    Claim(#[schemars(with = "ClaimRecord")] ReportedClaim),
}

/// 法条.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Rule")]
pub struct RuleRecord {
    /// Its id in the lexicon.
    pub id: String,
    /// 文件名称.
    pub instrument: String,
    /// 条款.
    pub article: String,
    /// What the instrument is; a recommended standard is no statute.
    pub kind: String,
    /// In force from.
    pub in_force_from: Text<Date>,
    /// In force until, if over.
    pub in_force_until: Option<Text<Date>>,
    /// What it provides, in Chinese.
    pub provides_zh: String,
}

/// 细化.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Refined")]
pub struct RefinedRecord {
    /// The general claim.
    #[schemars(with = "ClaimRecord")]
    pub general: ReportedClaim,
    /// The exception.
    #[schemars(with = "ClaimRecord")]
    pub exception: ReportedClaim,
}

/// 被取代.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Superseded")]
pub struct SupersededRecord {
    /// The older claim.
    #[schemars(with = "ClaimRecord")]
    pub older: ReportedClaim,
    /// The newer claim.
    #[schemars(with = "ClaimRecord")]
    pub newer: ReportedClaim,
    /// The rule that came into force in between.
    pub rule: RuleRecord,
}

/// 备注.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Remark")]
pub struct RemarkRecord {
    /// `practice_against_rule`, `testimony`, `copy_changed`, `citation` or `law_note`.
    pub kind: &'static str,
    /// The claims it speaks of.
    #[schemars(with = "Vec<ClaimRecord>")]
    pub claims: Vec<ReportedClaim>,
    /// The rule, where one is concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<RuleRecord>,
    /// In one Chinese sentence.
    pub text_zh: String,
}

/// 数值分布.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Spread")]
pub struct SpreadRecord {
    /// `onset.overdue_days`, `onset.amount_cny` or `quantity`.
    pub measure: &'static str,
    /// Of a quantity, what it measures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Text<Role>>,
    /// Of a quantity, its unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Text<Unit>>,
    /// Median over voices.
    pub median: f64,
    /// The numbers, ascending.
    pub points: Vec<PointRecord>,
}

/// One number of a spread.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Point")]
pub struct PointRecord {
    /// Lower end; null is open.
    pub min: Option<f64>,
    /// Upper end; null is open.
    pub max: Option<f64>,
    /// How many voices.
    pub voices: usize,
    /// Far from the others.
    pub outlier: bool,
    /// A claim that says so.
    #[schemars(with = "ClaimRecord")]
    pub example: ReportedClaim,
}
