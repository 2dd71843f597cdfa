//! From texts and values to documents.

use gotemplate::strconv::shortest_float;
use gotemplate::{ListType, Map, MapType, Value};

use super::document::{Builder, Document};
use crate::json::stream::{JsonStream, StreamError};

/// What Go's decoder stops at.
const MAX_DEPTH: usize = 10_000;
/// How many values are looked at: a shared list stands in a document as often as it is referred to.
const MAX_VALUES: usize = 20_000_000;

/// Reads a schema as santhosh's `UnmarshalJSON` does: one value and nothing behind it. The error is Go's.
pub(super) fn read(text: &[u8]) -> Result<Document, String> {
    let mut stream = JsonStream::new(text);
    let value = match stream.next() {
        None => return Err("EOF".to_owned()),
        Some(value) => value.map_err(StreamError::into_problem)?,
    };
    let rest = text.get(stream.consumed()..).unwrap_or_default();
    if rest
        .iter()
        .any(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
    {
        return Err("invalid character after top-level value".to_owned());
    }
    Ok(build(value))
}

/// The document of a text that is known to be one JSON value.
fn build(text: &[u8]) -> Document {
    let mut builder = Builder::default();
    let mut keys = Vec::new();
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        at += 1;
        match byte {
            b'{' => {
                builder.open_object();
                keys.push(true);
            }
            b'[' => {
                builder.open_array();
                keys.push(false);
            }
            b'}' | b']' => {
                builder.close();
                keys.pop();
            }
            b'"' => {
                let (string, end) = string(text, at);
                at = end;
                // A text is a key when a colon follows.
                let next = text
                    .get(at..)
                    .unwrap_or_default()
                    .iter()
                    .find(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
                if keys.last() == Some(&true) && next == Some(&b':') {
                    builder.key(string);
                } else {
                    builder.string(string);
                }
            }
            b't' | b'n' => {
                at += 3;
                if *byte == b't' {
                    builder.boolean(true);
                } else {
                    builder.null();
                }
            }
            b'f' => {
                at += 4;
                builder.boolean(false);
            }
            b'-' | b'0'..=b'9' => {
                let rest = text.get(at - 1..).unwrap_or_default();
                let length = rest
                    .iter()
                    .take_while(|byte| {
                        matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')
                    })
                    .count();
                let number = rest.get(..length).unwrap_or_default();
                builder.number(String::from_utf8_lossy(number).into_owned());
                at += length - 1;
            }
            _ => {}
        }
    }
    builder.finish()
}

/// The text whose first byte is at `at`, unescaped, and where it ends. What is no UTF-8 becomes U+FFFD, as in Go.
fn string(text: &[u8], mut at: usize) -> (Box<[u8]>, usize) {
    let mut out = Vec::new();
    while let Some(byte) = text.get(at) {
        at += 1;
        match byte {
            b'"' => break,
            b'\\' => {
                let escape = text.get(at).copied().unwrap_or_default();
                at += 1;
                let character = match escape {
                    b'b' => '\u{8}',
                    b'f' => '\u{c}',
                    b'n' => '\n',
                    b'r' => '\r',
                    b't' => '\t',
                    b'u' => {
                        let first = unit(text, at);
                        at += 4;
                        let (character, length) = escaped(first, text, at);
                        at += length;
                        character
                    }
                    other => char::from(other),
                };
                out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            }
            byte => out.push(*byte),
        }
    }
    let text = match String::from_utf8(out) {
        Ok(text) => text,
        Err(error) => go_utf8(error.as_bytes()),
    };
    (text.into_bytes().into(), at)
}

/// Bytes as text; each byte that is no UTF-8 becomes one U+FFFD.
fn go_utf8(bytes: &[u8]) -> String {
    let mut out = String::new();
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        out.extend(chunk.invalid().iter().map(|_| '\u{fffd}'));
    }
    out
}

/// The character of a `\u` escape, and how many bytes more it takes: the other half of a pair.
fn escaped(first: u32, text: &[u8], at: usize) -> (char, usize) {
    if let Some(character) = char::from_u32(first) {
        return (character, 0);
    }
    if (0xd800..0xdc00).contains(&first) && text.get(at..at + 2) == Some(b"\\u") {
        let second = unit(text, at + 2);
        if (0xdc00..0xe000).contains(&second) {
            let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
            return (char::from_u32(code).unwrap_or('\u{fffd}'), 6);
        }
    }
    ('\u{fffd}', 0)
}

fn unit(text: &[u8], at: usize) -> u32 {
    text.get(at..at + 4)
        .and_then(|digits| std::str::from_utf8(digits).ok())
        .and_then(|digits| u32::from_str_radix(digits, 16).ok())
        .unwrap_or(0xfffd)
}

/// Values that no document holds: too deep, or too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooLarge;

/// What is left of a collection of values.
enum Pending {
    Items(std::vec::IntoIter<Value>),
    Members(std::vec::IntoIter<(gotemplate::Text, Value)>),
}

/// The document of a chart's values.
pub(super) fn from_values(values: &Map) -> Result<Document, TooLarge> {
    let mut builder = Builder::default();
    builder.open_object();
    let mut pending = vec![Pending::Members(values.entries().into_iter())];
    while let Some(collection) = pending.last_mut() {
        let next = match collection {
            Pending::Items(items) => items.next(),
            Pending::Members(members) => members.next().map(|(key, value)| {
                builder.key(key.as_bytes().into());
                value
            }),
        };
        let Some(value) = next else {
            builder.close();
            pending.pop();
            continue;
        };
        if builder.depth() > MAX_DEPTH || builder.len() > MAX_VALUES {
            return Err(TooLarge);
        }
        match value {
            // Named types and other elements are neither `map[string]any` nor `[]any` to Go's type switch.
            Value::Map(map) if *map.map_type() == MapType::ANY => {
                builder.open_object();
                pending.push(Pending::Members(map.entries().into_iter()));
            }
            Value::List(list) if *list.list_type() == ListType::ANY => {
                builder.open_array();
                pending.push(Pending::Items(list.iter().collect::<Vec<_>>().into_iter()));
            }
            other => scalar(&mut builder, &other),
        }
    }
    Ok(builder.finish())
}

fn scalar(builder: &mut Builder, value: &Value) {
    match value {
        Value::Nil => builder.null(),
        Value::Bool(value) => builder.boolean(*value),
        Value::Int(value) | Value::Int64(value) => builder.number(value.to_string()),
        Value::Int32(value) => builder.number(value.to_string()),
        Value::Uint(value) | Value::Uint64(value) => builder.number(value.to_string()),
        Value::Uint8(value) => builder.number(value.to_string()),
        Value::Float64(value) => builder.number(shortest_float(*value)),
        Value::String(text) => builder.string(text.as_bytes().into()),
        other => builder.foreign(
            other
                .type_of()
                .map_or_else(|| "<nil>".to_owned(), |go_type| go_type.to_string()),
        ),
    }
}
