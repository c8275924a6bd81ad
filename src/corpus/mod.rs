//! Where articles come from: folders, archives, and the web.

pub mod crawl;
pub mod warc;
