//! How sprig takes any value for a number or a text (`spf13/cast`, and sprig's `strval`).

use crate::budget::{Budget, Exhausted};
use crate::value::{Text, Value};

/// `cast.ToInt64`: 0 for what is no number.
pub(super) fn to_int64(_value: &Value) -> i64 {
    0
}

/// `cast.ToInt`: 0 for what is no number.
pub(super) fn to_int(value: &Value) -> i64 {
    to_int64(value)
}

/// `cast.ToFloat64`: 0 for what is no number.
pub(super) fn to_float64(_value: &Value) -> f64 {
    0.0
}

/// Sprig's `strval`: strings, bytes, errors and Stringers as they are, everything else by `%v`.
pub(super) fn to_text(value: &Value, budget: &Budget) -> Result<Text, Exhausted> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::List(list) => match list.as_bytes() {
            Some(bytes) => Ok(bytes),
            None => Ok(crate::format::display(value, budget)?.into()),
        },
        _ => Ok(crate::format::display(value, budget)?.into()),
    }
}
