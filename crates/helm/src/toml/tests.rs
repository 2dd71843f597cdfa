//! What is expected comes from BurntSushi/toml 1.6.0.

use gotemplate::time::{Duration, Location, Month, Time};
use gotemplate::value::MapType;
use gotemplate::{Budget, Limits, List, ListType, Map, Value};

use super::{Error, decode, decode_in};

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

fn encode(value: &Value) -> Result<Vec<u8>, Error> {
    super::encode(value, &Budget::default())
}

fn written(value: &Value) -> String {
    encode(value).map_or_else(
        |error| format!("error: {error}"),
        |bytes| String::from_utf8(bytes).unwrap(),
    )
}

/// Reads a document and writes it again.
fn again(text: &str) -> String {
    match decode(text.as_bytes()) {
        Ok(map) => written(&map.into()),
        Err(error) => error.to_string(),
    }
}

#[test]
fn scalars_are_written() {
    for (value, text) in [
        (Value::Bool(true), "true"),
        (Value::Int(-5), "-5"),
        (Value::Int64(7), "7"),
        (Value::Uint64(u64::MAX), "18446744073709551615"),
        (Value::Float64(3.0), "3.0"),
        (Value::Float64(1e6), "1e+06"),
        (Value::Float64(0.1), "0.1"),
        (Value::Float64(-0.0), "-0.0"),
        (Value::Float64(f64::NEG_INFINITY), "-inf"),
        (Value::Float64(f64::NAN), "nan"),
        (
            Value::from("a\"b\\c\n\t\u{7f}\u{1}\u{e9}"),
            "\"a\\\"b\\\\c\\n\\t\\u007f\\u0001\u{e9}\"",
        ),
        (Duration(90_000_000_000).into(), "\"1m30s\""),
        (Month(2).into(), "2"),
        (
            Time::of_unix(0, Location::UTC).into(),
            "1970-01-01T00:00:00Z",
        ),
        (List::bytes("ab").into(), "[97, 98]"),
        (list(&[]), "[]"),
    ] {
        assert_eq!(written(&value), text);
    }
}

#[test]
fn direct_keys_come_before_tables() {
    let value = map(&[
        ("z", Value::Int(1)),
        (
            "a",
            map(&[("b", map(&[("c", "x".into())])), ("d", Value::Nil)]),
        ),
        (
            "l",
            list(&[
                map(&[("k", Value::Int(1))]),
                map(&[("k", list(&[map(&[])]))]),
            ]),
        ),
        (
            "mixed",
            list(&[Value::Int(1), map(&[("i", Value::Nil), ("h", "y".into())])]),
        ),
        ("quoted key", "v".into()),
        ("", "empty".into()),
        ("none", Map::nil(&MapType::ANY).into()),
    ]);
    assert_eq!(
        written(&value),
        "\"\" = \"empty\"\nmixed = [1, {h = \"y\", }]\n\"quoted key\" = \"v\"\nz = 1\n\n[a]\n  [a.b]\n    c = \"x\"\n\n[[l]]\n  k = 1\n\n[[l]]\n\n  [[l.k]]\n"
    );
}

#[test]
fn what_toml_cannot_hold_is_an_error() {
    for (value, words) in [
        (
            list(&[Value::Nil]),
            "toml: cannot encode array with nil element",
        ),
        (
            list(&[list(&[List::nil(&ListType::ANY).into()])]),
            "toml: cannot encode array with nil element",
        ),
        (
            list(&[map(&[])]),
            "toml: top-level values must be Go maps or structs",
        ),
        (
            Value::Complex128(1.0, 2.0),
            "unsupported type for key '': complex128",
        ),
        (
            map(&[("a", Value::Complex128(1.0, 2.0))]),
            "unsupported type: complex128",
        ),
    ] {
        assert_eq!(encode(&value), Err(Error::Document(words.into())));
    }
    assert_eq!(
        encode(&Value::Nil),
        Err(Error::Panic(
            "reflect: call of reflect.Value.Type on zero Value".into()
        ))
    );
}

#[test]
fn a_map_that_holds_itself_is_an_error() {
    let own = Map::new();
    own.insert("self", own.clone());
    assert!(written(&own.clone().into()).contains("nests deeper"));
    own.insert("self", List::new(vec![own.clone().into()]));
    assert!(written(&own.clone().into()).contains("nests deeper"));
    own.remove("self");
    let deep = (0..100_000).fold(Value::Nil, |inner, _| list(&[inner]));
    assert!(written(&deep).contains("nests deeper"));
}

#[test]
fn documents_are_read() {
    for (text, again_written) in [
        ("", ""),
        ("\u{feff}a = 1", "a = 1\n"),
        (
            "a = 'x' # c\nb.c.\"d e\" = \"\\u00e9\\x41\\e\"",
            "a = \"x\"\n\n[b]\n  [b.c]\n    \"d e\" = \"\u{e9}A\\u001b\"\n",
        ),
        (
            "s = \"\"\"\nq\\\n   r\"\"\"\"\nt = '''\nq\\'''",
            "s = \"qr\\\"\"\nt = \"q\\\\\"\n",
        ),
        (
            "i = [1_000, 0x1f, 0o17, 0b11, +5, -0]",
            "i = [1000, 31, 15, 3, 5, 0]\n",
        ),
        (
            "f = [1.5, 1e3, -inf, nan, 6.0]",
            "f = [1.5, 1000.0, -inf, nan, 6.0]\n",
        ),
        (
            "[[a]]\nx = 1\n[[a]]\n[a.b]\ny = true",
            "[[a]]\n  x = 1\n\n[[a]]\n  [a.b]\n    y = true\n",
        ),
        (
            "a = {b = 1, c.d = [ {e = 1},\n {f = 2} ],\n}",
            "[a]\n  b = 1\n  [a.c]\n\n    [[a.c.d]]\n      e = 1\n\n    [[a.c.d]]\n      f = 2\n",
        ),
        (
            "[a.b]\nx = 1\n[a]\ny = 2",
            "[a]\n  y = 2\n  [a.b]\n    x = 1\n",
        ),
        (
            "t = [2024-01-02T03:04:05.5+02:00, 2024-01-02 03:04:05, 2024-01-02, 03:04]",
            "t = [2024-01-02T03:04:05.5+02:00, 2024-01-02T03:04:05, 2024-01-02, 03:04:00]\n",
        ),
    ] {
        assert_eq!(again(text), again_written, "{text}");
    }
}

#[test]
fn what_is_no_toml_is_an_error_in_gos_words() {
    for (text, words) in [
        (
            "a = ",
            "toml: line 1 (last key \"a\"): unexpected EOF; expected value",
        ),
        (
            "a = 1 b",
            "toml: line 1: expected a top-level item to end with a newline, comment, or EOF, but got 'b' instead",
        ),
        (
            "x",
            "toml: line 1: unexpected EOF; expected key separator '='",
        ),
        (
            "x\n",
            "toml: line 1: expected '.' or '=', but got '\\n' instead",
        ),
        (
            "a = 1\na = 2",
            "toml: line 2 (last key \"a\"): Key 'a' has already been defined.",
        ),
        (
            "a = 1\n[a]",
            "toml: line 2: Key 'a' has already been defined.",
        ),
        (
            "a = 1\n[a.b]",
            "toml: line 2: Key 'a' was already created as a hash.",
        ),
        (
            "a = []\n[[a]]",
            "toml: line 2: Key 'a' was already created and cannot be used as an array.",
        ),
        (
            "a = \"\\q\"",
            "toml: line 1 (last key \"a\"): invalid escape in string '\\q'",
        ),
        (
            "a = \"\n\"",
            "toml: line 1 (last key \"a\"): strings cannot contain newlines",
        ),
        (
            "a = 01",
            "toml: line 1 (last key \"a\"): Invalid integer \"01\": cannot have leading zeroes",
        ),
        (
            "a = 1__0",
            "toml: line 1 (last key \"a\"): Invalid integer \"1__0\": underscores must be surrounded by digits",
        ),
        (
            "a = 9223372036854775808",
            "toml: line 1 (last key \"a\"): 9223372036854775808 is out of range for int64",
        ),
        (
            "a = 1e999",
            "toml: line 1 (last key \"a\"): 1e999 is out of range for float64",
        ),
        (
            "a = 2024-13-01",
            "toml: line 1 (last key \"a\"): invalid datetime: \"2024-13-01\"",
        ),
        (
            "a = 2024-1-01",
            "toml: line 1 (last key \"a\"): invalid datetime: \"2024-1-01\"",
        ),
        (
            "\u{1}",
            "toml: line 1: TOML files cannot contain control characters: '0x01'",
        ),
        (
            "a\0",
            "toml: line 1: files cannot contain NULL bytes; probably using UTF-16; TOML files must be UTF-8",
        ),
        (
            "[]",
            "toml: line 1: unexpected end of table name (table names cannot be empty)",
        ),
        (
            "a = [1 2]",
            "toml: line 1 (last key \"a\"): expected a comma (',') or array terminator (']'), but got '2'",
        ),
        (
            "a = tru",
            "toml: line 1 (last key \"a\"): expected value but found \"tru\" instead",
        ),
    ] {
        assert_eq!(again(text), words, "{text:?}");
    }
    let error = decode(b"a = \xff").unwrap_err();
    assert_eq!(
        error.to_string(),
        "toml: line 1 (last key \"a\"): invalid UTF-8 byte: 0xff"
    );
}

#[test]
fn what_nests_too_deep_is_an_error() {
    let arrays = format!("a = {}", "[".repeat(100_000));
    let tables = format!("a = {}", "{a = ".repeat(100_000));
    let key = format!("{}a = 1", "a.".repeat(100_000));
    for text in [arrays, tables, key] {
        let error = decode(text.as_bytes()).unwrap_err().to_string();
        assert!(
            error.contains("deeper than 1000") || error.contains("more than 1000"),
            "{error}"
        );
    }
    let fits = format!("a = {}{}", "[".repeat(1_000), "]".repeat(1_000));
    assert!(decode(fits.as_bytes()).is_ok());
}

#[test]
fn times_without_a_zone_are_local() {
    let berlin = Location::local("Europe/Berlin");
    let july = 1_720_182_896;
    let map = decode_in(b"t = 2024-01-02T03:04:05", &berlin, july).unwrap();
    let time = map.get("t").unwrap();
    // The offset is that of now, in summer, although the time is in winter.
    assert_eq!(
        Time::of(&time).unwrap().rfc3339(),
        "2024-01-02T03:04:05+02:00"
    );
    assert_eq!(
        map.get("t").map(|time| written(&time)).unwrap(),
        "2024-01-02T01:04:05"
    );
}

#[test]
fn types_are_gos() {
    let map = decode(b"i = 1\nf = 1.0\n[[t]]\n").unwrap();
    assert!(matches!(map.get("i"), Some(Value::Int64(1))));
    assert!(matches!(map.get("f"), Some(Value::Float64(_))));
    let tables = map.get("t").unwrap().type_of().unwrap();
    assert_eq!(tables.to_string(), "[]map[string]interface {}");
}

#[test]
fn a_value_that_is_shared_spends_the_budget() {
    let limits = Limits {
        steps: 10_000,
        ..Limits::default()
    };
    let lists = (0..60).fold(Value::from("x"), |inner, _| list(&[inner.clone(), inner]));
    let maps = (0..60).fold(Value::from("x"), |inner, _| {
        map(&[("a", inner.clone()), ("b", inner)])
    });
    for shared in [lists, maps] {
        let error = super::encode(&shared, &Budget::new(limits)).unwrap_err();
        assert_eq!(error.to_string(), "the templates take over 10000 steps");
    }
}
