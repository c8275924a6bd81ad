//! The index folder: articles and their claims, searchable.
//!
//! This module fills and reads that folder, and nobody else opens it. It segments for search only;
//! what a claim is comes from `extract`, what contradicts from `contradict`.

pub mod error;
pub mod ids;
pub mod manifest;
pub mod query;
pub mod read;
pub mod search;
pub mod words;
pub mod write;

mod budget;
mod document;
mod folder;
mod matching;
mod rank;
mod schema;
mod stored;
mod tokenizer;
