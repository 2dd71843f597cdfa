//! `--set` and its kin: reading never panics; what fails does so again; what is read as text holds nothing but text;
//! and a literal is found again where it was put.
#![no_main]

use gotemplate::{Map, Value};
use helm::values::{ReadError, path_value, strvals};
use libfuzzer_sys::fuzz_target;

/// Whether every scalar is a text, or nil where a list has a gap.
fn is_text(value: &Value) -> bool {
    match value {
        Value::Map(map) => map.entries().iter().all(|(_, value)| is_text(value)),
        Value::List(list) => list.iter().all(|item| is_text(&item)),
        Value::String(_) | Value::Nil => true,
        _ => false,
    }
}

fuzz_target!(|data: &str| {
    let read = |name: &str| match name {
        "" => Err(ReadError {
            words: "no name".to_owned(),
        }),
        name => Ok(Value::from(name)),
    };
    let map = Map::new();
    let first = strvals::parse_into(data, &map);
    assert_eq!(first, strvals::parse_into(data, &Map::new()));
    // Once more over what is there: a list may stand where a map is asked for, and the other way round.
    let _ = strvals::parse_into(data, &map);
    let _ = strvals::parse_json_into(data, &map);
    let _ = strvals::parse_file_into(data, &map, &read);
    // Deeper values exhaust the stack of this check, not of what is checked.
    if data.len() < 1000 {
        let texts = Map::new();
        let _ = strvals::parse_string_into(data, &texts);
        assert!(is_text(&Value::Map(texts)), "{data}");
    }
    let literal = Map::new();
    if strvals::parse_literal_into(data, &literal).is_ok()
        && let Some((key, text)) = data.split_once('=')
        && !key.contains('[')
        && !key.split('.').any(str::is_empty)
    {
        let Ok(Value::String(found)) = path_value(&literal, key.as_bytes()) else {
            panic!("{data}");
        };
        assert_eq!(&*found, text.as_bytes());
    }
});
