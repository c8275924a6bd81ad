//! `duizhi search`: finds claims, or articles, in the index.

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use serde_json::json;

use crate::claim::{Attribution, Product, Stance};
use crate::index::query::{ArticleQuery, ClaimQuery, Fit, TextQuery};
use crate::index::read::Index;
use crate::index::search::{ArticleHit, ClaimHit, Hits};
use crate::index::words::Words;
use crate::lexicon::Lexicon;
use crate::report::layout::Run;
use crate::report::plain::plain;
use crate::report::{Lang, Names, phrases};
use crate::segment;
use crate::wire::article::ArticleRecord;

use super::errors;
use super::flags::{self, IndexFlag, LexiconFlag, parse_date};
use super::sheet::{self, FAINT, PLAIN, SOUGHT, STRONG, Sheet, TENSION, Terminal};

/// Characters of a quote.
const QUOTE: usize = 160;
/// Characters of an article shown around the first word found.
const SNIPPET: usize = 80;

/// Flags of `duizhi search`.
#[derive(Debug, Clone, Args)]
pub(super) struct SearchArgs {
    /// 要找的词，都要有；“……”里的要连着。繁简不分；空 "" 则只按条件找
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    query: String,
    /// 命题：visit.home，整组 visit，或中文名
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    proposition: Vec<String>,
    /// 产品
    #[arg(long, value_name = "PRODUCT", value_delimiter = ',', value_parser = flags::product())]
    product: Vec<Product>,
    /// 立场：never generally_not rare possible generally certain forbidden permitted required recommended discouraged，或中文名
    #[arg(long, value_name = "STANCE", value_delimiter = ',', value_parser = flags::stance())]
    stance: Vec<Stance>,
    /// 谁说的：author official industry users collector law lawyer，或中文名
    #[arg(long, value_name = "WHOSE", value_delimiter = ',', value_parser = flags::attribution())]
    attribution: Vec<Attribution>,
    /// 逾期这么多天时也成立的
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i64).range(0..))]
    overdue: Option<i64>,
    /// 欠这么多元时也成立的
    #[arg(long, value_name = "YUAN", value_parser = clap::value_parser!(i64).range(0..))]
    amount: Option<i64>,
    /// 这天或之后发表的
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    since: Option<Date>,
    /// 这天或之前发表的
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    until: Option<Date>,
    /// 最多列出几条
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// 从第几条之后列起
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    /// 找文章，不找主张
    #[arg(long, conflicts_with_all = ["proposition", "product", "stance", "attribution", "overdue", "amount"])]
    articles: bool,
    /// 输出的格式；jsonl 每行一条 claim/1
    #[arg(long, value_enum, value_name = "text|json|jsonl", default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    index: IndexFlag,
    #[command(flatten)]
    lexicon: LexiconFlag,
}

/// `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// 给人看
    Text,
    /// 一个 JSON
    Json,
    /// 每行一个 JSON
    Jsonl,
}

/// Searches and prints; 1 when nothing was found.
pub(super) fn run(args: &SearchArgs, terminal: &Terminal) -> Result<u8> {
    let index = Index::open(&args.index.index)?;
    let lexicon = args.lexicon.load()?;
    let made_with = &index.manifest().lexicon;
    if *made_with != flags::fingerprint(&lexicon) {
        errors::tell(
            "the index was made with another lexicon, so some words may not be found: rebuild it with `duizhi build`, or name its lexicon with --lexicon",
        );
    }
    let words = Words::new(segment::dictionary(lexicon.terms()));
    let text = TextQuery::parse(&args.query, &words);
    if args.articles {
        let query = ArticleQuery { text, since: args.since, until: args.until };
        let hits = index.search_articles(&query, args.limit, args.offset)?;
        print_articles(&hits, args, terminal)?;
        return Ok(u8::from(hits.total == 0));
    }
    let query = ClaimQuery {
        text,
        propositions: flags::propositions(&args.proposition, &lexicon)?,
        products: args.product.clone(),
        stances: args.stance.clone(),
        attributions: args.attribution.clone(),
        overdue: args.overdue,
        amount: args.amount,
        since: args.since,
        until: args.until,
        ..ClaimQuery::default()
    };
    let hits = index.search_claims(&query, args.limit, args.offset)?;
    print_claims(&hits, args, &lexicon, terminal)?;
    Ok(u8::from(hits.total == 0))
}

fn print_claims(hits: &Hits<ClaimHit>, args: &SearchArgs, lexicon: &Lexicon, terminal: &Terminal) -> Result<()> {
    match args.format {
        Format::Text => {
            let mut sheet = Sheet::new(terminal);
            let names = flags::names(lexicon);
            found(&mut sheet, hits.total, hits.hits.len(), args, ("主张", "claim"));
            for (number, hit) in hits.hits.iter().enumerate() {
                claim(&mut sheet, args.offset + number + 1, hit, &names);
            }
            Ok(sheet.print()?)
        }
        Format::Json => {
            let one = |hit: &ClaimHit| {
                let matched: Vec<[usize; 2]> = hit.matched.iter().map(|range| [range.start, range.end]).collect();
                Ok(
                    json!({"score": hit.score, "matched": matched, "overdue": hit.overdue.map(fit_id), "amount": hit.amount.map(fit_id), "claim": serde_json::to_value(hit.record())?}),
                )
            };
            let all = hits.hits.iter().map(one).collect::<Result<Vec<_>>>()?;
            Ok(sheet::print(&format!("{:#}\n", json!({"schema": "search/1", "total": hits.total, "hits": all})))?)
        }
        Format::Jsonl => lines(hits.hits.iter().map(|hit| serde_json::to_string(&hit.record()))),
    }
}

fn print_articles(hits: &Hits<ArticleHit>, args: &SearchArgs, terminal: &Terminal) -> Result<()> {
    match args.format {
        Format::Text => {
            let mut sheet = Sheet::new(terminal);
            found(&mut sheet, hits.total, hits.hits.len(), args, ("文章", "article"));
            for (number, hit) in hits.hits.iter().enumerate() {
                article(&mut sheet, args.offset + number + 1, hit);
            }
            Ok(sheet.print()?)
        }
        Format::Json => {
            let one = |hit: &ArticleHit| {
                let matched: Vec<[usize; 2]> = hit.matched.iter().map(|range| [range.start, range.end]).collect();
                Ok(
                    json!({"score": hit.score, "matched": matched, "article": serde_json::to_value(ArticleRecord::from(&*hit.article))?}),
                )
            };
            let all = hits.hits.iter().map(one).collect::<Result<Vec<_>>>()?;
            Ok(sheet::print(&format!("{:#}\n", json!({"schema": "search/1", "total": hits.total, "hits": all})))?)
        }
        Format::Jsonl => lines(hits.hits.iter().map(|hit| serde_json::to_string(&ArticleRecord::from(&*hit.article)))),
    }
}

fn lines(records: impl Iterator<Item = serde_json::Result<String>>) -> Result<()> {
    let mut out = String::new();
    for record in records {
        out.push_str(&record.context("a hit cannot be written as JSON")?);
        out.push('\n');
    }
    Ok(sheet::print(&out)?)
}

/// The line above the hits.
fn found(sheet: &mut Sheet<'_>, total: usize, shown: usize, args: &SearchArgs, (zh, en): (&str, &str)) {
    let lang = sheet.lang();
    if total == 0 {
        sheet.line(0, STRONG, lang.t("没有找到。", "Nothing was found."));
        let hint = match args.query.trim().is_empty() {
            false => lang.t(
                "少用几个词、放宽条件再试；`duizhi lexicon` 列出可查的命题。",
                "Try fewer words or filters; `duizhi lexicon` lists the propositions.",
            ),
            true => lang.t(
                "放宽条件再试；`duizhi stats` 看索引里有什么。",
                "Try fewer filters; `duizhi stats` tells what the index holds.",
            ),
        };
        sheet.line(0, FAINT, hint);
        return;
    }
    let mut text = match lang {
        Lang::Zh => format!("找到 {total} {}{zh}", if zh == "文章" { "篇" } else { "条" }),
        Lang::En => format!("{} found", phrases::count(total, en)),
    };
    if shown == 0 {
        text.push_str(lang.t("，但不到 --offset 那么多", ", fewer than --offset"));
    } else if shown < total {
        let (from, to) = (args.offset + 1, args.offset + shown);
        text.push_str(&match lang {
            Lang::Zh => format!("，这里是第 {from}–{to}（--limit、--offset 可改）"),
            Lang::En => format!(", here {from} to {to} (see --limit and --offset)"),
        });
    }
    sheet.line(0, STRONG, text);
}

fn claim(sheet: &mut Sheet<'_>, number: usize, hit: &ClaimHit, names: &Names) {
    let lang = sheet.lang();
    sheet.gap();
    let mut head = vec![Run::new(format!("{number}. "), FAINT)];
    head.extend(sheet::says(&hit.claim, names, lang));
    for (fit, what) in [(hit.overdue, lang.t("天数", "days")), (hit.amount, lang.t("金额", "amount"))] {
        if let Some(fit) = fit {
            head.push(Run::new(
                format!("  [{what}{}]", fit_words(fit, lang)),
                if fit == Fit::Stated { PLAIN } else { TENSION },
            ));
        }
    }
    head.push(Run::new(format!("  #{}", &hit.claim.id.to_string()[..8]), FAINT));
    sheet.hang(0, 3, &head);
    sheet.hang(3, 5, &sheet::quote(&hit.claim, &hit.matched, QUOTE));
    sheet.source(3, &hit.article);
}

fn fit_words(fit: Fit, lang: Lang) -> &'static str {
    match fit {
        Fit::Stated => lang.t("有明说", " stated"),
        Fit::Vague => lang.t("说得笼统", " vague"),
        Fit::Unconditional => lang.t("没有限定", " not restricted"),
    }
}

fn fit_id(fit: Fit) -> &'static str {
    match fit {
        Fit::Stated => "stated",
        Fit::Vague => "vague",
        Fit::Unconditional => "unconditional",
    }
}

fn article(sheet: &mut Sheet<'_>, number: usize, hit: &ArticleHit) {
    let article = &hit.article;
    sheet.gap();
    let title = if article.title.trim().is_empty() {
        sheet.lang().t("（无题）", "(untitled)").to_owned()
    } else {
        plain(article.title.trim()).into_owned()
    };
    sheet.hang(0, 3, &[Run::new(format!("{number}. "), FAINT), Run::new(title, STRONG)]);
    let characters: Vec<char> = article.text.chars().collect();
    let start = hit.matched.first().map_or(0, |range| range.start.saturating_sub(SNIPPET / 3));
    let end = (start + SNIPPET).min(characters.len());
    let mut runs = vec![Run::new(if start > 0 { "…" } else { "" }, FAINT)];
    let marked: Vec<bool> = (start..end).map(|at| hit.matched.iter().any(|range| range.contains(&at))).collect();
    let mut at = start;
    for same in marked.chunk_by(|a, b| a == b) {
        let text: String = characters[at..at + same.len()].iter().collect();
        runs.push(Run::new(plain(&text), if same[0] { SOUGHT } else { PLAIN }));
        at += same.len();
    }
    runs.push(Run::new(if end < characters.len() { "…" } else { "" }, FAINT));
    sheet.hang(3, 3, &runs);
    let day = article.published.map_or_else(|| sheet.lang().t("未注日期", "undated").to_owned(), |day| day.to_string());
    let site = article.site.as_deref().map(|site| format!(" · {}", plain(site))).unwrap_or_default();
    sheet.whence(3, &format!("{day}{site}"), &article.path, &format!("  #{}", &article.id.to_string()[..8]));
}
