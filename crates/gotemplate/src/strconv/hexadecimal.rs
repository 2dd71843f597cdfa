//! Floats with a binary exponent: Go's `%b` and `%x` (`internal/strconv/ftoa.go`: fmtB, fmtX).

use std::fmt::Write as _;

use super::float::FloatSize;

/// A float as `mantissa × 2^exponent`, with the mantissa's lowest bit that the type has at bit 0.
fn parts(value: f64, size: FloatSize) -> (u64, i32) {
    match size {
        FloatSize::Single => {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "the value came out of a float32"
            )]
            let bits = (value as f32).to_bits();
            split(u64::from(bits), 23, 8, -127)
        }
        FloatSize::Double => split(value.to_bits(), 52, 11, -1023),
    }
}

fn split(bits: u64, mantissa_bits: u32, exponent_bits: u32, bias: i32) -> (u64, i32) {
    let exponent = (bits >> mantissa_bits) & ((1 << exponent_bits) - 1);
    let mantissa = bits & ((1 << mantissa_bits) - 1);
    let unbiased = i32::try_from(exponent)
        .unwrap_or_default()
        .saturating_add(bias)
        .saturating_sub_unsigned(mantissa_bits);
    if exponent == 0 {
        (mantissa, unbiased.saturating_add(1))
    } else {
        (mantissa | (1 << mantissa_bits), unbiased)
    }
}

/// Writes `ddddp±ddd`.
pub(super) fn binary(value: f64, size: FloatSize, out: &mut String) {
    let (mantissa, exponent) = parts(value, size);
    // Writing into a string cannot fail.
    let _ = write!(out, "{mantissa}p{exponent:+}");
}

/// Writes `0x1.yyyp±dd`; the value is finite and not negative.
pub(super) fn hexadecimal(value: f64, precision: Option<usize>, upper: bool, out: &mut String) {
    let (mantissa, exponent) = parts(value, FloatSize::Double);
    // The leading one goes to bit 60.
    let (mut mantissa, mut exponent) = match mantissa {
        0 => (0, 0),
        _ => {
            let shift = mantissa.leading_zeros().saturating_sub(3);
            (
                mantissa << shift,
                exponent.saturating_add(60).saturating_sub_unsigned(shift),
            )
        }
    };
    if let Some(kept) = precision.filter(|kept| *kept < 15) {
        // Bits below the last digit kept, rounded to even.
        let below = 60_u32.saturating_sub(4 * u32::try_from(kept).unwrap_or_default());
        let half = 1_u64 << below.saturating_sub(1);
        let extra = mantissa & ((1 << below) - 1);
        mantissa >>= below;
        if extra > half || (extra == half && mantissa & 1 == 1) {
            mantissa = mantissa.saturating_add(1);
        }
        mantissa <<= below;
        if mantissa & (1 << 61) != 0 {
            mantissa >>= 1;
            exponent = exponent.saturating_add(1);
        }
    }
    let fraction = mantissa & ((1 << 60) - 1);
    let digits = format!("{fraction:015x}");
    let digits = match precision {
        None => digits.trim_end_matches('0'),
        Some(precision) => digits.get(..precision).unwrap_or(&digits),
    };
    let mut text = format!("0x{}", mantissa >> 60);
    if !digits.is_empty() {
        text.push('.');
        text.push_str(digits);
        let zeros = precision.unwrap_or_default().saturating_sub(digits.len());
        text.extend(std::iter::repeat_n('0', zeros));
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    // Writing into a string cannot fail.
    let _ = write!(text, "p{sign}{:02}", exponent.unsigned_abs());
    if upper {
        text.make_ascii_uppercase();
    }
    out.push_str(&text);
}
