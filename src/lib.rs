//! 对质 duizhi: reads Chinese articles on debt collection, extracts what each claims, and shows where
//! they contradict one another, themselves and the law.

pub mod article;
pub mod claim;
pub mod cli;
pub mod corpus;
pub mod dispute;
pub mod notice;
pub mod page;
