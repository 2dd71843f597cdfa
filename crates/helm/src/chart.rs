//! A chart as it was loaded.

use std::path::PathBuf;

use gotemplate::Text;
use serde_json::{Map, Value};

use crate::metadata::{Chartfile, Lock, Metadata};

/// A chart as Helm loads it: read and valid by itself, but not yet checked for a release
/// ([`crate::check::check`] does that).
#[derive(Debug, Clone, Default)]
pub struct Chart {
    /// Chart.yaml's fields, cleaned; those of requirements.yaml are merged into them.
    pub metadata: Metadata,
    /// Chart.yaml as it was read.
    pub chartfile: Chartfile,
    /// Chart.lock, or requirements.lock.
    pub lock: Option<Lock>,
    /// The default values: the documents of values.yaml merged.
    pub values: Map<String, Value>,
    /// values.yaml as it was read. An archive may hold several.
    pub values_files: Vec<Text>,
    /// values.schema.json as it was read.
    pub schema: Option<Text>,
    /// What stands in templates/, in load order.
    pub templates: Vec<File>,
    /// Everything else but subcharts, in load order.
    pub files: Vec<File>,
    /// The charts in charts/, ordered by their file or directory name there.
    pub subcharts: Vec<Chart>,
    /// Where the files came from, when the chart was loaded from a directory; empty for a subchart.
    pub sources: Vec<Source>,
}

/// A file of a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path relative to the chart, with `/`.
    pub name: String,
    /// Its bytes, without a byte order mark. Templates see these very bytes, not a copy.
    pub data: Text,
}

/// Where a loaded file was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its path in the chart, relative to the chart's directory, with `/`.
    pub name: String,
    /// The file that was read, relative to the chart's directory: another than `name` where a symlink was followed.
    pub file: PathBuf,
}

impl Chart {
    /// The chart's name.
    pub fn name(&self) -> &str {
        &self.metadata.name
    }

    /// The files in the chart's own crds/ that Helm takes for custom resource definitions.
    pub(crate) fn own_definitions(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| is_crd(&file.name))
    }

    /// The files in crds/ that Helm takes for custom resource definitions, this chart's first, then its subcharts'
    /// (`chart.go:CRDObjects`).
    pub fn crds(&self) -> Vec<&File> {
        self.own_definitions()
            .chain(self.subcharts.iter().flat_map(Self::crds))
            .collect()
    }
}

fn is_crd(name: &str) -> bool {
    let extension = name.rsplit('/').next().and_then(|base| {
        base.rsplit_once('.')
            .map(|(_, extension)| extension.to_ascii_lowercase())
    });
    name.starts_with("crds/") && matches!(extension.as_deref(), Some("yaml" | "yml" | "json"))
}
