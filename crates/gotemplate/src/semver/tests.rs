use proptest::prelude::*;

use super::*;

#[test]
fn reads_leniently_what_masterminds_reads() {
    for (text, canonical) in [
        ("1.2.3", "1.2.3"),
        ("v1.2.3", "1.2.3"),
        ("1.2", "1.2.0"),
        ("1", "1.0.0"),
        ("01.002.3", "1.2.3"),
        ("1.2-beta.5", "1.2.0-beta.5"),
        ("1.2.3-a-b+c-d.001", "1.2.3-a-b+c-d.001"),
        ("1+meta", "1.0.0+meta"),
        ("1.2.3+-", "1.2.3+-"),
    ] {
        let version = Version::parse(text).unwrap();
        assert_eq!(version.to_string(), canonical, "{text}");
        assert_eq!(version.original(), text);
    }
}

#[test]
fn refuses_what_masterminds_refuses() {
    for (text, reason) in [
        ("", Reason::Form),
        ("V1.2.3", Reason::Form),
        ("vv1", Reason::Form),
        ("1.", Reason::Form),
        (".1", Reason::Form),
        ("1.2.3.4", Reason::Form),
        ("1.2.x", Reason::Form),
        (" 1.2.3", Reason::Form),
        ("1.2.3\n", Reason::Form),
        ("1.2.3-", Reason::Form),
        ("1.2.3-a..b", Reason::Form),
        ("1.2.3-01", Reason::LeadingZero),
        ("1.2.3+", Reason::Form),
        ("1.2.3+a+b", Reason::Form),
        ("99999999999999999999.0.0", Reason::Overflow),
        ("99999999999999999999.x", Reason::Form),
        ("99999999999999999999.0.0-01", Reason::Overflow),
    ] {
        assert_eq!(Version::parse(text).unwrap_err().reason, reason, "{text}");
    }
    let long = format!("1.0.0-{}", "a".repeat(251));
    assert_eq!(Version::parse(&long).unwrap_err().reason, Reason::TooLong);
}

#[test]
fn speaks_masterminds_words() {
    for (text, message) in [
        ("1..2", "invalid semantic version"),
        ("1.2.3-01", "version segment starts with 0"),
        (
            "v1.99999999999999999999.2",
            r#"error parsing version segment: strconv.ParseUint: parsing "99999999999999999999": value out of range"#,
        ),
    ] {
        assert_eq!(Version::parse(text).unwrap_err().message(), message);
    }
    for (text, message) in [
        (
            "0.18446744073709551616.0",
            r#"strconv.ParseUint: parsing "18446744073709551616": value out of range"#,
        ),
        ("0..0", r#"strconv.ParseUint: parsing "": invalid syntax"#),
    ] {
        assert_eq!(Version::parse_strict(text).unwrap_err().message(), message);
    }
}

#[test]
fn strict_refuses_in_masterminds_order() {
    for (text, reason) in [
        ("1.2", Reason::Form),
        ("a.b.c-01+a..b", Reason::Build),
        ("a.b.c-01", Reason::LeadingZero),
        ("a.b.c-a..b", Reason::Prerelease),
        ("a.02.3", Reason::Characters),
        ("1.02.c", Reason::LeadingZero),
        ("1.2.99999999999999999999", Reason::StrictNumber),
    ] {
        assert_eq!(
            Version::parse_strict(text).unwrap_err().reason,
            reason,
            "{text}"
        );
    }
}

#[test]
fn strict_is_semver_2() {
    for text in ["1.2.3", "0.0.0", "1.2.3-rc.1", "1.2.3+b.01", "1.2.3-a.b+c"] {
        assert!(Version::parse_strict(text).is_ok(), "{text}");
    }
    for text in [
        "", "1", "1.2", "v1.2.3", "01.2.3", "1.02.3", "1.2.03", "1.2.3.4", "1.2.x", "1..3",
        "1.2.3-", "1.2.3-01",
    ] {
        assert!(Version::parse_strict(text).is_err(), "{text}");
    }
}

#[test]
fn orders_as_semver_does() {
    let ascending = [
        "0.0.0-0",
        "0.0.0",
        "1.0.0-1",
        "1.0.0-2",
        "1.0.0-10",
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-beta",
        "1.0.0",
        "1.0.1",
        "1.10.0",
    ];
    for pair in ascending.windows(2) {
        let (low, high) = (
            Version::parse(pair[0]).unwrap(),
            Version::parse(pair[1]).unwrap(),
        );
        assert!(low < high, "{pair:?}");
    }
    assert_eq!(
        Version::parse("1.0.0+a").unwrap(),
        Version::parse("v1.0+b").unwrap()
    );
}

proptest! {
    #[test]
    fn never_panics_and_what_is_strict_is_lenient(text in "\\PC{0,20}|v?[0-9.]{1,8}[-+0-9a-z.]{0,8}") {
        let lenient = Version::parse(&text);
        if let Ok(version) = Version::parse_strict(&text) {
            prop_assert_eq!(version.to_string(), text.clone());
            prop_assert!(lenient.is_ok());
        }
    }

    #[test]
    fn a_canonical_form_reads_back(major: u64, minor: u64, patch: u64, prerelease in "([a-z][0-9a-z-]{0,3}(\\.[a-z]{1,3})?)?") {
        let mut text = format!("{major}.{minor}.{patch}");
        if !prerelease.is_empty() {
            text = format!("{text}-{prerelease}");
        }
        prop_assert_eq!(Version::parse(&text).unwrap().to_string(), text);
    }
}

#[test]
fn raises_numbers_as_masterminds_does() {
    let version = Version::parse("v1.2.3-rc.1+b").unwrap();
    assert_eq!(version.next_major().unwrap().original(), "v2.0.0");
    assert_eq!(version.next_minor().unwrap().original(), "v1.3.0");
    assert_eq!(version.next_patch().unwrap().original(), "v1.2.3");
    let release = Version::parse("1.2.3+b").unwrap();
    assert_eq!(release.next_patch().unwrap().original(), "1.2.4");
    assert_eq!(
        release.with_prerelease("x").unwrap().original(),
        "1.2.3-x+b"
    );
    assert_eq!(version.with_build("").unwrap().original(), "v1.2.3-rc.1");
    assert_eq!(release.with_prerelease("a..b"), Err(Reason::Prerelease));
    assert_eq!(release.with_build("a..b"), Err(Reason::Build));
    let last = Version::parse("1.2.18446744073709551615").unwrap();
    assert_eq!(
        last.next_patch().unwrap_err().to_string(),
        "patch version increment would overflow uint64"
    );
}
