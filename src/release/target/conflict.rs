//! The refusal that keeps promise 2: other content is published under this version already.

use crate::report::{Blame, Code, Explain, Note};

/// CW-PUBLISH-007.
pub const PUBLISHED_WITH_OTHER_CONTENT: Code = Code::new(
    "CW-PUBLISH-007",
    Blame::Chart,
    "this version is published already, with other content",
    "a published version never changes: raise `version` in Chart.yaml, commit, and move on with a new tag",
)
.lasting();

/// A target holds other content under the package's name and version. Nothing was written.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{name} {version} is published already, with other content")]
pub struct PublishedWithOtherContent {
    /// The chart's name.
    pub name: String,
    /// The version.
    pub version: String,
    /// Where: `oci://ghcr.io/acme/charts/api:1.3.9`.
    pub at: String,
    /// Digest of what is there, `sha256:…`; empty when unknown.
    pub theirs: String,
    /// Digest of this run's package.
    pub ours: String,
    /// Files that differ, from the chart's root; empty when it could not be looked into.
    pub differs_in: Vec<String>,
    /// Who published it and when, as far as the target tells: "octocat, 2026-05-04 10:11 UTC, commit 8d01b7e".
    pub published: Option<String>,
}

impl Explain for PublishedWithOtherContent {
    fn code(&self) -> &'static Code {
        &PUBLISHED_WITH_OTHER_CONTENT
    }

    fn wrote_nothing(&self) -> bool {
        true
    }

    fn notes(&self) -> Vec<Note> {
        let theirs = if self.theirs.is_empty() {
            String::new()
        } else {
            format!("  {}", self.theirs)
        };
        let mut notes = vec![Note::new(
            "at",
            format!("{}{theirs} (this run: {})", self.at, self.ours),
        )];
        if let Some(published) = &self.published {
            notes.push(Note::new("published", published.clone()));
        }
        if !self.differs_in.is_empty() {
            notes.push(Note::new("differs in", self.differs_in.join(", ")));
        }
        notes
    }
}
