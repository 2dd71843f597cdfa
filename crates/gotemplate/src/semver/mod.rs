//! Versions and constraints as Helm reads them (Masterminds' semver 3.5, `version.go` and `constraints.go`).
//!
//! A chart's version may be `1.2`, `v1.2.3` or `01.2.3`; only [`Version::parse_strict`] asks for SemVer 2.

mod constraint;
mod successor;

use std::cmp::Ordering;
use std::fmt;

pub use constraint::{Constraint, ConstraintError, Mismatch, Violation};
pub use successor::Overflow;

/// Masterminds' limit: nothing longer is looked at.
const MAX_LENGTH: usize = 256;

/// A version, with the text that it was read from.
///
/// The order is SemVer's: build metadata does not count. So two versions may compare as equal and still be written
/// differently; compare [`Version::original`] where the exact text matters.
#[derive(Debug, Clone)]
pub struct Version {
    major: u64,
    minor: u64,
    patch: u64,
    prerelease: String,
    build: String,
    original: String,
}

/// Why a text is no version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a version: {reason}")]
pub struct VersionError {
    /// The text.
    pub text: String,
    /// What is wrong with it.
    pub reason: Reason,
}

/// What is wrong with a text that should be a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// It is empty.
    #[error("version string empty")]
    Empty,
    /// It is longer than 256 bytes.
    #[error("version string is too long (max 256 bytes)")]
    TooLong,
    /// It has not the form `x.y.z-prerelease+build`.
    #[error("invalid semantic version")]
    Form,
    /// A part holds a character that it may not.
    #[error("invalid characters in version")]
    Characters,
    /// A number has a leading zero.
    #[error("version segment starts with 0")]
    LeadingZero,
    /// A number is larger than 64 bits. [`VersionError::message`] names it, as Masterminds does.
    #[error("version segment is too large")]
    Overflow,
    /// The same, read strictly, or a number is missing: Masterminds then says nothing before the number.
    #[error("version segment is missing or too large")]
    StrictNumber,
    /// The part after `-` is no prerelease.
    #[error("invalid prerelease string")]
    Prerelease,
    /// The part after `+` is no build metadata.
    #[error("invalid metadata string")]
    Build,
}

impl VersionError {
    /// Masterminds' own words, which templates show.
    #[must_use]
    pub fn message(&self) -> String {
        let before = match self.reason {
            Reason::Overflow => "error parsing version segment: ",
            Reason::StrictNumber => "",
            reason => return reason.to_string(),
        };
        let (numbers, _, _) = split(self.text.strip_prefix('v').unwrap_or(&self.text));
        let number = numbers
            .split('.')
            .find(|number| number.parse::<u64>().is_err())
            .unwrap_or_default();
        let problem = if number.is_empty() {
            "invalid syntax"
        } else {
            "value out of range"
        };
        format!("{before}strconv.ParseUint: parsing {number:?}: {problem}")
    }
}

impl Version {
    fn new(original: &str, [major, minor, patch]: [u64; 3], prerelease: &str, build: &str) -> Self {
        Self {
            major,
            minor,
            patch,
            prerelease: prerelease.to_owned(),
            build: build.to_owned(),
            original: original.to_owned(),
        }
    }

    /// `0.0.0`
    pub(crate) fn zero() -> Self {
        Self::new("0.0.0", [0; 3], "", "")
    }

    /// Reads a version as Helm does (`semver.NewVersion`): a leading `v`, leading zeros, and a missing minor or
    /// patch number are accepted.
    pub fn parse(text: &str) -> Result<Self, VersionError> {
        lenient(text).map_err(|reason| VersionError {
            text: text.to_owned(),
            reason,
        })
    }

    /// Reads a SemVer 2 version (`semver.StrictNewVersion`): exactly `x.y.z[-prerelease][+build]`.
    pub fn parse_strict(text: &str) -> Result<Self, VersionError> {
        strict(text).map_err(|reason| VersionError {
            text: text.to_owned(),
            reason,
        })
    }

    /// The first number.
    pub fn major(&self) -> u64 {
        self.major
    }

    /// The second number; 0 when it was left out.
    pub fn minor(&self) -> u64 {
        self.minor
    }

    /// The third number; 0 when it was left out.
    pub fn patch(&self) -> u64 {
        self.patch
    }

    /// What stands after `-`, or nothing.
    pub fn prerelease(&self) -> &str {
        &self.prerelease
    }

    /// What stands after `+`, or nothing.
    pub fn build(&self) -> &str {
        &self.build
    }

    /// The text as it was given, a leading `v` included.
    pub fn original(&self) -> &str {
        &self.original
    }
}

impl fmt::Display for Version {
    /// The canonical form `x.y.z-prerelease+build`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}.{}", self.major, self.minor, self.patch)?;
        if !self.prerelease.is_empty() {
            write!(formatter, "-{}", self.prerelease)?;
        }
        if !self.build.is_empty() {
            write!(formatter, "+{}", self.build)?;
        }
        Ok(())
    }
}

impl std::str::FromStr for Version {
    type Err = VersionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.major, self.minor, self.patch)
            .cmp(&(other.major, other.minor, other.patch))
            .then_with(|| compare_prereleases(&self.prerelease, &other.prerelease))
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Version {}

/// Splits `numbers[-prerelease][+build]`; an absent part is `None`, an empty one `Some("")`.
fn split(text: &str) -> (&str, Option<&str>, Option<&str>) {
    let (rest, build) = match text.split_once('+') {
        Some((rest, build)) => (rest, Some(build)),
        None => (text, None),
    };
    match rest.split_once('-') {
        Some((numbers, prerelease)) => (numbers, Some(prerelease), build),
        None => (rest, None, build),
    }
}

fn lenient(text: &str) -> Result<Version, Reason> {
    if text.len() > MAX_LENGTH {
        return Err(Reason::TooLong);
    }
    let (numbers, prerelease, build) = split(text.strip_prefix('v').unwrap_or(text));
    let segments: Vec<&str> = numbers.split('.').collect();
    let mut identifiers = prerelease
        .iter()
        .chain(&build)
        .flat_map(|part| part.split('.'));
    if segments.len() > 3
        || !segments.iter().all(|segment| is_number(segment))
        || !identifiers.all(is_identifier)
    {
        return Err(Reason::Form);
    }
    let mut numbers = [0; 3];
    for (place, segment) in numbers.iter_mut().zip(segments) {
        *place = segment.parse().map_err(|_| Reason::Overflow)?;
    }
    prerelease.map_or(Ok(()), check_prerelease)?;
    Ok(Version::new(
        text,
        numbers,
        prerelease.unwrap_or_default(),
        build.unwrap_or_default(),
    ))
}

fn strict(text: &str) -> Result<Version, Reason> {
    if text.is_empty() {
        return Err(Reason::Empty);
    }
    if text.len() > MAX_LENGTH {
        return Err(Reason::TooLong);
    }
    let mut parts = text.splitn(3, '.');
    let (Some(major), Some(minor), Some(rest)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(Reason::Form);
    };
    let (patch, prerelease, build) = split(rest);
    build.map_or(Ok(()), check_build)?;
    prerelease.map_or(Ok(()), check_prerelease)?;
    let segments = [major, minor, patch];
    for segment in segments {
        if !segment.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Reason::Characters);
        }
        if has_leading_zero(segment) {
            return Err(Reason::LeadingZero);
        }
    }
    let mut numbers = [0; 3];
    for (place, segment) in numbers.iter_mut().zip(segments) {
        *place = segment.parse().map_err(|_| Reason::StrictNumber)?;
    }
    Ok(Version::new(
        text,
        numbers,
        prerelease.unwrap_or_default(),
        build.unwrap_or_default(),
    ))
}

/// `validatePrerelease`: dot separated identifiers, numbers without leading zeros.
fn check_prerelease(text: &str) -> Result<(), Reason> {
    for identifier in text.split('.') {
        if !is_identifier(identifier) {
            return Err(Reason::Prerelease);
        }
        if is_number(identifier) && has_leading_zero(identifier) {
            return Err(Reason::LeadingZero);
        }
    }
    Ok(())
}

/// `validateMetadata`: dot separated identifiers.
fn check_build(text: &str) -> Result<(), Reason> {
    if text.split('.').all(is_identifier) {
        Ok(())
    } else {
        Err(Reason::Build)
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn has_leading_zero(number: &str) -> bool {
    number.len() > 1 && number.starts_with('0')
}

fn is_identifier(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// A release is higher than its prereleases; numbers are lower than words; more parts are higher than fewer.
fn compare_prereleases(left: &str, right: &str) -> Ordering {
    match (left.is_empty(), right.is_empty()) {
        (true, true) => return Ordering::Equal,
        (true, false) => return Ordering::Greater,
        (false, true) => return Ordering::Less,
        (false, false) => {}
    }
    let mut lefts = left.split('.');
    let mut rights = right.split('.');
    loop {
        let ordering = match (lefts.next(), rights.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(left), Some(right)) => match (left.parse::<u64>(), right.parse::<u64>()) {
                (Ok(left), Ok(right)) => left.cmp(&right),
                (Ok(_), Err(_)) => Ordering::Less,
                (Err(_), Ok(_)) => Ordering::Greater,
                (Err(_), Err(_)) => left.cmp(right),
            },
        };
        if ordering != Ordering::Equal {
            return ordering;
        }
    }
}

#[cfg(test)]
mod tests;
