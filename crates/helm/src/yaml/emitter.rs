//! JSON values into YAML text (go-yaml's encode.go and emitterc.go).

use serde_json::{Map, Number, Value};

use super::resolve::stays_string;
use super::scalar_analysis::{Analysis, analyze};
use super::writer::{Style, Writer};
use super::{key_order, number};
use crate::json::encode_number;
use gotemplate::strconv::shortest_float;

/// Lines are folded at the first space behind this column.
const BEST_WIDTH: usize = 80;
/// Keys longer than this, in bytes, get the `? ` form.
const MAX_SIMPLE_KEY: usize = 128;

/// Writes a value; every string is taken as it is.
pub(super) fn emit(value: &Value) -> String {
    let mut emitter = Emitter {
        writer: Writer::new(BEST_WIDTH),
    };
    emitter.document(value);
    emitter.writer.finish()
}

/// A collection half written.
enum Frame<'a> {
    Sequence(std::slice::Iter<'a, Value>),
    Mapping {
        rest: std::vec::IntoIter<(&'a String, &'a Value)>,
    },
}

struct Emitter {
    writer: Writer,
}

impl Emitter {
    fn document(&mut self, root: &Value) {
        let mut frames: Vec<Frame<'_>> = Vec::new();
        self.enter(root, false, &mut frames);
        while let Some(frame) = frames.last_mut() {
            match frame {
                Frame::Sequence(rest) => match rest.next() {
                    Some(item) => {
                        self.writer.write_indent();
                        self.writer.indicator("-", true, false, true);
                        self.enter(item, false, &mut frames);
                    }
                    None => {
                        self.writer.decrease_indent();
                        frames.pop();
                    }
                },
                Frame::Mapping { rest } => match rest.next() {
                    Some((key, item)) => {
                        self.key(key);
                        self.enter(item, true, &mut frames);
                    }
                    None => {
                        self.writer.decrease_indent();
                        frames.pop();
                    }
                },
            }
        }
    }

    /// Writes a scalar or an empty collection, or opens one.
    fn enter<'a>(&mut self, value: &'a Value, in_mapping: bool, frames: &mut Vec<Frame<'a>>) {
        match value {
            Value::Null => self.writer.plain("null"),
            Value::Bool(value) => self.writer.plain(if *value { "true" } else { "false" }),
            Value::Number(number) => self.writer.plain(&number_text(number)),
            Value::String(text) => self.string(text, false),
            Value::Array(items) if items.is_empty() => self.writer.empty("[", "]"),
            Value::Object(map) if map.is_empty() => self.writer.empty("{", "}"),
            Value::Array(items) => {
                self.writer
                    .increase_indent(false, in_mapping && !self.writer.indention);
                frames.push(Frame::Sequence(items.iter()));
            }
            Value::Object(map) => {
                self.writer.increase_indent(false, false);
                frames.push(Frame::Mapping {
                    rest: sorted(map).into_iter(),
                });
            }
        }
    }

    fn key(&mut self, key: &str) {
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

    fn string(&mut self, text: &str, simple_key: bool) {
        self.scalar(text, analyze(text), simple_key);
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

/// A number as it comes out of JSON and go-yaml's reader again: a whole float becomes an integer.
fn number_text(number: &Number) -> String {
    let text = encode_number(number);
    if !number.is_f64() {
        return text;
    }
    match number::parse_integer(&text) {
        Some(number::Integer::Signed(value)) => value.to_string(),
        Some(number::Integer::Unsigned(value)) => value.to_string(),
        None => shortest_float(number.as_f64().unwrap_or_default()),
    }
}

fn sorted(map: &Map<String, Value>) -> Vec<(&String, &Value)> {
    key_order::sort(map.iter().collect())
}
