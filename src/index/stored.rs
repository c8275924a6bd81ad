//! The records kept in the index: articles once with their text, claims without what the text can give.
//!
//! Structs of their own with short names, so that neither a domain type nor a wire format is tied to
//! the files on disk. A change here raises the format number.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::article::{Article, ArticleId, Block, BlockKind, Provenance, Span};
use crate::claim::{
    Actor, Attribution, Claim, ClaimId, Conditions, Evidence, Product, PropositionId, Quantity, Stance, Trace,
};
use crate::notice::{Notice, NoticeKind};
use crate::wire::claim::TraceRecord;
use crate::wire::condition::ConditionsRecord;
use crate::wire::quantity::QuantityRecord;
use crate::wire::text::Text;

/// An article.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StoredArticle {
    id: Text<ArticleId>,
    path: String,
    url: Option<String>,
    title: String,
    site: Option<String>,
    author: Option<String>,
    published: Option<Text<Date>>,
    text: String,
    blocks: Vec<(StoredKind, usize, usize)>,
    disclaimers: Vec<String>,
    fictional: bool,
    confidence: f32,
    provenance: Vec<(String, String)>,
    notices: Vec<StoredNotice>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
enum StoredKind {
    T,
    H(u8),
    P,
    L,
    R,
}

/// A notice.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StoredNotice(String, String, String);

/// A claim of the article before it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StoredClaim {
    #[serde(rename = "i")]
    id: Text<ClaimId>,
    #[serde(rename = "p")]
    proposition: Text<PropositionId>,
    #[serde(rename = "s")]
    stance: Text<Stance>,
    #[serde(rename = "o")]
    products: Vec<Text<Product>>,
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    actor: Option<Text<Actor>>,
    #[serde(rename = "w")]
    attribution: Text<Attribution>,
    #[serde(rename = "c")]
    conditions: ConditionsRecord,
    #[serde(rename = "q", default, skip_serializing_if = "Vec::is_empty")]
    quantities: Vec<QuantityRecord>,
    /// Bytes of the article text.
    #[serde(rename = "e")]
    span: (usize, usize),
    #[serde(rename = "h", default, skip_serializing_if = "Option::is_none")]
    section: Option<String>,
    #[serde(rename = "t")]
    trace: TraceRecord,
}

impl From<&Article> for StoredArticle {
    fn from(article: &Article) -> StoredArticle {
        let block = |block: &Block| {
            let kind = match block.kind {
                BlockKind::Title => StoredKind::T,
                BlockKind::Heading(rank) => StoredKind::H(rank),
                BlockKind::Paragraph => StoredKind::P,
                BlockKind::ListItem => StoredKind::L,
                BlockKind::TableRow => StoredKind::R,
            };
            (kind, block.span.start(), block.span.end())
        };
        StoredArticle {
            id: Text(article.id),
            path: article.path.clone(),
            url: article.url.clone(),
            title: article.title.clone(),
            site: article.site.clone(),
            author: article.author.clone(),
            published: article.published.map(Text),
            text: article.text.clone(),
            blocks: article.blocks.iter().map(block).collect(),
            disclaimers: article.disclaimers.clone(),
            fictional: article.fictional,
            confidence: article.confidence,
            provenance: article.provenance.iter().map(|&(field, rule)| (field.into(), rule.into())).collect(),
            notices: article.notices.iter().map(StoredNotice::from).collect(),
        }
    }
}

impl StoredArticle {
    /// The article again; `None` where a block does not fit the text.
    pub(super) fn article(self) -> Option<Article> {
        let block = |(kind, start, end)| {
            let kind = match kind {
                StoredKind::T => BlockKind::Title,
                StoredKind::H(rank) => BlockKind::Heading(rank),
                StoredKind::P => BlockKind::Paragraph,
                StoredKind::L => BlockKind::ListItem,
                StoredKind::R => BlockKind::TableRow,
            };
            Span::new(&self.text, start, end).map(|span| Block { kind, span })
        };
        let blocks = self.blocks.iter().copied().map(block).collect::<Option<_>>()?;
        let provenance = self.provenance.iter().map(|(field, rule)| (known(field), known(rule))).collect();
        Some(Article {
            id: self.id.0,
            path: self.path,
            url: self.url,
            title: self.title,
            site: self.site,
            author: self.author,
            published: self.published.map(|day| day.0),
            text: self.text,
            blocks,
            disclaimers: self.disclaimers,
            fictional: self.fictional,
            confidence: self.confidence,
            provenance,
            notices: self.notices.into_iter().map(Notice::from).collect(),
        })
    }
}

impl From<&Notice> for StoredNotice {
    fn from(notice: &Notice) -> StoredNotice {
        StoredNotice(notice.kind.id().to_owned(), notice.place.clone(), notice.message.clone())
    }
}

impl From<StoredNotice> for Notice {
    fn from(StoredNotice(kind, place, message): StoredNotice) -> Notice {
        let kinds = [
            NoticeKind::Skipped,
            NoticeKind::BadBytes,
            NoticeKind::LowConfidence,
            NoticeKind::Ambiguous,
            NoticeKind::Fictional,
        ];
        let kind = kinds.into_iter().find(|known| known.id() == kind).unwrap_or(NoticeKind::Note);
        Notice { kind, place, message }
    }
}

impl From<&Claim> for StoredClaim {
    fn from(claim: &Claim) -> StoredClaim {
        StoredClaim {
            id: Text(claim.id),
            proposition: Text(claim.proposition.clone()),
            stance: Text(claim.stance),
            products: claim.products.iter().copied().map(Text).collect(),
            actor: claim.actor.map(Text),
            attribution: Text(claim.attribution),
            conditions: ConditionsRecord::from(&claim.conditions),
            quantities: claim.quantities.iter().map(QuantityRecord::from).collect(),
            span: (claim.evidence.span.start(), claim.evidence.span.end()),
            section: claim.evidence.section.clone(),
            trace: TraceRecord::from(&claim.trace),
        }
    }
}

impl StoredClaim {
    /// The claim again, with its quote from the text of its article; `None` where it does not fit.
    pub(super) fn claim(self, article: &Article) -> Option<Claim> {
        let span = Span::new(&article.text, self.span.0, self.span.1)?;
        Some(Claim {
            id: self.id.0,
            article: article.id,
            proposition: self.proposition.0,
            stance: self.stance.0,
            products: self.products.into_iter().map(|product| product.0).collect(),
            actor: self.actor.map(|actor| actor.0),
            attribution: self.attribution.0,
            conditions: Conditions::from(&self.conditions),
            quantities: self.quantities.iter().map(Quantity::from).collect(),
            evidence: Evidence { span, quote: span.of(&article.text).to_owned(), section: self.section },
            trace: Trace { mention: self.trace.mention, cues: self.trace.cues, rows: self.trace.rows },
        })
    }
}

/// The static name of a field or rule of [`Article::provenance`]. The names are few and written in the program's text,
/// so keeping each once for good is no leak; an index that names more than that is not believed.
fn known(name: &str) -> Provenance {
    static NAMES: Mutex<BTreeMap<Arc<str>, Provenance>> = Mutex::new(BTreeMap::new());
    const MOST: usize = 1_000;
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(name) = names.get(name) {
        return name;
    }
    if names.len() == MOST {
        return "unknown";
    }
    let kept: Provenance = Box::leak(name.into());
    names.insert(name.into(), kept);
    kept
}
