//! The report: everything a run found and did, and its renderings.
//!
//! One [`Report`] is built along the way and rendered once: [`Printable::closing_text`] (the log),
//! [`Printable::markdown`] (the job summary), [`Printable::json`] (`--format json` and the `report` output). The
//! annotations and the outputs are made from it in [`crate::action`]. Every rendering starts from a
//! [`Printable`], which holds no secret and no control character. [`Live`] shows the steps while they run.

mod clean;
mod code;
mod finding;
mod json;
mod live;
mod markdown;
mod place;
mod printable;
mod progress;
mod publication;
mod sarif;
mod screen;
mod snippet;
mod status;
mod step;
mod style;
mod terminal;
mod text;
mod wording;
mod words;

use std::time::Duration;

use camino::Utf8PathBuf;

pub use clean::{clean, clean_lines, disarm};
pub use code::{BUG, Blame, Code};
pub use finding::{Explain, Finding, Note, Severity, boxed};
pub use live::{Live, Running};
pub use place::{Place, Span};
pub use printable::Printable;
pub use progress::{PROGRESS, ProgressLayer};
pub use publication::{Publication, PublicationState, TargetKind, Visibility};
pub use screen::{RunningStep, SLOW, Screen};
pub use status::Status;
pub use step::{Stage, Step, StepState};
pub use style::{Style, Verbosity};
pub use terminal::Terminal;
pub use text::widest;
pub use wording::{headline, human_duration, human_size, short_digest, short_reference};
pub use words::Words;

#[cfg(test)]
pub(crate) mod examples;

/// The Helm whose behaviour this program reproduces (promise 6).
pub const HELM_PROFILE: &str = "4.2";

/// Everything a run found and did. What a failed run does not know stays `None` or empty.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// The command, as typed: `release`.
    pub command: String,
    /// The chart's name.
    pub name: Option<String>,
    /// The version, without a `v`.
    pub version: Option<String>,
    /// The packaged appVersion.
    pub app_version: Option<String>,
    /// The chart's directory, from the workspace.
    pub chart: Option<Utf8PathBuf>,
    /// The tag as pushed: `v6.7.1`, `charts/podinfo/v6.7.1`.
    pub tag: Option<String>,
    /// The tag's commit, 40 hex digits.
    pub commit: Option<String>,
    /// The built package.
    pub package: Option<PackageFacts>,
    /// The steps, in the order of the flow.
    pub steps: Vec<Step>,
    /// Everything found, in the order in which it was found. The first error is the run's reason.
    pub findings: Vec<Finding>,
    /// What the targets now hold; a target whose verification was not reached is not in it.
    pub publications: Vec<Publication>,
    /// The targets that this run wrote to, as the user wrote them, whether or not the run went on to the end.
    pub written: Vec<String>,
    /// The targets whose publishing failed before anything was written there.
    pub refused: Vec<String>,
    /// Why there is nothing to release, when the tag is no release.
    pub skip: Option<Skip>,
    /// Whether the writes were left out on request (`dry-run`).
    pub dry_run: bool,
    /// Where a rendered chart was written, from the workspace.
    pub directory: Option<Utf8PathBuf>,
    /// Whether this is a command that only looks, and publishes nothing.
    pub check: bool,
    /// The workflow run's page.
    pub run_url: Option<String>,
    /// How long the whole run took.
    pub duration: Duration,
}

/// The built package, as the report shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageFacts {
    /// Where the .tgz is kept, from the workspace.
    pub path: Utf8PathBuf,
    /// `sha256:` and 64 hex digits.
    pub digest: String,
    /// Bytes.
    pub size: u64,
}

/// Why a tag is no release.
#[derive(Debug, Clone)]
pub struct Skip {
    /// The stable reason code.
    pub code: &'static Code,
    /// One sentence without a full stop: "the tag `production` names an environment, not a version".
    pub why: String,
}

impl Report {
    /// A report of a command that has not found or done anything yet.
    pub fn new(command: impl Into<String>) -> Self {
        Self {
            command: command.into(),
            ..Self::default()
        }
    }

    /// A report of a command that only looks: `lint`, `template`.
    pub fn check(command: impl Into<String>) -> Self {
        Self {
            check: true,
            ..Self::new(command)
        }
    }

    /// Adds what was found.
    pub fn find(&mut self, findings: impl IntoIterator<Item = Finding>) {
        self.findings.extend(findings);
    }

    /// Adds what a target now holds, and what was found there.
    pub fn publish(&mut self, mut publication: Publication) {
        self.findings.append(&mut publication.findings);
        self.publications.push(publication);
    }

    /// The findings of one severity, in the order in which they were found.
    pub fn of(&self, severity: Severity) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(move |finding| finding.severity == severity)
    }

    /// The first error: what stopped the run.
    pub fn first_error(&self) -> Option<&Finding> {
        self.of(Severity::Error).next()
    }

    /// What came of the run. Derived, so that it cannot contradict the findings.
    pub fn status(&self) -> Status {
        if self.first_error().is_some() {
            Status::Failed
        } else if self.check {
            Status::Passed
        } else if self.skip.is_some() {
            Status::Skipped
        } else if self.dry_run {
            Status::Planned
        } else if self.written.is_empty()
            && self
                .publications
                .iter()
                .all(|publication| publication.state == PublicationState::Unchanged)
        {
            Status::Unchanged
        } else {
            Status::Released
        }
    }

    /// The stable code of what stopped the run or made it skip.
    pub fn reason(&self) -> Option<&'static Code> {
        self.first_error()
            .map(|finding| finding.code)
            .or_else(|| self.skip.as_ref().map(|skip| skip.code))
    }

    /// The process's exit code: 0, or the first error's (see [`Blame`]).
    pub fn exit_code(&self) -> u8 {
        self.first_error()
            .map_or(0, |finding| finding.code.blame.exit_code())
    }

    /// The targets whose publishing failed in between: they may hold a part of the release.
    pub fn broken_off(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|step| {
            step.stage == Stage::Publish
                && step.state == StepState::Failed
                && !self.refused.contains(&step.subject)
        })
    }

    /// Whether it is certain that no target was written to.
    pub fn nothing_written(&self) -> bool {
        self.written.is_empty() && self.broken_off().next().is_none()
    }
}

#[cfg(test)]
mod tests;
