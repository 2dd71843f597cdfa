//! `helm lint` without the templates: Chart.yaml, values.yaml, dependencies and crds/ (Helm's `pkg/chart/v2/lint`).
//!
//! The messages, their order and their severities are Helm 4.2's. What it says of templates, and of values against a
//! schema, is not said here.

mod chartfile;
mod crds;
mod dependencies;
mod email;
mod message;
mod rule;
mod url;
mod values;

use std::path::Path;

use crate::chart::Chart;
use crate::load::{self, Errors};

pub use message::{Message, Severity};
pub use rule::*;

/// Lints the chart in a directory.
pub fn lint(directory: &Path) -> Vec<Message> {
    lint_loaded(directory, load::load_directory(directory).as_ref())
}

/// Lints the chart in a directory, which [`load::load_directory`] has loaded already or failed to load.
pub fn lint_loaded(directory: &Path, loaded: Result<&Chart, &Errors>) -> Vec<Message> {
    let mut messages = Vec::new();
    chartfile::lint(directory, &mut messages);
    values::lint(directory, &mut messages);
    dependencies::lint(directory, loaded, &mut messages);
    crds::lint(directory, loaded, &mut messages);
    messages
}

#[cfg(test)]
mod tests;
