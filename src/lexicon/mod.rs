//! What the reader knows, as data: rows (TOML) → [`Lexicon`] (checked) → [`Matcher`] (compiled).
//!
//! A wording, a cue, a condition or a product is a row with its own example, and the example is a test.
//! What the rows mean in a sentence is the business of `extract`.

mod load;
mod matcher;
mod rows;

pub use load::{Entry, Guard, Lexicon, LexiconError, Proposition, Row, Wording};
pub use matcher::{Guards, Hit, Matcher, Scan, within};
pub use rows::{
    ConditionRow, CueRole, CueRow, Effect, MarkerRole, MarkerRow, ProductRow, PropositionRow, Reach, Scale, VoiceRow,
    WordingRow,
};
