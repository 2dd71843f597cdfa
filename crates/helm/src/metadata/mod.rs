//! Chart.yaml's fields.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// The metadata of a chart. An empty text stands for a field that is not given, as in Helm.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Metadata {
    /// The chart's name.
    pub name: String,
    /// The URL of the project's page.
    pub home: String,
    /// URLs of the source code.
    pub sources: Vec<String>,
    /// The chart's version.
    pub version: String,
    /// The chart in one sentence.
    pub description: String,
    /// Who maintains it.
    pub maintainers: Vec<Option<Maintainer>>,
    /// `v1` or `v2`.
    pub api_version: String,
    /// Further texts by name.
    pub annotations: BTreeMap<String, String>,
}

/// Someone who maintains a chart.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Maintainer {
    /// A name or an account.
    pub name: String,
    /// An address.
    pub email: String,
    /// A page.
    pub url: String,
}

impl Metadata {
    /// The JSON that is the config of a chart in an OCI registry.
    pub fn to_json(&self) -> String {
        let mut map = Map::new();
        for (key, value) in [
            ("name", &self.name),
            ("home", &self.home),
            ("version", &self.version),
            ("description", &self.description),
            ("apiVersion", &self.api_version),
        ] {
            if !value.is_empty() {
                map.insert(key.to_owned(), Value::from(value.as_str()));
            }
        }
        Value::Object(map).to_string()
    }
}
