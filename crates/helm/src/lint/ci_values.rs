//! The values that a chart is tested with: chart-testing's `ci/*-values.yaml`.

use std::path::Path;

/// The files of values in a chart's ci/, relative to the chart, sorted. They need not be part of the package.
#[must_use]
pub fn ci_values(directory: &Path) -> Vec<String> {
    let mut files: Vec<String> = std::fs::read_dir(directory.join("ci"))
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name.ends_with("-values.yaml"))
        .map(|name| format!("ci/{name}"))
        .collect();
    files.sort_unstable();
    files
}
