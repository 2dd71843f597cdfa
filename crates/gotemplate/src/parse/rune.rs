//! Characters of a text that need not be UTF-8 (Go's `unicode/utf8`).

use crate::strconv::is_printable;

/// The first character and its width in bytes. A byte that starts none is U+FFFD, one byte wide.
pub(super) fn first(bytes: &[u8]) -> Option<(char, usize)> {
    let byte = *bytes.first()?;
    if byte.is_ascii() {
        return Some((char::from(byte), 1));
    }
    let character = bytes
        .get(..4)
        .unwrap_or(bytes)
        .utf8_chunks()
        .next()
        .and_then(|chunk| chunk.valid().chars().next());
    Some(match character {
        Some(character) => (character, character.len_utf8()),
        None => (char::REPLACEMENT_CHARACTER, 1),
    })
}

/// The width of the first character; 0 when there is none.
pub(super) fn width(bytes: &[u8]) -> usize {
    first(bytes).map_or(0, |(_, width)| width)
}

/// As `fmt`'s verb `%#U` shows it: `U+0023 '#'`.
pub(super) fn code_point(character: char) -> String {
    let code = format!("U+{:04X}", u32::from(character));
    if is_printable(character) {
        format!("{code} '{character}'")
    } else {
        code
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_bytes_that_are_no_utf8_one_by_one() {
        for (bytes, expected) in [
            (&b""[..], None),
            (b"ab", Some(('a', 1))),
            ("éa".as_bytes(), Some(('é', 2))),
            ("🙂".as_bytes(), Some(('🙂', 4))),
            (b"\xffa", Some(('\u{fffd}', 1))),
            (b"\xe2\x82", Some(('\u{fffd}', 1))),
            (b"\xe2\x82\xacx", Some(('€', 3))),
            (b"\xed\xa0\x80", Some(('\u{fffd}', 1))),
            ("\u{fffd}".as_bytes(), Some(('\u{fffd}', 3))),
        ] {
            assert_eq!(first(bytes), expected, "{}", bytes.escape_ascii());
        }
    }

    #[test]
    fn shows_code_points_as_go_does() {
        for (character, expected) in [
            ('#', "U+0023 '#'"),
            ('\u{1}', "U+0001"),
            ('“', "U+201C '“'"),
            ('\u{a0}', "U+00A0"),
            ('\u{fffd}', "U+FFFD '\u{fffd}'"),
            ('🙂', "U+1F642 '🙂'"),
        ] {
            assert_eq!(code_point(character), expected);
        }
    }
}
