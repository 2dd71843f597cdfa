//! The chart: loaded, linted and checked, with every problem shown at once.

mod lint;
mod load;

use camino::{Utf8Path, Utf8PathBuf};
use helm::check::{CheckedChart, Linting, Problem, Review};

use crate::action::input::choices;
use crate::report::{Code, Finding, Note, Place, Severity};

/// Every code of this module.
pub fn codes() -> Vec<&'static Code> {
    [load::CODES, lint::codes()].concat()
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
    let sources = Sources { root, directory };
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

/// The chart's files, for findings that point into one.
struct Sources<'a> {
    root: &'a Utf8Path,
    directory: &'a Utf8Path,
}

impl Sources<'_> {
    /// A file of the chart as the user knows it: its path from the checkout.
    fn path(&self, file: &str) -> Utf8PathBuf {
        if self.directory == "." {
            Utf8PathBuf::from(file)
        } else {
            self.directory.join(file)
        }
    }

    /// A whole file.
    fn file(&self, file: &str) -> Place {
        Place::file(self.path(file))
    }

    /// The first line of a file, for what is missing in it; the whole path when there is no such file.
    fn beginning(&self, file: &str) -> Place {
        let path = self.path(file);
        if self.root.join(&path).is_file() {
            Place::in_text(path, "", 1, 1, 1)
        } else {
            Place::file(path)
        }
    }

    /// The key of a Chart.yaml, or the file's beginning.
    fn chartfile_key(&self, key: &str) -> Place {
        let file = "Chart.yaml";
        let text = std::fs::read(self.root.join(self.path(file))).unwrap_or_default();
        match helm::metadata::Chartfile::new(&text).key(key) {
            Some(node) => self.place(file, node.start, key.chars().count()),
            None => self.beginning(file),
        }
    }

    /// A stretch of a file's line; the whole file when it cannot be read as text.
    fn place(&self, file: &str, mark: helm::yaml::Mark, width: usize) -> Place {
        let path = self.path(file);
        match std::fs::read_to_string(self.root.join(&path)) {
            Ok(text) => Place::in_text(path, &text, mark.line, mark.column, width),
            Err(_) => Place::file(path),
        }
    }
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
