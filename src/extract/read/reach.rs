//! Which cues reach a mention.

use std::ops::Range;

use super::*;
use crate::lexicon::{Guard, within};

impl<'a> Reader<'a> {
    pub(super) fn negative(&self, entry: usize) -> bool {
        matches!(&self.lexicon.entries[entry].row, Row::Wording(w) if w.negative)
    }

    /// Cues of the conclusion, with their places.
    pub(super) fn cues(&self, clause: &Clause) -> impl Iterator<Item = (Hit, &'a CueRow, &'a str)> + use<'a> {
        let (lexicon, sentence) = (self.lexicon, self.sentence);
        let (start, end) = (clause.premise_end, clause.end);
        within(&sentence.hits, start, end).filter_map(move |h| match &lexicon.entries[h.entry].row {
            Row::Cue(cue) => Some((*h, cue, sentence.text(h))),
            _ => None,
        })
    }

    /// Which cues reach the mention.
    pub(super) fn reach(
        &self,
        clause: &Clause,
        hit: &Hit,
        entry: usize,
        previous: Option<Hit>,
        mentions: &[(Hit, usize)],
        scale: Scale,
    ) -> Cues<'a> {
        let form = &self.sentence.form;
        let mut left = Vec::new();
        let mut right = None;
        let mut core_seen = false;
        let mut affirmed = false;
        let all: Vec<_> = self.cues(clause).collect();
        // 没有冻结银行卡的权力, 一条短信都没收到: a cue in two parts speaks of what stands between them.
        // 没有告知用户投诉的权利: the right is only what was not told.
        let told = |cue: &Hit| {
            ["告诉", "告知", "提醒", "通知", "说明", "提到"].iter().any(|w| form[cue.start..hit.start].contains(w))
        };
        let is_around = |cue: &Hit| cue.gapped && cue.start <= hit.start && hit.end < cue.end && !told(cue);
        if let Some((cue, row, word)) = all.iter().find(|(cue, row, _)| row.near.is_some() && is_around(cue)) {
            let hedges = all
                .iter()
                .filter(|(c, r, _)| c.end <= cue.start && matches!(r.role, CueRole::Generic | CueRole::Usual));
            let left = hedges.map(|(_, r, w)| (*r, *w)).chain([(*row, *word)]).collect();
            return Cues { left, ..Cues::default() };
        }
        // The first of the mentions that are listed with this one: cues reach as far as to it.
        let mut first = *hit;
        while let Some((before, _)) = mentions.iter().find(|(m, _)| m.end <= first.start && listed(form, m, &first)) {
            first = *before;
        }
        for (cue, row, word) in all.iter().rev() {
            // A wording that is itself a denial holds its own 不.
            let denies =
                self.negative(entry) || ["别", "不要", "勿", "切勿"].iter().any(|w| form[hit.start..].starts_with(w));
            // 容易被拒: a hedge that shares a character with it stays one.
            let hedges = matches!(row.role, CueRole::Possible | CueRole::Usual) && cue.start < hit.start;
            if denies && !hedges && cue.end > hit.start && cue.start < hit.end {
                continue;
            }
            if cue.start < hit.start && (cue.end <= hit.start || cue.end <= hit.end && shares(row, hit.gapped)) {
                if row.reach == Reach::Backward {
                    continue;
                }
                // 不良记录保存5年: 不 is part of a word.
                if *word == "不" && form[cue.end..].starts_with(['良', '利', '明', '少', '久', '断', '幸']) {
                    continue;
                }
                // 可征信上还没消掉: 可 before a noun is but.
                let noun = [
                    "征信", "平台", "催收", "我", "他", "她", "你", "花呗", "借呗", "对方", "现实", "实际", "法院",
                    "银行",
                ];
                if *word == "可"
                    && cue.start == clause.start
                    && noun.iter().any(|noun| form[cue.end..].starts_with(noun))
                {
                    continue;
                }
                let distance = form.get(cue.end..first.start).map_or(0, |t| t.chars().count());
                // 征信不好的人申请贷款: a single 不 does not reach out of its attribute.
                // 未处理将上门: nor over the verb that it denies.
                let attribute = |t: &str| t.contains(['的', '将', '会', '就', '则', '便']);
                if row.near.is_some_and(|near| distance > near || form.get(cue.end..hit.start).is_some_and(attribute)) {
                    continue;
                }
                // A cue of reach `clause` behind an earlier mention belongs to that one, when nothing else does.
                if row.reach == Reach::Clause
                    && previous.is_some_and(|p| {
                        p.end <= cue.start && form[p.end..cue.start].starts_with(['的', '会']) && distance > 6
                    })
                {
                    continue;
                }
                // 未还部分的5%: behind what modifies it, 部分 is no 部分平台.
                if *word == "部分" && form[..cue.start].ends_with(['的', '还', '余', '出', '过', '那', '这', '下'])
                {
                    continue;
                }
                // 所谓的上门多半是吓唬人: so-called is the visit.
                if row.role == CueRole::Mention
                    && row.near.is_some()
                    && form.get(cue.end..hit.end).is_some_and(|t| t.contains('是'))
                {
                    continue;
                }
                // 不用还清也会消除: what is not needed is not denied.
                let granted = |t: &str| {
                    ["也会", "也能", "也可", "也要", "也得", "照样", "仍会", "照旧"].iter().any(|w| t.contains(w))
                };
                if matches!(row.role, CueRole::Deny | CueRole::Cannot)
                    && form.get(cue.end..hit.start).is_some_and(granted)
                {
                    continue;
                }
                let between = mentions.iter().any(|(m, e)| {
                    m.start >= cue.end
                        && m.end <= hit.start
                        && self.proposition(*e) != self.proposition(entry)
                        && !listed(form, m, hit)
                });
                // 能坚持的还款计划: the cue belongs to an attribute.
                let attribute = row.role == CueRole::Able && word.starts_with('能');
                if attribute && form.get(cue.end..hit.start).is_some_and(|t| t.ends_with('的') && !t.ends_with("是的"))
                {
                    continue;
                }
                // 有的机构会联系村委会、寄催收函: a hedge reaches over what is listed, a denial does not.
                let hedge = matches!(row.role, CueRole::Possible | CueRole::Rare | CueRole::Usual | CueRole::Generic);
                if core_seen && between && row.reach != Reach::Sentence && !(hedge && affirmed) {
                    break;
                }
                affirmed = row.role == CueRole::Affirm || affirmed && hedge;
                // 避免上门的方法是理性借款: what is averted stands right behind the word.
                if scale == Scale::Advice && row.role == CueRole::Avert && distance > 4 {
                    continue;
                }
                // 因为害怕就换号: fear is the reason, not what the sentence talks about.
                if row.role == CueRole::Mention && tail_chars(&form[..cue.start], 2).contains('因') {
                    continue;
                }
                // 因为…就: a reason inside an advice is read for itself.
                if scale == Scale::Act
                    && matches!(row.role, CueRole::Dissuade)
                    && form.get(cue.end..hit.start).is_some_and(|t| t.contains('因'))
                {
                    break;
                }
                core_seen |= !matches!(row.role, CueRole::Generic);
                left.push((*row, *word));
            }
        }
        left.reverse();
        // 额度…被关闭: the cue may stand inside the wording.
        if hit.gapped {
            left.extend(
                all.iter()
                    .filter(|(c, r, _)| {
                        c.start >= hit.start
                            && c.end <= hit.end
                            && r.reach != Reach::Backward
                            && r.role != CueRole::Mention
                            && !(self.negative(entry)
                                && matches!(r.role, CueRole::Deny | CueRole::Cannot | CueRole::Forbid))
                    })
                    .map(|(_, r, w)| (*r, *w)),
            );
        }
        let doubled = doubled(form, hit, mentions, &all);
        // 没上门不等于不会起诉: what stands before 不等于 is only what is not concluded from.
        if left.is_empty() || !left.iter().any(|(c, _)| c.role == CueRole::Mention) {
            let concluded = all.iter().find(|(c, r, w)| {
                c.start >= hit.end
                    && c.start - hit.end <= 6
                    && (matches!(r.role, CueRole::Mention | CueRole::Possible)
                        && ["代表", "等于", "意味"].iter().any(|x| w.contains(x)))
            });
            if concluded.is_some() && mentions.iter().any(|(m, _)| m.start > hit.end) {
                return Cues { set_aside: true, ..Cues::default() };
            }
        }
        for (cue, row, word) in &all {
            if cue.start >= hit.end && matches!(row.reach, Reach::Backward | Reach::Clause) {
                let target = mentions.iter().any(|(m, _)| m.start >= cue.end);
                if row.reach == Reach::Clause && target {
                    continue;
                }
                // 恢复不了: the verb that cannot is the wording itself.
                if *word == "不了" && cue.start != hit.end {
                    continue;
                }
                // 要坐牢的说法纯属谣言: a verdict on what is talked about goes before the talk.
                let judged = |(c, r, _): &(Hit, &CueRow, &str)| {
                    c.start >= cue.end
                        && r.reach == Reach::Backward
                        && matches!(r.role, CueRole::Deny | CueRole::DenySoft | CueRole::Affirm | CueRole::Forbid)
                };
                if row.role == CueRole::Mention && !target && all.iter().any(judged) {
                    continue;
                }
                // 如实说明逾期的原因: what is advised is advised, whatever it is about.
                if row.role == CueRole::Mention && scale == Scale::Advice && word.starts_with('的') {
                    continue;
                }
                // 减少被上门的可能性: the verb before it has spoken.
                if row.role == CueRole::Possible
                    && word.starts_with('的')
                    && left.iter().any(|(c, _)| {
                        matches!(
                            c.role,
                            CueRole::Rare | CueRole::Possible | CueRole::Usual | CueRole::Deny | CueRole::DenySoft
                        )
                    })
                {
                    continue;
                }
                // 不得因父母欠债剥夺受教育的权利: what is forbidden is no right.
                // 免押的资格没了: nor is what is gone.
                let gone = ["没了", "没有了", "取消", "丧失", "失去", "消失", "也没", "被收回"];
                if row.role == CueRole::Permit
                    && word.starts_with('的')
                    && (left.iter().any(|(c, _)| matches!(c.role, CueRole::Forbid | CueRole::Cannot))
                        || gone.iter().any(|w| form[cue.end..clause.end].contains(w)))
                {
                    continue;
                }
                // Another mention with a forward cue between them takes the verdict for itself.
                let taken = all.iter().any(|(c, r, _)| {
                    c.start >= hit.end
                        && c.end <= cue.start
                        && r.reach == Reach::Forward
                        && r.near.is_none()
                        && mentions.iter().any(|(m, _)| m.start >= c.end && m.end <= cue.start)
                });
                if !taken {
                    right = Some((*row, *word));
                    break;
                }
            }
        }
        // 额度可能会被冻结: the mention is the topic of a cue that governs no other mention.
        if right.is_none()
            && !left
                .iter()
                .any(|(c, _)| !matches!(c.role, CueRole::Generic | CueRole::Mention | CueRole::Able | CueRole::Affirm))
        {
            for (cue, row, word) in &all {
                let other = mentions.iter().any(|(m, e)| {
                    m.start >= cue.end && (m.start, self.proposition(*e)) != (hit.start, self.proposition(entry))
                });
                // 能早还就别拖: 别 belongs to the wording that it stands in.
                let taken = mentions.iter().any(|(m, _)| m.start < cue.end && cue.end <= m.end && m.start >= hit.end);
                // 芝麻分没掉过一分: a single 没 takes a verb that stands right behind it.
                let single = row.near.is_some();
                if cue.start < hit.end || row.reach == Reach::Backward || other || taken {
                    continue;
                }
                let gap = form[hit.end..cue.start].chars().count();
                // 不会因为一次逾期就扣分: what it is not for stands before the verb.
                let behind = &form[cue.end..clause.end];
                let reason = behind.starts_with('因').then(|| behind.rfind(['而', '就'])).flatten();
                let verb = cue.end + reason.map_or(0, |at| at + 3);
                let rest = form[verb..clause.end].trim_end_matches(['。', '!', '”', '的']).chars().count();
                // 协商不收取费用 denies the fee: the denial must end the clause, or its verb be the one that the wording asks for.
                let after = form[cue.end..clause.end].trim_end_matches(['。', '!', '”', '的', '了']);
                let ends = after.is_empty()
                    || [
                        "有",
                        "再",
                        "发生",
                        "出现",
                        "存在",
                        "这回事",
                        "这种事",
                        "一说",
                        "受影响",
                        "受到影响",
                        "被影响",
                        "这一说",
                        "这种说法",
                        "这件事",
                        "的事",
                    ]
                    .contains(&after);
                let guards: &[Guard] = match &self.lexicon.entries[entry].row {
                    Row::Wording(w) => &w.with,
                    _ => &[],
                };
                let tail = verb.min(cue.end + after.len())..cue.end + after.len();
                let beside = |fits: &dyn Fn(&Range<usize>) -> bool| {
                    let near = guards.iter().filter(|guard| !guard.sentence);
                    near.flat_map(|guard| self.sentence.guards.places(*guard))
                        .any(|place| tail.start <= place.start && place.end <= tail.end && fits(&place))
                };
                let asked = beside(&|place| form[place.clone()].chars().count() < 4);
                if single && !(gap <= 1 && beside(&|place| place.start == cue.end)) {
                    continue;
                }
                // 账户不会因为逾期被冻结: the verb that the wording asks for ends the clause.
                let verb_ends = beside(&|place| place.end == tail.end);
                let speaks = match row.role {
                    CueRole::Deny | CueRole::DenySoft | CueRole::DenyEarly => {
                        ends || gap <= 4 && (asked && rest <= 6 || verb_ends && rest <= 16)
                    }
                    CueRole::Possible | CueRole::Generic | CueRole::Usual | CueRole::Rare => gap <= 12,
                    CueRole::Able if scale == Scale::Remedy => gap <= 4,
                    CueRole::Cannot if scale == Scale::Remedy => gap <= 6 && rest <= 2,
                    CueRole::Forbid | CueRole::Dissuade | CueRole::Cannot if scale == Scale::Rule => gap <= 8,
                    CueRole::Dissuade if scale == Scale::Advice => gap <= 6,
                    _ => false,
                };
                if speaks {
                    // 所谓的上门并不存在: the verdict on it goes before its being talked about.
                    left.retain(|(c, _)| c.role != CueRole::Mention);
                    left.push((*row, *word));
                    // 停息挂账一般办不下来: a hedge waits for what it hedges.
                    if !matches!(row.role, CueRole::Generic | CueRole::Usual) {
                        break;
                    }
                }
            }
        }
        let carried = self.carry(clause, scale, &left, right.is_some());
        Cues { left, right, carried, doubled, set_aside: false }
    }
}

/// 不支持分期和延期: two mentions with nothing but a conjunction between them are governed alike.
fn listed(form: &str, one: &Hit, other: &Hit) -> bool {
    form.get(one.end..other.start).is_some_and(|t| ["和", "与", "及", "以及", "、", "或", "或者", "跟"].contains(&t))
}

/// Whether a cue that ends inside the mention speaks of it all the same: 可能被 and 被起诉 share a character.
fn shares(row: &CueRow, gapped: bool) -> bool {
    match row.role {
        CueRole::Deny => true,
        CueRole::Forbid | CueRole::Cannot | CueRole::Able => row.near.is_none(),
        CueRole::Rare | CueRole::Avert | CueRole::Mention | CueRole::Advise => false,
        // 绝大部分逾期…: the head of a wording with gaps may be the tail of another word.
        _ => row.near.is_none() && !gapped,
    }
}

/// Two denials before a mention: 不会因为…就不 leaves it open, 不会不 affirms it.
pub(super) fn doubled(
    form: &str,
    hit: &Hit,
    mentions: &[(Hit, usize)],
    all: &[(Hit, &CueRow, &str)],
) -> Option<Stance> {
    let denials: Vec<(&Hit, &str)> = all
        .iter()
        .filter(|(c, r, w)| {
            c.end <= hit.start
                && matches!(r.role, CueRole::Deny | CueRole::Cannot)
                && r.reach == Reach::Forward
                && *w != "没有人"
                && *w != "没人"
        })
        .map(|(c, _, w)| (c, *w))
        .collect();
    let [.., (first, opening), (second, _)] = denials.as_slice() else { return None };
    let between = form.get(first.end..second.start)?;
    let near = form.get(second.end..hit.start)?.chars().count() <= 3;
    let listed = between.contains([',', '、', '也', '又', '更', '且', '都'])
        || mentions.iter().any(|(m, _)| m.start >= first.end && m.end <= second.start);
    if listed || !near || opening.chars().count() < 2 {
        None
    } else if between.contains('因') || between.contains("就") {
        Some(Stance::Possible)
    } else if between.chars().count() <= 8 {
        Some(if opening.ends_with('是') || opening.contains("保证") { Stance::Possible } else { Stance::Certain })
    } else {
        None
    }
}

/// Whether a rule speaks through the cue.
pub(super) fn deontic(role: CueRole) -> bool {
    matches!(
        role,
        CueRole::Forbid
            | CueRole::Cannot
            | CueRole::Permit
            | CueRole::Oblige
            | CueRole::Able
            | CueRole::Dissuade
            | CueRole::Deny
    )
}
