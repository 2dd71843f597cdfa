//! Texts in another case: Go's `strings`, and `goutils` (`wordutils.go`, `stringutils.go`).

use crate::strconv::{push_rune, runes};
use crate::unicode;

/// `strings.ToUpper`: letter by letter, so that `ß` stays.
pub(super) fn upper(text: &[u8]) -> Vec<u8> {
    map(text, unicode::to_upper)
}

/// `strings.ToLower`.
pub(super) fn lower(text: &[u8]) -> Vec<u8> {
    map(text, unicode::to_lower)
}

/// `strings.Title`: the first letter of each word in title case.
pub(super) fn title(text: &[u8]) -> Vec<u8> {
    let mut previous = ' ';
    map(text, |character| {
        let starts_word = is_separator(previous);
        previous = character;
        if starts_word {
            unicode::to_title(character)
        } else {
            character
        }
    })
}

/// `goutils.Uncapitalize`: the first letter of each word in lower case.
pub(super) fn untitle(text: &[u8]) -> Vec<u8> {
    let mut starts_word = true;
    map(text, |character| {
        if unicode::is_space(character) {
            starts_word = true;
            character
        } else if std::mem::take(&mut starts_word) {
            unicode::to_lower(character)
        } else {
            character
        }
    })
}

/// `goutils.SwapCase`: a lower case letter that starts a word gets title case.
pub(super) fn swap(text: &[u8]) -> Vec<u8> {
    let mut after_space = true;
    map(text, |character| {
        if unicode::is_upper(character) || unicode::is_title(character) {
            after_space = false;
            unicode::to_lower(character)
        } else if unicode::is_lower(character) {
            if std::mem::take(&mut after_space) {
                unicode::to_title(character)
            } else {
                unicode::to_upper(character)
            }
        } else {
            after_space = unicode::is_space(character);
            character
        }
    })
}

/// `goutils.Initials`. It takes every byte for a character, so that other letters than ASCII's become two.
pub(super) fn initials(text: &[u8]) -> Vec<u8> {
    let mut after_space = true;
    let mut out = Vec::new();
    for character in text.iter().copied().map(char::from) {
        if unicode::is_space(character) {
            after_space = true;
        } else if std::mem::take(&mut after_space) {
            push_rune(character, &mut out);
        }
    }
    out
}

/// `goutils.DeleteWhiteSpace`. It takes every byte for a character, so that other letters than ASCII's become two;
/// but a text without a space stays as it is.
pub(super) fn without_space(text: &[u8]) -> Vec<u8> {
    let characters = || text.iter().copied().map(char::from);
    if !characters().any(unicode::is_space) {
        return text.to_vec();
    }
    characters()
        .filter(|character| !unicode::is_space(*character))
        .collect::<String>()
        .into_bytes()
}

/// `strings.Map`: what is no UTF-8 becomes U+FFFD.
fn map(text: &[u8], mut convert: impl FnMut(char) -> char) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for (character, _) in runes(text) {
        push_rune(convert(character), &mut out);
    }
    out
}

/// `strings.isSeparator`.
fn is_separator(character: char) -> bool {
    if character.is_ascii() {
        return !character.is_ascii_alphanumeric() && character != '_';
    }
    unicode::is_space(character)
}
