//! What a backslash starts (`regexp/syntax/parse.go`: parse, parseEscape, parseUnicodeClass).

use super::super::classes::{self, MAX_RUNE};
use super::class::{Class, perl};
use super::error::{ErrorCode, SyntaxError};
use super::tree::Node;
use super::{Parser, check_utf8, next, taken};

impl<'e> Parser<'e> {
    /// Reads what a backslash starts outside of brackets.
    pub(super) fn backslash(&mut self, text: &'e [u8]) -> Result<&'e [u8], SyntaxError> {
        let rest = text.get(2..).unwrap_or_default();
        match text.get(1) {
            Some(b'A') => self.operator(Node::BeginText)?,
            Some(b'b') => self.operator(Node::WordBoundary)?,
            Some(b'B') => self.operator(Node::NoWordBoundary)?,
            Some(b'z') => self.operator(Node::EndText)?,
            Some(b'C') => return Err(ErrorCode::Escape.at(taken(text, rest))),
            Some(b'Q') => return self.quoted(rest),
            _ => {
                let mut class = Class::default();
                if let Some(rest) = self.class_escape(text, &mut class)? {
                    self.operator(Node::Class(class))?;
                    return Ok(rest);
                }
                let (code, rest) = escape(text)?;
                self.literal(code)?;
                return Ok(rest);
            }
        }
        Ok(rest)
    }

    /// Reads literals up to `\E`.
    fn quoted(&mut self, text: &'e [u8]) -> Result<&'e [u8], SyntaxError> {
        let end = text.windows(2).position(|bytes| bytes == b"\\E");
        let (mut quoted, rest) = match end.and_then(|end| text.split_at_checked(end)) {
            Some((quoted, rest)) => (quoted, rest.get(2..).unwrap_or_default()),
            None => (text, &[][..]),
        };
        while !quoted.is_empty() {
            let (code, after) = next(quoted)?;
            self.literal(code)?;
            quoted = after;
        }
        Ok(rest)
    }

    /// Adds a class like `\d` or `\p{Greek}` that stands at the start, and gives the rest; `None`: there is none.
    pub(super) fn class_escape<'t>(
        &self,
        text: &'t [u8],
        class: &mut Class,
    ) -> Result<Option<&'t [u8]>, SyntaxError> {
        let [b'\\', letter, rest @ ..] = text else {
            return Ok(None);
        };
        if let b'p' | b'P' = letter {
            return self.unicode_class(text, class).map(Some);
        }
        let Some((ranges, negated)) = perl(*letter) else {
            return Ok(None);
        };
        class.extend(ranges, negated, self.flags.fold);
        Ok(Some(rest))
    }

    /// Adds `\pL`, `\p{Greek}` or their opposite.
    fn unicode_class<'t>(
        &self,
        text: &'t [u8],
        class: &mut Class,
    ) -> Result<&'t [u8], SyntaxError> {
        let mut negated = text.get(1) == Some(&b'P');
        let (first, after) = next(text.get(2..).unwrap_or_default())?;
        let (whole, mut name, rest) = if first == u32::from(b'{') {
            let Some(end) = text.iter().position(|byte| *byte == b'}') else {
                check_utf8(text)?;
                return Err(ErrorCode::CharacterRange.at(text));
            };
            let name = text.get(3..end).unwrap_or_default();
            let (whole, rest) = text
                .split_at_checked(end.saturating_add(1))
                .unwrap_or((text, &[]));
            check_utf8(name)?;
            (whole, name, rest)
        } else {
            let whole = taken(text, after);
            (whole, whole.get(2..).unwrap_or_default(), after)
        };
        if let Some(rest) = name.strip_prefix(b"^") {
            negated = !negated;
            name = rest;
        }
        let ranges = std::str::from_utf8(name).ok().and_then(classes::class);
        let Some(ranges) = ranges else {
            return Err(ErrorCode::CharacterRange.at(whole));
        };
        class.extend(&ranges, negated, self.flags.fold);
        Ok(rest)
    }
}

/// Reads an escape that stands for one code point.
pub(super) fn escape(text: &[u8]) -> Result<(u32, &[u8]), SyntaxError> {
    let after = text.get(1..).unwrap_or_default();
    if after.is_empty() {
        return Err(ErrorCode::TrailingBackslash.at(b""));
    }
    let (code, rest) = next(after)?;
    let letter = u8::try_from(code).unwrap_or(0xFF);
    let invalid = |rest: &[u8]| ErrorCode::Escape.at(taken(text, rest));
    let code = match letter {
        b'1'..=b'7' if !rest.first().is_some_and(|byte| is_octal(*byte)) => {
            // A back reference.
            return Err(invalid(rest));
        }
        b'0'..=b'7' => return Ok(octal(after)),
        b'x' => return hexadecimal(text, rest),
        b'a' => 0x07,
        b'f' => 0x0C,
        b'n' => 0x0A,
        b'r' => 0x0D,
        b't' => 0x09,
        b'v' => 0x0B,
        0x80.. => return Err(invalid(rest)),
        _ if letter.is_ascii_alphanumeric() => return Err(invalid(rest)),
        _ => code,
    };
    Ok((code, rest))
}

fn is_octal(byte: u8) -> bool {
    (b'0'..=b'7').contains(&byte)
}

/// Up to three octal digits.
fn octal(text: &[u8]) -> (u32, &[u8]) {
    let length = text
        .iter()
        .take(3)
        .take_while(|byte| is_octal(**byte))
        .count();
    let (digits, rest) = text.split_at_checked(length).unwrap_or((text, &[]));
    let code = digits.iter().fold(0_u32, |code, digit| {
        (code << 3) | u32::from(digit.saturating_sub(b'0'))
    });
    (code, rest)
}

/// What follows `\x`: two digits, or any number of them in braces.
fn hexadecimal<'t>(text: &'t [u8], rest: &'t [u8]) -> Result<(u32, &'t [u8]), SyntaxError> {
    let invalid = |rest: &[u8]| ErrorCode::Escape.at(taken(text, rest));
    let digit = |code| char::from_u32(code).and_then(|character| character.to_digit(16));
    if rest.is_empty() {
        return Err(invalid(rest));
    }
    let (first, mut rest) = next(rest)?;
    if first != u32::from(b'{') {
        let (second, rest) = next(rest)?;
        return match (digit(first), digit(second)) {
            (Some(high), Some(low)) => Ok(((high << 4) | low, rest)),
            _ => Err(invalid(rest)),
        };
    }
    let mut code = None;
    loop {
        if rest.is_empty() {
            return Err(invalid(rest));
        }
        let (character, after) = next(rest)?;
        rest = after;
        if character == u32::from(b'}') {
            return code.map(|code| (code, rest)).ok_or_else(|| invalid(rest));
        }
        let Some(digit) = digit(character) else {
            return Err(invalid(rest));
        };
        let value = (code.unwrap_or(0) << 4) | digit;
        if value > MAX_RUNE {
            return Err(invalid(rest));
        }
        code = Some(value);
    }
}
