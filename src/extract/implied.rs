//! Premises that no word of their own opens: told by the clause behind them.

use crate::lexicon::{CueRole, Hit, Lexicon, MarkerRole, Row, Scale, Wording};
use crate::quantity::{Measure, Value};

use super::clause::Clause;

/// Makes premises of clauses that are such by what follows them.
pub(super) fn imply(lexicon: &Lexicon, form: &str, hits: &[Hit], measures: &[Measure], all: &mut [Clause]) {
    let last = all.len().saturating_sub(1);
    // 如果有不良记录,例如多次逾期、被列入名单,则…: the examples belong to the premise.
    let opens = |clause: &Clause, words: &[&str]| words.iter().any(|w| form[clause.start..].starts_with(w));
    for i in 0..last {
        let then = (i + 2..all.len().min(i + 5)).find(|j| opens(&all[*j], &["则", "那么", "就", "便"]));
        if let Some(then) = then.filter(|_| all[i].is_premise() && all[i].marked)
            && all[i + 1..then]
                .iter()
                .all(|c| opens(c, &["例如", "比如", "如", "像", "包括", "甚至", "或", "且", "并且", "以及"]))
        {
            for clause in &mut all[i + 1..then] {
                clause.premise_end = clause.end;
                clause.marked = true;
            }
        }
    }
    // 对方上门砸东西的,直接报警: who does so is the circumstance of the advice.
    for i in 0..last {
        let text = &form[all[i].start..all[i].end];
        let named =
            text.ends_with('的') && !["会的", "是的", "有的", "能的", "可以的"].iter().any(|w| text.ends_with(w));
        let advised = opens(&all[i + 1], &["直接", "可以", "应", "立即", "马上", "立刻", "请", "建议", "务必", "要"])
            && hits.iter().any(|h| {
                let advice =
                    |w: &Wording| matches!(lexicon.propositions[w.proposition].scale, Scale::Advice | Scale::Remedy);
                h.start >= all[i + 1].start
                    && h.end <= all[i + 1].end
                    && matches!(&lexicon.entries[h.entry].row, Row::Wording(w) if advice(w))
            });
        // 一般不会上门的,可以主动协商: with a cue of its own it is a statement.
        let states = hits.iter().any(|h| {
            h.start >= all[i].start && h.end <= all[i].end && matches!(lexicon.entries[h.entry].row, Row::Cue(_))
        });
        if named && advised && !states && !all[i].is_premise() {
            all[i].premise_end = all[i].end;
            all[i].marked = true;
        }
    }
    // 真有人来,你可以不开门: without 如果 as well.
    for i in 0..last {
        let case = ["真有人", "真要", "真被", "真碰上", "真遇到", "真收到", "真到了", "电话来了", "有人来了"];
        let deed = ["后果", "可以", "要", "别", "先", "应", "有权", "就", "请", "平静", "心平气和"];
        let next = &form[all[i + 1].start..all[i + 1].end];
        if opens(&all[i], &case) && deed.iter().any(|w| next.contains(w)) {
            all[i].premise_end = all[i].end;
            all[i].marked = true;
        }
    }
    // 三年之内没有起诉,债务就消灭了: a plain 没有 before 就 is its condition.
    for i in 0..last {
        let next = &all[i + 1];
        let then = hits.iter().any(|h| {
            h.start >= next.start
                && h.end <= next.end
                && matches!(&lexicon.entries[h.entry].row, Row::Marker(m) if m.role == MarkerRole::Then)
                && form[next.start..h.start].chars().count() <= 5
        });
        let opens = form[all[i].start..all[i].end].contains("没有") || form[all[i].start..all[i].end].contains('未');
        let core = hits.iter().any(|h| h.start >= all[i].start && h.end <= all[i].end && matches!(&lexicon.entries[h.entry].row, Row::Cue(c) if !matches!(c.role, CueRole::Deny | CueRole::Affirm | CueRole::Generic)));
        let dated = measures
            .iter()
            .any(|m| m.start >= all[i].start && m.end <= all[i].end && matches!(m.value, Value::Days { .. }));
        if then
            && dated
            && opens
            && !core
            && all[i].premise_end == all[i].start
            && !form[all[i].start..all[i].end].contains("会")
        {
            all[i].premise_end = all[i].end;
            all[i].marked = true;
        }
    }
}
