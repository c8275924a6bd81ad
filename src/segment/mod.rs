//! Article → sentences → clauses → tokens, each with its span.
//!
//! A sentence carries two texts: the one that stands on the page, and its [`Form`], the parallel text
//! used for matching. What the sentences claim is the business of `extract`.

mod form;
mod sentence;
mod words;

pub use form::{Form, GAP, MASK, simplify};
pub use sentence::{Sentence, sentences};
pub use words::{dictionary, words};
