//! What `helm lint` prints (`pkg/cmd/lint.go`).

use helm::lint::{Message, Severity};

use crate::chart::LintMode;

/// What Helm prints about one path.
#[derive(Debug)]
pub(super) struct Block {
    /// The path, as it was written.
    pub(super) path: String,
    /// The values for CI that it was linted with.
    pub(super) values: Option<String>,
    /// Why it was not linted.
    pub(super) problem: Option<String>,
    /// The messages.
    pub(super) lines: Vec<(Severity, String)>,
}

impl Block {
    /// The block of messages.
    pub(super) fn of(path: &str, values: Option<String>, messages: &[Message]) -> Self {
        let lines = messages
            .iter()
            .map(|message| (message.severity, message.to_string()));
        Self {
            path: path.to_owned(),
            values,
            problem: None,
            lines: lines.collect(),
        }
    }

    /// The block of a path that was not linted.
    pub(super) fn problem(path: &str, values: Option<String>, problem: String) -> Self {
        Self {
            path: path.to_owned(),
            values,
            problem: Some(problem),
            lines: Vec::new(),
        }
    }

    fn fails(&self, mode: LintMode) -> bool {
        let least = match mode {
            LintMode::Strict => Severity::Warning,
            LintMode::On | LintMode::Off => Severity::Error,
        };
        self.problem.is_some() || self.lines.iter().any(|(severity, _)| *severity >= least)
    }

    fn has_warnings_or_errors(&self) -> bool {
        self.problem.is_some()
            || self
                .lines
                .iter()
                .any(|(severity, _)| *severity > Severity::Info)
    }

    fn write(&self, quiet: bool, text: &mut String) {
        text.push_str("==> Linting ");
        text.push_str(&self.path);
        // Helm knows no values of a chart's ci/.
        if let Some(values) = &self.values {
            text.push_str(&format!(" with {values}"));
        }
        text.push('\n');
        if let Some(problem) = &self.problem {
            text.push_str(&format!("Error {problem}\n"));
        }
        for (severity, line) in &self.lines {
            if !quiet || *severity > Severity::Info {
                text.push_str(line);
                text.push('\n');
            }
        }
        text.push('\n');
    }
}

/// All that Helm prints.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Printed {
    /// On standard output.
    pub(super) output: String,
    /// On standard error, when a chart failed.
    pub(super) error: Option<String>,
}

/// What Helm prints of all charts; a chart with values for CI has several blocks.
pub(super) fn printed(charts: &[&[Block]], mode: LintMode, quiet: bool) -> Printed {
    let mut output = String::new();
    for block in charts.iter().flat_map(|blocks| blocks.iter()) {
        if !quiet || block.has_warnings_or_errors() {
            block.write(quiet, &mut output);
        }
    }
    let count = |wanted: &dyn Fn(&Block) -> bool| {
        charts
            .iter()
            .filter(|blocks| blocks.iter().any(wanted))
            .count()
    };
    let failed = count(&|block| block.fails(mode));
    let summary = format!("{} chart(s) linted, {failed} chart(s) failed", charts.len());
    if failed > 0 {
        return Printed {
            output,
            error: Some(format!("Error: {summary}")),
        };
    }
    if !quiet || count(&Block::has_warnings_or_errors) > 0 {
        output.push_str(&summary);
        output.push('\n');
    }
    Printed {
        output,
        error: None,
    }
}
