//! One sentence → findings: mention → clause → cues in reach → stance, with circumstances and numbers.

use crate::claim::{Attribution, Extent, Flag, Product, Quantity, Role, Stance};
use crate::lexicon::{CueRole, CueRow, Hit, Lexicon, Reach, Row, Scale, Wording};
use crate::quantity::{self, Measure, Value};

use super::clause::{Clause, Only, clauses};
use super::condition::{Place, Setting, head_chars, of_measure, of_rows, tail_chars};
use super::number;
use super::stance::{Base, Cues, Reading, compose};

/// What stands around a sentence.
#[derive(Debug, Clone, Default)]
pub(super) struct Around {
    /// Circumstances from headings and introducing sentences.
    pub setting: Setting,
    /// Circumstances of the label that opens the block.
    pub label: Setting,
    /// Circumstances of the sentence before.
    pub before: Setting,
    /// Products of the section.
    pub products: Vec<Product>,
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
    /// Numbers.
    pub quantities: Vec<Quantity>,
}

/// A sentence taken apart.
#[derive(Debug, Clone, Default)]
pub(super) struct Sentence {
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
    pub(super) fn scan(lexicon: &Lexicon, form: &str) -> Sentence {
        let hits = lexicon.matcher.hits(form, &lexicon.entries);
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

    /// All circumstances that the sentence names, whatever their part in it: for headings and questions.
    pub(super) fn circumstances(&self, lexicon: &Lexicon, label: bool) -> Setting {
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

    /// Products named anywhere in it, mere actors last.
    pub(super) fn products(&self, lexicon: &Lexicon) -> Vec<Product> {
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

/// Reads one sentence. Also returns the circumstances that hold at its end.
pub(super) fn read(lexicon: &Lexicon, sentence: &Sentence, around: &Around) -> (Vec<Finding>, Setting) {
    let mut reader = Reader {
        lexicon,
        sentence,
        around,
        base: around.label.clone(),
        premise: Setting::default(),
        concluded: false,
        only: Only::No,
        floating: Vec::new(),
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
    voices
}

fn judged(clause: &str) -> bool {
    [
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
        if clause.contrast && self.concluded {
            self.premise = Setting::default();
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
            self.premise = Setting::default();
            self.only = Only::No;
        }
        let mentions = self.mentions(clause);
        // A clause that holds only a circumstance after a conclusion begins a new premise.
        let local = self.local(clause, clause.end, case);
        if self.concluded && !local.is_empty() && !mentions.is_empty() && clause.premise_end == clause.start {
            self.premise = Setting::default();
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
                    .filter(|(c, _)| c.reach != Reach::Backward && c.role == CueRole::Generic)
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

    fn begin_premise(&mut self) {
        if self.concluded {
            self.premise = Setting::default();
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
        let mut here = of_rows(self.lexicon, &self.sentence.form, &self.sentence.hits, start, end, true);
        for measure in self.sentence.measures.iter().filter(|m| m.start >= start && m.end <= end) {
            if let Some(more) = of_measure(
                &self.sentence.form,
                measure,
                Place { premise: true, case, label: number == 0 && self.label(clause) },
            ) {
                here.add(more);
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
        if here.is_empty() && clause.marked && !trivial(&self.sentence.form[start..end]) {
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
            // 第一阶段1至30天, …: a clause that is little more than a stretch of days is a stage.
            // 逾期一个月会打电话,三个月会发律师函: a ladder goes on.
            let opens = self.sentence.form[start..measure.start].chars().count() <= 1
                && (self.premise.overdue.is_some()
                    || self.base.overdue.is_some()
                    || self.around.setting.overdue.is_some())
                && matches!(measure.value, Value::Days { .. });
            let label = opens
                || clause.end - clause.start <= 12 * 3
                    && matches!(&measure.value, Value::Days { range, .. } if range.max.is_some() && range.min != range.max || range.max.is_none())
                    && to == clause.end;
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
        for (kind, entry, w) in number::wordings(lexicon) {
            for measure in &self.sentence.measures {
                if measure.start >= clause.premise_end
                    && measure.end <= clause.end
                    && number::is_kind(kind, measure)
                    && self.fits(w, text)
                {
                    found.push((Hit { start: measure.start, end: measure.end, entry, gapped: false }, entry));
                }
            }
        }
        // A rule on hours or times of contact is one claim, not one more on the contact.
        let ruled = self
            .cues(clause)
            .any(|(_, c, _)| matches!(c.role, CueRole::Forbid | CueRole::Cannot | CueRole::Dissuade | CueRole::Permit));
        if self.timed
            || found.iter().any(|(_, e)| {
                number::is_wording(lexicon, *e) || ruled && matches!(self.id(*e), Some("rule.hours" | "rule.frequency"))
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

    fn id(&self, entry: usize) -> Option<&'a str> {
        let lexicon = self.lexicon;
        self.proposition(entry).map(|p| lexicon.propositions[p].id.as_str())
    }

    fn negative(&self, entry: usize) -> bool {
        matches!(&self.lexicon.entries[entry].row, Row::Wording(w) if w.negative)
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
        let with = w.with.is_empty()
            || w.with.iter().any(|word| match word.strip_prefix('^') {
                Some(word) => self.sentence.form.contains(word),
                None => clause.contains(word.as_str()),
            });
        let stands = |word: &str| match word.strip_prefix('^') {
            Some(word) => self.sentence.form.contains(word),
            None => clause.contains(word),
        };
        with && !w.without.iter().any(|word| stands(word))
    }

    /// Cues of the conclusion, with their places.
    fn cues(&self, clause: &Clause) -> impl Iterator<Item = (Hit, &'a CueRow, &'a str)> + use<'a> {
        let (lexicon, sentence) = (self.lexicon, self.sentence);
        let (start, end) = (clause.premise_end, clause.end);
        sentence.hits.iter().filter(move |h| h.start >= start && h.end <= end).filter_map(move |h| {
            match &lexicon.entries[h.entry].row {
                Row::Cue(cue) => Some((*h, cue, sentence.text(h))),
                _ => None,
            }
        })
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

    /// Reads one mention; returns the cues that a following clause may take over.
    #[allow(clippy::too_many_arguments)]
    fn mention(
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
        // 会不会起诉很难说: the question is answered in the same breath.
        let left_open = cues.right.is_some_and(|(c, w)| c.role == CueRole::Possible && !w.starts_with('的'));
        let asked = self.around.question
            || clause.question.is_some_and(|q| {
                q <= hit.start
                    || !form[q..clause.end].starts_with('多') && q >= hit.end && ends_asking(&form[q..clause.end])
            });
        if asked && !left_open {
            self.dropped(wording, hit, number, "a question");
            return Vec::new();
        }
        // 上门前会发短信, 起诉时要带材料: the act only dates what follows.
        let dates = ["前", "后", "时", "之前", "之后", "以后", "的时候", "期间"]
            .iter()
            .find(|w| form[hit.end..].starts_with(**w));
        if let Some(word) = dates
            && hit.end + word.len() < clause.end
            && proposition.scale == Scale::Act
            && cues.right.is_none()
        {
            self.dropped(wording, hit, number, "a time, not a claim");
            return Vec::new();
        }
        // 通过走访户籍地, 人员可以…: a means, not said to be used.
        if clause.end < form.len()
            && !channel(Some(proposition.id.as_str()))
            && ["通过", "借助", "利用", "经过"].iter().any(|w| form[clause.start..].starts_with(w))
            && cues.left.is_empty()
            && cues.right.is_none()
            && proposition.scale == Scale::Act
        {
            self.dropped(wording, hit, number, "a means, not said to be used");
            return Vec::new();
        }
        if cues.set_aside {
            self.dropped(wording, hit, number, "only what nothing is concluded from");
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
        let narrative = case && !advised
            || ["他", "她", "我", "对方", "催收员", "催收人员", "平台", "有人", "很多人", "客服主动", "本人"]
                .iter()
                .any(|w| scope.contains(w))
            || past;
        let advising = self.cues_of_sentence().any(|c| matches!(c.role, CueRole::Advise))
            || self.findings.iter().any(|f| f.verdict.as_ref().is_ok_and(|v| v.stance == Stance::Recommended));
        let mut cues = cues;
        if number::is_wording(lexicon, entry) {
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
        };
        let reading = compose(base, &cues);
        let mut rows = vec![entry];
        let mut words: Vec<String> = cues.carried.iter().chain(&cues.left).map(|(_, w)| (*w).to_owned()).collect();
        words.extend(cues.right.map(|(_, w)| w.to_owned()));
        // 外访或者起诉: of two acts, either is possible.
        let either = proposition.scale == Scale::Act
            && mentions.iter().any(|(m, e)| {
                let (a, b) = if m.start > hit.start { (hit.end, m.start) } else { (m.end, hit.start) };
                self.proposition(*e) != Some(wording.proposition)
                    && !channel(self.id(*e))
                    && !channel(Some(proposition.id.as_str()))
                    && form.get(a..b).is_some_and(|t| t.contains('或') && t.chars().count() <= 8)
            });
        let (stance, early) = match reading {
            Reading::Claim { stance: Stance::Certain, early } if either => (Stance::Possible, early),
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
        // 不会把工资全部扣光: not all is no denial.
        let partial = stance == Stance::Never
            && form[clause.premise_end..hit.end].contains("会把")
            && ["全部", "全都", "所有"].iter().any(|w| text.contains(w));
        if partial {
            self.dropped(wording, hit, number, "not all, which denies nothing");
            return Vec::new();
        }
        // 没有人去过他家: what befell one person is a case.
        let one = stance == Stance::Never
            && (form[hit.start..hit.end].contains('过') || after.starts_with('过'))
            && ["他", "她", "我", "该用户", "某"].iter().any(|w| text.contains(w));
        // A cap on calls is a ban, whatever the verb; 最长60期 is what can be had.
        let stance = if number::is_wording(lexicon, entry)
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
        let mut local = of_rows(lexicon, form, &self.sentence.hits, clause.premise_end, hit.start, false);
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
        let restricted = !self.premise.is_empty() || !local.is_empty();
        setting.only |= restricted
            && (self.only == Only::Then
                || clause.only_then.is_some_and(|t| t <= hit.start) && proposition.scale != Scale::Advice);
        self.forget(&mut setting, proposition.id.as_str(), wording, &quantities);
        let attribution = self.attribution_of(hit, proposition.id.group(), proposition.id.as_str());
        if let Some((attribution, row)) = attribution {
            rows.push(row);
            words.push(attribution.zh().to_owned());
        }
        let told = (self.around.case || one)
            && matches!(stance, Stance::Certain | Stance::Never | Stance::Possible | Stance::Generally)
            && proposition.scale != Scale::Advice;
        let attribution = attribution.map_or(if told { Attribution::Users } else { Attribution::Author }, |a| a.0);
        // What a collector announces is announced, however many do so.
        let mut stance = stance;
        if attribution == Attribution::Collector {
            setting = Setting::default();
            if matches!(stance, Stance::Possible | Stance::Generally) {
                stance = Stance::Certain;
            }
        }
        let products = if self.products.is_empty() { self.around.products.clone() } else { self.products.clone() };
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
                _ => add(stance, free(&Setting::default())),
            }
        } else {
            add(stance, setting);
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
                        | CueRole::Affirm
                )
            })
            .collect()
    }

    fn cues_of_sentence(&self) -> impl Iterator<Item = &'a CueRow> + use<'a> {
        let (lexicon, sentence) = (self.lexicon, self.sentence);
        sentence.hits.iter().filter_map(move |h| match &lexicon.entries[h.entry].row {
            Row::Cue(cue) => Some(cue),
            _ => None,
        })
    }

    /// Circumstances that are no restriction of this proposition.
    fn forget(&self, setting: &mut Setting, id: &str, wording: &Wording, quantities: &[Quantity]) {
        match id {
            "remedy.settled_effect" => {
                setting.flags.remove(&Flag::Settled);
            }
            "advice.communicate" | "advice.no_evasion" => {
                setting.flags.remove(&Flag::Cooperative);
                setting.flags.remove(&Flag::Unreachable);
            }
            "advice.repay" => {
                setting.flags.remove(&Flag::Settled);
                setting.flags.remove(&Flag::Unsettled);
            }
            "account.grace" | "account.quota" | "account.rate" | "legal.limitation" => {
                setting.overdue = None;
                setting.amount = None;
            }
            "credit.retention" => {
                setting.overdue = None;
            }
            "legal.enforcement" | "legal.dishonest_list" | "legal.consumption_limit" | "legal.criminal" => {}
            _ if id.starts_with("rule.") => {
                setting.overdue = None;
                setting.amount = None;
            }
            _ => {}
        }
        // No window reaches a rate.
        if quantities.iter().any(|q| q.role == Role::Rate) {
            setting.overdue = None;
            setting.amount = None;
        }
        let _ = wording;
    }

    fn attribution_of(&self, hit: &Hit, group: &str, id: &str) -> Option<(Attribution, usize)> {
        let reaching = |v: &&Voice| v.start <= hit.start && hit.end <= v.end;
        let collector = self.attribution.iter().rev().find(|v| v.attribution == Attribution::Collector && reaching(v));
        if let Some(v) = collector
            && matches!(group, "contact" | "visit" | "legal")
            && !matches!(id, "visit.bluff" | "contact.scam")
        {
            return Some((v.attribution, v.row));
        }
        self.attribution
            .iter()
            .rev()
            .find(|v| v.attribution != Attribution::Collector && reaching(v))
            .map(|v| (v.attribution, v.row))
    }

    /// Which cues reach the mention.
    fn reach(
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
        for (cue, row, word) in all.iter().rev() {
            // A wording that is itself a denial holds its own 不.
            if self.negative(entry) && cue.end > hit.start && cue.start < hit.end {
                continue;
            }
            if cue.start < hit.start
                && (cue.end <= hit.start
                    || cue.end <= hit.end
                        && matches!(row.role, CueRole::Deny | CueRole::Forbid | CueRole::Cannot | CueRole::Able))
            {
                if row.reach == Reach::Backward {
                    continue;
                }
                let distance = form.get(cue.end..hit.start).map_or(0, |t| t.chars().count());
                if row.near.is_some_and(|near| distance > near) {
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
                let between =
                    mentions.iter().any(|(m, _)| m.start >= cue.end && m.end <= hit.start && m.start != hit.start);
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
                    .filter(|(c, r, _)| c.start >= hit.start && c.end <= hit.end && r.reach != Reach::Backward)
                    .map(|(_, r, w)| (*r, *w)),
            );
        }
        let doubled = doubled(form, hit, &all);
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
                // 减少被上门的可能性: the verb before it has spoken.
                if row.role == CueRole::Possible
                    && word.starts_with('的')
                    && left.iter().any(|(c, _)| {
                        matches!(c.role, CueRole::Rare | CueRole::Possible | CueRole::Usual | CueRole::Deny)
                    })
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
                if cue.start < hit.end || row.reach == Reach::Backward || row.near.is_some() || other {
                    continue;
                }
                let gap = form[hit.end..cue.start].chars().count();
                let rest = form[cue.end..clause.end].trim_end_matches(['。', '!', '”', '的']).chars().count();
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
                let asked = match &self.lexicon.entries[entry].row {
                    Row::Wording(w) => w
                        .with
                        .iter()
                        .any(|x| after.contains(x.as_str()) && x.chars().count() < 4 && !x.starts_with('^')),
                    _ => false,
                };
                let speaks = match row.role {
                    CueRole::Deny | CueRole::DenySoft | CueRole::DenyEarly => ends || asked && gap <= 4 && rest <= 6,
                    CueRole::Possible | CueRole::Generic | CueRole::Usual | CueRole::Rare => gap <= 12,
                    CueRole::Able if scale == Scale::Remedy => gap <= 4,
                    CueRole::Forbid if scale == Scale::Rule => gap <= 8,
                    CueRole::Dissuade if scale == Scale::Advice => gap <= 6,
                    _ => false,
                };
                if speaks {
                    left.push((*row, *word));
                    break;
                }
            }
        }
        let mut carried = self.floating.clone();
        let own_core = left.iter().any(|(c, _)| !matches!(c.role, CueRole::Generic));
        if !own_core && right.is_none() && !clause.contrast && !clause.turn {
            carried.extend(self.carried.iter().copied().filter(|(c, _)| match c.role {
                CueRole::Possible | CueRole::Generic | CueRole::Usual => scale == Scale::Act,
                CueRole::Advise | CueRole::Oblige => {
                    matches!(scale, Scale::Advice | Scale::Remedy) || scale == Scale::Rule
                }
                CueRole::Able => scale != Scale::Act,
                CueRole::Forbid => scale == Scale::Rule,
                _ => false,
            }));
        }
        Cues { left, right, carried, doubled, set_aside: false }
    }

    /// 一般不会上门,除非失联: an exception behind the denial is a second claim.
    fn trailing_unless(&mut self) {
        let Some(last) = self.sentence.clauses.last() else { return };
        if last.only != Only::Unless || !last.is_premise() || self.sentence.clauses.len() < 2 {
            return;
        }
        let number = self.sentence.clauses.len() - 1;
        let exception = self.premise.clone();
        // 永久保存,除非还清: for ever only while it is not paid.
        if exception.flags.contains(&Flag::Settled) {
            for finding in &mut self.findings {
                if let Ok(found) = &mut finding.verdict
                    && found.quantities.iter().any(|q| q.forever)
                {
                    found.setting.flags.remove(&Flag::Settled);
                    found.setting.flags.insert(Flag::Unsettled);
                }
            }
        }
        let denied: Vec<Finding> = self.findings.iter().filter(|f| f.clause + 3 > number).cloned().collect();
        for mut finding in denied {
            if let Ok(found) = &mut finding.verdict
                && matches!(found.stance, Stance::Never | Stance::GenerallyNot | Stance::Rare)
                && !exception.is_empty()
            {
                found.stance = Stance::Possible;
                found.setting = self.around.setting.headed(&self.base.under(&exception));
                self.findings.push(finding);
            }
        }
    }

    /// 这种说法没有依据: a clause without a mention that judges what stands before it.
    fn verdict_on_before(&mut self, clause: &Clause, number: usize) {
        if number == 0 {
            return;
        }
        let form = &self.sentence.form;
        let text = &form[clause.start..clause.end];
        let judge = self.cues(clause).find(|(hit, row, _)| {
            matches!(row.reach, Reach::Backward | Reach::Clause)
                && matches!(
                    row.role,
                    CueRole::Deny | CueRole::Rare | CueRole::DenySoft | CueRole::Forbid | CueRole::Affirm
                )
                && form[clause.start..hit.start].chars().count() <= 10
        });
        // …的,莫信: advice against what stands before.
        if let Some((hit, _, word)) =
            self.cues(clause).find(|(_, c, w)| c.role == CueRole::Dissuade && (w.contains('信') || w.contains('听')))
            && form[clause.start..hit.start].chars().count() <= 3
        {
            for finding in self.findings.iter_mut().filter(|f| f.clause + 1 == number) {
                if let Ok(found) = &mut finding.verdict
                    && found.stance == Stance::Recommended
                {
                    found.stance = Stance::Discouraged;
                    finding.cues.push(word.to_owned());
                }
            }
            return;
        }
        let Some((_, row, word)) = judge else { return };
        let text = text
            .trim_start_matches("不过")
            .trim_start_matches("但是")
            .trim_start_matches('但')
            .trim_start_matches("其实");
        // 至于上门,多数情况下不会发生: a bare topic waits for its verdict.
        let before = &self.sentence.clauses[number - 1];
        let topic = form[before.start..before.end].chars().count() <= 9 && self.cues(before).next().is_none();
        if !(topic
            || ["概率", "可能性", "几率", "比例"].iter().any(|w| text.starts_with(w))
            || text.starts_with(['这', '那', '此', '均', '都', '纯', '完', '根', '也', '全', '更', '是'])
            || form[clause.start..].starts_with(word))
        {
            return;
        }
        let stance = match row.role {
            CueRole::Deny if self.cues(clause).any(|(_, c, _)| matches!(c.role, CueRole::Generic | CueRole::Usual)) => {
                Stance::GenerallyNot
            }
            CueRole::Deny => Stance::Never,
            CueRole::Rare => Stance::Rare,
            CueRole::DenySoft => Stance::GenerallyNot,
            CueRole::Forbid => Stance::Forbidden,
            _ => Stance::Certain,
        };
        // 有可能…, 不过这种情况很少: behind a contrast it is a second claim.
        if clause.contrast {
            let second: Vec<Finding> = self.findings.iter().filter(|f| f.clause + 1 == number).cloned().collect();
            for mut finding in second {
                // 是真实存在的,但是非常少见: that it exists is not a claim beside how seldom it is.
                if finding.cues.iter().any(|c| c.contains("真实存在") || c.contains("是真的") || c.contains("确有"))
                {
                    for old in self
                        .findings
                        .iter_mut()
                        .filter(|f| f.clause + 1 == number && f.proposition == finding.proposition)
                    {
                        if let Ok(found) = &mut old.verdict {
                            found.stance = stance;
                        }
                    }
                } else if let Ok(found) = &mut finding.verdict
                    && found.stance != stance
                {
                    found.stance = stance;
                    finding.cues.push(word.to_owned());
                    self.findings.push(finding);
                }
            }
            return;
        }
        for finding in self.findings.iter_mut().filter(|f| f.clause + 1 == number) {
            if let Ok(found) = &mut finding.verdict
                && found.attribution != Attribution::Collector
                && (matches!(found.stance, Stance::Certain | Stance::Generally | Stance::Possible)
                    || stance == Stance::Forbidden)
            {
                found.stance = stance;
                finding.cues.push(word.to_owned());
            }
        }
    }
}

/// Channels are listed with 或 and all used.
fn channel(id: Option<&str>) -> bool {
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

/// Two denials before a mention: 不会因为…就不 leaves it open, 不会不 affirms it.
fn doubled(form: &str, hit: &Hit, all: &[(Hit, &CueRow, &str)]) -> Option<Stance> {
    let denials: Vec<&Hit> = all
        .iter()
        .filter(|(c, r, w)| {
            c.end <= hit.start
                && matches!(r.role, CueRole::Deny | CueRole::Cannot)
                && r.reach == Reach::Forward
                && *w != "没有人"
                && *w != "没人"
                && w.chars().count() >= 2
        })
        .map(|(c, ..)| c)
        .collect();
    let [.., first, second] = denials.as_slice() else { return None };
    let between = form.get(first.end..second.start)?;
    let near = form.get(second.end..hit.start)?.chars().count() <= 3;
    if between.contains(',') || !near {
        None
    } else if between.contains('因') || between.contains("就") {
        Some(Stance::Possible)
    } else if between.chars().count() <= 8 {
        Some(if form[first.start..first.end].ends_with('是') || form[first.start..first.end].contains("保证") {
            Stance::Possible
        } else {
            Stance::Certain
        })
    } else {
        None
    }
}

/// Whether the mention stands in a quotation that is only part of its clause's words.
fn in_quotes(form: &str, hit: &Hit) -> bool {
    let open = form[..hit.start].rfind('“');
    let closed = form[..hit.start].rfind('”');
    let inside = open.is_some_and(|o| closed.is_none_or(|c| c < o)) && form[hit.end..].contains('”');
    inside && open.is_some_and(|o| form[..o].chars().count() >= 2)
}

/// Whether a rule speaks through the cue.
fn deontic(role: CueRole) -> bool {
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

/// What follows a visit says something of the visit itself.
fn text_says(rest: &str) -> bool {
    ["很少", "的很少", "可能", "不会", "合法", "违法", "概率"].iter().any(|w| rest.contains(w))
}

/// What stands after a question word makes the whole clause a question.
fn ends_asking(text: &str) -> bool {
    text.starts_with('吗')
        || text.starts_with("怎")
        || text.starts_with("会吗")
        || text.starts_with("真")
        || text.starts_with("如何")
        || text.starts_with('呢')
        || text.starts_with("什么")
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

/// One claim where one proposition is named twice under the same circumstances: the hedged stance stays.
fn settle(findings: Vec<Finding>) -> Vec<Finding> {
    let mut kept: Vec<Finding> = Vec::new();
    for finding in findings {
        let Ok(found) = &finding.verdict else {
            kept.push(finding);
            continue;
        };
        let twin = kept.iter_mut().find(|k| {
            k.proposition == finding.proposition
                && k.verdict.as_ref().is_ok_and(|v| {
                    v.attribution == found.attribution
                        && v.products == found.products
                        && (v.setting == found.setting || v.stance == found.stance && found.setting.is_empty())
                        && mergeable(v.stance, found.stance)
                        && (v.quantities.is_empty() || found.quantities.is_empty() || v.quantities == found.quantities)
                })
        });
        match twin {
            Some(twin) => {
                if let Ok(old) = &mut twin.verdict {
                    old.stance = hedged(old.stance, found.stance);
                    if old.quantities.is_empty() {
                        old.quantities = found.quantities.clone();
                    }
                    old.setting = old.setting.under(&found.setting);
                }
                twin.rows.extend(finding.rows);
                twin.rows.dedup();
                twin.cues.extend(finding.cues);
                twin.cues.dedup();
            }
            None => kept.push(finding),
        }
    }
    kept
}

fn mergeable(a: Stance, b: Stance) -> bool {
    let affirmative = |s: Stance| matches!(s, Stance::Possible | Stance::Generally | Stance::Certain);
    let negative = |s: Stance| matches!(s, Stance::Never | Stance::GenerallyNot | Stance::Rare);
    a == b || (affirmative(a) && affirmative(b)) || (negative(a) && negative(b))
}

fn hedged(a: Stance, b: Stance) -> Stance {
    let rank = |s: Stance| match s {
        Stance::Possible => 0,
        Stance::Generally => 1,
        Stance::Rare => 1,
        Stance::GenerallyNot => 2,
        _ => 3,
    };
    if rank(b) < rank(a) { b } else { a }
}
