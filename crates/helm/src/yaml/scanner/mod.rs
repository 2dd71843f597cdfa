//! Text into tokens (go-yaml's scannerc.go).

mod block_scalar;
mod cursor;
mod directive;
mod flow_scalar;
mod plain_scalar;
mod token;

use std::collections::VecDeque;

use cursor::Cursor;
pub(super) use token::{Position, Token, TokenKind};

use super::source::Source;
use super::{Error, Mark, ScalarStyle};

/// How deep flow collections and block collections may nest, each.
const MAX_DEPTH: usize = 10_000;

/// A place where `key:` may turn out to have started.
#[derive(Debug, Clone, Copy, Default)]
struct SimpleKey {
    possible: bool,
    required: bool,
    token_number: usize,
    position: Position,
}

/// The scanner.
pub(super) struct Scanner<'a> {
    cursor: Cursor<'a>,
    tokens: VecDeque<Token>,
    /// The number of tokens handed out.
    taken: usize,
    /// Whether the first token in the queue is final.
    available: bool,
    started: bool,
    ended: bool,
    /// -1 outside of any block collection.
    indent: isize,
    indents: Vec<isize>,
    flow_level: usize,
    simple_key_allowed: bool,
    simple_keys: Vec<SimpleKey>,
    /// For the token `taken + n`: the index of the simple key that may start there.
    keys_by_token: VecDeque<Option<usize>>,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Scanner {
            cursor: Cursor::new(Source::new(bytes)),
            tokens: VecDeque::new(),
            taken: 0,
            available: false,
            started: false,
            ended: false,
            indent: -1,
            indents: Vec::new(),
            flow_level: 0,
            simple_key_allowed: false,
            simple_keys: Vec::new(),
            keys_by_token: VecDeque::new(),
        }
    }

    /// The next token, left where it is. After the stream's end it stays `StreamEnd`.
    ///
    /// # Errors
    /// When the text is not YAML.
    pub(super) fn peek(&mut self) -> Result<&Token, Error> {
        if !self.available {
            self.fetch_more()?;
        }
        match self.tokens.front() {
            Some(token) => Ok(token),
            None => Err(self.error_at(
                "did not find expected token".to_owned(),
                self.cursor.position,
            )),
        }
    }

    /// Takes the next token, which [`Scanner::peek`] has shown.
    pub(super) fn take(&mut self) -> Option<Token> {
        self.available = false;
        self.taken += 1;
        self.keys_by_token.pop_front();
        self.tokens.pop_front()
    }

    /// An error at the cursor, with the line that go-yaml shows for its scanner.
    fn error(&self, context: Position, problem: impl Into<String>) -> Error {
        let here = self.cursor.position;
        let shown_line = if here.line != 0 {
            here.line + 1
        } else {
            context.line
        };
        Error::Syntax {
            problem: problem.into(),
            shown_line,
            mark: public_mark(here),
        }
    }

    fn error_at(&self, problem: String, position: Position) -> Error {
        Error::Syntax {
            problem,
            shown_line: position.line,
            mark: public_mark(position),
        }
    }

    fn fetch_more(&mut self) -> Result<(), Error> {
        loop {
            if !self.tokens.is_empty() {
                // Only a possible simple key at the head needs a look further.
                let Some(&Some(key)) = self.keys_by_token.front() else {
                    break;
                };
                if !self.key_is_valid(key)? {
                    break;
                }
            } else if self.ended {
                return Err(self.error_at(
                    "attempted to go past the end of stream; corrupted value?".to_owned(),
                    self.cursor.position,
                ));
            }
            self.fetch_next()?;
        }
        self.available = true;
        Ok(())
    }

    fn fetch_next(&mut self) -> Result<(), Error> {
        self.cursor.ensure(1)?;
        if !self.started {
            self.started = true;
            self.simple_keys.push(SimpleKey::default());
            self.simple_key_allowed = true;
            self.push(TokenKind::StreamStart, self.cursor.position);
            return Ok(());
        }
        self.skip_to_token()?;
        self.unroll_indent(self.column());
        self.cursor.ensure(4)?;
        let byte = self.cursor.peek(0);
        if self.cursor.position.column == 0 {
            if byte == b'%' {
                return self.fetch_directive();
            }
            if self.cursor.at_document_marker() {
                let kind = if byte == b'-' {
                    TokenKind::DocumentStart
                } else {
                    TokenKind::DocumentEnd
                };
                return self.fetch_document_marker(kind);
            }
        }
        let flow = self.flow_level > 0;
        match byte {
            0 => self.fetch_stream_end(),
            b'[' => self.fetch_flow_start(TokenKind::FlowSequenceStart),
            b'{' => self.fetch_flow_start(TokenKind::FlowMappingStart),
            b']' => self.fetch_flow_end(TokenKind::FlowSequenceEnd),
            b'}' => self.fetch_flow_end(TokenKind::FlowMappingEnd),
            b',' => self.fetch_flow_entry(),
            b'-' if self.cursor.is_blank_or_end(1) => self.fetch_block_entry(),
            b'?' if flow || self.cursor.is_blank_or_end(1) => self.fetch_key(),
            b':' if flow || self.cursor.is_blank_or_end(1) => self.fetch_value(),
            b'*' => self.fetch_anchor(true),
            b'&' => self.fetch_anchor(false),
            b'!' => self.fetch_tag(),
            b'|' if !flow => self.fetch_block_scalar(true),
            b'>' if !flow => self.fetch_block_scalar(false),
            b'\'' => self.fetch_flow_scalar(true),
            b'"' => self.fetch_flow_scalar(false),
            b' ' | b'\t' | b'#' | b'|' | b'>' | b'%' | b'@' | b'`' => self.cannot_start(),
            _ if self.cursor.is_break(0) => self.cannot_start(),
            _ => self.fetch_plain_scalar(),
        }
    }

    fn cannot_start(&self) -> Result<(), Error> {
        Err(self.error(
            self.cursor.position,
            "found character that cannot start any token",
        ))
    }

    fn column(&self) -> isize {
        isize::try_from(self.cursor.position.column).unwrap_or(isize::MAX)
    }

    fn push(&mut self, kind: TokenKind, start: Position) {
        let end = self.cursor.position;
        self.tokens.push_back(Token { kind, start, end });
    }

    /// Puts a token of no width before the token `number`, or last.
    fn insert(&mut self, kind: TokenKind, position: Position, number: Option<usize>) {
        let token = Token {
            kind,
            start: position,
            end: position,
        };
        match number.map(|number| number.saturating_sub(self.taken)) {
            Some(at) if at < self.tokens.len() => self.tokens.insert(at, token),
            _ => self.tokens.push_back(token),
        }
    }

    /// One indicator of `width` characters.
    fn push_indicator(&mut self, kind: TokenKind, width: usize) {
        let start = self.cursor.position;
        self.cursor.skip_ascii(width);
        self.push(kind, start);
    }

    // Simple keys: `a` in `a: b` is known to be a key only when `:` comes.

    /// Whether a simple key may still be one: it ends on its line, within 1024 characters.
    fn key_is_valid(&mut self, index: usize) -> Result<bool, Error> {
        let Some(&key) = self.simple_keys.get(index) else {
            return Ok(false);
        };
        if !key.possible {
            return Ok(false);
        }
        let here = self.cursor.position;
        if key.position.line < here.line || key.position.index + 1024 < here.index {
            if key.required {
                return Err(self.error(key.position, "could not find expected ':'"));
            }
            if let Some(key) = self.simple_keys.get_mut(index) {
                key.possible = false;
            }
            return Ok(false);
        }
        Ok(true)
    }

    fn save_simple_key(&mut self) -> Result<(), Error> {
        if !self.simple_key_allowed {
            return Ok(());
        }
        let key = SimpleKey {
            possible: true,
            required: self.flow_level == 0 && self.indent == self.column(),
            token_number: self.taken + self.tokens.len(),
            position: self.cursor.position,
        };
        self.remove_simple_key()?;
        let index = self.simple_keys.len().saturating_sub(1);
        if let Some(last) = self.simple_keys.last_mut() {
            *last = key;
        }
        self.note_key(key.token_number, Some(index));
        Ok(())
    }

    fn note_key(&mut self, token_number: usize, index: Option<usize>) {
        let Some(slot) = token_number.checked_sub(self.taken) else {
            return;
        };
        if slot >= self.keys_by_token.len() {
            if index.is_none() {
                return;
            }
            self.keys_by_token.resize(slot + 1, None);
        }
        if let Some(entry) = self.keys_by_token.get_mut(slot) {
            *entry = index;
        }
    }

    fn remove_simple_key(&mut self) -> Result<(), Error> {
        let Some(&key) = self.simple_keys.last() else {
            return Ok(());
        };
        if key.possible {
            if key.required {
                return Err(self.error(key.position, "could not find expected ':'"));
            }
            self.forget_last_key();
        }
        Ok(())
    }

    fn forget_last_key(&mut self) {
        if let Some(last) = self.simple_keys.last_mut() {
            last.possible = false;
            let number = last.token_number;
            self.note_key(number, None);
        }
    }

    // Indentation.

    fn roll_indent(
        &mut self,
        column: isize,
        number: Option<usize>,
        kind: TokenKind,
        position: Position,
    ) -> Result<(), Error> {
        if self.flow_level > 0 || self.indent >= column {
            return Ok(());
        }
        self.indents.push(self.indent);
        self.indent = column;
        if self.indents.len() > MAX_DEPTH {
            let context = self.simple_keys.last().map_or(position, |key| key.position);
            return Err(self.error(context, format!("exceeded max depth of {MAX_DEPTH}")));
        }
        self.insert(kind, position, number);
        Ok(())
    }

    fn unroll_indent(&mut self, column: isize) {
        if self.flow_level > 0 {
            return;
        }
        while self.indent > column {
            self.insert(TokenKind::BlockEnd, self.cursor.position, None);
            self.indent = self.indents.pop().unwrap_or(-1);
        }
    }

    // One function for each kind of token.

    fn fetch_stream_end(&mut self) -> Result<(), Error> {
        if self.cursor.position.column != 0 {
            self.cursor.position.column = 0;
            self.cursor.position.line += 1;
        }
        self.unroll_indent(-1);
        self.remove_simple_key()?;
        self.simple_key_allowed = false;
        self.push(TokenKind::StreamEnd, self.cursor.position);
        self.ended = true;
        Ok(())
    }

    fn fetch_directive(&mut self) -> Result<(), Error> {
        self.unroll_indent(-1);
        self.remove_simple_key()?;
        self.simple_key_allowed = false;
        let start = self.cursor.position;
        let (kind, end) = self.scan_directive()?;
        self.tokens.push_back(Token { kind, start, end });
        Ok(())
    }

    fn fetch_document_marker(&mut self, kind: TokenKind) -> Result<(), Error> {
        self.unroll_indent(-1);
        self.remove_simple_key()?;
        self.simple_key_allowed = false;
        self.push_indicator(kind, 3);
        Ok(())
    }

    fn fetch_flow_start(&mut self, kind: TokenKind) -> Result<(), Error> {
        self.save_simple_key()?;
        let position = self.cursor.position;
        self.simple_keys.push(SimpleKey {
            possible: false,
            required: false,
            token_number: self.taken + self.tokens.len(),
            position,
        });
        self.flow_level += 1;
        if self.flow_level > MAX_DEPTH {
            return Err(self.error(position, format!("exceeded max depth of {MAX_DEPTH}")));
        }
        self.simple_key_allowed = true;
        self.push_indicator(kind, 1);
        Ok(())
    }

    fn fetch_flow_end(&mut self, kind: TokenKind) -> Result<(), Error> {
        self.remove_simple_key()?;
        if self.flow_level > 0 {
            self.flow_level -= 1;
            if let Some(key) = self.simple_keys.pop() {
                self.note_key(key.token_number, None);
            }
        }
        self.simple_key_allowed = false;
        self.push_indicator(kind, 1);
        Ok(())
    }

    fn fetch_flow_entry(&mut self) -> Result<(), Error> {
        self.remove_simple_key()?;
        self.simple_key_allowed = true;
        self.push_indicator(TokenKind::FlowEntry, 1);
        Ok(())
    }

    fn fetch_block_entry(&mut self) -> Result<(), Error> {
        if self.flow_level == 0 {
            self.begin_block(
                TokenKind::BlockSequenceStart,
                "block sequence entries are not allowed in this context",
            )?;
        }
        self.remove_simple_key()?;
        self.simple_key_allowed = true;
        self.push_indicator(TokenKind::BlockEntry, 1);
        Ok(())
    }

    fn fetch_key(&mut self) -> Result<(), Error> {
        if self.flow_level == 0 {
            self.begin_block(
                TokenKind::BlockMappingStart,
                "mapping keys are not allowed in this context",
            )?;
        }
        self.remove_simple_key()?;
        self.simple_key_allowed = self.flow_level == 0;
        self.push_indicator(TokenKind::Key, 1);
        Ok(())
    }

    fn fetch_value(&mut self) -> Result<(), Error> {
        let index = self.simple_keys.len().saturating_sub(1);
        if self.key_is_valid(index)? {
            let key = self.simple_keys.last().copied().unwrap_or_default();
            self.insert(TokenKind::Key, key.position, Some(key.token_number));
            self.roll_indent(
                isize::try_from(key.position.column).unwrap_or(isize::MAX),
                Some(key.token_number),
                TokenKind::BlockMappingStart,
                key.position,
            )?;
            self.forget_last_key();
            self.simple_key_allowed = false;
        } else {
            if self.flow_level == 0 {
                self.begin_block(
                    TokenKind::BlockMappingStart,
                    "mapping values are not allowed in this context",
                )?;
            }
            self.simple_key_allowed = self.flow_level == 0;
        }
        self.push_indicator(TokenKind::Value, 1);
        Ok(())
    }

    /// Starts a block collection at the cursor, unless it goes on.
    fn begin_block(&mut self, kind: TokenKind, otherwise: &'static str) -> Result<(), Error> {
        if !self.simple_key_allowed {
            return Err(self.error(self.cursor.position, otherwise));
        }
        self.roll_indent(self.column(), None, kind, self.cursor.position)
    }

    fn fetch_anchor(&mut self, alias: bool) -> Result<(), Error> {
        self.save_simple_key()?;
        self.simple_key_allowed = false;
        let start = self.cursor.position;
        let name = self.scan_anchor()?;
        let kind = if alias {
            TokenKind::Alias(name)
        } else {
            TokenKind::Anchor(name)
        };
        self.push(kind, start);
        Ok(())
    }

    fn fetch_tag(&mut self) -> Result<(), Error> {
        self.save_simple_key()?;
        self.simple_key_allowed = false;
        let start = self.cursor.position;
        let (handle, suffix) = self.scan_tag()?;
        self.push(TokenKind::Tag { handle, suffix }, start);
        Ok(())
    }

    fn fetch_block_scalar(&mut self, literal: bool) -> Result<(), Error> {
        self.remove_simple_key()?;
        self.simple_key_allowed = true;
        let start = self.cursor.position;
        let (value, end) = self.scan_block_scalar(literal)?;
        let style = if literal {
            ScalarStyle::Literal
        } else {
            ScalarStyle::Folded
        };
        self.push_scalar(value, style, start, end);
        Ok(())
    }

    fn fetch_flow_scalar(&mut self, single: bool) -> Result<(), Error> {
        self.save_simple_key()?;
        self.simple_key_allowed = false;
        let start = self.cursor.position;
        let value = self.scan_flow_scalar(single)?;
        let style = if single {
            ScalarStyle::SingleQuoted
        } else {
            ScalarStyle::DoubleQuoted
        };
        self.push_scalar(value, style, start, self.cursor.position);
        Ok(())
    }

    fn fetch_plain_scalar(&mut self) -> Result<(), Error> {
        self.save_simple_key()?;
        self.simple_key_allowed = false;
        let start = self.cursor.position;
        let (value, end) = self.scan_plain_scalar()?;
        self.push_scalar(value, ScalarStyle::Plain, start, end);
        Ok(())
    }

    fn push_scalar(&mut self, value: Vec<u8>, style: ScalarStyle, start: Position, end: Position) {
        let value = text(value);
        self.tokens.push_back(Token {
            kind: TokenKind::Scalar { value, style },
            start,
            end,
        });
    }

    /// Moves over spaces, comments and line breaks.
    fn skip_to_token(&mut self) -> Result<(), Error> {
        loop {
            self.cursor.ensure(1)?;
            if self.cursor.position.column == 0 && self.cursor.at_byte_order_mark() {
                self.cursor.skip();
            }
            self.cursor.ensure(1)?;
            let tabs = self.flow_level > 0 || !self.simple_key_allowed;
            while self.cursor.peek(0) == b' ' || tabs && self.cursor.peek(0) == b'\t' {
                self.cursor.skip_ascii(1);
                self.cursor.ensure(1)?;
            }
            self.cursor.skip_comment()?;
            if !self.cursor.is_break(0) {
                return Ok(());
            }
            self.cursor.ensure(2)?;
            self.cursor.skip_line();
            if self.flow_level == 0 {
                self.simple_key_allowed = true;
            }
        }
    }
}

/// The place as people count it.
pub(super) fn public_mark(position: Position) -> Mark {
    Mark {
        line: position.line + 1,
        column: position.column + 1,
        offset: position.offset,
    }
}

/// Text out of bytes; only percent escapes in tags can be wrong UTF-8.
fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes)
        .unwrap_or_else(|wrong| String::from_utf8_lossy(wrong.as_bytes()).into_owned())
}
