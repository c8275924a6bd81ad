//! Ids as people give them: whole, or the first few digits.

use super::error::IndexError;
use super::read::Index;
use super::schema;
use crate::article::ArticleId;
use crate::claim::ClaimId;

/// What an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Id {
    /// An article.
    Article(ArticleId),
    /// A claim.
    Claim(ClaimId),
}

impl Index {
    /// What an id or its first four or more digits name; nothing, one thing, or an error that lists several.
    pub fn lookup(&self, prefix: &str) -> Result<Option<Id>, IndexError> {
        const SHOWN: usize = 10;
        let digits = prefix.to_ascii_lowercase();
        if !(4..=16).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(IndexError::NoId { given: prefix.to_owned() });
        }
        let mut ids = Vec::new();
        for reader in self.searcher.segment_readers() {
            let inverted = reader.inverted_index(self.fields.id).map_err(self.failed())?;
            let range = inverted.terms().range().ge(&digits);
            let mut terms = range.into_stream().map_err(self.failed())?;
            while let Some((id, _)) = terms.next() {
                if !id.starts_with(digits.as_bytes()) || ids.len() > SHOWN * self.searcher.segment_readers().len() {
                    break;
                }
                ids.push(String::from_utf8_lossy(id).into_owned());
            }
        }
        ids.sort();
        ids.dedup();
        match ids.as_slice() {
            [] => Ok(None),
            [id] => self.kind_of(id),
            several => {
                let ids = several.iter().take(SHOWN).cloned().collect();
                Err(IndexError::Ambiguous { prefix: prefix.to_owned(), ids })
            }
        }
    }

    fn kind_of(&self, id: &str) -> Result<Option<Id>, IndexError> {
        let number = u64::from_str_radix(id, 16).map_err(|_| self.damaged("an id is no number"))?;
        let is_article = self.find(id, schema::ARTICLE)?.is_some();
        Ok(Some(if is_article { Id::Article(ArticleId(number)) } else { Id::Claim(ClaimId(number)) }))
    }
}
