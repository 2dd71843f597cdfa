//! Helm's lint as findings: Helm's words, this project's codes.

use std::sync::LazyLock;

use helm::chart::Chart;
use helm::lint::{CHART_LOADS, CRDS_LOAD, Linted, Message, RULES, Rule, TEMPLATES_RENDER};
use helm::load::{Error, Errors};
use helm::render::TemplateError;
use helm::schema::Violation;

use super::LintMode;
use super::sources::Sources;
use super::{load, render, with_cause};
use crate::report::{Blame, Code, Finding, Place, Severity};

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
    let mut finding = worded(message, severity);
    if let Some(help) = &message.help {
        finding.help = Some(help.clone());
    }
    if message.severity == helm::lint::Severity::Warning && mode == LintMode::Strict {
        finding = finding.note("note", "a warning, which `strict` makes an error");
    }
    finding.helm = Some(message.to_string());
    // Rules on dependencies give the chart's full path, or none: that is the chart as a whole.
    let file = match message.path.as_str() {
        path if path.is_empty() || path.starts_with('/') => "Chart.yaml",
        path => path,
    };
    finding.place = Some(place(message, file, sources));
    finding
}

/// The message, with what more is known: the values at fault, the line of the rendered manifest.
fn worded(message: &Message, severity: Severity) -> Finding {
    let code = code(message.rule);
    if message.violations.is_empty() {
        let mut finding = with_cause(code, severity, &message.text);
        if let Some(line) = message.manifest_line {
            let text = message.manifest_text.as_deref().unwrap_or_default();
            finding = finding.note("rendered", format!("line {line}: {}", text.trim()));
        }
        return finding;
    }
    let problem = "the values are not what values.schema.json asks for";
    let mut finding = if message.path == "values.yaml" {
        Finding::new(code, severity, problem)
    } else {
        Finding::new(
            code,
            severity,
            format!("templates cannot be rendered: {problem}"),
        )
    };
    for Violation {
        instance, message, ..
    } in &message.violations
    {
        let value = if instance.is_empty() { "/" } else { instance };
        finding = finding.note("at", format!("{value}: {message}"));
    }
    finding
}

/// Where it is: as the message says, or where the value at fault has its default, or in the template the one line that
/// is in the rendered manifest as it is.
fn place(message: &Message, file: &str, sources: &Sources<'_>) -> Place {
    if let Some(mark) = message.position {
        let file = message.file.as_deref().unwrap_or(file);
        return sources.place(file, mark, message.width);
    }
    let value = message
        .violations
        .iter()
        .find_map(|violation| sources.value(&violation.instance));
    let line = || sources.line(file, message.manifest_text.as_deref()?);
    value
        .or_else(line)
        .unwrap_or_else(|| sources.beginning(file))
}

/// Everything that is found of a chart: what Helm's lint says of it, and what it passes over.
pub(super) fn findings(
    linted: &Linted,
    loaded: Result<&Chart, &Errors>,
    mode: LintMode,
    sources: &Sources<'_>,
) -> Vec<Finding> {
    let said = Said::new(&linted.messages);
    let sources = &match loaded {
        Ok(chart) => sources.clone().with_chart(chart),
        Err(_) => sources.clone(),
    };
    let mut findings = Vec::new();
    for message in &linted.messages {
        match &linted.stopped {
            Some(error @ TemplateError::Render(_))
                if message.rule.number == TEMPLATES_RENDER.number =>
            {
                // The first is the one that Helm stops at; the others fail the chart all the same.
                let mut errors = render::findings(error, Severity::Error, sources);
                if let Some(first) = errors.first_mut() {
                    first.helm = Some(message.to_string());
                }
                findings.append(&mut errors);
            }
            _ if loaded.is_err() && said.is_said_better_by_loading(message) => {}
            _ => findings.push(finding(message, mode, sources)),
        }
    }
    if let Some(error @ (TemplateError::Dependencies(_) | TemplateError::Values(_))) =
        &linted.stopped
    {
        findings.extend(
            render::findings(error, Severity::Warning, sources)
                .into_iter()
                .map(passed_over),
        );
    }
    findings.extend(
        render::of_templates(&linted.hidden, Severity::Warning, sources)
            .into_iter()
            .map(passed_over),
    );
    for error in loaded.err().iter().flat_map(|errors| errors.iter()) {
        if !said.covers(error) {
            let mut finding = load::finding(error, sources);
            finding.helm = said.line_of(error);
            findings.push(finding);
        }
    }
    findings
}

/// A finding of what Helm's lint does not tell.
fn passed_over(finding: Finding) -> Finding {
    finding.note(
        "note",
        "`helm lint` passes over this, `helm install` does not",
    )
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
