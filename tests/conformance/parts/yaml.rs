//! sigs.k8s.io/yaml, and the go-yaml below it.

use gotemplate::{Budget, Value};
use helm::yaml;
use proptest::prelude::*;
use serde_json::Value as Json;

use super::oracle::{Answer, Question};
use super::{Part, format, value};

pub(super) fn run() -> Part {
    let mut part = Part::new("sigs.k8s.io/yaml", answer);
    let folders = [
        ("sigs.k8s.io/yaml", ""),
        ("go.yaml.in/yaml/v2", ""),
        ("go.yaml.in/yaml/v3", ""),
    ];
    for (module, folder) in folders {
        for row in part.rows(module, folder) {
            for text in row.texts() {
                for mode in ["value", "map", "list", "json", "strict"] {
                    part.upstream(decode(mode, text.clone()));
                }
            }
            for json in row.values.iter().filter(|json| json.get("other").is_none()) {
                part.upstream(encode(json.clone()));
            }
        }
    }
    part.made(
        3_000,
        (
            prop::sample::select(vec!["value", "map", "list", "json", "strict"]),
            document(),
        )
            .prop_map(|(mode, text)| decode(mode, text.into_bytes())),
    );
    part.made(
        3_000,
        format::any_value().prop_map(|value| encode(value::to_json(&value))),
    );
    part
}

fn decode(mode: &'static str, text: Vec<u8>) -> Question {
    Question {
        operation: "yaml_decode",
        mode,
        text,
        ..Question::default()
    }
}

fn encode(value: Json) -> Question {
    Question {
        operation: "yaml_encode",
        value,
        ..Question::default()
    }
}

fn answer(question: &Question) -> Answer {
    let text = question.text.as_slice();
    match (question.operation, question.mode) {
        ("yaml_encode", _) => {
            let value = value::from_json(&question.value).expect("a value");
            yaml::marshal_value(&value, &Budget::default())
                .map_or_else(Answer::error, Answer::output)
        }
        (_, "map") => read(
            yaml::decode_map(text).map(Value::from),
            Value::Map(gotemplate::Map::new()),
        ),
        (_, "list") => read(
            yaml::decode_list(text).map(Value::from),
            gotemplate::List::new(Vec::new()).into(),
        ),
        (_, "json") => json(yaml::to_value(text)),
        (_, "strict") => json(yaml::to_value_strict(text)),
        _ => read(yaml::decode_value(text), Value::Nil),
    }
}

/// What was read; beside an error what Go leaves there.
fn read<E: ToString>(outcome: Result<Value, E>, otherwise: Value) -> Answer {
    match outcome {
        Ok(value) => Answer {
            value: value::to_json(&value),
            ..Answer::default()
        },
        Err(error) => Answer {
            value: value::to_json(&otherwise),
            ..Answer::error(error)
        },
    }
}

fn json<E: ToString>(outcome: Result<Json, E>) -> Answer {
    match outcome {
        Ok(value) => Answer::output(helm::json::encode(&value)),
        Err(error) => Answer::error(error),
    }
}

/// Documents, mostly well-formed ones.
fn document() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        4 => format::string().prop_map(|text| String::from_utf8_lossy(&text).into_owned()),
        1 => prop::sample::select(vec!["|\n    a\n     b\n", ">-\n    a\n    b\n\n    c\n", "|+\n    a\n\n", "\"a\\n\\x41\\u00e9\"", "'it''s'", "!!str 1", "!!int \"3\"", "!!binary aGk=", "&x 1", "*x", "{a: 1, b: [2]}", "[1, , 2]", "!local x", "\"\\q\""]).prop_map(str::to_owned),
    ];
    let entry = (
        prop::sample::select(vec![
            "a", "b", "\"c\"", "1", "true", "? a\n", "<<", "a b", "~", "1.5",
        ]),
        scalar.clone(),
    )
        .prop_map(|(key, value)| format!("{key}: {value}"));
    let item = scalar.prop_map(|value| format!("- {value}"));
    let line = (prop::sample::select(vec!["", "", "", "  ", "    ", "\t"]), prop_oneof![3 => entry, 2 => item, 1 => prop::sample::select(vec!["# c", "---", "...", "", "a:", "-", "b: &x", "%YAML 1.1", "x", "- - a", "- a: 1", "{", "]", "? ", ": "]).prop_map(str::to_owned)])
        .prop_map(|(indent, line)| format!("{indent}{line}"));
    prop::collection::vec(line, 1..6).prop_map(|lines| lines.join("\n"))
}
