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
    renew(root, generated);
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

/// The index's data without some versions of a chart; without the chart when none is left.
pub(super) fn remove(mut index: Value, chart: &str, gone: &[&str], generated: Timestamp) -> Value {
    let Some(root) = index.as_object_mut() else {
        return index;
    };
    renew(root, generated);
    if let Some(entries) = root.get_mut("entries").and_then(Value::as_object_mut)
        && let Some(versions) = entries.get_mut(chart).and_then(Value::as_array_mut)
    {
        versions.retain(|version| {
            !version
                .get("version")
                .and_then(Value::as_str)
                .is_some_and(|version| gone.contains(&version))
        });
        if versions.is_empty() {
            entries.shift_remove(chart);
        }
    }
    index
}

/// The index's own time becomes the new one, if it is older.
fn renew(root: &mut Map<String, Value>, generated: Timestamp) {
    if let Some(time) = root.get_mut("generated")
        && !time.is_null()
        && !time.as_str().is_some_and(|old| is_younger(old, generated))
    {
        *time = json!(generated.to_string());
    }
}

/// The index's bytes: Helm's YAML where that holds the data, else JSON. go-yaml, and so Helm's writing, makes a blank of
/// U+0085 in a long string.
pub(super) fn encode(index: &Value) -> Vec<u8> {
    let bytes = yaml::encode(index).into_bytes();
    if holds(&bytes, index) {
        return bytes;
    }
    let mut json = String::new();
    for letter in format!("{index:#}\n").chars() {
        match letter {
            // YAML takes these for line ends, or refuses them.
            '\u{7f}'..='\u{9f}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{feff}'
            | '\u{fffe}'
            | '\u{ffff}' => json.push_str(&format!("\\u{:04x}", u32::from(letter))),
            letter => json.push(letter),
        }
    }
    json.into_bytes()
}

/// Whether an index's bytes hold this data and nothing else.
pub(super) fn holds(bytes: &[u8], expected: &Value) -> bool {
    yaml::parse_all(bytes).is_ok_and(|documents| documents.len() == 1)
        && yaml::to_value_strict(bytes).is_ok_and(|value| value == *expected)
}
