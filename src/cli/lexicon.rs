//! `duizhi lexicon`.
use anyhow::Result;
use clap::Args;
use super::sheet::Terminal;
/// Flags.
#[derive(Debug, Clone, Args)]
pub(super) struct LexiconArgs {}
pub(super) fn run(_args: &LexiconArgs, _terminal: &Terminal) -> Result<u8> { Ok(0) }
