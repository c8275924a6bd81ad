//! What a cue reached, but does not speak of: mentions that claim nothing although a stance stands by them.

use super::mention::{Mention, holds};
use super::*;

impl Reader<'_> {
    /// Why the mention claims nothing with this stance, by these cue words and numbers; `None` where it claims.
    pub(super) fn beside_the_point(
        &self,
        m: Mention<'_>,
        stance: Stance,
        cues: &Cues<'_>,
        words: &[String],
        quantities: &[Quantity],
    ) -> Option<&'static str> {
        let (group, text) = (m.proposition.id.group(), m.text());
        let quoted = m.proposition.scale == Scale::Act
            && cues.right.is_none()
            && self.attribution_of(m.hit, group, m.id()).is_none_or(|a| a.0 != Attribution::Collector)
            && in_quotes(m.form, m.hit);
        if quoted {
            return Some("quoted, not said");
        }
        let denied = matches!(stance, Stance::Never | Stance::GenerallyNot);
        let said = |c: &str| words.iter().any(|w| w.contains(c));
        let odd = match m.id() {
            "advice.repay" => {
                stance == Stance::Discouraged
                    && !m.wording.negative
                    && !["不用", "不必", "没必要", "不需要", "无需"].iter().any(|w| said(w))
            }
            // 不会附带链接 is no word on fraud.
            "contact.scam" => denied && !words.iter().any(|w| w.ends_with('是') || w.starts_with("并非")),
            // 不计复利 is no word on what is charged; 超过24%的部分 none on the rate.
            "account.penalty_interest" => denied && holds(m.own(), &["复利", "利滚利"]),
            "account.rate" => {
                let number = self.sentence.measures.iter().find(|n| n.end >= m.hit.end && n.end <= m.clause.end);
                number.is_some_and(|n| m.form[n.end..].starts_with("的部分"))
            }
            // 比躲着强 recommends no hiding.
            "advice.no_evasion" => stance == Stance::Recommended,
            _ => false,
        };
        if odd {
            return Some("the cue speaks of something else");
        }
        // 欠5000元逾期10天,罚息就是25元: a sum worked out is an example.
        let sum = |measure: &Measure| {
            measure.start >= m.hit.end && measure.end <= m.clause.end && matches!(measure.value, Value::Money { .. })
        };
        if m.id() == "account.penalty_interest" && quantities.is_empty() && self.sentence.measures.iter().any(sum) {
            return Some("a sum worked out as an example");
        }
        if m.wording.needs_number && quantities.is_empty() {
            return Some("a number would be the claim, and none stands here");
        }
        // 起诉从来不会用短信通知, 该担心的不是敲门: the denial is of something else.
        let of_court = || channel(Some(m.id())) && holds(text, &["起诉", "法院", "立案", "传票", "开庭"]);
        let of_worry = || {
            words.iter().any(|w| matches!(w.as_str(), "而不是" | "不是" | "而非"))
                && holds(m.form, &["担心", "害怕", "该怕", "怕的", "重视", "关心"])
        };
        // 不得频繁骚扰亲友: a ban on the manner, which the rule on third persons tells.
        let of_manner = || m.id() == "contact.third_persons" && holds(text, &["频繁", "骚扰", "轰炸", "透露", "泄露"]);
        let elsewhere = match stance {
            Stance::Never => of_court() || of_worry(),
            Stance::Forbidden | Stance::Discouraged => of_manner(),
            _ => false,
        };
        if elsewhere {
            return Some("the denial is of something else");
        }
        // 不会把工资全部扣光: not all is no denial.
        let partial = stance == Stance::Never
            && m.form[m.clause.premise_end..m.hit.end].contains("会把")
            && holds(text, &["全部", "全都", "所有"]);
        partial.then_some("not all, which denies nothing")
    }
}
