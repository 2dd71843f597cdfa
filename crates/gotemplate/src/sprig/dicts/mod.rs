//! Sprig's functions on maps (`dict.go`). Where Go's order of a map is random, it is that of the keys here.

mod dig;
mod merge;

use super::Sources;
use super::arguments::Declare;
use super::cast::to_text;
use super::cost;
use crate::budget::{Budget, Exhausted};
use crate::error::FunctionError;
use crate::function::{Functions, Signature};
use crate::value::{List, Map, Text, Type, Value};

use merge::{MergeError, merge};

const MAP: Signature = Signature::of(&[Type::MAP]);
const MAP_AND_KEY: Signature = Signature::of(&[Type::MAP, Type::String]);
const MAP_AND_KEYS: Signature = Signature::variadic(&[Type::MAP, Type::String]);
const MAPS: Signature = Signature::variadic(&[Type::MAP]);
const MAP_AND_MAPS: Signature = Signature::variadic(&[Type::MAP, Type::MAP]);

/// Adds them.
pub(super) fn add(functions: &mut Functions, _sources: &Sources) {
    functions.declare(
        "dict",
        Signature::variadic(&[Type::Any]),
        |call, arguments| Ok(dict(arguments.from(0), call.budget())?),
    );
    functions.declare("dig", Signature::variadic(&[Type::Any]), |_, arguments| {
        dig::dig(arguments.from(0))
    });
    add_entries(functions);
    add_selections(functions);
    add_merges(functions);
}

fn add_entries(functions: &mut Functions) {
    functions.declare("get", MAP_AND_KEY, |_, arguments| {
        let value = arguments.map(0).get(arguments.bytes(1));
        Ok(value.unwrap_or_else(|| "".into()))
    });
    functions.declare(
        "set",
        Signature::of(&[Type::MAP, Type::String, Type::Any]),
        |call, arguments| {
            let map = arguments.map(0);
            cost::entry(call.budget())?;
            if !map.insert(arguments.text(1), arguments.value(2).clone()) {
                return Err(FunctionError::from("assignment to entry in nil map"));
            }
            Ok(map)
        },
    );
    functions.declare("unset", MAP_AND_KEY, |_, arguments| {
        let map = arguments.map(0);
        map.remove(arguments.bytes(1));
        Ok(map)
    });
    functions.declare("hasKey", MAP_AND_KEY, |_, arguments| {
        Ok(arguments.map(0).contains_key(arguments.bytes(1)))
    });
}

fn add_selections(functions: &mut Functions) {
    functions.declare(
        "pluck",
        Signature::variadic(&[Type::String, Type::MAP]),
        |_, arguments| {
            let key = arguments.bytes(0);
            let values = arguments.maps_from(1).filter_map(|map| map.get(key));
            Ok(values.collect::<List>())
        },
    );
    functions.declare("keys", MAPS, |call, arguments| {
        let mut keys: Vec<Text> = Vec::new();
        for map in arguments.maps_from(0) {
            cost::entries(call.budget(), map.len())?;
            keys.extend(map.keys());
        }
        Ok(List::strings(keys))
    });
    functions.declare("values", MAP, |call, arguments| {
        let map = arguments.map(0);
        cost::entries(call.budget(), map.len())?;
        let values = map.entries().into_iter().map(|(_, value)| value);
        Ok(values.collect::<List>())
    });
    functions.declare("pick", MAP_AND_KEYS, |_, arguments| {
        let map = arguments.map(0);
        let entries = arguments
            .texts_from(1)
            .filter_map(|key| map.get(&key).map(|value| (key, value)));
        Ok(entries.collect::<Map>())
    });
    functions.declare("omit", MAP_AND_KEYS, |call, arguments| {
        let map = arguments.map(0);
        cost::entries(call.budget(), map.len())?;
        let rest: Map = map.entries().into_iter().collect();
        for key in arguments.texts_from(1) {
            rest.remove(&key);
        }
        Ok(rest)
    });
}

fn add_merges(functions: &mut Functions) {
    for (name, overwrite) in [("merge", false), ("mergeOverwrite", true)] {
        functions.declare(name, MAP_AND_MAPS, move |call, arguments| {
            match merge(
                arguments.map(0),
                arguments.maps_from(1),
                overwrite,
                call.budget(),
            ) {
                Ok(map) => Ok(Value::Map(map)),
                // What was merged before stays merged.
                Err(MergeError::Refused(_)) => Ok("".into()),
                Err(MergeError::Panicked(error)) => Err(error),
            }
        });
    }
    for (name, overwrite) in [("mustMerge", false), ("mustMergeOverwrite", true)] {
        functions.declare(name, MAP_AND_MAPS, move |call, arguments| {
            let sources = arguments.maps_from(1);
            merge(arguments.map(0), sources, overwrite, call.budget()).map_err(
                |error| match error {
                    MergeError::Refused(words) => words.into(),
                    MergeError::Panicked(error) => error,
                },
            )
        });
    }
}

/// Sprig's `dict`: keys and values in turn. A key that is no text is made one; the last may go without a value.
fn dict(entries: &[Value], budget: &Budget) -> Result<Map, Exhausted> {
    cost::entries(budget, entries.len())?;
    let map = Map::new();
    for pair in entries.chunks(2) {
        if let Some(key) = pair.first() {
            let value = pair.get(1).cloned().unwrap_or_else(|| "".into());
            map.insert(to_text(key, budget)?, value);
        }
    }
    Ok(map)
}

#[cfg(test)]
mod tests;
