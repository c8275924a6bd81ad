//! The report's formats.

pub(crate) mod fixture;
mod formats;
