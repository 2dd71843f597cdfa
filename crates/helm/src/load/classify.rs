//! Which file of a chart is what (`pkg/chart/v2/loader/load.go:LoadFiles`).

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Error, Errors, MAX_DEPTH, ValuesError, archive_at, documents};
use crate::chart::{Chart, File};
use crate::metadata::{API_VERSION_1, Chartfile, decode};

/// Makes a chart of its files, and adds what is wrong with them.
pub(super) fn chart(files: Vec<File>, depth: usize, problems: &mut Vec<Error>) -> Chart {
    let mut chart = Chart::default();
    if depth > MAX_DEPTH {
        problems.push(Error::TooDeep);
        return chart;
    }
    let before = problems.len();
    let mut has_metadata = false;
    for file in files.iter().filter(|file| file.name == "Chart.yaml") {
        has_metadata = true;
        chart.chartfile = Chartfile::new(&file.data);
        merge(&mut chart, "Chart.yaml", &file.data, problems);
        if chart.metadata.api_version.is_empty() {
            // Charts of Helm 2 say nothing.
            API_VERSION_1.clone_into(&mut chart.metadata.api_version);
        }
    }
    let mut subcharts: BTreeMap<String, Vec<File>> = BTreeMap::new();
    for file in files {
        match file.name.as_str() {
            "Chart.yaml" => {}
            "Chart.lock" => lock(&mut chart, "Chart.lock", &file.data, problems),
            "values.yaml" => {
                match values(&file.data) {
                    Ok(values) => chart.values = values,
                    Err(error) => problems.push(error.into()),
                }
                chart.values_files.push(file.data);
            }
            "values.schema.json" => chart.schema = Some(file.data),
            "requirements.yaml" => {
                has_metadata = true;
                merge(&mut chart, "requirements.yaml", &file.data, problems);
                keep_for_version_1(&mut chart, file);
            }
            "requirements.lock" => {
                has_metadata = true;
                lock(&mut chart, "requirements.lock", &file.data, problems);
                keep_for_version_1(&mut chart, file);
            }
            name if name.starts_with("templates/") => chart.templates.push(file),
            name if name.ends_with(".prov") && name.starts_with("charts/") => {
                chart.files.push(file);
            }
            name => match name.strip_prefix("charts/") {
                Some(rest) => {
                    let directory = rest.split('/').next().unwrap_or_default().to_owned();
                    let name = rest.to_owned();
                    subcharts.entry(directory).or_default().push(File {
                        name,
                        data: file.data,
                    });
                }
                None => chart.files.push(file),
            },
        }
    }
    if !has_metadata {
        problems.push(Error::ChartfileMissing);
    } else if problems.len() == before {
        // What could not be read would be missed again here.
        problems.extend(chart.metadata.problems().into_iter().map(Error::Validation));
    }
    for (name, files) in subcharts {
        if name.starts_with(['_', '.']) {
            continue;
        }
        match subchart(&name, files, depth + 1, chart.name()) {
            Ok(subchart) => chart.subcharts.push(subchart),
            Err(error) => problems.push(error),
        }
    }
    chart
}

fn merge(chart: &mut Chart, file: &'static str, text: &[u8], problems: &mut Vec<Error>) {
    if let Err(source) = decode::merge_metadata(&mut chart.metadata, text) {
        problems.push(Error::Decode { file, source });
    }
}

fn lock(chart: &mut Chart, file: &'static str, text: &[u8], problems: &mut Vec<Error>) {
    match decode::lock(text) {
        Ok(lock) => chart.lock = lock,
        Err(source) => problems.push(Error::Decode { file, source }),
    }
}

/// requirements.yaml and requirements.lock are files of a `v1` chart; a `v2` chart keeps only what they say.
fn keep_for_version_1(chart: &mut Chart, file: File) {
    if chart.metadata.api_version == API_VERSION_1 {
        chart.files.push(file);
    }
}

fn subchart(name: &str, files: Vec<File>, depth: usize, parent: &str) -> Result<Chart, Error> {
    let failed = |source: Errors| Error::Subchart {
        name: name.to_owned(),
        parent: parent.to_owned(),
        source: Box::new(source),
    };
    if extension(name) == Some("tgz") {
        let Some(file) = files.into_iter().next() else {
            return Err(failed(Error::ChartfileMissing.into()));
        };
        if file.name != name {
            return Err(Error::ArchiveIsDirectory {
                name: name.to_owned(),
                parent: parent.to_owned(),
                found: file.name,
            });
        }
        if depth > MAX_DEPTH {
            return Err(failed(Error::TooDeep.into()));
        }
        return archive_at(&file.data, depth).map_err(failed);
    }
    if files.iter().all(|file| !file.name.contains('/')) {
        return Err(Error::LooseFile {
            name: name.to_owned(),
            parent: parent.to_owned(),
        });
    }
    let within = files
        .into_iter()
        .filter_map(|file| {
            let name = file.name.split_once('/')?.1.to_owned();
            Some(File {
                name,
                data: file.data,
            })
        })
        .collect();
    let mut problems = Vec::new();
    let chart = chart(within, depth, &mut problems);
    Errors::or(problems, chart).map_err(failed)
}

/// What stands behind the last dot of a name, as `filepath.Ext` sees it.
fn extension(name: &str) -> Option<&str> {
    name.rsplit_once('.').map(|(_, extension)| extension)
}

/// The documents of values.yaml, each merged over those before it.
fn values(text: &[u8]) -> Result<Map<String, Value>, ValuesError> {
    if documents::is_one(text) {
        return decode::map(text).map_err(|source| {
            let mark = source.mark();
            ValuesError::Decode { source, mark }
        });
    }
    let mut merged = Map::new();
    for document in documents::documents(text) {
        let document = document.map_err(|error| ValuesError::Separator {
            rest: error.rest,
            line: error.line,
        })?;
        let values = decode::map(&document.text).map_err(|source| {
            let mark = source.mark().map(|mark| document.mark_in(text, mark));
            ValuesError::Decode { source, mark }
        })?;
        merge_maps(&mut merged, values);
    }
    Ok(merged)
}

/// Maps merge, everything else is replaced.
fn merge_maps(into: &mut Map<String, Value>, from: Map<String, Value>) {
    for (key, value) in from {
        match (into.get_mut(&key), value) {
            (Some(Value::Object(old)), Value::Object(new)) => merge_maps(old, new),
            (_, value) => {
                into.insert(key, value);
            }
        }
    }
}
