//! Looking into values along a path (`pkg/chart/common/values.go`, `errors.go`).

use gotemplate::strconv::quote;
use gotemplate::{Map, Text, Value};

use super::VALUES;

/// Helm's `ErrNoTable`: what a path leads to is no map.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} is not a table", quote(key))]
pub struct NoTable {
    /// The part of the path where the way ends.
    pub key: Text,
}

/// Helm's `ErrNoValue`: what a path leads to is not there, or is a map.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} is not a value", quote(key))]
pub struct NoValue {
    /// The last part of the path.
    pub key: Text,
}

/// Why a path leads to no value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// There is no path.
    #[error("YAML path cannot be empty")]
    Empty,
    /// There is no value.
    #[error(transparent)]
    NoValue(#[from] NoValue),
}

/// The map at a path of keys with dots between them (`Values.Table`). It is the map itself, as `common.Values`.
///
/// # Errors
/// When there is none.
pub fn table(values: &Map, path: &[u8]) -> Result<Map, NoTable> {
    let mut table = values.clone();
    for key in path.split(|byte| *byte == b'.') {
        table = match table.get(key) {
            // Go knows a map by its type; other maps do not occur within values.
            Some(Value::Map(inner)) => inner,
            _ => return Err(NoTable { key: key.into() }),
        };
    }
    Ok(table.with_type(&VALUES))
}

/// The value at a path of keys with dots between them, which is no map (`Values.PathValue`).
///
/// # Errors
/// When there is none.
pub fn path_value(values: &Map, path: &[u8]) -> Result<Value, PathError> {
    if path.is_empty() {
        return Err(PathError::Empty);
    }
    let last_dot = path.iter().rposition(|byte| *byte == b'.');
    let (parent, key) = match last_dot.and_then(|at| path.split_at_checked(at)) {
        Some((parent, rest)) => (
            table(values, parent).ok(),
            rest.strip_prefix(b".").unwrap_or(rest),
        ),
        None => (Some(values.clone()), path),
    };
    match parent.and_then(|table| table.get(key)) {
        Some(value) if value.as_map().is_none() => Ok(value),
        _ => Err(NoValue { key: key.into() }.into()),
    }
}
