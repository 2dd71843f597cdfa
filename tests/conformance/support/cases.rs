//! What every chart of the corpus is rendered and checked with: its defaults, the booleans of its values.yaml
//! inverted, and each of its `ci/*-values.yaml`.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use tempfile::TempDir;

use super::corpus;

/// One chart with one set of values.
#[derive(Debug)]
pub(crate) struct Case {
    /// The chart's folder's name and the values' name.
    pub(crate) name: String,
    /// The chart's folder.
    pub(crate) chart: PathBuf,
    /// The values file given beside the chart's own.
    pub(crate) values: Option<PathBuf>,
}

impl Case {
    fn new(chart: &Path, values: &str, file: Option<PathBuf>) -> Self {
        let folder = chart.file_name().unwrap_or_default().to_string_lossy();
        Self {
            name: format!("{folder} {values}"),
            chart: chart.to_owned(),
            values: file,
        }
    }

    /// `words`, the chart, and the values.
    pub(crate) fn arguments(&self, words: &[&str]) -> Vec<String> {
        let path = |path: &Path| path.to_str().expect("a UTF-8 path").to_owned();
        let mut arguments: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
        arguments.push(path(&self.chart));
        if let Some(values) = &self.values {
            arguments.extend(["--values".to_owned(), path(values)]);
        }
        arguments
    }
}

/// The cases of all charts, and the folder of the files made for them.
#[derive(Debug)]
pub(crate) struct Cases {
    /// How many charts there are.
    pub(crate) charts: usize,
    /// All cases, in the charts' order.
    pub(crate) all: Vec<Case>,
    _folder: TempDir,
}

impl Cases {
    /// The cases of the corpus.
    pub(crate) fn of_corpus() -> Self {
        let charts = corpus::charts();
        let folder = TempDir::new().expect("a temporary folder");
        let mut all = Vec::new();
        for (index, chart) in charts.iter().enumerate() {
            all.push(Case::new(chart, "defaults", None));
            if let Some(values) = inverted_values(chart) {
                let file = folder.path().join(format!("{index}.yaml"));
                std::fs::write(&file, values).expect("a values file");
                all.push(Case::new(chart, "inverted", Some(file)));
            }
            for file in ci_values(chart) {
                let name = format!(
                    "ci/{}",
                    file.file_name().unwrap_or_default().to_string_lossy()
                );
                all.push(Case::new(chart, &name, Some(file)));
            }
        }
        Self {
            charts: charts.len(),
            all,
            _folder: folder,
        }
    }
}

fn ci_values(chart: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(chart.join("ci")) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.to_string_lossy().ends_with("-values.yaml"))
        .collect();
    files.sort();
    files
}

/// A values file that inverts every boolean of values.yaml; none where that has no boolean, or cannot be read.
fn inverted_values(chart: &Path) -> Option<String> {
    let bytes = std::fs::read(chart.join("values.yaml")).ok()?;
    let values = helm::yaml::to_value(&bytes).ok()?;
    Some(inverted(&values)?.to_string())
}

/// What of a value has booleans, those inverted: of a map the keys that have, and the whole of a list that has.
fn inverted(value: &Value) -> Option<Value> {
    match value {
        Value::Bool(value) => Some(Value::Bool(!value)),
        Value::Object(map) => {
            let changed: Map<String, Value> = map
                .iter()
                .filter_map(|(key, value)| Some((key.clone(), inverted(value)?)))
                .collect();
            (!changed.is_empty()).then_some(Value::Object(changed))
        }
        Value::Array(list) => {
            if list.iter().all(|item| inverted(item).is_none()) {
                return None;
            }
            // A list in values takes the place of the chart's, so what does not change in it stays in it.
            let items = list
                .iter()
                .map(|item| inverted(item).map_or(item.clone(), |changed| over(item, changed)))
                .collect();
            Some(Value::Array(items))
        }
        _ => None,
    }
}

/// `changed` with the keys of `value` that it has not.
fn over(value: &Value, mut changed: Value) -> Value {
    if let (Value::Object(whole), Value::Object(changed)) = (value, &mut changed) {
        for (key, value) in whole {
            let inner = match changed.remove(key) {
                Some(inner) => over(value, inner),
                None => value.clone(),
            };
            changed.insert(key.clone(), inner);
        }
    }
    changed
}

#[test]
fn every_boolean_is_inverted_and_nothing_else_said() {
    use serde_json::json;
    let text =
        b"a: true\nb: {c: false, d: 1}\ne: x\nf: [{g: true, h: {i: 1, j: false}}, 2]\nk: [1]\n";
    let values = helm::yaml::to_value(text).expect("YAML");
    assert_eq!(
        inverted(&values).expect("booleans"),
        json!({"a": false, "b": {"c": true}, "f": [{"g": false, "h": {"i": 1, "j": true}}, 2]})
    );
    let none = helm::yaml::to_value(b"a: {b: 1}\n").expect("YAML");
    assert!(inverted(&none).is_none());
}
