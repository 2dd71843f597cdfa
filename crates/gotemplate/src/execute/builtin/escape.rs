//! `html`, `js` and `urlquery`.

use crate::budget::{Budget, Exhausted};
use crate::strconv::is_printable;

const HEXADECIMAL: &[u8; 16] = b"0123456789ABCDEF";

/// Puts a byte as two hexadecimal digits.
fn push_hexadecimal(byte: u8, out: &mut Vec<u8>) {
    for digit in [byte >> 4, byte & 0x0F] {
        out.extend(HEXADECIMAL.get(usize::from(digit)));
    }
}

/// A text with its bytes replaced one by one. It may grow sixfold.
fn replaced(
    text: &[u8],
    budget: &Budget,
    replacement: impl Fn(u8) -> Option<&'static [u8]>,
) -> Result<Vec<u8>, Exhausted> {
    let length = text
        .iter()
        .map(|byte| replacement(*byte).map_or(1, <[u8]>::len) as u64);
    let length = length.fold(0, u64::saturating_add);
    budget.text(length)?;
    let mut out = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    for byte in text {
        match replacement(*byte) {
            Some(escaped) => out.extend_from_slice(escaped),
            None => out.push(*byte),
        }
    }
    Ok(out)
}

/// `HTMLEscaper`
pub(super) fn html(text: &[u8], budget: &Budget) -> Result<Vec<u8>, Exhausted> {
    replaced(text, budget, |byte| {
        Some(match byte {
            0 => "\u{FFFD}".as_bytes(),
            b'"' => b"&#34;",
            b'\'' => b"&#39;",
            b'&' => b"&amp;",
            b'<' => b"&lt;",
            b'>' => b"&gt;",
            _ => return None,
        })
    })
}

/// `JSEscaper`
pub(super) fn js(text: &[u8], budget: &Budget) -> Result<Vec<u8>, Exhausted> {
    budget.text((text.len() as u64).saturating_mul(6))?;
    let mut out = Vec::with_capacity(text.len());
    for chunk in text.utf8_chunks() {
        for character in chunk.valid().chars() {
            push_js(character, &mut out);
        }
        out.extend_from_slice(chunk.invalid());
    }
    Ok(out)
}

fn push_js(character: char, out: &mut Vec<u8>) {
    match character {
        '\\' => out.extend_from_slice(b"\\\\"),
        '\'' => out.extend_from_slice(b"\\'"),
        '"' => out.extend_from_slice(b"\\\""),
        '<' | '>' | '&' | '=' | '\0'..='\x1F' => {
            out.extend_from_slice(b"\\u00");
            push_hexadecimal(u32::from(character).try_into().unwrap_or(0), out);
        }
        _ if character.is_ascii() || is_printable(character) => {
            out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        }
        _ => out.extend_from_slice(format!("\\u{:04X}", u32::from(character)).as_bytes()),
    }
}

/// `URLQueryEscaper` (`url.QueryEscape`)
pub(super) fn url_query(text: &[u8], budget: &Budget) -> Result<Vec<u8>, Exhausted> {
    budget.text((text.len() as u64).saturating_mul(3))?;
    let mut out = Vec::with_capacity(text.len());
    for byte in text {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(*byte),
            b' ' => out.push(b'+'),
            other => {
                out.push(b'%');
                push_hexadecimal(*other, &mut out);
            }
        }
    }
    Ok(out)
}
