//! Reading inputs: flag, then variable, then default; an empty text means "not given".

use std::fmt;

use camino::Utf8PathBuf;
use clap::ArgMatches;

use super::{Choice, Input, InputError};
use crate::action::environment::Environment;
use crate::secret::Secret;

/// Where a value was given, for messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// By the command line's flag.
    Flag(&'static str),
    /// By an environment variable: the runner's way to hand over `with:`.
    Variable(String),
}

impl fmt::Display for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) => write!(formatter, "--{name}"),
            Self::Variable(name) => formatter.write_str(name),
        }
    }
}

/// Reads the inputs of one command and gathers what is wrong with them.
#[derive(Debug)]
pub struct Reader<'a> {
    flags: &'a ArgMatches,
    environment: &'a Environment,
    problems: Vec<InputError>,
}

impl<'a> Reader<'a> {
    /// `flags` were parsed by a command with [`super::with_flags`].
    pub fn new(flags: &'a ArgMatches, environment: &'a Environment) -> Self {
        Self {
            flags,
            environment,
            problems: Vec::new(),
        }
    }

    /// What was wrong with the values read so far.
    pub fn problems(self) -> Vec<InputError> {
        self.problems
    }

    /// One line of text.
    pub fn text(&mut self, input: &Input) -> Option<String> {
        self.one_line(input)
    }

    /// A path, as it was written.
    pub fn path(&mut self, input: &Input) -> Option<Utf8PathBuf> {
        self.one_line(input).map(Utf8PathBuf::from)
    }

    /// A credential; registered for redaction before anything else is done with it.
    pub fn secret(&mut self, input: &Input) -> Option<Secret> {
        self.value(input).map(Secret::new)
    }

    /// Several values: split at line ends, trimmed, without empty ones.
    pub fn lines(&mut self, input: &Input) -> Vec<String> {
        self.value(input)
            .unwrap_or_default()
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// Several values, each as it was written: on the command line one a flag, blanks and line ends included; in a
    /// workflow one a line.
    pub fn each(&mut self, input: &Input) -> Vec<String> {
        match self.flags.try_get_many::<String>(input.name) {
            Ok(Some(values)) => values.cloned().collect(),
            _ => self.lines(input),
        }
    }

    /// A boolean in one of the toolkit's spellings: `true`, `True`, `TRUE`, `false`, `False`, `FALSE`.
    pub fn boolean(&mut self, input: &Input) -> bool {
        let default = input.default_value().is_some_and(|value| value == "true");
        let Some((value, source)) = self.given(input) else {
            return default;
        };
        match value.as_str() {
            "true" | "True" | "TRUE" => true,
            "false" | "False" | "FALSE" => false,
            _ => {
                self.problems.push(InputError::NotBoolean {
                    input: input.name,
                    value,
                    source_of_value: source,
                });
                default
            }
        }
    }

    /// One of the words of a type; its default when nothing, or nothing known, is given.
    pub fn choice<C: Choice>(&mut self, input: &Input) -> C {
        let Some((value, source)) = self.given(input) else {
            return C::default();
        };
        C::from_word(&value).unwrap_or_else(|| {
            self.problems.push(InputError::UnknownChoice {
                input: input.name,
                value,
                allowed: C::WORDS,
                source_of_value: source,
            });
            C::default()
        })
    }

    fn one_line(&mut self, input: &Input) -> Option<String> {
        match self.given(input) {
            Some((value, source)) if value.contains(char::is_control) => {
                self.problems.push(InputError::NotOneLine {
                    input: input.name,
                    value,
                    source_of_value: source,
                });
                None
            }
            Some((value, _)) => Some(value),
            None => input.default_value().map(str::to_owned),
        }
    }

    fn value(&mut self, input: &Input) -> Option<String> {
        self.given(input)
            .map(|(value, _)| value)
            .or_else(|| input.default_value().map(str::to_owned))
    }

    /// The trimmed value and where it was given.
    fn given(&mut self, input: &Input) -> Option<(String, Source)> {
        // A command that has no such flag (its inputs are another table's) has none given.
        if let Ok(Some(values)) = self.flags.try_get_many::<String>(input.name) {
            let value = values.map(String::as_str).collect::<Vec<_>>().join("\n");
            if let Some(value) = filled(&value) {
                return Some((value, Source::Flag(input.name)));
            }
        }
        if !input.in_workflows() {
            return None;
        }
        for variable in input.variables() {
            if self.environment.is_not_unicode(&variable) {
                self.problems.push(InputError::NotUnicode {
                    input: input.name,
                    source_of_value: Source::Variable(variable),
                });
                return None;
            }
            if let Some(value) = self.environment.get(&variable).and_then(filled) {
                return Some((value, Source::Variable(variable)));
            }
        }
        None
    }
}

fn filled(value: &str) -> Option<String> {
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}
