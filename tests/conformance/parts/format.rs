//! Go's `fmt`.

use gotemplate::{Budget, List, Map, MapType, Value, format};
use proptest::prelude::*;

use super::Part;
use super::oracle::{Answer, Question};
use super::value::{self, INT_MAP};

pub(super) fn run() -> Part {
    let mut part = Part::new("fmt", answer);
    for row in part.rows("std", "fmt") {
        // A line of fmt_test.go's tables: the verb, the value, the result.
        for index in 0..row.values.len() {
            let Some(text) = row.text(index) else {
                continue;
            };
            if !text.contains(&b'%') {
                continue;
            }
            let arguments: Option<Vec<Value>> = row
                .values
                .iter()
                .skip(index + 1)
                .take(1)
                .map(|json| {
                    json.get("other")
                        .is_none()
                        .then(|| value::from_json(json))?
                })
                .collect();
            if let Some(arguments) = arguments {
                part.upstream(question("", text, arguments));
            }
        }
    }
    part.made(
        6_000,
        (text(), prop::collection::vec(any_value(), 0..4))
            .prop_map(|(text, arguments)| question("", text.into_bytes(), arguments)),
    );
    for mode in ["print", "println"] {
        part.made(
            1_000,
            prop::collection::vec(any_value(), 0..4)
                .prop_map(move |arguments| question(mode, Vec::new(), arguments)),
        );
    }
    part
}

fn question(mode: &'static str, text: Vec<u8>, arguments: Vec<Value>) -> Question {
    Question {
        operation: "format",
        mode,
        text,
        value: value::to_json(&List::new(arguments).into()),
        ..Question::default()
    }
}

fn answer(question: &Question) -> Answer {
    let arguments: Vec<Value> = match value::from_json(&question.value) {
        Some(Value::List(list)) => list.iter().collect(),
        other => panic!("{other:?} is no list"),
    };
    let budget = Budget::default();
    let output = match question.mode {
        "print" => format::sprint(&arguments, &budget),
        "println" => format::sprintln(&arguments, &budget),
        _ => format::sprintf(&question.text, &arguments, &budget),
    };
    output.map_or_else(Answer::error, Answer::output)
}

fn text() -> impl Strategy<Value = String> {
    let directive = (
        prop::collection::vec(prop::sample::select(vec!["+", "-", "#", " ", "0"]), 0..3),
        prop::sample::select(vec![
            "",
            "",
            "",
            "1",
            "5",
            "12",
            "*",
            "[1]",
            "[2]",
            "[2]*",
            "[9]",
            "[x]",
            "[",
            "999999999",
        ]),
        prop::sample::select(vec![
            "", "", "", ".", ".0", ".1", ".3", ".10", ".*", ".[1]*", ".[1]", ".-1",
        ]),
        prop::sample::select("vvvdsqtfFgGeExXoObcUTw%zé!".chars().collect::<Vec<_>>()),
    )
        .prop_map(|(flags, width, precision, verb)| {
            format!("%{}{width}{precision}{verb}", flags.concat())
        });
    let piece = prop_oneof![5 => directive, 1 => prop::sample::select(vec!["a", " ", "%", "é"]).prop_map(str::to_owned)];
    prop::collection::vec(piece, 1..4).prop_map(|pieces| pieces.concat())
}

/// A value of any type that templates see.
pub(super) fn any_value() -> impl Strategy<Value = Value> + Clone {
    scalar().prop_recursive(3, 16, 4, |inner| {
        let key = prop::sample::select(vec!["a", "b", "é", "", "on", "1", "x y"]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|items| List::new(items).into()),
            prop::collection::vec((key.clone(), inner), 0..4)
                .prop_map(|entries| Value::Map(entries.into_iter().collect::<Map>())),
            prop::collection::vec(string(), 0..3).prop_map(|items| List::strings(items).into()),
            prop::collection::vec((key.clone(), string()), 0..3).prop_map(|entries| {
                let map = Map::typed(&MapType::STRINGS);
                for (key, text) in entries {
                    map.insert(key, text);
                }
                map.into()
            }),
            prop::collection::vec((key, any::<i8>()), 0..3).prop_map(|entries| {
                let map = Map::typed(&INT_MAP);
                for (key, number) in entries {
                    map.insert(key, Value::Int(number.into()));
                }
                map.into()
            }),
            string().prop_map(|text| List::bytes(text).into()),
        ]
    })
}

fn scalar() -> impl Strategy<Value = Value> + Clone {
    let signed = prop_oneof![
        any::<i64>(),
        -130_i64..130,
        Just(i64::MIN),
        Just(0x0010_FFFF),
        Just(0xD800)
    ];
    let float = prop_oneof![
        any::<f64>(),
        -1000.0..1000.0,
        prop::sample::select(vec![
            0.0,
            -0.0,
            1.0,
            1e20,
            1e21,
            1e-4,
            1e-5,
            123_456_789.0,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::NAN,
            5e-324
        ]),
    ];
    prop_oneof![
        1 => Just(Value::Nil),
        1 => any::<bool>().prop_map(Value::Bool),
        3 => signed.clone().prop_map(Value::Int),
        1 => any::<i32>().prop_map(Value::Int32),
        1 => signed.prop_map(Value::Int64),
        1 => any::<u64>().prop_map(Value::Uint),
        1 => any::<u8>().prop_map(Value::Uint8),
        1 => any::<u64>().prop_map(Value::Uint64),
        3 => float.prop_map(Value::Float64),
        4 => string().prop_map(Value::from),
    ]
}

/// Texts that mean something to a reader of YAML, JSON or TOML, and others.
pub(super) fn string() -> impl Strategy<Value = Vec<u8>> + Clone {
    let known = prop::sample::select(vec![
        "",
        "a",
        "true",
        "yes",
        "on",
        "Null",
        "~",
        "1",
        "0123",
        "0x1F",
        "0o7",
        "1_000",
        "1.5",
        "1e3",
        ".5",
        "-.inf",
        ".nan",
        "2024-01-02",
        "2024-01-02T03:04:05Z",
        "1:30",
        "<<",
        "=",
        "- a",
        "a: b",
        "a:",
        "a #b",
        "#b",
        "'q'",
        "\"q\"",
        "{a}",
        "[a]",
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "`a`",
        "|",
        ">",
        " lead",
        "trail ",
        "two\nlines",
        "end\n",
        "two\n\nlines\n\n",
        "\ttab",
        "\u{7}",
        "\u{85}",
        "\u{2028}",
        "\u{feff}",
        "é",
        "日本語",
        "😀",
        "\r\n",
        "a\\b",
        "---",
        "...",
        "?",
        "? a",
        ":",
        "-",
        "long long long long long long long long long long long long long long words here",
        "y",
        "N",
        "0b11",
        "+1",
        "1e",
        "0.",
        "12e03",
        "0777",
        "08",
        "__",
        "<&>",
    ])
    .prop_map(|text| text.as_bytes().to_vec());
    prop_oneof![
        6 => known,
        1 => "[ -~]{0,12}".prop_map(String::into_bytes),
        1 => "\\PC{0,6}".prop_map(String::into_bytes),
        1 => Just(b"bad \xff\xc3".to_vec()),
    ]
}
