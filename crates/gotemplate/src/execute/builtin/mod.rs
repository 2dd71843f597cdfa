//! Go's own functions (`text/template/funcs.go`).

mod compare;
mod escape;
mod index;
mod invoke;

pub(super) use invoke::call;

use super::reflected::{Reflected, printed};
use crate::budget::Budget;
use crate::error::FunctionError;
use crate::format;
use crate::function::Signature;
use crate::value::{Kind, Type, Value};

/// A function of Go's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Builtin {
    And,
    Call,
    Html,
    Index,
    Slice,
    Js,
    Len,
    Not,
    Or,
    Print,
    Printf,
    Println,
    Urlquery,
    Eq,
    Ge,
    Gt,
    Le,
    Lt,
    Ne,
}

const ANYTHING: Signature = Signature::variadic(&[Type::Any]);
const FORMAT: Signature = Signature::variadic(&[Type::String, Type::Any]);

impl Builtin {
    pub(super) const ALL: [Self; 19] = [
        Self::And,
        Self::Call,
        Self::Html,
        Self::Index,
        Self::Slice,
        Self::Js,
        Self::Len,
        Self::Not,
        Self::Or,
        Self::Print,
        Self::Printf,
        Self::Println,
        Self::Urlquery,
        Self::Eq,
        Self::Ge,
        Self::Gt,
        Self::Le,
        Self::Lt,
        Self::Ne,
    ];

    /// The name in a template.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::And => "and",
            Self::Call => "call",
            Self::Html => "html",
            Self::Index => "index",
            Self::Slice => "slice",
            Self::Js => "js",
            Self::Len => "len",
            Self::Not => "not",
            Self::Or => "or",
            Self::Print => "print",
            Self::Printf => "printf",
            Self::Println => "println",
            Self::Urlquery => "urlquery",
            Self::Eq => "eq",
            Self::Ge => "ge",
            Self::Gt => "gt",
            Self::Le => "le",
            Self::Lt => "lt",
            Self::Ne => "ne",
        }
    }

    /// The parameters of those that take plain values.
    pub(super) fn signature(self) -> Option<Signature> {
        match self {
            Self::Html | Self::Js | Self::Urlquery | Self::Print | Self::Println => Some(ANYTHING),
            Self::Printf => Some(FORMAT),
            _ => None,
        }
    }

    /// The parameters of the others, which take `reflect.Value`s: how many, and whether the last may come any number
    /// of times.
    pub(super) fn reflected_parameters(self) -> (usize, bool) {
        match self {
            Self::Len | Self::Not => (1, false),
            Self::Ne | Self::Lt | Self::Le | Self::Gt | Self::Ge => (2, false),
            _ => (2, true),
        }
    }

    /// Runs one that takes plain values.
    pub(super) fn run_on_values(
        self,
        values: &[Value],
        budget: &Budget,
    ) -> Result<Value, FunctionError> {
        let text = match self {
            Self::Print => format::sprint(values, budget)?,
            Self::Println => format::sprintln(values, budget)?,
            Self::Printf => match values.split_first() {
                Some((Value::String(layout), operands)) => {
                    format::sprintf(layout, operands, budget)?
                }
                _ => Vec::new(),
            },
            Self::Html => escape::html(&plain(values, budget)?, budget)?,
            Self::Js => escape::js(&plain(values, budget)?, budget)?,
            _ => escape::url_query(&plain(values, budget)?, budget)?,
        };
        Ok(Value::from(text))
    }

    /// Runs one that takes values as they are. `and`, `or` and `call` are no such.
    pub(super) fn run(
        self,
        values: &[Reflected],
        budget: &Budget,
    ) -> Result<Reflected, FunctionError> {
        let Some((first, others)) = values.split_first() else {
            return Ok(Reflected::INVALID);
        };
        let second = others.first().unwrap_or(&Reflected::INVALID);
        let truth = match self {
            Self::Index => return index::index(first, others),
            Self::Slice => return index::slice(first, others, budget),
            Self::Len => return index::length(first),
            Self::Not => !first.is_true(),
            Self::Eq => compare::equal(first, others, budget)?,
            Self::Ne => !compare::equal(first, others, budget)?,
            Self::Lt => compare::less(first, second)?,
            Self::Le => compare::less_or_equal(first, second, budget)?,
            Self::Gt => !compare::less_or_equal(first, second, budget)?,
            _ => !compare::less(first, second)?,
        };
        Ok(Reflected::concrete(Value::Bool(truth)))
    }
}

/// Values as one text (`evalArgs`).
fn plain(values: &[Value], budget: &Budget) -> Result<Vec<u8>, FunctionError> {
    if let [Value::String(text)] = values {
        return Ok(text.to_vec());
    }
    let mut printable = Vec::with_capacity(values.len());
    for value in values {
        printable.push(match value {
            Value::Nil => Value::from("<no value>"),
            // Only what is behind a pointer is printed. One operand alone shows as it does among others, but for the
            // spaces, which are not put beside texts.
            Value::Object(object) if object.kind() == Kind::Pointer && values.len() == 1 => {
                Value::from(printed(value, budget)?)
            }
            other => other.clone(),
        });
    }
    Ok(format::sprint(&printable, budget)?)
}
