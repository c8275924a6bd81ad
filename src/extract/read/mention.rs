//! One mention: what it claims, or why nothing.

use super::*;

/// A wording in its clause, on the way to a claim.
#[derive(Clone, Copy)]
pub(super) struct Mention<'m> {
    /// Its clause.
    pub clause: &'m Clause,
    /// The number of the clause.
    pub number: usize,
    /// Where it stands.
    pub hit: &'m Hit,
    /// Its row.
    pub entry: usize,
    /// What the row says.
    pub wording: &'m Wording,
    /// What it is a wording of.
    pub proposition: &'m Proposition,
    /// All mentions of the clause, with their rows; itself among them.
    pub beside: &'m [(Hit, usize)],
    /// The clause tells a case.
    pub case: bool,
    /// The form of the sentence.
    pub form: &'m str,
}

impl<'m> Mention<'m> {
    /// The proposition.
    pub(super) fn id(&self) -> &'m str {
        self.proposition.id.as_str()
    }

    /// Its own words.
    pub(super) fn own(&self) -> &'m str {
        &self.form[self.hit.start..self.hit.end]
    }

    /// Its clause before it.
    pub(super) fn scope(&self) -> &'m str {
        &self.form[self.clause.start..self.hit.start]
    }

    /// Its clause.
    pub(super) fn text(&self) -> &'m str {
        &self.form[self.clause.start..self.clause.end]
    }

    /// The first characters of its clause behind it.
    fn after(&self) -> &'m str {
        head_chars(&self.form[self.hit.end..self.clause.end.max(self.hit.end)], 4)
    }

    /// Whether it says that something has been lived through: 收到过, 打过.
    fn experienced(&self) -> bool {
        self.own().contains('过') || self.after().starts_with('过')
    }

    fn scale(&self) -> Scale {
        self.proposition.scale
    }
}

/// Whether one of `words` stands in `text`.
pub(super) fn holds(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

impl<'a> Reader<'a> {
    /// Reads one mention; returns the cues that a following clause may take over.
    pub(super) fn mention(&mut self, m: Mention<'_>, previous: Option<Hit>) -> Vec<(&'a CueRow, &'a str)> {
        let Mention { clause, number, hit, entry, wording, proposition, form, .. } = m;
        if clause.purpose.is_some_and(|p| p <= hit.start) {
            self.dropped(wording, hit, number, "a purpose");
            return Vec::new();
        }
        let mut cues = self.reach(clause, hit, entry, previous, m.beside, proposition.scale);
        if let Some(why) = self.aside(m, &cues) {
            self.dropped(wording, hit, number, why);
            return Vec::new();
        }
        let advised = m.scale() == Scale::Advice && advised(m, &cues);
        // 平台会优先联系借款人: what the lender does is no advice.
        if m.scale() == Scale::Advice && !advised && holds(m.scope(), LENDER_DOES) {
            self.dropped(wording, hit, number, "told of the lender, not advised");
            return Vec::new();
        }
        if number::caps_contact(self.lexicon, entry) {
            self.take_ban(m, &mut cues);
        }
        let base = self.base_of(m, advised);
        // 先还10%可分6期: what can be had is no advice, whatever is advised before it.
        if base.able && m.scale() == Scale::Remedy {
            let advice =
                |(c, w): &(&CueRow, &str)| c.role == CueRole::Advise && matches!(*w, "先" | "应当" | "应" | "请");
            cues.left.retain(|cue| !advice(cue));
            cues.carried.retain(|cue| !advice(cue));
        }
        let reading = compose(base, &cues);
        let mut rows = vec![entry];
        let mut words: Vec<String> = cues.carried.iter().chain(&cues.left).map(|(_, w)| (*w).to_owned()).collect();
        words.extend(cues.right.map(|(_, w)| w.to_owned()));
        let (stance, early) = match reading {
            Reading::Claim { stance: Stance::Certain, early } if self.of_two(m) || one_of_two(form, clause, hit) => {
                (Stance::Possible, early)
            }
            Reading::Nothing(why) => {
                self.findings.push(Finding {
                    proposition: wording.proposition,
                    start: hit.start,
                    end: hit.end,
                    clause: number,
                    verdict: Err(why),
                    cues: words,
                    rows,
                });
                return Vec::new();
            }
            Reading::Claim { stance, early } => (stance, early),
        };
        let (quantities, used) = number::of_mention(self.lexicon, self.sentence, clause, hit, proposition);
        // 没有宽限期,晚一天也算: what is not has no number, least of all in another clause.
        let (quantities, used) = if stance == Stance::Never
            && (used.iter().any(|start| *start >= clause.end) || holds(form, &["一天都", "一天也", "1天都", "1天也"]))
        {
            (Vec::new(), Vec::new())
        } else {
            (quantities, used)
        };
        if let Some(why) = self.beside_the_point(m, stance, &cues, &words, &quantities) {
            self.dropped(wording, hit, number, why);
            return Vec::new();
        }
        self.spent.extend(&used);
        // 以后想办房贷就难了: that it is hard is the effect.
        let hard = m.id() == "credit.future_loans"
            && matches!(stance, Stance::Rare | Stance::GenerallyNot)
            && words.iter().any(|word| word.contains(['难', '不']) && word.ends_with(['了', '难', '易']));
        let stance = if hard { Stance::Certain } else { self.settled_stance(m, stance, &quantities, &used) };
        let local = self.local_of(m, &used);
        let mut setting = self.setting_of(m, &local, &cues);
        if early && setting.overdue.is_none() {
            setting.overdue = Some(Extent::Low);
        }
        let restricted = !self.premise.is_empty() || !local.is_empty() || !self.either.is_empty();
        setting.only |= restricted
            && (self.only == Only::Then
                || clause.only_then.is_some_and(|t| t <= hit.start) && m.scale() != Scale::Advice);
        if let Some(days) = self.within_grace(m, stance) {
            setting.overdue = Some(days);
            setting.flags.remove(&Flag::Settled);
        }
        // 经多次提醒仍不还款的: that reminders failed says already that it is not paid.
        if setting.flags.contains(&Flag::RemindersFailed) {
            setting.flags.remove(&Flag::Unsettled);
        }
        self.forget(&mut setting, m.id(), &quantities);
        let attribution = self.attribution_of(hit, proposition.id.group(), m.id());
        if let Some((attribution, row)) = attribution {
            rows.push(row);
            words.push(attribution.zh().to_owned());
        }
        // 没有人去过他家: what befell one person is a case.
        let told_of = ["他", "她", "我", "该用户", "某", "一个人", "个月", "半年", "一年"];
        let somebody = m.scope().contains("有人") && !m.scope().contains("没有人");
        let one = stance == Stance::Never
            && (m.experienced() && holds(m.text(), &told_of) || somebody && !m.text().contains('会'));
        let told = (self.around.case || one)
            && matches!(stance, Stance::Certain | Stance::Never | Stance::Possible | Stance::Generally)
            && m.scale() != Scale::Advice;
        let attribution = attribution.map_or(if told { Attribution::Users } else { Attribution::Author }, |a| a.0);
        // 标准规定,失联时才可以联系亲友: a rule says what is allowed.
        let mut stance = stance;
        if stance == Stance::Possible
            && m.scale() == Scale::Act
            && words.iter().any(|w| w.contains("才可以"))
            && (attribution == Attribution::Law || holds(form, &["规定", "不得"]))
        {
            stance = Stance::Permitted;
        }
        // What a collector announces is announced, however many do so.
        if attribution == Attribution::Collector {
            setting = Setting::default();
            if matches!(stance, Stance::Possible | Stance::Generally) {
                stance = Stance::Certain;
            }
        }
        let products = if self.products.is_empty() { self.around.products.clone() } else { self.products.clone() };
        let found = Found { stance, setting, products, attribution, actor: self.actor_of(m), quantities };
        for found in self.under_premise(clause, found, restricted) {
            self.findings.push(Finding {
                proposition: wording.proposition,
                start: hit.start,
                end: hit.end,
                clause: number,
                verdict: Ok(found),
                cues: words.clone(),
                rows: rows.clone(),
            });
        }
        // 大多在0.015%到0.06%之间 hedges its number only.
        let goes_on = |(c, w): &(&CueRow, &str)| goes_on(c.role) && !(c.role == CueRole::Generic && w.ends_with('在'));
        cues.left.iter().chain(&cues.carried).copied().filter(goes_on).collect()
    }

    /// What the wording brings to its stance.
    fn base_of(&self, m: Mention<'_>, advised: bool) -> Base {
        let scale = m.scale();
        let past = m.after().starts_with(['了', '过'])
            || m.own().contains('了')
            || m.scope().contains("给我")
            || m.case && scale == Scale::Remedy;
        let somebody = ["他", "她", "我", "对方", "催收员", "催收人员", "平台", "有人", "很多人", "客服主动", "本人"];
        let narrative = scale == Scale::Advice && (m.case && !advised || past || holds(m.scope(), &somebody));
        Base {
            scale,
            stance: m.wording.stance,
            needs_cue: m.wording.needs_cue,
            negative: m.wording.negative,
            narrative,
            advising: matches!(scale, Scale::Advice | Scale::Remedy) && self.advising(m),
            office: scale == Scale::Remedy
                && holds(m.scope(), &["平台", "机构", "银行", "金融", "公司", "客服"])
                && !holds(m.scope(), &["与", "跟", "和", "向", "联系"]),
            past,
            able: m.form[m.hit.start..].starts_with(['可', '能']) && !m.form[m.hit.start..].starts_with("可行"),
        }
    }

    /// Whether the sentence advises.
    fn advising(&self, m: Mention<'_>) -> bool {
        // 遇到暴力催收向监管投诉: what to do when one meets with it.
        let at_once = ["就", "直接", "立即", "马上", "赶紧", "及时"];
        let complaint = || {
            let met =
                m.clause.premise_end > m.clause.start && m.form[m.clause.premise_end..m.hit.start].chars().count() <= 2;
            met || at_once.iter().any(|word| m.scope().starts_with(word))
        };
        self.cues_of_sentence().any(|c| matches!(c.role, CueRole::Advise))
            || self.findings.iter().any(|f| f.verdict.as_ref().is_ok_and(|v| v.stance == Stance::Recommended))
            || m.id() == "remedy.complain" && complaint()
    }

    /// 晚上10点到早上8点, 不准打电话: the number waits for its cue.
    fn take_ban(&mut self, m: Mention<'_>, cues: &mut Cues<'a>) {
        self.timed = true;
        let inside =
            self.cues(m.clause).filter(|(h, ..)| h.start >= m.hit.start && h.end <= m.hit.end).map(|(_, c, w)| (c, w));
        cues.left.extend(inside);
        if cues.left.iter().any(|(c, _)| deontic(c.role)) {
            return;
        }
        let next = self.sentence.clauses[m.number + 1..].iter().take(2);
        cues.left.extend(next.flat_map(|c| self.cues(c)).find(|(_, c, _)| deontic(c.role)).map(|(_, c, w)| (c, w)));
    }

    /// 外访或者起诉: of two acts, either is possible.
    fn of_two(&self, m: Mention<'_>) -> bool {
        m.scale() == Scale::Act
            && m.beside.iter().any(|(other, entry)| {
                let (a, b) =
                    if other.start > m.hit.start { (m.hit.end, other.start) } else { (other.end, m.hit.start) };
                // 短信或者电话 lists channels, 寄催收函或者发律师函 two acts.
                let acts = |t: &str| {
                    let verb = t.split_once('或').map_or("", |(_, verb)| verb.trim_start_matches(['者', '是']));
                    !verb.is_empty() || !channel(self.id(*entry)) && !channel(Some(m.id())) && t.contains('或')
                };
                self.proposition(*entry) != Some(m.wording.proposition)
                    && m.form.get(a..b).is_some_and(|t| acts(t) && t.chars().count() <= 8)
            })
    }

    /// The stance by what else the mention says: a cap is a ban, what does not vanish is kept.
    fn settled_stance(&self, m: Mention<'_>, stance: Stance, quantities: &[Quantity], used: &[usize]) -> Stance {
        let has = |role: Role| quantities.iter().any(|q| q.role == role);
        match stance {
            // A cap on calls is a ban, whatever the verb.
            stance
                if stance != Stance::Permitted
                    && has(Role::Frequency)
                    && number::caps_contact(self.lexicon, m.entry) =>
            {
                Stance::Forbidden
            }
            // 逾期记录不会因此消失: what does not vanish is kept.
            Stance::Never | Stance::GenerallyNot
                if m.id() == "credit.retention"
                    && quantities.is_empty()
                    && holds(m.own(), &["消失", "消除", "抹", "消掉", "删除"]) =>
            {
                Stance::Certain
            }
            // 最长60期 is what can be had.
            Stance::Recommended if quantities.iter().any(|q| q.role == Role::Installments && q.min.is_none()) => {
                Stance::Possible
            }
            // 额度一般在500元到5万元之间: how often stands between the thing and its number.
            Stance::Certain
                if used.first().is_some_and(|number| {
                    self.sentence.hits.iter().any(|h| {
                        cue(self.lexicon, h.entry).is_some_and(|c| matches!(c.role, CueRole::Generic | CueRole::Usual))
                            && m.hit.start <= h.start
                            && h.end <= *number + 6
                    })
                }) =>
            {
                Stance::Generally
            }
            stance => stance,
        }
    }

    /// Who acts, for contacts and visits. 专业公司可能采用其他方式,如寄信函: whoever the clause before names goes on in
    /// a list.
    fn actor_of(&self, m: Mention<'_>) -> Option<Actor> {
        if m.scale() != Scale::Act || !matches!(m.proposition.id.group(), "contact" | "visit") {
            return None;
        }
        let clause = |n: usize| self.sentence.clauses.get(n).map(|clause| &m.form[clause.start..clause.end]);
        // 第三方机构在失联的情况下,不排除会走访: the agency stands in the circumstance.
        let agency = || {
            let circumstance = m.number.checked_sub(1).filter(|n| self.sentence.clauses[*n].is_premise());
            circumstance.and_then(clause).and_then(actor_in).filter(|actor| *actor == Actor::ThirdParty)
        };
        actor_in(m.scope()).or_else(agency).or_else(|| {
            let listed = ["如", "例如", "比如", "包括", "甚至", "也", "还", "并", "或"];
            let before = m.number.checked_sub(1).filter(|_| listed.iter().any(|w| m.scope().starts_with(w)))?;
            clause(before).and_then(actor_in)
        })
    }

    pub(super) fn cues_of_sentence(&self) -> impl Iterator<Item = &'a CueRow> + use<'a> {
        let (lexicon, sentence) = (self.lexicon, self.sentence);
        sentence.hits.iter().filter_map(move |h| match &lexicon.entries[h.entry].row {
            Row::Cue(cue) => Some(cue),
            _ => None,
        })
    }
}

/// What stands before a mention that tells of the lender.
const LENDER_DOES: &[&str] = &[
    "平台会",
    "平台将",
    "平台可能",
    "平台通常",
    "平台一般",
    "平台优先",
    "催收人员会",
    "催收员会",
    "客服会",
    "机构会",
    "公司会",
    "支付宝会",
    "银行会",
];

/// Whether a cue or the mention itself urges: 一是电话要接 advises in the middle of a story; 他主动要求协商 does not.
fn advised(m: Mention<'_>, cues: &Cues<'_>) -> bool {
    cues.left.iter().any(|(c, _)| matches!(c.role, CueRole::Advise | CueRole::Dissuade))
        || holds(m.own(), &["要", "该", "别", "最好", "务必"]) && !holds(m.own(), &["要求", "需要", "主要", "应该是"])
}

/// Whether a cue of this role may hold for the clause after its own.
fn goes_on(role: CueRole) -> bool {
    matches!(
        role,
        CueRole::Possible
            | CueRole::Generic
            | CueRole::Usual
            | CueRole::Advise
            | CueRole::Forbid
            | CueRole::Able
            | CueRole::Oblige
            | CueRole::Permit
            | CueRole::Affirm
    )
}

/// 不是骗子就是吓唬人: one of the two, and nobody says which.
fn one_of_two(form: &str, clause: &Clause, hit: &Hit) -> bool {
    let text = &form[clause.start..clause.end];
    let found = text.find("不是").and_then(|no| text[no..].find("就是").map(|yes| (no, no + yes)));
    found.is_some_and(|(no, yes)| no < yes && clause.start + no <= hit.start)
}
