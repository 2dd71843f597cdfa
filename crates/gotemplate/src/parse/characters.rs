//! Characters of names, and how errors show a character.

use crate::strconv::is_printable;
use crate::unicode::{is_digit, is_letter};

/// Whether a name may have the character: a letter, a digit, an underscore (Go's `isAlphaNumeric`).
pub(super) fn is_alphanumeric(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric() || character == '_';
    }
    is_letter(character) || is_digit(character)
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

    /// Letters and digits, but no marks and no other numbers.
    #[test]
    fn takes_what_go_takes() {
        for character in ['a', 'Z', '0', '_', 'é', 'ª', 'パ', '本', '٣', '\u{323af}'] {
            assert!(is_alphanumeric(character), "{character:?}");
        }
        for character in [
            '-', '\u{7f}', '²', 'Ⅷ', '\u{301}', '🙂', '\u{fffd}', '\u{1c89}',
        ] {
            assert!(!is_alphanumeric(character), "{character:?}");
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
