//! UUIDs and semantic versions.

use super::because;
use crate::schema::words::{character, characters};

/// `uuid`
pub(super) fn uuid(text: &[u8]) -> Result<(), String> {
    const LENGTHS: [usize; 5] = [8, 4, 4, 4, 12];
    let groups: Vec<&[u8]> = text.split(|byte| *byte == b'-').collect();
    if groups.len() != LENGTHS.len() {
        return because("must have 5 elements");
    }
    for (index, (group, length)) in groups.iter().zip(LENGTHS).enumerate() {
        if group.len() != length {
            return Err(format!(
                "element {} must be {length} characters long",
                index + 1
            ));
        }
        if let Some(found) = characters(group).find(|found| !found.is_ascii_hexdigit()) {
            return Err(format!("non-hex character {}", character(found)));
        }
    }
    Ok(())
}

/// `semver`
pub(super) fn semver(text: &[u8]) -> Result<(), String> {
    let mut core = text;
    if let Some(plus) = core.iter().position(|byte| *byte == b'+') {
        let build = core.get(plus + 1..).unwrap_or_default();
        core = core.get(..plus).unwrap_or_default();
        if build.is_empty() {
            return because("build is empty");
        }
        for identifier in build.split(|byte| *byte == b'.') {
            if identifier.is_empty() {
                return because("build identifier is empty");
            }
            only_letters(identifier, "build identifier")?;
        }
    }
    if let Some(dash) = core.iter().position(|byte| *byte == b'-') {
        let prerelease = core.get(dash + 1..).unwrap_or_default();
        core = core.get(..dash).unwrap_or_default();
        for identifier in prerelease.split(|byte| *byte == b'.') {
            if identifier.is_empty() {
                return because("pre-release identifier is empty");
            }
            only_letters(identifier, "pre-release identifier")?;
            let is_number = identifier.iter().all(u8::is_ascii_digit);
            if is_number && identifier.len() > 1 && identifier.starts_with(b"0") {
                return because("pre-release numeric identifier starts with zero");
            }
        }
    }
    let numbers: Vec<&[u8]> = core.split(|byte| *byte == b'.').collect();
    if numbers.len() != 3 {
        return because("versionCore must have 3 numbers separated by dot");
    }
    for (number, name) in numbers.iter().zip(["major", "minor", "patch"]) {
        if number.is_empty() {
            return Err(format!("{name} is empty"));
        }
        if number.len() > 1 && number.starts_with(b"0") {
            return Err(format!("{name} starts with zero"));
        }
        if !number.iter().all(u8::is_ascii_digit) {
            return Err(format!("{name} contains non-digit"));
        }
    }
    Ok(())
}

fn only_letters(text: &[u8], place: &str) -> Result<(), String> {
    match characters(text).find(|found| !found.is_ascii_alphanumeric() && *found != '-') {
        Some(found) => Err(format!("invalid character {} in {place}", character(found))),
        None => Ok(()),
    }
}
