//! What a build tells when it is done: counts, what was left out, the sharpest contradictions.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};

use crate::corpus::display_path;
use crate::dispute::{Conflict, Dispute, Opponent, Report, Severity};
use crate::lexicon::Lexicon;
use crate::notice::{Notice, NoticeKind};
use crate::report::digest::Digest;
use crate::report::layout::Run;
use crate::report::plain::plain;
use crate::report::summary::{source_parts, verdict};
use crate::report::{Format, Lang, Names, Options, phrases, render, words};

use super::build::Built;
use super::flags;
use super::sheet::{self, FAINT, HARD, PLAIN, STRONG, Sheet, TENSION, Terminal};

/// Contradictions told of after a build.
const SHARPEST: usize = 5;
/// Notices of one kind that are listed; the rest is counted.
const LISTED: usize = 12;
/// Characters of a quote.
const QUOTE: usize = 80;

/// For people.
pub(super) fn print(built: &Built, index: &Path, names: &Names, terminal: &Terminal) -> Result<()> {
    let mut sheet = Sheet::new(terminal);
    let lang = terminal.lang;
    let digest = Digest::new(&built.report);
    let report = &built.report;
    let index = display_path(index);
    let made = match lang {
        Lang::Zh => format!(
            "{index}：{} 篇文章，{} 个独立声音（转载算一个），{} 条主张",
            report.sources.len(),
            report.voices,
            report.claims
        ),
        Lang::En => format!(
            "{index}: {}, {} (copies count once), {}",
            phrases::count(report.sources.len(), "article"),
            phrases::count(report.voices, "independent voice"),
            phrases::count(report.claims, "claim")
        ),
    };
    sheet.line(0, STRONG, made);
    sheet.line(0, PLAIN, verdict(&digest, lang));
    groups(&mut sheet, built);
    notices(&mut sheet, &built.notices);

    let sharpest = digest.sharpest(SHARPEST);
    if !sharpest.is_empty() {
        sheet.heading(lang.t("最尖锐的矛盾", "The sharpest contradictions"));
        for (number, (dispute, conflict)) in sharpest.into_iter().enumerate() {
            contradiction(&mut sheet, &digest, names, number + 1, dispute, conflict);
        }
    }
    sheet.gap();
    let flag = if index == "index" { String::new() } else { format!(" --index {index}") };
    sheet.line(
        0,
        FAINT,
        match lang {
            Lang::Zh => format!("全部矛盾：duizhi report{flag}    查一种说法：duizhi search 上门{flag}"),
            Lang::En => format!("All contradictions: duizhi report{flag}    One saying: duizhi search 上门{flag}"),
        },
    );
    Ok(sheet.print()?)
}

fn groups(sheet: &mut Sheet<'_>, built: &Built) {
    let lang = sheet.lang();
    let mut claims: BTreeMap<&str, u64> = BTreeMap::new();
    for (proposition, count) in &built.manifest.propositions {
        *claims.entry(proposition.split('.').next().unwrap_or_default()).or_default() += count;
    }
    let head = [lang.t("主题", "group"), "", lang.t("主张", "claims"), lang.t("文章", "articles")];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for (group, articles) in &built.articles_by_group {
        let count = claims.get(group.as_str()).copied().unwrap_or(0);
        let name = words::group(group, lang).to_owned();
        rows.push(vec![name, group.clone(), count.to_string(), articles.to_string()]);
    }
    if rows.len() > 1 {
        sheet.gap();
        sheet.table(2, &rows);
    }
}

/// What was left out, then what is worth knowing, kind by kind.
fn notices(sheet: &mut Sheet<'_>, notices: &[Notice]) {
    let lang = sheet.lang();
    for same in notices.chunk_by(|a, b| a.kind == b.kind) {
        let kind = same[0].kind;
        sheet.heading(format!("{} {}", kind_words(kind, lang), same.len()));
        for notice in same.iter().take(LISTED) {
            let (place, message) = (plain(&notice.place), plain(&notice.message));
            sheet.hang(2, 4, &[Run::new(place, PLAIN), Run::new(format!("  {message}"), FAINT)]);
        }
        let more = same.len().saturating_sub(LISTED);
        if more > 0 {
            sheet.line(
                2,
                FAINT,
                match lang {
                    Lang::Zh => format!("另有 {more} 个，见 duizhi stats --notices"),
                    Lang::En => format!("{more} more: duizhi stats --notices"),
                },
            );
        }
    }
}

/// What a kind of notice is called.
pub(super) fn kind_words(kind: NoticeKind, lang: Lang) -> &'static str {
    match kind {
        NoticeKind::Skipped => lang.t("没有读的", "Left out"),
        NoticeKind::BadBytes => lang.t("有坏字符的", "With broken characters"),
        NoticeKind::LowConfidence => lang.t("正文识别把握不大的", "Main text uncertain"),
        NoticeKind::Ambiguous => lang.t("句子有两种读法的", "Sentences of two readings"),
        NoticeKind::Fictional => lang.t("自称虚构的", "Calling themselves invented"),
        NoticeKind::Note => lang.t("其他", "Other notices"),
    }
}

fn contradiction(
    sheet: &mut Sheet<'_>,
    digest: &Digest<'_>,
    names: &Names,
    number: usize,
    dispute: &Dispute,
    conflict: &Conflict,
) {
    let lang = sheet.lang();
    let style = if conflict.severity == Severity::Hard { HARD } else { TENSION };
    let inside = if conflict.internal { lang.t(" · 同一篇里", " · within one article") } else { "" };
    let [a, b] = phrases::values(conflict, lang);
    if number > 1 {
        sheet.gap();
    }
    sheet.hang(
        2,
        5,
        &[
            Run::new(format!("{number}. {}", phrases::question(dispute, lang, names)), STRONG),
            Run::new(
                format!(
                    "  {} · {}{inside}",
                    words::severity(conflict.severity, lang),
                    words::kind(conflict.kind, lang)
                ),
                style,
            ),
            Run::new(format!("  {a} ⟷ {b}"), STRONG),
        ],
    );
    side(sheet, digest, &conflict.a);
    match &conflict.b {
        Opponent::Claim(claim) => side(sheet, digest, claim),
        Opponent::Rule(rule) => {
            sheet.hang(5, 7, &[Run::new(format!("{} {}", phrases::citation(rule), plain(&rule.provides_zh)), PLAIN)]);
        }
    }
}

fn side(sheet: &mut Sheet<'_>, digest: &Digest<'_>, claim: &crate::claim::Claim) {
    let lang = sheet.lang();
    sheet.hang(5, 7, &sheet::quote(claim, &[], QUOTE));
    if let Some(source) = digest.source(claim.article) {
        let mut parts = vec![phrases::says(claim, lang)];
        parts.extend(source_parts(source, digest.copies(source).len(), lang));
        sheet.whence(7, &parts.join(" · "), &source.path, "");
    }
}

/// For programs.
pub(super) fn print_json(built: &Built, index: &Path, lexicon: &Lexicon) -> Result<()> {
    let report = &built.report;
    let manifest = &built.manifest;
    let skipped: Vec<Value> = built
        .notices
        .iter()
        .map(|notice| json!({"kind": notice.kind.id(), "place": notice.place, "message": notice.message}))
        .collect();
    let summary = json!({
        "schema": "build/1",
        "index": display_path(index),
        "as_of": report.as_of.to_string(),
        "files": built.files,
        "articles": report.sources.len(),
        "voices": report.voices,
        "claims": report.claims,
        "groups": built.articles_by_group.iter().map(|(group, articles)| json!({"group": group, "articles": articles})).collect::<Vec<_>>(),
        "propositions": manifest.propositions,
        "stances": manifest.stances,
        "products": manifest.products,
        "notices": skipped,
        "sharpest": sharpest(report, lexicon)?,
    });
    Ok(sheet::print(&format!("{summary:#}\n"))?)
}

/// The sharpest conflicts as the report writes them, with the question of each.
fn sharpest(report: &Report, lexicon: &Lexicon) -> Result<Vec<Value>> {
    let digest = Digest::new(report);
    let disputes = digest
        .sharpest(SHARPEST)
        .into_iter()
        .map(|(dispute, conflict)| Dispute { conflicts: vec![conflict.clone()], ..dispute.clone() });
    let few = Report { disputes: disputes.collect(), ..report.clone() };
    let options = Options { names: flags::names(lexicon), ..Options::default() };
    let mut record: Value = serde_json::from_str(&render(&few, Format::Json, &options))?;
    let Value::Array(disputes) = record["disputes"].take() else { return Ok(Vec::new()) };
    Ok(disputes
        .into_iter()
        .map(|mut dispute| {
            json!({
                "proposition": dispute["proposition"], "product": dispute["product"],
                "question_zh": dispute["question_zh"], "conflict": dispute["conflicts"][0].take(),
            })
        })
        .collect())
}
