//! A sentence taken apart: which rows stand in it, and which of them count.

use std::ops::Range;

use super::*;
use crate::lexicon::{Guards, Scan, within};

/// A sentence taken apart.
#[derive(Debug, Clone, Default)]
pub(in crate::extract) struct Sentence {
    /// The form.
    pub form: String,
    /// Rows hit.
    pub hits: Vec<Hit>,
    /// Words that decide whether a wording counts.
    pub guards: Guards,
    /// Numbers.
    pub measures: Vec<Measure>,
    /// Clauses.
    pub clauses: Vec<Clause>,
}

impl Sentence {
    /// Scans `form` once.
    pub(in crate::extract) fn scan(lexicon: &Lexicon, form: &str) -> Sentence {
        Sentence::of(lexicon, form, lexicon.matcher.scan(form))
    }

    /// Takes `form` apart by what the lexicon found in it.
    pub(in crate::extract) fn of(lexicon: &Lexicon, form: &str, found: Scan) -> Sentence {
        let Scan { hits, guards } = found;
        let hits = visible(lexicon, form, hits, &guards);
        let measures = quantity::scan(form);
        let clauses = clauses(lexicon, form, &hits, &measures);
        Sentence { form: form.to_owned(), hits, guards, measures, clauses }
    }

    pub(super) fn text(&self, hit: &Hit) -> &str {
        &self.form[hit.start..hit.end]
    }

    pub(super) fn within(&self, clause: &Clause) -> impl Iterator<Item = &Hit> {
        let (start, end) = (clause.start, clause.end);
        within(&self.hits, start, end)
    }

    /// Hedges that hold for the list it introduces, with their rows.
    pub(in crate::extract) fn hedges(&self, lexicon: &Lexicon) -> Vec<(usize, String)> {
        let hedge = |h: &&Hit| {
            cue(lexicon, h.entry).is_some_and(|c| {
                matches!(c.role, CueRole::Possible | CueRole::Generic | CueRole::Usual) && c.near.is_none()
            })
        };
        // 主要会产生以下影响 says which, not how often.
        let says = |h: &&Hit| hedge(h) && !matches!(self.text(h), "主要" | "主要会" | "主要有");
        self.hits.iter().filter(says).map(|h| (h.entry, self.text(h).to_owned())).collect()
    }

    /// All circumstances that the sentence names, whatever their part in it: for headings and questions.
    pub(in crate::extract) fn circumstances(&self, lexicon: &Lexicon, label: bool) -> Setting {
        let mut setting = of_rows(lexicon, &self.form, &self.hits, 0, self.form.len(), true);
        for measure in &self.measures {
            if let Some(more) = of_measure(&self.form, measure, Place { label, case: self.form.contains('我') }) {
                setting.add(more);
            }
        }
        setting
    }

    /// Products named in it, mere actors left out.
    pub(in crate::extract) fn named_products(&self, lexicon: &Lexicon) -> Vec<Product> {
        let mut found: Vec<Product> = self
            .hits
            .iter()
            .filter_map(|h| match &lexicon.entries[h.entry].row {
                Row::Product(products, false) => Some(products.clone()),
                _ => None,
            })
            .flatten()
            .collect();
        found.sort();
        found.dedup();
        found
    }

    /// Products named anywhere in it, mere actors last.
    pub(in crate::extract) fn products(&self, lexicon: &Lexicon) -> Vec<Product> {
        let named = |actors: bool| -> Vec<Product> {
            self.hits
                .iter()
                .filter_map(|h| match &lexicon.entries[h.entry].row {
                    Row::Product(products, actor) if *actor == actors => Some(products.clone()),
                    _ => None,
                })
                .flatten()
                .collect()
        };
        let mut found = named(false);
        if found.is_empty() {
            found = named(true);
        }
        found.sort();
        found.dedup();
        found
    }
}

/// Whether a wording counts in `clause`, by the words that it asks for and those that it cannot stand with.
pub(super) fn fits(w: &Wording, guards: &Guards, clause: &Range<usize>) -> bool {
    !w.blocks && (w.with.is_empty() || guards.hold_one(&w.with, clause)) && !guards.hold_one(&w.without, clause)
}

/// The hits without the cues inside a wording that counts: 不能 in 不能坐高铁 is part of it, 不能 in 不能使用暴力 is not.
fn visible(lexicon: &Lexicon, form: &str, hits: Vec<Hit>, guards: &Guards) -> Vec<Hit> {
    const MARKS: [char; 6] = [',', ';', ':', '。', '!', '?'];
    /// Bytes of the longest wording, and more.
    const LONGEST: usize = 96;
    let counts = |hit: &Hit| match &lexicon.entries[hit.entry].row {
        Row::Wording(w) if !hit.gapped => {
            let start = form[..hit.start].rfind(MARKS).map_or(0, |at| at + 1);
            let start = (start..=hit.start).find(|at| form.is_char_boundary(*at)).unwrap_or(hit.start);
            let end = form[hit.end..].find(MARKS).map_or(form.len(), |at| hit.end + at);
            fits(w, guards, &(start..end))
        }
        _ => false,
    };
    let is_cue = |hit: &Hit| matches!(lexicon.entries[hit.entry].row, Row::Cue(_));
    let holds = |outer: &Hit, cue: &Hit| outer.start <= cue.start && cue.end <= outer.end;
    // By place, the longest first: what holds a hit stands before it in the list.
    let hidden: Vec<bool> = (0..hits.len())
        .map(|n| {
            let near = hits[..n].iter().rev().take_while(|outer| outer.start + LONGEST >= hits[n].start);
            // A wording of the same characters is no cue either, where it counts: 房贷被拒绝.
            let same = hits[n + 1..].iter().take_while(|outer| outer.start == hits[n].start);
            is_cue(&hits[n]) && near.chain(same).any(|outer| holds(outer, &hits[n]) && counts(outer))
        })
        .collect();
    let mut hits = hits;
    let mut hidden = hidden.into_iter();
    hits.retain(|_| !hidden.next().unwrap_or(false));
    hits
}
