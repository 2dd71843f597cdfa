//! Where the stages write down what they do: the line on the screen and the step in the report are one value.

use crate::report::{Finding, Live, Report, Running, Severity, Stage, Step, StepState, headline};

/// The run's report in the making, and the screen that shows it.
pub struct Journal {
    /// Everything found and done so far.
    pub report: Report,
    live: Live,
}

impl Journal {
    /// Begins an empty report.
    pub fn new(report: Report, live: Live) -> Self {
        Self { report, live }
    }

    /// Prints the first line: what is being done, to what, as far as that is known by now.
    pub fn headline(&self) {
        let report = &self.report;
        self.live.headline(&headline(
            &report.command,
            report.name.as_deref(),
            report.version.as_deref(),
            report.tag.as_deref(),
            report.commit.as_deref(),
        ));
    }

    /// Begins a step; its line appears when it is given to [`Journal::end`].
    pub fn begin(&self, stage: Stage, subject: &str) -> Running {
        self.live.begin(stage, subject)
    }

    /// Ends a step.
    pub fn end(&mut self, running: Running, state: StepState, detail: impl Into<String>) {
        self.report.steps.push(running.finish(state, detail));
    }

    /// Records a step that was not run: a remark, or a target that was not reached.
    pub fn show(&mut self, step: Step) {
        self.live.show(&step);
        self.report.steps.push(step);
    }

    /// Says which targets will be named, so that their lines are aligned.
    pub fn expect<'a>(&self, subjects: impl IntoIterator<Item = &'a str>) {
        self.live.expect(subjects);
    }

    /// Adds what was found.
    pub fn find(&mut self, findings: impl IntoIterator<Item = Finding>) {
        self.report.find(findings);
    }

    /// Whether anything found so far stops the run.
    pub fn has_error(&self) -> bool {
        self.report.of(Severity::Error).next().is_some()
    }
}
