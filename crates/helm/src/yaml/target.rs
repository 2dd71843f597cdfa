//! What nodes are converted into.

use std::borrow::Cow;

use gotemplate::{List, Map, Text, Value};
use serde_json::Number;

/// A kind of value that nodes are converted into.
pub(super) trait Target {
    /// A value.
    type Value;
    /// A map that is being filled.
    type Map: Default;
    /// How deep values may nest.
    const MAX_DEPTH: usize;

    fn null() -> Self::Value;
    fn boolean(value: bool) -> Self::Value;
    fn signed(value: i64) -> Self::Value;
    fn unsigned(value: u64) -> Self::Value;
    /// A number that is neither NaN nor infinite.
    fn float(value: f64) -> Self::Value;
    fn text(text: Cow<'_, str>) -> Self::Value;
    fn list(items: Vec<Self::Value>) -> Self::Value;
    /// An empty map with room for some keys.
    fn map(capacity: usize) -> Self::Map;
    /// Puts a value under a key, or in the place of the one that is there.
    fn insert(map: &mut Self::Map, key: Cow<'_, str>, value: Self::Value);
    fn from_map(map: Self::Map) -> Self::Value;
}

/// `serde_json`'s values: integers stay integers, keys stay in the order of the text.
pub(super) struct Json;

impl Target for Json {
    type Value = serde_json::Value;
    type Map = serde_json::Map<String, serde_json::Value>;

    /// Go's `encoding/json` reads ten times as deep (`maxNestingDepth`) and says the same words beyond; but a value is
    /// dropped, compared and written by recursion, which has to fit a thread's stack of 2 MiB, and nothing real nests
    /// a hundred levels.
    const MAX_DEPTH: usize = 1_000;

    fn null() -> Self::Value {
        serde_json::Value::Null
    }

    fn boolean(value: bool) -> Self::Value {
        serde_json::Value::Bool(value)
    }

    fn signed(value: i64) -> Self::Value {
        serde_json::Value::Number(value.into())
    }

    fn unsigned(value: u64) -> Self::Value {
        serde_json::Value::Number(value.into())
    }

    fn float(value: f64) -> Self::Value {
        Number::from_f64(value).map_or(serde_json::Value::Null, serde_json::Value::Number)
    }

    fn text(text: Cow<'_, str>) -> Self::Value {
        serde_json::Value::String(text.into_owned())
    }

    fn list(items: Vec<Self::Value>) -> Self::Value {
        serde_json::Value::Array(items)
    }

    fn map(capacity: usize) -> Self::Map {
        serde_json::Map::with_capacity(capacity)
    }

    fn insert(map: &mut Self::Map, key: Cow<'_, str>, value: Self::Value) {
        map.insert(key.into_owned(), value);
    }

    fn from_map(map: Self::Map) -> Self::Value {
        serde_json::Value::Object(map)
    }
}

/// Templates' values; with `FLOATS`, every number is a `float64`.
pub(super) struct Template<const FLOATS: bool>;

/// Templates' values as Go's `encoding/json` reads them into an `interface{}`.
pub(super) type Decoded = Template<true>;

/// Templates' values as go-yaml reads them: integers stay integers.
pub(super) type Exact = Template<false>;

impl<const FLOATS: bool> Target for Template<FLOATS> {
    type Value = Value;
    /// A map's entries; the last of repeated keys counts.
    type Map = Vec<(Text, Value)>;

    /// The limit of Go's `encoding/json` (`maxNestingDepth`).
    const MAX_DEPTH: usize = 10_000;

    fn null() -> Value {
        Value::Nil
    }

    fn boolean(value: bool) -> Value {
        Value::Bool(value)
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "Go reads the digits as the nearest float, which is the same"
    )]
    fn signed(value: i64) -> Value {
        if FLOATS {
            Value::Float64(value as f64)
        } else {
            Value::Int64(value)
        }
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "Go reads the digits as the nearest float, which is the same"
    )]
    fn unsigned(value: u64) -> Value {
        if FLOATS {
            Value::Float64(value as f64)
        } else {
            Value::Uint64(value)
        }
    }

    fn float(value: f64) -> Value {
        Value::Float64(value)
    }

    fn text(text: Cow<'_, str>) -> Value {
        Value::String(Text::from(&*text))
    }

    fn list(items: Vec<Value>) -> Value {
        Value::List(List::new(items))
    }

    fn map(capacity: usize) -> Self::Map {
        Vec::with_capacity(capacity)
    }

    fn insert(map: &mut Self::Map, key: Cow<'_, str>, value: Value) {
        map.push((Text::from(&*key), value));
    }

    fn from_map(map: Self::Map) -> Value {
        Value::Map(map.into_iter().collect::<Map>())
    }
}
