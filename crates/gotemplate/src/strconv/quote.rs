//! Go's `strconv.Quote` and its kin (`strconv/quote.go`).

use std::fmt::Write as _;

use super::is_printable;
use super::rune::{is_invalid, runes};

/// A string in Go's double quotes; bytes that are no UTF-8 become `\xXX` (`strconv.Quote`).
#[must_use]
pub fn quote(bytes: &[u8]) -> String {
    quote_with(bytes, is_printable)
}

/// A string in Go's double quotes; everything but printable ASCII is escaped (`strconv.QuoteToASCII`).
#[must_use]
pub fn quote_to_ascii(bytes: &[u8]) -> String {
    quote_with(bytes, |character| {
        character.is_ascii() && is_printable(character)
    })
}

/// A character in single quotes (`strconv.QuoteRune`).
#[must_use]
pub fn quote_rune(character: char) -> String {
    quote_rune_with(character, is_printable)
}

/// A character in single quotes, escaped unless it is printable ASCII (`strconv.QuoteRuneToASCII`).
#[must_use]
pub fn quote_rune_to_ascii(character: char) -> String {
    quote_rune_with(character, |character| {
        character.is_ascii() && is_printable(character)
    })
}

/// Whether the string can stand between back quotes as it is (`strconv.CanBackquote`).
#[must_use]
pub fn can_backquote(bytes: &[u8]) -> bool {
    runes(bytes).all(|(character, width)| {
        if is_invalid(character, width) {
            return false;
        }
        !matches!(character, '\0'..='\x08' | '\n'..='\x1F' | '`' | '\x7F' | '\u{feff}')
    })
}

fn quote_with(bytes: &[u8], shows: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(bytes.len().saturating_add(2));
    out.push('"');
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            push(character, '"', &shows, &mut out);
        }
        for byte in chunk.invalid() {
            escape(&mut out, 'x', 2, u32::from(*byte));
        }
    }
    out.push('"');
    out
}

fn quote_rune_with(character: char, shows: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(12);
    out.push('\'');
    push(character, '\'', &shows, &mut out);
    out.push('\'');
    out
}

fn push(character: char, quote: char, shows: &impl Fn(char) -> bool, out: &mut String) {
    if character == quote || character == '\\' {
        out.push('\\');
        out.push(character);
        return;
    }
    match character {
        '\x07' => out.push_str("\\a"),
        '\x08' => out.push_str("\\b"),
        '\x0C' => out.push_str("\\f"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '\x0B' => out.push_str("\\v"),
        '\0'..='\x1F' | '\x7F' => escape(out, 'x', 2, u32::from(character)),
        _ if shows(character) => out.push(character),
        '\u{80}'..='\u{FFFF}' => escape(out, 'u', 4, u32::from(character)),
        _ => escape(out, 'U', 8, u32::from(character)),
    }
}

fn escape(out: &mut String, letter: char, width: usize, code: u32) {
    // Writing into a string cannot fail.
    let _ = write!(out, "\\{letter}{code:0width$x}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_as_go_does() {
        assert_eq!(
            quote("a\"\\\n\u{1}\u{7f}é\u{a0}\u{301}'".as_bytes()),
            "\"a\\\"\\\\\\n\\x01\\x7fé\\u00a0\u{301}'\""
        );
        assert_eq!(quote(b"\xff\xe6\x97a"), "\"\\xff\\xe6\\x97a\"");
        assert_eq!(
            quote_to_ascii("\u{7}é☺\u{1f600}\u{10ffff}".as_bytes()),
            "\"\\a\\u00e9\\u263a\\U0001f600\\U0010ffff\""
        );
    }

    #[test]
    fn quotes_characters() {
        let cases = [
            ('a', "'a'", "'a'"),
            ('"', "'\"'", "'\"'"),
            ('\'', "'\\''", "'\\''"),
            ('\\', "'\\\\'", "'\\\\'"),
            ('☺', "'☺'", "'\\u263a'"),
            ('\u{fffd}', "'\u{fffd}'", "'\\ufffd'"),
            ('\u{10ffff}', "'\\U0010ffff'", "'\\U0010ffff'"),
            ('\0', "'\\x00'", "'\\x00'"),
        ];
        for (character, quoted, ascii) in cases {
            assert_eq!(quote_rune(character), quoted);
            assert_eq!(quote_rune_to_ascii(character), ascii);
        }
    }

    #[test]
    fn back_quotes_take_what_is_plain() {
        assert!(can_backquote("a\té\u{fffd}\u{200b}'\"\\".as_bytes()));
        for text in [&b"`"[..], b"\n", b"\x7f", b"\xff", b"\x00", b"\xef\xbb\xbf"] {
            assert!(!can_backquote(text), "{text:?}");
        }
    }
}
