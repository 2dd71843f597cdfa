//! Texts that Go's `fmt` has printed.

use super::*;
use crate::budget::Limits;
use crate::value::{List, Map};

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8_lossy(&bytes).into_owned()
}

fn printed(format: &str, arguments: &[Value]) -> String {
    text(sprintf(format.as_bytes(), arguments, &Budget::default()).unwrap())
}

#[test]
fn operands_are_spaced_where_neither_is_a_string() {
    let budget = Budget::default();
    let cases: [(&[Value], &str, &str); 5] = [
        (&[], "", "\n"),
        (&[Value::Int(1), Value::Int(2)], "1 2", "1 2\n"),
        (&["a".into(), "b".into(), Value::Int(1)], "ab1", "a b 1\n"),
        (
            &[Value::Int(1), "a".into(), Value::Int(1), Value::Nil],
            "1a1 <nil>",
            "1 a 1 <nil>\n",
        ),
        (
            &[Value::Nil, Value::Bool(true)],
            "<nil> true",
            "<nil> true\n",
        ),
    ];
    for (operands, together, line) in cases {
        assert_eq!(text(sprint(operands, &budget).unwrap()), together);
        assert_eq!(text(sprintln(operands, &budget).unwrap()), line);
    }
}

#[test]
fn a_value_that_holds_itself_ends_in_an_error() {
    let map = Map::new();
    map.insert("again", map.clone());
    let value = Value::Map(map.clone());
    assert_eq!(
        display(&value, &Budget::default()),
        Err(Exhausted::Depth(MAX_DEPTH))
    );
    map.remove("again");
}

#[test]
fn a_long_text_ends_in_an_error() {
    let budget = Budget::new(Limits {
        text: 1_000,
        ..Limits::default()
    });
    for format in [
        "%1001d", "%01001d", "%.1001d", "%.1001f", "%1001s", "%.1001U",
    ] {
        let argument = if format.ends_with('f') {
            Value::Float64(1.0)
        } else {
            Value::Int(1)
        };
        assert_eq!(
            sprintf(format.as_bytes(), &[argument], &budget),
            Err(Exhausted::Text(1_000)),
            "{format}"
        );
    }
    assert_eq!(
        sprintf(b"%1000000000d", &[Value::Int(1)], &budget).map(text),
        Ok("%!(NOVERB)%!(EXTRA int=1)".to_owned())
    );
    let list: List = std::iter::repeat_n(Value::from("abc"), 300).collect();
    assert_eq!(display(&list.into(), &budget), Err(Exhausted::Text(1_000)));
}
