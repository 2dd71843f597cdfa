//! BurntSushi's TOML, which `toToml` and `fromToml` use.

use gotemplate::{Map, Value};
use helm::toml;
use proptest::prelude::*;

use super::oracle::{Answer, Question};
use super::{Part, format, value};

pub(super) fn run() -> Part {
    let mut part = Part::new("BurntSushi toml", answer);
    for row in part.rows("github.com/BurntSushi/toml", "") {
        for text in row.texts() {
            part.upstream(decode(text));
        }
        for json in row
            .values
            .iter()
            .filter(|json| json.get("other").is_none() && json.is_object())
        {
            part.upstream(encode(json.clone()));
        }
    }
    part.made(2_000, document().prop_map(|text| decode(text.into_bytes())));
    part.made(
        2_000,
        format::any_value().prop_map(|value| encode(value::to_json(&value))),
    );
    part
}

fn decode(text: Vec<u8>) -> Question {
    Question {
        operation: "toml_decode",
        text,
        ..Question::default()
    }
}

fn encode(value: serde_json::Value) -> Question {
    Question {
        operation: "toml_encode",
        value,
        ..Question::default()
    }
}

fn answer(question: &Question) -> Answer {
    if question.operation == "toml_encode" {
        let value = value::from_json(&question.value).expect("a value");
        return match toml::encode(&value, &gotemplate::Budget::default()) {
            Ok(text) => Answer::output(text),
            // Go's package dies of what reflection refuses; a template's function reports it.
            Err(error) if error.to_string().starts_with("reflect: ") => Answer {
                panic: error.to_string(),
                ..Answer::default()
            },
            Err(error) => Answer::error(error),
        };
    }
    match toml::decode(&question.text) {
        Ok(map) => Answer {
            value: value::to_json(&map.into()),
            ..Answer::default()
        },
        Err(error) => Answer {
            value: value::to_json(&Value::Map(Map::new())),
            ..Answer::error(error)
        },
    }
}

fn document() -> impl Strategy<Value = String> {
    let value = prop::sample::select(vec![
        "1",
        "-1",
        "+1",
        "0x1F",
        "0o7",
        "0b1",
        "1_000",
        "01",
        "1.5",
        "1e3",
        "inf",
        "-nan",
        "true",
        "\"s\"",
        "'l'",
        "\"\"\"m\nn\"\"\"",
        "'''x'''",
        "\"\\u00e9\\n\"",
        "\"\\q\"",
        "[1, 2]",
        "[1, \"a\"]",
        "[]",
        "[[1],[2]]",
        "{a = 1}",
        "{}",
        "{a.b = 1, c = []}",
        "2024-01-02",
        "2024-01-02T03:04:05Z",
        "2024-01-02T03:04:05.5+01:00",
        "03:04:05",
        "2024-01-02 03:04:05",
        "9223372036854775808",
        "",
        "x",
        "{a = 1,}",
    ]);
    let key = prop::sample::select(vec!["a", "b", "a.b", "\"q k\"", "'l'", "1", "", "a b", "é"]);
    let line = prop_oneof![
        6 => (key, value).prop_map(|(key, value)| format!("{key} = {value}")),
        2 => prop::sample::select(vec!["[a]", "[t]", "[t.u]", "[[l]]", "[[l.m]]", "# c", "", "[", "[]", "[a", "a", "="]).prop_map(str::to_owned),
    ];
    prop::collection::vec(line, 1..6).prop_map(|lines| lines.join("\n"))
}
