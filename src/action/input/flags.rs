//! The command line's flags, made from the definitions of the inputs.

use clap::{Arg, ArgAction, Command};

use super::{Input, InputDefault, InputKind};

/// Adds a flag for each input, under the heading that `section` gives it. Values are checked by [`super::Reader`], for flags and variables alike, so that all
/// problems are shown at once.
pub fn with_flags<'a>(
    command: Command,
    inputs: impl IntoIterator<Item = &'a Input>,
    section: impl Fn(&Input) -> &'static str,
) -> Command {
    inputs.into_iter().fold(command, |command, input| {
        command.arg(flag(input).help_heading(section(input)))
    })
}

fn flag(input: &Input) -> Arg {
    let mut arg = Arg::new(input.name).long(input.name).help(help(input));
    if let Some(short) = input.short {
        arg = arg.short(short);
    }
    match input.kind {
        InputKind::Text(value) => arg.value_name(value).action(ArgAction::Set),
        InputKind::Lines(value) => arg.value_name(value).action(ArgAction::Append),
        InputKind::Boolean => arg
            .value_name("true|false")
            .action(ArgAction::Set)
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("true")
            .overrides_with(input.name),
        InputKind::Choice(words) => arg.value_name(words.join("|")).action(ArgAction::Set),
        InputKind::Secret => arg.value_name("SECRET").action(ArgAction::Set),
        InputKind::Path => arg.value_name("PATH").action(ArgAction::Set),
    }
}

fn help(input: &Input) -> String {
    let mut help = input.summary.to_owned();
    if matches!(input.kind, InputKind::Secret)
        && let Some(variable) = input.variables().last()
    {
        help.push_str(&format!(
            "; better given by the environment, as {variable}: other users see a command line"
        ));
    }
    match input.default {
        InputDefault::Value("false") | InputDefault::Derived("") => {}
        InputDefault::Value(words) | InputDefault::Derived(words) => {
            help.push_str(&format!(" [default: {words}]"));
        }
        InputDefault::Expression { .. } => {}
    }
    help
}
