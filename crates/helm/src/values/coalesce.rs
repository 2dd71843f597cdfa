//! The charts' values under the user's (`pkg/chart/common/util/coalesce.go`).
//!
//! Which maps are shared afterwards is part of the contract, for templates write into them: global tables are copied
//! one level deep for every subchart, so what is deeper is the same map everywhere.

use std::collections::HashSet;
use std::fmt;

use gotemplate::{Budget, Map, Value, format};

use super::copy::{Endless, MAX_DEPTH, deep_copy, display, with_stack};
use super::{VALUES, Warning};
use crate::dependency::ChartTree;

/// The key of the values that every subchart gets.
const GLOBAL: &str = "global";
/// How many tables are merged at once. Far more than any chart's.
const MAX_TABLES: usize = 20_000_000;

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
    /// Imported values go round in a circle.
    #[error(transparent)]
    Endless(#[from] Endless),
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
        deep_copy(user)?
    };
    let values = values.with_type(&gotemplate::MapType::ANY);
    Coalescer::new(warnings).chart(chart, &values, &Path::ROOT, nulls)?;
    Ok(values.with_type(&VALUES))
}

/// Puts `source` under `target`, and keeps null values (`MergeTables`). Maps of `source` become part of `target`.
///
/// # Errors
/// When they hold themselves.
pub(crate) fn merge_tables(
    target: &Map,
    source: &Map,
    warnings: &mut Vec<Warning>,
) -> Result<(), CoalesceError> {
    Ok(Coalescer::new(warnings).tables(target, source, &Path::ROOT, Nulls::Keep)?)
}

/// Puts `source` under `target`; null values of `target` take keys away (`CoalesceTables`). Maps of `source` become
/// part of `target`, and tables of `target` are filled where they stand.
pub(crate) fn coalesce_tables(target: &Map, source: &Map, warnings: &mut Vec<Warning>) {
    // Values read from files and flags never hold themselves.
    let _ = Coalescer::new(warnings).tables(target, source, &Path::ROOT, Nulls::Clean);
}

struct Coalescer<'a> {
    warnings: &'a mut Vec<Warning>,
    /// How many tables are being merged, one in the other.
    depth: usize,
    /// How many tables may still be merged.
    left: usize,
}

impl<'a> Coalescer<'a> {
    fn new(warnings: &'a mut Vec<Warning>) -> Self {
        Self {
            warnings,
            depth: 0,
            left: MAX_TABLES,
        }
    }

    fn warn(&mut self, words: String) {
        self.warnings.push(Warning::Conflict(words));
    }

    /// Helm's `coalesce` and `coalesceDeps`.
    fn chart(
        &mut self,
        chart: &ChartTree<'_>,
        target: &Map,
        path: &Path<'_>,
        nulls: Nulls,
    ) -> Result<(), CoalesceError> {
        self.values(chart, target, path, nulls)?;
        let path = &path.within(chart.name().as_bytes());
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
            self.globals(&inner, target, path)?;
            with_stack(|| self.chart(subchart, &inner, path, nulls))?;
        }
        Ok(())
    }

    /// Copies the globals of `source` into `target`, which win over its own (`coalesceGlobals`).
    fn globals(&mut self, target: &Map, source: &Map, path: &Path<'_>) -> Result<(), Endless> {
        let target_globals = match target.get(GLOBAL) {
            None => Map::new(),
            Some(Value::Map(globals)) => globals,
            Some(_) => {
                self.warn(format!(
                    "warning: skipping globals because destination {GLOBAL} is not a table."
                ));
                return Ok(());
            }
        };
        let source_globals = match source.get(GLOBAL) {
            None => Map::new(),
            Some(Value::Map(globals)) => globals,
            Some(_) => {
                self.warn(format!(
                    "warning: skipping globals because source {GLOBAL} is not a table."
                ));
                return Ok(());
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
                    self.tables(&copy, &own, &path.within(&key), Nulls::Keep)?;
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
        Ok(())
    }

    /// Puts a chart's own values under `target` (`coalesceValues`).
    fn values(
        &mut self,
        chart: &ChartTree<'_>,
        target: &Map,
        path: &Path<'_>,
        nulls: Nulls,
    ) -> Result<(), Endless> {
        let path = &path.within(chart.name().as_bytes());
        for (key, value) in deep_copy(chart.values())?.entries() {
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
                    self.tables(&given, &default, &path.within(&key), nulls)?;
                }
                (Some(Value::Map(_)), Value::Nil) => {}
                (Some(Value::Map(_)), _) => self.warn(format!(
                    "warning: skipped value for {path}.{}: Not a table.",
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
        Ok(())
    }

    /// Puts one table under another (`coalesceTablesFullKey`).
    fn tables(
        &mut self,
        target: &Map,
        source: &Map,
        path: &Path<'_>,
        nulls: Nulls,
    ) -> Result<(), Endless> {
        if source.is_nil() || target.is_nil() {
            return Ok(());
        }
        self.depth += 1;
        self.left = self.left.checked_sub(1).ok_or(Endless)?;
        if self.depth > MAX_DEPTH {
            return Err(Endless);
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
                    let path = path.within(&key);
                    with_stack(|| self.tables(&own, &table, &path, nulls))?;
                }
                (Some(_), Value::Map(table)) => self.warn(format!(
                    "warning: cannot overwrite table with non table for {} ({})",
                    path.within(&key),
                    display(&Value::Map(table))
                )),
                (Some(Value::Map(_)), value) if !value.is_nil() => self.warn(format!(
                    "warning: destination for {} is a table. Ignoring non-table value ({})",
                    path.within(&key),
                    display(&value)
                )),
                (Some(_), _) => {}
            }
        }
        self.depth = self.depth.saturating_sub(1);
        Ok(())
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

/// Where a table is, for warnings: charts' names and keys.
struct Path<'a> {
    name: &'a [u8],
    parent: Option<&'a Path<'a>>,
}

impl<'a> Path<'a> {
    const ROOT: Path<'static> = Path {
        name: b"",
        parent: None,
    };

    fn within(&'a self, name: &'a [u8]) -> Self {
        Self {
            name,
            parent: Some(self),
        }
    }
}

impl fmt::Display for Path<'_> {
    /// The names with dots between them; leading empty names have none (`concatPrefix`).
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names: Vec<_> = std::iter::successors(Some(self), |path| path.parent)
            .map(|path| path.name)
            .collect();
        names.reverse();
        let names = names.into_iter().skip_while(|name| name.is_empty());
        for (index, name) in names.enumerate() {
            let dot = if index > 0 { "." } else { "" };
            write!(out, "{dot}{}", String::from_utf8_lossy(name))?;
        }
        Ok(())
    }
}

/// Go's `%t`, which is meant for booleans.
fn as_boolean(value: Value) -> String {
    let shown = format::sprintf(b"%t", &[value], &Budget::default()).unwrap_or_default();
    String::from_utf8_lossy(&shown).into_owned()
}
