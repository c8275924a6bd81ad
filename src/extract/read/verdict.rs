//! A clause without a mention that judges what the clause before says: 其实不多见, 这种说法没有依据.

use super::judge::OPEN;
use super::*;
use crate::extract::stance::{TALKED_ABOUT, UNCUED};

/// What speaks of what stands before.
const BEFORE: [&str; 8] = ["这", "那", "此", "类似", "先例", "案例", "情况", "例外"];

impl Reader<'_> {
    /// 真因此坐牢的,我一个都没见过: a relative clause takes the verdict that ends the next.
    fn never_met(&mut self, clause: &Clause, number: usize) {
        let form = &self.sentence.form;
        let before = &self.sentence.clauses[number - 1];
        if !before.is_premise() || !form[before.start..before.end].ends_with('的') {
            return;
        }
        let last = self.cues(clause).last().filter(|(hit, row, _)| {
            let rest = form[hit.end..clause.end].trim_end_matches(['。', '!', '的']);
            let ends = ["", "见过", "见到过", "碰到过", "遇到过", "听说过", "有"].contains(&rest);
            ends && (row.reach == Reach::Backward || self.is_all(clause, *hit))
        });
        let Some((_, row, word)) = last else { return };
        let stance = match row.role {
            CueRole::Deny => Stance::Never,
            CueRole::DenySoft => Stance::GenerallyNot,
            CueRole::Rare => Stance::Rare,
            CueRole::Generic | CueRole::Usual => Stance::Generally,
            _ => return,
        };
        let setting = self.around.setting.headed(&self.base);
        let named = |finding: &Finding, scale| scale == Scale::Act && finding.verdict == Err(PREMISE);
        self.claim_before(number, stance, &setting, word, named);
    }

    /// 支付宝可能会限制收款,和逾期没有关系: what stands before is no consequence of the debt.
    fn unrelated(&mut self, clause: &Clause, number: usize) {
        let text = &self.sentence.form[clause.start..clause.end];
        // 与逾期天数无关 says that it holds however long: the debt itself must stand right before the word.
        let parts = ["没有关系", "没关系", "无关", "没有任何关系", "没有直接关系"];
        let debt = ["逾期", "欠款", "花呗", "借呗", "催收"];
        let unrelated =
            |part: &str| text.find(part).is_some_and(|at| debt.iter().any(|name| text[..at].ends_with(name)));
        if !parts.iter().any(|part| unrelated(part)) {
            return;
        }
        for finding in self.findings.iter_mut().filter(|f| f.clause + 1 == number && f.verdict.is_ok()) {
            finding.verdict = Err("said to have nothing to do with the debt");
        }
    }

    /// Whether a clause says nothing but this cue, with a word or two of where and when: 其实不多见, 实践中极其罕见.
    fn is_all(&self, clause: &Clause, cue: Hit) -> bool {
        const LEADS: &[&str] = &[
            "其实",
            "实践中",
            "实践当中",
            "现实中",
            "实际上",
            "实际",
            "事实上",
            "在业内",
            "业内",
            "在行业里",
            "如今",
            "现在",
            "目前",
            "眼下",
            "确实",
            "真的",
            "毕竟",
            "一般",
            "在实践中",
            "在现实中",
            "也",
            "都",
            "并",
            "倒",
            "却",
            "又",
            "更",
            "相对",
            "极其",
            "极为",
            "非常",
            "十分",
            "相当",
            "比较",
            "较为",
            "颇为",
            "总体",
        ];
        let form = &self.sentence.form;
        let mut lead = &form[clause.start..cue.start];
        while let Some(rest) = LEADS.iter().find_map(|word| lead.strip_prefix(word)) {
            lead = rest;
        }
        lead.is_empty() && form[cue.end..clause.end].trim_end_matches(['。', '!', '的', '了', ';']).is_empty()
    }

    /// 至于上门,基本不会: a topic with nothing but its verdict behind it. Whether it was one.
    fn topic_verdict(&mut self, clause: &Clause, number: usize) -> bool {
        // 有人问会不会通知单位,正常情况下不会: a question told is a topic too.
        let topic = |f: &Finding| matches!(f.verdict, Err(TOPIC | ASKED));
        let waits = |f: &Finding| f.clause + 1 == number && topic(f);
        if !self.findings.iter().any(waits) {
            return false;
        }
        let Some((stance, word)) = self.bare_verdict(clause) else { return false };
        let text = &self.sentence.form[clause.start..clause.end];
        let generic = self.cues(clause).map(|(_, c, w)| (c.role, w)).find(|(role, _)| *role == CueRole::Generic);
        let said = word.chars().count() + generic.map_or(0, |(_, word)| word.chars().count());
        if text.chars().count() > said + 3 {
            return false;
        }
        let stance = if generic.is_some() && stance == Stance::Never { Stance::GenerallyNot } else { stance };
        let setting = self.around.setting.headed(&self.base.under(&self.premise));
        self.claim_before(number, stance, &setting, word, |finding, _| topic(finding));
        true
    }

    /// 影响子女参军,网上传得凶,其实没这回事: that it is told stands between what is told and its verdict.
    fn past_talk(&self, number: usize) -> usize {
        let form = &self.sentence.form;
        let talk = |at: usize| {
            let clause = &self.sentence.clauses[at];
            let text = &form[clause.start..clause.end];
            text.chars().count() <= 10
                && ["网上", "网传", "传得", "听着", "听起来", "说得", "流传"].iter().any(|word| text.contains(word))
                && self.findings.iter().all(|finding| finding.clause != at)
        };
        if number >= 2 && talk(number - 1) { number - 1 } else { number }
    }

    /// 这种说法没有依据: a clause without a mention that judges what stands before it.
    pub(super) fn verdict_on_before(&mut self, clause: &Clause, number: usize) {
        let number = self.past_talk(number);
        if number == 0 {
            return;
        }
        let form = &self.sentence.form;
        let text = &form[clause.start..clause.end];
        let judge = self.cues(clause).find(|(hit, row, _)| {
            (matches!(row.reach, Reach::Backward | Reach::Clause)
                && matches!(
                    row.role,
                    CueRole::Deny
                        | CueRole::Rare
                        | CueRole::DenySoft
                        | CueRole::Forbid
                        | CueRole::Permit
                        | CueRole::Affirm
                )
                || matches!(row.role, CueRole::Generic) && row.reach == Reach::Backward)
                && form[clause.start..hit.start].chars().count() <= 10
        });
        // …的,莫信: advice against what stands before; 不要找借口, 不要听信谣言 have objects of their own.
        let bare = |hit: &Hit| {
            let rest = form[hit.end..clause.end].trim_end_matches(['。', '!', '了', ';']);
            ["", "他们", "它们", "这些", "这种", "这类", "这一套", "这套"].contains(&rest)
        };
        if let Some((hit, _, word)) =
            self.cues(clause).find(|(_, c, w)| c.role == CueRole::Dissuade && w.contains(['信', '听', '找', '碰']))
            && bare(&hit)
            && (form[clause.start..hit.start].chars().count() <= 3 || form[clause.start..hit.start].ends_with('是'))
        {
            self.advise_against(number, word);
            return;
        }
        if clause.contrast || OPEN.iter().any(|word| text.starts_with(word)) {
            self.left_open(clause, number);
        }
        if clause.contrast {
            self.belied(clause, number);
        }
        self.unrelated(clause, number);
        self.never_met(clause, number);
        self.before_due(clause, number);
        if self.topic_verdict(clause, number) {
            return;
        }
        let Some((hit, row, word)) = judge else { return };
        let text = text
            .trim_start_matches("不过")
            .trim_start_matches("但是")
            .trim_start_matches('但')
            .trim_start_matches("其实")
            .trim_start_matches("毕竟");
        let before = &self.sentence.clauses[number - 1];
        // 个别支行还会派人…: a clause that says something of its own is no verdict on another.
        let own = self.sentence.within(clause).any(|h| matches!(self.lexicon.entries[h.entry].row, Row::Wording(_)));
        if own && row.reach == Reach::Clause && text.chars().count() > 12 {
            return;
        }
        // 一般不会有人工: what there is none of is something else.
        let of_other = text.strip_prefix(word).is_some_and(|rest| {
            let rest = rest.trim_end_matches(['。', '!', '的', '了']);
            word.ends_with(['有', '在']) && !rest.is_empty() && !BEFORE.iter().any(|word| rest.contains(word))
        });
        if of_other {
            return;
        }
        // 至于上门,多数情况下不会发生: a bare topic waits for its verdict.
        let lead = &form[before.start..before.end];
        // 走访作为催收的手段,很可能只出现在极少数情况: spoken of as something.
        let topic = (lead.chars().count() <= 12 || lead.contains("作为") || lead.starts_with("至于"))
            && self.cues(before).next().is_none();
        if !(topic
            || ["概率", "可能性", "几率", "比例", "数量", "人数", "情况", "案例", "例子"]
                .iter()
                .any(|w| text.starts_with(w))
            || text.starts_with(['这', '那', '此', '均', '都', '纯', '完', '根', '也', '全', '更', '是', '并'])
            || form[clause.start..].starts_with(word)
            || self.is_all(clause, hit) && matches!(row.role, CueRole::Rare | CueRole::Generic | CueRole::Deny))
        {
            return;
        }
        // 真正的停息挂账,几乎没有: what is to be had is told by its verdict.
        if topic && self.bare_verdict(clause).is_some_and(|(_, last)| last == word) {
            let setting = self.around.setting.headed(&self.base.under(&self.premise));
            let stance = self.bare_verdict(clause).map_or(Stance::Never, |(stance, _)| stance);
            let named = |finding: &Finding, scale| {
                scale == Scale::Remedy && finding.verdict.is_err() || finding.verdict == Err(TOPIC)
            };
            self.claim_before(number, stance, &setting, word, named);
        }
        let stance = match row.role {
            CueRole::Deny if self.cues(clause).any(|(_, c, _)| matches!(c.role, CueRole::Generic | CueRole::Usual)) => {
                Stance::GenerallyNot
            }
            CueRole::Deny => Stance::Never,
            CueRole::Rare => Stance::Rare,
            CueRole::DenySoft => Stance::GenerallyNot,
            CueRole::Forbid => Stance::Forbidden,
            CueRole::Permit => Stance::Permitted,
            CueRole::Generic => Stance::Generally,
            _ => Stance::Certain,
        };
        // 有可能…, 不过这种情况很少: behind a contrast it is a second claim.
        if clause.contrast {
            let second: Vec<Finding> = self.findings.iter().filter(|f| f.clause + 1 == number).cloned().collect();
            for mut finding in second {
                // 是真实存在的,但是非常少见: that it exists is not a claim beside how seldom it is.
                if finding.cues.iter().any(|c| c.contains("真实存在") || c.contains("是真的") || c.contains("确有"))
                {
                    for old in self
                        .findings
                        .iter_mut()
                        .filter(|f| f.clause + 1 == number && f.proposition == finding.proposition)
                    {
                        if let Ok(found) = &mut old.verdict {
                            found.stance = stance;
                        }
                    }
                } else if let Ok(found) = &mut finding.verdict
                    && found.stance != stance
                {
                    // 确实有人…, 不过比例很低: that it befell some is that it may.
                    for old in self.findings.iter_mut().filter(|f| f.clause + 1 == number && f.start == finding.start) {
                        if let Ok(found) = &mut old.verdict
                            && stance == Stance::Rare
                            && found.stance == Stance::Certain
                        {
                            found.stance = Stance::Possible;
                        }
                    }
                    found.stance = stance;
                    finding.cues.push(word.to_owned());
                    self.findings.push(finding);
                }
            }
            return;
        }
        // 以为欠得少就不会告,这是误解: a denial that is denied leaves it open.
        let denies = |c: &CueRow| matches!(c.role, CueRole::Deny | CueRole::DenySoft) && c.reach == Reach::Forward;
        let denied = self.cues(before).last().is_some_and(|(_, c, _)| denies(c));
        // 网上说会坐牢,纯属谣言: what is only talked about is denied.
        if stance == Stance::Never && row.reach == Reach::Backward {
            let stance = if denied { Stance::Possible } else { stance };
            let setting = self.around.setting.headed(&self.base);
            let told = |finding: &Finding, scale| scale == Scale::Act && finding.verdict == Err(TALKED_ABOUT);
            self.claim_before(number, stance, &setting, word, told);
        }
        // 泄露隐私的,要承担侵权责任: the verdict is what the rule was waiting for.
        if stance == Stance::Forbidden {
            let setting = self.around.setting.headed(&self.base);
            let waits = |finding: &Finding, scale| scale == Scale::Rule && finding.verdict.is_err();
            self.claim_before(number, stance, &setting, word, waits);
        }
        let lexicon = self.lexicon;
        for finding in self.findings.iter_mut().filter(|f| f.clause + 1 == number) {
            if let Ok(found) = &mut finding.verdict
                && denied
                && stance == Stance::Never
                && row.reach == Reach::Backward
                && matches!(found.stance, Stance::Never | Stance::GenerallyNot)
            {
                found.stance = Stance::Possible;
                finding.cues.push(word.to_owned());
                continue;
            }
            if let Ok(found) = &mut finding.verdict
                && found.attribution != Attribution::Collector
                && (matches!(found.stance, Stance::Certain | Stance::Generally | Stance::Possible)
                    || stance == Stance::Forbidden)
                // 可能上门,很常见: how often is said of what is so.
                && (stance != Stance::Generally || found.stance == Stance::Certain)
            {
                // 一定会上门,这种说法没有依据: that it must is denied, not that it may.
                let must = ["一定", "必然", "必定", "必须"].iter().any(|w| finding.cues.iter().any(|c| c.contains(w)));
                if stance == Stance::Never && must {
                    finding.verdict = Err("only that it must be so is denied");
                    continue;
                }
                // 进了黑名单就是一辈子,这并不准确: how long is denied, not that it comes.
                let lasts = &form[self.sentence.clauses[number - 1].start..self.sentence.clauses[number - 1].end];
                let lasts = ["一辈子", "永远", "终身", "永久"].iter().any(|word| lasts.contains(word));
                if stance == Stance::Never
                    && lasts
                    && lexicon.propositions[finding.proposition].id.as_str() != "credit.retention"
                {
                    finding.verdict = Err("only that it lasts so long is denied");
                    continue;
                }
                // 有人说…,那是谣言: what others say is denied by the author.
                if stance == Stance::Never && found.attribution == Attribution::Users {
                    found.attribution = Attribution::Author;
                }
                found.stance = stance;
                finding.cues.push(word.to_owned());
            }
        }
    }

    /// 中介…,千万别信: advice against whom one should not ask, or else against what the clause before recommends.
    fn advise_against(&mut self, number: usize, word: &str) {
        let lexicon = self.lexicon;
        let help = |f: &Finding| lexicon.propositions[f.proposition].id.as_str() == "advice.seek_help";
        let named = |finding: &Finding, _| help(finding) && finding.verdict == Err(UNCUED);
        let setting = self.around.setting.headed(&self.base);
        self.claim_before(number, Stance::Discouraged, &setting, word, named);
        let helped = self.findings.iter().any(|f| help(f) && f.verdict.is_ok());
        for finding in self.findings.iter_mut().filter(|f| if helped { help(f) } else { f.clause + 1 == number }) {
            if let Ok(found) = &mut finding.verdict
                && found.stance == Stance::Recommended
            {
                found.stance = Stance::Discouraged;
                finding.cues.push(word.to_owned());
            }
        }
    }
}
