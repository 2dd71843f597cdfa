//! Reading a text character by character.

/// What is left to read.
pub(super) struct Input<'a> {
    rest: &'a str,
}

/// Characters up to a mark, and the mark; `None` when the text ended before one.
pub(super) struct Run {
    pub(super) text: String,
    pub(super) mark: Option<char>,
}

impl<'a> Input<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    /// What was not read yet.
    pub(super) fn rest(&self) -> &'a str {
        self.rest
    }

    /// The next character, left where it is.
    pub(super) fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    pub(super) fn take(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.skip(character.len_utf8());
        Some(character)
    }

    /// Moves over some bytes.
    pub(super) fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    /// Reads up to one of the marks, and over it. With `escapes`, a backslash takes the next character as it is.
    pub(super) fn until(&mut self, marks: &[char], escapes: bool) -> Run {
        let mut text = String::new();
        while let Some(character) = self.take() {
            if marks.contains(&character) {
                return Run {
                    text,
                    mark: Some(character),
                };
            }
            if escapes && character == '\\' {
                match self.take() {
                    Some(escaped) => text.push(escaped),
                    None => break,
                }
            } else {
                text.push(character);
            }
        }
        Run { text, mark: None }
    }

    /// Moves over spaces up to and over a comma, or to the end: then there is no value here, and it says `true`.
    /// Any other character stays (`emptyVal`).
    pub(super) fn skip_empty_value(&mut self) -> bool {
        while let Some(character) = self.peek() {
            if character == ',' {
                self.skip(1);
                return true;
            }
            if !character.is_whitespace() {
                return false;
            }
            self.skip(character.len_utf8());
        }
        true
    }
}
