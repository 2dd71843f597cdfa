//! The writes, one target after the other, after the last check.

use std::time::Duration;

use super::build::Built;
use super::journal::Journal;
use super::mixed::Contents;
use super::preflight::Preflighted;
use super::target::{Precedence, Standing, Target, Written};
use crate::crash;
use crate::report::{Explain, Stage, Step, StepState};

/// How long a run that has only targets which keep nobody out waits between its first write and another look at it. Of
/// publishers of one version at once the last to write there wins, and the others must see that before they write
/// anywhere else: this is longer than a publisher needs from its look at a tag to its write of it.
const SETTLE: Duration = Duration::from_secs(1);

/// What was written where. The journal holds an error when not every target was.
pub struct Published {
    pub(super) built: Built,
    pub(super) targets: Vec<(Box<dyn Target>, Written)>,
}

impl Preflighted {
    /// Keeps the package at the destination, then writes the targets in the order of their
    /// [`Precedence`](super::target::Precedence) and their names. The first failure ends the writing: what is done
    /// stays (nothing published is ever taken back), and a re-run completes the rest (promise 3).
    pub async fn publish(self, journal: &mut Journal) -> Published {
        let mut targets = Vec::with_capacity(self.targets.len());
        let mut waiting = self.targets;
        waiting.sort_by_key(|(target, _)| (target.precedence(), target.name()));
        let mut waiting = waiting.into_iter();
        let mut contents = Contents::default();
        for (target, preflight) in waiting.as_slice() {
            if preflight.standing != Standing::Free {
                contents.ours(target.name());
            }
        }
        if let Err(error) = self.built.keep() {
            journal.find([error.finding()]);
        } else {
            while let Some((target, preflight)) = waiting.next() {
                let was_free = preflight.standing == Standing::Free;
                let running = journal.begin(Stage::Publish, &target.name());
                match target.publish(self.built.package(), preflight).await {
                    Ok(mut written) => {
                        let state = if written.changed {
                            journal.report.written.push(target.name());
                            StepState::Done
                        } else {
                            StepState::Skipped
                        };
                        crash::point("target-there");
                        journal.end(running, state, written.detail.clone());
                        journal.find(std::mem::take(&mut written.findings));
                        let confirmed = if written.changed && waiting.len() > 0 {
                            // A target before this one has decided who publishes the version.
                            let is_first = targets.is_empty();
                            if is_first && target.precedence() == Precedence::Unguarded {
                                tokio::time::sleep(SETTLE).await;
                            }
                            target.confirm(self.built.package()).await
                        } else {
                            Ok(())
                        };
                        if let Err(error) = confirmed {
                            contents.failed(target.name(), &error);
                            journal.find([error.finding()]);
                            break;
                        }
                        if was_free {
                            contents.ours(target.name());
                        }
                        targets.push((target, written));
                    }
                    Err(error) => {
                        journal.end(running, StepState::Failed, error.to_string());
                        // A registry has taken the package's blobs by then, though no tag names them.
                        let is_guarded = target.precedence() != Precedence::Unguarded;
                        if is_guarded && error.wrote_nothing() {
                            journal.report.refused.push(target.name());
                        }
                        contents.failed(target.name(), &error);
                        journal.find([error.finding()]);
                        break;
                    }
                }
            }
        }
        let chart = &self.built.package().metadata;
        let mixed = contents.mixed(&chart.name, &chart.version);
        journal.find(mixed.map(|mixed| mixed.finding()));
        for (target, _) in waiting {
            journal.show(Step::not_reached(Stage::Publish, target.name()));
        }
        Published {
            built: self.built,
            targets,
        }
    }
}
