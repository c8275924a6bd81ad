//! Narrows a report to what the reader asked for and counts what that leaves out.
//!
//! Conflicts that the user dismissed are gone before this; see [`Report::dismissed`].

use std::borrow::Cow;

use crate::claim::{Claim, Product, PropositionId};
use crate::dispute::{Conflict, ConflictKind, Dispute, Opponent, Report, Severity};

/// What to show; an empty list or `None` asks for everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Disputes on these products.
    pub products: Vec<Product>,
    /// Propositions (`visit.home`) or whole groups (`visit`).
    pub propositions: Vec<String>,
    /// Conflicts of these kinds; disputes without one are left out.
    pub kinds: Vec<ConflictKind>,
    /// Conflicts of this severity; disputes without one are left out.
    pub severity: Option<Severity>,
}

/// A narrowed report.
#[derive(Debug, Clone, PartialEq)]
pub struct Filtered<'a> {
    /// What is left. Its counts of articles, voices and claims are those of the whole.
    pub report: Cow<'a, Report>,
    /// Disputes left out.
    pub disputes_out: usize,
    /// Conflicts left out, those of the disputes left out included.
    pub conflicts_out: usize,
}

impl Filter {
    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        *self == Filter::default()
    }

    fn wants_conflicts(&self) -> bool {
        !self.kinds.is_empty() || self.severity.is_some()
    }

    fn keeps(&self, conflict: &Conflict) -> bool {
        (self.kinds.is_empty() || self.kinds.contains(&conflict.kind))
            && self.severity.is_none_or(|severity| severity == conflict.severity)
    }

    fn names(&self, proposition: &PropositionId) -> bool {
        self.propositions.is_empty()
            || self.propositions.iter().any(|asked| {
                let asked = asked.strip_suffix(".*").unwrap_or(asked);
                asked == proposition.as_str() || asked == proposition.group()
            })
    }
}

/// `report` as far as `filter` lets it through.
///
/// A proposition that is a kind of a dispute's (`visit.hukou` of `visit.home`) keeps the dispute with all its
/// positions, and of its conflicts those that speak of the kind.
pub fn filter<'a>(report: &'a Report, filter: &Filter) -> Filtered<'a> {
    if filter.is_empty() {
        return Filtered { report: Cow::Borrowed(report), disputes_out: 0, conflicts_out: 0 };
    }
    let conflicts_in = |disputes: &[Dispute]| disputes.iter().map(|dispute| dispute.conflicts.len()).sum::<usize>();
    let disputes: Vec<Dispute> = report.disputes.iter().filter_map(|dispute| narrowed(dispute, filter)).collect();
    Filtered {
        disputes_out: report.disputes.len() - disputes.len(),
        conflicts_out: conflicts_in(&report.disputes) - conflicts_in(&disputes),
        report: Cow::Owned(Report {
            as_of: report.as_of,
            claims: report.claims,
            voices: report.voices,
            sources: report.sources.clone(),
            dismissed: report.dismissed,
            disputes,
        }),
    }
}

fn narrowed(dispute: &Dispute, filter: &Filter) -> Option<Dispute> {
    if !filter.products.is_empty() && !filter.products.contains(&dispute.product) {
        return None;
    }
    let whole = filter.names(&dispute.proposition);
    if !whole && !dispute.positions.iter().any(|position| filter.names(&position.proposition)) {
        return None;
    }
    let mut dispute = dispute.clone();
    dispute.conflicts.retain(|conflict| filter.keeps(conflict) && (whole || speaks_of(conflict, filter)));
    (!filter.wants_conflicts() || !dispute.conflicts.is_empty()).then_some(dispute)
}

fn speaks_of(conflict: &Conflict, filter: &Filter) -> bool {
    let named = |claim: &Claim| filter.names(&claim.proposition);
    named(&conflict.a)
        || match &conflict.b {
            Opponent::Claim(claim) => named(claim),
            Opponent::Rule(_) => false,
        }
}
