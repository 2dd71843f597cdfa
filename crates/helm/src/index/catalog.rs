//! A whole index, chart by chart: for whoever has to look at every entry.
//!
//! Only one chart's entries are in memory at a time, so that an index of any size costs its text and no more. An
//! index that the line reader does not vouch for is read in full.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::Value;

use super::outline::{Entries, Outline};
use super::tree::Tree;
use super::{Error, bare, text};
use crate::yaml;

/// An index that can be gone through.
#[derive(Debug)]
pub struct Catalog<'a> {
    text: &'a str,
    /// Where each chart's entries stand.
    charts: BTreeMap<String, Range<usize>>,
    versions: usize,
    /// The data, when the full parser read it.
    value: Option<Value>,
}

/// One entry of an index.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// The version, as written; absent when the entry has none.
    pub version: Option<String>,
    /// The name that the entry itself says, which should be the key that it stands under.
    pub name: Option<String>,
    /// The package's sha256, bare hex in lower case.
    pub digest: Option<String>,
    /// Where to download the package, as written.
    pub urls: Vec<String>,
    /// All its fields.
    pub fields: serde_json::Map<String, Value>,
}

impl<'a> Catalog<'a> {
    /// Reads an index's outline.
    ///
    /// # Errors
    /// When it cannot be read or is no index.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Error> {
        let text = text(bytes)?;
        // No chart has an empty name: the outline then holds the places alone.
        let (outline, value) = match Outline::read(text, "") {
            Ok(outline) => (outline, None),
            Err(_) => {
                let tree = Tree::read(text, "")?;
                (tree.outline, Some(tree.value))
            }
        };
        let versions = outline.versions;
        let charts = match outline.entries {
            Entries::Charts { charts, .. } => charts
                .into_iter()
                .map(|chart| (chart.name, chart.range))
                .collect(),
            Entries::Absent | Entries::Empty(_) => BTreeMap::new(),
        };
        Ok(Self {
            text,
            charts,
            versions,
            value,
        })
    }

    /// How many entries all charts have.
    pub fn versions(&self) -> usize {
        self.versions
    }

    /// The charts' names, sorted.
    pub fn charts(&self) -> impl Iterator<Item = &str> {
        self.charts.keys().map(String::as_str)
    }

    /// A chart's entries, in the index's order; none when it is not listed.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn entries(&self, chart: &str) -> Result<Vec<Listed>, Error> {
        if let Some(value) = &self.value {
            let list = value.get("entries").and_then(|entries| entries.get(chart));
            return Ok(listed(list));
        }
        let Some(range) = self.charts.get(chart) else {
            return Ok(Vec::new());
        };
        let lines = self.text.get(range.clone()).unwrap_or_default();
        let value = yaml::to_value(lines.as_bytes()).map_err(Error::Yaml)?;
        let list = value.as_object().and_then(|map| map.values().next());
        Ok(listed(list))
    }
}

fn listed(list: Option<&Value>) -> Vec<Listed> {
    let entries = list.and_then(Value::as_array).into_iter().flatten();
    entries
        .map(|entry| {
            let fields = entry.as_object().cloned().unwrap_or_default();
            let word = |key: &str| fields.get(key).and_then(word);
            let urls = fields.get("urls").and_then(Value::as_array);
            Listed {
                version: word("version"),
                name: word("name"),
                digest: word("digest")
                    .filter(|digest| !digest.is_empty())
                    .map(|digest| bare(&digest)),
                urls: urls
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                    .map(ToOwned::to_owned)
                    .collect(),
                fields,
            }
        })
        .collect()
}

/// A scalar's text: a version such as `1.10` may have been written without quotes.
fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLOCK: &str = "apiVersion: v1\nentries:\n  web:\n  - name: web\n    version: 1.1.0\n    digest: sha256:AB\n    urls:\n    - web-1.1.0.tgz\n  - name: web\n    version: 1.0.0\n  api:\n  - name: api\n    version: \"2.0\"\n    digest: \"\"\ngenerated: \"2020-01-01T00:00:00Z\"\n";

    #[test]
    fn every_entry_is_told_of_whatever_the_style() {
        let value = yaml::to_value(BLOCK.as_bytes()).unwrap();
        let json = serde_json::to_string(&value).unwrap();
        for text in [BLOCK, &json] {
            let catalog = Catalog::read(text.as_bytes()).unwrap();
            assert_eq!(catalog.versions(), 3);
            let charts: Vec<&str> = catalog.charts().collect();
            assert_eq!(charts, ["api", "web"]);
            let web = catalog.entries("web").unwrap();
            let versions: Vec<_> = web.iter().map(|one| one.version.as_deref()).collect();
            assert_eq!(versions, [Some("1.1.0"), Some("1.0.0")]);
            assert_eq!(web[0].digest.as_deref(), Some("ab"));
            assert_eq!(web[0].urls, ["web-1.1.0.tgz"]);
            let api = catalog.entries("api").unwrap();
            assert_eq!(api[0].version.as_deref(), Some("2.0"));
            assert_eq!(api[0].digest, None);
            assert_eq!(catalog.entries("gone").unwrap(), []);
        }
    }

    #[test]
    fn what_is_no_index_is_an_error() {
        for text in ["", "a: b\n", "apiVersion: v1\nentries: 1\n", "{"] {
            assert!(Catalog::read(text.as_bytes()).is_err(), "{text:?}");
        }
    }
}
