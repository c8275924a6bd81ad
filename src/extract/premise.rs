//! Which part of a clause is only a premise: opened by a word (如果), closed by one (时, 后, 的), or told by what it holds.

use crate::lexicon::{CueRole, Hit, Lexicon, MarkerRole, Reach, Row, Scale, within};
use crate::quantity::{Measure, Value};

use super::clause::{Clause, Only};

/// Says in `clause` what of it is a premise. `last` says that no clause follows.
pub(super) fn find_premise(
    lexicon: &Lexicon,
    form: &str,
    hits: &[Hit],
    measures: &[Measure],
    clause: &mut Clause,
    last: bool,
) {
    let finder = Finder {
        lexicon,
        form,
        measures,
        start: clause.start,
        end: clause.end,
        contrast: clause.contrast,
        text: &form[clause.start..clause.end],
        next: form[clause.end..].trim_start_matches(','),
        within: within(hits, clause.start, clause.end).collect(),
        last,
    };
    if let Some(trail) = finder.trailing() {
        clause.trailing = Some(trail);
    } else if let Some(opener) = finder.opener() {
        clause.only = match finder.role(opener) {
            Some(MarkerRole::OnlyIf) => Only::Then,
            Some(MarkerRole::Unless) => Only::Unless,
            _ => clause.only,
        };
        clause.marked = true;
        clause.premise_end = finder.opened(opener);
    } else if let Some(end) = finder.stretch() {
        clause.premise_end = end;
        clause.marked = true;
    } else if !last && finder.is_case() {
        clause.premise_end = clause.end;
        clause.marked = true;
    } else if !last && finder.is_premise() {
        clause.premise_end = clause.end;
        clause.marked = tail_of(lexicon, finder.text).is_some();
    } else if let Some(cut) = finder.before_then() {
        clause.premise_end = cut;
    }
}

/// A clause and what stands in it and behind it.
struct Finder<'a> {
    lexicon: &'a Lexicon,
    form: &'a str,
    measures: &'a [Measure],
    /// Bytes of the clause in the form.
    start: usize,
    end: usize,
    contrast: bool,
    /// The clause.
    text: &'a str,
    /// What stands behind it in the sentence.
    next: &'a str,
    /// The hits in it.
    within: Vec<&'a Hit>,
    last: bool,
}

impl<'a> Finder<'a> {
    fn row(&self, hit: &Hit) -> &'a Row {
        &self.lexicon.entries[hit.entry].row
    }

    fn role(&self, hit: &Hit) -> Option<MarkerRole> {
        match self.row(hit) {
            Row::Marker(m) => Some(m.role),
            _ => None,
        }
    }

    fn word(&self, hit: &Hit) -> &'a str {
        &self.form[hit.start..hit.end]
    }

    /// Where 就, 便 or 才 stands, from `from` on.
    fn then(&self, from: usize) -> Option<usize> {
        let then = |h: &&&Hit| matches!(self.role(h), Some(MarkerRole::Then | MarkerRole::OnlyThen));
        self.within.iter().filter(|h| h.start >= from).find(then).map(|h| h.start)
    }

    fn is_condition(&self, hit: &Hit) -> bool {
        matches!(self.row(hit), Row::Condition(..))
    }

    /// 上门仅限失联的用户: where what follows is the only circumstance of what stands before.
    fn trailing(&self) -> Option<usize> {
        let words = ["仅限", "仅限于", "只针对", "只对", "仅对", "只适用于", "前提是", "条件是", "只限"];
        let limits = |h: &&&Hit| matches!(self.role(h), Some(MarkerRole::OnlyIf)) && words.contains(&self.word(h));
        let trail = self.within.iter().find(limits)?;
        let named = |h: &Hit| h.end <= trail.start && matches!(self.row(h), Row::Wording(_));
        self.within.iter().any(|h| named(h)).then_some(trail.end)
    }

    /// The word that opens the premise.
    fn opener(&self) -> Option<&'a Hit> {
        let roles = |h: &Hit| {
            matches!(self.role(h), Some(MarkerRole::If | MarkerRole::OnlyIf | MarkerRole::Unless | MarkerRole::Concede))
        };
        let near = |h: &Hit| {
            let lead = self.form[self.start..h.start].chars().count();
            let weak = matches!(self.role(h), Some(MarkerRole::If)) && weak(self.word(h));
            // 用户接到电话,可以…: who it befalls may stand in front.
            let whom = !self.last && WHOM.contains(&&self.form[self.start..h.start]);
            // 并在遭遇违规催收时…: 在 opens it.
            let at = self.form[self.start..h.start].ends_with('在') && lead <= 3;
            lead <= if weak && !whom && !at { usize::from(self.contrast) * 2 } else { 10 }
        };
        let example = |h: &Hit| self.word(h) == "如" && (self.text.contains('、') || self.text.ends_with('等'));
        let opens = |h: &&&Hit| roles(h) && near(h) && !example(h) && !self.opens_nothing(h);
        self.within.iter().find(opens).copied()
    }

    /// Whether a word that could open a premise opens none here.
    fn opens_nothing(&self, h: &Hit) -> bool {
        let (form, word, next) = (self.form, self.word(h), self.next);
        // 收到律师函、催告函,有的直接发到单位: behind it the telling goes on.
        let goes_on = ["有的", "甚至", "还有", "部分"].iter().any(|word| next.starts_with(word))
            && !["有的人", "部分人", "还有人"].iter().any(|who| next.starts_with(who));
        let told = self.start == 0 && matches!(word, "收到" | "接到") && goes_on
            || matches!(word, "收到" | "接到" | "发现" | "确认")
                && self.start > 0
                && !["先", "应", "要", "请", "别"].iter().any(|word| form[h.end..self.end].contains(word))
                && !["先", "应", "要", "请", "别", "不要", "可", "务必", "一定"]
                    .iter()
                    .any(|word| next.starts_with(word))
                && tail_of(self.lexicon, self.text).is_none_or(|t| t == "来");
        // 一般只有短信提醒: without 才 behind it, 只有 is no condition.
        let bare_only =
            matches!(word, "只有" | "唯有") && !["才", "方可", "方能"].iter().any(|w| form[h.end..].contains(w));
        // 唯有量入为出、准时还款,才是上策: what is praised is advised, no condition.
        let praised = matches!(self.role(h), Some(MarkerRole::OnlyIf)) && next.starts_with("才是");
        // 不会因为还不上钱而坐牢: the reason stands under the denial.
        let denies = |cue: &&Hit| {
            cue.end <= h.start
                && matches!(self.row(cue), Row::Cue(c) if matches!(c.role, CueRole::Deny | CueRole::DenySoft | CueRole::Cannot))
        };
        let reason = word.starts_with('因') && self.within.iter().any(denies);
        // 收到过一条短信 tells what was; 对今后贷款有影响 says on what it acts.
        let was = matches!(word, "收到" | "接到") && form[h.end..].starts_with('过') && !self.text.ends_with('的');
        let acts = word == "对"
            && ["影响", "不利", "伤害", "打击", "冲击", "损害", "后果"]
                .iter()
                .any(|w| form[h.end..self.end].contains(w));
        told || bare_only || praised || reason || was || acts
    }

    /// Where the premise that `opener` opens ends.
    fn opened(&self, opener: &Hit) -> usize {
        let (text, from) = (self.text, opener.end);
        // 凡是要加微信的,…: all that is so.
        let all = matches!(self.word(opener), "凡是" | "凡" | "但凡") && text.ends_with('的');
        // 对于拒绝沟通的客户,…: of whom the next clause speaks.
        let whom = ["的客户", "的用户", "的人", "的借款人", "的欠款人", "的情况", "的案件", "的债务人"];
        // 遇到泄露信息等行为的,请…: what one meets with.
        let met = text.ends_with('的')
            && !self.last
            && matches!(self.word(opener), "遇到" | "遭遇" | "碰到" | "遇上" | "面对");
        let tailed = all
            || met
            || whom.iter().any(|who| text.ends_with(who))
            || tail_of(self.lexicon, text)
                .is_some_and(|t| !matches!(t, "的" | "还" | "又" | "来" | "起" | "中" | "下"));
        let loose = !tailed && weak(self.word(opener));
        let statement = || {
            let speech = self.speech(from);
            let cue = self.first_cue(from);
            // 面对催收及时还款是很关键的: what to do stands before what is said of it.
            let praised = cue.is_some_and(|at| self.praises(at));
            let counsel = || self.counsel(from).filter(|_| loose);
            let counsel_first = counsel().filter(|_| praised);
            counsel_first.or_else(|| cue.into_iter().chain(speech).min()).or_else(counsel)
        };
        // 即使还清了也不再开放: what holds all the same begins with 也.
        let same = || {
            let concede = self.role(opener) == Some(MarkerRole::Concede);
            let at = self.form[from..self.end].find('也').map(|at| from + at).filter(|_| concede)?;
            self.within.iter().any(|h| h.start >= at && matches!(self.row(h), Row::Wording(_))).then_some(at)
        };
        let cut = self
            .then(from)
            .or_else(same)
            .or_else(|| self.inner_tail(from))
            .or_else(|| if self.last || loose { statement() } else { None });
        cut.unwrap_or(self.end)
    }

    /// 接到电话后要先核实: where advice begins, with any of its words.
    fn speech(&self, from: usize) -> Option<usize> {
        let advises = |h: &&&Hit| {
            matches!(self.row(h), Row::Cue(c) if c.reach != Reach::Backward
                && matches!(c.role, CueRole::Advise | CueRole::Oblige | CueRole::Dissuade | CueRole::Able))
        };
        self.within.iter().filter(|h| h.start >= from).find(advises).map(|h| h.start)
    }

    /// 遇到困难时主动与平台协商: the premise ends where its own tail does.
    fn inner_tail(&self, from: usize) -> Option<usize> {
        let form = self.form;
        let ends = |tail: &str| {
            let at = form[from..self.end].find(tail).map(|at| from + at + tail.len())?;
            // 按时接听: no time at which.
            let other = ["间", "候", "效", "长", "刻", "段", "机"].iter().any(|w| form[at..].starts_with(w))
                || ["按时", "及时", "准时", "同时", "随时", "暂时", "平时", "临时", "小时", "定时", "到时"]
                    .iter()
                    .any(|w| form[from..at].ends_with(w));
            let goes_on = self.within.iter().any(|h| h.start >= at && matches!(self.row(h), Row::Wording(_)));
            (!other && goes_on).then_some(at)
        };
        ["的时候", "的话", "时", "之后", "以后"].iter().find_map(|tail| ends(tail))
    }

    /// 遇到威胁直接向监管投诉: where what to do begins, with its own words.
    fn counsel(&self, from: usize) -> Option<usize> {
        let to_do = |h: &&&Hit| match self.row(h) {
            Row::Wording(w) => {
                let proposition = &self.lexicon.propositions[w.proposition];
                matches!(proposition.scale, Scale::Advice) || proposition.id.as_str() == "remedy.complain"
            }
            _ => false,
        };
        let least = from + 2 * '了'.len_utf8();
        self.within.iter().filter(|h| h.start >= least).find(to_do).map(|h| h.start)
    }

    /// The first word from `from` on that states something.
    fn first_cue(&self, from: usize) -> Option<usize> {
        const STATES_NOTHING: &[&str] = &[
            "已", "已经", "没有", "开始", "直接", "多次", "持续", "反复", "频繁", "不断", "确实", "存在", "需要",
            "拒绝", "也", "都", "均", "要", "须", "需", "得", "要满", "应", "请",
        ];
        let states = |h: &&&Hit| match self.row(h) {
            Row::Cue(c) => {
                !matches!(c.role, CueRole::Mention) && c.near.is_none() && !STATES_NOTHING.contains(&self.word(h))
            }
            Row::Wording(w) => w.negative && self.lexicon.propositions[w.proposition].scale == Scale::Advice,
            _ => false,
        };
        self.within.iter().filter(|h| h.start >= from).find(states).map(|h| h.start)
    }

    /// Whether the cue at `at` recommends what stands before it.
    fn praises(&self, at: usize) -> bool {
        let behind =
            |h: &Hit| matches!(self.row(h), Row::Cue(c) if c.role == CueRole::Advise && c.reach != Reach::Forward);
        self.within.iter().any(|h| h.start == at && behind(h))
    }

    /// 延期期间不收罚息, 停息挂账以后不再打扰: where a stretch named in front ends, which restricts what follows.
    fn stretch(&self) -> Option<usize> {
        let text = self.text;
        let tail_at = |at: usize| INNER_TAILS.iter().find(|tail| text[at..].starts_with(**tail)).map(|tail| (at, tail));
        let (at, tail) = text.char_indices().find_map(|(at, _)| tail_at(at))?;
        let (at, end) = (self.start + at, self.start + at + tail.len());
        let other = |h: &Hit| {
            h.start < end
                && at < h.end
                && !matches!(self.row(h), Row::Condition(..) | Row::Marker(_) | Row::Product(..) | Row::Voice(_))
        };
        let stated = |h: &Hit| {
            h.end <= at && matches!(self.row(h), Row::Cue(c) if !matches!(c.role, CueRole::Affirm | CueRole::Generic))
        };
        let restricts = at > self.start
            && end < self.end
            && !self.within.iter().any(|h| other(h) || stated(h))
            && !self.measures.iter().any(|m| m.start < end && at < m.end)
            && self.first_cue(at).is_some();
        restricts.then_some(end)
    }

    /// Whether a circumstance or a number that may be one stands in the clause.
    fn holds(&self) -> bool {
        let measure = |m: &Measure| {
            m.start >= self.start
                && m.end <= self.end
                && matches!(m.value, Value::Money { .. } | Value::Days { .. } | Value::OrdinalDays { .. })
        };
        self.within.iter().any(|h| self.is_condition(h)) || self.measures.iter().any(measure)
    }

    /// 金额较大就会上门: where 就 stands, if what is before it holds a circumstance.
    fn before_then(&self) -> Option<usize> {
        let cut = self.then(self.start)?;
        // 不要因为金额小就拖着: the advice reaches over 就.
        let advised = |h: &Hit| {
            h.end <= cut
                && matches!(self.row(h), Row::Cue(c) if matches!(
                    c.role,
                    CueRole::Dissuade | CueRole::Deny | CueRole::DenySoft | CueRole::DenyEarly | CueRole::Forbid
                ) && c.near.is_none())
        };
        let circumstance = self.within.iter().any(|h| h.end <= cut && self.is_condition(h));
        (circumstance && !self.within.iter().any(|h| advised(h))).then_some(cut)
    }

    /// Whether the clause names a case of which the next one speaks.
    fn is_case(&self) -> bool {
        let (text, next) = (self.text, self.next);
        // 真的被起诉了,…: what then.
        let come_true = text.starts_with('真') && text.ends_with('了') && text.chars().count() <= 10;
        // 你一失联,…: no sooner than that.
        let sooner = self
            .within
            .iter()
            .any(|h| self.is_condition(h) && h.end == self.end && self.form[self.start..h.start].ends_with('一'));
        // 被列入名单的人,不能坐飞机: of whom the next clause speaks.
        let of_whom = ["的人", "的用户", "的客户", "的借款人"].iter().any(|who| text.ends_with(who))
            && !["有", "是", "会", "不"].iter().any(|verb| text.contains(verb))
            // 被起诉的人,越来越多 says how many.
            && !["越", "很", "不", "并", "多", "少", "也", "占", "其实"]
                .iter()
                .any(|word| next.starts_with(word) && next.contains(['多', '少']));
        sooner || of_whom || come_true
    }

    /// Whether the clause is a premise by how it ends and what it holds.
    fn is_premise(&self) -> bool {
        let text = self.text;
        // 本人又一直失联: words of a circumstance that are advice only under a cue claim nothing.
        let only_circumstance = |hit: &Hit| {
            let holds = |h: &Hit| h.start <= hit.start && hit.end <= h.end && self.is_condition(h);
            let silent = match self.row(hit) {
                Row::Wording(w) => w.needs_cue || self.lexicon.propositions[w.proposition].scale == Scale::Act,
                _ => false,
            };
            silent && self.within.iter().any(|h| holds(h))
        };
        let claims = self.within.iter().any(|h| matches!(self.row(h), Row::Wording(_)) && !only_circumstance(h));
        let cue = self.first_cue(self.start).is_some();
        let holds = self.holds();
        match tail_of(self.lexicon, text) {
            Some("的") if self.is_relative() => true,
            Some("的") => {
                (holds && !text.ends_with("会的") && !text.ends_with("是的"))
                    || (!claims && !cue && text.chars().count() <= 20)
            }
            Some(tail) if tail.chars().count() == 1 => {
                matches!(tail, "时" | "后" | "前" | "者")
                    && !["最后", "记者", "此前", "目前", "日前", "当前", "眼前", "先前"]
                        .iter()
                        .any(|w| text.ends_with(w))
                    // 不得恐吓使用者: 者 is part of a word.
                    && (!["使用者", "消费者", "借款者"].iter().any(|w| text.ends_with(w)) || text.contains('的'))
                    || (holds && !claims)
            }
            Some(_) => true,
            None => holds && !claims && !cue,
        }
    }

    /// Whether advice or a remedy stands right before the 的 that ends the clause, with no cue for it.
    fn names_doers(&self) -> bool {
        let verb = |h: &&&Hit| match self.row(h) {
            Row::Wording(w) => {
                let scale = self.lexicon.propositions[w.proposition].scale;
                !w.negative && matches!(scale, Scale::Advice | Scale::Remedy) && self.form[h.end..].starts_with('的')
            }
            _ => false,
        };
        let ends = |h: &&Hit| h.end + '的'.len_utf8() == self.end;
        self.within.iter().find(verb).is_some_and(ends) && self.first_cue(self.start).is_none()
    }

    /// Whether the next clause says within a few characters what somebody must or must not do.
    fn rules_next(&self) -> bool {
        let head: String = self.next.chars().take(6).take_while(|c| !matches!(c, ',' | '。' | ';')).collect();
        ["须", "应", "必须", "不得", "有权"].iter().any(|word| head.contains(word)) && !head.contains("应该是")
    }

    /// Whether a clause that ends with 的 names those of whom the next one speaks.
    fn is_relative(&self) -> bool {
        const TOLD_TO: &[&str] = &[
            "应",
            "要",
            "须",
            "务必",
            "一定要",
            "必须",
            "最好",
            "尽快",
            "赶紧",
            "建议",
            "先",
            "请",
            "别",
            "不要",
            "及时",
            "抓紧",
            "立即",
            "即便",
            "即使",
            "哪怕",
        ];
        let (text, next) = (self.text, self.next);
        // 已经上门的,很少: how many there are.
        let said_how_many = next.starts_with(['很', '不', '极', '也', '占', '多', '越', '毕', '是', '只'])
            && !["不代表", "不等于", "不意味"].iter().any(|word| next.starts_with(word));
        // 真起诉的,法院会送传票.
        text.starts_with('真') && !text.contains("真的") && !text.contains('会')
            // 还没立案的,…; 已经上了征信的,…: where the matter stands.
            || ["还没", "尚未", "还未", "已经", "没有被"].iter().any(|w| text.starts_with(w)) && !said_how_many
            // 协商过分期却再次逾期的,…
            || text.contains('却')
            // 确实收到传票的,应准时出庭.
            || !text.contains(['会', '是']) && TOLD_TO.iter().any(|word| next.starts_with(word))
            // 足额还款的,不收违约金: those who do so, not advice.
            || !text.contains(['会', '是']) && self.names_doers()
            // 委托外部机构的,银行须审查其资质: of what a rule speaks.
            || !text.contains(['会', '是']) && self.rules_next()
    }
}

/// Words that close a premise inside a clause.
const INNER_TAILS: &[&str] = &["期间", "以后", "之后", "之前", "以前", "的时候", "的话", "的情况下", "前提下"];

/// Those of whom a premise may speak.
const WHOM: &[&str] = &[
    "第一次",
    "头一次",
    "每次",
    "再次",
    "突然",
    "今后",
    "市民",
    "以后",
    "日后",
    "用户",
    "借款人",
    "欠款人",
    "债务人",
    "使用者",
    "消费者",
    "客户",
    "当事人",
    "居民",
    "您",
    "你",
    "大家",
    "负债人",
];

/// Words that open a premise only at the very beginning.
fn weak(word: &str) -> bool {
    matches!(
        word,
        "对" | "对于"
            | "经"
            | "因"
            | "趁"
            | "等"
            | "面对"
            | "收到"
            | "接到"
            | "确认"
            | "发现"
            | "当"
            | "凡"
            | "遭遇"
            | "直到"
            | "等到"
            | "遇到"
            | "遇上"
            | "碰到"
            | "碰上"
            | "凡是"
            | "未经"
            | "如"
            | "如有"
    )
}

/// The tail word that `text` ends with, the longest.
fn tail_of<'a>(lexicon: &'a Lexicon, text: &str) -> Option<&'a str> {
    let text = text.trim_end_matches(['”', ')', '】']);
    lexicon.tails.iter().map(String::as_str).find(|tail| text.ends_with(tail))
}
