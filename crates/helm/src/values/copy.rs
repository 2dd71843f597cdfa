//! Copies of values (`internal/copystructure`).

use gotemplate::{Budget, List, Map, Text, Value, format};

/// How much stack a step of a recursion over values needs at most, and how much more is taken when it runs out.
const RED_ZONE: usize = 64 << 10;
const MORE_STACK: usize = 1 << 20;

/// Runs a step of a recursion over values, which nest up to 10,000 deep, with enough stack.
pub(super) fn with_stack<T>(step: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(RED_ZONE, MORE_STACK, step)
}

/// How deep values are followed. A file's nest half as deep at most.
pub(super) const MAX_DEPTH: usize = 20_000;
/// How many values are copied at once. Far more than any file's.
const MAX_VALUES: usize = 20_000_000;

/// Values that hold themselves, or the same ones again and again: importing values can make such. Helm crashes on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the values hold themselves, or nest over {MAX_DEPTH} levels deep")]
pub struct Endless;

/// A copy that shares no map with the original.
pub(crate) fn deep_copy(map: &Map) -> Result<Map, Endless> {
    let mut copier = Copier {
        depth: 0,
        left: MAX_VALUES,
    };
    copier.map(map)
}

struct Copier {
    depth: usize,
    left: usize,
}

impl Copier {
    fn map(&mut self, map: &Map) -> Result<Map, Endless> {
        if map.is_nil() {
            return Ok(map.clone());
        }
        self.enter(map.len())?;
        let copy = map.shallow_copy();
        copy.try_replace_values(|value| {
            if is_container(value) {
                with_stack(|| self.value(value)).map(Some)
            } else {
                Ok(None)
            }
        })?;
        self.depth = self.depth.saturating_sub(1);
        Ok(copy)
    }

    fn value(&mut self, value: &Value) -> Result<Value, Endless> {
        match value {
            Value::Map(map) => Ok(Value::Map(self.map(map)?)),
            // A list without maps may stay the same: nobody writes into lists.
            Value::List(list) if list.iter().any(|item| is_container(&item)) => {
                self.enter(list.len())?;
                let items = list
                    .iter()
                    .map(|item| with_stack(|| self.value(&item)))
                    .collect::<Result<_, _>>()?;
                self.depth = self.depth.saturating_sub(1);
                Ok(Value::List(List::typed(list.list_type(), items)))
            }
            other => Ok(other.clone()),
        }
    }

    /// Goes a level down, to some values.
    fn enter(&mut self, values: usize) -> Result<(), Endless> {
        self.depth += 1;
        self.left = self.left.checked_sub(values).ok_or(Endless)?;
        if self.depth > MAX_DEPTH {
            return Err(Endless);
        }
        Ok(())
    }
}

fn is_container(value: &Value) -> bool {
    matches!(value, Value::Map(_) | Value::List(_))
}

/// The values of a JSON object as Go's `encoding/json` would have read them: all numbers are `float64`.
#[must_use]
pub(crate) fn from_json(map: &serde_json::Map<String, serde_json::Value>) -> Map {
    map.iter()
        .map(|(key, value)| (Text::from(key.as_str()), value_from_json(value)))
        .collect()
}

/// One value, as [`from_json`] gives it.
pub(crate) fn value_from_json(value: &serde_json::Value) -> Value {
    match value {
        serde_json::Value::Null => Value::Nil,
        serde_json::Value::Bool(value) => Value::Bool(*value),
        serde_json::Value::Number(number) => Value::Float64(number.as_f64().unwrap_or_default()),
        serde_json::Value::String(text) => Value::from(text.as_str()),
        serde_json::Value::Array(items) => with_stack(|| {
            let items = items.iter().map(value_from_json).collect();
            Value::List(List::new(items))
        }),
        serde_json::Value::Object(map) => with_stack(|| Value::Map(from_json(map))),
    }
}

/// What Go's `%v` shows for a value read from JSON; nothing at all is `<nil>`.
pub(crate) fn display_json(value: Option<&serde_json::Value>) -> String {
    let value = value.map_or(Value::Nil, value_from_json);
    display(&value)
}

/// What Go's `%v` shows.
pub(super) fn display(value: &Value) -> String {
    // What comes out of files of a few MiB fits any budget; the words of an error make do with less.
    let shown = format::display(value, &Budget::default()).unwrap_or_default();
    String::from_utf8_lossy(&shown).into_owned()
}
