//! An act said once, of two cases: the clause that leaves it out.

use super::*;

/// What tells a case from the one before it.
enum Case {
    /// Other circumstances.
    Circumstances(Setting),
    /// Other products.
    Products(Vec<Product>),
}

impl<'a> Reader<'a> {
    /// 失联的可能上门,正常接电话的不会; 花呗会上门,借呗不会: the act is said once, of two cases.
    pub(super) fn elliptic(&mut self, clause: &Clause, number: usize) {
        let Some((stance, word)) = self.bare_verdict(clause) else { return };
        let Some(case) = self.other_case(clause, number, word) else { return };
        let lexicon = self.lexicon;
        let act = |f: &&Finding| {
            lexicon.propositions[f.proposition].scale == Scale::Act
                && f.clause < number
                && f.verdict.as_ref().is_ok_and(|found| found.attribution != Attribution::Collector)
        };
        let Some(mut finding) = self.findings.iter().rev().find(act).cloned() else { return };
        let Ok(found) = &mut finding.verdict else { return };
        let said = found.clone();
        match case {
            Case::Circumstances(case) => {
                found.setting = self.around.setting.headed(&self.base.under(&case));
                found.quantities.clear();
            }
            Case::Products(products) => found.products = products,
        }
        if found.setting == said.setting && found.products == said.products {
            return;
        }
        found.stance = stance;
        finding.clause = number;
        finding.cues = vec![word.to_owned()];
        self.findings.push(finding);
    }

    /// The other case that such a clause speaks of, in it or in the premise before it.
    fn other_case(&self, clause: &Clause, number: usize, verdict: &str) -> Option<Case> {
        let (lexicon, form, hits) = (self.lexicon, &self.sentence.form, &self.sentence.hits);
        let text = &form[clause.start..clause.end];
        let own: Vec<Product> = self
            .sentence
            .within(clause)
            .filter_map(|h| match &lexicon.entries[h.entry].row {
                Row::Product(products, false) if h.start <= clause.start + '但'.len_utf8() => Some(products.clone()),
                _ => None,
            })
            .flatten()
            .collect();
        if !own.is_empty() && text.chars().count() <= verdict.chars().count() + 5 {
            return Some(Case::Products(own));
        }
        // 上门的很少,要欠款过万、本人又失联才有可能: the premise of its own clause.
        if clause.only_then.is_some() && !self.premise.is_empty() {
            return Some(Case::Circumstances(Setting { only: true, ..self.premise.clone() }));
        }
        let here = of_rows(lexicon, form, hits, clause.start, clause.end, false);
        // 正常接电话的,基本没有: the case may be a clause of its own.
        let before = number.checked_sub(1).map(|n| &self.sentence.clauses[n]).filter(|before| before.is_premise());
        let case = match before {
            Some(before) if here.is_empty() && text.chars().count() <= 6 => {
                of_rows(lexicon, form, hits, before.start, before.end, true)
            }
            _ if text.contains('的') => here,
            _ => return None,
        };
        (!case.is_empty()).then_some(Case::Circumstances(case))
    }
}
