//! An index written anew: for JSON and flow style, where no line can be put in.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::entry::Entry;
use super::order::position_of_version;
use super::place::is_younger;
use crate::yaml;

/// The index's data with the entry in it; everything else is as it was.
pub(super) fn insert(mut index: Value, entry: &Entry, generated: Timestamp) -> Value {
    let Some(root) = index.as_object_mut() else {
        return index;
    };
    if let Some(time) = root.get_mut("generated")
        && !time.is_null()
        && !time.as_str().is_some_and(|old| is_younger(old, generated))
    {
        *time = json!(generated.to_string());
    }
    let entries = root.entry("entries").or_insert(Value::Null);
    if entries.is_null() {
        *entries = Value::Object(Map::new());
    }
    let Some(entries) = entries.as_object_mut() else {
        return index;
    };
    let list = entries.entry(entry.name()).or_insert(Value::Null);
    if list.is_null() {
        *list = Value::Array(Vec::new());
    }
    if let Some(versions) = list.as_array_mut() {
        let position = position_of_version(
            versions
                .iter()
                .map(|version| version.get("version").and_then(Value::as_str)),
            entry.version(),
        );
        versions.insert(position, entry.to_value());
    }
    index
}

/// Whether an index's bytes hold this data and nothing else.
pub(super) fn holds(bytes: &[u8], expected: &Value) -> bool {
    yaml::parse_all(bytes).is_ok_and(|documents| documents.len() == 1)
        && yaml::to_value_strict(bytes).is_ok_and(|value| value == *expected)
}
