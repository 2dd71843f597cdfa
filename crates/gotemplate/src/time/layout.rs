//! The elements of a layout (`nextStdChunk` in Go's format.go).

/// What a piece of a layout stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Element {
    LongMonth,
    Month,
    NumericMonth,
    ZeroMonth,
    LongWeekday,
    Weekday,
    Day,
    UnderscoreDay,
    ZeroDay,
    UnderscoreYearDay,
    ZeroYearDay,
    Hour,
    Hour12,
    ZeroHour12,
    Minute,
    ZeroMinute,
    Second,
    ZeroSecond,
    LongYear,
    Year,
    UpperNoon,
    LowerNoon,
    ZoneName,
    Offset(Offset),
    /// `.000`: that many digits.
    Fraction(FractionDigits),
    /// `.999`: up to that many digits, without zeros at the end.
    TrimmedFraction(FractionDigits),
}

/// The form of a zone's distance from UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Offset {
    /// Whether UTC is written `Z`.
    pub(super) zulu: bool,
    pub(super) form: OffsetForm,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OffsetForm {
    /// `07`
    Hours,
    /// `0700`
    Minutes,
    /// `07:00`
    ColonMinutes,
    /// `070000`
    Seconds,
    /// `07:00:00`
    ColonSeconds,
}

/// The digits of a fraction of a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FractionDigits {
    pub(super) count: usize,
    /// `.` or `,`.
    pub(super) separator: u8,
}

/// The next element of a layout.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chunk<'a> {
    /// The text before it, which stands for itself.
    pub(super) prefix: &'a [u8],
    /// The element, and how the layout has it; `None` at the end.
    pub(super) element: Option<(Element, &'a [u8])>,
    /// What is left.
    pub(super) rest: &'a [u8],
}

/// The forms of an offset, in the order in which Go looks for them.
const OFFSETS: [(&[u8], OffsetForm); 5] = [
    (b"070000", OffsetForm::Seconds),
    (b"07:00:00", OffsetForm::ColonSeconds),
    (b"0700", OffsetForm::Minutes),
    (b"07:00", OffsetForm::ColonMinutes),
    (b"07", OffsetForm::Hours),
];

/// Finds the first element.
pub(super) fn next_chunk(layout: &[u8]) -> Chunk<'_> {
    for start in 0..layout.len() {
        let Some((prefix, from)) = layout.split_at_checked(start) else {
            break;
        };
        let Some((element, skipped, length)) = element_at(from) else {
            continue;
        };
        // `_2006` is a literal underscore before a year.
        let end = start + skipped;
        let prefix = layout.get(..end).unwrap_or(prefix);
        return Chunk {
            prefix,
            element: Some((element, layout.get(end..end + length).unwrap_or_default())),
            rest: layout.get(end + length..).unwrap_or_default(),
        };
    }
    Chunk {
        prefix: layout,
        element: None,
        rest: &[],
    }
}

/// The element with which a text begins: how many bytes to pass over before it, and its length.
fn element_at(text: &[u8]) -> Option<(Element, usize, usize)> {
    let at_once = |element, length| Some((element, 0, length));
    match text {
        [b'J', b'a', b'n', rest @ ..] => {
            if rest.starts_with(b"uary") {
                at_once(Element::LongMonth, 7)
            } else if !rest.first().is_some_and(u8::is_ascii_lowercase) {
                at_once(Element::Month, 3)
            } else {
                None
            }
        }
        [b'M', b'o', b'n', rest @ ..] => {
            if rest.starts_with(b"day") {
                at_once(Element::LongWeekday, 6)
            } else if !rest.first().is_some_and(u8::is_ascii_lowercase) {
                at_once(Element::Weekday, 3)
            } else {
                None
            }
        }
        [b'M', b'S', b'T', ..] => at_once(Element::ZoneName, 3),
        [b'0', b'1', ..] => at_once(Element::ZeroMonth, 2),
        [b'0', b'2', ..] => at_once(Element::ZeroDay, 2),
        [b'0', b'3', ..] => at_once(Element::ZeroHour12, 2),
        [b'0', b'4', ..] => at_once(Element::ZeroMinute, 2),
        [b'0', b'5', ..] => at_once(Element::ZeroSecond, 2),
        [b'0', b'6', ..] => at_once(Element::Year, 2),
        [b'0', b'0', b'2', ..] => at_once(Element::ZeroYearDay, 3),
        [b'1', b'5', ..] => at_once(Element::Hour, 2),
        [b'1', ..] => at_once(Element::NumericMonth, 1),
        [b'2', b'0', b'0', b'6', ..] => at_once(Element::LongYear, 4),
        [b'2', ..] => at_once(Element::Day, 1),
        [b'_', b'2', b'0', b'0', b'6', ..] => Some((Element::LongYear, 1, 4)),
        [b'_', b'2', ..] => at_once(Element::UnderscoreDay, 2),
        [b'_', b'_', b'2', ..] => at_once(Element::UnderscoreYearDay, 3),
        [b'3', ..] => at_once(Element::Hour12, 1),
        [b'4', ..] => at_once(Element::Minute, 1),
        [b'5', ..] => at_once(Element::Second, 1),
        [b'P', b'M', ..] => at_once(Element::UpperNoon, 2),
        [b'p', b'm', ..] => at_once(Element::LowerNoon, 2),
        [sign @ (b'-' | b'Z'), rest @ ..] => {
            let (digits, form) = OFFSETS
                .iter()
                .find(|(digits, _)| rest.starts_with(digits))?;
            let offset = Offset {
                zulu: *sign == b'Z',
                form: *form,
            };
            at_once(Element::Offset(offset), 1 + digits.len())
        }
        [separator @ (b'.' | b','), digit @ (b'0' | b'9'), ..] => {
            let digits = text.get(1..).unwrap_or_default();
            let count = digits.iter().take_while(|byte| *byte == digit).count();
            // Only a fraction of a second is all digits.
            if digits.get(count).is_some_and(u8::is_ascii_digit) {
                return None;
            }
            let fraction = FractionDigits {
                // Go packs the count into 12 bits.
                count: count & 0xfff,
                separator: *separator,
            };
            let element = if *digit == b'0' {
                Element::Fraction(fraction)
            } else {
                Element::TrimmedFraction(fraction)
            };
            at_once(element, 1 + count)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Element, next_chunk};

    fn elements(layout: &str) -> String {
        let mut out = String::new();
        let mut rest = layout.as_bytes();
        loop {
            let chunk = next_chunk(rest);
            out.push_str(&String::from_utf8_lossy(chunk.prefix));
            let Some((element, text)) = chunk.element else {
                return out;
            };
            let kind = match element {
                Element::Offset(_) => "Offset".into(),
                Element::Fraction(_) => "Fraction".into(),
                Element::TrimmedFraction(_) => "TrimmedFraction".into(),
                other => format!("{other:?}"),
            };
            out.push_str(&format!("<{kind} {}>", String::from_utf8_lossy(text)));
            rest = chunk.rest;
        }
    }

    #[test]
    fn layouts_fall_into_gos_elements() {
        for (layout, expected) in [
            (
                "Monday, Mon Month",
                "<LongWeekday Monday>, <Weekday Mon> Month",
            ),
            ("January Jan Janet", "<LongMonth January> <Month Jan> Janet"),
            (
                "_2006 _2 __2 002",
                "_<LongYear 2006> <UnderscoreDay _2> <UnderscoreYearDay __2> <ZeroYearDay 002>",
            ),
            (
                "-07 -0700 Z07:00:00 Z070000",
                "<Offset -07> <Offset -0700> <Offset Z07:00:00> <Offset Z070000>",
            ),
            (
                "5.000 5,999 5.00x 5.001",
                "<Second 5><Fraction .000> <Second 5><TrimmedFraction ,999> <Second 5><Fraction .00>x <Second 5>.0<ZeroMonth 01>",
            ),
            ("MSTPMpmP", "<ZoneName MST><UpperNoon PM><LowerNoon pm>P"),
            (
                "20060102150405",
                "<LongYear 2006><ZeroMonth 01><ZeroDay 02><Hour 15><ZeroMinute 04><ZeroSecond 05>",
            ),
            ("", ""),
        ] {
            assert_eq!(elements(layout), expected);
        }
    }
}
