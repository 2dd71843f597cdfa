//! The rule that a timezone follows after its last known transition: `CET-1CEST,M3.5.0,M10.5.0/3` (`tzset` in Go's
//! zoneinfo.go).

use super::calendar::{Clock, UNIX_EPOCH, days_before, days_in, is_leap};
use super::zone::Period;

const DAY: i64 = 86_400;

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PosixRule {
    standard: Side,
    /// Daylight saving time, if there is any: itself, when it begins, and when it ends.
    daylight: Option<(Side, Change, Change)>,
}

/// A name and its distance from UTC in seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Side {
    name: String,
    offset: i64,
}

/// When in a year the clock changes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Change {
    day: Day,
    /// Seconds from midnight.
    time: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Day {
    /// `J60`: a day from 1 to 365 that never counts February 29.
    Julian(i64),
    /// `59`: a day from 0 to 365.
    OfYear(i64),
    /// `M3.5.0`: month, week (5 is the last), day of the week.
    Week { month: i64, week: i64, weekday: i64 },
}

impl PosixRule {
    /// Reads a rule. `None`: it is none.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (standard_name, rest) = name(text)?;
        let (distance, rest) = offset(rest)?;
        // The rule says what to add to local time, and so has the other sign.
        let standard = Side {
            name: standard_name.to_owned(),
            offset: -distance,
        };
        if rest.is_empty() || rest.starts_with(',') {
            return Some(Self {
                standard,
                daylight: None,
            });
        }
        let (daylight_name, rest) = name(rest)?;
        let (daylight_offset, rest) = if rest.is_empty() || rest.starts_with(',') {
            (standard.offset + 3_600, rest)
        } else {
            let (distance, rest) = offset(rest)?;
            (-distance, rest)
        };
        let rest = if rest.is_empty() {
            ",M3.2.0,M11.1.0"
        } else {
            rest
        };
        let rest = rest.strip_prefix([',', ';'])?;
        let (begin, rest) = change(rest)?;
        let (end, rest) = change(rest.strip_prefix(',')?)?;
        if !rest.is_empty() {
            return None;
        }
        let daylight = Side {
            name: daylight_name.to_owned(),
            offset: daylight_offset,
        };
        Some(Self {
            standard,
            daylight: Some((daylight, begin, end)),
        })
    }

    /// What is in force at `unix` (seconds since 1970), which is after the last transition at `since`.
    pub(super) fn at(&self, since: i64, unix: i64) -> Period<'_> {
        let standard = |start, end| Period {
            name: &self.standard.name,
            offset: self.standard.offset,
            start,
            end,
            is_daylight: false,
        };
        let Some((daylight, begin, end)) = &self.daylight else {
            return standard(since, i64::MAX);
        };
        let (year, day_of_year) = Clock::of_seconds(unix.wrapping_add(UNIX_EPOCH)).year_and_day();
        let second_of_year = (day_of_year - 1) * DAY + unix % DAY;
        let year_start = unix.wrapping_sub(second_of_year);
        let saving = |start, end| Period {
            name: &daylight.name,
            offset: daylight.offset,
            start,
            end,
            is_daylight: true,
        };
        let begin = begin.second_of_year(year, self.standard.offset);
        let end = end.second_of_year(year, daylight.offset);
        let at = |second: i64| year_start.wrapping_add(second);
        // The bounds at the year's ends are only nearly right, as in Go: its caller looks at those near a change.
        let year_end = year_start.wrapping_add(365 * DAY);
        if end < begin {
            // The southern hemisphere: the year begins and ends in summer.
            if second_of_year < end {
                saving(year_start, at(end))
            } else if second_of_year >= begin {
                saving(at(begin), year_end)
            } else {
                standard(at(end), at(begin))
            }
        } else if second_of_year < begin {
            standard(year_start, at(begin))
        } else if second_of_year >= end {
            standard(at(end), year_end)
        } else {
            saving(at(begin), at(end))
        }
    }
}

impl Change {
    /// When it happens, in seconds UTC since the year began; `offset` is in force before it.
    fn second_of_year(&self, year: i64, offset: i64) -> i64 {
        let day = match self.day {
            Day::Julian(day) => day - 1 + i64::from(is_leap(year) && day >= 60),
            Day::OfYear(day) => day,
            Day::Week {
                month,
                week,
                weekday,
            } => {
                let first = weekday_of_first(year, month);
                let mut day = (weekday - first).rem_euclid(7);
                for _ in 1..week {
                    if day + 7 >= days_in(month, year) {
                        break;
                    }
                    day += 7;
                }
                day + days_before(month) + i64::from(is_leap(year) && month > 2)
            }
        };
        day * DAY + self.time - offset
    }
}

/// The day of the week of a month's first day (Zeller's congruence, as in Go).
fn weekday_of_first(year: i64, month: i64) -> i64 {
    let shifted = (month + 9) % 12 + 1;
    let year = if month <= 2 {
        year.wrapping_sub(1)
    } else {
        year
    };
    let (century, year) = (year / 100, year % 100);
    ((26 * shifted - 2) / 10 + 1 + year + year / 4 + century / 4 - 2 * century).rem_euclid(7)
}

/// The name at the front, and the rest.
fn name(text: &str) -> Option<(&str, &str)> {
    if let Some(bracketed) = text.strip_prefix('<') {
        return bracketed.split_once('>');
    }
    let end = text
        .find(|letter: char| letter.is_ascii_digit() || matches!(letter, ',' | '-' | '+'))
        .unwrap_or(text.len());
    if end < 3 {
        return None;
    }
    text.split_at_checked(end)
}

/// A number within bounds at the front, and the rest.
fn number(text: &str, least: i64, most: i64) -> Option<(i64, &str)> {
    let end = text
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    let number = digits.parse().ok()?;
    (least..=most).contains(&number).then_some((number, rest))
}

/// `[+-]hh[:mm[:ss]]` at the front as seconds, and the rest.
fn offset(text: &str) -> Option<(i64, &str)> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (hours, mut rest) = number(rest, 0, 24 * 7)?;
    let mut seconds = hours * 3_600;
    for unit in [60, 1] {
        let Some(after) = rest.strip_prefix(':') else {
            break;
        };
        let (count, after) = number(after, 0, 59)?;
        seconds += count * unit;
        rest = after;
    }
    Some((sign * seconds, rest))
}

/// A change at the front, and the rest.
fn change(text: &str) -> Option<(Change, &str)> {
    let (day, rest) = if let Some(rest) = text.strip_prefix('J') {
        let (day, rest) = number(rest, 1, 365)?;
        (Day::Julian(day), rest)
    } else if let Some(rest) = text.strip_prefix('M') {
        let (month, rest) = number(rest, 1, 12)?;
        let (week, rest) = number(rest.strip_prefix('.')?, 1, 5)?;
        let (weekday, rest) = number(rest.strip_prefix('.')?, 0, 6)?;
        let day = Day::Week {
            month,
            week,
            weekday,
        };
        (day, rest)
    } else {
        let (day, rest) = number(text, 0, 365)?;
        (Day::OfYear(day), rest)
    };
    let (time, rest) = match rest.strip_prefix('/') {
        Some(rest) => offset(rest)?,
        None => (2 * 3_600, rest),
    };
    Some((Change { day, time }, rest))
}
