//! The one integration binary: documents as tests.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr, missing_docs)]

mod architecture;
mod archives_cli;
mod claims;
mod clean_any;
mod clean_apart;
mod clean_gold;
mod clean_pages;
mod cli;
mod cli_sessions;
mod contradictions;
mod corpus_folder;
mod crawl_cli;
mod crawl_faults;
mod crawl_kill;
mod crawl_politeness;
mod crawl_schedule;
mod crawl_server;
mod crawl_site;
mod dispute_report;
mod gold;
mod gold_report;
mod index;
mod index_folder;
mod index_search;
mod law_rows;
mod lexicon_rows;
mod notation;
mod properties;
mod quantities;
mod readme;
mod regions;
mod report;
mod voice_families;
mod warc_read;
mod wire;
