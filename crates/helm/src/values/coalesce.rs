//! The charts' values under the user's (`pkg/chart/common/util/coalesce.go`).
//!
//! Which maps are shared afterwards is part of the contract, for templates write into them: global tables are copied
//! one level deep for every subchart, so what is deeper is the same map everywhere.

use std::collections::HashSet;

use gotemplate::{Budget, Map, Value, format};

use super::copy::{deep_copy, display, with_stack};
use super::{VALUES, Warning};
use crate::dependency::ChartTree;

/// The key of the values that every subchart gets.
const GLOBAL: &str = "global";

/// Why values cannot be coalesced.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CoalesceError {
    /// A subchart's values are no map.
    #[error("type mismatch on {chart}: {shown}")]
    NotTable {
        /// The subchart.
        chart: String,
        /// What is there, as Go's `%t` shows it.
        shown: String,
    },
}

/// Puts the values of a chart and its subcharts under the user's (`CoalesceValues`). Null values take keys away.
/// What comes back shares nothing with what was given.
///
/// # Errors
/// When a subchart's values are no map.
pub fn coalesce(
    chart: &ChartTree<'_>,
    user: &Map,
    warnings: &mut Vec<Warning>,
) -> Result<Map, CoalesceError> {
    run(chart, user, Nulls::Clean, warnings)
}

/// Puts together the values of a chart and its subcharts (`MergeValues` over no values). Null values stay.
///
/// # Errors
/// When a subchart's values are no map.
pub fn merge(chart: &ChartTree<'_>, warnings: &mut Vec<Warning>) -> Result<Map, CoalesceError> {
    run(chart, &Map::new(), Nulls::Keep, warnings)
}

/// What becomes of null values: Helm's parameter `merge`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nulls {
    Keep,
    Clean,
}

fn run(
    chart: &ChartTree<'_>,
    user: &Map,
    nulls: Nulls,
    warnings: &mut Vec<Warning>,
) -> Result<Map, CoalesceError> {
    let values = if user.is_nil() {
        Map::new()
    } else {
        deep_copy(user)
    };
    let values = values.with_type(&gotemplate::MapType::ANY);
    Coalescer { warnings }.chart(chart, &values, "", nulls)?;
    Ok(values.with_type(&VALUES))
}

/// Puts `source` under `target`, and keeps null values (`MergeTables`). Maps of `source` become part of `target`.
pub(crate) fn merge_tables(target: &Map, source: &Map, warnings: &mut Vec<Warning>) {
    Coalescer { warnings }.tables(target, source, "", Nulls::Keep);
}

struct Coalescer<'a> {
    warnings: &'a mut Vec<Warning>,
}

impl Coalescer<'_> {
    fn warn(&mut self, words: String) {
        self.warnings.push(Warning::Conflict(words));
    }

    /// Helm's `coalesce` and `coalesceDeps`.
    fn chart(
        &mut self,
        chart: &ChartTree<'_>,
        target: &Map,
        prefix: &str,
        nulls: Nulls,
    ) -> Result<(), CoalesceError> {
        self.values(chart, target, prefix, nulls);
        let prefix = joined(prefix, chart.name());
        for subchart in chart.subcharts() {
            let name = subchart.name();
            let inner = match target.get(name) {
                None => {
                    let inner = Map::new();
                    target.insert(name, inner.clone());
                    inner
                }
                Some(Value::Map(inner)) => inner,
                Some(other) => {
                    return Err(CoalesceError::NotTable {
                        chart: name.to_owned(),
                        shown: as_boolean(other),
                    });
                }
            };
            self.globals(&inner, target, &prefix);
            with_stack(|| self.chart(subchart, &inner, &prefix, nulls))?;
        }
        Ok(())
    }

    /// Copies the globals of `source` into `target`, which win over its own (`coalesceGlobals`).
    fn globals(&mut self, target: &Map, source: &Map, prefix: &str) {
        let target_globals = match target.get(GLOBAL) {
            None => Map::new(),
            Some(Value::Map(globals)) => globals,
            Some(_) => {
                return self.warn(format!(
                    "warning: skipping globals because destination {GLOBAL} is not a table."
                ));
            }
        };
        let source_globals = match source.get(GLOBAL) {
            None => Map::new(),
            Some(Value::Map(globals)) => globals,
            Some(_) => {
                return self.warn(format!(
                    "warning: skipping globals because source {GLOBAL} is not a table."
                ));
            }
        };
        for (key, value) in source_globals.entries() {
            let own = target_globals.get(&*key);
            match (value, own) {
                (Value::Map(table), None) => {
                    target_globals.insert(key, shallow_copy(&table));
                }
                (Value::Map(table), Some(Value::Map(own))) => {
                    let copy = shallow_copy(&table);
                    let prefix = joined(prefix, &key.to_str());
                    self.tables(&copy, &own, &prefix, Nulls::Keep);
                    target_globals.insert(key, copy);
                }
                (Value::Map(_), Some(_)) => self.warn(format!(
                    "Conflict: cannot merge map onto non-map for {}. Skipping.",
                    gotemplate::strconv::quote(&key)
                )),
                (_, Some(Value::Map(_))) => {
                    self.warn(format!("key {} is table. Skipping", key.to_str()));
                }
                (value, _) => {
                    target_globals.insert(key, value);
                }
            }
        }
        target.insert(GLOBAL, target_globals);
    }

    /// Puts a chart's own values under `target` (`coalesceValues`).
    fn values(&mut self, chart: &ChartTree<'_>, target: &Map, prefix: &str, nulls: Nulls) {
        let prefix = joined(prefix, chart.name());
        for (key, value) in deep_copy(chart.values()).entries() {
            match (target.get(&*key), value) {
                (Some(Value::Nil), _) if nulls == Nulls::Clean => {
                    target.remove(&*key);
                }
                (Some(Value::Map(given)), Value::Map(default)) => {
                    // A subchart's values are coalesced again, so nulls in them have to stay till then.
                    let is_subchart = chart
                        .subcharts()
                        .iter()
                        .any(|subchart| *subchart.name().as_bytes() == *key);
                    let nulls = if is_subchart { Nulls::Keep } else { nulls };
                    if nulls == Nulls::Clean {
                        remove_nulls(&default);
                    }
                    self.tables(&given, &default, &joined(&prefix, &key.to_str()), nulls);
                }
                (Some(Value::Map(_)), Value::Nil) => {}
                (Some(Value::Map(_)), _) => self.warn(format!(
                    "warning: skipped value for {prefix}.{}: Not a table.",
                    key.to_str()
                )),
                (Some(_), _) => {}
                (None, Value::Nil) if nulls == Nulls::Clean => {}
                (None, value) => {
                    if let (Value::Map(table), Nulls::Clean) = (&value, nulls) {
                        remove_nulls(table);
                    }
                    target.insert(key, value);
                }
            }
        }
    }

    /// Puts one table under another (`coalesceTablesFullKey`).
    fn tables(&mut self, target: &Map, source: &Map, prefix: &str, nulls: Nulls) {
        if source.is_nil() || target.is_nil() {
            return;
        }
        // A null of the target takes a default away; but where the default is null itself, it stays.
        let nulled: HashSet<_> = if nulls == Nulls::Clean {
            target
                .entries()
                .into_iter()
                .filter(|(key, value)| {
                    value.is_nil() && source.get(&**key).is_some_and(|value| !value.is_nil())
                })
                .map(|(key, _)| key)
                .collect()
        } else {
            HashSet::new()
        };
        for (key, value) in target.entries() {
            if value.is_nil() {
                source.insert(key, Value::Nil);
            }
        }
        for (key, value) in source.entries() {
            let own = target.get(&*key);
            if nulled.contains(&key) {
                target.remove(&*key);
                continue;
            }
            match (own, value) {
                (None, value) => {
                    target.insert(key, value);
                }
                (Some(Value::Map(own)), Value::Map(table)) => {
                    let prefix = joined(prefix, &key.to_str());
                    with_stack(|| self.tables(&own, &table, &prefix, nulls));
                }
                (Some(_), Value::Map(table)) => self.warn(format!(
                    "warning: cannot overwrite table with non table for {} ({})",
                    joined(prefix, &key.to_str()),
                    display(&Value::Map(table))
                )),
                (Some(Value::Map(_)), value) if !value.is_nil() => self.warn(format!(
                    "warning: destination for {} is a table. Ignoring non-table value ({})",
                    joined(prefix, &key.to_str()),
                    display(&value)
                )),
                (Some(_), _) => {}
            }
        }
    }
}

/// Takes null values out of a map and of the maps in it (`cleanNilValues`).
fn remove_nulls(map: &Map) {
    for (key, value) in map.entries() {
        match value {
            Value::Nil => {
                map.remove(&*key);
            }
            Value::Map(inner) => with_stack(|| remove_nulls(&inner)),
            _ => {}
        }
    }
}

/// Helm's `copyMap`: the maps within are the same.
fn shallow_copy(map: &Map) -> Map {
    map.entries().into_iter().collect()
}

/// A key's full path (`concatPrefix`).
fn joined(prefix: &str, key: &str) -> String {
    if prefix.is_empty() {
        key.to_owned()
    } else {
        format!("{prefix}.{key}")
    }
}

/// Go's `%t`, which is meant for booleans.
fn as_boolean(value: Value) -> String {
    let shown = format::sprintf(b"%t", &[value], &Budget::default()).unwrap_or_default();
    String::from_utf8_lossy(&shown).into_owned()
}
