//! Go's `unicode.IsLetter` and `unicode.IsDigit`.

/// A character of category L.
pub(super) fn is_letter(character: char) -> bool {
    character.is_alphabetic()
}

/// A character of category Nd.
pub(super) fn is_digit(character: char) -> bool {
    character.is_ascii_digit()
}
