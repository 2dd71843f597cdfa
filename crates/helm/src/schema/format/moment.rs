//! Dates, times, durations.

use super::{because, integer};
use crate::schema::words::character;

/// `date`: Go's `time.Parse("2006-01-02", …)`.
pub(super) fn date(text: &[u8]) -> Result<(), String> {
    let wrong = |at: &[u8], element: &str| {
        Err(format!(
            "parsing time {} as \"2006-01-02\": cannot parse {} as {}",
            time_quoted(text),
            time_quoted(at),
            time_quoted(element.as_bytes()),
        ))
    };
    let odd = |problem: &str| Err(format!("parsing time {}: {problem}", time_quoted(text)));
    let digit = |byte: &u8| byte.is_ascii_digit();
    let year = text.get(..4).filter(|year| year.iter().all(digit));
    let Some((year, rest)) = year.zip(text.get(4..)) else {
        return wrong(text, "2006");
    };
    let Some(rest) = rest.strip_prefix(b"-") else {
        return wrong(rest, "-");
    };
    let Some((month, after)) = two_digits(rest) else {
        return wrong(rest, "01");
    };
    if !(1..=12).contains(&month) {
        return odd("month out of range");
    }
    let Some(rest) = after.strip_prefix(b"-") else {
        return wrong(after, "-");
    };
    let Some((day, rest)) = two_digits(rest) else {
        return wrong(rest, "02");
    };
    if !rest.is_empty() {
        return odd(&format!("extra text: {}", time_quoted(rest)));
    }
    let year = integer(year)?;
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    if !(1..=days).contains(&day) {
        return odd("day out of range");
    }
    Ok(())
}

fn two_digits(text: &[u8]) -> Option<(u8, &[u8])> {
    match text {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9', rest @ ..] => {
            Some(((tens - b'0') * 10 + (ones - b'0'), rest))
        }
        _ => None,
    }
}

/// How Go's `time` quotes: everything outside ASCII as `\x`.
fn time_quoted(text: &[u8]) -> String {
    let mut out = String::from("\"");
    for byte in text {
        match byte {
            b'"' | b'\\' => {
                out.push('\\');
                out.push(char::from(*byte));
            }
            b' '..=0x7f => out.push(char::from(*byte)),
            _ => out.push_str(&format!("\\x{byte:02x}")),
        }
    }
    out.push('"');
    out
}

/// `time`
pub(super) fn time(text: &[u8]) -> Result<(), String> {
    if text.len() < 9 {
        return because("less than 9 characters long");
    }
    if text.get(2) != Some(&b':') || text.get(5) != Some(&b':') {
        return because("missing colon in correct place");
    }
    let (clock, rest) = text.split_at_checked(8).unwrap_or_default();
    let mut clock_numbers = [0; 3];
    for (place, token) in clock_numbers
        .iter_mut()
        .zip(clock.splitn(3, |byte| *byte == b':'))
    {
        let Ok(number) = integer(token) else {
            return because("invalid hour/min/sec");
        };
        if number < 0 {
            return because("non-positive hour/min/sec");
        }
        *place = number;
    }
    let [mut hour, mut minute, second] = clock_numbers;
    if hour > 23 || minute > 59 || second > 60 {
        return because("hour/min/sec out of range");
    }
    let mut zone = rest;
    if let Some(fraction) = rest.strip_prefix(b".") {
        let digits = fraction
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        if digits == 0 {
            return because("no digits in second fraction");
        }
        zone = fraction.get(digits..).unwrap_or_default();
    }
    if zone != b"z" && zone != b"Z" {
        let offset = zone_offset(zone)?;
        let mut minutes = hour * 60 + minute - offset;
        if minutes < 0 {
            minutes += 24 * 60;
        }
        (hour, minute) = (minutes / 60, minutes % 60);
    }
    if second >= 60 && (hour != 23 || minute != 59) {
        return because("invalid leap second");
    }
    Ok(())
}

/// The minutes that the zone is ahead.
fn zone_offset(text: &[u8]) -> Result<i64, String> {
    if text.len() != 6 {
        return because("offset must be 6 characters long");
    }
    let (sign, text) = match text.split_first() {
        Some((b'+', text)) => (1, text),
        Some((b'-', text)) => (-1, text),
        _ => return because("offset must begin with plus/minus"),
    };
    if text.get(2) != Some(&b':') {
        return because("missing colon in offset in correct place");
    }
    let mut numbers = [0; 2];
    for (place, token) in numbers.iter_mut().zip(text.splitn(2, |byte| *byte == b':')) {
        let Ok(number) = integer(token) else {
            return because("invalid hour/min in offset");
        };
        if number < 0 {
            return because("non-positive hour/min in offset");
        }
        *place = number;
    }
    let [hour, minute] = numbers;
    if hour > 23 || minute > 59 {
        return because("hour/min in offset out of range");
    }
    Ok(sign * (hour * 60 + minute))
}

/// `date-time`
pub(super) fn date_time(text: &[u8]) -> Result<(), String> {
    if text.len() < 20 {
        return because("less than 20 characters long");
    }
    if !matches!(text.get(10), Some(b't' | b'T')) {
        return because("11th character must be t or T");
    }
    date(text.get(..10).unwrap_or_default())
        .map_err(|error| format!("invalid date element: {error}"))?;
    time(text.get(11..).unwrap_or_default())
        .map_err(|error| format!("invalid time element: {error}"))
}

/// `duration`
pub(super) fn duration(text: &[u8]) -> Result<(), String> {
    const UNITS: [&[u8]; 2] = [b"YMD", b"HMS"];
    let Some(text) = text.strip_prefix(b"P") else {
        return because("must start with P");
    };
    if text.is_empty() {
        return because("nothing after P");
    }
    if let Some(weeks) = text.strip_suffix(b"W") {
        if weeks.is_empty() {
            return because("no number in week");
        }
        if !weeks.iter().all(u8::is_ascii_digit) {
            return because("invalid week");
        }
        return Ok(());
    }
    for (index, mut rest) in text.split(|byte| *byte == b'T').enumerate() {
        if index > 0 && rest.is_empty() {
            return because("no time elements");
        }
        let Some(all) = UNITS.get(index) else {
            return because("more than one T");
        };
        let mut units = *all;
        while !rest.is_empty() {
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if digits == 0 {
                return because("missing number");
            }
            let Some((unit, after)) = rest.get(digits..).and_then(<[u8]>::split_first) else {
                return because("missing unit");
            };
            let Some(place) = units.iter().position(|known| known == unit) else {
                let unit_name = character(char::from(*unit));
                return Err(if all.contains(unit) {
                    format!("unit {unit_name} out of order")
                } else {
                    format!("invalid unit {unit_name}")
                });
            };
            units = units.get(place + 1..).unwrap_or_default();
            rest = after;
        }
    }
    Ok(())
}

/// `period`
pub(super) fn period(text: &[u8]) -> Result<(), String> {
    let Some(slash) = text.iter().position(|byte| *byte == b'/') else {
        return because("missing slash");
    };
    let start = text.get(..slash).unwrap_or_default();
    let end = text.get(slash + 1..).unwrap_or_default();
    let end_moment = || date_time(end).map_err(|error| format!("invalid end date-time: {error}"));
    if start.starts_with(b"P") {
        duration(start).map_err(|error| format!("invalid start duration: {error}"))?;
        return end_moment();
    }
    date_time(start).map_err(|error| format!("invalid start date-time: {error}"))?;
    if end.starts_with(b"P") {
        duration(end).map_err(|error| format!("invalid end duration: {error}"))
    } else {
        end_moment()
    }
}
