//! Go's types and kinds, as far as templates see them.

use std::fmt;

use super::{ListType, MapType};

/// A Go type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// `interface {}`: anything, nil included.
    Any,
    /// `bool`
    Bool,
    /// `int`
    Int,
    /// `int32`
    Int32,
    /// `int64`
    Int64,
    /// `uint`
    Uint,
    /// `uint8`
    Uint8,
    /// `uint64`
    Uint64,
    /// `float64`
    Float64,
    /// `complex128`
    Complex128,
    /// `string`
    String,
    /// A slice.
    List(&'static ListType),
    /// A map with strings as keys.
    Map(&'static MapType),
    /// A named type: `time.Time`.
    Object(&'static str),
    /// A function, of whatever signature.
    Function,
}

impl Type {
    /// `[]interface {}`
    pub const LIST: Self = Self::List(&ListType::ANY);
    /// `[]string`
    pub const STRINGS: Self = Self::List(&ListType::STRINGS);
    /// `[]uint8`
    pub const BYTES: Self = Self::List(&ListType::BYTES);
    /// `map[string]interface {}`
    pub const MAP: Self = Self::Map(&MapType::ANY);
    /// `map[string]string`
    pub const STRING_MAP: Self = Self::Map(&MapType::STRINGS);

    /// The kind of the type. A named type counts as a struct here; [`super::Object::kind`] knows better.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Self::Any => Kind::Interface,
            Self::Bool => Kind::Bool,
            Self::Int => Kind::Int,
            Self::Int32 => Kind::Int32,
            Self::Int64 => Kind::Int64,
            Self::Uint => Kind::Uint,
            Self::Uint8 => Kind::Uint8,
            Self::Uint64 => Kind::Uint64,
            Self::Float64 => Kind::Float64,
            Self::Complex128 => Kind::Complex128,
            Self::String => Kind::String,
            Self::List(_) => Kind::Slice,
            Self::Map(_) => Kind::Map,
            Self::Object(_) => Kind::Struct,
            Self::Function => Kind::Func,
        }
    }

    /// Whether a value of this type may stand where `target` is asked for (the specification's assignability):
    /// the same type, an interface, or the same underlying type where one of both has no name.
    #[must_use]
    pub fn is_assignable_to(self, target: Self) -> bool {
        match (self, target) {
            (_, Self::Any) => true,
            (Self::List(from), Self::List(to)) => {
                from.element == to.element
                    && (from.name == to.name || from.name.is_none() || to.name.is_none())
            }
            (Self::Map(from), Self::Map(to)) => {
                from.element == to.element
                    && (from.name == to.name || from.name.is_none() || to.name.is_none())
            }
            (from, to) => from == to,
        }
    }
}

impl fmt::Display for Type {
    /// Go's spelling: `map[string]interface {}`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => out.write_str("interface {}"),
            Self::List(list) => match list.name {
                Some(name) => out.write_str(name),
                None => write!(out, "[]{}", list.element),
            },
            Self::Map(map) => match map.name {
                Some(name) => out.write_str(name),
                None => write!(out, "map[string]{}", map.element),
            },
            Self::Object(name) => out.write_str(name),
            Self::Function => out.write_str("func()"),
            scalar => out.write_str(scalar.kind().name()),
        }
    }
}

/// A Go kind (`reflect.Kind`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// No value.
    Invalid,
    /// `bool`
    Bool,
    /// `int`
    Int,
    /// `int32`
    Int32,
    /// `int64`
    Int64,
    /// `uint`
    Uint,
    /// `uint8`
    Uint8,
    /// `uint64`
    Uint64,
    /// `float64`
    Float64,
    /// `complex128`
    Complex128,
    /// `func`
    Func,
    /// `interface`
    Interface,
    /// `map`
    Map,
    /// `ptr`
    Pointer,
    /// `slice`
    Slice,
    /// `string`
    String,
    /// `struct`
    Struct,
}

impl Kind {
    /// Go's name of the kind.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Invalid => "invalid",
            Self::Bool => "bool",
            Self::Int => "int",
            Self::Int32 => "int32",
            Self::Int64 => "int64",
            Self::Uint => "uint",
            Self::Uint8 => "uint8",
            Self::Uint64 => "uint64",
            Self::Float64 => "float64",
            Self::Complex128 => "complex128",
            Self::Func => "func",
            Self::Interface => "interface",
            Self::Map => "map",
            Self::Pointer => "ptr",
            Self::Slice => "slice",
            Self::String => "string",
            Self::Struct => "struct",
        }
    }
}
