//! The chart: loaded, linted and checked, with every problem shown at once.

mod document;
mod lint;
mod load;
mod machine;
mod near_miss;
mod render;
mod schemas;
mod sources;
mod values_file;

use camino::Utf8Path;
use gotemplate::Map;
use helm::chart::Chart;
use helm::check::{CheckedChart, Linting, Problem, Rejected, Review, Run, stops_a_release};
use helm::dependency::MissingDependencies;
use helm::lint::{Message, RunOptions};
use helm::load::Errors;
use helm::render::TemplateError;

use crate::action::input::choices;
use crate::report::{Code, Finding, Note, Severity};

pub use machine::{machine, rehearsal};
pub use schemas::schemas;
use sources::Sources;
pub use values_file::read_values_file;

/// Every code of this module.
pub fn codes() -> Vec<&'static Code> {
    [load::CODES, lint::codes(), render::CODES].concat()
}

choices! {
    /// How strict the lint is.
    pub enum LintMode {
        /// Errors stop the run.
        On = "on",
        /// Warnings do, too.
        Strict = "strict",
        /// No lint.
        Off = "off",
    }
}

/// A chart that may be packaged, or everything that stands against it.
#[derive(Debug)]
pub struct Reviewed {
    /// The chart when nothing stands against it.
    pub chart: Option<CheckedChart>,
    /// What was found, errors and the rest, in Helm's order.
    pub findings: Vec<Finding>,
}

/// Loads, lints, renders and checks the chart in `directory` (a path from `root`, the checkout).
pub fn review(
    root: &Utf8Path,
    directory: &Utf8Path,
    mode: LintMode,
    options: &RunOptions,
) -> Reviewed {
    let linting = match mode {
        LintMode::On => Linting::On,
        LintMode::Strict => Linting::Strict,
        LintMode::Off => Linting::Off,
    };
    let Review { runs, outcome } =
        helm::check::check(root.join(directory).as_std_path(), linting, options);
    let sources = Sources::new(root, directory);
    let loaded = match &outcome {
        Ok(chart) => Ok(chart.chart()),
        Err(rejected) => rejected.loaded.as_deref(),
    };
    let mut findings = Vec::new();
    for run in &runs {
        for finding in of_run(run, loaded, mode, &sources) {
            add(finding, run.values.as_deref(), &mut findings);
        }
    }
    if let Err(rejected) = &outcome {
        let lint_told = runs.first().map(|run| run.linted.messages.as_slice());
        for problem in &rejected.problems {
            findings.extend(of_problem(problem, rejected, lint_told, &sources));
        }
    }
    Reviewed {
        chart: outcome.ok(),
        findings,
    }
}

/// What lint says with one set of values, and what keeps the chart from being installed with them.
fn of_run(
    run: &Run,
    loaded: Result<&Chart, &Errors>,
    mode: LintMode,
    sources: &Sources<'_>,
) -> Vec<Finding> {
    let mut findings = lint::findings(&run.linted, loaded, mode, sources);
    if let (Some(error), Ok(chart)) = (&run.stopped, loaded) {
        let severity = if mode == LintMode::Strict || stops_a_release(error) {
            Severity::Error
        } else {
            Severity::Warning
        };
        let sources = sources.clone().with_chart(chart);
        findings.extend(render::findings(error, severity, &sources));
    }
    findings
}

/// Adds a finding of a run with a file of values, unless another run, or the lint before the render, found the same.
fn add(finding: Finding, values: Option<&str>, findings: &mut Vec<Finding>) {
    let same = findings.iter_mut().find(|known| {
        known.message == finding.message
            && known.place == finding.place
            && (known.code == finding.code || known.helm.is_none())
    });
    match (same, values) {
        (Some(known), _) => known.severity = known.severity.max(finding.severity),
        (None, Some(file)) => findings.push(finding.note("values", file)),
        (None, None) => findings.push(finding),
    }
}

/// What stands against packaging and was not told by lint or the render.
fn of_problem(
    problem: &Problem,
    rejected: &Rejected,
    lint_told: Option<&[Message]>,
    sources: &Sources<'_>,
) -> Vec<Finding> {
    match problem {
        // Lint's findings hold the reasons, where it ran.
        Problem::Load if lint_told.is_some() => Vec::new(),
        Problem::Load => rejected
            .loaded
            .as_ref()
            .err()
            .into_iter()
            .flat_map(|errors| errors.iter())
            .map(|error| load::finding(error, sources))
            .collect(),
        Problem::ApiVersion(error) => vec![load::finding(error, sources)],
        Problem::Values { file, words } => vec![load::values(file, words, sources)],
        Problem::Dependencies(missing) => vec![load::missing(missing, sources)],
        Problem::Lint { .. } | Problem::Render { .. } => Vec::new(),
    }
}

/// A chart that was linted.
#[derive(Debug)]
pub struct Linted {
    /// What Helm's lint says.
    pub messages: Vec<Message>,
    /// That, and what it passes over.
    pub findings: Vec<Finding>,
}

/// Lints the chart in the directory `files`, a full path, which the user knows as `shown`. Tables of `user` take on
/// the chart's defaults on the way (see [`helm::lint::run`]).
pub fn lint(
    files: &Utf8Path,
    shown: &Utf8Path,
    user: &Map,
    options: &RunOptions,
    mode: LintMode,
) -> Linted {
    let loaded = helm::load::load_directory(files.as_std_path());
    let linted = helm::lint::run(files.as_std_path(), loaded.as_ref(), user, options);
    let sources = Sources::shown_as(files.to_owned(), shown);
    Linted {
        findings: lint::findings(&linted, loaded.as_ref(), mode, &sources),
        messages: linted.messages,
    }
}

/// Why a chart cannot be loaded, as findings.
pub fn load_findings(root: &Utf8Path, directory: &Utf8Path, errors: &Errors) -> Vec<Finding> {
    let sources = Sources::new(root, directory);
    errors
        .iter()
        .map(|error| load::finding(error, &sources))
        .collect()
}

/// Dependencies that are declared and not vendored, as a finding.
pub fn missing_dependencies(
    root: &Utf8Path,
    directory: &Utf8Path,
    missing: &MissingDependencies,
) -> Finding {
    load::missing(missing, &Sources::new(root, directory))
}

/// Why a chart cannot be rendered, as findings; the first is what Helm says.
pub fn render_findings(
    root: &Utf8Path,
    directory: &Utf8Path,
    chart: &Chart,
    error: &TemplateError,
) -> Vec<Finding> {
    let sources = Sources::new(root, directory).with_chart(chart);
    render::findings(error, Severity::Error, &sources)
}

/// A finding whose first line is the message and whose further lines are its cause: Helm puts causes on lines of
/// their own, indented by a tab.
fn with_cause(code: &'static Code, severity: Severity, text: &str) -> Finding {
    let mut lines = text.lines();
    let mut finding = Finding::new(code, severity, lines.next().unwrap_or_default());
    finding.notes = lines
        .map(|line| Note::new("cause", line.trim()))
        .filter(|note| !note.text.is_empty())
        .collect();
    finding
}
