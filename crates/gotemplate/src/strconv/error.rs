//! Why a text is no number, in Go's words (`strconv/number.go`: NumError).

use super::quote;

/// A text that is no number: `strconv.ParseInt: parsing "x": invalid syntax`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("strconv.{function}: parsing {}: {cause}", quote(.text))]
pub struct NumberError {
    /// Go's name of the function: `ParseInt`.
    pub function: &'static str,
    /// The text.
    pub text: Vec<u8>,
    /// What is wrong.
    pub cause: NumberErrorCause,
}

/// What is wrong with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberErrorCause {
    /// It is none.
    #[error("invalid syntax")]
    Syntax,
    /// Its type does not hold it.
    #[error("value out of range")]
    Range,
    /// There are no numbers of this base.
    #[error("invalid base {0}")]
    Base(u32),
    /// There is no type of so many bits.
    #[error("invalid bit size {0}")]
    BitSize(u32),
}

impl NumberErrorCause {
    /// The error of a function on a text.
    pub(super) fn of(self, function: &'static str, text: &[u8]) -> NumberError {
        NumberError {
            function,
            text: text.to_vec(),
            cause: self,
        }
    }
}
