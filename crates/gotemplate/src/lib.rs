#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

//! Go's `text/template`, its `fmt` verbs and the sprig functions, in Rust: the same output, the same errors.
//!
//! It knows no Helm and does no I/O. The clock, the random numbers and the local timezone are given to it.

pub mod budget;
pub mod error;
pub mod execute;
pub mod format;
pub mod function;
pub mod json;
pub mod parse;
pub mod regexp;
pub mod semver;
pub mod sprig;
pub mod strconv;
pub mod time;
pub mod unicode;
pub mod value;

pub use budget::{Budget, Exhausted, Limits};
pub use error::{ExecuteError, FunctionError, ParseError, Position};
pub use execute::{MissingKey, Templates};
pub use function::{Call, Function, Functions, Method, Signature};
pub use value::{Kind, List, ListType, Map, MapType, Object, Text, Type, Value};
