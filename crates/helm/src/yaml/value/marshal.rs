//! `sigs.k8s.io/yaml.Marshal` of templates' values.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gotemplate::value::Json;
use gotemplate::{Budget, Exhausted, FunctionError, List, Map, Text, Value, json};

use crate::yaml::convert::{convert, lossy};
use crate::yaml::emitter::Emitter;
use crate::yaml::encode::{SAFE_KEY, text_survives};
use crate::yaml::target::Exact;
use crate::yaml::{Error, key_order, parse};

/// How deep values are followed before Go's own way is taken, which finds values that hold themselves.
const DIRECT_DEPTH: usize = 1_000;

/// Why a value cannot be written, in Go's words.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum MarshalError {
    /// It has no JSON form.
    #[error("error marshaling into JSON: {0}")]
    Json(#[from] json::Error),
    /// go-yaml cannot read that JSON again.
    #[error(transparent)]
    Yaml(#[from] Error),
    /// The text would be too long.
    #[error(transparent)]
    Exhausted(#[from] Exhausted),
}

impl From<MarshalError> for FunctionError {
    fn from(error: MarshalError) -> Self {
        match error {
            MarshalError::Exhausted(exhausted) => Self::Exhausted(exhausted),
            other => Self::Message(other.to_string()),
        }
    }
}

/// Writes a value as `sigs.k8s.io/yaml.Marshal` does: it goes into JSON, and go-yaml reads that and writes it as YAML.
///
/// # Errors
/// When the value has no JSON form, when go-yaml does not read that (it refuses control characters), or when the
/// budget is spent.
pub fn marshal_value(value: &Value, budget: &Budget) -> Result<String, MarshalError> {
    match (Writer {
        budget,
        direct: true,
    })
    .write(value)
    {
        Ok(text) => Ok(text),
        Err(Detour::Exhausted(exhausted)) => Err(exhausted.into()),
        Err(Detour::Needed) => {
            let text = json::encode_within(value, json::Style::Compact, budget)??;
            let value = match parse(&text)? {
                Some(node) => convert::<Exact>(&node, false)?,
                None => Value::Nil,
            };
            match (Writer {
                budget,
                direct: false,
            })
            .write(&value)
            {
                Ok(text) => Ok(text),
                Err(Detour::Exhausted(exhausted)) => Err(exhausted.into()),
                // What go-yaml has read, it can write.
                Err(Detour::Needed) => Ok(String::new()),
            }
        }
    }
}

/// Why a value was not written.
enum Detour {
    /// It would come out of JSON or of go-yaml's reader as another, or not at all.
    Needed,
    Exhausted(Exhausted),
}

impl From<Exhausted> for Detour {
    fn from(exhausted: Exhausted) -> Self {
        Self::Exhausted(exhausted)
    }
}

/// A collection half written.
enum Frame {
    List(List, usize),
    Map(std::vec::IntoIter<(Key, Value)>),
}

struct Writer<'a> {
    budget: &'a Budget,
    /// Whether the value did not come out of go-yaml's reader.
    direct: bool,
}

impl Writer<'_> {
    fn write(&self, root: &Value) -> Result<String, Detour> {
        let mut emitter = Emitter::new();
        let mut frames = Vec::new();
        let mut paid = 0;
        self.enter(root, false, &mut emitter, &mut frames)?;
        while let Some(frame) = frames.last_mut() {
            let next = match frame {
                Frame::List(list, next) => list.get(*next).map(|item| {
                    *next += 1;
                    emitter.item();
                    (item, false)
                }),
                Frame::Map(rest) => rest.next().map(|(key, item)| {
                    emitter.key(key.as_str());
                    (item, true)
                }),
            };
            match next {
                Some((item, is_value)) => {
                    self.enter(&item, is_value, &mut emitter, &mut frames)?;
                }
                None => {
                    emitter.close();
                    frames.pop();
                }
            }
            self.pay(emitter.len(), &mut paid)?;
        }
        self.pay(emitter.len(), &mut paid)?;
        Ok(emitter.finish())
    }

    /// Spends what the text has grown by.
    fn pay(&self, length: usize, paid: &mut usize) -> Result<(), Exhausted> {
        self.budget.step(1)?;
        self.budget
            .grow(length as u64, length.saturating_sub(*paid) as u64)?;
        *paid = length;
        Ok(())
    }

    /// Writes a scalar or an empty collection, or opens one.
    fn enter(
        &self,
        value: &Value,
        is_value: bool,
        emitter: &mut Emitter,
        frames: &mut Vec<Frame>,
    ) -> Result<(), Detour> {
        match value {
            Value::Nil => emitter.null(),
            Value::Bool(value) => emitter.boolean(*value),
            Value::Int(value) | Value::Int64(value) => emitter.signed(*value),
            Value::Int32(value) => emitter.signed(i64::from(*value)),
            Value::Uint(value) | Value::Uint64(value) => emitter.unsigned(*value),
            Value::Uint8(value) => emitter.unsigned(u64::from(*value)),
            Value::Float64(value) if value.is_finite() => emitter.float(*value),
            Value::Float64(_) | Value::Complex128(..) | Value::Function(_) => {
                return Err(Detour::Needed);
            }
            Value::String(text) => self.string(text, emitter)?,
            Value::List(list) => return self.list(list, is_value, emitter, frames),
            Value::Map(map) => return self.map(map, emitter, frames),
            Value::Object(object) => match object.json() {
                // A type whose JSON is a struct of its own would go on for ever.
                Json::Value(Value::Object(_)) => return Err(Detour::Needed),
                Json::Value(value) => return self.enter(&value, is_value, emitter, frames),
                Json::Fields(fields) => {
                    let entries = fields
                        .into_iter()
                        .map(|(name, value)| (Text::from(name), value))
                        .collect();
                    return self.entries(entries, emitter, frames);
                }
            },
        }
        Ok(())
    }

    fn string(&self, text: &Text, emitter: &mut Emitter) -> Result<(), Detour> {
        let text = match std::str::from_utf8(text) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => Cow::Owned(lossy(text)),
        };
        if self.direct && !text_survives(&text) {
            return Err(Detour::Needed);
        }
        emitter.string(&text);
        Ok(())
    }

    fn list(
        &self,
        list: &List,
        is_value: bool,
        emitter: &mut Emitter,
        frames: &mut Vec<Frame>,
    ) -> Result<(), Detour> {
        if list.is_nil() {
            emitter.null();
        } else if let Some(bytes) = list.as_bytes() {
            self.budget.text(bytes.len() as u64)?;
            emitter.string(&STANDARD.encode(&*bytes));
        } else if list.is_empty() {
            emitter.empty_list();
        } else {
            self.check_depth(frames)?;
            emitter.open_list(is_value);
            frames.push(Frame::List(list.clone(), 0));
        }
        Ok(())
    }

    fn map(&self, map: &Map, emitter: &mut Emitter, frames: &mut Vec<Frame>) -> Result<(), Detour> {
        if map.is_nil() {
            emitter.null();
            return Ok(());
        }
        self.entries(map.entries(), emitter, frames)
    }

    fn entries(
        &self,
        entries: Vec<(Text, Value)>,
        emitter: &mut Emitter,
        frames: &mut Vec<Frame>,
    ) -> Result<(), Detour> {
        if entries.is_empty() {
            emitter.empty_map();
            return Ok(());
        }
        self.check_depth(frames)?;
        let mut keyed = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let Some(key) = Key::new(key) else {
                return Err(Detour::Needed);
            };
            if self.direct && (key.as_str().len() > SAFE_KEY || !text_survives(key.as_str())) {
                return Err(Detour::Needed);
            }
            keyed.push((key, value));
        }
        emitter.open_map();
        let sorted = key_order::sort(keyed, |(key, _)| key.as_str());
        frames.push(Frame::Map(sorted.into_iter()));
        Ok(())
    }

    fn check_depth(&self, frames: &[Frame]) -> Result<(), Detour> {
        if self.direct && frames.len() >= DIRECT_DEPTH {
            return Err(Detour::Needed);
        }
        Ok(())
    }
}

/// A key that is UTF-8.
struct Key(Text);

impl Key {
    fn new(text: Text) -> Option<Self> {
        std::str::from_utf8(&text).is_ok().then_some(Self(text))
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}
