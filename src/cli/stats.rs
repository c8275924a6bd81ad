//! `duizhi stats`.
use anyhow::Result;
use clap::Args;
use super::sheet::Terminal;
/// Flags.
#[derive(Debug, Clone, Args)]
pub(super) struct StatsArgs {}
pub(super) fn run(_args: &StatsArgs, _terminal: &Terminal) -> Result<u8> { Ok(0) }
