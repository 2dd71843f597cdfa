//! Go's `strconv.ParseFloat`.

use super::integer::{NumberError, has_underscores_in_place};

/// Bits of a float64's mantissa, without the one that is always set.
const MANTISSA_BITS: u32 = 52;
/// The exponent that is written as 0 in a float64.
const BIAS: i64 = -1023;
const SMALLEST_EXPONENT: i64 = BIAS + 1;
const LARGEST_EXPONENT: i64 = 1023;

/// `strconv.ParseFloat(text, 64)`: decimal and hexadecimal floats, underscores between digits, `inf`, `infinity` and
/// `nan` in any case.
///
/// # Errors
/// When it is no number, or too large for a float64; the value is then an infinity.
pub fn parse_float(text: &[u8]) -> Result<f64, NumberError<f64>> {
    if let Some(value) = special(text) {
        return Ok(value);
    }
    let number = Number::scan(text).ok_or(NumberError::Syntax)?;
    let value = match number.hexadecimal {
        Some(hexadecimal) => hexadecimal.value(),
        None => number
            .digits
            .parse::<f64>()
            .map_err(|_| NumberError::Syntax)?,
    };
    let value = if number.negative { -value } else { value };
    if value.is_infinite() {
        return Err(NumberError::Range(value));
    }
    Ok(value)
}

fn special(text: &[u8]) -> Option<f64> {
    if text.eq_ignore_ascii_case(b"nan") {
        return Some(f64::NAN);
    }
    let (sign, name) = match text {
        [b'-', name @ ..] => (-1.0, name),
        [b'+', name @ ..] => (1.0, name),
        name => (1.0, name),
    };
    (name.eq_ignore_ascii_case(b"inf") || name.eq_ignore_ascii_case(b"infinity"))
        .then_some(sign * f64::INFINITY)
}

/// A float as it is written.
#[derive(Default)]
struct Number {
    negative: bool,
    /// Without sign and underscores: what Rust reads too, rounding as Go does.
    digits: String,
    hexadecimal: Option<Hexadecimal>,
}

/// The first bits of a hexadecimal float: `mantissa × 2^exponent`.
#[derive(Default, Clone, Copy)]
struct Hexadecimal {
    mantissa: u64,
    exponent: i64,
    /// Whether bits were cut off that are not 0.
    truncated: bool,
}

impl Number {
    /// `readFloat`: the whole text must be a number.
    fn scan(text: &[u8]) -> Option<Self> {
        let (negative, unsigned) = match text {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] => (false, rest),
            _ => (false, text),
        };
        let (is_hexadecimal, mut rest) = match unsigned {
            [b'0', b'x' | b'X', rest @ ..] if !rest.is_empty() => (true, rest),
            _ => (false, unsigned),
        };
        let mut number = Self {
            negative,
            ..Self::default()
        };
        let mut hexadecimal = Hexadecimal::default();
        let (mut saw_digit, mut saw_point) = (false, false);
        while let [byte, after @ ..] = rest {
            match byte {
                b'_' => {}
                b'.' if !saw_point => {
                    saw_point = true;
                    number.digits.push('.');
                }
                byte if byte.is_ascii_digit() || is_hexadecimal && byte.is_ascii_hexdigit() => {
                    saw_digit = true;
                    number.digits.push(char::from(*byte));
                    hexadecimal.push(*byte, saw_point);
                }
                _ => break,
            }
            rest = after;
        }
        if !saw_digit {
            return None;
        }
        let mark = if is_hexadecimal { b'p' } else { b'e' };
        match rest {
            [byte, after @ ..] if byte.eq_ignore_ascii_case(&mark) => {
                let exponent = exponent(after)?;
                number.digits.push_str(&format!("e{exponent}"));
                hexadecimal.exponent = hexadecimal.exponent.saturating_add(exponent);
            }
            [] if !is_hexadecimal => {}
            _ => return None,
        }
        if text.contains(&b'_') && !has_underscores_in_place(text) {
            return None;
        }
        number.hexadecimal = is_hexadecimal.then_some(hexadecimal);
        Some(number)
    }
}

/// What stands after `e`. Beyond five digits its size does not matter any more.
fn exponent(text: &[u8]) -> Option<i64> {
    let (sign, digits) = match text {
        [b'-', rest @ ..] => (-1, rest),
        [b'+', rest @ ..] => (1, rest),
        _ => (1, text),
    };
    if !digits.first().is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let mut value = 0_i64;
    for byte in digits {
        match byte {
            b'0'..=b'9' if value < 10_000 => value = value * 10 + i64::from(byte - b'0'),
            b'0'..=b'9' | b'_' => {}
            _ => return None,
        }
    }
    Some(sign * value)
}

impl Hexadecimal {
    fn push(&mut self, digit: u8, after_point: bool) {
        let digit = char::from(digit).to_digit(16).unwrap_or_default();
        if after_point {
            self.exponent = self.exponent.saturating_sub(4);
        }
        if self.mantissa >> 60 == 0 {
            self.mantissa = self.mantissa << 4 | u64::from(digit);
        } else {
            self.exponent = self.exponent.saturating_add(4);
            self.truncated |= digit != 0;
        }
    }

    /// `atofHex`: the nearest float64, ties to even.
    fn value(self) -> f64 {
        let Self {
            mut mantissa,
            mut exponent,
            truncated,
        } = self;
        if mantissa == 0 {
            return 0.0;
        }
        // From here on the mantissa stands for `mantissa / 2^52`, with two bits more for rounding.
        exponent = exponent.saturating_add(i64::from(MANTISSA_BITS));
        while mantissa >> (MANTISSA_BITS + 2) == 0 {
            mantissa <<= 1;
            exponent = exponent.saturating_sub(1);
        }
        mantissa |= u64::from(truncated);
        while mantissa >> (MANTISSA_BITS + 3) != 0 {
            mantissa = mantissa >> 1 | mantissa & 1;
            exponent = exponent.saturating_add(1);
        }
        while mantissa > 1 && exponent < SMALLEST_EXPONENT - 2 {
            mantissa = mantissa >> 1 | mantissa & 1;
            exponent = exponent.saturating_add(1);
        }
        let rounding = mantissa & 3;
        mantissa >>= 2;
        exponent = exponent.saturating_add(2);
        if rounding | mantissa & 1 == 3 {
            mantissa += 1;
            if mantissa == 1 << (MANTISSA_BITS + 1) {
                mantissa >>= 1;
                exponent = exponent.saturating_add(1);
            }
        }
        if exponent > LARGEST_EXPONENT {
            return f64::INFINITY;
        }
        if mantissa >> MANTISSA_BITS == 0 {
            exponent = BIAS;
        }
        let biased = u64::try_from(exponent - BIAS).unwrap_or_default();
        f64::from_bits(biased << MANTISSA_BITS | mantissa & ((1 << MANTISSA_BITS) - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_go_reads() {
        let cases: [(&str, f64); 17] = [
            ("1.5", 1.5),
            (".5", 0.5),
            ("5.", 5.0),
            ("-1e3", -1000.0),
            ("1_000.2_5", 1000.25),
            ("1.5e1_0", 1.5e10),
            ("1e-400", 0.0),
            ("0x1p-2", 0.25),
            ("0x1_0p1", 32.0),
            ("0x.8p0", 0.5),
            ("-0X1.8P+1", -3.0),
            ("0x1p-1074", 5e-324),
            ("0x1p-1075", 0.0),
            ("0x1.8p-1074", 1e-323),
            ("0x1.fffffffffffff8p0", 2.0),
            ("0x1.fffffffffffff7ffffffp0", 1.999_999_999_999_999_8),
            ("Infinity", f64::INFINITY),
        ];
        for (text, expected) in cases {
            let value = parse_float(text.as_bytes());
            assert_eq!(value, Ok(expected), "{text}");
        }
        assert!(parse_float(b"NaN").is_ok_and(f64::is_nan));
    }

    #[test]
    fn refuses_what_go_refuses() {
        for text in [
            "", ".", "e5", "1e", "1e+", "+nan", "infi", "0x", "0x1", "0xp1", "1__0", "_1", "1_",
            "1_.5", " 1", "1x", "1e5x", "--1", "1.2.3",
        ] {
            assert_eq!(
                parse_float(text.as_bytes()),
                Err(NumberError::Syntax),
                "{text}"
            );
        }
        for (text, nearest) in [
            ("1e400", f64::INFINITY),
            ("-1e99999999999999999999", f64::NEG_INFINITY),
            ("0x1p1024", f64::INFINITY),
        ] {
            assert_eq!(
                parse_float(text.as_bytes()),
                Err(NumberError::Range(nearest)),
                "{text}"
            );
        }
    }
}
