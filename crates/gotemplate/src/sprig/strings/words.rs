//! Words in other cases: `xstrings` (`convert.go`).

use crate::strconv::{decode_rune, push_rune, runes};
use crate::unicode;

/// `xstrings.ToPascalCase`: `some_words` → `SomeWords`.
pub(super) fn to_pascal_case(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = runes(text).map(|(character, _)| character).peekable();
    let Some(mut current) = rest.next() else {
        return out;
    };
    // Connectors at the start stay.
    while is_connector(current) {
        match rest.next() {
            Some(next) => {
                push_rune(current, &mut out);
                current = next;
            }
            None => {
                // The text is nothing but connectors. Go writes the last of them twice.
                push_rune(current, &mut out);
                push_rune(current, &mut out);
                return out;
            }
        }
    }
    let mut word_is_upper = unicode::is_upper(current);
    current = unicode::to_upper(current);
    for next in rest {
        let previous = current;
        current = next;
        if is_connector(previous) {
            if is_connector(current) {
                push_rune(previous, &mut out);
                continue;
            }
            word_is_upper = unicode::is_upper(current);
            current = unicode::to_upper(current);
            continue;
        }
        word_is_upper = word_is_upper && unicode::is_upper(current);
        if word_is_upper {
            current = unicode::to_lower(current);
        }
        push_rune(previous, &mut out);
    }
    push_rune(current, &mut out);
    out
}

/// `xstrings.ToSnakeCase`: `FirstName` → `first_name`.
pub(super) fn to_snake_case(text: &[u8]) -> Vec<u8> {
    to_lower_case_words(text, '_')
}

/// `xstrings.ToKebabCase`: `FirstName` → `first-name`.
pub(super) fn to_kebab_case(text: &[u8]) -> Vec<u8> {
    to_lower_case_words(text, '-')
}

/// What a word is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    /// Bytes that are no UTF-8, or the end of the text.
    Invalid,
    Number,
    UpperCase,
    Alphabet,
    Connector,
    Punctuation,
    Other,
}

/// Whether a connector is written before a word of the kind: not where one stands already, nor beside punctuation.
fn wants_connector(word: Word) -> bool {
    !matches!(word, Word::Connector | Word::Punctuation)
}

fn to_lower_case_words(text: &[u8], connector: char) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let (mut word, mut bytes, mut rest) = next_word(text);
    while !rest.is_empty() {
        if word != Word::Connector {
            push_lower(&mut out, word, bytes, connector);
        }
        let (last, last_bytes) = (word, bytes);
        (word, bytes, rest) = next_word(rest);
        match last {
            Word::Number => {
                (word, bytes, rest) = push_joined(&mut out, word, bytes, rest, connector);
                if word != Word::Invalid && wants_connector(word) {
                    push_rune(connector, &mut out);
                }
            }
            Word::Connector => push_lower(&mut out, last, last_bytes, connector),
            Word::Punctuation => {}
            _ if word != Word::Number => {
                if wants_connector(word) {
                    push_rune(connector, &mut out);
                }
            }
            // A number at the very end belongs to the word before it.
            _ if rest.is_empty() => {}
            _ => {
                let number = bytes;
                (word, bytes, rest) = next_word(rest);
                if word == Word::Alphabet {
                    // Small letters come after the number: `http2xx` → `http_2xx`.
                    push_rune(connector, &mut out);
                    push_lower(&mut out, Word::Number, number, connector);
                    (word, bytes, rest) = push_joined(&mut out, word, bytes, rest, connector);
                    if word != Word::Invalid && wants_connector(word) {
                        push_rune(connector, &mut out);
                    }
                } else {
                    // The number belongs to the word before it: `Bld4Floor` → `bld4_floor`.
                    push_lower(&mut out, Word::Number, number, connector);
                    if wants_connector(word) {
                        push_rune(connector, &mut out);
                    }
                }
            }
        }
    }
    push_lower(&mut out, word, bytes, connector);
    out
}

/// Writes the small letters and numbers that come next, and gives the word after them.
fn push_joined<'a>(
    out: &mut Vec<u8>,
    mut word: Word,
    mut bytes: &'a [u8],
    mut rest: &'a [u8],
    connector: char,
) -> (Word, &'a [u8], &'a [u8]) {
    while matches!(word, Word::Alphabet | Word::Number) {
        push_lower(out, word, bytes, connector);
        (word, bytes, rest) = next_word(rest);
    }
    (word, bytes, rest)
}

/// The first word, its bytes, and what comes after it.
fn next_word(text: &[u8]) -> (Word, &[u8], &[u8]) {
    let Some((first, width)) = next_valid(text) else {
        // Nothing, or nothing that is UTF-8.
        return (Word::Invalid, text, &[]);
    };
    let (word, length) = if is_connector(first) {
        (Word::Connector, run(text, width, first, is_connector))
    } else if unicode::is_punctuation(first) {
        let length = run(text, width, first, unicode::is_punctuation);
        (Word::Punctuation, length)
    } else if unicode::is_upper(first) {
        (Word::UpperCase, upper_case_run(text, width, first))
    } else if is_alphabet(first) {
        (Word::Alphabet, run(text, width, first, is_small))
    } else if unicode::is_number(first) {
        (Word::Number, run(text, width, first, unicode::is_number))
    } else {
        (Word::Other, run(text, width, first, is_other))
    };
    let (bytes, rest) = text.split_at_checked(length).unwrap_or((text, &[]));
    (word, bytes, rest)
}

/// How long the run of characters is of which `text` starts with one, `width` bytes wide.
fn run(text: &[u8], width: usize, first: char, belongs: impl Fn(char) -> bool) -> usize {
    let mut length = width;
    let mut previous = first;
    while let Some(rest) = text.get(length..).filter(|rest| !rest.is_empty()) {
        // Bytes that are no UTF-8 belong to the character after them, or at the end to the one before.
        let (character, width) = next_valid(rest).unwrap_or((previous, rest.len()));
        if !belongs(character) {
            break;
        }
        previous = character;
        length = length.saturating_add(width);
    }
    length
}

/// How long a word is that starts with a capital: `HTTP` of `HTTPServer`, or `Server`.
fn upper_case_run(text: &[u8], width: usize, first: char) -> usize {
    let Some(rest) = text.get(width..).filter(|rest| !rest.is_empty()) else {
        return width;
    };
    let (second, second_width) = next_valid(rest).unwrap_or((first, rest.len()));
    if !unicode::is_upper(second) {
        if !is_alphabet(second) {
            return width;
        }
        return width.saturating_add(run(rest, second_width, second, is_small));
    }
    let length = width.saturating_add(run(rest, second_width, second, unicode::is_upper));
    let tail = text.get(length..).unwrap_or_default();
    match next_valid(tail) {
        // The last capital belongs to the next word.
        Some((next, _)) if is_alphabet(next) => {
            let mut last_width = second_width;
            let mut from = width.saturating_add(second_width);
            while from < length {
                let rest = text.get(from..length).unwrap_or_default();
                last_width = next_valid(rest).map_or(rest.len(), |(_, width)| width);
                from = from.saturating_add(last_width);
            }
            length.saturating_sub(last_width)
        }
        _ => length,
    }
}

/// The first character that is UTF-8, and how many bytes it ends after.
fn next_valid(text: &[u8]) -> Option<(char, usize)> {
    let mut skipped = 0_usize;
    loop {
        let (character, width) = decode_rune(text.get(skipped..)?)?;
        skipped = skipped.saturating_add(width);
        if character != char::REPLACEMENT_CHARACTER {
            return Some((character, skipped));
        }
    }
}

fn is_connector(character: char) -> bool {
    matches!(character, '-' | '_') || unicode::is_space(character)
}

fn is_small(character: char) -> bool {
    is_alphabet(character) && !unicode::is_upper(character)
}

fn is_other(character: char) -> bool {
    !is_connector(character)
        && !is_alphabet(character)
        && !unicode::is_number(character)
        && !unicode::is_punctuation(character)
}

/// `xstrings.isAlphabet`: letters, but for most of the Chinese ones.
fn is_alphabet(character: char) -> bool {
    unicode::is_letter(character)
        && !matches!(
            character,
            '\u{4E00}'..='\u{9FCC}' | '\u{3400}'..='\u{4D85}' | '\u{20000}'..='\u{2B81D}'
        )
}

/// Writes a word: capitals small, connectors as `connector`, all else as it is.
fn push_lower(out: &mut Vec<u8>, word: Word, bytes: &[u8], connector: char) {
    if !matches!(word, Word::UpperCase | Word::Connector) {
        out.extend_from_slice(bytes);
        return;
    }
    for (character, _) in runes(bytes) {
        if is_connector(character) {
            push_rune(connector, out);
        } else if unicode::is_upper(character) {
            push_rune(unicode::to_lower(character), out);
        } else {
            push_rune(character, out);
        }
    }
}
