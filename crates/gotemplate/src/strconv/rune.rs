//! Go's view of bytes as UTF-8 (`unicode/utf8`): what is none counts as U+FFFD, one byte wide.

/// The first character and its width in bytes; `None` at the end. A byte that starts no valid character gives
/// U+FFFD and 1 (`utf8.DecodeRune`).
#[must_use]
pub fn decode_rune(bytes: &[u8]) -> Option<(char, usize)> {
    let first = *bytes.first()?;
    let width = match first {
        ..=0x7F => return Some((char::from(first), 1)),
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return Some((char::REPLACEMENT_CHARACTER, 1)),
    };
    let character = bytes
        .get(..width)
        .and_then(|bytes| std::str::from_utf8(bytes).ok())
        .and_then(|text| text.chars().next());
    Some(
        character.map_or((char::REPLACEMENT_CHARACTER, 1), |character| {
            (character, width)
        }),
    )
}

/// The characters, each with its width in bytes, as Go's `range` over a string gives them.
pub fn runes(bytes: &[u8]) -> impl Iterator<Item = (char, usize)> + '_ {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (character, width) = decode_rune(rest)?;
        rest = rest.get(width..).unwrap_or_default();
        Some((character, width))
    })
}

/// How many characters there are (`utf8.RuneCount`).
#[must_use]
pub fn rune_count(bytes: &[u8]) -> usize {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.chars().count(),
        Err(_) => runes(bytes).count(),
    }
}

/// Whether a character that [`decode_rune`] gave stands for a byte that is no UTF-8.
#[must_use]
pub fn is_invalid(character: char, width: usize) -> bool {
    character == char::REPLACEMENT_CHARACTER && width == 1
}

/// The character of a code point; U+FFFD for what is none (`utf8.AppendRune`).
#[must_use]
pub fn rune(code: u64) -> char {
    u32::try_from(code)
        .ok()
        .and_then(char::from_u32)
        .unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Writes a character.
pub fn push_rune(character: char, out: &mut Vec<u8>) {
    out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_bytes_count_one_each() {
        type First = Option<(char, usize)>;
        let cases: [(&[u8], usize, First); 8] = [
            (b"", 0, None),
            (b"a", 1, Some(('a', 1))),
            ("é".as_bytes(), 1, Some(('é', 2))),
            ("日本".as_bytes(), 2, Some(('日', 3))),
            // A cut character is as many characters as it has bytes.
            (b"\xe6\x97", 2, Some(('\u{fffd}', 1))),
            // A surrogate.
            (b"\xed\xa0\x80", 3, Some(('\u{fffd}', 1))),
            (b"\xff\xc0\x80", 3, Some(('\u{fffd}', 1))),
            ("\u{fffd}".as_bytes(), 1, Some(('\u{fffd}', 3))),
        ];
        for (bytes, count, first) in cases {
            assert_eq!(rune_count(bytes), count, "{bytes:?}");
            assert_eq!(decode_rune(bytes), first, "{bytes:?}");
        }
    }
}
