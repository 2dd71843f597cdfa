//! What came of a run.

use std::fmt;

/// The `status` output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// At least one target was written, and every target was seen to hold the release.
    Released,
    /// Every target held this very content already.
    Unchanged,
    /// The tag is no release.
    Skipped,
    /// A dry run: everything but the writes.
    Planned,
    /// A command that only looks found no error.
    Passed,
    /// An error stopped the run.
    Failed,
}

impl Status {
    /// The word in outputs, JSON and summaries.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Released => "released",
            Self::Unchanged => "unchanged",
            Self::Skipped => "skipped",
            Self::Planned => "planned",
            Self::Passed => "passed",
            Self::Failed => "failed",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}
