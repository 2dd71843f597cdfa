//! How text is drawn: colours, marks, and how much of it.

use super::step::StepState;

/// How much is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Verbosity {
    /// Warnings, errors and the last line (`--quiet`).
    Quiet,
    /// The steps too.
    #[default]
    Normal,
    /// Debug events too (`-v`, or `RUNNER_DEBUG=1`).
    Verbose,
}

/// What the place that shows the text can draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// ANSI colours.
    pub colour: bool,
    /// Characters beyond ASCII.
    pub unicode: bool,
    /// A cursor that can go back to the start of its line.
    pub cursor: bool,
}

impl Style {
    /// No colours and no cursor, UTF-8: files, and the runner's log.
    pub const PLAIN: Self = Self {
        colour: false,
        unicode: true,
        cursor: false,
    };

    /// What a stream can show. `variable` looks a variable of the environment up; `NO_COLOR` (no-color.org: any
    /// value that is not empty) and `TERM=dumb` take the colours away; the locale (`LC_ALL`, else `LC_CTYPE`, else
    /// `LANG`: POSIX's order) says whether it is UTF-8.
    pub fn detect(is_terminal: bool, variable: impl Fn(&str) -> Option<String>) -> Self {
        let given = |name: &str| variable(name).filter(|value| !value.is_empty());
        let dumb = given("TERM").is_none_or(|term| term == "dumb");
        let locale = given("LC_ALL")
            .or_else(|| given("LC_CTYPE"))
            .or_else(|| given("LANG"))
            .unwrap_or_default()
            .to_ascii_lowercase();
        Self {
            colour: is_terminal && !dumb && given("NO_COLOR").is_none(),
            // A file or a pipe is read by programs and editors, which take UTF-8.
            unicode: !is_terminal || locale.contains("utf-8") || locale.contains("utf8"),
            cursor: is_terminal && !dumb,
        }
    }

    pub(crate) const fn mark(self, state: StepState) -> &'static str {
        match (state, self.unicode) {
            (StepState::Done, true) => "✓",
            (StepState::Done, false) => "+",
            (StepState::Failed, true) => "✗",
            (StepState::Failed, false) => "x",
            (_, true) => "·",
            (_, false) => ".",
        }
    }

    pub(crate) const fn mark_running(self) -> &'static str {
        if self.unicode { "…" } else { "." }
    }

    pub(crate) fn paint_mark(self, state: StepState) -> String {
        let mark = self.mark(state);
        match state {
            StepState::Done => self.paint(GREEN, mark),
            StepState::Failed => self.paint(RED, mark),
            StepState::Skipped | StepState::NotReached | StepState::Note => self.paint(DIM, mark),
        }
    }

    pub(crate) fn paint(self, colour: Colour, text: &str) -> String {
        if self.colour && !text.is_empty() {
            format!("\u{1b}[{}m{text}\u{1b}[0m", colour.0)
        } else {
            text.to_owned()
        }
    }

    /// `text` as the place can show it. Run on whole lines after painting: it leaves escapes alone.
    pub(crate) fn fit(self, text: &str) -> String {
        if self.unicode || text.is_ascii() {
            return text.to_owned();
        }
        let mut fitted = String::with_capacity(text.len());
        for character in text.chars() {
            match character {
                '·' | '–' | '—' => fitted.push('-'),
                '…' => fitted.push_str("..."),
                '✓' => fitted.push('+'),
                '✗' => fitted.push('x'),
                '‘' | '’' => fitted.push('\''),
                '“' | '”' => fitted.push('"'),
                other if other.is_ascii() => fitted.push(other),
                _ => fitted.push('?'),
            }
        }
        fitted
    }
}

/// A colour, as the number in its escape (ECMA-48, "select graphic rendition").
#[derive(Clone, Copy)]
pub(crate) struct Colour(&'static str);

pub(crate) const GREEN: Colour = Colour("32");
pub(crate) const RED: Colour = Colour("31");
pub(crate) const DIM: Colour = Colour("2");
pub(crate) const BOLD: Colour = Colour("1");

#[cfg(test)]
mod tests {
    use super::*;

    fn detect(is_terminal: bool, variables: &[(&str, &str)]) -> Style {
        Style::detect(is_terminal, |name| {
            variables
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn colours_need_a_terminal_and_no_veto() {
        let utf8 = ("LANG", "C.UTF-8");
        let term = ("TERM", "xterm");
        assert!(detect(true, &[utf8, term]).colour);
        assert!(detect(true, &[utf8, term, ("NO_COLOR", "")]).colour);
        assert!(!detect(true, &[utf8, term, ("NO_COLOR", "1")]).colour);
        assert!(!detect(true, &[utf8, ("TERM", "dumb")]).colour);
        assert!(!detect(true, &[utf8]).colour);
        assert_eq!(detect(false, &[utf8, term]), Style::PLAIN);
    }

    #[test]
    fn the_locale_decides_about_marks_in_posix_order() {
        let term = ("TERM", "xterm");
        for (variables, unicode) in [
            (vec![("LANG", "en_GB.UTF-8")], true),
            (vec![("LANG", "de_DE.utf8")], true),
            (vec![("LANG", "C")], false),
            (vec![], false),
            (vec![("LC_ALL", "C"), ("LANG", "C.UTF-8")], false),
            (vec![("LC_ALL", ""), ("LC_CTYPE", "C.UTF-8")], true),
        ] {
            let all: Vec<_> = variables.iter().copied().chain([term]).collect();
            assert_eq!(detect(true, &all).unicode, unicode, "{variables:?}");
        }
    }

    #[test]
    fn a_terminal_without_utf8_gets_ascii_only() {
        let style = Style {
            colour: false,
            unicode: false,
            cursor: true,
        };
        let fitted = style.fit("✓ café · 9b1f…e07a ‘x’ — ✗");
        assert_eq!(fitted, "+ caf? - 9b1f...e07a 'x' - x");
    }
}
