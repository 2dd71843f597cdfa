//! Texts and errors of Go's `encoding/json`.

use super::*;
use crate::budget::Limits;
use crate::value::Type;

static NUMBERS: ListType = ListType::of(Type::Float64);

fn text(value: &Value, style: Style) -> String {
    match encode(value, style) {
        Ok(bytes) => String::from_utf8(bytes).unwrap(),
        Err(error) => error.to_string(),
    }
}

fn compact(value: &Value) -> String {
    text(value, Style::Compact)
}

#[test]
fn writes_every_kind() {
    let map: Map = [("b", Value::Int(1)), ("<a>", Value::from("x&y"))]
        .into_iter()
        .collect();
    let cases: [(Value, &str); 22] = [
        (Value::Nil, "null"),
        (Value::Bool(true), "true"),
        (Value::Int(-5), "-5"),
        (Value::Uint64(u64::MAX), "18446744073709551615"),
        (Value::Uint8(7), "7"),
        (Value::Float64(1e21), "1e+21"),
        (Value::Float64(100_000.0), "100000"),
        (Value::Float64(1.5e-7), "1.5e-7"),
        (Value::Float64(-0.0), "-0"),
        ("".into(), r#""""#),
        (
            "\u{8}\u{c}\n\r\t\u{1}\u{1f}\u{7f}\"\\/é\u{2028}<".into(),
            "\"\\b\\f\\n\\r\\t\\u0001\\u001f\u{7f}\\\"\\\\/é\\u2028\\u003c\"",
        ),
        (
            b"a\xff\xe6\x97b".to_vec().into(),
            r#""a\ufffd\ufffd\ufffdb""#,
        ),
        (map.into(), r#"{"\u003ca\u003e":"x\u0026y","b":1}"#),
        (Map::new().into(), "{}"),
        (Map::nil(&MapType::ANY).into(), "null"),
        (List::new(vec![Value::Nil, 1.5.into()]).into(), "[null,1.5]"),
        (List::new(Vec::new()).into(), "[]"),
        (List::nil(&ListType::ANY).into(), "null"),
        (List::bytes(b"abc\xff".as_slice()).into(), r#""YWJj/w==""#),
        (List::nil(&ListType::BYTES).into(), "null"),
        (List::strings(["a"]).into(), r#"["a"]"#),
        (List::typed(&NUMBERS, vec![2.0.into()]).into(), "[2]"),
    ];
    for (value, expected) in cases {
        assert_eq!(compact(&value), expected);
    }
}

#[test]
fn what_json_cannot_hold_is_an_error() {
    let cases = [
        (f64::NAN.into(), "json: unsupported value: NaN"),
        (f64::INFINITY.into(), "json: unsupported value: +Inf"),
        (f64::NEG_INFINITY.into(), "json: unsupported value: -Inf"),
        (
            Value::Complex128(1.0, 0.0),
            "json: unsupported type: complex128",
        ),
    ];
    for (value, expected) in cases {
        assert_eq!(compact(&value), expected);
        assert_eq!(compact(&List::new(vec![value]).into()), expected);
    }
}

#[test]
fn styles_differ_in_space_and_in_what_they_escape() {
    let map: Map = [
        ("a", Value::from("<")),
        (
            "b",
            List::new(vec![Value::Int(1), Map::new().into()]).into(),
        ),
        ("c", List::new(Vec::new()).into()),
    ]
    .into_iter()
    .collect();
    let value = map.into();
    assert_eq!(text(&value, Style::Raw), r#"{"a":"<","b":[1,{}],"c":[]}"#);
    assert_eq!(
        text(&value, Style::Indented),
        "{\n  \"a\": \"\\u003c\",\n  \"b\": [\n    1,\n    {}\n  ],\n  \"c\": []\n}"
    );
}

fn nested(depth: usize) -> Value {
    (0..depth).fold(Value::Nil, |inner, _| List::new(vec![inner]).into())
}

#[test]
fn values_that_hold_themselves_are_an_error() {
    let map = Map::new();
    map.insert("again", List::new(vec![map.clone().into()]));
    assert_eq!(
        compact(&map.clone().into()),
        "json: unsupported value: encountered a cycle via map[string]interface {}"
    );
    map.remove("again");
    assert_eq!(compact(&nested(100_000)).len(), 200_004);
    // The indenter scans the text, and its scanner has a limit.
    assert_eq!(
        text(&nested(100_000), Style::Indented),
        "invalid character '[' exceeded max depth"
    );
}

#[test]
fn a_text_beyond_the_budget_is_an_error() {
    let budget = Budget::new(Limits {
        text: 1_000_000,
        ..Limits::default()
    });
    // Each holds the one before twice: 2^64 of the innermost.
    let value = (0..64).fold(Value::from("x"), |inner, _| {
        List::new(vec![inner.clone(), inner]).into()
    });
    assert_eq!(
        encode_within(&value, Style::Compact, &budget),
        Err(Exhausted::Text(1_000_000))
    );
}

#[test]
fn reads_what_go_reads() {
    // Each text, and how it is written again.
    let cases: &[(&[u8], &str)] = &[
        (b" null ", "null"),
        (
            b"[1, -0, 1.50, 1e3, 0.1e-7, 1E+2]",
            "[1,-0,1.5,1000,1e-8,100]",
        ),
        (
            br#"{"b":1,"a":{"x":[]},"b":[2]}"#,
            r#"{"a":{"x":[]},"b":[2]}"#,
        ),
        (br#""\u00e9\n\/\"\\\b\f\r\t""#, r#""é\n/\"\\\b\f\r\t""#),
        // A pair of surrogates, then halves.
        (
            br#""\ud83d\ude00 \ud83d \ude00 \ud83dx\ud83d\u0041""#,
            "\"😀 \u{fffd} \u{fffd} \u{fffd}x\u{fffd}A\"",
        ),
        (br#""\ud83d\ud83d\ude00""#, "\"\u{fffd}😀\""),
        // Bytes that are no UTF-8.
        (b"\"a\xffb\xe6\x97\"", "\"a\u{fffd}b\u{fffd}\u{fffd}\""),
        (b"\"\x7f\"", "\"\x7f\""),
        (b"1e-400", "0"),
    ];
    for (text, expected) in cases {
        let value = decode(text).unwrap();
        assert_eq!(compact(&value), *expected);
    }
}

#[test]
fn complains_of_syntax_in_gos_words() {
    let cases: &[(&[u8], &str)] = &[
        (b"", "unexpected end of JSON input"),
        (b"  ", "unexpected end of JSON input"),
        (b"[1", "unexpected end of JSON input"),
        (b"[1,", "unexpected end of JSON input"),
        (b"{\"a\":", "unexpected end of JSON input"),
        (b"\"abc", "unexpected end of JSON input"),
        (b"x", "invalid character 'x' looking for beginning of value"),
        (
            b"[1,]",
            "invalid character ']' looking for beginning of value",
        ),
        (
            b"{,",
            "invalid character ',' looking for beginning of object key string",
        ),
        (
            b"{\"a\":1,}",
            "invalid character '}' looking for beginning of object key string",
        ),
        (b"{\"a\"}", "invalid character '}' after object key"),
        (
            b"{\"a\":1 2",
            "invalid character '2' after object key:value pair",
        ),
        (b"[1 2", "invalid character '2' after array element"),
        (b"1 2", "invalid character '2' after top-level value"),
        (b"01", "invalid character '1' after top-level value"),
        (
            b"tru",
            "invalid character ' ' in literal true (expecting 'e')",
        ),
        (
            b"falze",
            "invalid character 'z' in literal false (expecting 's')",
        ),
        (
            b"nul\"",
            "invalid character '\"' in literal null (expecting 'l')",
        ),
        (b"-", "invalid character ' ' in numeric literal"),
        (b"-a", "invalid character 'a' in numeric literal"),
        (
            b"1.",
            "invalid character ' ' after decimal point in numeric literal",
        ),
        (
            b"1e'",
            "invalid character '\\'' in exponent of numeric literal",
        ),
        (b"\"\n\"", "invalid character '\\n' in string literal"),
        (b"\"\\x\"", "invalid character 'x' in string escape code"),
        (b"\"\\", "invalid character ' ' in string escape code"),
        (
            b"\"\\u12",
            "invalid character ' ' in \\u hexadecimal character escape",
        ),
        (
            b"\\",
            "invalid character '\\\\' looking for beginning of value",
        ),
        // A byte is taken for a code point.
        (
            b"\xe9",
            "invalid character 'é' looking for beginning of value",
        ),
        (
            b"\x80",
            "invalid character '\\u0080' looking for beginning of value",
        ),
        (
            b"\x00",
            "invalid character '\\x00' looking for beginning of value",
        ),
    ];
    for (text, expected) in cases {
        let error = decode(text).unwrap_err();
        assert_eq!(error.to_string(), *expected, "{}", text.escape_ascii());
        let (map, again) = decode_map(text);
        assert_eq!((map.len(), again), (0, Some(error)));
    }
}

#[test]
fn depth_has_a_limit() {
    for (open, inner, close) in [("[", "", "]"), ("{\"a\":", "1", "}")] {
        let deep = |depth| format!("{}{inner}{}", open.repeat(depth), close.repeat(depth));
        assert!(decode(deep(MAX_DEPTH).as_bytes()).is_ok());
        assert_eq!(
            decode(deep(MAX_DEPTH + 1).as_bytes())
                .unwrap_err()
                .to_string(),
            format!("invalid character '{}' exceeded max depth", &open[..1])
        );
    }
}

#[test]
fn reads_into_maps_and_lists() {
    let maps = [
        ("{\"a\":1}", "{\"a\":1}", ""),
        ("null", "null", ""),
        (
            "[1e999]",
            "{}",
            "json: cannot unmarshal array into Go value of type map[string]interface {}",
        ),
        (
            "\"a\"",
            "{}",
            "json: cannot unmarshal string into Go value of type map[string]interface {}",
        ),
        (
            "1e999",
            "{}",
            "json: cannot unmarshal number into Go value of type map[string]interface {}",
        ),
        (
            "true",
            "{}",
            "json: cannot unmarshal bool into Go value of type map[string]interface {}",
        ),
        // What fits stays.
        (
            "{\"a\":1e999,\"b\":[1e998,2]}",
            "{\"a\":null,\"b\":[null,2]}",
            "json: cannot unmarshal number 1e999 into Go value of type float64",
        ),
        ("{\"a\":1,", "{}", "unexpected end of JSON input"),
    ];
    for (text, expected, complaint) in maps {
        let (map, error) = decode_map(text.as_bytes());
        assert_eq!(compact(&map.into()), expected);
        assert_eq!(error.map_or(String::new(), |error| error.0), complaint);
    }
    let lists = [
        ("[1]", "[1]"),
        ("null", "null"),
        (
            "{}",
            "json: cannot unmarshal object into Go value of type []interface {}",
        ),
        (
            "[1e999]",
            "json: cannot unmarshal number 1e999 into Go value of type float64",
        ),
    ];
    for (text, expected) in lists {
        let shown = match decode_list(text.as_bytes()) {
            Ok(list) => compact(&list.into()),
            Err(error) => error.0,
        };
        assert_eq!(shown, expected);
    }
    let (value, error) = decode_partly(b"[1e999,2]");
    assert_eq!(compact(&value), "[null,2]");
    assert!(error.is_some());
}
