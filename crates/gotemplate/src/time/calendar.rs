//! Days, months and years (Go's time.go, "Computations on Times").
//!
//! Days count from an epoch so early that all 64 bits of seconds are after it, in years that begin in March, so that
//! the leap day comes last. Sums wrap as Go's do.

use std::fmt;

pub(super) const SECONDS_PER_MINUTE: u64 = 60;
pub(super) const SECONDS_PER_HOUR: u64 = 3_600;
pub(super) const SECONDS_PER_DAY: u64 = 86_400;

/// The years before year 0 at which days begin to count.
const EPOCH_YEARS: u64 = 292_277_022_400;
/// The days of 400 years.
const DAYS_PER_400_YEARS: i64 = 146_097;
/// The days from March to the end of the year.
const MARCH_TO_DECEMBER: u32 = 306;

/// From the epoch to year 1, in seconds.
const YEAR_ONE: i64 = (730_692_556 * DAYS_PER_400_YEARS + 306) * 86_400;
/// From year 1 to 1970, in seconds.
pub(super) const UNIX_EPOCH: i64 = (1_969 * 365 + 1_969 / 4 - 1_969 / 100 + 1_969 / 400) * 86_400;

/// A month (`time.Month`): January is 1. A number that is no month shows as Go shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(pub i64);

/// A day of the week (`time.Weekday`): Sunday is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Weekday(pub i64);

pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub(super) const WEEKDAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];

impl Month {
    pub(super) const FEBRUARY: Self = Self(2);

    /// Its English name, or none for a number that is no month.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        let index = usize::try_from(self.0.checked_sub(1)?).ok()?;
        MONTHS.get(index).copied()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => out.write_str(name),
            None => write!(out, "%!Month({})", self.0.cast_unsigned()),
        }
    }
}

impl Weekday {
    /// Its English name, or none for a number that is no day of the week.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        WEEKDAYS.get(usize::try_from(self.0).ok()?).copied()
    }
}

impl fmt::Display for Weekday {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => out.write_str(name),
            None => write!(out, "%!Weekday({})", self.0.cast_unsigned()),
        }
    }
}

/// A day and the seconds within it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    days: u64,
    second_of_day: u64,
}

/// A year, a month and a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Date {
    pub(super) year: i64,
    pub(super) month: Month,
    pub(super) day: i64,
}

/// Where a day is within its year that begins in March.
struct Split {
    century: u64,
    year_of_century: u32,
    day_of_year: u32,
}

impl Clock {
    /// The moment so many seconds after year 1, in its own zone.
    pub(super) fn of_seconds(since_year_one: i64) -> Self {
        let seconds = since_year_one.wrapping_add(YEAR_ONE).cast_unsigned();
        Self {
            days: seconds / SECONDS_PER_DAY,
            second_of_day: seconds % SECONDS_PER_DAY,
        }
    }

    pub(super) fn hour(self) -> u64 {
        self.second_of_day / SECONDS_PER_HOUR
    }

    pub(super) fn minute(self) -> u64 {
        self.second_of_day % SECONDS_PER_HOUR / SECONDS_PER_MINUTE
    }

    pub(super) fn second(self) -> u64 {
        self.second_of_day % SECONDS_PER_MINUTE
    }

    pub(super) fn weekday(self) -> Weekday {
        // The first day of the count was a Wednesday.
        Weekday(((self.days + 3) % 7).cast_signed())
    }

    /// Neri and Schneider's way, as in Go's `absDays.split`.
    fn split(self) -> Split {
        let quarter_days = 4 * self.days + 3;
        let century = quarter_days / 146_097;
        let day_of_century = (quarter_days % 146_097) | 3;
        let product = 2_939_745 * day_of_century;
        Split {
            century,
            year_of_century: low_u32(product >> 32),
            day_of_year: low_u32((product & 0xffff_ffff) / 2_939_745 / 4),
        }
    }

    pub(super) fn date(self) -> Date {
        let split = self.split();
        let scaled = 2_141 * split.day_of_year + 197_913;
        let month = scaled >> 16;
        Date {
            year: split.year(),
            month: Month(if split.is_january_or_february() {
                i64::from(month) - 12
            } else {
                i64::from(month)
            }),
            day: 1 + i64::from((scaled & 0xffff) / 2_141),
        }
    }

    /// The year, and the day in it from 1.
    pub(super) fn year_and_day(self) -> (i64, i64) {
        let split = self.split();
        let leap = split.year_of_century.is_multiple_of(4)
            && (split.year_of_century != 0 || split.century.is_multiple_of(4));
        let day = i64::from(split.day_of_year) + 31 + 28 + 1;
        let day = if split.is_january_or_february() {
            day - 365
        } else {
            day + i64::from(leap)
        };
        (split.year(), day)
    }
}

impl Split {
    fn is_january_or_february(&self) -> bool {
        self.day_of_year >= MARCH_TO_DECEMBER
    }

    fn year(&self) -> i64 {
        (self.century * 100)
            .wrapping_sub(EPOCH_YEARS)
            .cast_signed()
            .wrapping_add(i64::from(self.year_of_century))
            .wrapping_add(i64::from(self.is_january_or_february()))
    }
}

/// The low half of a number.
fn low_u32(number: u64) -> u32 {
    u32::try_from(number & 0xffff_ffff).unwrap_or_default()
}

/// The seconds from year 1 to the beginning of a day. The month must be from 1 to 12, the day may be any.
pub(super) fn seconds_of_date(year: i64, month: i64, day: i64) -> i64 {
    let (month, borrowed) = if month < 3 {
        (month + 12, 1)
    } else {
        (month, 0)
    };
    let year = year
        .cast_unsigned()
        .wrapping_sub(borrowed)
        .wrapping_add(EPOCH_YEARS);
    let day_of_year = (979 * month - 2_919) >> 5;
    let day_of_century = (1_461 * (year % 100) / 4).cast_signed();
    let days = (DAYS_PER_400_YEARS.cast_unsigned())
        .wrapping_mul(year / 100)
        .wrapping_div(4)
        .wrapping_add(
            day_of_century
                .wrapping_add(day_of_year)
                .wrapping_add(day)
                .wrapping_sub(1)
                .cast_unsigned(),
        );
    days.cast_signed()
        .wrapping_mul(86_400)
        .wrapping_sub(YEAR_ONE)
}

/// Whether a year has a 29th of February.
pub(super) fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// The days before a month, in a year that is not a leap year. The 13th month is the next January.
pub(super) fn days_before(month: i64) -> i64 {
    let adjustment = if month >= 3 { -2 } else { 0 };
    (214 * month - 211) / 7 + adjustment
}

/// The days of a month.
pub(super) fn days_in(month: i64, year: i64) -> i64 {
    if Month(month) == Month::FEBRUARY {
        return if is_leap(year) { 29 } else { 28 };
    }
    30 + ((month + (month >> 3)) & 1)
}

/// Carries what `low` has over `base` (or lacks) into `high`. The base is positive.
pub(super) fn normalize(high: i64, low: i64, base: i64) -> (i64, i64) {
    (
        high.wrapping_add(low.div_euclid(base)),
        low.rem_euclid(base),
    )
}

#[cfg(test)]
mod tests {
    use super::{Clock, Month, Weekday, days_before, days_in, is_leap, seconds_of_date};

    #[test]
    fn a_date_is_the_same_after_its_seconds() {
        for (year, month, day) in [
            (1, 1, 1),
            (0, 2, 29),
            (-1, 12, 31),
            (1_900, 2, 28),
            (1_970, 1, 1),
            (2_000, 2, 29),
            (2_024, 12, 31),
            (9_999, 12, 31),
            (-290_000_000_000, 3, 1),
            (290_000_000_000, 2, 28),
        ] {
            let date = Clock::of_seconds(seconds_of_date(year, month, day)).date();
            assert_eq!((date.year, date.month, date.day), (year, Month(month), day));
        }
    }

    #[test]
    fn days_are_of_their_year_and_week() {
        let of = |year, month, day| Clock::of_seconds(seconds_of_date(year, month, day));
        assert_eq!(of(2_024, 12, 31).year_and_day(), (2_024, 366));
        assert_eq!(of(2_023, 12, 31).year_and_day(), (2_023, 365));
        assert_eq!(of(2_023, 1, 1).year_and_day(), (2_023, 1));
        assert_eq!(of(2_000, 3, 1).year_and_day(), (2_000, 61));
        assert_eq!(of(1_900, 3, 1).year_and_day(), (1_900, 60));
        assert_eq!(of(2_024, 7, 4).weekday(), Weekday(4));
        assert_eq!(of(1, 1, 1).weekday(), Weekday(1));
    }

    #[test]
    fn months_have_their_lengths() {
        let lengths: Vec<i64> = (1..=12).map(|month| days_in(month, 2_023)).collect();
        assert_eq!(lengths, [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);
        let mut before = 0;
        for (month, length) in (1..).zip(lengths) {
            assert_eq!(days_before(month), before, "{month}");
            before += length;
        }
        assert!(is_leap(2_000) && is_leap(0) && is_leap(-4) && !is_leap(1_900) && !is_leap(-1));
    }

    #[test]
    fn numbers_that_are_no_names_show_as_in_go() {
        assert_eq!(Month(1).to_string(), "January");
        assert_eq!(Month(13).to_string(), "%!Month(13)");
        assert_eq!(Month(-1).to_string(), "%!Month(18446744073709551615)");
        assert_eq!(Weekday(6).to_string(), "Saturday");
        assert_eq!(Weekday(7).to_string(), "%!Weekday(7)");
    }
}
