//! How sprig takes any value for a number or a text (`spf13/cast` 1.7, and sprig's `strval`).

use crate::budget::{Budget, Exhausted};
use crate::strconv::{FloatSize, parse_float, parse_int};
use crate::value::{Text, Value};

/// `cast.ToInt64`: 0 for what is no number.
pub(super) fn to_int64(value: &Value) -> i64 {
    match value {
        Value::Bool(value) => i64::from(*value),
        Value::Int(value) | Value::Int64(value) => *value,
        Value::Int32(value) => i64::from(*value),
        Value::Uint(value) | Value::Uint64(value) => value.cast_signed(),
        Value::Uint8(value) => i64::from(*value),
        Value::Float64(value) => truncate(*value),
        Value::String(text) => parse_int(without_zero_fraction(text), 0, 64).unwrap_or_default(),
        Value::Object(_) => named_integer(value).unwrap_or_default(),
        Value::Nil
        | Value::Complex128(..)
        | Value::List(_)
        | Value::Map(_)
        | Value::Function(_) => 0,
    }
}

/// `cast.ToInt`: 0 for what is no number. Go's `int` has 64 bits, as everywhere here.
pub(super) fn to_int(value: &Value) -> i64 {
    to_int64(value)
}

/// `cast.ToFloat64`: 0 for what is no number.
#[expect(
    clippy::cast_precision_loss,
    reason = "Go converts with float64(value), to the nearest"
)]
pub(super) fn to_float64(value: &Value) -> f64 {
    match value {
        Value::Bool(value) => f64::from(u8::from(*value)),
        Value::Int(value) | Value::Int64(value) => *value as f64,
        Value::Int32(value) => f64::from(*value),
        Value::Uint(value) | Value::Uint64(value) => *value as f64,
        Value::Uint8(value) => f64::from(*value),
        Value::Float64(value) => *value,
        Value::String(text) => parse_float(text, FloatSize::Double).unwrap_or_default(),
        Value::Object(_) => named_integer(value).unwrap_or_default() as f64,
        Value::Nil
        | Value::Complex128(..)
        | Value::List(_)
        | Value::Map(_)
        | Value::Function(_) => 0.0,
    }
}

/// The only named types that cast knows (its `toInt`).
fn named_integer(value: &Value) -> Option<i64> {
    let Value::Object(object) = value else {
        return None;
    };
    if !["time.Month", "time.Weekday"].contains(&object.type_name()) {
        return None;
    }
    object.underlying()?.as_signed()
}

/// Go's `int64(value)` on amd64, where Helm's releases run: what does not fit is the smallest number.
#[expect(
    clippy::cast_possible_truncation,
    reason = "truncation is what the conversion does"
)]
fn truncate(value: f64) -> i64 {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if (-LIMIT..LIMIT).contains(&value) {
        value as i64
    } else {
        i64::MIN
    }
}

/// Without a fraction that is all zeros: `12.00` is 12 (cast's `trimZeroDecimal`). `12.` has none to trim.
fn without_zero_fraction(text: &[u8]) -> &[u8] {
    let end = text.iter().rposition(|byte| *byte != b'0');
    match end.and_then(|end| text.split_at_checked(end)) {
        Some((whole, [b'.', _, ..])) => whole,
        _ => text,
    }
}

/// Sprig's `strval`: strings, bytes, errors and Stringers as they are, everything else by `%v`.
///
/// # Errors
/// When the budget is spent.
pub(super) fn to_text(value: &Value, budget: &Budget) -> Result<Text, Exhausted> {
    match value {
        Value::String(text) => return Ok(text.clone()),
        Value::List(list) if list.list_type().name.is_none() => {
            if let Some(bytes) = list.as_bytes() {
                return Ok(bytes);
            }
        }
        Value::Object(object) => {
            if let Some(text) = object.display() {
                return Ok(text.into());
            }
        }
        _ => {}
    }
    Ok(crate::format::display(value, budget)?.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{List, Map};

    #[test]
    fn takes_for_integers_what_cast_does() {
        let cases: [(Value, i64); 34] = [
            (Value::Nil, 0),
            (true.into(), 1),
            (false.into(), 0),
            (Value::Int(-3), -3),
            (Value::Int32(7), 7),
            (Value::Int64(i64::MAX), i64::MAX),
            (Value::Uint64(u64::MAX), -1),
            (Value::Uint8(255), 255),
            (3.99.into(), 3),
            ((-3.99).into(), -3),
            (9_223_372_036_854_775_808.0.into(), i64::MIN),
            ((-1e300).into(), i64::MIN),
            (f64::NAN.into(), i64::MIN),
            (f64::INFINITY.into(), i64::MIN),
            (Value::Complex128(1.0, 0.0), 0),
            ("".into(), 0),
            ("12".into(), 12),
            ("-12".into(), -12),
            ("+12".into(), 12),
            ("12.0".into(), 12),
            ("12.000".into(), 12),
            ("12.".into(), 0),
            ("12.50".into(), 0),
            (".0".into(), 0),
            ("0x1F".into(), 31),
            ("0x1F.0".into(), 31),
            ("010".into(), 8),
            ("08".into(), 0),
            ("1_000".into(), 1000),
            (" 1".into(), 0),
            ("9223372036854775808".into(), 0),
            ("100".into(), 100),
            (List::new(vec![Value::Int(1)]).into(), 0),
            (Map::new().into(), 0),
        ];
        for (value, expected) in cases {
            assert_eq!(to_int64(&value), expected, "{value:?}");
        }
    }

    #[test]
    fn takes_for_floats_what_cast_does() {
        let cases: [(Value, f64); 12] = [
            (Value::Nil, 0.0),
            (true.into(), 1.0),
            (Value::Int(-3), -3.0),
            (Value::Uint64(u64::MAX), 18_446_744_073_709_552_000.0),
            (1.5.into(), 1.5),
            ("1.5".into(), 1.5),
            ("1e3".into(), 1000.0),
            ("0x1p-2".into(), 0.25),
            ("1e400".into(), 0.0),
            ("-inf".into(), f64::NEG_INFINITY),
            ("010".into(), 10.0),
            ("one".into(), 0.0),
        ];
        for (value, expected) in cases {
            assert_eq!(
                to_float64(&value).to_bits(),
                f64::to_bits(expected),
                "{value:?}"
            );
        }
    }
}
