//! YAML, JSON and TOML in templates.

use gotemplate::json::{self, Style};
use gotemplate::{Budget, FunctionError, Functions, List, Map, Signature, Text, Type, Value};

use crate::{toml, yaml};

/// Adds them.
pub(super) fn add(functions: &mut Functions) {
    writers(functions);
    readers(functions);
}

/// Those that write swallow errors; their `must` forms panic in Helm.
fn writers(functions: &mut Functions) {
    const ONE: Signature = Signature::of(&[Type::Any]);
    functions.add("toYaml", ONE, |call, arguments| {
        spent(
            call,
            to_yaml(value(arguments), call.budget()).unwrap_or_default(),
        )
    });
    functions.add("mustToYaml", ONE, |call, arguments| {
        spent(call, to_yaml(value(arguments), call.budget())?)
    });
    functions.add("toYamlPretty", ONE, |call, arguments| {
        // Go swallows errors here too, but all that it has are panics.
        let text = yaml::encode_pretty(value(arguments), call.budget());
        let text = text.map_err(|error| match error {
            yaml::PrettyError::Exhausted(error) => error.into(),
            error => FunctionError::Message(error.to_string()),
        })?;
        Ok(without_newline(text).into())
    });
    functions.add("toJson", ONE, |call, arguments| {
        let text = json::encode(value(arguments), Style::Compact).unwrap_or_default();
        spent(call, text)
    });
    functions.add("mustToJson", ONE, |call, arguments| {
        let text = json::encode(value(arguments), Style::Compact);
        spent(call, text.map_err(|error| error.to_string())?)
    });
    functions.add("toToml", ONE, |call, arguments| {
        match toml::encode(value(arguments), call.budget()) {
            Err(toml::Error::Document(words)) => Ok(words.into()),
            text => Ok(text.map_err(toml_error)?.into()),
        }
    });
    functions.add("mustToToml", ONE, |call, arguments| {
        let text = toml::encode(value(arguments), call.budget());
        Ok(text.map_err(toml_error)?.into())
    });
}

fn toml_error(error: toml::Error) -> FunctionError {
    match error {
        toml::Error::Exhausted(error) => error.into(),
        toml::Error::Document(words) | toml::Error::Panic(words) => words.into(),
    }
}

/// Those that read give their errors as values.
fn readers(functions: &mut Functions) {
    const ONE: Signature = Signature::of(&[Type::String]);
    functions.add("fromYaml", ONE, |_, arguments| {
        Ok(or_error(yaml::decode_map(&text(arguments))))
    });
    functions.add("fromYamlArray", ONE, |_, arguments| {
        Ok(match yaml::decode_list(&text(arguments)) {
            Ok(list) => list.into(),
            Err(error) => error_list(&error.to_string()),
        })
    });
    functions.add("fromJson", ONE, |_, arguments| {
        let (map, error) = json::decode_map(&text(arguments));
        if let Some(error) = error {
            map.insert("Error", error.to_string());
        }
        Ok(map.into())
    });
    functions.add("fromJsonArray", ONE, |_, arguments| {
        Ok(match json::decode_list(&text(arguments)) {
            Ok(list) => list.into(),
            Err(error) => error_list(&error.to_string()),
        })
    });
    functions.add("fromToml", ONE, |_, arguments| {
        Ok(or_error(toml::decode(&text(arguments))))
    });
}

fn value(arguments: &[Value]) -> &Value {
    arguments.first().unwrap_or(&Value::Nil)
}

fn text(arguments: &[Value]) -> Text {
    arguments
        .first()
        .and_then(Value::as_text)
        .cloned()
        .unwrap_or_default()
}

fn to_yaml(value: &Value, budget: &Budget) -> Result<Vec<u8>, FunctionError> {
    match yaml::marshal_value(value, budget) {
        Ok(text) => Ok(without_newline(text.into_bytes())),
        Err(error) => Err(error.to_string().into()),
    }
}

/// Helm takes one line break off the end.
fn without_newline(mut text: Vec<u8>) -> Vec<u8> {
    if text.last() == Some(&b'\n') {
        text.pop();
    }
    text
}

fn spent(call: gotemplate::Call<'_>, text: Vec<u8>) -> Result<Value, FunctionError> {
    call.budget().text(text.len() as u64)?;
    Ok(text.into())
}

fn or_error(map: Result<Map, impl ToString>) -> Value {
    match map {
        Ok(map) => map.into(),
        Err(error) => error_map(&error.to_string()),
    }
}

fn error_map(message: &str) -> Value {
    let map: Map = [("Error", message)].into_iter().collect();
    map.into()
}

fn error_list(message: &str) -> Value {
    List::new(vec![message.into()]).into()
}
