//! Lengths of time (`time.Duration`).

use std::fmt;

use super::quote;

/// A length of time in nanoseconds (`time.Duration`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Duration(pub i64);

/// A text that is no duration: `time: invalid duration "x"`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("time: {0}")]
pub struct ParseDurationError(String);

const UNITS: [(&[u8], u64); 8] = [
    (b"ns", 1),
    (b"us", 1_000),
    ("\u{b5}s".as_bytes(), 1_000),
    ("\u{3bc}s".as_bytes(), 1_000),
    (b"ms", 1_000_000),
    (b"s", 1_000_000_000),
    (b"m", 60_000_000_000),
    (b"h", 3_600_000_000_000),
];

/// The magnitude of the least duration.
const LARGEST: u64 = 1 << 63;

impl Duration {
    /// One second.
    pub const SECOND: Self = Self(1_000_000_000);
    /// One minute.
    pub const MINUTE: Self = Self(60_000_000_000);
    /// One hour.
    pub const HOUR: Self = Self(3_600_000_000_000);

    /// Reads `1h15m30.918s` (`time.ParseDuration`).
    ///
    /// # Errors
    /// When the text is no duration, or longer than 64 bits of nanoseconds.
    pub fn parse(text: &[u8]) -> Result<Self, ParseDurationError> {
        let invalid = || ParseDurationError(format!("invalid duration {}", quote(text)));
        let (negative, mut rest) = match text {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] => (false, rest),
            _ => (false, text),
        };
        if rest == b"0" {
            return Ok(Self(0));
        }
        if rest.is_empty() {
            return Err(invalid());
        }
        let mut total: u64 = 0;
        while let Some(first) = rest.first() {
            if !(*first == b'.' || first.is_ascii_digit()) {
                return Err(invalid());
            }
            let (whole, after_whole) = leading_integer(rest).ok_or_else(invalid)?;
            let (fraction, after) = match after_whole {
                [b'.', after @ ..] => {
                    let (fraction, after_fraction) = Fraction::leading(after);
                    let has_digits = after_fraction.len() != after.len();
                    (has_digits.then_some(fraction), after_fraction)
                }
                _ => (None, after_whole),
            };
            if after_whole.len() == rest.len() && fraction.is_none() {
                return Err(invalid());
            }
            let unit_length = after
                .iter()
                .position(|byte| *byte == b'.' || byte.is_ascii_digit())
                .unwrap_or(after.len());
            let (unit, after) = after.split_at_checked(unit_length).unwrap_or((after, &[]));
            if unit.is_empty() {
                return Err(ParseDurationError(format!(
                    "missing unit in duration {}",
                    quote(text)
                )));
            }
            let Some((_, nanoseconds)) = UNITS.iter().find(|(name, _)| *name == unit) else {
                return Err(ParseDurationError(format!(
                    "unknown unit {} in duration {}",
                    quote(unit),
                    quote(text)
                )));
            };
            rest = after;
            total = whole
                .checked_mul(*nanoseconds)
                .and_then(|sum| sum.checked_add(fraction.map_or(0, |part| part.of(*nanoseconds))))
                .and_then(|sum| sum.checked_add(total))
                .filter(|sum| *sum <= LARGEST)
                .ok_or_else(invalid)?;
        }
        if negative {
            return Ok(Self(total.cast_signed().wrapping_neg()));
        }
        i64::try_from(total).map(Self).map_err(|_| invalid())
    }

    /// To the nearest multiple of `unit`, halves away from zero (`Duration.Round`).
    #[must_use]
    pub fn round(self, unit: Self) -> Self {
        if unit.0 <= 0 {
            return self;
        }
        let rest = (self.0 % unit.0).unsigned_abs();
        let down = self.0 - self.0 % unit.0;
        if rest.saturating_mul(2) < unit.0.unsigned_abs() {
            Self(down)
        } else {
            Self(down.saturating_add(unit.0.saturating_mul(self.0.signum())))
        }
    }

    /// Towards zero to a multiple of `unit` (`Duration.Truncate`).
    #[must_use]
    pub fn truncate(self, unit: Self) -> Self {
        if unit.0 <= 0 {
            return self;
        }
        Self(self.0 - self.0 % unit.0)
    }

    /// In units of so many nanoseconds, with a fraction (`Duration.Hours` and its kin).
    #[allow(clippy::cast_precision_loss)]
    pub(super) fn in_units(self, unit: Self) -> f64 {
        (self.0 / unit.0) as f64 + (self.0 % unit.0) as f64 / unit.0 as f64
    }
}

/// The digits after a decimal point.
struct Fraction {
    digits: u64,
    scale: f64,
}

impl Fraction {
    /// Reads digits. Those that are more than a number holds are passed over.
    fn leading(text: &[u8]) -> (Self, &[u8]) {
        let mut fraction = Self {
            digits: 0,
            scale: 1.0,
        };
        let mut overflow = false;
        let mut rest = text;
        while let [digit @ b'0'..=b'9', after @ ..] = rest {
            rest = after;
            if overflow {
                continue;
            }
            if fraction.digits > (LARGEST - 1) / 10 {
                overflow = true;
                continue;
            }
            let digits = fraction.digits * 10 + u64::from(digit - b'0');
            if digits > LARGEST {
                overflow = true;
                continue;
            }
            fraction.digits = digits;
            fraction.scale *= 10.0;
        }
        (fraction, rest)
    }

    /// The nanoseconds of this part of a unit. Go counts in `float64`, and so must this.
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss
    )]
    fn of(&self, unit: u64) -> u64 {
        (self.digits as f64 * (unit as f64 / self.scale)) as u64
    }
}

/// Reads digits; `None` when they are over 2^63 (Go's `leadingInt`).
pub(super) fn leading_integer(text: &[u8]) -> Option<(u64, &[u8])> {
    let mut number: u64 = 0;
    let mut rest = text;
    while let [digit @ b'0'..=b'9', after @ ..] = rest {
        rest = after;
        number = number
            .checked_mul(10)?
            .checked_add(u64::from(digit - b'0'))
            .filter(|number| *number <= LARGEST)?;
    }
    Some((number, rest))
}

impl fmt::Display for Duration {
    /// `72h3m0.5s`, `1.5µs`, `0s`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nanoseconds = self.0.unsigned_abs();
        if self.0 < 0 {
            out.write_str("-")?;
        }
        match nanoseconds {
            0 => out.write_str("0s"),
            1..1_000 => write!(out, "{nanoseconds}ns"),
            1_000..1_000_000 => {
                write_decimal(out, nanoseconds / 1_000, nanoseconds % 1_000, 3)?;
                out.write_str("\u{b5}s")
            }
            1_000_000..1_000_000_000 => {
                write_decimal(out, nanoseconds / 1_000_000, nanoseconds % 1_000_000, 6)?;
                out.write_str("ms")
            }
            _ => {
                let seconds = nanoseconds / 1_000_000_000;
                let (hours, minutes) = (seconds / 3_600, seconds / 60);
                if hours > 0 {
                    write!(out, "{hours}h")?;
                }
                if minutes > 0 {
                    write!(out, "{}m", minutes % 60)?;
                }
                write_decimal(out, seconds % 60, nanoseconds % 1_000_000_000, 9)?;
                out.write_str("s")
            }
        }
    }
}

/// Writes `whole.fraction` without zeros at the end.
fn write_decimal(
    out: &mut fmt::Formatter<'_>,
    whole: u64,
    fraction: u64,
    digits: usize,
) -> fmt::Result {
    write!(out, "{whole}")?;
    if fraction == 0 {
        return Ok(());
    }
    let fraction = format!("{fraction:0digits$}");
    write!(out, ".{}", fraction.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::Duration;

    #[test]
    fn durations_show_as_in_go() {
        for (nanoseconds, shown) in [
            (0, "0s"),
            (1, "1ns"),
            (1_100, "1.1\u{b5}s"),
            (2_200_000, "2.2ms"),
            (3_300_000_000, "3.3s"),
            (245_000_000_000, "4m5s"),
            (245_001_000_000, "4m5.001s"),
            (18_367_001_000_000, "5h6m7.001s"),
            (480_000_000_001, "8m0.000000001s"),
            (i64::MAX, "2562047h47m16.854775807s"),
            (i64::MIN, "-2562047h47m16.854775808s"),
            (-1_500_000, "-1.5ms"),
        ] {
            assert_eq!(Duration(nanoseconds).to_string(), shown);
        }
    }

    #[test]
    fn durations_are_read_as_in_go() {
        for (text, nanoseconds) in [
            ("0", 0),
            ("+0", 0),
            ("5s", 5_000_000_000),
            ("-.5s", -500_000_000),
            ("1.s", 1_000_000_000),
            ("3h30m", 12_600_000_000_000),
            ("12\u{b5}s", 12_000),
            ("12\u{3bc}s10ns", 12_010),
            ("0.100000000000000000000h", 360_000_000_000),
            ("0.830103483285477580700h", 2_988_372_539_827),
            ("9223372036854775.807us", i64::MAX),
            ("-9223372036854775808ns", i64::MIN),
        ] {
            assert_eq!(
                Duration::parse(text.as_bytes()),
                Ok(Duration(nanoseconds)),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_duration_is_an_error_in_gos_words() {
        for (text, words) in [
            ("", r#"time: invalid duration """#),
            ("3", r#"time: missing unit in duration "3""#),
            ("-", r#"time: invalid duration "-""#),
            ("s", r#"time: invalid duration "s""#),
            (".s", r#"time: invalid duration ".s""#),
            ("1d", r#"time: unknown unit "d" in duration "1d""#),
            (
                "1\u{e9}",
                r#"time: unknown unit "\xc3\xa9" in duration "1\xc3\xa9""#,
            ),
            (
                "9223372036854775808ns",
                r#"time: invalid duration "9223372036854775808ns""#,
            ),
            ("1s 2m", r#"time: unknown unit "s " in duration "1s 2m""#),
        ] {
            let error = Duration::parse(text.as_bytes()).unwrap_err();
            assert_eq!(error.to_string(), words);
        }
    }

    #[test]
    fn durations_round_halves_away_from_zero() {
        for (duration, unit, rounded) in [
            (1_500, 1_000, 2_000),
            (-1_500, 1_000, -2_000),
            (1_499, 1_000, 1_000),
            (5, 0, 5),
            (i64::MAX, 10, i64::MAX),
            (i64::MIN, 10, i64::MIN),
            (0, 7, 0),
        ] {
            assert_eq!(Duration(duration).round(Duration(unit)), Duration(rounded));
        }
    }
}
