//! `eq`, `ne`, `lt`, `le`, `gt` and `ge`.

use std::cmp::Ordering;
use std::rc::Rc;

use crate::budget::Budget;
use crate::error::FunctionError;
use crate::execute::reflected::{Reflected, scalar};
use crate::format;
use crate::value::{Kind, Object, Value};

/// The sorts of values that can be compared (`basicKind`).
#[derive(Debug, Clone, Copy, PartialEq)]
enum Basic<'v> {
    Bool(bool),
    Complex(f64, f64),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    Text(&'v [u8]),
}

impl<'v> Basic<'v> {
    fn of(value: &'v Value) -> Option<Self> {
        Some(match value {
            Value::Bool(value) => Self::Bool(*value),
            Value::Int(value) | Value::Int64(value) => Self::Signed(*value),
            Value::Int32(value) => Self::Signed(i64::from(*value)),
            Value::Uint(value) | Value::Uint64(value) => Self::Unsigned(*value),
            Value::Uint8(value) => Self::Unsigned(u64::from(*value)),
            Value::Float64(value) => Self::Float(*value),
            Value::Complex128(real, imaginary) => Self::Complex(*real, *imaginary),
            Value::String(text) => Self::Text(text),
            _ => return None,
        })
    }
}

/// A signed and an unsigned integer compared, as Go does it in spite of their types.
fn mixed(signed: i64, unsigned: u64) -> Ordering {
    match u64::try_from(signed) {
        Ok(signed) => signed.cmp(&unsigned),
        Err(_) => Ordering::Less,
    }
}

fn incompatible(first: &Value, second: &Value) -> FunctionError {
    let name = |value: &Value| Reflected::concrete(value.clone()).type_name();
    FunctionError::Message(format!(
        "incompatible types for comparison: {} and {}",
        name(first),
        name(second)
    ))
}

/// `eq`: whether the first is equal to one of the others.
pub(super) fn equal(
    first: &Reflected,
    others: &[Reflected],
    budget: &Budget,
) -> Result<bool, FunctionError> {
    if others.is_empty() {
        return Err("missing argument for comparison".into());
    }
    let first_scalar = scalar(&first.value);
    let first_basic = Basic::of(&first_scalar);
    for other in others {
        let other_scalar = scalar(&other.value);
        let truth = match (first_basic, Basic::of(&other_scalar)) {
            (Some(Basic::Signed(signed)), Some(Basic::Unsigned(unsigned)))
            | (Some(Basic::Unsigned(unsigned)), Some(Basic::Signed(signed))) => {
                mixed(signed, unsigned) == Ordering::Equal
            }
            (Some(one), Some(two))
                if std::mem::discriminant(&one) == std::mem::discriminant(&two) =>
            {
                one == two
            }
            (None, None) => same(&first.value, &other.value, budget)?,
            _ if first.value.is_nil() || other.value.is_nil() => false,
            _ => return Err(incompatible(&first.value, &other.value)),
        };
        if truth {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether two values that are neither numbers, texts nor truths are equal.
fn same(first: &Value, other: &Value, budget: &Budget) -> Result<bool, FunctionError> {
    let (first_kind, other_kind) = (first.kind(), other.kind());
    let name = |value: &Value| Value::from(Reflected::concrete(value.clone()).type_name());
    if first_kind != other_kind && !first.is_nil() && !other.is_nil() {
        return Err(complaint(
            b"non-comparable types %s: %v, %s: %v",
            &[first.clone(), name(first), name(other), other.clone()],
            budget,
        ));
    }
    if is_nil(first) || is_nil(other) {
        return Ok(is_nil(first) == is_nil(other));
    }
    match (first, other) {
        (Value::Object(one), Value::Object(two)) => equal_objects(one, two, other, budget),
        _ => Err(non_comparable(other, budget)),
    }
}

fn non_comparable(value: &Value, budget: &Budget) -> FunctionError {
    let name = Reflected::concrete(value.clone()).type_name();
    complaint(
        b"non-comparable type %s: %v",
        &[value.clone(), Value::from(name)],
        budget,
    )
}

fn complaint(layout: &[u8], operands: &[Value], budget: &Budget) -> FunctionError {
    match format::sprintf(layout, operands, budget) {
        Ok(text) => FunctionError::Message(String::from_utf8_lossy(&text).into_owned()),
        Err(limit) => FunctionError::Exhausted(limit),
    }
}

/// Whether two objects are equal: pointers by what they point to, structs by what they hold.
fn equal_objects(
    first: &Rc<dyn Object>,
    second: &Rc<dyn Object>,
    value: &Value,
    budget: &Budget,
) -> Result<bool, FunctionError> {
    if second.kind() == Kind::Pointer {
        return Ok(std::ptr::addr_eq(Rc::as_ptr(first), Rc::as_ptr(second)));
    }
    let fields = second.fields();
    let holds_uncomparable = fields
        .iter()
        .any(|(_, field)| matches!(field.kind(), Kind::Map | Kind::Slice | Kind::Func));
    if holds_uncomparable {
        return Err(non_comparable(value, budget));
    }
    if first.type_name() != second.type_name() || first.display() != second.display() {
        return Ok(false);
    }
    for ((_, one), (_, two)) in first.fields().iter().zip(&fields) {
        if format::display(one, budget)? != format::display(two, budget)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a value is nil, or the nil of its type.
fn is_nil(value: &Value) -> bool {
    match value {
        Value::Nil => true,
        Value::List(list) => list.is_nil(),
        Value::Map(map) => map.is_nil(),
        _ => false,
    }
}

/// `lt`: whether the first is less than the second.
pub(super) fn less(first: &Reflected, second: &Reflected) -> Result<bool, FunctionError> {
    const BAD: &str = "invalid type for comparison";
    let first_scalar = scalar(&first.value);
    let second_scalar = scalar(&second.value);
    let (Some(one), Some(two)) = (Basic::of(&first_scalar), Basic::of(&second_scalar)) else {
        return Err(BAD.into());
    };
    Ok(match (one, two) {
        (Basic::Bool(_), Basic::Bool(_)) | (Basic::Complex(..), Basic::Complex(..)) => {
            return Err(BAD.into());
        }
        (Basic::Float(one), Basic::Float(two)) => one < two,
        (Basic::Signed(one), Basic::Signed(two)) => one < two,
        (Basic::Unsigned(one), Basic::Unsigned(two)) => one < two,
        (Basic::Text(one), Basic::Text(two)) => one < two,
        (Basic::Signed(one), Basic::Unsigned(two)) => mixed(one, two) == Ordering::Less,
        (Basic::Unsigned(one), Basic::Signed(two)) => mixed(two, one) == Ordering::Greater,
        _ => return Err(incompatible(&first.value, &second.value)),
    })
}

/// `le`
pub(super) fn less_or_equal(
    first: &Reflected,
    second: &Reflected,
    budget: &Budget,
) -> Result<bool, FunctionError> {
    Ok(less(first, second)? || equal(first, std::slice::from_ref(second), budget)?)
}
