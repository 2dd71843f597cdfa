//! A release whose targets hold different content.
//!
//! A registry has no compare-and-swap: of two publishers of one version, who write at the same time, the later one
//! wins there. So every run writes its targets in one order, those first that let only one publisher win
//! ([`Precedence`](super::target::Precedence)): who loses there has written nothing, and stops. Where all targets are
//! registries, a run looks at the first once more, a second after it wrote there: whose content was replaced by then
//! writes nothing else. What is slower than that second is seen when the targets are read back, and reported as what it
//! is.

use super::target::{PUBLISHED_WITH_OTHER_CONTENT, TargetError};
use crate::report::{Blame, Code, Explain, Note};

/// CW-PUBLISH-008.
pub const MIXED: Code = Code::new(
    "CW-PUBLISH-008",
    Blame::Target,
    "a version has different content at different targets",
    "what users get depends on where they look, and a published version never changes: release the right content as a \
     new version to all targets, and tell users of this one; `chartwright verify` shows who holds what",
)
.lasting();

/// The codes of this module.
pub const CODES: &[&Code] = &[&MIXED];

/// What is known of the targets when one turns out to hold other content.
#[derive(Debug, Default)]
pub(super) struct Contents {
    ours: Vec<String>,
    theirs: Vec<String>,
}

impl Contents {
    /// A target holds this run's content.
    pub(super) fn ours(&mut self, target: String) {
        self.ours.push(target);
    }

    /// A target answered with an error, which may be that it holds other content.
    pub(super) fn failed(&mut self, target: String, error: &TargetError) {
        if error.code() == &PUBLISHED_WITH_OTHER_CONTENT {
            self.theirs.push(target);
        }
    }

    /// The error that the release is mixed, if it is.
    pub(super) fn mixed(self, name: &str, version: &str) -> Option<Mixed> {
        (!self.ours.is_empty() && !self.theirs.is_empty()).then(|| Mixed {
            release: format!("{name} {version}"),
            ours: self.ours,
            theirs: self.theirs,
        })
    }
}

/// Some targets hold this run's content, and others hold other content, under the same version.
#[derive(Debug, thiserror::Error)]
#[error("{release} has different content at different targets")]
pub struct Mixed {
    release: String,
    ours: Vec<String>,
    theirs: Vec<String>,
}

impl Explain for Mixed {
    fn code(&self) -> &'static Code {
        &MIXED
    }

    fn notes(&self) -> Vec<Note> {
        vec![
            Note::new("this run's content", self.ours.join(", ")),
            Note::new("other content", self.theirs.join(", ")),
        ]
    }
}
