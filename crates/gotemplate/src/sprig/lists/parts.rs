//! Parts of lists.

use crate::budget::{Budget, Exhausted};
use crate::error::FunctionError;
use crate::sprig::cast::to_int;
use crate::sprig::cost;
use crate::value::{List, ListType, Value};

/// The items from `start` to `end` as a `[]interface {}`; nil when the list has none at all (`rest`, `initial`).
pub(super) fn part(
    list: &List,
    start: usize,
    end: usize,
    budget: &Budget,
) -> Result<List, Exhausted> {
    if list.is_empty() {
        return Ok(List::nil(&ListType::ANY));
    }
    let part = list.slice(start, end).unwrap_or_else(|| list.clone());
    if *list.list_type() == ListType::ANY {
        return Ok(part);
    }
    cost::items(budget, part.len())?;
    Ok(part.iter().collect())
}

/// Sprig's `slice`: a list of the same type; nil (of no type) when the list has no items.
///
/// # Errors
/// Go's panic where the bounds do not fit. (Go allows bounds beyond the list as far as its array has room, and shows
/// whatever lies there.)
pub(super) fn slice(list: &List, bounds: &[Value]) -> Result<Value, FunctionError> {
    if list.is_empty() {
        return Ok(Value::Nil);
    }
    let start = bounds.first().map_or(Ok(0), bound);
    let end = bounds.get(1).map_or(Ok(list.len()), bound);
    start
        .ok()
        .zip(end.ok())
        .and_then(|(start, end)| list.slice(start, end))
        .map(Value::List)
        .ok_or_else(|| "reflect.Value.Slice: slice index out of bounds".into())
}

fn bound(value: &Value) -> Result<usize, std::num::TryFromIntError> {
    usize::try_from(to_int(value))
}
