//! Go's `encoding/json` over template values.

use crate::value::{List, Map, Value};

/// Why a value has no JSON form, or a text is no JSON: Go's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Error(pub String);

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
/// For what JSON cannot hold: functions, complex numbers, NaN and infinities, values that hold themselves.
pub fn encode(_value: &Value, _style: Style) -> Result<Vec<u8>, Error> {
    Ok(Vec::new())
}

/// `json.Unmarshal` into an `interface{}`: numbers become `float64`.
///
/// # Errors
/// When the text is no JSON.
pub fn decode(_text: &[u8]) -> Result<Value, Error> {
    Ok(Value::Nil)
}

/// `json.Unmarshal` into a `map[string]interface{}`, which is empty before. On an error the map holds what Go would
/// have put into it.
pub fn decode_map(_text: &[u8]) -> (Map, Option<Error>) {
    (Map::new(), None)
}

/// `json.Unmarshal` into a `[]interface{}`.
///
/// # Errors
/// When the text is no JSON, or no list.
pub fn decode_list(_text: &[u8]) -> Result<List, Error> {
    Ok(List::new(Vec::new()))
}
