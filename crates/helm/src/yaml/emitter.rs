//! Scalars and collections into YAML text (go-yaml's encode.go and emitterc.go).

use super::number;
use super::resolve::stays_string;
use super::scalar_analysis::{Analysis, analyze};
use super::writer::{Style, Writer};
use gotemplate::strconv::{json_float, shortest_float};

/// Lines are folded at the first space behind this column.
const BEST_WIDTH: usize = 80;
/// Keys longer than this, in bytes, get the `? ` form.
const MAX_SIMPLE_KEY: usize = 128;

/// Writes one document. It is told of the scalars and collections in their order; every string is taken as it is.
pub(super) struct Emitter {
    writer: Writer,
}

impl Emitter {
    pub(super) fn new() -> Self {
        Self {
            writer: Writer::new(BEST_WIDTH),
        }
    }

    /// How many bytes were written.
    pub(super) fn len(&self) -> usize {
        self.writer.len()
    }

    /// Ends the document.
    pub(super) fn finish(self) -> String {
        self.writer.finish()
    }

    pub(super) fn null(&mut self) {
        self.writer.plain("null");
    }

    pub(super) fn boolean(&mut self, value: bool) {
        self.writer.plain(if value { "true" } else { "false" });
    }

    pub(super) fn signed(&mut self, value: i64) {
        self.writer.plain(&value.to_string());
    }

    pub(super) fn unsigned(&mut self, value: u64) {
        self.writer.plain(&value.to_string());
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
            None => self.writer.plain(&shortest_float(value)),
        }
    }

    pub(super) fn string(&mut self, text: &str) {
        self.scalar(text, analyze(text), false);
    }

    pub(super) fn empty_list(&mut self) {
        self.writer.empty("[", "]");
    }

    pub(super) fn empty_map(&mut self) {
        self.writer.empty("{", "}");
    }

    /// Opens a list that has items. `is_value`: it stands behind a key.
    pub(super) fn open_list(&mut self, is_value: bool) {
        self.writer
            .increase_indent(false, is_value && !self.writer.indention);
    }

    /// Opens a map that has keys.
    pub(super) fn open_map(&mut self) {
        self.writer.increase_indent(false, false);
    }

    /// Closes the innermost collection.
    pub(super) fn close(&mut self) {
        self.writer.decrease_indent();
    }

    /// Begins an item of a list.
    pub(super) fn item(&mut self) {
        self.writer.write_indent();
        self.writer.indicator("-", true, false, true);
    }

    /// Begins an entry of a map.
    pub(super) fn key(&mut self, key: &str) {
        self.writer.write_indent();
        let analysis = analyze(key);
        if !analysis.multiline && key.len() <= MAX_SIMPLE_KEY {
            self.scalar(key, analysis, true);
            self.writer.indicator(":", false, false, false);
        } else {
            self.writer.indicator("?", true, false, true);
            self.scalar(key, analysis, false);
            self.writer.write_indent();
            self.writer.indicator(":", true, false, true);
        }
    }

    fn scalar(&mut self, text: &str, analysis: Analysis, simple_key: bool) {
        let style = select_style(text, analysis, simple_key);
        self.writer.styled(text, style, simple_key);
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
