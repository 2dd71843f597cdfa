//! Writing (`encoding/json/encode.go`, `indent.go`), without recursion: values nest as deep as they like.

use std::collections::HashSet;
use std::vec;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::budget::{Budget, Exhausted};
use crate::strconv::{json_float, not_finite};
use crate::value::{Json, List, Map, Text, Type, Value};

use super::{Error, MAX_DEPTH, Style, string};

/// Up to this depth Go looks for no cycles (`encode.go`: startDetectingCyclesAfter).
const UNCHECKED_DEPTH: usize = 1_000;

/// Why the writing stopped.
enum Stop {
    Error(Error),
    Exhausted(Exhausted),
}

impl From<Exhausted> for Stop {
    fn from(exhausted: Exhausted) -> Self {
        Self::Exhausted(exhausted)
    }
}

/// Writes a value.
pub(super) fn encode(
    value: &Value,
    style: Style,
    budget: &Budget,
) -> Result<Result<Vec<u8>, Error>, Exhausted> {
    let mut encoder = Encoder {
        out: Vec::new(),
        style,
        budget,
        open: Vec::new(),
        references: 0,
        seen: HashSet::new(),
        too_deep: None,
    };
    match encoder.document(value.clone()) {
        Ok(()) => Ok(match encoder.too_deep {
            None => Ok(encoder.out),
            Some(bracket) => Err(Error::invalid_character(bracket, "exceeded max depth")),
        }),
        Err(Stop::Error(error)) => Ok(Err(error)),
        Err(Stop::Exhausted(exhausted)) => Err(exhausted),
    }
}

struct Encoder<'b> {
    out: Vec<u8>,
    style: Style,
    budget: &'b Budget,
    open: Vec<Open>,
    /// How many maps and lists are open.
    references: usize,
    /// Those that are open below [`UNCHECKED_DEPTH`].
    seen: HashSet<Reference>,
    /// The bracket at which Go's indenter gives up. It runs when all is written, so that other errors come first.
    too_deep: Option<u8>,
}

/// What Go tells maps and lists apart by: the address, and for a list its length.
type Reference = (usize, Option<usize>);

/// A container whose members are being written.
struct Open {
    members: Members,
    first: bool,
    reference: Option<Reference>,
}

enum Members {
    List(List, usize),
    Map(vec::IntoIter<(Text, Value)>),
    Fields(vec::IntoIter<(String, Value)>),
}

impl Members {
    fn brackets(&self) -> (u8, u8) {
        match self {
            Self::List(..) => (b'[', b']'),
            Self::Map(_) | Self::Fields(_) => (b'{', b'}'),
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::List(list, next) => *next >= list.len(),
            Self::Map(entries) => entries.len() == 0,
            Self::Fields(fields) => fields.len() == 0,
        }
    }

    fn next(&mut self) -> Option<(Option<Text>, Value)> {
        match self {
            Self::List(list, next) => {
                let item = list.get(*next)?;
                *next = next.saturating_add(1);
                Some((None, item))
            }
            Self::Map(entries) => entries.next().map(|(key, value)| (Some(key), value)),
            Self::Fields(fields) => fields
                .next()
                .map(|(name, value)| (Some(name.into()), value)),
        }
    }
}

impl Encoder<'_> {
    fn document(&mut self, value: Value) -> Result<(), Stop> {
        let mut next = Some(value);
        while let Some(value) = next {
            self.budget.step(1)?;
            self.value(value)?;
            next = self.member()?;
        }
        Ok(())
    }

    /// Goes to the next member of the innermost container, after the end of those that have none left.
    fn member(&mut self) -> Result<Option<Value>, Stop> {
        while let Some(open) = self.open.last_mut() {
            let Some((key, value)) = open.members.next() else {
                self.close()?;
                continue;
            };
            if !std::mem::take(&mut open.first) {
                self.write(b",")?;
            }
            self.line()?;
            if let Some(key) = key {
                self.string(&key)?;
                self.write(if self.style == Style::Indented {
                    b": "
                } else {
                    b":"
                })?;
            }
            return Ok(Some(value));
        }
        Ok(None)
    }

    fn close(&mut self) -> Result<(), Stop> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        if let Some(reference) = open.reference {
            self.references = self.references.saturating_sub(1);
            self.seen.remove(&reference);
        }
        self.line()?;
        let (_, bracket) = open.members.brackets();
        self.write(&[bracket])
    }

    fn value(&mut self, value: Value) -> Result<(), Stop> {
        match value {
            Value::Nil => self.write(b"null"),
            Value::Bool(true) => self.write(b"true"),
            Value::Bool(false) => self.write(b"false"),
            Value::Int(value) | Value::Int64(value) => self.write(value.to_string().as_bytes()),
            Value::Int32(value) => self.write(value.to_string().as_bytes()),
            Value::Uint(value) | Value::Uint64(value) => self.write(value.to_string().as_bytes()),
            Value::Uint8(value) => self.write(value.to_string().as_bytes()),
            Value::Float64(value) => match not_finite(value) {
                None => self.write(json_float(value).as_bytes()),
                Some(word) => Err(stop(format!("json: unsupported value: {word}"))),
            },
            Value::Complex128(..) => Err(unsupported(Type::Complex128)),
            Value::Function(_) => Err(unsupported(Type::Function)),
            Value::String(text) => self.string(&text),
            Value::List(list) => self.list(list),
            Value::Map(map) => self.map(&map),
            Value::Object(object) => match object.json() {
                Json::Value(value) => self.value(value),
                Json::Fields(fields) => self.open(Members::Fields(fields.into_iter()), None),
            },
        }
    }

    fn list(&mut self, list: List) -> Result<(), Stop> {
        if list.is_nil() {
            return self.write(b"null");
        }
        let list_type = list.list_type();
        if list_type.element == Type::Uint8 {
            let bytes = list.as_bytes().unwrap_or_default();
            self.reserve(bytes.len())?;
            let text = STANDARD.encode(bytes.as_bytes());
            self.write(b"\"")?;
            self.write(text.as_bytes())?;
            return self.write(b"\"");
        }
        let reference = (list.address(), Some(list.len()));
        self.enter(reference, Type::List(list_type))?;
        self.open(Members::List(list, 0), Some(reference))
    }

    fn map(&mut self, map: &Map) -> Result<(), Stop> {
        if map.is_nil() {
            return self.write(b"null");
        }
        let reference = (map.address(), None);
        self.enter(reference, Type::Map(map.map_type()))?;
        self.open(Members::Map(map.entries().into_iter()), Some(reference))
    }

    /// Looks for a cycle, from the depth on from which Go does.
    fn enter(&mut self, reference: Reference, value_type: Type) -> Result<(), Stop> {
        if self.references >= UNCHECKED_DEPTH && !self.seen.insert(reference) {
            return Err(stop(format!(
                "json: unsupported value: encountered a cycle via {value_type}"
            )));
        }
        Ok(())
    }

    fn open(&mut self, members: Members, reference: Option<Reference>) -> Result<(), Stop> {
        let (bracket, end) = members.brackets();
        if self.style == Style::Indented && self.open.len() >= MAX_DEPTH {
            self.too_deep.get_or_insert(bracket);
        }
        self.write(&[bracket])?;
        if members.is_empty() {
            if let Some(reference) = reference {
                self.seen.remove(&reference);
            }
            return self.write(&[end]);
        }
        if reference.is_some() {
            self.references = self.references.saturating_add(1);
        }
        self.open.push(Open {
            members,
            first: true,
            reference,
        });
        Ok(())
    }

    fn string(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        // An escape is up to six times as long as what it stands for.
        self.reserve(bytes.len())?;
        if self.too_deep.is_none() {
            string::write(bytes, self.style != Style::Raw, &mut self.out);
        }
        Ok(())
    }

    /// Starts a line of the indented style.
    fn line(&mut self) -> Result<(), Stop> {
        if self.style == Style::Indented && self.too_deep.is_none() {
            let indent = self.open.len().saturating_mul(2);
            self.reserve(indent.saturating_add(1))?;
            self.out.push(b'\n');
            self.out.resize(self.out.len().saturating_add(indent), b' ');
        }
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        if self.too_deep.is_none() {
            self.reserve(bytes.len())?;
            self.out.extend_from_slice(bytes);
        }
        Ok(())
    }

    fn reserve(&self, more: usize) -> Result<(), Exhausted> {
        let length = self.out.len().saturating_add(more);
        self.budget.grow(
            u64::try_from(length).unwrap_or(u64::MAX),
            u64::try_from(more).unwrap_or(u64::MAX),
        )
    }
}

fn stop(message: String) -> Stop {
    Stop::Error(Error(message))
}

fn unsupported(value_type: Type) -> Stop {
    stop(format!("json: unsupported type: {value_type}"))
}
