//! A terminal, or a file or pipe in its place.

use std::io::Write;

use super::screen::{RunningStep, Screen};
use super::style::{BOLD, DIM, Style, Verbosity};
use super::{Printable, Step, text::widest, wording::human_duration};

/// Goes back to the start of the line and clears it (ECMA-48 EL).
const CLEAR: &str = "\r\u{1b}[2K";

/// Keeps the terminal from wrapping a long live line, which could then not be cleared (DECAWM).
const NO_WRAP: &str = "\u{1b}[?7l";
const WRAP: &str = "\u{1b}[?7h";

/// Shows a run on a stream: step lines as they end, and on a terminal a live line below them.
pub struct Terminal<W> {
    stream: W,
    style: Style,
    verbosity: Verbosity,
    width: usize,
    live: bool,
    steps: bool,
}

impl<W: Write> Terminal<W> {
    /// Shows on `stream`, which can draw what `style` says.
    pub const fn new(stream: W, style: Style, verbosity: Verbosity) -> Self {
        Self {
            stream,
            style,
            verbosity,
            width: 0,
            live: false,
            steps: false,
        }
    }

    fn line(&mut self, line: &str) {
        self.clear();
        let _ = writeln!(self.stream, "{line}");
        let _ = self.stream.flush();
    }

    fn clear(&mut self) {
        if self.live {
            self.live = false;
            let _ = write!(self.stream, "{CLEAR}");
        }
    }
}

impl<W: Write + Send> Screen for Terminal<W> {
    fn headline(&mut self, line: &str) {
        if self.verbosity > Verbosity::Quiet {
            let line = self.style.fit(line);
            self.line(&self.style.paint(BOLD, &line));
            self.line("");
        }
    }

    fn expect(&mut self, subjects: &[String]) {
        self.width = widest(subjects.iter().map(String::as_str));
    }

    fn slow(&mut self, steps: &[RunningStep]) {
        let Some(step) = RunningStep::together(steps) else {
            return;
        };
        if !self.style.cursor || self.verbosity == Verbosity::Quiet {
            return;
        }
        let mut line = format!("  {} {:9}", self.style.mark_running(), step.stage.word());
        for part in [&step.subject, &step.progress] {
            if !part.is_empty() {
                line.push_str(&format!(" {part} "));
            }
        }
        line.push_str(&format!(" {}", human_duration(step.since.elapsed())));
        let line = self.style.paint(DIM, &self.style.fit(&line));
        let _ = write!(self.stream, "{CLEAR}{NO_WRAP}{line}{WRAP}");
        let _ = self.stream.flush();
        self.live = true;
    }

    fn ended(&mut self, _number: u64, step: &Step) {
        if self.verbosity > Verbosity::Quiet {
            self.steps = true;
            let line = step.line(self.width, self.style);
            self.line(&line);
        }
    }

    fn words(&mut self, words: &str) {
        self.line(words);
        self.line("");
    }

    fn detail(&mut self, line: &str) {
        if self.verbosity == Verbosity::Verbose {
            let line = self.style.paint(DIM, &self.style.fit(line));
            self.line(&line);
        }
    }

    fn close(&mut self, report: &Printable) {
        if self.steps {
            self.line("");
        }
        let closing = report.closing_text(self.style, self.verbosity);
        self.clear();
        let _ = self.stream.write_all(closing.as_bytes());
        let _ = self.stream.flush();
    }
}
