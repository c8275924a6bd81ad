//! `duizhi eval`.
use anyhow::Result;
use clap::Args;
use super::sheet::Terminal;
/// Flags.
#[derive(Debug, Clone, Args)]
pub(super) struct EvalArgs {}
pub(super) fn run(_args: &EvalArgs, _terminal: &Terminal) -> Result<u8> { Ok(0) }
