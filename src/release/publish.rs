//! The writes, one target after the other, after the last check.

use super::build::Built;
use super::journal::Journal;
use super::preflight::Preflighted;
use super::target::{Target, Written};
use crate::report::{Explain, Stage, Step, StepState};

/// What was written where. The journal holds an error when not every target was.
pub struct Published {
    pub(super) built: Built,
    pub(super) targets: Vec<(Box<dyn Target>, Written)>,
}

impl Preflighted {
    /// Keeps the package at the destination, then writes the targets: those that may still refuse first, so that a
    /// refusal leaves the others as they are; else in the order given. The first failure ends the writing: what is done stays (nothing published is ever taken back), and a re-run completes the rest
    /// (promise 3).
    pub async fn publish(self, journal: &mut Journal) -> Published {
        let mut targets = Vec::with_capacity(self.targets.len());
        let mut waiting = self.targets;
        waiting.sort_by_key(|(target, _)| !target.may_refuse_a_write());
        let mut waiting = waiting.into_iter();
        if let Err(error) = self.built.keep() {
            journal.find([error.finding()]);
        } else {
            for (target, preflight) in waiting.by_ref() {
                let running = journal.begin(Stage::Publish, &target.name());
                match target.publish(self.built.package(), preflight).await {
                    Ok(mut written) => {
                        let state = if written.changed {
                            journal.report.written.push(target.name());
                            StepState::Done
                        } else {
                            StepState::Skipped
                        };
                        journal.end(running, state, written.detail.clone());
                        journal.find(std::mem::take(&mut written.findings));
                        targets.push((target, written));
                    }
                    Err(error) => {
                        journal.end(running, StepState::Failed, error.to_string());
                        journal.find([error.finding()]);
                        break;
                    }
                }
            }
        }
        for (target, _) in waiting {
            journal.show(Step::not_reached(Stage::Publish, target.name()));
        }
        Published {
            built: self.built,
            targets,
        }
    }
}
