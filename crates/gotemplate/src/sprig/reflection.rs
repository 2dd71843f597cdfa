//! Sprig's functions on kinds and types (`reflect.go`).

use super::Sources;
use super::arguments::Declare;
use super::equality::deep_equal;
use crate::function::{Functions, Signature};
use crate::value::{Type, Value};

const ANY: Signature = Signature::of(&[Type::Any]);
const TEXT_AND_ANY: Signature = Signature::of(&[Type::String, Type::Any]);

/// Adds them.
pub(super) fn add(functions: &mut Functions, _sources: &Sources) {
    functions.declare("typeOf", ANY, |_, arguments| {
        Ok(type_name(arguments.value(0)))
    });
    functions.declare("typeIs", TEXT_AND_ANY, |_, arguments| {
        Ok(arguments.bytes(0) == type_name(arguments.value(1)).as_bytes())
    });
    functions.declare("typeIsLike", TEXT_AND_ANY, |_, arguments| {
        let name = type_name(arguments.value(1));
        let pointee = name.strip_prefix('*');
        Ok(arguments.bytes(0) == name.as_bytes()
            || pointee.is_some_and(|pointee| arguments.bytes(0) == pointee.as_bytes()))
    });
    functions.declare("kindOf", ANY, |_, arguments| {
        Ok(arguments.value(0).kind().name())
    });
    functions.declare("kindIs", TEXT_AND_ANY, |_, arguments| {
        Ok(arguments.bytes(0) == arguments.value(1).kind().name().as_bytes())
    });
    functions.declare(
        "deepEqual",
        Signature::of(&[Type::Any, Type::Any]),
        |call, arguments| {
            Ok(deep_equal(
                arguments.value(0),
                arguments.value(1),
                call.budget(),
            )?)
        },
    );
}

/// `%T`.
fn type_name(value: &Value) -> String {
    value
        .type_of()
        .map_or_else(|| "<nil>".to_owned(), |name| name.to_string())
}
