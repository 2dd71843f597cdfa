//! `chartwright verify`: reads what is published, and says what is not as it should be.

pub mod definitions;
pub mod error;
pub mod inputs;

use clap::{ArgMatches, Command};

use super::output;
use super::session::Session;
use crate::action::context::RunContext;
use crate::action::environment::Environment;
use crate::action::input::with_flags;
use crate::release::{Journal, SetUpError};
use crate::report::{Explain, Report};
use crate::verify::{What, verify};

const EXAMPLES: &str = "\
Examples:
  chartwright verify --package dist/podlet-1.2.3.tgz --registry oci://ghcr.io/acme/charts --pages-repository acme/charts
      that both targets hold this very package
  chartwright verify --name podlet --version 1.2.3 --registry oci://ghcr.io/acme/charts --pages-repository acme/charts
      that both targets hold this version, with the same content
  chartwright verify --all --pages-repository acme/charts
      every entry of the index, and every package

Nothing is ever written. Each flag is an input of the action actions/verify, too.";

/// The command with its flags.
pub fn command() -> Command {
    let command = Command::new("verify")
        .about("Verify what is published: packages, index and registries, against each other")
        .after_help(EXAMPLES);
    with_flags(
        command,
        definitions::INPUTS
            .iter()
            .chain(definitions::COMMAND_LINE_ONLY)
            .chain(output::CHECK_INPUTS),
        definitions::section,
    )
}

/// Runs the command, and gives the exit code.
pub fn run(flags: &ArgMatches, environment: &Environment) -> u8 {
    let context = RunContext::read(environment);
    let (options, problems) = output::read_of_check(flags, environment);
    // The inputs hold the secrets: they are read before anything is printed.
    let inputs = inputs::read(flags, environment);
    let session = Session::open(options, environment, &context);
    let mut report = Report::check("verify");
    report.run_url = context.run_url();
    report.find(problems.into_iter().map(|problem| problem.finding()));
    if let Err(error) = session.check() {
        report.find([error.finding()]);
    }
    let inputs = match inputs {
        Ok(inputs) => Some(inputs),
        Err(problems) => {
            report.find(problems.into_iter().map(|problem| problem.finding()));
            None
        }
    };
    if let Some(What::Release(release)) = inputs.as_ref().map(|inputs| &inputs.what) {
        report.name = Some(release.name.clone());
        report.version = Some(release.version.clone());
    }
    let mut journal = Journal::new(report, session.live());
    journal.headline();
    if let Some(inputs) = inputs.filter(|_| !journal.has_error()) {
        match SetUpError::runtime_and_client() {
            Ok((runtime, http)) => {
                runtime.block_on(verify(&inputs, &context, &http, &mut journal));
            }
            Err(error) => journal.find([error.finding()]),
        }
    }
    session.close(journal.report)
}
