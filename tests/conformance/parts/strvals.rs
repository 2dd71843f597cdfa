//! Helm's grammar of `--set` and its kin.

use gotemplate::{Map, Value};
use helm::values::strvals;
use proptest::prelude::*;
use serde_json::Value as Json;

use super::Part;
use super::oracle::{Answer, Question};
use super::value;

const MODES: [&str; 5] = ["set", "string", "json", "literal", "file"];

pub(super) fn run() -> Part {
    let mut part = Part::new("Helm's strvals", answer);
    for row in part.rows("helm.sh/helm/v4", "pkg/strvals") {
        for text in row.texts() {
            for mode in MODES {
                for value in [Json::Null, target()] {
                    part.upstream(Question {
                        operation: "strvals",
                        mode,
                        text: text.clone(),
                        value,
                        ..Question::default()
                    });
                }
            }
        }
    }
    let made = (
        prop::sample::select(MODES.to_vec()),
        line(),
        prop::sample::select(vec![Json::Null, target()]),
    );
    part.made(
        5_000,
        made.prop_map(|(mode, text, value)| Question {
            operation: "strvals",
            mode,
            text: text.into_bytes(),
            value,
            ..Question::default()
        }),
    );
    part
}

fn answer(question: &Question) -> Answer {
    let target = match value::from_json(&question.value) {
        Some(Value::Map(map)) => map,
        _ => Map::new(),
    };
    let line = String::from_utf8_lossy(&question.text);
    let outcome = match question.mode {
        "string" => strvals::parse_string_into(&line, &target),
        "json" => strvals::parse_json_into(&line, &target),
        "literal" => strvals::parse_literal_into(&line, &target),
        "file" => strvals::parse_file_into(&line, &target, &|name| Ok(name.into())),
        _ => strvals::parse_into(&line, &target),
    };
    Answer {
        value: value::to_json(&target.into()),
        error: outcome
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default(),
        ..Answer::default()
    }
}

/// What a line is read into.
fn target() -> Json {
    let map: Map = [
        (
            "a",
            Value::Map(
                [("b", Value::Int64(1)), ("c", Value::Nil)]
                    .into_iter()
                    .collect(),
            ),
        ),
        (
            "list",
            gotemplate::List::new(vec!["x".into(), Value::Map(Map::new()), Value::Nil]).into(),
        ),
        ("text", "t".into()),
        ("nothing", Value::Nil),
    ]
    .into_iter()
    .collect();
    value::to_json(&map.into())
}

fn line() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "b",
        "list",
        "text",
        "nothing",
        ".",
        ".",
        "=",
        "=",
        "=",
        ",",
        "[",
        "]",
        "[0]",
        "[1]",
        "[2]",
        "[-1]",
        "[99999]",
        "[x]",
        "{",
        "}",
        "{x,y}",
        "\\",
        "\\,",
        "\\.",
        "\\=",
        "1",
        "0",
        "007",
        "-5",
        "1.5",
        "true",
        "false",
        "null",
        "\"q\"",
        " ",
        "é",
        "{\"k\":1}",
        "[1,2]",
        "9223372036854775808",
        "\n",
        "\\[",
    ]);
    let free = prop::collection::vec(piece, 1..10).prop_map(|pieces| pieces.concat());
    let path = prop::collection::vec(
        prop::sample::select(vec![
            "a", "b", "list", "text", "x\\.y", "list[0]", "list[4]", "n[1][0]",
        ]),
        1..4,
    )
    .prop_map(|parts| parts.join("."));
    let value = prop::sample::select(vec![
        "",
        "1",
        "x",
        "null",
        "true",
        "{}",
        "{a,b}",
        "{1,null",
        "0",
        "01",
        "a\\,b",
        "{\"j\":[1,null]}",
        "\"s\"",
        "1.0",
        "[]",
    ]);
    let proper = prop::collection::vec(
        (path, value).prop_map(|(path, value)| format!("{path}={value}")),
        1..4,
    )
    .prop_map(|pairs| pairs.join(","));
    prop_oneof![free, proper]
}
