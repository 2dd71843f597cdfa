//! Writing scalars and indentation (go-yaml's emitterc.go), as its versions 2 and 3 have in common.

use super::scalar_analysis::{is_break, is_printable};

const INDENT: usize = 2;

/// How a string is written.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Style {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
}

/// The text so far, and what the next piece must know of it.
pub(super) struct Writer {
    out: String,
    /// Lines are folded at the first space behind this column.
    best_width: usize,
    /// In characters.
    column: usize,
    /// `None` before the first collection.
    indent: Option<usize>,
    indents: Vec<Option<usize>>,
    /// Whether the last character was whitespace.
    whitespace: bool,
    /// Whether the line holds only indentation and indicators so far.
    pub(super) indention: bool,
}

impl Writer {
    /// An empty text whose lines are folded at the first space behind a column.
    pub(super) fn new(best_width: usize) -> Self {
        Self {
            out: String::new(),
            best_width,
            column: 0,
            indent: None,
            indents: Vec::new(),
            whitespace: true,
            indention: true,
        }
    }

    /// How many bytes were written.
    pub(super) fn len(&self) -> usize {
        self.out.len()
    }

    /// Ends the document.
    pub(super) fn finish(mut self) -> String {
        self.write_indent();
        self.out
    }

    /// Writes a string in a style.
    pub(super) fn styled(&mut self, text: &str, style: Style, simple_key: bool) {
        self.increase_indent(true, false);
        let folds = !simple_key;
        match style {
            Style::Plain => self.plain_scalar(text, folds),
            Style::SingleQuoted => self.single_quoted(text, folds),
            Style::DoubleQuoted => self.double_quoted(text, folds),
            Style::Literal => self.literal(text),
        }
        self.decrease_indent();
    }

    /// Goes back to the indentation before the last increase.
    pub(super) fn decrease_indent(&mut self) {
        self.indent = self.indents.pop().flatten();
    }

    /// Writes an empty collection.
    pub(super) fn empty(&mut self, open: &str, close: &str) {
        self.indicator(open, true, true, false);
        self.indicator(close, false, false, false);
    }

    /// Writes a word that needs no look.
    pub(super) fn plain(&mut self, text: &str) {
        if !self.whitespace {
            self.put(' ');
        }
        self.out.push_str(text);
        self.column += text.len();
        self.whitespace = false;
        self.indention = false;
    }

    /// Goes one level in. What is in flow style is indented in the outermost place too.
    pub(super) fn increase_indent(&mut self, flow: bool, indentless: bool) {
        self.indents.push(self.indent);
        self.indent = Some(match self.indent {
            None if flow => INDENT,
            None => 0,
            Some(indent) if indentless => indent,
            Some(indent) => indent + INDENT,
        });
    }

    fn put(&mut self, character: char) {
        self.out.push(character);
        self.column += 1;
    }

    fn put_break(&mut self) {
        self.out.push('\n');
        self.column = 0;
    }

    /// Begins a line, unless this one holds only what may stand before.
    pub(super) fn write_indent(&mut self) {
        let indent = self.indent.unwrap_or(0);
        if !self.indention || self.column > indent || (self.column == indent && !self.whitespace) {
            self.put_break();
        }
        while self.column < indent {
            self.put(' ');
        }
        self.whitespace = true;
        self.indention = true;
    }

    /// Writes a mark.
    pub(super) fn indicator(
        &mut self,
        text: &str,
        needs_space: bool,
        is_space: bool,
        is_indention: bool,
    ) {
        if needs_space && !self.whitespace {
            self.put(' ');
        }
        self.out.push_str(text);
        self.column += text.len();
        self.whitespace = is_space;
        self.indention &= is_indention;
    }

    fn write_break(&mut self, character: char) {
        self.out.push(character);
        self.column = 0;
    }

    fn plain_scalar(&mut self, text: &str, folds: bool) {
        if !self.whitespace {
            self.put(' ');
        }
        self.flowing(text, folds, false);
        self.whitespace = false;
        self.indention = false;
    }

    fn single_quoted(&mut self, text: &str, folds: bool) {
        self.indicator("'", true, false, false);
        self.flowing(text, folds, true);
        self.indicator("'", false, false, false);
        self.whitespace = false;
        self.indention = false;
    }

    /// The text of a plain or a single quoted scalar.
    fn flowing(&mut self, text: &str, folds: bool, quoted: bool) {
        let mut spaces = false;
        let mut breaks = false;
        for (at, character) in text.char_indices() {
            let next = text.as_bytes().get(at + 1);
            if character == ' ' {
                let inside = !quoted || at > 0 && next.is_some();
                if folds
                    && !spaces
                    && self.column > self.best_width
                    && inside
                    && next != Some(&b' ')
                {
                    self.write_indent();
                } else {
                    self.put(' ');
                }
                spaces = true;
            } else if is_break(text.as_bytes(), at) {
                if !breaks && character == '\n' {
                    self.put_break();
                }
                self.write_break(character);
                self.indention = true;
                breaks = true;
            } else {
                if breaks {
                    self.write_indent();
                }
                if quoted && character == '\'' {
                    self.put('\'');
                }
                self.put(character);
                self.indention = false;
                spaces = false;
                breaks = false;
            }
        }
    }

    fn double_quoted(&mut self, text: &str, folds: bool) {
        self.indicator("\"", true, false, false);
        let bytes = text.as_bytes();
        // go-yaml looks for the byte order mark at the start of the text, whatever character it is at.
        let all_escaped = text.starts_with('\u{FEFF}');
        let mut spaces = false;
        for (at, character) in text.char_indices() {
            if all_escaped
                || !is_printable(bytes, at)
                || is_break(bytes, at)
                || matches!(character, '"' | '\\')
            {
                self.escape(character);
                spaces = false;
            } else if character == ' ' {
                if folds
                    && !spaces
                    && self.column > self.best_width
                    && at > 0
                    && at + 1 < bytes.len()
                {
                    self.write_indent();
                    if bytes.get(at + 1) == Some(&b' ') {
                        self.put('\\');
                    }
                } else {
                    self.put(' ');
                }
                spaces = true;
            } else {
                self.put(character);
                spaces = false;
            }
        }
        self.indicator("\"", false, false, false);
        self.whitespace = false;
        self.indention = false;
    }

    fn escape(&mut self, character: char) {
        let short = match character {
            '\0' => '0',
            '\x07' => 'a',
            '\x08' => 'b',
            '\t' => 't',
            '\n' => 'n',
            '\x0B' => 'v',
            '\x0C' => 'f',
            '\r' => 'r',
            '\x1B' => 'e',
            '"' => '"',
            '\\' => '\\',
            '\u{85}' => 'N',
            '\u{A0}' => '_',
            '\u{2028}' => 'L',
            '\u{2029}' => 'P',
            _ => {
                let code = u32::from(character);
                let escaped = match code {
                    0..=0xFF => format!("\\x{code:02X}"),
                    0x100..=0xFFFF => format!("\\u{code:04X}"),
                    _ => format!("\\U{code:08X}"),
                };
                self.out.push_str(&escaped);
                self.column += escaped.len();
                return;
            }
        };
        self.put('\\');
        self.put(short);
    }

    fn literal(&mut self, text: &str) {
        let bytes = text.as_bytes();
        self.indicator("|", true, false, false);
        if bytes.first() == Some(&b' ') || is_break(bytes, 0) {
            self.indicator("2", false, false, false);
        }
        if let Some(hint) = chomping_hint(text) {
            self.indicator(hint, false, false, false);
        }
        self.put_break();
        self.indention = true;
        self.whitespace = true;
        let mut breaks = true;
        for (at, character) in text.char_indices() {
            if is_break(bytes, at) {
                self.write_break(character);
                self.indention = true;
                breaks = true;
            } else {
                if breaks {
                    self.write_indent();
                }
                self.put(character);
                self.indention = false;
                breaks = false;
            }
        }
    }
}

/// What tells a reader how many line breaks end the text.
fn chomping_hint(text: &str) -> Option<&'static str> {
    let is_break =
        |character: char| matches!(character, '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let mut backwards = text.chars().rev();
    match (
        backwards.next().map(is_break),
        backwards.next().map(is_break),
    ) {
        (None | Some(false), _) => Some("-"),
        (Some(true), None | Some(true)) => Some("+"),
        (Some(true), Some(false)) => None,
    }
}
