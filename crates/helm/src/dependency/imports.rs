//! Values that a chart imports from its subcharts (`processDependencyImportValues`).

use gotemplate::{Map, Text};
use serde_json::json;

use super::ChartTree;
use crate::values::{self, CoalesceError, Warning, deep_copy, display_json, merge_tables, table};

/// Imports values through the whole tree, the innermost charts first.
pub(super) fn process(
    tree: &mut ChartTree<'_>,
    warnings: &mut Vec<Warning>,
) -> Result<(), CoalesceError> {
    for subchart in &mut tree.subcharts {
        process(subchart, warnings)?;
    }
    import(tree, warnings)
}

/// Imports values into one chart; its own values win. Null values are kept: coalescing needs them later.
fn import(tree: &mut ChartTree<'_>, warnings: &mut Vec<Warning>) -> Result<(), CoalesceError> {
    if !tree.metadata.lists_dependencies {
        return Ok(());
    }
    let merged = values::merge(tree, warnings)?;
    let imported = Map::new();
    for requirement in tree.metadata.dependencies.iter_mut().flatten() {
        let mut resolved = Vec::new();
        for import in &requirement.import_values {
            let (child, parent) = match import {
                serde_json::Value::Object(map) => (
                    display_json(map.get("child")),
                    display_json(map.get("parent")),
                ),
                serde_json::Value::String(name) => (format!("exports.{name}"), ".".to_owned()),
                _ => continue,
            };
            resolved.push(json!({"child": child, "parent": parent}));
            match table(&merged, format!("{}.{child}", requirement.name).as_bytes()) {
                Ok(found) => {
                    // Go's `AsMap`: an empty table is not shared.
                    let found = if found.is_empty() { Map::new() } else { found };
                    merge_tables(&imported, &nested(&parent, found), warnings)?;
                }
                Err(error) => warnings.push(Warning::MissingTable {
                    chart: requirement.name.clone(),
                    error,
                }),
            }
        }
        requirement.import_values = resolved;
    }
    // Tables of the merged values may have become part of the imported ones.
    let own = deep_copy(&merged)?;
    merge_tables(&own, &imported, warnings)?;
    tree.values = own;
    Ok(())
}

/// A map that holds `table` at a path (`pathToMap`); `.` is no path.
fn nested(path: &str, table: Map) -> Map {
    if path == "." {
        return table;
    }
    path.split('.').rev().fold(table, |inner, name| {
        [(Text::from(name), inner)].into_iter().collect()
    })
}
