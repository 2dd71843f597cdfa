//! JSON as Go's `encoding/json` writes it.

pub(crate) mod stream;

use gotemplate::strconv::json_float;
use serde_json::{Number, Value};

/// Writes a value as Go's `json.Marshal` writes a `map[string]any`: compact, keys sorted by their bytes,
/// `<`, `>`, `&`, U+2028 and U+2029 escaped.
#[must_use]
pub fn encode(value: &Value) -> String {
    let mut out = String::new();
    write(value, true, &mut out);
    out
}

/// Like [`encode`], but keys stay in the order they were inserted: as Go writes a struct whose fields stand so.
#[must_use]
pub fn encode_in_order(value: &Value) -> String {
    let mut out = String::new();
    write(value, false, &mut out);
    out
}

/// A collection half written.
enum Frame<'a> {
    Array(std::slice::Iter<'a, Value>, bool),
    Object(std::vec::IntoIter<(&'a String, &'a Value)>, bool),
}

fn write(root: &Value, sorted: bool, out: &mut String) {
    let mut frames = Vec::new();
    let mut current = Some(root);
    loop {
        if let Some(value) = current.take() {
            match value {
                Value::Null => out.push_str("null"),
                Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
                Value::Number(number) => out.push_str(&encode_number(number)),
                Value::String(text) => write_string(text, out),
                Value::Array(items) => {
                    out.push('[');
                    frames.push(Frame::Array(items.iter(), true));
                }
                Value::Object(map) => {
                    out.push('{');
                    let mut entries: Vec<_> = map.iter().collect();
                    if sorted {
                        entries.sort_by(|left, right| left.0.cmp(right.0));
                    }
                    frames.push(Frame::Object(entries.into_iter(), true));
                }
            }
        }
        match frames.last_mut() {
            None => return,
            Some(Frame::Array(rest, first)) => match rest.next() {
                Some(item) => {
                    separate(first, out);
                    current = Some(item);
                }
                None => {
                    out.push(']');
                    frames.pop();
                }
            },
            Some(Frame::Object(rest, first)) => match rest.next() {
                Some((key, item)) => {
                    separate(first, out);
                    write_string(key, out);
                    out.push(':');
                    current = Some(item);
                }
                None => {
                    out.push('}');
                    frames.pop();
                }
            },
        }
    }
}

fn separate(first: &mut bool, out: &mut String) {
    if !std::mem::take(first) {
        out.push(',');
    }
}

/// A number as Go writes it: integers in full, floats with the fewest digits.
pub(crate) fn encode_number(number: &Number) -> String {
    if number.is_f64() {
        json_float(number.as_f64().unwrap_or_default())
    } else {
        number.to_string()
    }
}

/// A string with Go's escapes.
fn write_string(text: &str, out: &mut String) {
    out.push('"');
    let mut plain = 0;
    for (at, character) in text.char_indices() {
        let escape = match character {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\x08' => "\\b",
            '\x0C' => "\\f",
            '<' => "\\u003c",
            '>' => "\\u003e",
            '&' => "\\u0026",
            '\u{2028}' => "\\u2028",
            '\u{2029}' => "\\u2029",
            '\0'..='\x1F' => "",
            _ => continue,
        };
        out.push_str(text.get(plain..at).unwrap_or_default());
        if escape.is_empty() {
            out.push_str(&format!("\\u{:04x}", u32::from(character)));
        } else {
            out.push_str(escape);
        }
        plain = at + character.len_utf8();
    }
    out.push_str(text.get(plain..).unwrap_or_default());
    out.push('"');
}

#[cfg(test)]
mod tests;
