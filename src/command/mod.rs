//! The commands: each has its inputs, and nothing else but a call of what does the work.

pub mod lint;
pub mod output;
pub mod reference;
pub mod release;
pub mod session;
pub mod template;
pub mod values;
pub mod verify;

use std::io::Write as _;

use clap::Command;
use clap::error::ErrorKind;

use crate::action::environment::Environment;
use crate::report::Blame;

/// The whole command line.
pub fn command_line() -> Command {
    Command::new("chartwright")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Turns a git tag into a Helm chart release that can be proven")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(release::command())
        .subcommand(lint::command())
        .subcommand(template::command())
        .subcommand(verify::command())
        .subcommand(reference::command())
}

/// Runs the command that the arguments name, and gives the exit code.
pub fn run(
    arguments: impl IntoIterator<Item = std::ffi::OsString>,
    environment: &Environment,
) -> u8 {
    let matches = match command_line().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => {
            // clap chooses the stream: help and version go to standard output, mistakes to standard error.
            let _ = error.print();
            return match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => 0,
                _ => Blame::Inputs.exit_code(),
            };
        }
    };
    match matches.subcommand() {
        Some(("release", flags)) => release::run(flags, environment),
        Some(("lint", flags)) => lint::run(flags, environment),
        Some(("template", flags)) => template::run(flags, environment),
        Some(("verify", flags)) => verify::run(flags, environment),
        Some(("reference", flags)) => {
            let _ = write!(std::io::stdout(), "{}", reference::text(flags));
            0
        }
        _ => Blame::Bug.exit_code(),
    }
}
