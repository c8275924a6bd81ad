//! The one integration binary: each module is a document of what the program promises.

mod contradictions;
mod dispute_report;
mod gold_report;
mod law_rows;
mod notation;
mod regions;
mod voice_families;
