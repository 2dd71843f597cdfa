//! Sprig's functions on defaults, and those on JSON beside them (`defaults.go`).

use super::Sources;
use super::arguments::Declare;
use super::copy::deep_copy;
use crate::error::FunctionError;
use crate::function::{Functions, Signature};
use crate::json::{self, Style};
use crate::value::{Type, Value};

const ANY: Signature = Signature::of(&[Type::Any]);
const ANY_NUMBER: Signature = Signature::variadic(&[Type::Any]);
const TEXT: Signature = Signature::of(&[Type::String]);

/// Adds them.
pub(super) fn add(functions: &mut Functions, _sources: &Sources) {
    functions.declare(
        "default",
        Signature::variadic(&[Type::Any, Type::Any]),
        |_, arguments| {
            let default = arguments.value(0);
            let given = arguments.from(1).first().filter(|given| !is_empty(given));
            Ok(given.unwrap_or(default).clone())
        },
    );
    functions.declare("empty", ANY, |_, arguments| {
        Ok(is_empty(arguments.value(0)))
    });
    functions.declare("coalesce", ANY_NUMBER, |_, arguments| {
        let first = arguments.from(0).iter().find(|value| !is_empty(value));
        Ok(first.cloned().unwrap_or_default())
    });
    functions.declare("all", ANY_NUMBER, |_, arguments| {
        Ok(!arguments.from(0).iter().any(is_empty))
    });
    functions.declare("any", ANY_NUMBER, |_, arguments| {
        Ok(!arguments.from(0).iter().all(is_empty))
    });
    functions.declare(
        "ternary",
        Signature::of(&[Type::Any, Type::Any, Type::Bool]),
        |_, arguments| Ok(arguments.value(usize::from(!arguments.bool(2))).clone()),
    );
    functions.declare_all(&["deepCopy", "mustDeepCopy"], ANY, |call, arguments| {
        deep_copy(arguments.value(0), call.budget())
    });
    add_json(functions);
}

fn add_json(functions: &mut Functions) {
    functions.declare("fromJson", TEXT, |_, arguments| {
        Ok(json::decode(arguments.bytes(0)).unwrap_or_default())
    });
    functions.declare("mustFromJson", TEXT, |_, arguments| {
        json::decode(arguments.bytes(0)).map_err(complaint)
    });
    let styles = [
        ("toJson", "mustToJson", Style::Compact),
        ("toPrettyJson", "mustToPrettyJson", Style::Indented),
    ];
    for (name, must, style) in styles {
        functions.declare(name, ANY, move |_, arguments| {
            Ok(json::encode(arguments.value(0), style).unwrap_or_default())
        });
        functions.declare(must, ANY, move |_, arguments| {
            json::encode(arguments.value(0), style).map_err(complaint)
        });
    }
    // Unlike its kin, `toRawJson` does not swallow errors.
    functions.declare_all(&["toRawJson", "mustToRawJson"], ANY, |_, arguments| {
        json::encode(arguments.value(0), Style::Raw).map_err(complaint)
    });
}

fn complaint(error: json::Error) -> FunctionError {
    FunctionError::Message(error.to_string())
}

/// Sprig's `empty`: the zero value of its type, or a text, list or map without content. Structs never are.
pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Object(object) => object.underlying().is_some_and(|value| !value.is_true()),
        value => !value.is_true(),
    }
}
