//! Pushing against other publishers: fetch again, merge again, push again, a bounded number of times.

use std::time::{Duration, Instant};

use helm::package::Package;

use super::{BranchTarget, Seen, boxed};
use crate::crash;
use crate::git::GitError;
use crate::git::remote::PushAnswer;
use crate::release::target::{Target as _, TargetError, Written};
use crate::report::{Code, Explain, Note, Place};
use crate::repository::branch::Committed;

/// How often a push is tried against faster publishers. With 32 of them at once the last one's turn comes after 32.
const MOST_ATTEMPTS: usize = 64;
/// How often a push is tried while the branch stays where it is: no other publisher is in the way then, the server
/// is. A lock passes in an instant, a failing server rarely.
const MOST_FAILURES: usize = 4;
/// The first pause after such a failure; doubled each time.
const FAILURE_PAUSE: Duration = Duration::from_millis(500);
/// How often a push is tried against a lock of the branch that does not go away. Locks of 32 publishers are met more
/// often than failures.
const MOST_LOCKS: usize = 12;
/// How long all tries may take.
const LONGEST_RACE: Duration = Duration::from_secs(120);
/// The longest pause between two tries.
const LONGEST_PAUSE: Duration = Duration::from_secs(3);

impl BranchTarget {
    /// Commits what is missing and pushes it, until the server took it or nothing is missing any more.
    pub(super) async fn race(&self, package: &Package, seen: Seen) -> Result<Written, TargetError> {
        let mut maybe_ours = false;
        let raced = self.attempts(package, seen, &mut maybe_ours).await;
        raced.map_err(|error| match maybe_ours {
            true => Box::new(Unanswered(error)),
            false => error,
        })
    }

    /// The attempts. `maybe_ours` tells whether a push had no answer, which may have happened: finding its work done later
    /// is this run's doing.
    async fn attempts(
        &self,
        package: &Package,
        seen: Seen,
        maybe_ours: &mut bool,
    ) -> Result<Written, TargetError> {
        let mut seen = seen;
        let started = Instant::now();
        // How often in a row the server failed, and the branch was locked, while the branch stayed where it was.
        let (mut failures, mut locks) = (0, 0);
        for attempt in 1..=MOST_ATTEMPTS {
            let parent = seen.sight.view.as_ref().map(|view| view.id);
            let Some(edit) = self.edit(package, &seen.sight) else {
                let tip = parent;
                if let Some(tip) = tip {
                    self.remember(&seen.sight, tip, None);
                }
                let reference = tip.map_or_else(|| self.name(), |tip| self.reference(tip));
                return Ok(Written {
                    changed: *maybe_ours,
                    detail: if *maybe_ours {
                        reference
                    } else if attempt > 1 {
                        "another publisher was faster, with the same content".to_owned()
                    } else {
                        "nothing to write".to_owned()
                    },
                    findings: Vec::new(),
                });
            };
            crash::point("push-next");
            let Committed { answer, id } = self
                .branch
                .commit(&seen.session, seen.sight.view.as_ref(), &edit)
                .await?;
            crash::point("pushed");
            *maybe_ours |= matches!(answer, PushAnswer::Unknown { .. });
            if let (PushAnswer::Done, Some(id)) = (&answer, id) {
                self.remember(&seen.sight, id, Some(&edit));
                return Ok(self.done(&seen.sight, id));
            }
            // What counts is where the branch is now, not the words of the refusal: they differ from server to
            // server, and a lost answer has none.
            let tip = self.branch.tip().await.map_err(boxed)?;
            // After a plain refusal the branch may be at this very commit too: another publisher of the same content,
            // in the same second. Then the release is that one's.
            if let (PushAnswer::Unknown { .. }, Some(id)) = (&answer, id)
                && tip == Some(id)
            {
                self.remember(&seen.sight, id, Some(&edit));
                return Ok(self.done(&seen.sight, id));
            }
            let raced = tip != parent;
            let (why, wait) = match answer {
                PushAnswer::Refused { reason, said } if !raced => {
                    if is_lock(&reason) && locks < MOST_LOCKS {
                        locks += 1;
                        tracing::debug!(reason, "the branch is locked");
                        ("the branch is locked", pause(attempt))
                    } else {
                        return Err(boxed(GitError::Refused {
                            repository: self.branch.repository().to_owned(),
                            branch: self.branch.name().to_string(),
                            reason,
                            said,
                        }));
                    }
                }
                PushAnswer::Unknown { failure } if !raced => {
                    failures += 1;
                    if failures >= MOST_FAILURES {
                        return Err(boxed(failure));
                    }
                    tracing::debug!(%failure, "the push was not taken");
                    (
                        "the server failed to take the push",
                        failure_pause(failures),
                    )
                }
                answer => {
                    (failures, locks) = (0, 0);
                    tracing::debug!(?answer, "the branch has moved");
                    ("another publisher was faster", pause(attempt))
                }
            };
            if started.elapsed() > LONGEST_RACE {
                return Err(self.raced(attempt, started));
            }
            tracing::info!(
                target: "chartwright::progress",
                "{}: {why}, trying again ({attempt})",
                self.name()
            );
            tokio::time::sleep(wait).await;
            seen = self.see(package).await?;
        }
        Err(self.raced(MOST_ATTEMPTS, started))
    }

    fn raced(&self, attempts: usize, started: Instant) -> TargetError {
        boxed(GitError::Raced {
            repository: self.branch.repository().to_owned(),
            branch: self.branch.name().to_string(),
            attempts,
            elapsed: started.elapsed(),
        })
    }
}

/// An error after a push that had no answer: what was pushed may be there, whatever the error says.
#[derive(Debug)]
struct Unanswered(TargetError);

impl std::fmt::Display for Unanswered {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(out)
    }
}

impl std::error::Error for Unanswered {}

impl Explain for Unanswered {
    fn code(&self) -> &'static Code {
        self.0.code()
    }

    fn help(&self) -> Option<String> {
        self.0.help()
    }

    fn place(&self) -> Option<Place> {
        self.0.place()
    }

    fn notes(&self) -> Vec<Note> {
        self.0.notes()
    }
}

/// A refusal that passes: another push holds the ref's lock at this very moment.
fn is_lock(reason: &str) -> bool {
    let reason = reason.to_ascii_lowercase();
    reason.contains("lock") || reason.contains("failed to update ref")
}

/// A pause before the next try: random, so that publishers who met once do not meet again, and longer each time.
fn pause(attempt: usize) -> Duration {
    let longest = Duration::from_millis(50)
        .saturating_mul(1 << attempt.min(6))
        .min(LONGEST_PAUSE);
    longest.mul_f64(fastrand::f64())
}

/// A pause after the server failed for the `failures`th time: longer each time, half of it random.
fn failure_pause(failures: usize) -> Duration {
    FAILURE_PAUSE
        .saturating_mul(1 << failures.saturating_sub(1).min(6))
        .mul_f64(0.5 + 0.5 * fastrand::f64())
}
