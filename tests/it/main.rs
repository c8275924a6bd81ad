//! The one integration binary: documents as tests.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr, missing_docs)]

mod claims;
mod clean_gold;
mod corpus_folder;
mod index;
mod index_folder;
mod index_search;
mod quantities;
mod report;
mod wire;
