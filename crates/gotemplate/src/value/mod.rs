//! The values that templates work on: Go's, as far as a template can see them.

mod drop;
mod kind;
mod list;
mod map;
mod object;
mod text;

use std::rc::Rc;

pub use kind::{Kind, Type};
pub use list::{List, ListType};
pub use map::{Map, MapType};
pub use object::{Json, Object};
pub use text::Text;

use crate::function::Function;

/// A value. Cloning is cheap; a cloned map is the same map, as in Go.
#[derive(Debug, Clone, Default)]
pub enum Value {
    /// Go's `nil` in an interface, or no value at all.
    #[default]
    Nil,
    /// `bool`
    Bool(bool),
    /// `int`, 64 bits wide
    Int(i64),
    /// `int32`, which is `rune`
    Int32(i32),
    /// `int64`
    Int64(i64),
    /// `uint`, 64 bits wide
    Uint(u64),
    /// `uint8`, which is `byte`
    Uint8(u8),
    /// `uint64`
    Uint64(u64),
    /// `float64`
    Float64(f64),
    /// `complex128`: the real and the imaginary part
    Complex128(f64, f64),
    /// `string`: bytes, by custom UTF-8
    String(Text),
    /// A slice.
    List(List),
    /// A map with strings as keys.
    Map(Map),
    /// A struct, or a scalar of a named type with methods.
    Object(Rc<dyn Object>),
    /// A function.
    Function(Function),
}

impl Value {
    /// Its Go type; `None` for nil.
    #[must_use]
    pub fn type_of(&self) -> Option<Type> {
        Some(match self {
            Self::Nil => return None,
            Self::Bool(_) => Type::Bool,
            Self::Int(_) => Type::Int,
            Self::Int32(_) => Type::Int32,
            Self::Int64(_) => Type::Int64,
            Self::Uint(_) => Type::Uint,
            Self::Uint8(_) => Type::Uint8,
            Self::Uint64(_) => Type::Uint64,
            Self::Float64(_) => Type::Float64,
            Self::Complex128(..) => Type::Complex128,
            Self::String(_) => Type::String,
            Self::List(list) => Type::List(list.list_type()),
            Self::Map(map) => Type::Map(map.map_type()),
            Self::Object(object) => Type::Object(object.type_name()),
            Self::Function(_) => Type::Function,
        })
    }

    /// Its kind; nil is [`Kind::Invalid`].
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Object(object) => object.kind(),
            _ => self.type_of().map_or(Kind::Invalid, Type::kind),
        }
    }

    /// Whether a template's `if` takes it for true (Go's `template.IsTrue`).
    #[must_use]
    pub fn is_true(&self) -> bool {
        match self {
            Self::Nil => false,
            Self::Bool(value) => *value,
            Self::Int(value) | Self::Int64(value) => *value != 0,
            Self::Int32(value) => *value != 0,
            Self::Uint(value) | Self::Uint64(value) => *value != 0,
            Self::Uint8(value) => *value != 0,
            Self::Float64(value) => *value != 0.0,
            Self::Complex128(real, imaginary) => *real != 0.0 || *imaginary != 0.0,
            Self::String(text) => !text.is_empty(),
            Self::List(list) => !list.is_empty(),
            Self::Map(map) => !map.is_empty(),
            Self::Object(object) => object.is_true(),
            Self::Function(_) => true,
        }
    }

    /// A signed integer of any width.
    #[must_use]
    pub fn as_signed(&self) -> Option<i64> {
        match self {
            Self::Int(value) | Self::Int64(value) => Some(*value),
            Self::Int32(value) => Some(i64::from(*value)),
            _ => None,
        }
    }

    /// An unsigned integer of any width.
    #[must_use]
    pub fn as_unsigned(&self) -> Option<u64> {
        match self {
            Self::Uint(value) | Self::Uint64(value) => Some(*value),
            Self::Uint8(value) => Some(u64::from(*value)),
            _ => None,
        }
    }

    /// The text of a string.
    #[must_use]
    pub fn as_text(&self) -> Option<&Text> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The map.
    #[must_use]
    pub fn as_map(&self) -> Option<&Map> {
        match self {
            Self::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The list.
    #[must_use]
    pub fn as_list(&self) -> Option<&List> {
        match self {
            Self::List(list) => Some(list),
            _ => None,
        }
    }

    /// Whether it is nil.
    #[must_use]
    pub fn is_nil(&self) -> bool {
        matches!(self, Self::Nil)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::String(text.into())
    }
}

impl From<Vec<u8>> for Value {
    /// A string, not a `[]byte`.
    fn from(bytes: Vec<u8>) -> Self {
        Self::String(bytes.into())
    }
}

impl From<Text> for Value {
    fn from(text: Text) -> Self {
        Self::String(text)
    }
}

impl From<Map> for Value {
    fn from(map: Map) -> Self {
        Self::Map(map)
    }
}

impl From<List> for Value {
    fn from(list: List) -> Self {
        Self::List(list)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Float64(value)
    }
}

#[cfg(test)]
mod tests;
