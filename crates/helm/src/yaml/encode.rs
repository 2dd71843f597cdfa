//! `sigs.k8s.io/yaml.Marshal`: JSON first, then go-yaml reads that and writes it as YAML.

use serde_json::{Map, Number, Value};

use super::emitter::Emitter;
use super::{Error, key_order, to_value};
use crate::json;

/// How long a key may be, in bytes of JSON, so that go-yaml surely still sees it as one on the way.
pub(super) const SAFE_KEY: usize = 160;

/// Writes a value as `sigs.k8s.io/yaml.Marshal` does, and fails where that fails.
///
/// Go's way leads through JSON text and go-yaml's reader, which refuses control characters, and keys of more
/// than 1024 characters, and folds U+0085. Values with such strings are sent on the same way here.
///
/// # Errors
/// go-yaml's, on reading its own JSON again.
pub fn marshal(value: &Value) -> Result<String, Error> {
    if survives(value) {
        return Ok(emit(value));
    }
    let read_back = to_value(json::encode(value).as_bytes())?;
    Ok(emit(&read_back))
}

/// Writes a value as `sigs.k8s.io/yaml.Marshal` does. Where that fails ([`marshal`]), the strings are escaped.
#[must_use]
pub fn encode(value: &Value) -> String {
    marshal(value).unwrap_or_else(|_| emit(value))
}

/// A collection half written.
enum Frame<'a> {
    List(std::slice::Iter<'a, Value>),
    Map(std::vec::IntoIter<(&'a String, &'a Value)>),
}

/// Writes a value; every string is taken as it is.
fn emit(root: &Value) -> String {
    let mut emitter = Emitter::new();
    let mut frames = Vec::new();
    enter(root, false, &mut emitter, &mut frames);
    while let Some(frame) = frames.last_mut() {
        let next = match frame {
            Frame::List(rest) => rest.next().map(|item| {
                emitter.item();
                (item, false)
            }),
            Frame::Map(rest) => rest.next().map(|(key, item)| {
                emitter.key(key);
                (item, true)
            }),
        };
        match next {
            Some((item, is_value)) => enter(item, is_value, &mut emitter, &mut frames),
            None => {
                emitter.close();
                frames.pop();
            }
        }
    }
    emitter.finish()
}

/// Writes a scalar or an empty collection, or opens one.
fn enter<'a>(value: &'a Value, is_value: bool, emitter: &mut Emitter, frames: &mut Vec<Frame<'a>>) {
    match value {
        Value::Null => emitter.null(),
        Value::Bool(value) => emitter.boolean(*value),
        Value::Number(number) => write_number(number, emitter),
        Value::String(text) => emitter.string(text),
        Value::Array(items) if items.is_empty() => emitter.empty_list(),
        Value::Object(map) if map.is_empty() => emitter.empty_map(),
        Value::Array(items) => {
            emitter.open_list(is_value);
            frames.push(Frame::List(items.iter()));
        }
        Value::Object(map) => {
            emitter.open_map();
            frames.push(Frame::Map(sorted(map).into_iter()));
        }
    }
}

fn write_number(number: &Number, emitter: &mut Emitter) {
    if let Some(value) = number.as_i64() {
        emitter.signed(value);
    } else if let Some(value) = number.as_u64() {
        emitter.unsigned(value);
    } else {
        emitter.float(number.as_f64().unwrap_or_default());
    }
}

fn sorted(map: &Map<String, Value>) -> Vec<(&String, &Value)> {
    key_order::sort(map.iter().collect(), |(key, _)| key.as_str())
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

pub(super) fn text_survives(text: &str) -> bool {
    text.is_ascii() && !text.as_bytes().contains(&0x7F)
        || text.chars().all(|character| {
            !matches!(
                character,
                '\x7F'..='\u{9F}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}'
            )
        })
}
