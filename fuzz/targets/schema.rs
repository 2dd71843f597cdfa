//! A schema and values, the values on the last line: validating never panics and always ends, and what is wrong is
//! told once as text and once as data.
#![no_main]

use gotemplate::{List, Map, Value};
use libfuzzer_sys::fuzz_target;
use serde_json::Value as Json;

fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Nil,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => Value::Float64(number.as_f64().unwrap_or_default()),
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => Value::List(items.iter().map(value).collect::<List>()),
        Json::Object(members) => {
            let members = members.iter();
            let map: Map = members
                .map(|(key, member)| (key.as_str(), value(member)))
                .collect();
            Value::Map(map)
        }
    }
}

fuzz_target!(|data: &[u8]| {
    let line = data.iter().rposition(|byte| *byte == b'\n');
    let (schema, values) = data.split_at(line.unwrap_or(data.len()));
    let values = match serde_json::from_slice(values).as_ref().map(value) {
        Ok(Value::Map(values)) => values,
        _ => Map::new(),
    };
    if let Err(error) = helm::schema::validate(&values, schema) {
        let text = error.to_string();
        assert!(!text.is_empty());
        for violation in error.violations() {
            assert!(text.contains(&violation.message), "{text}\n{violation:?}");
        }
    }
});
