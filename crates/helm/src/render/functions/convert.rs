//! YAML, JSON and TOML in templates.

use gotemplate::json::{self, Style};
use gotemplate::{Budget, FunctionError, Functions, List, Map, Signature, Text, Type, Value};

use crate::{toml, yaml};

/// Adds them.
pub(super) fn add(functions: &mut Functions) {
    writers(functions);
    readers(functions);
}

/// Those that write swallow errors, but for a spent budget; their `must` forms panic in Helm.
fn writers(functions: &mut Functions) {
    const ONE: Signature = Signature::of(&[Type::Any]);
    functions.add("toYaml", ONE, |call, arguments| {
        swallow(to_yaml(value(arguments), call.budget()))
    });
    functions.add("mustToYaml", ONE, |call, arguments| {
        Ok(to_yaml(value(arguments), call.budget())?.into())
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
        swallow(to_json(value(arguments), call.budget()))
    });
    functions.add("mustToJson", ONE, |call, arguments| {
        Ok(to_json(value(arguments), call.budget())?.into())
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

/// An error becomes the empty text; a spent budget stays one.
fn swallow(text: Result<Vec<u8>, FunctionError>) -> Result<Value, FunctionError> {
    match text {
        Err(FunctionError::Exhausted(exhausted)) => Err(exhausted.into()),
        text => Ok(text.unwrap_or_default().into()),
    }
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
    functions.add("fromYaml", ONE, |call, arguments| {
        let text = text(arguments);
        reading(call.budget(), &text)?;
        let read = yaml::decode_value(&text);
        aliases(call.budget(), &text, &read)?;
        Ok(or_error(read.and_then(yaml::to_map)))
    });
    functions.add("fromYamlArray", ONE, |call, arguments| {
        let text = text(arguments);
        reading(call.budget(), &text)?;
        let read = yaml::decode_value(&text);
        aliases(call.budget(), &text, &read)?;
        Ok(match read.and_then(yaml::to_list) {
            Ok(list) => list.into(),
            Err(error) => error_list(&error.to_string()),
        })
    });
    functions.add("fromJson", ONE, |call, arguments| {
        let text = text(arguments);
        reading(call.budget(), &text)?;
        let (map, error) = json::decode_map(&text);
        if let Some(error) = error {
            map.insert("Error", error.to_string());
        }
        Ok(map.into())
    });
    functions.add("fromJsonArray", ONE, |call, arguments| {
        let text = text(arguments);
        reading(call.budget(), &text)?;
        Ok(match json::decode_list(&text) {
            Ok(list) => list.into(),
            Err(error) => error_list(&error.to_string()),
        })
    });
    functions.add("fromToml", ONE, |call, arguments| {
        let text = text(arguments);
        reading(call.budget(), &text)?;
        Ok(or_error(toml::decode(&text)))
    });
}

/// How many bytes are read in the time of a step.
const BYTES_A_STEP: u64 = 8;

/// What a value takes of memory for each byte of a text such as `[0,0,0`.
const MEMORY_A_BYTE: u64 = 16;

/// What aliases may be followed to at most before go-yaml refuses a document, or more; in steps.
const ALIASES_FOLLOWED: u64 = 400_000;

/// Spends what it takes to read a text.
fn reading(budget: &Budget, text: &[u8]) -> Result<(), FunctionError> {
    let length = text.len() as u64;
    budget.step(length / BYTES_A_STEP)?;
    budget.spend(length.saturating_mul(MEMORY_A_BYTE))?;
    Ok(())
}

/// Spends what the aliases of a YAML text took: a short text may stand for a large value.
fn aliases<E>(budget: &Budget, text: &[u8], read: &Result<Value, E>) -> Result<(), FunctionError> {
    if memchr::memchr(b'*', text).is_none() || memchr::memchr(b'&', text).is_none() {
        return Ok(());
    }
    let followed = match read {
        Ok(value) => nodes(value),
        Err(_) if memchr::memmem::find(text, b"<<").is_some() => ALIASES_FOLLOWED,
        Err(_) => (text.len() as u64)
            .saturating_mul(100)
            .min(ALIASES_FOLLOWED),
    };
    budget.step(followed)?;
    budget.spend(followed.saturating_mul(size_of::<Value>() as u64))?;
    Ok(())
}

/// How many values a value that was read consists of.
fn nodes(value: &Value) -> u64 {
    let mut count: u64 = 0;
    let mut pending = vec![value.clone()];
    while let Some(value) = pending.pop() {
        count += 1;
        match value {
            Value::Map(map) => pending.extend(map.entries().into_iter().map(|(_, value)| value)),
            Value::List(list) => pending.extend(list.iter()),
            _ => {}
        }
    }
    count
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
        Err(error) => Err(error.into()),
    }
}

fn to_json(value: &Value, budget: &Budget) -> Result<Vec<u8>, FunctionError> {
    json::encode_within(value, Style::Compact, budget)?.map_err(|error| error.to_string().into())
}

/// Helm takes one line break off the end.
fn without_newline(mut text: Vec<u8>) -> Vec<u8> {
    if text.last() == Some(&b'\n') {
        text.pop();
    }
    text
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
