//! Which characters Go prints.

/// Whether Go prints the character as it is (`unicode.IsPrint`): letters, marks, numbers, punctuation, symbols and
/// the ASCII space.
#[must_use]
pub fn is_printable(character: char) -> bool {
    crate::unicode::is_print(character)
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
            // A letter, but only since Unicode 16.
            '\u{1c89}',
        ] {
            assert!(!is_printable(character), "{character:?}");
        }
    }
}
