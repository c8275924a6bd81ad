//! `duizhi show`.
use anyhow::Result;
use clap::Args;
use super::sheet::Terminal;
/// Flags.
#[derive(Debug, Clone, Args)]
pub(super) struct ShowArgs {}
pub(super) fn run(_args: &ShowArgs, _terminal: &Terminal) -> Result<u8> { Ok(0) }
