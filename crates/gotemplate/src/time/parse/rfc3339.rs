//! RFC 3339, which most times are in (Go's format_rfc3339.go).

use super::pieces::{digit, nanoseconds};
use crate::time::calendar::days_in;
use crate::time::instant::{Civil, Time};
use crate::time::zone::Location;

/// RFC 3339 to the letter (Go's `parseRFC3339`). `None`: it is not, and the layout has to say why.
pub(super) fn strict(value: &[u8], location: &Location) -> Option<Time> {
    let [
        y1,
        y2,
        y3,
        y4,
        b'-',
        mo1,
        mo2,
        b'-',
        d1,
        d2,
        b'T',
        h1,
        h2,
        b':',
        mi1,
        mi2,
        b':',
        s1,
        s2,
        rest @ ..,
    ] = value
    else {
        return None;
    };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0, |number, byte| {
            byte.is_ascii_digit().then(|| number * 10 + digit(*byte))
        })
    };
    let bounded = |digits: &[u8], bounds: std::ops::RangeInclusive<i64>| {
        number(digits).filter(|number| bounds.contains(number))
    };
    let year = number(&[*y1, *y2, *y3, *y4])?;
    let month = bounded(&[*mo1, *mo2], 1..=12)?;
    let mut civil = Civil {
        year,
        month,
        day: bounded(&[*d1, *d2], 1..=days_in(month, year))?,
        hour: bounded(&[*h1, *h2], 0..=23)?,
        minute: bounded(&[*mi1, *mi2], 0..=59)?,
        second: bounded(&[*s1, *s2], 0..=59)?,
        nanosecond: 0,
    };
    let zone = match rest {
        [b'.', b'0'..=b'9', ..] => {
            let digits = rest.iter().skip(1).take_while(|byte| byte.is_ascii_digit());
            let (fraction, zone) = rest.split_at_checked(1 + digits.count())?;
            civil.nanosecond = nanoseconds(fraction).ok()?;
            zone
        }
        _ => rest,
    };
    match zone {
        [b'Z'] => Some(Time::of_civil(civil, Location::UTC)),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let minutes = bounded(&[*h1, *h2], 0..=23)? * 60 + bounded(&[*m1, *m2], 0..=59)?;
            let offset = minutes * if *sign == b'-' { -60 } else { 60 };
            let time = Time::of_civil(civil, Location::UTC).moved(-offset);
            let is_local = location.at(time.unix()).offset == offset;
            Some(time.within(if is_local {
                location.clone()
            } else {
                Location::fixed("", offset)
            }))
        }
        _ => None,
    }
}
