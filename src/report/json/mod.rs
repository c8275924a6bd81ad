//! `report/1`: the report as one JSON object, for programs.
//!
//! Wire types apart from the domain's, so that a field renamed inside never changes the format. Claims inside
//! are `claim/1` records. Strings are the page's own, every steering character escaped.

mod escaping;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::ser::PrettyFormatter;

use crate::article::ArticleId;
use crate::claim::{Claim, Product, PropositionId, Role, Stance, Unit};
use crate::dispute::{
    Conflict, Dispute, LawRule, Measure, Opponent, Position, Refined, Remark, Source, Spread,
    SpreadPoint, Superseded,
};
use crate::wire::claim::{ArticleRef, ClaimRecord, ClaimSchema, EvidenceRecord, TraceRecord};
use crate::wire::condition::ConditionsRecord;
use crate::wire::quantity::OneOrMany;
use crate::wire::text::Text;

use super::digest::Digest;
use super::{Options, filter, words};
use escaping::Escaping;

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
    /// Articles on the product that say nothing of it.
    pub silent: Vec<Text<ArticleId>>,
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
    /// Its place in characters is not known: see [`Options::char_starts`].
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

/// The whole report; ends with a line feed.
pub fn render(report: &crate::dispute::Report, options: &Options) -> String {
    let record = ReportRecord::new(report, options);
    let mut out = Vec::new();
    let mut serializer =
        serde_json::Serializer::with_formatter(&mut out, Escaping(PrettyFormatter::new()));
    record
        .serialize(&mut serializer)
        .expect("writing to memory does not fail, and all keys are strings");
    out.push(b'\n');
    String::from_utf8(out).expect("serde_json writes UTF-8")
}

/// The JSON Schema of `report/1`.
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(ReportRecord)
}

impl ReportRecord {
    /// The record of `report` as far as the filter of `options` lets it through.
    pub fn new(report: &crate::dispute::Report, options: &Options) -> ReportRecord {
        let filtered = filter::filter(report, &options.filter);
        let wire = Wire {
            digest: Digest::new(&filtered.report),
            options,
        };
        ReportRecord {
            schema: ReportSchema::V1,
            notice: words::no_legal_advice(options.lang).to_owned(),
            as_of: Text(report.as_of),
            index: IndexRecord {
                articles: report.sources.len(),
                voices: report.voices,
                claims: report.claims,
            },
            left_out: LeftOutRecord {
                disputes: filtered.disputes_out,
                conflicts: filtered.conflicts_out,
                dismissed: report.dismissed,
            },
            disputes: filtered
                .report
                .disputes
                .iter()
                .map(|dispute| wire.dispute(dispute))
                .collect(),
        }
    }
}

/// What the records need beside the value they are made of.
struct Wire<'a> {
    digest: Digest<'a>,
    options: &'a Options,
}

impl Wire<'_> {
    fn dispute(&self, dispute: &Dispute) -> DisputeRecord {
        DisputeRecord {
            id: dispute.id.clone(),
            proposition: Text(dispute.proposition.clone()),
            product: Text(dispute.product),
            question_zh: dispute.question_zh.clone(),
            positions: dispute
                .positions
                .iter()
                .map(|position| self.position(position))
                .collect(),
            conflicts: dispute
                .conflicts
                .iter()
                .map(|conflict| self.conflict(conflict))
                .collect(),
            refined: dispute
                .refined
                .iter()
                .map(|refined| self.refined(refined))
                .collect(),
            superseded: dispute
                .superseded
                .iter()
                .map(|superseded| self.superseded(superseded))
                .collect(),
            remarks: dispute
                .remarks
                .iter()
                .map(|remark| self.remark(remark))
                .collect(),
            numbers: dispute
                .numbers
                .iter()
                .map(|spread| self.spread(spread))
                .collect(),
            silent: dispute.silent.iter().copied().map(Text).collect(),
        }
    }

    fn position(&self, position: &Position) -> PositionRecord {
        PositionRecord {
            stance: Text(position.stance),
            proposition: Text(position.proposition.clone()),
            conditions: ConditionsRecord::from(&position.conditions),
            claims: position.claims,
            articles: position.articles.len(),
            article_ids: position.articles.iter().copied().map(Text).collect(),
            voices: position.voices,
            testimony: position.testimony,
            first: position.first.map(Text),
            last: position.last.map(Text),
            examples: position
                .examples
                .iter()
                .map(|claim| self.claim(claim))
                .collect(),
        }
    }

    fn conflict(&self, conflict: &Conflict) -> ConflictRecord {
        ConflictRecord {
            id: conflict.id.clone(),
            kind: words::kind_id(conflict.kind),
            severity: words::severity_id(conflict.severity),
            internal: conflict.internal,
            slot: conflict.slot.clone(),
            values: conflict.values.clone(),
            voices: conflict.voices,
            a: self.claim(&conflict.a),
            b: match &conflict.b {
                Opponent::Claim(claim) => OpponentRecord::Claim(self.claim(claim)),
                Opponent::Rule(rule) => OpponentRecord::Rule {
                    rule: rule_record(rule),
                },
            },
            because_zh: conflict.because_zh.clone(),
        }
    }

    fn refined(&self, refined: &Refined) -> RefinedRecord {
        RefinedRecord {
            general: self.claim(&refined.general),
            exception: self.claim(&refined.exception),
        }
    }

    fn superseded(&self, superseded: &Superseded) -> SupersededRecord {
        SupersededRecord {
            older: self.claim(&superseded.older),
            newer: self.claim(&superseded.newer),
            rule: rule_record(&superseded.rule),
        }
    }

    fn remark(&self, remark: &Remark) -> RemarkRecord {
        RemarkRecord {
            kind: words::remark_id(remark.kind),
            claims: remark
                .claims
                .iter()
                .map(|claim| self.claim(claim))
                .collect(),
            rule: remark.rule.as_ref().map(rule_record),
            text_zh: remark.text_zh.clone(),
        }
    }

    fn spread(&self, spread: &Spread) -> SpreadRecord {
        let (measure, role, unit) = match spread.measure {
            Measure::OnsetDays => ("onset.overdue_days", None, None),
            Measure::OnsetAmount => ("onset.amount_cny", None, None),
            Measure::Quantity(role, unit) => ("quantity", Some(Text(role)), Some(Text(unit))),
        };
        let points = spread
            .points
            .iter()
            .map(|point| self.point(point))
            .collect();
        SpreadRecord {
            measure,
            role,
            unit,
            median: spread.median,
            points,
        }
    }

    fn point(&self, point: &SpreadPoint) -> PointRecord {
        PointRecord {
            min: point.min,
            max: point.max,
            voices: point.voices,
            outlier: point.outlier,
            example: self.claim(&point.example),
        }
    }

    fn claim(&self, claim: &Claim) -> ReportedClaim {
        let place = self.options.char_starts.get(&claim.id).copied();
        let record = claim_record(claim, self.digest.source(claim.article), place.unwrap_or(0));
        match (place, serde_json::to_value(&record)) {
            (None, Ok(mut value)) => {
                if let Some(evidence) = value
                    .get_mut("evidence")
                    .and_then(|evidence| evidence.as_object_mut())
                {
                    evidence.remove("start");
                    evidence.remove("end");
                }
                ReportedClaim::Unplaced(value)
            }
            _ => ReportedClaim::Placed(Box::new(record)),
        }
    }
}

/// The record of a claim whose quote begins at character `start` of its article.
fn claim_record(claim: &Claim, source: Option<&Source>, start: usize) -> ClaimRecord {
    ClaimRecord {
        schema: ClaimSchema::V1,
        id: Text(claim.id),
        article: ArticleRef {
            id: Text(claim.article),
            path: source.map(|source| source.path.clone()).unwrap_or_default(),
            url: source.and_then(|source| source.url.clone()),
            title: source
                .map(|source| source.title.clone())
                .unwrap_or_default(),
            site: source.and_then(|source| source.site.clone()),
            published: source.and_then(|source| source.published).map(Text),
            fictional: source.is_some_and(|source| source.fictional),
        },
        proposition: Text(claim.proposition.clone()),
        stance: Text(claim.stance),
        products: claim.products.iter().copied().map(Text).collect(),
        actor: claim.actor.map(Text),
        attribution: Text(claim.attribution),
        conditions: ConditionsRecord::from(&claim.conditions),
        quantity: OneOrMany::of(&claim.quantities),
        evidence: EvidenceRecord {
            quote: claim.evidence.quote.clone(),
            start,
            end: start + claim.evidence.quote.chars().count(),
            section: claim.evidence.section.clone(),
        },
        trace: TraceRecord::from(&claim.trace),
    }
}

fn rule_record(rule: &LawRule) -> RuleRecord {
    RuleRecord {
        id: rule.id.clone(),
        instrument: rule.instrument.clone(),
        article: rule.article.clone(),
        kind: rule.kind.clone(),
        in_force_from: Text(rule.in_force_from),
        in_force_until: rule.in_force_until.map(Text),
        provides_zh: rule.provides_zh.clone(),
    }
}
