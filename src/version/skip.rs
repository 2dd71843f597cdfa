//! Tags that are no release, and the reason that a run gives for doing nothing.

use semver::Version;

use super::code::{ENVIRONMENT_TAG, MARKER_TAG, STATE_TAG};
use super::tag::State;
use crate::report::{Code, Finding, Severity};

/// Why a well-formed tag is not released (C2, C4): the run ends well, with status `skipped`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TagSkip {
    /// The pointer of an environment.
    #[error("`{tag}` is the pointer of the environment {environment}, not a release")]
    Environment {
        /// The tag as pushed.
        tag: String,
        /// The environment.
        environment: String,
    },
    /// A statement about a version's quality.
    #[error("`{tag}` says that {version} is {state}; it is not a release")]
    State {
        /// The tag as pushed.
        tag: String,
        /// The version that it is about.
        version: Version,
        /// What it says.
        state: State,
    },
    /// The record of a deployment.
    #[error("`{tag}` records that {version} was deployed to {environment}; it is not a release")]
    Marker {
        /// The tag as pushed.
        tag: String,
        /// The version that was deployed.
        version: Version,
        /// Where.
        environment: String,
    },
}

impl TagSkip {
    /// The reason code, for the output `reason`.
    pub fn code(&self) -> &'static Code {
        match self {
            Self::Environment { .. } => &ENVIRONMENT_TAG,
            Self::State { .. } => &STATE_TAG,
            Self::Marker { .. } => &MARKER_TAG,
        }
    }

    /// The note that the report shows.
    pub fn finding(&self) -> Finding {
        Finding::new(self.code(), Severity::Note, self.to_string())
    }
}
