//! Which characters Go prints.

/// Whether Go prints the character as it is (`unicode.IsPrint`): letters, marks, numbers, punctuation, symbols and
/// the ASCII space.
pub fn is_printable(character: char) -> bool {
    if character.is_ascii() {
        return !character.is_ascii_control();
    }
    // The standard library keeps the same table for `Debug`, but shows it only through escaping; a first character
    // is put before, because a combining mark is escaped at the start of a text.
    let mut buffer = String::with_capacity(8);
    buffer.push('a');
    buffer.push(character);
    buffer.escape_debug().nth(1) == Some(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_what_go_prints() {
        for character in ['a', ' ', 'é', '☃', '\u{301}', '🙂', '"', '\u{fffd}'] {
            assert!(is_printable(character), "{character:?}");
        }
        for character in [
            '\n',
            '\u{7f}',
            '\u{a0}',
            '\u{ad}',
            '\u{200b}',
            '\u{2028}',
            '\u{e000}',
            '\u{e0001}',
        ] {
            assert!(!is_printable(character), "{character:?}");
        }
    }
}
