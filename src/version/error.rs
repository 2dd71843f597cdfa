//! Why a tag cannot be released.

use semver::Version;

use super::code::{MALFORMED_TAG, PRERELEASE_DENIED};
use super::name::NameProblem;
use crate::report::{Code, Explain, Note};

/// A tag that cannot be released.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TagError {
    /// The name is outside the grammar.
    #[error("`{}` is not a release tag: {problem}", tag.escape_debug())]
    Malformed {
        /// The tag as pushed.
        tag: String,
        /// What is wrong with it.
        problem: TagProblem,
        /// What may have been meant; always a tag that can be released.
        suggestion: Option<String>,
        /// The charts that a tag may name.
        charts: Box<[String]>,
    },
    /// C1: prereleases are denied here.
    #[error("{version} is a prerelease, and `prerelease` is `deny`")]
    PrereleaseDenied {
        /// The tag as pushed.
        tag: String,
        /// Its version.
        version: Version,
    },
}

/// What is wrong with a tag's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TagProblem {
    /// git, or this project, has no such names.
    #[error("{0}")]
    Name(NameProblem),
    /// Neither `v1.2.3` nor a chart's name with a version.
    #[error("it is neither `v1.2.3` nor a chart's name with a version")]
    NoVersion,
    /// `1.2.3`: without a chart's name the `v` is needed.
    #[error("a version without a chart's name needs a `v` in front")]
    NoV,
    /// `V1.2.3`.
    #[error("the `v` is a small letter")]
    CapitalV,
    /// After the `v`, or after the chart's name, is no semantic version.
    #[error("`{text}` is not a semantic version")]
    Version {
        /// The text that should be a version.
        text: String,
        /// The parser's words.
        cause: String,
    },
    /// `name-1.2.3`, and there is no chart of that name.
    #[error("there is no chart named `{name}` here")]
    UnknownChart {
        /// The name.
        name: String,
    },
    /// `path/name-1.2.3`.
    #[error("it has both a path (`{path}`) and a chart's name (`{name}`)")]
    PathAndName {
        /// The path.
        path: String,
        /// The chart's name.
        name: String,
    },
}

impl Explain for TagError {
    fn code(&self) -> &'static Code {
        match self {
            Self::Malformed { .. } => &MALFORMED_TAG,
            Self::PrereleaseDenied { .. } => &PRERELEASE_DENIED,
        }
    }

    fn help(&self) -> Option<String> {
        match self {
            Self::Malformed {
                suggestion: Some(suggestion),
                ..
            } => Some(format!(
                "did you mean `{suggestion}`? {}",
                MALFORMED_TAG.help
            )),
            _ => None,
        }
    }

    fn notes(&self) -> Vec<Note> {
        match self {
            Self::Malformed {
                problem, charts, ..
            } => {
                let mut notes = Vec::new();
                if let TagProblem::Version { cause, .. } = problem {
                    notes.push(Note::new("cause", cause.clone()));
                }
                if !charts.is_empty() {
                    notes.push(Note::new("charts", charts.join(", ")));
                }
                notes
            }
            Self::PrereleaseDenied { tag, .. } => vec![Note::new("tag", tag.clone())],
        }
    }
}
