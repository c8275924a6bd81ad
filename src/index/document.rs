//! Articles, claims and notices as the engine's documents: every attribute in its field.

use std::ops::Range as Positions;

use serde::Serialize;
use tantivy::TantivyDocument;
use tantivy::schema::Field;

use super::schema::{self, Fields};
use super::stored::{StoredArticle, StoredClaim, StoredNotice};
use super::tokenizer::Joined;
use super::words::{Cut, Words};
use crate::article::{Article, Block, BlockKind};
use crate::claim::{Claim, Extent, Range};
use crate::notice::Notice;

/// An article and its claims, to become neighbours.
pub(super) struct Group {
    pub(super) documents: Vec<TantivyDocument>,
    /// Search words in the article.
    pub(super) words: u32,
    /// Positions that the evidence of each claim takes.
    pub(super) lengths: Vec<usize>,
}

/// The documents of an article whose text was cut into `cut`.
pub(super) fn group(
    fields: &Fields,
    words: &Words,
    article: &Article,
    cut: &Cut,
    claims: &[Claim],
) -> serde_json::Result<Group> {
    let mut joined = Joined::default();
    joined.push(&words.cut(&article.title), words);
    let body = joined.push(cut, words);

    let mut document = document(fields, schema::ARTICLE, &StoredArticle::from(article))?;
    document.add_text(fields.id, article.id.to_string());
    document.add_text(fields.text, &joined.text);
    document.add_text(fields.path, &article.path);
    document.add_u64(fields.ordinal, 0);
    document.add_u64(fields.evidence, packed(body..joined.length.max(body)));
    document.add_u64(fields.section, 0);
    add_origin(&mut document, fields, article);

    let mut group = Group { documents: vec![document], words: joined.words, lengths: Vec::new() };
    let headings = headings(article);
    for (ordinal, claim) in (1..).zip(claims) {
        let span = claim.evidence.span;
        let evidence = joined.range(span.start(), span.end());
        group.lengths.push(evidence.len());
        let mut document = of_claim(fields, claim)?;
        document.add_u64(fields.ordinal, ordinal);
        document.add_u64(fields.evidence, packed(evidence));
        document.add_u64(fields.section, packed(section(article, claim, &headings, &joined)));
        add_origin(&mut document, fields, article);
        group.documents.push(document);
    }
    Ok(group)
}

/// The document of a notice that belongs to no article.
pub(super) fn of_notice(fields: &Fields, notice: &Notice) -> serde_json::Result<TantivyDocument> {
    let mut document = document(fields, schema::NOTICE, &StoredNotice::from(notice))?;
    // Columns without a gap are read much faster.
    for field in [fields.ordinal, fields.evidence, fields.section, fields.article] {
        document.add_u64(field, 0);
    }
    Ok(document)
}

/// 2 April 2024 as 20240402.
pub(super) fn day_number(day: jiff::civil::Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

/// A document with its record, which every kind has.
fn document(fields: &Fields, kind: &str, record: &impl Serialize) -> serde_json::Result<TantivyDocument> {
    let mut document = TantivyDocument::new();
    document.add_text(fields.kind, kind);
    document.add_bytes(fields.record, &serde_json::to_vec(record)?);
    Ok(document)
}

/// What of a claim does not depend on its article.
fn of_claim(fields: &Fields, claim: &Claim) -> serde_json::Result<TantivyDocument> {
    let mut document = document(fields, schema::CLAIM, &StoredClaim::from(claim))?;
    document.add_text(fields.id, claim.id.to_string());
    document.add_text(fields.proposition, claim.proposition.as_str());
    document.add_text(fields.group, claim.proposition.group());
    document.add_text(fields.stance, claim.stance.id());
    document.add_text(fields.attribution, claim.attribution.id());
    for product in &claim.products {
        document.add_text(fields.product, product.id());
    }
    if let Some(actor) = claim.actor {
        document.add_text(fields.actor, actor.id());
    }
    let conditions = &claim.conditions;
    for flag in &conditions.flags {
        document.add_text(fields.flag, flag.id());
    }
    if conditions.only {
        document.add_text(fields.only, "true");
    }
    add_extent(&mut document, conditions.overdue, [fields.overdue, fields.overdue_min, fields.overdue_max]);
    add_extent(&mut document, conditions.amount, [fields.amount, fields.amount_min, fields.amount_max]);
    for quantity in &claim.quantities {
        document.add_text(fields.role, quantity.role.id());
        if let Some(min) = quantity.min {
            document.add_f64(fields.quantity_min, min);
        }
        if let Some(max) = quantity.max {
            document.add_f64(fields.quantity_max, max);
        }
    }
    Ok(document)
}

/// What a claim takes over from its article to be filtered by.
fn add_origin(document: &mut TantivyDocument, fields: &Fields, article: &Article) {
    document.add_u64(fields.article, article.id.0);
    if let Some(day) = article.published {
        document.add_i64(fields.published, day_number(day));
    }
}

fn add_extent(document: &mut TantivyDocument, extent: Option<Extent>, [how, least, greatest]: [Field; 3]) {
    let word = match extent {
        None => schema::UNRESTRICTED,
        Some(Extent::Low) => schema::LOW,
        Some(Extent::High) => schema::HIGH,
        Some(Extent::Range(range)) => {
            let (min, max) = ends(range);
            document.add_i64(least, min);
            document.add_i64(greatest, max);
            schema::NUMBERS
        }
    };
    document.add_text(how, word);
}

/// The least and greatest whole number within `range`; days and yuan are never negative.
fn ends(range: Range) -> (i64, i64) {
    let min = range.min.map_or(0, |min| min.saturating_add(i64::from(!range.min_incl)));
    let max = range.max.map_or(schema::OPEN, |max| max.saturating_sub(i64::from(!range.max_incl)));
    (min.clamp(0, schema::OPEN), max.clamp(-1, schema::OPEN))
}

/// The headings of an article, in order.
fn headings(article: &Article) -> Vec<Block> {
    article.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Heading(_))).copied().collect()
}

/// Positions of the heading that a claim stands under: the last one above it with these words.
fn section(article: &Article, claim: &Claim, headings: &[Block], joined: &Joined) -> Positions<u32> {
    /// Headings can nest six deep; to look further would cost time on odd pages.
    const DEEPEST: usize = 6;
    let Some(section) = claim.evidence.section.as_deref() else {
        return 0..0;
    };
    let above = headings.partition_point(|block| block.span.start() < claim.evidence.span.start());
    let mut nearest = headings[..above].iter().rev().take(DEEPEST);
    let heading = nearest.find(|block| block.span.of(&article.text).contains(section));
    heading.map_or(0..0, |block| joined.range(block.span.start(), block.span.end()))
}

/// Two positions in one number.
fn packed(range: Positions<u32>) -> u64 {
    u64::from(range.start) << 32 | u64::from(range.end)
}

/// The same apart.
pub(super) fn positions(packed: u64) -> Positions<u32> {
    (packed >> 32) as u32..packed as u32
}
