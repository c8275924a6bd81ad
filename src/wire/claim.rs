//! `claim/1`: a claim with what a reader needs of its article, as one JSON object.
//!
//! Offsets are characters of the cleaned article text. Absent is left out, except the fields of
//! `article`, which are null. The vocabulary is that of `docs/claims.md`.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::ConditionsRecord;
use super::offsets::CharOffsets;
use super::quantity::OneOrMany;
use super::text::Text;
use crate::article::{Article, ArticleId};
use crate::claim::{
    Actor, Attribution, Claim, ClaimId, Conditions, Evidence, Product, PropositionId, Quantity, Stance, Trace,
};

/// The one name of this format.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum ClaimSchema {
    /// The first format.
    #[default]
    #[serde(rename = "claim/1")]
    V1,
}

/// 主张: what one sentence of one article asserts about one proposition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Claim")]
pub struct ClaimRecord {
    /// Always `claim/1`.
    pub schema: ClaimSchema,
    /// Hash of article, span, proposition, stance and conditions.
    pub id: Text<ClaimId>,
    /// Where it was found.
    pub article: ArticleRef,
    /// What it is about, `group.name`.
    pub proposition: Text<PropositionId>,
    /// How far it commits itself.
    pub stance: Text<Stance>,
    /// Of which products.
    pub products: Vec<Text<Product>>,
    /// Who acts, where the sentence says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Text<Actor>>,
    /// Whose word it is.
    pub attribution: Text<Attribution>,
    /// Under which circumstances; empty is everywhere.
    #[serde(default)]
    pub conditions: ConditionsRecord,
    /// The number, or numbers, that are the claim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<OneOrMany>,
    /// The sentence, word for word.
    pub evidence: EvidenceRecord,
    /// How it was read.
    #[serde(default)]
    pub trace: TraceRecord,
}

/// The article of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ArticleRef {
    /// Hash of its URL, or else of its path within the folder given.
    pub id: Text<ArticleId>,
    /// Its path.
    pub path: String,
    /// Its address, where known.
    #[serde(default)]
    pub url: Option<String>,
    /// Its title; may be empty.
    pub title: String,
    /// Name or host of the site.
    #[serde(default)]
    pub site: Option<String>,
    /// Day of publication.
    #[serde(default)]
    pub published: Option<Text<Date>>,
    /// The page calls itself invented.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fictional: bool,
}

/// 证据: `text[start..end] == quote`, in characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EvidenceRecord {
    /// The sentence.
    pub quote: String,
    /// Its first character in the cleaned article text.
    pub start: usize,
    /// The character after its last.
    pub end: usize,
    /// The heading it stands under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
}

/// How the claim was read; for people.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TraceRecord {
    /// The words that name the proposition.
    #[serde(default)]
    pub mention: String,
    /// The words that set stance and conditions.
    #[serde(default)]
    pub cues: Vec<String>,
    /// Identifiers of the lexicon rows used.
    #[serde(default)]
    pub rows: Vec<String>,
}

/// A record does not fit the text it is said to come from.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("claim {id} quotes characters {start} to {end}, but the article text reads otherwise there")]
pub struct QuoteMismatch {
    id: ClaimId,
    start: usize,
    end: usize,
}

/// The records of the claims of one article, in their order; its text is read once for all offsets.
pub fn records<'a>(article: &'a Article, claims: &'a [Claim]) -> impl Iterator<Item = ClaimRecord> + 'a {
    let offsets = CharOffsets::of(&article.text);
    claims.iter().map(move |claim| ClaimRecord::new(claim, article, &offsets))
}

impl ClaimRecord {
    /// The record of a claim of `article`, whose text `offsets` were made of.
    pub fn new(claim: &Claim, article: &Article, offsets: &CharOffsets<'_>) -> ClaimRecord {
        let span = claim.evidence.span;
        ClaimRecord {
            schema: ClaimSchema::V1,
            id: Text(claim.id),
            article: ArticleRef::from(article),
            proposition: Text(claim.proposition.clone()),
            stance: Text(claim.stance),
            products: claim.products.iter().copied().map(Text).collect(),
            actor: claim.actor.map(Text),
            attribution: Text(claim.attribution),
            conditions: ConditionsRecord::from(&claim.conditions),
            quantity: OneOrMany::of(&claim.quantities),
            evidence: EvidenceRecord {
                quote: claim.evidence.quote.clone(),
                start: offsets.char_at(span.start()),
                end: offsets.char_at(span.end()),
                section: claim.evidence.section.clone(),
            },
            trace: TraceRecord::from(&claim.trace),
        }
    }

    /// The claim again, with its span in the article text that `offsets` were made of.
    pub fn claim(&self, offsets: &CharOffsets<'_>) -> Result<Claim, QuoteMismatch> {
        let EvidenceRecord { quote, start, end, section } = &self.evidence;
        let span = offsets.span(*start, *end).filter(|span| span.of(offsets.text()) == quote);
        let span = span.ok_or(QuoteMismatch { id: self.id.0, start: *start, end: *end })?;
        Ok(Claim {
            id: self.id.0,
            article: self.article.id.0,
            proposition: self.proposition.0.clone(),
            stance: self.stance.0,
            products: self.products.iter().map(|product| product.0).collect(),
            actor: self.actor.map(|actor| actor.0),
            attribution: self.attribution.0,
            conditions: Conditions::from(&self.conditions),
            quantities: self.quantity.iter().flat_map(OneOrMany::as_slice).map(Quantity::from).collect(),
            evidence: Evidence { span, quote: quote.clone(), section: section.clone() },
            trace: Trace::from(&self.trace),
        })
    }
}

impl From<&Article> for ArticleRef {
    fn from(article: &Article) -> ArticleRef {
        ArticleRef {
            id: Text(article.id),
            path: article.path.clone(),
            url: article.url.clone(),
            title: article.title.clone(),
            site: article.site.clone(),
            published: article.published.map(Text),
            fictional: article.fictional,
        }
    }
}

impl From<&Trace> for TraceRecord {
    fn from(trace: &Trace) -> TraceRecord {
        TraceRecord { mention: trace.mention.clone(), cues: trace.cues.clone(), rows: trace.rows.clone() }
    }
}

impl From<&TraceRecord> for Trace {
    fn from(record: &TraceRecord) -> Trace {
        Trace { mention: record.mention.clone(), cues: record.cues.clone(), rows: record.rows.clone() }
    }
}
