//! Reading characters and keeping count of lines and columns.

use super::token::Position;
use crate::yaml::Error;
use crate::yaml::source::{Source, width};

/// A place in a [`Source`] that moves forward.
pub(super) struct Cursor<'a> {
    source: Source<'a>,
    pub(super) position: Position,
    /// Where go-yaml's own buffer begins now, and up to where it is filled (blockwise sources only).
    buffer: (usize, usize),
}

impl<'a> Cursor<'a> {
    pub(super) fn new(source: Source<'a>) -> Self {
        let start = source.start;
        Cursor {
            source,
            position: Position {
                offset: start,
                ..Position::default()
            },
            buffer: (start, start),
        }
    }

    /// The byte `ahead` of the current one; 0 behind the end.
    #[inline]
    pub(super) fn peek(&self, ahead: usize) -> u8 {
        self.source
            .text
            .get(self.position.offset + ahead)
            .copied()
            .unwrap_or(0)
    }

    /// The text from here on.
    #[inline]
    pub(super) fn rest(&self) -> &[u8] {
        self.source
            .text
            .get(self.position.offset..)
            .unwrap_or_default()
    }

    /// The text between two places.
    pub(super) fn between(&self, from: usize, to: usize) -> &[u8] {
        self.source.text.get(from..to).unwrap_or_default()
    }

    /// Makes sure that `count` characters are decoded, as go-yaml does before it looks at them.
    ///
    /// # Errors
    /// The reader's error, when a block with a wrong byte is reached.
    #[inline]
    pub(super) fn ensure(&mut self, count: usize) -> Result<(), Error> {
        if self.source.blockwise {
            self.fill(count)
        } else {
            Ok(())
        }
    }

    #[cold]
    fn fill(&mut self, count: usize) -> Result<(), Error> {
        let enough = |end: usize, cursor: &Self| {
            let mut at = cursor.position.offset;
            (0..count).all(|_| {
                let here = at < end;
                at += width(cursor.source.text.get(at).copied().unwrap_or(0)).max(1);
                here
            })
        };
        if enough(self.buffer.1, self) {
            return Ok(());
        }
        self.buffer.0 = self.position.offset;
        while !enough(self.buffer.1, self) {
            if let Some(error) = self.source.broken_at(self.buffer.1) {
                return Err(error);
            }
            let next = self.source.block_end(self.buffer.1);
            if next <= self.buffer.1 {
                break;
            }
            self.buffer.1 = next;
        }
        Ok(())
    }

    /// Whether go-yaml believes to see a byte order mark here: it looks at its buffer's first bytes.
    #[inline]
    pub(super) fn at_byte_order_mark(&self) -> bool {
        self.source.blockwise
            && self
                .source
                .text
                .get(self.buffer.0..)
                .is_some_and(|text| text.starts_with(b"\xEF\xBB\xBF"))
    }

    /// Moves over one character that is no line break.
    #[inline]
    pub(super) fn skip(&mut self) {
        let width = width(self.peek(0)).max(1);
        self.position.offset += width;
        self.position.index += 1;
        self.position.column += 1;
    }

    /// Moves over `count` characters of one byte each, none a line break.
    #[inline]
    pub(super) fn skip_ascii(&mut self, count: usize) {
        self.position.offset += count;
        self.position.index += count;
        self.position.column += count;
    }

    /// Moves over a line break, if there is one.
    pub(super) fn skip_line(&mut self) {
        if self.peek(0) == b'\r' && self.peek(1) == b'\n' {
            self.position.index += 2;
            self.position.offset += 2;
        } else if self.is_break(0) {
            self.position.index += 1;
            self.position.offset += width(self.peek(0));
        } else {
            return;
        }
        self.position.column = 0;
        self.position.line += 1;
    }

    /// Appends one character and moves over it.
    #[inline]
    pub(super) fn read(&mut self, into: &mut Vec<u8>) {
        let from = self.position.offset;
        self.skip();
        into.extend_from_slice(
            self.source
                .text
                .get(from..self.position.offset)
                .unwrap_or_default(),
        );
    }

    /// Appends a line break (CR LF, CR, LF and NEL as `\n`) and moves over it.
    pub(super) fn read_line(&mut self, into: &mut Vec<u8>) {
        match (self.peek(0), self.peek(1), self.peek(2)) {
            (b'\r' | b'\n', ..) | (0xC2, 0x85, _) => into.push(b'\n'),
            (0xE2, 0x80, last @ (0xA8 | 0xA9)) => into.extend_from_slice(&[0xE2, 0x80, last]),
            _ => return,
        }
        self.skip_line();
    }

    #[inline]
    pub(super) fn is_break(&self, ahead: usize) -> bool {
        match self.peek(ahead) {
            b'\r' | b'\n' => true,
            0xC2 => self.peek(ahead + 1) == 0x85,
            0xE2 => self.peek(ahead + 1) == 0x80 && matches!(self.peek(ahead + 2), 0xA8 | 0xA9),
            _ => false,
        }
    }

    /// A line break or the end.
    #[inline]
    pub(super) fn is_break_or_end(&self, ahead: usize) -> bool {
        self.peek(ahead) == 0 || self.is_break(ahead)
    }

    /// A space or a tab.
    #[inline]
    pub(super) fn is_blank(&self, ahead: usize) -> bool {
        matches!(self.peek(ahead), b' ' | b'\t')
    }

    /// A space, a tab, a line break or the end.
    #[inline]
    pub(super) fn is_blank_or_end(&self, ahead: usize) -> bool {
        self.is_blank(ahead) || self.is_break_or_end(ahead)
    }

    /// A letter, a digit, `_` or `-`.
    #[inline]
    pub(super) fn is_word(&self) -> bool {
        let byte = self.peek(0);
        byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
    }

    /// Whether a document marker (`---` or `...`) stands here, at the start of a line.
    pub(super) fn at_document_marker(&self) -> bool {
        self.position.column == 0
            && matches!(self.peek(0), b'-' | b'.')
            && self.peek(1) == self.peek(0)
            && self.peek(2) == self.peek(0)
            && self.is_blank_or_end(3)
    }

    /// Moves over spaces and tabs.
    pub(super) fn skip_blanks(&mut self) -> Result<(), Error> {
        self.ensure(1)?;
        while self.is_blank(0) {
            self.skip();
            self.ensure(1)?;
        }
        Ok(())
    }

    /// Moves over a comment, if there is one, up to its line break.
    pub(super) fn skip_comment(&mut self) -> Result<(), Error> {
        if self.peek(0) == b'#' {
            while !self.is_break_or_end(0) {
                let rest = self.rest();
                let line = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                let line = rest.get(..line).unwrap_or_default();
                let is_plain = |byte: &u8| (byte.wrapping_sub(b' ') < 0x5F) | (*byte == b'\t');
                // All at once where every byte is a character, as nearly always.
                let plain = if line.iter().fold(true, |all, byte| all & is_plain(byte)) {
                    line.len()
                } else {
                    line.iter().take_while(|byte| is_plain(byte)).count()
                };
                if plain > 0 && !self.source.blockwise {
                    self.skip_ascii(plain);
                } else {
                    self.skip();
                    self.ensure(1)?;
                }
            }
        }
        Ok(())
    }

    /// Whether runs of characters may be taken at once, without looking at blocks.
    #[inline]
    pub(super) fn in_runs(&self) -> bool {
        !self.source.blockwise
    }

    /// Moves up to the next line break, over the text of a line, and appends it.
    pub(super) fn read_to_break(&mut self, into: &mut Vec<u8>) -> Result<(), Error> {
        while !self.is_break_or_end(0) {
            if self.in_runs() {
                let from = self.position.offset;
                let mut characters = 0;
                let mut bytes = 0;
                for &byte in self.rest() {
                    // NEL, LS and PS start with 0xC2 and 0xE2: look at those one by one.
                    if matches!(byte, b'\r' | b'\n' | 0xC2 | 0xE2) {
                        break;
                    }
                    bytes += 1;
                    characters += usize::from(byte & 0xC0 != 0x80);
                }
                if bytes > 0 {
                    self.position.offset += bytes;
                    self.position.index += characters;
                    self.position.column += characters;
                    into.extend_from_slice(
                        self.source.text.get(from..from + bytes).unwrap_or_default(),
                    );
                    // A run may stop inside nothing: continuation bytes belong to what came before.
                    continue;
                }
            }
            self.read(into);
            self.ensure(1)?;
        }
        Ok(())
    }
}
