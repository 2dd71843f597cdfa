//! The log of a GitHub runner.

use std::io::Write;
use std::time::Duration;

use super::annotations::annotations;
use super::commands::{Command, Fence};
use super::masks::Masks;
use crate::report::{
    Printable, RunningStep, Screen, Step, Style, Verbosity, clean, disarm, human_duration, widest,
};

/// A step that says nothing new is heard of again after this long, so that nobody takes it for hanging.
const QUIET: Duration = Duration::from_secs(15);

/// Shows a run in the runner's log: no cursor control, slow steps in groups, annotations at the end.
///
/// Masks go out before any text. Text is written within a [`Fence`], where the runner obeys nothing, and each line
/// of it is disarmed besides, since the log's viewer and `act` have ideas of their own; the program's own commands
/// go between the fences. Dropping it closes what is open.
pub struct RunnerLog<W: Write> {
    stream: W,
    verbosity: Verbosity,
    masks: Masks,
    fence: Option<Fence>,
    group: Option<Group>,
    width: usize,
    steps: bool,
    closed: bool,
}

/// The open group: one slow step.
struct Group {
    number: u64,
    said: String,
    at: Duration,
}

impl<W: Write> RunnerLog<W> {
    /// Shows on `stream`: standard error, or standard output when that is free.
    pub fn new(stream: W, verbosity: Verbosity) -> Self {
        Self {
            stream,
            verbosity,
            masks: Masks::default(),
            fence: None,
            group: None,
            width: 0,
            steps: false,
            closed: false,
        }
    }

    /// Tells the runner of every secret known so far. Called before any text by itself; a caller that prints
    /// elsewhere calls it first.
    pub fn mask(&mut self) {
        for command in self.masks.fresh() {
            self.command(&command);
        }
    }

    fn command(&mut self, command: &Command) {
        self.unfence();
        let _ = writeln!(self.stream, "{command}");
        let _ = self.stream.flush();
    }

    fn unfence(&mut self) {
        if let Some(fence) = self.fence.take() {
            let _ = writeln!(self.stream, "{}", fence.end());
        }
    }

    fn text(&mut self, text: &str) {
        self.mask();
        if self.fence.is_none() {
            let fence = Fence::random();
            let _ = writeln!(self.stream, "{}", fence.begin());
            self.fence = Some(fence);
        }
        // `lines` keeps a carriage return, at which the runner ends a line too.
        for line in text.split(['\n', '\r']) {
            let _ = writeln!(self.stream, "{}", disarm(line));
        }
        // Nobody ends a fence that a late event begins.
        if self.closed {
            self.unfence();
        }
        let _ = self.stream.flush();
    }

    fn end_group(&mut self) {
        if self.group.take().is_some() {
            self.command(&Command::end_group());
        }
    }
}

impl<W: Write + Send> Screen for RunnerLog<W> {
    fn headline(&mut self, line: &str) {
        if self.verbosity > Verbosity::Quiet {
            self.text(line);
        } else {
            self.mask();
        }
    }

    fn expect(&mut self, subjects: &[String]) {
        self.width = widest(subjects.iter().map(String::as_str));
    }

    fn slow(&mut self, steps: &[RunningStep]) {
        let Some(step) = RunningStep::together(steps) else {
            return;
        };
        if self.verbosity == Verbosity::Quiet {
            return;
        }
        let elapsed = step.since.elapsed();
        match &mut self.group {
            Some(group) if group.number == step.number => {
                if group.said == step.progress && elapsed.saturating_sub(group.at) < QUIET {
                    return;
                }
                group.said.clone_from(&step.progress);
                group.at = elapsed;
            }
            _ => {
                self.end_group();
                let title = if step.subject.is_empty() {
                    step.stage.word().to_owned()
                } else {
                    format!("{} {}", step.stage.word(), step.subject)
                };
                self.mask();
                self.command(&Command::group(clean(&title)));
                self.group = Some(Group {
                    number: step.number,
                    said: step.progress.clone(),
                    at: elapsed,
                });
            }
        }
        let progress = if step.progress.is_empty() {
            "still at it"
        } else {
            &step.progress
        };
        self.text(&format!("{:>8}  {progress}", human_duration(elapsed)));
    }

    fn ended(&mut self, number: u64, step: &Step) {
        if self
            .group
            .as_ref()
            .is_some_and(|group| group.number == number)
        {
            self.end_group();
        }
        if self.verbosity > Verbosity::Quiet {
            self.end_group();
            self.steps = true;
            self.text(&step.line(self.width, Style::PLAIN));
        }
    }

    fn words(&mut self, words: &str) {
        self.text(words);
    }

    fn detail(&mut self, line: &str) {
        if self.verbosity == Verbosity::Verbose {
            self.text(line);
        }
    }

    fn close(&mut self, report: &Printable) {
        self.end_group();
        let closing = report.closing_text(Style::PLAIN, self.verbosity);
        let gap = if self.steps { "\n" } else { "" };
        self.text(&format!("{gap}{}", closing.trim_end()));
        for command in annotations(report) {
            self.command(&command);
        }
        self.unfence();
        self.closed = true;
        let _ = self.stream.flush();
    }
}

impl<W: Write> Drop for RunnerLog<W> {
    fn drop(&mut self) {
        self.end_group();
        self.unfence();
        let _ = self.stream.flush();
    }
}

#[cfg(test)]
mod tests;
