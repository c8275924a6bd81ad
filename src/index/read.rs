//! Reading an index: one article or claim, or all from beginning to end.

use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use tantivy::collector::DocSetCollector;
use tantivy::query::EnableScoring;
use tantivy::schema::Value as _;
use tantivy::{DocAddress, DocId, Index as Engine, ReloadPolicy, Searcher, TERMINATED, TantivyDocument};

use super::error::{IndexError, engine_error};
use super::folder;
use super::manifest::Manifest;
use super::query::term;
use super::schema::{self, Fields};
use super::stored::{StoredArticle, StoredClaim, StoredNotice};
use crate::article::{Article, ArticleId};
use crate::claim::{Claim, ClaimId};
use crate::notice::Notice;

/// An index, open for reading. It stays what it was when a build replaces it meanwhile.
pub struct Index {
    dir: PathBuf,
    manifest: Manifest,
    pub(super) searcher: Searcher,
    pub(super) fields: Fields,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("dir", &self.dir).finish_non_exhaustive()
    }
}

/// An article with its claims in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct Sourced {
    /// The article.
    pub article: Article,
    /// What it claims.
    pub claims: Vec<Claim>,
}

impl Index {
    /// Opens the index in `dir`. No dictionary is needed for it.
    pub fn open(dir: &Path) -> Result<Index, IndexError> {
        let before = folder::current(dir)?;
        match Index::open_current(dir) {
            // A build has replaced the index between two steps.
            Err(_) if folder::current(dir)? != before => Index::open_current(dir),
            opened => opened,
        }
    }

    fn open_current(dir: &Path) -> Result<Index, IndexError> {
        let (data, manifest) = folder::open(dir)?;
        let failed = || engine_error("open", dir);
        let engine = Engine::open_in_dir(data).map_err(failed())?;
        let (schema, fields) = schema::schema();
        if engine.schema() != schema {
            return Err(IndexError::Damaged { dir: dir.to_owned(), what: "its fields are others".to_owned() });
        }
        // No watching of files: an open index does not change.
        let reader = engine.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(failed())?;
        let reader: tantivy::IndexReader = reader;
        Ok(Index { dir: dir.to_owned(), manifest, searcher: reader.searcher(), fields })
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// What it holds, in numbers.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The article with this id.
    pub fn article(&self, id: ArticleId) -> Result<Option<Article>, IndexError> {
        let found = self.find(&id.to_string(), schema::ARTICLE)?;
        found.map(|address| self.article_at(address)).transpose()
    }

    /// The article with this id and its claims.
    pub fn sourced(&self, id: ArticleId) -> Result<Option<Sourced>, IndexError> {
        let found = self.find(&id.to_string(), schema::ARTICLE)?;
        found.map(|address| self.sourced_at(address)).transpose()
    }

    /// The claim with this id, and its article.
    pub fn claim(&self, id: ClaimId) -> Result<Option<(Claim, Article)>, IndexError> {
        let Some(address) = self.find(&id.to_string(), schema::CLAIM)? else {
            return Ok(None);
        };
        let article = self.article_at(self.article_of(address)?)?;
        Ok(Some((self.claim_at(address, &article)?, article)))
    }

    /// All articles with their claims, in the order of their paths; one at a time is in memory.
    pub fn articles(&self) -> Result<impl Iterator<Item = Result<Sourced, IndexError>> + '_, IndexError> {
        let mut places = Vec::new();
        for (number, reader) in (0..).zip(self.searcher.segment_readers()) {
            let paths = reader.fast_fields().str(schema::PATH).map_err(self.failed())?;
            let ids = reader.fast_fields().u64(schema::ARTICLE_ID).map_err(self.failed())?;
            for doc in self.docs(number, schema::ARTICLE)? {
                let mut path = String::new();
                if let Some(paths) = &paths
                    && let Some(ord) = paths.ords().first(doc)
                {
                    paths.ord_to_str(ord, &mut path).map_err(self.failed())?;
                }
                places.push((path, ids.first(doc), DocAddress::new(number, doc)));
            }
        }
        places.sort();
        Ok(places.into_iter().map(|(_, _, address)| self.sourced_at(address)))
    }

    /// All claims, in the order of their articles' paths and of their places there.
    pub fn all_claims(&self) -> Result<impl Iterator<Item = Result<Claim, IndexError>> + '_, IndexError> {
        Ok(self.articles()?.flat_map(|sourced| match sourced {
            Ok(sourced) => sourced.claims.into_iter().map(Ok).collect(),
            Err(error) => vec![Err(error)],
        }))
    }

    /// The notices of what is no article, such as skipped files, sorted by place. Those of an article are with it.
    pub fn notices(&self) -> Result<Vec<Notice>, IndexError> {
        let mut notices = Vec::new();
        for number in 0..self.searcher.segment_readers().len() {
            let number = number as u32;
            for doc in self.docs(number, schema::NOTICE)? {
                notices.push(Notice::from(self.record::<StoredNotice>(DocAddress::new(number, doc))?));
            }
        }
        notices.sort_by(|a, b| (&a.place, a.kind, &a.message).cmp(&(&b.place, b.kind, &b.message)));
        Ok(notices)
    }

    pub(super) fn article_at(&self, address: DocAddress) -> Result<Article, IndexError> {
        let stored: StoredArticle = self.record(address)?;
        stored.article().ok_or_else(|| self.damaged("an article does not fit its blocks"))
    }

    pub(super) fn claim_at(&self, address: DocAddress, article: &Article) -> Result<Claim, IndexError> {
        let stored: StoredClaim = self.record(address)?;
        stored.claim(article).ok_or_else(|| self.damaged("a claim does not fit its article"))
    }

    /// Where the article of the claim at `address` is.
    pub(super) fn article_of(&self, address: DocAddress) -> Result<DocAddress, IndexError> {
        let fast = self.searcher.segment_reader(address.segment_ord).fast_fields();
        let ordinal = fast.u64(schema::ORDINAL).map_err(self.failed())?.first(address.doc_id).unwrap_or(0);
        let doc = u32::try_from(ordinal).ok().and_then(|ordinal| address.doc_id.checked_sub(ordinal));
        let doc = doc.ok_or_else(|| self.damaged("a claim stands before its article"))?;
        Ok(DocAddress::new(address.segment_ord, doc))
    }

    fn sourced_at(&self, address: DocAddress) -> Result<Sourced, IndexError> {
        let article = self.article_at(address)?;
        let claims = self.claim_docs(address)?.map(|doc| DocAddress::new(address.segment_ord, doc));
        let claims = claims.map(|claim| self.claim_at(claim, &article)).collect::<Result<_, _>>()?;
        Ok(Sourced { article, claims })
    }

    /// The documents behind an article that are its claims: as long as the ordinals count on.
    fn claim_docs(&self, article: DocAddress) -> Result<Range<DocId>, IndexError> {
        let reader = self.searcher.segment_reader(article.segment_ord);
        let ordinals = reader.fast_fields().u64(schema::ORDINAL).map_err(self.failed())?;
        let first = article.doc_id + 1;
        let after = (first..reader.max_doc()).find(|&doc| ordinals.first(doc) != Some(u64::from(doc - article.doc_id)));
        Ok(first..after.unwrap_or(reader.max_doc()))
    }

    fn docs(&self, segment: u32, kind: &str) -> Result<Vec<DocId>, IndexError> {
        let scoring = EnableScoring::disabled_from_searcher(&self.searcher);
        let weight = term(self.fields.kind, kind).weight(scoring).map_err(self.failed())?;
        let mut scorer = weight.scorer(self.searcher.segment_reader(segment), 1.0).map_err(self.failed())?;
        let mut docs = Vec::new();
        while scorer.doc() != TERMINATED {
            docs.push(scorer.doc());
            scorer.advance();
        }
        Ok(docs)
    }

    /// The document of this kind with this id.
    pub(super) fn find(&self, id: &str, kind: &str) -> Result<Option<DocAddress>, IndexError> {
        let query =
            tantivy::query::BooleanQuery::intersection(vec![term(self.fields.kind, kind), term(self.fields.id, id)]);
        // One document in nearly every case: where one article makes the same claim twice, either will do.
        let found = self.searcher.search(&query, &DocSetCollector).map_err(self.failed())?;
        Ok(found.into_iter().min())
    }

    fn record<T: DeserializeOwned>(&self, address: DocAddress) -> Result<T, IndexError> {
        let document: TantivyDocument = self.searcher.doc(address).map_err(self.failed())?;
        let bytes = document.get_first(self.fields.record).and_then(|value| value.as_bytes());
        let bytes = bytes.ok_or_else(|| self.damaged("a document has no record"))?;
        serde_json::from_slice(bytes).map_err(|error| self.damaged(&format!("a record cannot be read: {error}")))
    }

    pub(super) fn failed<E: Into<tantivy::TantivyError>>(&self) -> impl FnOnce(E) -> IndexError {
        engine_error("read", &self.dir)
    }

    pub(super) fn damaged(&self, what: &str) -> IndexError {
        IndexError::Damaged { dir: self.dir.clone(), what: what.to_owned() }
    }
}
