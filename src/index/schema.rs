//! The fields of the engine's documents: articles, claims and notices.
//!
//! An article and its claims are neighbours, the article first, in one segment: they are added as one group, no
//! document is ever deleted, and merging keeps the order. So a claim needs neither the article's text nor its words:
//! its `ordinal` leads back to the article, and its `evidence` names the positions of its words there.

use tantivy::schema::{
    BytesOptions, FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions,
};

/// Name of the tokenizer of [`Fields::text`].
pub(super) const JOINED: &str = "joined";

/// Values of [`Fields::kind`].
pub(super) const ARTICLE: &str = "article";
pub(super) const CLAIM: &str = "claim";
pub(super) const NOTICE: &str = "notice";

/// Values of [`Fields::overdue`] and [`Fields::amount`].
pub(super) const UNRESTRICTED: &str = "none";
pub(super) const NUMBERS: &str = "range";
pub(super) const LOW: &str = "low";
pub(super) const HIGH: &str = "high";

/// Stands for an open end in the numeric fields.
pub(super) const OPEN: i64 = 1 << 50;

/// Names of the fast fields that searching reads column by column.
pub(super) const ORDINAL: &str = "ordinal";
pub(super) const EVIDENCE: &str = "evidence";
pub(super) const SECTION: &str = "section";
pub(super) const PATH: &str = "path";
pub(super) const ARTICLE_ID: &str = "article";

/// Handles of all fields.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// Article, claim or notice.
    pub(super) kind: Field,
    /// Id of an article or claim, 16 hexadecimal digits.
    pub(super) id: Field,
    /// The record, see `stored`.
    pub(super) record: Field,
    /// Of an article: its title and text, joined words with positions.
    pub(super) text: Field,
    /// Of an article: its path, for the order of hits.
    pub(super) path: Field,
    /// Of a claim: its number within the article, from 1; 0 of an article.
    pub(super) ordinal: Field,
    /// Positions `start << 32 | end` in the article's words: of a claim its sentence, of an article its text.
    pub(super) evidence: Field,
    /// The same of the heading above a claim.
    pub(super) section: Field,
    /// Number of the article's id, of claims and articles.
    pub(super) article: Field,
    /// Day of publication as the number 20240402, of claims and articles.
    pub(super) published: Field,
    pub(super) proposition: Field,
    /// The proposition's group, the part before the dot.
    pub(super) group: Field,
    pub(super) stance: Field,
    pub(super) product: Field,
    pub(super) attribution: Field,
    pub(super) actor: Field,
    pub(super) flag: Field,
    pub(super) only: Field,
    /// Whether and how the days overdue restrict the claim.
    pub(super) overdue: Field,
    pub(super) overdue_min: Field,
    pub(super) overdue_max: Field,
    /// Whether and how the amount restricts the claim.
    pub(super) amount: Field,
    pub(super) amount_min: Field,
    pub(super) amount_max: Field,
    /// Roles of the claim's quantities.
    pub(super) role: Field,
    pub(super) quantity_min: Field,
    pub(super) quantity_max: Field,
}

/// The schema with its handles.
pub(super) fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let indexing = |tokenizer: &str, option| {
        let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer).set_fieldnorms(false);
        TextOptions::default().set_indexing_options(indexing.set_index_option(option))
    };
    let word = indexing("raw", IndexRecordOption::Basic);
    let text = indexing(JOINED, IndexRecordOption::WithFreqsAndPositions);
    let fields = Fields {
        kind: schema.add_text_field("kind", word.clone()),
        id: schema.add_text_field("id", word.clone()),
        record: schema.add_bytes_field("record", BytesOptions::default() | STORED),
        text: schema.add_text_field("text", text),
        path: schema.add_text_field(PATH, TextOptions::default() | FAST),
        ordinal: schema.add_u64_field(ORDINAL, FAST),
        evidence: schema.add_u64_field(EVIDENCE, FAST),
        section: schema.add_u64_field(SECTION, FAST),
        article: schema.add_u64_field(ARTICLE_ID, FAST | INDEXED),
        published: schema.add_i64_field("published", FAST),
        proposition: schema.add_text_field("proposition", word.clone()),
        group: schema.add_text_field("group", word.clone()),
        stance: schema.add_text_field("stance", word.clone()),
        product: schema.add_text_field("product", word.clone()),
        attribution: schema.add_text_field("attribution", word.clone()),
        actor: schema.add_text_field("actor", word.clone()),
        flag: schema.add_text_field("flag", word.clone()),
        only: schema.add_text_field("only", word.clone()),
        overdue: schema.add_text_field("overdue", word.clone()),
        overdue_min: schema.add_i64_field("overdue_min", FAST),
        overdue_max: schema.add_i64_field("overdue_max", FAST),
        amount: schema.add_text_field("amount", word.clone()),
        amount_min: schema.add_i64_field("amount_min", FAST),
        amount_max: schema.add_i64_field("amount_max", FAST),
        role: schema.add_text_field("role", word),
        quantity_min: schema.add_f64_field("quantity_min", FAST),
        quantity_max: schema.add_f64_field("quantity_max", FAST),
    };
    (schema.build(), fields)
}
