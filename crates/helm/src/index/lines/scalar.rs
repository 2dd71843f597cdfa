//! Values on the line of their key or dash, and the lines on which they go on.

use memchr::{memchr, memchr2, memchr3_iter};

use super::{Line, Listener, Reader, Scalar, Shape, Style, Unsure};

impl<L: Listener> Reader<'_, L> {
    /// A value that starts on the line of its key or dash; `column` is the key's or the dash's.
    pub(super) fn value(
        &mut self,
        line: Line,
        first: usize,
        column: usize,
        parent: Shape,
    ) -> Result<(), Unsure> {
        match self.at(first) {
            Some(b'"') => self.quoted(line, first, column, Style::Double),
            Some(b'\'') => self.quoted(line, first, column, Style::Single),
            Some(b'|' | b'>') => self.block(line, first, column, parent),
            Some(open @ (b'{' | b'[')) => {
                let (close, shape) = if open == b'{' {
                    (b'}', Shape::Mapping)
                } else {
                    (b']', Shape::Sequence)
                };
                if first + 2 > line.end
                    || self.at(first + 1) != Some(close)
                    || self.rest(&line, first + 2)?.is_some()
                {
                    return Err(Unsure);
                }
                self.listener.empty(shape, first..first + 2);
                self.before = line.next;
                Ok(())
            }
            Some(b'-') if self.is_dash(&line, first) => Err(Unsure),
            Some(
                b'&' | b'*' | b'!' | b'%' | b'@' | b'`' | b'?' | b':' | b',' | b']' | b'}' | b'#'
                | b'\t',
            )
            | None => Err(Unsure),
            Some(_) => self.plain(line, first, column),
        }
    }

    fn plain(&mut self, line: Line, first: usize, column: usize) -> Result<(), Unsure> {
        let (mut end, comment) = self.plain_line(first, line.end)?;
        self.before = line.next;
        let mut ahead = line.next;
        while let Some(next) = self.peek(ahead).filter(|_| !comment) {
            ahead = next.next;
            if next.is_blank() {
                continue;
            }
            if next.column() <= column || self.at(next.first) == Some(b'#') {
                break;
            }
            let (next_end, next_comment) = self.plain_line(next.first, next.end)?;
            if next_comment {
                return Err(Unsure);
            }
            end = next_end;
            self.before = next.next;
            self.position = next.next;
        }
        self.listener.scalar(Scalar {
            range: first..end,
            style: Style::Plain,
        });
        Ok(())
    }

    /// Where the plain text of a line ends, and whether a comment follows it.
    fn plain_line(&self, first: usize, end: usize) -> Result<(usize, bool), Unsure> {
        let text = self.slice(first..end);
        let mut length = text.len();
        let mut comment = false;
        for at in memchr3_iter(b':', b'#', b'\t', text) {
            match text.get(at) {
                Some(b':') if text.get(at + 1).is_none_or(|byte| *byte == b' ') => {
                    return Err(Unsure);
                }
                Some(b'#') if at > 0 && text.get(at - 1) == Some(&b' ') => {
                    length = at;
                    comment = true;
                    break;
                }
                Some(b'\t') => return Err(Unsure),
                _ => {}
            }
        }
        let trimmed = text.get(..length).unwrap_or_default().trim_ascii_end();
        Ok((first + trimmed.len(), comment))
    }

    fn quoted(
        &mut self,
        line: Line,
        first: usize,
        column: usize,
        style: Style,
    ) -> Result<(), Unsure> {
        let close = match style {
            Style::Double => self.double_end(first + 1)?,
            _ => self.single_end(first + 1)?,
        };
        let mut last = line;
        while close >= last.end {
            last = self.peek(last.next).ok_or(Unsure)?;
            let first_byte = self.at(last.first);
            if !last.is_blank() && (last.column() <= column || first_byte == Some(b'\t')) {
                return Err(Unsure);
            }
        }
        if self.rest(&last, close + 1)?.is_some() {
            return Err(Unsure);
        }
        self.before = last.next;
        self.position = last.next;
        self.listener.scalar(Scalar {
            range: first..close + 1,
            style,
        });
        Ok(())
    }

    /// The offset of the closing quote of a single-quoted scalar.
    fn single_end(&self, mut from: usize) -> Result<usize, Unsure> {
        loop {
            let rest = self.bytes.get(from..).ok_or(Unsure)?;
            let at = from + memchr(b'\'', rest).ok_or(Unsure)?;
            if self.at(at + 1) != Some(b'\'') {
                return Ok(at);
            }
            from = at + 2;
        }
    }

    /// The offset of the closing quote of a double-quoted scalar whose escapes are all sound.
    fn double_end(&self, mut from: usize) -> Result<usize, Unsure> {
        loop {
            let rest = self.bytes.get(from..).ok_or(Unsure)?;
            let at = from + memchr2(b'"', b'\\', rest).ok_or(Unsure)?;
            if self.at(at) == Some(b'"') {
                return Ok(at);
            }
            let digits = match self.at(at + 1) {
                Some(
                    b'"' | b'\\' | b'/' | b'n' | b'r' | b't' | b'b' | b'f' | b'a' | b'v' | b'e'
                    | b'0' | b' ' | b'N' | b'_' | b'L' | b'P' | b'\n',
                ) => 0,
                Some(b'\r') => 1,
                Some(b'x') => 2,
                // Surrogates are no characters.
                Some(b'u') if !matches!(self.at(at + 2), Some(b'd' | b'D')) => 4,
                _ => return Err(Unsure),
            };
            if digits > 1 {
                let hex = self.slice(at + 2..at + 2 + digits);
                if hex.len() != digits || !hex.iter().all(u8::is_ascii_hexdigit) {
                    return Err(Unsure);
                }
            }
            from = at + 2 + digits;
        }
    }

    fn block(
        &mut self,
        line: Line,
        first: usize,
        column: usize,
        parent: Shape,
    ) -> Result<(), Unsure> {
        let mut header = first + 1;
        let mut width = None;
        let mut chomping = false;
        while header < line.end {
            match self.at(header) {
                Some(digit @ b'1'..=b'9') if width.is_none() => {
                    width = Some(usize::from(digit - b'0'));
                }
                Some(b'+' | b'-') if !chomping => chomping = true,
                _ => break,
            }
            header += 1;
        }
        if header < line.end && self.at(header) != Some(b' ') {
            return Err(Unsure);
        }
        if self.rest(&line, header)?.is_some() {
            return Err(Unsure);
        }
        let mut indent = match (width, parent) {
            (Some(width), Shape::Mapping) => Some(column + width),
            (Some(_), Shape::Sequence) => return Err(Unsure),
            (None, _) => None,
        };
        self.before = line.next;
        let mut widest_blank = 0;
        let mut ahead = line.next;
        while let Some(next) = self.peek(ahead) {
            if next.is_blank() {
                widest_blank = widest_blank.max(next.column());
            } else {
                match indent {
                    Some(indent) if next.column() < indent => break,
                    Some(_) => {}
                    None if next.column() <= column => break,
                    None if widest_blank > next.column() || self.at(next.first) == Some(b'\t') => {
                        return Err(Unsure);
                    }
                    None => indent = Some(next.column()),
                }
            }
            ahead = next.next;
        }
        // At the end of a file without a last line end, a line end more would be one more in the scalar.
        if ahead == self.bytes.len() && self.at(ahead - 1) != Some(b'\n') {
            return Err(Unsure);
        }
        // The blank lines that follow belong to the scalar (`|+` keeps them).
        self.before = ahead;
        self.position = ahead;
        self.listener.scalar(Scalar {
            range: first..ahead,
            style: Style::Block,
        });
        Ok(())
    }
}
