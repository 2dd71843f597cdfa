//! A value with the static type under which Go's reflection holds it (`reflect.Value`).

use crate::format;
use crate::value::{Kind, List, Map, Type, Value};
use crate::{Budget, Exhausted};

/// A value as `reflect.Value` has it: it may be invalid (none at all), of its own type, or of the type `interface {}`
/// with that value inside. Elements of `map[string]interface {}` are of the last sort, and errors tell the difference.
#[derive(Debug, Clone)]
pub(super) struct Reflected {
    /// The value; [`Value::Nil`] is an invalid one, or a nil interface.
    pub(super) value: Value,
    /// Whether its static type is `interface {}`.
    pub(super) is_interface: bool,
}

impl Reflected {
    /// No value.
    pub(super) const INVALID: Self = Self {
        value: Value::Nil,
        is_interface: false,
    };

    /// `reflect.ValueOf(value)`
    pub(super) fn concrete(value: Value) -> Self {
        Self {
            value,
            is_interface: false,
        }
    }

    /// What stands in a place of the type: an element of a list or a map.
    pub(super) fn of(value: Value, place: Type) -> Self {
        Self {
            value,
            is_interface: matches!(place, Type::Any),
        }
    }

    /// A field of a struct. A nil one is taken for a nil interface.
    pub(super) fn field(value: Value) -> Self {
        Self {
            is_interface: value.is_nil(),
            value,
        }
    }

    /// `reflect.Zero(of)`
    pub(super) fn zero(of: Type) -> Self {
        Self::of(zero(of), of)
    }

    /// `IsValid`
    pub(super) fn is_valid(&self) -> bool {
        self.is_interface || !self.value.is_nil()
    }

    /// Whether it is an interface that holds nothing.
    pub(super) fn is_nil_interface(&self) -> bool {
        self.is_interface && self.value.is_nil()
    }

    /// The static type; `None` when there is no value.
    pub(super) fn type_of(&self) -> Option<Type> {
        if self.is_interface {
            Some(Type::Any)
        } else {
            self.value.type_of()
        }
    }

    /// The static type as errors show it.
    pub(super) fn type_name(&self) -> String {
        self.type_of()
            .map_or_else(|| "<nil>".to_owned(), |of| of.to_string())
    }

    /// What is in the interface (`indirectInterface`).
    pub(super) fn into_inner(mut self) -> Self {
        self.is_interface = false;
        self
    }

    /// Whether `if` takes it for true.
    pub(super) fn is_true(&self) -> bool {
        self.value.is_true()
    }
}

/// The zero value of a type.
fn zero(of: Type) -> Value {
    match of {
        Type::Any | Type::Object(_) | Type::Function => Value::Nil,
        Type::Bool => Value::Bool(false),
        Type::Int => Value::Int(0),
        Type::Int32 => Value::Int32(0),
        Type::Int64 => Value::Int64(0),
        Type::Uint => Value::Uint(0),
        Type::Uint8 => Value::Uint8(0),
        Type::Uint64 => Value::Uint64(0),
        Type::Float64 => Value::Float64(0.0),
        Type::Complex128 => Value::Complex128(0.0, 0.0),
        Type::String => Value::String(crate::Text::default()),
        Type::List(list) => Value::List(List::nil(list)),
        Type::Map(map) => Value::Map(Map::nil(map)),
    }
}

/// A value without its name where it is a scalar of a named type: `time.Month` gives an `int`.
pub(super) fn scalar(value: &Value) -> Value {
    match value {
        Value::Object(object) => object.underlying().unwrap_or_else(|| value.clone()),
        _ => value.clone(),
    }
}

/// The type of a value as errors show it behind pointers.
pub(super) fn pointee_name(value: &Value) -> String {
    let Some(of) = value.type_of() else {
        return "<nil>".to_owned();
    };
    let name = of.to_string();
    match name.strip_prefix('*') {
        Some(pointee) if value.kind() == Kind::Pointer => pointee.to_owned(),
        _ => name,
    }
}

/// The text that a template prints for a value (`fmt.Fprint` of Go's `printableValue`).
///
/// # Errors
/// When the budget is spent.
pub(super) fn printed(value: &Value, budget: &Budget) -> Result<Vec<u8>, Exhausted> {
    if let Value::Object(object) = value
        && let Some(text) = object.pointer_display()
    {
        return Ok(text.into_bytes());
    }
    let text = format::display(value, budget)?;
    // Go follows a pointer before it prints.
    match text.strip_prefix(b"&") {
        Some(pointee) if value.kind() == Kind::Pointer => Ok(pointee.to_vec()),
        _ => Ok(text),
    }
}
