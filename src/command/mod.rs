//! The commands: each has its inputs, and nothing else but a call of what does the work.

pub mod lint;
pub mod output;
pub mod reference;
pub mod release;
pub mod session;
pub mod template;
pub mod values;
pub mod verify;

use std::ffi::OsString;
use std::io::Write as _;

use clap::Command;
use clap::error::ErrorKind;

use crate::action::environment::Environment;
use crate::report::Blame;

/// The whole command line.
pub fn command_line() -> Command {
    program().subcommands(COMMANDS.iter().map(|(_, command)| command()))
}

/// A command's name, and what makes it.
type Named = (&'static str, fn() -> Command);

/// The commands, in the order of the help.
const COMMANDS: &[Named] = &[
    ("release", release::command),
    ("lint", lint::command),
    ("template", template::command),
    ("verify", verify::command),
    ("reference", reference::command),
];

fn program() -> Command {
    Command::new("chartwright")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Turns a git tag into a Helm chart release that can be proven")
        .subcommand_required(true)
        .arg_required_else_help(true)
}

/// The command line as far as these arguments need it: all commands with all their flags are a part of what a lint of a
/// small chart takes.
fn command_line_for(arguments: &[OsString]) -> Command {
    let first = arguments.get(1);
    let named = COMMANDS
        .iter()
        .find(|(name, _)| first.is_some_and(|first| first == name));
    match named {
        Some((_, command)) => program().subcommand(command()),
        None => command_line(),
    }
}

/// Runs the command that the arguments name, and gives the exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>, environment: &Environment) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let matches = match command_line_for(&arguments).try_get_matches_from(arguments) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_alone_says_what_it_says_among_all() {
        for (name, command) in COMMANDS {
            assert_eq!(command().get_name(), *name);
            for more in ["--help", "-h", "--nonsense", "--version", "--registry"] {
                let arguments = ["chartwright", name, more].map(OsString::from);
                let alone = command_line_for(&arguments);
                assert_eq!(alone.get_subcommands().count(), 1);
                let said = |line: Command| {
                    line.try_get_matches_from(arguments.clone())
                        .map(|_| ())
                        .map_err(|error| error.to_string())
                };
                assert_eq!(said(alone), said(command_line()), "{name} {more}");
            }
        }
        for arguments in [
            &["chartwright"][..],
            &["chartwright", "help", "lint"],
            &["chartwright", "lin"],
        ] {
            let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
            let all = command_line_for(&arguments).get_subcommands().count();
            assert_eq!(all, COMMANDS.len());
        }
    }
}
