//! Bounds the memory of documents that wait to be indexed.
//!
//! The engine's queue counts batches, not bytes, and ten thousand articles of any size are too many to hold.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use tantivy::TantivyDocument;
use tantivy::schema::Document;

/// Longer than it takes to write a segment out.
const LONGEST_WAIT: Duration = Duration::from_secs(20);

/// Bytes that may wait.
#[derive(Debug)]
pub(super) struct Budget {
    limit: usize,
    taken: Mutex<usize>,
    given_back: Condvar,
}

/// A share of the budget, given back when the last clone is dropped.
#[derive(Debug)]
pub(super) struct Share {
    budget: Arc<Budget>,
    bytes: usize,
}

impl Budget {
    pub(super) fn new(limit: usize) -> Arc<Budget> {
        Arc::new(Budget { limit, taken: Mutex::new(0), given_back: Condvar::new() })
    }

    /// Waits until `bytes` are free. What is larger than the whole budget waits until all of it is free.
    ///
    /// An engine that has failed gives nothing back, so the wait has an end: the engine then tells what is wrong.
    pub(super) fn take(self: &Arc<Budget>, bytes: usize) -> Arc<Share> {
        let bytes = bytes.min(self.limit);
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |taken: &mut usize| *taken + bytes > self.limit;
        let waited = self.given_back.wait_timeout_while(taken, LONGEST_WAIT, full);
        let (mut taken, _) = waited.unwrap_or_else(PoisonError::into_inner);
        *taken += bytes;
        Arc::new(Share { budget: Arc::clone(self), bytes })
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        *self.budget.taken.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.budget.given_back.notify_all();
    }
}

/// A document on its way to the engine. Its share comes free when the engine takes it out of the queue.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) document: TantivyDocument,
    pub(super) share: Arc<Share>,
}

impl Document for Waiting {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }

    fn into_tantivy_document(self) -> TantivyDocument {
        drop(self.share);
        self.document
    }
}
