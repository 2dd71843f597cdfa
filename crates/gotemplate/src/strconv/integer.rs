//! Go's `strconv.ParseInt` and `ParseUint`.

/// Why a text is no integer of 64 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberError<N> {
    /// It is no number.
    #[error("invalid syntax")]
    Syntax,
    /// It is a number, but too large; this is the nearest there is, which Go returns with its error.
    #[error("value out of range")]
    Range(N),
}

/// `strconv.ParseInt(text, base, 64)`. Base 0 takes the base from the prefix (`0x`, `0o`, `0b`, `0`), and allows
/// underscores between digits.
///
/// # Errors
/// When it is no integer, or not of 64 bits.
pub fn parse_int(text: &[u8], base: u8) -> Result<i64, NumberError<i64>> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let size = match parse_uint(digits, base) {
        Ok(size) => size,
        Err(NumberError::Syntax) => return Err(NumberError::Syntax),
        Err(NumberError::Range(size)) => size,
    };
    if negative {
        0_i64
            .checked_sub_unsigned(size)
            .ok_or(NumberError::Range(i64::MIN))
    } else {
        i64::try_from(size).map_err(|_| NumberError::Range(i64::MAX))
    }
}

/// `strconv.ParseUint(text, base, 64)`; no sign. The base is 0, or from 2 to 36.
///
/// # Errors
/// When it is no integer, or not of 64 bits.
pub fn parse_uint(text: &[u8], base: u8) -> Result<u64, NumberError<u64>> {
    let (digits, radix) = match (base, text) {
        (0, [b'0', b'b' | b'B', digits @ ..]) if !digits.is_empty() => (digits, 2),
        (0, [b'0', b'o' | b'O', digits @ ..]) if !digits.is_empty() => (digits, 8),
        (0, [b'0', b'x' | b'X', digits @ ..]) if !digits.is_empty() => (digits, 16),
        // The zero alone is left without digits, and is 0.
        (0, [b'0', digits @ ..]) => (digits, 8),
        (0, digits) => (digits, 10),
        (base, digits) => (digits, u32::from(base)),
    };
    if text.is_empty() || !(2..=36).contains(&radix) {
        return Err(NumberError::Syntax);
    }
    let mut value = 0_u64;
    for byte in digits {
        if *byte == b'_' && base == 0 {
            continue;
        }
        let digit = char::from(*byte)
            .to_digit(radix)
            .ok_or(NumberError::Syntax)?;
        value = value
            .checked_mul(u64::from(radix))
            .and_then(|value| value.checked_add(u64::from(digit)))
            .ok_or(NumberError::Range(u64::MAX))?;
    }
    if digits.contains(&b'_') && !has_underscores_in_place(text) {
        return Err(NumberError::Syntax);
    }
    Ok(value)
}

/// Whether underscores stand only between digits, or between the base's prefix and a digit (`underscoreOK`).
pub(super) fn has_underscores_in_place(text: &[u8]) -> bool {
    #[derive(PartialEq)]
    enum Saw {
        Digit,
        Underscore,
        Other,
    }
    let text = match text {
        [b'-' | b'+', rest @ ..] => rest,
        _ => text,
    };
    let (hexadecimal, mut saw, rest) = match text {
        [b'0', b'x' | b'X', rest @ ..] => (true, Saw::Digit, rest),
        [b'0', b'b' | b'B' | b'o' | b'O', rest @ ..] => (false, Saw::Digit, rest),
        _ => (false, Saw::Other, text),
    };
    for byte in rest {
        if byte.is_ascii_digit() || hexadecimal && byte.is_ascii_hexdigit() {
            saw = Saw::Digit;
        } else if *byte == b'_' {
            if saw != Saw::Digit {
                return false;
            }
            saw = Saw::Underscore;
        } else if saw == Saw::Underscore {
            return false;
        } else {
            saw = Saw::Other;
        }
    }
    saw != Saw::Underscore
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_go_reads() {
        let cases: [(&str, u8, i64); 15] = [
            ("0", 0, 0),
            ("-0", 0, 0),
            ("+7", 0, 7),
            ("0x1F", 0, 31),
            ("0X_1f", 0, 31),
            ("010", 0, 8),
            ("0o17", 0, 15),
            ("-0b101", 0, -5),
            ("1_000", 0, 1000),
            ("0_1", 0, 1),
            ("0777", 8, 511),
            ("zz", 36, 1295),
            ("9223372036854775807", 10, i64::MAX),
            ("-9223372036854775808", 10, i64::MIN),
            ("08", 10, 8),
        ];
        for (text, base, expected) in cases {
            assert_eq!(parse_int(text.as_bytes(), base), Ok(expected), "{text}");
        }
    }

    #[test]
    fn refuses_what_go_refuses() {
        for (text, base) in [
            ("", 0),
            ("-", 0),
            ("+-1", 0),
            ("0x", 0),
            ("08", 0),
            ("1__0", 0),
            ("_1", 0),
            ("1_", 0),
            ("1_0", 10),
            ("8", 8),
            ("1.0", 0),
            (" 1", 0),
            ("1", 1),
            ("1", 37),
        ] {
            assert_eq!(
                parse_int(text.as_bytes(), base),
                Err(NumberError::Syntax),
                "{text}"
            );
        }
        for (text, nearest) in [
            ("9223372036854775808", i64::MAX),
            ("99999999999999999999", i64::MAX),
            ("-9223372036854775809", i64::MIN),
            ("-99999999999999999999", i64::MIN),
        ] {
            assert_eq!(
                parse_int(text.as_bytes(), 10),
                Err(NumberError::Range(nearest)),
                "{text}"
            );
        }
    }
}
