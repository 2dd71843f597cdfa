//! Go's `fmt`: what the verbs print (`fmt/print.go`, `fmt/format.go`).

mod directive;
mod flags;
mod number;
mod printer;
mod text;
mod value;

use crate::budget::{Budget, Exhausted};
use crate::value::{Kind, Value};

use printer::Printer;

/// How deep values are followed. Go has no such limit, and overflows its stack on a value that holds itself.
const MAX_DEPTH: u64 = 10_000;

/// `fmt.Sprintf`.
///
/// # Errors
/// When the budget is spent.
pub fn sprintf(format: &[u8], arguments: &[Value], budget: &Budget) -> Result<Vec<u8>, Exhausted> {
    let mut printer = Printer::new(budget);
    directive::print(&mut printer, format, arguments)?;
    Ok(printer.finish())
}

/// `fmt.Sprint`: spaces between operands when neither is a string.
///
/// # Errors
/// When the budget is spent.
pub fn sprint(arguments: &[Value], budget: &Budget) -> Result<Vec<u8>, Exhausted> {
    let mut printer = Printer::new(budget);
    // No space comes before the first.
    let mut after_string = true;
    for argument in arguments {
        let string = argument.kind() == Kind::String;
        if !string && !after_string {
            printer.write(b" ")?;
        }
        printer.argument(argument, 'v')?;
        after_string = string;
    }
    Ok(printer.finish())
}

/// `fmt.Sprintln`.
///
/// # Errors
/// When the budget is spent.
pub fn sprintln(arguments: &[Value], budget: &Budget) -> Result<Vec<u8>, Exhausted> {
    let mut printer = Printer::new(budget);
    for (index, argument) in arguments.iter().enumerate() {
        if index > 0 {
            printer.write(b" ")?;
        }
        printer.argument(argument, 'v')?;
    }
    printer.write(b"\n")?;
    Ok(printer.finish())
}

/// `fmt.Sprintf("%v", value)`.
///
/// # Errors
/// When the budget is spent.
pub fn display(value: &Value, budget: &Budget) -> Result<Vec<u8>, Exhausted> {
    let mut printer = Printer::new(budget);
    printer.argument(value, 'v')?;
    Ok(printer.finish())
}

#[cfg(test)]
mod tests;
