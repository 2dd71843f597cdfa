//! The lexer: it cuts a template into items (Go's `text/template/parse/lex.go`).

mod constants;

use memchr::memmem::Finder;

use super::characters::{code_point, is_alphanumeric};
use super::item::{Item, ItemKind};
use crate::strconv::decode_rune;

const LEFT_DELIMITER: &[u8] = b"{{";
const RIGHT_DELIMITER: &[u8] = b"}}";
const LEFT_COMMENT: &[u8] = b"/*";
const RIGHT_COMMENT: &[u8] = b"*/";

/// `- ` behind a left delimiter, ` -` before a right one.
const TRIM_MARKER: usize = 2;

/// What is read, and how far.
pub(super) struct Lexer<'a> {
    input: &'a [u8],
    /// Where the lexer is.
    position: usize,
    /// Where the item that it reads starts.
    start: usize,
    /// The line of that start, from 1.
    line: usize,
    inside_action: bool,
    paren_depth: usize,
    break_is_keyword: bool,
    continue_is_keyword: bool,
    /// The words of [`ItemKind::Error`].
    failure: String,
    left_delimiter: Finder<'static>,
}

impl<'a> Lexer<'a> {
    /// At the start of a text. `break` and `continue` are keywords where there is no function of that name.
    pub(super) fn new(input: &'a [u8], break_is_keyword: bool, continue_is_keyword: bool) -> Self {
        Self {
            input,
            position: 0,
            start: 0,
            line: 1,
            inside_action: false,
            paren_depth: 0,
            break_is_keyword,
            continue_is_keyword,
            failure: String::new(),
            left_delimiter: Finder::new(LEFT_DELIMITER),
        }
    }

    /// What is wrong, after an [`ItemKind::Error`].
    pub(super) fn failure(&self) -> &str {
        &self.failure
    }

    /// The next item. After an error or the end nothing of use comes.
    pub(super) fn next_item(&mut self) -> Item<'a> {
        if self.inside_action {
            self.action()
        } else {
            self.text()
        }
    }

    /// What is not read yet.
    fn rest(&self) -> &'a [u8] {
        self.input.get(self.position..).unwrap_or_default()
    }

    /// The bytes of the item that is read.
    fn pending(&self) -> &'a [u8] {
        self.input
            .get(self.start..self.position)
            .unwrap_or_default()
    }

    fn peek_byte(&self) -> Option<u8> {
        self.input.get(self.position).copied()
    }

    fn next_byte(&mut self) -> Option<u8> {
        let byte = self.peek_byte()?;
        self.position += 1;
        Some(byte)
    }

    /// Gives what was read since the last item.
    fn emit(&mut self, kind: ItemKind) -> Item<'a> {
        let value = self.pending();
        let item = Item {
            kind,
            position: self.start,
            value,
            line: self.line,
        };
        self.start = self.position;
        // Names and most punctuation have no line break in them.
        if matches!(kind, ItemKind::Text | ItemKind::Space | ItemKind::RawString) {
            self.line += line_breaks(value);
        }
        item
    }

    /// Passes over what was read since the last item.
    fn ignore(&mut self) {
        self.line += line_breaks(self.pending());
        self.start = self.position;
    }

    /// Gives an error, and reads no further.
    fn fail(&mut self, message: impl Into<String>) -> Item<'a> {
        self.failure = message.into();
        let item = Item {
            kind: ItemKind::Error,
            position: self.start,
            value: &[],
            line: self.line,
        };
        self.input = &[];
        self.start = 0;
        self.position = 0;
        item
    }

    /// Text up to the next action, or the action's delimiter. Comments are passed over.
    fn text(&mut self) -> Item<'a> {
        loop {
            let rest = self.rest();
            let Some(length) = self.left_delimiter.find(rest) else {
                self.position = self.input.len();
                return self.emit(if rest.is_empty() {
                    ItemKind::Eof
                } else {
                    ItemKind::Text
                });
            };
            let (text, action) = rest.split_at_checked(length).unwrap_or((rest, &[]));
            let action = action.get(LEFT_DELIMITER.len()..).unwrap_or_default();
            let trimmed = matches!(action, [b'-', space, ..] if is_space(*space));
            if !text.is_empty() {
                let spaces = if trimmed { trailing_spaces(text) } else { 0 };
                self.position += length - spaces;
                let item = self.emit(ItemKind::Text);
                self.position += spaces;
                self.ignore();
                if !item.value.is_empty() {
                    return item;
                }
            }
            self.position += LEFT_DELIMITER.len();
            let marker = if trimmed { TRIM_MARKER } else { 0 };
            let behind = action.get(marker..).unwrap_or_default();
            if behind.starts_with(LEFT_COMMENT) {
                self.position += marker;
                self.ignore();
                match self.comment() {
                    Ok(()) => continue,
                    Err(message) => return self.fail(message),
                }
            }
            let item = self.emit(ItemKind::LeftDelimiter);
            self.inside_action = true;
            self.position += marker;
            self.ignore();
            self.paren_depth = 0;
            return item;
        }
    }

    /// Passes over a comment and its right delimiter.
    fn comment(&mut self) -> Result<(), &'static str> {
        self.position += LEFT_COMMENT.len();
        let length = memchr::memmem::find(self.rest(), RIGHT_COMMENT).ok_or("unclosed comment")?;
        self.position += length + RIGHT_COMMENT.len();
        let trimmed =
            right_delimiter(self.rest()).ok_or("comment ends before closing delimiter")?;
        self.position += RIGHT_DELIMITER.len();
        if trimmed {
            self.position += TRIM_MARKER;
            self.position += leading_spaces(self.rest());
        }
        self.ignore();
        Ok(())
    }

    /// The right delimiter, known to stand here.
    fn right_delimiter(&mut self, trimmed: bool) -> Item<'a> {
        if trimmed {
            self.position += TRIM_MARKER;
            self.ignore();
        }
        self.position += RIGHT_DELIMITER.len();
        let item = self.emit(ItemKind::RightDelimiter);
        if trimmed {
            self.position += leading_spaces(self.rest());
            self.ignore();
        }
        self.inside_action = false;
        item
    }

    /// An item inside of an action.
    fn action(&mut self) -> Item<'a> {
        if let Some(trimmed) = right_delimiter(self.rest()) {
            if self.paren_depth == 0 {
                return self.right_delimiter(trimmed);
            }
            return self.fail("unclosed left paren");
        }
        let Some(byte) = self.next_byte() else {
            return self.fail("unclosed action");
        };
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => self.space(),
            b'=' => self.emit(ItemKind::Assign),
            b':' => {
                if self.next_byte() != Some(b'=') {
                    return self.fail("expected :=");
                }
                self.emit(ItemKind::Declare)
            }
            b'|' => self.emit(ItemKind::Pipe),
            b'"' => self.quoted(b'"'),
            b'\'' => self.quoted(b'\''),
            b'`' => self.raw(),
            b'$' => self.name(ItemKind::Variable, ItemKind::Variable),
            b'.' if self.peek_byte().is_some_and(|next| !next.is_ascii_digit()) => {
                self.name(ItemKind::Field, ItemKind::Dot)
            }
            b'.' | b'+' | b'-' | b'0'..=b'9' => self.number(),
            b'(' => {
                self.paren_depth += 1;
                self.emit(ItemKind::LeftParen)
            }
            b')' => match self.paren_depth.checked_sub(1) {
                Some(depth) => {
                    self.paren_depth = depth;
                    self.emit(ItemKind::RightParen)
                }
                None => self.fail("unexpected right paren"),
            },
            b'_' | b'a'..=b'z' | b'A'..=b'Z' => self.identifier(),
            b'!'..=b'~' => self.emit(ItemKind::Char),
            _ => {
                self.position = self.start;
                let (character, _) = self.first();
                if is_alphanumeric(character) {
                    return self.identifier();
                }
                self.fail(format!(
                    "unrecognized character in action: {}",
                    code_point(character)
                ))
            }
        }
    }

    /// The next character, known to be there.
    fn first(&self) -> (char, usize) {
        decode_rune(self.rest()).unwrap_or((char::REPLACEMENT_CHARACTER, 0))
    }

    /// A run of spaces, the first of which is read. The last one may belong to ` -}}`; were it the only one, the
    /// delimiter would have been seen before.
    fn space(&mut self) -> Item<'a> {
        self.position += leading_spaces(self.rest());
        let last = self.position.saturating_sub(1);
        let delimiter = self.input.get(last..).and_then(right_delimiter);
        if delimiter == Some(true) {
            self.position = last;
        }
        self.emit(ItemKind::Space)
    }

    /// A word that starts with a letter.
    fn identifier(&mut self) -> Item<'a> {
        self.skip_alphanumeric();
        let word = self.pending();
        if let Err(message) = self.expect_terminator() {
            return self.fail(message);
        }
        let kind = match ItemKind::keyword(word) {
            Some(ItemKind::Break) if !self.break_is_keyword => ItemKind::Identifier,
            Some(ItemKind::Continue) if !self.continue_is_keyword => ItemKind::Identifier,
            Some(keyword) => keyword,
            None if matches!(word, b"true" | b"false") => ItemKind::Bool,
            None => ItemKind::Identifier,
        };
        self.emit(kind)
    }

    /// A field or a variable, whose `.` or `$` is read; that alone is `bare`.
    fn name(&mut self, kind: ItemKind, bare: ItemKind) -> Item<'a> {
        if self.at_terminator() {
            return self.emit(bare);
        }
        self.skip_alphanumeric();
        if let Err(message) = self.expect_terminator() {
            return self.fail(message);
        }
        self.emit(kind)
    }

    fn skip_alphanumeric(&mut self) {
        while let Some(byte) = self.peek_byte() {
            if byte.is_ascii_alphanumeric() || byte == b'_' {
                self.position += 1;
                continue;
            }
            if byte.is_ascii() {
                return;
            }
            let (character, width) = self.first();
            if !is_alphanumeric(character) {
                return;
            }
            self.position += width;
        }
    }

    /// Whether what comes may stand behind a name.
    fn at_terminator(&self) -> bool {
        match self.peek_byte() {
            None | Some(b' ' | b'\t' | b'\r' | b'\n' | b'.' | b',' | b'|' | b':' | b')' | b'(') => {
                true
            }
            Some(_) => self.rest().starts_with(RIGHT_DELIMITER),
        }
    }

    fn expect_terminator(&self) -> Result<(), String> {
        if self.at_terminator() {
            return Ok(());
        }
        let (character, _) = self.first();
        Err(format!("bad character {}", code_point(character)))
    }
}

/// The spaces of Go's source: only these count in an action and are trimmed around it.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

fn leading_spaces(text: &[u8]) -> usize {
    text.iter().take_while(|byte| is_space(**byte)).count()
}

fn trailing_spaces(text: &[u8]) -> usize {
    text.iter()
        .rev()
        .take_while(|byte| is_space(**byte))
        .count()
}

fn line_breaks(text: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', text).count()
}

/// Whether a right delimiter stands at the start of the text, and whether it is one that trims.
fn right_delimiter(text: &[u8]) -> Option<bool> {
    match text {
        [b'}', b'}', ..] => Some(false),
        [space, b'-', b'}', b'}', ..] if is_space(*space) => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
