//! Circumstances: what rows and numbers say of days overdue, amounts and flags, and how they add up.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::claim::{Conditions, Extent, Flag, Range};
use crate::lexicon::{Effect, Hit, Lexicon, Row, within};
use crate::quantity::{Measure, Value};

/// What is known of the circumstances at some place of the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Setting {
    /// Days overdue.
    pub overdue: Option<Extent>,
    /// Amount owed.
    pub amount: Option<Extent>,
    /// Flags.
    pub flags: BTreeSet<Flag>,
    /// It holds only then.
    pub only: bool,
    /// What `other` stands for.
    pub text: Option<String>,
}

impl Setting {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.overdue.is_none() && self.amount.is_none() && self.flags.is_empty() && !self.only
    }

    /// `inner` over `self`: the nearer words go before the farther ones for the same key; flags add up.
    pub(super) fn under(&self, inner: &Setting) -> Setting {
        // A vague word does not undo a number (1000元以下: 这类小额欠款).
        let nearer = |outer: Option<Extent>, inner: Option<Extent>| match (outer, inner) {
            (Some(Extent::Range(range)), Some(Extent::Low | Extent::High)) => Some(Extent::Range(range)),
            (outer, inner) => inner.or(outer),
        };
        Setting {
            overdue: nearer(self.overdue, inner.overdue),
            amount: nearer(self.amount, inner.amount),
            flags: self.flags.union(&inner.flags).copied().collect(),
            only: self.only || inner.only,
            text: inner.text.clone().or_else(|| self.text.clone()),
        }
    }

    /// `inner` under a heading's circumstances: whatever the nearer words say goes before.
    pub(super) fn headed(&self, inner: &Setting) -> Setting {
        Setting { overdue: inner.overdue.or(self.overdue), amount: inner.amount.or(self.amount), ..self.under(inner) }
    }

    /// Takes `other` in: a number goes before a vague word.
    pub(super) fn add(&mut self, other: Setting) {
        let pick = |old: Option<Extent>, new: Option<Extent>| match (old, new) {
            (Some(Extent::Range(a)), Some(Extent::Range(b))) => Some(Extent::Range(join(a, b))),
            (Some(Extent::Range(r)), Some(_)) => Some(Extent::Range(r)),
            (old, new) => new.or(old),
        };
        self.overdue = pick(self.overdue, other.overdue);
        self.amount = pick(self.amount, other.amount);
        self.flags.extend(other.flags);
        self.only |= other.only;
        self.text = self.text.take().or(other.text);
    }

    /// As the conditions of a claim.
    pub fn conditions(&self) -> Conditions {
        let mut flags = self.flags.clone();
        let text = self.text.clone().filter(|_| flags.contains(&Flag::Other));
        if text.is_none() {
            flags.remove(&Flag::Other);
        }
        Conditions { overdue: self.overdue, amount: self.amount, flags, only: self.only, text }
    }
}

/// 逾期三个月以上, …不超过半年: two bounds of one range; otherwise the later one holds.
fn join(a: Range, b: Range) -> Range {
    match ((a.min, a.max), (b.min, b.max)) {
        ((Some(min), None), (None, Some(max))) if min < max => Range {
            min: Some(min),
            max: Some(max),
            min_incl: a.min_incl,
            max_incl: b.max_incl,
            approx: a.approx || b.approx,
        },
        _ => b,
    }
}

/// Words for paying nothing: a circumstance of its own only after a judgment.
const UNPAID: [&str; 16] = [
    "不还",
    "未还",
    "没还",
    "没有还",
    "不履行",
    "未履行",
    "没履行",
    "没有履行",
    "不执行",
    "未执行",
    "不给钱",
    "不付",
    "未支付",
    "不支付",
    "不偿还",
    "不归还",
];

/// Words right before a circumstance that turn it round.
const NOT: [&str; 14] =
    ["不", "没", "未", "没有", "无", "不肯", "不愿", "不愿意", "拒绝", "拒不", "不再", "不想", "从不", "毫无"];

/// What the rows among `hits` say, within `start..end` of the form. Flags that are not `anywhere` rows count
/// only where the words make them a circumstance: in a premise, or before 的, 后, 时, 就.
pub(super) fn of_rows(lexicon: &Lexicon, form: &str, hits: &[Hit], start: usize, end: usize, premise: bool) -> Setting {
    let mut setting = Setting::default();
    for hit in within(hits, start, end) {
        let Row::Condition(effect, anywhere) = &lexicon.entries[hit.entry].row else { continue };
        let before = tail_chars(&form[start..hit.start], 3);
        if ["不是", "并非", "没有", "不存在", "并不", "未必", "避免", "切勿", "不要", "防止", "证明"]
            .iter()
            .any(|no| before.contains(no))
            && !premise
        {
            continue;
        }
        // 欠款多半会转给别人: no large debt.
        if form[start..hit.end].ends_with('多') && form[hit.end..].starts_with(['半', '数']) {
            continue;
        }
        // 不肯配合, 没有还款意愿, 未接电话: the opposite of what the words say by themselves.
        let denied = NOT.iter().any(|no| form[start..hit.start].ends_with(no));
        if matches!(effect, Effect::Flag(Flag::Cooperative)) && denied {
            let called = form[hit.start..hit.end].contains(['接', '回', '联']);
            setting.flags.insert(if called { Flag::Unreachable } else { Flag::Unwilling });
            continue;
        }
        // 没能力一次还清 settles nothing.
        let unable = tail_chars(&form[start..hit.start], 6);
        if matches!(effect, Effect::Flag(Flag::Settled))
            && ["没", "无法", "无力", "不能", "未", "难以", "还不"].iter().any(|no| unable.contains(no))
        {
            continue;
        }
        // 借呗单笔金额不大 describes the product, 欠花呗金额小的 a case.
        // 还款日前几天: nothing is overdue yet.
        let owner = tail_chars(&form[start..hit.start], 7);
        if matches!(effect, Effect::Overdue(_))
            && ["还款日", "到期日", "账单日", "扣款日"].iter().any(|day| owner.ends_with(day))
        {
            continue;
        }
        let of_product = ["花呗", "借呗", "网贷", "花呗的", "借呗的", "单笔", "普遍", "本身", "单笔的"]
            .iter()
            .any(|w| owner.ends_with(w));
        if matches!(effect, Effect::Amount(Extent::Low))
            && of_product
            && !["欠", "逾期", "借"].iter().any(|w| owner.replace("借呗", "").contains(w))
        {
            continue;
        }
        // 拒不履行判决的: two that overlap are one circumstance.
        let joined = |h: &&Hit| {
            h.start > hit.start
                && h.start < hit.end
                && h.end > hit.end
                && matches!(lexicon.entries[h.entry].row, Row::Condition(..))
        };
        let last = within(hits, hit.start, end).filter(joined).map(|h| h.end).max().unwrap_or(hit.end);
        let (after, behind) = (&form[hit.end..], &form[last..]);
        let nominal = form[hit.start..hit.end].ends_with(['的', '后', '时'])
            || form[hit.start..hit.end].ends_with("之日")
            || after.starts_with('起')
            || matches!(effect, Effect::Flag(Flag::Settled)) && (after.starts_with("之日") || years_after(after))
            || matches!(effect, Effect::Flag(Flag::Unsettled)) && after.starts_with("记录")
            || ["的", "后", "时", "就", "则", "以后", "之后", "者", "反而", "更容易", "更"]
                .iter()
                .any(|t| after.starts_with(t) || behind.starts_with(t))
            // 失联会触发上门: what somebody does is the subject.
            || matches!(effect, Effect::Flag(flag) if *flag != Flag::Unsettled)
                && form[start..hit.start].chars().count() <= 3
                && ["会", "可能", "将", "很可能", "容易", "极易", "往往", "通常", "一般", "才", "只会", "也会", "必然", "导致"]
                    .iter()
                    .any(|t| after.starts_with(t));
        if !(premise || *anywhere || nominal) {
            continue;
        }
        match effect {
            Effect::Overdue(extent) => setting.overdue = Some(*extent),
            Effect::Amount(extent) => setting.amount = Some(*extent),
            Effect::Flag(Flag::Other) => {
                setting.flags.insert(Flag::Other);
                setting.text.get_or_insert_with(|| form[hit.start..hit.end].to_owned());
            }
            // 逾期不还的 says no more than 逾期, save of what a record or a court waits for.
            Effect::Flag(Flag::Unsettled)
                if form[hit.start..].starts_with('不')
                    && !["记录", "征信", "判", "法院"].iter().any(|w| form.contains(w)) => {}
            Effect::Flag(flag) => {
                setting.flags.insert(*flag);
                let rest = &form[hit.end..end];
                if *flag == Flag::Judgment && !rest.contains('拒') && UNPAID.iter().any(|w| rest.contains(w)) {
                    setting.flags.insert(Flag::Unsettled);
                }
            }
        }
    }
    // 还清后一直…: what is settled is no longer unsettled.
    if setting.flags.contains(&Flag::Unsettled) {
        setting.flags.remove(&Flag::Settled);
    }
    setting
}

/// 还清|五年后: how long after is told right behind it.
fn years_after(text: &str) -> bool {
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十两半满".contains(c);
    text.starts_with(number) && head_chars(text, 6).contains(['后', '满'])
}

/// Where the number stands, for [`of_measure`].
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    /// The claim is a case told: an exact number is a point, not an onset.
    pub case: bool,
    /// A label, a heading or a row's first cell: a bare number is a stage or an amount.
    pub label: bool,
}

/// The circumstance that a number is, if it is one.
pub(super) fn of_measure(form: &str, measure: &Measure, place: Place) -> Option<Setting> {
    // 花呗 is no 花 (to spend).
    let mut before = Cow::Borrowed(tail_chars(&form[..measure.start], 12));
    if before.contains('呗') {
        before = Cow::Owned(before.replace("花呗", "").replace('呗', ""));
    }
    let before = &*before;
    let clause_before = before.rsplit([',', ';', '。', ':']).next().unwrap_or(before);
    let after = head_chars(&form[measure.end..], 8);
    let inside = &form[measure.start..measure.end];
    let near = |words: &[&str]| words.iter().any(|w| clause_before.contains(w));
    let follows = |words: &[&str]| words.iter().any(|w| after.starts_with(w));
    match &measure.value {
        // 比几千块的大得多, 还款日前几天: beside it, or before anything is overdue.
        Value::Days { .. } | Value::Money { .. } if clause_before.ends_with('比') => None,
        Value::Days { .. }
            if near(&["还款日", "到期日", "账单日", "扣款日"])
                && (clause_before.ends_with('前') || inside.starts_with('前')) =>
        {
            None
        }
        Value::Days { range, .. } => {
            // 喊了几个月: how long somebody did something else.
            if let Some(verb) = clause_before.strip_suffix('了')
                && !verb.ends_with(['期', '欠', '拖', '到', '过', '晚', '还', '满', '款', '账', '来', '超', '供', '断'])
            {
                return None;
            }
            // 催收从业六年: how long somebody has been at his trade.
            if ["从业", "执业", "入行"].iter().any(|word| clause_before.ends_with(word)) {
                return None;
            }
            // 又过了一个多月: since what was told before.
            if ["又过了", "又过", "再过", "再过了"].iter().any(|word| clause_before.ends_with(word)) {
                return None;
            }
            // 逾期7天内不上征信: a window, whatever else stands by it.
            let late = near(&["逾期"]);
            let other_clock = || {
                near(&[
                    "恢复",
                    "保留",
                    "保存",
                    "消除",
                    "时效",
                    "徒刑",
                    "拘留",
                    "提前",
                    "延期",
                    "宽限",
                    "每天",
                    "还清后",
                    "还清",
                    "结清",
                    "分",
                    "满足",
                    "异议",
                    "投诉",
                    "受理",
                    "答复",
                    "扬言",
                    "审核",
                    "短则",
                    "长则",
                    "从发函",
                    "最长",
                    "展期",
                    "缓冲",
                    "工作日",
                ]) || follows(&[
                    "有期徒刑",
                    "以下拘留",
                    "宽限",
                    "的宽限",
                    "消除",
                    "自动",
                    "后自动",
                    "后恢复",
                    "内不处理",
                    "之内不处理",
                    "未处理",
                    "内未处理",
                    "不处理",
                    "内处理",
                    "期",
                    "缓冲",
                    "工作日",
                    "内提出",
                    "内答复",
                    "就能恢复",
                    "恢复",
                    "免息",
                    "的免息",
                    "的账单",
                    "的征信",
                    "没敢",
                    "的工资",
                    "没见过",
                    "内还清",
                    "内结清",
                    "的缓",
                ])
            };
            let overdue = || {
                near(&[
                    "逾期", "断了", "断供", "断缴", "拖", "欠", "账龄", "晚", "超过", "满", "不还", "达到", "到了",
                    "过了", "前", "催收", "未还", "M",
                ]) || place.case && follows(&["就"])
                    || follows(&[
                        "不还",
                        "未还",
                        "没还",
                        "以上不还",
                        "仍未",
                        "以上的",
                        "以上",
                        "还没",
                        "之后",
                        "以后",
                        "后",
                        "以内的",
                        "以内",
                        "内",
                        "左右",
                        "前",
                    ])
            };
            let bounded = || {
                ["满", "超过", "以上", "以后", "之后", "一过", "以内", "不到", "不足"]
                    .iter()
                    .any(|w| inside.contains(w))
                    || inside.ends_with('后')
                    || inside.ends_with('内')
                    || range.min.is_none() && clause_before.ends_with(['头', '前'])
            };
            // 7天内不处理 is a time limit.
            let deadline = || {
                inside.ends_with('内')
                    && (after.starts_with('未') || after.starts_with('不'))
                    && !near(&["欠", "拖", "前"])
            };
            if !late && (deadline() || other_clock() || !(place.label || overdue() || bounded())) {
                return None;
            }
            // 逾期头一天就…: from that day on.
            if range.min.is_none() && range.max == Some(1) && after.starts_with('就') {
                let range = Range { min: range.max, min_incl: true, max: None, ..*range };
                return Some(Setting { overdue: Some(Extent::Range(range)), ..Setting::default() });
            }
            // 八个月后收到传票: told of a case, the day on which it came.
            let onset_words = ["满", "超过", "以后", "之后"].iter().any(|w| inside.contains(w));
            let point = place.case && inside.ends_with('后') && !onset_words && range.max.is_none();
            let range = if point { Range { max: range.min, ..*range } } else { *range };
            // 过了六十天,…: from then on, in a case too.
            if clause_before.ends_with("过了") && range.min == range.max {
                let range = Range { max: None, ..range };
                return Some(Setting { overdue: Some(Extent::Range(range)), ..Setting::default() });
            }
            Some(Setting { overdue: Some(Extent::Range(onset(range, place))), ..Setting::default() })
        }
        Value::OrdinalDays { range, onset: from } => {
            if near(&["恢复", "还清", "还清后", "结清"]) || follows(&["就能恢复", "恢复", "就恢复"]) {
                return None;
            }
            let range = if *from { Range { max: None, ..*range } } else { *range };
            Some(Setting { overdue: Some(Extent::Range(range)), ..Setting::default() })
        }
        Value::Money { range, .. } => {
            let other_sum = near(&[
                "罚款",
                "手续费",
                "服务费",
                "工资",
                "收入",
                "转账",
                "首付",
                "每月",
                "月供",
                "额度",
                "罚息",
                "利息",
                "路费",
                "成本",
                "费用",
                "花",
                "收费",
                "押金",
                "保证金",
                "日均",
                "余额",
                "先交",
                "先付",
                "违约金",
                "最低",
                "还了",
                "还款额",
                "每天",
                "就是",
                "提高",
                "多出",
                "减免",
                "赔偿",
                "年薪",
                "奖金",
                "提到",
                "从",
            ]) || follows(&[
                "账单本身",
                "罚款",
                "以下罚款",
                "以上罚款",
                "以下的罚款",
                "手续费",
                "罚息",
                "利息",
                "服务费",
                "路费",
                "额度",
                "的额度",
                "的手续费",
                "的罚款",
                "的费用",
                "押金",
                "费",
            ]);
            if other_sum && !near(&["欠", "逾期金额", "欠款", "本金", "金额"]) {
                return None;
            }
            // 1.2万元左右就可能有人来: from there on.
            let onset = after.starts_with("就") && range.min == range.max;
            let range = if onset { Range { max: None, ..*range } } else { *range };
            Some(Setting { amount: Some(Extent::Range(range)), ..Setting::default() })
        }
        _ => None,
    }
}

/// 逾期四个月 is an onset (from four months on) unless a case gives it as a day.
fn onset(range: Range, place: Place) -> Range {
    match (range.min, range.max) {
        (Some(min), Some(max)) if min == max && !place.case => Range { max: None, ..range },
        _ => range,
    }
}

/// The last `count` characters.
pub(super) fn tail_chars(text: &str, count: usize) -> &str {
    let start = text.char_indices().rev().nth(count.saturating_sub(1)).map_or(0, |(i, _)| i);
    &text[start..]
}

/// The first `count` characters.
pub(super) fn head_chars(text: &str, count: usize) -> &str {
    let end = text.char_indices().nth(count).map_or(text.len(), |(i, _)| i);
    &text[..end]
}
