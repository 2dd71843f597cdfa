//! Scalars without quotes.

use super::{Position, Scanner};
use crate::yaml::Error;

impl Scanner<'_> {
    /// The value of a plain scalar, and where it ends.
    pub(super) fn scan_plain_scalar(&mut self) -> Result<(Vec<u8>, Position), Error> {
        let start = self.cursor.position;
        let mut end = start;
        let mut value = Vec::new();
        // The blanks since the last character, which count only when another follows on the line.
        let mut blanks = start.offset..start.offset;
        let mut leading_break = Vec::new();
        let mut trailing_breaks = Vec::new();
        let mut leading_blanks = false;
        let indent = self.indent + 1;
        loop {
            self.cursor.ensure(4)?;
            if self.cursor.at_document_marker() || self.cursor.peek(0) == b'#' {
                break;
            }
            while !self.cursor.is_blank_or_end(0) {
                if self.ends_plain() {
                    break;
                }
                if leading_blanks {
                    fold(&mut value, &mut leading_break, &mut trailing_breaks);
                    leading_blanks = false;
                } else {
                    value.extend_from_slice(self.cursor.between(blanks.start, blanks.end));
                    blanks.start = blanks.end;
                }
                self.read_plain_run(&mut value);
                end = self.cursor.position;
                self.cursor.ensure(2)?;
            }
            if !(self.cursor.is_blank(0) || self.cursor.is_break(0)) {
                break;
            }
            self.cursor.ensure(1)?;
            let here = self.cursor.position.offset;
            blanks = here..here;
            loop {
                if self.cursor.is_blank(0) {
                    if leading_blanks && self.column() < indent && self.cursor.peek(0) == b'\t' {
                        return Err(
                            self.error(start, "found a tab character that violates indentation")
                        );
                    }
                    self.cursor.skip();
                    if !leading_blanks {
                        blanks.end = self.cursor.position.offset;
                    }
                } else if self.cursor.is_break(0) {
                    self.cursor.ensure(2)?;
                    if leading_blanks {
                        self.cursor.read_line(&mut trailing_breaks);
                    } else {
                        blanks.end = blanks.start;
                        self.cursor.read_line(&mut leading_break);
                        leading_blanks = true;
                    }
                } else {
                    break;
                }
                self.cursor.ensure(1)?;
            }
            if self.flow_level == 0 && self.column() < indent {
                break;
            }
        }
        if leading_blanks {
            self.simple_key_allowed = true;
        }
        Ok((value, end))
    }

    /// Whether an indicator that ends a plain scalar stands here.
    fn ends_plain(&self) -> bool {
        match self.cursor.peek(0) {
            b':' => self.cursor.is_blank_or_end(1),
            b',' | b'?' | b'[' | b']' | b'{' | b'}' => self.flow_level > 0,
            _ => false,
        }
    }

    /// Appends the character here, and those behind it that need no thought.
    fn read_plain_run(&mut self, value: &mut Vec<u8>) {
        if !self.cursor.in_runs() || !is_plain(self.cursor.peek(0)) {
            return self.cursor.read(value);
        }
        let run = self
            .cursor
            .rest()
            .iter()
            .skip(1)
            .take_while(|&&byte| {
                is_plain(byte) && !matches!(byte, b':' | b',' | b'?' | b'[' | b']' | b'{' | b'}')
            })
            .count()
            + 1;
        let from = self.cursor.position.offset;
        self.cursor.skip_ascii(run);
        value.extend_from_slice(self.cursor.between(from, from + run));
    }
}

fn is_plain(byte: u8) -> bool {
    byte > b' ' && byte < 0x7F
}

/// Folds the line breaks between two lines of a scalar: one becomes a space, more lose the first.
pub(super) fn fold(value: &mut Vec<u8>, leading: &mut Vec<u8>, trailing: &mut Vec<u8>) {
    if leading.first() == Some(&b'\n') {
        if trailing.is_empty() {
            value.push(b' ');
        }
    } else {
        value.append(leading);
    }
    value.append(trailing);
    leading.clear();
}
