//! Go's `strconv`: how it quotes texts, and reads and writes numbers; and its view of bytes as UTF-8.

mod boolean;
mod digits;
mod error;
mod float;
mod hexadecimal;
mod integer;
mod parse_float;
mod printable;
mod quote;
mod rune;
mod unquote;

pub use boolean::parse_bool;
pub use error::{NumberError, NumberErrorCause};
pub use float::{
    FloatForm, FloatSize, format_float, go_syntax_float, json_float, not_finite, shortest_float,
    shortest_float32,
};
pub use integer::{atoi, format_int, format_uint, parse_int, parse_uint};
pub use parse_float::parse_float;
pub use printable::is_printable;
pub use quote::{can_backquote, quote, quote_rune, quote_rune_to_ascii, quote_to_ascii};
pub use rune::{decode_rune, is_invalid, push_rune, rune, rune_count, runes};
pub(crate) use unquote::plain;
pub use unquote::{UnquoteError, Unquoted, unquote, unquote_char};
