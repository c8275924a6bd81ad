//! What stands behind judges what stands before.

use super::*;
use crate::extract::stance::TALKED_ABOUT;

/// Said of what the clause before all but denied.
pub(super) const OPEN: &[&str] = &[
    "不是绝对的",
    "并不绝对",
    "也不绝对",
    "并非绝对",
    "也有例外",
    "没有绝对的",
    "并非完全不可能",
    "不是完全不可能",
    "并非没有",
    "不等于零",
    "不等于没有",
    "不代表没有",
    "不代表不会",
    "并非没有可能",
    "并非不可能",
    "并非绝对没有",
    "并非完全没有",
    "不是完全没有",
    "不为零",
    "不是零",
    "不能完全排除",
    "没有完全排除",
    "绝无可能",
    "不是没有",
    "不能说没有",
];

impl<'a> Reader<'a> {
    /// 一般不会上门,除非失联: an exception behind the denial is a second claim.
    pub(super) fn trailing_unless(&mut self) {
        let Some(last) = self.sentence.clauses.last() else { return };
        if last.only != Only::Unless || !last.is_premise() || self.sentence.clauses.len() < 2 {
            return;
        }
        let number = self.sentence.clauses.len() - 1;
        let exception = self.premise.clone();
        // 永久保存,除非还清: for ever only while it is not paid.
        if exception.flags.contains(&Flag::Settled) {
            for finding in &mut self.findings {
                if let Ok(found) = &mut finding.verdict
                    && found.quantities.iter().any(|q| q.forever)
                {
                    found.setting.flags.remove(&Flag::Settled);
                    found.setting.flags.insert(Flag::Unsettled);
                }
            }
        }
        let denied: Vec<Finding> = self.findings.iter().filter(|f| f.clause + 3 > number).cloned().collect();
        for mut finding in denied {
            if let Ok(found) = &mut finding.verdict
                && matches!(found.stance, Stance::Never | Stance::GenerallyNot | Stance::Rare)
                && !exception.is_empty()
            {
                found.stance = Stance::Possible;
                found.setting = self.around.setting.headed(&self.base.under(&exception));
                self.findings.push(finding);
            }
        }
    }

    /// 概率很低,但并不等于零: what was all but denied is left possible, a second claim.
    pub(super) fn left_open(&mut self, clause: &Clause, number: usize) {
        let form = &self.sentence.form;
        let text = &form[clause.start..clause.end];
        // 不是没有原因 says why.
        let says_why = |at: usize| ["原因", "道理", "理由", "依据", "根据"].iter().any(|w| text[at..].starts_with(w));
        let open = |w: &&&str| text.find(**w).is_some_and(|at| !says_why(at + w.len()));
        let Some(word) = OPEN.iter().find(open) else { return };
        let denied = |f: &&Finding| {
            f.clause + 1 == number
                && f.verdict.as_ref().is_ok_and(|found| {
                    matches!(found.stance, Stance::Never | Stance::GenerallyNot | Stance::Rare)
                        && found.attribution != Attribution::Collector
                })
        };
        let Some(mut finding) = self.findings.iter().rev().find(denied).cloned() else { return };
        if let Ok(found) = &mut finding.verdict {
            found.stance = Stance::Possible;
        }
        finding.cues.push((*word).to_owned());
        self.findings.push(finding);
    }

    /// 很多人担心会上门,其实不会: what was only feared is denied.
    pub(super) fn belied(&mut self, clause: &Clause, number: usize) {
        let form = &self.sentence.form;
        let last = self.cues(clause).last().filter(|(hit, ..)| {
            form[hit.end..clause.end].trim_end_matches(['。', '!', '的', '有']).is_empty()
                || form[hit.end..clause.end].starts_with("这个权力")
                || form[hit.end..clause.end].starts_with("这个权利")
        });
        let Some((_, row, word)) = last else { return };
        let stance = match row.role {
            CueRole::Deny => Stance::Never,
            CueRole::DenySoft => Stance::GenerallyNot,
            CueRole::Rare => Stance::Rare,
            CueRole::Forbid => Stance::Forbidden,
            _ => return,
        };
        let setting = self.around.setting.headed(&self.base.under(&self.premise));
        // 担心卡被冻结,其实平台无权: what is forbidden to one is no word on the court.
        let courts = |f: &Finding| self.lexicon.propositions[f.proposition].id.as_str().starts_with("legal.");
        let barred: Vec<usize> = self.findings.iter().filter(|f| courts(f)).map(|f| f.proposition).collect();
        let feared = |finding: &Finding, scale| {
            scale == Scale::Act
                && finding.verdict == Err(TALKED_ABOUT)
                && !(stance == Stance::Forbidden && barred.contains(&finding.proposition))
        };
        self.claim_before(number, stance, &setting, word, feared);
    }

    /// The stance of a clause that ends with a verdict on nothing that it names: …不会, …几乎没有.
    pub(super) fn bare_verdict(&self, clause: &Clause) -> Option<(Stance, &'a str)> {
        let form = &self.sentence.form;
        let (_, row, word) = self.cues(clause).last().filter(|(hit, ..)| {
            form[hit.end..clause.end].trim_end_matches(['。', '!', '了', '的', '会', '有', '来']).is_empty()
        })?;
        let stance = match row.role {
            CueRole::Deny => Stance::Never,
            CueRole::DenySoft => Stance::GenerallyNot,
            CueRole::Rare => Stance::Rare,
            CueRole::Possible => Stance::Possible,
            _ => return None,
        };
        Some((stance, word))
    }

    /// 批量起诉,或者转让债权: of two acts, either is possible.
    pub(super) fn either_act(&mut self, clause: &Clause, number: usize, from: usize) {
        if number == 0 || !self.sentence.form[clause.start..].starts_with("或者") {
            return;
        }
        let lexicon = self.lexicon;
        let plain = |finding: &Finding| {
            lexicon.propositions[finding.proposition].scale == Scale::Act
                && finding.verdict.as_ref().is_ok_and(|found| found.stance == Stance::Certain)
        };
        let before = self.findings[..from].iter().rposition(|f| f.clause + 1 == number && plain(f));
        let after: Vec<usize> = (from..self.findings.len()).filter(|n| plain(&self.findings[*n])).collect();
        let Some(before) = before.filter(|_| !after.is_empty()) else { return };
        for n in after.into_iter().chain([before]) {
            if let Ok(found) = &mut self.findings[n].verdict {
                found.stance = Stance::Possible;
            }
        }
    }

    /// 可以申请分期,而且必须在逾期之前申请: what is to be had only before the debt is overdue.
    pub(super) fn before_due(&mut self, clause: &Clause, number: usize) {
        let text = &self.sentence.form[clause.start..clause.end];
        let holds = |words: &[&str]| words.iter().any(|word| text.contains(word));
        if !holds(&["逾期之前", "逾期前", "到期之前", "到期前"]) || !holds(&["必须", "须", "需", "只能", "得在"])
        {
            return;
        }
        let lexicon = self.lexicon;
        for finding in self.findings.iter_mut().filter(|f| f.clause + 1 == number) {
            if let Ok(found) = &mut finding.verdict
                && lexicon.propositions[finding.proposition].scale == Scale::Remedy
            {
                found.setting.flags.insert(Flag::Other);
                found.setting.text = Some(text.to_owned());
                found.setting.only = true;
            }
        }
    }

    /// Makes claims of mentions in the clause before that claimed nothing by themselves.
    pub(super) fn claim_before(
        &mut self,
        number: usize,
        stance: Stance,
        setting: &Setting,
        word: &str,
        which: impl Fn(&Finding, Scale) -> bool,
    ) {
        let products = if self.products.is_empty() { self.around.products.clone() } else { self.products.clone() };
        let lexicon = self.lexicon;
        for finding in self.findings.iter_mut().filter(|f| f.clause + 1 == number) {
            if which(finding, lexicon.propositions[finding.proposition].scale) {
                finding.verdict = Ok(Found {
                    stance,
                    setting: setting.clone(),
                    products: products.clone(),
                    attribution: Attribution::Author,
                    actor: None,
                    quantities: Vec::new(),
                });
                finding.cues.push(word.to_owned());
            }
        }
    }
}
