//! `duizhi eval`: how near the reader comes to gold claims.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use serde_json::{Value, json};

use crate::corpus::{display_path, gold};
use crate::gold::{Case, Fault, FaultKind, Floors, Measure, Score, Tally, score};
use crate::report::Lang;
use crate::report::layout::Run;
use crate::report::plain::plain;

use super::flags::{LexiconFlag, TextOrJson};
use super::pages;
use super::sheet::{self, FAINT, HARD, PLAIN, Sheet, TENSION, Terminal};

/// Sentences listed as the worst.
const WORST: usize = 10;
/// Stances listed as taken for another.
const CONFUSED: usize = 8;

/// Flags of `duizhi eval`.
#[derive(Debug, Clone, Args)]
pub(super) struct EvalArgs {
    /// 标准答案所在的文件夹：NAME.json 旁边是文章 NAME.txt
    #[arg(value_name = "GOLD_DIR")]
    dir: PathBuf,
    /// 底线文件 (floors.toml)：低于底线即出错
    #[arg(long, value_name = "FILE")]
    floors: Option<PathBuf>,
    /// 列出每一处漏的、多的、不同的
    #[arg(short, long)]
    verbose: bool,
    /// 输出的格式
    #[arg(long, value_enum, value_name = "text|json", default_value_t = TextOrJson::Text)]
    format: TextOrJson,
    #[command(flatten)]
    lexicon: LexiconFlag,
}

/// Reads, scores and prints; an error where a floor is broken.
pub(super) fn run(args: &EvalArgs, terminal: &Terminal) -> Result<u8> {
    let lexicon = args.lexicon.load()?;
    let folder = gold::read(&args.dir)?;
    let cases: Vec<Case> = folder
        .pages
        .par_iter()
        .map(|one| {
            let reading = pages::read(&lexicon, &one.page).map_err(|notice| anyhow::Error::msg(notice.to_string()))?;
            let text = String::from_utf8_lossy(&one.page.bytes).into_owned();
            Ok(Case { name: one.name.clone(), gold: one.gold.claims.clone(), got: reading.claims, text })
        })
        .collect::<Result<_>>()?;
    let score = score(&cases);
    match args.format {
        TextOrJson::Text => print(&score, args.verbose, terminal)?,
        TextOrJson::Json => sheet::print(&format!("{:#}\n", record(&score, &folder.fingerprint)))?,
    }
    if let Some(path) = &args.floors {
        let shown = display_path(path);
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read the floors in {shown}"))?;
        let floors: Floors = toml::from_str(&text).with_context(|| format!("{shown} is no floors file"))?;
        if floors.gold != folder.fingerprint {
            bail!("{shown} holds the floors of another gold set ({}, this is {})", floors.gold, folder.fingerprint);
        }
        let broken = floors.broken_by(&Floors::of(&score, &folder.fingerprint));
        if !broken.is_empty() {
            bail!("below the floors in {shown}: {}", broken.join("; "));
        }
    }
    Ok(0)
}

fn print(score: &Score, verbose: bool, terminal: &Terminal) -> Result<()> {
    let mut sheet = Sheet::new(terminal);
    sheet.raw(&totals(score));
    sheet.gap();
    sheet.table(2, &propositions(score, terminal.lang));
    sheet.gap();
    sheet.table(2, &phenomena(score, terminal.lang));
    if verbose {
        let title = terminal.lang.t("逐处", "Fault by fault");
        sheet.heading(title);
        for fault in &score.faults {
            fault_lines(&mut sheet, fault);
        }
    } else {
        worst(&mut sheet, score);
    }
    Ok(sheet.print()?)
}

/// The lines of the reference scorer, character for character.
fn totals(score: &Score) -> String {
    let all = &score.all;
    let line = |measure: Measure| format!("P {:.3}  R {:.3}  F1 {:.3}", measure.precision, measure.recall, measure.f1);
    let of = |[hits, gold, got]: [usize; 3]| line(Measure::of(hits, gold, got));
    let share = |n: usize| Measure::of(n, all.detect, all.detect).recall;
    let mut text = format!("articles {}  gold claims {}  got {}\n", score.articles, all.gold, all.got);
    for (name, measure) in [("detect", all.detect()), ("stance", all.stance()), ("full", all.full())] {
        text.push_str(&format!("{name:7} {}\n", line(measure)));
    }
    text.push_str(&format!("article {}   (proposition and side, once an article)\n", of(score.by_article)));
    text.push_str(&format!(
        "conditions of paired claims {};  stance of paired {:.3}, side {:.3}\n",
        of(score.conditions),
        share(all.stance),
        share(score.same_side)
    ));
    for (group, tally) in &score.groups {
        let Tally { gold, got, .. } = tally;
        text.push_str(&format!(
            "  {group:8} gold {gold:4} got {got:4}  detect F1 {:.3}  stance F1 {:.3}\n",
            tally.detect().f1,
            tally.stance().f1
        ));
    }
    if !score.confusion.is_empty() {
        let pairs: Vec<String> =
            score.confusion.iter().take(CONFUSED).map(|(a, b, count)| format!("{a}→{b} {count}")).collect();
        text.push_str(&format!("  stance taken for another: {}\n", pairs.join(", ")));
    }
    text
}

fn propositions(score: &Score, lang: Lang) -> Vec<Vec<String>> {
    let head = [lang.t("命题", "proposition"), "gold", "got", "P", "R", "detect", "stance", "full"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for (id, tally) in &score.propositions {
        let detect = tally.detect();
        let share = |share: f64| format!("{share:.2}");
        rows.push(vec![
            id.clone(),
            tally.gold.to_string(),
            tally.got.to_string(),
            share(detect.precision),
            share(detect.recall),
            share(detect.f1),
            share(tally.stance().f1),
            share(tally.full().f1),
        ]);
    }
    rows
}

/// Of the gold claims with each phenomenon, the shares that were found, with the same stance, and right in everything.
fn phenomena(score: &Score, lang: Lang) -> Vec<Vec<String>> {
    let head = [lang.t("现象", "phenomenon"), "gold", "found", "stance", "full"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for (phenomenon, tally) in &score.phenomena {
        let [zh, en] = phenomenon.name();
        let share = |measure: Measure| format!("{:.2}", measure.recall);
        rows.push(vec![
            lang.t(zh, en).to_owned(),
            tally.gold.to_string(),
            share(tally.detect()),
            share(tally.stance()),
            share(tally.full()),
        ]);
    }
    rows
}

/// The sentences with the most faults.
fn worst(sheet: &mut Sheet<'_>, score: &Score) {
    let mut sentences: BTreeMap<(&str, &str), Vec<&Fault>> = BTreeMap::new();
    for fault in &score.faults {
        sentences.entry((&fault.name, &fault.sentence)).or_default().push(fault);
    }
    let mut sentences: Vec<_> = sentences.into_iter().collect();
    sentences.sort_by_key(|(_, faults)| std::cmp::Reverse(faults.len()));
    if sentences.is_empty() {
        return;
    }
    let lang = sheet.lang();
    sheet.heading(lang.t("错得最多的句子（--verbose 列出全部）", "The worst sentences (--verbose lists all)"));
    for ((name, sentence), faults) in sentences.into_iter().take(WORST) {
        sheet.say(2, &[Run::new(format!("{name}  "), FAINT), Run::new(plain(sentence), PLAIN)]);
        for fault in faults {
            claims_of(sheet, fault, 5);
        }
    }
}

fn fault_lines(sheet: &mut Sheet<'_>, fault: &Fault) {
    sheet.say(2, &[Run::new(format!("{}  ", fault.name), FAINT), Run::new(plain(&fault.sentence), PLAIN)]);
    claims_of(sheet, fault, 5);
}

fn claims_of(sheet: &mut Sheet<'_>, fault: &Fault, indent: usize) {
    let lang = sheet.lang();
    let (label, style) = match fault.kind {
        FaultKind::Missed => (lang.t("漏", "missed "), HARD),
        FaultKind::Extra => (lang.t("多", "extra  "), TENSION),
        FaultKind::Stance => (lang.t("异", "stance "), HARD),
        FaultKind::Details => (lang.t("细", "details"), TENSION),
    };
    let gold = fault.gold.as_deref().unwrap_or_default();
    let text = match (&fault.gold, &fault.got) {
        (Some(gold), Some(got)) => format!("{gold}  ≠  {got}"),
        (_, got) => format!("{gold}{}", got.as_deref().unwrap_or_default()),
    };
    sheet.hang(indent, indent + 4, &[Run::new(format!("{label} "), style), Run::new(plain(&text), PLAIN)]);
}

fn record(score: &Score, fingerprint: &str) -> Value {
    let measure =
        |measure: Measure| json!({"precision": measure.precision, "recall": measure.recall, "f1": measure.f1});
    let tally = |tally: &Tally| {
        json!({
            "gold": tally.gold, "got": tally.got, "detect": measure(tally.detect()),
            "stance": measure(tally.stance()), "full": measure(tally.full()),
        })
    };
    let all = |tallies: &BTreeMap<String, Tally>| -> BTreeMap<String, Value> {
        tallies.iter().map(|(id, one)| (id.clone(), tally(one))).collect()
    };
    json!({
        "schema": "eval/1", "gold": fingerprint, "articles": score.articles, "all": tally(&score.all),
        "groups": all(&score.groups), "propositions": all(&score.propositions),
        "phenomena": score.phenomena.iter().map(|(one, tally)| (one.name()[1], json!({
            "gold": tally.gold, "found": tally.detect, "stance": tally.stance, "full": tally.full,
        }))).collect::<BTreeMap<_, _>>(),
        "confusion": score.confusion.iter().map(|(a, b, n)| json!({"gold": a, "got": b, "count": n})).collect::<Vec<_>>(),
    })
}
