//! Sprig's `dig`.

use crate::error::FunctionError;
use crate::sprig::panics::interface_conversion;
use crate::value::{Map, Text, Type, Value};

/// The value under a path of keys, or a default: `dig "a" "b" default map`.
///
/// # Errors
/// Go's panics: for too few arguments, keys that are no texts, and what is no `map[string]interface {}` (a named type
/// of it, such as Helm's values, is none) on the way.
pub(super) fn dig(arguments: &[Value]) -> Result<Value, FunctionError> {
    let [keys @ .., default, map] = arguments else {
        return Err("dig needs at least three arguments".into());
    };
    if keys.is_empty() {
        return Err("dig needs at least three arguments".into());
    }
    let mut map = as_map(map)?;
    let keys = keys.iter().map(as_key).collect::<Result<Vec<_>, _>>()?;
    let Some((last, path)) = keys.split_last() else {
        return Ok(default.clone());
    };
    for key in path {
        match map.get(key) {
            Some(value) => map = as_map(&value)?,
            None => return Ok(default.clone()),
        }
    }
    Ok(map.get(last).unwrap_or_else(|| default.clone()))
}

fn as_map(value: &Value) -> Result<Map, FunctionError> {
    match value {
        Value::Map(map) if value.type_of() == Some(Type::MAP) => Ok(map.clone()),
        _ => Err(interface_conversion(value, Type::MAP)),
    }
}

fn as_key(value: &Value) -> Result<Text, FunctionError> {
    match value {
        Value::String(text) => Ok(text.clone()),
        _ => Err(interface_conversion(value, Type::String)),
    }
}
