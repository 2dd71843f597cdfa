//! A stream of JSON values, cut and judged as Go's `encoding/json` does.
//!
//! Helm reads a values.schema.json with it, and manifests that begin with `{`: those are JSON first, so a definition
//! that is really a template (`{{ if … }}`) is refused in the words of Go's JSON scanner.

use gotemplate::strconv::quote;

/// Go's limit for values within values.
const MAX_DEPTH: usize = 10_000;

/// Why a text is no JSON. `Display` is what Kubernetes' decoder shows of Go's error.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum StreamError {
    /// It ends within a value.
    #[error("unexpected EOF")]
    Ended,
    /// A character stands where none of its kind may.
    #[error("json: offset {offset}: {problem}")]
    Syntax {
        /// How many bytes Go has read then.
        offset: usize,
        /// Go's words.
        problem: String,
    },
}

impl StreamError {
    /// What `encoding/json` itself says.
    pub(crate) fn into_problem(self) -> String {
        match self {
            Self::Ended => self.to_string(),
            Self::Syntax { problem, .. } => problem,
        }
    }
}

/// Cuts values off the front of a text.
pub(crate) struct JsonStream<'a> {
    data: &'a [u8],
    at: usize,
}

/// What a scanner expects next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expected {
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    Colon,
    CommaOrEnd,
}

/// What the scanner is in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Object,
    Array,
}

impl<'a> JsonStream<'a> {
    pub(crate) fn new(data: &'a [u8]) -> Self {
        Self { data, at: 0 }
    }

    /// How many bytes were cut off.
    pub(crate) fn consumed(&self) -> usize {
        self.at
    }

    /// The next value's text; `None` at the end.
    pub(crate) fn next(&mut self) -> Option<Result<&'a [u8], StreamError>> {
        self.skip_spaces();
        let start = self.at;
        self.peek()?;
        Some(
            self.value()
                .map(|()| self.data.get(start..self.at).unwrap_or_default()),
        )
    }

    fn value(&mut self) -> Result<(), StreamError> {
        let mut open = Vec::new();
        let mut expected = Expected::Value;
        loop {
            self.skip_spaces();
            let Some(byte) = self.peek() else {
                return Err(StreamError::Ended);
            };
            let mut complete = false;
            match (expected, byte) {
                (Expected::Value | Expected::ValueOrEnd, b'{' | b'[') => {
                    self.at += 1;
                    let object = byte == b'{';
                    open.push(if object {
                        Within::Object
                    } else {
                        Within::Array
                    });
                    if open.len() > MAX_DEPTH {
                        return Err(self.before("exceeded max depth"));
                    }
                    expected = if object {
                        Expected::KeyOrEnd
                    } else {
                        Expected::ValueOrEnd
                    };
                }
                (Expected::ValueOrEnd, b']') | (Expected::KeyOrEnd, b'}') => {
                    self.at += 1;
                    open.pop();
                    complete = true;
                }
                (Expected::Value | Expected::ValueOrEnd, _) => {
                    self.scalar(byte)?;
                    complete = true;
                }
                (Expected::Key | Expected::KeyOrEnd, b'"') => {
                    self.string()?;
                    expected = Expected::Colon;
                }
                (Expected::Key | Expected::KeyOrEnd, _) => {
                    return Err(self.unexpected("looking for beginning of object key string"));
                }
                (Expected::Colon, b':') => {
                    self.at += 1;
                    expected = Expected::Value;
                }
                (Expected::Colon, _) => return Err(self.unexpected("after object key")),
                (Expected::CommaOrEnd, _) => {
                    let object = open.last() == Some(&Within::Object);
                    match (object, byte) {
                        (true, b',') => expected = Expected::Key,
                        (false, b',') => expected = Expected::Value,
                        (true, b'}') | (false, b']') => {
                            open.pop();
                            complete = true;
                        }
                        (true, _) => {
                            return Err(self.unexpected("after object key:value pair"));
                        }
                        (false, _) => return Err(self.unexpected("after array element")),
                    }
                    self.at += 1;
                }
            }
            if complete {
                if open.is_empty() {
                    return Ok(());
                }
                expected = Expected::CommaOrEnd;
            }
        }
    }

    fn scalar(&mut self, first: u8) -> Result<(), StreamError> {
        match first {
            b'"' => self.string(),
            b'-' | b'0'..=b'9' => self.number(),
            b't' => self.literal("true"),
            b'f' => self.literal("false"),
            b'n' => self.literal("null"),
            _ => Err(self.unexpected("looking for beginning of value")),
        }
    }

    fn literal(&mut self, word: &str) -> Result<(), StreamError> {
        for wanted in word.bytes() {
            if self.need()? != wanted {
                let context = format!("in literal {word} (expecting '{}')", char::from(wanted));
                return Err(self.unexpected(&context));
            }
            self.at += 1;
        }
        Ok(())
    }

    fn string(&mut self) -> Result<(), StreamError> {
        self.at += 1;
        loop {
            match self.need()? {
                b'"' => {
                    self.at += 1;
                    return Ok(());
                }
                b'\\' => {
                    self.at += 1;
                    match self.need()? {
                        b'b' | b'f' | b'n' | b'r' | b't' | b'\\' | b'/' | b'"' => self.at += 1,
                        b'u' => {
                            self.at += 1;
                            for _ in 0..4 {
                                if !self.need()?.is_ascii_hexdigit() {
                                    return Err(
                                        self.unexpected("in \\u hexadecimal character escape")
                                    );
                                }
                                self.at += 1;
                            }
                        }
                        _ => return Err(self.unexpected("in string escape code")),
                    }
                }
                0..=0x1f => return Err(self.unexpected("in string literal")),
                _ => self.at += 1,
            }
        }
    }

    fn number(&mut self) -> Result<(), StreamError> {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.need()? == b'0' {
            self.at += 1;
        } else {
            self.digits("in numeric literal")?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits("after decimal point in numeric literal")?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits("in exponent of numeric literal")?;
        }
        Ok(())
    }

    /// At least one digit.
    fn digits(&mut self, context: &str) -> Result<(), StreamError> {
        if !self.need()?.is_ascii_digit() {
            return Err(self.unexpected(context));
        }
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        Ok(())
    }

    fn skip_spaces(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.data.get(self.at).copied()
    }

    fn need(&self) -> Result<u8, StreamError> {
        self.peek().ok_or(StreamError::Ended)
    }

    /// The byte at hand may not stand here.
    fn unexpected(&self, context: &str) -> StreamError {
        // Go counts the byte itself, and takes it for a character of its own.
        let quoted = match self.peek() {
            Some(b'\'') => "\\'".to_owned(),
            Some(b'"') => "\"".to_owned(),
            byte => {
                let text = char::from(byte.unwrap_or_default()).to_string();
                let quoted = quote(text.as_bytes());
                quoted.trim_matches('"').to_owned()
            }
        };
        StreamError::Syntax {
            offset: self.at + 1,
            problem: format!("invalid character '{quoted}' {context}"),
        }
    }

    /// The byte before is one too many.
    fn before(&self, problem: &str) -> StreamError {
        StreamError::Syntax {
            offset: self.at,
            problem: problem.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<Result<&str, String>> {
        let mut stream = JsonStream::new(text.as_bytes());
        let mut read = Vec::new();
        while let Some(value) = stream.next() {
            let failed = value.is_err();
            read.push(
                value
                    .map(|bytes| std::str::from_utf8(bytes).unwrap())
                    .map_err(|error| error.to_string()),
            );
            if failed {
                break;
            }
        }
        read
    }

    #[test]
    fn values_are_cut_off() {
        assert_eq!(
            read(" {\"a\": [1, -2.5e+3, {}], \"b\": \"\\u00e9\\\"\"}\n[]true null \"x\" 01"),
            [
                Ok("{\"a\": [1, -2.5e+3, {}], \"b\": \"\\u00e9\\\"\"}"),
                Ok("[]"),
                Ok("true"),
                Ok("null"),
                Ok("\"x\""),
                Ok("0"),
                Ok("1"),
            ]
        );
    }

    /// What Go 1.26 says.
    #[test]
    fn mistakes_are_told_as_go_tells_them() {
        for (text, expected) in [
            (
                "{{ x }}",
                "json: offset 2: invalid character '{' looking for beginning of object key string",
            ),
            (
                "{\"a\" 1}",
                "json: offset 6: invalid character '1' after object key",
            ),
            (
                "{\"a\":1 \"b\"}",
                "json: offset 8: invalid character '\"' after object key:value pair",
            ),
            (
                "{\"a\":1,}",
                "json: offset 8: invalid character '}' looking for beginning of object key string",
            ),
            (
                "[1 2]",
                "json: offset 4: invalid character '2' after array element",
            ),
            (
                "{\"a\":x}",
                "json: offset 6: invalid character 'x' looking for beginning of value",
            ),
            (
                "{\"a\":trx}",
                "json: offset 8: invalid character 'x' in literal true (expecting 'u')",
            ),
            (
                "{\"a\":-x}",
                "json: offset 7: invalid character 'x' in numeric literal",
            ),
            (
                "{\"a\":\"\n\"}",
                "json: offset 7: invalid character '\\n' in string literal",
            ),
            (
                "{\"a\":\"\\x\"}",
                "json: offset 8: invalid character 'x' in string escape code",
            ),
            (
                "{'a':1}",
                "json: offset 2: invalid character '\\'' looking for beginning of object key string",
            ),
            ("{\"a\":", "unexpected EOF"),
            ("{", "unexpected EOF"),
        ] {
            assert_eq!(read(text), [Err(expected.to_owned())], "{text}");
        }
        assert!(
            matches!(&read(&"[".repeat(10_001))[..], [Err(error)] if error.ends_with("exceeded max depth"))
        );
    }

    proptest! {
        #[test]
        fn what_is_cut_off_is_json(text in "[\\[\\]{}:,\"\\\\a-z0-9.+ -]{0,24}") {
            for value in read(&text).into_iter().flatten() {
                prop_assert!(serde_json::from_str::<serde::de::IgnoredAny>(value).is_ok(), "{}", value);
            }
        }
    }
}
