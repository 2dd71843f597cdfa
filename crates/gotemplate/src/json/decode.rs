//! Reading (`encoding/json/scanner.go`, `decode.go`). Go scans the whole text before it reads any of it, so that an
//! error in the syntax leaves nothing; here both are done at once, and what was read is dropped.

use std::mem;

use crate::value::{List, Map, Text, Value};

use super::{Error, MAX_DEPTH, string};

/// The value of a text, and what Go says of numbers that do not fit.
///
/// # Errors
/// When the text is no JSON.
pub(super) fn parse(text: &[u8]) -> Result<(Value, Option<Error>), Error> {
    let mut parser = Parser {
        text,
        position: 0,
        saved: None,
    };
    let value = parser.document()?;
    Ok((value, parser.saved))
}

struct Parser<'t> {
    text: &'t [u8],
    position: usize,
    /// The first error that does not stop the reading.
    saved: Option<Error>,
}

/// A list or an object whose end was not met yet.
enum Open {
    List(Vec<Value>),
    Object { map: Map, key: Text },
}

impl Parser<'_> {
    fn document(&mut self) -> Result<Value, Error> {
        let mut open = Vec::new();
        loop {
            let mut value = match self.begin(open.len())? {
                Begun::Value(value) => value,
                Begun::Container(container) => {
                    open.push(container);
                    continue;
                }
            };
            // A value has ended: it goes into what is open around it, which may end with it.
            loop {
                self.space();
                match open.last_mut() {
                    None if self.peek().is_none() => return Ok(value),
                    None => return Err(self.unexpected("after top-level value")),
                    Some(Open::List(items)) => {
                        items.push(value);
                        match self.peek() {
                            Some(b',') => {
                                self.advance();
                                break;
                            }
                            Some(b']') => {
                                self.advance();
                                value = List::new(mem::take(items)).into();
                            }
                            _ => return Err(self.unexpected("after array element")),
                        }
                    }
                    Some(Open::Object { map, key }) => {
                        map.insert(mem::take(key), value);
                        match self.peek() {
                            Some(b',') => {
                                self.advance();
                                *key = self.key()?;
                                break;
                            }
                            Some(b'}') => {
                                self.advance();
                                value = mem::take(map).into();
                            }
                            _ => return Err(self.unexpected("after object key:value pair")),
                        }
                    }
                }
                open.pop();
            }
        }
    }

    /// Reads a scalar or an empty container, or opens a container.
    fn begin(&mut self, depth: usize) -> Result<Begun, Error> {
        self.space();
        let value = match self.peek() {
            Some(bracket @ (b'{' | b'[')) => {
                if depth >= MAX_DEPTH {
                    return Err(Error::invalid_character(bracket, "exceeded max depth"));
                }
                self.advance();
                self.space();
                let close = self.peek();
                let container = match (bracket, close) {
                    (b'{', Some(b'}')) => {
                        self.advance();
                        return Ok(Begun::Value(Map::new().into()));
                    }
                    (b'[', Some(b']')) => {
                        self.advance();
                        return Ok(Begun::Value(List::new(Vec::new()).into()));
                    }
                    (b'{', _) => Open::Object {
                        map: Map::new(),
                        key: self.key()?,
                    },
                    _ => Open::List(Vec::new()),
                };
                return Ok(Begun::Container(container));
            }
            Some(b'"') => Value::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b't') => self.literal("true", Value::Bool(true))?,
            Some(b'f') => self.literal("false", Value::Bool(false))?,
            Some(b'n') => self.literal("null", Value::Nil)?,
            _ => return Err(self.unexpected("looking for beginning of value")),
        };
        Ok(Begun::Value(value))
    }

    /// Reads a key and its colon.
    fn key(&mut self) -> Result<Text, Error> {
        self.space();
        if self.peek() != Some(b'"') {
            return Err(self.unexpected("looking for beginning of object key string"));
        }
        let key = self.string()?;
        self.space();
        if self.peek() != Some(b':') {
            return Err(self.unexpected("after object key"));
        }
        self.advance();
        Ok(key)
    }

    fn string(&mut self) -> Result<Text, Error> {
        self.advance();
        let start = self.position;
        let mut plain = true;
        loop {
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    plain = false;
                    self.advance();
                    self.escape()?;
                }
                Some(0x20..) => {}
                _ => return Err(self.unexpected("in string literal")),
            }
            self.advance();
        }
        let quoted = self.text.get(start..self.position).unwrap_or_default();
        self.advance();
        if plain && std::str::from_utf8(quoted).is_ok() {
            return Ok(quoted.into());
        }
        Ok(string::read(quoted).into())
    }

    /// Checks the escape after a backslash, up to its last character.
    fn escape(&mut self) -> Result<(), Error> {
        match self.peek() {
            Some(b'b' | b'f' | b'n' | b'r' | b't' | b'\\' | b'/' | b'"') => Ok(()),
            Some(b'u') => {
                for _ in 0..4 {
                    self.advance();
                    if !self.peek().is_some_and(|byte| byte.is_ascii_hexdigit()) {
                        return Err(self.unexpected_within("in \\u hexadecimal character escape"));
                    }
                }
                Ok(())
            }
            _ => Err(self.unexpected_within("in string escape code")),
        }
    }

    fn number(&mut self) -> Result<Value, Error> {
        let start = self.position;
        if self.peek() == Some(b'-') {
            self.advance();
        }
        match self.peek() {
            Some(b'0') => self.advance(),
            Some(b'1'..=b'9') => self.digits(),
            _ => return Err(self.unexpected_within("in numeric literal")),
        }
        if self.peek() == Some(b'.') {
            self.advance();
            if !self.at_digit() {
                return Err(self.unexpected_within("after decimal point in numeric literal"));
            }
            self.digits();
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.advance();
            if let Some(b'+' | b'-') = self.peek() {
                self.advance();
            }
            if !self.at_digit() {
                return Err(self.unexpected_within("in exponent of numeric literal"));
            }
            self.digits();
        }
        let digits = self.text.get(start..self.position).unwrap_or_default();
        let digits = str::from_utf8(digits).unwrap_or_default();
        match digits.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(Value::Float64(value)),
            _ => {
                let found = format!("number {digits}");
                self.saved
                    .get_or_insert_with(|| Error::type_mismatch(&found, "float64"));
                Ok(Value::Nil)
            }
        }
    }

    fn literal(&mut self, word: &str, value: Value) -> Result<Value, Error> {
        for expected in word.bytes() {
            if self.peek() != Some(expected) {
                let expected = char::from(expected);
                return Err(
                    self.unexpected_within(&format!("in literal {word} (expecting '{expected}')"))
                );
            }
            self.advance();
        }
        Ok(value)
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.position).copied()
    }

    fn advance(&mut self) {
        self.position = self.position.saturating_add(1);
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.peek() {
            self.advance();
        }
    }

    fn at_digit(&self) -> bool {
        self.peek().is_some_and(|byte| byte.is_ascii_digit())
    }

    fn digits(&mut self) {
        while self.at_digit() {
            self.advance();
        }
    }

    /// The error of the character that stands here, where a space may stand too.
    fn unexpected(&self, context: &str) -> Error {
        match self.peek() {
            Some(byte) => Error::invalid_character(byte, context),
            None => Error("unexpected end of JSON input".to_owned()),
        }
    }

    /// The error of the character that stands here, where no space may stand: Go shows the end of the text as one.
    fn unexpected_within(&self, context: &str) -> Error {
        Error::invalid_character(self.peek().unwrap_or(b' '), context)
    }
}

/// What [`Parser::begin`] has read.
enum Begun {
    Value(Value),
    Container(Open),
}
