//! `sigs.k8s.io/yaml.Marshal`: JSON first, then go-yaml reads that and writes it as YAML.

use serde_json::Value;

use super::{Error, emitter, to_value};
use crate::json;

/// How long a key may be, in bytes of JSON, so that go-yaml surely still sees it as one on the way.
const SAFE_KEY: usize = 160;

/// Writes a value as `sigs.k8s.io/yaml.Marshal` does, and fails where that fails.
///
/// Go's way leads through JSON text and go-yaml's reader, which refuses control characters, and keys of more
/// than 1024 characters, and folds U+0085. Values with such strings are sent on the same way here.
///
/// # Errors
/// go-yaml's, on reading its own JSON again.
pub fn marshal(value: &Value) -> Result<String, Error> {
    if survives(value) {
        return Ok(emitter::emit(value));
    }
    let read_back = to_value(json::encode(value).as_bytes())?;
    Ok(emitter::emit(&read_back))
}

/// Writes a value as `sigs.k8s.io/yaml.Marshal` does. Where that fails ([`marshal`]), the strings are escaped.
#[must_use]
pub fn encode(value: &Value) -> String {
    marshal(value).unwrap_or_else(|_| emitter::emit(value))
}

/// Whether a value comes out of JSON and go-yaml's reader unchanged.
fn survives(root: &Value) -> bool {
    let mut pending = vec![(root, 0_usize)];
    while let Some((value, depth)) = pending.pop() {
        if depth > 1000 {
            return false;
        }
        match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
            Value::String(text) => {
                if !text_survives(text) {
                    return false;
                }
            }
            Value::Array(items) => pending.extend(items.iter().map(|item| (item, depth + 1))),
            Value::Object(map) => {
                for (key, item) in map {
                    if key.len() > SAFE_KEY || !text_survives(key) {
                        return false;
                    }
                    pending.push((item, depth + 1));
                }
            }
        }
    }
    true
}

fn text_survives(text: &str) -> bool {
    text.is_ascii() && !text.as_bytes().contains(&0x7F)
        || text.chars().all(|character| {
            !matches!(
                character,
                '\x7F'..='\u{9F}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}'
            )
        })
}
