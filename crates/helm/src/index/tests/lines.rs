//! What the line reader vouches for, and what it must not.

use super::*;

fn vouches(text: &str) -> bool {
    Outline::read(text, "demo").is_ok()
}

#[test]
fn what_is_broken_or_unusual_is_left_to_the_full_parser() {
    let index = |value: &str| {
        format!("apiVersion: v1\nentries:\n  demo:\n  - version: 1.0.0\n    x: {value}\n    y: z\n")
    };
    for value in [
        "plain",
        "it's",
        "-1",
        "a#b",
        "http://x",
        "'it''s'",
        "\"a\\\"b\\u00e4\"",
        "{}",
        "[]",
        "# c",
        "|\n      a\n        b\n\n      c",
        ">-\n      a",
        "|2+\n       a\n",
        "a\n      b",
        "\"a\n      b\"",
        "",
    ] {
        assert!(vouches(&index(value)), "{value}");
        assert!(Tree::read(&index(value), "demo").is_ok(), "{value}");
    }
    for value in [
        "&a b",
        "*a",
        "!!str a",
        "[a]",
        "{a: b}",
        "{a}",
        "a: b",
        "a:",
        "'a",
        "'a' b",
        "\"\\q\"",
        "\"\\ud800\"",
        "\"\\x1\"",
        "@a",
        "`a",
        "%a",
        "? a",
        ": a",
        ", a",
        "] a",
        "- a",
        "a\tb",
        "\ta",
        "|x\n      a",
        "|\n    \ta",
        "|\n        \n      a",
        "\"a\nb\"",
        "a # c\n      b",
        "a\n      b: c",
        "a\n      b #c",
        "a\n    # c\n      b",
        "'a'\n      b",
        "\u{85}",
        "a\u{2028}b",
        "\u{7f}",
        "a\rb",
        "\u{feff}",
        "{",
        "}",
        "<<\n    <<: a",
    ] {
        assert!(!vouches(&index(value)), "{value}");
    }
    for text in [
        "apiVersion: v1\n  entries:\n",
        " apiVersion: v1\n",
        "apiVersion: v1\nentries:\n  demo:\n  - version: 1.0.0\n   x: y\n",
        "apiVersion: v1\nentries:\n  demo:\n  - version: 1.0.0\n     x: y\n",
        "apiVersion: v1\n---\n",
        "apiVersion: v1\n...\n",
        "%YAML 1.1\n---\napiVersion: v1\n",
        "--- a\napiVersion: v1\n",
        "apiVersion: v1\n- a\n",
        "apiVersion: v1\nx\n",
        "apiVersion: v1\nx: y\nx: y\n",
        "apiVersion: v1\n'x': y\nx: y\n",
        "apiVersion: v1\nb: y\na: y\nb: z\n",
        "x: y\n",
        "apiVersion: v1\nentries:\n  1.0: []\n",
        "apiVersion: v1\nentries:\n  yes: []\n",
        "apiVersion: v1\nentries:\n  demo:\n  - version: 1.10\n",
        "apiVersion: 1\n",
        "apiVersion: v1\nentries:\n  demo:\n    description\n",
        "",
        "- a\n",
    ] {
        assert!(!vouches(text), "{text}");
    }
}

#[test]
fn a_duplicate_among_many_keys_is_found() {
    let mut text = "apiVersion: v1\nentries:\n".to_owned();
    for number in (0..500).rev() {
        text.push_str(&format!("  chart-{number}:\n  - version: 1.0.0\n"));
    }
    assert!(vouches(&text));
    for number in [0, 250, 499] {
        assert!(!vouches(&format!("{text}  chart-{number}: []\n")));
    }
}
