//! Reading strings, and what stands for their escapes (lex.go and parse.go of BurntSushi/toml).

use gotemplate::strconv::quote;

use super::lexer::{Fault, Kind, Lexer, is_newline};
use super::states::State;

const NEWLINE_IN_STRING: &str = "strings cannot contain newlines";

impl Lexer<'_> {
    /// Comes after the first quote.
    pub(super) fn string_start(&mut self, quote: char) -> Result<State, Fault> {
        let is_raw = quote == '\'';
        if self.accept(quote)? {
            if self.accept(quote)? {
                self.ignore();
                return Ok(if is_raw {
                    State::RawMultilineString
                } else {
                    State::MultilineString
                });
            }
            self.back_up();
        }
        self.ignore();
        Ok(if is_raw {
            State::RawString
        } else {
            State::String
        })
    }

    pub(super) fn string(&mut self) -> Result<State, Fault> {
        loop {
            match self.next()? {
                None => return Err(self.fault("unexpected EOF; expected '\"'")),
                Some('\n' | '\r') => return Err(self.fault_before(NEWLINE_IN_STRING)),
                Some('\\') => self.escape()?,
                Some('"') => {
                    self.back_up();
                    let kind = if self.escaped {
                        Kind::EscapedString
                    } else {
                        Kind::String
                    };
                    self.escaped = false;
                    return self.string_end(kind, 1);
                }
                Some(_) => {}
            }
        }
    }

    pub(super) fn raw_string(&mut self) -> Result<State, Fault> {
        loop {
            match self.next()? {
                None => return Err(self.fault("unexpected EOF; expected \"'\"")),
                Some('\n' | '\r') => return Err(self.fault_before(NEWLINE_IN_STRING)),
                Some('\'') => {
                    self.back_up();
                    return self.string_end(Kind::RawString, 1);
                }
                Some(_) => {}
            }
        }
    }

    pub(super) fn multiline_string(&mut self) -> Result<State, Fault> {
        loop {
            match self.next()? {
                None => return Err(self.fault("unexpected EOF; expected '\"\"\"'")),
                Some('\\') => {
                    if !self.next()?.is_some_and(is_newline) {
                        self.back_up();
                        self.escape()?;
                    }
                }
                Some('"') => {
                    if self.closes('"')? {
                        self.escaped = false;
                        return self.string_end(Kind::MultilineString, 3);
                    }
                }
                Some(_) => {}
            }
        }
    }

    pub(super) fn raw_multiline_string(&mut self) -> Result<State, Fault> {
        loop {
            match self.next()? {
                None => return Err(self.fault("unexpected EOF; expected \"'''\"")),
                Some('\'') => {
                    if self.closes('\'')? {
                        return self.string_end(Kind::RawMultilineString, 3);
                    }
                }
                Some(_) => {}
            }
        }
    }

    /// Whether the quote that was read begins the three that end the string; they are given back then. One or two
    /// quotes more belong to the string.
    fn closes(&mut self, quote: char) -> Result<bool, Fault> {
        if !self.accept(quote)? {
            return Ok(false);
        }
        if !self.accept(quote)? {
            self.back_up();
            return Ok(false);
        }
        if self.peek()? == Some(quote) {
            let (five, escaped_five, six): (&[u8], &[u8], &str) = if quote == '"' {
                (b"\"\"\"\"\"", b"\\\"\"\"\"\"", "unexpected '\"\"\"\"\"\"'")
            } else {
                (b"'''''", b"\0", "unexpected \"''''''\"")
            };
            if self.current().ends_with(five) && !self.current().ends_with(escaped_five) {
                return Err(self.fault(six));
            }
            self.back_up();
            self.back_up();
            return Ok(false);
        }
        for _ in 0..3 {
            self.back_up();
        }
        Ok(true)
    }

    /// Ends a piece, and passes over its closing quotes.
    fn string_end(&mut self, kind: Kind, quotes: usize) -> Result<State, Fault> {
        self.emit(kind);
        for _ in 0..quotes {
            self.next()?;
        }
        self.ignore();
        Ok(self.pop())
    }

    /// Checks an escape; comes after the backslash.
    fn escape(&mut self) -> Result<(), Fault> {
        self.escaped = true;
        let (count, number, letter) = match self.next()? {
            Some('e' | 'b' | 't' | 'n' | 'f' | 'r' | '"' | ' ' | '\t' | '\\') => return Ok(()),
            Some('x') => (2, "two", 'x'),
            Some('u') => (4, "four", 'u'),
            Some('U') => (8, "eight", 'U'),
            other => {
                return Err(self.fault_at_end_before(format!(
                    "invalid escape in string '\\{}'",
                    other.unwrap_or('\0')
                )));
            }
        };
        for _ in 0..count {
            if !self.next()?.is_some_and(|digit| digit.is_ascii_hexdigit()) {
                return Err(self.fault(format!(
                    "expected {number} hexadecimal digits after '\\{letter}', but got {} instead",
                    quote(self.current())
                )));
            }
        }
        Ok(())
    }
}

/// A multi-line string begins after the end of its first line, if nothing else is on that.
pub(super) fn strip_first_newline(text: &[u8]) -> &[u8] {
    text.strip_prefix(b"\n")
        .or_else(|| text.strip_prefix(b"\r\n"))
        .unwrap_or(text)
}

/// Takes out backslashes at the ends of lines, with all white space after them.
pub(super) fn strip_escaped_newlines(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    loop {
        let Some(backslash) = memchr::memchr(b'\\', rest) else {
            out.extend_from_slice(rest);
            return out;
        };
        let (before, from) = rest.split_at_checked(backslash).unwrap_or((rest, &[]));
        out.extend_from_slice(before);
        let after = from.get(1..).unwrap_or_default();
        if after.first() == Some(&b'\\') {
            out.extend_from_slice(b"\\\\");
            rest = after.get(1..).unwrap_or_default();
            continue;
        }
        let spaces = after
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
            .count();
        let (white, beyond) = after.split_at_checked(spaces).unwrap_or((after, &[]));
        if white.contains(&b'\n') {
            rest = beyond;
        } else {
            out.push(b'\\');
            rest = after;
        }
    }
}

/// Puts characters in the places of their escapes.
///
/// # Errors
/// For a backslash before a space, and for numbers of no character. The reader of pieces has checked the rest.
pub(super) fn replace_escapes(text: &[u8]) -> Result<Vec<u8>, String> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if *byte != b'\\' {
            out.push(*byte);
            continue;
        }
        let Some((letter, after)) = rest.split_first() else {
            break;
        };
        rest = after;
        let digits = match letter {
            b' ' | b'\t' => return Err(format!("invalid escape: '\\{}'", char::from(*letter))),
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            b'b' => {
                out.push(0x08);
                continue;
            }
            b't' => {
                out.push(b'\t');
                continue;
            }
            b'n' => {
                out.push(b'\n');
                continue;
            }
            b'f' => {
                out.push(0x0c);
                continue;
            }
            b'r' => {
                out.push(b'\r');
                continue;
            }
            b'e' => {
                out.push(0x1b);
                continue;
            }
            other => {
                out.push(*other);
                continue;
            }
        };
        let (digits, after) = rest.split_at_checked(digits).unwrap_or((rest, &[]));
        rest = after;
        let digits = String::from_utf8_lossy(digits);
        let character = u32::from_str_radix(&digits, 16)
            .ok()
            .and_then(char::from_u32)
            .ok_or_else(|| format!("Escaped character '\\u{digits}' is not valid UTF-8."))?;
        out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    }
    Ok(out)
}
