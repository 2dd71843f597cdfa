//! Cases whose expected texts the real sigs.k8s.io/yaml 1.6.0 has printed.

use gotemplate::{Budget, Limits, List, ListType, Map, MapType, Value};
use proptest::prelude::*;

use super::*;
use crate::yaml::{marshal, to_value};

fn written(value: &Value) -> String {
    match marshal_value(value, &Budget::default()) {
        Ok(text) => text,
        Err(error) => error.to_string(),
    }
}

#[test]
fn every_number_becomes_a_float() {
    for (text, expected) in [
        ("1", 1.0),
        ("-0", -0.0_f64),
        ("0x1F", 31.0),
        ("9007199254740993", 9_007_199_254_740_992.0),
        ("18446744073709551615", 18_446_744_073_709_551_615.0),
        ("1e3", 1000.0),
    ] {
        let Ok(Value::Float64(value)) = decode_value(text.as_bytes()) else {
            panic!("{text}");
        };
        assert_eq!(value, expected, "{text}");
    }
    assert!(decode_value(b"").unwrap().is_nil());
    assert!(decode_value(b"# nothing\n").unwrap().is_nil());
}

#[test]
fn maps_and_lists_are_asked_for() {
    assert_eq!(decode_map(b"{b: 1, a: 2, b: 3}").unwrap().len(), 2);
    assert!(!decode_map(b"null").unwrap().is_nil());
    assert!(!decode_list(b"").unwrap().is_nil());
    assert_eq!(decode_list(b"[1, 2]").unwrap().len(), 2);
    for (text, expected) in [
        (
            "[1]",
            "cannot unmarshal array into Go value of type map[string]interface {}",
        ),
        (
            "x",
            "cannot unmarshal string into Go value of type map[string]interface {}",
        ),
        (
            "1",
            "cannot unmarshal number into Go value of type map[string]interface {}",
        ),
        (
            "true",
            "cannot unmarshal bool into Go value of type map[string]interface {}",
        ),
    ] {
        assert_eq!(
            decode_map(text.as_bytes()).unwrap_err().to_string(),
            format!("error unmarshaling JSON: while decoding JSON: json: {expected}")
        );
    }
    assert_eq!(
        decode_list(b"a: 1").unwrap_err().to_string(),
        "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal object into Go value of type []interface {}"
    );
    assert_eq!(
        decode_value(b"a: b: c").unwrap_err().to_string(),
        "error converting YAML to JSON: yaml: mapping values are not allowed in this context"
    );
}

#[test]
fn values_are_written_as_go_writes_them() {
    for (value, expected) in [
        (Value::Nil, "null\n"),
        (Value::Int(5), "5\n"),
        (Value::Int64(-5), "-5\n"),
        (Value::Uint64(u64::MAX), "18446744073709551615\n"),
        (Value::Float64(1_000_000.0), "1000000\n"),
        (Value::Float64(-0.0), "0\n"),
        (Value::Float64(0.1), "0.1\n"),
        (Value::Float64(1e20), "1e+20\n"),
        (Value::Float64(1e21), "1e+21\n"),
        (Value::Float64(1e-7), "1e-07\n"),
        (
            Value::Float64(9_007_199_254_740_994.0),
            "9007199254740994\n",
        ),
        (Value::from("yes"), "\"yes\"\n"),
        (Value::from("a\nb\n"), "|\n  a\n  b\n"),
        (
            Value::from(b"a\xff\xe2\x82b".to_vec()),
            "a\u{fffd}\u{fffd}\u{fffd}b\n",
        ),
        (List::bytes("hi").into(), "aGk=\n"),
        (List::nil(&ListType::ANY).into(), "null\n"),
        (List::new(Vec::new()).into(), "[]\n"),
        (List::strings(["a", "1"]).into(), "- a\n- \"1\"\n"),
        (Map::nil(&MapType::ANY).into(), "null\n"),
        (Map::new().into(), "{}\n"),
    ] {
        assert_eq!(written(&value), expected, "{value:?}");
    }
    let keys = ["a10", "a2", "B", "_", "é", "1", "10", "9"];
    let map: Map = keys.into_iter().map(|key| (key, true)).collect();
    assert_eq!(
        written(&map.into()),
        "_: true\n\"1\": true\n\"9\": true\n\"10\": true\nB: true\na2: true\na10: true\né: true\n"
    );
}

#[test]
fn gos_way_through_json_shows() {
    for (value, expected) in [
        (Value::from("a\u{85}b"), "a b\n"),
        (Value::from("\u{feff}x"), "\"\\uFEFF\\x78\"\n"),
        (
            Value::from("\u{7f}"),
            "yaml: control characters are not allowed",
        ),
        (
            Value::Float64(f64::NAN),
            "error marshaling into JSON: json: unsupported value: NaN",
        ),
        (
            Value::Complex128(1.0, 0.0),
            "error marshaling into JSON: json: unsupported type: complex128",
        ),
    ] {
        assert_eq!(written(&value), expected, "{value:?}");
    }
    let long: Map = [("k".repeat(200), true)].into_iter().collect();
    assert_eq!(
        written(&long.into()),
        format!("? {}\n: true\n", "k".repeat(200))
    );
    let map = Map::new();
    map.insert("self", map.clone());
    assert_eq!(
        written(&map.clone().into()),
        "error marshaling into JSON: json: unsupported value: encountered a cycle via map[string]interface {}"
    );
    map.remove("self");
    let mut deep = Value::Nil;
    for _ in 0..2_000 {
        deep = List::new(vec![deep]).into();
    }
    assert_eq!(written(&deep), format!("{}null\n", "- ".repeat(2_000)));
}

#[test]
fn values_that_grow_without_end_are_stopped() {
    let mut value = Value::from("x");
    for _ in 0..60 {
        value = List::new(vec![value.clone(), value]).into();
    }
    let limits = Limits {
        text: 1 << 20,
        ..Limits::default()
    };
    let error = marshal_value(&value, &Budget::new(limits)).unwrap_err();
    assert!(matches!(error, MarshalError::Exhausted(_)), "{error}");
}

proptest! {
    #[test]
    fn both_ways_of_reading_and_writing_agree(text in "([a-c-]{0,2}[:?-]{0,1}[ \n]{1,3}|[\\[\\]{},&*!'\"|>#~.0-9e]){0,25}") {
        match (to_value(text.as_bytes()), decode_value(text.as_bytes())) {
            (Ok(one), Ok(other)) => {
                // Floats lose large integers, so only what was read is compared by what is written.
                if let Ok(marshalled) = marshal(&one) {
                    prop_assert_eq!(marshalled, written(&other));
                }
            }
            (Err(one), Err(other)) => prop_assert_eq!(DecodeError::from(one), other),
            (one, other) => prop_assert!(false, "{one:?} {other:?}"),
        }
    }
}
