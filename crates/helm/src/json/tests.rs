//! Texts that Go 1.26's `encoding/json` has printed.

use serde_json::{Value, json};

use super::{encode, encode_in_order};

#[test]
fn writes_as_go_does() {
    let table = [
        (
            "{\"k10\": 1, \"k9\": 2, \"K\": 3, \"_\": 4, \"a.b\": 5, \"a1b\": 6, \"a01\": 7}",
            "{\"K\":3,\"_\":4,\"a.b\":5,\"a01\":7,\"a1b\":6,\"k10\":1,\"k9\":2}",
        ),
        ("{\"v\": \"1.10\"}", "{\"v\":\"1.10\"}"),
        ("{\"v\": \"yes\"}", "{\"v\":\"yes\"}"),
        ("{\"v\": \"y\"}", "{\"v\":\"y\"}"),
        ("{\"v\": \"1e3\"}", "{\"v\":\"1e3\"}"),
        ("{\"v\": \"2024-01-01\"}", "{\"v\":\"2024-01-01\"}"),
        ("{\"v\": \"12:30:45\"}", "{\"v\":\"12:30:45\"}"),
        ("{\"v\": \">=1.20\"}", "{\"v\":\"\\u003e=1.20\"}"),
        ("{\"v\": \"a: b\"}", "{\"v\":\"a: b\"}"),
        ("{\"v\": \"#h\"}", "{\"v\":\"#h\"}"),
        ("{\"v\": \"@at\"}", "{\"v\":\"@at\"}"),
        ("{\"v\": \"it's\"}", "{\"v\":\"it's\"}"),
        ("{\"v\": \"\"}", "{\"v\":\"\"}"),
        ("{\"\": \"v\"}", "{\"\":\"v\"}"),
        ("{\"v\": \" a\"}", "{\"v\":\" a\"}"),
        ("{\"v\": \"a\\nb\"}", "{\"v\":\"a\\nb\"}"),
        ("{\"v\": \"a\\nb\\n\"}", "{\"v\":\"a\\nb\\n\"}"),
        ("{\"v\": \"a\\n\\n\"}", "{\"v\":\"a\\n\\n\"}"),
        ("{\"v\": \" a\\nb\"}", "{\"v\":\" a\\nb\"}"),
        ("{\"v\": \"\\n\"}", "{\"v\":\"\\n\"}"),
        ("{\"v\": \"a \\nb\"}", "{\"v\":\"a \\nb\"}"),
        ("{\"v\": \"a\\nb \"}", "{\"v\":\"a\\nb \"}"),
        ("{\"v\": \"a\\tb\"}", "{\"v\":\"a\\tb\"}"),
        ("{\"v\": \"😀\"}", "{\"v\":\"😀\"}"),
        ("{\"v\": \"é\\u0007\"}", "{\"v\":\"é\\u0007\"}"),
        (
            "{\"v\": \"x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x \"}",
            "{\"v\":\"x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x \"}",
        ),
        (
            "{\"v\": \"'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x \"}",
            "{\"v\":\"'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x \"}",
        ),
        (
            "{\"v\": \"\\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \"}",
            "{\"v\":\"\\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \"}",
        ),
        (
            "{\"v\": \"lorem ipsum dolor sit amet, lorem ipsum dolor sit amet, lorem ipsum dolor sit amet, lorem ipsum dolor sit amet, lorem ipsum dolor sit amet, lorem ipsum dolor sit amet, lorem ipsum dolor sit amet, lorem ipsum dolor sit amet, \"}",
            "{\"v\":\"lorem ipsum dolor sit amet, lorem ipsum dolor sit amet, lorem ipsum dolor sit amet, lorem ipsum dolor sit amet, lorem ipsum dolor sit amet, lorem ipsum dolor sit amet, lorem ipsum dolor sit amet, lorem ipsum dolor sit amet, \"}",
        ),
        ("[]", "[]"),
        ("{}", "{}"),
        ("{\"a\": [], \"b\": {}}", "{\"a\":[],\"b\":{}}"),
        (
            "[[1, [2]], {\"a\": [{\"b\": 1}]}]",
            "[[1,[2]],{\"a\":[{\"b\":1}]}]",
        ),
        ("{\"a\": [[\"x\"]]}", "{\"a\":[[\"x\"]]}"),
        (
            "{\"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk\": [1]}",
            "{\"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk\":[1]}",
        ),
        ("{\"a\\nb\": 1}", "{\"a\\nb\":1}"),
        ("null", "null"),
        ("1e+21", "1e+21"),
        ("1234567.5", "1234567.5"),
        ("100000.0", "100000"),
        ("1e-07", "1e-7"),
        ("5e-324", "5e-324"),
        ("\"lit\\n\"", "\"lit\\n\""),
        ("{\"a\": {\"b\": \"l\\nm\"}}", "{\"a\":{\"b\":\"l\\nm\"}}"),
        ("{\"v\": \"<<\"}", "{\"v\":\"\\u003c\\u003c\"}"),
        ("{\"v\": \"~\"}", "{\"v\":\"~\"}"),
        ("{\"v\": \"-\"}", "{\"v\":\"-\"}"),
        ("{\"v\": \"- a\"}", "{\"v\":\"- a\"}"),
        ("{\"v\": \"---a\"}", "{\"v\":\"---a\"}"),
        ("{\"v\": \"1:2\"}", "{\"v\":\"1:2\"}"),
        ("{\"v\": \"0b+1\"}", "{\"v\":\"0b+1\"}"),
        ("{\"v\": \"\u{feff}ab\"}", "{\"v\":\"\u{feff}ab\"}"),
        ("{\"v\": \"a\u{85}b\"}", "{\"v\":\"a\u{85}b\"}"),
        ("{\"a\u{2029}b\": 1}", "{\"a\\u2029b\":1}"),
        ("2379743374596.7812", "2379743374596.7812"),
    ];
    for (value, expected) in table {
        let value: Value = serde_json::from_str(value).unwrap();
        assert_eq!(encode(&value), expected);
    }
}

#[test]
fn html_and_control_characters_are_escaped() {
    let value = json!("<a&b>\u{2028}\u{1}\u{8}\u{c}\n\u{7f}é");
    assert_eq!(
        encode(&value),
        "\"\\u003ca\\u0026b\\u003e\\u2028\\u0001\\b\\f\\n\u{7f}é\""
    );
}

#[test]
fn keys_are_sorted_by_bytes_or_left() {
    let value = json!({"b": 1, "a": {"d": [], "C": {}}});
    assert_eq!(encode(&value), r#"{"a":{"C":{},"d":[]},"b":1}"#);
    assert_eq!(encode_in_order(&value), r#"{"b":1,"a":{"d":[],"C":{}}}"#);
}
