//! Integers, read and written (`internal/strconv/atoi.go`, `itoa.go`).

use super::{NumberError, NumberErrorCause};

/// `strconv.ParseInt`. Base 0 goes by the prefix (`0x`, `0o`, `0b`, `0`) and allows underscores; 0 bits are 64.
///
/// # Errors
/// When the text is no such number, or does not fit into the bits.
pub fn parse_int(text: impl AsRef<[u8]>, base: u32, bits: u32) -> Result<i64, NumberError> {
    let text = text.as_ref();
    signed(text, base, bits).map_err(|cause| cause.of("ParseInt", text))
}

/// `strconv.ParseUint`, which takes no sign. Base 0 goes by the prefix and allows underscores; 0 bits are 64.
///
/// # Errors
/// When the text is no such number, or does not fit into the bits.
pub fn parse_uint(text: impl AsRef<[u8]>, base: u32, bits: u32) -> Result<u64, NumberError> {
    let text = text.as_ref();
    unsigned(text, base, bits).map_err(|cause| cause.of("ParseUint", text))
}

/// `strconv.Atoi`: an `int` in base 10.
///
/// # Errors
/// When the text is no such number, or does not fit.
pub fn atoi(text: impl AsRef<[u8]>) -> Result<i64, NumberError> {
    let text = text.as_ref();
    signed(text, 10, 64).map_err(|cause| cause.of("Atoi", text))
}

/// `strconv.FormatInt`, in a base of 2 to 36.
#[must_use]
pub fn format_int(value: i64, base: u32) -> String {
    let digits = format_uint(value.unsigned_abs(), base);
    if value < 0 {
        format!("-{digits}")
    } else {
        digits
    }
}

/// `strconv.FormatUint`, in a base of 2 to 36.
#[must_use]
pub fn format_uint(value: u64, base: u32) -> String {
    let base = base.clamp(2, 36);
    let mut digits = Vec::new();
    let mut rest = value;
    loop {
        let digit = u32::try_from(rest % u64::from(base)).unwrap_or_default();
        digits.push(char::from_digit(digit, base).unwrap_or('0'));
        rest /= u64::from(base);
        if rest == 0 {
            break;
        }
    }
    digits.into_iter().rev().collect()
}

fn signed(text: &[u8], base: u32, bits: u32) -> Result<i64, NumberErrorCause> {
    let (negative, digits) = match text {
        [] => return Err(NumberErrorCause::Syntax),
        [b'+', digits @ ..] => (false, digits),
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    let size = unsigned(digits, base, bits)?;
    let bits = if bits == 0 { 64 } else { bits };
    // One more is below zero than above.
    let limit = 1_u64 << bits.saturating_sub(1);
    let value = if negative {
        if size > limit {
            return Err(NumberErrorCause::Range);
        }
        0_i64.checked_sub_unsigned(size)
    } else {
        if size >= limit {
            return Err(NumberErrorCause::Range);
        }
        0_i64.checked_add_unsigned(size)
    };
    value.ok_or(NumberErrorCause::Range)
}

fn unsigned(text: &[u8], base: u32, bits: u32) -> Result<u64, NumberErrorCause> {
    if text.is_empty() {
        return Err(NumberErrorCause::Syntax);
    }
    let by_prefix = base == 0;
    let (base, digits) = match base {
        2..=36 => (base, text),
        0 => prefixed(text),
        _ => return Err(NumberErrorCause::Base(base)),
    };
    let limit = match bits {
        0 | 64 => u64::MAX,
        1..64 => (1 << bits) - 1,
        _ => return Err(NumberErrorCause::BitSize(bits)),
    };
    let mut value = 0_u64;
    for byte in digits {
        if by_prefix && *byte == b'_' {
            continue;
        }
        let digit = char::from(*byte)
            .to_digit(base)
            .ok_or(NumberErrorCause::Syntax)?;
        // What comes after is not looked at.
        value = value
            .checked_mul(u64::from(base))
            .and_then(|value| value.checked_add(u64::from(digit)))
            .filter(|value| *value <= limit)
            .ok_or(NumberErrorCause::Range)?;
    }
    if by_prefix && !underscores_are_good(text) {
        return Err(NumberErrorCause::Syntax);
    }
    Ok(value)
}

/// The base that a prefix names, and what is after it.
fn prefixed(text: &[u8]) -> (u32, &[u8]) {
    match text {
        [b'0', b'b' | b'B', digits @ ..] if !digits.is_empty() => (2, digits),
        [b'0', b'o' | b'O', digits @ ..] if !digits.is_empty() => (8, digits),
        [b'0', b'x' | b'X', digits @ ..] if !digits.is_empty() => (16, digits),
        [b'0', digits @ ..] => (8, digits),
        digits => (10, digits),
    }
}

/// Whether underscores stand only between digits, or between a prefix and a digit.
pub(super) fn underscores_are_good(text: &[u8]) -> bool {
    #[derive(PartialEq)]
    enum Saw {
        Start,
        Digit,
        Underscore,
        Other,
    }
    let text = match text {
        [b'+' | b'-', rest @ ..] => rest,
        rest => rest,
    };
    // A prefix counts as a digit.
    let (mut saw, hexadecimal, rest) = match text {
        [b'0', b'x' | b'X', rest @ ..] => (Saw::Digit, true, rest),
        [b'0', b'b' | b'B' | b'o' | b'O', rest @ ..] => (Saw::Digit, false, rest),
        rest => (Saw::Start, false, rest),
    };
    for byte in rest {
        saw = match byte {
            b'0'..=b'9' => Saw::Digit,
            b'a'..=b'f' | b'A'..=b'F' if hexadecimal => Saw::Digit,
            b'_' if saw == Saw::Digit => Saw::Underscore,
            b'_' => return false,
            _ if saw == Saw::Underscore => return false,
            _ => Saw::Other,
        };
    }
    saw != Saw::Underscore
}

#[cfg(test)]
mod tests;
