//! Template values into YAML text as go-yaml v3 writes it (`yaml.NewEncoder` with an indentation of two; encode.go,
//! resolve.go and emitterc.go of go.yaml.in/yaml/v3). Helm's `toYamlPretty` is this.

use std::borrow::Cow;
use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use gotemplate::strconv::shortest_float;
use gotemplate::time::{Duration, Time};
use gotemplate::value::Json;
use gotemplate::{Budget, Exhausted, Kind, List, Object, Value};

use super::key_order;
use super::number::{
    is_base60, parse_binary, parse_dotted_float, parse_integer, parse_octal, parse_yaml_float,
};
use super::scalar_analysis::analyze;
use super::timestamp::is_timestamp;
use super::writer::{Style, Writer};

/// Keys longer than this, in bytes, get the `? ` form.
const MAX_SIMPLE_KEY: usize = 128;
/// How deep collections may nest. Go knows no bound but its memory, and crashes on a map that holds itself.
const DEPTH: usize = 1_000;
const BINARY_TAG: &str = "!!binary";
/// The letters of a line of base64.
const BINARY_LINE: usize = 70;

/// Why a value cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PrettyError {
    /// Go panics, with these words.
    #[error("cannot marshal type: {0}")]
    Panic(String),
    /// A limit was reached.
    #[error(transparent)]
    Exhausted(#[from] Exhausted),
    /// It nests too deep, or holds itself.
    #[error("yaml: the value nests deeper than {DEPTH}")]
    TooDeep,
}

/// Writes a value as go-yaml v3 does: lists are indented under their key, lines are not folded, and numbers keep
/// their Go types.
///
/// # Errors
/// For functions and complex numbers, for values that nest too deep, and when the budget is spent.
pub fn encode_pretty(value: &Value, budget: &Budget) -> Result<Vec<u8>, PrettyError> {
    let mut emitter = Emitter {
        writer: Writer::new(usize::MAX),
        frames: Vec::new(),
        budget,
        charged: 0,
    };
    emitter.document(value)?;
    Ok(emitter.writer.finish().into_bytes())
}

/// A key, which may be any bytes, and its value.
type Member = (Vec<u8>, Value);

/// A collection half written.
enum Frame {
    Sequence { list: List, next: usize },
    Mapping(std::vec::IntoIter<Member>),
}

struct Emitter<'a> {
    writer: Writer,
    frames: Vec<Frame>,
    budget: &'a Budget,
    /// How many of the bytes that were written the budget knows of.
    charged: usize,
}

impl Emitter<'_> {
    /// Spends what was written since the last time. A value that is shared is written at each place.
    fn charge(&mut self) -> Result<(), Exhausted> {
        let length = self.writer.len();
        let written = length.saturating_sub(self.charged);
        self.charged = length;
        self.budget.step(1)?;
        self.budget.grow(length as u64, written as u64)
    }

    fn document(&mut self, root: &Value) -> Result<(), PrettyError> {
        self.enter(root)?;
        while let Some(frame) = self.frames.last_mut() {
            let item = match frame {
                Frame::Sequence { list, next } => {
                    let item = list.get(*next);
                    *next = next.saturating_add(1);
                    item.map(|item| (None, item))
                }
                Frame::Mapping(rest) => rest.next().map(|(key, item)| (Some(key), item)),
            };
            match item {
                Some((Some(key), item)) => {
                    self.key(&key);
                    self.enter(&item)?;
                }
                Some((None, item)) => {
                    self.writer.write_indent();
                    self.writer.indicator("-", true, false, true);
                    self.enter(&item)?;
                }
                None => {
                    self.writer.decrease_indent();
                    self.frames.pop();
                }
            }
        }
        Ok(())
    }

    /// Writes a scalar or an empty collection, or opens one.
    fn enter(&mut self, value: &Value) -> Result<(), PrettyError> {
        self.charge()?;
        match value {
            Value::Nil => self.writer.plain("null"),
            Value::Bool(value) => self.writer.plain(if *value { "true" } else { "false" }),
            Value::Float64(number) => self.writer.plain(&float(*number)),
            Value::String(text) => self.string(text),
            Value::List(list) if list.is_empty() => self.writer.empty("[", "]"),
            Value::List(list) => self.open(Frame::Sequence {
                list: list.clone(),
                next: 0,
            })?,
            Value::Map(map) => self.mapping(
                map.entries()
                    .into_iter()
                    .map(|(key, item)| (key.to_vec(), item))
                    .collect(),
                true,
            )?,
            Value::Object(object) => self.object(object)?,
            Value::Function(_) | Value::Complex128(..) => {
                let shown = value.type_of().map(|shown| shown.to_string());
                return Err(PrettyError::Panic(shown.unwrap_or_default()));
            }
            Value::Int(number) | Value::Int64(number) => self.writer.plain(&number.to_string()),
            Value::Int32(number) => self.writer.plain(&number.to_string()),
            Value::Uint(number) | Value::Uint64(number) => self.writer.plain(&number.to_string()),
            Value::Uint8(number) => self.writer.plain(&number.to_string()),
        }
        Ok(())
    }

    fn object(&mut self, object: &Rc<dyn Object>) -> Result<(), PrettyError> {
        if let Some(time) = object.as_any().downcast_ref::<Time>() {
            self.writer.plain(&time.rfc3339());
            return Ok(());
        }
        if let Some(duration) = object.as_any().downcast_ref::<Duration>() {
            self.string(duration.to_string().as_bytes());
            return Ok(());
        }
        if let Some(underlying) = object.underlying() {
            return self.enter(&underlying);
        }
        if let (Kind::Struct | Kind::Pointer, Json::Value(Value::String(text))) =
            (object.kind(), object.json())
        {
            self.string(&text);
            return Ok(());
        }
        // Fields without a tag of their own go by their names in lower case.
        let fields = object.fields().into_iter();
        let members = fields.map(|(name, item)| (name.to_lowercase().into_bytes(), item));
        self.mapping(members.collect(), false)
    }

    fn mapping(&mut self, members: Vec<Member>, sorted: bool) -> Result<(), PrettyError> {
        if members.is_empty() {
            self.writer.empty("{", "}");
            return Ok(());
        }
        let members = if sorted {
            let named = members
                .into_iter()
                .map(|member| (String::from_utf8_lossy(&member.0).into_owned(), member))
                .collect();
            key_order::sort_pretty(named, |(name, _): &(String, Member)| name.as_str())
                .into_iter()
                .map(|(_, member)| member)
                .collect()
        } else {
            members
        };
        self.open(Frame::Mapping(members.into_iter()))
    }

    fn key(&mut self, key: &[u8]) {
        self.writer.write_indent();
        let scalar = Scalar::of(key);
        let tag_length = scalar.tag.map_or(0, str::len);
        let length = scalar.text.len().saturating_add(tag_length);
        if !analyze(&scalar.text).multiline && length <= MAX_SIMPLE_KEY {
            self.scalar(&scalar, true);
            self.writer.indicator(":", false, false, false);
        } else {
            self.writer.indicator("?", true, false, true);
            self.scalar(&scalar, false);
            self.writer.write_indent();
            self.writer.indicator(":", true, false, true);
        }
    }

    fn string(&mut self, text: &[u8]) {
        self.scalar(&Scalar::of(text), false);
    }

    fn scalar(&mut self, scalar: &Scalar<'_>, simple_key: bool) {
        if let Some(tag) = scalar.tag {
            self.writer.indicator(tag, true, false, false);
        }
        let style = scalar.style(simple_key);
        self.writer.styled(&scalar.text, style, simple_key);
    }

    fn open(&mut self, frame: Frame) -> Result<(), PrettyError> {
        if self.frames.len() >= DEPTH {
            return Err(PrettyError::TooDeep);
        }
        self.writer.increase_indent(false, false);
        self.frames.push(frame);
        Ok(())
    }
}

/// A string as it is written.
struct Scalar<'a> {
    text: Cow<'a, str>,
    tag: Option<&'static str>,
}

impl<'a> Scalar<'a> {
    /// What is no UTF-8 becomes base64.
    fn of(text: &'a [u8]) -> Self {
        match std::str::from_utf8(text) {
            Ok(text) => Self {
                text: text.into(),
                tag: None,
            },
            Err(_) => Self {
                text: binary(text).into(),
                tag: Some(BINARY_TAG),
            },
        }
    }

    fn style(&self, simple_key: bool) -> Style {
        let analysis = analyze(&self.text);
        if self.text.contains('\n') {
            return if simple_key || !analysis.pretty_block_allowed {
                Style::DoubleQuoted
            } else {
                Style::Literal
            };
        }
        if self.tag.is_none() && !stays_string(&self.text) || simple_key && analysis.multiline {
            Style::DoubleQuoted
        } else if analysis.plain_allowed {
            Style::Plain
        } else if analysis.single_quoted_allowed {
            Style::SingleQuoted
        } else {
            Style::DoubleQuoted
        }
    }
}

/// Base64, in lines where it is long.
fn binary(bytes: &[u8]) -> String {
    let letters = STANDARD.encode(bytes);
    if letters.len() < BINARY_LINE {
        return letters;
    }
    let mut out = String::with_capacity(letters.len().saturating_add(letters.len() / 64));
    for line in letters.as_bytes().chunks(BINARY_LINE) {
        out.push_str(&String::from_utf8_lossy(line));
        out.push('\n');
    }
    out
}

/// Whether a text without quotes would be read as a string, by YAML 1.1 too.
fn stays_string(text: &str) -> bool {
    let Some(first) = text.as_bytes().first() else {
        return false;
    };
    let is_other = match first {
        b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~' => is_word(text),
        b'.' => is_word(text) || parse_dotted_float(text).is_some(),
        b'+' | b'-' | b'0'..=b'9' => {
            is_word(text) || is_timestamp(text) || is_number(text) || is_base60(text)
        }
        _ => false,
    };
    !is_other
}

/// The words that are no strings in YAML 1.1; version 3 reads fewer of them so, but still writes them with quotes.
fn is_word(text: &str) -> bool {
    matches!(
        text,
        "true"
            | "True"
            | "TRUE"
            | "false"
            | "False"
            | "FALSE"
            | "~"
            | "null"
            | "Null"
            | "NULL"
            | "y"
            | "Y"
            | "yes"
            | "Yes"
            | "YES"
            | "on"
            | "On"
            | "ON"
            | "n"
            | "N"
            | "no"
            | "No"
            | "NO"
            | "off"
            | "Off"
            | "OFF"
            | ".nan"
            | ".NaN"
            | ".NAN"
            | ".inf"
            | ".Inf"
            | ".INF"
            | "+.inf"
            | "+.Inf"
            | "+.INF"
            | "-.inf"
            | "-.Inf"
            | "-.INF"
    )
}

fn is_number(text: &str) -> bool {
    let plain = text.replace('_', "");
    parse_integer(&plain).is_some()
        || parse_yaml_float(&plain).is_some()
        // A sign may stand behind these prefixes: 0b+1.
        || plain.strip_prefix("0b").and_then(parse_binary).is_some()
        || plain.strip_prefix("0o").and_then(parse_octal).is_some()
}

fn float(value: f64) -> String {
    if value.is_nan() {
        ".nan".into()
    } else if value.is_infinite() {
        if value > 0.0 { ".inf" } else { "-.inf" }.into()
    } else {
        shortest_float(value)
    }
}

#[cfg(test)]
mod tests;
