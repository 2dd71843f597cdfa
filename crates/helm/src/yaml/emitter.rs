//! Scalars and collections into YAML text (go-yaml's encode.go and emitterc.go).

use super::number;
use super::resolve::stays_string;
use super::scalar_analysis::{Analysis, analyze, is_break, is_printable};
use gotemplate::strconv::{json_float, shortest_float};

/// Lines are folded at the first space behind this column.
const BEST_WIDTH: usize = 80;
const INDENT: usize = 2;
/// Keys longer than this, in bytes, get the `? ` form.
const MAX_SIMPLE_KEY: usize = 128;

#[derive(Clone, Copy, PartialEq)]
enum Style {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
}

/// Writes one document. It is told of the scalars and collections in their order; every string is taken as it is.
pub(super) struct Emitter {
    out: String,
    /// In characters.
    column: usize,
    /// `None` before the first collection.
    indent: Option<usize>,
    indents: Vec<Option<usize>>,
    /// Whether the last character was whitespace.
    whitespace: bool,
    /// Whether the line holds only indentation and indicators so far.
    indention: bool,
}

impl Emitter {
    pub(super) fn new() -> Self {
        Self {
            out: String::new(),
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

    pub(super) fn null(&mut self) {
        self.plain("null");
    }

    pub(super) fn boolean(&mut self, value: bool) {
        self.plain(if value { "true" } else { "false" });
    }

    pub(super) fn signed(&mut self, value: i64) {
        self.plain(&value.to_string());
    }

    pub(super) fn unsigned(&mut self, value: u64) {
        self.plain(&value.to_string());
    }

    /// A number that is neither NaN nor infinite, as it comes out of JSON and go-yaml's reader again: a whole one
    /// becomes an integer.
    pub(super) fn float(&mut self, value: f64) {
        /// Below this size, every whole number is exact.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if value.fract() == 0.0 && value.abs() < EXACT {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "it is whole and small enough"
            )]
            return self.signed(value as i64);
        }
        match number::parse_integer(&json_float(value)) {
            Some(number::Integer::Signed(value)) => self.signed(value),
            Some(number::Integer::Unsigned(value)) => self.unsigned(value),
            None => self.plain(&shortest_float(value)),
        }
    }

    pub(super) fn string(&mut self, text: &str) {
        self.scalar(text, analyze(text), false);
    }

    pub(super) fn empty_list(&mut self) {
        self.empty("[", "]");
    }

    pub(super) fn empty_map(&mut self) {
        self.empty("{", "}");
    }

    /// Opens a list that has items. `is_value`: it stands behind a key.
    pub(super) fn open_list(&mut self, is_value: bool) {
        self.increase_indent(false, is_value && !self.indention);
    }

    /// Opens a map that has keys.
    pub(super) fn open_map(&mut self) {
        self.increase_indent(false, false);
    }

    /// Closes the innermost collection.
    pub(super) fn close(&mut self) {
        self.indent = self.indents.pop().flatten();
    }

    /// Begins an item of a list.
    pub(super) fn item(&mut self) {
        self.write_indent();
        self.indicator("-", true, false, true);
    }

    /// Begins an entry of a map.
    pub(super) fn key(&mut self, key: &str) {
        self.write_indent();
        let analysis = analyze(key);
        if !analysis.multiline && key.len() <= MAX_SIMPLE_KEY {
            self.scalar(key, analysis, true);
            self.indicator(":", false, false, false);
        } else {
            self.indicator("?", true, false, true);
            self.scalar(key, analysis, false);
            self.write_indent();
            self.indicator(":", true, false, true);
        }
    }

    fn empty(&mut self, open: &str, close: &str) {
        self.indicator(open, true, true, false);
        self.indicator(close, false, false, false);
    }

    fn plain(&mut self, text: &str) {
        if !self.whitespace {
            self.put(' ');
        }
        self.out.push_str(text);
        self.column += text.len();
        self.whitespace = false;
        self.indention = false;
    }

    fn scalar(&mut self, text: &str, analysis: Analysis, simple_key: bool) {
        self.increase_indent(true, false);
        let folds = !simple_key;
        match select_style(text, analysis, simple_key) {
            Style::Plain => self.plain_scalar(text, folds),
            Style::SingleQuoted => self.single_quoted(text, folds),
            Style::DoubleQuoted => self.double_quoted(text, folds),
            Style::Literal => self.literal(text),
        }
        self.indent = self.indents.pop().flatten();
    }

    fn increase_indent(&mut self, flow: bool, indentless: bool) {
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

    fn write_indent(&mut self) {
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

    fn indicator(&mut self, text: &str, needs_space: bool, is_space: bool, is_indention: bool) {
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
        let mut done = 0;
        for (at, character) in text.char_indices() {
            if at < done {
                continue;
            }
            let next = text.as_bytes().get(at + 1);
            if character == ' ' {
                let inside = !quoted || at > 0 && next.is_some();
                if folds && !spaces && self.column > BEST_WIDTH && inside && next != Some(&b' ') {
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
                done = self.put_run(text, at, character, |byte| {
                    matches!(byte, b'!'..=b'~') && !(quoted && byte == b'\'')
                });
                self.indention = false;
                spaces = false;
                breaks = false;
            }
        }
    }

    /// Writes a character, and the bytes behind it that `plain` takes. Gives the place behind them.
    fn put_run(
        &mut self,
        text: &str,
        at: usize,
        character: char,
        plain: impl Fn(u8) -> bool,
    ) -> usize {
        self.put(character);
        let from = at + character.len_utf8();
        let rest = text.as_bytes().get(from..).unwrap_or_default();
        let run = rest.iter().take_while(|byte| plain(**byte)).count();
        self.out
            .push_str(text.get(from..from + run).unwrap_or_default());
        self.column += run;
        from + run
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
                if folds && !spaces && self.column > BEST_WIDTH && at > 0 && at + 1 < bytes.len() {
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
        let mut done = 0;
        for (at, character) in text.char_indices() {
            if at < done {
                continue;
            }
            if is_break(bytes, at) {
                self.write_break(character);
                self.indention = true;
                breaks = true;
            } else {
                if breaks {
                    self.write_indent();
                }
                done = self.put_run(text, at, character, |byte| matches!(byte, b' '..=b'~'));
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

fn select_style(text: &str, analysis: Analysis, simple_key: bool) -> Style {
    if text.contains('\n') {
        return if simple_key || !analysis.block_allowed {
            Style::DoubleQuoted
        } else {
            Style::Literal
        };
    }
    if !stays_string(text) || number::is_base60(text) || simple_key && analysis.multiline {
        Style::DoubleQuoted
    } else if analysis.plain_allowed && !(text.is_empty() && simple_key) {
        Style::Plain
    } else if analysis.single_quoted_allowed {
        Style::SingleQuoted
    } else {
        Style::DoubleQuoted
    }
}
