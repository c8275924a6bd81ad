//! `error/1`: what a stream filter says of a line that it could not read.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The one name of this format.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum ErrorSchema {
    /// The first format.
    #[default]
    #[serde(rename = "error/1")]
    V1,
}

/// A bad line of an input stream; the rest of the stream went on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Error")]
pub struct ErrorRecord {
    /// Always `error/1`.
    pub schema: ErrorSchema,
    /// Number of the line, from 1.
    pub line: u64,
    /// What is wrong with it, in one sentence.
    pub message: String,
}

impl ErrorRecord {
    /// What is wrong with line number `line`.
    pub fn new(line: u64, message: impl Into<String>) -> ErrorRecord {
        ErrorRecord { schema: ErrorSchema::V1, line, message: message.into() }
    }
}
