//! The report as a value: disputes, their positions, and what stands against what.
//!
//! `contradict` makes these, `report` writes them; neither type knows of files or terminals.

use jiff::civil::Date;

use crate::article::ArticleId;
use crate::claim::{Claim, Conditions, Product, PropositionId, Role, Stance, Unit};

/// 报告: everything the contradiction report says.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The day that law and report reckon by.
    pub as_of: Date,
    /// Number of claims read.
    pub claims: usize,
    /// Number of voices: articles, near-duplicates counted as one.
    pub voices: usize,
    /// The articles, in the order of their paths.
    pub sources: Vec<Source>,
    /// The disputes, the most important first.
    pub disputes: Vec<Dispute>,
    /// Conflicts left out because the user dismissed them.
    pub dismissed: usize,
}

/// An article as the report names it.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Its id.
    pub id: ArticleId,
    /// Its path.
    pub path: String,
    /// Its address, where known.
    pub url: Option<String>,
    /// Its title.
    pub title: String,
    /// Its site.
    pub site: Option<String>,
    /// Day of publication.
    pub published: Option<Date>,
    /// The page calls itself invented.
    pub fictional: bool,
    /// How certain its main text is, 0 to 1.
    pub confidence: f32,
    /// Number of its voice: near-duplicates share one.
    pub voice: usize,
}

/// 争点: one proposition (`visit.*` together) of one product.
#[derive(Debug, Clone, PartialEq)]
pub struct Dispute {
    /// Stable across builds: hash of proposition and product.
    pub id: String,
    /// The proposition; `visit.home` stands for all visits.
    pub proposition: PropositionId,
    /// The product; claims on its umbrella products are counted in.
    pub product: Product,
    /// The dispute as a question: 借呗逾期会上门催收吗?
    pub question_zh: String,
    /// What is held, the most voices first.
    pub positions: Vec<Position>,
    /// What stands against what, the hardest first.
    pub conflicts: Vec<Conflict>,
    /// General denials with their more severe exceptions: no contradiction.
    pub refined: Vec<Refined>,
    /// Older claims overtaken by a newer rule: no contradiction.
    pub superseded: Vec<Superseded>,
    /// What is worth saying without being a contradiction.
    pub remarks: Vec<Remark>,
    /// Spread of the numbers given.
    pub numbers: Vec<Spread>,
    /// The rules of law in force that judge claims of it.
    pub rules: Vec<LawRule>,
    /// Conflicts found beyond those listed.
    pub unlisted: usize,
    /// Articles on the product that say nothing of it.
    pub silent: Vec<ArticleId>,
    /// How many more of them there are than are listed.
    pub silent_more: usize,
}

/// 立场: the same stance under the same conditions.
#[derive(Debug, Clone, PartialEq)]
pub struct Position {
    /// The stance.
    pub stance: Stance,
    /// The conditions, without their verbatim text.
    pub conditions: Conditions,
    /// The proposition itself, where it is a kind of the dispute's (`visit.hukou`).
    pub proposition: PropositionId,
    /// How many claims.
    pub claims: usize,
    /// The articles that hold it, each once.
    pub articles: Vec<ArticleId>,
    /// How many independent voices.
    pub voices: usize,
    /// Of these, claims that are only cases told (testimony).
    pub testimony: usize,
    /// Earliest date of publication.
    pub first: Option<Date>,
    /// Latest date of publication.
    pub last: Option<Date>,
    /// Up to three exemplary claims, of different voices where possible.
    pub examples: Vec<Claim>,
}

/// What kind of contradiction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ConflictKind {
    /// It never happens / it does.
    Polarity,
    /// It is seldom / it is usual.
    Strength,
    /// Forbidden / permitted or required.
    Rule,
    /// Do it / do not.
    Advice,
    /// Disjoint numbers of one role, or onsets that differ.
    Numeric,
    /// A before B / B before A.
    Sequence,
    /// Against a rule of law in force.
    Law,
}

/// How hard a contradiction is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Both cannot be right.
    Hard,
    /// They pull apart, but both might be right.
    Tension,
}

/// 冲突: two claims, or a claim and a rule, with the slot and the two values that exclude each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// Hash of both claims' ids and the kind: stable, so that it can be dismissed.
    pub id: String,
    /// What kind.
    pub kind: ConflictKind,
    /// How hard.
    pub severity: Severity,
    /// Both in one article.
    pub internal: bool,
    /// What differs: `stance`, `quantity.rate`, `onset.overdue_days`, `onset.amount_cny`, `order`, `rule`.
    pub slot: String,
    /// The two values of the slot.
    pub values: [String; 2],
    /// The one claim.
    pub a: Claim,
    /// What stands against it.
    pub b: Opponent,
    /// Independent voices behind each side.
    pub voices: [usize; 2],
    /// Why, in one Chinese sentence.
    pub because_zh: String,
}

/// The other side of a conflict.
#[derive(Debug, Clone, PartialEq)]
pub enum Opponent {
    /// Another claim.
    Claim(Box<Claim>),
    /// A rule of law.
    Rule(Box<LawRule>),
}

/// 法条: a rule as reports show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LawRule {
    /// Its id in the lexicon.
    pub id: String,
    /// 文件名称.
    pub instrument: String,
    /// 条款.
    pub article: String,
    /// What the instrument is: statute, administrative regulation, national standard, …
    pub kind: String,
    /// In force from.
    pub in_force_from: Date,
    /// In force until (the day its successor came into force), if over.
    pub in_force_until: Option<Date>,
    /// What it provides, in Chinese.
    pub provides_zh: String,
}

/// 细化: a general denial and a claim on a more severe part of its region.
#[derive(Debug, Clone, PartialEq)]
pub struct Refined {
    /// The general claim.
    pub general: Claim,
    /// The exception.
    pub exception: Claim,
}

/// 被取代: an older claim that a newer rule overtook.
#[derive(Debug, Clone, PartialEq)]
pub struct Superseded {
    /// The older claim.
    pub older: Claim,
    /// The newer claim.
    pub newer: Claim,
    /// The rule that came into force in between.
    pub rule: LawRule,
}

/// What a remark is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RemarkKind {
    /// It is forbidden, and it is said to happen.
    PracticeAgainstRule,
    /// A case told that bounds nothing.
    Testimony,
    /// What a copy changed.
    CopyChanged,
    /// A citation that is out of date or of no known instrument.
    Citation,
    /// A rule that speaks of it without deciding it (medium confidence, other products).
    LawNote,
}

/// 备注.
#[derive(Debug, Clone, PartialEq)]
pub struct Remark {
    /// What it is about.
    pub kind: RemarkKind,
    /// The claims it speaks of.
    pub claims: Vec<Claim>,
    /// The rule, where one is concerned.
    pub rule: Option<LawRule>,
    /// In one Chinese sentence.
    pub text_zh: String,
}

/// What a spread of numbers measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Measure {
    /// Least days overdue at which the act is said to start.
    OnsetDays,
    /// Least amount in yuan at which the act is said to start.
    OnsetAmount,
    /// A quantity of this role in this unit.
    Quantity(Role, Unit),
}

/// 数值分布: the numbers that voices give for one measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// What is measured.
    pub measure: Measure,
    /// One point a voice and value, ascending.
    pub points: Vec<SpreadPoint>,
    /// Median over voices of the points' lower ends (or upper, where only that is given).
    pub median: f64,
}

/// One number in a [`Spread`].
#[derive(Debug, Clone, PartialEq)]
pub struct SpreadPoint {
    /// Lower end.
    pub min: Option<f64>,
    /// Upper end.
    pub max: Option<f64>,
    /// Who says so.
    pub voices: usize,
    /// Far from the others (outside 1.5 interquartile ranges, or a factor of 3 from the median).
    pub outlier: bool,
    /// An exemplary claim.
    pub example: Claim,
}
