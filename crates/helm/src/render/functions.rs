//! The functions that Helm adds to sprig's (`pkg/engine/engine.go`, `funcs.go`).

mod convert;
mod include;

use std::cell::Cell;
use std::rc::Rc;

use gotemplate::sprig::{self, Sources};
use gotemplate::{FunctionError, Functions, Map, Signature, Type, Value};
use memchr::memmem;

use super::error::{WARNING_END, WARNING_START};

/// Go's name of the template set, which errors of `tpl` show.
pub(super) const SET: &str = "gotpl";

/// What the functions need to know.
#[derive(Debug, Clone)]
pub(super) struct Environment {
    /// The clock, random numbers, the timezone.
    pub(super) sources: Sources,
    /// Whether `required` and `fail` do nothing (Helm's lint).
    pub(super) lint: bool,
    /// Whether one of them did nothing.
    pub(super) swallowed: Rc<Cell<bool>>,
}

/// All functions of a Helm template.
pub(super) fn functions(environment: &Environment) -> Functions {
    let mut functions = sprig::functions(&environment.sources);
    convert::add(&mut functions);
    include::add(&mut functions);
    required(&mut functions, environment);
    fail(&mut functions, environment);
    functions.add("lookup", Signature::of(&[Type::String; 4]), |_, _| {
        Ok(Map::new().into())
    });
    functions.add("getHostByName", Signature::of(&[Type::String]), |_, _| {
        Ok("".into())
    });
    functions
}

fn required(functions: &mut Functions, environment: &Environment) {
    let Environment {
        lint, swallowed, ..
    } = environment.clone();
    functions.add(
        "required",
        Signature::of(&[Type::String, Type::Any]),
        move |_, arguments| {
            let value = arguments.get(1).cloned().unwrap_or_default();
            let missing = match &value {
                Value::Nil => true,
                Value::String(text) => text.is_empty(),
                _ => false,
            };
            match missing {
                false => Ok(value),
                true if lint => {
                    swallowed.set(true);
                    Ok("".into())
                }
                true => Err(refuse(arguments)),
            }
        },
    );
}

fn fail(functions: &mut Functions, environment: &Environment) {
    let Environment {
        lint, swallowed, ..
    } = environment.clone();
    functions.add(
        "fail",
        Signature::of(&[Type::String]),
        move |_, arguments| {
            if lint {
                swallowed.set(true);
                return Ok("".into());
            }
            Err(refuse(arguments))
        },
    );
}

/// The chart's own refusal; the message is the first argument.
fn refuse(arguments: &[Value]) -> FunctionError {
    let message = arguments
        .first()
        .and_then(Value::as_text)
        .cloned()
        .unwrap_or_default();
    FunctionError::Message(format!("{WARNING_START}{}{WARNING_END}", message.to_str()))
}

/// Go writes `<no value>` for what is missing; Helm takes it out again.
pub(super) fn without_no_value(text: Vec<u8>) -> Vec<u8> {
    const NO_VALUE: &[u8] = b"<no value>";
    let mut found = memmem::find_iter(&text, NO_VALUE).peekable();
    if found.peek().is_none() {
        return text;
    }
    let mut kept = Vec::with_capacity(text.len());
    let mut from = 0;
    for at in found {
        kept.extend_from_slice(text.get(from..at).unwrap_or_default());
        from = at + NO_VALUE.len();
    }
    kept.extend_from_slice(text.get(from..).unwrap_or_default());
    kept
}
