//! The pieces of a TOML text (lex.go of BurntSushi/toml): the state that the states share.

use std::collections::VecDeque;

use gotemplate::strconv::{decode_rune, is_invalid};

use super::states::State;

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    End,
    /// A key without quotes, or a comment.
    Text,
    String,
    EscapedString,
    RawString,
    MultilineString,
    RawMultilineString,
    Bool,
    Integer,
    Float,
    DateTime,
    ArrayStart,
    ArrayEnd,
    TableStart,
    TableEnd,
    TablesStart,
    TablesEnd,
    KeyStart,
    KeyEnd,
    CommentStart,
    InlineTableStart,
    InlineTableEnd,
}

/// A piece.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) kind: Kind,
    pub(super) text: Vec<u8>,
    /// From 1.
    pub(super) line: i64,
}

/// What stands where nothing like it may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) message: String,
    pub(super) line: i64,
}

/// Takes a text apart.
#[derive(Debug)]
pub(super) struct Lexer<'a> {
    input: &'a [u8],
    start: usize,
    position: usize,
    line: i64,
    state: State,
    items: VecDeque<Result<Item, Fault>>,
    /// Whether the string that is read has escapes.
    pub(super) escaped: bool,
    /// The widths of the last characters, which can be given back.
    widths: [usize; 4],
    at_end: bool,
    stack: Vec<State>,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(input: &'a [u8]) -> Self {
        Self {
            input,
            start: 0,
            position: 0,
            line: 1,
            state: State::Top,
            items: VecDeque::new(),
            escaped: false,
            widths: [0; 4],
            at_end: false,
            stack: Vec::new(),
        }
    }

    /// The next piece.
    pub(super) fn next_item(&mut self) -> Result<Item, Fault> {
        loop {
            if let Some(item) = self.items.pop_front() {
                return item;
            }
            match self.step(self.state) {
                Ok(state) => self.state = state,
                Err(fault) => self.items.push_back(Err(fault)),
            }
        }
    }

    /// Puts a state aside, to come back to it.
    pub(super) fn push(&mut self, state: State) {
        self.stack.push(state);
    }

    /// The state that was put aside last.
    pub(super) fn pop(&mut self) -> State {
        self.stack.pop().unwrap_or(State::Top)
    }

    /// What was read since the last piece.
    pub(super) fn current(&self) -> &'a [u8] {
        self.input
            .get(self.start..self.position)
            .unwrap_or_default()
    }

    /// Ends a piece.
    pub(super) fn emit(&mut self, kind: Kind) {
        let text = self.current();
        self.emit_text(kind, text);
    }

    /// Ends a piece whose text is not all that was read.
    pub(super) fn emit_text(&mut self, kind: Kind, text: &[u8]) {
        self.items.push_back(Ok(Item {
            kind,
            text: text.to_vec(),
            line: self.line,
        }));
        self.start = self.position;
    }

    /// Reads a character; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<char>, Fault> {
        let rest = self.input.get(self.position..).unwrap_or_default();
        let Some((character, width)) = decode_rune(rest) else {
            self.at_end = true;
            return Ok(None);
        };
        if character == '\n' {
            self.line = self.line.saturating_add(1);
        }
        if is_invalid(character, width) {
            let byte = rest.first().copied().unwrap_or_default();
            return Err(self.fault_here(format!("invalid UTF-8 byte: 0x{byte:02x}")));
        }
        let is_lone_return = character == '\r' && rest.get(1) != Some(&b'\n');
        if is_control(character) || is_lone_return {
            return Err(self.fault_here(format!(
                "TOML files cannot contain control characters: '0x{:02x}'",
                u32::from(character)
            )));
        }
        let [a, b, c, _] = self.widths;
        self.widths = [width, a, b, c];
        self.position = self.position.saturating_add(width);
        Ok(Some(character))
    }

    /// Passes over what was read since the last piece.
    pub(super) fn ignore(&mut self) {
        self.start = self.position;
    }

    /// Gives the last character back; up to four in a row can be given back.
    pub(super) fn back_up(&mut self) {
        if self.at_end {
            self.at_end = false;
            return;
        }
        let [width, a, b, c] = self.widths;
        self.widths = [a, b, c, 0];
        self.position = self.position.saturating_sub(width);
        if width > 0 && self.input.get(self.position) == Some(&b'\n') {
            self.line = self.line.saturating_sub(1);
        }
    }

    /// Reads a character if it is the one.
    pub(super) fn accept(&mut self, wanted: char) -> Result<bool, Fault> {
        if self.next()? == Some(wanted) {
            return Ok(true);
        }
        self.back_up();
        Ok(false)
    }

    /// The next character, without reading it.
    pub(super) fn peek(&mut self) -> Result<Option<char>, Fault> {
        let character = self.next()?;
        self.back_up();
        Ok(character)
    }

    /// Passes over characters.
    pub(super) fn skip(&mut self, predicate: impl Fn(char) -> bool) -> Result<(), Fault> {
        while self.next()?.is_some_and(&predicate) {}
        self.back_up();
        self.ignore();
        Ok(())
    }

    /// A fault on this line, or at the end of the text on the last line that is not empty.
    pub(super) fn fault(&self, message: impl Into<String>) -> Fault {
        let before = self
            .position
            .checked_sub(1)
            .and_then(|at| self.input.get(at));
        let is_after_end = self.at_end && before == Some(&b'\n');
        Fault {
            message: message.into(),
            line: self.line.saturating_sub(i64::from(is_after_end)),
        }
    }

    /// A fault on the line before.
    pub(super) fn fault_before(&self, message: impl Into<String>) -> Fault {
        Fault {
            message: message.into(),
            line: self.line.saturating_sub(1),
        }
    }

    /// A fault on this line, or at the end of the text on the line before it.
    pub(super) fn fault_at_end_before(&self, message: impl Into<String>) -> Fault {
        if self.at_end {
            self.fault_before(message)
        } else {
            self.fault_here(message)
        }
    }

    fn fault_here(&self, message: impl Into<String>) -> Fault {
        Fault {
            message: message.into(),
            line: self.line,
        }
    }
}

fn is_control(character: char) -> bool {
    character.is_ascii_control() && !matches!(character, '\t' | '\r' | '\n')
}

/// Spaces and tabs.
pub(super) fn is_whitespace(character: char) -> bool {
    matches!(character, ' ' | '\t')
}

/// The ends of lines.
pub(super) fn is_newline(character: char) -> bool {
    matches!(character, '\n' | '\r')
}
