//! What stands below the conflicts of a dispute: positions, law, numbers, remarks.

use anstyle::Style;

use crate::claim::Claim;
use crate::dispute::{Dispute, Opponent, Spread};
use crate::report::summary::{held, refinement};
use crate::report::{Lang, layout::Run};
use crate::report::{digest, phrases, plain::plain, words};

use super::{CONFLICTS, FAINT, LAW, Page, STRONG};

/// Positions shown of one dispute.
const POSITIONS: usize = 8;
/// Rules, refinements and remarks shown of one dispute.
const NOTES: usize = 3;

impl Page<'_> {
    pub(super) fn positions(&mut self, dispute: &Dispute) {
        let lang = self.lang;
        self.gap();
        self.line(3, STRONG, lang.t("各方说法", "Positions"));
        for position in dispute.positions.iter().take(POSITIONS) {
            let conditions = phrases::conditions(&position.conditions, lang);
            let kind = (position.proposition != dispute.proposition)
                .then(|| plain(self.options.names.of(&position.proposition, lang)).into_owned());
            let mut text = String::new();
            for part in [kind.unwrap_or_default(), conditions].iter().filter(|part| !part.is_empty()) {
                text.push_str(&match lang {
                    Lang::Zh => format!("（{part}）"),
                    Lang::En => format!(" ({part})"),
                });
            }
            self.say(
                5,
                &[
                    Run::new(words::stance(position.stance, lang), STRONG),
                    Run::new(text, Style::new()),
                    Run::new(format!("  {}", held(position, lang)), FAINT),
                ],
            );
            // Quoted already where it takes part in a conflict that is shown.
            let shown = &dispute.conflicts[..dispute.conflicts.len().min(CONFLICTS)];
            let quoted = |claim: &Claim| {
                shown.iter().map(digest::sides).any(|(a, b)| a.id == claim.id || b.is_some_and(|b| b.id == claim.id))
            };
            if let Some(example) = position.examples.first().filter(|_| !position.examples.iter().any(quoted)) {
                self.quote(7, "", example);
            }
        }
        if let Some(more) = dispute.positions.len().checked_sub(POSITIONS).filter(|&more| more > 0) {
            self.line(
                5,
                FAINT,
                match lang {
                    Lang::Zh => format!("另有 {more} 种说法"),
                    Lang::En => format!("{more} more positions"),
                },
            );
        }
    }

    pub(super) fn law(&mut self, dispute: &Dispute) {
        let words_of_law = digest::law_words(dispute);
        // A rule of a conflict that is shown has been told there.
        let told = |id: &str| {
            dispute.conflicts.iter().take(CONFLICTS).any(|conflict| match &conflict.b {
                Opponent::Rule(rule) => rule.id == id,
                Opponent::Claim(_) => false,
            })
        };
        for word in words_of_law.iter().filter(|word| !told(&word.rule.id)).take(NOTES) {
            self.say(
                3,
                &[
                    Run::new("§ ", LAW),
                    Run::new(phrases::citation(word.rule), LAW),
                    Run::new(format!("{} ", phrases::standing(word.rule, self.lang)), FAINT),
                    Run::new(plain(&word.rule.provides_zh), Style::new()),
                ],
            );
        }
    }

    pub(super) fn numbers(&mut self, spread: &Spread) {
        let lang = self.lang;
        let points: Vec<_> = spread
            .points
            .iter()
            .take(12)
            .map(|point| {
                let far = if point.outlier { lang.t("（离群）", " (outlier)") } else { "" };
                format!("{}×{}{far}", phrases::point(spread.measure, point, lang), point.voices)
            })
            .collect();
        let more = if spread.points.len() > points.len() { "…" } else { "" };
        let median = phrases::value(spread.measure, spread.median, lang);
        self.say(
            3,
            &[
                Run::new(words::measure(spread.measure, lang), STRONG),
                Run::new(format!(" {} {median}:", lang.t("中位", "median")), Style::new()),
                Run::new(format!(" {}{more}", points.join(lang.t("、", ", "))), Style::new()),
            ],
        );
    }

    pub(super) fn notes(&mut self, dispute: &Dispute) {
        let lang = self.lang;
        for refined in dispute.refined.iter().take(NOTES) {
            self.say(
                3,
                &[
                    Run::new(lang.t("不算矛盾 ", "no contradiction "), STRONG),
                    Run::new(
                        refinement(
                            &phrases::says(&refined.general, lang),
                            &phrases::says(&refined.exception, lang),
                            lang,
                        ),
                        Style::new(),
                    ),
                ],
            );
        }
        for superseded in dispute.superseded.iter().take(NOTES) {
            self.say(
                3,
                &[
                    Run::new(lang.t("旧说已被新规取代 ", "overtaken by a newer rule "), STRONG),
                    Run::new(
                        format!(
                            "{} → {} · {}{}",
                            phrases::says(&superseded.older, lang),
                            phrases::says(&superseded.newer, lang),
                            phrases::citation(&superseded.rule),
                            phrases::standing(&superseded.rule, lang),
                        ),
                        Style::new(),
                    ),
                ],
            );
        }
        for remark in dispute.remarks.iter().take(NOTES) {
            self.say(
                3,
                &[
                    Run::new(format!("{} ", words::remark(remark.kind, lang)), STRONG),
                    Run::new(plain(&remark.text_zh), Style::new()),
                ],
            );
        }
        let more = [dispute.refined.len(), dispute.superseded.len(), dispute.remarks.len()]
            .iter()
            .map(|count| count.saturating_sub(NOTES))
            .sum::<usize>();
        if more > 0 {
            self.line(
                3,
                FAINT,
                match lang {
                    Lang::Zh => format!("另有 {more} 条备注"),
                    Lang::En => format!("{more} more remarks"),
                },
            );
        }
    }
}
