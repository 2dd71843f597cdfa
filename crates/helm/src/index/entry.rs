//! The entry of one version: what it says, and how it is written.

use serde_json::{Map, Value, json};

use crate::package::Package;
use crate::yaml;

/// What an index says of one version: the chart's metadata, where to download it, its digest and its time.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    name: String,
    version: String,
    digest: String,
    fields: Map<String, Value>,
}

impl Entry {
    /// The entry of a package. `urls` are absolute, or relative to the index; clients use the first one.
    ///
    /// `created` is the package's own time, in UTC, as Go prints RFC 3339: the same commit gives the same entry.
    pub fn new(package: &Package, urls: Vec<String>) -> Self {
        let mut fields = match package.metadata.to_value() {
            Value::Object(fields) => fields,
            _ => Map::new(),
        };
        fields.insert("urls".to_owned(), json!(urls));
        fields.insert("created".to_owned(), json!(package.created.to_string()));
        fields.insert("digest".to_owned(), json!(package.sha256));
        Self {
            name: package.metadata.name.clone(),
            version: package.metadata.version.clone(),
            digest: package.sha256.clone(),
            fields,
        }
    }

    /// The chart's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The version, exactly as in the chart.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The package's sha256, bare hex.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// What an index with this entry says of it.
    pub fn found(&self) -> super::Found {
        let text = |name: &str| self.fields.get(name).and_then(Value::as_str);
        super::Found {
            digest: Some(self.digest.clone()),
            created: text("created").map(str::to_owned),
            urls: self
                .fields
                .get("urls")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
        }
    }

    /// The entry as data.
    pub(super) fn to_value(&self) -> Value {
        Value::Object(self.fields.clone())
    }

    /// The entry as lines of a list, each with its LF.
    pub(super) fn lines(&self, layout: Layout) -> String {
        // Helm's own depth, so that long texts fold where Helm folds them.
        let nested = yaml::encode(&json!({ "entries": { "n": [self.fields] } }));
        let mut text = String::with_capacity(nested.len());
        let mut in_sequence = false;
        for (number, line) in nested.lines().skip(2).enumerate() {
            if line.is_empty() {
                text.push('\n');
                continue;
            }
            let (margin, rest) = line.split_at_checked(HELM_KEYS).unwrap_or((line, ""));
            if !rest.starts_with(' ') {
                in_sequence = rest.starts_with("- ") && number > 0;
            }
            if number == 0 && margin.trim_start().starts_with('-') {
                text.extend(std::iter::repeat_n(' ', layout.dash));
                text.push('-');
                let gap = layout.keys.saturating_sub(layout.dash + 1);
                text.extend(std::iter::repeat_n(' ', gap.max(1)));
            } else {
                let inner = if in_sequence { layout.sequence } else { 0 };
                text.extend(std::iter::repeat_n(' ', layout.keys + inner));
            }
            text.push_str(rest);
            text.push('\n');
        }
        text
    }

    /// The chart's name as a key of `entries`, with its colon.
    pub(super) fn key(&self) -> String {
        let mut single = Map::new();
        single.insert(self.name.clone(), Value::Null);
        let line = yaml::encode(&Value::Object(single));
        match line.trim_end().strip_suffix(" null") {
            Some(key) if !key.contains('\n') => key.to_owned(),
            // Too long for Go to write as a simple key: JSON's quotes are YAML's too.
            _ => format!("{}:", Value::String(self.name.clone())),
        }
    }
}

/// Where Helm puts a version's keys.
const HELM_KEYS: usize = 4;

/// The columns of an entry in an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    /// Of the dash.
    pub(super) dash: usize,
    /// Of the keys.
    pub(super) keys: usize,
    /// How far a sequence is indented under its key: Helm does not.
    pub(super) sequence: usize,
}
