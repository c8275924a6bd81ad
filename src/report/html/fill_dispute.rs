//! Fills the view of one dispute: its bar, positions, conflicts, law, numbers and remarks.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::claim::{Claim, Stance};
use crate::dispute::{Conflict, Dispute, LawRule, Opponent, Position, RemarkKind, Spread};
use crate::report::digest;
use crate::report::marks::{self, Mark};
use crate::report::plain::plain;
use crate::report::summary::{dates, holders, refinement, tally};
use crate::report::{Lang, phrases, words};

use super::fill::{MOST_NAMED, Views, anchor, class, value_classes};
use super::view::*;

/// Conflicts of a dispute that are open from the start.
const OPEN_CONFLICTS: usize = 4;
/// Conflicts of a dispute on the page; the JSON report has them.
const MOST_CONFLICTS: usize = 20;
/// Positions of one stance that are open from the start.
const OPEN_POSITIONS: usize = 2;
/// Characters of a quote.
const QUOTE: usize = 160;
/// Width of a stance bar in its own units.
const BAR: f64 = 1000.0;

impl Views<'_> {
    pub(super) fn dispute(&self, number: usize, dispute: &Dispute) -> DisputeView {
        let counts = digest::counts(&dispute.conflicts);
        let mut conflicts: Vec<_> =
            dispute.conflicts.iter().take(MOST_CONFLICTS).map(|conflict| self.conflict(conflict)).collect();
        // The filters find what is on the page.
        let kinds: BTreeSet<_> = conflicts.iter().map(|conflict| conflict.kind_id).collect();
        let severities: BTreeSet<_> = conflicts.iter().map(|conflict| conflict.severity_id).collect();
        let more_conflicts = conflicts.split_off(conflicts.len().min(OPEN_CONFLICTS));
        DisputeView {
            number,
            anchor: anchor(dispute),
            question: self.question(dispute),
            product: words::product(dispute.product, self.lang),
            product_id: dispute.product.id(),
            group: words::group(dispute.proposition.group(), self.lang).to_owned(),
            group_id: dispute.proposition.group().to_owned(),
            kinds: kinds.into_iter().collect::<Vec<_>>().join(" "),
            severities: severities.into_iter().collect::<Vec<_>>().join(" "),
            hardest: match counts {
                _ if counts.hard > 0 => "hard",
                _ if counts.tension > 0 => "tension",
                _ => "calm",
            },
            hard: counts.hard,
            tension: counts.tension,
            tally: tally(&dispute.conflicts, self.lang),
            bar: self.bar(dispute),
            columns: self.columns(dispute),
            conflicts_out: dispute.conflicts.len().saturating_sub(MOST_CONFLICTS) + dispute.unlisted,
            conflicts,
            more_conflicts,
            law: self.law(dispute),
            numbers: dispute.numbers.iter().map(|spread| self.numbers(spread)).collect(),
            refined: dispute
                .refined
                .iter()
                .map(|refined| RefinedView {
                    text: refinement(
                        &phrases::says(&refined.general, self.lang),
                        &phrases::says(&refined.exception, self.lang),
                        self.lang,
                    ),
                    general: self.quote(&refined.general),
                    exception: self.quote(&refined.exception),
                })
                .collect(),
            superseded: dispute
                .superseded
                .iter()
                .map(|superseded| SupersededView {
                    older: self.quote(&superseded.older),
                    newer: self.quote(&superseded.newer),
                    rule: self.rule(&superseded.rule),
                })
                .collect(),
            remarks: dispute
                .remarks
                .iter()
                // What a rule has to do with the dispute stands beside the rule.
                .filter(|remark| remark.kind != RemarkKind::LawNote || remark.rule.is_none())
                .map(|remark| RemarkView {
                    kind: words::remark(remark.kind, self.lang),
                    text: plain(&remark.text_zh).into_owned(),
                    quotes: remark.claims.iter().take(3).map(|claim| self.quote(claim)).collect(),
                })
                .collect(),
            silent: dispute.silent.iter().take(MOST_NAMED).map(|&id| self.source_ref(id)).collect(),
            silent_all: dispute.silent.len() + dispute.silent_more,
        }
    }

    fn bar(&self, dispute: &Dispute) -> Bar {
        let shares = self.digest.shares(dispute);
        let all: usize = shares.iter().map(|&(_, voices)| voices).sum::<usize>().max(1);
        let mut x = 0.0;
        let part = |(stance, voices): (Stance, usize)| {
            let width = BAR * voices as f64 / all as f64;
            let part = BarPart {
                x: format!("{x:.1}"),
                // A hair of ground between the parts.
                width: format!("{:.1}", (width - 4.0).max(2.0)),
                class: class(stance),
                label: words::stance(stance, self.lang),
                voices,
            };
            x += width;
            part
        };
        let parts: Vec<_> = shares.into_iter().map(part).collect();
        let told: Vec<_> = parts.iter().map(|part| format!("{} {}", part.label, part.voices)).collect();
        let label = match self.lang {
            Lang::Zh => format!("各立场的独立声音数：{}", told.join("，")),
            Lang::En => format!("independent voices by stance: {}", told.join(", ")),
        };
        Bar { label, parts }
    }

    fn columns(&self, dispute: &Dispute) -> Vec<Column> {
        let mut by_stance: BTreeMap<Stance, Vec<&Position>> = BTreeMap::new();
        for position in &dispute.positions {
            by_stance.entry(position.stance).or_default().push(position);
        }
        let voices: HashMap<_, _> = self.digest.shares(dispute).into_iter().collect();
        let column = |(stance, positions): (Stance, Vec<&Position>)| {
            let mut positions: Vec<_> =
                positions.into_iter().map(|position| self.position(dispute, position)).collect();
            Column {
                stance: words::stance(stance, self.lang),
                class: class(stance),
                voices: voices.get(&stance).copied().unwrap_or(0),
                more: positions.split_off(positions.len().min(OPEN_POSITIONS)),
                positions,
            }
        };
        by_stance.into_iter().map(column).collect()
    }

    fn position(&self, dispute: &Dispute, position: &Position) -> PositionView {
        let mut conditions = phrases::conditions(&position.conditions, self.lang);
        if position.proposition != dispute.proposition {
            let name = plain(self.options.names.of(&position.proposition, self.lang)).into_owned();
            conditions = if conditions.is_empty() { name } else { format!("{name} · {conditions}") };
        }
        let mut quotes = position.examples.iter().map(|claim| self.quote(claim));
        PositionView {
            conditions,
            who: holders(position, self.lang),
            dates: dates(position, self.lang),
            first: quotes.next(),
            rest: quotes.collect(),
        }
    }

    fn conflict(&self, conflict: &Conflict) -> ConflictView {
        let (b, rule) = match &conflict.b {
            Opponent::Claim(claim) => (Some(self.quote(claim)), None),
            Opponent::Rule(rule) => (None, Some(self.rule(rule))),
        };
        let [one, other] = conflict.voices;
        ConflictView {
            id: plain(&conflict.id).into_owned(),
            kind_id: words::kind_id(conflict.kind),
            kind: words::kind(conflict.kind, self.lang),
            severity_id: words::severity_id(conflict.severity),
            severity: words::severity(conflict.severity, self.lang),
            internal: conflict.internal,
            slot: plain(words::slot(&conflict.slot, self.lang)).into_owned(),
            values: phrases::values(conflict, self.lang),
            classes: value_classes(conflict),
            voices: b.as_ref().filter(|_| !conflict.internal).map(|_| match self.lang {
                Lang::Zh => format!("独立声音 {one} 比 {other}"),
                Lang::En => format!("voices {one} to {other}"),
            }),
            because: phrases::because(conflict, self.lang),
            because_zh: (self.lang == Lang::En).then(|| phrases::because(conflict, Lang::Zh)),
            a: self.quote(&conflict.a),
            b,
            rule,
        }
    }

    pub(super) fn quote(&self, claim: &Claim) -> Quote {
        let piece = |piece: marks::Piece| {
            let class = match piece.mark {
                Mark::None => "",
                Mark::Mention => "mention",
                Mark::Cue => "cue",
            };
            (class, piece.text)
        };
        Quote {
            pieces: marks::quote(claim, QUOTE).into_iter().map(piece).collect(),
            says: phrases::says(claim, self.lang),
            class: class(claim.stance),
            section: claim.evidence.section.as_deref().map(|section| plain(section.trim()).into_owned()),
            source: self.source_ref(claim.article),
            copies: self.digest.source(claim.article).map(|source| self.copies(source)).unwrap_or_default(),
        }
    }

    fn rule(&self, rule: &LawRule) -> RuleView {
        RuleView {
            citation: phrases::citation(rule),
            kind: plain(words::instrument_kind(&rule.kind, self.lang)).into_owned(),
            in_force: phrases::in_force(rule, self.lang),
            provides: plain(&rule.provides_zh).into_owned(),
        }
    }

    fn law(&self, dispute: &Dispute) -> Vec<LawView> {
        let words_of_law = digest::law_words(dispute);
        let law = words_of_law.into_iter().map(|word| LawView {
            rule: self.rule(word.rule),
            against: word.against.len(),
            remarks: word.remarks.iter().map(|remark| plain(&remark.text_zh).into_owned()).collect(),
        });
        law.collect()
    }

    fn numbers(&self, spread: &Spread) -> NumbersView {
        let ends = spread.points.iter().filter_map(|point| point.min.or(point.max));
        let most = ends.clone().fold(spread.median, f64::max).max(f64::MIN_POSITIVE);
        let least = ends.filter(|&n| n > 0.0).fold(most, f64::min);
        // Where numbers differ twentyfold, equal steps on the bar stand for equal factors.
        let place = |n: f64| {
            let share = if most / least >= 20.0 {
                0.08 + 0.92 * (n.max(least) / least).ln() / (most / least).ln()
            } else {
                n / most
            };
            format!("{:.1}", 96.0 * share.clamp(0.0, 1.0))
        };
        NumbersView {
            measure: words::measure(spread.measure, self.lang),
            median: phrases::value(spread.measure, spread.median, self.lang),
            median_x: place(spread.median),
            rows: spread
                .points
                .iter()
                .take(MOST_NAMED)
                .map(|point| NumberRow {
                    value: phrases::point(spread.measure, point, self.lang),
                    x: place(point.min.or(point.max).unwrap_or(0.0)),
                    voices: point.voices,
                    outlier: point.outlier,
                    source: self.source_ref(point.example.article),
                })
                .collect(),
        }
    }
}
