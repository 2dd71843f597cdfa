//! From YAML to Helm's structs, as sigs.k8s.io/yaml and Go's `encoding/json` do it together.
//!
//! Go's habits that show in what Helm accepts and says: keys match without regard to case; objects are visited in the
//! byte order of their keys; a number or boolean bound for a text is written as one; the first mistake is kept while
//! decoding goes on; and decoding over an existing value merges with it, list entries included.

mod coercion;
mod decoder;
mod error;

use serde_json::{Map, Value};

use super::{Dependency, Lock, Maintainer, Metadata};
use crate::yaml;
use decoder::kind;

pub(crate) use decoder::{Decoder, Unknown};
pub use error::{DecodeError, ShapeError};

/// Reads Chart.yaml or requirements.yaml into (and over) the metadata.
pub(crate) fn merge_metadata(metadata: &mut Metadata, text: &[u8]) -> Result<(), DecodeError> {
    let value = yaml::to_value(text)?;
    let mut decoder = Decoder::new(Unknown::Ignore);
    decoder.metadata(&value, metadata);
    Ok(decoder.finish()?)
}

/// Reads of Chart.yaml what Helm 4 tells charts apart by (`pkg/chart/loader/load.go:chartBase`).
pub(crate) fn api_version(text: &[u8]) -> Result<String, DecodeError> {
    let value = yaml::to_value(text)?;
    let mut version = String::new();
    let mut decoder = Decoder::new(Unknown::Ignore);
    decoder.object(
        &value,
        "chartBase",
        "loader.chartBase",
        &["apiVersion"],
        |decoder, _, value| decoder.string(value, &mut version),
    );
    decoder.finish()?;
    Ok(version)
}

/// Reads Chart.yaml and minds unknown fields and repeated keys.
pub(crate) fn strictly(text: &[u8]) -> Result<(), DecodeError> {
    let value = yaml::to_value_strict(text)?;
    let mut decoder = Decoder::new(Unknown::Refuse);
    decoder.metadata(&value, &mut Metadata::default());
    Ok(decoder.finish()?)
}

/// Reads a lock file; a null document is no lock.
pub(crate) fn lock(text: &[u8]) -> Result<Option<Lock>, DecodeError> {
    let value = yaml::to_value(text)?;
    if value.is_null() {
        return Ok(None);
    }
    let mut lock = Lock::default();
    let mut decoder = Decoder::new(Unknown::Ignore);
    decoder.lock(&value, &mut lock);
    decoder.finish()?;
    Ok(Some(lock))
}

/// Reads one document of values.yaml while loading: a map (`map[string]any`).
pub(crate) fn map(text: &[u8]) -> Result<Map<String, Value>, DecodeError> {
    map_named(text, "map[string]interface {}")
}

/// Reads values.yaml for lint: a map, which has a type of its own there.
pub(crate) fn values(text: &[u8]) -> Result<Map<String, Value>, DecodeError> {
    map_named(text, "common.Values")
}

fn map_named(text: &[u8], wanted: &'static str) -> Result<Map<String, Value>, DecodeError> {
    match yaml::to_value(text)? {
        Value::Object(map) => Ok(map),
        Value::Null => Ok(Map::new()),
        other => Err(ShapeError::Document {
            found: kind(&other),
            wanted,
        }
        .into()),
    }
}

impl Decoder {
    fn metadata(&mut self, value: &Value, into: &mut Metadata) {
        const FIELDS: &[&str] = &[
            "name",
            "home",
            "sources",
            "version",
            "description",
            "keywords",
            "maintainers",
            "icon",
            "apiVersion",
            "condition",
            "tags",
            "appVersion",
            "deprecated",
            "annotations",
            "kubeVersion",
            "dependencies",
            "type",
        ];
        self.object(
            value,
            "Metadata",
            "v2.Metadata",
            FIELDS,
            |decoder, field, value| match field {
                "name" => decoder.string(value, &mut into.name),
                "home" => decoder.string(value, &mut into.home),
                "sources" => decoder.strings(value, &mut into.sources),
                "version" => decoder.string(value, &mut into.version),
                "description" => decoder.string(value, &mut into.description),
                "keywords" => decoder.strings(value, &mut into.keywords),
                "maintainers" => decoder.pointers(
                    value,
                    &mut into.maintainers,
                    "[]*v2.Maintainer",
                    Self::maintainer,
                ),
                "icon" => decoder.string(value, &mut into.icon),
                "apiVersion" => decoder.string(value, &mut into.api_version),
                "condition" => decoder.string(value, &mut into.condition),
                "tags" => decoder.string(value, &mut into.tags),
                "appVersion" => decoder.string(value, &mut into.app_version),
                "deprecated" => decoder.boolean(value, &mut into.deprecated),
                "annotations" => decoder.string_map(value, &mut into.annotations),
                "kubeVersion" => decoder.string(value, &mut into.kube_version),
                "dependencies" => {
                    into.lists_dependencies = value.is_array();
                    decoder.dependencies(value, &mut into.dependencies);
                }
                _ => decoder.string(value, &mut into.chart_type),
            },
        );
    }

    fn maintainer(&mut self, value: &Value, into: &mut Maintainer) {
        self.object(
            value,
            "Maintainer",
            "v2.Maintainer",
            &["name", "email", "url"],
            |decoder, field, value| match field {
                "name" => decoder.string(value, &mut into.name),
                "email" => decoder.string(value, &mut into.email),
                _ => decoder.string(value, &mut into.url),
            },
        );
    }

    fn dependencies(&mut self, value: &Value, into: &mut Vec<Option<Dependency>>) {
        self.pointers(value, into, "[]*v2.Dependency", Self::dependency);
    }

    fn dependency(&mut self, value: &Value, into: &mut Dependency) {
        const FIELDS: &[&str] = &[
            "name",
            "version",
            "repository",
            "condition",
            "tags",
            "enabled",
            "import-values",
            "alias",
        ];
        self.object(
            value,
            "Dependency",
            "v2.Dependency",
            FIELDS,
            |decoder, field, value| match field {
                "name" => decoder.string(value, &mut into.name),
                "version" => decoder.string(value, &mut into.version),
                "repository" => decoder.string(value, &mut into.repository),
                "condition" => decoder.string(value, &mut into.condition),
                "tags" => decoder.strings(value, &mut into.tags),
                "enabled" => decoder.boolean(value, &mut into.enabled),
                "import-values" => decoder.list(
                    value,
                    &mut into.import_values,
                    "[]interface {}",
                    |_, item, place| *place = item.clone(),
                ),
                _ => decoder.string(value, &mut into.alias),
            },
        );
    }

    fn lock(&mut self, value: &Value, into: &mut Lock) {
        self.object(
            value,
            "Lock",
            "v2.Lock",
            &["generated", "digest", "dependencies"],
            |decoder, field, value| match field {
                "generated" => match value {
                    Value::Null => {}
                    Value::String(text) => match text.parse() {
                        Ok(time) => into.generated = time,
                        Err(error) => decoder.keep(error),
                    },
                    other => decoder.keep(ShapeError::Time {
                        text: other.to_string(),
                    }),
                },
                "digest" => decoder.string(value, &mut into.digest),
                _ => {
                    let list = into.dependencies.get_or_insert_default();
                    decoder.dependencies(value, list);
                    if value.is_null() {
                        into.dependencies = None;
                    }
                }
            },
        );
    }
}
