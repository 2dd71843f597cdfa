//! Indexes as different hands write them: every old byte stays.

use super::*;

/// What was put into an index: where, and the text. Everything else must be the old bytes.
fn inserted<'a>(old: &str, new: &'a str) -> (usize, &'a str) {
    let same =
        |a: &mut dyn Iterator<Item = (u8, u8)>| a.take_while(|(left, right)| left == right).count();
    let head = same(&mut old.bytes().zip(new.bytes()));
    let limit = old.len().min(new.len()) - head;
    let tail = same(&mut old.bytes().rev().zip(new.bytes().rev()).take(limit));
    assert_eq!(head + tail, old.len(), "bytes were lost:\n{new}");
    (head, &new[head..new.len() - tail])
}

#[test]
fn every_other_byte_stays() {
    for (what, old) in [
        (
            "Helm's",
            "apiVersion: v1\nentries:\n  demo:\n  - version: 2.0.0\n  - version: 0.1.0\n",
        ),
        (
            "indented",
            "apiVersion: v1\nentries:\n  demo:\n    - version: 2.0.0\n      urls:\n        - a\n    - version: 0.1.0\n",
        ),
        (
            "wide",
            "apiVersion: v1\nentries:\n    demo:\n    -   version: 2.0.0\n    -   version: 0.1.0\n",
        ),
        (
            "narrow",
            "apiVersion: v1\nentries:\n demo:\n - version: 2.0.0\n - version: 0.1.0\n",
        ),
        (
            "a marker and comments",
            "# head\n---\n# c\napiVersion: v1 # v\nentries: # e\n  # before\n  demo: # d\n  # first\n  - # x\n    version: 2.0.0 # y\n    # z\n  # second\n  - version: 0.1.0\n# tail\n",
        ),
        (
            "CRLF",
            "apiVersion: v1\r\nentries:\r\n  demo:\r\n  - version: 2.0.0\r\n    description: |\r\n      a\r\n\r\n  - version: 0.1.0\r\n",
        ),
        (
            "a byte order mark",
            "\u{feff}apiVersion: v1\nentries:\n  demo:\n  - version: 2.0.0\n",
        ),
        (
            "no last line end",
            "apiVersion: v1\nentries:\n  demo:\n  - version: 2.0.0",
        ),
        (
            "quoted keys",
            "\"apiVersion\": 'v1'\n'entries':\n  \"demo\":\n  - \"version\": \"2.0.0\"\n    'digest': ''\n",
        ),
        (
            "unknown fields",
            "apiVersion: v1\nserverInfo: {}\nx-mine:\n  - a\n  - [b, c]\nentries:\n  demo:\n  - version: 2.0.0\n    x: {y: [1]}\n",
        ),
        (
            "other charts in flow style",
            "apiVersion: v1\nentries:\n  demo:\n  - version: 2.0.0\n    keywords: [a, b]\n  other: [{version: 1.0.0}]\n",
        ),
        (
            "anchors",
            "apiVersion: v1\nentries:\n  demo:\n  - &a\n    version: 2.0.0\n    home: &h https://example.org\n  other:\n  - version: 1.0.0\n    home: *h\n",
        ),
        (
            "a kept block",
            "apiVersion: v1\nentries:\n  demo:\n  - version: 2.0.0\n    description: |+\n      text\n\n\n  - version: 0.1.0\n",
        ),
        (
            "a folded block",
            "apiVersion: v1\nentries:\n  demo:\n  - description: >-2\n        more\n      text\n    version: 2.0.0\n",
        ),
        (
            "long texts",
            "apiVersion: v1\nentries:\n  demo:\n  - description: plain text that\n      goes on - like\n\n      this\n    icon: \"double \\\n      \\\" quoted\"\n    home: 'single ''\n      quoted'\n    version: 2.0.0\n",
        ),
        (
            "dashes alone",
            "apiVersion: v1\nentries:\n  demo:\n  -\n    version: 2.0.0\n  -\n    version: 0.1.0\n",
        ),
        (
            "nulls",
            "apiVersion: v1\nentries:\n  demo:\n  -\n  - version: 2.0.0\n    urls:\n  - null\n",
        ),
        (
            "entries last",
            "apiVersion: v1\ngenerated:\nentries:\n  demo:\n  - version: 2.0.0\n\n\n",
        ),
        (
            "tabs",
            "apiVersion:\tv1\nentries:\n  demo:\n  - version: 2.0.0\t# x\n",
        ),
        (
            "tags",
            "apiVersion: !!str v1\nentries: !!map\n  demo:\n  - version: !!str 2.0.0\n",
        ),
        (
            "no space behind a dash's key",
            "apiVersion: v1\nentries:\n  demo:\n  - version: 2.0.0\n    http://x: y\n    a:b: c\n",
        ),
        (
            "an end marker",
            "apiVersion: v1\nentries:\n  demo:\n  - version: 2.0.0\n...\n",
        ),
    ] {
        for (name, version) in [
            ("demo", "1.0.0"),
            ("demo", "3.0.0"),
            ("zebra", "1.0.0"),
            ("alpha", "1.0.0"),
        ] {
            let spliced = spliced(old, name, version);
            assert!(!spliced.reencoded, "{what}: {}", text_of(&spliced));
            let (_, new) = inserted(old, text_of(&spliced));
            assert!(new.contains(version), "{what}: {new:?}");
            assert_eq!(new.contains('\r'), old.contains('\r'), "{what}: {new:?}");
            let tree = Tree::read(old, name).unwrap();
            let expected = rewrite::insert(
                tree.value,
                &entry(name, version),
                time("2026-05-04T10:11:12Z"),
            );
            assert!(
                rewrite::holds(&spliced.bytes, &expected),
                "{what}:\n{}",
                text_of(&spliced)
            );
        }
    }
}

#[test]
fn the_entry_takes_the_style_of_its_neighbours() {
    let old = "\
apiVersion: v1
entries:
    demo:
        -   version: 2.0.0
            urls:
                - a
";
    insta::assert_snapshot!(text_of(&spliced(old, "demo", "1.0.0")), @r#"
    apiVersion: v1
    entries:
        demo:
            -   version: 2.0.0
                urls:
                    - a
            -   apiVersion: v2
                created: "2026-05-04T10:11:12Z"
                digest: abababababababababababababababababababababababababababababababab
                name: demo
                urls:
                    - demo-1.0.0.tgz
                version: 1.0.0
    "#);
    insta::assert_snapshot!(text_of(&spliced(old, "zebra", "1.0.0")), @r#"
    apiVersion: v1
    entries:
        demo:
            -   version: 2.0.0
                urls:
                    - a
        zebra:
            -   apiVersion: v2
                created: "2026-05-04T10:11:12Z"
                digest: abababababababababababababababababababababababababababababababab
                name: zebra
                urls:
                    - zebra-1.0.0.tgz
                version: 1.0.0
    "#);
}

#[test]
fn an_index_without_entries_gets_them_in_place() {
    for (old, expected) in [
        (
            "apiVersion: v1\nentries: {}\ngenerated:\n",
            "apiVersion: v1\nentries:\n  demo:\n…\ngenerated:\n",
        ),
        (
            "apiVersion: v1\nentries: {} # none\n",
            "apiVersion: v1\nentries:  # none\n  demo:\n…\n",
        ),
        (
            "apiVersion: v1\nentries:\ngenerated:\n",
            "apiVersion: v1\nentries:\n  demo:\n…\ngenerated:\n",
        ),
        (
            "apiVersion: v1\nentries: # none\n",
            "apiVersion: v1\nentries: # none\n  demo:\n…\n",
        ),
        (
            "apiVersion: v1\ngenerated:\n",
            "apiVersion: v1\nentries:\n  demo:\n…\ngenerated:\n",
        ),
        ("apiVersion: v1", "apiVersion: v1\nentries:\n  demo:\n…"),
        (
            "apiVersion: v1\nentries:",
            "apiVersion: v1\nentries:\n  demo:\n…",
        ),
        (
            "apiVersion: v1\nentries: {}",
            "apiVersion: v1\nentries:\n  demo:\n…",
        ),
        (
            "apiVersion: v1\nentries:\n  demo:\n",
            "apiVersion: v1\nentries:\n  demo:\n…\n",
        ),
        (
            "apiVersion: v1\nentries:\n  demo: []\n",
            "apiVersion: v1\nentries:\n  demo:\n…\n",
        ),
        (
            "x: &x 1\napiVersion: v1\nentries: {}\n",
            "x: &x 1\napiVersion: v1\nentries:\n  demo:\n…\n",
        ),
        (
            "x: &x 1\napiVersion: v1\nentries:\n  demo: []\n",
            "x: &x 1\napiVersion: v1\nentries:\n  demo:\n…\n",
        ),
        (
            "x: &x 1\napiVersion: v1\nentries:\n",
            "x: &x 1\napiVersion: v1\nentries:\n  demo:\n…\n",
        ),
    ] {
        let spliced = spliced(old, "demo", "1.0.0");
        assert!(!spliced.reencoded, "{old}");
        let entry = entry("demo", "1.0.0").lines(entry::Layout {
            dash: 2,
            keys: 4,
            sequence: 0,
        });
        let text = text_of(&spliced).replace(entry.trim_end(), "…");
        assert_eq!(text, expected, "{old}");
    }
}

#[test]
fn flow_style_is_written_anew_with_nothing_lost() {
    for old in [
        "{\"apiVersion\":\"v1\",\"entries\":{\"demo\":[{\"version\":\"2.0.0\",\"x\":[1,null,{\"y\":\"\\ud83d\\ude00\"}]}]},\"generated\":\"2020-01-01T00:00:00Z\",\"mine\":true}",
        "{\n\t\"apiVersion\": \"v1\",\n\t\"entries\": {}\n}\n",
        "{apiVersion: v1, entries: {demo: [{version: 2.0.0}]}, mine: [a]}\n",
        "apiVersion: v1\nentries: {demo: [{version: 2.0.0, x: 1.5}], other: []}\nmine: 1\n",
        "apiVersion: v1\nentries:\n  demo: [{version: 2.0.0}]\n  other:\n  - version: 1.0.0\n",
        "apiVersion: v1\nentries: null\n",
        "apiVersion: v1\nentries: ~\n",
        "x: &x\n- version: 2.0.0\napiVersion: v1\nentries:\n  demo: *x\n",
    ] {
        let spliced = spliced(old, "demo", "1.0.0");
        assert!(spliced.reencoded, "{old}");
        let mut value = crate::yaml::to_value_strict(&spliced.bytes).unwrap();
        let list = value["entries"]["demo"].as_array_mut().unwrap();
        assert_eq!(list.pop(), Some(entry("demo", "1.0.0").to_value()), "{old}");
        let before = match json::parse(old).unwrap() {
            Some(value) => value,
            None => crate::yaml::to_value_strict(old.as_bytes()).unwrap(),
        };
        if let Some(theirs) = before["entries"]["demo"].as_array() {
            assert_eq!(list, theirs, "{old}");
        }
        for (key, there) in before.as_object().unwrap() {
            if key != "entries" && key != "generated" {
                assert_eq!(&value[key], there, "{old}");
            }
        }
    }
}

#[test]
fn what_helms_yaml_cannot_hold_is_written_as_json() {
    // go-yaml writes U+0085 of this string as a blank.
    let long = "n".repeat(50);
    let old = format!(
        "{{\"apiVersion\":\"v1\",\"entries\":{{}},\"mine\":\"a\\r\\n {long}\\u0085{long} \\u2028 b {long}\\ufeff\u{e9}\"}}"
    );
    let spliced = spliced(&old, "demo", "1.0.0");
    assert!(spliced.reencoded && spliced.bytes.starts_with(b"{\n"));
    let before: serde_json::Value = serde_json::from_str(&old).unwrap();
    let after = crate::yaml::to_value_strict(&spliced.bytes).unwrap();
    assert_eq!(after["mine"], before["mine"]);
    assert_eq!(
        after,
        serde_json::from_slice::<serde_json::Value>(&spliced.bytes).unwrap()
    );
    assert_eq!(after["entries"]["demo"][0]["version"], "1.0.0");
}
