//! The one integration binary.
#![allow(clippy::unwrap_used, missing_docs)]

mod clean_any;
mod clean_gold;
mod clean_pages;
mod corpus_folder;
