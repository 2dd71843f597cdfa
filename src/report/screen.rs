//! Where a run is shown while it goes on.

use std::time::{Duration, Instant};

use super::{Printable, Stage, Step};

/// A step that runs longer than this is shown while it runs.
pub const SLOW: Duration = Duration::from_secs(1);

/// A step that has begun and not ended.
#[derive(Debug, Clone)]
pub struct RunningStep {
    /// Tells it from every other step of the run.
    pub number: u64,
    /// Which step of the flow.
    pub stage: Stage,
    /// What it is done to; clean.
    pub subject: String,
    /// When it began.
    pub since: Instant,
    /// The last thing that it said of itself; clean, empty when it said nothing.
    pub progress: String,
}

impl RunningStep {
    /// What to show when several steps run at once: one of them as it is; of several, how many, and for how long the
    /// first has been running. Nobody knows which of them the last progress text is about.
    pub fn together(steps: &[Self]) -> Option<Self> {
        let (first, last) = (steps.first()?, steps.last()?);
        if steps.len() == 1 {
            return Some(first.clone());
        }
        Some(Self {
            number: first.number,
            stage: last.stage,
            subject: format!("{} at once", steps.len()),
            since: first.since,
            progress: last.progress.clone(),
        })
    }
}

/// A place that shows a run: a terminal, a file, the runner's log. Every text that it is given is clean (see
/// [`super::clean()`]); write errors are not reported, since there is nowhere to report them to.
pub trait Screen: Send {
    /// The first line.
    fn headline(&mut self, line: &str);

    /// The subjects that will come, so that their details can be aligned.
    fn expect(&mut self, subjects: &[String]);

    /// Called about ten times a second while steps run that have been running for longer than [`SLOW`]; they are
    /// given in the order in which they began.
    fn slow(&mut self, steps: &[RunningStep]);

    /// A step ended.
    fn ended(&mut self, number: u64, step: &Step);

    /// Words of another program, in whose place this one runs: shown at every verbosity.
    fn words(&mut self, words: &str);

    /// A detail for those who look for a fault (`-v`, `RUNNER_DEBUG=1`).
    fn detail(&mut self, line: &str);

    /// The run is over.
    fn close(&mut self, report: &Printable);
}
