//! The one integration binary.
#![allow(clippy::unwrap_used)]

mod crawl_cli;
mod crawl_faults;
mod crawl_kill;
mod crawl_politeness;
mod crawl_schedule;
mod crawl_server;
mod crawl_site;
mod warc_read;
