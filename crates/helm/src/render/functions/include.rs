//! `include` and `tpl`: functions that execute templates.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use gotemplate::strconv::quote;
use gotemplate::{Call, FunctionError, Functions, Signature, Text, Type, Value};
use memchr::memmem;

use super::{SET, without_no_value};

/// A template may include itself this often (Helm's `recursionMaxNums`).
const MAX_RECURSION: usize = 1_000;

/// How deep every template is included at the moment.
type Included = Rc<RefCell<HashMap<Text, usize>>>;

/// Adds both.
pub(super) fn add(functions: &mut Functions) {
    let included = Included::default();
    let counts = included.clone();
    functions.add(
        "include",
        Signature::of(&[Type::String, Type::Any]),
        move |call, arguments| include(call, arguments, &counts),
    );
    functions.add(
        "tpl",
        Signature::of(&[Type::String, Type::Any]),
        move |call, arguments| tpl(call, arguments, &included),
    );
}

fn text_and_data(arguments: &[Value]) -> (Text, Value) {
    let text = arguments.first().and_then(Value::as_text);
    (
        text.cloned().unwrap_or_default(),
        arguments.get(1).cloned().unwrap_or_default(),
    )
}

fn include(
    call: Call<'_>,
    arguments: &[Value],
    included: &Included,
) -> Result<Value, FunctionError> {
    let (name, data) = text_and_data(arguments);
    enter(&name, included)?;
    let result = call
        .templates()
        .execute(&name.to_str(), &data, call.budget());
    leave(&name, included);
    match result {
        Ok(text) => Ok(text.into()),
        Err(source) => Err(FunctionError::Execute {
            prefix: String::new(),
            source,
        }),
    }
}

fn enter(name: &Text, included: &Included) -> Result<(), FunctionError> {
    let mut counts = included.borrow_mut();
    let count = counts.entry(name.clone()).or_default();
    if *count > MAX_RECURSION {
        return Err(FunctionError::Message(format!(
            "rendering template has a nested reference name: {}: unable to execute template",
            name.to_str()
        )));
    }
    *count += 1;
    Ok(())
}

fn leave(name: &Text, included: &Included) {
    if let Some(count) = included.borrow_mut().get_mut(name) {
        *count = count.saturating_sub(1);
    }
}

fn tpl(call: Call<'_>, arguments: &[Value], included: &Included) -> Result<Value, FunctionError> {
    let (text, data) = text_and_data(arguments);
    if memmem::find(&text, b"{{").is_none() {
        // Nothing to execute.
        return Ok(without_no_value(text.to_vec()).into());
    }
    call.budget().text(text.len() as u64)?;
    let mut templates = call.templates().clone();
    let prefix = |words: &str| format!("{words} {}: ", quote(&text));
    let template =
        templates
            .parse_text(SET, text.clone())
            .map_err(|source| FunctionError::Parse {
                prefix: prefix("cannot parse template"),
                source,
            })?;
    // Helm does not count these; Go's stack ends them.
    let own = Text::from("tpl");
    enter(&own, included)?;
    let result = templates.execute_template(&template, &data, call.budget());
    leave(&own, included);
    match result {
        Ok(text) => Ok(without_no_value(text).into()),
        Err(source) => Err(FunctionError::Execute {
            prefix: prefix("error during tpl function execution for"),
            source,
        }),
    }
}
