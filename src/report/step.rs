//! The steps of a run, as people see them: one line each, in the order of the flow.

use std::time::Duration;

/// Which step of the flow a line belongs to; its word is the step's name in the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// The trigger and its tag.
    Tag,
    /// The chart: found, loaded, linted.
    Chart,
    /// The package is built.
    Package,
    /// One target is looked at; nothing is written.
    Preflight,
    /// One target is written.
    Publish,
    /// One target is read back.
    Verify,
}

impl Stage {
    /// The word that begins the line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Chart => "chart",
            Self::Package => "package",
            Self::Preflight => "preflight",
            Self::Publish => "publish",
            Self::Verify => "verify",
        }
    }
}

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StepState {
    /// It did what it is for.
    Done,
    /// It found an error.
    Failed,
    /// There was nothing to do, or a dry run left it out.
    Skipped,
    /// An earlier step stopped the run.
    NotReached,
    /// A remark about the step before it, for example that Pages does not serve the version yet.
    Note,
}

impl StepState {
    /// The word in the JSON report and in the summary.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
            Self::NotReached => "not reached",
            Self::Note => "note",
        }
    }
}

/// One step of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Which step of the flow.
    pub stage: Stage,
    /// What it was done to: a target's name, a file; empty when the detail says it all.
    pub subject: String,
    /// What came out, without a full stop: "6.7.1 is free, token may write".
    pub detail: String,
    /// How it ended.
    pub state: StepState,
    /// How long it took; absent for steps that were not run.
    pub duration: Option<Duration>,
}

impl Step {
    /// A step that was not run, or not timed.
    pub fn new(
        stage: Stage,
        state: StepState,
        subject: impl Into<String>,
        detail: impl Into<String>,
    ) -> Self {
        Self {
            stage,
            subject: subject.into(),
            detail: detail.into(),
            state,
            duration: None,
        }
    }

    /// A step that an earlier failure kept from being run.
    pub fn not_reached(stage: Stage, subject: impl Into<String>) -> Self {
        Self::new(stage, StepState::NotReached, subject, "not reached")
    }

    /// The word that begins its line.
    pub const fn word(&self) -> &'static str {
        match self.state {
            StepState::Note => StepState::Note.word(),
            _ => self.stage.word(),
        }
    }

    /// Says how long it took.
    #[must_use]
    pub const fn took(mut self, duration: Duration) -> Self {
        self.duration = Some(duration);
        self
    }
}
