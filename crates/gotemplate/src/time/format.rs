//! Writing times by a layout (Go's format.go).

use super::calendar::{Clock, Date};
use super::instant::Time;
use super::layout::{Element, FractionDigits, Offset, OffsetForm, next_chunk};
use super::{RFC3339_NANO, quote};

/// Go's `Time.String`.
const STRING_LAYOUT: &[u8] = b"2006-01-02 15:04:05.999999999 -0700 MST";

impl Time {
    /// Writes the time as the layout has January 2, 15:04:05, 2006, in a zone seven hours west of UTC.
    #[must_use]
    pub fn format(&self, layout: &[u8]) -> Vec<u8> {
        let clock = self.clock();
        let writer = Writer {
            time: self,
            clock,
            date: clock.date(),
            offset: self.offset(),
        };
        let mut out = Vec::with_capacity(layout.len().saturating_add(10));
        let mut rest = layout;
        loop {
            let chunk = next_chunk(rest);
            out.extend_from_slice(chunk.prefix);
            let Some((element, _)) = chunk.element else {
                return out;
            };
            writer.element(element, &mut out);
            rest = chunk.rest;
        }
    }

    /// An upper bound of what [`Time::format`] gives for a layout of so many bytes.
    #[must_use]
    pub fn longest_format(&self, layout_length: usize) -> u64 {
        // No element but a zone's name becomes more than twelve times as long; it takes the place of three letters.
        let growth = self.zone_name().len().div_ceil(3).max(12);
        u64::try_from(layout_length.saturating_mul(growth)).unwrap_or(u64::MAX)
    }

    /// RFC 3339 with nanoseconds, as JSON has it.
    #[must_use]
    pub fn rfc3339(&self) -> String {
        String::from_utf8_lossy(&self.format(RFC3339_NANO)).into_owned()
    }

    /// RFC 3339 for a text that others read back (Go's `appendStrictRFC3339`).
    ///
    /// # Errors
    /// When RFC 3339 cannot say it: a year over four digits, a zone a day or more from UTC.
    pub fn strict_rfc3339(&self) -> Result<String, &'static str> {
        if !(0..=9_999).contains(&self.civil().year) {
            return Err("year outside of range [0,9999]");
        }
        if self.offset().abs() >= 86_400 {
            return Err("timezone hour outside of range [0,23]");
        }
        Ok(self.rfc3339())
    }

    /// Go syntax: `time.Date(2024, time.May, 1, 0, 0, 0, 0, time.UTC)`.
    #[must_use]
    pub fn go_syntax(&self) -> String {
        let civil = self.civil();
        let location = if self.location().is_utc() {
            "time.UTC".to_owned()
        } else if self.location().is_local() {
            "time.Local".to_owned()
        } else {
            format!(
                "time.Location({})",
                quote(self.location().name().as_bytes())
            )
        };
        format!(
            "time.Date({}, time.{}, {}, {}, {}, {}, {}, {location})",
            civil.year,
            self.month(),
            civil.day,
            civil.hour,
            civil.minute,
            civil.second,
            civil.nanosecond
        )
    }
}

impl std::fmt::Display for Time {
    /// `2006-01-02 15:04:05.999999999 -0700 MST`, and the reading of the monotonic clock as ` m=+0.000012345`.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&String::from_utf8_lossy(&self.format(STRING_LAYOUT)))?;
        let Some(reading) = self.monotonic() else {
            return Ok(());
        };
        let sign = if reading < 0 { '-' } else { '+' };
        let magnitude = reading.unsigned_abs();
        write!(
            out,
            " m={sign}{}.{:09}",
            magnitude / 1_000_000_000,
            magnitude % 1_000_000_000
        )
    }
}

struct Writer<'a> {
    time: &'a Time,
    clock: Clock,
    date: Date,
    offset: i64,
}

impl Writer<'_> {
    fn element(&self, element: Element, out: &mut Vec<u8>) {
        let month = || self.date.month.to_string();
        let weekday = || self.clock.weekday().to_string();
        let short = |name: String| name.chars().take(3).collect::<String>();
        let year_day = || self.clock.year_and_day().1;
        let hour12 = || match self.clock.hour() % 12 {
            0 => 12,
            hour => hour,
        };
        let is_afternoon = self.clock.hour() >= 12;
        let text = match element {
            Element::Year => format!("{:02}", self.date.year.unsigned_abs() % 100),
            Element::LongYear => padded(self.date.year, 4),
            Element::Month => short(month()),
            Element::LongMonth => month(),
            Element::NumericMonth => self.date.month.0.to_string(),
            Element::ZeroMonth => format!("{:02}", self.date.month.0),
            Element::Weekday => short(weekday()),
            Element::LongWeekday => weekday(),
            Element::Day => self.date.day.to_string(),
            Element::UnderscoreDay => format!("{:2}", self.date.day),
            Element::ZeroDay => format!("{:02}", self.date.day),
            Element::UnderscoreYearDay => format!("{:3}", year_day()),
            Element::ZeroYearDay => format!("{:03}", year_day()),
            Element::Hour => format!("{:02}", self.clock.hour()),
            Element::Hour12 => hour12().to_string(),
            Element::ZeroHour12 => format!("{:02}", hour12()),
            Element::Minute => self.clock.minute().to_string(),
            Element::ZeroMinute => format!("{:02}", self.clock.minute()),
            Element::Second => self.clock.second().to_string(),
            Element::ZeroSecond => format!("{:02}", self.clock.second()),
            Element::UpperNoon => if is_afternoon { "PM" } else { "AM" }.into(),
            Element::LowerNoon => if is_afternoon { "pm" } else { "am" }.into(),
            Element::ZoneName => self.zone_name(),
            Element::Offset(offset) => self.offset(offset),
            Element::Fraction(digits) => self.fraction(digits, false),
            Element::TrimmedFraction(digits) => self.fraction(digits, true),
        };
        out.extend_from_slice(text.as_bytes());
    }

    fn zone_name(&self) -> String {
        let name = self.time.zone_name();
        if name.is_empty() {
            // A zone without a name still has to show something.
            return self.offset(Offset {
                zulu: false,
                form: OffsetForm::Minutes,
            });
        }
        name.to_owned()
    }

    fn offset(&self, offset: Offset) -> String {
        if offset.zulu && self.offset == 0 {
            return "Z".into();
        }
        let minutes = self.offset / 60;
        // Under a minute west of UTC has no minus, as in Go.
        let sign = if minutes < 0 { '-' } else { '+' };
        let seconds = if minutes < 0 {
            -(self.offset % 60)
        } else {
            self.offset % 60
        };
        let minutes = minutes.abs();
        let (hour, minute) = (minutes / 60, minutes % 60);
        let second = padded(seconds, 2);
        match offset.form {
            OffsetForm::Hours => format!("{sign}{hour:02}"),
            OffsetForm::Minutes => format!("{sign}{hour:02}{minute:02}"),
            OffsetForm::ColonMinutes => format!("{sign}{hour:02}:{minute:02}"),
            OffsetForm::Seconds => format!("{sign}{hour:02}{minute:02}{second}"),
            OffsetForm::ColonSeconds => format!("{sign}{hour:02}:{minute:02}:{second}"),
        }
    }

    fn fraction(&self, digits: FractionDigits, trimmed: bool) -> String {
        if trimmed && (digits.count == 0 || self.time.nanosecond() == 0) {
            return String::new();
        }
        let separator = char::from(digits.separator);
        let all = format!("{:09}", self.time.nanosecond());
        let shown = all.get(..digits.count).unwrap_or(&all);
        if !trimmed {
            return format!("{separator}{shown}");
        }
        match shown.trim_end_matches('0') {
            "" => String::new(),
            shown => format!("{separator}{shown}"),
        }
    }
}

/// A number with zeros before it; a minus does not count for the width (`appendInt`).
fn padded(number: i64, width: usize) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{:0width$}", number.unsigned_abs())
}
