//! Floats as Go's strconv writes them (`strconv.FormatFloat`, `internal/strconv/ftoa.go`).

use super::digits::Digits;
use super::hexadecimal::{binary, hexadecimal};

/// How a float is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FloatForm {
    /// `'b'`: `4503599627370496p-52`
    Binary,
    /// `'e'`: `1.5e+06`
    Exponent,
    /// `'E'`: `1.5E+06`
    UpperExponent,
    /// `'f'`: `1500000.0`
    Plain,
    /// `'g'`: `'e'` for large exponents, `'f'` for others
    General,
    /// `'G'`: `'E'` for large exponents, `'f'` for others
    UpperGeneral,
    /// `'x'`: `0x1.8p+01`
    Hexadecimal,
    /// `'X'`: `0X1.8P+01`
    UpperHexadecimal,
}

/// Which of Go's float types a value is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FloatSize {
    /// `float32`
    Single,
    /// `float64`
    Double,
}

impl FloatSize {
    /// The value as this type holds it.
    fn narrow(self, value: f64) -> f64 {
        match self {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "Go converts with float32(v)"
            )]
            Self::Single => f64::from(value as f32),
            Self::Double => value,
        }
    }
}

/// `strconv.FormatFloat`. The precision is the number of digits after the point, or for `'g'` of all digits; without
/// one there are as many as are needed to read the same number back.
#[must_use]
pub fn format_float(
    value: f64,
    form: FloatForm,
    precision: Option<usize>,
    size: FloatSize,
) -> String {
    let value = size.narrow(value);
    if let Some(word) = not_finite(value) {
        return word.to_owned();
    }
    let mut out = String::new();
    if value.is_sign_negative() {
        out.push('-');
    }
    let value = value.abs();
    match form {
        FloatForm::Binary => binary(value, size, &mut out),
        FloatForm::Hexadecimal => hexadecimal(value, precision, false, &mut out),
        FloatForm::UpperHexadecimal => hexadecimal(value, precision, true, &mut out),
        FloatForm::Exponent => exponent(value, 'e', precision, size, &mut out),
        FloatForm::UpperExponent => exponent(value, 'E', precision, size, &mut out),
        FloatForm::Plain => plain(value, precision, size, &mut out),
        FloatForm::General => general(value, 'e', precision, size, &mut out),
        FloatForm::UpperGeneral => general(value, 'E', precision, size, &mut out),
    }
    out
}

fn exponent(value: f64, letter: char, precision: Option<usize>, size: FloatSize, out: &mut String) {
    match precision {
        Some(precision) => Digits::significant(value, precision.saturating_add(1))
            .write_exponent(precision, letter, out),
        None => {
            let digits = Digits::shortest(value, size);
            digits.write_exponent(digits.len().saturating_sub(1), letter, out);
        }
    }
}

fn plain(value: f64, precision: Option<usize>, size: FloatSize, out: &mut String) {
    match precision {
        Some(precision) => Digits::fraction(value, precision).write_plain(precision, out),
        None => {
            let digits = Digits::shortest(value, size);
            digits.write_plain(digits.fraction_length(), out);
        }
    }
}

fn general(value: f64, letter: char, precision: Option<usize>, size: FloatSize, out: &mut String) {
    let (digits, precision, limit) = match precision {
        Some(precision) => {
            let precision = precision.max(1);
            let digits = Digits::significant(value, precision);
            // Trailing zeros of the fraction are not written.
            let limit = if precision > digits.len() && digits.fits_before_end() {
                digits.len()
            } else {
                precision
            };
            (digits, precision, limit)
        }
        None => {
            let digits = Digits::shortest(value, size);
            let precision = digits.len();
            (digits, precision, 6)
        }
    };
    let power = digits.exponent();
    if power < -4 || usize::try_from(power).is_ok_and(|power| power >= limit) {
        let precision = precision.min(digits.len());
        digits.write_exponent(precision.saturating_sub(1), letter, out);
    } else {
        digits.write_plain(digits.fraction_length(), out);
    }
}

/// `encoding/json`'s form: 'f', but 'e' below 1e-6 and from 1e21 on, with `e-09` written `e-9`.
#[must_use]
pub fn json_float(value: f64) -> String {
    let size = value.abs();
    if size == 0.0 || (1e-6..1e21).contains(&size) {
        return format_float(value, FloatForm::Plain, None, FloatSize::Double);
    }
    let mut text = format_float(value, FloatForm::Exponent, None, FloatSize::Double);
    if let Some(start) = text.len().checked_sub(4)
        && text
            .get(start..)
            .is_some_and(|tail| tail.starts_with("e-0"))
    {
        text.remove(start.saturating_add(2));
    }
    text
}

/// `strconv.FormatFloat(value, 'g', -1, 64)`.
#[must_use]
pub fn shortest_float(value: f64) -> String {
    format_float(value, FloatForm::General, None, FloatSize::Double)
}

/// `strconv.FormatFloat(value, 'g', -1, 32)`.
#[must_use]
pub fn shortest_float32(value: f64) -> String {
    format_float(value, FloatForm::General, None, FloatSize::Single)
}

/// Go's word for a float that is no number.
#[must_use]
pub fn not_finite(value: f64) -> Option<&'static str> {
    if value.is_nan() {
        Some("NaN")
    } else if value.is_infinite() {
        Some(if value > 0.0 { "+Inf" } else { "-Inf" })
    } else {
        None
    }
}

/// `%#v` of a float64.
#[must_use]
pub fn go_syntax_float(value: f64) -> String {
    shortest_float(value)
}

#[cfg(test)]
mod tests;
