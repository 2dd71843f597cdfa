//! Literal (`|`) and folded (`>`) scalars.

use super::{Position, Scanner};
use crate::yaml::Error;

/// What happens to the line breaks at the end.
#[derive(Clone, Copy, PartialEq)]
enum Chomping {
    Clip,
    Strip,
    Keep,
}

impl Scanner<'_> {
    /// The value of a block scalar, and where it ends.
    pub(super) fn scan_block_scalar(
        &mut self,
        literal: bool,
    ) -> Result<(Vec<u8>, Position), Error> {
        let start = self.cursor.position;
        self.cursor.skip();
        let (chomping, increment) = self.scan_block_header(start)?;
        let mut end = self.cursor.position;

        let mut indent = match increment {
            0 => 0,
            increment => usize::try_from(self.indent).unwrap_or(0) + increment,
        };
        let mut value = Vec::new();
        let mut leading_break = Vec::new();
        let mut trailing_breaks = Vec::new();
        self.scan_block_breaks(&mut indent, &mut trailing_breaks, start, &mut end)?;

        self.cursor.ensure(1)?;
        let mut leading_blank = false;
        while self.cursor.position.column == indent && self.cursor.peek(0) != 0 {
            let trailing_blank = self.cursor.is_blank(0);
            // A folded line break becomes a space, but beside indented lines.
            if !literal
                && !leading_blank
                && !trailing_blank
                && leading_break.first() == Some(&b'\n')
            {
                if trailing_breaks.is_empty() {
                    value.push(b' ');
                }
            } else {
                value.extend_from_slice(&leading_break);
            }
            leading_break.clear();
            value.append(&mut trailing_breaks);
            leading_blank = self.cursor.is_blank(0);
            self.cursor.read_to_break(&mut value)?;
            self.cursor.ensure(2)?;
            self.cursor.read_line(&mut leading_break);
            self.scan_block_breaks(&mut indent, &mut trailing_breaks, start, &mut end)?;
        }
        if chomping != Chomping::Strip {
            value.append(&mut leading_break);
        }
        if chomping == Chomping::Keep {
            value.append(&mut trailing_breaks);
        }
        Ok((value, end))
    }

    /// The indicators behind `|` or `>`, up to and with the line break. An increment of 0 is "none given".
    fn scan_block_header(&mut self, start: Position) -> Result<(Chomping, usize), Error> {
        self.cursor.ensure(1)?;
        let mut chomping = self.scan_chomping();
        self.cursor.ensure(1)?;
        let increment = self.scan_increment(start)?;
        if chomping.is_none() && increment > 0 {
            self.cursor.ensure(1)?;
            chomping = self.scan_chomping();
        }
        self.cursor.skip_blanks()?;
        self.cursor.skip_comment()?;
        if !self.cursor.is_break_or_end(0) {
            return Err(self.error(start, "did not find expected comment or line break"));
        }
        if self.cursor.is_break(0) {
            self.cursor.ensure(2)?;
            self.cursor.skip_line();
        }
        Ok((chomping.unwrap_or(Chomping::Clip), increment))
    }

    fn scan_chomping(&mut self) -> Option<Chomping> {
        let chomping = match self.cursor.peek(0) {
            b'+' => Chomping::Keep,
            b'-' => Chomping::Strip,
            _ => return None,
        };
        self.cursor.skip_ascii(1);
        Some(chomping)
    }

    fn scan_increment(&mut self, start: Position) -> Result<usize, Error> {
        let byte = self.cursor.peek(0);
        if byte == b'0' {
            return Err(self.error(start, "found an indentation indicator equal to 0"));
        }
        if !byte.is_ascii_digit() {
            return Ok(0);
        }
        self.cursor.skip_ascii(1);
        Ok(usize::from(byte - b'0'))
    }

    /// Reads the indentation and the empty lines; an indentation of 0 is found out here.
    fn scan_block_breaks(
        &mut self,
        indent: &mut usize,
        breaks: &mut Vec<u8>,
        start: Position,
        end: &mut Position,
    ) -> Result<(), Error> {
        *end = self.cursor.position;
        let mut max_indent = 0;
        loop {
            self.cursor.ensure(1)?;
            while (*indent == 0 || self.cursor.position.column < *indent)
                && self.cursor.peek(0) == b' '
            {
                self.cursor.skip_ascii(1);
                self.cursor.ensure(1)?;
            }
            let column = self.cursor.position.column;
            max_indent = max_indent.max(column);
            if (*indent == 0 || column < *indent) && self.cursor.peek(0) == b'\t' {
                return Err(self.error(
                    start,
                    "found a tab character where an indentation space is expected",
                ));
            }
            if !self.cursor.is_break(0) {
                break;
            }
            self.cursor.ensure(2)?;
            self.cursor.read_line(breaks);
            *end = self.cursor.position;
        }
        if *indent == 0 {
            let least = usize::try_from(self.indent + 1).unwrap_or(0).max(1);
            *indent = max_indent.max(least);
        }
        Ok(())
    }
}
