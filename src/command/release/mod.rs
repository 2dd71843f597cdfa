//! `chartwright release`: one chart from one tag to every target.

pub mod definitions;
pub mod error;
pub mod inputs;
mod pages;
mod registries;
#[cfg(test)]
mod tests;

use clap::Command;

use super::output;
use crate::action::input::with_flags;

/// The command with its flags.
pub fn command() -> Command {
    let command = Command::new("release").about(
        "Release one chart from a git tag: check, package, publish, and see that it is there",
    );
    with_flags(
        command,
        definitions::INPUTS
            .iter()
            .chain(definitions::COMMAND_LINE_ONLY)
            .chain(output::INPUTS),
    )
}
