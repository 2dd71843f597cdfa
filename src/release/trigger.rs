//! The tag to release: from the input `tag`, else from the event that started the run.

use crate::action::event::{CarriedTag, Event, EventSkip};
use crate::report::{Explain, Skip, boxed};
use crate::version::{Known, NO_TAG_GIVEN, ReleaseTag, Tag, TagError};

/// How a run treats tags that are odd (C1, C2).
#[derive(Debug, Clone, Copy)]
pub struct TagPolicy {
    /// Whether prereleases are refused.
    pub deny_prereleases: bool,
    /// Whether a tag outside the grammar ends the run well instead of failing it.
    pub skip_invalid: bool,
}

/// The tag to release, and what the event said of it.
#[derive(Debug, Clone)]
pub struct Trigger {
    /// The tag.
    pub tag: ReleaseTag,
    /// The commit that the event says it names; absent on a command line.
    pub event_commit: Option<String>,
    /// Who caused the event.
    pub pushed_by: Option<String>,
}

/// What is to be done.
#[derive(Debug)]
pub enum Triggered {
    /// Release this tag.
    Release(Trigger),
    /// Nothing, for this reason; the run ends well.
    Skip(Skip),
}

/// No tag was given, and the event carries none.
#[derive(Debug, Clone, thiserror::Error)]
#[error("no tag to release was given")]
pub struct NoTagGiven;

impl Explain for NoTagGiven {
    fn code(&self) -> &'static crate::report::Code {
        &NO_TAG_GIVEN
    }
}

/// Decides what is to be released. The input `tag` goes before the event's, whatever the event is; a deleted tag
/// stays a reason to skip.
///
/// # Errors
/// What stops the run: no tag, a malformed one, a prerelease that is denied.
pub fn trigger(
    input: Option<&str>,
    event: &Event,
    known: &Known,
    policy: TagPolicy,
) -> Result<Triggered, Box<dyn Explain>> {
    let carried = match (input, event.carried()) {
        (_, Err(skip @ EventSkip::TagDeleted { .. })) => return Ok(skipped_event(&skip)),
        (Some(tag), carried) => {
            let tag = tag.strip_prefix("refs/tags/").unwrap_or(tag);
            // What the event says of its own tag holds for the same tag given as an input.
            let same = carried.ok().flatten().filter(|carried| carried.tag == tag);
            CarriedTag {
                tag: tag.to_owned(),
                commit: same.as_ref().and_then(|same| same.commit.clone()),
                actor: same.and_then(|same| same.actor),
                may_be_a_branch: false,
            }
        }
        (None, Ok(Some(carried))) => carried,
        (None, Ok(None)) => return Err(boxed(NoTagGiven)),
        (None, Err(skip)) => return Ok(skipped_event(&skip)),
    };

    let parsed = Tag::parse(&carried.tag, known).and_then(|meaning| match meaning.release() {
        Ok(tag) => {
            if policy.deny_prereleases {
                tag.refuse_prerelease()?;
            }
            Ok(Ok(tag))
        }
        Err(skip) => Ok(Err(skip)),
    });
    match parsed {
        Ok(Ok(tag)) => Ok(Triggered::Release(Trigger {
            tag,
            event_commit: carried.commit,
            pushed_by: carried.actor,
        })),
        Ok(Err(skip)) => Ok(Triggered::Skip(Skip {
            code: skip.code(),
            why: skip.to_string(),
        })),
        Err(error) if skips(&error, &carried, policy) => Ok(Triggered::Skip(Skip {
            code: error.code(),
            why: error.to_string(),
        })),
        Err(error) => Err(boxed(error)),
    }
}

/// A name that may be a branch's is never an error; a malformed tag is one unless the input `on-invalid-tag` says
/// otherwise. A denied prerelease is a tag like others that this workflow does not take.
fn skips(error: &TagError, carried: &CarriedTag, policy: TagPolicy) -> bool {
    carried.may_be_a_branch && matches!(error, TagError::Malformed { .. }) || policy.skip_invalid
}

fn skipped_event(skip: &EventSkip) -> Triggered {
    Triggered::Skip(Skip {
        code: skip.code(),
        why: skip.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const STRICT: TagPolicy = TagPolicy {
        deny_prereleases: false,
        skip_invalid: false,
    };

    fn pushed(tag: &str) -> Event {
        Event::TagPushed {
            tag: tag.to_owned(),
            commit: Some("1".repeat(40)),
            pusher: Some("octocat".to_owned()),
        }
    }

    fn said(input: Option<&str>, event: &Event, policy: TagPolicy) -> String {
        match trigger(input, event, &Known::default(), policy) {
            Ok(Triggered::Release(trigger)) => format!(
                "release {} {}",
                trigger.tag.name,
                trigger.event_commit.is_some()
            ),
            Ok(Triggered::Skip(skip)) => format!("skip {}", skip.code),
            Err(error) => format!("error {}", error.code()),
        }
    }

    #[test]
    fn the_input_goes_before_the_event() {
        let event = pushed("v1.0.0");
        assert_eq!(said(None, &event, STRICT), "release v1.0.0 true");
        assert_eq!(said(Some("v1.0.0"), &event, STRICT), "release v1.0.0 true");
        assert_eq!(
            said(Some("refs/tags/v2.0.0"), &event, STRICT),
            "release v2.0.0 false"
        );
        assert_eq!(
            said(Some("v2.0.0"), &Event::None, STRICT),
            "release v2.0.0 false"
        );
        assert_eq!(said(None, &Event::None, STRICT), "error CW-TAG-007");
    }

    #[test]
    fn what_is_no_release_is_skipped() {
        let deleted = Event::TagDeleted {
            tag: "v1.0.0".to_owned(),
        };
        assert!(said(None, &deleted, STRICT).starts_with("skip CW-"));
        assert!(said(Some("v1.0.0"), &deleted, STRICT).starts_with("skip CW-"));
        assert_eq!(said(None, &pushed("production"), STRICT), "skip CW-TAG-010");
    }

    #[test]
    fn odd_tags_fail_or_skip_as_asked() {
        let skip = TagPolicy {
            skip_invalid: true,
            ..STRICT
        };
        let deny = TagPolicy {
            deny_prereleases: true,
            ..STRICT
        };
        assert_eq!(said(None, &pushed("1.2"), STRICT), "error CW-TAG-001");
        assert_eq!(said(None, &pushed("1.2"), skip), "skip CW-TAG-001");
        assert_eq!(
            said(None, &pushed("v1.0.0-rc.1"), STRICT),
            "release v1.0.0-rc.1 true"
        );
        assert_eq!(said(None, &pushed("v1.0.0-rc.1"), deny), "error CW-TAG-002");
    }
}
