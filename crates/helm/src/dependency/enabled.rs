//! Which subcharts are part of a render: conditions, tags and aliases (`processDependencyEnabled`).

use std::collections::HashSet;

use gotemplate::{Map, Value};

use super::ChartTree;
use crate::metadata::Dependency;
use crate::values::{self, CoalesceError, Warning, path_value, table};
use crate::version::is_compatible_range;

/// Takes disabled subcharts out of the tree, and copies and renames aliased ones. `path` is where the chart's values
/// are in `given`: nothing for the root, else names that end in a dot.
pub(super) fn process(
    tree: &mut ChartTree<'_>,
    given: &Map,
    path: &str,
    warnings: &mut Vec<Warning>,
) -> Result<(), CoalesceError> {
    if !tree.metadata.lists_dependencies {
        return Ok(());
    }
    resolve(tree);
    for requirement in tree.metadata.dependencies.iter_mut().flatten() {
        requirement.enabled = true;
    }
    let coalesced = values::coalesce(tree, given, warnings)?;
    for requirement in tree.metadata.dependencies.iter_mut().flatten() {
        apply_tags(requirement, &coalesced, warnings);
        apply_conditions(requirement, &coalesced, path, warnings);
    }
    let disabled: HashSet<String> = tree
        .metadata
        .dependencies()
        .filter(|requirement| !requirement.enabled)
        .map(|requirement| requirement.name.clone())
        .collect();
    tree.subcharts
        .retain(|subchart| !disabled.contains(subchart.name()));
    tree.metadata
        .dependencies
        .retain(|requirement| match requirement {
            Some(requirement) => !disabled.contains(&requirement.name),
            None => false,
        });
    tree.metadata.lists_dependencies = !tree.metadata.dependencies.is_empty();
    for subchart in &mut tree.subcharts {
        let path = format!("{path}{}.", subchart.name());
        process(subchart, &coalesced, &path, warnings)?;
    }
    Ok(())
}

/// Puts one chart in place for every requirement that a vendored one meets, behind those that nothing requires.
fn resolve(tree: &mut ChartTree<'_>) {
    let vendored = std::mem::take(&mut tree.subcharts);
    let mut kept: Vec<_> = vendored
        .iter()
        .filter(|existing| {
            !tree
                .metadata
                .dependencies()
                .any(|requirement| meets(existing, requirement))
        })
        .cloned()
        .collect();
    for requirement in tree.metadata.dependencies.iter_mut().flatten() {
        if let Some(found) = vendored
            .iter()
            .find(|existing| meets(existing, requirement))
        {
            let mut copy = found.clone();
            if !requirement.alias.is_empty() {
                copy.metadata.name.clone_from(&requirement.alias);
            }
            kept.push(copy);
        }
        if !requirement.alias.is_empty() {
            requirement.name.clone_from(&requirement.alias);
        }
    }
    tree.subcharts = kept;
}

/// Whether a chart has the name, and a version that fits.
fn meets(chart: &ChartTree<'_>, requirement: &Dependency) -> bool {
    chart.name() == requirement.name
        && is_compatible_range(&requirement.version, &chart.metadata.version)
}

/// Disables a requirement of which some tag is false and none is true (`processDependencyTags`).
fn apply_tags(requirement: &mut Dependency, values: &Map, warnings: &mut Vec<Warning>) {
    let Ok(tags) = table(values, b"tags") else {
        return;
    };
    let mut has_true = false;
    let mut has_false = false;
    for tag in &requirement.tags {
        match tags.get(tag) {
            Some(Value::Bool(true)) => has_true = true,
            Some(Value::Bool(false)) => has_false = true,
            Some(_) => warnings.push(Warning::NotBoolean {
                kind: "tag",
                name: tag.clone(),
                chart: requirement.name.clone(),
            }),
            None => {}
        }
    }
    requirement.enabled = has_true || !has_false;
}

/// Lets the first condition whose value is a boolean decide (`processDependencyConditions`).
fn apply_conditions(
    requirement: &mut Dependency,
    values: &Map,
    path: &str,
    warnings: &mut Vec<Warning>,
) {
    let conditions = requirement.condition.trim().split(',');
    for condition in conditions.filter(|condition| !condition.is_empty()) {
        match path_value(values, format!("{path}{condition}").as_bytes()) {
            Ok(Value::Bool(enabled)) => {
                requirement.enabled = enabled;
                return;
            }
            Ok(_) => warnings.push(Warning::NotBoolean {
                kind: "path",
                name: condition.to_owned(),
                chart: requirement.name.clone(),
            }),
            Err(_) => {}
        }
    }
}
