//! Mentions that claim nothing by what stands around them: questions, dates, means, costs, promises, quotations.

use super::*;

impl Reader<'_> {
    /// Where the question of a sentence that asks begins: 他天天接到电话:会被起诉吗? tells before the colon.
    fn asks_from(&self) -> usize {
        let colon = self.sentence.clauses.windows(2).rev().find(|two| {
            self.sentence.form[two[0].end..].starts_with(':') && self.sentence.form[..two[0].end].contains(',')
        });
        colon.map_or(0, |two| two[1].start)
    }

    /// Why the mention claims nothing, whatever its cues say; `None` where it may claim.
    pub(super) fn aside(
        &self,
        clause: &Clause,
        number: usize,
        hit: &Hit,
        proposition: &Proposition,
        cues: &Cues<'_>,
        mentions: &[(Hit, usize)],
    ) -> Option<&'static str> {
        let (lexicon, form) = (self.lexicon, &self.sentence.form);
        // 会不会起诉很难说: the question is answered in the same breath.
        let left_open = cues.right.is_some_and(|(c, w)| c.role == CueRole::Possible && !w.starts_with('的'));
        let asked = self.around.question && self.asks_from() <= hit.start
            // 无论欠多少都不会: whatever it is, it is not asked.
            || clause.question.filter(|_| !clause.concede).is_some_and(|q| {
                q <= hit.start
                    || !form[q..clause.end].starts_with('多') && q >= hit.end && ends_asking(&form[q..clause.end])
            });
        if asked && !left_open {
            return Some("a question");
        }
        // 两人以上,出示证件: what they must show, unless somebody is to ask for it.
        let shown = proposition.id.as_str() == "advice.verify_identity" && form[hit.start..].starts_with("出示");
        if shown && !["要求", "让", "请", "叫", "看", "查", "索"].iter().any(|word| form.contains(word)) {
            return Some("told of the lender, not advised");
        }
        // 外访应当全程录音录像: what they must do.
        let recorded = proposition.id.as_str() == "advice.keep_evidence"
            && ["外访", "走访", "上门"].iter().any(|word| form[..hit.start].contains(word))
            && !["遇", "若", "如"].iter().any(|word| form[..hit.start].contains(word))
            && form[..hit.end].contains("全程");
        if recorded {
            return Some("told of the lender, not advised");
        }
        // 未能按时偿还: told of who did not.
        let unable = ["未能", "没能", "无法", "无力", "难以", "未", "没有", "没", "不"];
        if proposition.id.as_str() == "advice.repay"
            && cues.right.is_none()
            && unable.iter().any(|word| form[clause.start..hit.start].ends_with(word))
        {
            return Some("told of somebody, not advised");
        }
        // 上门催收可能引发争议; 为后续诉讼做准备: what it would lead to, not that it happens.
        let behind_it = &form[hit.end..clause.end];
        let leads = ["引发", "导致", "造成", "带来", "做准备", "作准备", "做铺垫"];
        let subject = ["", "可能", "会", "将", "容易", "可能会", "往往会", "也可能", "也会"].iter().any(|word| {
            behind_it.strip_prefix(word).is_some_and(|rest| leads.iter().any(|verb| rest.starts_with(verb)))
        });
        if subject && matches!(proposition.id.group(), "visit" | "contact" | "legal") {
            return Some("a topic, no more");
        }
        // 外访方面,…; 法院起诉不会用短信通知: it is named for something else.
        let behind = &form[hit.end..];
        let topic = ["方面", "环节", "事宜", "一事"].iter().any(|word| behind.starts_with(word))
            || proposition.id.group() == "legal"
                && ["不会用", "不会通过短信", "不会通过电话", "不会打电话", "不会发短信"]
                    .iter()
                    .any(|word| behind.starts_with(word));
        if topic && proposition.scale == Scale::Act {
            return Some("a topic, no more");
        }
        // 积极沟通的可以分期: who does so, not that one should.
        let who = form[hit.end..].strip_prefix('的').is_some_and(|rest| {
            ["可以", "会", "不会", "一般", "可能", "能", "都", "就", "通常", "有", "才", "往往", "将", "基本"]
                .iter()
                .any(|word| rest.starts_with(word))
        });
        if who && proposition.scale == Scale::Advice && cues.left.is_empty() {
            return Some("who does so, not advised");
        }
        // 至于坐牢,…: a topic, no more.
        if form[clause.start..hit.start] == *"至于" && hit.end == clause.end {
            return Some("a topic, no more");
        }
        // 有用户说遇到过上门,多半被误认为是支付宝: what is explained away is not said of the product.
        // 很多人误以为电话是骗子打的 takes nothing back.
        let mistaken = ["误认为", "误以为", "误当成", "错当成"].iter().any(|word| {
            form[hit.end..].split_once(word).is_some_and(|(_, rest)| {
                let near = head_chars(rest, 5);
                ["支付宝", "花呗", "借呗", "蚂蚁"].iter().any(|product| near.contains(product))
            })
        });
        if mistaken && proposition.scale == Scale::Act {
            return Some("explained away");
        }
        // 上门前会发短信, 起诉时要带材料: the act only dates what follows.
        let behind = &form[hit.end..];
        let other = ["前台", "前面", "前往", "后面", "后来", "后果", "时间", "时效", "时长", "时段"];
        let dates = ["前", "后", "时", "之前", "之后", "以后", "的时候", "期间"]
            .iter()
            .find(|w| behind.starts_with(**w) && !other.iter().any(|o| behind.starts_with(o)));
        if let Some(word) = dates
            && hit.end + word.len() < clause.end
            && proposition.scale == Scale::Act
            && cues.right.is_none()
        {
            return Some("a time, not a claim");
        }
        // 接到催收来电如实说明情况: the contact only dates the advice.
        let received = ["接到", "收到", "接听", "接"].iter().any(|w| form[clause.premise_end..].starts_with(w));
        let advises = |e: usize| self.proposition(e).is_some_and(|p| lexicon.propositions[p].scale == Scale::Advice);
        let own = ["接到", "收到"].iter().any(|w| form[hit.start..].starts_with(w));
        let speaks_next = self.cues(clause).any(|(h, c, _)| {
            h.start >= hit.end
                && matches!(c.role, CueRole::Dissuade | CueRole::Advise)
                && h.start - hit.end <= 6 * '别'.len_utf8()
        });
        if (received && channel(Some(proposition.id.as_str())) || own && proposition.scale == Scale::Act && speaks_next)
            && mentions.iter().any(|(m, e)| m.start >= hit.end && advises(*e))
        {
            return Some("a time, not a claim");
        }
        // 谈好了就按约定还: what is agreed first is a circumstance.
        if proposition.scale == Scale::Remedy
            && ["了就", "了再", "好了就", "好了再", "好就", "成功后", "好之后"]
                .iter()
                .any(|w| form[hit.end..].starts_with(w))
        {
            return Some("a time, not a claim");
        }
        // 他说能停息挂账,结果多欠了八千: a promise that came to nothing.
        let promised = ["说", "承诺", "答应", "保证"].iter().any(|w| form[clause.start..hit.start].contains(w));
        let came_to = self.sentence.clauses.get(number + 1).is_some_and(|next| form[next.start..].starts_with("结果"));
        if promised && came_to && proposition.scale == Scale::Remedy {
            return Some("a promise that came to nothing");
        }
        // 没有见过官方的上门通知: a notice is no visit.
        if proposition.id.group() == "visit"
            && ["通知", "短信", "预告"].iter().any(|w| form[hit.end..].starts_with(w))
            && cues.left.iter().any(|(c, _)| matches!(c.role, CueRole::Deny | CueRole::Cannot | CueRole::Rare))
        {
            return Some("a notice is spoken of");
        }
        // 打官司要请律师, 上门的成本很高: what it costs is spoken of.
        let costs = ["要请", "要花", "要交", "要付", "要算", "也要算", "的成本", "的费用"];
        if proposition.scale == Scale::Act
            && costs.iter().any(|w| form[hit.end..].starts_with(w))
            && cues.left.is_empty()
        {
            return Some("what it costs is spoken of");
        }
        // 上门的人得守规矩: whoever comes is spoken of, not that they come.
        let nominal = ["的人", "的催收", "的工作人员", "的外访", "的专员", "的业务员"]
            .iter()
            .any(|w| form[hit.end..].starts_with(w));
        if nominal
            && proposition.id.group() == "visit"
            && cues.right.is_none()
            && !cues.left.iter().any(|(c, _)| c.role != CueRole::Generic && c.role != CueRole::Advise)
        {
            return Some("whoever does it is spoken of");
        }
        // 通过走访户籍地, 人员可以…: a means, not said to be used.
        if clause.end < form.len()
            && !channel(Some(proposition.id.as_str()))
            && ["通过", "借助", "利用", "经过"].iter().any(|w| form[clause.start..].starts_with(w))
            && cues.left.is_empty()
            && cues.right.is_none()
            && proposition.scale == Scale::Act
        {
            return Some("a means, not said to be used");
        }
        // 短信里的律师函多半是假的: whether it is genuine is no word on whether it comes.
        if proposition.id.group() == "contact"
            && proposition.id.as_str() != "contact.scam"
            && cues.right.is_some_and(|(_, word)| word.contains("假的"))
        {
            return Some("the denial is of something else");
        }
        if cues.set_aside {
            return Some("only what nothing is concluded from");
        }
        None
    }
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
