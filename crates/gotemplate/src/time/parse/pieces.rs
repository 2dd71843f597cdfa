//! The pieces of a time's text (Go's format.go).

use std::ops::RangeInclusive;

use crate::time::duration::leading_integer;
use crate::time::layout::{Offset, OffsetForm};

/// Why an element could not be read.
pub(super) enum Fault {
    Mismatch,
    OutOfRange(&'static str),
}

pub(super) type Read<'a, T> = Result<(T, &'a [u8]), Fault>;

pub(super) fn within(
    number: i64,
    bounds: RangeInclusive<i64>,
    what: &'static str,
) -> Result<i64, Fault> {
    if bounds.contains(&number) {
        Ok(number)
    } else {
        Err(Fault::OutOfRange(what))
    }
}

/// Takes `prefix` off the text; any number of spaces is as good as another. On an error, what is left then.
pub(super) fn skip<'a>(value: &'a [u8], prefix: &[u8]) -> Result<&'a [u8], &'a [u8]> {
    let (mut value, mut prefix) = (value, prefix);
    while let [wanted, after @ ..] = prefix {
        if *wanted == b' ' {
            if value.first().is_some_and(|byte| *byte != b' ') {
                return Err(value);
            }
            prefix = without_spaces(prefix);
            value = without_spaces(value);
            continue;
        }
        match value {
            [found, rest @ ..] if found == wanted => value = rest,
            _ => return Err(value),
        }
        prefix = after;
    }
    Ok(value)
}

pub(super) fn without_spaces(text: &[u8]) -> &[u8] {
    let count = text.iter().take_while(|byte| **byte == b' ').count();
    text.get(count..).unwrap_or_default()
}

/// A name of a table at the front, in any letter case: its index.
pub(super) fn name<'a>(names: &[&str], short: bool, value: &'a [u8]) -> Read<'a, i64> {
    for (index, name) in (0..).zip(names) {
        let name = name.as_bytes();
        let name = if short {
            name.get(..3).unwrap_or(name)
        } else {
            name
        };
        if let Some((front, rest)) = value.split_at_checked(name.len())
            && front.eq_ignore_ascii_case(name)
        {
            return Ok((index, rest));
        }
    }
    Err(Fault::Mismatch)
}

pub(super) fn digit(byte: u8) -> i64 {
    i64::from(byte.wrapping_sub(b'0'))
}

/// One or two digits; `fixed`: two.
pub(super) fn two_digits(value: &[u8], fixed: bool) -> Read<'_, i64> {
    match value {
        [first @ b'0'..=b'9', second @ b'0'..=b'9', rest @ ..] => {
            Ok((digit(*first) * 10 + digit(*second), rest))
        }
        [first @ b'0'..=b'9', rest @ ..] if !fixed => Ok((digit(*first), rest)),
        _ => Err(Fault::Mismatch),
    }
}

/// One to three digits; `fixed`: three.
pub(super) fn three_digits(value: &[u8], fixed: bool) -> Read<'_, i64> {
    let count = value
        .iter()
        .take(3)
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    if count == 0 || fixed && count != 3 {
        return Err(Fault::Mismatch);
    }
    let (digits, rest) = value.split_at_checked(count).ok_or(Fault::Mismatch)?;
    let number = digits
        .iter()
        .fold(0, |number, byte| number * 10 + digit(*byte));
    Ok((number, rest))
}

/// A whole text as a number, with or without a sign (Go's `atoi`).
pub(super) fn integer(text: &[u8]) -> Result<i64, Fault> {
    let (sign, digits) = match text {
        [b'-', digits @ ..] => (-1, digits),
        [b'+', digits @ ..] => (1, digits),
        _ => (1, text),
    };
    match leading_integer(digits) {
        Some((number, [])) => Ok(sign * number.cast_signed()),
        _ => Err(Fault::Mismatch),
    }
}

/// `.123` as nanoseconds; digits after the ninth are passed over.
pub(super) fn nanoseconds(fraction: &[u8]) -> Result<i64, Fault> {
    let [b'.' | b',', digits @ ..] = fraction else {
        return Err(Fault::Mismatch);
    };
    let digits = digits.get(..9).unwrap_or(digits);
    let number = integer(digits)?;
    if number < 0 {
        return Err(Fault::OutOfRange("fractional second"));
    }
    let missing = u32::try_from(9_usize.saturating_sub(digits.len())).unwrap_or_default();
    Ok(number.saturating_mul(10_i64.pow(missing)))
}

/// `-07:00` and its kin as seconds.
pub(super) fn read_offset(offset: Offset, value: &[u8]) -> Read<'_, i64> {
    let (sign, hour, minute, second, rest) = match (offset.form, value) {
        (OffsetForm::Hours, [sign, h1, h2, rest @ ..]) => (sign, [*h1, *h2], *b"00", *b"00", rest),
        (OffsetForm::Minutes, [sign, h1, h2, m1, m2, rest @ ..])
        | (OffsetForm::ColonMinutes, [sign, h1, h2, b':', m1, m2, rest @ ..]) => {
            (sign, [*h1, *h2], [*m1, *m2], *b"00", rest)
        }
        (OffsetForm::Seconds, [sign, h1, h2, m1, m2, s1, s2, rest @ ..])
        | (OffsetForm::ColonSeconds, [sign, h1, h2, b':', m1, m2, b':', s1, s2, rest @ ..]) => {
            (sign, [*h1, *h2], [*m1, *m2], [*s1, *s2], rest)
        }
        _ => return Err(Fault::Mismatch),
    };
    let (mut seconds, mut is_number, mut fault) = (0, true, None);
    for (digits, most, what) in [
        (hour, 24, "time zone offset hour"),
        (minute, 60, "time zone offset minute"),
        (second, 60, "time zone offset second"),
    ] {
        // After what is no number Go reads no further. Of several bounds it names the last.
        let number = match two_digits(&digits, true) {
            Ok((number, _)) if is_number => number,
            _ => {
                is_number = false;
                0
            }
        };
        if let Err(out_of_range) = within(number, 0..=most, what) {
            fault = Some(out_of_range);
        }
        seconds = seconds * 60 + number;
    }
    if let Some(fault) = fault {
        return Err(fault);
    }
    match sign {
        b'+' if is_number => Ok((seconds, rest)),
        b'-' if is_number => Ok((-seconds, rest)),
        _ => Err(Fault::Mismatch),
    }
}

/// How long the abbreviation of a zone at the front is (Go's `parseTimeZone`).
pub(super) fn zone_name_length(value: &[u8]) -> Option<usize> {
    if value.len() < 3 {
        return None;
    }
    if value.starts_with(b"ChST") || value.starts_with(b"MeST") {
        return Some(4);
    }
    if let Some(rest) = value.strip_prefix(b"GMT") {
        return Some(3 + signed_offset_length(rest));
    }
    if matches!(value.first(), Some(b'+' | b'-')) {
        return Some(signed_offset_length(value)).filter(|length| *length > 0);
    }
    let upper = value
        .iter()
        .take(6)
        .take_while(|byte| byte.is_ascii_uppercase())
        .count();
    match upper {
        3 => Some(3),
        4 if value.get(3) == Some(&b'T') || value.starts_with(b"WITA") => Some(4),
        5 if value.get(4) == Some(&b'T') => Some(5),
        _ => None,
    }
}

/// How long `+3` or `-04` at the front is; 0 for what is none, or more than 23 hours.
pub(super) fn signed_offset_length(value: &[u8]) -> usize {
    let [b'+' | b'-', digits @ ..] = value else {
        return 0;
    };
    match leading_integer(digits) {
        Some((hours, rest)) if rest.len() < digits.len() && hours <= 23 => {
            value.len().saturating_sub(rest.len())
        }
        _ => 0,
    }
}
