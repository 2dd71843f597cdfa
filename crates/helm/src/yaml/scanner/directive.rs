//! Directives, tags and anchors.

use super::{Position, Scanner, TokenKind, text};
use crate::yaml::Error;
use crate::yaml::source::width;

impl Scanner<'_> {
    /// `%YAML` or `%TAG`, and where its value ends.
    pub(super) fn scan_directive(&mut self) -> Result<(TokenKind, Position), Error> {
        let start = self.cursor.position;
        self.cursor.skip();
        let name = self.scan_directive_name(start)?;
        let kind = match name.as_slice() {
            b"YAML" => self.scan_version(start)?,
            b"TAG" => self.scan_tag_directive(start)?,
            _ => return Err(self.error(start, "found unknown directive name")),
        };
        let end = self.cursor.position;
        self.cursor.skip_blanks()?;
        self.cursor.skip_comment()?;
        if !self.cursor.is_break_or_end(0) {
            return Err(self.error(start, "did not find expected comment or line break"));
        }
        if self.cursor.is_break(0) {
            self.cursor.ensure(2)?;
            self.cursor.skip_line();
        }
        Ok((kind, end))
    }

    fn scan_directive_name(&mut self, start: Position) -> Result<Vec<u8>, Error> {
        let name = self.scan_word()?;
        if name.is_empty() {
            return Err(self.error(start, "could not find expected directive name"));
        }
        if !self.cursor.is_blank_or_end(0) {
            return Err(self.error(start, "found unexpected non-alphabetical character"));
        }
        Ok(name)
    }

    fn scan_word(&mut self) -> Result<Vec<u8>, Error> {
        let mut word = Vec::new();
        self.cursor.ensure(1)?;
        while self.cursor.is_word() {
            self.cursor.read(&mut word);
            self.cursor.ensure(1)?;
        }
        Ok(word)
    }

    fn scan_version(&mut self, start: Position) -> Result<TokenKind, Error> {
        self.cursor.skip_blanks()?;
        let major = self.scan_version_number(start)?;
        if self.cursor.peek(0) != b'.' {
            return Err(self.error(start, "did not find expected digit or '.' character"));
        }
        self.cursor.skip();
        let minor = self.scan_version_number(start)?;
        Ok(TokenKind::VersionDirective { major, minor })
    }

    fn scan_version_number(&mut self, start: Position) -> Result<u8, Error> {
        self.cursor.ensure(1)?;
        let mut value = 0;
        let mut length = 0;
        while self.cursor.peek(0).is_ascii_digit() {
            length += 1;
            if length > 2 {
                return Err(self.error(start, "found extremely long version number"));
            }
            value = value * 10 + (self.cursor.peek(0) - b'0');
            self.cursor.skip();
            self.cursor.ensure(1)?;
        }
        if length == 0 {
            return Err(self.error(start, "did not find expected version number"));
        }
        Ok(value)
    }

    fn scan_tag_directive(&mut self, start: Position) -> Result<TokenKind, Error> {
        self.cursor.skip_blanks()?;
        let handle = self.scan_tag_handle(true, start)?;
        self.cursor.ensure(1)?;
        if !self.cursor.is_blank(0) {
            return Err(self.error(start, "did not find expected whitespace"));
        }
        self.cursor.skip_blanks()?;
        let prefix = self.scan_tag_uri(&[], start)?;
        self.cursor.ensure(1)?;
        if !self.cursor.is_blank_or_end(0) {
            return Err(self.error(start, "did not find expected whitespace or line break"));
        }
        Ok(TokenKind::TagDirective {
            handle: text(handle),
            prefix: text(prefix),
        })
    }

    /// The name behind `&` or `*`.
    pub(super) fn scan_anchor(&mut self) -> Result<String, Error> {
        let start = self.cursor.position;
        self.cursor.skip();
        let name = self.scan_word()?;
        let followed = self.cursor.is_blank_or_end(0)
            || matches!(
                self.cursor.peek(0),
                b'?' | b':' | b',' | b']' | b'}' | b'%' | b'@' | b'`'
            );
        if name.is_empty() || !followed {
            return Err(self.error(
                start,
                "did not find expected alphabetic or numeric character",
            ));
        }
        Ok(text(name))
    }

    /// A tag as handle and suffix.
    pub(super) fn scan_tag(&mut self) -> Result<(String, String), Error> {
        let start = self.cursor.position;
        self.cursor.ensure(2)?;
        let mut handle = Vec::new();
        let mut suffix;
        if self.cursor.peek(1) == b'<' {
            self.cursor.skip_ascii(2);
            suffix = self.scan_tag_uri(&[], start)?;
            if self.cursor.peek(0) != b'>' {
                return Err(self.error(start, "did not find the expected '>'"));
            }
            self.cursor.skip();
        } else {
            handle = self.scan_tag_handle(false, start)?;
            if handle.len() > 1 && handle.last() == Some(&b'!') {
                suffix = self.scan_tag_uri(&[], start)?;
            } else {
                suffix = self.scan_tag_uri(&handle, start)?;
                handle = vec![b'!'];
                // The tag "!" alone.
                if suffix.is_empty() {
                    std::mem::swap(&mut handle, &mut suffix);
                }
            }
        }
        self.cursor.ensure(1)?;
        if !self.cursor.is_blank_or_end(0) {
            return Err(self.error(start, "did not find expected whitespace or line break"));
        }
        Ok((text(handle), text(suffix)))
    }

    fn scan_tag_handle(&mut self, directive: bool, start: Position) -> Result<Vec<u8>, Error> {
        self.cursor.ensure(1)?;
        if self.cursor.peek(0) != b'!' {
            return Err(self.error(start, "did not find expected '!'"));
        }
        let mut handle = Vec::new();
        self.cursor.read(&mut handle);
        handle.append(&mut self.scan_word()?);
        if self.cursor.peek(0) == b'!' {
            self.cursor.read(&mut handle);
        } else if directive && handle != b"!" {
            return Err(self.error(start, "did not find expected '!'"));
        }
        Ok(handle)
    }

    /// A tag's URI; `head` is what was read as a handle and was none.
    fn scan_tag_uri(&mut self, head: &[u8], start: Position) -> Result<Vec<u8>, Error> {
        let mut uri = head.get(1..).unwrap_or_default().to_vec();
        let mut has_tag = !head.is_empty();
        self.cursor.ensure(1)?;
        while self.cursor.is_word()
            || matches!(
                self.cursor.peek(0),
                b';' | b'/'
                    | b'?'
                    | b':'
                    | b'@'
                    | b'&'
                    | b'='
                    | b'+'
                    | b'$'
                    | b','
                    | b'.'
                    | b'!'
                    | b'~'
                    | b'*'
                    | b'\''
                    | b'('
                    | b')'
                    | b'['
                    | b']'
                    | b'%'
            )
        {
            if self.cursor.peek(0) == b'%' {
                self.scan_uri_escapes(start, &mut uri)?;
            } else {
                self.cursor.read(&mut uri);
            }
            self.cursor.ensure(1)?;
            has_tag = true;
        }
        if !has_tag {
            return Err(self.error(start, "did not find expected tag URI"));
        }
        Ok(uri)
    }

    /// One character written as `%XX`, an escape for each of its bytes.
    fn scan_uri_escapes(&mut self, start: Position, uri: &mut Vec<u8>) -> Result<(), Error> {
        let mut left = None;
        while left != Some(0) {
            self.cursor.ensure(3)?;
            let digit = |ahead| char::from(self.cursor.peek(ahead)).to_digit(16);
            let (b'%', Some(high), Some(low)) = (self.cursor.peek(0), digit(1), digit(2)) else {
                return Err(self.error(start, "did not find URI escaped octet"));
            };
            let octet = u8::try_from(high * 16 + low).unwrap_or(0);
            left = Some(match left {
                None => match width(octet) {
                    0 => return Err(self.error(start, "found an incorrect leading UTF-8 octet")),
                    width => width - 1,
                },
                Some(_) if octet & 0xC0 != 0x80 => {
                    return Err(self.error(start, "found an incorrect trailing UTF-8 octet"));
                }
                Some(left) => left - 1,
            });
            uri.push(octet);
            self.cursor.skip_ascii(3);
        }
        Ok(())
    }
}
