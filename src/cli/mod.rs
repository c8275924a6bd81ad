//! One file a subcommand: checks its flags, calls the library, prints what it gave.

pub mod crawl;
