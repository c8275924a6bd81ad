//! One mention: what it claims, or why nothing.

use super::*;

impl<'a> Reader<'a> {
    /// Reads one mention; returns the cues that a following clause may take over.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn mention(
        &mut self,
        clause: &Clause,
        number: usize,
        hit: &Hit,
        entry: usize,
        previous: Option<Hit>,
        mentions: &[(Hit, usize)],
        case: bool,
    ) -> Vec<(&'a CueRow, &'a str)> {
        let lexicon = self.lexicon;
        let Row::Wording(wording) = &lexicon.entries[entry].row else { return Vec::new() };
        let proposition = &lexicon.propositions[wording.proposition];
        if clause.purpose.is_some_and(|p| p <= hit.start) {
            self.dropped(wording, hit, number, "a purpose");
            return Vec::new();
        }
        let form = &self.sentence.form;
        let cues = self.reach(clause, hit, entry, previous, mentions, proposition.scale);
        if let Some(why) = self.aside(clause, number, hit, proposition, &cues, mentions) {
            self.dropped(wording, hit, number, why);
            return Vec::new();
        }
        let scope = &form[clause.start..hit.start];
        let after = head_chars(&form[hit.end..clause.end.max(hit.end)], 4);
        let past = after.starts_with('了')
            || after.starts_with('过')
            || form[hit.start..hit.end].contains('了')
            || scope.contains("给我")
            || case && proposition.scale == Scale::Remedy;
        let advised = cues.left.iter().any(|(c, _)| matches!(c.role, CueRole::Advise | CueRole::Dissuade));
        // 一是电话要接 advises in the middle of a story; 他主动要求协商 does not.
        let own = &form[hit.start..hit.end];
        let urged = ["要", "该", "别", "最好", "务必"].iter().any(|word| own.contains(word))
            && !["要求", "需要", "主要", "应该是"].iter().any(|word| own.contains(word));
        let advised = advised || urged;
        let narrative = case && !advised
            || ["他", "她", "我", "对方", "催收员", "催收人员", "平台", "有人", "很多人", "客服主动", "本人"]
                .iter()
                .any(|w| scope.contains(w))
            || past;
        let advising = self.cues_of_sentence().any(|c| matches!(c.role, CueRole::Advise))
            || self.findings.iter().any(|f| f.verdict.as_ref().is_ok_and(|v| v.stance == Stance::Recommended));
        // 遇到暴力催收向监管投诉: what to do when one meets with it.
        let advising = advising
            || proposition.id.as_str() == "remedy.complain"
                && (clause.premise_end > clause.start && form[clause.premise_end..hit.start].chars().count() <= 2
                    || ["就", "直接", "立即", "马上", "赶紧", "及时"].iter().any(|word| scope.starts_with(word)));
        let mut cues = cues;
        if number::caps_contact(lexicon, entry) {
            self.timed = true;
            // 晚上10点到早上8点, 不准打电话: the number waits for its cue.
            let inside =
                self.cues(clause).filter(|(h, ..)| h.start >= hit.start && h.end <= hit.end).map(|(_, c, w)| (c, w));
            cues.left.extend(inside);
            if !cues.left.iter().any(|(c, _)| deontic(c.role))
                && let Some(found) = self.sentence.clauses[number + 1..]
                    .iter()
                    .take(2)
                    .flat_map(|c| self.cues(c))
                    .find(|(_, c, _)| deontic(c.role))
            {
                cues.left.push((found.1, found.2));
            }
        }
        let base = Base {
            scale: proposition.scale,
            stance: wording.stance,
            needs_cue: wording.needs_cue,
            negative: wording.negative,
            narrative,
            advising,
            office: ["平台", "机构", "银行", "金融", "公司", "客服"].iter().any(|w| scope.contains(w))
                && !["与", "跟", "和", "向", "联系"].iter().any(|w| scope.contains(w)),
            past,
            able: form[hit.start..].starts_with(['可', '能']),
        };
        // 平台会优先联系借款人: what the lender does is no advice.
        let lender = [
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
        ]
        .iter()
        .any(|w| scope.contains(w));
        if lender && proposition.scale == Scale::Advice && !advised {
            self.dropped(wording, hit, number, "told of the lender, not advised");
            return Vec::new();
        }
        let reading = compose(base, &cues);
        let mut rows = vec![entry];
        let mut words: Vec<String> = cues.carried.iter().chain(&cues.left).map(|(_, w)| (*w).to_owned()).collect();
        words.extend(cues.right.map(|(_, w)| w.to_owned()));
        // 外访或者起诉: of two acts, either is possible.
        let either = proposition.scale == Scale::Act
            && mentions.iter().any(|(m, e)| {
                let (a, b) = if m.start > hit.start { (hit.end, m.start) } else { (m.end, hit.start) };
                // 短信或者电话 lists channels, 寄催收函或者发律师函 two acts.
                let acts = |t: &str| {
                    let verb = t.split_once('或').map_or("", |(_, verb)| verb.trim_start_matches(['者', '是']));
                    !verb.is_empty()
                        || !channel(self.id(*e)) && !channel(Some(proposition.id.as_str())) && t.contains('或')
                };
                self.proposition(*e) != Some(wording.proposition)
                    && form.get(a..b).is_some_and(|t| acts(t) && t.chars().count() <= 8)
            });
        let (stance, early) = match reading {
            Reading::Claim { stance: Stance::Certain, early } if either || one_of_two(form, clause, hit) => {
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
        // 不会附带链接 is no word on fraud; 比躲着强 recommends no hiding.
        let id = proposition.id.as_str();
        let said = |c: &str| words.iter().any(|w| w.contains(c));
        let quoted = proposition.scale == Scale::Act
            && cues.right.is_none()
            && self.attribution_of(hit, proposition.id.group(), id).is_none_or(|a| a.0 != Attribution::Collector)
            && in_quotes(form, hit);
        if quoted {
            self.dropped(wording, hit, number, "quoted, not said");
            return Vec::new();
        }
        let odd = id == "advice.repay"
            && stance == Stance::Discouraged
            && !wording.negative
            && !(said("不用") || said("不必") || said("没必要") || said("不需要") || said("无需"))
            || id == "contact.scam"
                && matches!(stance, Stance::Never | Stance::GenerallyNot)
                && !words.iter().any(|w| w.ends_with('是') || w.starts_with("并非"))
            || id == "advice.no_evasion" && stance == Stance::Recommended;
        if odd {
            self.dropped(wording, hit, number, "the cue speaks of something else");
            return Vec::new();
        }
        let (quantities, used) = number::of_mention(lexicon, self.sentence, clause, hit, proposition);
        // 欠5000元逾期10天,罚息就是25元: a sum worked out is an example.
        let worked_out = id == "account.penalty_interest"
            && quantities.is_empty()
            && self
                .sentence
                .measures
                .iter()
                .any(|m| m.start >= hit.end && m.end <= clause.end && matches!(m.value, Value::Money { .. }));
        if worked_out {
            self.dropped(wording, hit, number, "a sum worked out as an example");
            return Vec::new();
        }
        // 没有宽限期,晚一天也算: what is not has no number, least of all in another clause.
        let not_one = ["一天都", "一天也", "1天都", "1天也"].iter().any(|words| form.contains(words));
        let elsewhere = not_one || used.iter().any(|start| *start >= clause.end);
        let (quantities, used) =
            if stance == Stance::Never && elsewhere { (Vec::new(), Vec::new()) } else { (quantities, used) };
        if wording.needs_number && quantities.is_empty() {
            self.dropped(wording, hit, number, "a number would be the claim, and none stands here");
            return Vec::new();
        }
        // 起诉从来不会用短信通知, 该担心的不是敲门: the denial is of something else.
        let text = &form[clause.start..clause.end];
        let aside = channel(Some(proposition.id.as_str()))
            && ["起诉", "法院", "立案", "传票", "开庭"].iter().any(|w| text.contains(w))
            || words.iter().any(|w| matches!(w.as_str(), "而不是" | "不是" | "而非"))
                && ["担心", "害怕", "该怕", "怕的", "重视", "关心"].iter().any(|w| form.contains(w));
        if aside && stance == Stance::Never {
            self.dropped(wording, hit, number, "the denial is of something else");
            return Vec::new();
        }
        // 逾期记录不会因此消失: what does not vanish is kept.
        let kept = id == "credit.retention"
            && matches!(stance, Stance::Never | Stance::GenerallyNot)
            && quantities.is_empty()
            && ["消失", "消除", "抹", "消掉", "删除"].iter().any(|w| form[hit.start..hit.end].contains(w));
        let stance = if kept { Stance::Certain } else { stance };
        // 不得频繁骚扰亲友: a ban on the manner, which the rule on third persons tells.
        let manner = id == "contact.third_persons"
            && matches!(stance, Stance::Forbidden | Stance::Discouraged)
            && ["频繁", "骚扰", "轰炸", "透露", "泄露"].iter().any(|word| text.contains(word));
        if manner {
            self.dropped(wording, hit, number, "the denial is of something else");
            return Vec::new();
        }
        // 不会把工资全部扣光: not all is no denial.
        let partial = stance == Stance::Never
            && form[clause.premise_end..hit.end].contains("会把")
            && ["全部", "全都", "所有"].iter().any(|w| text.contains(w));
        if partial {
            self.dropped(wording, hit, number, "not all, which denies nothing");
            return Vec::new();
        }
        // 没有人去过他家: what befell one person is a case.
        let experienced = form[hit.start..hit.end].contains('过') || after.starts_with('过');
        let told_of = ["他", "她", "我", "该用户", "某", "一个人", "个月", "半年", "一年"];
        let somebody = scope.contains("有人") && !scope.contains("没有人");
        let one = stance == Stance::Never
            && (experienced && told_of.iter().any(|w| text.contains(w)) || somebody && !text.contains('会'));
        // A cap on calls is a ban, whatever the verb; 最长60期 is what can be had.
        let stance = if number::caps_contact(lexicon, entry)
            && quantities.iter().any(|q| q.role == Role::Frequency)
            && stance != Stance::Permitted
        {
            Stance::Forbidden
        } else if stance == Stance::Recommended
            && quantities.iter().any(|q| q.role == Role::Installments && q.min.is_none())
        {
            Stance::Possible
        } else {
            stance
        };
        // 额度一般在500元到5万元之间: how often stands between the thing and its number.
        let hedged = stance == Stance::Certain
            && used.first().is_some_and(|number| {
                self.cues(clause).any(|(h, c, _)| {
                    matches!(c.role, CueRole::Generic | CueRole::Usual) && hit.end <= h.start && h.end <= *number + 6
                })
            });
        let stance = if hedged { Stance::Generally } else { stance };
        // 联系不到本人的会联系紧急联系人: the circumstance may stand inside the wording.
        let to = if hit.gapped { hit.end } else { hit.start };
        let mut local = of_rows(lexicon, form, &self.sentence.hits, clause.premise_end, to, false);
        // 上门的可能性在金额较大时会增加: a circumstance behind the mention that is marked as one.
        let behind = of_rows(lexicon, form, &self.sentence.hits, hit.end, clause.end, false);
        if local.is_empty() && !behind.is_empty() && mentions.len() == 1 {
            local = behind;
        }
        if let Some(from) = clause.trailing.filter(|t| *t >= hit.end) {
            local = of_rows(lexicon, form, &self.sentence.hits, from, clause.end, true);
            for measure in self.sentence.measures.iter().filter(|m| m.start >= from && m.end <= clause.end) {
                if let Some(more) = of_measure(form, measure, Place { premise: true, case, label: false }) {
                    local.add(more);
                }
            }
            local.only = !local.is_empty();
        }
        for measure in self.sentence.measures.iter().filter(|m| {
            m.start >= clause.premise_end
                && m.end <= clause.end
                && (m.end <= hit.start + 1 || mentions.len() == 1 || m.start < hit.start)
        }) {
            if used.contains(&measure.start) {
                continue;
            }
            let opens = form[clause.premise_end..measure.start].chars().count() <= 1
                && (self.was_overdue || self.base.overdue.is_some())
                && matches!(measure.value, Value::Days { .. });
            if let Some(more) = of_measure(form, measure, Place { case, label: opens, premise: false }) {
                local.add(more);
            }
        }
        let mut setting = self.around.setting.headed(&self.base.under(&self.premise).under(&local));
        if early && setting.overdue.is_none() {
            setting.overdue = Some(Extent::Low);
        }
        // 保持联系可以降低…的概率: who does so is the circumstance.
        let turned = cues
            .left
            .iter()
            .any(|(c, _)| c.role == CueRole::Avert || matches!(c.id.as_str(), "rare-lower" | "possible-raise"));
        if turned && proposition.scale == Scale::Act && setting.flags.is_empty() {
            let start = if scope.chars().count() > 8 {
                clause.start
            } else {
                self.sentence.clauses.get(number.wrapping_sub(1)).map_or(clause.start, |c| c.start)
            };
            let doer = of_rows(lexicon, form, &self.sentence.hits, start, hit.start, true);
            setting.flags.extend(
                doer.flags
                    .iter()
                    .copied()
                    .filter(|f| matches!(f, Flag::Cooperative | Flag::Unreachable | Flag::Unwilling)),
            );
            if setting.flags.is_empty() {
                setting.flags.insert(Flag::Other);
                setting.text.get_or_insert_with(|| form[start..hit.start].to_owned());
            }
        }
        let restricted = !self.premise.is_empty() || !local.is_empty() || !self.either.is_empty();
        setting.only |= restricted
            && (self.only == Only::Then
                || clause.only_then.is_some_and(|t| t <= hit.start) && proposition.scale != Scale::Advice);
        // 经多次提醒仍不还款的: that reminders failed says already that it is not paid.
        if setting.flags.contains(&Flag::RemindersFailed) {
            setting.flags.remove(&Flag::Unsettled);
        }
        self.forget(&mut setting, proposition.id.as_str(), &quantities);
        let attribution = self.attribution_of(hit, proposition.id.group(), proposition.id.as_str());
        if let Some((attribution, row)) = attribution {
            rows.push(row);
            words.push(attribution.zh().to_owned());
        }
        let told = (self.around.case || one)
            && matches!(stance, Stance::Certain | Stance::Never | Stance::Possible | Stance::Generally)
            && proposition.scale != Scale::Advice;
        let attribution = attribution.map_or(if told { Attribution::Users } else { Attribution::Author }, |a| a.0);
        // 标准规定,失联时才可以联系亲友: a rule says what is allowed.
        let ruled = attribution == Attribution::Law || ["规定", "不得"].iter().any(|word| form.contains(word));
        let stance = match stance {
            Stance::Possible
                if ruled && words.iter().any(|w| w.contains("才可以")) && proposition.scale == Scale::Act =>
            {
                Stance::Permitted
            }
            stance => stance,
        };
        // What a collector announces is announced, however many do so.
        let mut stance = stance;
        if attribution == Attribution::Collector {
            setting = Setting::default();
            if matches!(stance, Stance::Possible | Stance::Generally) {
                stance = Stance::Certain;
            }
        }
        let products = if self.products.is_empty() { self.around.products.clone() } else { self.products.clone() };
        let acts = proposition.scale == Scale::Act && matches!(proposition.id.group(), "contact" | "visit");
        // 专业公司可能采用其他方式,如寄信函: whoever the clause before names goes on in a list.
        let goes_on =
            ["如", "例如", "比如", "包括", "甚至", "也", "还", "并", "或"].iter().any(|w| scope.starts_with(w));
        let before = number.checked_sub(1).filter(|_| goes_on).map(|n| &self.sentence.clauses[n]);
        let actor = acts
            .then(|| actor_in(scope).or_else(|| before.and_then(|clause| actor_in(&form[clause.start..clause.end]))))
            .flatten();
        let mut add = |stance: Stance, setting: Setting| {
            self.findings.push(Finding {
                proposition: wording.proposition,
                start: hit.start,
                end: hit.end,
                clause: number,
                verdict: Ok(Found {
                    stance,
                    setting,
                    products: products.clone(),
                    attribution,
                    actor,
                    quantities: quantities.clone(),
                }),
                cues: words.clone(),
                rows: rows.clone(),
            });
        };
        if self.only == Only::Unless && restricted {
            let strict = clause.otherwise || stance == Stance::Never;
            let free = |s: &Setting| Setting { only: s.only, ..self.around.setting.headed(&self.base) };
            match stance {
                Stance::Never | Stance::Forbidden | Stance::GenerallyNot if strict => {
                    let turned = if stance == Stance::Forbidden { Stance::Permitted } else { Stance::Possible };
                    add(turned, Setting { only: true, ..setting });
                }
                Stance::GenerallyNot | Stance::Rare | Stance::Never => {
                    add(stance, free(&Setting::default()));
                    add(Stance::Possible, setting);
                }
                Stance::Forbidden => {
                    add(stance, free(&Setting::default()));
                    add(Stance::Permitted, setting);
                }
                // 除非逾期太久,平台才会起诉: without 否则, it holds only then.
                Stance::Possible | Stance::Generally | Stance::Certain if !clause.otherwise => {
                    add(stance, Setting { only: true, ..setting });
                }
                _ => add(stance, free(&Setting::default())),
            }
        } else if self.either.is_empty() {
            add(stance, setting);
        } else {
            for one in &self.either {
                add(stance, one.under(&setting));
            }
        }
        cues.left
            .iter()
            .chain(&cues.carried)
            .copied()
            .filter(|(c, _)| {
                matches!(
                    c.role,
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
            })
            .collect()
    }

    pub(super) fn cues_of_sentence(&self) -> impl Iterator<Item = &'a CueRow> + use<'a> {
        let (lexicon, sentence) = (self.lexicon, self.sentence);
        sentence.hits.iter().filter_map(move |h| match &lexicon.entries[h.entry].row {
            Row::Cue(cue) => Some(cue),
            _ => None,
        })
    }
}

/// 不是骗子就是吓唬人: one of the two, and nobody says which.
fn one_of_two(form: &str, clause: &Clause, hit: &Hit) -> bool {
    let text = &form[clause.start..clause.end];
    let found = text.find("不是").and_then(|no| text[no..].find("就是").map(|yes| (no, no + yes)));
    found.is_some_and(|(no, yes)| no < yes && clause.start + no <= hit.start)
}
