//! Scalars bound for a text field (sigs.k8s.io/yaml's `convertToJSONableObject`).

use serde_json::Value;

use gotemplate::strconv::shortest_float32;

/// A scalar as the text that a text field gets, or `None` for a list, a map and null.
pub(super) fn coerced(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) if number.is_f64() => number.as_f64().map(shortest_float32),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_print_as_go_prints_them_for_a_text_field() {
        for (value, text) in [
            (1.1, "1.1"),
            (1.0, "1"),
            (0.1, "0.1"),
            (1.25e-5, "1.25e-05"),
            (0.0001, "0.0001"),
            (100_000.0, "100000"),
            (1_000_000.0, "1e+06"),
            (1_234_567.0, "1.234567e+06"),
            (2024.0101, "2024.0101"),
            (16_777_217.0, "1.6777216e+07"),
            (2.123_456_789_123, "2.1234567"),
            (123_456.7, "123456.7"),
            (1e30, "1e+30"),
            (-2.5, "-2.5"),
        ] {
            assert_eq!(coerced(&value.into()).as_deref(), Some(text));
        }
    }
}
