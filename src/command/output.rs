//! How every command reports on the command line: its format and how much it says.

use clap::ArgMatches;

use crate::action::environment::Environment;
use crate::action::input::{Choice, Input, InputError, Reader, choices};
use crate::report::Verbosity;

const FORMAT: Input = Input::choice(
    "format",
    PlainFormat::WORDS,
    "What to print to standard output",
)
.or("text")
.details("`json` prints the whole report; what people read goes to standard error either way.")
.command_line_only(None);

const LINT_FORMAT: Input =
    Input::choice("format", Format::WORDS, "What to print to standard output")
        .or("text")
        .details(
            "`helm` prints what `helm lint` prints, and nothing else; `json` the whole report; `sarif` the findings for \
             code scanning; `github` annotations. What people read goes to standard error but for `helm`.",
        )
        .command_line_only(None);

const QUIET: Input =
    Input::boolean("quiet", "Print findings and the last line only").command_line_only(Some('q'));

const VERBOSE: Input =
    Input::boolean("verbose", "Print what is done in detail").command_line_only(Some('v'));

const CHECK_FORMAT: Input = Input::choice(
    "format",
    CheckFormat::WORDS,
    "What to print to standard output",
)
.or("text")
.details(
    "`json` prints the whole report, `sarif` the findings for code scanning, `github` annotations; what people read \
     goes to standard error either way.",
)
.command_line_only(None);

/// The flags of every command.
pub const INPUTS: &[Input] = &[FORMAT, QUIET, VERBOSE];

/// The same for `lint`, which has more formats.
pub const LINT_INPUTS: &[Input] = &[LINT_FORMAT, QUIET, VERBOSE];

/// The same for a command that finds what is wrong and changes nothing.
pub const CHECK_INPUTS: &[Input] = &[CHECK_FORMAT, QUIET, VERBOSE];

choices! {
    /// What goes to standard output.
    pub enum Format {
        /// Nothing: the report is text, on standard error.
        Text = "text",
        /// Helm's own words, which the command prints; they are all that is said.
        Helm = "helm",
        /// The report as JSON.
        Json = "json",
        /// The findings as SARIF.
        Sarif = "sarif",
        /// The findings as workflow commands.
        Github = "github",
    }
}

choices! {
    /// The formats of every command.
    pub enum PlainFormat {
        /// See [`Format::Text`].
        Text = "text",
        /// See [`Format::Json`].
        Json = "json",
    }
}

choices! {
    /// The formats of a command that finds what is wrong and changes nothing.
    pub enum CheckFormat {
        /// See [`Format::Text`].
        Text = "text",
        /// See [`Format::Json`].
        Json = "json",
        /// See [`Format::Sarif`].
        Sarif = "sarif",
        /// See [`Format::Github`].
        Github = "github",
    }
}

impl From<CheckFormat> for Format {
    fn from(format: CheckFormat) -> Self {
        match format {
            CheckFormat::Text => Self::Text,
            CheckFormat::Json => Self::Json,
            CheckFormat::Sarif => Self::Sarif,
            CheckFormat::Github => Self::Github,
        }
    }
}

impl From<PlainFormat> for Format {
    fn from(format: PlainFormat) -> Self {
        match format {
            PlainFormat::Text => Self::Text,
            PlainFormat::Json => Self::Json,
        }
    }
}

/// How to report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OutputOptions {
    /// What goes to standard output.
    pub format: Format,
    /// How much is said on standard error.
    pub verbosity: Verbosity,
}

impl OutputOptions {
    /// For a command whose output is what it prints: without a problem it says no more than that.
    #[must_use]
    pub fn quiet_when_well(self) -> Self {
        let verbosity = match self.verbosity {
            Verbosity::Normal => Verbosity::Quiet,
            other => other,
        };
        Self { verbosity, ..self }
    }
}

/// Reads the flags. There is always something to report with, so that a problem can be shown in the format asked for;
/// `--verbose` outdoes `--quiet`.
pub fn read(flags: &ArgMatches, environment: &Environment) -> (OutputOptions, Vec<InputError>) {
    read_as::<PlainFormat>(&FORMAT, flags, environment)
}

/// The same for `lint`.
pub fn read_of_lint(
    flags: &ArgMatches,
    environment: &Environment,
) -> (OutputOptions, Vec<InputError>) {
    read_as::<Format>(&LINT_FORMAT, flags, environment)
}

/// The same for a command that finds what is wrong and changes nothing.
pub fn read_of_check(
    flags: &ArgMatches,
    environment: &Environment,
) -> (OutputOptions, Vec<InputError>) {
    read_as::<CheckFormat>(&CHECK_FORMAT, flags, environment)
}

fn read_as<C: Choice + Into<Format>>(
    format: &Input,
    flags: &ArgMatches,
    environment: &Environment,
) -> (OutputOptions, Vec<InputError>) {
    let mut reader = Reader::new(flags, environment);
    let format = reader.choice::<C>(format).into();
    let quiet = reader.boolean(&QUIET);
    let verbose = reader.boolean(&VERBOSE) || environment.filled("RUNNER_DEBUG") == Some("1");
    let verbosity = match (verbose, quiet) {
        (true, _) => Verbosity::Verbose,
        (false, true) => Verbosity::Quiet,
        (false, false) => Verbosity::Normal,
    };
    (OutputOptions { format, verbosity }, reader.problems())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::input::with_flags;

    #[test]
    fn flags_and_the_runners_debug_mode_are_read() {
        type Variables<'a> = &'a [(&'a str, &'a str)];
        type Expected = (Format, Verbosity, usize);
        let table: &[(&[&str], Variables<'_>, Expected)] = &[
            (&[], &[], (Format::Text, Verbosity::Normal, 0)),
            (
                &["--format", "json"],
                &[],
                (Format::Json, Verbosity::Normal, 0),
            ),
            (
                &["--format", "yaml"],
                &[],
                (Format::Text, Verbosity::Normal, 1),
            ),
            (&["-q"], &[], (Format::Text, Verbosity::Quiet, 0)),
            (&["-v"], &[], (Format::Text, Verbosity::Verbose, 0)),
            (&["-vv"], &[], (Format::Text, Verbosity::Verbose, 0)),
            (&["-q", "-v"], &[], (Format::Text, Verbosity::Verbose, 0)),
            (
                &[],
                &[("RUNNER_DEBUG", "1")],
                (Format::Text, Verbosity::Verbose, 0),
            ),
            (
                &[],
                &[("INPUT_QUIET", "true")],
                (Format::Text, Verbosity::Normal, 0),
            ),
        ];
        for (arguments, variables, (format, verbosity, problems)) in table {
            let matches = with_flags(
                clap::Command::new("test").no_binary_name(true),
                INPUTS,
                |_| "How",
            )
            .try_get_matches_from(*arguments)
            .unwrap();
            let (options, found) =
                read(&matches, &Environment::from_iter(variables.iter().copied()));
            assert_eq!(options.format, *format, "{arguments:?}");
            assert_eq!(options.verbosity, *verbosity, "{arguments:?}");
            assert_eq!(found.len(), *problems, "{arguments:?}");
        }
    }
}
