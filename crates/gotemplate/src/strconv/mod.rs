//! Go's `strconv`: how it quotes texts and writes numbers.

mod float;
mod printable;
mod quote;

pub use float::{go_syntax_float, json_float, not_finite, shortest_float, shortest_float32};
pub use printable::is_printable;
pub use quote::quote;
