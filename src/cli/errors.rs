//! What went wrong, in one line on standard error.

use std::io::{self, Write};

use crate::notice::Notice;
use crate::report::plain::plain;

/// Whether somebody closed the output early, which is no failure.
pub(super) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

/// Says `error` with its causes on one line.
pub(super) fn complain(error: &anyhow::Error) {
    tell(&format!("{error:#}"));
}

/// Says what was noticed of an input; the rest went on.
pub(super) fn notice(notice: &Notice) {
    tell(&notice.to_string());
}

/// A line on standard error. Nobody can be told where that fails.
pub(super) fn tell(line: &str) {
    drop(writeln!(io::stderr().lock(), "duizhi: {}", plain(line)));
}
