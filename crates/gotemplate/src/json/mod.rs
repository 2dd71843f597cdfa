//! Go's `encoding/json` over template values.

mod decode;
mod encode;
mod string;

use crate::budget::{Budget, Exhausted};
use crate::value::{Kind, List, ListType, Map, MapType, Value};

/// How deep Go's scanner follows brackets (`encoding/json/scanner.go`: maxNestingDepth).
const MAX_DEPTH: usize = 10_000;

/// Why a value has no JSON form, or a text is no JSON: Go's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Error(pub String);

impl Error {
    /// A character that stands where it must not.
    fn invalid_character(byte: u8, context: &str) -> Self {
        let character = match byte {
            b'\'' => "\\'".to_owned(),
            b'"' => "\"".to_owned(),
            // Go takes the byte for a code point.
            _ => {
                let quoted =
                    crate::strconv::quote(char::from(byte).encode_utf8(&mut [0; 4]).as_bytes());
                quoted.trim_matches('"').to_owned()
            }
        };
        Self(format!("invalid character '{character}' {context}"))
    }

    /// A value that does not fit where it is read into.
    fn type_mismatch(found: &str, target: &str) -> Self {
        Self(format!(
            "json: cannot unmarshal {found} into Go value of type {target}"
        ))
    }
}

/// How JSON is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `json.Marshal`: compact, `<`, `>` and `&` escaped.
    Compact,
    /// `json.MarshalIndent(v, "", "  ")`.
    Indented,
    /// An encoder with `SetEscapeHTML(false)`, without the newline at the end.
    Raw,
}

/// `json.Marshal` and its kin. Maps are written in the order of their keys.
///
/// # Errors
/// For what JSON cannot hold: functions, complex numbers, NaN and infinities, values that hold themselves; and for a
/// text beyond the limits that a budget has by default.
pub fn encode(value: &Value, style: Style) -> Result<Vec<u8>, Error> {
    encode_within(value, style, &Budget::default())
        .unwrap_or_else(|exhausted| Err(Error(exhausted.to_string())))
}

/// [`encode`] on a budget: a few maps that hold each other twice make a text without end.
///
/// # Errors
/// The outer error says that the budget is spent, the inner one what [`encode`] says.
pub fn encode_within(
    value: &Value,
    style: Style,
    budget: &Budget,
) -> Result<Result<Vec<u8>, Error>, Exhausted> {
    encode::encode(value, style, budget)
}

/// `json.Unmarshal` into an `interface{}`: numbers become `float64`.
///
/// # Errors
/// When the text is no JSON, or has a number that no `float64` holds.
pub fn decode(text: &[u8]) -> Result<Value, Error> {
    match decode_partly(text) {
        (value, None) => Ok(value),
        (_, Some(error)) => Err(error),
    }
}

/// `json.Unmarshal` into an `interface{}` that is nil before: what it holds afterwards, and the error. Beside an error
/// in the syntax it holds nothing; a number that no `float64` holds is nil.
#[must_use]
pub fn decode_partly(text: &[u8]) -> (Value, Option<Error>) {
    match decode::parse(text) {
        Ok(parsed) => parsed,
        Err(error) => (Value::Nil, Some(error)),
    }
}

/// `json.Unmarshal` into a `map[string]interface{}`, which is empty before. On an error the map holds what Go would
/// have put into it. `null` makes it a nil map.
#[must_use]
pub fn decode_map(text: &[u8]) -> (Map, Option<Error>) {
    match decode::parse(text) {
        Ok((Value::Map(map), error)) => (map, error),
        Ok((Value::Nil, None)) => (Map::nil(&MapType::ANY), None),
        Ok((other, _)) => (
            Map::new(),
            Some(mismatch(&other, "map[string]interface {}")),
        ),
        Err(error) => (Map::new(), Some(error)),
    }
}

/// `json.Unmarshal` into a `[]interface{}`. `null` makes it a nil slice.
///
/// # Errors
/// When the text is no JSON, or no list.
pub fn decode_list(text: &[u8]) -> Result<List, Error> {
    match decode::parse(text)? {
        (Value::List(list), None) => Ok(list),
        (Value::List(_), Some(error)) => Err(error),
        (Value::Nil, None) => Ok(List::nil(&ListType::ANY)),
        (other, _) => Err(mismatch(&other, "[]interface {}")),
    }
}

/// The error of a text whose value is of the wrong kind. Go does not look at what is in it then.
fn mismatch(value: &Value, target: &str) -> Error {
    let found = match value.kind() {
        Kind::Bool => "bool",
        Kind::String => "string",
        Kind::Slice => "array",
        Kind::Map => "object",
        // A number too large is nil here.
        _ => "number",
    };
    Error::type_mismatch(found, target)
}

#[cfg(test)]
mod tests;
