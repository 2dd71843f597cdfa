//! Telling the runner what it must never print.

use std::collections::HashSet;

use super::commands::Command;
use crate::secret;

/// The secrets that the runner was told of. Everything that this program prints is redacted already; the masks
/// keep them out of what later steps print.
#[derive(Debug, Default)]
pub struct Masks {
    told: HashSet<String>,
}

impl Masks {
    /// The commands for every secret registered since the last call, with all forms it may take (see
    /// [`secret::register`]). They have to be printed before anything else is, and outside of a
    /// [`super::commands::Fence`].
    ///
    /// A secret of several lines is masked line by line, without its shortest ones: the runner masks each line of
    /// what it is given, and a Docker configuration's `}` would blank every brace of the log.
    pub fn fresh(&mut self) -> Vec<Command> {
        let mut commands = Vec::new();
        for form in secret::registered() {
            if form.contains(['\n', '\r']) || self.told.contains(&form) {
                continue;
            }
            commands.push(Command::add_mask(form.clone()));
            self.told.insert(form);
        }
        commands
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Secret;

    #[test]
    fn each_secret_is_told_once_and_never_by_its_braces() {
        let mut masks = Masks::default();
        let _plain = Secret::new("mask-canary%41");
        let _lines = Secret::new("{\n  \"auth\": \"mask-canary-lines\"\n}");
        let lines: Vec<String> = masks.fresh().iter().map(ToString::to_string).collect();
        assert!(lines.contains(&"::add-mask::mask-canary%2541".to_owned()));
        assert!(lines.contains(&"::add-mask::\"auth\": \"mask-canary-lines\"".to_owned()));
        assert!(
            !lines
                .iter()
                .any(|line| line == "::add-mask::{" || line == "::add-mask::}")
        );
        assert!(!lines.iter().any(|line| line.contains('\n')));

        let again: Vec<String> = masks.fresh().iter().map(ToString::to_string).collect();
        assert!(!again.iter().any(|line| line.contains("mask-canary")));

        let _later = Secret::new("mask-canary-later");
        let later: Vec<String> = masks.fresh().iter().map(ToString::to_string).collect();
        assert!(later.contains(&"::add-mask::mask-canary-later".to_owned()));
    }
}
