//! Compiled timezones (RFC 8536; `LoadLocationFromTZData` in Go's zoneinfo_read.go).

use super::posix_rule::PosixRule;
use super::zone::{Transition, ZoneTable, ZoneType};

/// Reads big-endian numbers and runs of bytes.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const LENGTH: usize>(&mut self) -> Option<[u8; LENGTH]> {
        self.take(LENGTH)?.try_into().ok()
    }

    fn count(&mut self) -> Option<usize> {
        usize::try_from(u32::from_be_bytes(self.array()?)).ok()
    }
}

/// How much there is of what.
struct Header {
    version: u8,
    utc_indicators: usize,
    standard_indicators: usize,
    leap_seconds: usize,
    transitions: usize,
    types: usize,
    names: usize,
}

impl Header {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        if reader.take(4)? != b"TZif" {
            return None;
        }
        let version = *reader.take(16)?.first()?;
        Some(Self {
            version,
            utc_indicators: reader.count()?,
            standard_indicators: reader.count()?,
            leap_seconds: reader.count()?,
            transitions: reader.count()?,
            types: reader.count()?,
            names: reader.count()?,
        })
    }

    /// The length of the data with times of 32 bits.
    fn short_length(&self) -> Option<usize> {
        [
            (self.transitions, 5),
            (self.types, 6),
            (self.names, 1),
            (self.leap_seconds, 8),
            (self.standard_indicators, 1),
            (self.utc_indicators, 1),
        ]
        .into_iter()
        .try_fold(0_usize, |sum, (count, size)| {
            sum.checked_add(count.checked_mul(size)?)
        })
    }
}

/// Reads a compiled timezone with times of 64 bits. `None`: it is damaged, or of a version that Go does not read.
pub(super) fn read(name: &str, data: &[u8]) -> Option<ZoneTable> {
    let mut reader = Reader(data);
    let first = Header::read(&mut reader)?;
    if !matches!(first.version, b'2' | b'3') {
        return None;
    }
    reader.take(first.short_length()?)?;
    let header = Header::read(&mut reader)?;
    let times = reader.take(header.transitions.checked_mul(8)?)?;
    let indices = reader.take(header.transitions)?;
    let types = reader.take(header.types.checked_mul(6)?)?;
    let names = reader.take(header.names)?;
    reader.take(header.leap_seconds.checked_mul(12)?)?;
    reader.take(header.standard_indicators)?;
    reader.take(header.utc_indicators)?;
    let rule = match reader.0 {
        [b'\n', rule @ .., b'\n'] if !rule.is_empty() => {
            PosixRule::parse(std::str::from_utf8(rule).ok()?)
        }
        _ => None,
    };
    let types = types
        .chunks_exact(6)
        .map(|entry| {
            let (offset, rest) = entry.split_first_chunk::<4>()?;
            let [is_daylight, index] = rest else {
                return None;
            };
            let name = names
                .get(usize::from(*index)..)?
                .split(|byte| *byte == 0)
                .next()?;
            Some(ZoneType {
                name: String::from_utf8_lossy(name).into_owned(),
                offset: i64::from(i32::from_be_bytes(*offset)),
                is_daylight: *is_daylight != 0,
            })
        })
        .collect::<Option<Vec<_>>>()?;
    if types.is_empty() {
        return None;
    }
    let mut transitions = times
        .chunks_exact(8)
        .zip(indices)
        .map(|(when, index)| {
            let index = usize::from(*index);
            Some(Transition {
                when: i64::from_be_bytes(when.try_into().ok()?),
                index: (index < types.len()).then_some(index)?,
            })
        })
        .collect::<Option<Vec<_>>>()?;
    if transitions.is_empty() {
        // One that covers all time, for zones that never change.
        transitions.push(Transition {
            when: i64::MIN,
            index: 0,
        });
    }
    Some(ZoneTable {
        name: name.to_owned(),
        types,
        transitions,
        rule,
    })
}
