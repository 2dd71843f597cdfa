//! Points in time (`time.Time`).

use super::calendar::{Clock, Month, UNIX_EPOCH, Weekday, normalize, seconds_of_date};
use super::duration::Duration;
use super::zone::Location;

/// Nanoseconds of a second.
const NANOSECONDS: i64 = 1_000_000_000;

/// Go keeps a reading of the monotonic clock with times from 1885 to 2157.
const MONOTONIC_SECONDS: std::ops::RangeInclusive<i64> = {
    let first = (1_884 * 365 + 1_884 / 4 - 1_884 / 100 + 1_884 / 400) * 86_400;
    first..=first + ((1 << 33) - 1)
};

/// A point in time with the timezone in which to show it (`time.Time`).
#[derive(Debug, Clone)]
pub struct Time {
    /// Since year 1.
    seconds: i64,
    nanosecond: i64,
    /// Nanoseconds since the program began.
    monotonic: Option<i64>,
    location: Location,
}

/// A date and a time of day. Numbers over their bounds carry into the next: October 32 is November 1.
#[derive(Debug, Clone, Copy, Default)]
pub struct Civil {
    /// The year.
    pub year: i64,
    /// The month, from 1.
    pub month: i64,
    /// The day of the month, from 1.
    pub day: i64,
    /// The hour.
    pub hour: i64,
    /// The minute.
    pub minute: i64,
    /// The second.
    pub second: i64,
    /// The nanosecond.
    pub nanosecond: i64,
}

impl Default for Time {
    fn default() -> Self {
        Self::ZERO
    }
}

impl Time {
    /// January 1 of year 1, UTC (`time.Time{}`).
    pub const ZERO: Self = Self {
        seconds: 0,
        nanosecond: 0,
        monotonic: None,
        location: Location::UTC,
    };

    /// So many seconds after 1970 (`time.Unix`).
    #[must_use]
    pub fn of_unix(seconds: i64, location: Location) -> Self {
        Self {
            seconds: seconds.wrapping_add(UNIX_EPOCH),
            nanosecond: 0,
            monotonic: None,
            location,
        }
    }

    /// So many nanoseconds after 1970. Beyond what 64 bits of seconds hold it stays at the bound.
    #[must_use]
    pub fn of_unix_nanoseconds(nanoseconds: i128, location: Location) -> Self {
        let per_second = i128::from(NANOSECONDS);
        let seconds = nanoseconds.div_euclid(per_second);
        let clamped =
            i64::try_from(seconds).unwrap_or(if seconds < 0 { i64::MIN } else { i64::MAX });
        Self {
            nanosecond: i64::try_from(nanoseconds.rem_euclid(per_second)).unwrap_or_default(),
            ..Self::of_unix(clamped, location)
        }
    }

    /// The same with a reading of the monotonic clock, in nanoseconds since the program began (`time.Now`).
    #[must_use]
    pub fn with_monotonic(mut self, reading: i64) -> Self {
        if MONOTONIC_SECONDS.contains(&self.seconds) {
            self.monotonic = Some(reading);
        }
        self
    }

    /// The time at which clocks in `location` show a date (`time.Date`). Near a change of the clocks, when they show
    /// it twice or never, it is one of the two.
    #[must_use]
    pub fn of_civil(civil: Civil, location: Location) -> Self {
        let (year, month) = normalize(civil.year, civil.month.wrapping_sub(1), 12);
        let (second, nanosecond) = normalize(civil.second, civil.nanosecond, NANOSECONDS);
        let (minute, second) = normalize(civil.minute, second, 60);
        let (hour, minute) = normalize(civil.hour, minute, 60);
        let (day, hour) = normalize(civil.day, hour, 24);
        let unix = seconds_of_date(year, month + 1, day)
            .wrapping_add(hour * 3_600 + minute * 60 + second)
            .wrapping_sub(UNIX_EPOCH);
        // The zone is looked up by UTC, which is not known yet: first as if this were UTC, then mended.
        let period = location.at(unix);
        let mut offset = period.offset;
        if offset != 0 {
            let utc = unix.wrapping_sub(offset);
            if utc < period.start || utc >= period.end {
                offset = location.at(utc).offset;
            }
        }
        Self {
            nanosecond,
            ..Self::of_unix(unix.wrapping_sub(offset), location)
        }
    }

    /// The same point in another timezone (`Time.In`).
    #[must_use]
    pub fn within(&self, location: Location) -> Self {
        Self {
            monotonic: None,
            location,
            ..self.clone()
        }
    }

    /// Its timezone.
    #[must_use]
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// Seconds since 1970.
    #[must_use]
    pub fn unix(&self) -> i64 {
        self.seconds.wrapping_sub(UNIX_EPOCH)
    }

    /// Units of a second since 1970, of which a second has `per_second`. It wraps around as Go's does.
    pub(super) fn unix_in(&self, per_second: i64) -> i64 {
        self.unix()
            .wrapping_mul(per_second)
            .wrapping_add(self.nanosecond / (NANOSECONDS / per_second))
    }

    /// The nanosecond within the second.
    #[must_use]
    pub fn nanosecond(&self) -> i64 {
        self.nanosecond
    }

    pub(super) fn monotonic(&self) -> Option<i64> {
        self.monotonic
    }

    /// What clocks in its timezone show.
    pub(super) fn clock(&self) -> Clock {
        Clock::of_seconds(self.seconds.wrapping_add(self.offset()))
    }

    /// How many seconds its timezone is east of UTC.
    #[must_use]
    pub fn offset(&self) -> i64 {
        self.location.at(self.unix()).offset
    }

    /// The abbreviation of its timezone.
    #[must_use]
    pub fn zone_name(&self) -> &str {
        self.location.at(self.unix()).name
    }

    /// Whether its timezone has daylight saving time.
    #[must_use]
    pub fn is_daylight(&self) -> bool {
        self.location.at(self.unix()).is_daylight
    }

    /// The date and time of day in its timezone.
    #[must_use]
    pub fn civil(&self) -> Civil {
        let clock = self.clock();
        let date = clock.date();
        Civil {
            year: date.year,
            month: date.month.0,
            day: date.day,
            hour: clock.hour().cast_signed(),
            minute: clock.minute().cast_signed(),
            second: clock.second().cast_signed(),
            nanosecond: self.nanosecond,
        }
    }

    /// The month.
    #[must_use]
    pub fn month(&self) -> Month {
        self.clock().date().month
    }

    /// The day of the week.
    #[must_use]
    pub fn weekday(&self) -> Weekday {
        self.clock().weekday()
    }

    /// The day of the year, from 1.
    #[must_use]
    pub fn year_day(&self) -> i64 {
        self.clock().year_and_day().1
    }

    /// Whether it is January 1 of year 1, UTC.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.seconds == 0 && self.nanosecond == 0
    }

    /// Which of both is earlier. With two readings of the monotonic clock, these decide.
    #[must_use]
    pub fn compare(&self, other: &Self) -> std::cmp::Ordering {
        match (self.monotonic, other.monotonic) {
            (Some(mine), Some(others)) => mine.cmp(&others),
            _ => (self.seconds, self.nanosecond).cmp(&(other.seconds, other.nanosecond)),
        }
    }

    /// Later by a duration.
    #[must_use]
    pub fn add(&self, duration: Duration) -> Self {
        let (seconds, nanosecond) = normalize(
            duration.0.div_euclid(NANOSECONDS),
            self.nanosecond + duration.0.rem_euclid(NANOSECONDS),
            NANOSECONDS,
        );
        let moved = Self {
            nanosecond,
            monotonic: None,
            ..self.moved(seconds)
        };
        match self
            .monotonic
            .and_then(|reading| reading.checked_add(duration.0))
        {
            Some(reading) => moved.with_monotonic(reading),
            None => moved,
        }
    }

    /// Later by seconds. It stays within Go's bounds.
    pub(super) fn moved(&self, seconds: i64) -> Self {
        Self {
            seconds: self.seconds.saturating_add(seconds).max(-i64::MAX),
            ..self.clone()
        }
    }

    /// Later by years, months and days of the calendar; October 32 is November 1.
    #[must_use]
    pub fn add_date(&self, years: i64, months: i64, days: i64) -> Self {
        let civil = self.civil();
        Self::of_civil(
            Civil {
                year: civil.year.wrapping_add(years),
                month: civil.month.wrapping_add(months),
                day: civil.day.wrapping_add(days),
                ..civil
            },
            self.location.clone(),
        )
    }

    /// How much later it is than another, within the bounds of a duration (`Time.Sub`).
    #[must_use]
    pub fn since(&self, other: &Self) -> Duration {
        if let (Some(mine), Some(others)) = (self.monotonic, other.monotonic) {
            return Duration(mine.saturating_sub(others));
        }
        let nanoseconds = (i128::from(self.seconds) - i128::from(other.seconds))
            * i128::from(NANOSECONDS)
            + i128::from(self.nanosecond - other.nanosecond);
        Duration(i64::try_from(nanoseconds).unwrap_or(if nanoseconds < 0 {
            i64::MIN
        } else {
            i64::MAX
        }))
    }

    /// How much it is over a multiple of `unit`, counted from year 1.
    fn over(&self, unit: Duration) -> i64 {
        let total =
            i128::from(self.seconds) * i128::from(NANOSECONDS) + i128::from(self.nanosecond);
        i64::try_from(total.rem_euclid(i128::from(unit.0))).unwrap_or_default()
    }

    /// Down to a multiple of `unit`, counted from year 1 (`Time.Truncate`).
    #[must_use]
    pub fn truncate(&self, unit: Duration) -> Self {
        let plain = self.without_monotonic();
        if unit.0 <= 0 {
            return plain;
        }
        plain.add(Duration(-plain.over(unit)))
    }

    /// To the nearest multiple of `unit`, counted from year 1; halves go up (`Time.Round`).
    #[must_use]
    pub fn round(&self, unit: Duration) -> Self {
        let plain = self.without_monotonic();
        if unit.0 <= 0 {
            return plain;
        }
        let over = plain.over(unit);
        if over < unit.0 - over {
            plain.add(Duration(-over))
        } else {
            plain.add(Duration(unit.0 - over))
        }
    }

    fn without_monotonic(&self) -> Self {
        Self {
            monotonic: None,
            ..self.clone()
        }
    }
}
