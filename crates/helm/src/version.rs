//! Versions and constraints as Helm reads them.

pub use gotemplate::semver::*;

/// Whether a version meets a constraint (`chartutil.IsCompatibleRange`). What is no version or no constraint meets
/// nothing.
#[must_use]
pub fn is_compatible_range(constraint: &str, version: &str) -> bool {
    match (Version::parse(version), Constraint::parse(constraint)) {
        (Ok(version), Ok(constraint)) => constraint.check(&version),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_not_compatible() {
        for (constraint, version, expected) in [
            // The cases of Helm's compatible_test.go.
            ("v2.0.0-alpha.4", "v2.0.0-alpha.4", true),
            ("v2.0.0-alpha.3", "v2.0.0-alpha.4", false),
            ("v2.0.0", "v2.0.0-alpha.4", false),
            ("v2.0.0-alpha.4", "v2.0.0", false),
            ("~v2.0.0", "v2.0.1", true),
            ("v2", "v2.10.0", true),
            ("", "1.0.0", false),
            ("*", "one", false),
        ] {
            assert_eq!(
                is_compatible_range(constraint, version),
                expected,
                "{constraint} {version}"
            );
        }
    }
}
