//! `duizhi stats`: what the index holds.

use std::collections::BTreeMap;

use anyhow::Result;
use clap::Args;

use crate::claim::{Product, PropositionId, Stance};
use crate::corpus::display_path;
use crate::index::read::Index;
use crate::lexicon::Lexicon;
use crate::notice::Notice;
use crate::report::layout::Run;
use crate::report::plain::plain;
use crate::report::{Lang, phrases, words};

use super::flags::{self, IndexFlag, TextOrJson};
use super::sheet::{self, FAINT, PLAIN, STRONG, Sheet, Terminal};
use super::summary::kind_words;

/// Flags of `duizhi stats`.
#[derive(Debug, Clone, Args)]
pub(super) struct StatsArgs {
    /// 列出没有读的文件和其他提示
    #[arg(long)]
    notices: bool,
    /// 输出的格式
    #[arg(long, value_enum, value_name = "text|json", default_value_t = TextOrJson::Text)]
    format: TextOrJson,
    #[command(flatten)]
    index: IndexFlag,
}

/// Prints the manifest in tables.
pub(super) fn run(args: &StatsArgs, terminal: &Terminal) -> Result<u8> {
    let index = Index::open(&args.index.index)?;
    let manifest = index.manifest();
    if args.format == TextOrJson::Json {
        sheet::print(&format!("{}\n", serde_json::to_string_pretty(manifest)?))?;
        return Ok(0);
    }
    let lang = terminal.lang;
    let mut sheet = Sheet::new(terminal);
    let path = display_path(&args.index.index);
    sheet.line(
        0,
        STRONG,
        match lang {
            Lang::Zh => format!(
                "{path}：{} 篇文章，{} 条主张，其中 {} 篇自称虚构",
                manifest.articles, manifest.claims, manifest.fictional
            ),
            Lang::En => format!(
                "{path}: {}, {}; {} call themselves invented",
                count(manifest.articles, "article"),
                count(manifest.claims, "claim"),
                manifest.fictional
            ),
        },
    );
    sheet.line(
        0,
        FAINT,
        match lang {
            Lang::Zh => format!(
                "{} 所建，索引格式 {}，词表 {}，按 {} 计",
                plain(&manifest.tool),
                manifest.format,
                plain(&manifest.lexicon),
                manifest.as_of.0
            ),
            Lang::En => format!(
                "made by {}, format {}, lexicon {}, as of {}",
                plain(&manifest.tool),
                manifest.format,
                plain(&manifest.lexicon),
                manifest.as_of.0
            ),
        },
    );
    let names = flags::names(&Lexicon::embedded());
    let name = |id: &str| names.of(&PropositionId::from(id), lang).to_owned();
    table(&mut sheet, [lang.t("命题", "proposition"), "", lang.t("主张", "claims")], &manifest.propositions, name);
    let stance = |id: &str| Stance::parse(id).map_or("", |stance| words::stance(stance, lang)).to_owned();
    table(&mut sheet, [lang.t("立场", "stance"), "", lang.t("主张", "claims")], &manifest.stances, stance);
    let product = |id: &str| Product::parse(id).map_or("", |product| words::product(product, lang)).to_owned();
    table(&mut sheet, [lang.t("产品", "product"), "", lang.t("主张", "claims")], &manifest.products, product);
    if args.notices {
        notices(&mut sheet, &index)?;
    } else if !manifest.notices.is_empty() {
        let counts: Vec<String> =
            manifest.notices.iter().map(|(kind, count)| format!("{} {count}", plain(kind))).collect();
        sheet.gap();
        sheet.line(0, PLAIN, format!("{}{}", lang.t("提示：", "notices: "), counts.join(lang.t("，", ", "))));
        sheet.line(0, FAINT, lang.t("`duizhi stats --notices` 逐条列出", "`duizhi stats --notices` lists them"));
    }
    sheet.print()?;
    Ok(0)
}

fn count(n: u64, of: &str) -> String {
    phrases::count(usize::try_from(n).unwrap_or(usize::MAX), of)
}

/// The most frequent first.
fn table(sheet: &mut Sheet<'_>, head: [&str; 3], counts: &BTreeMap<String, u64>, name: impl Fn(&str) -> String) {
    if counts.is_empty() {
        return;
    }
    let mut counts: Vec<(&String, &u64)> = counts.iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    rows.extend(counts.into_iter().map(|(id, count)| vec![id.clone(), name(id), count.to_string()]));
    sheet.gap();
    sheet.table(2, &rows);
}

fn notices(sheet: &mut Sheet<'_>, index: &Index) -> Result<()> {
    let mut notices: Vec<Notice> = index.notices()?;
    for sourced in index.articles()? {
        notices.extend(sourced?.article.notices);
    }
    notices.sort_by(|a, b| (a.kind, &a.place, &a.message).cmp(&(b.kind, &b.place, &b.message)));
    let lang = sheet.lang();
    for same in notices.chunk_by(|a, b| a.kind == b.kind) {
        sheet.heading(format!("{} {}", kind_words(same[0].kind, lang), same.len()));
        for notice in same {
            sheet.hang(
                2,
                4,
                &[Run::new(plain(&notice.place), PLAIN), Run::new(format!("  {}", plain(&notice.message)), FAINT)],
            );
        }
    }
    Ok(())
}
