//! `chartwright reference`: the actions' files and the reference pages, from the same definitions as the program.

mod action;
mod findings;
mod inputs;

use clap::{Arg, ArgMatches, Command};

pub use action::{ACTIONS, Action};
pub use findings::{codes, findings_page};
pub use inputs::{PAGES, Page};

/// The commands that have an action and a page, the first being the one that is meant when none is named.
const COMMANDS: [&str; 4] = ["release", "lint", "template", "verify"];

/// The command; hidden, for it serves those who work on this project.
pub fn command() -> Command {
    let of = || {
        Arg::new("command")
            .value_name("COMMAND")
            .value_parser(COMMANDS)
            .default_value(COMMANDS[0])
            .help("Whose")
    };
    Command::new("reference")
        .hide(true)
        .about("Print a file that is generated from the program's definitions")
        .subcommand_required(true)
        .subcommand(Command::new("action").about("action.yml").arg(of()).arg(
            Arg::new("image").long("image").value_name("IMAGE").help(
                "What the action runs: a Dockerfile, which is the default, or docker://…@sha256:…",
            ),
        ))
        .subcommand(
            Command::new("inputs")
                .about("docs/reference/release.md, lint.md, template.md, verify.md")
                .arg(of()),
        )
        .subcommand(Command::new("findings").about("docs/reference/findings.md"))
}

/// The text of the file that was asked for.
pub fn text(flags: &ArgMatches) -> String {
    let named = |flags: &ArgMatches| flags.get_one::<String>("command").cloned();
    match flags.subcommand() {
        Some(("action", flags)) => {
            let name = named(flags);
            let action = ACTIONS
                .iter()
                .find(|one| name.as_deref() == Some(one.command));
            action.map_or_else(String::new, |action| {
                let image = flags.get_one::<String>("image");
                action.text(image.map_or(action.image, String::as_str))
            })
        }
        Some(("inputs", flags)) => {
            let name = named(flags);
            let page = PAGES
                .iter()
                .find(|one| name.as_deref() == Some(one.command));
            page.map(Page::text).unwrap_or_default()
        }
        _ => findings_page(),
    }
}

/// The files that are checked in: path from the repository's root, and text.
pub fn files() -> Vec<(&'static str, String)> {
    let actions = ACTIONS
        .iter()
        .map(|action| (action.file, action.text(action.image)));
    let pages = PAGES.iter().map(|page| (page.file, page.text()));
    let findings = ("docs/reference/findings.md", findings_page());
    actions.chain(pages).chain([findings]).collect()
}
