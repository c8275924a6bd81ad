//! The JSON that other programs read and write, one file a record.
//!
//! Wire types are apart from the domain types, so that a field renamed inside never changes a
//! format (the field names here are a contract, see `docs/*.schema.json`). Nothing here reads or writes files.

pub mod article;
pub mod claim;
pub mod condition;
pub mod error;
pub mod offsets;
pub mod quantity;
pub mod text;
