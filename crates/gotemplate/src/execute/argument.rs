//! Arguments, checked against the types of parameters (`exec.go`'s `evalArg` and `validateType`).

use super::place::Place;
use super::reflected::Reflected;
use super::state::{State, Step};
use crate::parse::Operand;
use crate::value::{Kind, Type, Value};

/// What a function takes in one place.
#[derive(Debug, Clone, Copy)]
pub(super) enum Parameter {
    /// A value as it is, even an invalid one (`reflect.Value`).
    Reflected,
    /// A value of a type.
    Of(Type),
}

impl<'t> State<'t> {
    /// Evaluates a word as an argument.
    pub(super) fn argument(
        &mut self,
        dot: &Reflected,
        parameter: Parameter,
        word: &'t Operand,
    ) -> Step<Reflected> {
        self.at(Place::Operand(word));
        match word {
            Operand::Dot(_) => self.validate(dot.clone(), parameter),
            Operand::Nil(_) => match parameter {
                Parameter::Reflected => Ok(Reflected::INVALID),
                Parameter::Of(of) if can_be_nil(of) => Ok(Reflected::zero(of)),
                Parameter::Of(of) => Err(self.fail(format!("cannot assign nil to {of}"))),
            },
            Operand::Bool(..) | Operand::Number(_) | Operand::String { .. } => match parameter {
                Parameter::Reflected | Parameter::Of(Type::Any) => self.ideal(word),
                Parameter::Of(of) => self.constant(of, word).map(Reflected::concrete),
            },
            _ => {
                let value = self.untyped(dot, word)?;
                self.validate(value, parameter)
            }
        }
    }

    /// A value as the parameter takes it.
    pub(super) fn validate(&self, value: Reflected, parameter: Parameter) -> Step<Reflected> {
        let Parameter::Of(of) = parameter else {
            return Ok(value);
        };
        if of == Type::Any {
            return Ok(copied(value));
        }
        if !value.is_valid() {
            if can_be_nil(of) {
                return Ok(Reflected::zero(of));
            }
            return Err(self.fail(format!("invalid value; expected {of}")));
        }
        let Some(found) = value.value.type_of() else {
            return Err(self.wrong_type(of, Type::Any));
        };
        if found.is_assignable_to(of) {
            return Ok(Reflected::concrete(converted(value.value, found, of)));
        }
        // One pointer may be followed.
        match (found, of) {
            (Type::Object(from), Type::Object(to)) if from.strip_prefix('*') == Some(to) => {
                Ok(value.into_inner())
            }
            _ => Err(self.wrong_type(of, found)),
        }
    }

    fn wrong_type(&self, expected: Type, found: Type) -> Box<crate::error::Failure> {
        self.fail(format!(
            "wrong type for value; expected {expected}; got {found}"
        ))
    }

    /// A constant of the type that a parameter asks for.
    fn constant(&self, of: Type, word: &'t Operand) -> Step<Value> {
        let found = Place::Operand(word);
        let (value, wanted) = match of.kind() {
            Kind::Bool => (boolean(word), "bool"),
            Kind::String => (text(word), "string"),
            Kind::Int | Kind::Int32 | Kind::Int64 => (signed(of, word), "integer"),
            Kind::Uint | Kind::Uint8 | Kind::Uint64 => (unsigned(of, word), "unsigned integer"),
            Kind::Float64 => (float(word), "float"),
            Kind::Complex128 => (complex(word), "complex"),
            _ => match scalar_kind(of) {
                Some(kind) => (signed(kind, word), "integer"),
                None => {
                    return Err(self.fail(format!("can't handle {found} for arg of type {of}")));
                }
            },
        };
        value.ok_or_else(|| self.fail(format!("expected {wanted}; found {found}")))
    }
}

/// What an interface takes of a value: a copy.
fn copied(mut value: Reflected) -> Reflected {
    if let Value::Object(object) = &value.value
        && let Some(copy) = object.copied()
    {
        value.value = copy;
    }
    value
}

/// Go's named types of integers, of which a constant may be. It arrives as a plain integer.
fn scalar_kind(of: Type) -> Option<Type> {
    match of {
        Type::Object("time.Duration") => Some(Type::Int64),
        Type::Object("time.Month" | "time.Weekday") => Some(Type::Int),
        _ => None,
    }
}

/// Whether nil may stand for the type.
pub(super) fn can_be_nil(of: Type) -> bool {
    match of {
        Type::Any | Type::Function | Type::List(_) | Type::Map(_) => true,
        Type::Object(name) => name.starts_with('*'),
        _ => false,
    }
}

/// A value under the type of its parameter, where that has another name.
fn converted(value: Value, from: Type, to: Type) -> Value {
    match (value, to) {
        (Value::Map(map), Type::Map(of)) if from != to => Value::Map(map.with_type(of)),
        (Value::List(list), Type::List(of)) if from != to => Value::List(list.with_type(of)),
        (value, _) => value,
    }
}

fn boolean(word: &Operand) -> Option<Value> {
    match word {
        Operand::Bool(_, value) => Some(Value::Bool(*value)),
        _ => None,
    }
}

fn text(word: &Operand) -> Option<Value> {
    match word {
        Operand::String { text, .. } => Some(Value::String(text.clone())),
        _ => None,
    }
}

/// An integer; one that is too large for its type is cut as Go's `SetInt` cuts it.
fn signed(of: Type, word: &Operand) -> Option<Value> {
    let Operand::Number(number) = word else {
        return None;
    };
    let value = number.signed?;
    Some(match of {
        Type::Int32 => Value::Int32(value as i32),
        Type::Int64 => Value::Int64(value),
        _ => Value::Int(value),
    })
}

fn unsigned(of: Type, word: &Operand) -> Option<Value> {
    let Operand::Number(number) = word else {
        return None;
    };
    let value = number.unsigned?;
    Some(match of {
        Type::Uint8 => Value::Uint8(value as u8),
        Type::Uint64 => Value::Uint64(value),
        _ => Value::Uint(value),
    })
}

fn float(word: &Operand) -> Option<Value> {
    match word {
        Operand::Number(number) => number.float.map(Value::Float64),
        _ => None,
    }
}

fn complex(word: &Operand) -> Option<Value> {
    match word {
        Operand::Number(number) => number
            .complex
            .map(|(real, imaginary)| Value::Complex128(real, imaginary)),
        _ => None,
    }
}
