//! Table rows and thresholds: what a cell says under its head, and that no sum is fixed.

use super::condition::{head_chars, tail_chars};
use super::*;

/// Words that say that no sum is fixed, where one is spoken of.
const NO_FIGURE: &[&str] = &[
    "从未公布",
    "未公布",
    "没公布",
    "未曾公布",
    "从没公布",
    "没有",
    "没规定",
    "没设",
    "并无",
    "并未规定",
    "并未设",
    "未规定",
    "未设",
    "未明确规定",
    "未明确",
    "不存在",
    "不设",
    "无明确",
    "无固定",
    "无统一",
];

/// What would be the figure.
const FIGURE: &[&str] = &["金额", "多少钱", "欠多少", "数额", "界限", "门槛", "红线", "下限", "起点", "起诉线"];

fn is_denied(finding: &Finding) -> bool {
    finding.verdict.as_ref().is_ok_and(|found| found.stance == Stance::Never)
}

/// Characters to either side of the denial that are looked at.
const REACH: usize = 40;

/// Where a clause says that there is no fixed sum: its first byte, the denial's, and the byte after its last.
fn no_figure(form: &str) -> Option<(usize, usize, usize)> {
    let denial = |at: usize| NO_FIGURE.iter().find(|word| form[at..].starts_with(**word)).map(|word| (at, word.len()));
    form.match_indices(['没', '并', '未', '不', '无']).filter_map(|(at, _)| denial(at)).find_map(|(at, length)| {
        let marks = [',', '。', ';', '?', '!', ':'];
        // A clause says it within a few dozen characters.
        let (lead, tail) = (tail_chars(&form[..at], REACH), head_chars(&form[at..], REACH));
        let from = lead.rfind(marks).map_or(at - lead.len(), |mark| at - lead.len() + mark + 1);
        let end = at + tail.find(marks).unwrap_or(tail.len());
        let rest = &form[at + length..end];
        let (figure, _) = FIGURE.iter().filter_map(|word| rest.find(word).map(|at| (at, word))).min()?;
        // 没有还清的金额, 没有达到门槛: of another matter.
        let between = &rest[..figure];
        let other =
            ["还", "达", "超", "付", "清", "逾期", "够", "用", "多天"].iter().any(|word| between.contains(word));
        (between.chars().count() <= 12 && !other).then_some((from, at, end))
    })
}

impl Walk<'_> {
    /// A table row: the first cell is the topic or the circumstance, the others are read beside it.
    pub(super) fn row(&mut self, sentence: &segment::Sentence) {
        let line = sentence.span.of(&self.article.text);
        let cells: Vec<String> = split_cells(line).map(|cell| segment::Form::of(cell).text).collect();
        if cells.iter().all(|c| c.chars().all(|x| matches!(x, '-' | ':' | ' '))) {
            return;
        }
        if self.header.is_empty() {
            self.header = cells;
            return;
        }
        // What was told before the table is no circumstance of its rows.
        let base = Around { before: Setting::default(), ..self.around() };
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
            let topic = if products.is_empty() && stage.is_empty() && !names(self.lexicon, &first, |_| true) {
                format!("{head}:{cell}")
            } else if stage.is_empty() {
                fit(&first, cell)
            } else if names(self.lexicon, cell, |_| true) {
                cell.clone()
            } else {
                // 上门可能性 | 较低: the head says what.
                chance_of(&head, cell)
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

    /// 没有固定的金额标准: a claim of the act that it would start.
    pub(super) fn threshold(&self, scanned: &Sentence, findings: &mut Vec<Finding>) {
        let form = &scanned.form;
        let Some((from, at, clause_end)) = no_figure(form) else { return };
        let text = &form[at..clause_end];
        let topics = |text: &str| -> Vec<&'static str> {
            let acts = [("legal.lawsuit", ["起诉", "诉讼", "打官司"]), ("visit.home", ["上门", "外访", "走访"])];
            let named = acts.into_iter().filter(|(_, words)| words.iter().any(|word| text.contains(word)));
            named.map(|(id, _)| id).collect()
        };
        // Named beside it, or else in the sentence, or else in the title, which may ask of several.
        let beside = [topics(&form[from..clause_end]), topics(form)].into_iter().find(|found| !found.is_empty());
        let found = beside.unwrap_or_else(|| topics(&self.article.title).into_iter().take(1).collect());
        for id in found {
            self.no_threshold(id, text, (from, at, clause_end), findings);
        }
    }

    /// Puts the claim that no sum is fixed in the place of what else the clause seems to say of `id`.
    fn no_threshold(
        &self,
        id: &str,
        text: &str,
        (from, at, clause_end): (usize, usize, usize),
        findings: &mut Vec<Finding>,
    ) {
        let Some(index) = self.lexicon.propositions.iter().position(|p| p.id.as_str() == id) else { return };
        // 起诉没有金额下限: that nothing is fixed is all that is said of it here.
        findings.retain(|f| {
            f.proposition != index
                || !f.verdict.as_ref().is_ok_and(|v| v.setting.is_empty())
                || !(is_denied(f) || (from..clause_end).contains(&f.start))
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

/// 起诉可能性 | 极低: how likely it is that it is brought.
fn chance_of(head: &str, cell: &str) -> String {
    const CHANCES: [&str; 5] = ["可能性", "概率", "几率", "机率", "风险"];
    let act = CHANCES.iter().find_map(|chance| head.strip_suffix(chance)).unwrap_or(head);
    let degree = ["低", "高", "大", "小"].iter().any(|word| cell.ends_with(word)) && cell.chars().count() <= 4;
    if act.len() < head.len() && degree { format!("{act}的可能性{cell}") } else { format!("{act}{cell}") }
}

/// The cells of a row: parted by bars, tabs or, where there are none, by two blanks and more.
fn split_cells(line: &str) -> impl Iterator<Item = &str> {
    let blanks = !line.contains(['|', '｜', '\t']);
    let marked = line.split(move |c: char| !blanks && matches!(c, '|' | '｜' | '\t'));
    marked.flat_map(move |cell| cell.split(if blanks { "  " } else { "\u{0}" })).map(str::trim)
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
