//! Helm's orders: versions descending, names as Go's encoder sorts keys.

use crate::version::Version;
use crate::yaml::key_order;

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
    for before in [key_order::less, |left: &str, right: &str| left < right] {
        if names.is_sorted_by(|left, right| !before(right, left)) {
            return names.partition_point(|there| !before(name, there));
        }
    }
    names.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_goes_where_the_names_order_puts_it() {
        for (names, name, expected) in [
            // As Go's encoder sorts: numbers by their value, letters after everything else.
            (&["k2", "k10"][..], "k9", 1),
            (&["a-b", "ab"], "a_", 1),
            (&["a", "c"], "b", 1),
            // By bytes, as other tools sort.
            (&["k10", "k2"], "k11", 1),
            // In no order: at the end.
            (&["c", "a", "b"], "d", 3),
            (&[], "a", 0),
        ] {
            assert_eq!(
                position_of_name(names, name),
                expected,
                "{name} among {names:?}"
            );
        }
    }
}
