//! `chartwright lint`: what `helm lint` says, without Helm, and what it passes over.

mod chart;
pub mod definitions;
pub mod error;
mod helm;
pub mod inputs;
mod parallel;

use std::io::Write as _;

use camino::Utf8PathBuf;
use clap::{Arg, ArgAction, ArgMatches, Command};
use gotemplate::{Map, Value};

use super::output::{self, Format};
use super::session::Session;
use crate::action::context::RunContext;
use crate::action::environment::Environment;
use crate::action::input::with_flags;
use crate::action::ownership::hand_over;
use crate::report::{Explain, Report, Verbosity};
use chart::{Answer, Call};
use error::{LintInputError, SarifFileError};
use inputs::LintInputs;

/// The words of the command line that are no flags.
const WORDS: &str = "words";

const EXAMPLES: &str = "\
Examples:
  chartwright lint examples/charts/podlet
  chartwright lint --strict --ci-values charts/*
  chartwright lint --format sarif charts/web > lint.sarif

The flags are those of `helm lint`, and with `--format helm` the standard output is the same, byte for byte.
Each flag is an input of the action actions/lint, too.";

/// The command with its flags.
pub fn command() -> Command {
    let command = Command::new("lint")
        .about("Lint charts as `helm lint` does, and tell what it passes over")
        .override_usage("chartwright lint [PATH…] [FLAGS]")
        .after_help(EXAMPLES)
        .arg(
            Arg::new(WORDS)
                .value_name("PATH")
                .help("The charts: directories, or packages (.tgz) [default: .]")
                .action(ArgAction::Append),
        );
    with_flags(
        command,
        definitions::INPUTS.iter().chain(output::LINT_INPUTS),
        |_| "Options",
    )
}

/// Runs the command, and gives the exit code.
pub fn run(flags: &ArgMatches, environment: &Environment) -> u8 {
    let context = RunContext::read(environment);
    let (options, problems) = output::read_of_lint(flags, environment);
    let session = Session::open(options, environment, &context);
    let mut report = Report::check("lint");
    report.run_url = context.run_url();
    report.find(problems.into_iter().map(|problem| problem.finding()));
    let answers = match inputs::read(flags, environment) {
        Ok(_) if report.first_error().is_some() => return session.close(report),
        Ok(inputs) => {
            if let [chart] = inputs.charts.as_slice() {
                report.chart = Some(Utf8PathBuf::from(chart));
            }
            lint(&inputs, environment).map(|answers| (inputs, answers))
        }
        Err(problems) => Err(problems),
    };
    match answers {
        Ok((inputs, answers)) => {
            if options.format == Format::Helm {
                let blocks: Vec<_> = answers.iter().map(|one| one.blocks.as_slice()).collect();
                let quiet = options.verbosity == Verbosity::Quiet;
                let printed = helm::printed(&blocks, inputs.mode, quiet);
                // A reader that closed the pipe has seen what it wanted.
                let _ = std::io::stdout()
                    .lock()
                    .write_all(printed.output.as_bytes());
                if let Some(error) = printed.error {
                    session.words(&error);
                }
            }
            report.find(answers.into_iter().flat_map(|answer| answer.findings));
            if let Some(path) = &inputs.sarif_file {
                match std::fs::write(path, report.printable().sarif() + "\n") {
                    Ok(()) => {
                        if let Some(workspace) = &context.workspace {
                            hand_over(workspace.as_std_path(), path.as_std_path());
                        }
                    }
                    Err(source) => {
                        let path = path.clone();
                        report.find([SarifFileError { path, source }.finding()]);
                    }
                }
            }
        }
        Err(problems) => {
            if let (Format::Helm, Some(first)) = (options.format, problems.first()) {
                session.words(&format!("Error: {first}"));
            }
            report.find(problems.into_iter().map(|problem| problem.finding()));
        }
    }
    session.close(report)
}

/// Lints every chart that is asked for, and gives the answers in the order in which Helm does.
fn lint(
    inputs: &LintInputs,
    environment: &Environment,
) -> Result<Vec<Answer>, Vec<LintInputError>> {
    let mut paths = inputs.charts.clone();
    if inputs.with_subcharts {
        for path in &inputs.charts {
            paths.extend(::helm::lint::path::subcharts(path));
        }
    }
    let (user, files) = chart::read_values(inputs).map_err(|error| vec![error.into()])?;
    let call = Call {
        inputs,
        files,
        working_directory: working_directory(environment),
    };
    if has_tables(&user) {
        // Helm fills the user's tables with a chart's defaults, and the next chart sees them.
        return Ok(paths
            .iter()
            .map(|path| call.lint_with(path, &user))
            .collect());
    }
    Ok(parallel::each(&paths, |path| call.lint(path)))
}

fn has_tables(user: &Map) -> bool {
    user.entries()
        .iter()
        .any(|(_, value)| matches!(value, Value::Map(_)))
}

/// The working directory as the shell calls it, links included, as Go's `os.Getwd` does.
fn working_directory(environment: &Environment) -> Utf8PathBuf {
    let real = std::env::current_dir().unwrap_or_default();
    let named = environment.filled("PWD").map(Utf8PathBuf::from);
    named
        .filter(|named| {
            named.is_absolute() && named.canonicalize().is_ok_and(|found| found == real)
        })
        .or_else(|| Utf8PathBuf::from_path_buf(real).ok())
        .unwrap_or_default()
}
