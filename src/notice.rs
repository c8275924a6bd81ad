//! Notices: text never makes an error, it makes these.

use std::fmt;

/// What is worth telling of an input that was read all the same, or had to be left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What kind of thing it is.
    pub kind: NoticeKind,
    /// The file, address or record it speaks of.
    pub place: String,
    /// One sentence, lower case, no final dot, with the remedy where there is one.
    pub message: String,
}

/// The kinds of notice, as `stats` and reports count them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NoticeKind {
    /// A file or record was left out.
    Skipped,
    /// Bytes that are no text were replaced.
    BadBytes,
    /// The main text of the page is uncertain.
    LowConfidence,
    /// Two readings of a sentence stay open, so it claims nothing.
    Ambiguous,
    /// The page calls itself invented.
    Fictional,
    /// Anything else worth a line.
    Note,
}

impl NoticeKind {
    /// The word used in JSON and in counts.
    pub fn id(self) -> &'static str {
        match self {
            NoticeKind::Skipped => "skipped",
            NoticeKind::BadBytes => "bad_bytes",
            NoticeKind::LowConfidence => "low_confidence",
            NoticeKind::Ambiguous => "ambiguous",
            NoticeKind::Fictional => "fictional",
            NoticeKind::Note => "note",
        }
    }
}

impl Notice {
    /// A notice of `kind` about `place`.
    pub fn new(kind: NoticeKind, place: impl Into<String>, message: impl Into<String>) -> Notice {
        Notice { kind, place: place.into(), message: message.into() }
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}
