//! Article → claims: sentences in their context of headings, labels, lists, questions and tables.
//!
//! A sentence is read by `read`; what stands around it is kept here. The extractor never does I/O, and its
//! work is linear in the text.

mod clause;
mod condition;
mod explain;
mod number;
mod read;
mod stance;

use std::collections::HashMap;

use crate::article::{Article, BlockKind};
use crate::claim::{Attribution, Claim, ClaimId, Evidence, Flag, Product, Quantity, Role, Stance, Trace, Unit};
use crate::lexicon::{CueRole, Lexicon, Row, Scale};
use crate::notice::Notice;
use crate::segment::{self, sentences};

pub use clause::Clause;
pub use condition::Setting;
pub use explain::{Explanation, explain};
pub use read::{Finding, Found};

use read::{Around, Sentence, read};

/// Words that open an answer before it is given.
const OPENINGS: [&str; 16] = [
    "答案是",
    "答案",
    "结论是",
    "先说结论",
    "先给结论",
    "简单来说",
    "简单说",
    "直接说",
    "一般来说",
    "一般来讲",
    "一般情况下",
    "通常来说",
    "通常情况下",
    "正常情况下",
    "说实话",
    "理论上",
];

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
    walk.out
}

/// Every sentence of an article, taken apart once.
fn scan(lexicon: &Lexicon, article: &Article) -> Vec<(segment::Sentence, Sentence)> {
    let scan = |sentence: segment::Sentence| {
        let scanned = Sentence::scan(lexicon, &sentence.form.text);
        (sentence, scanned)
    };
    sentences(article).into_iter().map(scan).collect()
}

/// A question that waits for its answer.
#[derive(Debug, Clone, Default)]
struct Asked {
    propositions: Vec<usize>,
    setting: Setting,
    products: Vec<Product>,
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
        // 其三,司法冻结。 A list item that is no more than a name is a heading.
        let named = scanned
            .form
            .trim_start_matches([
                '其', '第', '首', '再', '最', '一', '二', '三', '四', '五', '六', '次', '先', '后', '是', ',', '、',
                '步', ':',
            ])
            .trim_end_matches('。');
        if named.len() < scanned.form.len().saturating_sub(6) && named.chars().count() <= 7 && !scanned.hits.iter().any(|h| matches!(&self.lexicon.entries[h.entry].row, Row::Cue(c) if c.role != CueRole::Advise)) && scanned.hits.iter().any(|h| matches!(&self.lexicon.entries[h.entry].row, Row::Wording(w) if self.lexicon.propositions[w.proposition].scale == Scale::Act)) {
            return;
        }
        // 第二步,核实身份。
        if named.len() < scanned.form.len()
            && named.chars().count() <= 6
            && scanned.form.starts_with('第')
            && scanned.form.contains('步')
        {
            return;
        }
        // A list item that is no more than a name is a heading.
        if scanned.form.chars().count() <= 8
            && !scanned.form.ends_with(['。', '!'])
            && sentence.first
            && scanned.hits.iter().any(|h| matches!(&self.lexicon.entries[h.entry].row, Row::Wording(w) if !w.negative))
            && !scanned.hits.iter().any(|h| matches!(&self.lexicon.entries[h.entry].row, Row::Cue(_)))
        {
            return;
        }
        if scanned.form.chars().count() <= 7 && !scanned.hits.iter().any(|h| matches!(&self.lexicon.entries[h.entry].row, Row::Cue(_))) && scanned.hits.iter().any(|h| matches!(&self.lexicon.entries[h.entry].row, Row::Wording(w) if self.lexicon.propositions[w.proposition].scale == Scale::Act)) && sentence.first {
            return;
        }
        // 主动沟通,别失联: with its text below it, the line is a heading.
        if scanned.form.ends_with(':') && scanned.form.chars().count() <= 14 && scanned.hits.iter().any(|h| matches!(&self.lexicon.entries[h.entry].row, Row::Wording(w) if matches!(self.lexicon.propositions[w.proposition].scale, Scale::Advice | Scale::Remedy))) {
            return;
        }
        let around = self.around();
        if self.answer(sentence, scanned, &around) {
            return;
        }
        // A label before a colon holds for its whole block.
        if sentence.first
            && let Some(colon) = scanned.form.find(':')
            && scanned.form[..colon].chars().count() <= 16
        {
            let label = Sentence::scan(self.lexicon, &scanned.form[..colon]);
            let setting = label.circumstances(self.lexicon, true);
            if setting.overdue.is_some() || setting.amount.is_some() {
                self.label = setting;
            }
        }
        let case = (self.story || own(&scanned.form)) && told(&scanned.form);
        let around = Around { label: self.label.clone(), case, ..around };
        let (findings, last) = read(self.lexicon, scanned, &around);
        if !findings.is_empty() || !last.is_empty() {
            self.before = last;
            self.before_block = self.block;
        }
        // 平台可能采取以下措施: what the list names is as likely as that.
        if scanned.form.ends_with(':') && findings.iter().all(|f| f.verdict.is_err()) {
            self.hedges = scanned.hedges(self.lexicon);
        }
        self.emit(sentence, scanned, findings);
        self.fresh = false;
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
        } else if !setting.is_empty() || names(self.lexicon, &scanned.form) {
            self.asked = None;
        }
        let text = sentence.span.of(&self.article.text).to_owned();
        self.headings.push((rank, text, setting, products));
        self.before = Setting::default();
        // A heading that is a whole statement claims what it says.
        if !question && states(self.lexicon, scanned) {
            let around = self.around();
            let (findings, _) = read(self.lexicon, scanned, &around);
            self.emit(sentence, scanned, findings);
        }
    }

    /// Remembers what a question names.
    fn ask(&mut self, scanned: &Sentence) {
        let mut propositions: Vec<usize> = scanned
            .hits
            .iter()
            .filter_map(|h| match &self.lexicon.entries[h.entry].row {
                Row::Wording(w)
                    if w.with.is_empty() || w.with.iter().any(|x| scanned.form.contains(x.trim_start_matches('^'))) =>
                {
                    Some(w.proposition)
                }
                _ => None,
            })
            .filter(|p| !matches!(self.lexicon.propositions[*p].id.group(), "advice" | "rule"))
            .collect();
        // 半夜会打电话吗 asks for the hour, not for the call.
        let timed = ["半夜", "深夜", "几点", "晚上", "周末", "节假日", "几次", "多少次"]
            .iter()
            .any(|w| scanned.form.contains(w));
        if timed {
            propositions.retain(|p| !matches!(self.lexicon.propositions[*p].id.group(), "contact" | "visit"));
        }
        propositions.sort_unstable();
        propositions.dedup();
        // What the asker told of the case in the same breath belongs to the question.
        let mut setting = scanned.circumstances(self.lexicon, true);
        if self.before_block == self.block {
            setting = self.before.under(&setting);
        }
        setting.only = false;
        if propositions.is_empty() {
            // A question on something else: its answer is not ours.
            if !self.fresh {
                self.asked = None;
            }
            return;
        }
        let products = scanned.products(self.lexicon);
        let fresh = std::mem::replace(&mut self.fresh, true);
        match &mut self.asked {
            Some(asked) if fresh => {
                asked.propositions.extend(propositions);
                asked.propositions.sort_unstable();
                asked.propositions.dedup();
            }
            _ => self.asked = Some(Asked { propositions, setting, products }),
        }
    }

    /// A bare answer (不会。 会的,我就是例子。) to a question that stands in the text.
    fn answer(&mut self, sentence: &segment::Sentence, scanned: &Sentence, around: &Around) -> bool {
        let Some(asked) = &self.asked else { return false };
        if !(sentence.first || self.fresh) {
            return false;
        }
        let form = scanned
            .form
            .trim_start_matches(['A', '答', ':', ' ', '“'])
            .trim_start_matches("事实:")
            .trim_start_matches("真相:")
            .trim_start_matches("回答:")
            .trim_start_matches("答:");
        // 答案是有可能, 一般来说不会: what opens the answer, and how often it holds.
        let mut generic = false;
        let mut form = form;
        while let Some(rest) =
            OPENINGS.iter().find_map(|w| form.strip_prefix(w)).map(|r| r.trim_start_matches([',', ':']))
        {
            generic |= form.starts_with(['一', '通', '正']);
            form = rest;
        }
        let head = form.split([',', '。', '!', ';']).next().unwrap_or(form);
        let stance = match head {
            "否定的" | "答案是否定的" | "不打" | "不用怕" | "不会" | "不会的" | "不能" | "没有" | "不是"
            | "当然不会" | "肯定不会" | "绝对不会" | "并不会" | "不可以" | "不用" | "没有的事" | "假的" | "否" => {
                Stance::Never
            }
            "原则上不会"
            | "基本不会的"
            | "一般不会"
            | "通常不会"
            | "基本不会"
            | "一般是不会的"
            | "一般不会的"
            | "大概率不会"
            | "正常不会"
            | "基本上不会"
            | "通常是不会的"
            | "正常情况下不会" => Stance::GenerallyNot,
            "会" | "会的" | "能" | "是的" | "肯定的" | "答案是肯定的" | "肯定会" | "一定会" | "当然会" | "有"
            | "是真的" | "真的" | "会有" | "是" | "有的" => Stance::Certain,
            "很可能会" | "很有可能" | "多半会" | "一般会" | "通常会" | "一般会的" | "大概率会" => {
                Stance::Generally
            }
            "要看情况" | "得看情况" | "看情况而定" | "也可能会" | "说不准" | "可能会" | "有可能" | "不一定"
            | "看情况" | "可能" | "可以" | "可以的" | "有可能的" | "有可能会" | "也有可能" | "未必" | "难说"
            | "视情况而定" | "不好说" | "能的" => Stance::Possible,
            "很少" | "几乎没有" | "可能性很小" | "概率很低" | "很少见" => Stance::Rare,
            _ => return false,
        };
        let stance = match stance {
            Stance::Never if generic => Stance::GenerallyNot,
            Stance::Certain if generic => Stance::Generally,
            stance => stance,
        };
        // The rest of the sentence may name the thing again: then it is read as it stands.
        let rest = &form[head.len()..];
        let again = Sentence::scan(self.lexicon, rest);
        let turns = rest.trim_start_matches(',').starts_with(['但', '不']);
        if !turns && again.hits.iter().any(|h| matches!(&self.lexicon.entries[h.entry].row, Row::Wording(w) if asked.propositions.contains(&w.proposition))) {
            return false;
        }
        let case = self.story || rest.contains("例子") || rest.contains("亲身") || rest.contains('我');
        let asked = asked.clone();
        let findings = asked
            .propositions
            .iter()
            .map(|p| Finding {
                proposition: *p,
                start: 0,
                end: 0,
                clause: 0,
                verdict: Ok(Found {
                    stance,
                    setting: around.setting.headed(&around.label.under(&asked.setting)),
                    products: if asked.products.is_empty() { around.products.clone() } else { asked.products.clone() },
                    attribution: if case { Attribution::Users } else { Attribution::Author },
                    actor: None,
                    quantities: Vec::new(),
                }),
                cues: vec![head.to_owned()],
                rows: Vec::new(),
            })
            .collect();
        self.emit(sentence, scanned, findings);
        if !rest.trim_matches(['。', ',', '!']).is_empty() {
            let (findings, last) = read(self.lexicon, &again, around);
            self.before = last;
            self.emit(sentence, &again, findings);
        }
        true
    }

    /// A table row: the first cell is the topic or the circumstance, the others are read beside it.
    fn row(&mut self, sentence: &segment::Sentence) {
        let cells: Vec<String> = sentence.form.text.split('|').map(|c| c.trim().to_owned()).collect();
        if cells.iter().all(|c| c.chars().all(|x| matches!(x, '-' | ':' | ' '))) {
            return;
        }
        if self.header.is_empty() {
            self.header = cells;
            return;
        }
        let base = self.around();
        let header: Vec<(Vec<Product>, String)> = self
            .header
            .iter()
            .map(|h| {
                let scanned = Sentence::scan(self.lexicon, h);
                (scanned.products(self.lexicon), h.clone())
            })
            .collect();
        let first = cells.first().cloned().unwrap_or_default();
        let opening = Sentence::scan(self.lexicon, &format!("{}{}", prefix(&self.header, &first), first));
        let stage = opening.circumstances(self.lexicon, true);
        let mut all: Vec<(Sentence, Vec<Finding>)> = Vec::new();
        for (column, cell) in cells.iter().enumerate().skip(1) {
            let (products, head) = header.get(column).cloned().unwrap_or_default();
            let mut around = base.clone();
            around.label = around.label.under(&stage);
            if !products.is_empty() {
                around.products.clone_from(&products);
            }
            let topic = if products.is_empty() && stage.is_empty() && !names(self.lexicon, &first) {
                format!("{head}:{cell}")
            } else if stage.is_empty() {
                fit(&first, cell)
            } else {
                cell.clone()
            };
            let scanned = Sentence::scan(self.lexicon, &topic);
            let (findings, _) = read(self.lexicon, &scanned, &around);
            all.push((scanned, findings));
        }
        // Same claim for several products: one claim with all of them.
        let mut merged: Vec<Finding> = Vec::new();
        for (_, findings) in all {
            for finding in findings {
                let twin = merged.iter_mut().find(|m| {
                    m.proposition == finding.proposition
                        && matches!((&m.verdict, &finding.verdict), (Ok(a), Ok(b)) if a.stance == b.stance && a.setting == b.setting && a.quantities == b.quantities && a.products != b.products)
                });
                match (twin, &finding.verdict) {
                    (Some(twin), Ok(b)) => {
                        if let Ok(a) = &mut twin.verdict {
                            a.products.extend(b.products.iter().copied());
                            a.products.sort();
                            a.products.dedup();
                        }
                    }
                    _ => merged.push(finding),
                }
            }
        }
        self.emit(sentence, &Sentence::default(), merged);
    }

    fn emit(&mut self, sentence: &segment::Sentence, scanned: &Sentence, findings: Vec<Finding>) {
        let mut findings = findings;
        self.threshold(scanned, &mut findings);
        for finding in findings {
            let Ok(found) = finding.verdict else { continue };
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

    /// 没有固定的金额标准: a claim of the act that it would start.
    fn threshold(&self, scanned: &Sentence, findings: &mut Vec<Finding>) {
        let form = &scanned.form;
        let none = [
            "没有固定",
            "没有明确",
            "没有公布",
            "没有官方",
            "没有统一",
            "没有具体",
            "并没有明确",
            "没有规定",
            "没有硬性",
            "没有一个固定",
            "未明确规定",
            "没有写明",
            "不存在固定",
            "没有一定的",
        ]
        .iter()
        .find_map(|w| form.find(w));
        let Some(at) = none else { return };
        let clause_end = form[at..].find([',', '。', ';']).map_or(form.len(), |e| at + e);
        let text = &form[at..clause_end];
        if !["金额", "多少钱", "欠多少", "数额", "界限", "门槛"].iter().any(|w| text.contains(w))
            || text.contains("逾期多少天必须")
        {
            return;
        }
        let topic = |text: &str| {
            if text.contains("起诉") || text.contains("诉讼") {
                Some("legal.lawsuit")
            } else if text.contains("上门") || text.contains("外访") || text.contains("走访") {
                Some("visit.home")
            } else {
                None
            }
        };
        let Some(id) = topic(form).or_else(|| topic(&self.article.title)) else { return };
        let Some(index) = self.lexicon.propositions.iter().position(|p| p.id.as_str() == id) else { return };
        findings.retain(|f| {
            f.proposition != index
                || f.verdict.as_ref().is_ok_and(|v| !v.setting.is_empty() || v.stance != Stance::Never)
        });
        findings.push(Finding {
            proposition: index,
            start: at,
            end: clause_end,
            clause: 0,
            verdict: Ok(Found {
                stance: Stance::Possible,
                setting: Setting::default(),
                products: self.around().products,
                actor: None,
                attribution: Attribution::Author,
                quantities: vec![Quantity {
                    role: Role::Threshold,
                    min: None,
                    max: None,
                    unit: Unit::Cny,
                    forever: false,
                    none: true,
                    text: text.to_owned(),
                }],
            }),
            cues: vec![text.to_owned()],
            rows: Vec::new(),
        });
    }
}

/// 3天 stays beside its topic; 无 and 不会 deny it.
fn fit(topic: &str, cell: &str) -> String {
    match cell {
        "无" | "没有" | "×" | "✗" | "否" | "不会" | "-" | "/" | "不" | "不支持" => format!("没有{topic}"),
        "有" | "是" | "√" | "✓" | "会" | "支持" => format!("会{topic}"),
        _ => format!("{topic}:{cell}"),
    }
}

/// The header's word for a bare number in the first cell: 逾期天数 | 3天.
fn prefix(header: &[String], first: &str) -> &'static str {
    let head = header.first().map(String::as_str).unwrap_or_default();
    if first.contains("逾期") || first.contains('欠') {
        ""
    } else if head.contains("逾期") || head.contains("时间") || head.contains("天数") || head.contains("阶段") {
        "逾期"
    } else if head.contains("金额") || head.contains("欠款") {
        "欠款"
    } else {
        ""
    }
}

fn names(lexicon: &Lexicon, text: &str) -> bool {
    Sentence::scan(lexicon, text).hits.iter().any(|h| matches!(lexicon.entries[h.entry].row, Row::Wording(_)))
}

/// What stands behind 谣言一: or 误区: at the beginning.
fn rumour(form: &str) -> Option<&str> {
    let (label, rest) = form.split_once(':')?;
    (label.chars().count() <= 6
        && ["谣言", "误区", "传言", "流言", "谎言", "说法", "迷思"].iter().any(|w| label.starts_with(w)))
    .then_some(rest)
}

/// Whether the sentence is a question as a whole.
fn asks(form: &str) -> bool {
    let end = form.trim_end_matches(['”', '。', ' ', '!', ')']);
    end.ends_with('?')
        || end.ends_with('吗')
        || end.ends_with("怎么办")
        || end.ends_with('呢')
        || end.ends_with("会怎样")
        || end.ends_with("怎么回事")
}

/// Whether a heading is a statement: a stance cue and a mention stand in it.
fn states(lexicon: &Lexicon, scanned: &Sentence) -> bool {
    let cue = scanned.hits.iter().any(|h| {
        matches!(&lexicon.entries[h.entry].row, Row::Cue(c) if matches!(c.role, CueRole::Deny | CueRole::DenySoft | CueRole::Possible | CueRole::Rare | CueRole::Forbid | CueRole::Permit))
    });
    cue && scanned.form.chars().count() >= 7
}

/// Whether the article tells its writer's own story: 我 stands in many of its lines, or the title says so.
fn is_story(article: &Article) -> bool {
    let sentences: Vec<&str> = article.text.split(['。', '！', '!', '\n']).filter(|s| s.chars().count() > 6).collect();
    let mine = sentences.iter().filter(|s| own(s)).count();
    let titled = ["经历", "亲测", "亲身", "上岸", "日记", "自述", "真实故事"].iter().any(|w| article.title.contains(w));
    mine >= 5 && mine * 4 >= sentences.len() || titled && mine >= 3
}

/// 下文先讲…, 再列举…: what the article is going to say is not yet said.
fn is_outline(form: &str) -> bool {
    let opens =
        ["本文", "这篇", "下文", "接下来", "下面", "今天就", "今天我们", "今天咱们", "今天小编", "小编就", "小编今天"];
    let tells = [
        "聊",
        "讲",
        "介绍",
        "梳理",
        "盘点",
        "列举",
        "说说",
        "解答",
        "谈谈",
        "分享",
        "为大家",
        "带大家",
        "给大家",
        "一起来看",
        "说清",
    ];
    opens.iter().any(|w| form.starts_with(w)) && tells.iter().any(|w| form.contains(w))
        || form.contains("都在问")
        || form.contains("来问")
}

/// Whether the first person speaks, or one person is spoken of (张某, 李女士).
fn own(text: &str) -> bool {
    text.contains('我') && !["我们", "我国", "我司", "我市", "我省", "自我", "你我"].iter().any(|w| text.contains(w))
        || is_of_somebody(text)
}

/// Whether a person is named as news and reports of cases do: 张某, 王某某, 刘先生, 当事人.
fn is_of_somebody(text: &str) -> bool {
    const SURNAMES: &str = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹苏潘葛范彭鲁韦马方任袁柳唐薛雷贺倪汤罗郝安常于傅齐康伍余顾孟黄穆萧尹姚汪毛狄米戴宋庞熊纪项祝董梁杜阮闵季贾江郭林钟徐邱骆高夏蔡田胡凌霍万柯卢莫丁邓洪包石崔龚程裴陆荣翁段侯武刘龙叶黎白乔曾章";
    let named = |suffix: &str| {
        text.match_indices(suffix).any(|(at, _)| text[..at].chars().next_back().is_some_and(|c| SURNAMES.contains(c)))
    };
    // 小吴, 老张.
    const NICKNAMED: &str =
        "王李张刘陈杨赵黄周吴徐孙胡朱郭何林罗郑梁谢宋唐许邓冯韩曹彭萧蔡潘田董袁余叶杜苏魏吕任沈姚卢崔钟谭汪范廖贾夏";
    let nicknamed = text
        .match_indices(['小', '老'])
        .any(|(at, c)| text[at + c.len()..].chars().next().is_some_and(|c| NICKNAMED.contains(c)));
    named("某") || named("先生") || named("女士") || nicknamed || text.contains("本案当事人")
}

/// Whether a sentence of a story tells what happened.
fn told(form: &str) -> bool {
    ["了", "过", "我", "他", "她", "到", "没人", "没有"].iter().any(|w| form.contains(w))
        && !["建议", "大家", "你", "一般", "千万", "切记", "不要"].iter().any(|w| form.contains(w))
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
