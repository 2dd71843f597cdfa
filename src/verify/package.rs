//! One package, held against what is said of it.

use helm::load::load_archive;
use helm::metadata::Metadata;
use helm::provenance::Provenance;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::code::{ANOTHER_CHART, NO_CHART, OTHER_PROVENANCE};
use super::place::{Release, Survey};
use crate::report::{Finding, Severity};

/// The fields of an entry that are the index's own.
const OF_THE_INDEX: &[&str] = &["created", "digest", "removed", "urls"];

/// How many things of a list are named.
const MOST_NAMED: usize = 10;

/// "2 versions of 1 chart".
pub(super) fn counted(versions: usize, charts: usize) -> String {
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    format!(
        "{versions} version{} of {charts} chart{}",
        plural(versions),
        plural(charts)
    )
}

/// The first few of a list, and how many more there are.
pub(super) fn named(all: &[String]) -> String {
    let mut text: String = all
        .iter()
        .take(MOST_NAMED)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ");
    if let Some(more) = all.len().checked_sub(MOST_NAMED).filter(|more| *more > 0) {
        text.push_str(&format!(" and {more} more"));
    }
    text
}

/// The sha256 of bytes, bare hex.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Reads a package as Helm does, and holds its Chart.yaml against the name and the version that it is published as.
/// `None` when it is no chart, or another; the survey says so.
pub(super) fn inspect(
    release: &Release,
    bytes: &[u8],
    at: &str,
    survey: &mut Survey,
) -> Option<Metadata> {
    let metadata = match load_archive(bytes) {
        Ok(chart) => chart.metadata,
        Err(errors) => {
            let message = format!("{release} at {at} cannot be read as a chart");
            let finding = Finding::new(&NO_CHART, Severity::Error, message);
            survey.find(finding.note("cause", errors.first().to_string()));
            return None;
        }
    };
    if metadata.name != release.name || metadata.version != release.version {
        survey.error(
            &ANOTHER_CHART,
            format!(
                "{release} at {at} holds {} {}",
                metadata.name, metadata.version
            ),
        );
        return None;
    }
    Some(metadata)
}

/// The fields in which an index entry and the package's Chart.yaml differ. A field that is missing is like an empty
/// one: writers of indexes differ in that.
pub(super) fn differing_fields(entry: &Map<String, Value>, metadata: &Metadata) -> Vec<String> {
    let theirs = metadata.to_value();
    let empty = Map::new();
    let theirs = theirs.as_object().unwrap_or(&empty);
    let mut names: Vec<&String> = entry.keys().chain(theirs.keys()).collect();
    names.sort();
    names.dedup();
    names
        .into_iter()
        .filter(|name| !OF_THE_INDEX.contains(&name.as_str()))
        .filter(|name| {
            let (ours, theirs) = (entry.get(*name), theirs.get(*name));
            !(is_empty(ours) && is_empty(theirs)) && ours != theirs
        })
        // What Chart.yaml has no field for was put into the index by somebody who wanted it there.
        .filter(|name| theirs.contains_key(*name) || KNOWN.contains(&name.as_str()))
        .cloned()
        .collect()
}

/// Chart.yaml's fields (Helm's `chart.Metadata`).
const KNOWN: &[&str] = &[
    "annotations",
    "apiVersion",
    "appVersion",
    "condition",
    "dependencies",
    "deprecated",
    "description",
    "home",
    "icon",
    "keywords",
    "kubeVersion",
    "maintainers",
    "name",
    "sources",
    "tags",
    "type",
    "version",
];

fn is_empty(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null | Value::Bool(false)) => true,
        Some(Value::String(text)) => text.is_empty(),
        Some(Value::Array(list)) => list.is_empty(),
        Some(Value::Object(map)) => map.is_empty(),
        Some(_) => false,
    }
}

/// Holds a provenance file against the package that it is about.
pub(super) fn inspect_provenance(
    release: &Release,
    file: &str,
    digest: &str,
    provenance: &[u8],
    survey: &mut Survey,
) {
    let problem = match Provenance::read(provenance) {
        Err(error) => error.to_string(),
        Ok(read) => match read.sha256(file) {
            Some(said) if said == digest => return,
            Some(said) => format!("it is about sha256:{said}, the package is sha256:{digest}"),
            None => format!("it says nothing of {file}"),
        },
    };
    let message = format!("{release}: {file}.prov does not belong to the package");
    let finding = Finding::new(&OTHER_PROVENANCE, Severity::Error, message);
    survey.find(finding.note("cause", problem));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_an_entry_leaves_out_is_like_what_is_empty() {
        let metadata = Metadata {
            name: "api".to_owned(),
            version: "1.0.0".to_owned(),
            description: "An API".to_owned(),
            ..Metadata::default()
        };
        for (entry, differing) in [
            (
                json!({"name": "api", "version": "1.0.0", "description": "An API", "urls": ["x"], "digest": "y",
                    "deprecated": false, "keywords": [], "x-team": "a"}),
                vec![],
            ),
            (
                json!({"name": "api", "version": "1.0.0", "description": "Other", "type": "library"}),
                vec!["description", "type"],
            ),
            (
                json!({"name": "api", "version": "1.0.0"}),
                vec!["description"],
            ),
        ] {
            let entry = entry.as_object().unwrap();
            assert_eq!(differing_fields(entry, &metadata), differing, "{entry:?}");
        }
    }
}
