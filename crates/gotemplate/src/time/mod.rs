//! Go's `time`, as far as templates see it: layouts, durations, zones.
//!
//! It reads no clock and no files: the current time is given to it, and the timezones are the IANA database's as
//! they were when this crate was built.

mod calendar;
mod duration;
mod format;
mod instant;
mod layout;
mod objects;
mod parse;
mod posix_rule;
mod zone;
mod zone_file;

pub use calendar::{Month, Weekday};
pub use duration::{Duration, ParseDurationError};
pub use instant::{Civil, Time};
pub use parse::ParseError;
pub use zone::Location;

pub(crate) use objects::TIME;

/// Go's `time.RFC3339`.
pub const RFC3339: &[u8] = b"2006-01-02T15:04:05Z07:00";
/// Go's `time.RFC3339Nano`.
pub const RFC3339_NANO: &[u8] = b"2006-01-02T15:04:05.999999999Z07:00";

/// How Go's `time` quotes texts in its errors (`quote` in format.go): every byte that is not ASCII as `\x..`.
fn quote(text: &[u8]) -> String {
    let mut out = String::with_capacity(text.len().saturating_add(2));
    out.push('"');
    for &byte in text {
        match byte {
            b'"' | b'\\' => {
                out.push('\\');
                out.push(char::from(byte));
            }
            b' '..=0x7f => out.push(char::from(byte)),
            _ => out.push_str(&format!("\\x{byte:02x}")),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests;
