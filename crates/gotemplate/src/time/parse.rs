//! Reading times by a layout (Go's format.go).

mod pieces;
mod rfc3339;

use std::fmt;

use self::pieces::{
    Fault, integer, name, nanoseconds, read_offset, skip, three_digits, two_digits, within,
    zone_name_length,
};
use super::calendar::{MONTHS, WEEKDAYS, days_before, days_in, is_leap};
use super::instant::{Civil, Time};
use super::layout::{Element, next_chunk};
use super::zone::Location;
use super::{RFC3339, RFC3339_NANO, quote};

/// A text that is not of its layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    layout: Vec<u8>,
    value: Vec<u8>,
    problem: Problem,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Problem {
    /// A part of the text is not what an element of the layout asks for.
    Mismatch { element: Vec<u8>, part: Vec<u8> },
    /// Something is over its bounds, or too much.
    Message(String),
}

impl fmt::Display for ParseError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "parsing time {}", quote(&self.value))?;
        match &self.problem {
            Problem::Mismatch { element, part } => write!(
                out,
                " as {}: cannot parse {} as {}",
                quote(&self.layout),
                quote(part),
                quote(element)
            ),
            Problem::Message(message) => write!(out, ": {message}"),
        }
    }
}

impl std::error::Error for ParseError {}

impl Time {
    /// Reads a time. Without a zone in the text it is in `location`, and a zone in the text that `location` has is
    /// taken to be `location` (`time.ParseInLocation`).
    ///
    /// # Errors
    /// When the text is not of the layout, or names a day that there is not.
    pub fn parse(layout: &[u8], value: &[u8], location: &Location) -> Result<Self, ParseError> {
        if (layout == RFC3339 || layout == RFC3339_NANO)
            && let Some(time) = rfc3339::strict(value, location)
        {
            return Ok(time);
        }
        parse(layout, value, location).map_err(|problem| ParseError {
            layout: layout.to_vec(),
            value: value.to_vec(),
            problem,
        })
    }
}

/// What has been read so far.
#[derive(Default)]
struct Parts {
    year: i64,
    month: Option<i64>,
    day: Option<i64>,
    year_day: Option<i64>,
    hour: i64,
    minute: i64,
    second: i64,
    nanosecond: i64,
    morning: bool,
    afternoon: bool,
    is_utc: bool,
    offset: Option<i64>,
    zone_name: Option<String>,
}

fn parse(layout: &[u8], value: &[u8], location: &Location) -> Result<Time, Problem> {
    let mut parts = Parts::default();
    let (mut layout, mut value) = (layout, value);
    loop {
        let chunk = next_chunk(layout);
        value = skip(value, chunk.prefix).map_err(|part| Problem::Mismatch {
            element: chunk.prefix.to_vec(),
            part: part.to_vec(),
        })?;
        let Some((element, text)) = chunk.element else {
            if !value.is_empty() {
                return Err(Problem::Message(format!("extra text: {}", quote(value))));
            }
            return parts.time(location);
        };
        layout = chunk.rest;
        value = match parts.read(element, value, layout) {
            Ok(rest) => rest,
            Err(Fault::Mismatch) => {
                return Err(Problem::Mismatch {
                    element: text.to_vec(),
                    part: value.to_vec(),
                });
            }
            Err(Fault::OutOfRange(what)) => {
                return Err(Problem::Message(format!("{what} out of range")));
            }
        };
    }
}

impl Parts {
    /// Reads one element, and gives what is left of the text. `layout` is what comes after the element.
    fn read<'a>(
        &mut self,
        element: Element,
        value: &'a [u8],
        layout: &[u8],
    ) -> Result<&'a [u8], Fault> {
        let rest;
        match element {
            Element::Year => {
                let (digits, after) = value.split_first_chunk::<2>().ok_or(Fault::Mismatch)?;
                let year = integer(digits)?;
                self.year = year + if year >= 69 { 1_900 } else { 2_000 };
                rest = after;
            }
            Element::LongYear => {
                let (digits, after) = value.split_first_chunk::<4>().ok_or(Fault::Mismatch)?;
                if !digits.first().is_some_and(u8::is_ascii_digit) {
                    return Err(Fault::Mismatch);
                }
                self.year = integer(digits)?;
                rest = after;
            }
            Element::Month | Element::LongMonth => {
                let index;
                (index, rest) = name(&MONTHS, element == Element::Month, value)?;
                self.month = Some(index + 1);
            }
            Element::NumericMonth | Element::ZeroMonth => {
                let month;
                (month, rest) = two_digits(value, element == Element::ZeroMonth)?;
                self.month = Some(within(month, 1..=12, "month")?);
            }
            Element::Weekday | Element::LongWeekday => {
                // The day of the week says nothing that the date does not.
                (_, rest) = name(&WEEKDAYS, element == Element::Weekday, value)?;
            }
            Element::Day | Element::UnderscoreDay | Element::ZeroDay => {
                let value = match value {
                    [b' ', after @ ..] if element == Element::UnderscoreDay => after,
                    _ => value,
                };
                let day;
                (day, rest) = two_digits(value, element == Element::ZeroDay)?;
                self.day = Some(day);
            }
            Element::UnderscoreYearDay | Element::ZeroYearDay => {
                let mut value = value;
                for _ in 0..2 {
                    if let ([b' ', after @ ..], Element::UnderscoreYearDay) = (value, element) {
                        value = after;
                    }
                }
                let day;
                (day, rest) = three_digits(value, element == Element::ZeroYearDay)?;
                self.year_day = Some(day);
            }
            Element::Hour => {
                let hour;
                (hour, rest) = two_digits(value, false)?;
                self.hour = within(hour, 0..=23, "hour")?;
            }
            Element::Hour12 | Element::ZeroHour12 => {
                let hour;
                (hour, rest) = two_digits(value, element == Element::ZeroHour12)?;
                self.hour = within(hour, 0..=12, "hour")?;
            }
            Element::Minute | Element::ZeroMinute => {
                let minute;
                (minute, rest) = two_digits(value, element == Element::ZeroMinute)?;
                self.minute = within(minute, 0..=59, "minute")?;
            }
            Element::Second | Element::ZeroSecond => {
                let (second, after) = two_digits(value, element == Element::ZeroSecond)?;
                self.second = within(second, 0..=59, "second")?;
                let next = next_chunk(layout).element.map(|(element, _)| element);
                let is_laid_out = matches!(
                    next,
                    Some(Element::Fraction(_) | Element::TrimmedFraction(_))
                );
                // A fraction may follow the seconds even if the layout has none.
                rest = if is_laid_out {
                    after
                } else {
                    self.read_fraction(after)?
                };
            }
            Element::UpperNoon | Element::LowerNoon => {
                let (noon, after) = value.split_first_chunk::<2>().ok_or(Fault::Mismatch)?;
                match (element, noon) {
                    (Element::UpperNoon, b"PM") | (Element::LowerNoon, b"pm") => {
                        self.afternoon = true;
                    }
                    (Element::UpperNoon, b"AM") | (Element::LowerNoon, b"am") => {
                        self.morning = true;
                    }
                    _ => return Err(Fault::Mismatch),
                }
                rest = after;
            }
            Element::Offset(offset) => match value {
                [b'Z', after @ ..] if offset.zulu => {
                    self.is_utc = true;
                    rest = after;
                }
                _ => {
                    let seconds;
                    (seconds, rest) = read_offset(offset, value)?;
                    self.offset = Some(seconds);
                }
            },
            Element::ZoneName => {
                if let Some(after) = value.strip_prefix(b"UTC") {
                    self.is_utc = true;
                    rest = after;
                } else {
                    let name;
                    (name, rest) = zone_name_length(value)
                        .and_then(|length| value.split_at_checked(length))
                        .ok_or(Fault::Mismatch)?;
                    self.zone_name = Some(String::from_utf8_lossy(name).into_owned());
                }
            }
            Element::Fraction(digits) => {
                let (fraction, after) = value
                    .split_at_checked(digits.count.saturating_add(1))
                    .ok_or(Fault::Mismatch)?;
                self.nanosecond = nanoseconds(fraction)?;
                rest = after;
            }
            Element::TrimmedFraction(_) => rest = self.read_fraction(value)?,
        }
        Ok(rest)
    }

    /// Reads a fraction of a second of any number of digits, if there is one.
    fn read_fraction<'a>(&mut self, value: &'a [u8]) -> Result<&'a [u8], Fault> {
        let [b'.' | b',', digits @ ..] = value else {
            return Ok(value);
        };
        let count = digits
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        if count == 0 {
            return Ok(value);
        }
        let (fraction, rest) = value.split_at_checked(1 + count).unwrap_or((value, &[]));
        self.nanosecond = nanoseconds(fraction)?;
        Ok(rest)
    }

    /// The time that the parts make.
    fn time(self, location: &Location) -> Result<Time, Problem> {
        let hour = if self.afternoon && self.hour < 12 {
            self.hour + 12
        } else if self.morning && self.hour == 12 {
            0
        } else {
            self.hour
        };
        let (month, day) = self.month_and_day()?;
        if day < 1 || day > days_in(month, self.year) {
            return Err(Problem::Message("day out of range".into()));
        }
        let civil = Civil {
            year: self.year,
            month,
            day,
            hour,
            minute: self.minute,
            second: self.second,
            nanosecond: self.nanosecond,
        };
        if self.is_utc {
            return Ok(Time::of_civil(civil, Location::UTC));
        }
        // Go knows "no offset" by -1, and so passes over one second west of UTC.
        if let Some(offset) = self.offset.filter(|offset| *offset != -1) {
            let time = Time::of_civil(civil, Location::UTC).moved(-offset);
            let period = location.at(time.unix());
            let is_local = period.offset == offset
                && self
                    .zone_name
                    .as_ref()
                    .is_none_or(|name| name == period.name);
            let name = self.zone_name.as_deref().unwrap_or_default();
            return Ok(time.within(if is_local {
                location.clone()
            } else {
                Location::fixed(name, offset)
            }));
        }
        if let Some(name) = self.zone_name {
            let time = Time::of_civil(civil, Location::UTC);
            if let Some(offset) = location.offset_of(&name, time.unix()) {
                return Ok(time.moved(-offset).within(location.clone()));
            }
            let offset = match name.strip_prefix("GMT") {
                Some(hours) if !hours.is_empty() => {
                    integer(hours.as_bytes()).unwrap_or_default() * 3_600
                }
                _ => 0,
            };
            return Ok(time.within(Location::fixed(&name, offset)));
        }
        Ok(Time::of_civil(civil, location.clone()))
    }

    fn month_and_day(&self) -> Result<(i64, i64), Problem> {
        let Some(year_day) = self.year_day else {
            return Ok((self.month.unwrap_or(1), self.day.unwrap_or(1)));
        };
        let problem = |words: &str| Err(Problem::Message(format!("day-of-year {words}")));
        let (month, day) = match (is_leap(self.year), year_day) {
            (true, 60) => (2, 29),
            (leap, counted) => {
                let counted = if leap && counted > 60 {
                    counted - 1
                } else {
                    counted
                };
                if !(1..=365).contains(&counted) {
                    return problem("out of range");
                }
                let month = (counted - 1) / 31 + 1;
                let month = if days_before(month + 1) < counted {
                    month + 1
                } else {
                    month
                };
                (month, counted - days_before(month))
            }
        };
        if self.month.is_some_and(|given| given != month) {
            return problem("does not match month");
        }
        if self.day.is_some_and(|given| given != day) {
            return problem("does not match day");
        }
        Ok((month, day))
    }
}
