//! What several formats need to know of a report and its value does not say outright: sums, the sharpest
//! conflicts, voices behind each stance, copies of an article, the law's word on a dispute.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::article::ArticleId;
use crate::claim::{Claim, Stance};
use crate::dispute::{Conflict, ConflictKind, Dispute, LawRule, Opponent, Position, Remark, Report, Severity, Source};

/// Below this the main text of a page is called uncertain.
pub const UNCERTAIN_BELOW: f32 = 0.6;

/// A report with its sources at hand.
#[derive(Debug, Clone)]
pub struct Digest<'a> {
    /// The report.
    pub report: &'a Report,
    sources: HashMap<ArticleId, &'a Source>,
    voices: HashMap<usize, Vec<&'a Source>>,
}

/// Sums over the conflicts of a report or a dispute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Both cannot be right.
    pub hard: usize,
    /// They pull apart.
    pub tension: usize,
    /// Of all, against a rule of law.
    pub law: usize,
    /// Of all, within one article.
    pub internal: usize,
}

/// What a rule of law has to do with a dispute.
#[derive(Debug, Clone)]
pub struct LawWord<'a> {
    /// The rule.
    pub rule: &'a LawRule,
    /// Conflicts with it.
    pub against: Vec<&'a Conflict>,
    /// Remarks that name it.
    pub remarks: Vec<&'a Remark>,
}

impl<'a> Digest<'a> {
    /// Of `report`.
    pub fn new(report: &'a Report) -> Digest<'a> {
        let mut voices: HashMap<usize, Vec<&Source>> = HashMap::new();
        for source in &report.sources {
            voices.entry(source.voice).or_default().push(source);
        }
        Digest { report, sources: report.sources.iter().map(|source| (source.id, source)).collect(), voices }
    }

    /// The article of this id.
    pub fn source(&self, id: ArticleId) -> Option<&'a Source> {
        self.sources.get(&id).copied()
    }

    /// The other articles of its voice.
    pub fn copies(&self, source: &Source) -> Vec<&'a Source> {
        let all = self.voices.get(&source.voice).map(Vec::as_slice).unwrap_or_default();
        all.iter().copied().filter(|other| other.id != source.id).collect()
    }

    /// Sums over all conflicts.
    pub fn counts(&self) -> Counts {
        counts(self.report.disputes.iter().flat_map(|dispute| &dispute.conflicts))
    }

    /// Disputes with a conflict, and of these the ones with a hard conflict.
    pub fn contested(&self) -> (usize, usize) {
        let disputes = &self.report.disputes;
        let any = disputes.iter().filter(|dispute| !dispute.conflicts.is_empty()).count();
        let is_hard = |dispute: &&Dispute| dispute.conflicts.iter().any(|conflict| conflict.severity == Severity::Hard);
        (any, disputes.iter().filter(is_hard).count())
    }

    /// The first conflict of each dispute, hard ones first, otherwise in the order of the report. A question
    /// comes once, for whichever product is told first.
    pub fn sharpest(&self, most: usize) -> Vec<(&'a Dispute, &'a Conflict)> {
        let firsts = self.report.disputes.iter().filter_map(|dispute| Some((dispute, dispute.conflicts.first()?)));
        let mut sharp: Vec<_> = firsts.collect();
        sharp.sort_by_key(|(_, conflict)| conflict.severity);
        let mut seen = BTreeSet::new();
        sharp.retain(|(dispute, _)| seen.insert(&dispute.proposition));
        sharp.truncate(most);
        sharp
    }

    /// How many voices stand behind each stance of a dispute, in the order of the scale. A voice that holds two
    /// stances counts for both.
    pub fn shares(&self, dispute: &Dispute) -> Vec<(Stance, usize)> {
        let mut shares: BTreeMap<Stance, (BTreeSet<usize>, usize)> = BTreeMap::new();
        for position in &dispute.positions {
            let share = shares.entry(position.stance).or_default();
            share.0.extend(self.voices_of(position));
            share.1 = share.1.max(position.voices);
        }
        shares.into_iter().map(|(stance, (voices, least))| (stance, voices.len().max(least))).collect()
    }

    /// Numbers of the voices that hold a position.
    pub fn voices_of(&self, position: &Position) -> BTreeSet<usize> {
        position.articles.iter().filter_map(|&id| self.source(id)).map(|source| source.voice).collect()
    }
}

/// The rules that speak to a dispute: those it conflicts with first.
pub fn law_words<'d>(dispute: &'d Dispute) -> Vec<LawWord<'d>> {
    let mut words: Vec<LawWord<'d>> = Vec::new();
    let mut at = |rule: &'d LawRule| -> usize {
        words.iter().position(|word| word.rule.id == rule.id).unwrap_or_else(|| {
            words.push(LawWord { rule, against: Vec::new(), remarks: Vec::new() });
            words.len() - 1
        })
    };
    let mut against = Vec::new();
    let mut remarks = Vec::new();
    for conflict in &dispute.conflicts {
        if let Opponent::Rule(rule) = &conflict.b {
            against.push((at(rule), conflict));
        }
    }
    for rule in dispute.superseded.iter().map(|superseded| &superseded.rule).chain(&dispute.rules) {
        at(rule);
    }
    for remark in &dispute.remarks {
        if let Some(rule) = &remark.rule {
            remarks.push((at(rule), remark));
        }
    }
    against.into_iter().for_each(|(i, conflict)| words[i].against.push(conflict));
    remarks.into_iter().for_each(|(i, remark)| words[i].remarks.push(remark));
    words
}

/// Sums over `conflicts`.
pub fn counts<'a>(conflicts: impl IntoIterator<Item = &'a Conflict>) -> Counts {
    let mut counts = Counts::default();
    for conflict in conflicts {
        match conflict.severity {
            Severity::Hard => counts.hard += 1,
            Severity::Tension => counts.tension += 1,
        }
        counts.law += usize::from(conflict.kind == ConflictKind::Law);
        counts.internal += usize::from(conflict.internal);
    }
    counts
}

/// The claims of a conflict.
pub fn sides(conflict: &Conflict) -> (&Claim, Option<&Claim>) {
    match &conflict.b {
        Opponent::Claim(claim) => (&conflict.a, Some(claim)),
        Opponent::Rule(_) => (&conflict.a, None),
    }
}
