//! Calls of functions without a template.

use std::rc::Rc;

use crate::budget::Budget;
use crate::execute::{MissingKey, Templates};
use crate::function::{Call, Functions};
use crate::sprig::{Sources, functions};
use crate::value::{List, Value};

/// Calls a function of `functions`: what it gives, or its words.
pub(in crate::sprig) fn call(
    functions: &Functions,
    name: &str,
    arguments: &[Value],
) -> Result<Value, String> {
    let templates = Templates::new("test", Functions::new(), MissingKey::Default);
    let budget = Budget::default();
    functions
        .get(name)
        .unwrap_or_else(|| panic!("no function {name}"))
        .call(Call::new(&templates, &budget), arguments)
        .map_err(|error| error.to_string())
}

/// Calls a function of sprig, which finds no clock and no random numbers.
pub(in crate::sprig) fn call_sprig(name: &str, arguments: &[Value]) -> Result<Value, String> {
    let sources = Sources {
        rsa_keys: crate::sprig::RsaKeys::New,
        now: Rc::new(|| 0),
        local_zone: "UTC".into(),
        random: Rc::new(|_| false),
    };
    call(&functions(&sources), name, arguments)
}

/// A call and what it gives in the form of [`show`], or `error: ` and the words.
pub(in crate::sprig) type Case = (&'static str, Vec<Value>, &'static str);

/// Makes all calls, and shows all that differ at once.
pub(in crate::sprig) fn check(cases: &[Case]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(name, arguments, expected)| {
            let given = match call_sprig(name, arguments) {
                Ok(value) => show(&value),
                Err(words) => format!("error: {words}"),
            };
            let arguments: Vec<String> = arguments.iter().map(show).collect();
            (given != *expected).then(|| {
                format!(
                    "{name} {}\n  gives {given}\n  not   {expected}",
                    arguments.join(" ")
                )
            })
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A value with its type, to be compared: `[]interface {}["a" 1]`, `int64(3)`, `map[string]string{a:"b"}`.
pub(in crate::sprig) fn show(value: &Value) -> String {
    let items = |list: &List| {
        list.iter()
            .map(|item| show(&item))
            .collect::<Vec<_>>()
            .join(" ")
    };
    match value {
        Value::Nil => "nil".into(),
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Int64(value) => format!("int64({value})"),
        Value::Uint8(value) => format!("uint8({value})"),
        Value::Float64(value) => format!("float64({value})"),
        Value::String(text) => crate::strconv::quote(text),
        Value::List(list) if list.is_nil() => {
            format!("[]{}(nil)", list.list_type().element)
        }
        Value::List(list) => format!("[]{}[{}]", list.list_type().element, items(list)),
        Value::Map(map) if map.is_nil() => format!("map[string]{}(nil)", map.map_type().element),
        Value::Map(map) => format!(
            "map[string]{}{{{}}}",
            map.map_type().element,
            map.entries()
                .iter()
                .map(|(key, value)| format!("{}:{}", key.to_str(), show(value)))
                .collect::<Vec<_>>()
                .join(" ")
        ),
        other => format!("{other:?}"),
    }
}

/// A `[]interface {}`.
pub(in crate::sprig) fn list<const N: usize>(items: [Value; N]) -> Value {
    List::new(items.to_vec()).into()
}

/// A `map[string]interface {}`.
pub(in crate::sprig) fn map<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Map(entries.into_iter().collect())
}
