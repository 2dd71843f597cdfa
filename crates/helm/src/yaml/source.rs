//! The bytes to read: byte order mark, UTF-8 or UTF-16, and the characters YAML allows (go-yaml's readerc.go).
//!
//! go-yaml reads in blocks of 512 bytes and meets a wrong byte only when it decodes the block that holds it.
//! Where a text has both a wrong byte and a syntax error, this decides which one is told, so it is kept here.

use std::borrow::Cow;

use super::{Error, Mark};

/// The size of go-yaml's raw buffer, in bytes.
const BLOCK: usize = 512;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A text ready to scan.
pub(super) struct Source<'a> {
    /// The text as UTF-8, any byte order mark included. Behind its end one reads zeros.
    pub(super) text: Cow<'a, [u8]>,
    /// Where the text starts, behind the byte order mark.
    pub(super) start: usize,
    /// Whether the blocks matter: there is a wrong byte, or a byte order mark within.
    pub(super) blockwise: bool,
    /// Where the readable part ends (a block's edge), and why.
    broken: Option<(usize, Error)>,
    width: RawWidth,
}

#[derive(Clone, Copy, PartialEq)]
enum RawWidth {
    Utf8,
    Utf16,
}

impl<'a> Source<'a> {
    /// Finds the encoding and checks every character.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        match bytes {
            [0xFF, 0xFE, ..] => Self::utf16(bytes, u16::from_le_bytes),
            [0xFE, 0xFF, ..] => Self::utf16(bytes, u16::from_be_bytes),
            _ => Self::utf8(bytes),
        }
    }

    fn utf8(bytes: &'a [u8]) -> Self {
        let start = if bytes.starts_with(BYTE_ORDER_MARK) {
            3
        } else {
            0
        };
        let mut inner_mark = false;
        let mut position = start;
        let mut problem = None;
        while let Some(&byte) = bytes.get(position) {
            if PLAIN.get(usize::from(byte)).copied().unwrap_or(false) {
                position += plain_run(bytes.get(position..).unwrap_or_default()).max(1);
                continue;
            }
            match decode(bytes.get(position..).unwrap_or_default()) {
                Ok((character, width)) => {
                    if !allowed(character) {
                        problem = Some("control characters are not allowed");
                        break;
                    }
                    inner_mark |= character == 0xFEFF;
                    position += width;
                }
                Err(words) => {
                    problem = Some(words);
                    break;
                }
            }
        }
        let mut source = Source {
            text: Cow::Borrowed(bytes),
            start,
            blockwise: inner_mark || problem.is_some(),
            broken: None,
            width: RawWidth::Utf8,
        };
        if let Some(problem) = problem {
            let good = bytes.get(..position).unwrap_or_default();
            let error = Error::Reader {
                problem,
                mark: mark_at(good, start),
            };
            // Only at the end of input can go-yaml tell that a character is incomplete.
            let needed = match problem {
                "incomplete UTF-8 octet sequence" => usize::MAX,
                "invalid leading UTF-8 octet" => 1,
                _ => width(bytes.get(position).copied().unwrap_or(0)),
            };
            let mut edge = start;
            while position.saturating_add(needed) > block_raw_end(edge, start) {
                let next = source.block_end(edge).min(position);
                if next <= edge {
                    break;
                }
                edge = next;
            }
            source.text = Cow::Borrowed(bytes.get(..edge).unwrap_or_default());
            source.broken = Some((edge, error));
        }
        source
    }

    fn utf16(bytes: &'a [u8], unit: fn([u8; 2]) -> u16) -> Self {
        let mut text = Vec::with_capacity(bytes.len());
        let mut inner_mark = false;
        let mut problem = None;
        let mut position = 2;
        // The raw bytes are decoded block by block; `edge` is where the block began, in the UTF-8 text.
        let mut raw_end = BLOCK;
        let mut edge = 0;
        let unit_at = |at: usize| match bytes.get(at..at + 2) {
            Some(&[first, second]) => Some(u32::from(unit([first, second]))),
            _ => None,
        };
        while position < bytes.len() {
            let Some(first) = unit_at(position) else {
                edge = text.len();
                problem = Some("incomplete UTF-16 character");
                break;
            };
            let (character, width) = if first & 0xFC00 == 0xDC00 {
                problem = Some("unexpected low surrogate area");
                (0, 2)
            } else if first & 0xFC00 == 0xD800 {
                match unit_at(position + 2) {
                    None => {
                        edge = text.len();
                        problem = Some("incomplete UTF-16 surrogate pair");
                        break;
                    }
                    Some(second) if second & 0xFC00 != 0xDC00 => {
                        problem = Some("expected low surrogate area");
                        (0, 4)
                    }
                    Some(second) => (0x10000 + ((first & 0x3FF) << 10) + (second & 0x3FF), 4),
                }
            } else {
                (first, 2)
            };
            if position + width > raw_end {
                edge = text.len();
                raw_end = position + BLOCK;
            }
            if problem.is_none() && !allowed(character) {
                problem = Some("control characters are not allowed");
            }
            let Some(character) = char::from_u32(character).filter(|_| problem.is_none()) else {
                break;
            };
            inner_mark |= character == '\u{FEFF}';
            let mut buffer = [0; 4];
            text.extend_from_slice(character.encode_utf8(&mut buffer).as_bytes());
            position += width;
        }
        let broken = problem.map(|problem| {
            let mark = mark_at(&text, 0);
            text.truncate(edge);
            (edge, Error::Reader { problem, mark })
        });
        Source {
            text: Cow::Owned(text),
            start: 0,
            blockwise: inner_mark || broken.is_some(),
            broken,
            width: RawWidth::Utf16,
        }
    }

    /// Where the block that starts at `from` ends: behind the last character that is complete in it.
    pub(super) fn block_end(&self, from: usize) -> usize {
        let mut raw = block_raw_end(from, self.start) - from;
        if self.width == RawWidth::Utf16 && from == 0 {
            raw -= 2;
        }
        let mut end = from;
        while let Some(&byte) = self.text.get(end) {
            let width = width(byte).max(1);
            let raw_width = match self.width {
                RawWidth::Utf8 => width,
                RawWidth::Utf16 if width == 4 => 4,
                RawWidth::Utf16 => 2,
            };
            if raw_width > raw {
                break;
            }
            raw -= raw_width;
            end += width;
        }
        end.min(self.text.len())
    }

    /// The reader's error, if the text can be read up to `edge` only.
    pub(super) fn broken_at(&self, edge: usize) -> Option<Error> {
        self.broken
            .as_ref()
            .filter(|(limit, _)| edge >= *limit)
            .map(|(_, error)| error.clone())
    }
}

/// The first block holds the byte order mark too.
fn block_raw_end(from: usize, start: usize) -> usize {
    if from == start {
        BLOCK.max(start)
    } else {
        from + BLOCK
    }
}

/// The number of bytes of the character that starts with `byte`; 0 for none.
pub(super) fn width(byte: u8) -> usize {
    match byte {
        0..=0x7F => 1,
        0xC0..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF7 => 4,
        _ => 0,
    }
}

/// Bytes that are a whole allowed character.
const PLAIN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0x20;
    while byte <= 0x7E {
        table[byte] = true;
        byte += 1;
    }
    table[0x09] = true;
    table[0x0A] = true;
    table[0x0D] = true;
    table
};

/// How many bytes are whole allowed characters for certain: looked at in pieces, of which the compiler makes wide
/// instructions.
fn plain_run(bytes: &[u8]) -> usize {
    const PIECE: usize = 32;
    let (pieces, _) = bytes.as_chunks::<PIECE>();
    let is_plain = |piece: &&[u8; PIECE]| {
        piece.iter().fold(true, |plain, &byte| {
            plain & ((byte.wrapping_sub(b' ') < 0x5F) | matches!(byte, b'\t' | b'\n' | b'\r'))
        })
    };
    pieces.iter().take_while(is_plain).count() * PIECE
}

fn allowed(character: u32) -> bool {
    matches!(
        character,
        0x09 | 0x0A | 0x0D | 0x20..=0x7E | 0x85 | 0xA0..=0xD7FF | 0xE000..=0xFFFD | 0x10000..=0x10FFFF
    )
}

fn decode(bytes: &[u8]) -> Result<(u32, usize), &'static str> {
    let first = bytes.first().copied().unwrap_or(0);
    let width = width(first);
    if width == 0 {
        return Err("invalid leading UTF-8 octet");
    }
    let Some(octets) = bytes.get(..width) else {
        return Err("incomplete UTF-8 octet sequence");
    };
    let mut value = match width {
        1 => u32::from(first & 0x7F),
        2 => u32::from(first & 0x1F),
        3 => u32::from(first & 0x0F),
        _ => u32::from(first & 0x07),
    };
    for &octet in octets.iter().skip(1) {
        if octet & 0xC0 != 0x80 {
            return Err("invalid trailing UTF-8 octet");
        }
        value = (value << 6) + u32::from(octet & 0x3F);
    }
    match (width, value) {
        (1, _) | (2, 0x80..) | (3, 0x800..) | (4, 0x10000..) => {}
        _ => return Err("invalid length of a UTF-8 sequence"),
    }
    if (0xD800..=0xDFFF).contains(&value) || value > 0x0010_FFFF {
        return Err("invalid Unicode character");
    }
    Ok((value, width))
}

/// The place behind `good`, which is valid text from `start` on.
fn mark_at(good: &[u8], start: usize) -> Mark {
    let text = String::from_utf8_lossy(good.get(start..).unwrap_or_default());
    let last_line = text.rsplit('\n').next().unwrap_or_default();
    Mark {
        line: text.matches('\n').count() + 1,
        column: last_line.chars().count() + 1,
        offset: good.len(),
    }
}
