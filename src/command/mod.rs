//! The commands: each has its inputs, and nothing else but a call of what does the work.

pub mod output;
pub mod reference;
pub mod release;

use clap::Command;

/// The whole command line.
pub fn command_line() -> Command {
    Command::new("chartwright")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Turns a git tag into a Helm chart release that can be proven")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(release::command())
        .subcommand(reference::command())
}
