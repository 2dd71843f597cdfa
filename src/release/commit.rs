//! The tag's commit: it must be the one that the event named and the one that is checked out.

use crate::report::{Blame, Code, Explain, Finding, Note, Severity};
use crate::version::{CHECKOUT_IS_ANOTHER_COMMIT, TAG_ON_ANOTHER_COMMIT, UNKNOWN_TAG};

/// CW-TAG-008.
pub const NO_COMMIT: Code = Code::new(
    "CW-TAG-008",
    Blame::Chart,
    "there is no commit here to release",
    "run in a git checkout with at least one commit: a package's times are its commit's, so that the same commit \
     gives the same bytes",
);

/// Where the tag was found, and what it is compared with. Commits are 40 hex digits, annotated tags peeled.
#[derive(Debug, Clone)]
pub struct TagFacts {
    /// The tag.
    pub tag: String,
    /// The commit that the tag names, here or at the remote.
    pub tag_commit: Found,
    /// The commit that is checked out.
    pub head: String,
    /// The commit that the event says the tag is on, when it says so.
    pub event_commit: Option<String>,
    /// The targets that other machines see; empty for a rehearsal.
    pub leaving: Vec<String>,
}

/// Whether a tag exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// It does, on this commit.
    At(String),
    /// It exists neither here nor at the remote that was asked, if one was.
    Nowhere {
        /// The remote that was asked.
        remote: Option<String>,
    },
}

/// Why a tag's commit cannot be released.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommitError {
    /// The tag exists nowhere, and a target would be seen by others.
    #[error("the tag {tag} {}", nowhere(.remote.as_deref()))]
    Unknown {
        /// The tag.
        tag: String,
        /// The remote that was asked.
        remote: Option<String>,
        /// The targets that do not take a rehearsal.
        leaving: Vec<String>,
    },
    /// The event was about another commit.
    #[error("the tag {tag} is on {}, the event says {}", short(.tag_commit), short(.event_commit))]
    NotTheEvents {
        /// The tag.
        tag: String,
        /// The tag's commit.
        tag_commit: String,
        /// The event's.
        event_commit: String,
    },
    /// Something else is checked out.
    #[error("the tag {tag} is on {}, {} is checked out", short(.tag_commit), short(.head))]
    NotCheckedOut {
        /// The tag.
        tag: String,
        /// The tag's commit.
        tag_commit: String,
        /// The commit checked out.
        head: String,
    },
    /// Not a repository, or one without a commit.
    #[error("{path} is {}", if *.repository { "a git repository without a commit" } else { "not in a git repository" })]
    NoCommit {
        /// The checkout's root.
        path: String,
        /// Whether there is a repository at all.
        repository: bool,
    },
}

impl Explain for CommitError {
    fn code(&self) -> &'static Code {
        match self {
            Self::Unknown { .. } => &UNKNOWN_TAG,
            Self::NotTheEvents { .. } => &TAG_ON_ANOTHER_COMMIT,
            Self::NotCheckedOut { .. } => &CHECKOUT_IS_ANOTHER_COMMIT,
            Self::NoCommit { .. } => &NO_COMMIT,
        }
    }

    fn help(&self) -> Option<String> {
        match self {
            Self::Unknown { tag, .. } => Some(format!(
                "create the tag and push it: `git tag {tag} && git push origin {tag}`; to rehearse a release \
                 before tagging, leave out the targets"
            )),
            Self::NotCheckedOut { tag, .. } => Some(format!(
                "check out the tag's commit: `git checkout {tag}`, or in a workflow `actions/checkout` with `ref: {tag}`"
            )),
            _ => None,
        }
    }

    fn notes(&self) -> Vec<Note> {
        match self {
            Self::Unknown { leaving, .. } if !leaving.is_empty() => {
                vec![Note::new("targets", leaving.join(", "))]
            }
            Self::NotTheEvents {
                tag_commit,
                event_commit,
                ..
            } => vec![
                Note::new("tag", tag_commit.clone()),
                Note::new("event", event_commit.clone()),
            ],
            Self::NotCheckedOut {
                tag_commit, head, ..
            } => vec![
                Note::new("tag", tag_commit.clone()),
                Note::new("checkout", head.clone()),
            ],
            _ => Vec::new(),
        }
    }
}

fn nowhere(remote: Option<&str>) -> String {
    match remote {
        Some(remote) => format!("exists neither here nor at {remote}"),
        None => "does not exist here, and there is no remote to ask for it".to_owned(),
    }
}

/// The first seven digits, as git shows a commit to people.
pub fn short(commit: &str) -> &str {
    commit.get(..7).unwrap_or(commit)
}

impl TagFacts {
    /// Everything that speaks against releasing this tag from this checkout; warnings for a rehearsal.
    pub fn findings(&self) -> Vec<Finding> {
        let tag_commit = match &self.tag_commit {
            Found::At(commit) => commit,
            Found::Nowhere { remote } => {
                return vec![self.unknown(remote.clone())];
            }
        };
        let mut errors = Vec::new();
        if let Some(event_commit) = &self.event_commit
            && event_commit != tag_commit
        {
            errors.push(CommitError::NotTheEvents {
                tag: self.tag.clone(),
                tag_commit: tag_commit.clone(),
                event_commit: event_commit.clone(),
            });
        }
        if &self.head != tag_commit {
            errors.push(CommitError::NotCheckedOut {
                tag: self.tag.clone(),
                tag_commit: tag_commit.clone(),
                head: self.head.clone(),
            });
        }
        errors.iter().map(Explain::finding).collect()
    }

    /// A tag that exists nowhere: refused where others would see it, a rehearsal otherwise.
    fn unknown(&self, remote: Option<String>) -> Finding {
        if self.leaving.is_empty() {
            return Finding::new(
                &UNKNOWN_TAG,
                Severity::Warning,
                format!(
                    "the tag {} does not exist here: this is a rehearsal of {}",
                    self.tag,
                    short(&self.head)
                ),
            )
            .help(format!(
                "when you are content: `git tag {tag} && git push origin {tag}`",
                tag = self.tag
            ));
        }
        CommitError::Unknown {
            tag: self.tag.clone(),
            remote,
            leaving: self.leaving.clone(),
        }
        .finding()
    }
}

/// The codes of this module.
pub const CODES: &[&Code] = &[&NO_COMMIT];

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "1111111111111111111111111111111111111111";
    const TWO: &str = "2222222222222222222222222222222222222222";

    fn found(
        tag_commit: Found,
        event_commit: Option<&str>,
        leaving: &[&str],
    ) -> Vec<(Severity, &'static str)> {
        TagFacts {
            tag: "v1.2.3".to_owned(),
            tag_commit,
            head: ONE.to_owned(),
            event_commit: event_commit.map(str::to_owned),
            leaving: leaving.iter().map(|name| (*name).to_owned()).collect(),
        }
        .findings()
        .iter()
        .map(|finding| (finding.severity, finding.code.id))
        .collect()
    }

    #[test]
    fn tag_event_and_checkout_must_agree() {
        use Severity::{Error, Warning};
        let at = |commit: &str| Found::At(commit.to_owned());
        let nowhere = || Found::Nowhere { remote: None };
        for (tag, event, leaving, expected) in [
            (at(ONE), None, &["ghcr.io"][..], vec![]),
            (at(ONE), Some(ONE), &["ghcr.io"], vec![]),
            (at(ONE), Some(TWO), &[], vec![(Error, "CW-TAG-005")]),
            (at(TWO), Some(TWO), &[], vec![(Error, "CW-TAG-006")]),
            (
                at(TWO),
                Some(ONE),
                &[],
                vec![(Error, "CW-TAG-005"), (Error, "CW-TAG-006")],
            ),
            (nowhere(), None, &["ghcr.io"], vec![(Error, "CW-TAG-004")]),
            (nowhere(), None, &[], vec![(Warning, "CW-TAG-004")]),
        ] {
            assert_eq!(
                found(tag.clone(), event, leaving),
                expected,
                "{tag:?} {event:?}"
            );
        }
    }
}
