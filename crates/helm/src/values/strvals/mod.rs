//! The grammar of `--set` and its kin (`pkg/strvals`): `a.b=1,c[0]=x,d={y,z}`.

mod error;
mod input;
mod parser;

use gotemplate::{Map, Value};

use super::ReadError;
pub use error::SetError;
use parser::{Parser, Values};

/// Reads `--set`: `true`, `false`, `null` and integers get a type, all else is text.
///
/// `target` takes what was read; where there is a value already, it is replaced. After an error, what was read before
/// it is part of `target`.
///
/// # Errors
/// When the text does not follow the grammar, or contradicts `target`.
pub fn parse_into(text: &str, target: &Map) -> Result<(), SetError> {
    Parser::new(text, Values::Typed).parse(target)
}

/// Reads `--set-string`: all values are texts.
///
/// # Errors
/// As for [`parse_into`].
pub fn parse_string_into(text: &str, target: &Map) -> Result<(), SetError> {
    Parser::new(text, Values::Text).parse(target)
}

/// Reads `--set-json`: values are JSON.
///
/// # Errors
/// As for [`parse_into`], and when a value is no JSON.
pub fn parse_json_into(text: &str, target: &Map) -> Result<(), SetError> {
    Parser::new(text, Values::Json).parse(target)
}

/// Reads `--set-file`: values name files, whose content `read` gives.
///
/// # Errors
/// As for [`parse_into`], and when a file cannot be read.
pub fn parse_file_into(
    text: &str,
    target: &Map,
    read: &dyn Fn(&str) -> Result<Value, ReadError>,
) -> Result<(), SetError> {
    Parser::new(text, Values::File(read)).parse(target)
}

/// Reads `--set-literal`: one key, and all behind the first `=` is its text.
///
/// # Errors
/// As for [`parse_into`].
pub fn parse_literal_into(text: &str, target: &Map) -> Result<(), SetError> {
    Parser::new(text, Values::Literal).parse(target)
}

#[cfg(test)]
mod tests;
