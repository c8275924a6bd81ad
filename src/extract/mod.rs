//! Article → claims: sentences in their context of headings, labels, lists, questions and tables.
//!
//! A sentence is read by `read`; what stands around it is kept here. The extractor never does I/O, and its
//! work is linear in the text.

mod answer;
mod clause;
mod condition;
mod explain;
mod implied;
mod number;
mod premise;
mod read;
mod stance;
mod story;
mod table;

use std::collections::HashMap;

use crate::article::{Article, BlockKind};
use crate::claim::{Attribution, Claim, ClaimId, Evidence, Flag, Product, Quantity, Role, Stance, Trace, Unit};
use crate::lexicon::{CueRole, Hit, Lexicon, Row, Scale, Scan, Wording};
use crate::notice::{Notice, NoticeKind};
use crate::segment::{self, sentences};

pub use clause::Clause;
pub use condition::Setting;
pub use explain::{Explanation, explain};
pub use read::{Finding, Found};

use answer::{Asked, asks, rumour};
use read::{Around, Sentence, read};
use story::{is_outline, is_story, own, told};

/// What an article claims, and what the reader could not decide.
#[derive(Debug, Clone, Default)]
pub struct Extraction {
    /// The claims, in the order of the text.
    pub claims: Vec<Claim>,
    /// Notices.
    pub notices: Vec<Notice>,
}

/// Reads all claims of an article.
pub fn extract(lexicon: &Lexicon, article: &Article) -> Extraction {
    let scanned = scan(lexicon, article);
    let mut walk = Walk::new(lexicon, article, &scanned);
    for (sentence, scanned) in &scanned {
        walk.sentence(sentence, scanned);
    }
    if walk.open > 0 {
        let message = format!("{} mentions can be read in two ways and claim nothing", walk.open);
        walk.out.notices.push(Notice::new(NoticeKind::Ambiguous, &article.path, message));
    }
    walk.out
}

/// Reasons that leave two readings open, so that the reader abstains.
const OPEN: [&str; 4] = [
    "the cue speaks of something else",
    "the denial is of something else",
    "the cue does not go with this proposition",
    "quoted, not said",
];

/// Every sentence of an article, taken apart once. The automaton goes over all of them first, for it is large and
/// fast only while it stays in the cache.
fn scan(lexicon: &Lexicon, article: &Article) -> Vec<(segment::Sentence, Sentence)> {
    let sentences = sentences(article);
    let found: Vec<Scan> = sentences.iter().map(|sentence| lexicon.matcher.scan(&sentence.form.text)).collect();
    let apart = |(sentence, found): (segment::Sentence, Scan)| {
        let scanned = Sentence::of(lexicon, &sentence.form.text, found);
        (sentence, scanned)
    };
    sentences.into_iter().zip(found).map(apart).collect()
}

/// What a block is labelled with, before a colon or in brackets: 两万以上:…, 【逾期8-30天】….
fn label(form: &str) -> Option<&str> {
    let bracketed = form.strip_prefix('【').and_then(|rest| rest.split_once('】')).map(|(label, _)| label);
    let label = bracketed.or_else(|| form.split_once(':').map(|(label, _)| label))?;
    (label.chars().count() <= 16).then_some(label)
}

/// The walk through one article.
struct Walk<'a> {
    lexicon: &'a Lexicon,
    article: &'a Article,
    products: Vec<Product>,
    /// Headings open at this place: rank, text, circumstances, products.
    headings: Vec<(u8, String, Setting, Vec<Product>)>,
    /// Circumstances of the label that opens the block (2万元以上: …).
    label: Setting,
    block: usize,
    /// Products that the first item of the open list speaks of: the other items speak of them too.
    list: Vec<Product>,
    /// Number of the list's last item.
    item: usize,
    before: Setting,
    asked: Option<Asked>,
    /// The sentence before was a question too.
    fresh: bool,
    /// Block in which `before` was read.
    before_block: usize,
    /// Hedges of the sentence that introduced the list at hand.
    hedges: Vec<(usize, String)>,
    /// Header cells of the table that is being read.
    header: Vec<String>,
    /// The article is somebody's own story: what it tells without another word is a case.
    story: bool,
    /// Mentions that were left undecided.
    open: usize,
    out: Extraction,
}

impl<'a> Walk<'a> {
    fn new(lexicon: &'a Lexicon, article: &'a Article, scanned: &[(segment::Sentence, Sentence)]) -> Walk<'a> {
        let title = Sentence::scan(lexicon, &segment::Form::of(&article.title).text);
        let mut products = title.products(lexicon);
        if products.is_empty() {
            products = commonest(lexicon, scanned.iter().map(|(_, scanned)| scanned));
        }
        if products.is_empty() {
            products.push(Product::OnlineLoan);
        }
        Walk {
            lexicon,
            article,
            products,
            headings: Vec::new(),
            label: Setting::default(),
            block: usize::MAX,
            list: Vec::new(),
            item: 0,
            before: Setting::default(),
            asked: None,
            fresh: false,
            before_block: usize::MAX,
            hedges: Vec::new(),
            header: Vec::new(),
            story: is_story(article),
            open: 0,
            out: Extraction::default(),
        }
    }

    fn sentence(&mut self, sentence: &segment::Sentence, scanned: &Sentence) {
        if sentence.block != self.block {
            self.block = sentence.block;
            self.label = Setting::default();
            self.list_item(sentence, scanned);
        }
        match sentence.kind {
            BlockKind::Title => return,
            BlockKind::Heading(rank) => return self.heading(rank, sentence, scanned),
            BlockKind::TableRow => return self.row(sentence),
            BlockKind::Paragraph | BlockKind::ListItem => self.header.clear(),
        }
        if sentence.kind != BlockKind::ListItem {
            self.hedges.clear();
        }
        if asks(&scanned.form) {
            // 他天天接到催收电话:会被起诉吗? What stands before the colon is told.
            if scanned.form.split_once(':').is_some_and(|(told, _)| told.contains(',')) {
                let around = Around { question: true, case: told(&scanned.form), ..self.around() };
                let (findings, _) = read(self.lexicon, scanned, &around);
                self.emit(sentence, scanned, findings);
            }
            self.ask(scanned);
            return;
        }
        if is_outline(&scanned.form) {
            return;
        }
        // 谣言一: …: what is called a rumour asks for the truth that follows.
        if let Some(rest) = rumour(&scanned.form) {
            let said = Sentence::scan(self.lexicon, rest);
            self.fresh = false;
            self.ask(&said);
            return;
        }
        if self.is_name(sentence, scanned) {
            return;
        }
        let around = self.around();
        if self.answer(sentence, scanned, &around) {
            return;
        }
        // A label holds for its whole block.
        if sentence.first
            && let Some(label) = label(&scanned.form)
        {
            let label = Sentence::scan(self.lexicon, label);
            let setting = label.circumstances(self.lexicon, true);
            if setting.overdue.is_some() || setting.amount.is_some() {
                self.label = setting;
            }
        }
        let case = (self.story || own(&scanned.form)) && told(&scanned.form);
        // 1、会上门。 A bare answer is an answer for the asker's case.
        let label = match &self.asked {
            Some(asked) if sentence.first && self.answers(asked, scanned) => self.label.under(&asked.setting),
            _ => self.label.clone(),
        };
        let around = Around { label, case, ..around };
        let (findings, last) = read(self.lexicon, scanned, &around);
        if !findings.is_empty() || !last.is_empty() {
            self.before = last;
            self.before_block = self.block;
        }
        // 最后几点建议: what follows is said of no stage.
        let closing = ["建议", "提醒", "几句", "总结", "注意"].iter().any(|word| scanned.form.contains(word));
        if closing && sentence.first && scanned.form.ends_with(':') && scanned.form.chars().count() <= 16 {
            for heading in &mut self.headings {
                heading.2.overdue = None;
            }
        }
        // 平台可能采取以下措施: what the list names is as likely as that.
        // 再说几个容易搞错的地方: says nothing of them.
        let measures = [
            "措施", "方式", "手段", "后果", "影响", "以下", "如下", "几种", "阶段", "面临", "采取", "经历", "流程",
            "步骤", "情况",
        ];
        let of_measures = measures.iter().any(|word| scanned.form.contains(word));
        if scanned.form.ends_with(':') && of_measures && findings.iter().all(|f| f.verdict.is_err()) {
            self.hedges = scanned.hedges(self.lexicon);
        }
        self.emit(sentence, scanned, findings);
        self.fresh = false;
    }

    /// Whether the line is no more than the name of what its neighbours tell: 其三,司法冻结。 第二步,核实身份。 上门催收
    fn is_name(&self, sentence: &segment::Sentence, scanned: &Sentence) -> bool {
        let form = &scanned.form;
        let length = form.chars().count();
        let row = |h: &Hit| &self.lexicon.entries[h.entry].row;
        let cued = scanned.hits.iter().any(|h| matches!(row(h), Row::Cue(_)));
        let wording = |fits: &dyn Fn(&Wording, Scale) -> bool| {
            let scale = |w: &Wording| self.lexicon.propositions[w.proposition].scale;
            scanned.hits.iter().any(|h| matches!(row(h), Row::Wording(w) if fits(w, scale(w))))
        };
        let act = wording(&|_, scale| scale == Scale::Act);
        // Behind its number: 其三,司法冻结。
        let named = form
            .trim_start_matches([
                '其', '第', '首', '再', '最', '一', '二', '三', '四', '五', '六', '次', '先', '后', '是', ',', '、',
                '步', ':',
            ])
            .trim_end_matches('。');
        let numbered = named.len() < form.len();
        let short = named.chars().count();
        let asserts = scanned.hits.iter().any(|h| matches!(row(h), Row::Cue(cue) if cue.role != CueRole::Advise));
        let item = named.len() < form.len().saturating_sub(6) && short <= 7 && act && !asserts;
        let step = numbered && short <= 6 && form.starts_with('第') && form.contains('步');
        // Without one, at the head of its block: 上门催收
        let bare = sentence.first
            && !cued
            && !wording(&|w, _| w.negative && w.stance.is_some())
            && (length <= 7 && act || length <= 8 && !form.ends_with(['。', '!']) && wording(&|w, _| !w.negative));
        // With its text below it: 主动沟通,别失联:
        let head =
            form.ends_with(':') && length <= 14 && wording(&|_, scale| matches!(scale, Scale::Advice | Scale::Remedy));
        item || step || bare || head
    }

    /// Keeps the products of a numbered list: its first item names them, and the list ends where its numbers do.
    fn list_item(&mut self, sentence: &segment::Sentence, scanned: &Sentence) {
        let before = &self.article.text[..sentence.span.start()];
        let line = before.rsplit('\n').next().unwrap_or_default().trim();
        let number: usize = line.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0);
        match number {
            0 => self.list.clear(),
            1 => self.list = scanned.named_products(self.lexicon),
            next if next == self.item + 1 => {}
            _ => self.list.clear(),
        }
        self.item = number;
    }

    fn around(&self) -> Around {
        let mut setting = Setting::default();
        let mut products = self.products.clone();
        for (_, _, heading, named) in &self.headings {
            setting = setting.under(heading);
            if !named.is_empty() {
                products.clone_from(named);
            }
        }
        if !self.list.is_empty() {
            products.clone_from(&self.list);
        }
        Around {
            setting,
            label: self.label.clone(),
            before: self.before.clone(),
            products,
            hedges: self.hedges.clone(),
            question: false,
            case: false,
        }
    }

    fn heading(&mut self, rank: u8, sentence: &segment::Sentence, scanned: &Sentence) {
        self.headings.retain(|(r, ..)| *r < rank);
        let products = scanned.named_products(self.lexicon);
        let question = asks(&scanned.form) || rumour(&scanned.form).is_some();
        let mut setting = scanned.circumstances(self.lexicon, true);
        // 判决之后还能分期吗: what stands below is said of the time after a judgment.
        setting.flags.retain(|flag| *flag == Flag::Judgment);
        setting.text = None;
        if question {
            self.ask(scanned);
            setting = Setting { flags: setting.flags, ..Setting::default() };
        } else if !setting.is_empty() || names(self.lexicon, &scanned.form, |scale| scale != Scale::Advice) {
            // Another matter; the name of a 债务规划师 who answers is none.
            self.asked = None;
        }
        let text = sentence.span.of(&self.article.text).to_owned();
        self.headings.push((rank, text, setting, products));
        self.before = Setting::default();
        // A heading that is a whole statement claims what it says.
        if !question && states(self.lexicon, scanned) && !is_outline(&scanned.form) {
            let around = self.around();
            let (findings, _) = read(self.lexicon, scanned, &around);
            self.emit(sentence, scanned, findings);
        }
    }

    fn emit(&mut self, sentence: &segment::Sentence, scanned: &Sentence, findings: Vec<Finding>) {
        let mut findings = findings;
        self.threshold(scanned, &mut findings);
        for finding in findings {
            let found = match finding.verdict {
                Ok(found) => found,
                Err(why) => {
                    self.open += usize::from(OPEN.contains(&why));
                    continue;
                }
            };
            let lexicon = self.lexicon;
            let mut products = found.products;
            products.sort();
            products.dedup();
            let mut claim = Claim {
                id: ClaimId(0),
                article: self.article.id,
                proposition: lexicon.propositions[finding.proposition].id.clone(),
                stance: found.stance,
                products,
                actor: found.actor,
                attribution: found.attribution,
                conditions: found.setting.conditions(),
                quantities: found.quantities,
                evidence: Evidence {
                    span: sentence.span,
                    quote: sentence.span.of(&self.article.text).to_owned(),
                    section: self.headings.last().map(|h| h.1.clone()),
                },
                trace: Trace {
                    mention: scanned.form.get(finding.start..finding.end).unwrap_or_default().to_owned(),
                    cues: finding.cues,
                    rows: finding.rows.iter().map(|r| lexicon.entries[*r].name.clone()).collect(),
                },
            };
            claim.id = claim.fingerprint();
            if !self.out.claims.iter().rev().take(12).any(|c| c.id == claim.id) {
                self.out.claims.push(claim);
            }
        }
    }
}

/// Whether wordings of the lexicon stand in `text`, of a scale that fits.
fn names(lexicon: &Lexicon, text: &str, fits: impl Fn(Scale) -> bool) -> bool {
    let scale = |w: &Wording| lexicon.propositions[w.proposition].scale;
    let hits = Sentence::scan(lexicon, text).hits;
    hits.iter().any(|h| matches!(&lexicon.entries[h.entry].row, Row::Wording(w) if fits(scale(w))))
}

/// Whether a heading is a statement: a stance cue and a mention stand in it.
fn states(lexicon: &Lexicon, scanned: &Sentence) -> bool {
    let cue = scanned.hits.iter().any(|h| {
        matches!(&lexicon.entries[h.entry].row, Row::Cue(c) if matches!(c.role, CueRole::Deny | CueRole::DenySoft | CueRole::Possible | CueRole::Rare | CueRole::Forbid | CueRole::Permit))
    });
    cue && scanned.form.chars().count() >= 7
}

/// The product named most often in the text.
fn commonest<'a>(lexicon: &Lexicon, scanned: impl Iterator<Item = &'a Sentence>) -> Vec<Product> {
    let mut counts: HashMap<&[Product], usize> = HashMap::new();
    for hit in scanned.flat_map(|sentence| &sentence.hits) {
        if let Row::Product(products, false) = &lexicon.entries[hit.entry].row {
            *counts.entry(products).or_default() += 1;
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    counts.first().map(|(p, _)| p.to_vec()).unwrap_or_default()
}
