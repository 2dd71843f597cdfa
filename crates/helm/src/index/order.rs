//! Helm's orders: versions descending, names as Go's encoder sorts keys.

use std::cmp::Ordering;

use crate::version::Version;

/// The position of a version in a list that is sorted as Helm's `SortEntries` does: descending, what is no version
/// last. Among equals (they differ in build metadata only) the new one comes first, as after `helm repo index
/// --merge`. In a list that is not sorted, it stands before the first lower one.
pub(super) fn position_of_version<'a>(
    versions: impl ExactSizeIterator<Item = Option<&'a str>>,
    version: &str,
) -> usize {
    let Ok(new) = Version::parse(version) else {
        return versions.len();
    };
    let mut behind = 0;
    for (at, there) in versions.enumerate() {
        if let Some(there) = there.and_then(|there| Version::parse(there).ok()) {
            if there <= new {
                return at;
            }
            behind = at + 1;
        }
    }
    behind
}

/// The position of a name among keys: its place when they are sorted, by Go's encoder or by bytes, else the end.
pub(super) fn position_of_name(names: &[&str], name: &str) -> usize {
    for order in [natural, |a: &str, b: &str| a.cmp(b)] {
        if names.is_sorted_by(|a, b| order(a, b) != Ordering::Greater) {
            return names.partition_point(|there| order(there, name) != Ordering::Greater);
        }
    }
    names.len()
}

/// The order of go-yaml's `keyList.Less` for strings: letters after everything else, numbers by their value.
fn natural(a: &str, b: &str) -> Ordering {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let Some(at) = a.iter().zip(&b).position(|(left, right)| left != right) else {
        return a.len().cmp(&b.len());
    };
    let (same, left) = a.split_at(at);
    let (_, right) = b.split_at(at);
    let (Some(first), Some(second)) = (left.first(), right.first()) else {
        return Ordering::Equal;
    };
    match (first.is_alphabetic(), second.is_alphabetic()) {
        (true, true) => return first.cmp(second),
        (true, false) => return Ordering::Greater,
        (false, true) => return Ordering::Less,
        (false, false) => {}
    }
    // Zeros count when they stand within a number, not at its head.
    let within = (*first == '0' || *second == '0')
        && same
            .iter()
            .rev()
            .take_while(|char| char.is_ascii_digit())
            .any(|char| *char != '0');
    number(left, within)
        .cmp(&number(right, within))
        .then_with(|| first.cmp(second))
}

/// The number at the head of a text, and how many digits it has.
fn number(text: &[char], within: bool) -> (u128, usize) {
    let digits = text.iter().map_while(|char| char.to_digit(10));
    digits.fold((u128::from(within), 0), |(value, count), digit| {
        let value = value.saturating_mul(10).saturating_add(u128::from(digit));
        (value, count + 1)
    })
}
