//! Floats, read (`internal/strconv/atof.go`).

use super::integer::underscores_are_good;
use super::{FloatSize, NumberError, NumberErrorCause};

/// `strconv.ParseFloat`: decimal and hexadecimal floats, underscores between digits, `inf`, `infinity` and `nan` in
/// any case.
///
/// # Errors
/// When the text is no float, or too large for one.
pub fn parse_float(text: impl AsRef<[u8]>, size: FloatSize) -> Result<f64, NumberError> {
    let text = text.as_ref();
    match parse_float_prefix(text, size) {
        Some((value, length)) if length == text.len() => {
            value.map_err(|cause| cause.of("ParseFloat", text))
        }
        _ => Err(NumberErrorCause::Syntax.of("ParseFloat", text)),
    }
}

/// The float at the start of a text, and its length; `None` where there is none.
fn parse_float_prefix(
    text: &[u8],
    size: FloatSize,
) -> Option<(Result<f64, NumberErrorCause>, usize)> {
    if let Some((value, length)) = special(text) {
        return Some((Ok(value), length));
    }
    let scanned = scan(text)?;
    let value = if scanned.hexadecimal {
        hexadecimal(&scanned, size)
    } else {
        let digits = text.get(..scanned.length)?;
        let digits: String = digits
            .iter()
            .filter(|byte| **byte != b'_')
            .map(|byte| char::from(*byte))
            .collect();
        match size {
            FloatSize::Single => digits.parse::<f32>().ok().map(f64::from)?,
            FloatSize::Double => digits.parse().ok()?,
        }
    };
    let value = if value.is_finite() {
        Ok(value)
    } else {
        Err(NumberErrorCause::Range)
    };
    Some((value, scanned.length))
}

fn special(text: &[u8]) -> Option<(f64, usize)> {
    let (sign, word) = match text {
        [b'+', word @ ..] => (Some(1.0), word),
        [b'-', word @ ..] => (Some(-1.0), word),
        word => (None, word),
    };
    let starts = |prefix: &[u8]| {
        word.get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    let length = if starts(b"infinity") {
        8
    } else if starts(b"inf") {
        3
    } else if sign.is_none() && starts(b"nan") {
        return Some((f64::NAN, 3));
    } else {
        return None;
    };
    let value = f64::INFINITY.copysign(sign.unwrap_or(1.0));
    Some((value, usize::from(sign.is_some()).saturating_add(length)))
}

/// What was read of a float. The mantissa and its exponent are those of a hexadecimal one.
#[derive(Debug, Default)]
struct Scanned {
    negative: bool,
    hexadecimal: bool,
    mantissa: u64,
    exponent: i64,
    /// Bits other than zero were left out of the mantissa.
    truncated: bool,
    length: usize,
}

/// Reads digits, a point and an exponent.
fn scan(text: &[u8]) -> Option<Scanned> {
    let mut scanned = Scanned::default();
    let mut at = 0_usize;
    let byte = |at: usize| text.get(at).copied().unwrap_or_default();
    if let b'+' | b'-' = byte(at) {
        scanned.negative = byte(at) == b'-';
        at = at.saturating_add(1);
    }
    if byte(at) == b'0'
        && matches!(byte(at.saturating_add(1)), b'x' | b'X')
        && text.len() > at.saturating_add(2)
    {
        scanned.hexadecimal = true;
        at = at.saturating_add(2);
    }
    let base = if scanned.hexadecimal { 16 } else { 10 };
    let mut underscores = false;
    let mut point = false;
    let mut digits = false;
    while at < text.len() {
        match byte(at) {
            b'_' => underscores = true,
            b'.' if point => break,
            b'.' => point = true,
            byte => {
                let Some(digit) = char::from(byte).to_digit(base) else {
                    break;
                };
                digits = true;
                scanned.push(digit, point);
            }
        }
        at = at.saturating_add(1);
    }
    if !digits {
        return None;
    }
    let letter = if scanned.hexadecimal { b'p' } else { b'e' };
    if byte(at).eq_ignore_ascii_case(&letter) {
        at = at.saturating_add(1);
        let negative = byte(at) == b'-';
        if let b'+' | b'-' = byte(at) {
            at = at.saturating_add(1);
        }
        if !byte(at).is_ascii_digit() {
            return None;
        }
        let mut exponent = 0_i64;
        loop {
            match byte(at) {
                b'_' => underscores = true,
                digit @ b'0'..=b'9' => {
                    // Beyond that no digit matters.
                    if exponent < 10_000 {
                        exponent = exponent
                            .saturating_mul(10)
                            .saturating_add(i64::from(digit.saturating_sub(b'0')));
                    }
                }
                _ => break,
            }
            at = at.saturating_add(1);
        }
        let exponent = if negative {
            exponent.saturating_neg()
        } else {
            exponent
        };
        scanned.exponent = scanned.exponent.saturating_add(exponent);
    } else if scanned.hexadecimal {
        return None;
    }
    scanned.length = at;
    if underscores && !underscores_are_good(text.get(..at)?) {
        return None;
    }
    Some(scanned)
}

impl Scanned {
    /// Takes a hexadecimal digit; of a decimal float nothing is kept.
    fn push(&mut self, digit: u32, after_point: bool) {
        if !self.hexadecimal {
            return;
        }
        if self.mantissa >> 60 == 0 {
            self.mantissa = (self.mantissa << 4) | u64::from(digit);
            if after_point {
                self.exponent = self.exponent.saturating_sub(4);
            }
        } else {
            self.truncated |= digit != 0;
            if !after_point {
                self.exponent = self.exponent.saturating_add(4);
            }
        }
    }
}

/// The float nearest to `mantissa × 2^exponent`, rounded to even.
fn hexadecimal(scanned: &Scanned, size: FloatSize) -> f64 {
    let (mantissa_bits, bias) = match size {
        FloatSize::Single => (23_u32, 127_i64),
        FloatSize::Double => (52, 1023),
    };
    let mut mantissa = scanned.mantissa;
    let mut exponent = scanned.exponent;
    if mantissa == 0 {
        return if scanned.negative { -0.0 } else { 0.0 };
    }
    // The leading bit goes to bit 62, which leaves room to round.
    let shift = mantissa.leading_zeros();
    if shift == 0 {
        mantissa = mantissa >> 1 | mantissa & 1;
        exponent = exponent.saturating_add(1);
    } else {
        let shift = shift.saturating_sub(1);
        mantissa <<= shift;
        exponent = exponent.saturating_sub(i64::from(shift));
    }
    if scanned.truncated {
        mantissa |= 1;
    }
    // The power of two of the leading bit.
    let mut power = exponent.saturating_add(62);
    // Below the smallest normal number fewer bits are kept.
    let lost = bias
        .saturating_neg()
        .saturating_add(1)
        .saturating_sub(power)
        .max(0);
    let dropped = i64::from(62_u32.saturating_sub(mantissa_bits)).saturating_add(lost);
    let Some(dropped) = u32::try_from(dropped).ok().filter(|dropped| *dropped < 64) else {
        return if scanned.negative { -0.0 } else { 0.0 };
    };
    let half = 1_u64 << dropped.saturating_sub(1);
    let rest = mantissa & ((half << 1).wrapping_sub(1));
    let mut kept = mantissa >> dropped;
    if rest > half || (rest == half && kept & 1 == 1) {
        kept = kept.saturating_add(1);
    }
    if kept >> mantissa_bits > 1 {
        kept >>= 1;
        power = power.saturating_add(1);
    }
    let infinity = bias.saturating_add(1);
    let field = if power >= infinity {
        kept = 0;
        infinity.saturating_add(bias)
    } else if kept >> mantissa_bits == 0 {
        0
    } else {
        power
            .max(bias.saturating_neg().saturating_add(1))
            .saturating_add(bias)
    };
    let field = u64::try_from(field).unwrap_or_default();
    let bits = (kept & ((1 << mantissa_bits) - 1)) | (field << mantissa_bits);
    let value = match size {
        FloatSize::Single => f64::from(f32::from_bits(u32::try_from(bits).unwrap_or_default())),
        FloatSize::Double => f64::from_bits(bits),
    };
    if scanned.negative { -value } else { value }
}

#[cfg(test)]
mod tests;
