//! The rows' own examples, read by the whole extractor: a row whose example reads otherwise is a wrong row.

use crate::article::{Article, ArticleId, Block, BlockKind, Span};
use crate::claim::{Attribution, Claim, Flag};
use crate::extract::extract;
use crate::lexicon::{Lexicon, Row};

/// A row whose example does not read as it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misread {
    /// Number of the row in [`Lexicon::entries`].
    pub entry: usize,
    /// What it says.
    pub expected: String,
    /// What is read.
    pub actual: String,
}

/// All rows whose example reads otherwise, in their order.
pub fn misread(lexicon: &Lexicon) -> Vec<Misread> {
    let rows = lexicon.entries.iter().enumerate();
    rows.filter_map(|(entry, row)| {
        // A product is recognised on a page that names none; a mere actor gives way to the page's.
        let title = if matches!(row.row, Row::Product(_, false)) { "逾期以后" } else { "借呗逾期" };
        let article = page(title, &row.example);
        let expected = normal(&row.reads);
        let with_voices = expected.contains('@');
        let claims = extract(lexicon, &article).claims;
        let actual = normal(&claims.iter().map(|claim| line(claim, with_voices)).collect::<Vec<_>>().join("; "));
        (actual != expected).then_some(Misread { entry, expected, actual })
    })
    .collect()
}

/// A page of the title and of `text`: `⏎` ends a line, `## ` opens a heading, `｜` parts the cells of a row.
pub fn page(title: &str, text: &str) -> Article {
    let mut article = Article {
        id: ArticleId::of_address(text),
        path: "-".to_owned(),
        url: None,
        title: title.to_owned(),
        site: None,
        author: None,
        published: None,
        text: String::with_capacity(text.len()),
        blocks: Vec::new(),
        disclaimers: Vec::new(),
        fictional: false,
        confidence: 1.0,
        provenance: Vec::new(),
        notices: Vec::new(),
    };
    let mut places = Vec::new();
    for line in text.split(['⏎', '\n']).map(str::trim) {
        let (kind, line) = match line.strip_prefix("## ") {
            Some(heading) => (BlockKind::Heading(2), heading.to_owned()),
            None if line.contains('｜') => (BlockKind::TableRow, line.replace('｜', "|")),
            None => (BlockKind::Paragraph, line.to_owned()),
        };
        if !article.text.is_empty() {
            article.text.push('\n');
        }
        places.push((kind, article.text.len(), article.text.len() + line.len()));
        article.text.push_str(&line);
    }
    let block = |(kind, start, end)| Some(Block { kind, span: Span::new(&article.text, start, end)? });
    article.blocks = places.into_iter().filter_map(block).collect();
    article
}

/// A claim as rows write it: without what `other` stands for, and with its voice where the row names one.
fn line(claim: &Claim, with_voices: bool) -> String {
    let mut claim = claim.clone();
    claim.conditions.flags.remove(&Flag::Other);
    claim.conditions.text = None;
    if !with_voices && claim.attribution != Attribution::Collector {
        claim.attribution = Attribution::Author;
    }
    claim.to_string()
}

/// The claims of a line in a fixed order.
fn normal(reads: &str) -> String {
    let mut parts: Vec<&str> = reads.split(';').map(str::trim).filter(|part| !part.is_empty()).collect();
    parts.sort_unstable();
    parts.join("; ")
}
