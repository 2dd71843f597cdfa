//! Go's literals of strings and characters, read (`strconv/quote.go`).

use super::rune::{decode_rune, push_rune};

/// A text that is no literal: Go's `invalid syntax`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("invalid syntax")]
pub struct UnquoteError;

/// A character or byte of a literal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unquoted {
    /// A character.
    Character(char),
    /// A byte, which `\xff` and `\377` stand for.
    Byte(u8),
}

impl Unquoted {
    /// The code point, or the byte as one.
    #[must_use]
    pub fn code(self) -> u32 {
        match self {
            Self::Character(character) => u32::from(character),
            Self::Byte(byte) => u32::from(byte),
        }
    }
}

/// The string that a literal in double quotes or back quotes stands for, or the character of one in single quotes
/// (`strconv.Unquote`).
///
/// # Errors
/// When the text is no literal.
pub fn unquote(literal: impl AsRef<[u8]>) -> Result<Vec<u8>, UnquoteError> {
    if let Some(text) = plain(literal.as_ref()) {
        return Ok(text.to_vec());
    }
    let (quote, rest) = literal.as_ref().split_first().ok_or(UnquoteError)?;
    match quote {
        b'`' => {
            let (last, text) = rest.split_last().ok_or(UnquoteError)?;
            if *last != b'`' || text.contains(&b'`') {
                return Err(UnquoteError);
            }
            // Carriage returns do not count.
            Ok(text.iter().copied().filter(|byte| *byte != b'\r').collect())
        }
        b'"' | b'\'' => {
            let mut out = Vec::with_capacity(rest.len());
            let mut rest = rest;
            while rest.first().is_some_and(|byte| byte != quote) {
                if rest.first() == Some(&b'\n') {
                    return Err(UnquoteError);
                }
                let (unquoted, after) = unquote_char(rest, *quote)?;
                match unquoted {
                    Unquoted::Character(character) => push_rune(character, &mut out),
                    Unquoted::Byte(byte) => out.push(byte),
                }
                rest = after;
                if *quote == b'\'' {
                    break;
                }
            }
            if rest == [*quote] {
                Ok(out)
            } else {
                Err(UnquoteError)
            }
        }
        _ => Err(UnquoteError),
    }
}

/// What stands between double quotes, if it is ASCII with nothing in it that means something else than itself, as nearly
/// always.
pub(crate) fn plain(literal: &[u8]) -> Option<&[u8]> {
    let text = literal.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    (text.is_ascii() && memchr::memchr3(b'"', b'\\', b'\n', text).is_none()).then_some(text)
}

/// The first character of what stands between quotes, and the rest (`strconv.UnquoteChar`). `quote` is the quote
/// around: it may not stand alone, and only it may be escaped; 0 is for none.
///
/// # Errors
/// At the end, at the quote, and at an escape that is none.
pub fn unquote_char(text: &[u8], quote: u8) -> Result<(Unquoted, &[u8]), UnquoteError> {
    let (first, rest) = text.split_first().ok_or(UnquoteError)?;
    match first {
        b'\'' | b'"' if *first == quote => Err(UnquoteError),
        0x80.. => {
            let (character, width) = decode_rune(text).ok_or(UnquoteError)?;
            let rest = text.get(width..).unwrap_or_default();
            Ok((Unquoted::Character(character), rest))
        }
        b'\\' => escape(rest, quote),
        _ => Ok((Unquoted::Character(char::from(*first)), rest)),
    }
}

fn escape(text: &[u8], quote: u8) -> Result<(Unquoted, &[u8]), UnquoteError> {
    let (letter, rest) = text.split_first().ok_or(UnquoteError)?;
    let character = match letter {
        b'a' => '\x07',
        b'b' => '\x08',
        b'f' => '\x0C',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'v' => '\x0B',
        b'\\' => '\\',
        b'\'' | b'"' if *letter == quote => char::from(*letter),
        b'x' => {
            let (code, rest) = digits(rest, 2, 16)?;
            let byte = u8::try_from(code).map_err(|_| UnquoteError)?;
            return Ok((Unquoted::Byte(byte), rest));
        }
        b'0'..=b'7' => {
            let (code, rest) = digits(text, 3, 8)?;
            let byte = u8::try_from(code).map_err(|_| UnquoteError)?;
            return Ok((Unquoted::Byte(byte), rest));
        }
        b'u' | b'U' => {
            let (code, rest) = digits(rest, if *letter == b'u' { 4 } else { 8 }, 16)?;
            let character = char::from_u32(code).ok_or(UnquoteError)?;
            return Ok((Unquoted::Character(character), rest));
        }
        _ => return Err(UnquoteError),
    };
    Ok((Unquoted::Character(character), rest))
}

fn digits(text: &[u8], count: usize, base: u32) -> Result<(u32, &[u8]), UnquoteError> {
    let (digits, rest) = text.split_at_checked(count).ok_or(UnquoteError)?;
    let mut code = 0_u32;
    for digit in digits {
        let digit = char::from(*digit).to_digit(base).ok_or(UnquoteError)?;
        code = code.wrapping_mul(base).wrapping_add(digit);
    }
    Ok((code, rest))
}

#[cfg(test)]
mod tests;
