//! Pushing against other publishers: fetch again, merge again, push again, a bounded number of times.

use std::time::{Duration, Instant};

use helm::package::Package;

use super::{BranchTarget, Seen, boxed};
use crate::git::GitError;
use crate::git::remote::PushAnswer;
use crate::release::target::{Target as _, TargetError, Written};

/// How often a push is tried against faster publishers. With 32 of them at once the last one's turn comes after 32.
const MOST_ATTEMPTS: usize = 64;
/// How long all tries may take.
const LONGEST_RACE: Duration = Duration::from_secs(120);
/// The longest pause between two tries.
const LONGEST_PAUSE: Duration = Duration::from_secs(3);

impl BranchTarget {
    /// Commits what is missing and pushes it, until the server took it or nothing is missing any more.
    pub(super) async fn race(&self, package: &Package, seen: Seen) -> Result<Written, TargetError> {
        let mut seen = seen;
        let started = Instant::now();
        // A push without an answer may have happened: finding its work done later is this run's doing.
        let mut maybe_ours = false;
        for attempt in 1..=MOST_ATTEMPTS {
            let Some(commit) = self.commit(package, &seen.sight)? else {
                let tip = seen.sight.snapshot.as_ref().map(|snapshot| snapshot.id);
                if let Some(tip) = tip {
                    self.remember(&seen.sight, tip, None, package);
                }
                let reference = tip.map_or_else(|| self.name(), |tip| self.reference(tip));
                return Ok(Written {
                    changed: maybe_ours,
                    detail: if maybe_ours {
                        reference
                    } else {
                        format!("{reference} unchanged")
                    },
                    findings: Vec::new(),
                });
            };
            let answer = self
                .branch
                .push(&seen.session, &commit)
                .await
                .map_err(boxed)?;
            if answer == PushAnswer::Done {
                self.remember(&seen.sight, commit.id, Some(&commit), package);
                return Ok(self.done(&seen.sight, &commit));
            }
            // What counts is where the branch is now, not the words of the refusal: they differ from server to
            // server, and a lost answer has none.
            let tip = self.branch.tip().await.map_err(boxed)?;
            // After a plain refusal the branch may be at this very commit too: another publisher of the same content,
            // in the same second. Then the release is that one's.
            if tip == Some(commit.id) && matches!(answer, PushAnswer::Unknown { .. }) {
                self.remember(&seen.sight, commit.id, Some(&commit), package);
                return Ok(self.done(&seen.sight, &commit));
            }
            let raced = tip != commit.parent;
            match answer {
                PushAnswer::Refused { reason, said } if !raced && !is_lock(&reason) => {
                    return Err(boxed(GitError::Refused {
                        repository: self.branch.repository().to_owned(),
                        branch: self.branch.name().to_string(),
                        reason,
                        said,
                    }));
                }
                PushAnswer::Unknown { cause } => {
                    maybe_ours = true;
                    tracing::debug!(cause, "the push got no answer");
                }
                PushAnswer::Refused { reason, .. } => {
                    tracing::debug!(reason, raced, "the push was refused");
                }
                PushAnswer::Done => {}
            }
            if started.elapsed() > LONGEST_RACE {
                return Err(self.raced(attempt, started));
            }
            tracing::info!(
                target: "chartwright::progress",
                "{}: another publisher was faster, trying again ({attempt})",
                self.name()
            );
            tokio::time::sleep(pause(attempt)).await;
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
