//! `duizhi lexicon`: lists what the reader knows, and checks every row by its own example.

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::json;

use crate::examples::misread;
use crate::lexicon::{Lexicon, Row, Scale};
use crate::report::layout::Run;
use crate::report::plain::plain;
use crate::report::{Lang, words};

use super::flags::{LexiconFlag, TextOrJson};
use super::sheet::{self, FAINT, HARD, PLAIN, STRONG, Sheet, Terminal};

/// Flags of `duizhi lexicon`.
#[derive(Debug, Clone, Args)]
pub(super) struct LexiconArgs {
    #[command(subcommand)]
    task: Option<Task>,
    #[command(flatten)]
    lexicon: LexiconFlag,
    /// 输出的格式
    #[arg(long, value_enum, value_name = "text|json", default_value_t = TextOrJson::Text, global = true)]
    format: TextOrJson,
}

#[derive(Debug, Clone, Subcommand)]
enum Task {
    /// 列出命题和各有多少种说法（默认）
    List,
    /// 逐条读每一行的例句，列出读法不符的
    Check,
}

/// Lists or checks; 2 where a row's example reads otherwise.
pub(super) fn run(args: &LexiconArgs, terminal: &Terminal) -> Result<u8> {
    let lexicon = args.lexicon.load()?;
    match (&args.task, args.format) {
        (None | Some(Task::List), TextOrJson::Text) => list(&lexicon, terminal),
        (None | Some(Task::List), TextOrJson::Json) => list_json(&lexicon),
        (Some(Task::Check), format) => check(&lexicon, format, terminal),
    }
}

/// Rows and words that name the proposition with this number.
fn wordings(lexicon: &Lexicon, proposition: usize) -> (usize, usize) {
    let named = |row: &Row| matches!(row, Row::Wording(wording) if wording.proposition == proposition);
    let rows = lexicon.entries.iter().filter(|entry| named(&entry.row));
    rows.fold((0, 0), |(rows, words), entry| (rows + 1, words + entry.words.len()))
}

fn scale(scale: Scale, lang: Lang) -> &'static str {
    match scale {
        Scale::Act => lang.t("事", "act"),
        Scale::Remedy => lang.t("救济", "remedy"),
        Scale::Advice => lang.t("建议", "advice"),
        Scale::Rule => lang.t("规矩", "rule"),
    }
}

fn list(lexicon: &Lexicon, terminal: &Terminal) -> Result<u8> {
    let lang = terminal.lang;
    let mut sheet = Sheet::new(terminal);
    let count = |wanted: fn(&Row) -> bool| {
        lexicon.entries.iter().filter(|entry| wanted(&entry.row)).map(|entry| entry.words.len()).sum::<usize>()
    };
    let cues = count(|row| matches!(row, Row::Cue(_)));
    let conditions = count(|row| matches!(row, Row::Condition(..)));
    let wordings_all = count(|row| matches!(row, Row::Wording(_)));
    sheet.line(
        0,
        STRONG,
        match lang {
            Lang::Zh => format!(
                "{} 个命题，{wordings_all} 种说法；{cues} 个立场词，{conditions} 个条件词",
                lexicon.propositions.len()
            ),
            Lang::En => format!(
                "{} propositions, {wordings_all} wordings; {cues} stance cues, {conditions} condition words",
                lexicon.propositions.len()
            ),
        },
    );
    let mut group = "";
    for (number, row) in lexicon.propositions.iter().enumerate() {
        if row.id.group() != group {
            group = row.id.group();
            sheet.heading(format!("{} {group}", words::group(group, lang)));
        }
        let (_, words) = wordings(lexicon, number);
        let kind = row.kind_of.as_ref().map(|of| format!(" < {of}")).unwrap_or_default();
        let label = format!("{:<24} {:>4}  ", format!("{}{kind}", row.id), words);
        sheet.hang(
            2,
            33,
            &[
                Run::new(label, PLAIN),
                Run::new(plain(&row.zh), STRONG),
                Run::new(format!("  {}", plain(&row.en)), FAINT),
            ],
        );
    }
    sheet.print()?;
    Ok(0)
}

fn list_json(lexicon: &Lexicon) -> Result<u8> {
    let rows: Vec<_> = lexicon
        .propositions
        .iter()
        .enumerate()
        .map(|(number, row)| {
            let (rows, words) = wordings(lexicon, number);
            json!({
                "id": row.id.as_str(), "zh": row.zh, "en": row.en, "scale": scale(row.scale, Lang::En),
                "kind_of": row.kind_of.as_ref().map(|of| of.as_str()), "rows": rows, "wordings": words,
            })
        })
        .collect();
    let fingerprint = super::flags::fingerprint(lexicon);
    sheet::print(&format!("{:#}\n", json!({"schema": "lexicon/1", "fingerprint": fingerprint, "propositions": rows})))?;
    Ok(0)
}

fn check(lexicon: &Lexicon, format: TextOrJson, terminal: &Terminal) -> Result<u8> {
    let wrong = misread(lexicon);
    let lang = terminal.lang;
    if format == TextOrJson::Json {
        let rows: Vec<_> = wrong
            .iter()
            .map(|one| {
                let entry = &lexicon.entries[one.entry];
                json!({"row": entry.name, "file": entry.file, "example": entry.example, "reads": one.expected, "read": one.actual})
            })
            .collect();
        sheet::print(&format!(
            "{:#}\n",
            json!({"schema": "lexicon-check/1", "rows": lexicon.entries.len(), "misread": rows})
        ))?;
        return Ok(if wrong.is_empty() { 0 } else { 2 });
    }
    let mut sheet = Sheet::new(terminal);
    for one in &wrong {
        let entry = &lexicon.entries[one.entry];
        sheet.say(
            0,
            &[
                Run::new(format!("{} {}", plain(&entry.file), plain(&entry.name)), STRONG),
                Run::new(format!("  {}", plain(&entry.example)), PLAIN),
            ],
        );
        let nothing = |text: &str| {
            if text.is_empty() { lang.t("（无）", "(nothing)").to_owned() } else { plain(text).into_owned() }
        };
        sheet.say(4, &[Run::new(lang.t("应读作  ", "says  "), FAINT), Run::new(nothing(&one.expected), PLAIN)]);
        sheet.say(4, &[Run::new(lang.t("实读作  ", "read  "), FAINT), Run::new(nothing(&one.actual), HARD)]);
    }
    sheet.line(
        0,
        STRONG,
        match lang {
            Lang::Zh if wrong.is_empty() => format!("{} 行，例句都读得对", lexicon.entries.len()),
            Lang::Zh => format!("{} 行中 {} 行的例句读法不符", lexicon.entries.len(), wrong.len()),
            Lang::En => format!("{} of {} rows read otherwise than they say", wrong.len(), lexicon.entries.len()),
        },
    );
    sheet.print()?;
    Ok(if wrong.is_empty() { 0 } else { 2 })
}
