//! Sprig's functions on dates (sprig's date.go).

use std::cell::Cell;
use std::rc::Rc;

use super::Sources;
use super::arguments::Declare;
use crate::budget::Budget;
use crate::error::FunctionError;
use crate::function::{Functions, Signature};
use crate::time::{Duration, Location, TIME, Time};
use crate::value::{Type, Value};

/// The clock, with the timezone in which times show.
#[derive(Clone)]
struct Clock {
    now: Rc<dyn Fn() -> i128>,
    /// When it was first read, in nanoseconds since 1970: where the monotonic clock begins.
    begun: Rc<Cell<Option<i128>>>,
    local: Location,
}

impl Clock {
    fn new(sources: &Sources) -> Self {
        Self {
            now: Rc::clone(&sources.now),
            begun: Rc::default(),
            local: Location::local(&sources.local_zone),
        }
    }

    fn now(&self) -> Time {
        let now = (self.now)();
        let begun = self.begun.get().unwrap_or(now);
        self.begun.set(Some(begun));
        // Go's reading is never 0.
        let reading = now.saturating_sub(begun).saturating_add(1);
        Time::of_unix_nanoseconds(now, self.local.clone())
            .with_monotonic(i64::try_from(reading).unwrap_or(1))
    }

    /// A time, a number of seconds since 1970, or else now.
    fn time(&self, value: &Value) -> Time {
        match value {
            Value::Int(seconds) | Value::Int64(seconds) => {
                Time::of_unix(*seconds, self.local.clone())
            }
            Value::Int32(seconds) => Time::of_unix(i64::from(*seconds), self.local.clone()),
            other => Time::of(other).cloned().unwrap_or_else(|| self.now()),
        }
    }

    /// `dateInZone`: a zone that there is not is UTC.
    fn format(
        &self,
        layout: &[u8],
        date: &Value,
        zone: &[u8],
        budget: &Budget,
    ) -> Result<Vec<u8>, FunctionError> {
        let location = match zone {
            b"Local" => self.local.clone(),
            zone => std::str::from_utf8(zone)
                .ok()
                .and_then(Location::named)
                .unwrap_or(Location::UTC),
        };
        let time = self.time(date).within(location);
        budget.text(time.longest_format(layout.len()))?;
        Ok(time.format(layout))
    }

    fn parse(&self, layout: &[u8], text: &[u8]) -> Result<Time, FunctionError> {
        Time::parse(layout, text, &self.local).map_err(|error| error.to_string().into())
    }
}

const DATE_LAYOUT: &[u8] = b"2006-01-02";

/// Adds them.
pub(super) fn add(functions: &mut Functions, sources: &Sources) {
    let clock = Clock::new(sources);
    add_formats(functions, &clock);
    add_times(functions, &clock);

    let ago = clock.clone();
    functions.declare("ago", Signature::of(&[Type::Any]), move |_, arguments| {
        // Unlike the others it does not know `int32`.
        let time = match arguments.value(0) {
            Value::Int32(_) => ago.now(),
            value => ago.time(value),
        };
        Ok(ago.now().since(&time).round(Duration::SECOND).to_string())
    });
    functions.declare("duration", Signature::of(&[Type::Any]), |_, arguments| {
        let seconds = match arguments.value(0) {
            Value::String(text) => decimal(text),
            Value::Int64(seconds) => *seconds,
            _ => 0,
        };
        Ok(Duration(seconds.wrapping_mul(Duration::SECOND.0)).to_string())
    });
    functions.declare(
        "durationRound",
        Signature::of(&[Type::Any]),
        move |_, arguments| {
            let duration = match arguments.value(0) {
                Value::String(text) => Duration::parse(text).unwrap_or_default(),
                Value::Int64(nanoseconds) => Duration(*nanoseconds),
                value => Time::of(value).map_or(Duration(0), |time| clock.now().since(time)),
            };
            Ok(largest_unit(duration))
        },
    );
}

fn add_formats(functions: &mut Functions, clock: &Clock) {
    let own = clock.clone();
    functions.declare(
        "date",
        Signature::of(&[Type::String, Type::Any]),
        move |call, arguments| {
            own.format(
                arguments.bytes(0),
                arguments.value(1),
                b"Local",
                call.budget(),
            )
        },
    );
    let own = clock.clone();
    functions.declare(
        "htmlDate",
        Signature::of(&[Type::Any]),
        move |call, arguments| own.format(DATE_LAYOUT, arguments.value(0), b"Local", call.budget()),
    );
    let own = clock.clone();
    functions.declare(
        "htmlDateInZone",
        Signature::of(&[Type::Any, Type::String]),
        move |call, arguments| {
            own.format(
                DATE_LAYOUT,
                arguments.value(0),
                arguments.bytes(1),
                call.budget(),
            )
        },
    );
    for name in ["dateInZone", "date_in_zone"] {
        let own = clock.clone();
        functions.declare(
            name,
            Signature::of(&[Type::String, Type::Any, Type::String]),
            move |call, arguments| {
                own.format(
                    arguments.bytes(0),
                    arguments.value(1),
                    arguments.bytes(2),
                    call.budget(),
                )
            },
        );
    }
}

fn add_times(functions: &mut Functions, clock: &Clock) {
    let own = clock.clone();
    functions.declare("now", Signature::of(&[]), move |_, _| Ok(own.now()));
    let own = clock.clone();
    functions.declare(
        "toDate",
        Signature::of(&[Type::String, Type::String]),
        move |_, arguments| {
            Ok(own
                .parse(arguments.bytes(0), arguments.bytes(1))
                .unwrap_or_default())
        },
    );
    let own = clock.clone();
    functions.declare(
        "mustToDate",
        Signature::of(&[Type::String, Type::String]),
        move |_, arguments| own.parse(arguments.bytes(0), arguments.bytes(1)),
    );
    functions.declare("unixEpoch", Signature::of(&[TIME]), |_, arguments| {
        let time = Time::of(arguments.value(0)).cloned().unwrap_or_default();
        Ok(time.unix().to_string())
    });
    for name in ["dateModify", "date_modify"] {
        functions.declare(
            name,
            Signature::of(&[Type::String, TIME]),
            |_, arguments| {
                let time = Time::of(arguments.value(1)).cloned().unwrap_or_default();
                Ok(match Duration::parse(arguments.bytes(0)) {
                    Ok(duration) => time.add(duration),
                    Err(_) => time,
                })
            },
        );
    }
    for name in ["mustDateModify", "must_date_modify"] {
        functions.declare(
            name,
            Signature::of(&[Type::String, TIME]),
            |_, arguments| {
                let time = Time::of(arguments.value(1)).cloned().unwrap_or_default();
                match Duration::parse(arguments.bytes(0)) {
                    Ok(duration) => Ok(time.add(duration)),
                    Err(error) => Err(error.to_string().into()),
                }
            },
        );
    }
}

/// `strconv.ParseInt(text, 10, 64)` without its error: 0 for what is no number, the bound for one that is too large.
fn decimal(text: &[u8]) -> i64 {
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] => (false, digits),
        _ => (false, text),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return 0;
    }
    digits.iter().fold(0_i64, |number, digit| {
        let digit = i64::from(digit - b'0');
        number
            .saturating_mul(10)
            .saturating_add(if negative { -digit } else { digit })
    })
}

/// The largest unit of which there is more than one, and how many: `3mo`, or `0s`.
fn largest_unit(duration: Duration) -> String {
    const HOUR: u64 = 3_600_000_000_000;
    const UNITS: [(u64, &str); 6] = [
        (HOUR * 24 * 365, "y"),
        (HOUR * 24 * 30, "mo"),
        (HOUR * 24, "d"),
        (HOUR, "h"),
        (60_000_000_000, "m"),
        (1_000_000_000, "s"),
    ];
    let length = duration.0.unsigned_abs();
    match UNITS.iter().find(|(unit, _)| length > *unit) {
        Some((unit, name)) => format!("{}{name}", length / unit),
        None => "0s".into(),
    }
}

#[cfg(test)]
mod tests;
