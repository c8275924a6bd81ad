//! What the clauses before hedged, allowed or denied, as far as it goes on.

use super::*;

impl<'a> Reader<'a> {
    /// The cues that reach a mention from the clauses before; `left` are those of its own clause, `decided` says that one
    /// behind it takes it for its topic.
    pub(super) fn carry(
        &self,
        clause: &Clause,
        scale: Scale,
        left: &[(&'a CueRow, &'a str)],
        decided: bool,
    ) -> Vec<(&'a CueRow, &'a str)> {
        let form = &self.sentence.form;
        // What an introduction forbids, it forbids of what rules are about.
        let mut carried = self.floating.clone();
        carried.retain(|(c, _)| match c.role {
            CueRole::Forbid => scale == Scale::Rule,
            CueRole::Usual => scale == Scale::Act,
            CueRole::Mention => scale == Scale::Act && !clause.contrast && !clause.turn,
            _ => true,
        });
        // 更多是寄函,而不是走访; 可以查封,并将其纳入…: what the clause before hedged or allowed goes on.
        let contrasted = left.iter().all(|(c, w)| {
            matches!(c.role, CueRole::Generic | CueRole::Usual) || matches!(*w, "而不是" | "而非" | "而并非")
        }) && left.iter().any(|(c, _)| c.role == CueRole::Deny);
        if contrasted && !decided {
            let hedges = self.carried.iter().filter(|(c, _)| matches!(c.role, CueRole::Generic | CueRole::Usual));
            carried.extend(hedges.copied());
        }
        // 一般不会打扰亲友,也不会派人; 通常只找本人,不找家人: what is denied beside it is denied as often.
        let denies = left.iter().any(|(c, _)| c.role == CueRole::Deny)
            && left.iter().all(|(c, _)| matches!(c.role, CueRole::Deny | CueRole::Affirm));
        let opening = &form[clause.start..];
        let also = ["也不", "也没", "更不", "亦不"].iter().any(|w| opening.starts_with(w));
        let instead = opening.starts_with('不') && !opening.starts_with("不会");
        if denies && !decided && !clause.contrast && !clause.turn && scale == Scale::Act {
            let before = self.sentence.clauses.iter().rev().find(|before| before.end <= clause.start);
            let hedges = before.into_iter().flat_map(|before| self.cues(before)).map(|(_, c, w)| (c, w));
            carried.extend(hedges.filter(|(c, _)| match c.role {
                CueRole::DenySoft => also,
                CueRole::Generic => instead && c.reach == Reach::Forward,
                _ => false,
            }));
        }
        // 通常并非由平台进行,而是委托…: how often it is holds for both.
        if clause.turn && !left.iter().any(|(c, _)| c.role != CueRole::Affirm) && !decided {
            let before = self.sentence.clauses.iter().rev().find(|before| before.end <= clause.start);
            let hedges = before.into_iter().flat_map(|before| self.cues(before));
            carried.extend(hedges.map(|(_, c, w)| (c, w)).filter(|(c, _)| c.role == CueRole::Generic));
        }
        let added = ["并", "也", "同时", "或", "甚至"].iter().any(|w| form[clause.start..].starts_with(w));
        // 有权…,并要求一次性还清: to ask for it is the act itself.
        let own_core = left.iter().any(|(c, w)| !(c.role == CueRole::Generic || matches!(*w, "要求" | "第一时间")));
        // 一些小公司,逾期一周就会上门: some go on being some.
        let affirmed = left.iter().all(|(c, w)| matches!(c.role, CueRole::Generic | CueRole::Affirm) || *w == "先");
        if own_core && affirmed && !decided && !clause.contrast && !clause.turn && scale == Scale::Act {
            let some =
                |(c, w): &(&CueRow, &str)| matches!(c.role, CueRole::Possible | CueRole::Rare) && some_of_many(w);
            carried.extend(self.carried.iter().copied().filter(some));
        }
        if !own_core && !decided && !clause.contrast && !clause.turn {
            carried.extend(self.carried.iter().copied().filter(|(c, _)| match c.role {
                CueRole::Possible | CueRole::Generic | CueRole::Usual => scale == Scale::Act,
                CueRole::Advise | CueRole::Oblige => {
                    matches!(scale, Scale::Advice | Scale::Remedy) || scale == Scale::Rule
                }
                CueRole::Able => scale != Scale::Act || added,
                CueRole::Permit => added && left.is_empty(),
                CueRole::Affirm => scale == Scale::Remedy && added,
                CueRole::Forbid => scale == Scale::Rule,
                _ => false,
            }));
        }
        carried
    }
}
