//! Merges of maps: `mergo` 1.0.1 (`merge.go`) over maps with strings as keys.
//!
//! Maps that stand under the same key in both are merged in place; everything else that comes from a source is put
//! into the target as it is, so that maps and lists are shared with the source afterwards.

use std::vec;

use crate::budget::{Budget, Exhausted};
use crate::error::FunctionError;
use crate::sprig::defaults::is_empty;
use crate::sprig::panics::{STACK_DEPTH, stack_overflow};
use crate::value::{Kind, Map, Text, Type, Value};

/// Why a merge stopped.
#[derive(Debug, thiserror::Error)]
pub(super) enum MergeError {
    /// An error of mergo, which `merge` swallows.
    #[error("{0}")]
    Refused(&'static str),
    /// A panic of Go's `reflect`, or a limit.
    #[error(transparent)]
    Panicked(FunctionError),
}

impl From<Exhausted> for MergeError {
    fn from(error: Exhausted) -> Self {
        Self::Panicked(error.into())
    }
}

impl MergeError {
    fn panicked(words: String) -> Self {
        Self::Panicked(words.into())
    }
}

/// A map that is being merged into another.
struct Open {
    target: Map,
    source: Map,
    keys: vec::IntoIter<Text>,
    /// The entry whose maps are being merged.
    pending: Option<Entry>,
}

/// An entry of the source, and what the target had under its key before.
struct Entry {
    key: Text,
    source: Value,
    target: Option<Value>,
}

impl Open {
    fn new(target: Map, source: Map, budget: &Budget) -> Result<Self, MergeError> {
        budget.step(u64::try_from(source.len()).unwrap_or(u64::MAX))?;
        Ok(Self {
            keys: source.keys().into_iter(),
            target,
            source,
            pending: None,
        })
    }
}

/// Merges the sources one after the other into `target`, and gives it back; for a nil map, a new one. A value of the
/// target is replaced where it is empty, or, with `overwrite`, always.
///
/// # Errors
/// Where the types do not fit.
pub(super) fn merge(
    target: Map,
    sources: impl Iterator<Item = Map>,
    overwrite: bool,
    budget: &Budget,
) -> Result<Map, MergeError> {
    let mut target = target;
    for source in sources {
        if target.is_nil() && !source.is_nil() {
            target = Map::typed(target.map_type());
        }
        merge_into(target.clone(), source, overwrite, budget)?;
    }
    Ok(target)
}

/// `deepMerge` of two maps.
fn merge_into(
    target: Map,
    source: Map,
    overwrite: bool,
    budget: &Budget,
) -> Result<(), MergeError> {
    let mut open = vec![Open::new(target, source, budget)?];
    while let Some(top) = open.last_mut() {
        if let Some(entry) = top.pending.take() {
            finish(top, &entry, overwrite)?;
            continue;
        }
        let Some(key) = top.keys.next() else {
            open.pop();
            continue;
        };
        let Some(source) = top.source.get(&key) else {
            continue;
        };
        let entry = Entry {
            target: top.target.get(&key),
            key,
            source,
        };
        if holds_nil(&top.source, &entry.source) {
            if overwrite {
                put(top, &entry.key, entry.source)?;
            }
            continue;
        }
        let inner = begin(top, &entry, overwrite)?;
        top.pending = Some(entry);
        if let Some((target, source)) = inner {
            if open.len() >= STACK_DEPTH {
                return Err(MergeError::Panicked(stack_overflow()));
            }
            open.push(Open::new(target, source, budget)?);
        }
    }
    Ok(())
}

/// Whether the element that the map holds is nil itself: a nil interface, or a nil slice or map in a map of such.
fn holds_nil(map: &Map, value: &Value) -> bool {
    match (map.map_type().element, value) {
        (_, Value::Nil) => true,
        (Type::List(_), Value::List(list)) => list.is_nil(),
        (Type::Map(_), Value::Map(map)) => map.is_nil(),
        _ => false,
    }
}

/// What comes before an entry is put: the maps of both, which are to be merged, or the checks of types.
fn begin(top: &Open, entry: &Entry, overwrite: bool) -> Result<Option<(Map, Map)>, MergeError> {
    match (&entry.source, &entry.target) {
        (Value::Map(source), Some(Value::Map(target))) => {
            // A nil map inside cannot be made one that takes entries.
            if target.is_nil() {
                return Ok(None);
            }
            Ok(Some((target.clone(), source.clone())))
        }
        (Value::Map(_) | Value::Object(_), Some(Value::Object(target))) => {
            let source_kind = entry.source.kind();
            match target.kind() {
                Kind::Struct if source_kind != Kind::Struct && !target.fields().is_empty() => {
                    Err(MergeError::panicked(format!(
                        "reflect: call of reflect.Value.Field on {} Value",
                        source_kind.name()
                    )))
                }
                Kind::Pointer if matches!(source_kind, Kind::Map | Kind::Struct) && !overwrite => {
                    Err(MergeError::Refused("src and dst must be of same type"))
                }
                _ => Ok(None),
            }
        }
        (Value::List(list), target) => {
            let element = top.target.map_type().element;
            if !matches!(element, Type::Any | Type::List(_) | Type::Map(_)) && target.is_some() {
                return Err(MergeError::panicked(format!(
                    "reflect: call of reflect.Value.IsNil on {} Value",
                    element.kind().name()
                )));
            }
            if overwrite || target.as_ref().is_none_or(Value::is_nil) {
                fits(top, Type::List(list.list_type()))?;
            }
            Ok(None)
        }
        _ => Ok(None),
    }
}

/// Puts the entry of the source into the target, where that has none, an empty one, or one to be overwritten.
fn finish(top: &Open, entry: &Entry, overwrite: bool) -> Result<(), MergeError> {
    let target = entry.target.as_ref();
    let target_is_empty = target.is_none_or(is_empty);
    let is_list = matches!(entry.source, Value::List(_));
    let are_maps = matches!(
        (&entry.source, target),
        (Value::Map(_), Some(Value::Map(_)))
    );
    if is_list && !target_is_empty {
        if overwrite {
            put(top, &entry.key, entry.source.clone())?;
        }
        return Ok(());
    }
    if are_maps && !target_is_empty {
        return Ok(());
    }
    if overwrite || target_is_empty {
        put(top, &entry.key, entry.source.clone())?;
    }
    Ok(())
}

/// `SetMapIndex`: the element of the source goes into the target under the types that both maps have.
fn put(top: &Open, key: &Text, value: Value) -> Result<(), MergeError> {
    fits(top, top.source.map_type().element)?;
    top.target.insert(key.clone(), value);
    Ok(())
}

/// Whether the target's map takes elements of the type.
fn fits(top: &Open, element: Type) -> Result<(), MergeError> {
    let wanted = top.target.map_type().element;
    if element.is_assignable_to(wanted) {
        return Ok(());
    }
    Err(MergeError::panicked(format!(
        "reflect.Value.SetMapIndex: value of type {element} is not assignable to type {wanted}"
    )))
}
