//! Helm's lint as findings: Helm's words, this project's codes.

use std::sync::LazyLock;

use helm::lint::{CHART_LOADS, CRDS_LOAD, Message, RULES, Rule};
use helm::load::Error;

use super::LintMode;
use super::sources::Sources;
use super::with_cause;
use crate::report::{Blame, Code, Finding, Severity};

/// `CW-LINT-<the rule's number>`, made once and kept for the process's life.
static CODES: LazyLock<Vec<&'static Code>> = LazyLock::new(|| {
    RULES
        .iter()
        .map(|rule| {
            let id: &'static str = format!("CW-LINT-{:03}", rule.number).leak();
            let code: &'static Code = Box::leak(Box::new(Code::new(
                id,
                Blame::Chart,
                rule.summary,
                rule.help,
            )));
            code
        })
        .collect()
});

/// The codes of all rules.
pub(super) fn codes() -> &'static [&'static Code] {
    &CODES
}

fn code(rule: &Rule) -> &'static Code {
    static UNLISTED: Code = Code::new(
        "CW-LINT-000",
        Blame::Chart,
        "a rule of helm lint",
        "mend what the message names",
    );
    RULES
        .iter()
        .position(|one| one.number == rule.number)
        .and_then(|index| CODES.get(index).copied())
        .unwrap_or(&UNLISTED)
}

/// A message of lint as a finding. Under `lint: strict` warnings stop the run, so they are errors.
pub(super) fn finding(message: &Message, mode: LintMode, sources: &Sources<'_>) -> Finding {
    let severity = match message.severity {
        helm::lint::Severity::Info => Severity::Note,
        helm::lint::Severity::Warning if mode == LintMode::Strict => Severity::Error,
        helm::lint::Severity::Warning => Severity::Warning,
        helm::lint::Severity::Error => Severity::Error,
    };
    let mut finding = with_cause(code(message.rule), severity, &message.text);
    if let Some(help) = &message.help {
        finding.help = Some(help.clone());
    }
    if message.severity == helm::lint::Severity::Warning && mode == LintMode::Strict {
        finding = finding.note("note", "a warning, and `lint` is `strict`");
    }
    finding.helm = Some(message.to_string());
    // Rules on dependencies give the chart's full path, or none: that is the chart as a whole.
    let file = match message.path.as_str() {
        path if path.is_empty() || path.starts_with('/') => "Chart.yaml",
        path => path,
    };
    finding.place = Some(match message.position {
        Some(mark) => sources.place(file, mark, message.width),
        None => sources.beginning(file),
    });
    finding
}

/// What lint said already, so that loading does not say it again.
pub(super) struct Said<'a> {
    messages: &'a [Message],
}

impl<'a> Said<'a> {
    pub(super) fn new(messages: &'a [Message]) -> Self {
        Self { messages }
    }

    /// Lint's "unable to load chart" has neither the file nor a help of its own; the load error has.
    pub(super) fn is_said_better_by_loading(&self, message: &Message) -> bool {
        [CHART_LOADS.number, CRDS_LOAD.number].contains(&message.rule.number)
    }

    /// Whether lint pointed at the very cause of a load error.
    pub(super) fn covers(&self, error: &Error) -> bool {
        let file = match error {
            Error::ChartfileMissing | Error::Validation(_) => "Chart.yaml",
            Error::Decode { file, .. } => file,
            Error::Values(_) => "values.yaml",
            _ => return false,
        };
        self.messages.iter().any(|message| {
            message.severity == helm::lint::Severity::Error
                && message.path == file
                && !self.is_said_better_by_loading(message)
        })
    }

    /// The line by which lint tells of a load error, if it does.
    pub(super) fn line_of(&self, error: &Error) -> Option<String> {
        let cause = error.to_string();
        self.messages
            .iter()
            .find(|message| {
                self.is_said_better_by_loading(message) && message.text.ends_with(&cause)
            })
            .map(ToString::to_string)
    }
}
