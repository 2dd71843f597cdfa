//! Values files (`pkg/chart/v2/loader/load.go:LoadValues`).

use gotemplate::{Map, Value};

use super::copy::with_stack;
use crate::load::documents::documents;
use crate::yaml::{self, DecodeError};

/// Why a values file cannot be read, in Helm's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// A line begins with `---` and goes on with something else.
    #[error("error reading yaml document: invalid Yaml document separator: {rest}")]
    Separator {
        /// What follows the dashes.
        rest: String,
        /// The line, from 1.
        line: usize,
    },
    /// A document is not YAML, or not a map.
    #[error("cannot unmarshal yaml document: {source}")]
    Decode {
        /// What is wrong with it; in its text, lines count from the document's first.
        source: DecodeError,
        /// Where in the file, when that is known.
        mark: Option<yaml::Mark>,
    },
}

/// Reads a values file: one or more documents, each a map, each merged over those before it.
///
/// # Errors
/// When a document is not YAML, or not a map.
pub fn load(text: &[u8]) -> Result<Map, FileError> {
    let mut values = Map::new();
    for document in documents(text) {
        let document = document.map_err(|error| FileError::Separator {
            rest: error.rest,
            line: error.line,
        })?;
        let map = yaml::decode_map(&document.text).map_err(|source| {
            let mark = source.mark().map(|mark| document.mark_in(text, mark));
            FileError::Decode { source, mark }
        })?;
        values = merge_maps(&values, &map);
    }
    Ok(values)
}

/// A new map with the entries of both; where both hold a map, these are merged, else `over` wins (`MergeMaps`).
#[must_use]
pub fn merge_maps(base: &Map, over: &Map) -> Map {
    let merged: Map = base.entries().into_iter().collect();
    for (key, value) in over.entries() {
        let value = match (merged.get(&*key), value) {
            (Some(Value::Map(old)), Value::Map(new)) => {
                Value::Map(with_stack(|| merge_maps(&old, &new)))
            }
            (_, value) => value,
        };
        merged.insert(key, value);
    }
    merged
}
