//! Groups that start with `(?` (`regexp/syntax/parse.go`: parsePerlFlags).

use super::error::{ErrorCode, SyntaxError};
use super::{Parser, check_utf8, next, taken};

impl<'e> Parser<'e> {
    /// Reads what starts with `(?`: a named group, a group that does not capture, or flags. Gives the rest.
    pub(super) fn perl_group(&mut self, text: &'e [u8]) -> Result<&'e [u8], SyntaxError> {
        let name_at = if text.len() > 4 && text.starts_with(b"(?P<") {
            Some(4)
        } else if text.len() > 3 && text.starts_with(b"(?<") {
            Some(3)
        } else {
            None
        };
        match name_at {
            Some(name_at) => self.named_group(text, name_at),
            None => self.flag_group(text),
        }
    }

    fn named_group(&mut self, text: &'e [u8], name_at: usize) -> Result<&'e [u8], SyntaxError> {
        let Some(end) = text.iter().position(|byte| *byte == b'>') else {
            check_utf8(text)?;
            return Err(ErrorCode::NamedCapture.at(text));
        };
        let (opening, rest) = text
            .split_at_checked(end.saturating_add(1))
            .unwrap_or((text, &[]));
        let name = text.get(name_at..end).unwrap_or_default();
        check_utf8(name)?;
        let good = |byte: &u8| *byte == b'_' || byte.is_ascii_alphanumeric();
        if name.is_empty() || !name.iter().all(good) {
            return Err(ErrorCode::NamedCapture.at(opening));
        }
        self.names
            .push(Some(String::from_utf8_lossy(name).into_owned()));
        self.open(true);
        Ok(rest)
    }

    fn flag_group(&mut self, text: &'e [u8]) -> Result<&'e [u8], SyntaxError> {
        let mut flags = self.flags;
        let mut rest = text.get(2..).unwrap_or_default();
        let mut negative = false;
        let mut saw_flag = false;
        while !rest.is_empty() {
            let (code, after) = next(rest)?;
            rest = after;
            match char::from_u32(code) {
                Some('i') => flags.fold = !negative,
                Some('m') => flags.multiline = !negative,
                Some('s') => flags.dot_newline = !negative,
                Some('U') => flags.lazy = !negative,
                Some('-') if !negative => {
                    negative = true;
                    saw_flag = false;
                    continue;
                }
                Some(end @ (':' | ')')) if !negative || saw_flag => {
                    if end == ':' {
                        self.open(false);
                    }
                    self.flags = flags;
                    return Ok(rest);
                }
                _ => break,
            }
            saw_flag = true;
        }
        Err(ErrorCode::PerlSyntax.at(taken(text, rest)))
    }
}
