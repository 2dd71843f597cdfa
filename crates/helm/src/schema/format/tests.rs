use std::collections::BTreeMap;

use super::*;

/// What santhosh-tekuri/jsonschema 6.0.2 says of texts, by format; nothing for those that are right.
#[test]
fn formats_are_checked_as_santhosh_checks_them() {
    let cases: BTreeMap<String, Vec<(String, Option<String>)>> =
        serde_json::from_str(include_str!("cases.json")).unwrap();
    assert!(cases.len() > 15);
    for (name, texts) in cases {
        let format = Format::named(&name).unwrap();
        assert_eq!(format.name(), name);
        for (text, expected) in texts {
            let found = format.check(text.as_bytes()).err();
            assert_eq!(found, expected, "{name} {text:?}");
        }
    }
}

#[test]
fn names_that_are_no_formats() {
    assert_eq!(Format::named("nonsense"), None);
}
