//! One sentence → findings: mention → clause → cues in reach → stance, with circumstances and numbers.

use crate::claim::{Actor, Attribution, Extent, Flag, Product, Quantity, Role, Stance};
use crate::lexicon::{CueRole, CueRow, Hit, Lexicon, Reach, Row, Scale, Wording};
use crate::quantity::{self, Measure, Value};

use super::clause::{Clause, Only, clauses};
use super::condition::{Place, Setting, head_chars, of_measure, of_rows, tail_chars};
use super::number;
use super::stance::{Base, Cues, Reading, compose};

mod judge;
mod mention;
mod reach;

use judge::settle;
use mention::text_says;
use reach::deontic;

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

/// A sentence taken apart.
#[derive(Debug, Clone, Default)]
pub(in crate::extract) struct Sentence {
    /// The form.
    pub form: String,
    /// Rows hit.
    pub hits: Vec<Hit>,
    /// Numbers.
    pub measures: Vec<Measure>,
    /// Clauses.
    pub clauses: Vec<Clause>,
}

impl Sentence {
    /// Scans `form` once.
    pub(in crate::extract) fn scan(lexicon: &Lexicon, form: &str) -> Sentence {
        let hits = visible(lexicon, form, lexicon.matcher.hits(form, &lexicon.entries));
        let measures = quantity::scan(form);
        let clauses = clauses(lexicon, form, &hits, &measures);
        Sentence { form: form.to_owned(), hits, measures, clauses }
    }

    fn text(&self, hit: &Hit) -> &str {
        &self.form[hit.start..hit.end]
    }

    fn within(&self, clause: &Clause) -> impl Iterator<Item = &Hit> {
        let (start, end) = (clause.start, clause.end);
        self.hits.iter().filter(move |h| h.start >= start && h.end <= end)
    }

    /// Hedges that hold for the list it introduces, with their rows.
    pub(in crate::extract) fn hedges(&self, lexicon: &Lexicon) -> Vec<(usize, String)> {
        let hedge = |h: &&Hit| {
            cue(lexicon, h.entry).is_some_and(|c| {
                matches!(c.role, CueRole::Possible | CueRole::Generic | CueRole::Usual) && c.near.is_none()
            })
        };
        // 主要会产生以下影响 says which, not how often.
        let says = |h: &&Hit| hedge(h) && !matches!(self.text(h), "主要" | "主要会" | "主要有");
        self.hits.iter().filter(says).map(|h| (h.entry, self.text(h).to_owned())).collect()
    }

    /// All circumstances that the sentence names, whatever their part in it: for headings and questions.
    pub(in crate::extract) fn circumstances(&self, lexicon: &Lexicon, label: bool) -> Setting {
        let mut setting = of_rows(lexicon, &self.form, &self.hits, 0, self.form.len(), true);
        for measure in &self.measures {
            if let Some(more) =
                of_measure(&self.form, measure, Place { label, premise: true, case: self.form.contains('我') })
            {
                setting.add(more);
            }
        }
        setting
    }

    /// Products named in it, mere actors left out.
    pub(in crate::extract) fn named_products(&self, lexicon: &Lexicon) -> Vec<Product> {
        let mut found: Vec<Product> = self
            .hits
            .iter()
            .filter_map(|h| match &lexicon.entries[h.entry].row {
                Row::Product(products, false) => Some(products.clone()),
                _ => None,
            })
            .flatten()
            .collect();
        found.sort();
        found.dedup();
        found
    }

    /// Products named anywhere in it, mere actors last.
    pub(in crate::extract) fn products(&self, lexicon: &Lexicon) -> Vec<Product> {
        let named = |actors: bool| -> Vec<Product> {
            self.hits
                .iter()
                .filter_map(|h| match &lexicon.entries[h.entry].row {
                    Row::Product(products, actor) if *actor == actors => Some(products.clone()),
                    _ => None,
                })
                .flatten()
                .collect()
        };
        let mut found = named(false);
        if found.is_empty() {
            found = named(true);
        }
        found.sort();
        found.dedup();
        found
    }
}

/// Whether a wording counts in `clause` of `form`, by the words that it asks for and those that it cannot stand with.
fn fits(w: &Wording, form: &str, clause: &str) -> bool {
    let stands = |word: &String| match word.strip_prefix('^') {
        Some(word) => form.contains(word),
        None => clause.contains(word.as_str()),
    };
    !w.blocks && (w.with.is_empty() || w.with.iter().any(stands)) && !w.without.iter().any(stands)
}

/// The hits without the cues inside a wording that counts: 不能 in 不能坐高铁 is part of it, 不能 in 不能使用暴力 is not.
fn visible(lexicon: &Lexicon, form: &str, hits: Vec<Hit>) -> Vec<Hit> {
    const MARKS: [char; 6] = [',', ';', ':', '。', '!', '?'];
    let counts = |hit: &Hit| match &lexicon.entries[hit.entry].row {
        Row::Wording(w) if !hit.gapped => {
            let start = form[..hit.start].rfind(MARKS).map_or(0, |at| at + 1);
            let start = (start..=hit.start).find(|at| form.is_char_boundary(*at)).unwrap_or(hit.start);
            let end = form[hit.end..].find(MARKS).map_or(form.len(), |at| hit.end + at);
            fits(w, form, &form[start..end])
        }
        _ => false,
    };
    let wordings: Vec<(usize, usize)> = hits.iter().filter(|h| counts(h)).map(|h| (h.start, h.end)).collect();
    let mut hits = hits;
    hits.retain(|hit| {
        !matches!(lexicon.entries[hit.entry].row, Row::Cue(_))
            || !wordings
                .iter()
                .any(|(start, end)| *start <= hit.start && hit.end <= *end && (*start, *end) != (hit.start, hit.end))
    });
    hits
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
    };
    let same = sentence.clauses.iter().any(|c| c.same);
    if same {
        reader.base = reader.base.under(&around.before);
    }
    for number in 0..sentence.clauses.len() {
        reader.clause(number);
    }
    reader.trailing_unless();
    let last = around.setting.headed(&reader.base.under(&reader.premise));
    (settle(reader.findings), last)
}

fn cue(lexicon: &Lexicon, row: usize) -> Option<&CueRow> {
    match &lexicon.entries[row].row {
        Row::Cue(cue) => Some(cue),
        _ => None,
    }
}

/// 某些公司更狠,先爆通讯录: a subject of some among many goes on.
fn some_of_many(word: &str) -> bool {
    ["某些", "有些", "部分", "有的", "个别", "一些"].contains(&word)
}

/// A voice with its reach.
struct Voice {
    attribution: Attribution,
    start: usize,
    end: usize,
    row: usize,
}

/// Who speaks from where to where: to the sentence's end, the next voice's beginning, or the closing quote.
fn attributions(lexicon: &Lexicon, sentence: &Sentence) -> Vec<Voice> {
    let mut voices: Vec<Voice> = Vec::new();
    for hit in &sentence.hits {
        let Row::Voice(attribution) = lexicon.entries[hit.entry].row else { continue };
        // 向金融监管局投诉: whom one turns to does not speak.
        let addressed =
            ["向", "找", "到", "跟", "联系", "拨打", "请求"].iter().any(|w| sentence.form[..hit.start].ends_with(w));
        if addressed && attribution == Attribution::Official {
            continue;
        }
        let mut end = sentence.form.len();
        let mut start = hit.end;
        if attribution == Attribution::Collector {
            let rest = &sentence.form[hit.end..];
            // A quotation ends with its mark; talk without marks with a contrast or a judgement of it.
            let quote = rest.find('“').filter(|at| rest[..*at].chars().count() <= 4);
            end = match quote {
                Some(open) => rest[open..].find('”').map_or(end, |close| hit.end + open + close),
                None => sentence
                    .clauses
                    .iter()
                    .find(|c| c.start >= hit.end && (c.contrast || judged(&sentence.form[c.start..c.end])))
                    .map_or(end, |c| c.start),
            };
        } else if attribution != Attribution::Users && attribution != Attribution::Law {
            start = hit.start;
        } else {
            start = sentence.clauses.iter().find(|c| c.start <= hit.start && hit.start < c.end).map_or(0, |c| c.start);
        }
        voices.push(Voice { attribution, start, end, row: hit.entry });
    }
    voices.extend(quoted_talk(lexicon, &sentence.form));
    voices
}

/// “今天不处理就到你家”,这种短信…: the quotation is a collector's.
fn quoted_talk(lexicon: &Lexicon, form: &str) -> Option<Voice> {
    let close = form.find('”')?;
    let start = form[..close].rfind('“')?;
    let rest = form[close + '”'.len_utf8()..].trim_start_matches(',');
    let of_kind =
        ["这种", "这类", "这样的", "之类的", "这些", "诸如此类的"].iter().find_map(|w| rest.strip_prefix(w))?;
    let talk = ["短信", "话", "信息", "通知", "电话", "威胁", "恐吓"].iter().any(|w| of_kind.starts_with(w));
    let row = lexicon.entries.iter().position(|e| matches!(e.row, Row::Voice(Attribution::Collector)))?;
    talk.then_some(Voice { attribution: Attribution::Collector, start, end: close, row })
}

fn judged(clause: &str) -> bool {
    // 催收说要上门,最后没来: what came of it is told by the teller.
    ["最后", "结果", "后来", "至今", "到现在", "真去", "真来", "真的去", "真正"].iter().any(|w| clause.starts_with(w))
        || [
            "十有八九",
            "多为",
            "多是",
            "八成",
            "通常只是",
            "只是",
            "其实",
            "实际上",
            "不要",
            "别",
            "的电话",
            "真实性",
            "一律",
            "都是",
        ]
        .iter()
        .any(|w| clause.contains(w))
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
        self.take_products(clause);
        let case = self.case_at(clause);
        self.was_overdue |= self.premise.overdue.is_some();
        if clause.premise_end > clause.start && !clause.concede {
            self.take_premise(clause, number, case);
        }
        if clause.is_premise() {
            for hit in self.sentence.within(clause) {
                if let Row::Wording(w) = &self.lexicon.entries[hit.entry].row {
                    self.dropped(w, hit, number, "stands in a premise");
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
            let cues = self.mention(&whole, number, hit, *entry, previous, &mentions, case);
            if !cues.is_empty() {
                own = cues;
            }
        }
        if mentions.is_empty() {
            self.verdict_on_before(clause, number);
            self.float(clause);
            // 可能采用其他方法,如邮寄信函: the hedge goes on to the list.
            let listed = self.sentence.clauses.get(number + 1).is_some_and(|n| {
                ["如", "比如", "例如", "包括", "即", "像", "甚至", "诸如"]
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
            } else if !clause.is_premise() {
                self.carried = self
                    .cues(clause)
                    .map(|(_, c, w)| (c, w))
                    .filter(|(c, w)| {
                        c.reach != Reach::Backward
                            && (c.role == CueRole::Generic || c.role == CueRole::Possible && some_of_many(w))
                    })
                    .collect();
            }
        } else {
            self.floating.clear();
            if !own.is_empty() {
                self.carried = own;
            }
        }
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

    fn forget_premise(&mut self) {
        self.premise = Setting::default();
        self.either.clear();
    }

    fn begin_premise(&mut self) {
        if self.concluded {
            self.forget_premise();
            self.only = Only::No;
            self.concluded = false;
            self.carried.clear();
        }
    }

    fn take_products(&mut self, clause: &Clause) {
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

    fn case_at(&self, clause: &Clause) -> bool {
        self.around.case
            || self
                .attribution
                .iter()
                .any(|v| v.attribution == Attribution::Users && v.start <= clause.end && clause.start <= v.end)
    }

    fn take_premise(&mut self, clause: &Clause, number: usize, case: bool) {
        self.begin_premise();
        let (start, end) = (clause.start, clause.premise_end);
        let within = |start: usize, end: usize| {
            let mut here = of_rows(self.lexicon, &self.sentence.form, &self.sentence.hits, start, end, true);
            for measure in self.sentence.measures.iter().filter(|m| m.start >= start && m.end <= end) {
                let label = number == 0 && self.label(clause) || stage(clause, measure);
                if let Some(more) = of_measure(&self.sentence.form, measure, Place { premise: true, case, label }) {
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
        self.premise.add(here);
    }

    /// A clause before a colon or a bar at the sentence's beginning.
    fn label(&self, clause: &Clause) -> bool {
        self.sentence.form[clause.end..].starts_with([':', '|'])
    }

    /// Circumstances of a conclusion, from its words before `to`.
    fn local(&self, clause: &Clause, to: usize, case: bool) -> Setting {
        let start = clause.premise_end;
        let mut here = of_rows(self.lexicon, &self.sentence.form, &self.sentence.hits, start, to, false);
        for measure in self.sentence.measures.iter().filter(|m| m.start >= start && m.end <= to) {
            // 逾期一个月会打电话,三个月会发律师函: a ladder goes on.
            let opens = self.sentence.form[start..measure.start].chars().count() <= 1
                && (self.premise.overdue.is_some()
                    || self.base.overdue.is_some()
                    || self.around.setting.overdue.is_some())
                && matches!(measure.value, Value::Days { .. });
            let label = opens || stage(clause, measure) && to == clause.end;
            if let Some(more) = of_measure(&self.sentence.form, measure, Place { case, label, premise: false }) {
                here.add(more);
            }
        }
        here
    }

    /// Wordings of the conclusion that may be claims, with the numbers that are mentions of their own.
    fn mentions(&mut self, clause: &Clause) -> Vec<(Hit, usize)> {
        let text = &self.sentence.form[clause.start..clause.end];
        let mut found = Vec::new();
        let lexicon = self.lexicon;
        for hit in self.sentence.within(clause).filter(|h| h.start >= clause.premise_end) {
            let Row::Wording(w) = &lexicon.entries[hit.entry].row else { continue };
            if self.fits(w, text) {
                found.push((*hit, hit.entry));
            }
        }
        self.keep_longest(&mut found);
        for (kind, entry, w) in number::wordings(lexicon) {
            for measure in &self.sentence.measures {
                if measure.start >= clause.premise_end
                    && measure.end <= clause.end
                    && number::is_kind(kind, measure)
                    && self.fits(w, text)
                {
                    // 最长可以分60期: the cue may stand inside the number.
                    let gapped = kind == "@installments";
                    found.push((Hit { start: measure.start, end: measure.end, entry, gapped }, entry));
                }
            }
        }
        // A rule on hours or times of contact is one claim, not one more on the contact.
        let ruled = self
            .cues(clause)
            .any(|(_, c, _)| matches!(c.role, CueRole::Forbid | CueRole::Cannot | CueRole::Dissuade | CueRole::Permit));
        if self.timed
            || found.iter().any(|(_, e)| {
                number::caps_contact(lexicon, *e)
                    || ruled && matches!(self.id(*e), Some("rule.hours" | "rule.frequency"))
            })
        {
            found.retain(|(_, e)| !self.contacting(*e));
        }
        // 八成是拿外访当话术: the visit is what is called a bluff.
        if found.iter().any(|(_, e)| self.id(*e) == Some("visit.bluff")) {
            let voices = &self.attribution;
            found.retain(|(h, e)| {
                self.id(*e) != Some("visit.home")
                    || voices
                        .iter()
                        .any(|v| v.attribution == Attribution::Collector && v.start <= h.start && h.end <= v.end)
            });
        }
        // 外访应两人以上: the visit is only what the rule is about.
        if found.iter().any(|(_, e)| matches!(self.id(*e), Some("rule.visit_conduct"))) {
            found.retain(|(h, e)| {
                self.id(*e) != Some("visit.home") || text_says(&self.sentence.form[h.end..clause.end])
            });
        }
        // 催收电话可能是诈骗: the contact is what is called a fraud.
        if let Some((scam, _)) = found.iter().find(|(_, e)| self.id(*e) == Some("contact.scam")).copied() {
            found.retain(|(h, e)| self.id(*e) == Some("contact.scam") || h.start > scam.end || !self.contacting(*e));
        }
        found.sort_by_key(|(h, e)| (h.start, h.end, *e));
        // One proposition twice in the same place is one mention.
        found.dedup_by(|b, a| b.0.start < a.0.end && self.proposition(a.1) == self.proposition(b.1));
        found
    }

    /// Whether `inner` counts even inside the words of `outer`.
    fn stands_in(&self, inner: usize, outer: usize) -> bool {
        let proposition = |entry| self.proposition(entry).map(|p| &self.lexicon.propositions[p]);
        proposition(inner).zip(proposition(outer)).is_some_and(|(inner, outer)| inner.stands_in.contains(&outer.id))
    }

    /// Drops wordings inside longer ones that fit as well. A word with gaps hides only wordings of its own proposition.
    fn keep_longest(&self, found: &mut Vec<(Hit, usize)>) {
        let all = found.clone();
        found.retain(|(hit, entry)| {
            !all.iter().any(|(outer, e)| {
                outer.start <= hit.start
                    && outer.end >= hit.end
                    && (outer.start, outer.end) != (hit.start, hit.end)
                    && (!outer.gapped || self.proposition(*e) == self.proposition(*entry))
                    && !self.stands_in(*entry, *e)
            })
        });
    }

    fn id(&self, entry: usize) -> Option<&'a str> {
        let lexicon = self.lexicon;
        self.proposition(entry).map(|p| lexicon.propositions[p].id.as_str())
    }

    /// Whether the proposition is an act of contact or visit that a rule on hours or times is about.
    fn contacting(&self, entry: usize) -> bool {
        matches!(self.id(entry), Some("contact.phone" | "contact.sms" | "contact.app" | "visit.home"))
    }

    fn proposition(&self, entry: usize) -> Option<usize> {
        match &self.lexicon.entries[entry].row {
            Row::Wording(w) => Some(w.proposition),
            _ => None,
        }
    }

    fn fits(&self, w: &Wording, clause: &str) -> bool {
        fits(w, &self.sentence.form, clause)
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

/// 第一阶段1至30天: a clause that is little more than a stretch of days is a stage.
fn stage(clause: &Clause, measure: &Measure) -> bool {
    clause.end - clause.start <= 12 * '天'.len_utf8()
        && matches!(&measure.value, Value::Days { range, .. } if range.min != range.max || range.max.is_none())
}

/// Who acts, by the last that the clause names before the mention.
fn actor_in(scope: &str) -> Option<Actor> {
    const NAMES: [(Actor, &[&str]); 5] = [
        (Actor::Platform, &["平台", "支付宝", "蚂蚁", "官方"]),
        (
            Actor::ThirdParty,
            &[
                "催收公司",
                "催收机构",
                "第三方",
                "外包公司",
                "外包机构",
                "委外公司",
                "专业公司",
                "合作公司",
                "合作机构",
                "外访组",
                "外访团队",
            ],
        ),
        (Actor::Court, &["法院", "法官"]),
        (Actor::Bank, &["银行", "发卡行"]),
        (Actor::Police, &["公安", "警方", "派出所"]),
    ];
    let named = NAMES.iter().flat_map(|(actor, names)| names.iter().map(move |name| (scope.rfind(name), *actor)));
    named.filter_map(|(at, actor)| at.map(|at| (at, actor))).max_by_key(|(at, _)| *at).map(|(_, actor)| actor)
}

/// A premise that says no more than that the debt is overdue.
fn trivial(text: &str) -> bool {
    let mut rest = text.to_owned();
    for word in [
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
    ] {
        rest = rest.replace(word, "");
    }
    rest.chars().count() <= 1
}
