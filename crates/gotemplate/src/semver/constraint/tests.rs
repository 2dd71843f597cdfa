//! Expectations taken from Masterminds' semver 3.5.

use proptest::prelude::*;

use super::*;

fn version(text: &str) -> Version {
    Version::parse(text).unwrap()
}

#[test]
fn holds_versions_against_comparisons() {
    let cases = [
        ("1.2.3", "1.2.3+build", true),
        ("=1.2", "1.2.9", true),
        ("1.x", "1.9.0", true),
        ("v01.02", "1.2.9", true),
        ("2", "3.0.0", false),
        ("!=1.2", "1.2.9", false),
        ("!=1.2", "1.3.0", true),
        ("!=1", "1.3.0", false),
        ("!=*", "0.0.0", false),
        ("!=*", "0.0.1", true),
        (">11", "11.9.0", false),
        (">11", "12.0.0", true),
        (">11.1", "11.1.9", false),
        (">*", "0.0.0", false),
        (">*", "0.0.1", true),
        ("<2", "2.0.0", false),
        ("=>1.2", "1.2.0", true),
        ("<=11", "11.9.0", true),
        ("<=11.1", "11.2.0", false),
        ("<=*", "0.0.9", true),
        ("<=*", "0.1.0", false),
        ("=<1.2.3", "1.2.4", false),
        ("~1.2.3", "1.2.9", true),
        ("~1.2.3", "1.3.0", false),
        ("~>1", "1.9.0", true),
        ("~0.0.0", "9.0.0", true),
        ("~*", "9.0.0", true),
        ("*", "9.0.0", true),
        ("^1.2.3", "1.9.0", true),
        ("^1.2.3", "2.0.0", false),
        ("^0.2.3", "0.3.0", false),
        ("^0.0.3", "0.0.4", false),
        ("^0.0", "0.0.4", true),
        ("^0", "0.9.0", true),
        ("^*", "0.0.0", true),
        ("^*", "0.0.1", false),
        ("^*", "1.0.0", false),
    ];
    for (constraint, text, expected) in cases {
        let constraint = Constraint::parse(constraint).unwrap();
        assert_eq!(
            constraint.check(&version(text)),
            expected,
            "{constraint} {text}"
        );
        assert_eq!(constraint.validate(&version(text)).is_ok(), expected);
    }
}

#[test]
fn joins_comparisons() {
    let cases = [
        (">=1.2, <2", "1.5.0", true),
        (">=1.2 <2", "2.0.0", false),
        (">=1.2\t,\n<2", "1.5.0", true),
        ("<1 || >2.0", "1.5.0", false),
        ("<1||>2.0", "2.1.0", true),
        ("1.1 - 2", "1.5.0", true),
        ("1.1 - 2", "2.9.0", true),
        ("1.1 - 2", "3.0.0", false),
        // The bar is a digit here: this is `>= 1||2, <= 3`.
        ("1||2 - 3", "9.0.0", true),
    ];
    for (constraint, text, expected) in cases {
        let read = Constraint::parse(constraint).unwrap();
        assert_eq!(read.check(&version(text)), expected, "{constraint} {text}");
    }
}

#[test]
fn a_prerelease_in_a_group_admits_all() {
    let cases = [
        (">=1.0.0", "1.3.0-rc1", false),
        ("^1.2.3-beta", "1.3.0-rc1", true),
        (">=1.0.0, <2.0.0-0", "1.3.0-rc1", true),
        (">=1.0.0-0, !=1.2.x", "1.3.0-rc1", true),
        (">=1.0.0 || <0.5.0-0", "1.3.0-rc1", false),
        ("*", "1.0.0-rc1", false),
        ("*-0", "1.0.0-rc1", true),
        ("!=1.2.x-a", "1.2.0-b", true),
        ("!=1.2.x-a", "1.2.9-a", false),
    ];
    for (constraint, text, expected) in cases {
        let read = Constraint::parse(constraint).unwrap();
        assert_eq!(read.check(&version(text)), expected, "{constraint} {text}");
    }
    let constraint = Constraint::parse(">=1.0.0").unwrap();
    assert!(
        constraint
            .including_prereleases()
            .check(&version("1.3.0-rc1"))
    );
}

#[test]
fn refuses_with_masterminds_words() {
    let many = "1||".repeat(32) + "1";
    let long = "1".repeat(513);
    let cases: [(&[u8], &str); 16] = [
        (b"", r#"improper constraint: """#),
        (b"  ", r#"improper constraint: "  ""#),
        (b">1 || a", r#"improper constraint: " a""#),
        (b">1,,2", r#"improper constraint: ">1,,2""#),
        (b">1,", r#"improper constraint: ">1,""#),
        (b",1", r#"improper constraint: ",1""#),
        (b">1<2", r#"improper constraint: ">1<2""#),
        (b"==1", r#"improper constraint: "==1""#),
        (b"1.2.3.4", r#"improper constraint: "1.2.3.4""#),
        (b"1.2.3-a..b", r#"improper constraint: "1.2.3-a..b""#),
        (b">=1.1 - 2", r#"improper constraint: ">=>= 1.1, <= 2 ""#),
        (b"\xff", r#"improper constraint: "\xff""#),
        (b"1.2x", "constraint parser error"),
        (b"99999999999999999999", "constraint parser error"),
        (
            long.as_bytes(),
            "constraint string is too long (max 512 bytes)",
        ),
        (many.as_bytes(), "too many constraint groups (max 32)"),
    ];
    for (text, expected) in cases {
        assert_eq!(Constraint::parse(text).unwrap_err().to_string(), expected);
    }
}

#[test]
fn says_why_a_version_does_not_fit() {
    let cases = [
        (
            ">=1.2 <2, 1.9.0 || ^0.1 || ^0.0.2 || ~3.1",
            "3.0.0",
            vec![
                r#""3.0.0" is greater than or equal to "2""#,
                r#""3.0.0" is not equal to "1.9.0""#,
                r#""3.0.0" does not have same major version as "0.1""#,
                r#""3.0.0" does not have same major version as "0.0.2""#,
                r#""3.0.0" is less than "3.1""#,
            ],
        ),
        (
            "~0.1.0 || ^0.1.0 || ^0.0.1 || !=v0.2.0 || >0.2 || <=0.1",
            "0.2.0",
            vec![
                r#""0.2.0" does not have same major and minor version as "0.1.0""#,
                r#""0.2.0" does not have same minor version as "0.1.0". Expected minor versions to match when constraint major version is 0"#,
                r#""0.2.0" does not have same minor version as "0.0.1""#,
                r#""0.2.0" is equal to "v0.2.0""#,
                r#""0.2.0" is less than or equal to "0.2""#,
                r#""0.2.0" is greater than "0.1""#,
            ],
        ),
        (
            "^0.0.1",
            "0.0.2",
            vec![
                r#""0.0.2" does not equal "0.0.1". Expect version and constraint to equal when major and minor versions are 0"#,
            ],
        ),
        (
            ">1 || <1 || >9.0.0-0",
            "1.0.0-rc1",
            vec![
                r#""1.0.0-rc1" is a prerelease version and the constraint is only looking for release versions"#,
                r#""1.0.0-rc1" is less than or equal to "9.0.0-0""#,
            ],
        ),
    ];
    for (constraint, text, expected) in cases {
        let violations = Constraint::parse(constraint)
            .unwrap()
            .validate(&version(text))
            .unwrap_err();
        let words: Vec<String> = violations.iter().map(ToString::to_string).collect();
        assert_eq!(words, expected, "{constraint}");
    }
}

#[test]
fn shows_itself_as_it_was_written() {
    for (text, expected) in [
        (" => v1.2 ,<2||~>3.x", "=>v1.2 <2 || ~>3.x"),
        ("1 - 2", ">=1 <=2"),
    ] {
        assert_eq!(Constraint::parse(text).unwrap().to_string(), expected);
    }
}

proptest! {
    #[test]
    fn never_panics_and_what_it_shows_means_the_same(
        text in "\\PC{0,20}|[ <>=!~^|,]{0,3}[v0-9xX*.|]{1,6}[-+0-9a-z.]{0,4}[ ,|]{1,2}[<>=!~^]{0,2}[0-9x.]{1,5}( - [0-9.]{1,3})?",
        major in 0_u64..4, minor in 0_u64..4, patch in 0_u64..4, prerelease in "(-[a-z0-9])?",
    ) {
        if let Ok(constraint) = Constraint::parse(&text) {
            let version = version(&format!("{major}.{minor}.{patch}{prerelease}"));
            let again = Constraint::parse(constraint.to_string()).unwrap();
            prop_assert_eq!(constraint.check(&version), again.check(&version));
            prop_assert_eq!(constraint.check(&version), constraint.validate(&version).is_ok());
        }
    }
}
