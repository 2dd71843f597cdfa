//! How Go's `strconv` reads numbers (`internal/strconv/atoi.go`, `atof.go`).

/// Why a text is no number. It shows as Go's `ErrSyntax` and `ErrRange` do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// It is not written as one.
    #[error("invalid syntax")]
    Syntax,
    /// It does not fit the type.
    #[error("value out of range")]
    Range,
}

/// `strconv.ParseUint(text, base, 64)`. A base of 0 goes by the text's prefix, and allows underscores.
///
/// # Errors
/// When the text is no number, or too large.
pub fn parse_uint(text: &str, base: u32) -> Result<u64, NumberError> {
    let bytes = text.as_bytes();
    let (base, digits, by_prefix) = match (base, bytes) {
        (0, [b'0', b'b' | b'B', rest @ ..]) if !rest.is_empty() => (2, rest, true),
        (0, [b'0', b'o' | b'O', rest @ ..]) if !rest.is_empty() => (8, rest, true),
        (0, [b'0', b'x' | b'X', rest @ ..]) if !rest.is_empty() => (16, rest, true),
        (0, [b'0', rest @ ..]) => (8, rest, true),
        (0, digits) => (10, digits, true),
        (base, digits) => (base.clamp(2, 36), digits, false),
    };
    if bytes.is_empty() {
        return Err(NumberError::Syntax);
    }
    let mut number: u64 = 0;
    let mut underscores = false;
    for &digit in digits {
        if digit == b'_' && by_prefix {
            underscores = true;
            continue;
        }
        let digit = char::from(digit)
            .to_digit(base)
            .ok_or(NumberError::Syntax)?;
        number = number
            .checked_mul(u64::from(base))
            .and_then(|number| number.checked_add(u64::from(digit)))
            .ok_or(NumberError::Range)?;
    }
    if underscores && !underscores_separate_digits(bytes) {
        return Err(NumberError::Syntax);
    }
    Ok(number)
}

/// `strconv.ParseInt(text, base, 64)`.
///
/// # Errors
/// When the text is no number, or does not fit.
pub fn parse_int(text: &str, base: u32) -> Result<i64, NumberError> {
    match text.strip_prefix('-') {
        Some(text) => 0i64.checked_sub_unsigned(parse_uint(text, base)?),
        None => {
            0i64.checked_add_unsigned(parse_uint(text.strip_prefix('+').unwrap_or(text), base)?)
        }
    }
    .ok_or(NumberError::Range)
}

/// `strconv.ParseFloat(text, 64)`: decimal and hexadecimal, with underscores, `inf` and `nan`.
///
/// # Errors
/// When the text is no number, or too large.
pub fn parse_float(text: &str) -> Result<f64, NumberError> {
    if let Some(special) = special(text) {
        return Ok(special);
    }
    let bytes = text.as_bytes();
    let (negative, unsigned) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let (hexadecimal, body) = match unsigned {
        [b'0', b'x' | b'X', rest @ ..] if !rest.is_empty() => (true, rest),
        rest => (false, rest),
    };
    let parts = Parts::new(body, hexadecimal).ok_or(NumberError::Syntax)?;
    if bytes.contains(&b'_') && !underscores_separate_digits(bytes) {
        return Err(NumberError::Syntax);
    }
    let size = if hexadecimal {
        parts.hexadecimal()
    } else {
        // Both languages round to the nearest, ties to even.
        let digits: String = unsigned
            .iter()
            .filter(|byte| **byte != b'_')
            .map(|byte| char::from(*byte))
            .collect();
        digits.parse().map_err(|_| NumberError::Syntax)?
    };
    if size.is_infinite() {
        return Err(NumberError::Range);
    }
    Ok(if negative { -size } else { size })
}

/// Infinity and not-a-number, in any case of letters. Only infinity may have a sign.
fn special(text: &str) -> Option<f64> {
    let (sign, word) = match text.as_bytes() {
        [b'-', ..] => (-1.0, text.get(1..)?),
        [b'+', ..] => (1.0, text.get(1..)?),
        _ => (1.0, text),
    };
    if word.eq_ignore_ascii_case("inf") || word.eq_ignore_ascii_case("infinity") {
        return Some(sign * f64::INFINITY);
    }
    text.eq_ignore_ascii_case("nan").then_some(f64::NAN)
}

/// A float taken apart, its underscores passed over.
struct Parts<'a> {
    whole: &'a [u8],
    fraction: &'a [u8],
    exponent: i64,
}

impl<'a> Parts<'a> {
    /// `None` when it is not written as a float. A hexadecimal one must have an exponent.
    fn new(body: &'a [u8], hexadecimal: bool) -> Option<Self> {
        let is_digit = |byte: &u8| {
            *byte == b'_' || byte.is_ascii_digit() || hexadecimal && byte.is_ascii_hexdigit()
        };
        let (whole, rest) = split_while(body, is_digit);
        let (fraction, rest) = match rest {
            [b'.', rest @ ..] => split_while(rest, is_digit),
            rest => (&[][..], rest),
        };
        let is_digit = |byte: &u8| *byte != b'_';
        if !whole.iter().any(is_digit) && !fraction.iter().any(is_digit) {
            return None;
        }
        let exponent = match (rest, hexadecimal) {
            ([], false) => 0,
            ([b'e' | b'E', rest @ ..], false) | ([b'p' | b'P', rest @ ..], true) => exponent(rest)?,
            _ => return None,
        };
        Some(Self {
            whole,
            fraction,
            exponent,
        })
    }

    /// The value of the hexadecimal digits times two to the exponent; infinite when it is too large.
    fn hexadecimal(&self) -> f64 {
        /// As many digits as surely fit; what is behind them counts only as "more than that".
        const DIGITS: usize = 15;
        let mut mantissa: u64 = 0;
        let mut exponent = self.exponent;
        let mut taken = 0;
        let mut more = false;
        let whole = self.whole.iter().map(|digit| (digit, false));
        let fraction = self.fraction.iter().map(|digit| (digit, true));
        for (digit, in_fraction) in whole.chain(fraction) {
            let Some(value) = char::from(*digit).to_digit(16) else {
                continue;
            };
            if taken < DIGITS {
                mantissa = mantissa << 4 | u64::from(value);
                taken += usize::from(mantissa != 0);
                exponent = exponent.saturating_sub(if in_fraction { 4 } else { 0 });
            } else {
                more |= value != 0;
                exponent = exponent.saturating_add(if in_fraction { 0 } else { 4 });
            }
        }
        if mantissa == 0 {
            return 0.0;
        }
        rounded(mantissa << 1 | u64::from(more), exponent.saturating_sub(1))
    }
}

/// The nearest float to `mantissa` times two to the exponent; of two the even one. The mantissa is not 0; its last
/// bit may stand for any further bits.
fn rounded(mantissa: u64, exponent: i64) -> f64 {
    /// Bits behind the point of the smallest number.
    const SMALLEST: i64 = -1074;
    let shift = mantissa.leading_zeros();
    let mantissa = mantissa << shift;
    // The value is the mantissa, with its first bit set, times two to this.
    let exponent = exponent.saturating_sub(i64::from(shift));
    if exponent > 1023 {
        return f64::INFINITY;
    }
    // A normal number keeps 53 of the 64 bits, a smaller one fewer.
    let cut = (SMALLEST.saturating_sub(exponent)).max(11);
    if cut > 64 {
        return 0.0;
    }
    let wide = u128::from(mantissa) << 64 >> cut;
    let (kept, rest) = ((wide >> 64) as u64, wide as u64);
    let half = 1 << 63;
    let kept = kept + u64::from(rest > half || rest == half && kept & 1 == 1);
    // Both are exact: at most 53 bits, times a power of two in two steps.
    let exponent = exponent.saturating_add(cut);
    kept as f64 * power_of_two(exponent / 2) * power_of_two(exponent - exponent / 2)
}

fn power_of_two(exponent: i64) -> f64 {
    2f64.powi(i32::try_from(exponent).unwrap_or(i32::MAX))
}

/// The digits behind `e` or `p`. Larger ones than any that matters count as such.
fn exponent(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] => (false, digits),
        digits => (false, digits),
    };
    if !digits.first()?.is_ascii_digit() {
        return None;
    }
    let mut exponent: i64 = 0;
    for digit in digits.iter().filter(|digit| **digit != b'_') {
        let digit = char::from(*digit).to_digit(10)?;
        if exponent < 10_000 {
            exponent = exponent * 10 + i64::from(digit);
        }
    }
    Some(if negative { -exponent } else { exponent })
}

fn split_while(bytes: &[u8], holds: impl Fn(&u8) -> bool) -> (&[u8], &[u8]) {
    let length = bytes.iter().take_while(|byte| holds(byte)).count();
    bytes.split_at_checked(length).unwrap_or((bytes, &[]))
}

/// Whether each underscore stands between digits, or between a base's prefix and a digit (Go's `underscoreOK`).
fn underscores_separate_digits(text: &[u8]) -> bool {
    #[derive(PartialEq)]
    enum Seen {
        Start,
        Digit,
        Underscore,
        Other,
    }
    let text = match text {
        [b'+' | b'-', rest @ ..] => rest,
        rest => rest,
    };
    let (mut seen, hexadecimal, text) = match text {
        [b'0', b'x' | b'X', rest @ ..] => (Seen::Digit, true, rest),
        [b'0', b'b' | b'B' | b'o' | b'O', rest @ ..] => (Seen::Digit, false, rest),
        rest => (Seen::Start, false, rest),
    };
    for byte in text {
        let is_digit = byte.is_ascii_digit() || hexadecimal && byte.is_ascii_hexdigit();
        seen = match byte {
            _ if is_digit => Seen::Digit,
            b'_' if seen != Seen::Digit => return false,
            b'_' => Seen::Underscore,
            _ if seen == Seen::Underscore => return false,
            _ => Seen::Other,
        };
    }
    seen != Seen::Underscore
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expectations are Go's.
    #[test]
    fn reads_integers() {
        let syntax = Err(NumberError::Syntax);
        let range = Err(NumberError::Range);
        for (text, signed, unsigned) in [
            ("0", Ok(0), Ok(0)),
            ("-0", Ok(0), syntax),
            ("+7", Ok(7), Err(NumberError::Syntax)),
            ("0b10_010_01", Ok(73), Ok(73)),
            ("0o73", Ok(59), Ok(59)),
            ("073", Ok(59), Ok(59)),
            ("0x_7f", Ok(127), Ok(127)),
            ("1__0", Err(NumberError::Syntax), Err(NumberError::Syntax)),
            ("0x", Err(NumberError::Syntax), Err(NumberError::Syntax)),
            ("08", Err(NumberError::Syntax), Err(NumberError::Syntax)),
            (
                "18446744073709551615",
                Err(NumberError::Range),
                Ok(u64::MAX),
            ),
            ("18446744073709551616", range, Err(NumberError::Range)),
            (
                "-9223372036854775808",
                Ok(i64::MIN),
                Err(NumberError::Syntax),
            ),
            (
                "-9223372036854775809",
                Err(NumberError::Range),
                Err(NumberError::Syntax),
            ),
        ] {
            assert_eq!(parse_int(text, 0), signed, "{text}");
            assert_eq!(parse_uint(text, 0), unsigned, "{text}");
        }
        assert_eq!(parse_int("-0z", 36), Ok(-35));
        assert_eq!(parse_int("1_0", 10), Err(NumberError::Syntax));
        assert_eq!(parse_int("0x1", 10), Err(NumberError::Syntax));
        assert_eq!(parse_int("010", 10), Ok(10));
    }

    #[test]
    fn reads_floats() {
        for (text, expected) in [
            ("1", Ok(1.0)),
            ("1.", Ok(1.0)),
            (".5", Ok(0.5)),
            ("1e1_9", Ok(1e19)),
            ("1_0.5", Ok(10.5)),
            ("0x1p-2", Ok(0.25)),
            ("-0x_1.8p4", Ok(-24.0)),
            ("0x1.fffffffffffff8p0", Ok(2.0)),
            ("0x1.fffffffffffff7p0", Ok(1.999_999_999_999_999_8)),
            ("0x1.00000000000008p0", Ok(1.0)),
            (
                "0x1.000000000000080000000000000001p0",
                Ok(1.000_000_000_000_000_2),
            ),
            ("0x1p-1074", Ok(5e-324)),
            ("0x1p-1075", Ok(0.0)),
            ("0x1.8p-1075", Ok(5e-324)),
            ("0x1p-1022", Ok(f64::MIN_POSITIVE)),
            ("0x1.fffffffffffffp1023", Ok(f64::MAX)),
            ("0x1.fffffffffffff8p1023", Err(NumberError::Range)),
            ("0x1p99999999999999999999", Err(NumberError::Range)),
            ("0x0p99999999999999999999", Ok(0.0)),
            ("1e999", Err(NumberError::Range)),
            ("+Inf", Ok(f64::INFINITY)),
            ("-infinity", Ok(f64::NEG_INFINITY)),
            ("", Err(NumberError::Syntax)),
            (".", Err(NumberError::Syntax)),
            ("_", Err(NumberError::Syntax)),
            ("1e", Err(NumberError::Syntax)),
            ("1_.5", Err(NumberError::Syntax)),
            ("0x1", Err(NumberError::Syntax)),
            ("0x.p1", Err(NumberError::Syntax)),
            ("1p4", Err(NumberError::Syntax)),
            ("infin", Err(NumberError::Syntax)),
            ("+nan", Err(NumberError::Syntax)),
            (" 1", Err(NumberError::Syntax)),
        ] {
            assert_eq!(parse_float(text), expected, "{text}");
        }
        assert!(parse_float("NaN").is_ok_and(f64::is_nan));
        assert!(parse_float("-0x0p0").is_ok_and(f64::is_sign_negative));
    }
}
