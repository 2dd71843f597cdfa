//! Chart.lock: which versions the dependencies were resolved to.

use std::fmt;
use std::str::FromStr;

use super::Dependency;
use super::decode::ShapeError;

/// The contents of a Chart.lock or requirements.lock.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lock {
    /// When it was written.
    pub generated: Timestamp,
    /// The hash over Chart.yaml's dependencies and the locked ones.
    pub digest: String,
    /// The locked dependencies; `None` when the file names none at all, which Go writes as `null`.
    pub dependencies: Option<Vec<Option<Dependency>>>,
}

/// A time as a lock file holds it, in the form in which Go writes it again (`time.RFC3339Nano`): the offset stays, and
/// zeros at the end of the fraction go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timestamp(String);

impl Timestamp {
    /// The time as Go writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Timestamp {
    /// Go's zero time, which stands where the lock file has none.
    fn default() -> Self {
        Self("0001-01-01T00:00:00Z".to_owned())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for Timestamp {
    type Err = ShapeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        normalised(text).map(Self).ok_or_else(|| ShapeError::Time {
            text: text.to_owned(),
        })
    }
}

fn normalised(text: &str) -> Option<String> {
    if !text.is_ascii() {
        return None;
    }
    let (seconds, rest) = text.split_at_checked(19)?;
    let shape = seconds
        .bytes()
        .zip("0000-00-00T00:00:00".bytes())
        .all(|(byte, form)| {
            if form == b'0' {
                byte.is_ascii_digit()
            } else {
                byte == form
            }
        });
    if !shape {
        return None;
    }
    // The calendar and the clock: jiff knows both, but a leap second, which Go refuses.
    let civil: jiff::civil::DateTime = seconds.parse().ok()?;
    if seconds.ends_with("60") {
        return None;
    }
    let (fraction, zone) = match rest.strip_prefix('.') {
        Some(rest) => {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let (fraction, zone) = rest.split_at_checked(digits)?;
            if fraction.is_empty() {
                return None;
            }
            (fraction.get(..9).unwrap_or(fraction), zone)
        }
        None => ("", rest),
    };
    let zone = match zone {
        "Z" | "+00:00" | "-00:00" => "Z",
        zone if is_offset(zone) => zone,
        _ => return None,
    };
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    Some(format!(
        "{}{point}{fraction}{zone}",
        civil.strftime("%Y-%m-%dT%H:%M:%S")
    ))
}

/// `±hh:mm` within Go's limits.
fn is_offset(zone: &str) -> bool {
    let Some((hours, minutes)) = zone.split_once(':') else {
        return false;
    };
    let Some(hours) = hours.strip_prefix(['+', '-']) else {
        return false;
    };
    let within = |text: &str, limit: u8| {
        text.len() == 2 && text.parse::<u8>().is_ok_and(|number| number <= limit)
    };
    within(hours, 24) && within(minutes, 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_go_writes_them() {
        for (text, expected) in [
            ("2020-01-02T03:04:05Z", Some("2020-01-02T03:04:05Z")),
            (
                "2020-01-02T03:04:05.120000Z",
                Some("2020-01-02T03:04:05.12Z"),
            ),
            ("2020-01-02T03:04:05.000Z", Some("2020-01-02T03:04:05Z")),
            (
                "2020-01-02T03:04:05.1234567891+02:00",
                Some("2020-01-02T03:04:05.123456789+02:00"),
            ),
            ("2020-01-02T03:04:05+00:00", Some("2020-01-02T03:04:05Z")),
            ("0001-01-01T00:00:00Z", Some("0001-01-01T00:00:00Z")),
            ("2020-02-30T03:04:05Z", None),
            ("2020-01-02T03:04:60Z", None),
            ("2020-01-02 03:04:05Z", None),
            ("2020-01-02T03:04:05", None),
            ("2020-01-02T03:04:05.Z", None),
            ("2020-01-02T03:04:05+0200", None),
            ("soon", None),
            ("", None),
        ] {
            let parsed: Option<Timestamp> = text.parse().ok();
            assert_eq!(parsed.as_ref().map(Timestamp::as_str), expected, "{text}");
        }
    }
}
