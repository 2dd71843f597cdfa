//! Sprig's functions on numbers (`numeric.go`).

use std::mem::size_of;

use super::Sources;
use super::arguments::{Arguments, Declare};
use super::cast::{to_float64, to_int, to_int64};
use super::decimal::{Decimal, Operand};
use super::round::{larger, round, smaller};
use crate::budget::{Budget, Exhausted};
use crate::error::FunctionError;
use crate::function::{Call, Functions, Signature};
use crate::strconv::{self, NumberErrorCause, parse_int};
use crate::value::{List, ListType, Type, Value};

const ONE: Signature = Signature::of(&[Type::Any]);
const TWO: Signature = Signature::of(&[Type::Any, Type::Any]);
const MANY: Signature = Signature::variadic(&[Type::Any]);
const ONE_AND_MORE: Signature = Signature::variadic(&[Type::Any, Type::Any]);

/// Adds them.
pub(super) fn add(functions: &mut Functions, _sources: &Sources) {
    add_conversions(functions);
    add_integer_arithmetic(functions);
    add_decimal_arithmetic(functions);
    add_floats(functions);
    add_ranges(functions);
}

fn add_conversions(functions: &mut Functions) {
    functions.declare("int", ONE, |_, arguments| {
        Ok(Value::Int(to_int(arguments.value(0))))
    });
    functions.declare("int64", ONE, |_, arguments| {
        Ok(Value::Int64(to_int64(arguments.value(0))))
    });
    functions.declare("float64", ONE, |_, arguments| {
        Ok(to_float64(arguments.value(0)))
    });
    functions.declare("atoi", Signature::of(&[Type::String]), |_, arguments| {
        Ok(Value::Int(atoi(arguments.bytes(0))))
    });
    functions.declare("toDecimal", ONE, |call, arguments| {
        let text = crate::format::display(arguments.value(0), call.budget())?;
        Ok(Value::Int64(parse_int(&text, 8, 64).unwrap_or_default()))
    });
}

/// Sprig drops the error, and keeps what `strconv.Atoi` gives beside it: the nearest number there is.
fn atoi(text: &[u8]) -> i64 {
    match strconv::atoi(text) {
        Ok(value) => value,
        Err(error) if error.cause != NumberErrorCause::Range => 0,
        Err(_) if text.starts_with(b"-") => i64::MIN,
        Err(_) => i64::MAX,
    }
}

/// They wrap around on overflow, as Go's do.
fn add_integer_arithmetic(functions: &mut Functions) {
    fn fold(
        first: i64,
        more: &[Value],
        operation: fn(i64, i64) -> i64,
    ) -> Result<Value, FunctionError> {
        let numbers = more.iter().map(to_int64);
        Ok(Value::Int64(numbers.fold(first, operation)))
    }
    functions.declare("add1", ONE, |_, arguments| {
        Ok(Value::Int64(to_int64(arguments.value(0)).wrapping_add(1)))
    });
    functions.declare("add", MANY, |_, arguments| {
        fold(0, arguments.from(0), i64::wrapping_add)
    });
    functions.declare("sub", TWO, |_, arguments| {
        let (left, right) = pair(arguments);
        Ok(Value::Int64(left.wrapping_sub(right)))
    });
    functions.declare("div", TWO, |_, arguments| {
        let (left, right) = pair(arguments);
        divide(left, right, i64::wrapping_div)
    });
    functions.declare("mod", TWO, |_, arguments| {
        let (left, right) = pair(arguments);
        divide(left, right, i64::wrapping_rem)
    });
    functions.declare("mul", ONE_AND_MORE, |_, arguments| {
        fold(
            to_int64(arguments.value(0)),
            arguments.from(1),
            i64::wrapping_mul,
        )
    });
    functions.declare_all(&["max", "biggest"], ONE_AND_MORE, |_, arguments| {
        fold(to_int64(arguments.value(0)), arguments.from(1), i64::max)
    });
    functions.declare("min", ONE_AND_MORE, |_, arguments| {
        fold(to_int64(arguments.value(0)), arguments.from(1), i64::min)
    });
}

fn pair(arguments: Arguments<'_>) -> (i64, i64) {
    (to_int64(arguments.value(0)), to_int64(arguments.value(1)))
}

fn divide(left: i64, right: i64, operation: fn(i64, i64) -> i64) -> Result<Value, FunctionError> {
    if right == 0 {
        return Err("runtime error: integer divide by zero".into());
    }
    Ok(Value::Int64(operation(left, right)))
}

/// Floats, calculated as decimal numbers: 0.1 and 0.2 are 0.3.
fn add_decimal_arithmetic(functions: &mut Functions) {
    functions.declare("add1f", ONE, |call, arguments| {
        calculate(call, arguments.value(0), &[Value::Int(1)], Decimal::add)
    });
    functions.declare("addf", MANY, |call, arguments| {
        calculate(call, &Value::Float64(0.0), arguments.from(0), Decimal::add)
    });
    functions.declare("subf", ONE_AND_MORE, |call, arguments| {
        calculate(
            call,
            arguments.value(0),
            arguments.from(1),
            Decimal::subtract,
        )
    });
    functions.declare("mulf", ONE_AND_MORE, |call, arguments| {
        calculate(
            call,
            arguments.value(0),
            arguments.from(1),
            Decimal::multiply,
        )
    });
    functions.declare("divf", ONE_AND_MORE, |call, arguments| {
        calculate(call, arguments.value(0), arguments.from(1), Decimal::divide)
    });
}

/// `execDecimalOp`.
fn calculate(
    call: Call<'_>,
    first: &Value,
    more: &[Value],
    operation: fn(&Decimal, Operand, &Budget) -> Result<Decimal, FunctionError>,
) -> Result<f64, FunctionError> {
    let mut result = Decimal::from(Operand::from_float(to_float64(first))?);
    for value in more {
        let operand = Operand::from_float(to_float64(value))?;
        result = operation(&result, operand, call.budget())?;
    }
    Ok(result.to_float())
}

fn add_floats(functions: &mut Functions) {
    fn fold(arguments: Arguments<'_>, operation: fn(f64, f64) -> f64) -> f64 {
        let numbers = arguments.from(1).iter().map(to_float64);
        numbers.fold(to_float64(arguments.value(0)), operation)
    }
    functions.declare("maxf", ONE_AND_MORE, |_, arguments| {
        Ok(fold(arguments, larger))
    });
    functions.declare("minf", ONE_AND_MORE, |_, arguments| {
        Ok(fold(arguments, smaller))
    });
    functions.declare("ceil", ONE, |_, arguments| {
        Ok(to_float64(arguments.value(0)).ceil())
    });
    functions.declare("floor", ONE, |_, arguments| {
        Ok(to_float64(arguments.value(0)).floor())
    });
    functions.declare(
        "round",
        Signature::variadic(&[Type::Any, Type::Int, Type::Float64]),
        |_, arguments| {
            let round_on = arguments.from(2).first().map_or(0.5, to_float64);
            Ok(round(
                to_float64(arguments.value(0)),
                arguments.int(1),
                round_on,
            ))
        },
    );
}

fn add_ranges(functions: &mut Functions) {
    functions.declare("until", Signature::of(&[Type::Int]), |call, arguments| {
        let count = arguments.int(0);
        let step = if count < 0 { -1 } else { 1 };
        Ok(list(
            call,
            Progression {
                start: 0,
                stop: count,
                step,
            },
        )?)
    });
    functions.declare(
        "untilStep",
        Signature::of(&[Type::Int, Type::Int, Type::Int]),
        |call, arguments| {
            let progression = Progression {
                start: arguments.int(0),
                stop: arguments.int(1),
                step: arguments.int(2),
            };
            Ok(list(call, progression)?)
        },
    );
    functions.declare(
        "seq",
        Signature::variadic(&[Type::Int]),
        |call, arguments| {
            let numbers: Vec<i64> = arguments
                .from(0)
                .iter()
                .map(|value| value.as_signed().unwrap_or_default())
                .collect();
            let Some(progression) = sequence(&numbers) else {
                return Ok(String::new());
            };
            // The longest number has 20 characters.
            call.budget()
                .text(progression.length().saturating_mul(20))?;
            call.budget().step(progression.length())?;
            let numbers: Vec<String> = progression
                .numbers()
                .map(|number| number.to_string())
                .collect();
            Ok(numbers.join(" "))
        },
    );
}

fn list(call: Call<'_>, progression: Progression) -> Result<List, Exhausted> {
    let length = progression.length();
    call.budget()
        .text(length.saturating_mul(size_of::<Value>() as u64))?;
    call.budget().step(length)?;
    Ok(List::typed(
        &ListType::INTS,
        progression.numbers().map(Value::Int).collect(),
    ))
}

/// `seq end`, `seq start end` or `seq start step end`: the end belongs to it.
fn sequence(numbers: &[i64]) -> Option<Progression> {
    let (start, step, end) = match *numbers {
        [end] => (1, None, end),
        [start, end] => (start, None, end),
        [start, step, end] => (start, Some(step), end),
        _ => return None,
    };
    let direction = if end < start { -1 } else { 1 };
    if end < start && step.is_some_and(|step| step > 0) {
        return None;
    }
    Some(Progression {
        start,
        stop: end.wrapping_add(direction),
        step: step.unwrap_or(direction),
    })
}

/// The numbers from `start` on that lie before `stop` (`untilStep`).
#[derive(Debug, Clone, Copy)]
struct Progression {
    start: i64,
    stop: i64,
    step: i64,
}

impl Progression {
    /// How many there are. Where Go's loop wraps around and never ends, more than anything holds.
    fn length(self) -> u64 {
        let distance = self.stop.abs_diff(self.start);
        let runs_towards = match self.stop.cmp(&self.start) {
            std::cmp::Ordering::Less => self.step < 0,
            std::cmp::Ordering::Greater => self.step > 0,
            std::cmp::Ordering::Equal => false,
        };
        if !runs_towards {
            return 0;
        }
        let length = distance.div_ceil(self.step.unsigned_abs());
        let end = i128::from(self.start) + i128::from(length) * i128::from(self.step);
        if i64::try_from(end).is_err() {
            return u64::MAX;
        }
        length
    }

    fn numbers(self) -> impl Iterator<Item = i64> {
        (0..self.length()).scan(self.start, move |next, _| {
            let number = *next;
            *next = next.wrapping_add(self.step);
            Some(number)
        })
    }
}

#[cfg(test)]
mod tests;
