//! Errors of Go's `regexp/syntax`.

use super::*;

fn error(expression: &[u8]) -> String {
    parse(expression).map_or_else(|error| error.to_string(), |_| "none".to_owned())
}

#[test]
fn complains_in_gos_words() {
    let cases: &[(&str, &str)] = &[
        ("[a", "missing closing ]: `[a`"),
        ("x[a-", "missing closing ]: `[a-`"),
        ("[]", "missing closing ]: `[]`"),
        ("[^]", "missing closing ]: `[^]`"),
        ("(a", "missing closing ): `(a`"),
        ("a)", "unexpected ): `a)`"),
        ("*", "missing argument to repetition operator: `*`"),
        ("a|+?b", "missing argument to repetition operator: `+?`"),
        (
            "({2,3})",
            "missing argument to repetition operator: `{2,3}`",
        ),
        ("a**", "invalid nested repetition operator: `**`"),
        ("a*??", "invalid nested repetition operator: `*??`"),
        ("a{2}{3}?", "invalid nested repetition operator: `{2}{3}?`"),
        ("a{1001}", "invalid repeat count: `{1001}`"),
        ("a{2,1}", "invalid repeat count: `{2,1}`"),
        (
            "a{1,99999999999}",
            "invalid repeat count: `{1,99999999999}`",
        ),
        ("((a{100}){11})", "invalid repeat count: `{11}`"),
        ("(?!a)", "invalid or unsupported Perl syntax: `(?!`"),
        ("(?<!a)", "invalid named capture: `(?<!a)`"),
        ("(?i", "invalid or unsupported Perl syntax: `(?i`"),
        ("(?", "invalid or unsupported Perl syntax: `(?`"),
        ("(?i-)", "invalid or unsupported Perl syntax: `(?i-)`"),
        ("(?--i)", "invalid or unsupported Perl syntax: `(?--`"),
        ("(?P=n)", "invalid or unsupported Perl syntax: `(?P`"),
        ("(?P<n", "invalid named capture: `(?P<n`"),
        ("(?P<>a)", "invalid named capture: `(?P<>`"),
        ("(?<n e>a)", "invalid named capture: `(?<n e>`"),
        ("[z-a]", "invalid character class range: `z-a`"),
        ("[a-\\d]", "invalid escape sequence: `\\d`"),
        ("[[:x:]]", "invalid character class range: `[:x:]`"),
        ("\\pX", "invalid character class range: `\\pX`"),
        ("\\p", "invalid character class range: `\\p`"),
        (
            "\\p{Greeks}a",
            "invalid character class range: `\\p{Greeks}`",
        ),
        ("[\\p{Greek", "invalid character class range: `\\p{Greek`"),
        ("a\\", "trailing backslash at end of expression: ``"),
        ("\\1", "invalid escape sequence: `\\1`"),
        ("\\C", "invalid escape sequence: `\\C`"),
        ("\\Z", "invalid escape sequence: `\\Z`"),
        ("\\é", "invalid escape sequence: `\\é`"),
        ("\\x{110000}", "invalid escape sequence: `\\x{110000`"),
        ("\\x{}", "invalid escape sequence: `\\x{}`"),
        ("\\x4", "invalid escape sequence: `\\x4`"),
        ("\\xz0", "invalid escape sequence: `\\xz0`"),
    ];
    for (expression, expected) in cases {
        assert_eq!(error(expression.as_bytes()), *expected, "{expression}");
    }
    let not_utf8: &[&[u8]] = &[b"a\xff", b"[\xff]", b"\\\xff", b"\\Q\xff", b"(?P<\xff>)"];
    for expression in not_utf8 {
        assert!(error(expression).starts_with("invalid UTF-8: `\u{fffd}"));
    }
}

#[test]
fn takes_what_go_takes() {
    for expression in [
        "",
        "a|",
        "()",
        "(|a)*",
        "{",
        "a{,2}",
        "a{1",
        "{1",
        "a{01}",
        "[]a]",
        "[a-]",
        "[-a]",
        "[[:alpha:]]",
        "(?i)",
        "(?s-im:a)",
        "(?P<n>a)(?P<n>b)",
        "(?<n_1>a)",
        "^*",
        "\\b+",
        "\\_",
        "\\Qa*\\E*",
        "\\Q",
        "\\07",
        "\\x{10FFFF}",
        "\\x{d800}",
        "[^\\x00-\\x{10FFFF}]",
        "a{0}",
        "a{1000}",
        "(a{1000}){1}",
        "(a{0}){1000}",
        "\\p{^Lu}",
        "\\PL",
    ] {
        assert_eq!(error(expression.as_bytes()), "none", "{expression}");
    }
}

#[test]
fn nesting_has_a_limit() {
    let nested =
        |open: &str, close: &str, depth| format!("{}{}", open.repeat(depth), close.repeat(depth));
    assert_eq!(error(nested("(", ")", 999).as_bytes()), "none");
    let deep = nested("(", ")", 1_001);
    assert_eq!(
        error(deep.as_bytes()),
        format!("expression nests too deeply: `{deep}`")
    );
    // These become one sequence, which is no nest.
    assert_eq!(error(nested("(?:.", ")", 100_000).as_bytes()), "none");
    assert_eq!(error(nested("(?:a|", ")", 100_000).as_bytes()), "none");
}

#[test]
fn size_has_a_limit() {
    let large = format!("({}){{1000}}", "a.".repeat(2_000));
    assert_eq!(
        error(large.as_bytes()),
        format!("expression too large: `{large}`")
    );
}
