//! `helm lint`: Chart.yaml, values.yaml, templates/, dependencies and crds/ (Helm's `pkg/chart/v2/lint`).
//!
//! The messages, their order and their severities are Helm 4.2's. [`run`] is the whole of it; [`lint_all`] the
//! same with a renderer of the caller's. [`lint`] and [`lint_loaded`] leave out the templates and the schema.

mod chartfile;
mod ci_values;
mod crds;
mod dependencies;
mod deprecation;
mod email;
mod message;
mod objects;
pub mod path;
mod rule;
mod run;
mod templates;
mod url;
mod values;

use std::path::Path;

use crate::chart::Chart;
use crate::load::{self, Errors};
use crate::schema::Loader;

pub use ci_values::ci_values;
pub use deprecation::KubernetesVersion;
pub use message::{Message, Severity};
pub use rule::*;
pub use run::{Linted, RunOptions, run};
pub use templates::Rendering;

/// Lints the chart in a directory.
pub fn lint(directory: &Path) -> Vec<Message> {
    lint_loaded(directory, load::load_directory(directory).as_ref())
}

/// Lints the chart in a directory, which [`load::load_directory`] has loaded already or failed to load.
pub fn lint_loaded(directory: &Path, loaded: Result<&Chart, &Errors>) -> Vec<Message> {
    let mut messages = Vec::new();
    chartfile::lint(directory, &mut messages);
    values::lint(directory, loaded.ok(), None, &mut messages);
    dependencies::lint(directory, loaded, &mut messages);
    crds::lint(directory, loaded, &mut messages);
    messages
}

/// What a whole lint needs beside the chart.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// The version of Kubernetes that deprecations are held against.
    pub kubernetes: KubernetesVersion,
    /// Whether values.yaml is not held against the schema (`--skip-schema-validation`).
    pub skip_schema_validation: bool,
    /// Loads what the schema names elsewhere.
    pub schemas: &'a Loader,
    /// Puts the user's values over those of values.yaml, which are given (`CoalesceTables`; subcharts do not count).
    pub coalesce: &'a dyn Fn(&serde_json::Map<String, serde_json::Value>) -> gotemplate::Map,
    /// Renders the chart in lint mode, with the user's values: the release `test-release`, neither an install nor an
    /// upgrade.
    pub render: &'a dyn Fn(&Chart) -> Rendering,
}

/// Lints the chart in a directory as `helm lint` does (`lint.go`).
pub fn lint_all(
    directory: &Path,
    loaded: Result<&Chart, &Errors>,
    options: &Options<'_>,
) -> Vec<Message> {
    let mut messages = Vec::new();
    chartfile::lint(directory, &mut messages);
    values::lint(directory, loaded.ok(), Some(options), &mut messages);
    templates::lint(
        directory,
        loaded,
        options.kubernetes,
        options.render,
        &mut messages,
    );
    dependencies::lint(directory, loaded, &mut messages);
    crds::lint(directory, loaded, &mut messages);
    messages
}

#[cfg(test)]
mod tests;
