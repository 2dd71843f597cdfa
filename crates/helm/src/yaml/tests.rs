//! Cases whose expected texts the real sigs.k8s.io/yaml 1.6.0 has printed.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::json;

fn decoded(text: &str) -> String {
    match to_value(text.as_bytes()) {
        Ok(value) => json::encode(&value),
        Err(error) => error.to_string(),
    }
}

fn error(bytes: &[u8]) -> Error {
    to_value(bytes).unwrap_err()
}

#[test]
fn decodes_and_refuses_as_go_does() {
    let table = [
        ("a: 1.10", "{\"a\":1.1}"),
        ("a: 0123", "{\"a\":83}"),
        ("a: 0o17", "{\"a\":15}"),
        ("a: 0b11", "{\"a\":3}"),
        ("a: 0x1F", "{\"a\":31}"),
        ("a: 1_000", "{\"a\":1000}"),
        ("a: 089", "{\"a\":89}"),
        ("a: 12:30:45", "{\"a\":\"12:30:45\"}"),
        ("a: yes", "{\"a\":true}"),
        ("a: y", "{\"a\":true}"),
        ("a: 'yes'", "{\"a\":\"yes\"}"),
        ("a: ~", "{\"a\":null}"),
        ("a:", "{\"a\":null}"),
        ("a: .inf", "json: unsupported value: +Inf"),
        ("b: .inf\na: [-.inf, .nan]", "json: unsupported value: -Inf"),
        ("a: .inf\na: 1\nb: .nan", "json: unsupported value: NaN"),
        ("a: 1e3", "{\"a\":1000}"),
        ("a: .5", "{\"a\":0.5}"),
        ("a: .1_0", "{\"a\":0.1}"),
        ("a: 0b+1", "{\"a\":1}"),
        ("a: 18446744073709551615", "{\"a\":18446744073709551615}"),
        ("a: 99999999999999999999", "{\"a\":100000000000000000000}"),
        ("a: 2001-01-01", "{\"a\":\"2001-01-01\"}"),
        ("a: !!binary aGk=", "{\"a\":\"hi\"}"),
        ("a: !!float 3", "{\"a\":3}"),
        ("a: !!int '12'", "{\"a\":12}"),
        ("a: !!int x", "yaml: cannot decode !!str `x` as a !!int"),
        ("a: !!str 1", "{\"a\":\"1\"}"),
        ("a: !x 1", "{\"a\":\"1\"}"),
        ("a: ! 1", "{\"a\":\"1\"}"),
        (
            "1: a\n1.5: b\n1e40: c\ntrue: d\n2001-01-01: e",
            "{\".inf\":\"c\",\"1\":\"a\",\"1.5\":\"b\",\"2001-01-01\":\"e\",\"true\":\"d\"}",
        ),
        (
            "a: &x {b: 1}\nc: {<<: *x, d: 2}",
            "{\"a\":{\"b\":1},\"c\":{\"b\":1,\"d\":2}}",
        ),
        ("c: {b: 1, <<: {b: 2}}", "{\"c\":{\"b\":2}}"),
        ("c: {<<: {b: 2}, b: 1}", "{\"c\":{\"b\":1}}"),
        (
            "c: {<<: [{b: 1}, {b: 2, e: 3}]}",
            "{\"c\":{\"b\":1,\"e\":3}}",
        ),
        (
            "<<: 1",
            "yaml: map merge requires map or sequence of maps as the value",
        ),
        ("a: 1\na: 2", "{\"a\":2}"),
        ("? [a]\n: b", "yaml: invalid map key: []interface {}{\"a\"}"),
        (
            "null: x",
            "unsupported map key of type: %!s(<nil>), key: <nil>, value: \"x\"",
        ),
        (
            "18446744073709551615: x",
            "unsupported map key of type: uint64, key: 0xffffffffffffffff, value: \"x\"",
        ),
        ("a: &x [*x]", "yaml: anchor 'x' value contains itself"),
        ("a: *x", "yaml: unknown anchor 'x' referenced"),
        (
            "a: b: c",
            "yaml: mapping values are not allowed in this context",
        ),
        (
            "a: 1\nb: c: d",
            "yaml: line 2: mapping values are not allowed in this context",
        ),
        (
            "a:\n- b\n c: d",
            "yaml: line 3: mapping values are not allowed in this context",
        ),
        ("a: [b", "yaml: line 1: did not find expected ',' or ']'"),
        ("a: 'b", "yaml: found unexpected end of stream"),
        ("a: \"\\q\"", "yaml: found unknown escape character"),
        (
            "a: |\n\tb",
            "yaml: line 2: found a tab character where an indentation space is expected",
        ),
        (
            "\tb: 1",
            "yaml: found character that cannot start any token",
        ),
        ("a: @b", "yaml: found character that cannot start any token"),
        ("a: {b: 1]", "yaml: did not find expected ',' or '}'"),
        (
            "%YAML 1.2\n---\na",
            "yaml: found incompatible YAML document",
        ),
        ("%FOO\n---\na", "yaml: found unknown directive name"),
        ("!y!z a", "yaml: found undefined tag handle"),
        ("a: |2-\n   b\n  c\n\n", "{\"a\":\" b\\nc\"}"),
        ("a: >\n  b\n  c\n\n  d\n", "{\"a\":\"b c\\nd\\n\"}"),
        ("a: >+\n  b\n\n", "{\"a\":\"b\\n\\n\"}"),
        ("a: b\n  c\n\n  d", "{\"a\":\"b c\\nd\"}"),
        ("a: \"b\\\n  c\\u00e9\\x41\"", "{\"a\":\"bcéA\"}"),
        ("- - a\n  - b\n- c", "[[\"a\",\"b\"],\"c\"]"),
        ("---\na\n---\nb", "\"a\""),
        ("", "null"),
        ("# only", "null"),
        ("a\x07b", "yaml: control characters are not allowed"),
        ("a: b #c", "{\"a\":\"b\"}"),
        ("a: b#c", "{\"a\":\"b#c\"}"),
        ("a: 'it''s'", "{\"a\":\"it's\"}"),
        ("[a: b, c]", "[{\"a\":\"b\"},\"c\"]"),
        ("{a, b: c}", "{\"a\":null,\"b\":\"c\"}"),
        (
            "a\n b: c",
            "yaml: line 2: mapping values are not allowed in this context",
        ),
        ("? a\n? b", "{\"a\":null,\"b\":null}"),
    ];
    for (text, expected) in table {
        assert_eq!(decoded(text), expected, "{text:?}");
    }
}

#[test]
fn repeated_keys_are_refused_only_when_strict() {
    let text = b"a: 1\nb:\n  c: 1\n  c:\n    2\na: 3\n";
    assert_eq!(to_value(text).unwrap(), json!({"a": 3, "b": {"c": 2}}));
    let error = to_value_strict(text).unwrap_err();
    assert_eq!(
        error.to_string(),
        "yaml: unmarshal errors:\n  line 5: key \"c\" already set in map\n  line 6: key \"a\" already set in map"
    );
    assert_eq!(
        error.mark(),
        Some(Mark {
            line: 4,
            column: 3,
            offset: 17
        })
    );
}

#[test]
fn an_error_tells_the_true_place() {
    // go-yaml says line 2 and means the third.
    let error = error(b"a:\n  b: 1\n c: 2\n");
    assert_eq!(error.to_string(), "yaml: line 2: did not find expected key");
    assert_eq!(
        error.mark().map(|mark| (mark.line, mark.column)),
        Some((3, 2))
    );
}

#[test]
fn nodes_know_their_places() {
    let root = parse("\u{FEFF}# x\na: é\nb:\n- [1, yes]\n".as_bytes())
        .unwrap()
        .unwrap();
    let a = root.get("a").unwrap();
    assert_eq!((a.start.line, a.start.column, a.start.offset), (2, 4, 10));
    assert_eq!((a.end.column, a.end.offset), (5, 12));
    let NodeKind::Sequence(items) = &root.get("b").unwrap().kind else {
        panic!("not a sequence");
    };
    let NodeKind::Sequence(inner) = &items[0].kind else {
        panic!("not a sequence");
    };
    assert_eq!(inner[0].resolve(), Scalar::Int(1));
    assert_eq!(
        (inner[1].tag.as_ref(), inner[1].resolve()),
        ("!!bool", Scalar::Bool(true))
    );
    assert_eq!(inner[1].start.offset, 22);
}

#[test]
fn every_document_is_read() {
    let documents = parse_all(b"a: 1\n---\nb: 2\n---\n").unwrap();
    assert_eq!(documents.len(), 3);
    assert_eq!(
        documents[1].get("b").map(Node::resolve),
        Some(Scalar::Int(2))
    );
    assert_eq!(documents[2].resolve(), Scalar::Null);
    assert!(parse_all(b"").unwrap().is_empty());
    assert!(parse(b"# only a comment\n").unwrap().is_none());
}

#[test]
fn utf16_is_read() {
    let mut bytes = vec![0xFF, 0xFE];
    bytes.extend("a: \u{1F600}".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(to_value(&bytes).unwrap(), json!({"a": "\u{1F600}"}));
    bytes.push(0);
    assert_eq!(
        error(&bytes).to_string(),
        "yaml: incomplete UTF-16 character"
    );
}

#[test]
fn alias_bombs_are_refused() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..10 {
        let below = format!("*a{}, ", level - 1).repeat(9);
        bomb.push_str(&format!("a{level}: &a{level} [{below}]\n"));
    }
    assert_eq!(
        error(bomb.as_bytes()).to_string(),
        "yaml: document contains excessive aliasing"
    );
    // Few aliases, but of much text.
    let text = format!(
        "a: &a {}\nb: [{}]\n",
        "x".repeat(1 << 20),
        "*a, ".repeat(90)
    );
    assert_eq!(
        error(text.as_bytes()).to_string(),
        "yaml: document contains excessive aliasing"
    );
}

#[test]
fn deep_nesting_ends_in_an_error_or_a_tree_but_never_in_a_crash() {
    let text = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let node = parse(text.as_bytes()).unwrap().unwrap();
    drop(node.clone());
    assert_eq!(
        error("[".repeat(100_000).as_bytes()).to_string(),
        "yaml: exceeded max depth of 10000"
    );
    assert_eq!(
        error("- ".repeat(100_000).as_bytes()).to_string(),
        "yaml: exceeded max depth of 10000"
    );
    for (open, close) in [("[", "]"), ("{a: ", "}")] {
        let nested = |depth| format!("{}{}", open.repeat(depth), close.repeat(depth));
        let value = to_value(nested(1_000).as_bytes()).unwrap();
        assert_eq!(to_value(encode(&value).as_bytes()).unwrap(), value);
        for depth in [1_001, 9_000] {
            assert!(parse(nested(depth).as_bytes()).unwrap().is_some());
            assert_eq!(
                error(nested(depth).as_bytes()).to_string(),
                "exceeded max depth"
            );
        }
    }
}

#[test]
fn writes_as_go_does() {
    let table = [
        (
            "{\"k10\": 1, \"k9\": 2, \"K\": 3, \"_\": 4, \"a.b\": 5, \"a1b\": 6, \"a01\": 7}",
            "_: 4\nK: 3\na.b: 5\na1b: 6\na01: 7\nk9: 2\nk10: 1\n",
        ),
        ("{\"v\": \"1.10\"}", "v: \"1.10\"\n"),
        ("{\"v\": \"yes\"}", "v: \"yes\"\n"),
        ("{\"v\": \"y\"}", "v: \"y\"\n"),
        ("{\"v\": \"1e3\"}", "v: \"1e3\"\n"),
        ("{\"v\": \"2024-01-01\"}", "v: \"2024-01-01\"\n"),
        ("{\"v\": \"12:30:45\"}", "v: \"12:30:45\"\n"),
        ("{\"v\": \">=1.20\"}", "v: '>=1.20'\n"),
        ("{\"v\": \"a: b\"}", "v: 'a: b'\n"),
        ("{\"v\": \"#h\"}", "v: '#h'\n"),
        ("{\"v\": \"@at\"}", "v: '@at'\n"),
        ("{\"v\": \"it's\"}", "v: it's\n"),
        ("{\"v\": \"\"}", "v: \"\"\n"),
        ("{\"\": \"v\"}", "\"\": v\n"),
        ("{\"v\": \" a\"}", "v: ' a'\n"),
        ("{\"v\": \"a\\nb\"}", "v: |-\n  a\n  b\n"),
        ("{\"v\": \"a\\nb\\n\"}", "v: |\n  a\n  b\n"),
        ("{\"v\": \"a\\n\\n\"}", "v: |+\n  a\n\n"),
        ("{\"v\": \" a\\nb\"}", "v: |2-\n   a\n  b\n"),
        ("{\"v\": \"\\n\"}", "v: |2+\n\n"),
        ("{\"v\": \"a \\nb\"}", "v: \"a \\nb\"\n"),
        ("{\"v\": \"a\\nb \"}", "v: \"a\\nb \"\n"),
        ("{\"v\": \"a\\tb\"}", "v: \"a\\tb\"\n"),
        ("{\"v\": \"😀\"}", "v: \"\\U0001F600\"\n"),
        ("{\"v\": \"é\\u0007\"}", "v: \"é\\a\"\n"),
        (
            "{\"v\": \"x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x \"}",
            "v: 'x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x\n  x x x x x x x x x x x x x x x x x x x x x '\n",
        ),
        (
            "{\"v\": \"'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x 'x \"}",
            "v: '''x ''x ''x ''x ''x ''x ''x ''x ''x ''x ''x ''x ''x ''x ''x ''x ''x ''x ''x ''x\n  ''x ''x ''x ''x ''x ''x ''x ''x ''x ''x ''x ''x ''x ''x ''x ''x ''x ''x ''x ''x '\n",
        ),
        (
            "{\"v\": \"\\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \"}",
            "v: \"\\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx\n  \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \\tx \"\n",
        ),
        (
            "{\"v\": \"lorem ipsum dolor sit amet, lorem ipsum dolor sit amet, lorem ipsum dolor sit amet, lorem ipsum dolor sit amet, lorem ipsum dolor sit amet, lorem ipsum dolor sit amet, lorem ipsum dolor sit amet, lorem ipsum dolor sit amet, \"}",
            "v: 'lorem ipsum dolor sit amet, lorem ipsum dolor sit amet, lorem ipsum dolor sit\n  amet, lorem ipsum dolor sit amet, lorem ipsum dolor sit amet, lorem ipsum dolor\n  sit amet, lorem ipsum dolor sit amet, lorem ipsum dolor sit amet, '\n",
        ),
        ("[]", "[]\n"),
        ("{}", "{}\n"),
        ("{\"a\": [], \"b\": {}}", "a: []\nb: {}\n"),
        (
            "[[1, [2]], {\"a\": [{\"b\": 1}]}]",
            "- - 1\n  - - 2\n- a:\n  - b: 1\n",
        ),
        ("{\"a\": [[\"x\"]]}", "a:\n- - x\n"),
        (
            "{\"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk\": [1]}",
            "? kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk\n: - 1\n",
        ),
        ("{\"a\\nb\": 1}", "? |-\n  a\n  b\n: 1\n"),
        ("null", "null\n"),
        ("1e+21", "1e+21\n"),
        ("1234567.5", "1.2345675e+06\n"),
        ("100000.0", "100000\n"),
        ("1e-07", "1e-07\n"),
        ("5e-324", "5e-324\n"),
        ("\"lit\\n\"", "|\n  lit\n"),
        ("{\"a\": {\"b\": \"l\\nm\"}}", "a:\n  b: |-\n    l\n    m\n"),
        ("{\"v\": \"<<\"}", "v: <<\n"),
        ("{\"v\": \"~\"}", "v: \"~\"\n"),
        ("{\"v\": \"-\"}", "v: '-'\n"),
        ("{\"v\": \"- a\"}", "v: '- a'\n"),
        ("{\"v\": \"---a\"}", "v: '---a'\n"),
        ("{\"v\": \"1:2\"}", "v: \"1:2\"\n"),
        ("{\"v\": \"0b+1\"}", "v: \"0b+1\"\n"),
        ("{\"v\": \"\u{feff}ab\"}", "v: \"\\uFEFF\\x61\\x62\"\n"),
        ("{\"v\": \"a\u{85}b\"}", "v: a b\n"),
        ("{\"a\u{2029}b\": 1}", "? 'a\u{2029}  b'\n: 1\n"),
        ("2379743374596.7812", "2.3797433745967812e+12\n"),
    ];
    for (value, expected) in table {
        let value: Value = serde_json::from_str(value).unwrap();
        assert_eq!(encode(&value), expected);
    }
}

#[test]
fn what_go_cannot_write_is_an_error() {
    let error = marshal(&json!({"a": "\u{7F}"})).unwrap_err();
    assert_eq!(
        error.to_string(),
        "yaml: control characters are not allowed"
    );
    assert_eq!(encode(&json!({"a": "\u{7F}"})), "a: \"\\x7F\"\n");
    let error = marshal(&json!({"k".repeat(2000): 1})).unwrap_err();
    assert_eq!(error.to_string(), "yaml: did not find expected ',' or '}'");
}

/// Without `<<`: Go writes such a key plain, and reads it as a merge key then.
fn any_value() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        "[ -~é\n]{0,30}",
        "[a-c #:'\"\\n-]{0,120}",
        "(yes|no|~|null|1e3|0x1|01|1_0|\\.5|-|2001-01-01|1:20)",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        text.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((text.clone(), inner), 0..6)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_reads_back(value in any_value()) {
        let text = marshal(&value).unwrap();
        prop_assert_eq!(to_value(text.as_bytes()).unwrap(), value);
    }

    #[test]
    fn json_is_yaml(value in any_value()) {
        prop_assert_eq!(to_value(json::encode(&value).as_bytes()).unwrap(), value);
    }

    #[test]
    fn floats_read_back(value in any::<f64>().prop_filter("finite", |value| value.is_finite())) {
        let text = encode(&json!(value));
        let back = to_value(text.as_bytes()).unwrap();
        prop_assert_eq!(back.as_f64().unwrap(), value);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = parse_all(&bytes);
        let _ = to_value_strict(&bytes);
    }

    #[test]
    fn no_text_makes_it_panic(text in "[-ab:?&*!|>'\"%@`{}\\[\\], #\n\t\\\\<.~0-9+\u{FEFF}\u{85}]{0,80}") {
        let _ = parse_all(text.as_bytes());
        let _ = to_value(text.as_bytes());
    }

    #[test]
    fn any_order_of_keys_sorts(keys in prop::collection::vec("[a0-9\u{663}_]{0,24}", 0..40)) {
        let entries: Vec<(&String, ())> = keys.iter().map(|key| (key, ())).collect();
        prop_assert_eq!(key_order::sort(entries, |(key, _)| key.as_str()).len(), keys.len());
    }

    /// Also where go-yaml's order goes round: 10, 1b, 2.
    #[test]
    fn the_same_keys_are_sorted_alike_however_they_came(
        keys in prop::collection::vec("[1-3b0]{1,3}", 0..12).prop_shuffle()
    ) {
        let sorted = |keys: &[String]| {
            key_order::sort(keys.to_vec(), String::as_str)
        };
        let backwards: Vec<String> = keys.iter().rev().cloned().collect();
        prop_assert_eq!(sorted(&keys), sorted(&backwards));
    }
}
