//! Deep copies (`copystructure`).

use std::vec;

use super::cost;
use super::panics::{STACK_DEPTH, stack_overflow};
use crate::budget::{Budget, Exhausted};
use crate::error::FunctionError;
use crate::value::{List, ListType, Map, Text, Value};

/// A container whose copy is under way.
enum Open {
    Map {
        copy: Map,
        key: Text,
        rest: vec::IntoIter<(Text, Value)>,
    },
    List {
        list_type: &'static ListType,
        items: Vec<Value>,
        rest: vec::IntoIter<Value>,
    },
}

/// Where the walk goes next.
enum Step {
    /// Into a value that is to be copied.
    Down(Value),
    /// Back with a copy.
    Up(Value),
}

/// A copy that shares no map and no list with the value. Types stay, and so do nil maps and lists.
///
/// # Errors
/// Go's panic for nil itself; and where a map holds itself, which Go would follow until it crashes.
pub(super) fn deep_copy(value: &Value, budget: &Budget) -> Result<Value, FunctionError> {
    if value.is_nil() {
        return Err("reflect: call of reflect.Value.Type on zero Value".into());
    }
    let mut open: Vec<Open> = Vec::new();
    let mut step = Step::Down(value.clone());
    loop {
        step = match step {
            Step::Down(value) => match enter(&value, budget)? {
                Some(_) if open.len() >= STACK_DEPTH => return Err(stack_overflow()),
                Some(container) => {
                    open.push(container);
                    advance(&mut open)
                }
                None => Step::Up(value),
            },
            Step::Up(copy) => match open.last_mut() {
                Some(container) => {
                    put(container, copy);
                    advance(&mut open)
                }
                None => return Ok(copy),
            },
        };
    }
}

/// The copy of a container, still empty. `None`: the value needs no copy, since nothing ever writes into it.
fn enter(value: &Value, budget: &Budget) -> Result<Option<Open>, Exhausted> {
    Ok(match value {
        Value::Map(map) if !map.is_nil() => {
            cost::entries(budget, map.len())?;
            Some(Open::Map {
                copy: Map::typed(map.map_type()),
                key: Text::default(),
                rest: map.entries().into_iter(),
            })
        }
        Value::List(list) if !list.is_nil() && list.as_bytes().is_none() => {
            cost::entries(budget, list.len())?;
            Some(Open::List {
                list_type: list.list_type(),
                items: Vec::with_capacity(list.len()),
                rest: list.iter().collect::<Vec<_>>().into_iter(),
            })
        }
        _ => None,
    })
}

/// Goes to the next entry of the innermost container, or closes it.
fn advance(open: &mut Vec<Open>) -> Step {
    let next = match open.last_mut() {
        Some(Open::Map { key, rest, .. }) => rest.next().map(|(next, value)| {
            *key = next;
            value
        }),
        Some(Open::List { rest, .. }) => rest.next(),
        None => None,
    };
    match next {
        Some(value) => Step::Down(value),
        None => Step::Up(match open.pop() {
            Some(Open::Map { copy, .. }) => copy.into(),
            Some(Open::List {
                list_type, items, ..
            }) => List::typed(list_type, items).into(),
            None => Value::Nil,
        }),
    }
}

fn put(container: &mut Open, value: Value) {
    match container {
        Open::Map { copy, key, .. } => {
            copy.insert(std::mem::take(key), value);
        }
        Open::List { items, .. } => items.push(value),
    }
}
