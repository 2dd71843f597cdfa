use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::yaml;

/// Whether an outline says of a value what it is.
fn agrees(outline: &Outline<'_>, value: &serde_json::Value) -> bool {
    match outline {
        Outline::Null => value.is_null(),
        Outline::Text(text) => value.as_str() == Some(text),
        Outline::Mapping(entries) => value.as_object().is_some_and(|object| {
            // Of repeated keys the last counts.
            let last: BTreeMap<_, _> = entries.iter().map(|(key, value)| (*key, value)).collect();
            object.keys().map(String::as_str).collect::<BTreeSet<_>>()
                == last.keys().copied().collect()
                && last.iter().all(|(key, inner)| agrees(inner, &object[*key]))
        }),
        Outline::Other => true,
    }
}

fn hold(text: &str) -> bool {
    let Some(outline) = outline(text.as_bytes(), 2) else {
        return false;
    };
    let value = yaml::to_value(text.as_bytes());
    let value = value.unwrap_or_else(|error| panic!("{text:?} has an outline, but: {error}"));
    assert!(
        agrees(&outline, &value),
        "{text:?}: {outline:?} and {value}"
    );
    true
}

#[test]
fn most_objects_have_an_outline() {
    let text = r#"---
# Source: a
apiVersion: v1
kind: "ConfigMap"
metadata:
  name: 'a-b'   # the name
  namespace: x
  annotations:
    helm.sh/hook: pre-install,post-install
    "quoted": "with \"escapes\""
  labels: {}
data:
  empty:
  list:
  - a
  -   b: 1
      c: [x, "y"]

  -
    - nested
  deeper:
      - key: value
  script: |-

    #!/bin/sh
	echo
  folded: >
    a
     b: c
  long: first words
    second words

    and a third's
  own:
    {}
  single: 'a
    it''s: b

    c'   # d
  double: "a \
    b\\ \"c\"
     d"
  spaced : x
  url: http://example.com:80/#a
last: ~
"#;
    let text = text.replace("\techo", "    \techo");
    assert!(hold(&text));
    let Some(Outline::Mapping(entries)) = outline(text.as_bytes(), 2) else {
        panic!("no mapping");
    };
    assert_eq!(entries[1], ("kind", Outline::Text("ConfigMap")));
    let Outline::Mapping(metadata) = &entries[2].1 else {
        panic!("no metadata");
    };
    assert_eq!(metadata[0], ("name", Outline::Text("a-b")));
    assert_eq!(metadata[2], ("annotations", Outline::Other));
    assert_eq!(entries[4], ("last", Outline::Null));
}

#[test]
fn what_is_not_plain_has_none() {
    for text in [
        "a",
        "- a\nb: c\n",
        "a: b: c\n",
        "a: b:\n",
        "a: &x b\n",
        "a: !!str b\n",
        "a: *x\n",
        "<<: {}\n",
        "null: a\n",
        "on: a\n",
        "2001-01-01: a\n",
        "NULL: a\n",
        "~: a\n",
        "1: a\n",
        ".inf: a\n",
        "a: .nan\n",
        "a: -.Inf\n",
        "a: b\n  c: d\n",
        "a:\n  b: c\n d: e\n",
        "a: b\n- c\n",
        "a:\tb\n",
        "a: |\n\tb\n",
        "a: |2\n  b\n",
        "a: |\n   \n  b\n",
        "a: \"b\nc\"\n",
        "a: \"b\n  \\x\"\n",
        "a: 'b\n\n",
        "a: 'b\n  c' d\n",
        "a:\n  b\nc\n",
        "a: {b: c}\n",
        "a: [b: c]\n",
        "a: b\n...\n",
        "a: b\n---\nc: d\n",
        "%YAML 1.1\n",
        "a: b\u{2028}\n",
        "a: b\u{FEFF}\n",
        "a: b\r\n",
        "a: b\n # c\n d\n",
        "a: b # c\n d\n",
        "a: - b\n",
        "a: ? b\n",
        "a: b\n b: c\n",
        "a: 'b' c\n",
        "a: \"\\x\"\n",
        "a\n",
        "  a: b\nc: d\n",
    ] {
        assert_eq!(outline(text.as_bytes(), 2), None, "{text:?}");
    }
    let deep: String = (0..100)
        .map(|depth| format!("{}a:\n", " ".repeat(depth)))
        .collect();
    assert_eq!(outline(deep.as_bytes(), 2), None);
}

#[test]
fn a_document_of_nothing_is_null() {
    for text in ["", "\n", "# a\n", "---\n", "---\n  \n# a"] {
        assert_eq!(outline(text.as_bytes(), 2), Some(Outline::Null), "{text:?}");
        assert!(hold(text));
    }
}

/// What may stand in a line, right or wrong.
fn piece() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec![
        "a:",
        "b:",
        "a: b",
        "kind: Pod",
        "name: x",
        "metadata:",
        "- ",
        "-",
        "- a",
        "- a: b",
        "- - c",
        "-  k:",
        "a: |",
        "a: |-",
        "b: >+",
        "- |",
        "text",
        "more text here",
        "#",
        "# c",
        "a: b # c",
        "a:  # c",
        "'q': x",
        "\"q\": \"v\"",
        "a: 'it''s'",
        "a: \"\\n\"",
        "a: \"",
        "a: b: c",
        "a: b:",
        "k: .inf",
        "k: -.Inf",
        ".inf: k",
        ".a: b",
        "null: x",
        "y: x",
        "yes: no",
        "x: [a, 'b']",
        "x: []",
        "x: {}",
        "x: [a b]",
        "x: [a,]",
        "--- ",
        "---",
        "...",
        "a: -1",
        "a: - 1",
        "a: -",
        "a: +1",
        "a: 1e999",
        "a: 0x10",
        "é: ü",
        "a: ü",
        "a: \u{2028}",
        "a: x\ty",
        "\t",
        "a: \t",
        "a: ~",
        "a: null",
        "a: 2001-01-01",
        "a: *b",
        "a: &b c",
        "a: !t c",
        "<<: x",
        "a: <<",
        "? a",
        ": b",
        "a : b",
        "a b: c",
        "a:b",
        "a: b:c",
        "a: #b",
        "a:#b",
        "a: b#c",
        "k: 'v' # c",
        "k: 'v'# c",
        "k: 'v'x",
        "a: %x",
        "%x",
        "a: @x",
        "a: `x",
        "a: =",
        "a: ^x",
        "a: |x",
        "{a: b}",
        "[a]",
        "\"text\"",
        "a: ]",
        "a: }",
        "a: ,",
        "",
        " ",
        "- # c",
        "-\u{A0}a",
    ])
}

/// A line at some column.
fn line() -> impl Strategy<Value = String> {
    (0_usize..6, piece(), 0_usize..3).prop_map(|(indent, piece, trailing)| {
        format!("{}{piece}{}", " ".repeat(indent), " ".repeat(trailing / 2))
    })
}

/// The lines of an entry, of those below it, and how deep those stand.
fn entries() -> impl Strategy<Value = Vec<String>> {
    let key = || {
        proptest::sample::select(vec![
            "a:",
            "b:",
            "kind:",
            "metadata:",
            "name:",
            "'q r':",
            "x.y/z:",
            "x :",
            "- ",
            "-  ",
        ])
    };
    let leaf = (
        key(),
        proptest::sample::select(vec![
            "",
            "v",
            "first words",
            "'v'",
            "\"v w\"",
            "1",
            "true",
            "[a, b]",
            "{}",
            "v # c",
            "# c",
            "'t\n  u: ''v\n\n  w' # x",
            "\"t \\\n   # u\\\"v\"",
            "\n  {}",
            "\n  text\n  more",
            "\n  'q\n   r'",
            "|\n  t: u\n\n   v",
            ">-\n\n  t\n # c",
            "first\n  second",
            "first\n\n    second\n  third",
            "http://x:80/",
            "-x",
            "null",
            ".5",
        ]),
    )
        .prop_map(|(key, value)| {
            let text = format!("{} {value}", key.trim_end());
            text.split('\n').map(str::to_owned).collect::<Vec<_>>()
        });
    leaf.prop_recursive(5, 24, 3, move |inner| {
        let below = proptest::collection::vec(inner, 1..4).prop_map(|parts| parts.concat());
        (key(), 0_usize..4, proptest::bool::ANY, below).prop_map(|(key, indent, inline, below)| {
            let indented = |line: &String| match line.as_str() {
                "" => String::new(),
                line => format!("{}{line}", " ".repeat(indent)),
            };
            if inline && key.starts_with('-') {
                let mut lines = below.iter();
                let first = lines.next().map(|line| format!("{key}{line}"));
                let rest = lines.map(|line| format!("{}{line}", " ".repeat(key.len())));
                return first.into_iter().chain(rest).collect();
            }
            std::iter::once(key.trim_end().to_owned())
                .chain(below.iter().map(indented))
                .collect()
        })
    })
}

/// A document whose lines fit together mostly, and one that does not.
fn document() -> impl Strategy<Value = String> {
    (
        proptest::collection::vec(entries(), 1..4),
        proptest::option::of((line(), any::<proptest::sample::Index>())),
    )
        .prop_map(|(parts, odd)| {
            let mut lines = parts.concat();
            if let Some((line, index)) = odd {
                lines.insert(index.index(lines.len() + 1), line);
            }
            lines.join("\n")
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// Whatever has an outline is read by the scanner, and as the outline says.
    #[test]
    fn an_outline_agrees_with_the_whole_reading(
        lines in proptest::collection::vec(line(), 1..9),
        begin in proptest::bool::ANY,
    ) {
        hold(&format!("{}{}\n", if begin { "---\n" } else { "" }, lines.join("\n")));
        hold(&lines.join("\n"));
    }

    #[test]
    fn an_outline_of_nested_lines_agrees_too(document in document()) {
        hold(&document);
    }
}
