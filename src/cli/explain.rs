//! `duizhi explain`: why a sentence does, or does not, become a claim.

use std::io::Read;

use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::{Value, json};

use crate::article::Article;
use crate::claim::{Claim, Product};
use crate::examples::page;
use crate::extract::{Explanation, Finding, explain};
use crate::lexicon::{Hit, Lexicon, Row};
use crate::report::layout::Run;
use crate::report::plain::plain;
use crate::report::{Lang, Names, phrases, words};
use crate::segment;
use crate::wire::claim::records;

use super::flags::{self, LexiconFlag, TextOrJson};
use super::parts::{clause_notes, cue_reach, reason, row_kind};
use super::sheet::{self, CUE, FAINT, HARD, MENTION, PLAIN, STRONG, Sheet, TENSION, Terminal};

/// Longer than this is an article, for `extract`.
const LONGEST: usize = 20_000;

/// Flags of `duizhi explain`.
#[derive(Debug, Clone, Args)]
pub(super) struct ExplainArgs {
    /// 一句话，或几行；- 从标准输入读
    #[arg(value_name = "TEXT", allow_hyphen_values = true)]
    text: String,
    /// 当作谈这个产品的文章里的话
    #[arg(long, value_name = "PRODUCT", value_parser = flags::product(), conflicts_with = "title")]
    product: Option<Product>,
    /// 当作这个标题的文章里的话
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    /// 输出的格式
    #[arg(long, value_enum, value_name = "text|json", default_value_t = TextOrJson::Text)]
    format: TextOrJson,
    #[command(flatten)]
    lexicon: LexiconFlag,
}

/// Explains and prints.
pub(super) fn run(args: &ExplainArgs, terminal: &Terminal) -> Result<u8> {
    let text = match args.text.as_str() {
        "-" => {
            let mut text = String::new();
            let limit = (4 * LONGEST) as u64 + 1;
            std::io::stdin()
                .lock()
                .take(limit)
                .read_to_string(&mut text)
                .context("standard input cannot be read as UTF-8")?;
            text
        }
        text => text.to_owned(),
    };
    if text.trim().is_empty() {
        bail!("no sentence given; try `duizhi explain \"花呗逾期一般不会上门\"`");
    }
    if text.chars().count() > LONGEST {
        bail!("more than {LONGEST} characters; `duizhi extract FILE` reads whole articles");
    }
    let lexicon = args.lexicon.load()?;
    let title = match (&args.title, args.product) {
        (Some(title), _) => title.clone(),
        (None, Some(product)) => format!("{}逾期", product.zh()),
        (None, None) => String::new(),
    };
    let article = page(&title, text.trim());
    let explained = explain(&lexicon, &article);
    let jieba = segment::dictionary(lexicon.terms());
    let cut = |form: &str| segment::words(&jieba, form).into_iter().map(str::to_owned).collect::<Vec<_>>();
    match args.format {
        TextOrJson::Json => {
            let all: Vec<Value> = explained
                .iter()
                .map(|one| record(&lexicon, &article, one, &cut(&one.form.text)))
                .collect::<Result<_>>()?;
            sheet::print(&format!("{:#}\n", json!({"schema": "explain/1", "title": title, "sentences": all})))?;
        }
        TextOrJson::Text => {
            let names = flags::names(&lexicon);
            let mut sheet = Sheet::new(terminal);
            for one in &explained {
                let mut view = View { sheet: &mut sheet, lexicon: &lexicon, names: &names, lang: terminal.lang, one };
                view.sentence(&article, &cut(&one.form.text));
            }
            sheet.print()?;
        }
    }
    Ok(0)
}

/// One sentence as it is shown.
struct View<'a, 't> {
    sheet: &'a mut Sheet<'t>,
    lexicon: &'a Lexicon,
    names: &'a Names,
    lang: Lang,
    one: &'a Explanation,
}

impl View<'_, '_> {
    fn sentence(&mut self, article: &Article, cut: &[String]) {
        let text = self.one.span.of(&article.text);
        self.sheet.gap();
        self.sheet.line(0, STRONG, plain(text));
        let form = &self.one.form.text;
        if form != text {
            self.labelled(self.lang.t("归一", "form"), &[Run::new(plain(form), PLAIN)]);
        }
        let cut: Vec<_> = cut.iter().map(|word| plain(word)).collect();
        self.labelled(self.lang.t("分词", "words"), &[Run::new(cut.join(" / "), FAINT)]);
        for number in 0..self.one.clauses.len() {
            self.clause(number);
        }
        self.outcome();
    }

    fn labelled(&mut self, label: &str, runs: &[Run]) {
        let mut all = vec![Run::new(format!("{label}  "), FAINT)];
        all.extend_from_slice(runs);
        self.sheet.hang(0, 6, &all);
    }

    /// A clause: its text with the parts marked, the rows found in it, and what each mention came to.
    fn clause(&mut self, number: usize) {
        let form = &self.one.form.text;
        let clause = &self.one.clauses[number];
        let label = match self.lang {
            Lang::Zh => format!("分句 {}  ", number + 1),
            Lang::En => format!("clause {}  ", number + 1),
        };
        let mut runs = vec![Run::new(label, FAINT)];
        let mut hits: Vec<&Hit> =
            self.one.hits.iter().filter(|hit| hit.start >= clause.start && hit.end <= clause.end).collect();
        // Two words of one row may meet in the same place.
        hits.dedup_by_key(|hit| (hit.start, hit.end, hit.entry));
        let cut = clause.premise_end.clamp(clause.start, clause.end);
        let premise = cut > clause.start;
        if premise {
            runs.push(Run::new("‹", FAINT));
            runs.extend(self.marked(clause.start, cut, &hits));
            runs.push(Run::new("› ", FAINT));
        }
        runs.extend(self.marked(cut, clause.end, &hits));
        let notes = clause_notes(clause, premise, self.lang);
        if !notes.is_empty() {
            runs.push(Run::new(format!("  ({})", notes.join(self.lang.t("；", "; "))), TENSION));
        }
        self.sheet.gap();
        self.sheet.hang(0, 8, &runs);
        let rows: Vec<Vec<String>> = hits.iter().map(|hit| self.row(&form[hit.start..hit.end], hit, number)).collect();
        self.sheet.table(4, &rows);
        for finding in self.one.findings.iter().filter(|finding| finding.clause == number) {
            self.finding(finding);
        }
    }

    /// Form text with mentions and cues in their colours.
    fn marked(&self, start: usize, end: usize, hits: &[&Hit]) -> Vec<Run> {
        let form = &self.one.form.text;
        let mut runs = Vec::new();
        let mut at = start;
        for hit in hits {
            let style = match &self.lexicon.entries[hit.entry].row {
                Row::Wording(_) => MENTION,
                Row::Cue(_) => CUE,
                Row::Condition(..) => TENSION,
                Row::Marker(_) | Row::Product(..) | Row::Voice(_) => continue,
            };
            if hit.start < at || hit.end > end {
                continue;
            }
            runs.push(Run::new(plain(&form[at..hit.start]), PLAIN));
            runs.push(Run::new(plain(&form[hit.start..hit.end]), style));
            at = hit.end;
        }
        runs.push(Run::new(plain(&form[at..end]), PLAIN));
        runs
    }

    /// Words, what they are, where they reach, and the row.
    fn row(&self, words: &str, hit: &Hit, clause: usize) -> Vec<String> {
        let entry = &self.lexicon.entries[hit.entry];
        let decided = self.one.findings.iter().any(|finding| {
            finding.clause == clause
                && matches!(entry.row, Row::Cue(_))
                && finding.verdict.is_ok()
                && finding.cues.iter().any(|cue| cue == words)
        });
        let mut kind = row_kind(&entry.row, self.lang);
        if let Row::Wording(wording) = &entry.row {
            kind = format!("{kind} {}", self.names.of(&self.lexicon.propositions[wording.proposition].id, self.lang));
        }
        if let Row::Cue(cue) = &entry.row {
            kind = format!("{kind} {}", cue_reach(cue, self.lang));
        }
        vec![format!("{}{words}", if decided { "*" } else { " " }), kind, entry.name.clone()]
    }

    fn finding(&mut self, finding: &Finding) {
        let row = &self.lexicon.propositions[finding.proposition];
        let name = format!("{} {}", self.names.of(&row.id, self.lang), row.id);
        let runs = match &finding.verdict {
            Ok(found) => {
                let mut says = vec![words::stance(found.stance, self.lang).to_owned()];
                says.extend(Some(phrases::conditions(&found.setting.conditions(), self.lang)));
                says.extend(Some(phrases::quantities(&found.quantities, self.lang)));
                says.extend(words::attribution(found.attribution, self.lang).map(str::to_owned));
                says.retain(|part| !part.is_empty());
                let cues = match (finding.cues.is_empty(), self.lang) {
                    (true, lang) => lang.t("没有立场词，按说法本身", "no cue: as worded").to_owned(),
                    (false, Lang::Zh) => format!("由「{}」定", plain(&finding.cues.join("」「"))),
                    (false, Lang::En) => format!("by “{}”", plain(&finding.cues.join("” “"))),
                };
                vec![
                    Run::new("⇒ ", CUE),
                    Run::new(format!("{}  ", plain(&name)), STRONG),
                    Run::new(says.join(" · "), CUE),
                    Run::new(format!("  {cues}"), FAINT),
                ]
            }
            Err(why) => vec![
                Run::new("✗ ", HARD),
                Run::new(format!("{}  ", plain(&name)), STRONG),
                Run::new(reason(why, self.lang), HARD),
            ],
        };
        self.sheet.hang(4, 8, &runs);
    }

    /// What the sentence claims where it stands, and where that differs from what it says by itself.
    fn outcome(&mut self) {
        let (lang, claims) = (self.lang, &self.one.claims);
        self.sheet.gap();
        if claims.is_empty() {
            let why = self.why_none();
            self.labelled(
                lang.t("结论", "result"),
                &[Run::new(lang.t("没有主张。", "no claim. "), HARD), Run::new(why, PLAIN)],
            );
            return;
        }
        let count = match lang {
            Lang::Zh => format!("{} 条主张", claims.len()),
            Lang::En => phrases::count(claims.len(), "claim"),
        };
        self.labelled(lang.t("结论", "result"), &[Run::new(count, STRONG)]);
        for claim in claims {
            let alone = self.one.findings.iter().any(|finding| self.makes(finding, claim));
            let around = if alone {
                ""
            } else {
                lang.t("  由上下文（标题、问句、列表、整句规则）读出", "  read from what stands around it")
            };
            self.sheet.hang(4, 8, &[Run::new(plain(&claim.to_string()), PLAIN), Run::new(around, FAINT)]);
        }
    }

    fn makes(&self, finding: &Finding, claim: &Claim) -> bool {
        let found = finding.verdict.as_ref();
        self.lexicon.propositions[finding.proposition].id == claim.proposition
            && found.is_ok_and(|found| found.stance == claim.stance && found.setting.conditions() == claim.conditions)
    }

    fn why_none(&self) -> String {
        let lang = self.lang;
        let reasons: Vec<&str> =
            self.one.findings.iter().filter_map(|finding| finding.verdict.as_ref().err().copied()).collect();
        if self.one.findings.iter().any(|finding| finding.verdict.is_ok()) {
            lang.t(
                "单看这句有主张，放在上下文里不算（问句、小标题或引子）。",
                "By itself it claims; where it stands it does not (a question, a heading, a lead-in).",
            )
            .to_owned()
        } else if let Some(first) = reasons.first() {
            reason(first, lang)
        } else if self.one.hits.iter().any(|hit| matches!(self.lexicon.entries[hit.entry].row, Row::Wording(_))) {
            lang.t(
                "提到了命题，但旁边缺少这种说法要的词，或者被更具体的说法取代。",
                "A proposition is named, but the words that this wording asks for are missing beside it.",
            )
            .to_owned()
        } else {
            lang.t(
                "没有说到任何命题；`duizhi lexicon` 列出认得的命题。",
                "No proposition is named; `duizhi lexicon` lists those that are known.",
            )
            .to_owned()
        }
    }
}

fn record(lexicon: &Lexicon, article: &Article, one: &Explanation, cut: &[String]) -> Result<Value> {
    let form = &one.form.text;
    let characters = |byte: usize| form.get(..byte).map_or(0, |text| text.chars().count());
    let hits: Vec<Value> = one
        .hits
        .iter()
        .map(|hit| {
            let entry = &lexicon.entries[hit.entry];
            let reach = match &entry.row {
                Row::Cue(cue) => Some(cue_reach(cue, Lang::En)),
                Row::Wording(_) | Row::Condition(..) | Row::Marker(_) | Row::Product(..) | Row::Voice(_) => None,
            };
            json!({
                "text": form.get(hit.start..hit.end), "start": characters(hit.start), "end": characters(hit.end),
                "row": entry.name, "kind": row_kind(&entry.row, Lang::En), "reach": reach,
            })
        })
        .collect();
    let clauses: Vec<Value> = one
        .clauses
        .iter()
        .map(|clause| {
            let cut = clause.premise_end.clamp(clause.start, clause.end);
            json!({
                "premise": form.get(clause.start..cut), "text": form.get(cut..clause.end),
                "notes": clause_notes(clause, cut > clause.start, Lang::En),
            })
        })
        .collect();
    let findings: Vec<Value> = one
        .findings
        .iter()
        .map(|finding| {
            let rows: Vec<&str> = finding.rows.iter().map(|row| lexicon.entries[*row].name.as_str()).collect();
            json!({
                "proposition": lexicon.propositions[finding.proposition].id.as_str(), "mention": form.get(finding.start..finding.end),
                "clause": finding.clause, "cues": finding.cues, "rows": rows,
                "stance": finding.verdict.as_ref().ok().map(|found| found.stance.id()), "why_not": finding.verdict.as_ref().err(),
            })
        })
        .collect();
    let claims: Vec<Value> = records(article, &one.claims).map(serde_json::to_value).collect::<Result<_, _>>()?;
    Ok(json!({
        "text": one.span.of(&article.text), "form": form, "words": cut, "hits": hits,
        "clauses": clauses, "findings": findings, "claims": claims,
    }))
}
