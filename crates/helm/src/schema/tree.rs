//! A chart and its subcharts, each against its own schema.

use std::fmt;

use gotemplate::{Map, MapType, Value};

use super::location::append;
use super::{Loader, SchemaError, Violation, validate_with};
use crate::dependency::ChartTree;

/// What is wrong in a tree of charts. `Display` is what Helm says, without the line before it.
#[derive(Debug, thiserror::Error)]
pub struct SchemaErrors {
    /// The charts with errors, each before its subcharts. Never empty.
    pub charts: Vec<ChartError>,
}

/// What is wrong with one chart's values.
#[derive(Debug)]
pub struct ChartError {
    /// The names of the charts from the outermost to this one.
    pub path: Vec<String>,
    /// What is wrong.
    pub problem: ChartProblem,
}

/// What is wrong with a chart's values.
#[derive(Debug)]
pub enum ChartProblem {
    /// They do not meet the schema, or it cannot be used.
    Schema(SchemaError),
    /// They are no map.
    NoMap {
        /// Their Go type.
        go_type: String,
    },
}

impl SchemaErrors {
    /// What is wrong, one by one, with pointers into the values of the outermost chart.
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        self.charts
            .iter()
            .flat_map(ChartError::violations)
            .collect()
    }

    /// What to do, where neither values nor schemas need to change.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        self.charts.iter().find_map(|chart| match &chart.problem {
            ChartProblem::Schema(error) => error.help(),
            ChartProblem::NoMap { .. } => None,
        })
    }
}

impl ChartError {
    fn violations(&self) -> Vec<Violation> {
        let ChartProblem::Schema(error) = &self.problem else {
            return Vec::new();
        };
        let mut above = Vec::new();
        for name in self.path.iter().skip(1) {
            append(&mut above, name.as_bytes());
        }
        let above = String::from_utf8_lossy(&above);
        error
            .violations()
            .into_iter()
            .map(|violation| Violation {
                instance: format!("{above}{}", violation.instance),
                ..violation
            })
            .collect()
    }
}

impl fmt::Display for SchemaErrors {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.charts.iter().try_for_each(|chart| chart.fmt(out))
    }
}

impl fmt::Display for ChartError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.path.last().map_or("", String::as_str);
        match &self.problem {
            ChartProblem::Schema(error) => write!(out, "{name}:\n{error}"),
            ChartProblem::NoMap { go_type } => writeln!(
                out,
                "{name}:\ninvalid type for values: expected object (map), got {go_type}"
            ),
        }
    }
}

/// Validates the values of a chart and of its subcharts (`ValidateAgainstSchema`). The values are coalesced, the
/// dependencies processed.
///
/// # Errors
/// When a chart's values do not meet its schema, or one cannot be used.
pub fn validate_tree(
    chart: &ChartTree<'_>,
    values: &Map,
    loader: &Loader,
) -> Result<(), SchemaErrors> {
    let mut charts = Vec::new();
    let mut pending = vec![(
        chart,
        Value::Map(values.clone()),
        vec![chart.name().to_owned()],
    )];
    while let Some((chart, values, path)) = pending.pop() {
        let values = match values {
            Value::Map(map) if *map.map_type() == MapType::ANY || path.len() == 1 => map,
            other => {
                let go_type = other.type_of().map(|go_type| go_type.to_string());
                charts.push(ChartError {
                    path,
                    problem: ChartProblem::NoMap {
                        go_type: go_type.unwrap_or_default(),
                    },
                });
                continue;
            }
        };
        if let Some(schema) = &chart.chart().schema
            && let Err(error) = validate_with(&values, schema, loader)
        {
            charts.push(ChartError {
                path: path.clone(),
                problem: ChartProblem::Schema(error),
            });
        }
        for subchart in chart.subcharts().iter().rev() {
            let Some(values) = values
                .get(subchart.name())
                .filter(|values| !values.is_nil())
            else {
                continue;
            };
            let mut path = path.clone();
            path.push(subchart.name().to_owned());
            pending.push((subchart, values, path));
        }
    }
    if charts.is_empty() {
        Ok(())
    } else {
        Err(SchemaErrors { charts })
    }
}
