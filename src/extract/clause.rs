//! Sentence form → clauses: where each begins and ends, which part of it is only a premise, and which
//! connective opens it.

use crate::lexicon::{Hit, Lexicon, MarkerRole, Row, within};
use crate::quantity::Measure;
use crate::segment::GAP;

use super::implied::imply;
use super::premise::find_premise;

/// One clause of a sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clause {
    /// First byte in the form.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// Text before this byte is a premise: what it mentions is not claimed. `start` where there is none.
    pub premise_end: usize,
    /// It opens with 但, 不过, …: what held so far is over.
    pub contrast: bool,
    /// It opens with 而是, 而: the stance before is over, its circumstances go on.
    pub turn: bool,
    /// It is a concession (即使…): its circumstances restrict nothing.
    pub concede: bool,
    /// What its premise says of being the only one.
    pub only: Only,
    /// 才 stands in its conclusion.
    pub only_then: Option<usize>,
    /// 否则 opens it.
    pub otherwise: bool,
    /// 这种情况下 stands in it.
    pub same: bool,
    /// From here on it is a question.
    pub question: Option<usize>,
    /// From here on it is a purpose.
    pub purpose: Option<usize>,
    /// From here on it names the only circumstances of what stands before.
    pub trailing: Option<usize>,
    /// The premise is marked by a word (如果, …时), not only by what it holds.
    pub marked: bool,
}

/// What a premise says of being the only one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Only {
    /// Nothing.
    #[default]
    No,
    /// 只有.
    Then,
    /// 除非.
    Unless,
}

impl Clause {
    /// Whether nothing but a premise stands in it.
    pub fn is_premise(&self) -> bool {
        self.premise_end >= self.end
    }
}

/// Splits `form` into clauses.
pub(super) fn clauses(lexicon: &Lexicon, form: &str, hits: &[Hit], measures: &[Measure]) -> Vec<Clause> {
    let mut all: Vec<Clause> = bounds(lexicon, form, hits, measures)
        .into_iter()
        .map(|(start, end)| Clause { start, end, premise_end: start, ..Clause::default() })
        .collect();
    let last = all.len().saturating_sub(1);
    for (i, clause) in all.iter_mut().enumerate() {
        mark(lexicon, form, hits, clause);
        find_premise(lexicon, form, hits, measures, clause, i == last);
    }
    imply(lexicon, form, hits, measures, &mut all);
    // 如果只欠几千块,又能正常接听,…: a circumstance goes on.
    for i in 1..all.len().saturating_sub(1) {
        let text = &form[all[i].start..all[i].end];
        let added = ["又", "且", "并且", "而且", "同时", "还能", "也能"].iter().any(|word| text.starts_with(word));
        let circumstance = hits.iter().any(|h| {
            h.start >= all[i].start && h.end == all[i].end && matches!(lexicon.entries[h.entry].row, Row::Condition(..))
        });
        if added && circumstance && all[i - 1].is_premise() && all[i].premise_end == all[i].start {
            all[i].premise_end = all[i].end;
            all[i].marked = true;
        }
    }
    // 旨在提醒还款,避免…: a purpose goes on.
    for i in 1..all.len() {
        let goes_on =
            ["避免", "防止", "以免", "并", "从而", "进而"].iter().any(|w| form[all[i].start..].starts_with(w));
        if goes_on && all[i - 1].purpose.is_some() {
            all[i].purpose = Some(all[i].start);
        }
    }
    all
}

/// Byte ranges: at commas, semicolons, colons and gaps, and before 但, 而是, 却 inside.
fn bounds(lexicon: &Lexicon, form: &str, hits: &[Hit], measures: &[Measure]) -> Vec<(usize, usize)> {
    // 22:00 is one thing.
    let number = |at: usize| measures.iter().any(|m| m.start < at && at < m.end);
    let inside = |at: usize| {
        hits.iter().any(|h| {
            h.start < at && at < h.end && matches!(lexicon.entries[h.entry].row, Row::Wording(_) | Row::Condition(..))
        })
    };
    let mut cuts = Vec::new();
    for (at, c) in form.char_indices() {
        if (matches!(c, ',' | ';' | ':' | '。' | '!' | '?') && !number(at))
            || (c == GAP && !inside(at) && !inside(at + c.len_utf8()))
        {
            cuts.push((at, at + c.len_utf8()));
        }
    }
    for hit in hits {
        if let Row::Marker(m) = &lexicon.entries[hit.entry].row
            && m.role == MarkerRole::Contrast
            && !matches!(
                &form[hit.start..hit.end],
                "而" | "可"
                    | "只是"
                    | "其实"
                    | "实际上"
                    | "事实上"
                    | "至于"
                    | "另外"
                    | "此外"
                    | "因此"
                    | "所以"
                    | "因而"
                    | "总之"
            )
        {
            cuts.push((hit.start, hit.start));
        }
    }
    cuts.sort_unstable();
    let mut parts = Vec::new();
    let mut start = 0;
    for (end, next) in cuts {
        if end > start && !form[start..end].trim().is_empty() {
            parts.push((start, end));
        }
        start = start.max(next);
    }
    if start < form.len() && !form[start..].trim().is_empty() {
        parts.push((start, form.len()));
    }
    parts
}

fn mark(lexicon: &Lexicon, form: &str, hits: &[Hit], clause: &mut Clause) {
    for hit in within(hits, clause.start, clause.end) {
        let Row::Marker(m) = &lexicon.entries[hit.entry].row else { continue };
        let lead = form[clause.start..hit.start].chars().count();
        match m.role {
            // 最高可判七年 turns nothing.
            MarkerRole::Contrast if lead > 0 && &form[hit.start..hit.end] == "可" => {}
            MarkerRole::Contrast
                if lead <= 3 && matches!(&form[hit.start..hit.end], "而是" | "而" | "只是" | "却" | "可") =>
            {
                clause.turn = true
            }
            MarkerRole::Contrast if lead <= 3 => clause.contrast = true,
            MarkerRole::Concede => clause.concede = true,
            MarkerRole::Otherwise => clause.otherwise = true,
            MarkerRole::Same => clause.same = true,
            // 没被列进什么黑名单, 逾期几天并不会…: neither asks.
            MarkerRole::Question
                if &form[hit.start..hit.end] == "什么"
                    && form[clause.start..hit.start].contains(['没', '未', '无'])
                    || &form[hit.start..hit.end] == "几天"
                        && ["逾期", "晚还", "晚", "拖", "缓"].iter().any(|w| form[..hit.start].ends_with(w))
                        && ["不", "而已", "没", "并不"].iter().any(|w| form[hit.end..].starts_with(w)) => {}
            MarkerRole::Question => clause.question = clause.question.or(Some(hit.start)),
            // 别为了面子去借钱: the purpose stands under what is advised against.
            MarkerRole::Purpose if ["别", "不要", "切勿"].iter().any(|w| form[..hit.start].ends_with(w)) => {}
            MarkerRole::Purpose => clause.purpose = clause.purpose.or(Some(hit.start)),
            // 才逾期40天就…: so soon, not only then.
            MarkerRole::OnlyThen if &form[hit.start..hit.end] == "才" && form[hit.end..clause.end].contains('就') => {
            }
            MarkerRole::OnlyThen => clause.only_then = clause.only_then.or(Some(hit.start)),
            MarkerRole::If | MarkerRole::OnlyIf | MarkerRole::Unless | MarkerRole::Then | MarkerRole::Contrast => {}
            MarkerRole::Tail | MarkerRole::Decoy | MarkerRole::Reason => {}
        }
    }
}
