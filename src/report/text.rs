//! The report as text for people: step lines, findings, the last line.

use super::{
    Finding, Printable, Severity, Status, Step,
    style::{BOLD, DIM, GREEN, RED, Style, Verbosity},
    wording::human_duration,
};

/// How wide the word of a step is: the longest is `preflight`.
const WORD: usize = 9;

/// Subjects wider than this are not aligned: one long URL would push every detail off the screen.
pub(crate) const WIDEST_SUBJECT: usize = 60;

/// Steps that took at least this many milliseconds say how long.
const WORTH_TELLING: u128 = 1_000;

impl Step {
    /// The step's line, unaligned. The caller gives a [`Step::printable`] one.
    pub fn line(&self, style: Style) -> String {
        self.text(0, style)
    }

    /// The step's line: mark, word, subject (padded to `width` characters), detail. The caller gives a
    /// [`Step::printable`] one.
    pub(crate) fn text(&self, width: usize, style: Style) -> String {
        let mut line = format!("  {} {:WORD$}", style.paint_mark(self.state), self.word());
        if !self.subject.is_empty() {
            line.push(' ');
            if self.detail.is_empty() {
                line.push_str(&self.subject);
            } else {
                line.push_str(&format!("{:width$} ", self.subject));
            }
        }
        if !self.detail.is_empty() {
            line.push(' ');
            line.push_str(&self.detail);
        }
        if let Some(duration) = self.duration
            && duration.as_millis() >= WORTH_TELLING
        {
            let time = format!("  {}", human_duration(duration));
            line.push_str(&style.paint(DIM, &time));
        }
        style.fit(&line)
    }
}

impl Printable {
    /// What is printed when the run is over: the findings, gravest last, and the last line with the ready-to-copy
    /// lines. The headline and the steps were printed while it ran.
    pub fn closing_text(&self, style: Style, verbosity: Verbosity) -> String {
        let mut text = String::new();
        let least = if verbosity == Verbosity::Quiet {
            Severity::Warning
        } else {
            Severity::Note
        };
        for severity in [Severity::Note, Severity::Warning, Severity::Error] {
            if severity < least {
                continue;
            }
            for finding in self.of(severity) {
                text.push_str(&finding_text(finding, style));
                text.push_str("\n\n");
            }
        }
        if self.status() == Status::Failed {
            let aftermath = self.aftermath();
            for (label, targets) in &aftermath {
                for target in targets {
                    text.push_str(&style.fit(&format!("  {label:15}  {target}")));
                    text.push('\n');
                }
            }
            if !aftermath.is_empty() {
                text.push('\n');
            }
        }
        let last = self.last_sentence();
        let colour = match self.status() {
            Status::Failed => RED,
            Status::Released => GREEN,
            Status::Unchanged | Status::Skipped | Status::Planned => BOLD,
        };
        text.push_str(&style.paint(colour, &style.fit(&last)));
        text.push('\n');
        if verbosity > Verbosity::Quiet {
            for line in self.install_lines() {
                text.push_str("  ");
                text.push_str(&style.fit(line));
                text.push('\n');
            }
        }
        text
    }

    /// The lines of all steps, as they were printed while the run went on.
    pub fn steps_text(&self, style: Style) -> String {
        let width = subject_width(self.steps.iter());
        self.steps
            .iter()
            .map(|step| step.text(step_width(step, width), style) + "\n")
            .collect()
    }
}

fn finding_text(finding: &Finding, style: Style) -> String {
    let drawn = finding.text(style);
    drawn
        .lines()
        .map(|line| {
            // Without a source line the library leaves no margin before the arrow, and one before the notes.
            let margin = if finding.has_source() || !is_arrow(line) {
                ""
            } else {
                " "
            };
            style.fit(&format!("{margin}{}", line.trim_end()))
        })
        .collect::<Vec<_>>()
        .join("\n")
}

/// Whether a line is ` --> path`, painted or not.
fn is_arrow(line: &str) -> bool {
    line.strip_prefix('\u{1b}')
        .and_then(|painted| painted.split_once('m'))
        .map_or(line, |(_, bare)| bare)
        .starts_with("-->")
}

/// The column that the details of the preflights share; subjects longer than it go on beyond.
pub(crate) fn subject_width<'a>(steps: impl Iterator<Item = &'a Step>) -> usize {
    steps
        .filter(|step| step.stage == super::Stage::Preflight)
        .map(|step| step.subject.chars().count())
        .filter(|width| *width <= WIDEST_SUBJECT)
        .max()
        .unwrap_or_default()
}

/// Only the preflights are one table; every other step's detail follows its subject.
pub(crate) fn step_width(step: &Step, width: usize) -> usize {
    if step.stage == super::Stage::Preflight {
        width
    } else {
        0
    }
}
