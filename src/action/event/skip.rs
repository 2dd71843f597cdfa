//! Events that ask for no release, and the reason that a run gives for doing nothing.

use crate::report::{Blame, Code, Finding, Severity};

/// CW-TAG-013: a reason to skip, no failure.
pub const TAG_DELETED: Code = Code::new(
    "CW-TAG-013",
    Blame::Chart,
    "skipped: the tag was deleted",
    "nothing to do: what was published under a deleted tag stays",
);

/// CW-TAG-014: a reason to skip, no failure.
pub const NOT_A_TAG_EVENT: Code = Code::new(
    "CW-TAG-014",
    Blame::Chart,
    "skipped: the event carries no tag to release",
    "start the workflow on tags (`on: push: tags: ['v*']`), or give the input `tag`",
);

/// CW-TAG-015: a reason to skip, no failure.
pub const NOT_PUBLISHED: Code = Code::new(
    "CW-TAG-015",
    Blame::Chart,
    "skipped: the GitHub release is not published",
    "start the workflow on `release: types: [published]`",
);

/// CW-TAG-016: a reason to skip, no failure.
pub const RUN_NOT_SUCCESSFUL: Code = Code::new(
    "CW-TAG-016",
    Blame::Chart,
    "skipped: the run that this one waited for did not succeed",
    "nothing to do: when that run is repeated and succeeds, this workflow starts again",
);

/// Why an event leads to no release: the run ends well, with status `skipped`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EventSkip {
    /// A tag was deleted.
    #[error("the tag `{}` was deleted", tag.escape_debug())]
    TagDeleted {
        /// The tag.
        tag: String,
    },
    /// A branch, a pull request, a schedule, …
    #[error(
        "the event {}{} carries no tag to release",
        event.escape_debug(),
        reference.as_ref().map(|name| format!(" of `{}`", name.escape_debug())).unwrap_or_default()
    )]
    NotATag {
        /// The event's name.
        event: String,
        /// The reference that it is about.
        reference: Option<String>,
    },
    /// A draft, or a release that was taken back.
    #[error(
        "the GitHub release of `{}` is {}",
        tag.escape_debug(),
        if *draft { "a draft".into() } else { action.escape_debug().to_string() }
    )]
    NotPublished {
        /// The release's tag.
        tag: String,
        /// What happened to it.
        action: String,
        /// Whether it is a draft.
        draft: bool,
    },
    /// The run before this one failed, or was cancelled.
    #[error(
        "the run{} ended with `{}`, not `success`",
        workflow.as_ref().map(|name| format!(" of \"{}\"", name.escape_debug())).unwrap_or_default(),
        conclusion.as_deref().unwrap_or("nothing").escape_debug()
    )]
    RunNotSuccessful {
        /// That run's workflow.
        workflow: Option<String>,
        /// How it ended.
        conclusion: Option<String>,
    },
}

impl EventSkip {
    /// The reason code, for the output `reason`.
    pub fn code(&self) -> &'static Code {
        match self {
            Self::TagDeleted { .. } => &TAG_DELETED,
            Self::NotATag { .. } => &NOT_A_TAG_EVENT,
            Self::NotPublished { .. } => &NOT_PUBLISHED,
            Self::RunNotSuccessful { .. } => &RUN_NOT_SUCCESSFUL,
        }
    }

    /// The note that the report shows.
    pub fn finding(&self) -> Finding {
        Finding::new(self.code(), Severity::Note, self.to_string())
    }
}
