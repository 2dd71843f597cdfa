//! Which characters Go prints.

mod table;

use table::TURNS;

/// Whether Go prints the character as it is (`strconv.IsPrint`, `unicode.IsPrint`): letters, marks, numbers,
/// punctuation, symbols and the ASCII space, as Go's version of Unicode has them.
#[must_use]
pub fn is_printable(character: char) -> bool {
    if character.is_ascii() {
        return !character.is_ascii_control();
    }
    let code = u32::from(character);
    TURNS.partition_point(|turn| *turn <= code) % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_what_go_prints() {
        for character in [
            'a',
            ' ',
            'é',
            '☃',
            '\u{301}',
            '🙂',
            '"',
            '\u{fffd}',
            '\u{a1}',
            '\u{e01ef}',
        ] {
            assert!(is_printable(character), "{character:?}");
        }
        for character in [
            '\n',
            '\u{7f}',
            '\u{80}',
            '\u{a0}',
            '\u{ad}',
            '\u{200b}',
            '\u{2028}',
            '\u{e000}',
            '\u{e0001}',
            '\u{10ffff}',
            // Letters since Unicode 16, which Go does not know.
            '\u{1ad7}',
            '\u{a7cc}',
        ] {
            assert!(!is_printable(character), "{character:?}");
        }
    }

    #[test]
    fn as_many_characters_are_printable_as_in_go() {
        assert!(TURNS.is_sorted());
        let count = ('\0'..=char::MAX)
            .filter(|character| is_printable(*character))
            .count();
        assert_eq!(count, 148_998);
    }
}
