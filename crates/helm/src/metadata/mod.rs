//! Chart.yaml's fields, and Chart.lock's (Helm's `pkg/chart/v2/metadata.go`, `dependency.go`).

mod chartfile;
pub(crate) mod decode;
mod encode;
mod lock;
mod validate;

use std::collections::BTreeMap;

use serde_json::Value;

pub use chartfile::Chartfile;
pub(crate) use chartfile::place_of as chartfile_place;
pub use decode::{DecodeError, ShapeError};
pub use lock::{Lock, Timestamp};
pub use validate::ValidationError;
pub(crate) use validate::is_base_name;

/// The API version of charts that may be loaded by Helm 2 (`v1`).
pub const API_VERSION_1: &str = "v1";

/// The API version of charts for Helm 3 and later (`v2`).
pub const API_VERSION_2: &str = "v2";

/// The metadata of a chart. An empty text stands for a field that is not given, as in Helm.
///
/// The fields stand in Helm's own order: the OCI config is written in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Metadata {
    /// The chart's name. Required.
    pub name: String,
    /// The URL of the project's page.
    pub home: String,
    /// URLs of the source code.
    pub sources: Vec<String>,
    /// The chart's version. Required.
    pub version: String,
    /// The chart in one sentence.
    pub description: String,
    /// Words to find it by.
    pub keywords: Vec<String>,
    /// Who maintains it. A null entry is kept as `None` until [`Metadata::validate`] refuses it.
    pub maintainers: Vec<Option<Maintainer>>,
    /// The URL of an icon.
    pub icon: String,
    /// `v1` or `v2`.
    pub api_version: String,
    /// The condition that enables the chart as a dependency.
    pub condition: String,
    /// The tags that enable the chart as a dependency.
    pub tags: String,
    /// The version of what the chart installs: free text.
    pub app_version: String,
    /// Whether the chart should no longer be used.
    pub deprecated: bool,
    /// Further texts by name.
    pub annotations: BTreeMap<String, String>,
    /// The constraint on the cluster's version.
    pub kube_version: String,
    /// The charts that it needs. A null entry is kept as `None` until [`Metadata::validate`] refuses it.
    pub dependencies: Vec<Option<Dependency>>,
    /// Whether there is a list of dependencies, if only an empty one: Go tells it from none, and a render looks into
    /// subcharts only when there is one.
    pub lists_dependencies: bool,
    /// `application`, `library`, or nothing for an application.
    pub chart_type: String,
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

/// A chart that another one needs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dependency {
    /// Its name, as its own Chart.yaml says.
    pub name: String,
    /// Its version, or a constraint on it.
    pub version: String,
    /// The repository's URL.
    pub repository: String,
    /// The values' path of a boolean that enables it.
    pub condition: String,
    /// Tags that enable it together with others.
    pub tags: Vec<String>,
    /// Whether it is enabled; Helm sets it itself.
    pub enabled: bool,
    /// The values that its parent takes over: texts, or maps of `child` and `parent`.
    pub import_values: Vec<Value>,
    /// The name that it goes by in its parent.
    pub alias: String,
}

impl Metadata {
    /// Reads Chart.yaml as Helm does: unknown fields are ignored, and a number or a boolean becomes a text where a
    /// text is wanted.
    pub fn from_yaml(text: &[u8]) -> Result<Self, DecodeError> {
        let mut metadata = Self::default();
        decode::merge_metadata(&mut metadata, text)?;
        Ok(metadata)
    }

    /// Those who maintain it, without null entries.
    pub fn maintainers(&self) -> impl Iterator<Item = &Maintainer> {
        self.maintainers.iter().flatten()
    }

    /// The charts that it needs, without null entries.
    pub fn dependencies(&self) -> impl Iterator<Item = &Dependency> {
        self.dependencies.iter().flatten()
    }
}

impl Dependency {
    /// The name that has to be unique in the parent: the alias, else the name.
    pub fn key(&self) -> &str {
        if self.alias.is_empty() {
            &self.name
        } else {
            &self.alias
        }
    }
}

#[cfg(test)]
mod tests;
