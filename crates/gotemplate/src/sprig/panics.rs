//! The words of Go's panics, which a template shows as the function's error.

use crate::error::FunctionError;
use crate::value::{Type, Value};

/// What a nil interface gives where a function asks for its type.
pub(super) fn nil_dereference() -> FunctionError {
    "runtime error: invalid memory address or nil pointer dereference".into()
}

/// `text[low:high]` of something that is `length` long, as the compiler checks it: the upper bound first.
pub(super) fn slice_bounds(low: i64, high: i64, length: usize) -> Option<FunctionError> {
    let words = if high < 0 {
        format!("[:{high}]")
    } else if usize::try_from(high).map_or(true, |high| high > length) {
        format!("[:{high}] with length {length}")
    } else if low < 0 {
        format!("[{low}:]")
    } else if low > high {
        format!("[{low}:{high}]")
    } else {
        return None;
    };
    Some(format!("runtime error: slice bounds out of range {words}").into())
}

/// `make([]T, length)` of a length that no slice can have.
pub(super) fn make_slice() -> FunctionError {
    "runtime error: makeslice: len out of range".into()
}

/// How deep functions follow maps in maps. Go would go on until its stack of 1 GB is full, and then crash.
pub(super) const STACK_DEPTH: usize = 100_000;

/// A map holds itself, or maps nest deeper than [`STACK_DEPTH`].
pub(super) fn stack_overflow() -> FunctionError {
    format!("stack overflow: values nest over {STACK_DEPTH} deep").into()
}

/// `value.(target)` of a value that is of another type: to be shown with the names of both.
pub(super) fn interface_conversion(value: &Value, target: Type) -> FunctionError {
    let name = value
        .type_of()
        .map_or_else(|| "nil".to_owned(), |name| name.to_string());
    format!("interface conversion: interface {{}} is {name}, not {target}").into()
}
