//! `report/1`: the report as one JSON object, for programs.
//!
//! Claims inside are `claim/1` records. Strings are the page's own, every steering character escaped.

mod escaping;
mod records;

use serde::Serialize;
use serde_json::ser::PrettyFormatter;

use crate::claim::Claim;
use crate::dispute::{
    Conflict, Dispute, LawRule, Measure, Opponent, Position, Refined, Remark, Source, Spread, SpreadPoint, Superseded,
};
use crate::wire::claim::{ArticleRef, ClaimRecord, ClaimSchema, EvidenceRecord, TraceRecord};
use crate::wire::condition::ConditionsRecord;
use crate::wire::quantity::OneOrMany;
use crate::wire::text::Text;

use super::digest::Digest;
use super::{Options, filter, words};
use escaping::Escaping;
pub use records::*;

/// The whole report; ends with a line feed.
pub fn render(report: &crate::dispute::Report, options: &Options) -> String {
    let record = ReportRecord::new(report, options);
    let mut out = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut out, Escaping(PrettyFormatter::new()));
    record.serialize(&mut serializer).expect("writing to memory does not fail, and all keys are strings");
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
        let wire = Wire { digest: Digest::new(&filtered.report), options };
        ReportRecord {
            schema: ReportSchema::V1,
            notice: words::no_legal_advice(options.lang).to_owned(),
            as_of: Text(report.as_of),
            index: IndexRecord { articles: report.sources.len(), voices: report.voices, claims: report.claims },
            left_out: LeftOutRecord {
                disputes: filtered.disputes_out,
                conflicts: filtered.conflicts_out,
                dismissed: report.dismissed,
            },
            disputes: filtered.report.disputes.iter().map(|dispute| wire.dispute(dispute)).collect(),
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
            positions: dispute.positions.iter().map(|position| self.position(position)).collect(),
            conflicts: dispute.conflicts.iter().map(|conflict| self.conflict(conflict)).collect(),
            refined: dispute.refined.iter().map(|refined| self.refined(refined)).collect(),
            superseded: dispute.superseded.iter().map(|superseded| self.superseded(superseded)).collect(),
            remarks: dispute.remarks.iter().map(|remark| self.remark(remark)).collect(),
            numbers: dispute.numbers.iter().map(|spread| self.spread(spread)).collect(),
            rules: dispute.rules.iter().map(rule_record).collect(),
            unlisted: dispute.unlisted,
            silent: dispute.silent.iter().copied().map(Text).collect(),
            silent_more: dispute.silent_more,
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
            examples: position.examples.iter().map(|claim| self.claim(claim)).collect(),
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
                Opponent::Rule(rule) => OpponentRecord::Rule { rule: rule_record(rule) },
            },
            because_zh: conflict.because_zh.clone(),
        }
    }

    fn refined(&self, refined: &Refined) -> RefinedRecord {
        RefinedRecord { general: self.claim(&refined.general), exception: self.claim(&refined.exception) }
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
            claims: remark.claims.iter().map(|claim| self.claim(claim)).collect(),
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
        let points = spread.points.iter().map(|point| self.point(point)).collect();
        SpreadRecord { measure, role, unit, median: spread.median, points }
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
                if let Some(evidence) = value.get_mut("evidence").and_then(|evidence| evidence.as_object_mut()) {
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
            title: source.map(|source| source.title.clone()).unwrap_or_default(),
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
