//! The chart: loaded, linted and checked, with every problem shown at once.

mod lint;
mod load;
mod near_miss;
mod render;
mod sources;

use camino::Utf8Path;
use helm::chart::Chart;
use helm::check::{CheckedChart, Linting, Problem, Review};
use helm::dependency::MissingDependencies;
use helm::load::Errors;
use helm::render::TemplateError;

use crate::action::input::choices;
use crate::report::{Code, Finding, Note, Severity};

use sources::Sources;

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

/// Loads, lints and checks the chart in `directory` (a path from `root`, the checkout).
pub fn review(root: &Utf8Path, directory: &Utf8Path, mode: LintMode) -> Reviewed {
    let linting = match mode {
        LintMode::On => Linting::On,
        LintMode::Strict => Linting::Strict,
        LintMode::Off => Linting::Off,
    };
    let Review { messages, outcome } =
        helm::check::check(root.join(directory).as_std_path(), linting);
    let sources = Sources::new(root, directory);
    let (chart, problems) = match outcome {
        Ok(chart) => (Some(chart), Vec::new()),
        Err(problems) => (None, problems),
    };
    let said = lint::Said::new(&messages);
    let mut findings: Vec<Finding> = messages
        .iter()
        .filter(|message| !said.is_said_better_by_loading(message))
        .map(|message| lint::finding(message, mode, &sources))
        .collect();
    for problem in &problems {
        match problem {
            Problem::Load(error) if said.covers(error) => {}
            Problem::Load(error) => {
                let mut finding = load::finding(error, &sources);
                finding.helm = said.line_of(error);
                findings.push(finding);
            }
            // Its messages stand above.
            Problem::Lint { .. } => {}
            Problem::Dependencies(missing) => findings.push(load::missing(missing, &sources)),
        }
    }
    Reviewed { chart, findings }
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
