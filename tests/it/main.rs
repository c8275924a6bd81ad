//! The one integration binary.
#![allow(clippy::unwrap_used)]

mod report;
