//! Scalars in single or double quotes.

use super::plain_scalar::fold;
use super::{Position, Scanner};
use crate::yaml::Error;

impl Scanner<'_> {
    /// The value of a quoted scalar.
    pub(super) fn scan_flow_scalar(&mut self, single: bool) -> Result<Vec<u8>, Error> {
        let start = self.cursor.position;
        let quote = if single { b'\'' } else { b'"' };
        self.cursor.skip();
        let mut value = Vec::new();
        let mut leading_break = Vec::new();
        let mut trailing_breaks = Vec::new();
        loop {
            self.cursor.ensure(4)?;
            if self.cursor.at_document_marker() {
                return Err(self.error(start, "found unexpected document indicator"));
            }
            if self.cursor.peek(0) == 0 {
                return Err(self.error(start, "found unexpected end of stream"));
            }
            let mut leading_blanks = self.scan_quoted_text(single, start, &mut value)?;
            self.cursor.ensure(1)?;
            if self.cursor.peek(0) == quote {
                break;
            }
            let from = self.cursor.position.offset;
            let mut blanks_end = from;
            loop {
                if self.cursor.is_blank(0) {
                    self.cursor.skip();
                    if !leading_blanks {
                        blanks_end = self.cursor.position.offset;
                    }
                } else if self.cursor.is_break(0) {
                    self.cursor.ensure(2)?;
                    if leading_blanks {
                        self.cursor.read_line(&mut trailing_breaks);
                    } else {
                        self.cursor.read_line(&mut leading_break);
                        leading_blanks = true;
                    }
                } else {
                    break;
                }
                self.cursor.ensure(1)?;
            }
            if leading_blanks {
                fold(&mut value, &mut leading_break, &mut trailing_breaks);
            } else {
                value.extend_from_slice(self.cursor.between(from, blanks_end));
            }
        }
        self.cursor.skip();
        Ok(value)
    }

    /// Reads up to a blank, a break or the closing quote; true after an escaped line break.
    fn scan_quoted_text(
        &mut self,
        single: bool,
        start: Position,
        value: &mut Vec<u8>,
    ) -> Result<bool, Error> {
        while !self.cursor.is_blank_or_end(0) {
            match (self.cursor.peek(0), single) {
                (b'\'', true) if self.cursor.peek(1) == b'\'' => {
                    value.push(b'\'');
                    self.cursor.skip_ascii(2);
                }
                (b'\'', true) | (b'"', false) => break,
                (b'\\', false) if self.cursor.is_break(1) => {
                    self.cursor.ensure(3)?;
                    self.cursor.skip();
                    self.cursor.skip_line();
                    return Ok(true);
                }
                (b'\\', false) => self.scan_escape(start, value)?,
                (byte, _) if self.cursor.in_runs() && byte > b' ' && byte < 0x7F => {
                    let from = self.cursor.position.offset;
                    let run = self
                        .cursor
                        .rest()
                        .iter()
                        .skip(1)
                        .take_while(|&&byte| {
                            byte > b' ' && byte < 0x7F && !matches!(byte, b'\'' | b'"' | b'\\')
                        })
                        .count()
                        + 1;
                    self.cursor.skip_ascii(run);
                    value.extend_from_slice(self.cursor.between(from, from + run));
                }
                _ => self.cursor.read(value),
            }
            self.cursor.ensure(2)?;
        }
        Ok(false)
    }

    /// An escape sequence of a double quoted scalar.
    fn scan_escape(&mut self, start: Position, value: &mut Vec<u8>) -> Result<(), Error> {
        let mut digits = 0;
        let character = match self.cursor.peek(1) {
            b'0' => '\0',
            b'a' => '\x07',
            b'b' => '\x08',
            b't' | b'\t' => '\t',
            b'n' => '\n',
            b'v' => '\x0B',
            b'f' => '\x0C',
            b'r' => '\r',
            b'e' => '\x1B',
            b' ' => ' ',
            b'"' => '"',
            b'\'' => '\'',
            b'\\' => '\\',
            b'N' => '\u{85}',
            b'_' => '\u{A0}',
            b'L' => '\u{2028}',
            b'P' => '\u{2029}',
            b'x' => {
                digits = 2;
                '\0'
            }
            b'u' => {
                digits = 4;
                '\0'
            }
            b'U' => {
                digits = 8;
                '\0'
            }
            _ => return Err(self.error(start, "found unknown escape character")),
        };
        self.cursor.skip_ascii(2);
        let character = if digits == 0 {
            character
        } else {
            self.cursor.ensure(digits)?;
            let mut code: u32 = 0;
            for ahead in 0..digits {
                let Some(digit) = char::from(self.cursor.peek(ahead)).to_digit(16) else {
                    return Err(self.error(start, "did not find expected hexdecimal number"));
                };
                code = (code << 4) | digit;
            }
            let Some(character) = char::from_u32(code) else {
                return Err(self.error(start, "found invalid Unicode character escape code"));
            };
            self.cursor.skip_ascii(digits);
            character
        };
        let mut buffer = [0; 4];
        value.extend_from_slice(character.encode_utf8(&mut buffer).as_bytes());
        Ok(())
    }
}
