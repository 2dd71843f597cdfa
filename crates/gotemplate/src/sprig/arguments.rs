//! Terse declarations: a function reads its arguments by the types that its signature promises.

use crate::error::FunctionError;
use crate::function::{Call, Functions, Signature};
use crate::value::{List, ListType, Map, MapType, Text, Value};

/// The arguments of a call. The executor has checked them against the signature, so that an accessor finds the type
/// that it asks for; were it another, the accessor gives that type's zero value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arguments<'a>(&'a [Value]);

impl<'a> Arguments<'a> {
    /// An argument of any type.
    pub(super) fn value(self, index: usize) -> &'a Value {
        self.0.get(index).unwrap_or(&Value::Nil)
    }

    /// A `string`.
    pub(super) fn text(self, index: usize) -> Text {
        self.value(index).as_text().cloned().unwrap_or_default()
    }

    /// The bytes of a `string`.
    pub(super) fn bytes(self, index: usize) -> &'a [u8] {
        self.value(index).as_text().map_or(&[], Text::as_bytes)
    }

    /// An `int`, or an integer of another width.
    pub(super) fn int(self, index: usize) -> i64 {
        self.value(index).as_signed().unwrap_or_default()
    }

    /// A `bool`.
    pub(super) fn bool(self, index: usize) -> bool {
        matches!(self.value(index), Value::Bool(true))
    }

    /// A `map[string]interface {}`. A named type of it loses its name, as in a call of Go; for Go's nil it is the nil
    /// map.
    pub(super) fn map(self, index: usize) -> Map {
        as_map(self.value(index))
    }

    /// A list. For Go's nil it is the nil list.
    pub(super) fn list(self, index: usize) -> List {
        self.value(index)
            .as_list()
            .cloned()
            .unwrap_or_else(|| List::nil(&ListType::ANY))
    }

    /// The arguments from `index` on: those of a variadic parameter.
    pub(super) fn from(self, index: usize) -> &'a [Value] {
        self.0.get(index..).unwrap_or_default()
    }

    /// The maps from `index` on.
    pub(super) fn maps_from(self, index: usize) -> impl Iterator<Item = Map> + 'a {
        self.from(index).iter().map(as_map)
    }

    /// The strings from `index` on.
    pub(super) fn texts_from(self, index: usize) -> impl Iterator<Item = Text> + 'a {
        self.from(index).iter().filter_map(Value::as_text).cloned()
    }
}

fn as_map(value: &Value) -> Map {
    value.as_map().map_or_else(
        || Map::nil(&MapType::ANY),
        |map| map.clone().with_type(&MapType::ANY),
    )
}

/// Adds functions whose bodies take [`Arguments`] and give anything that is a [`Value`].
pub(super) trait Declare {
    /// Adds one.
    fn declare<V: Into<Value>>(
        &mut self,
        name: &'static str,
        signature: Signature,
        body: impl Fn(Call<'_>, Arguments<'_>) -> Result<V, FunctionError> + 'static,
    );

    /// Adds one under several names: `first` and `mustFirst` differ in Go only in how they fail (a panic, an error),
    /// and a template shows both alike.
    fn declare_all<V: Into<Value>>(
        &mut self,
        names: &[&'static str],
        signature: Signature,
        body: impl Fn(Call<'_>, Arguments<'_>) -> Result<V, FunctionError> + Copy + 'static,
    ) {
        for name in names {
            self.declare(name, signature, body);
        }
    }
}

impl Declare for Functions {
    fn declare<V: Into<Value>>(
        &mut self,
        name: &'static str,
        signature: Signature,
        body: impl Fn(Call<'_>, Arguments<'_>) -> Result<V, FunctionError> + 'static,
    ) {
        self.add(name, signature, move |call, arguments| {
            body(call, Arguments(arguments)).map(Into::into)
        });
    }
}

#[cfg(test)]
pub(super) mod testing;
