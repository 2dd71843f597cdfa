//! `index`, `slice` and `len`.

use crate::budget::Budget;
use crate::error::FunctionError;
use crate::execute::reflected::{Reflected, pointee_name, scalar};
use crate::value::{List, Text, Type, Value};

/// What `reflect` says where a value is asked for its type that is none.
const NO_TYPE: &str = "reflect: call of reflect.Value.Type on zero Value";

/// `index`: what stands under the indexes, one after another.
pub(super) fn index(item: &Reflected, indexes: &[Reflected]) -> Result<Reflected, FunctionError> {
    let mut item = item.clone().into_inner();
    if !item.is_valid() {
        return Err("index of untyped nil".into());
    }
    for index in indexes {
        item = match &item.value {
            Value::Nil => return Err("index of nil pointer".into()),
            Value::List(list) => {
                let place = position(&index.value, list.len())?;
                match list.get(place) {
                    Some(found) => Reflected::of(found, list.list_type().element),
                    None => return Err("reflect: slice index out of range".into()),
                }
            }
            Value::String(text) => match text.get(position(&index.value, text.len())?) {
                Some(byte) => Reflected::concrete(Value::Uint8(*byte)),
                None => return Err("reflect: string index out of range".into()),
            },
            Value::Map(map) => {
                let element = map.map_type().element;
                match map.get(key(&index.value)?.as_bytes()) {
                    Some(found) => Reflected::of(found, element),
                    None => Reflected::zero(element),
                }
            }
            other => {
                return Err(format!("can't index item of type {}", pointee_name(other)).into());
            }
        };
    }
    Ok(item)
}

/// A key of a map (`prepareArg`).
fn key(index: &Value) -> Result<&Text, FunctionError> {
    match index {
        Value::String(text) => Ok(text),
        Value::Nil => Err("value is nil; should be of type string".into()),
        other => Err(format!(
            "value has type {}; should be string",
            Reflected::concrete(other.clone()).type_name()
        )
        .into()),
    }
}

/// A place in a list or a text (`indexArg`). The end itself is let through.
fn position(index: &Value, length: usize) -> Result<usize, FunctionError> {
    let number = scalar(index);
    let wanted = match (number.as_signed(), number.as_unsigned()) {
        (Some(signed), _) => signed,
        (None, Some(unsigned)) => unsigned as i64,
        (None, None) => {
            return Err(match index.type_of() {
                None => "cannot index slice/array with nil".into(),
                Some(of) => format!("cannot index slice/array with type {of}").into(),
            });
        }
    };
    match usize::try_from(wanted) {
        Ok(place) if place <= length => Ok(place),
        _ => Err(format!("index out of range: {wanted}").into()),
    }
}

/// `slice`: a part of a text or a list.
pub(super) fn slice(
    item: &Reflected,
    indexes: &[Reflected],
    budget: &Budget,
) -> Result<Reflected, FunctionError> {
    let length = match &item.value {
        Value::Nil => return Err("slice of untyped nil".into()),
        _ if indexes.len() > 3 => {
            return Err(format!("too many slice indexes: {}", indexes.len()).into());
        }
        Value::String(_) if indexes.len() == 3 => {
            return Err("cannot 3-index slice a string".into());
        }
        Value::String(text) => text.len(),
        Value::List(list) => list.len(),
        other => return Err(format!("can't slice item of type {}", pointee_name(other)).into()),
    };
    let mut bounds = [0, length, length];
    for (bound, index) in bounds.iter_mut().zip(indexes) {
        // Unlike `index`, this one does not look into interfaces.
        if index.is_interface {
            return Err("cannot index slice/array with type interface {}".into());
        }
        *bound = position(&index.value, length)?;
    }
    let [start, end, capacity] = bounds;
    if start > end {
        return Err(format!("invalid slice index: {start} > {end}").into());
    }
    if end > capacity {
        return Err(format!("invalid slice index: {end} > {capacity}").into());
    }
    let count = end.saturating_sub(start);
    Ok(Reflected::concrete(match &item.value {
        Value::String(text) => {
            budget.text(count as u64)?;
            Value::String(text.get(start..end).unwrap_or_default().into())
        }
        Value::List(list) => Value::List(part(list, start, end, budget)?),
        _ => Value::Nil,
    }))
}

fn part(list: &List, start: usize, end: usize, budget: &Budget) -> Result<List, FunctionError> {
    let count = end.saturating_sub(start);
    if list.is_nil() || count == list.len() {
        return Ok(list.clone());
    }
    let of = list.list_type();
    if of.element == Type::Uint8 {
        budget.text(count as u64)?;
        let bytes = list.as_bytes().unwrap_or_default();
        let bytes = bytes.get(start..end).unwrap_or_default();
        return Ok(List::bytes(bytes).with_type(of));
    }
    budget.step(count as u64)?;
    Ok(List::typed(
        of,
        list.iter().skip(start).take(count).collect(),
    ))
}

/// `len`
pub(super) fn length(item: &Reflected) -> Result<Reflected, FunctionError> {
    let length = match &item.value {
        Value::Nil if item.is_interface => return Err("len of nil pointer".into()),
        Value::Nil => return Err(NO_TYPE.into()),
        Value::String(text) => text.len(),
        Value::List(list) => list.len(),
        Value::Map(map) => map.len(),
        other => return Err(format!("len of type {}", pointee_name(other)).into()),
    };
    Ok(Reflected::concrete(Value::Int(
        i64::try_from(length).unwrap_or(i64::MAX),
    )))
}
