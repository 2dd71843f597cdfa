//! Literals, with results that Go's strconv gave.

use super::*;

#[test]
fn reads_literals() {
    let cases: &[(&[u8], &[u8])] = &[
        (br#""""#, b""),
        (br#""a'b""#, b"a'b"),
        (br#""\a\b\f\n\r\t\v\\\"""#, b"\x07\x08\x0C\n\r\t\x0B\\\""),
        (br#""\x41\xff\377\0001""#, b"A\xff\xff\x001"),
        (br#""\u00e9\U0001f600""#, "é😀".as_bytes()),
        (b"\"\xff\"", "\u{fffd}".as_bytes()),
        (b"'a'", b"a"),
        (b"''", b""),
        (b"'\"'", b"\""),
        (br"'\''", b"'"),
        ("'☺'".as_bytes(), "☺".as_bytes()),
        (b"``", b""),
        (b"`a\\n\r\n\xff`", b"a\\n\n\xff"),
    ];
    for (literal, expected) in cases {
        assert_eq!(
            unquote(literal).as_deref(),
            Ok(*expected),
            "{}",
            literal.escape_ascii()
        );
    }
}

#[test]
fn refuses_what_is_none() {
    let cases: &[&[u8]] = &[
        b"",
        b"\"",
        b"a",
        b"\"a",
        b"\"a\"b",
        b"\"a\nb\"",
        br#""\'""#,
        br#"'\"'"#,
        b"'ab'",
        br#""\z""#,
        br#""\x4""#,
        br#""\400""#,
        br#""\08""#,
        br#""\ud800""#,
        br#""\U00110000""#,
        br#""\UFFFFFFFF""#,
        br#""\""#,
        b"`a`b`",
        b"`",
        b"'",
        b"'''",
    ];
    for literal in cases {
        assert_eq!(
            unquote(literal),
            Err(UnquoteError),
            "{}",
            literal.escape_ascii()
        );
    }
}

#[test]
fn reads_one_character() {
    let character = |character| Ok((Unquoted::Character(character), &b"x"[..]));
    assert_eq!(unquote_char(b"ax", b'"'), character('a'));
    assert_eq!(unquote_char(b"'x", b'"'), character('\''));
    assert_eq!(unquote_char(b"\"x", 0), character('"'));
    assert_eq!(unquote_char(b"'x", b'\''), Err(UnquoteError));
    assert_eq!(unquote_char(br"\'x", 0), Err(UnquoteError));
    assert_eq!(
        unquote_char(br"\xe9x", b'"'),
        Ok((Unquoted::Byte(0xe9), &b"x"[..]))
    );
    assert_eq!(Unquoted::Byte(0xe9).code(), Unquoted::Character('é').code());
}
