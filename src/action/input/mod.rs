//! Inputs: one definition each, which serves `INPUT_*`, the command line's flag, `action.yml` and the reference.

mod choice;
mod error;
mod flags;
mod reader;
#[cfg(test)]
mod tests;

pub use choice::Choice;
pub(crate) use choice::choices;
pub use error::{CODES, InputError, NOT_A_BOOLEAN, NOT_ONE_LINE, NOT_UNICODE, UNKNOWN_CHOICE};
pub use flags::with_flags;
pub use reader::{Reader, Source};

/// The definition of one input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Input {
    /// Its one name: `pages-branch` is `with: pages-branch:` and `--pages-branch`.
    pub name: &'static str,
    /// What it holds.
    pub kind: InputKind,
    /// What holds when it is not given.
    pub default: InputDefault,
    /// Where it can be given.
    pub surface: Surface,
    /// The flag's short form.
    pub short: Option<char>,
    /// What it is, in one line without a full stop.
    pub summary: &'static str,
    /// What else there is to know, in Markdown; may be empty.
    pub details: &'static str,
}

/// What an input holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputKind {
    /// One line of text; the word names it in `--help`.
    Text(&'static str),
    /// Several values, one a line; on the command line the flag may be repeated.
    Lines(&'static str),
    /// `true` or `false`, as the runner's toolkit reads them.
    Boolean,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A credential.
    Secret,
    /// A path, from the workspace.
    Path,
}

/// What holds when an input is not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputDefault {
    /// Nothing; the words say what happens then ("the event's tag").
    Derived(&'static str),
    /// This value.
    Value(&'static str),
    /// In `action.yml` this expression, evaluated by the runner; nothing on the command line.
    Expression {
        /// `${{ github.token }}`.
        expression: &'static str,
        /// "the workflow's token".
        words: &'static str,
    },
}

/// Where an input can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surface {
    /// In a workflow and on the command line.
    Everywhere,
    /// On the command line only.
    CommandLine,
}

impl Input {
    const fn new(name: &'static str, kind: InputKind, summary: &'static str) -> Self {
        Self {
            name,
            kind,
            default: InputDefault::Derived(""),
            surface: Surface::Everywhere,
            short: None,
            summary,
            details: "",
        }
    }

    /// One line of text; `value` names it in `--help`.
    pub const fn text(name: &'static str, value: &'static str, summary: &'static str) -> Self {
        Self::new(name, InputKind::Text(value), summary)
    }

    /// Several values, one a line.
    pub const fn lines(name: &'static str, value: &'static str, summary: &'static str) -> Self {
        Self::new(name, InputKind::Lines(value), summary)
    }

    /// A boolean, false unless given.
    pub const fn boolean(name: &'static str, summary: &'static str) -> Self {
        Self::new(name, InputKind::Boolean, summary).or("false")
    }

    /// One of several words.
    pub const fn choice(
        name: &'static str,
        words: &'static [&'static str],
        summary: &'static str,
    ) -> Self {
        Self::new(name, InputKind::Choice(words), summary)
    }

    /// A credential.
    pub const fn secret(name: &'static str, summary: &'static str) -> Self {
        Self::new(name, InputKind::Secret, summary)
    }

    /// A path.
    pub const fn path(name: &'static str, summary: &'static str) -> Self {
        Self::new(name, InputKind::Path, summary)
    }

    /// The value when it is not given.
    pub const fn or(self, value: &'static str) -> Self {
        Self {
            default: InputDefault::Value(value),
            ..self
        }
    }

    /// What happens when it is not given.
    pub const fn otherwise(self, words: &'static str) -> Self {
        Self {
            default: InputDefault::Derived(words),
            ..self
        }
    }

    /// The expression that the runner evaluates when it is not given.
    pub const fn or_expression(self, expression: &'static str, words: &'static str) -> Self {
        Self {
            default: InputDefault::Expression { expression, words },
            ..self
        }
    }

    /// What else there is to know, in Markdown.
    pub const fn details(self, details: &'static str) -> Self {
        Self { details, ..self }
    }

    /// On the command line only.
    pub const fn command_line_only(self, short: Option<char>) -> Self {
        Self {
            surface: Surface::CommandLine,
            short,
            ..self
        }
    }

    /// With a short form of the flag.
    pub const fn short(self, short: char) -> Self {
        Self {
            short: Some(short),
            ..self
        }
    }

    /// The value that holds when it is not given, where there is one outside of the runner.
    pub const fn default_value(&self) -> Option<&'static str> {
        match self.default {
            InputDefault::Value(value) => Some(value),
            InputDefault::Derived(_) | InputDefault::Expression { .. } => None,
        }
    }

    /// Whether a workflow can give it.
    pub const fn in_workflows(&self) -> bool {
        matches!(self.surface, Surface::Everywhere)
    }

    /// The names of the environment variables that may hold it, the first that is filled counts: the runner's
    /// (spaces become `_`, upper-case, hyphens stay), act's (every other character outside `[A-Z0-9-]` becomes `_`),
    /// and one that a shell can set (hyphens become `_`).
    pub fn variables(&self) -> Vec<String> {
        let runner = format!("INPUT_{}", self.name.replace(' ', "_").to_uppercase());
        let other = |keep: &str| -> String {
            runner
                .chars()
                .map(|any| {
                    if any.is_ascii_uppercase() || any.is_ascii_digit() || keep.contains(any) {
                        any
                    } else {
                        '_'
                    }
                })
                .collect()
        };
        let mut names = vec![runner.clone(), other("-_"), other("_")];
        names.dedup();
        names
    }
}
