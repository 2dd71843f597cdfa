//! What every command shares: the screen that shows its run, and the end of it (outputs, summary, JSON, exit code).

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::time::Instant;

use tracing_subscriber::layer::SubscriberExt as _;

use super::output::{Format, OutputOptions};
use crate::action::annotations::annotations;
use crate::action::context::RunContext;
use crate::action::environment::Environment;
use crate::action::file_command::{self, FileCommandError};
use crate::action::{RunnerLog, outputs};
use crate::crash;
use crate::report::{Explain, Live, Report, Style, Terminal, Words};

/// One run of one command.
pub struct Session {
    live: Live,
    format: Format,
    outputs: Option<PathBuf>,
    summary: Option<PathBuf>,
    began: Instant,
}

impl Session {
    /// Opens the screen: the runner's log in GitHub Actions, a terminal or a stream elsewhere. Standard error always,
    /// so that `--format json` has standard output for itself.
    pub fn open(output: OutputOptions, environment: &Environment, context: &RunContext) -> Self {
        let stream = std::io::stderr();
        let live = match output.format {
            Format::Helm => Live::new(Words::new(stream)),
            // Annotations go to standard output then, and not twice.
            Format::Text | Format::Json | Format::Sarif if context.in_actions => {
                Live::new(RunnerLog::new(stream, output.verbosity))
            }
            _ => {
                let style = Style::detect(stream.is_terminal(), |name| {
                    environment.get(name).map(str::to_owned)
                });
                Live::new(Terminal::new(stream, style, output.verbosity))
            }
        };
        let subscriber = tracing_subscriber::registry().with(live.layer());
        // A second session in one process (tests) keeps the first one's subscriber.
        let _ = tracing::subscriber::set_global_default(subscriber);
        Self {
            live,
            format: output.format,
            outputs: environment.filled("GITHUB_OUTPUT").map(PathBuf::from),
            summary: environment.filled("GITHUB_STEP_SUMMARY").map(PathBuf::from),
            began: Instant::now(),
        }
    }

    /// The screen.
    pub fn live(&self) -> Live {
        self.live.clone()
    }

    /// Says something in another program's words, before the findings.
    pub fn words(&self, words: &str) {
        self.live.words(words);
    }

    /// Looks whether the runner's output file can be written.
    ///
    /// # Errors
    /// [`FileCommandError::Outputs`].
    pub fn check(&self) -> Result<(), FileCommandError> {
        self.outputs
            .as_deref()
            .map_or(Ok(()), file_command::check_outputs)
    }

    /// Writes outputs and summary, shows the findings and the last line, and gives the exit code. A run that failed
    /// writes them too.
    pub fn close(self, mut report: Report) -> u8 {
        report.duration = self.began.elapsed();
        let (values, findings) = outputs::outputs(&report);
        report.find(findings);
        if let Some(path) = &self.outputs
            && let Err(error) = file_command::write_outputs(path, &values)
            && !report.findings.iter().any(|one| one.code == error.code())
        {
            report.find([error.finding()]);
        }
        crash::point("outputs-there");
        if let Some(path) = &self.summary
            && let Err(error) = file_command::write_summary(path, &report.printable())
        {
            report.find([error.finding()]);
        }
        crash::point("summary-there");
        self.live.close(&report);
        let printed = printed(self.format, &report);
        // A reader that closed the pipe has seen what it wanted.
        let _ = std::io::stdout().lock().write_all(printed.as_bytes());
        report.exit_code()
    }
}

/// What goes to standard output at the end.
fn printed(format: Format, report: &Report) -> String {
    match format {
        Format::Text | Format::Helm => String::new(),
        Format::Json => report.printable().json(usize::MAX) + "\n",
        Format::Sarif => report.printable().sarif() + "\n",
        Format::Github => annotations(&report.printable())
            .iter()
            .map(|command| format!("{command}\n"))
            .collect(),
    }
}
