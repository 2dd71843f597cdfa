//! The report as text for people: step lines, findings, the last line.

use super::{
    Finding, Printable, Severity, Stage, Status, Step, StepState,
    style::{BOLD, DIM, GREEN, RED, Style, Verbosity},
    wording::human_duration,
};

/// How wide the word of a step is: the longest is `preflight`.
const WORD: usize = 9;

/// Subjects wider than this are not aligned: one long URL would push every detail off the screen.
const WIDEST_SUBJECT: usize = 60;

/// Steps that took at least this many milliseconds say how long.
const WORTH_TELLING: u128 = 1_000;

impl Step {
    /// The step's line; details of steps at the targets stand in one column when the widest target takes `width`
    /// characters. The caller gives a [`Step::printable`] one.
    pub fn line(&self, width: usize, style: Style) -> String {
        self.text(step_width(self, width), style)
    }

    /// The step's line: mark, word, subject (padded to `width` characters), detail. The caller gives a
    /// [`Step::printable`] one.
    fn text(&self, width: usize, style: Style) -> String {
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
        if self.status() == Status::Passed && verbosity == Verbosity::Quiet {
            return text;
        }
        let last = self.last_sentence();
        let colour = match self.status() {
            Status::Failed => RED,
            Status::Released | Status::Passed => GREEN,
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
        let width = widest(
            self.steps
                .iter()
                .filter(|step| step.stage == Stage::Preflight)
                .map(|step| step.subject.as_str()),
        );
        self.steps
            .iter()
            .map(|step| step.line(width, style) + "\n")
            .collect()
    }
}

fn finding_text(finding: &Finding, style: Style) -> String {
    let drawn = finding.text(style);
    // Without a place the library draws a margin between the headline and the notes, beside nothing.
    let beside_nothing = drawn
        .lines()
        .position(is_bar)
        .filter(|_| finding.place.is_none());
    drawn
        .lines()
        .enumerate()
        .filter(|(number, _)| beside_nothing != Some(*number))
        .map(|(_, line)| line)
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
    unpainted(line).starts_with("-->")
}

/// Whether a line is the margin's bar alone, painted or not.
fn is_bar(line: &str) -> bool {
    unpainted(line).trim() == "|"
}

/// The line without the colours (ECMA-48 SGR).
fn unpainted(line: &str) -> String {
    let mut parts = line.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |bare, part| {
        bare + part.split_once('m').map_or(part, |(_, text)| text)
    })
}

/// The column that the details of the steps at the targets share; subjects longer than it go on beyond.
pub fn widest<'a>(subjects: impl IntoIterator<Item = &'a str>) -> usize {
    subjects
        .into_iter()
        .map(|subject| subject.chars().count())
        .filter(|width| *width <= WIDEST_SUBJECT)
        .max()
        .unwrap_or_default()
}

/// The steps at the targets are one table; every other step's detail follows its subject.
fn step_width(step: &Step, width: usize) -> usize {
    match (step.stage, step.state) {
        (_, StepState::Note) => 0,
        (Stage::Preflight | Stage::Publish | Stage::Verify, _) => width,
        (Stage::Tag | Stage::Chart | Stage::Package, _) => 0,
    }
}
