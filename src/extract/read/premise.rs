//! What a clause holds for the clauses behind it: premises, products, cases.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::*;

impl<'a> Reader<'a> {
    pub(super) fn forget_premise(&mut self) {
        self.premise = Setting::default();
        self.either.clear();
    }

    pub(super) fn begin_premise(&mut self) {
        if self.concluded {
            self.forget_premise();
            self.only = Only::No;
            self.concluded = false;
            self.carried.clear();
        }
    }

    pub(super) fn take_products(&mut self, clause: &Clause) {
        let mut named = Vec::new();
        for hit in self.sentence.within(clause) {
            if let Row::Product(products, false) = &self.lexicon.entries[hit.entry].row {
                let after = &self.sentence.form[hit.end..];
                let before = tail_chars(&self.sentence.form[..hit.start], 3);
                let claims =
                    self.sentence.within(clause).any(|h| matches!(self.lexicon.entries[h.entry].row, Row::Wording(_)));
                if before.ends_with("不像") && claims
                    || before.ends_with("不同于")
                    || after.starts_with("客服")
                    || before.ends_with('办')
                    || before.ends_with("办理")
                {
                    continue;
                }
                named.extend(products.iter().copied());
            }
        }
        if !named.is_empty() {
            named.sort();
            named.dedup();
            self.products = named;
        }
    }

    pub(super) fn case_at(&self, clause: &Clause) -> bool {
        self.around.case
            || self
                .attribution
                .iter()
                .any(|v| v.attribution == Attribution::Users && v.start <= clause.end && clause.start <= v.end)
    }

    pub(super) fn take_premise(&mut self, clause: &Clause, number: usize, case: bool) {
        let goes_on = self.concluded;
        self.begin_premise();
        let (start, end) = (clause.start, clause.premise_end);
        let within = |start: usize, end: usize| {
            let mut here = of_rows(self.lexicon, &self.sentence.form, &self.sentence.hits, start, end, true);
            for measure in self.sentence.measures.iter().filter(|m| m.start >= start && m.end <= end) {
                let label = number == 0 && self.label(clause) || stage(clause, measure);
                if let Some(more) = of_measure(&self.sentence.form, measure, Place { case, label }) {
                    here.add(more);
                }
            }
            here
        };
        let mut here = within(start, end);
        if let Some(or) = self.sentence.form[start..end].find('或').map(|at| start + at) {
            let (one, other) = (within(start, or), within(or, end));
            if !one.is_empty() && !other.is_empty() && one != other {
                self.either = vec![one, other];
                self.only = if clause.only == Only::No { self.only } else { clause.only };
                return;
            }
        }
        if clause.only != Only::No {
            self.only = clause.only;
        }
        // 逾期满60天仍未归还 says no more than the days do.
        if here.overdue.is_some()
            && !here.flags.contains(&Flag::Judgment)
            && !self.premise.flags.contains(&Flag::Judgment)
        {
            here.flags.remove(&Flag::Unsettled);
        }
        // 通常情况下,…: how often is no circumstance.
        let hedges = self
            .sentence
            .within(clause)
            .any(|h| matches!(&self.lexicon.entries[h.entry].row, Row::Cue(c) if c.reach == Reach::Sentence));
        if here.is_empty() && clause.marked && !hedges && !trivial(&self.sentence.form[start..end]) {
            here.flags.insert(Flag::Other);
            here.text = Some(self.sentence.form[start..end].to_owned());
        }
        // 逾期7到30天,电话会多起来,如果一直不接,…: the stage goes on.
        if number == 0 && !clause.marked {
            self.stage = here.overdue;
        } else if goes_on && here.overdue.is_none() && !here.is_empty() && !clause.contrast {
            here.overdue = self.stage;
        }
        self.premise.add(here);
    }

    /// A clause before a colon or a bar at the sentence's beginning.
    pub(super) fn label(&self, clause: &Clause) -> bool {
        self.sentence.form[clause.end..].starts_with([':', '|'])
    }

    /// Circumstances of a conclusion, from its words before `to`.
    pub(super) fn local(&self, clause: &Clause, to: usize, case: bool) -> Setting {
        let start = clause.premise_end;
        let mut here = of_rows(self.lexicon, &self.sentence.form, &self.sentence.hits, start, to, false);
        let free = |m: &&Measure| m.start >= start && m.end <= to && !self.spent.contains(&m.start);
        for measure in self.sentence.measures.iter().filter(free) {
            // 逾期一个月会打电话,三个月会发律师函: a ladder goes on.
            let opens = self.sentence.form[start..measure.start].chars().count() <= 1
                && (self.premise.overdue.is_some()
                    || self.base.overdue.is_some()
                    || self.around.setting.overdue.is_some())
                && matches!(measure.value, Value::Days { .. });
            let label = opens || stage(clause, measure) && to == clause.end;
            if let Some(more) = of_measure(&self.sentence.form, measure, Place { case, label }) {
                here.add(more);
            }
        }
        here
    }

    /// Circumstances that are no restriction of this proposition.
    pub(super) fn forget(&self, setting: &mut Setting, id: &str, quantities: &[Quantity]) {
        match id {
            "remedy.settled_effect" => {
                setting.flags.remove(&Flag::Settled);
            }
            "advice.communicate" | "advice.no_evasion" => {
                setting.flags.remove(&Flag::Cooperative);
                setting.flags.remove(&Flag::Unreachable);
            }
            "advice.repay" => {
                setting.flags.remove(&Flag::Settled);
                setting.flags.remove(&Flag::Unsettled);
            }
            "account.grace" | "account.quota" | "account.rate" | "legal.limitation" => {
                setting.overdue = None;
                setting.amount = None;
            }
            "credit.retention" => {
                setting.overdue = None;
            }
            "legal.enforcement" | "legal.dishonest_list" | "legal.consumption_limit" | "legal.criminal" => {}
            _ if id.starts_with("rule.") => {
                setting.overdue = None;
                setting.amount = None;
            }
            _ => {}
        }
        // No window reaches a rate.
        if quantities.iter().any(|q| q.role == Role::Rate) {
            setting.overdue = None;
            setting.amount = None;
        }
    }
}

/// 第一阶段1至30天: a clause that is little more than a stretch of days is a stage.
pub(super) fn stage(clause: &Clause, measure: &Measure) -> bool {
    clause.end - clause.start <= 12 * '天'.len_utf8()
        && matches!(&measure.value, Value::Days { range, .. } if range.min != range.max || range.max.is_none())
}

/// What a premise may consist of that says no more than that the debt is overdue.
const TRIVIAL: &[&str] = &[
    "蚂蚁",
    "支付宝",
    "花呗",
    "借呗",
    "网贷",
    "信用卡",
    "用户",
    "借款人",
    "客户",
    "使用者",
    "债务人",
    "持卡人",
    "你",
    "您",
    "我们",
    "大家",
    "如果",
    "若是",
    "若",
    "一旦",
    "假如",
    "要是",
    "倘若",
    "当",
    "的话",
    "的时候",
    "时候",
    "之后",
    "以后",
    "后",
    "时",
    "的",
    "了",
    "出现",
    "发生",
    "造成",
    "产生",
    "存在",
    "情况下",
    "情况",
    "逾期",
    "未还款",
    "未还",
    "不还",
    "还不上",
    "未能",
    "按时",
    "还款",
    "没有",
    "没",
    "欠款",
    "欠钱",
    "借钱",
    "贷款",
    "借款",
    "行为",
    "在",
    "对于",
    "对",
    "就",
    "如",
    "未按时",
    "准时",
    "按期",
    "偿还",
    "归还",
    "无法",
    "不能",
    "已经",
    "真的",
    "确实",
    "因为",
    "种种",
    "起因",
    "原因",
    "因",
    "对方",
    "者",
    "人",
    "记录",
    "与",
    "和",
    "、",
    "“",
    "”",
    "本身",
    "只要",
    "还",
    "钱",
    "面对",
    "已",
];

/// A premise that says no more than that the debt is overdue.
fn trivial(text: &str) -> bool {
    static CHARACTERS: LazyLock<HashSet<char>> = LazyLock::new(|| TRIVIAL.iter().flat_map(|w| w.chars()).collect());
    // Most premises say more, and show it at once.
    if text.chars().filter(|c| !CHARACTERS.contains(c)).nth(1).is_some() {
        return false;
    }
    let mut rest = text.to_owned();
    for word in TRIVIAL {
        rest = rest.replace(word, "");
    }
    rest.chars().count() <= 1
}
