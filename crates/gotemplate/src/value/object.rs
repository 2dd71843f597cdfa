//! Structs and named types with methods.

use std::any::Any;
use std::fmt;

use super::{Kind, Value};
use crate::function::Method;

/// A value of a named Go type: a struct such as `time.Time`, or a scalar with methods such as `time.Month`.
pub trait Object: fmt::Debug {
    /// The type as `%T` shows it: `time.Time`, `*semver.Version`.
    fn type_name(&self) -> &'static str;

    /// Its kind.
    fn kind(&self) -> Kind {
        Kind::Struct
    }

    /// Its exported fields, in the order of the declaration.
    fn fields(&self) -> Vec<(&'static str, Value)> {
        Vec::new()
    }

    /// One of them.
    fn field(&self, name: &str) -> Option<Value> {
        self.fields()
            .into_iter()
            .find(|(field, _)| *field == name)
            .map(|(_, value)| value)
    }

    /// Its methods.
    fn methods(&self) -> &'static [Method] {
        &[]
    }

    /// What `String()` or `Error()` gives, where the type has one: `%v` and `%s` show it.
    fn display(&self) -> Option<String> {
        None
    }

    /// What `String()` or `Error()` gives where only a pointer to the value has it. A template that names the value in
    /// its place prints this (`printValue`); `fmt` gets a copy, which has no such method.
    fn pointer_display(&self) -> Option<String> {
        None
    }

    /// What `fmt` shows of a struct: its fields, those that are not exported too.
    fn shown(&self) -> Vec<(&'static str, Value)> {
        self.fields()
    }

    /// What a function gets that is called with this value: a copy, of which no pointer can be had, where that makes a
    /// difference to its methods. `None`: itself.
    fn copied(&self) -> Option<Value> {
        None
    }

    /// What a scalar of a named type is underneath; `None` for structs and pointers.
    fn underlying(&self) -> Option<Value> {
        None
    }

    /// What stands for it in JSON: a scalar, or for a struct the fields under their JSON names, in order.
    fn json(&self) -> Json {
        match self.underlying() {
            Some(value) => Json::Value(value),
            None => Json::Fields(
                self.fields()
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value))
                    .collect(),
            ),
        }
    }

    /// Whether `if` takes it for true: structs always are.
    fn is_true(&self) -> bool {
        self.underlying().is_none_or(|value| value.is_true())
    }

    /// Itself, to be recognised by its Rust type.
    fn as_any(&self) -> &dyn Any;
}

/// What stands for an [`Object`] in JSON.
#[derive(Debug, Clone)]
pub enum Json {
    /// A value.
    Value(Value),
    /// An object with its members in this order.
    Fields(Vec<(String, Value)>),
}
