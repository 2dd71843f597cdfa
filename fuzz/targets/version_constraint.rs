//! A constraint and, on its last line, a version: check and validate agree, the constraint as it shows itself means
//! the same, and prereleases make no difference to a release.
#![no_main]

use helm::version::{Constraint, Mismatch, Version, is_compatible_range};
use libfuzzer_sys::fuzz_target;

/// Nothing longer is read.
const LONGEST: usize = 512;

fuzz_target!(|data: &[u8]| {
    let end = data.iter().rposition(|byte| *byte == b'\n');
    let (text, version) = end
        .and_then(|end| data.split_at_checked(end))
        .unwrap_or((data, b"1.2.3-rc.1"));
    let constraint = match Constraint::parse(text) {
        Ok(constraint) => constraint,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    assert!(text.len() <= LONGEST);
    let Ok(version) = Version::parse(&String::from_utf8_lossy(version.trim_ascii())) else {
        return;
    };
    let fits = constraint.check(&version);
    if let Ok(text) = std::str::from_utf8(text) {
        assert_eq!(is_compatible_range(text, version.original()), fits);
    }
    match constraint.validate(&version) {
        Ok(()) => assert!(fits),
        Err(violations) => {
            assert!(!fits && !violations.is_empty());
            let prereleases = violations
                .iter()
                .filter(|violation| violation.mismatch == Mismatch::Prerelease);
            assert!(prereleases.count() <= 1);
        }
    }
    let shown = constraint.to_string();
    if shown.len() <= LONGEST {
        let again = Constraint::parse(&shown);
        assert!(
            again
                .as_ref()
                .is_ok_and(|again| again.check(&version) == fits && again.to_string() == shown),
            "{shown}: {again:?}"
        );
    }
    if version.prerelease().is_empty() {
        assert_eq!(constraint.including_prereleases().check(&version), fits);
    }
});
