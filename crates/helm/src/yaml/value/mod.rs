//! Between YAML and templates' values (`sigs.k8s.io/yaml`).

mod direct;
mod marshal;

use gotemplate::{List, Map, Value};

use super::target::Decoded;
use super::{Error, Mark, convert, parse};
pub use marshal::{MarshalError, marshal_value};

/// Why a text cannot be read, in the words of `sigs.k8s.io/yaml.Unmarshal`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// It is not YAML, or has no JSON form.
    #[error("error converting YAML to JSON: {0}")]
    Yaml(#[from] Error),
    /// It is something other than what was asked for.
    #[error(
        "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {found} into Go value of type {wanted}"
    )]
    Shape {
        /// What it is, in JSON's words.
        found: &'static str,
        /// The Go type that was asked for.
        wanted: &'static str,
    },
}

impl DecodeError {
    /// Where the YAML is broken, when that is known.
    #[must_use]
    pub fn mark(&self) -> Option<Mark> {
        match self {
            Self::Yaml(error) => error.mark(),
            Self::Shape { .. } => None,
        }
    }
}

/// Reads the first document (`Unmarshal` into an `interface{}`): all numbers are `float64`, keys are texts, no
/// document is nil.
///
/// # Errors
/// When the text is not YAML, contradicts itself, or has no JSON form.
pub fn decode_value(text: &[u8]) -> Result<Value, DecodeError> {
    if let Some(value) = direct::decode(text) {
        return Ok(value);
    }
    match parse(text)? {
        Some(node) => Ok(convert::convert::<Decoded>(&node, false)?),
        None => Ok(Value::Nil),
    }
}

/// Reads the first document as a map (`Unmarshal` into an empty `map[string]interface{}`). No document, and `null`,
/// leave it empty.
///
/// # Errors
/// As [`decode_value`], and when the document is no map.
pub fn decode_map(text: &[u8]) -> Result<Map, DecodeError> {
    decode_value(text).and_then(to_map)
}

/// What [`decode_map`] makes of a value that was read.
///
/// # Errors
/// When it is no map.
pub fn to_map(value: Value) -> Result<Map, DecodeError> {
    match value {
        Value::Map(map) => Ok(map),
        Value::Nil => Ok(Map::new()),
        other => Err(DecodeError::Shape {
            found: json_kind(&other),
            wanted: "map[string]interface {}",
        }),
    }
}

/// Reads the first document as a list (`Unmarshal` into an empty `[]interface{}`). No document, and `null`, leave it
/// empty.
///
/// # Errors
/// As [`decode_value`], and when the document is no list.
pub fn decode_list(text: &[u8]) -> Result<List, DecodeError> {
    decode_value(text).and_then(to_list)
}

/// What [`decode_list`] makes of a value that was read.
///
/// # Errors
/// When it is no list.
pub fn to_list(value: Value) -> Result<List, DecodeError> {
    match value {
        Value::List(list) => Ok(list),
        Value::Nil => Ok(List::new(Vec::new())),
        other => Err(DecodeError::Shape {
            found: json_kind(&other),
            wanted: "[]interface {}",
        }),
    }
}

/// JSON's word for a value that was read from YAML.
fn json_kind(value: &Value) -> &'static str {
    match value {
        Value::Nil => "null",
        Value::Bool(_) => "bool",
        Value::Float64(_) => "number",
        Value::String(_) => "string",
        Value::List(_) => "array",
        _ => "object",
    }
}

#[cfg(test)]
mod tests;
