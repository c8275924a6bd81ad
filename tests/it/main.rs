//! The one integration binary.

#![allow(clippy::unwrap_used)]

mod index;
mod index_folder;
mod index_search;
mod wire;
