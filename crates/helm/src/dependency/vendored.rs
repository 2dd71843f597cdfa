//! The dependencies that a chart declares against those that it holds (`pkg/action/install.go:CheckDependencies`).

use crate::chart::Chart;

/// Dependencies that Chart.yaml names and charts/ does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("found in Chart.yaml, but missing in charts/ directory: {}", names.join(", "))]
pub struct MissingDependencies {
    /// Their names, in Chart.yaml's order.
    pub names: Vec<String>,
}

/// Checks that every declared dependency is in charts/. Only names are compared, as Helm does: neither versions nor
/// the lock file.
pub fn check_vendored(chart: &Chart) -> Result<(), MissingDependencies> {
    let names: Vec<String> = chart
        .metadata
        .dependencies()
        .filter(|dependency| {
            !chart
                .subcharts
                .iter()
                .any(|subchart| subchart.name() == dependency.name)
        })
        .map(|dependency| dependency.name.clone())
        .collect();
    if names.is_empty() {
        Ok(())
    } else {
        Err(MissingDependencies { names })
    }
}
