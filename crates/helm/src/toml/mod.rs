//! TOML as Helm's `toToml` and `fromToml` write and read it (BurntSushi/toml 1.6.0, which is TOML 1.1).

mod encode;
mod key;
mod lexer;
mod number;
mod parser;
mod states;
mod strings;
mod tables;

use gotemplate::time::{Location, Time};
use gotemplate::{Budget, Exhausted, Map, Value};

/// How deep tables and arrays may nest, and of how many parts a key may be. Go knows no bound but its memory.
const DEPTH: usize = 1_000;

/// Why a value cannot be written, or a text cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// An error in Go's words, which `toToml` gives in place of the document and `fromToml` under the key `Error`.
    #[error("{0}")]
    Document(String),
    /// A panic in Go's words, which ends the render.
    #[error("{0}")]
    Panic(String),
    /// A limit was reached.
    #[error(transparent)]
    Exhausted(#[from] Exhausted),
}

/// Calls what calls itself, at most [`DEPTH`] times, with enough stack for it.
fn with_stack<T>(call: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(64 << 10, 1 << 20, call)
}

impl Error {
    fn document(words: impl Into<String>) -> Self {
        Self::Document(words.into())
    }
}

/// Writes a document: Go's `toml.NewEncoder(w).Encode(value)`. A value that is no table is written as it stands.
///
/// # Errors
/// For what TOML cannot hold (functions, nil within a list, values that nest too deep), and when the budget is spent.
pub fn encode(value: &Value, budget: &Budget) -> Result<Vec<u8>, Error> {
    encode::encode(value, budget)
}

/// Reads a document: Go's `toml.Unmarshal` into a `map[string]any`. Times without a zone are taken for UTC.
///
/// # Errors
/// When it is no TOML.
pub fn decode(text: &[u8]) -> Result<Map, Error> {
    decode_in(text, &Location::UTC, 0)
}

/// The same on a machine in another timezone. Times without a zone have the distance from UTC that is in force there
/// at `now`, which is in seconds since 1970, whatever their own date.
///
/// # Errors
/// When it is no TOML.
pub fn decode_in(text: &[u8], local: &Location, now: i64) -> Result<Map, Error> {
    let offset = Time::of_unix(now, local.clone()).offset();
    parser::parse(text, local, offset)
}

#[cfg(test)]
mod tests;
