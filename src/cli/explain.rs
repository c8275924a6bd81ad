//! `duizhi explain`.
use anyhow::Result;
use clap::Args;
use super::sheet::Terminal;
/// Flags.
#[derive(Debug, Clone, Args)]
pub(super) struct ExplainArgs {}
pub(super) fn run(_args: &ExplainArgs, _terminal: &Terminal) -> Result<u8> { Ok(0) }
