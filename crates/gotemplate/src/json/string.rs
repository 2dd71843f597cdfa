//! Strings in JSON: written (`encoding/json/encode.go`: appendString) and read (`decode.go`: unquoteBytes).

use crate::strconv::push_rune;

/// Writes a string in quotes. Bytes that are no UTF-8 become `\ufffd`.
pub(super) fn write(bytes: &[u8], escape_html: bool, out: &mut Vec<u8>) {
    out.push(b'"');
    for chunk in bytes.utf8_chunks() {
        write_text(chunk.valid(), escape_html, out);
        for _ in chunk.invalid() {
            out.extend_from_slice(b"\\ufffd");
        }
    }
    out.push(b'"');
}

fn write_text(text: &str, escape_html: bool, out: &mut Vec<u8>) {
    let mut plain = 0;
    for (at, character) in text.char_indices() {
        let short = match character {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\x08' => "\\b",
            '\x0C' => "\\f",
            '\0'..='\x1F' | '\u{2028}' | '\u{2029}' => "",
            '<' | '>' | '&' if escape_html => "",
            _ => continue,
        };
        out.extend_from_slice(text.get(plain..at).unwrap_or_default().as_bytes());
        if short.is_empty() {
            out.extend_from_slice(format!("\\u{:04x}", u32::from(character)).as_bytes());
        } else {
            out.extend_from_slice(short.as_bytes());
        }
        plain = at.saturating_add(character.len_utf8());
    }
    out.extend_from_slice(text.get(plain..).unwrap_or_default().as_bytes());
}

/// The bytes of a string between its quotes, whose escapes were found to be good. Bytes that are no UTF-8 and halves
/// of surrogate pairs become U+FFFD.
pub(super) fn read(quoted: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(quoted.len());
    let mut rest = quoted;
    while !rest.is_empty() {
        let plain = rest
            .iter()
            .position(|byte| *byte == b'\\')
            .unwrap_or(rest.len());
        let (text, escaped) = rest.split_at_checked(plain).unwrap_or((rest, &[]));
        for chunk in text.utf8_chunks() {
            out.extend_from_slice(chunk.valid().as_bytes());
            for _ in chunk.invalid() {
                push_rune(char::REPLACEMENT_CHARACTER, &mut out);
            }
        }
        rest = escape(escaped, &mut out);
    }
    out
}

/// Reads the escape at the start, and gives the rest.
fn escape<'t>(text: &'t [u8], out: &mut Vec<u8>) -> &'t [u8] {
    let [b'\\', letter, rest @ ..] = text else {
        return &[];
    };
    out.push(match letter {
        b'b' => b'\x08',
        b'f' => b'\x0C',
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'u' => {
            let Some((unit, rest)) = unit(text) else {
                return &[];
            };
            if let Some((low, after)) = unit_after_high(unit, rest) {
                let high = u32::from(unit & 0x3FF) << 10;
                let code = high
                    .saturating_add(u32::from(low & 0x3FF))
                    .saturating_add(0x1_0000);
                push_rune(
                    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
                    out,
                );
                return after;
            }
            push_rune(
                char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER),
                out,
            );
            return rest;
        }
        other => *other,
    });
    rest
}

/// The low surrogate that follows a high one.
fn unit_after_high(unit_before: u16, rest: &[u8]) -> Option<(u16, &[u8])> {
    if !(0xD800..0xDC00).contains(&unit_before) {
        return None;
    }
    unit(rest).filter(|(low, _)| (0xDC00..0xE000).contains(low))
}

/// Reads `\uXXXX`.
fn unit(text: &[u8]) -> Option<(u16, &[u8])> {
    let digits = text.strip_prefix(b"\\u")?;
    let (digits, rest) = digits.split_at_checked(4)?;
    let mut unit = 0_u16;
    for digit in digits {
        let digit = char::from(*digit).to_digit(16)?;
        unit = (unit << 4) | u16::try_from(digit).ok()?;
    }
    Some((unit, rest))
}
