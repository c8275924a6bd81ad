//! The report's formats.

pub mod fixture;
mod formats;
