//! The wordings of a clause that may be claims.

use super::*;

impl<'a> Reader<'a> {
    /// Wordings of the conclusion that may be claims, with the numbers that are mentions of their own.
    pub(super) fn mentions(&mut self, clause: &Clause) -> Vec<(Hit, usize)> {
        let mut found = Vec::new();
        let lexicon = self.lexicon;
        for hit in self.sentence.within(clause).filter(|h| h.start >= clause.premise_end) {
            let Row::Wording(w) = &lexicon.entries[hit.entry].row else { continue };
            if self.fits(w, clause) {
                found.push((*hit, hit.entry));
            }
        }
        self.keep_longest(&mut found);
        // 不会为用户办理贷款: what a wording that is itself a denial goes on to name is part of it.
        let denials: Vec<(usize, Option<usize>)> = found
            .iter()
            .filter(|(_, entry)| self.negative(*entry))
            .map(|(hit, entry)| (hit.start, self.proposition(*entry)))
            .collect();
        found.retain(|(hit, entry)| {
            let part = |(start, proposition): &(usize, Option<usize>)| {
                *start < hit.start && *proposition == self.proposition(*entry)
            };
            self.negative(*entry) || !denials.iter().any(part)
        });
        for (kind, entry, w) in number::wordings(lexicon) {
            for measure in &self.sentence.measures {
                if measure.start >= clause.premise_end
                    && measure.end <= clause.end
                    && number::is_kind(kind, measure)
                    && self.fits(w, clause)
                {
                    // 最长可以分60期: the cue may stand inside the number.
                    let gapped = kind == "@installments";
                    found.push((Hit { start: measure.start, end: measure.end, entry, gapped }, entry));
                }
            }
        }
        // A rule on hours or times of contact is one claim, not one more on the contact.
        let ruled = self
            .cues(clause)
            .any(|(_, c, _)| matches!(c.role, CueRole::Forbid | CueRole::Cannot | CueRole::Dissuade | CueRole::Permit));
        if self.timed
            || found.iter().any(|(_, e)| {
                number::caps_contact(lexicon, *e)
                    || ruled && matches!(self.id(*e), Some("rule.hours" | "rule.frequency"))
            })
        {
            found.retain(|(_, e)| !self.contacting(*e));
        }
        // 八成是拿外访当话术: the visit is what is called a bluff.
        if found.iter().any(|(_, e)| self.id(*e) == Some("visit.bluff")) {
            let voices = &self.attribution;
            found.retain(|(h, e)| {
                self.id(*e) != Some("visit.home")
                    || voices
                        .iter()
                        .any(|v| v.attribution == Attribution::Collector && v.start <= h.start && h.end <= v.end)
            });
        }
        // 外访应两人以上: the visit is only what the rule is about.
        if found.iter().any(|(_, e)| matches!(self.id(*e), Some("rule.visit_conduct"))) {
            found.retain(|(h, e)| {
                self.id(*e) != Some("visit.home") || text_says(&self.sentence.form[h.end..clause.end])
            });
        }
        // 催收电话可能是诈骗: the contact is what is called a fraud.
        if let Some((scam, _)) = found.iter().find(|(_, e)| self.id(*e) == Some("contact.scam")).copied() {
            found.retain(|(h, e)| self.id(*e) == Some("contact.scam") || h.start > scam.end || !self.contacting(*e));
        }
        // Of two that stand in the same place, the one without a gap says more: 影响不到…, 影响…孩子.
        found.sort_by_key(|(h, e)| (h.start, h.end, h.gapped, *e));
        // One proposition twice in the same place is one mention: 可分 and 分6期.
        found.dedup_by(|b, a| {
            let same = b.0.start < a.0.end && self.proposition(a.1) == self.proposition(b.1);
            if same && !a.0.gapped && !b.0.gapped {
                a.0.end = a.0.end.max(b.0.end);
            }
            same
        });
        found
    }

    /// Whether `inner` counts even inside the words of `outer`.
    pub(super) fn stands_in(&self, inner: usize, outer: usize) -> bool {
        let proposition = |entry| self.proposition(entry).map(|p| &self.lexicon.propositions[p]);
        proposition(inner).zip(proposition(outer)).is_some_and(|(inner, outer)| inner.stands_in.contains(&outer.id))
    }

    /// Drops wordings inside longer ones that fit as well. A word with gaps hides only wordings of its own proposition.
    pub(super) fn keep_longest(&self, found: &mut Vec<(Hit, usize)>) {
        let all = found.clone();
        found.retain(|(hit, entry)| {
            !all.iter().any(|(outer, e)| {
                outer.start <= hit.start
                    && outer.end >= hit.end
                    && (outer.start, outer.end) != (hit.start, hit.end)
                    && (!outer.gapped || self.proposition(*e) == self.proposition(*entry))
                    && !self.stands_in(*entry, *e)
            })
        });
    }

    pub(super) fn id(&self, entry: usize) -> Option<&'a str> {
        let lexicon = self.lexicon;
        self.proposition(entry).map(|p| lexicon.propositions[p].id.as_str())
    }

    /// Whether the proposition is an act of contact or visit that a rule on hours or times is about.
    pub(super) fn contacting(&self, entry: usize) -> bool {
        matches!(self.id(entry), Some("contact.phone" | "contact.sms" | "contact.app" | "visit.home"))
    }

    pub(super) fn proposition(&self, entry: usize) -> Option<usize> {
        match &self.lexicon.entries[entry].row {
            Row::Wording(w) => Some(w.proposition),
            _ => None,
        }
    }

    pub(super) fn fits(&self, w: &Wording, clause: &Clause) -> bool {
        fits(w, &self.sentence.guards, &(clause.start..clause.end))
    }
}
