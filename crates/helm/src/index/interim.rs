//! Stands in for the modules of other branches until they are merged: `yaml`, `version`, the whole metadata.

use serde_json::Value;

/// A plain encoder: JSON's quotes wherever a plain scalar is not surely a string.
pub(super) fn encode(value: &Value) -> String {
    let mut text = String::new();
    write(value, 0, &mut text);
    text
}

fn write(value: &Value, indent: usize, text: &mut String) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            let mut keys: Vec<_> = map.keys().collect();
            keys.sort();
            for (number, key) in keys.into_iter().enumerate() {
                if number > 0 {
                    text.extend(std::iter::repeat_n(' ', indent));
                }
                text.push_str(&scalar(&Value::String(key.clone())));
                text.push(':');
                let value = map.get(key).unwrap_or(&Value::Null);
                match value {
                    Value::Object(inner) if !inner.is_empty() => {
                        text.push('\n');
                        text.extend(std::iter::repeat_n(' ', indent + 2));
                        write(value, indent + 2, text);
                    }
                    Value::Array(items) if !items.is_empty() => {
                        text.push('\n');
                        for item in items {
                            text.extend(std::iter::repeat_n(' ', indent));
                            text.push_str("- ");
                            write(item, indent + 2, text);
                        }
                    }
                    _ => {
                        text.push(' ');
                        write(value, indent, text);
                    }
                }
            }
        }
        _ => {
            text.push_str(&scalar(value));
            text.push('\n');
        }
    }
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(string)
            if super::outline::surely_a_string(string)
                && string.bytes().all(|byte| {
                    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'/')
                }) =>
        {
            string.clone()
        }
        _ => value.to_string(),
    }
}
