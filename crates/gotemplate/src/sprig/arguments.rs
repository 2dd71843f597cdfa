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

    /// A map. For Go's nil it is the nil map.
    pub(super) fn map(self, index: usize) -> Map {
        self.value(index)
            .as_map()
            .cloned()
            .unwrap_or_else(|| Map::nil(&MapType::ANY))
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
pub(super) mod testing {
    //! Calls of functions without a template.

    use crate::budget::Budget;
    use crate::execute::{MissingKey, Templates};
    use crate::function::{Call, Functions};
    use crate::value::{List, Value};

    /// Calls a function of `functions`: what it gives, or its words.
    pub(in crate::sprig) fn call(
        functions: &Functions,
        name: &str,
        arguments: &[Value],
    ) -> Result<Value, String> {
        let templates = Templates::new("test", Functions::new(), MissingKey::Default);
        let budget = Budget::default();
        functions
            .get(name)
            .unwrap_or_else(|| panic!("no function {name}"))
            .call(Call::new(&templates, &budget), arguments)
            .map_err(|error| error.to_string())
    }

    /// A value with its type, in a form to compare: `[]interface {}["a" 1]`, `int64(3)`, `map[string]string{"a":"b"}`.
    pub(in crate::sprig) fn show(value: &Value) -> String {
        let items = |list: &List| {
            list.iter()
                .map(|item| show(&item))
                .collect::<Vec<_>>()
                .join(" ")
        };
        match value {
            Value::Nil => "nil".into(),
            Value::Bool(value) => value.to_string(),
            Value::Int(value) => value.to_string(),
            Value::Int64(value) => format!("int64({value})"),
            Value::Float64(value) => format!("float64({value})"),
            Value::String(text) => crate::strconv::quote(text.as_bytes()),
            Value::List(list) if list.is_nil() => {
                format!("[]{}(nil)", list.list_type().element)
            }
            Value::List(list) => format!("[]{}[{}]", list.list_type().element, items(list)),
            Value::Map(map) if map.is_nil() => {
                format!("map[string]{}(nil)", map.map_type().element)
            }
            Value::Map(map) => format!(
                "map[string]{}{{{}}}",
                map.map_type().element,
                map.entries()
                    .iter()
                    .map(|(key, value)| format!("{}:{}", key.to_str(), show(value)))
                    .collect::<Vec<_>>()
                    .join(" ")
            ),
            other => format!("{other:?}"),
        }
    }
}
