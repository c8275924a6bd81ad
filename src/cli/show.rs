//! `duizhi show`: one article with its claims marked, or one claim with its evidence and conflicts.

use anyhow::Result;
use clap::Args;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::article::{Article, BlockKind};
use crate::claim::{Claim, Conditions};
use crate::contradict::topics::dispute_of;
use crate::dispute::{Conflict, Dispute, Opponent, Report, Severity};
use crate::index::error::IndexError;
use crate::index::ids::Id;
use crate::index::read::{Index, Sourced};
use crate::lexicon::Lexicon;
use crate::report::digest::Digest;
use crate::report::layout::Run;
use crate::report::plain::plain;
use crate::report::summary::source_parts;
use crate::report::{Format, Lang, Names, Options, phrases, render, words};
use crate::wire::article::ArticleRecord;
use crate::wire::claim::{ClaimRecord, records};
use crate::wire::offsets::CharOffsets;

use super::errors;
use super::flags::{self, IndexFlag, TextOrJson, parse_date};
use super::report::{Confronted, confronted};
use super::sheet::{self, CUE, FAINT, HARD, MENTION, PLAIN, STRONG, Sheet, TENSION, Terminal};

/// Characters of a quote: a whole sentence but for monsters.
const QUOTE: usize = 400;

/// Flags of `duizhi show`.
#[derive(Debug, Clone, Args)]
pub(super) struct ShowArgs {
    /// 编号（至少前 4 位），或文章的路径
    #[arg(value_name = "ID")]
    id: String,
    /// 输出的格式
    #[arg(long, value_enum, value_name = "text|json", default_value_t = TextOrJson::Text)]
    format: TextOrJson,
    /// 按哪一天的法规算，默认今天
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    as_of: Option<Date>,
    #[command(flatten)]
    index: IndexFlag,
}

/// Shows it; 1 when there is no such thing.
pub(super) fn run(args: &ShowArgs, terminal: &Terminal) -> Result<u8> {
    let index = Index::open(&args.index.index)?;
    let names = flags::names(&Lexicon::embedded());
    let given = args.id.trim_start_matches('#');
    let id = match index.lookup(given) {
        Ok(id) => id,
        Err(error @ IndexError::NoId { .. }) => match by_path(&index, &args.id)? {
            Some(sourced) => Some(Id::Article(sourced.article.id)),
            None if looks_like_path(given) => None,
            None => return Err(error.into()),
        },
        Err(error) => return Err(error.into()),
    };
    match id {
        Some(Id::Article(id)) => {
            if let Some(sourced) = index.sourced(id)? {
                article(&sourced, &names, args.format, terminal)?;
                return Ok(0);
            }
        }
        Some(Id::Claim(id)) => {
            if let Some((claim, article)) = index.claim(id)? {
                let Confronted { report, char_starts } =
                    confronted(&index, args.as_of.unwrap_or_else(flags::today), &Default::default())?;
                let options = Options { names, char_starts, lang: terminal.lang, ..Options::default() };
                let shown = Shown { claim: &claim, article: &article, report: &report, options: &options };
                match args.format {
                    TextOrJson::Text => shown.print(terminal)?,
                    TextOrJson::Json => shown.print_json()?,
                }
                return Ok(0);
            }
        }
        None => {}
    }
    errors::tell(&format!(
        "nothing in {} has the id {given}; `duizhi search` prints ids",
        plain(&crate::corpus::display_path(index.dir()))
    ));
    Ok(1)
}

fn looks_like_path(given: &str) -> bool {
    given.contains(['/', '.'])
}

/// The article of this path, for people who know their files and not our ids.
fn by_path(index: &Index, path: &str) -> Result<Option<Sourced>> {
    if !looks_like_path(path) {
        return Ok(None);
    }
    for sourced in index.articles()? {
        let sourced = sourced?;
        if sourced.article.path == path {
            return Ok(Some(sourced));
        }
    }
    Ok(None)
}

fn article(sourced: &Sourced, names: &Names, format: TextOrJson, terminal: &Terminal) -> Result<()> {
    let Sourced { article, claims } = sourced;
    if format == TextOrJson::Json {
        let mut record = serde_json::to_value(ArticleRecord::from(article))?;
        record["claims"] = Value::Array(records(article, claims).map(serde_json::to_value).collect::<Result<_, _>>()?);
        return Ok(sheet::print(&format!("{record:#}\n"))?);
    }
    let mut sheet = Sheet::new(terminal);
    let lang = terminal.lang;
    sheet.line(
        0,
        STRONG,
        if article.title.trim().is_empty() {
            lang.t("（无题）", "(untitled)").into()
        } else {
            plain(article.title.trim())
        },
    );
    let mut facts: Vec<String> =
        [&article.site, &article.author].into_iter().flatten().map(|fact| plain(fact).into_owned()).collect();
    facts.push(article.published.map_or_else(|| lang.t("未注日期", "undated").to_owned(), |day| day.to_string()));
    facts.extend(article.url.as_deref().map(|url| plain(url).into_owned()));
    let path = sheet.path(&article.path);
    sheet.say(
        0,
        &[Run::new(format!("{} · ", facts.join(" · ")), FAINT), path, Run::new(format!(" · #{}", article.id), FAINT)],
    );
    if article.fictional {
        sheet.line(0, TENSION, lang.t("⚠ 文章自称虚构", "⚠ calls itself invented"));
    }
    for notice in &article.notices {
        sheet.line(0, TENSION, plain(&notice.message));
    }
    sheet.gap();
    for block in &article.blocks {
        text_block(&mut sheet, article, claims, block.kind, block.span.start(), block.span.end());
    }
    for disclaimer in &article.disclaimers {
        sheet.line(0, FAINT, plain(disclaimer));
    }
    sheet.heading(match lang {
        Lang::Zh => format!("{} 条主张", claims.len()),
        Lang::En => phrases::count(claims.len(), "claim"),
    });
    for (number, claim) in claims.iter().enumerate() {
        let mut runs = vec![Run::new(format!("[{}] ", number + 1), FAINT)];
        runs.extend(sheet::says(claim, names, lang));
        runs.push(Run::new(format!("  #{}", &claim.id.to_string()[..8]), FAINT));
        sheet.hang(2, 6, &runs);
    }
    Ok(sheet.print()?)
}

/// A block with the sentences that claim something underlined and numbered.
fn text_block(sheet: &mut Sheet<'_>, article: &Article, claims: &[Claim], kind: BlockKind, start: usize, end: usize) {
    let base = match kind {
        BlockKind::Title | BlockKind::Heading(_) => STRONG,
        BlockKind::Paragraph | BlockKind::ListItem | BlockKind::TableRow => PLAIN,
    };
    let mut sentences: Vec<(usize, usize, Vec<usize>)> = Vec::new();
    for (number, claim) in claims.iter().enumerate() {
        let span = claim.evidence.span;
        if span.start() < start || span.end() > end {
            continue;
        }
        match sentences.iter_mut().find(|(from, to, _)| (*from, *to) == (span.start(), span.end())) {
            Some((.., numbers)) => numbers.push(number + 1),
            None => sentences.push((span.start(), span.end(), vec![number + 1])),
        }
    }
    sentences.sort();
    let mut runs = Vec::new();
    let mut at = start;
    for (from, to, numbers) in sentences {
        if from < at {
            continue;
        }
        runs.push(Run::new(plain(&article.text[at..from]), base));
        runs.push(Run::new(plain(&article.text[from..to]), MENTION));
        let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        runs.push(Run::new(format!("[{}]", numbers.join(",")), CUE));
        at = to;
    }
    runs.push(Run::new(plain(&article.text[at..end]), base));
    sheet.hang(0, 0, &runs);
}

/// One claim with all that is said of it.
struct Shown<'a> {
    claim: &'a Claim,
    article: &'a Article,
    report: &'a Report,
    options: &'a Options,
}

impl<'a> Shown<'a> {
    /// Conflicts of the claim itself, then those of claims that say the same under the same conditions.
    fn conflicts(&self) -> Vec<(&'a Dispute, &'a Conflict, bool)> {
        let mut found = Vec::new();
        for dispute in &self.report.disputes {
            if dispute.proposition.as_str() != dispute_of(&self.claim.proposition) {
                continue;
            }
            for conflict in &dispute.conflicts {
                let other = match &conflict.b {
                    Opponent::Claim(claim) => Some(&**claim),
                    Opponent::Rule(_) => None,
                };
                let sides = || [Some(&conflict.a), other].into_iter().flatten();
                if sides().any(|side| side.id == self.claim.id) {
                    found.push((dispute, conflict, true));
                } else if sides().any(|side| same_position(side, self.claim)) {
                    found.push((dispute, conflict, false));
                }
            }
        }
        // One conflict is told once, though claims on an umbrella product stand in several disputes.
        found.sort_by_key(|(_, conflict, own)| (!own, conflict.severity));
        let mut seen = std::collections::HashSet::new();
        found.retain(|(_, conflict, _)| seen.insert(&conflict.id));
        found
    }

    fn print(&self, terminal: &Terminal) -> Result<()> {
        let lang = terminal.lang;
        let names = &self.options.names;
        let mut sheet = Sheet::new(terminal);
        sheet.say(0, &sheet::says(self.claim, names, lang));
        sheet.line(0, FAINT, plain(&format!("{}  #{}", self.claim, self.claim.id)));
        sheet.gap();
        sheet.hang(0, 2, &sheet::quote(self.claim, &[], QUOTE));
        if let Some(section) = &self.claim.evidence.section {
            sheet.say(2, &[Run::new(lang.t("小标题：", "under: "), FAINT), Run::new(plain(section), FAINT)]);
        }
        sheet.source(2, self.article);
        let trace = &self.claim.trace;
        let none = lang.t("（无）", "(none)");
        let list =
            |words: &[String]| if words.is_empty() { none.to_owned() } else { plain(&words.join("、")).into_owned() };
        sheet.say(
            2,
            &[Run::new(
                match lang {
                    Lang::Zh => format!(
                        "提到「{}」  立场词「{}」  词表行 {}",
                        plain(&trace.mention),
                        list(&trace.cues),
                        list(&trace.rows)
                    ),
                    Lang::En => format!(
                        "mention “{}”  cues “{}”  rows {}",
                        plain(&trace.mention),
                        list(&trace.cues),
                        list(&trace.rows)
                    ),
                },
                FAINT,
            )],
        );
        let conflicts = self.conflicts();
        let digest = Digest::new(self.report);
        sheet.heading(match (conflicts.is_empty(), lang) {
            (true, lang) => lang.t("没有与它冲突的说法", "Nothing contradicts it").to_owned(),
            (false, Lang::Zh) => format!("与它冲突的 {}", conflicts.len()),
            (false, Lang::En) => phrases::count(conflicts.len(), "conflict"),
        });
        for (dispute, conflict, own) in conflicts {
            self.conflict(&mut sheet, &digest, dispute, conflict, own);
        }
        Ok(sheet.print()?)
    }

    fn conflict(&self, sheet: &mut Sheet<'_>, digest: &Digest<'_>, dispute: &Dispute, conflict: &Conflict, own: bool) {
        let lang = sheet.lang();
        let style = if conflict.severity == Severity::Hard { HARD } else { TENSION };
        let [a, b] = phrases::values(conflict, lang);
        let others = if own {
            ""
        } else {
            lang.t("  （同一说法，举的是别的文章）", "  (the same position, told of another article)")
        };
        sheet.hang(
            2,
            4,
            &[
                Run::new(
                    format!("{} · {}  ", words::severity(conflict.severity, lang), words::kind(conflict.kind, lang)),
                    style,
                ),
                Run::new(format!("{a} ⟷ {b}"), STRONG),
                Run::new(
                    format!(
                        "  {}{others}  {}",
                        phrases::question(dispute, lang, &self.options.names),
                        plain(&conflict.id)
                    ),
                    FAINT,
                ),
            ],
        );
        sheet.line(4, PLAIN, phrases::because(conflict, lang));
        let opponent = match &conflict.b {
            Opponent::Rule(rule) => {
                sheet.line(4, PLAIN, format!("{} {}", phrases::citation(rule), plain(&rule.provides_zh)));
                return;
            }
            Opponent::Claim(other)
                if conflict.a.id == self.claim.id || !own && same_position(&conflict.a, self.claim) =>
            {
                other
            }
            Opponent::Claim(_) => &conflict.a,
        };
        sheet.hang(4, 6, &sheet::quote(opponent, &[], 120));
        if let Some(source) = digest.source(opponent.article) {
            let mut parts = vec![phrases::says(opponent, lang)];
            parts.extend(source_parts(source, digest.copies(source).len(), lang));
            sheet.whence(6, &parts.join(" · "), &source.path, &format!("  #{}", &opponent.id.to_string()[..8]));
        }
    }

    /// The claim, and its conflicts as the report writes them.
    fn print_json(&self) -> Result<()> {
        let offsets = CharOffsets::of(&self.article.text);
        let claim = serde_json::to_value(ClaimRecord::new(self.claim, self.article, &offsets))?;
        let mut conflicts = Vec::new();
        for (dispute, conflict, own) in self.conflicts() {
            let one = Dispute { conflicts: vec![conflict.clone()], ..dispute.clone() };
            let few = Report { disputes: vec![one], ..self.report.clone() };
            let mut record: Value = serde_json::from_str(&render(&few, Format::Json, self.options))?;
            conflicts.push(json!({"dispute": dispute.id, "question_zh": dispute.question_zh, "own": own, "conflict": record["disputes"][0]["conflicts"][0].take()}));
        }
        let record = json!({"schema": "show/1", "claim": claim, "conflicts": conflicts});
        Ok(sheet::print(&format!("{record:#}\n"))?)
    }
}

/// Whether two claims hold the same position: one proposition, one stance, the same conditions.
fn same_position(a: &Claim, b: &Claim) -> bool {
    let bare = |conditions: &Conditions| Conditions { text: None, ..conditions.clone() };
    a.proposition == b.proposition
        && a.stance == b.stance
        && a.products == b.products
        && a.quantities == b.quantities
        && bare(&a.conditions) == bare(&b.conditions)
}
