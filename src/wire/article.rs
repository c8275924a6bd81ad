//! `article/1`: a cleaned article as JSON, positions counted in characters.

use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::article::{Article, ArticleId, Block, BlockKind, Provenance, Span};
use crate::notice::{Notice, NoticeKind};

/// The word in [`ArticleRecord::schema`].
pub const SCHEMA: &str = "article/1";

/// A cleaned article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArticleRecord {
    /// Always `article/1`.
    pub schema: String,
    /// Hash of the article's address, 16 hexadecimal digits.
    pub id: String,
    /// The path of the page.
    pub path: String,
    /// The page's address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The title without the site's name; may be empty.
    pub title: String,
    /// Day of publication, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// Who signed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Name or host of the site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// The article's lines, joined by line feeds.
    pub text: String,
    /// What the lines are, in order.
    pub blocks: Vec<BlockRecord>,
    /// How far two readings of the page agree, 0 to 1; 1 for plain text.
    pub confidence: f32,
    /// The page calls itself invented.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fictional: bool,
    /// Disclaimers and source notes of the page; not part of the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disclaimers: Vec<String>,
    /// Which rule found each field.
    pub provenance: Vec<SourceRecord>,
    /// What the reader of the page should know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<NoticeRecord>,
}

/// A block of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BlockRecord {
    /// `title`, `heading` (with `rank`), `paragraph`, `list_item` or `table_row`.
    pub kind: String,
    /// Rank of a heading, 1 the highest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<u8>,
    /// First character.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
}

/// Where a field came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceRecord {
    /// The field.
    pub field: String,
    /// The rule, such as `json-ld` or `labelled line`.
    pub source: String,
}

/// A notice of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticeRecord {
    /// What kind: `skipped`, `bad_bytes`, `low_confidence`, `ambiguous`, `fictional` or `note`.
    pub kind: String,
    /// What it speaks of.
    pub place: String,
    /// One sentence.
    pub message: String,
}

/// Why a record is no article.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an {SCHEMA} record: {0}")]
pub struct BadArticle(String);

impl From<&Article> for ArticleRecord {
    fn from(article: &Article) -> ArticleRecord {
        // Blocks go forward, so characters are counted once over the text.
        let (mut byte, mut chars) = (0, 0);
        let mut characters_to = |to: usize| {
            chars += article.text[byte..to].chars().count();
            byte = to;
            chars
        };
        let blocks = article.blocks.iter().map(|block| {
            let (kind, rank) = kind_word(block.kind);
            let start = characters_to(block.span.start());
            BlockRecord { kind: kind.to_owned(), rank, start, end: characters_to(block.span.end()) }
        });
        ArticleRecord {
            schema: SCHEMA.to_owned(),
            id: article.id.to_string(),
            path: article.path.clone(),
            url: article.url.clone(),
            title: article.title.clone(),
            published: article.published.map(|date| date.to_string()),
            author: article.author.clone(),
            site: article.site.clone(),
            blocks: blocks.collect(),
            text: article.text.clone(),
            confidence: article.confidence,
            fictional: article.fictional,
            disclaimers: article.disclaimers.clone(),
            provenance: article
                .provenance
                .iter()
                .map(|(field, source)| SourceRecord { field: (*field).to_owned(), source: (*source).to_owned() })
                .collect(),
            notices: article
                .notices
                .iter()
                .map(|notice| NoticeRecord {
                    kind: notice.kind.id().to_owned(),
                    place: notice.place.clone(),
                    message: notice.message.clone(),
                })
                .collect(),
        }
    }
}

impl TryFrom<ArticleRecord> for Article {
    type Error = BadArticle;

    fn try_from(record: ArticleRecord) -> Result<Article, BadArticle> {
        let bad = |what: String| BadArticle(what);
        if record.schema != SCHEMA {
            return Err(bad(format!("its schema is {:?}", record.schema)));
        }
        let id = u64::from_str_radix(&record.id, 16).map_err(|_| bad(format!("its id is {:?}", record.id)))?;
        let published = record.published.as_deref().map(jiff::civil::Date::from_str).transpose();
        let published = published.map_err(|_| bad(format!("its date is {:?}", record.published)))?;
        let blocks = blocks(&record).ok_or_else(|| bad("its blocks do not fit its text".to_owned()))?;
        let notices = record.notices.into_iter().map(|notice| {
            let kind =
                notice_kind(&notice.kind).ok_or_else(|| bad(format!("no kind of notice is {:?}", notice.kind)))?;
            Ok(Notice { kind, place: notice.place, message: notice.message })
        });
        Ok(Article {
            id: ArticleId(id),
            path: record.path,
            url: record.url,
            title: record.title,
            site: record.site,
            author: record.author,
            published,
            blocks,
            text: record.text,
            disclaimers: record.disclaimers,
            fictional: record.fictional,
            confidence: record.confidence,
            provenance: record.provenance.iter().map(|one| (known(&one.field), known(&one.source))).collect(),
            notices: notices.collect::<Result<_, _>>()?,
        })
    }
}

/// The blocks in bytes; none where a position lies outside the text, goes back, or a kind is unknown.
fn blocks(record: &ArticleRecord) -> Option<Vec<Block>> {
    let places: Vec<usize> = record.text.char_indices().map(|(byte, _)| byte).chain([record.text.len()]).collect();
    let forward = record.blocks.windows(2).all(|pair| pair[0].end <= pair[1].start);
    let block = |block: &BlockRecord| {
        let span = Span::new(&record.text, *places.get(block.start)?, *places.get(block.end)?)?;
        Some(Block { kind: kind_of(&block.kind, block.rank)?, span })
    };
    if forward { record.blocks.iter().map(block).collect() } else { None }
}

fn kind_word(kind: BlockKind) -> (&'static str, Option<u8>) {
    match kind {
        BlockKind::Title => ("title", None),
        BlockKind::Heading(rank) => ("heading", Some(rank)),
        BlockKind::Paragraph => ("paragraph", None),
        BlockKind::ListItem => ("list_item", None),
        BlockKind::TableRow => ("table_row", None),
    }
}

fn kind_of(word: &str, rank: Option<u8>) -> Option<BlockKind> {
    match (word, rank) {
        ("title", None) => Some(BlockKind::Title),
        ("heading", Some(rank)) => Some(BlockKind::Heading(rank)),
        ("paragraph", None) => Some(BlockKind::Paragraph),
        ("list_item", None) => Some(BlockKind::ListItem),
        ("table_row", None) => Some(BlockKind::TableRow),
        _ => None,
    }
}

fn notice_kind(word: &str) -> Option<NoticeKind> {
    [
        NoticeKind::Skipped,
        NoticeKind::BadBytes,
        NoticeKind::LowConfidence,
        NoticeKind::Ambiguous,
        NoticeKind::Fictional,
        NoticeKind::Note,
    ]
    .into_iter()
    .find(|kind| kind.id() == word)
}

/// Fields and rules as the program itself names them; what an older or newer version wrote stays visible as such.
fn known(word: &str) -> Provenance {
    crate::clean::PROVENANCES.iter().copied().find(|known| *known == word).unwrap_or("another version's rule")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::clean::clean;
    use crate::page::{Page, PageKind};

    fn article() -> Article {
        let text = "借呗逾期会上门吗\n\n来源：某网 2024-03-01\n一、时间\n逾期三个月以上，可能上门。\n1.别失联\n2.别关机\n免责声明：本文仅供参考\n本故事纯属虚构，如有雷同，实属巧合。";
        clean(&Page {
            path: "a/1.txt".to_owned(),
            address: "1.txt".to_owned(),
            url: Some("https://a.example/1".to_owned()),
            kind: PageKind::Text,
            declared_charset: None,
            title: None,
            published: None,
            bytes: text.as_bytes().to_vec(),
            continued: Vec::new(),
        })
    }

    #[test]
    fn a_record_read_back_is_the_same_article() {
        let article = article();
        let json = serde_json::to_string(&ArticleRecord::from(&article)).unwrap();
        let back = Article::try_from(serde_json::from_str::<ArticleRecord>(&json).unwrap()).unwrap();
        assert_eq!(back, article);
        assert!(article.fictional && article.disclaimers.len() == 2 && article.blocks.len() == 4, "{article:?}");
    }

    #[test]
    fn positions_count_characters() {
        let record = ArticleRecord::from(&article());
        let characters: Vec<char> = record.text.chars().collect();
        let second: String = characters[record.blocks[1].start..record.blocks[1].end].iter().collect();
        assert_eq!(second, "逾期三个月以上，可能上门。");
    }

    #[test]
    fn a_record_that_does_not_fit_its_text_is_refused() {
        let mut record = ArticleRecord::from(&article());
        record.blocks[1].end = 10_000;
        assert_eq!(
            Article::try_from(record).unwrap_err().to_string(),
            "not an article/1 record: its blocks do not fit its text"
        );
    }
}
