//! Go's `fmt`: what the verbs print.

use crate::budget::{Budget, Exhausted};
use crate::value::Value;

/// `fmt.Sprintf`.
///
/// # Errors
/// When the budget is spent.
pub fn sprintf(
    _format: &[u8],
    _arguments: &[Value],
    _budget: &Budget,
) -> Result<Vec<u8>, Exhausted> {
    Ok(Vec::new())
}

/// `fmt.Sprint`: spaces between operands when neither is a string.
///
/// # Errors
/// When the budget is spent.
pub fn sprint(_arguments: &[Value], _budget: &Budget) -> Result<Vec<u8>, Exhausted> {
    Ok(Vec::new())
}

/// `fmt.Sprintln`.
///
/// # Errors
/// When the budget is spent.
pub fn sprintln(_arguments: &[Value], _budget: &Budget) -> Result<Vec<u8>, Exhausted> {
    Ok(Vec::new())
}

/// `fmt.Sprintf("%v", value)`.
///
/// # Errors
/// When the budget is spent.
pub fn display(_value: &Value, _budget: &Budget) -> Result<Vec<u8>, Exhausted> {
    Ok(Vec::new())
}
