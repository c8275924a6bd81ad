//! Why a sentence does or does not become a claim: the steps of the reader, for people.
//!
//! The steps are those of one sentence on its own; the claims are those of the whole text, where headings, labels,
//! questions and lists around a sentence have their say as well.

use crate::article::{Article, Span};
use crate::claim::Claim;
use crate::lexicon::{Hit, Lexicon};
use crate::segment::Form;

use super::read::{Around, Finding, read};
use super::{Clause, Setting, Walk, scan};

/// 解释: everything the reader did with one sentence.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// Where it stands in the text.
    pub span: Span,
    /// The parallel form that rows are matched in.
    pub form: Form,
    /// Rows found, in the order of the text.
    pub hits: Vec<Hit>,
    /// The clauses with their parts.
    pub clauses: Vec<Clause>,
    /// Each mention of a proposition, with the claim that it makes by itself or the reason why it makes none.
    pub findings: Vec<Finding>,
    /// Circumstances that hold at the sentence's end.
    pub last: Setting,
    /// What the sentence claims where it stands.
    pub claims: Vec<Claim>,
}

/// Explains every sentence of an article.
pub fn explain(lexicon: &Lexicon, article: &Article) -> Vec<Explanation> {
    let scanned = scan(lexicon, article);
    let mut walk = Walk::new(lexicon, article, &scanned);
    let mut explained = Vec::new();
    for (sentence, scanned) in scanned {
        let around = Around { products: walk.products.clone(), ..Around::default() };
        let (findings, last) = read(lexicon, &scanned, &around);
        let before = walk.out.claims.len();
        walk.sentence(&sentence, &scanned);
        explained.push(Explanation {
            span: sentence.span,
            form: sentence.form,
            hits: scanned.hits,
            clauses: scanned.clauses,
            findings,
            last,
            claims: walk.out.claims[before..].to_vec(),
        });
    }
    explained
}
