//! One sentence → findings: mention → clause → cues in reach → stance, with circumstances and numbers.

use crate::claim::{Actor, Attribution, Extent, Flag, Product, Quantity, Range, Role, Stance};
use crate::lexicon::{CueRole, CueRow, Hit, Lexicon, Proposition, Reach, Row, Scale, Wording};
use crate::quantity::{self, Measure, Value};

use super::clause::{Clause, Only, clauses};
use super::condition::{Place, Setting, head_chars, of_measure, of_rows, tail_chars};
use super::number;
use super::stance::{Base, Cues, Reading, compose};

mod aside;
mod carry;
mod circumstance;
mod doubt;
mod elliptic;
mod judge;
mod mention;
mod premise;
mod reach;
mod sentence;
mod settle;
mod verdict;
mod voices;
mod wordings;

pub(in crate::extract) use sentence::Sentence;

use aside::{ASKED, TOPIC, channel, in_quotes, text_says};
use mention::Mention;
use reach::deontic;
use sentence::fits;
use settle::settle;
use voices::{Voice, actor_in, attributions};

/// What stands around a sentence.
#[derive(Debug, Clone, Default)]
pub(in crate::extract) struct Around {
    /// Circumstances from headings and introducing sentences.
    pub setting: Setting,
    /// Circumstances of the label that opens the block.
    pub label: Setting,
    /// Circumstances of the sentence before.
    pub before: Setting,
    /// Products of the section.
    pub products: Vec<Product>,
    /// Hedges of the sentence that introduces the list, by row, with their words: 可能采取以下措施.
    pub hedges: Vec<(usize, String)>,
    /// The sentence asks.
    pub question: bool,
    /// The sentence is a case told (the story of somebody) even without a word that says so.
    pub case: bool,
}

/// What one mention came to.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Index of the proposition.
    pub proposition: usize,
    /// The mention, in the form.
    pub start: usize,
    /// Its end.
    pub end: usize,
    /// Number of its clause.
    pub clause: usize,
    /// The claim, or why there is none.
    pub verdict: Result<Found, &'static str>,
    /// Words that decided.
    pub cues: Vec<String>,
    /// Rows used.
    pub rows: Vec<usize>,
}

/// A claim without its article.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Stance.
    pub stance: Stance,
    /// Circumstances.
    pub setting: Setting,
    /// Products.
    pub products: Vec<Product>,
    /// Whose word.
    pub attribution: Attribution,
    /// Who acts, where the clause says so before the mention.
    pub actor: Option<Actor>,
    /// Numbers.
    pub quantities: Vec<Quantity>,
}

/// Reads one sentence. Also returns the circumstances that hold at its end.
pub(in crate::extract) fn read(lexicon: &Lexicon, sentence: &Sentence, around: &Around) -> (Vec<Finding>, Setting) {
    let mut reader = Reader {
        lexicon,
        sentence,
        around,
        base: around.label.clone(),
        premise: Setting::default(),
        either: Vec::new(),
        concluded: false,
        only: Only::No,
        floating: around.hedges.iter().filter_map(|(row, word)| Some((cue(lexicon, *row)?, word.as_str()))).collect(),
        carried: Vec::new(),
        products: Vec::new(),
        findings: Vec::new(),
        attribution: attributions(lexicon, sentence),
        timed: false,
        was_overdue: false,
        stage: None,
        spent: Vec::new(),
    };
    // 遇到过上门,这种情况比较少见: behind a statement of its own, it is that one which is taken up.
    let same = sentence.clauses.iter().take(2).any(|c| c.same && sentence.form[..c.start].chars().count() <= 8);
    if same {
        reader.base = reader.base.under(&around.before);
    }
    for number in 0..sentence.clauses.len() {
        reader.clause(number);
    }
    reader.trailing_unless();
    let last = around.setting.headed(&reader.base.under(&reader.premise));
    (settle(reader.findings, lexicon, sentence), last)
}

/// Why a mention in a premise claims nothing.
const PREMISE: &str = "stands in a premise";

fn cue(lexicon: &Lexicon, row: usize) -> Option<&CueRow> {
    match &lexicon.entries[row].row {
        Row::Cue(cue) => Some(cue),
        _ => None,
    }
}

/// Words whose object may fill the next clause.
const FEARS: [&str; 6] = ["担心", "害怕", "生怕", "唯恐", "担忧", "忧虑"];

/// 某些公司更狠,先爆通讯录: a subject of some among many goes on.
fn some_of_many(word: &str) -> bool {
    ["某些", "有些", "部分", "有的", "个别", "一些"].contains(&word)
}

struct Reader<'a> {
    lexicon: &'a Lexicon,
    sentence: &'a Sentence,
    around: &'a Around,
    base: Setting,
    premise: Setting,
    /// 失联或者金额较大: each of the two holds by itself.
    either: Vec<Setting>,
    concluded: bool,
    only: Only,
    floating: Vec<(&'a CueRow, &'a str)>,
    carried: Vec<(&'a CueRow, &'a str)>,
    products: Vec<Product>,
    findings: Vec<Finding>,
    attribution: Vec<Voice>,
    /// Days overdue were named before in the sentence: a bare duration goes on counting them.
    was_overdue: bool,
    /// The stage that the sentence opens with.
    stage: Option<Extent>,
    /// Places of numbers that a claim has taken.
    spent: Vec<usize>,
    /// A number of hours or times has been claimed: the acts that follow belong to it.
    timed: bool,
}

impl<'a> Reader<'a> {
    fn clause(&mut self, number: usize) {
        let clause = &self.sentence.clauses[number];
        let form = &self.sentence.form;
        // 还清后五年才消,别因为…: how long a record is kept is counted from there, nothing else is.
        let kept = |f: &Finding| {
            f.verdict.is_ok() && self.lexicon.propositions[f.proposition].id.as_str() == "credit.retention"
        };
        if self.findings.last().is_some_and(kept) {
            self.premise.flags.remove(&Flag::Settled);
        }
        if clause.contrast && self.concluded {
            // 逾期7天花呗会停用,但账号不会被封: without a circumstance or a hedge of its own, the premise goes on.
            let general = self.cues(clause).any(|(_, c, _)| matches!(c.role, CueRole::Generic | CueRole::Usual));
            if general || !self.local(clause, clause.end, false).is_empty() || clause.premise_end > clause.start {
                self.forget_premise();
            }
            self.only = Only::No;
            self.floating.clear();
            self.carried.clear();
        }
        // 可以申请停息挂账,期间不再产生利息: what lets one in is behind; it holds while the plan runs.
        if form[clause.start..].starts_with("期间") {
            self.forget_premise();
            self.premise.flags.insert(Flag::Other);
            self.premise.text = Some("期间".to_owned());
        }
        self.take_products(clause);
        let case = self.case_at(clause);
        self.was_overdue |= self.premise.overdue.is_some();
        if clause.premise_end > clause.start && !clause.concede {
            self.take_premise(clause, number, case);
        }
        if clause.is_premise() {
            for hit in self.sentence.within(clause) {
                if let Row::Wording(w) = &self.lexicon.entries[hit.entry].row {
                    self.dropped(w, hit, number, PREMISE);
                }
            }
            if clause.contrast {
                self.carried.clear();
            }
            self.float(clause);
            return;
        }
        // 只有失联才…, 不得…: the strict premise is spent on its first conclusion, unless 才 stands again.
        if self.concluded && self.only != Only::No && clause.premise_end == clause.start && clause.only_then.is_none() {
            self.forget_premise();
            self.only = Only::No;
        }
        let mentions = self.mentions(clause);
        // A clause that holds only a circumstance after a conclusion begins a new premise.
        let local = self.local(clause, clause.end, case);
        if self.concluded && !local.is_empty() && !mentions.is_empty() && clause.premise_end == clause.start {
            self.forget_premise();
            self.only = Only::No;
        }
        // 上门催收: 当电话无效时…: a label is said again behind its colon, or is no more than a name.
        let label = number == 0 && form[clause.end..].starts_with(':') && self.cues(clause).next().is_none();
        let mentions = if label {
            let later = |p: Option<usize>| {
                self.sentence.hits.iter().any(|h| h.start > clause.end && self.proposition(h.entry) == p)
            };
            mentions
                .into_iter()
                .filter(|(_, e)| !later(self.proposition(*e)) && self.sentence.clauses.len() > 1)
                .collect()
        } else {
            mentions
        };
        let whole = Clause {
            end: if label { self.sentence.clauses.get(number + 1).map_or(clause.end, |n| n.end) } else { clause.end },
            ..clause.clone()
        };
        let mut own: Vec<(&'a CueRow, &'a str)> = Vec::new();
        let claimed_before = self.findings.len();
        for (index, (hit, entry)) in mentions.iter().enumerate() {
            let previous = index.checked_sub(1).map(|i| mentions[i].0);
            let Row::Wording(wording) = &self.lexicon.entries[*entry].row else { continue };
            let proposition = &self.lexicon.propositions[wording.proposition];
            let beside = mentions.as_slice();
            let mention =
                Mention { clause: &whole, number, hit, entry: *entry, wording, proposition, beside, case, form };
            let cues = self.mention(mention, previous);
            if !cues.is_empty() {
                own = cues;
            }
        }
        if self.findings[claimed_before..].iter().all(|f| f.verdict.is_err()) {
            self.elliptic(clause, number);
        }
        if mentions.is_empty() {
            self.verdict_on_before(clause, number);
            self.float(clause);
            // 电话催收:这是最常见的方式,…: said of the topic, and so of what goes on.
            if ["这是", "这也是", "这仍是"].iter().any(|word| form[clause.start..].starts_with(word)) {
                let usual = self.cues(clause).map(|(_, c, w)| (c, w)).filter(|(c, _)| c.role == CueRole::Usual);
                self.floating.extend(usual);
            }
            // 可能采用其他方法,如邮寄信函: the hedge goes on to the list.
            let listed = self.sentence.clauses.get(number + 1).is_some_and(|n| {
                ["如", "比如", "例如", "包括", "即", "像", "甚至", "诸如", "其中"]
                    .iter()
                    .any(|w| form[n.start..].starts_with(w))
            });
            if listed || form[clause.end..].starts_with(':') {
                self.carried = self
                    .cues(clause)
                    .map(|(_, c, w)| (c, w))
                    .filter(|(c, _)| {
                        c.reach != Reach::Backward
                            && matches!(c.role, CueRole::Possible | CueRole::Generic | CueRole::Usual)
                    })
                    .collect();
            } else if self.sentence.clauses.get(number + 1).is_some_and(|n| form[n.start..].starts_with("申请")) {
                // 可在线提交证明,申请延期: what one can do goes on.
                let able = self.cues(clause).map(|(_, c, w)| (c, w)).filter(|(c, _)| c.role == CueRole::Able);
                self.carried = able.collect();
            } else if !clause.is_premise() {
                // 会与借款人沟通,了解情况,并协商方案: who will, will.
                let silent = self.cues(clause).all(|(_, c, _)| c.role == CueRole::Mention);
                let plain = silent && !clause.contrast && !clause.turn;
                self.carried.retain(|(c, _)| plain && c.role == CueRole::Affirm);
                // 有可能联系银行,把你的卡止付: one act after the other.
                let serial = self.sentence.clauses.get(number + 1).is_some_and(|n| {
                    ["把", "并", "进而", "从而", "然后"].iter().any(|w| form[n.start..].starts_with(w))
                });
                let own: Vec<_> = self
                    .cues(clause)
                    .map(|(_, c, w)| (c, w))
                    .filter(|(c, w)| {
                        c.reach != Reach::Backward
                            && (matches!(c.role, CueRole::Generic | CueRole::Affirm)
                                || matches!(c.role, CueRole::Possible | CueRole::Rare) && some_of_many(w)
                                || c.role == CueRole::Possible && serial)
                    })
                    .collect();
                self.carried.extend(own);
            }
        } else {
            // 一般来说,平台不会起诉,只是发短信提醒: how often holds for the sentence.
            self.floating.retain(|(c, _)| c.reach == Reach::Sentence && c.role == CueRole::Generic);
            if !own.is_empty() {
                self.carried = own;
            }
        }
        self.either_act(clause, number, claimed_before);
        let claimed = self.findings[claimed_before..].iter().any(|f| f.verdict.is_ok());
        if claimed || (!mentions.is_empty()) {
            self.concluded = true;
            let local = self.local(clause, clause.end, case);
            if !local.is_empty() {
                self.premise.add(local);
            }
        } else if mentions.is_empty() {
            // 金额较大, without a mark: it holds for what follows.
            let has_core = self.cues(clause).any(|(_, c, _)| !matches!(c.role, CueRole::Generic));
            let here = self.local(clause, clause.end, case);
            if !here.is_empty() && (!has_core || case) {
                self.begin_premise();
                self.premise.add(here);
            } else if has_core {
                self.concluded = true;
            }
        }
    }

    /// Sentence-wide hedges of a clause without a claim go on to the next.
    fn float(&mut self, clause: &Clause) {
        let start = clause.start;
        let found: Vec<_> = self
            .sentence
            .hits
            .iter()
            .filter(|h| h.start >= start && h.end <= clause.end)
            .filter_map(|h| match &self.lexicon.entries[h.entry].row {
                Row::Cue(cue) if cue.reach == Reach::Sentence => Some((cue, self.sentence.text(h))),
                // 不少人担心逾期之后,会有人上门.
                Row::Cue(cue)
                    if !clause.is_premise()
                        && cue.role == CueRole::Mention
                        && FEARS.contains(&self.sentence.text(h))
                        // 大家最担心的征信问题 names a topic.
                        && self.sentence.form[h.end..].strip_prefix('的').is_none_or(|rest| rest.starts_with('是'))
                        && self.sentence.form[h.end..clause.end].chars().count() >= 2 =>
                {
                    Some((cue, self.sentence.text(h)))
                }
                // 一般逾期30天以内,是客服打电话; 部分逾期时间较长的账款,会委托第三方.
                Row::Cue(cue)
                    if clause.is_premise()
                        && h.start == start
                        && (cue.role == CueRole::Generic
                            || cue.role == CueRole::Possible && some_of_many(self.sentence.text(h))) =>
                {
                    Some((cue, self.sentence.text(h)))
                }
                Row::Cue(cue)
                    if !clause.is_premise()
                        && matches!(cue.role, CueRole::Advise)
                        && self.sentence.form[h.end..clause.end].chars().count() <= 8 =>
                {
                    Some((cue, self.sentence.text(h)))
                }
                _ => None,
            })
            .collect();
        self.floating.extend(found);
    }

    fn dropped(&mut self, w: &Wording, hit: &Hit, clause: usize, why: &'static str) {
        self.findings.push(Finding {
            proposition: w.proposition,
            start: hit.start,
            end: hit.end,
            clause,
            verdict: Err(why),
            cues: Vec::new(),
            rows: vec![hit.entry],
        });
    }
}
