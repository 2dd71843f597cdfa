//! Dependencies (`lint/rules/dependencies.go`).

use std::collections::BTreeSet;
use std::path::Path;

use super::message::Severity::{Error, Warning};
use super::{Message, rule};
use crate::chart::Chart;
use crate::dependency::check_vendored;
use crate::load::Errors;

pub(super) fn lint(directory: &Path, loaded: Result<&Chart, &Errors>, messages: &mut Vec<Message>) {
    let chart = match loaded {
        Ok(chart) => chart,
        Err(errors) => {
            let text = format!("unable to load chart\n\t{errors}");
            messages.push(Message::new(&rule::CHART_LOADS, Error, "", text));
            return;
        }
    };
    // Helm prints the chart's full path here.
    let path = std::path::absolute(directory)
        .unwrap_or_else(|_| directory.to_owned())
        .display()
        .to_string();
    let at = chart.chartfile.key("dependencies");
    let declared: BTreeSet<&str> = chart
        .metadata
        .dependencies()
        .map(|dependency| dependency.name.as_str())
        .collect();
    let undeclared: Vec<&str> = chart
        .subcharts
        .iter()
        .map(Chart::name)
        .filter(|name| !declared.contains(name))
        .collect();
    if !undeclared.is_empty() {
        let text = format!(
            "chart metadata is missing these dependencies: {}",
            undeclared.join(",")
        );
        messages.push(Message::new(&rule::DEPENDENCIES_DECLARED, Error, &path, text).at(at));
    }
    let mut keys = BTreeSet::new();
    let repeated: Vec<&str> = chart
        .metadata
        .dependencies()
        .map(|dependency| dependency.key())
        .filter(|key| !keys.insert(*key))
        .collect();
    if !repeated.is_empty() {
        let text = format!(
            "multiple dependencies with name or alias: {}",
            repeated.join(",")
        );
        messages.push(Message::new(&rule::DEPENDENCIES_UNIQUE, Error, &path, text).at(at));
    }
    if let Err(missing) = check_vendored(chart) {
        let text = format!(
            "chart directory is missing these dependencies: {}",
            missing.names.join(",")
        );
        messages.push(Message::new(&rule::DEPENDENCIES_VENDORED, Warning, &path, text).at(at));
    }
}
