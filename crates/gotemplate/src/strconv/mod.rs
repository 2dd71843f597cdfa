//! Go's `strconv`: how it quotes texts, and writes and reads numbers.

mod float;
mod number;
mod printable;
mod quote;
mod unquote;

pub use float::{go_syntax_float, json_float, not_finite, shortest_float, shortest_float32};
pub use number::{NumberError, parse_float, parse_int, parse_uint};
pub use printable::is_printable;
pub use quote::quote;
pub use unquote::{NotQuoted, Unquoted, unquote, unquote_character};
