//! All checks, no writes: every target is asked before the first one is written (promise 1).

use futures_util::future::join_all;

use super::build::Built;
use super::journal::Journal;
use super::mixed::Contents;
use super::target::{Preflight, Standing, Target};
use crate::report::{Explain, Stage, Step, StepState};

/// A package and its targets, each of which has been looked at and may be written. Made by [`Built::preflight`]
/// alone; publishing starts from it alone.
pub struct Preflighted {
    pub(super) built: Built,
    pub(super) targets: Vec<(Box<dyn Target>, Preflight)>,
}

impl Built {
    /// Asks every target, all at once: what it holds, and whether this run may write there. A target that refuses
    /// does not keep the others from being asked, so that all problems are shown together.
    ///
    /// `None` when anything stops the run, here or earlier; the journal says what. Nothing has been written.
    pub async fn preflight(
        self,
        targets: Vec<Box<dyn Target>>,
        journal: &mut Journal,
    ) -> Option<Preflighted> {
        let names: Vec<String> = targets.iter().map(|target| target.name()).collect();
        journal.expect(names.iter().map(String::as_str));
        let package = self.package();
        let asked = targets.into_iter().zip(&names).map(|(target, name)| {
            let running = journal.begin(Stage::Preflight, name);
            async move {
                // Each line appears when its target has answered, not when the slowest has.
                match target.preflight(package).await {
                    Ok(preflight) => {
                        let step = running.finish(state_of(&preflight), preflight.detail.clone());
                        (step, Ok((target, preflight)))
                    }
                    Err(error) => {
                        let step = running.finish(StepState::Failed, error.to_string());
                        (step, Err(error))
                    }
                }
            }
        });
        let answers = join_all(asked.collect::<Vec<_>>()).await;

        let mut ready = Vec::with_capacity(answers.len());
        let mut contents = Contents::default();
        for (name, (step, answer)) in names.iter().zip(answers) {
            journal.report.steps.push(step);
            match answer {
                Ok((target, mut preflight)) => {
                    if preflight.standing != Standing::Free {
                        contents.ours(name.clone());
                    }
                    journal.find(std::mem::take(&mut preflight.findings));
                    ready.push((target, preflight));
                }
                Err(error) => {
                    contents.failed(name.clone(), &error);
                    journal.find([error.finding()]);
                }
            }
        }
        let chart = &package.metadata;
        let mixed = contents.mixed(&chart.name, &chart.version);
        journal.find(mixed.map(|mixed| mixed.finding()));
        if let Err(error) = self.check_destination() {
            journal.find([error.finding()]);
        }
        if journal.has_error() {
            for name in names {
                journal
                    .report
                    .steps
                    .push(Step::not_reached(Stage::Publish, name));
            }
            return None;
        }
        Some(Preflighted {
            built: self,
            targets: ready,
        })
    }
}

impl Preflighted {
    /// For each target, as the user wrote it, what publishing would do there.
    pub(super) fn plan(&self) -> Vec<(String, String)> {
        let package = self.built.package();
        self.targets
            .iter()
            .map(|(target, preflight)| {
                let what = match preflight.standing {
                    Standing::Unchanged => "nothing to write".to_owned(),
                    Standing::Free => format!("would write {}", target.would_write(package)),
                    Standing::Incomplete => "would write what is missing".to_owned(),
                };
                (target.name(), what)
            })
            .collect()
    }
}

const fn state_of(preflight: &Preflight) -> StepState {
    match preflight.standing {
        Standing::Unchanged => StepState::Skipped,
        Standing::Free | Standing::Incomplete => StepState::Done,
    }
}
