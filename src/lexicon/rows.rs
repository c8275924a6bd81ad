//! The rows as they stand in the TOML files. Unknown keys are refused.

use serde::Deserialize;

/// A proposition with the wordings that name it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PropositionRow {
    /// `group.name`.
    pub id: String,
    /// Chinese label.
    pub zh: String,
    /// English description.
    pub en: String,
    /// How stances of it are read.
    pub scale: Scale,
    /// The proposition it is a kind of.
    pub kind_of: Option<String>,
    /// Roles of the numbers that are the claim, the likeliest first.
    #[serde(default)]
    pub quantity: Vec<String>,
    /// Propositions whose wordings do not hide this one's: 与平台协商 is communicating, and 协商 in it negotiating.
    #[serde(default)]
    pub stands_in: Vec<String>,
    /// The wordings.
    #[serde(default)]
    pub wording: Vec<WordingRow>,
}

/// How the stances of a proposition are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// Something that happens or does not: an act, a consequence, a fact.
    Act,
    /// Something that is to be had or not; advice to try it counts as recommended.
    Remedy,
    /// Something that the borrower is advised to do.
    Advice,
    /// Something that a rule forbids or demands.
    Rule,
}

/// Words that name a proposition.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordingRow {
    /// Words separated by blanks; `…` inside one stands for up to ten characters of the same clause.
    /// `@hours`, `@times` and `@installments` stand for a number of that kind.
    pub words: String,
    /// One of these must stand in the same clause (blanks between; `^` before one: in the same sentence).
    #[serde(default)]
    pub with: String,
    /// None of these may stand in the same clause.
    #[serde(default)]
    pub without: String,
    /// The stance where no cue reaches it, in place of `certain` (or `recommended` for advice).
    pub stance: Option<String>,
    /// It claims nothing unless a stance cue reaches it.
    #[serde(default)]
    pub needs_cue: bool,
    /// It claims nothing unless the number that it is about stands beside it.
    #[serde(default)]
    pub needs_number: bool,
    /// The wording is itself a denial (坐不了高铁): 不会 before it is no second one, and no other cue denies it.
    #[serde(default)]
    pub negative: bool,
    /// The words only look like the proposition (诉讼费): they claim nothing and hide the wordings inside them.
    #[serde(default)]
    pub blocks: bool,
    /// An example sentence.
    pub example: String,
    /// What the example claims: `visit.home certain; …`, or nothing.
    pub reads: String,
}

/// What a cue does to the stance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CueRole {
    /// Plain denial: 不会、没有.
    Deny,
    /// A denial of ease or directness: 不会轻易.
    DenySoft,
    /// A denial of haste: 不会马上; holds early.
    DenyEarly,
    /// A generic hedge: 一般、通常.
    Generic,
    /// Frequent affirmation: 常常、大概率.
    Usual,
    /// Possibility: 可能、不排除.
    Possible,
    /// Low frequency: 很少.
    Rare,
    /// Affirmation: 会、必然.
    Affirm,
    /// Rule: must not.
    Forbid,
    /// Rule: may.
    Permit,
    /// Rule: must.
    Oblige,
    /// 可以、能: possibility, permission or advice, by who and what.
    Able,
    /// Advice to do it.
    Advise,
    /// Advice against it.
    Dissuade,
    /// 避免: an act avoided, advice against, or a purpose.
    Avert,
    /// 不能、无法: forbidden, not to be had, or advised against, by who and what.
    Cannot,
    /// What follows is only talked about: 担心、是否.
    Mention,
}

/// Where a cue finds what it speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// To its right, to the end of the clause.
    Forward,
    /// To its left: Chinese puts the topic there (上门的很少).
    Backward,
    /// To its right if something stands there, else to its left.
    Clause,
    /// To the end of the sentence or the next contrast.
    Sentence,
}

/// Words that set the stance.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CueRow {
    /// Name of the row.
    pub id: String,
    /// What it does.
    pub role: CueRole,
    /// Where.
    pub reach: Reach,
    /// Words separated by blanks.
    pub words: String,
    /// It reaches no farther than this many characters.
    pub near: Option<usize>,
    /// An example sentence.
    pub example: String,
    /// What the example claims.
    pub reads: String,
}

/// What a condition row sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Days overdue, vaguely.
    Overdue(crate::claim::Extent),
    /// Amount, vaguely.
    Amount(crate::claim::Extent),
    /// A flag.
    Flag(crate::claim::Flag),
}

/// Words that restrict a claim.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConditionRow {
    /// `overdue:long`, `overdue:early`, `amount:large`, `amount:small` or a flag.
    pub sets: String,
    /// Words separated by blanks.
    pub words: String,
    /// It counts wherever it stands before the mention, not only in a premise.
    #[serde(default)]
    pub anywhere: bool,
    /// An example sentence.
    pub example: String,
    /// What the example claims, with conditions in brackets.
    pub reads: String,
}

/// What a marker does to the clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkerRole {
    /// 如果、一旦: a premise begins.
    If,
    /// 只有、仅当: a premise that is the only one.
    OnlyIf,
    /// 除非.
    Unless,
    /// 否则.
    Otherwise,
    /// 即使、无论: no condition.
    Concede,
    /// 就、则: the premise ends.
    Then,
    /// 才、方可: the premise ends, and it holds only then.
    OnlyThen,
    /// 但、不过: what held so far is over.
    Contrast,
    /// 的话、时、后: the clause that ends with it is a premise.
    Tail,
    /// 这种情况下、此时: the conditions of the sentence before.
    Same,
    /// 会不会、是否、吗: a question.
    Question,
    /// 以免、为了、导致…: what follows is a purpose.
    Purpose,
    /// Words in which others would be seen wrongly: 社会、机会、特别.
    Decoy,
    /// 因为、由于: a reason.
    Reason,
}

/// Words that give clauses their part in the sentence.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarkerRow {
    /// Name of the row.
    pub id: String,
    /// What it does.
    pub role: MarkerRole,
    /// Words separated by blanks.
    pub words: String,
    /// An example sentence.
    pub example: String,
    /// What the example claims.
    pub reads: String,
}

/// Names of a product.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductRow {
    /// Product words: one, or two joined by `+`.
    pub product: String,
    /// Names separated by blanks.
    pub words: String,
    /// It is the product only where no other is named in the section or article (支付宝 as a mere actor).
    #[serde(default)]
    pub actor: bool,
    /// An example sentence, read as a page without product of its own.
    pub example: String,
    /// What the example claims, with its product.
    pub reads: String,
}

/// Words that say whose word it is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoiceRow {
    /// `official`, `users`, …
    pub attribution: String,
    /// Words separated by blanks.
    pub words: String,
    /// An example sentence.
    pub example: String,
    /// What the example claims, with `@attribution`.
    pub reads: String,
}
