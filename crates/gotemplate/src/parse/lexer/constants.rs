//! How the lexer reads strings, character constants and numbers.

use super::Lexer;
use crate::parse::characters::is_alphanumeric;
use crate::parse::item::{Item, ItemKind};
use crate::strconv::{decode_rune, quote};

impl<'a> Lexer<'a> {
    /// A string or a character constant, whose quote is read. The parser looks at its syntax.
    pub(super) fn quoted(&mut self, quote: u8) -> Item<'a> {
        loop {
            let mut byte = self.next_byte();
            if byte == Some(b'\\') {
                byte = self.next_byte();
                if !matches!(byte, None | Some(b'\n')) {
                    continue;
                }
            }
            match byte {
                None | Some(b'\n') if quote == b'"' => {
                    return self.fail("unterminated quoted string");
                }
                None | Some(b'\n') => return self.fail("unterminated character constant"),
                Some(b'"') if quote == b'"' => return self.emit(ItemKind::String),
                Some(b'\'') if quote == b'\'' => return self.emit(ItemKind::CharConstant),
                Some(_) => {}
            }
        }
    }

    /// A raw string, whose quote is read.
    pub(super) fn raw(&mut self) -> Item<'a> {
        match memchr::memchr(b'`', self.rest()) {
            Some(length) => {
                self.position += length + 1;
                self.emit(ItemKind::RawString)
            }
            None => self.fail("unterminated raw quoted string"),
        }
    }

    /// A number, whose first character is read. Not all that is taken for one is one; the parser sees to that.
    pub(super) fn number(&mut self) -> Item<'a> {
        self.position = self.start;
        if !self.scan_number() {
            return self.bad_number();
        }
        if !matches!(self.peek_byte(), Some(b'+' | b'-')) {
            return self.emit(ItemKind::Number);
        }
        // A complex number: `1+2i`, without spaces.
        if !self.scan_number() || self.pending().last() != Some(&b'i') {
            return self.bad_number();
        }
        self.emit(ItemKind::Complex)
    }

    fn bad_number(&mut self) -> Item<'a> {
        self.fail(format!("bad number syntax: {}", quote(self.pending())))
    }

    fn scan_number(&mut self) -> bool {
        self.accept(b"+-");
        let (mut digits, mut exponent): (&[u8], &[u8]) = (b"0123456789_", b"eE");
        if self.accept(b"0") {
            // A leading 0 alone does not mean octal in floats.
            if self.accept(b"xX") {
                (digits, exponent) = (b"0123456789abcdefABCDEF_", b"pP");
            } else if self.accept(b"oO") {
                (digits, exponent) = (b"01234567_", b"");
            } else if self.accept(b"bB") {
                (digits, exponent) = (b"01_", b"");
            }
        }
        self.accept_run(digits);
        if self.accept(b".") {
            self.accept_run(digits);
        }
        if self.accept(exponent) {
            self.accept(b"+-");
            self.accept_run(b"0123456789_");
        }
        self.accept(b"i");
        // The next thing must not be alphanumeric.
        match decode_rune(self.rest()) {
            Some((character, width)) if is_alphanumeric(character) => {
                self.position += width;
                false
            }
            _ => true,
        }
    }

    fn accept(&mut self, valid: &[u8]) -> bool {
        let accepted = self.peek_byte().is_some_and(|byte| valid.contains(&byte));
        self.position += usize::from(accepted);
        accepted
    }

    fn accept_run(&mut self, valid: &[u8]) {
        while self.accept(valid) {}
    }
}
