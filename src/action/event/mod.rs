//! The event that started the run, and the tag that it carries.

mod error;
mod skip;
#[cfg(test)]
mod tests;

use camino::Utf8Path;
use serde_json::Value;

use super::environment::Environment;

pub use error::{EVENT_FIELD, EVENT_FILE, EVENT_JSON, EventError};
pub use skip::{EventSkip, NOT_A_TAG_EVENT, NOT_PUBLISHED, RUN_NOT_SUCCESSFUL, TAG_DELETED};

use crate::report::Code;

/// Every code of this module.
pub const CODES: &[&Code] = &[
    &EVENT_FILE,
    &EVENT_JSON,
    &EVENT_FIELD,
    &TAG_DELETED,
    &NOT_A_TAG_EVENT,
    &NOT_PUBLISHED,
    &RUN_NOT_SUCCESSFUL,
];

const TAGS: &str = "refs/tags/";

/// What started the run. Names and texts in it were written by whoever caused the event: they are not trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Nothing: this is a plain command line.
    None,
    /// A tag was pushed, or moved.
    TagPushed {
        /// The tag.
        tag: String,
        /// The commit that it names (peeled, as GitHub gives it).
        commit: Option<String>,
        /// Who pushed it.
        pusher: Option<String>,
    },
    /// A tag was deleted.
    TagDeleted {
        /// The tag.
        tag: String,
    },
    /// Something happened to a GitHub release.
    Released {
        /// The release's tag.
        tag: String,
        /// What happened: `published`, `created`, `edited`, …
        action: String,
        /// Whether the release is a draft: its tag may not exist yet.
        draft: bool,
        /// The commit that the tag names.
        commit: Option<String>,
        /// Who did it.
        author: Option<String>,
    },
    /// A person started the workflow.
    Dispatched {
        /// The tag: the dispatch's own input `tag`, or the tag that the workflow was started on.
        tag: Option<String>,
        /// The tag's commit, when the workflow was started on the tag itself.
        commit: Option<String>,
        /// Who started it.
        actor: Option<String>,
    },
    /// Another workflow's run ended.
    AfterRun(AfterRun),
    /// Any other event.
    Other {
        /// The event's name: `pull_request`, or `push` for the push of a branch.
        name: String,
        /// The reference, `refs/heads/main`, when there is one.
        reference: Option<String>,
    },
}

/// The run that ended before this one (`workflow_run`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AfterRun {
    /// The workflow's name.
    pub workflow: Option<String>,
    /// The event that started that run.
    pub event: String,
    /// `head_branch`: the name of a tag, or of a branch; the payload does not tell which.
    pub reference: Option<String>,
    /// The commit of that run.
    pub commit: Option<String>,
    /// `success`, `failure`, …; absent while it runs.
    pub conclusion: Option<String>,
    /// Whether that run's code came from this repository, and not from a fork.
    pub of_this_repository: bool,
    /// Who started that run.
    pub actor: Option<String>,
}

/// A tag as an event carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarriedTag {
    /// The tag's name, without `refs/tags/`. Not checked yet.
    pub tag: String,
    /// The commit that the event says it names. `None` when the event says nothing about it: then `GITHUB_SHA` is some
    /// other commit.
    pub commit: Option<String>,
    /// Who caused it.
    pub actor: Option<String>,
    /// Whether the name may also be a branch's: a name outside the grammar is then a reason to skip, not an error.
    pub may_be_a_branch: bool,
}

impl Event {
    /// Reads the event of this run: `GITHUB_EVENT_NAME`, the file at `GITHUB_EVENT_PATH`, and `GITHUB_REF`,
    /// `GITHUB_REF_TYPE`, `GITHUB_REF_NAME`, `GITHUB_SHA` for what the file leaves out.
    ///
    /// # Errors
    /// When the event has a name and its file is missing, is not a JSON object, or lacks what this event must have.
    pub fn read(environment: &Environment) -> Result<Self, EventError> {
        let Some(name) = environment.filled("GITHUB_EVENT_NAME") else {
            return Ok(Self::None);
        };
        let Some(path) = environment.filled("GITHUB_EVENT_PATH") else {
            return Err(EventError::NoPath {
                event: name.to_owned(),
            });
        };
        let path = Utf8Path::new(path);
        let bytes = std::fs::read(path).map_err(|cause| EventError::Unreadable {
            path: path.to_owned(),
            cause: cause.to_string(),
        })?;
        let payload: Value =
            serde_json::from_slice(&bytes).map_err(|cause| EventError::NotJson {
                path: path.to_owned(),
                line: cause.line(),
                column: cause.column(),
                truncated: cause.is_eof(),
            })?;
        if !payload.is_object() {
            return Err(EventError::NotAnObject {
                path: path.to_owned(),
            });
        }
        Payload {
            name,
            path,
            value: &payload,
            environment,
        }
        .event()
    }

    /// The tag that the event carries; `Ok(None)` when it carries none and none is to be expected of it (a plain
    /// command line, a dispatch without a tag): then one has to be given by the input `tag`.
    ///
    /// # Errors
    /// The reason to skip: the event is about no tag, or about one that is not to be released.
    pub fn carried(&self) -> Result<Option<CarriedTag>, EventSkip> {
        match self {
            Self::None => Ok(None),
            Self::TagPushed {
                tag,
                commit,
                pusher,
            } => Ok(Some(CarriedTag {
                tag: tag.clone(),
                commit: commit.clone(),
                actor: pusher.clone(),
                may_be_a_branch: false,
            })),
            Self::TagDeleted { tag } => Err(EventSkip::TagDeleted { tag: tag.clone() }),
            Self::Released {
                tag,
                action,
                draft,
                commit,
                author,
            } => {
                if *draft || matches!(action.as_str(), "deleted" | "unpublished") {
                    return Err(EventSkip::NotPublished {
                        tag: tag.clone(),
                        action: action.clone(),
                        draft: *draft,
                    });
                }
                Ok(Some(CarriedTag {
                    tag: tag.clone(),
                    commit: commit.clone(),
                    actor: author.clone(),
                    may_be_a_branch: false,
                }))
            }
            Self::Dispatched { tag, commit, actor } => Ok(tag.as_ref().map(|tag| CarriedTag {
                tag: tag.clone(),
                commit: commit.clone(),
                actor: actor.clone(),
                may_be_a_branch: false,
            })),
            Self::AfterRun(run) => run.carried().map(Some),
            Self::Other { name, reference } => Err(EventSkip::NotATag {
                event: name.clone(),
                reference: reference.clone(),
            }),
        }
    }
}

impl AfterRun {
    fn carried(&self) -> Result<CarriedTag, EventSkip> {
        if self.conclusion.as_deref() != Some("success") {
            return Err(EventSkip::RunNotSuccessful {
                workflow: self.workflow.clone(),
                conclusion: self.conclusion.clone(),
            });
        }
        let not_a_tag = || EventSkip::NotATag {
            event: format!("workflow_run after {}", self.event),
            reference: self.reference.clone(),
        };
        // A pull request's head branch is named by whoever opened it, `v9.9.9` if they like: only events that can be
        // about a tag of this repository count.
        let about_tags = matches!(
            self.event.as_str(),
            "push" | "release" | "create" | "workflow_dispatch"
        );
        if !about_tags || !self.of_this_repository {
            return Err(not_a_tag());
        }
        let tag = self.reference.clone().ok_or_else(not_a_tag)?;
        Ok(CarriedTag {
            tag,
            commit: self.commit.clone(),
            actor: self.actor.clone(),
            may_be_a_branch: self.event != "release",
        })
    }
}

/// An event's file with what belongs to it.
struct Payload<'a> {
    name: &'a str,
    path: &'a Utf8Path,
    value: &'a Value,
    environment: &'a Environment,
}

impl Payload<'_> {
    fn event(&self) -> Result<Event, EventError> {
        match self.name {
            "push" => self.push(),
            "create" if self.text("/ref_type") == Some("tag") => Ok(Event::TagPushed {
                tag: without_prefix(self.required("/ref")?),
                commit: self.sha().map(str::to_owned),
                pusher: self.actor().map(str::to_owned),
            }),
            "delete" if self.text("/ref_type") == Some("tag") => Ok(Event::TagDeleted {
                tag: without_prefix(self.required("/ref")?),
            }),
            "release" => self.release(),
            "workflow_dispatch" => Ok(self.dispatch()),
            "workflow_run" => self.after_run(),
            _ => Ok(self.other()),
        }
    }

    fn push(&self) -> Result<Event, EventError> {
        let reference = match (self.text("/ref"), self.reference()) {
            (Some(reference), _) => reference.to_owned(),
            (None, Some(reference)) => reference,
            (None, None) => self.required("/ref")?.to_owned(),
        };
        let Some(tag) = reference.strip_prefix(TAGS) else {
            return Ok(self.other());
        };
        let tag = tag.to_owned();
        let all_zeros = self
            .text("/after")
            .is_some_and(|after| after.bytes().all(|byte| byte == b'0'));
        if self.flag("/deleted") || all_zeros {
            return Ok(Event::TagDeleted { tag });
        }
        Ok(Event::TagPushed {
            tag,
            // `after` is the tag object's id for an annotated tag; GITHUB_SHA and head_commit are the commit's.
            commit: self
                .sha()
                .or_else(|| self.text("/head_commit/id"))
                .map(str::to_owned),
            pusher: self
                .text("/pusher/name")
                .or_else(|| self.actor())
                .map(str::to_owned),
        })
    }

    fn release(&self) -> Result<Event, EventError> {
        Ok(Event::Released {
            tag: without_prefix(self.required("/release/tag_name")?),
            action: self.text("/action").unwrap_or("published").to_owned(),
            draft: self.flag("/release/draft"),
            commit: self.sha().map(str::to_owned),
            author: self
                .actor()
                .or_else(|| self.text("/release/author/login"))
                .map(str::to_owned),
        })
    }

    fn dispatch(&self) -> Event {
        let started_on = self
            .reference()
            .or_else(|| self.text("/ref").map(str::to_owned))
            .and_then(|reference| reference.strip_prefix(TAGS).map(str::to_owned));
        let asked_for = self.text("/inputs/tag").map(without_prefix);
        let tag = asked_for.or_else(|| started_on.clone());
        // GITHUB_SHA is the commit of the reference that the workflow was started on, which need not be the tag asked
        // for.
        let commit = match (&tag, started_on) {
            (Some(tag), Some(started_on)) if *tag == started_on => self.sha().map(str::to_owned),
            _ => None,
        };
        Event::Dispatched {
            tag,
            commit,
            actor: self.actor().map(str::to_owned),
        }
    }

    fn after_run(&self) -> Result<Event, EventError> {
        let ours = self
            .text("/repository/full_name")
            .or_else(|| self.environment.filled("GITHUB_REPOSITORY"));
        let theirs = self.text("/workflow_run/head_repository/full_name");
        let owned = |pointer: &str| self.text(pointer).map(str::to_owned);
        Ok(Event::AfterRun(AfterRun {
            workflow: owned("/workflow_run/name"),
            event: self.required("/workflow_run/event")?.to_owned(),
            reference: self.text("/workflow_run/head_branch").map(without_prefix),
            commit: owned("/workflow_run/head_sha"),
            conclusion: owned("/workflow_run/conclusion"),
            of_this_repository: match (ours, theirs) {
                (Some(ours), Some(theirs)) => ours.eq_ignore_ascii_case(theirs),
                _ => false,
            },
            actor: owned("/workflow_run/actor/login"),
        }))
    }

    fn other(&self) -> Event {
        Event::Other {
            name: self.name.to_owned(),
            reference: self
                .text("/ref")
                .map(str::to_owned)
                .or_else(|| self.reference()),
        }
    }

    /// `GITHUB_REF`; from its two parts where act leaves it empty.
    fn reference(&self) -> Option<String> {
        let part = |name| self.environment.filled(name);
        part("GITHUB_REF").map(str::to_owned).or_else(|| {
            (part("GITHUB_REF_TYPE")? == "tag")
                .then(|| part("GITHUB_REF_NAME"))
                .flatten()
                .map(|name| format!("{TAGS}{name}"))
        })
    }

    fn sha(&self) -> Option<&str> {
        self.environment.filled("GITHUB_SHA")
    }

    fn actor(&self) -> Option<&str> {
        self.text("/sender/login")
            .or_else(|| self.environment.filled("GITHUB_ACTOR"))
    }

    fn text(&self, pointer: &str) -> Option<&str> {
        self.value
            .pointer(pointer)
            .and_then(Value::as_str)
            .map(str::trim)
            .filter(|text| !text.is_empty())
    }

    fn flag(&self, pointer: &str) -> bool {
        self.value.pointer(pointer).and_then(Value::as_bool) == Some(true)
    }

    fn required(&self, pointer: &'static str) -> Result<&str, EventError> {
        self.text(pointer).ok_or_else(|| EventError::NoField {
            event: self.name.to_owned(),
            path: self.path.to_owned(),
            field: pointer.trim_start_matches('/').replace('/', "."),
        })
    }
}

fn without_prefix(reference: &str) -> String {
    reference.strip_prefix(TAGS).unwrap_or(reference).to_owned()
}
