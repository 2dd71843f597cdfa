//! Sprig's functions on lists (`list.go`).
//!
//! `first` panics where `mustFirst` returns an error; a template shows both alike, so that they are one here.

mod chunk;
mod parts;
mod search;

use super::Sources;
use super::arguments::Declare;
use super::cost;
use super::panics::nil_dereference;
use crate::budget::{Budget, Exhausted};
use crate::error::FunctionError;
use crate::function::{Functions, Signature};
use crate::value::{List, ListType, Type, Value};

const ANY: Signature = Signature::of(&[Type::Any]);
const TWO: Signature = Signature::of(&[Type::Any, Type::Any]);
const ANY_NUMBER: Signature = Signature::variadic(&[Type::Any]);
const ONE_AND_ANY_NUMBER: Signature = Signature::variadic(&[Type::Any, Type::Any]);

/// Adds them.
pub(super) fn add(functions: &mut Functions, _sources: &Sources) {
    functions.declare_all(&["list", "tuple"], ANY_NUMBER, |call, arguments| {
        cost::items(call.budget(), arguments.from(0).len())?;
        Ok(List::new(arguments.from(0).to_vec()))
    });
    functions.declare("concat", ANY_NUMBER, |call, arguments| {
        concat(arguments.from(0), call.budget())
    });
    add_ends(functions);
    add_parts(functions);
    add_searches(functions);
}

fn add_ends(functions: &mut Functions) {
    functions.declare_all(
        &["append", "push", "mustAppend", "mustPush"],
        TWO,
        |call, arguments| {
            let list = as_list(arguments.value(0), "Cannot push on type")?;
            charge_copy(call.budget(), &list)?;
            Ok(list.extended([arguments.value(1).clone()]))
        },
    );
    functions.declare_all(&["prepend", "mustPrepend"], TWO, |call, arguments| {
        let list = as_list(arguments.value(0), "Cannot prepend on type")?;
        cost::items(call.budget(), list.len())?;
        let first = std::iter::once(arguments.value(1).clone());
        Ok(first.chain(list.iter()).collect::<List>())
    });
    functions.declare_all(&["first", "mustFirst"], ANY, |_, arguments| {
        let list = as_list(arguments.value(0), "Cannot find first on type")?;
        Ok(list.get(0).unwrap_or_default())
    });
    functions.declare_all(&["last", "mustLast"], ANY, |_, arguments| {
        let list = as_list(arguments.value(0), "Cannot find last on type")?;
        Ok(list.iter().next_back().unwrap_or_default())
    });
    functions.declare_all(&["rest", "mustRest"], ANY, |call, arguments| {
        let list = as_list(arguments.value(0), "Cannot find rest on type")?;
        Ok(parts::part(&list, 1, list.len(), call.budget())?)
    });
    functions.declare_all(&["initial", "mustInitial"], ANY, |call, arguments| {
        let list = as_list(arguments.value(0), "Cannot find initial on type")?;
        let end = list.len().saturating_sub(1);
        Ok(parts::part(&list, 0, end, call.budget())?)
    });
}

fn add_parts(functions: &mut Functions) {
    functions.declare_all(&["reverse", "mustReverse"], ANY, |call, arguments| {
        let list = as_list(arguments.value(0), "Cannot find reverse on type")?;
        cost::items(call.budget(), list.len())?;
        Ok(list.iter().rev().collect::<List>())
    });
    functions.declare_all(
        &["slice", "mustSlice"],
        ONE_AND_ANY_NUMBER,
        |_, arguments| {
            let list = as_list(
                arguments.value(0),
                "list should be type of slice or array but",
            )?;
            parts::slice(&list, arguments.from(1))
        },
    );
    functions.declare_all(
        &["chunk", "mustChunk"],
        Signature::of(&[Type::Int, Type::Any]),
        |call, arguments| {
            let list = as_list(arguments.value(1), "Cannot chunk type")?;
            chunk::chunk(&list, arguments.int(0), call.budget())
        },
    );
}

fn add_searches(functions: &mut Functions) {
    functions.declare_all(&["compact", "mustCompact"], ANY, |call, arguments| {
        let list = as_list(arguments.value(0), "Cannot compact on type")?;
        cost::items(call.budget(), list.len())?;
        let is_full = |item: &Value| !super::defaults::is_empty(item);
        Ok(list.iter().filter(is_full).collect::<List>())
    });
    functions.declare_all(&["uniq", "mustUniq"], ANY, |call, arguments| {
        let list = as_list(arguments.value(0), "Cannot find uniq on type")?;
        Ok(search::unique(&list, call.budget())?)
    });
    functions.declare_all(
        &["without", "mustWithout"],
        ONE_AND_ANY_NUMBER,
        |call, arguments| {
            let list = as_list(arguments.value(0), "Cannot find without on type")?;
            Ok(search::without(&list, arguments.from(1), call.budget())?)
        },
    );
    functions.declare_all(&["has", "mustHas"], TWO, |call, arguments| {
        if arguments.value(1).is_nil() {
            return Ok(false);
        }
        let list = as_list(arguments.value(1), "Cannot find has on type")?;
        Ok(search::contains(&list, arguments.value(0), call.budget())?)
    });
}

/// The list, or the complaint with the kind that the value has instead.
fn as_list(value: &Value, complaint: &str) -> Result<List, FunctionError> {
    match value {
        Value::List(list) => Ok(list.clone()),
        Value::Nil => Err(nil_dereference()),
        other => Err(format!("{complaint} {}", other.kind().name()).into()),
    }
}

/// Sprig's `concat`: nil when there is no item at all.
fn concat(lists: &[Value], budget: &Budget) -> Result<List, FunctionError> {
    let mut all = List::nil(&ListType::ANY);
    for value in lists {
        let Value::List(list) = value else {
            return Err(match value {
                Value::Nil => nil_dereference(),
                other => format!("Cannot concat type {} as list", other.kind().name()).into(),
            });
        };
        if list.is_empty() {
            continue;
        }
        all = if all.is_nil() && *list.list_type() == ListType::ANY {
            list.clone()
        } else {
            charge_copy(budget, &all)?;
            cost::items(budget, list.len())?;
            all.extended(list.iter())
        };
    }
    Ok(all)
}

/// Asks for a list that [`List::extended`] makes: it copies one that is no `[]interface {}`.
fn charge_copy(budget: &Budget, list: &List) -> Result<(), Exhausted> {
    cost::items(budget, if list.can_extend() { 1 } else { list.len() })
}

#[cfg(test)]
mod tests;
