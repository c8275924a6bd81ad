//! Sentence form → clauses: where each begins and ends, which part of it is only a premise, and which
//! connective opens it.

use crate::lexicon::{CueRole, Hit, Lexicon, MarkerRole, Reach, Row, Scale, within};
use crate::quantity::{Measure, Value};
use crate::segment::GAP;

use super::implied::imply;

/// One clause of a sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clause {
    /// First byte in the form.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// Text before this byte is a premise: what it mentions is not claimed. `start` where there is none.
    pub premise_end: usize,
    /// It opens with 但, 不过, …: what held so far is over.
    pub contrast: bool,
    /// It opens with 而是, 而: the stance before is over, its circumstances go on.
    pub turn: bool,
    /// It is a concession (即使…): its circumstances restrict nothing.
    pub concede: bool,
    /// What its premise says of being the only one.
    pub only: Only,
    /// 才 stands in its conclusion.
    pub only_then: Option<usize>,
    /// 否则 opens it.
    pub otherwise: bool,
    /// 这种情况下 stands in it.
    pub same: bool,
    /// From here on it is a question.
    pub question: Option<usize>,
    /// From here on it is a purpose.
    pub purpose: Option<usize>,
    /// From here on it names the only circumstances of what stands before.
    pub trailing: Option<usize>,
    /// The premise is marked by a word (如果, …时), not only by what it holds.
    pub marked: bool,
}

/// What a premise says of being the only one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Only {
    /// Nothing.
    #[default]
    No,
    /// 只有.
    Then,
    /// 除非.
    Unless,
}

impl Clause {
    /// Whether nothing but a premise stands in it.
    pub fn is_premise(&self) -> bool {
        self.premise_end >= self.end
    }
}

/// Splits `form` into clauses.
pub(super) fn clauses(lexicon: &Lexicon, form: &str, hits: &[Hit], measures: &[Measure]) -> Vec<Clause> {
    let mut all: Vec<Clause> = bounds(lexicon, form, hits, measures)
        .into_iter()
        .map(|(start, end)| Clause { start, end, premise_end: start, ..Clause::default() })
        .collect();
    let last = all.len().saturating_sub(1);
    for (i, clause) in all.iter_mut().enumerate() {
        mark(lexicon, form, hits, clause);
        find_premise(lexicon, form, hits, measures, clause, i == last);
    }
    imply(lexicon, form, hits, measures, &mut all);
    // 如果只欠几千块,又能正常接听,…: a circumstance goes on.
    for i in 1..all.len().saturating_sub(1) {
        let text = &form[all[i].start..all[i].end];
        let added = ["又", "且", "并且", "而且", "同时", "还能", "也能"].iter().any(|word| text.starts_with(word));
        let circumstance = hits.iter().any(|h| {
            h.start >= all[i].start && h.end == all[i].end && matches!(lexicon.entries[h.entry].row, Row::Condition(..))
        });
        if added && circumstance && all[i - 1].is_premise() && all[i].premise_end == all[i].start {
            all[i].premise_end = all[i].end;
            all[i].marked = true;
        }
    }
    // 旨在提醒还款,避免…: a purpose goes on.
    for i in 1..all.len() {
        let goes_on =
            ["避免", "防止", "以免", "并", "从而", "进而"].iter().any(|w| form[all[i].start..].starts_with(w));
        if goes_on && all[i - 1].purpose.is_some() {
            all[i].purpose = Some(all[i].start);
        }
    }
    all
}

/// Byte ranges: at commas, semicolons, colons and gaps, and before 但, 而是, 却 inside.
fn bounds(lexicon: &Lexicon, form: &str, hits: &[Hit], measures: &[Measure]) -> Vec<(usize, usize)> {
    // 22:00 is one thing.
    let number = |at: usize| measures.iter().any(|m| m.start < at && at < m.end);
    let inside = |at: usize| {
        hits.iter().any(|h| {
            h.start < at && at < h.end && matches!(lexicon.entries[h.entry].row, Row::Wording(_) | Row::Condition(..))
        })
    };
    let mut cuts = Vec::new();
    for (at, c) in form.char_indices() {
        if (matches!(c, ',' | ';' | ':' | '。' | '!' | '?') && !number(at))
            || (c == GAP && !inside(at) && !inside(at + c.len_utf8()))
        {
            cuts.push((at, at + c.len_utf8()));
        }
    }
    for hit in hits {
        if let Row::Marker(m) = &lexicon.entries[hit.entry].row
            && m.role == MarkerRole::Contrast
            && !matches!(
                &form[hit.start..hit.end],
                "而" | "可"
                    | "只是"
                    | "其实"
                    | "实际上"
                    | "事实上"
                    | "至于"
                    | "另外"
                    | "此外"
                    | "因此"
                    | "所以"
                    | "因而"
                    | "总之"
            )
        {
            cuts.push((hit.start, hit.start));
        }
    }
    cuts.sort_unstable();
    let mut parts = Vec::new();
    let mut start = 0;
    for (end, next) in cuts {
        if end > start && !form[start..end].trim().is_empty() {
            parts.push((start, end));
        }
        start = start.max(next);
    }
    if start < form.len() && !form[start..].trim().is_empty() {
        parts.push((start, form.len()));
    }
    parts
}

fn mark(lexicon: &Lexicon, form: &str, hits: &[Hit], clause: &mut Clause) {
    for hit in within(hits, clause.start, clause.end) {
        let Row::Marker(m) = &lexicon.entries[hit.entry].row else { continue };
        let lead = form[clause.start..hit.start].chars().count();
        match m.role {
            // 最高可判七年 turns nothing.
            MarkerRole::Contrast if lead > 0 && &form[hit.start..hit.end] == "可" => {}
            MarkerRole::Contrast
                if lead <= 3 && matches!(&form[hit.start..hit.end], "而是" | "而" | "只是" | "却" | "可") =>
            {
                clause.turn = true
            }
            MarkerRole::Contrast if lead <= 3 => clause.contrast = true,
            MarkerRole::Concede => clause.concede = true,
            MarkerRole::Otherwise => clause.otherwise = true,
            MarkerRole::Same => clause.same = true,
            MarkerRole::Question => clause.question = clause.question.or(Some(hit.start)),
            MarkerRole::Purpose => clause.purpose = clause.purpose.or(Some(hit.start)),
            // 才逾期40天就…: so soon, not only then.
            MarkerRole::OnlyThen if &form[hit.start..hit.end] == "才" && form[hit.end..clause.end].contains('就') => {
            }
            MarkerRole::OnlyThen => clause.only_then = clause.only_then.or(Some(hit.start)),
            MarkerRole::If | MarkerRole::OnlyIf | MarkerRole::Unless | MarkerRole::Then | MarkerRole::Contrast => {}
            MarkerRole::Tail | MarkerRole::Decoy | MarkerRole::Reason => {}
        }
    }
}

fn find_premise(lexicon: &Lexicon, form: &str, hits: &[Hit], measures: &[Measure], clause: &mut Clause, last: bool) {
    let text = &form[clause.start..clause.end];
    let next = form[clause.end..].trim_start_matches(',');
    let within: Vec<&Hit> = within(hits, clause.start, clause.end).collect();
    let role = |h: &Hit| match &lexicon.entries[h.entry].row {
        Row::Marker(m) => Some(m.role),
        _ => None,
    };
    let told = |h: &Hit| {
        // 收到律师函、催告函,有的直接发到单位: behind it the telling goes on.
        let goes_on = ["有的", "甚至", "还有", "部分"].iter().any(|word| next.starts_with(word))
            && !["有的人", "部分人", "还有人"].iter().any(|who| next.starts_with(who));
        if clause.start == 0 && matches!(&form[h.start..h.end], "收到" | "接到") && goes_on {
            return true;
        }
        matches!(&form[h.start..h.end], "收到" | "接到" | "发现" | "确认")
            && clause.start > 0
            && !["先", "应", "要", "请", "别"].iter().any(|word| form[h.end..clause.end].contains(word))
            && !["先", "应", "要", "请", "别", "不要", "可", "务必", "一定"].iter().any(|word| next.starts_with(word))
            && tail_of(lexicon, text).is_none_or(|t| t == "来")
    };
    // 一般只有短信提醒: without 才 behind it, 只有 is no condition.
    let bare_only = |h: &Hit| {
        matches!(&form[h.start..h.end], "只有" | "唯有")
            && !["才", "方可", "方能"].iter().any(|w| form[h.end..].contains(w))
    };
    // 唯有量入为出、准时还款,才是上策: what is praised is advised, no condition.
    let praised = |h: &Hit| matches!(role(h), Some(MarkerRole::OnlyIf)) && next.starts_with("才是");
    // 不会因为还不上钱而坐牢: the reason stands under the denial.
    let reason = |h: &Hit| {
        form[h.start..].starts_with('因')
            && within.iter().any(|cue| {
                cue.end <= h.start
                    && matches!(&lexicon.entries[cue.entry].row, Row::Cue(c) if matches!(c.role, CueRole::Deny | CueRole::DenySoft | CueRole::Cannot))
            })
    };
    let opener = within.iter().find(|h| {
        !told(h)
            && !reason(h)
            && !bare_only(h)
            && !praised(h)
            && matches!(role(h), Some(MarkerRole::If | MarkerRole::OnlyIf | MarkerRole::Unless | MarkerRole::Concede))
            && form[clause.start..h.start].chars().count()
                <= if matches!(role(h), Some(MarkerRole::If)) && weak(&form[h.start..h.end]) {
                    usize::from(clause.contrast) * 2
                } else {
                    10
                }
            && !(&form[h.start..h.end] == "如" && (text.contains('、') || text.ends_with('等')))
    });
    let then = |from: usize| {
        within
            .iter()
            .find(|h| h.start >= from && matches!(role(h), Some(MarkerRole::Then | MarkerRole::OnlyThen)))
            .map(|h| h.start)
    };
    let first_cue = |from: usize| {
        within
            .iter()
            .filter(|h| h.start >= from)
            .find(|h| match &lexicon.entries[h.entry].row {
                Row::Cue(c) => {
                    !matches!(c.role, CueRole::Mention)
                        && c.near.is_none()
                        && !matches!(
                            &form[h.start..h.end],
                            "已" | "已经"
                                | "没有"
                                | "开始"
                                | "直接"
                                | "多次"
                                | "持续"
                                | "反复"
                                | "频繁"
                                | "不断"
                                | "确实"
                                | "存在"
                                | "需要"
                                | "拒绝"
                                | "也"
                                | "都"
                                | "均"
                                | "要"
                                | "须"
                                | "需"
                                | "得"
                                | "要满"
                                | "应"
                                | "请"
                        )
                }
                Row::Wording(w) => w.negative && lexicon.propositions[w.proposition].scale == Scale::Advice,
                _ => false,
            })
            .map(|h| h.start)
    };
    // 上门仅限失联的用户: what follows is the only circumstance of what stands before.
    if let Some(trail) = within.iter().find(|h| {
        matches!(role(h), Some(MarkerRole::OnlyIf))
            && matches!(
                &form[h.start..h.end],
                "仅限" | "仅限于" | "只针对" | "只对" | "仅对" | "只适用于" | "前提是" | "条件是" | "只限"
            )
    }) && within.iter().any(|h| h.end <= trail.start && matches!(lexicon.entries[h.entry].row, Row::Wording(_)))
    {
        clause.trailing = Some(trail.end);
        return;
    }
    if let Some(opener) = opener {
        let from = opener.end;
        match role(opener) {
            Some(MarkerRole::OnlyIf) => clause.only = Only::Then,
            Some(MarkerRole::Unless) => clause.only = Only::Unless,
            _ => {}
        }
        clause.marked = true;
        // 凡是要加微信的,…: all that is so.
        let all = matches!(&form[opener.start..opener.end], "凡是" | "凡" | "但凡") && text.ends_with('的');
        // 对于拒绝沟通的客户,…: of whom the next clause speaks.
        let whom = ["的客户", "的用户", "的人", "的借款人", "的欠款人", "的情况", "的案件", "的债务人"];
        // 遇到泄露信息等行为的,请…: what one meets with.
        let met = text.ends_with('的')
            && matches!(&form[opener.start..opener.end], "遇到" | "遭遇" | "碰到" | "遇上" | "面对");
        let tailed = all
            || met
            || whom.iter().any(|who| text.ends_with(who))
            || tail_of(lexicon, text).is_some_and(|t| !matches!(t, "的" | "还" | "又" | "来" | "起" | "中" | "下"));
        // 接到电话后要先核实: here advice begins with any of its words.
        let speech = || {
            within
                .iter()
                .filter(|h| h.start >= from)
                .find(|h| match &lexicon.entries[h.entry].row {
                    Row::Cue(c) => {
                        matches!(c.role, CueRole::Advise | CueRole::Oblige | CueRole::Dissuade | CueRole::Able)
                            && c.reach != Reach::Backward
                    }
                    _ => false,
                })
                .map(|h| h.start)
        };
        // 遇到困难时主动与平台协商: the premise ends where its own tail does.
        let inner = || {
            let ends = |tail: &str| {
                let at = form[from..clause.end].find(tail).map(|at| from + at + tail.len())?;
                // 按时接听: no time at which.
                let other = ["间", "候", "效", "长", "刻", "段", "机"].iter().any(|w| form[at..].starts_with(w))
                    || ["按时", "及时", "准时", "同时", "随时", "暂时", "平时", "临时", "小时", "定时", "到时"]
                        .iter()
                        .any(|w| form[from..at].ends_with(w));
                let goes_on =
                    within.iter().any(|h| h.start >= at && matches!(lexicon.entries[h.entry].row, Row::Wording(_)));
                (!other && goes_on).then_some(at)
            };
            ["的时候", "的话", "时", "之后", "以后"].iter().find_map(|tail| ends(tail))
        };
        // 遇到威胁直接向监管投诉: what to do begins with its own words.
        let counsel = || {
            let met = weak(&form[opener.start..opener.end]) && !tailed;
            let to_do = |h: &&&Hit| match &lexicon.entries[h.entry].row {
                Row::Wording(w) => {
                    matches!(lexicon.propositions[w.proposition].scale, Scale::Advice)
                        || lexicon.propositions[w.proposition].id.as_str() == "remedy.complain"
                }
                _ => false,
            };
            let least = from + 2 * '了'.len_utf8();
            within.iter().filter(|_| met).filter(|h| h.start >= least).find(to_do).map(|h| h.start)
        };
        let cut = then(from).or_else(inner).or_else(|| {
            if last || !tailed && weak(&form[opener.start..opener.end]) {
                first_cue(from).into_iter().chain(speech()).min().or_else(counsel)
            } else {
                None
            }
        });
        clause.premise_end = cut.unwrap_or(clause.end);
        return;
    }
    // 延期期间不收罚息, 停息挂账以后不再打扰: a stretch named in front restricts what follows.
    let tail_at =
        |at: usize| INNER_TAILS.iter().find(|tail| text[at..].starts_with(**tail)).map(|tail| (at, tail.len()));
    let stretch = text.char_indices().find_map(|(at, _)| tail_at(at)).map(|(at, length)| (clause.start + at, length));
    if let Some((at, length)) = stretch
        && at > clause.start
        && at + length < clause.end
        && !within.iter().any(|h| h.start < at + length && at < h.end && !matches!(lexicon.entries[h.entry].row, Row::Condition(..) | Row::Marker(_) | Row::Product(..) | Row::Voice(_)))
        && !measures.iter().any(|m| m.start < at + length && at < m.end)
        && !within.iter().any(|h| h.end <= at && matches!(&lexicon.entries[h.entry].row, Row::Cue(c) if !matches!(c.role, CueRole::Affirm | CueRole::Generic)))
        && first_cue(at).is_some()
    {
        clause.premise_end = at + length;
        clause.marked = true;
        return;
    }
    let holds = within.iter().any(|h| matches!(lexicon.entries[h.entry].row, Row::Condition(..)))
        || measures.iter().any(|m| {
            m.start >= clause.start
                && m.end <= clause.end
                && matches!(m.value, Value::Money { .. } | Value::Days { .. } | Value::OrdinalDays { .. })
        });
    // 不要因为金额小就拖着: the advice reaches over 就.
    let advised = |cut: usize| {
        within.iter().any(|h| h.end <= cut && matches!(&lexicon.entries[h.entry].row, Row::Cue(c) if matches!(c.role, CueRole::Dissuade | CueRole::Deny) && c.near.is_none()))
    };
    if last {
        // 金额较大就会上门: the part before 就 is a premise where it holds a circumstance.
        if let Some(cut) = then(clause.start)
            && within.iter().any(|h| h.end <= cut && matches!(lexicon.entries[h.entry].row, Row::Condition(..)))
            && !advised(cut)
        {
            clause.premise_end = cut;
        }
        return;
    }
    // 真的被起诉了,…: what then.
    let come_true = text.starts_with('真') && text.ends_with('了') && text.chars().count() <= 10;
    // 你一失联,…: no sooner than that.
    let sooner = within.iter().any(|h| {
        matches!(lexicon.entries[h.entry].row, Row::Condition(..))
            && h.end == clause.end
            && form[clause.start..h.start].ends_with('一')
    });
    // 被列入名单的人,不能坐飞机: of whom the next clause speaks.
    let of_whom = ["的人", "的用户", "的客户", "的借款人"].iter().any(|who| text.ends_with(who))
        && !["有", "是", "会", "不"].iter().any(|verb| text.contains(verb))
        // 被起诉的人,越来越多 says how many.
        && !["越", "很", "不", "并", "多", "少", "也", "占", "其实"]
            .iter()
            .any(|word| next.starts_with(word) && form[clause.end..].contains(['多', '少']));
    if sooner || of_whom || come_true {
        clause.premise_end = clause.end;
        clause.marked = true;
        return;
    }
    // 本人又一直失联: words of a circumstance that are advice only under a cue claim nothing.
    let only_circumstance = |hit: &Hit| {
        matches!(&lexicon.entries[hit.entry].row, Row::Wording(w) if w.needs_cue)
            && within.iter().any(|h| {
                h.start <= hit.start && hit.end <= h.end && matches!(lexicon.entries[h.entry].row, Row::Condition(..))
            })
    };
    let claims =
        within.iter().any(|h| matches!(lexicon.entries[h.entry].row, Row::Wording(_)) && !only_circumstance(h));
    let cue = first_cue(clause.start).is_some();
    // 已经上门的,很少: how many there are.
    let said_how_many = next.starts_with(['很', '不', '极', '也', '占', '多', '越', '毕', '是', '只'])
        && !["不代表", "不等于", "不意味"].iter().any(|word| next.starts_with(word));
    let tail = tail_of(lexicon, text);
    let premise = match tail {
        // 真起诉的,法院会送传票.
        Some("的") if text.starts_with('真') && !text.contains("真的") && !text.contains('会') => true,
        // 还没立案的,…; 已经上了征信的,…: where the matter stands.
        Some("的")
            if ["还没", "尚未", "还未", "已经", "没有被"].iter().any(|w| text.starts_with(w)) && !said_how_many =>
        {
            true
        }
        // 协商过分期却再次逾期的,…; 确实收到传票的,应准时出庭.
        Some("的") if text.contains('却') => true,
        Some("的")
            if !text.contains(['会', '是'])
                && [
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
                ]
                .iter()
                .any(|word| next.starts_with(word)) =>
        {
            true
        }
        Some("的") => {
            (holds && !text.ends_with("会的") && !text.ends_with("是的"))
                || (!claims && !cue && text.chars().count() <= 20)
        }
        Some(tail) if tail.chars().count() == 1 => {
            matches!(tail, "时" | "后" | "前" | "者")
                && !text.ends_with("最后")
                && !text.ends_with("记者")
                && !["此前", "目前", "日前", "当前", "眼前", "先前"].iter().any(|w| text.ends_with(w))
                || (holds && !claims)
        }
        Some(_) => true,
        None => holds && !claims && !cue,
    };
    if premise {
        clause.premise_end = clause.end;
        clause.marked = tail.is_some();
    } else if let Some(cut) = then(clause.start)
        && within.iter().any(|h| h.end <= cut && matches!(lexicon.entries[h.entry].row, Row::Condition(..)))
        && !advised(cut)
    {
        clause.premise_end = cut;
    }
}

/// Words that close a premise inside a clause.
const INNER_TAILS: &[&str] = &["期间", "以后", "之后", "之前", "以前", "的时候", "的话", "的情况下", "前提下"];

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
