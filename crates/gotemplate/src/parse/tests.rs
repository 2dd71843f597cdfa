//! Expectations are those of Go's text/template/parse; most inputs are those of its own tests.

mod errors;
mod places;
mod prints;
mod properties;
mod sizes;

use super::{Tree, parse};
use crate::error::ParseError;

/// Parses a file `f` that knows the functions `printf`, `print` and `eq`.
fn parsed(text: impl AsRef<[u8]>) -> Result<Vec<Tree>, ParseError> {
    parse("f", &text.as_ref().into(), &|name| {
        matches!(name, "printf" | "print" | "eq")
    })
}

/// The file's own tree.
fn root(text: impl AsRef<[u8]>) -> Tree {
    parsed(text).unwrap().swap_remove(0)
}
