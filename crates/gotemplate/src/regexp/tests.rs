//! Matches that Go's `regexp` finds.

use super::*;
use crate::budget::{Budget, Exhausted, Limits};

fn regexp(expression: &str) -> Regexp {
    Regexp::new(expression).unwrap()
}

#[test]
fn errors_start_as_gos_do() {
    assert_eq!(
        Regexp::new("[a").unwrap_err().to_string(),
        "error parsing regexp: missing closing ]: `[a`"
    );
    // Beyond what the program may take; Go takes more.
    assert_eq!(
        Regexp::compile(b"[^a]{500}", 10_000)
            .unwrap_err()
            .to_string(),
        "error parsing regexp: expression too large: `[^a]{500}`"
    );
}

#[test]
fn finds_what_go_finds() {
    type Found<'a> = &'a [(usize, usize)];
    let cases: &[(&str, &[u8], Found<'_>)] = &[
        ("", b"ab", &[(0, 0), (1, 1), (2, 2)]),
        ("a*", b"baac", &[(0, 0), (1, 3), (4, 4)]),
        ("a*?", b"aa", &[(0, 0), (1, 1), (2, 2)]),
        ("a|ab", b"ab", &[(0, 1)]),
        // The crate itself makes `a.*?(?:c|b)` of this.
        ("a.*?c|a.*?b", b"abcab", &[(0, 3), (3, 5)]),
        ("(?i)k", "kK\u{212a}".as_bytes(), &[(0, 1), (1, 2), (2, 5)]),
        ("(?i:a)b", b"AbAB", &[(0, 2)]),
        ("\\d\\w\\s", "1_ ٣é\u{a0}".as_bytes(), &[(0, 3)]),
        ("\\b", "é a".as_bytes(), &[(3, 3), (4, 4)]),
        ("\\B", "é".as_bytes(), &[(0, 0), (2, 2)]),
        ("^a$", b"a\na", &[]),
        ("(?m)^a$", b"a\na", &[(0, 1), (2, 3)]),
        (".", b"a\nb", &[(0, 1), (2, 3)]),
        ("(?s).", b"a\n", &[(0, 1), (1, 2)]),
        ("(?U)a+", b"aa", &[(0, 1), (1, 2)]),
        ("(?U)a+?", b"aa", &[(0, 2)]),
        ("\\Qa.b\\E+", b"a.bb axb", &[(0, 4)]),
        ("\\p{Greek}+", "abγδ".as_bytes(), &[(2, 6)]),
        ("[[:upper:]_]", b"aB_", &[(1, 2), (2, 3)]),
        ("[^a]", b"ab\n", &[(1, 2), (2, 3)]),
        ("\\x{d800}", "\u{fffd}".as_bytes(), &[]),
        ("a{2,3}?", b"aaaaa", &[(0, 2), (2, 4)]),
        // A byte that is no UTF-8 is U+FFFD, one byte wide.
        (".", b"\xffa\xe6\x97", &[(0, 1), (1, 2), (2, 3), (3, 4)]),
        ("\\x{fffd}+a", b"x\xff\xfea", &[(1, 4)]),
        ("", b"\xffa", &[(0, 0), (1, 1), (2, 2)]),
    ];
    for (expression, text, expected) in cases {
        let regexp = regexp(expression);
        assert_eq!(
            regexp.find_all_index(text, -1, &Budget::default()).unwrap(),
            *expected,
            "{expression}"
        );
        let texts: Vec<&[u8]> = expected
            .iter()
            .map(|&(start, end)| &text[start..end])
            .collect();
        assert_eq!(
            regexp.find_all(text, -1, &Budget::default()).unwrap(),
            texts
        );
        assert_eq!(regexp.find(text), texts.first().copied());
        assert_eq!(regexp.is_match(text), !expected.is_empty());
        assert_eq!(
            regexp.find_all(text, 1, &Budget::default()).unwrap().len(),
            expected.len().min(1)
        );
        assert!(
            regexp
                .find_all(text, 0, &Budget::default())
                .unwrap()
                .is_empty()
        );
    }
    // The crate's own `is_match` says no here.
    assert!(regexp("\\B|[[:^word:]]").is_match("a\u{fffd}b".as_bytes()));
}

#[test]
fn replaces_as_go_does() {
    let budget = Budget::default();
    let cases: &[(&str, &[u8], &str, &str)] = &[
        ("a(x*)b", b"-ab-axxb-", "T", "-T-T-"),
        ("a(x*)b", b"-ab-axxb-", "$1", "--xx-"),
        ("a(x*)b", b"-ab-axxb-", "$1W", "---"),
        ("a(x*)b", b"-ab-axxb-", "${1}W", "-W-xxW-"),
        ("(?P<n>a)(b)?", b"ab a", "<$n$2$$$>", "<ab$$> <a$$>"),
        ("(?P<n>a)|(?P<n>b)", b"ab", "[$n]", "[a][b]"),
        ("a", b"a", "${1", "${1"),
        ("a", b"a", "$", "$"),
        ("a", b"a", "$-$01$é", "$-"),
        ("a", b"a", "$0$9", "a"),
        ("a*", b"baac", "x", "xbxcx"),
        ("", b"ab", "-", "-a-b-"),
        ("b", b"a\xffb", "$0$0", "a\u{fffd}bb"),
        ("é", b"abc", "x", "abc"),
    ];
    for (expression, text, replacement, expected) in cases {
        let replaced = regexp(expression)
            .replace_all(text, replacement.as_bytes(), &budget)
            .unwrap();
        assert_eq!(
            String::from_utf8_lossy(&replaced),
            *expected,
            "{expression}"
        );
    }
    let replaced = regexp("b+").replace_all_literal(b"abb\xff", b"$0", &budget);
    assert_eq!(replaced.as_deref(), Ok(&b"a$0\xff"[..]));
    let budget = Budget::new(Limits {
        text: 1_000,
        ..Limits::default()
    });
    assert_eq!(
        regexp("").replace_all(&[b'a'; 600], b"${0}x", &budget),
        Err(Exhausted::Text(1_000))
    );
}

#[test]
fn splits_as_go_does() {
    let cases: &[(&str, &str, i64, &[&str])] = &[
        (":", "a:b:c", -1, &["a", "b", "c"]),
        (":", "a:b:c", 2, &["a", "b:c"]),
        (":", "a:b:c", 1, &["a:b:c"]),
        (":", "a:b:c", 0, &[]),
        (":", ":a:", -1, &["", "a", ""]),
        ("", "ab", -1, &["a", "b"]),
        ("a*", "baaac", -1, &["b", "c"]),
        ("a*", "", -1, &[""]),
        ("", "", -1, &[]),
        ("x", "", 1, &[""]),
    ];
    for (expression, text, limit, expected) in cases {
        let expected: Vec<&[u8]> = expected.iter().map(|part| part.as_bytes()).collect();
        assert_eq!(
            regexp(expression)
                .split(text.as_bytes(), *limit, &Budget::default())
                .unwrap(),
            expected,
            "{expression} {text}"
        );
    }
}

#[test]
fn metacharacters_are_quoted() {
    assert_eq!(
        quote_meta(b"a.b\\+*?()|[]{}^$-_\xff"),
        b"a\\.b\\\\\\+\\*\\?\\(\\)\\|\\[\\]\\{\\}\\^\\$-_\xff"
    );
}
