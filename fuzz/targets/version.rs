//! Two versions, a line each: what is strict is lenient too, the canonical form is strict, and the order is that of
//! the crate semver.
#![no_main]

use helm::version::Version;
use libfuzzer_sys::fuzz_target;

fn read(text: &str) -> Option<Version> {
    let strict = Version::parse_strict(text);
    let lenient = Version::parse(text);
    if let Ok(strict) = &strict {
        assert_eq!(strict.to_string(), text);
        assert!(
            lenient.as_ref().is_ok_and(|lenient| lenient == strict),
            "{text}"
        );
        assert!(semver::Version::parse(text).is_ok(), "{text}");
    } else if text.len() <= 256 {
        assert!(semver::Version::parse(text).is_err(), "{text}");
    }
    let lenient = lenient.ok()?;
    assert_eq!(lenient.original(), text);
    let canonical = lenient.to_string();
    if canonical.len() <= 256 {
        let again = Version::parse_strict(&canonical);
        assert!(
            again.as_ref().is_ok_and(|again| *again == lenient),
            "{again:?}"
        );
    }
    Some(lenient)
}

fuzz_target!(|data: &str| {
    let (one, other) = data.split_once('\n').unwrap_or((data, "1.2.3-rc.1"));
    let (Some(one), Some(other)) = (read(one), read(other)) else {
        return;
    };
    assert_eq!(one.cmp(&other), other.cmp(&one).reverse());
    let theirs = |version: &Version| semver::Version::parse(&version.to_string());
    if let (Ok(left), Ok(right)) = (theirs(&one), theirs(&other)) {
        // semver orders numeric identifiers of any length; Masterminds those beyond 64 bits as text.
        let long = |version: &Version| version.prerelease().len() > 19;
        if !long(&one) && !long(&other) {
            assert_eq!(
                one.cmp(&other),
                left.cmp_precedence(&right),
                "{left} {right}"
            );
        }
    }
});
