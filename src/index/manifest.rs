//! What an index holds and what made it: `manifest.json`, the first thing read.
//!
//! It knows no clock and no order of arrival: the same input gives the same bytes.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::article::Article;
use crate::claim::Claim;
use crate::notice::NoticeKind;
use crate::wire::text::Text;

/// The format this program writes and reads. Any change of schema, tokens or stored records raises it.
pub const FORMAT: u32 = 1;

/// What made an index; goes into its manifest as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Fingerprint of the lexicon.
    pub lexicon: String,
    /// The day that the build reckoned by.
    pub as_of: Date,
}

/// What `stats` tells without opening the index proper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// See [`FORMAT`].
    pub format: u32,
    /// Name and version of the program that made it.
    pub tool: String,
    /// Fingerprint of the lexicon it was made with.
    pub lexicon: String,
    /// The day that the build reckoned by.
    pub as_of: Text<Date>,
    /// How many articles.
    pub articles: u64,
    /// Of these, how many call themselves invented.
    pub fictional: u64,
    /// How many claims.
    pub claims: u64,
    /// Search words in all evidence, for the ranking's idea of a usual length.
    pub evidence_words: u64,
    /// Search words in all articles.
    pub article_words: u64,
    /// Notices by kind, those of articles included.
    pub notices: BTreeMap<String, u64>,
    /// Claims by proposition.
    pub propositions: BTreeMap<String, u64>,
    /// Claims by stance.
    pub stances: BTreeMap<String, u64>,
    /// Claims by product; one of two products counts for each.
    pub products: BTreeMap<String, u64>,
}

impl Manifest {
    /// The manifest of an index that holds nothing yet.
    pub(super) fn new(origin: Origin) -> Manifest {
        Manifest {
            format: FORMAT,
            tool: concat!("duizhi ", env!("CARGO_PKG_VERSION")).to_owned(),
            lexicon: origin.lexicon,
            as_of: Text(origin.as_of),
            articles: 0,
            fictional: 0,
            claims: 0,
            evidence_words: 0,
            article_words: 0,
            notices: BTreeMap::new(),
            propositions: BTreeMap::new(),
            stances: BTreeMap::new(),
            products: BTreeMap::new(),
        }
    }

    pub(super) fn count_article(&mut self, article: &Article, words: u64) {
        self.articles += 1;
        self.fictional += u64::from(article.fictional);
        self.article_words += words;
        for notice in &article.notices {
            self.count_notice(notice.kind);
        }
    }

    pub(super) fn count_claim(&mut self, claim: &Claim, words: u64) {
        self.claims += 1;
        self.evidence_words += words;
        increment(&mut self.propositions, claim.proposition.as_str());
        increment(&mut self.stances, claim.stance.id());
        for product in &claim.products {
            increment(&mut self.products, product.id());
        }
    }

    pub(super) fn count_notice(&mut self, kind: NoticeKind) {
        increment(&mut self.notices, kind.id());
    }
}

/// The format number alone, which every format has.
#[derive(Deserialize)]
pub(super) struct FormatOnly {
    pub(super) format: u32,
}

fn increment(counts: &mut BTreeMap<String, u64>, key: &str) {
    match counts.get_mut(key) {
        Some(count) => *count += 1,
        None => drop(counts.insert(key.to_owned(), 1)),
    }
}
