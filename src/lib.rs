//! 对质 duizhi: reads Chinese articles on debt collection, extracts what each claims, and shows where
//! they contradict one another, themselves and the law.

pub mod analyze;
pub mod article;
pub mod claim;
pub mod clean;
pub mod cli;
pub mod contradict;
pub mod corpus;
pub mod dispute;
pub mod examples;
pub mod extract;
pub mod gold;
pub mod index;
pub mod lexicon;
pub mod notice;
pub mod page;
pub mod quantity;
pub mod report;
pub mod segment;
pub mod voices;
pub mod wire;
