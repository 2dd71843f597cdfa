//! `chartwright release`: one chart from one tag to every target.

pub mod definitions;
pub mod error;
pub mod inputs;
pub(in crate::command) mod pages;
pub(in crate::command) mod registries;
#[cfg(test)]
mod tests;

use camino::Utf8PathBuf;
use clap::{Arg, ArgAction, ArgMatches, Command};

use super::output;
use super::session::Session;
use crate::action::context::RunContext;
use crate::action::environment::Environment;
use crate::action::event::Event;
use crate::action::input::with_flags;
use crate::release::{Journal, Request, release};
use crate::report::{Explain, Report};

const EXAMPLES: &str = "\
Examples:
  chartwright release --tag v1.2.3
      a rehearsal: to dist/registry and dist/pages, without a network
  chartwright release --tag v1.2.3 --dry-run --registry oci://ghcr.io/acme/charts
      everything but the writes
  chartwright release --tag v1.2.3 --registry oci://ghcr.io/acme/charts --pages-repository acme/charts
      a release to both

Each flag is an input of the action too, and is read from INPUT_<NAME> when it is not given.";

/// The command with its flags.
pub fn command() -> Command {
    let command = Command::new("release")
        .about(
            "Release one chart from a git tag: check, package, publish, and see that it is there",
        )
        .after_help(EXAMPLES)
        .disable_help_flag(true);
    with_flags(
        command,
        definitions::INPUTS
            .iter()
            .chain(definitions::COMMAND_LINE_ONLY)
            .chain(output::INPUTS),
        definitions::section,
    )
    .arg(
        Arg::new("help")
            .long("help")
            .short('h')
            .help("Print this help")
            .help_heading(definitions::HOW)
            .action(ArgAction::Help),
    )
}

/// Runs the command in the current directory, which is the root of the checkout (the runner starts there), and gives
/// the exit code.
pub fn run(flags: &ArgMatches, environment: &Environment) -> u8 {
    let context = RunContext::read(environment);
    let (options, mut problems) = output::read(flags, environment);
    // The inputs hold the secrets: they are read before anything is printed.
    let inputs = inputs::read(flags, environment);
    let event = Event::read(environment);
    let session = Session::open(options, environment, &context);

    let mut report = Report::new("release");
    report.run_url = context.run_url();
    report.find(problems.drain(..).map(|problem| problem.finding()));
    if let Err(error) = session.check() {
        report.find([error.finding()]);
    }
    let request = match (inputs, event) {
        (Ok(inputs), Ok(event)) => Some(Request {
            inputs,
            event,
            context,
            root: Utf8PathBuf::from("."),
        }),
        (inputs, event) => {
            report.find(
                inputs
                    .err()
                    .into_iter()
                    .flatten()
                    .map(|error| error.finding()),
            );
            report.find(event.err().map(|error| error.finding()));
            None
        }
    };
    let mut journal = Journal::new(report, session.live());
    match request {
        Some(request) if !journal.has_error() => release(request, &mut journal),
        _ => journal.headline(),
    }
    session.close(journal.report)
}
