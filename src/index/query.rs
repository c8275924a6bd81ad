//! What is asked of an index: words, and filters on the attributes of claims.

use std::ops::Bound;

use jiff::civil::Date;
use tantivy::Term;
use tantivy::query::{BooleanQuery, Query, RangeQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use super::document::day_number;
use super::schema::{self, Fields};
use super::words::Words;
use crate::article::ArticleId;
use crate::claim::{Actor, Attribution, Extent, Flag, Product, Role, Stance};

/// Words that must all occur; `"…"` (or “…”, 「…」) holds words that must follow one another.
///
/// A claim has a word where its sentence, the heading above it or the article's title has it; at least one
/// must stand in the sentence itself.
#[derive(Debug, Clone, Default)]
pub struct TextQuery {
    words: Option<Words>,
    clauses: Vec<Clause>,
    /// Something was asked for that holds no word, such as `！`.
    impossible: bool,
}

/// A word, or the words of a phrase with their distance from the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clause {
    pub(super) terms: Vec<(u32, String)>,
}

impl TextQuery {
    /// Reads what a user typed. Any text is a query.
    pub fn parse(text: &str, words: &Words) -> TextQuery {
        let mut clauses = Vec::new();
        for (part, quoted) in parts(text) {
            let found = words.plain(part);
            let first = found.first().map_or(0, |word| word.position);
            let terms = found.into_iter().map(|word| (word.position - first, word.term));
            if quoted {
                clauses.push(Clause { terms: terms.collect() });
            } else {
                clauses.extend(terms.map(|(_, term)| Clause { terms: vec![(0, term)] }));
            }
        }
        clauses.retain(|clause| !clause.terms.is_empty());
        let impossible = clauses.is_empty() && !text.trim().is_empty();
        TextQuery { words: Some(words.clone()), clauses, impossible }
    }

    pub(super) fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    pub(super) fn words(&self) -> Option<&Words> {
        self.words.as_ref()
    }

    pub(super) fn impossible(&self) -> bool {
        self.impossible
    }
}

/// The text between quotes and around them. A quote without its partner is punctuation.
fn parts(text: &str) -> Vec<(&str, bool)> {
    let mut parts = Vec::new();
    let mut rest = text;
    // Pairs that were sought in vain once are not sought again: linear on a text of many left quotes.
    let mut pairs = vec![('"', '"'), ('“', '”'), ('「', '」'), ('『', '』')];
    let mut plain_from = 0;
    let mut at = 0;
    while let Some((open, pair)) =
        rest.char_indices().find_map(|(i, c)| pairs.iter().position(|pair| pair.0 == c).map(|pair| (at + i, pair)))
    {
        let (left, right) = pairs[pair];
        let inside = open + left.len_utf8();
        match text[inside..].find(right) {
            Some(length) => {
                parts.push((&text[plain_from..open], false));
                parts.push((&text[inside..inside + length], true));
                at = inside + length + right.len_utf8();
                plain_from = at;
            }
            None => {
                pairs.remove(pair);
                at = inside;
            }
        }
        rest = &text[at..];
    }
    parts.push((&text[plain_from..], false));
    parts
}

/// Which claims are wanted. Empty lists and absent values do not restrict.
#[derive(Debug, Clone, Default)]
pub struct ClaimQuery {
    /// Words of the text.
    pub text: TextQuery,
    /// Any of these propositions: `visit.home`, or a whole group as `visit` or `visit.*`.
    pub propositions: Vec<String>,
    /// Any of these products, by name: an umbrella product is one of its own.
    pub products: Vec<Product>,
    /// Any of these stances.
    pub stances: Vec<Stance>,
    /// Any of these attributions.
    pub attributions: Vec<Attribution>,
    /// Any of these actors.
    pub actors: Vec<Actor>,
    /// Any of these roles of a quantity.
    pub roles: Vec<Role>,
    /// All of these flags.
    pub flags: Vec<Flag>,
    /// Only claims that say "only then".
    pub only: bool,
    /// Claims that hold on this day overdue: the range admits it, or it is vague, or there is none (see [`Fit`]).
    pub overdue: Option<i64>,
    /// The same of the amount in yuan.
    pub amount: Option<i64>,
    /// Published on this day or later; claims without a date are left out.
    pub since: Option<Date>,
    /// Published on this day or earlier; claims without a date are left out.
    pub until: Option<Date>,
    /// Only claims of this article.
    pub article: Option<ArticleId>,
}

/// Which articles are wanted.
#[derive(Debug, Clone, Default)]
pub struct ArticleQuery {
    /// Words of title or text.
    pub text: TextQuery,
    /// Published on this day or later; articles without a date are left out.
    pub since: Option<Date>,
    /// Published on this day or earlier; articles without a date are left out.
    pub until: Option<Date>,
}

/// How a claim holds for the days or the amount that were asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// Its own numbers admit it.
    Stated,
    /// It says long, early, large or small, and may or may not mean it.
    Vague,
    /// It is not restricted.
    Unconditional,
}

impl Fit {
    /// How a claim with this condition was found for `asked`.
    pub(super) fn of(asked: Option<i64>, extent: Option<Extent>) -> Option<Fit> {
        asked.map(|_| match extent {
            None => Fit::Unconditional,
            Some(Extent::Low | Extent::High) => Fit::Vague,
            Some(Extent::Range(_)) => Fit::Stated,
        })
    }
}

type Condition = Box<dyn Query>;

impl ClaimQuery {
    /// The filters, without the words.
    pub(super) fn conditions(&self, fields: &Fields) -> Condition {
        let mut all = vec![term(fields.kind, schema::CLAIM)];
        if !self.propositions.is_empty() {
            let proposition = |wanted: &String| match (wanted.strip_suffix(".*"), wanted.contains('.')) {
                (Some(group), _) => term(fields.group, group),
                (None, false) => term(fields.group, wanted),
                (None, true) => term(fields.proposition, wanted),
            };
            all.push(any(self.propositions.iter().map(proposition)));
        }
        let lists = [
            (fields.product, self.products.iter().map(|word| word.id()).collect::<Vec<_>>()),
            (fields.stance, self.stances.iter().map(|word| word.id()).collect()),
            (fields.attribution, self.attributions.iter().map(|word| word.id()).collect()),
            (fields.actor, self.actors.iter().map(|word| word.id()).collect()),
            (fields.role, self.roles.iter().map(|word| word.id()).collect()),
        ];
        for (field, words) in lists {
            if !words.is_empty() {
                all.push(any(words.into_iter().map(|word| term(field, word))));
            }
        }
        all.extend(self.flags.iter().map(|flag| term(fields.flag, flag.id())));
        if self.only {
            all.push(term(fields.only, "true"));
        }
        if let Some(day) = self.overdue {
            all.push(admits(day, fields.overdue, fields.overdue_min, fields.overdue_max));
        }
        if let Some(amount) = self.amount {
            all.push(admits(amount, fields.amount, fields.amount_min, fields.amount_max));
        }
        if let Some(article) = self.article {
            let term = Term::from_field_u64(fields.article, article.0);
            all.push(Box::new(TermQuery::new(term, IndexRecordOption::Basic)));
        }
        all.extend(published(fields.published, self.since, self.until));
        Box::new(BooleanQuery::intersection(all))
    }
}

impl ArticleQuery {
    /// The filters, without the words.
    pub(super) fn conditions(&self, fields: &Fields) -> Condition {
        let mut all = vec![term(fields.kind, schema::ARTICLE)];
        all.extend(published(fields.published, self.since, self.until));
        Box::new(BooleanQuery::intersection(all))
    }
}

/// All documents with this word in this field.
pub(super) fn term(field: Field, word: &str) -> Condition {
    Box::new(TermQuery::new(Term::from_field_text(field, word), IndexRecordOption::Basic))
}

fn any(conditions: impl Iterator<Item = Condition>) -> Condition {
    Box::new(BooleanQuery::union(conditions.collect()))
}

fn admits(asked: i64, how: Field, min: Field, max: Field) -> Condition {
    let asked = asked.clamp(0, schema::OPEN);
    let at_least = range(min, Bound::Unbounded, Bound::Included(asked));
    let at_most = range(max, Bound::Included(asked), Bound::Unbounded);
    let numbers: Condition = Box::new(BooleanQuery::intersection(vec![at_least, at_most]));
    let words = [schema::UNRESTRICTED, schema::LOW, schema::HIGH].map(|word| term(how, word));
    any(words.into_iter().chain([numbers]))
}

fn published(field: Field, since: Option<Date>, until: Option<Date>) -> Option<Condition> {
    let bound = |day: Option<Date>| day.map_or(Bound::Unbounded, |day| Bound::Included(day_number(day)));
    (since.is_some() || until.is_some()).then(|| range(field, bound(since), bound(until)))
}

fn range(field: Field, from: Bound<i64>, to: Bound<i64>) -> Condition {
    let bound = |bound: Bound<i64>| bound.map(|number| Term::from_field_i64(field, number));
    Box::new(RangeQuery::new(bound(from), bound(to)))
}
