//! What is expected comes from go.yaml.in/yaml/v3 3.0.4 with an indentation of two.

use gotemplate::time::{Duration, Location, Month, Time};
use gotemplate::{Budget, Limits, List, Map, Value};

use super::{PrettyError, encode_pretty};

fn map(entries: &[(&str, Value)]) -> Value {
    entries
        .iter()
        .map(|(key, value)| (*key, value.clone()))
        .collect::<Map>()
        .into()
}

fn list(items: &[Value]) -> Value {
    List::new(items.to_vec()).into()
}

fn pretty(value: &Value) -> Result<Vec<u8>, PrettyError> {
    encode_pretty(value, &Budget::default())
}

fn written(value: &Value) -> String {
    String::from_utf8(pretty(value).unwrap()).unwrap()
}

#[test]
fn lists_are_indented_under_their_key() {
    let value = map(&[
        (
            "a",
            list(&[
                "x".into(),
                list(&["y".into(), list(&[])]),
                map(&[("k", "v".into()), ("l", list(&["z".into()]))]),
            ]),
        ),
        ("b", map(&[("c", map(&[])), ("d", Value::Nil)])),
    ]);
    assert_eq!(
        written(&value),
        "a:\n  - x\n  - - \"y\"\n    - []\n  - k: v\n    l:\n      - z\nb:\n  c: {}\n  d: null\n"
    );
    assert_eq!(written(&list(&[])), "[]\n");
    assert_eq!(written(&Value::Nil), "null\n");
}

#[test]
fn strings_get_the_quotes_that_version_3_gives() {
    for (text, shown) in [
        ("", "\"\""),
        ("plain text", "plain text"),
        ("yes", "\"yes\""),
        ("null", "\"null\""),
        ("~", "\"~\""),
        ("<<", "<<"),
        ("1.10", "\"1.10\""),
        ("0o17", "\"0o17\""),
        ("0o-7", "\"0o-7\""),
        ("1:20", "\"1:20\""),
        ("2024-01-02", "\"2024-01-02\""),
        ("a: b", "'a: b'"),
        ("#x", "'#x'"),
        ("it's", "it's"),
        ("'it", "'''it'"),
        ("tab\tin", "\"tab\\tin\""),
        ("tab\tin\nx", "|-\n  tab\tin\n  x"),
        ("a\nb\n", "|\n  a\n  b"),
        ("a\n\n", "|+\n  a\n"),
        (" a\nb", "|2-\n   a\n  b"),
        ("a \nb", "\"a \\nb\""),
        ("\u{1f600}", "\"\\U0001F600\""),
        ("\u{feff}x", "\"\\uFEFF\\x78\""),
    ] {
        assert_eq!(
            written(&text.into()).trim_end_matches('\n'),
            shown.trim_end_matches('\n'),
            "{text:?}"
        );
    }
    // Lines are not folded.
    let long = "word ".repeat(60) + "end";
    assert_eq!(written(&long.as_str().into()), format!("{long}\n"));
}

#[test]
fn bytes_that_are_no_text_become_base64() {
    assert_eq!(written(&Value::from(b"\xff".to_vec())), "!!binary /w==\n");
    let long = Value::from(vec![0xff; 60]);
    let letters = "/".repeat(70);
    assert_eq!(
        written(&long),
        format!("!!binary |\n  {letters}\n  {}\n", "/".repeat(10))
    );
    let keyed = Map::new();
    keyed.insert(b"\xff".to_vec(), "x");
    assert_eq!(written(&keyed.into()), "!!binary /w==: x\n");
}

#[test]
fn numbers_keep_their_types() {
    for (value, shown) in [
        (Value::Int(3), "3"),
        (Value::Float64(3.0), "3"),
        (Value::Float64(1e6), "1e+06"),
        (Value::Float64(f64::INFINITY), ".inf"),
        (Value::Float64(f64::NAN), ".nan"),
        (Value::Uint64(u64::MAX), "18446744073709551615"),
        (Value::Bool(false), "false"),
        (Month(3).into(), "3"),
        (Duration(1_000_000_000).into(), "1s"),
        (
            Time::of_unix(0, Location::UTC).into(),
            "1970-01-01T00:00:00Z",
        ),
        (List::bytes("a").into(), "- 97"),
    ] {
        assert_eq!(written(&value), format!("{shown}\n"));
    }
}

#[test]
fn keys_are_in_the_order_of_version_3() {
    let keys = ["k10", "k9", "k1a", "k1-", "Z", "a", "-", "1", "10", "9"];
    let value = map(&keys.map(|key| (key, Value::Nil)));
    let shown = written(&value);
    let order: Vec<&str> = shown
        .lines()
        .filter_map(|line| line.strip_suffix(": null"))
        .map(|key| key.trim_matches(['"', '\'']))
        .collect();
    assert_eq!(
        order,
        ["-", "1", "9", "10", "Z", "a", "k1a", "k1-", "k9", "k10"]
    );
}

#[test]
fn long_keys_and_keys_of_lines_are_complex() {
    let long = "k".repeat(129);
    let value = map(&[(long.as_str(), list(&["x".into()]))]);
    assert_eq!(written(&value), format!("? {long}\n: - x\n"));
    assert_eq!(
        written(&map(&[("a\nb", Value::Nil)])),
        "? |-\n  a\n  b\n: null\n"
    );
}

#[test]
fn what_cannot_be_written_is_an_error() {
    assert_eq!(
        pretty(&Value::Complex128(1.0, 2.0))
            .unwrap_err()
            .to_string(),
        "cannot marshal type: complex128"
    );
    let own = Map::new();
    own.insert("self", own.clone());
    assert_eq!(pretty(&own.clone().into()), Err(PrettyError::TooDeep));
    own.remove("self");
    let deep = (0..100_000).fold(Value::Nil, |inner, _| list(&[inner]));
    assert_eq!(pretty(&deep), Err(PrettyError::TooDeep));
}

#[test]
fn a_value_that_is_shared_spends_the_budget() {
    let doubled = (0..60).fold(Value::from("x"), |inner, _| list(&[inner.clone(), inner]));
    let limits = Limits {
        steps: 10_000,
        ..Limits::default()
    };
    let error = encode_pretty(&doubled, &Budget::new(limits)).unwrap_err();
    assert_eq!(error.to_string(), "the templates take over 10000 steps");
}
