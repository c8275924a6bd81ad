//! The circumstances of one mention: its clause's own, those of its premise, and those of what stands around.

use super::mention::Mention;
use super::*;

impl Reader<'_> {
    /// The circumstances that the mention's own clause names. `used` are the places of numbers that are its own.
    pub(super) fn local_of(&self, m: Mention<'_>, used: &[usize]) -> Setting {
        let Mention { clause, hit, form, case, .. } = m;
        let (lexicon, hits, measures) = (self.lexicon, &self.sentence.hits, &self.sentence.measures);
        // 联系不到本人的会联系紧急联系人: the circumstance may stand inside the wording.
        let to = if hit.gapped { hit.end } else { hit.start };
        let mut local = of_rows(lexicon, form, hits, clause.premise_end, to, false);
        // 上门的可能性在金额较大时会增加: a circumstance behind the mention that is marked as one.
        let behind = of_rows(lexicon, form, hits, hit.end, clause.end, false);
        if local.is_empty() && !behind.is_empty() && m.beside.len() == 1 {
            local = behind;
        }
        if let Some(from) = clause.trailing.filter(|t| *t >= hit.end) {
            local = of_rows(lexicon, form, hits, from, clause.end, true);
            for measure in measures.iter().filter(|n| n.start >= from && n.end <= clause.end) {
                if let Some(more) = of_measure(form, measure, Place { case, label: false }) {
                    local.add(more);
                }
            }
            local.only = !local.is_empty();
        }
        // 先把小额的还掉: what to repay first is no circumstance.
        if m.id() == "advice.repay" && !matches!(local.amount, Some(Extent::Range(_))) {
            local.amount = None;
        }
        let own = |n: &&Measure| {
            n.start >= clause.premise_end
                && n.end <= clause.end
                && (n.end <= hit.start + 1 || m.beside.len() == 1 || n.start < hit.start)
                && !used.contains(&n.start)
        };
        for measure in measures.iter().filter(own) {
            let opens = form[clause.premise_end..measure.start].chars().count() <= 1
                && (self.was_overdue || self.base.overdue.is_some())
                && matches!(measure.value, Value::Days { .. });
            if let Some(more) = of_measure(form, measure, Place { case, label: opens }) {
                local.add(more);
            }
        }
        local
    }

    /// All circumstances under which the mention holds, its own being `local`.
    pub(super) fn setting_of(&self, m: Mention<'_>, local: &Setting, cues: &Cues<'_>) -> Setting {
        let mut setting = self.around.setting.headed(&self.base.under(&self.premise).under(local));
        // 保持联系可以降低…的概率: who does so is the circumstance.
        let turned = m.proposition.scale == Scale::Act
            && setting.flags.is_empty()
            && cues
                .left
                .iter()
                .any(|(c, _)| c.role == CueRole::Avert || matches!(c.id.as_str(), "rare-lower" | "possible-raise"));
        if turned {
            let start = if m.scope().chars().count() > 8 {
                m.clause.start
            } else {
                self.sentence.clauses.get(m.number.wrapping_sub(1)).map_or(m.clause.start, |c| c.start)
            };
            let doer = of_rows(self.lexicon, m.form, &self.sentence.hits, start, m.hit.start, true);
            let who = |f: &Flag| matches!(f, Flag::Cooperative | Flag::Unreachable | Flag::Unwilling);
            setting.flags.extend(doer.flags.into_iter().filter(who));
            if setting.flags.is_empty() {
                setting.flags.insert(Flag::Other);
                setting.text.get_or_insert_with(|| m.form[start..m.hit.start].to_owned());
            }
        }
        setting
    }

    /// 三天宽限期,三天内还上不收罚息: what does not happen within the days of grace that the sentence grants is denied of
    /// those days only.
    pub(super) fn within_grace(&self, m: Mention<'_>, stance: Stance) -> Option<Extent> {
        let denied = stance == Stance::Never
            && matches!(m.id(), "account.penalty_interest" | "credit.report" | "credit.zhima")
            && m.form[..m.hit.start].contains('内');
        let granted = self
            .findings
            .iter()
            .rev()
            .filter(|_| denied)
            .find(|f| self.lexicon.propositions[f.proposition].id.as_str() == "account.grace")?;
        let found = granted.verdict.as_ref().ok().filter(|found| found.stance != Stance::Never)?;
        let days = found.quantities.iter().find(|q| q.role == Role::Grace).and_then(|q| q.max)?;
        #[expect(clippy::cast_possible_truncation, reason = "days of grace are few")]
        let max = Some(days as i64);
        Some(Extent::Range(Range { min: None, max, min_incl: true, max_incl: true, approx: false }))
    }

    /// The claims that a premise makes of one: 除非…否则… makes two, 失联或者金额较大 one for each.
    pub(super) fn under_premise(&self, clause: &Clause, found: Found, restricted: bool) -> Vec<Found> {
        let only = |stance: Stance| Found {
            stance,
            setting: Setting { only: true, ..found.setting.clone() },
            ..found.clone()
        };
        let free = |stance: Stance| {
            let setting = Setting { only: false, ..self.around.setting.headed(&self.base) };
            Found { stance, setting, ..found.clone() }
        };
        let held = |stance: Stance| Found { stance, ..found.clone() };
        if self.only != Only::Unless || !restricted {
            let each = |one: &Setting| Found { setting: one.under(&found.setting), ..found.clone() };
            return if self.either.is_empty() { vec![found] } else { self.either.iter().map(each).collect() };
        }
        let strict = clause.otherwise || found.stance == Stance::Never;
        match found.stance {
            Stance::Never | Stance::GenerallyNot if strict => vec![only(Stance::Possible)],
            Stance::Forbidden if strict => vec![only(Stance::Permitted)],
            Stance::GenerallyNot | Stance::Rare | Stance::Never => vec![free(found.stance), held(Stance::Possible)],
            Stance::Forbidden => vec![free(found.stance), held(Stance::Permitted)],
            // 除非逾期太久,平台才会起诉: without 否则, it holds only then.
            Stance::Possible | Stance::Generally | Stance::Certain if !clause.otherwise => vec![only(found.stance)],
            _ => vec![free(found.stance)],
        }
    }
}
