//! Mentions that claim nothing by what stands around them: questions, dates, means, costs, promises, quotations.

use super::mention::{Mention, holds};
use super::*;

/// The mention is what is spoken of, and nothing is said of it yet.
pub(super) const TOPIC: &str = "a topic, no more";

/// The mention stands in a question.
pub(super) const ASKED: &str = "a question";

/// Those whose calls and visits are no collection.
const SWINDLERS: &[&str] = &[
    "骗子",
    "诈骗分子",
    "诈骗团伙",
    "不法分子",
    "犯罪分子",
    "犯罪嫌疑人",
    "冒充者",
    "假催收",
    "不法机构",
    "不法中介",
    "黑中介",
];

impl Reader<'_> {
    /// Where the question of a sentence that asks begins: 他天天接到电话:会被起诉吗? tells before the colon.
    fn asks_from(&self) -> usize {
        let colon = self.sentence.clauses.windows(2).rev().find(|two| {
            self.sentence.form[two[0].end..].starts_with(':') && self.sentence.form[..two[0].end].contains(',')
        });
        colon.map_or(0, |two| two[1].start)
    }

    /// Why the mention claims nothing, whatever its cues say; `None` where it may claim.
    pub(super) fn aside(&self, m: Mention<'_>, cues: &Cues<'_>) -> Option<&'static str> {
        if self.asked(m, cues) {
            return Some(ASKED);
        }
        if self.swindled(m) {
            return Some("what swindlers do");
        }
        // 有人敲门不要慌: a case, and what to do in it.
        let case = ["不要慌", "别慌", "别怕", "不用慌", "莫慌", "不必慌", "不要怕"];
        if m.proposition.scale == Scale::Act && case.iter().any(|word| m.form[m.hit.end..].starts_with(word)) {
            return Some("a case for advice");
        }
        // 至于坐牢,…: a topic, no more.
        if m.scope() == "至于" && m.hit.end == m.clause.end {
            return Some(TOPIC);
        }
        // 所谓停息挂账,是指…: what a word means.
        if m.form.starts_with("所谓") && !m.form.starts_with("所谓的") && holds(m.form, &["是指", "就是", "指的是"])
        {
            return Some("a definition, not a claim");
        }
        let why = match m.proposition.scale {
            Scale::Advice => advice_aside(m, cues),
            Scale::Remedy => self.remedy_aside(m),
            Scale::Act => self.act_aside(m, cues),
            // 先要求来人出示证件: what the borrower asks for.
            Scale::Rule if m.id() == "rule.visit_conduct" && holds(m.scope(), ASKED_OF_VISITORS) => {
                Some("advised, not a rule")
            }
            Scale::Rule => None,
        };
        // 短信里的律师函多半是假的: whether it is genuine is no word on whether it comes.
        let genuine = m.proposition.id.group() == "contact"
            && m.id() != "contact.scam"
            && cues.right.is_some_and(|(_, word)| word.contains("假的"));
        why.or(genuine.then_some("the denial is of something else"))
            .or(cues.set_aside.then_some("only what nothing is concluded from"))
    }

    /// 骗子打来电话,说要上门: whether the sentence tells what swindlers do.
    fn swindled(&self, m: Mention<'_>) -> bool {
        let spoken_of = m.proposition.scale == Scale::Act || m.id() == "advice.seek_help";
        if !spoken_of || matches!(m.id(), "contact.scam" | "visit.bluff") {
            return false;
        }
        let some = ["个别", "有些", "一些", "不少", "这些", "那些", "有的", "部分", "现在的", "很多"];
        // 骗子会打电话,正规催收会发短信: up to where another is spoken of.
        let others = ["平台", "支付宝", "花呗", "借呗", "官方", "正规", "银行", "法院", "催收", "真正"];
        let other = |clause: &Clause| others.iter().any(|who| m.form[clause.start..].starts_with(who));
        let swindler = |clause: &Clause| {
            let text = &m.form[clause.start..clause.end];
            let text = some.iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
            SWINDLERS.iter().any(|who| text.strip_prefix(who).is_some_and(|rest| rest.chars().count() >= 2))
        };
        let before = self.sentence.clauses.iter().rev().skip_while(|clause| clause.start > m.hit.start);
        before.into_iter().find(|clause| swindler(clause) || other(clause)).is_some_and(swindler)
    }

    fn asked(&self, m: Mention<'_>, cues: &Cues<'_>) -> bool {
        let Mention { clause, hit, form, .. } = m;
        // 会不会起诉很难说: the question is answered in the same breath.
        let left_open = cues.right.is_some_and(|(c, w)| c.role == CueRole::Possible && !w.starts_with('的'));
        let asked = self.around.question && self.asks_from() <= hit.start
            // 无论欠多少都不会: whatever it is, it is not asked.
            || clause.question.filter(|_| !clause.concede).is_some_and(|q| {
                // 讲清楚什么时候有钱: what is to be told is not asked.
                let told = m.proposition.scale == Scale::Advice && q >= hit.end && !form.ends_with('?');
                q <= hit.start
                    || m.proposition.scale != Scale::Advice && q < hit.end
                    || !told && !form[q..clause.end].starts_with('多') && q >= hit.end && ends_asking(&form[q..clause.end])
            });
        asked && !left_open
    }

    /// Remedies that are told of or agreed, not said to be had.
    fn remedy_aside(&self, m: Mention<'_>) -> Option<&'static str> {
        // 谈好了就按约定还: what is agreed first is a circumstance.
        let agreed = ["了就", "了再", "好了就", "好了再", "好就", "成功后", "好之后", "的时候"];
        if begins(&m.form[m.hit.end..], &agreed) {
            return Some("a time, not a claim");
        }
        // 他说能停息挂账,结果多欠了八千: a promise that came to nothing.
        let next = self.sentence.clauses.get(m.number + 1);
        let came_to = next.is_some_and(|next| m.form[next.start..].starts_with("结果"));
        let promised = came_to && holds(m.scope(), &["说", "承诺", "答应", "保证"]);
        promised.then_some("a promise that came to nothing")
    }

    /// Acts that are a topic, a time, a means or a cost, not said to happen.
    fn act_aside(&self, m: Mention<'_>, cues: &Cues<'_>) -> Option<&'static str> {
        let Mention { clause, hit, form, .. } = m;
        let (id, group) = (m.id(), m.proposition.id.group());
        let behind = &form[hit.end..];
        // 上门催收可能引发争议; 为后续诉讼做准备: what it would lead to, not that it happens.
        let leads = |rest: &str| begins(rest, &["引发", "导致", "造成", "带来", "做准备", "作准备", "做铺垫"]);
        let hedges = ["", "可能", "会", "将", "容易", "可能会", "往往会", "也可能", "也会"];
        let own = &form[hit.end..clause.end];
        if matches!(group, "visit" | "contact" | "legal")
            && hedges.iter().any(|hedge| own.strip_prefix(hedge).is_some_and(leads))
        {
            return Some(TOPIC);
        }
        // 外访方面,…; 法院起诉不会用短信通知: it is named for something else.
        let by_other_means = ["不会用", "不会通过短信", "不会通过电话", "不会打电话", "不会发短信"];
        if begins(behind, &["方面", "环节", "事宜", "一事"]) || group == "legal" && begins(behind, &by_other_means)
        {
            return Some(TOPIC);
        }
        // 有用户说遇到过上门,多半被误认为是支付宝: what is explained away is not said of the product.
        // 很多人误以为电话是骗子打的 takes nothing back.
        let mistaken = ["误认为", "误以为", "误当成", "错当成"].iter().any(|word| {
            let near = behind.split_once(word).map(|(_, rest)| head_chars(rest, 5));
            near.is_some_and(|near| holds(near, &["支付宝", "花呗", "借呗", "蚂蚁"]))
        });
        if mistaken {
            return Some("explained away");
        }
        // 上门前会发短信, 起诉时要带材料: the act only dates what follows.
        let other =
            ["之前的", "以前的", "前台", "前面", "前往", "后面", "后来", "后果", "时间", "时效", "时长", "时段"];
        let dates = ["前", "后", "时", "之前", "之后", "以后", "的时候", "期间", "收到后", "到手后"];
        if cues.right.is_none()
            && !begins(behind, &other)
            && dates.iter().any(|w| behind.starts_with(w) && hit.end + w.len() < clause.end)
        {
            return Some("a time, not a claim");
        }
        if self.received(m) {
            return Some("a time, not a claim");
        }
        // 没有见过官方的上门通知: a notice is no visit.
        if group == "visit"
            && begins(behind, &["通知", "短信", "预告"])
            && cues.left.iter().any(|(c, _)| matches!(c.role, CueRole::Deny | CueRole::Cannot | CueRole::Rare))
        {
            return Some("a notice is spoken of");
        }
        // 外包人员会打电话: who calls is spoken of.
        let caller = [
            "会打",
            "会通过",
            "会发",
            "通过",
            "打电话",
            "人员会",
            "人员打",
            "公司会打",
            "公司会通过",
            "公司会发",
            "公司打",
            "公司通过",
            "机构会打",
            "机构会通过",
            "的催收员会",
        ];
        if id == "contact.outsourced" && cues.left.is_empty() && begins(behind, &caller) {
            return Some("whoever does it is spoken of");
        }
        // 打官司要请律师, 上门的成本很高: what it costs is spoken of.
        let costs = ["要请", "要花", "要交", "要付", "要算", "也要算", "的成本", "的费用"];
        if cues.left.is_empty() && begins(behind, &costs) {
            return Some("what it costs is spoken of");
        }
        // 上门的人得守规矩: whoever comes is spoken of, not that they come.
        let who = ["的人", "的催收", "的工作人员", "的外访", "的专员", "的业务员"];
        if group == "visit"
            && cues.right.is_none()
            && begins(behind, &who)
            && !cues.left.iter().any(|(c, _)| c.role != CueRole::Generic && c.role != CueRole::Advise)
        {
            return Some("whoever does it is spoken of");
        }
        // 通过走访户籍地, 人员可以…: a means, not said to be used.
        let means = clause.end < form.len()
            && cues.left.is_empty()
            && cues.right.is_none()
            && !channel(Some(id))
            && begins(&form[clause.start..], &["通过", "借助", "利用", "经过"]);
        means.then_some("a means, not said to be used")
    }

    /// 接到催收来电如实说明情况: the contact only dates the advice.
    fn received(&self, m: Mention<'_>) -> bool {
        let Mention { clause, hit, form, .. } = m;
        let received = || begins(&form[clause.premise_end..], &["接到", "收到", "接听", "接"]);
        let speaks_next = || {
            self.cues(clause).any(|(h, c, _)| {
                h.start >= hit.end
                    && matches!(c.role, CueRole::Dissuade | CueRole::Advise)
                    && h.start - hit.end <= 6 * '别'.len_utf8()
            })
        };
        let advises =
            |e: usize| self.proposition(e).is_some_and(|p| self.lexicon.propositions[p].scale == Scale::Advice);
        (channel(Some(m.id())) && received() || begins(m.own(), &["接到", "收到"]) && speaks_next())
            && m.beside.iter().any(|(other, e)| other.start >= hit.end && advises(*e))
    }
}

/// Advice that is told of the lender or of somebody else.
fn advice_aside(m: Mention<'_>, cues: &Cues<'_>) -> Option<&'static str> {
    let Mention { hit, form, .. } = m;
    let told = match m.id() {
        // 两人以上,出示证件: what they must show, unless somebody is to ask for it.
        "advice.verify_identity" => {
            form[hit.start..].starts_with("出示") && !holds(form, &["要求", "让", "请", "叫", "看", "查", "索"])
        }
        // 外访应当全程录音录像: what they must do.
        "advice.keep_evidence" => {
            form[..hit.end].contains("全程")
                && holds(&form[..hit.start], &["外访", "走访", "上门"])
                && !holds(&form[..hit.start], &["遇", "若", "如"])
        }
        _ => false,
    };
    if told {
        return Some("told of the lender, not advised");
    }
    // 致电95188核对来电号码: the call verifies.
    if m.id() == "advice.communicate"
        && holds(m.own(), &["95188", "热线", "客服"])
        && holds(head_chars(&form[hit.end..], 10), &["核实", "核对", "求证", "查证", "辨别真"])
    {
        return Some("the call verifies");
    }
    // 未能按时偿还: told of who did not.
    let unable = ["未能", "没能", "无法", "无力", "难以", "未", "没有", "没", "不"];
    if m.id() == "advice.repay" && cues.right.is_none() && unable.iter().any(|word| m.scope().ends_with(word)) {
        return Some("told of somebody, not advised");
    }
    // 按约还款期间账户受保护; 报警后对方离开, in a case: when, not what to do.
    let behind = &form[hit.end..m.clause.end];
    if begins(behind, &["期间", "的期间"]) || m.case && behind.chars().count() > 2 && behind.starts_with('后') {
        return Some("a time, not a claim");
    }
    // 代办的中介会冒充银行: what they do.
    let acts = ["会", "将", "可能", "往往", "常", "冒充", "利用", "收取", "打着", "自称", "声称"];
    if m.id() == "advice.seek_help" && cues.left.is_empty() && begins(behind, &acts) {
        return Some("told of somebody, not advised");
    }
    // 积极沟通的可以分期: who does so, not that one should.
    let goes_on = ["可以", "会", "不会", "一般", "可能", "能", "都", "就", "通常", "有", "才", "往往", "将", "基本"];
    let who = cues.left.is_empty() && form[hit.end..].strip_prefix('的').is_some_and(|rest| begins(rest, &goes_on));
    who.then_some("who does so, not advised")
}

/// Words by which a borrower asks something of whoever comes.
const ASKED_OF_VISITORS: &[&str] =
    &["要求来人", "要求对方", "要求其", "要求他", "让对方", "请对方", "让他", "请他", "让来人", "叫对方", "让其"];

/// Whether `text` begins with one of `words`.
fn begins(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.starts_with(word))
}

/// Channels are listed with 或 and all used.
pub(super) fn channel(id: Option<&str>) -> bool {
    matches!(
        id,
        Some(
            "contact.phone"
                | "contact.sms"
                | "contact.app"
                | "contact.email"
                | "contact.letter"
                | "contact.lawyer_letter"
                | "contact.social"
        )
    )
}

/// Whether the mention stands in a quotation that is only part of its clause's words, and more than a term in
/// quotation marks (会发一封“律师函”).
pub(super) fn in_quotes(form: &str, hit: &Hit) -> bool {
    let Some(open) = form[..hit.start].rfind('“') else { return false };
    let closed = form[..hit.start].rfind('”');
    let Some(close) = form[hit.end..].find('”').map(|at| hit.end + at) else { return false };
    if closed.is_some_and(|c| c > open) || form[..open].chars().count() < 2 {
        return false;
    }
    let inner = &form[open + '“'.len_utf8()..close];
    let after = &form[close + '”'.len_utf8()..];
    let said = ["说", "称", "写", "喊", "叫", "道", "着", "是", "信", "怕", "以", "用", "拿"];
    let named = [
        "“",
        "、“",
        "相",
        "为由",
        "的名义",
        "两个字",
        "二字",
        "这个词",
        "这两",
        "一词",
        "字样",
        "的说法",
        "这一说",
        "等字",
    ];
    let term = inner.chars().count() <= 6
        && (hit.end - hit.start) * 2 > inner.len()
        && !said.iter().any(|w| form[..open].ends_with(w))
        && !named.iter().any(|w| after.starts_with(w));
    !term
}

/// What follows a visit says something of the visit itself.
pub(super) fn text_says(rest: &str) -> bool {
    ["很少", "的很少", "可能", "不会", "合法", "违法", "概率"].iter().any(|w| rest.contains(w))
}

/// What stands after a question word makes the whole clause a question.
pub(super) fn ends_asking(text: &str) -> bool {
    text.starts_with('吗')
        || text.starts_with("怎")
        || text.starts_with("会吗")
        || text.starts_with("真")
        || text.starts_with("如何")
        || text.starts_with('呢')
        || text.starts_with("什么")
}
