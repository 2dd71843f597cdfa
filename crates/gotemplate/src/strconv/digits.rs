//! The decimal digits of a float, from which all decimal forms are written.

use std::fmt::Write as _;

use super::float::FloatSize;

/// No float64 has more significant digits.
const MOST_SIGNIFICANT: usize = 770;

/// No float64 has more digits after the point.
const LONGEST_FRACTION: usize = 1_080;

/// Decimal digits without zeros at either end, and where the point stands: `0.ddd × 10^point`. Zero has no digits.
pub(super) struct Digits {
    digits: String,
    point: i32,
}

impl Digits {
    /// The fewest digits that read back as the same number; of two equally near ones the even. `value` is finite and
    /// not negative.
    pub(super) fn shortest(value: f64, size: FloatSize) -> Self {
        let text = match size {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "the value came out of a float32"
            )]
            FloatSize::Single => format!("{:e}", value as f32),
            FloatSize::Double => format!("{value:e}"),
        };
        let mut digits = Self::of_exponent_form(&text);
        let long = match size {
            FloatSize::Single => 6,
            FloatSize::Double => 15,
        };
        // Shorter ones are exact or far from a tie.
        if digits.len() >= long {
            digits.round_tie_to_even(value, size);
        }
        digits
    }

    /// At most `count` digits, rounded to even.
    pub(super) fn significant(value: f64, count: usize) -> Self {
        let precision = count.saturating_sub(1).min(MOST_SIGNIFICANT);
        Self::of_exponent_form(&format!("{value:.precision$e}"))
    }

    /// The digits up to the one `count` places after the point, rounded to even.
    pub(super) fn fraction(value: f64, count: usize) -> Self {
        let precision = count.min(LONGEST_FRACTION);
        let text = format!("{value:.precision$}");
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        Self::trimmed(
            format!("{whole}{fraction}"),
            i32::try_from(whole.len()).unwrap_or(i32::MAX),
        )
    }

    /// From Rust's form `1.25e-7`.
    fn of_exponent_form(text: &str) -> Self {
        let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
        let exponent: i32 = exponent.parse().unwrap_or_default();
        Self::trimmed(mantissa.replace('.', ""), exponent.saturating_add(1))
    }

    fn trimmed(mut digits: String, point: i32) -> Self {
        digits.truncate(digits.trim_end_matches('0').len());
        let zeros = digits.bytes().take_while(|digit| *digit == b'0').count();
        digits.drain(..zeros);
        if digits.is_empty() {
            return Self { digits, point: 0 };
        }
        let point = point.saturating_sub(i32::try_from(zeros).unwrap_or(i32::MAX));
        Self { digits, point }
    }

    /// Rust rounds half up where two shortest forms are equally near; Go takes the even digit.
    fn round_tie_to_even(&mut self, value: f64, size: FloatSize) {
        // Except for 2^-12, the only tie among the float32s that are powers of two: Go's Dragonbox looks for it at the
        // exponent that float64 has it at (`internal/strconv/ftoadbox.go`).
        if size == FloatSize::Single && value == 1.0 / 4096.0 {
            return;
        }
        let odd = match self.digits.bytes().last() {
            Some(last @ (b'1' | b'3' | b'5' | b'7' | b'9')) => last,
            _ => return,
        };
        let mut even = self.digits.clone();
        even.pop();
        even.push(char::from(odd.saturating_sub(1)));
        let exact = Self::significant(value, MOST_SIGNIFICANT);
        if exact.digits.strip_prefix(even.as_str()) != Some("5") {
            return;
        }
        // Below a power of two the numbers stand closer, so that the even form may be another number's.
        let text = format!("0.{even}e{}", self.point);
        let reads_back = match size {
            FloatSize::Single => text.parse().map(f32::into) == Ok(value),
            FloatSize::Double => text.parse() == Ok(value),
        };
        if reads_back {
            self.digits = even;
        }
    }

    /// How many digits there are.
    pub(super) fn len(&self) -> usize {
        self.digits.len()
    }

    /// The power of ten of the first digit.
    pub(super) fn exponent(&self) -> i32 {
        self.point.saturating_sub(1)
    }

    /// How many digits there are after the point.
    pub(super) fn fraction_length(&self) -> usize {
        let length = i64::try_from(self.digits.len())
            .unwrap_or(i64::MAX)
            .saturating_sub(i64::from(self.point));
        usize::try_from(length).unwrap_or(0)
    }

    /// Whether the digits reach the point.
    pub(super) fn fits_before_end(&self) -> bool {
        usize::try_from(self.point).map_or(true, |point| self.digits.len() >= point)
    }

    /// Writes `d.ddde±xx` with `precision` digits after the point.
    pub(super) fn write_exponent(&self, precision: usize, letter: char, out: &mut String) {
        let (first, rest) = self.digits.split_at_checked(1).unwrap_or(("0", ""));
        out.push_str(first);
        if precision > 0 {
            out.push('.');
            push_padded(rest, precision, out);
        }
        let exponent = if self.digits.is_empty() {
            0
        } else {
            self.exponent()
        };
        let sign = if exponent < 0 { '-' } else { '+' };
        // Writing into a string cannot fail.
        let _ = write!(out, "{letter}{sign}{:02}", exponent.unsigned_abs());
    }

    /// Writes `ddd.ddd` with `precision` digits after the point.
    pub(super) fn write_plain(&self, precision: usize, out: &mut String) {
        let digits = self.digits.as_str();
        let (whole, zeros, fraction) = match usize::try_from(self.point) {
            Ok(point) => {
                let (whole, fraction) = digits.split_at_checked(point).unwrap_or((digits, ""));
                push_padded(whole, point, out);
                (point, 0, fraction)
            }
            Err(_) => (
                0,
                usize::try_from(self.point.unsigned_abs()).unwrap_or(usize::MAX),
                digits,
            ),
        };
        if whole == 0 {
            out.push('0');
        }
        if precision > 0 {
            out.push('.');
            let zeros = zeros.min(precision);
            push_padded("", zeros, out);
            push_padded(fraction, precision.saturating_sub(zeros), out);
        }
    }
}

/// Writes `width` digits: the given ones, then zeros.
fn push_padded(digits: &str, width: usize, out: &mut String) {
    let digits = digits.get(..width).unwrap_or(digits);
    out.push_str(digits);
    out.extend(std::iter::repeat_n('0', width.saturating_sub(digits.len())));
}
