//! YAML: reading never panics, what was read and is written reads as the same again, and the head of an object is what
//! the whole of it says.
#![no_main]

use helm::render::manifest::Head;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|data: &[u8]| {
    let _ = helm::yaml::parse_all(data);
    heads_agree(data);
    let strict = helm::yaml::to_value_strict(data);
    let Ok(value) = helm::yaml::to_value(data) else {
        assert!(strict.is_err());
        return;
    };
    if let Ok(strict) = strict {
        assert_eq!(strict, value);
    }
    // What templates get is the same, and is written the same, as far as floats hold the numbers.
    let decoded = helm::yaml::decode_value(data).unwrap_or_else(|error| panic!("{error}"));
    let written = helm::yaml::marshal_value(&decoded, &gotemplate::Budget::default());
    if !has_large_number(&value) {
        assert_eq!(written.ok(), helm::yaml::marshal(&value).ok());
    }
    if has_merge_key(&value) {
        return;
    }
    let Ok(written) = helm::yaml::marshal(&value) else {
        return;
    };
    let again = helm::yaml::to_value(written.as_bytes())
        .unwrap_or_else(|error| panic!("{error}\n{written}"));
    assert!(same(&value, &again), "{value}\n{again}\n{written}");
    assert_eq!(helm::yaml::marshal(&again).ok(), Some(written));
});

/// A document in plain YAML is read for its head line by line. A tab in a comment is not plain, so that the same
/// document behind one is read by the whole parser.
fn heads_agree(data: &[u8]) {
    let is_utf8 = std::str::from_utf8(data).is_ok_and(|text| !text.contains('\u{feff}'));
    if !is_utf8 {
        return;
    }
    let whole = Head::read(&[b"#\t\n", data].concat()).map_err(|error| error.message);
    match Head::read(data) {
        Ok(head) => assert_eq!(Ok(head), whole),
        Err(_) => assert!(whole.is_err()),
    }
}

/// Go writes `1000.0` as `1000`, so numbers are compared by value; and on Go's way through JSON its reader folds
/// U+0085 and its like, so texts with such characters are not compared.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::String(one), Value::String(other)) => one == other || is_folded(one),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.keys().any(|key| is_folded(key))
                || one.len() == other.len()
                    && one
                        .iter()
                        .all(|(key, value)| other.get(key).is_some_and(|other| same(value, other)))
        }
        (one, other) => one == other,
    }
}

fn is_folded(text: &str) -> bool {
    text.contains(['\u{85}', '\u{2028}', '\u{2029}', '\u{feff}'])
}

/// Go writes a key `"<<"` without its quotes, as a merge key, and so does this program: byte for byte.
fn has_merge_key(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(has_merge_key),
        Value::Object(fields) => fields.contains_key("<<") || fields.values().any(has_merge_key),
        _ => false,
    }
}

fn has_large_number(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.as_f64().is_none_or(|number| number.abs() >= 9e15),
        Value::Array(items) => items.iter().any(has_large_number),
        Value::Object(fields) => fields.values().any(has_large_number),
        _ => false,
    }
}
