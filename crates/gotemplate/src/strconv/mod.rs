//! Go's `strconv`: how it quotes texts, and writes and reads numbers.

mod float;
mod integer;
mod parse_float;
mod printable;
mod quote;

pub use float::{go_syntax_float, json_float, not_finite, shortest_float, shortest_float32};
pub use integer::{NumberError, parse_int, parse_uint};
pub use parse_float::parse_float;
pub use printable::is_printable;
pub use quote::quote;
