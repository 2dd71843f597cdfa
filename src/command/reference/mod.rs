//! `chartwright reference`: `action.yml` and the reference pages, from the same definitions as the program.

mod action;
mod findings;
mod inputs;

use clap::{Arg, ArgMatches, Command};

pub use action::action_file;
pub use findings::{codes, findings_page};
pub use inputs::release_page;

/// The image of `action.yml` in the repository itself.
pub const IMAGE: &str = "Dockerfile";

/// The command; hidden, for it serves those who work on this project.
pub fn command() -> Command {
    Command::new("reference")
        .hide(true)
        .about("Print a file that is generated from the program's definitions")
        .subcommand_required(true)
        .subcommand(
            Command::new("action").about("action.yml").arg(
                Arg::new("image")
                    .long("image")
                    .value_name("IMAGE")
                    .default_value(IMAGE)
                    .help("What the action runs: Dockerfile, or docker://…@sha256:…"),
            ),
        )
        .subcommand(Command::new("inputs").about("docs/reference/release.md"))
        .subcommand(Command::new("findings").about("docs/reference/findings.md"))
}

/// The text of the file that was asked for.
pub fn text(flags: &ArgMatches) -> String {
    match flags.subcommand() {
        Some(("action", flags)) => action_file(
            flags
                .get_one::<String>("image")
                .map_or(IMAGE, String::as_str),
        ),
        Some(("findings", _)) => findings_page(),
        _ => release_page(),
    }
}

/// The files that are checked in: path from the repository's root, and text.
pub fn files() -> [(&'static str, String); 3] {
    [
        ("action.yml", action_file(IMAGE)),
        ("docs/reference/release.md", release_page()),
        ("docs/reference/findings.md", findings_page()),
    ]
}
