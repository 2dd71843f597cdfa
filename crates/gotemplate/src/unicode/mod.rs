//! Go's package `unicode`: the classes and the case of characters, by the tables that Go 1.26 has (Unicode 15).
//!
//! Rust's own tables are newer, and its case mappings may give several characters where Go's give one: `ß` stays.

mod tables;

/// A range of characters: the first, the last, and the distance from one to the next.
type Range = (u32, u32, u32);

/// A range of characters, and what is added for upper, lower and title case.
type CaseRange = (u32, u32, [i32; 3]);

/// Where a [`CaseRange`] has its deltas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    Upper,
    Lower,
    Title,
}

/// A delta that says: upper and lower case letters take turns in this range (`unicode.UpperLower`).
const ALTERNATING: i32 = 0x11_0000;

/// Whether it is a letter (L).
#[must_use]
pub fn is_letter(character: char) -> bool {
    is_in(character, &tables::LETTER)
}

/// Whether it is an upper case letter (Lu).
#[must_use]
pub fn is_upper(character: char) -> bool {
    is_in(character, &tables::UPPER)
}

/// Whether it is a lower case letter (Ll).
#[must_use]
pub fn is_lower(character: char) -> bool {
    is_in(character, &tables::LOWER)
}

/// Whether it is a title case letter (Lt), such as `ǅ`.
#[must_use]
pub fn is_title(character: char) -> bool {
    is_in(character, &tables::TITLE)
}

/// Whether it is a number (N).
#[must_use]
pub fn is_number(character: char) -> bool {
    is_in(character, &tables::NUMBER)
}

/// Whether it is a decimal digit (Nd).
#[must_use]
pub fn is_digit(character: char) -> bool {
    is_in(character, &tables::DIGIT)
}

/// Whether it shows in print: letters, marks, numbers, punctuation, symbols and the ASCII space (`unicode.IsPrint`,
/// and `strconv.IsPrint`).
#[must_use]
pub fn is_print(character: char) -> bool {
    if character.is_ascii() {
        return !character.is_ascii_control();
    }
    [
        &tables::LETTER[..],
        &tables::MARK,
        &tables::NUMBER,
        &tables::PUNCTUATION,
        &tables::SYMBOL,
    ]
    .into_iter()
    .any(|ranges| is_in(character, ranges))
}

/// Whether it is punctuation (P); symbols such as `+` are none.
#[must_use]
pub fn is_punctuation(character: char) -> bool {
    is_in(character, &tables::PUNCTUATION)
}

/// Whether it is white space (the property `White_Space`).
#[must_use]
pub fn is_space(character: char) -> bool {
    // That property has not changed since Unicode 6.3.
    character.is_whitespace()
}

/// The upper case of it.
#[must_use]
pub fn to_upper(character: char) -> char {
    if character.is_ascii() {
        return character.to_ascii_uppercase();
    }
    to(character, Case::Upper)
}

/// The lower case of it.
#[must_use]
pub fn to_lower(character: char) -> char {
    if character.is_ascii() {
        return character.to_ascii_lowercase();
    }
    to(character, Case::Lower)
}

/// The title case of it.
#[must_use]
pub fn to_title(character: char) -> char {
    if character.is_ascii() {
        return character.to_ascii_uppercase();
    }
    to(character, Case::Title)
}

fn is_in(character: char, ranges: &[Range]) -> bool {
    let code = u32::from(character);
    let after = ranges.partition_point(|(first, _, _)| *first <= code);
    let Some((first, last, stride)) = after.checked_sub(1).and_then(|index| ranges.get(index))
    else {
        return false;
    };
    code <= *last
        && code
            .wrapping_sub(*first)
            .checked_rem(*stride)
            .is_some_and(|rest| rest == 0)
}

fn to(character: char, case: Case) -> char {
    let code = u32::from(character);
    let after = tables::CASES.partition_point(|(first, _, _)| *first <= code);
    let Some((first, _, [upper, lower, title])) = after
        .checked_sub(1)
        .and_then(|index| tables::CASES.get(index))
        .filter(|(_, last, _)| code <= *last)
    else {
        return character;
    };
    let delta = match case {
        Case::Upper => *upper,
        Case::Lower => *lower,
        Case::Title => *title,
    };
    let mapped = if delta == ALTERNATING {
        // Such a range starts with an upper case letter: the letters at even places are upper case.
        let place = code.wrapping_sub(*first) & !1;
        first.wrapping_add(place | u32::from(case == Case::Lower))
    } else {
        code.wrapping_add_signed(delta)
    };
    char::from_u32(mapped).unwrap_or(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_are_gos() {
        // The letter, and its upper, lower and title case, as Go 1.26 prints them.
        let cases = [
            ('a', 'A', 'a', 'A'),
            ('ß', 'ß', 'ß', 'ß'),
            ('ÿ', 'Ÿ', 'ÿ', 'Ÿ'),
            ('İ', 'İ', 'i', 'İ'),
            ('ı', 'I', 'ı', 'I'),
            ('Ā', 'Ā', 'ā', 'Ā'),
            ('ā', 'Ā', 'ā', 'Ā'),
            ('ǆ', 'Ǆ', 'ǆ', 'ǅ'),
            ('ǅ', 'Ǆ', 'ǆ', 'ǅ'),
            ('ŉ', 'ŉ', 'ŉ', 'ŉ'),
            ('ﬁ', 'ﬁ', 'ﬁ', 'ﬁ'),
            ('Ꭰ', 'Ꭰ', 'ꭰ', 'Ꭰ'),
            ('𐐨', '𐐀', '𐐨', '𐐀'),
            ('日', '日', '日', '日'),
            ('ა', 'Ა', 'ა', 'ა'),
        ];
        for (letter, upper, lower, title) in cases {
            assert_eq!(to_upper(letter), upper, "upper {letter}");
            assert_eq!(to_lower(letter), lower, "lower {letter}");
            assert_eq!(to_title(letter), title, "title {letter}");
        }
    }

    #[test]
    fn classes_are_gos() {
        let classes = |character| {
            [
                (is_letter(character), 'L'),
                (is_upper(character), 'u'),
                (is_lower(character), 'l'),
                (is_title(character), 't'),
                (is_number(character), 'N'),
                (is_punctuation(character), 'P'),
                (is_space(character), 's'),
            ]
            .into_iter()
            .filter_map(|(is, letter)| is.then_some(letter))
            .collect::<String>()
        };
        let cases = [
            ('a', "Ll"),
            ('Z', "Lu"),
            ('ǅ', "Lt"),
            ('ā', "Ll"),
            ('Ā', "Lu"),
            ('日', "L"),
            ('7', "N"),
            ('½', "N"),
            ('Ⅷ', "N"),
            ('ª', "L"),
            ('-', "P"),
            ('_', "P"),
            ('+', ""),
            ('$', ""),
            ('\u{a0}', "s"),
            ('\u{85}', "s"),
            ('\u{200b}', ""),
            // New in Unicode 16: Go does not know it.
            ('\u{10d50}', ""),
        ];
        for (character, expected) in cases {
            assert_eq!(classes(character), expected, "{character:?}");
        }
    }

    #[test]
    fn digits_are_decimal() {
        for character in ['0', '٣', '\u{1e950}'] {
            assert!(is_digit(character), "{character:?}");
        }
        for character in ['a', '²', 'Ⅷ', '½'] {
            assert!(!is_digit(character), "{character:?}");
        }
    }
}
