//! Go's `encoding/json` decoding into structs: what it visits, and what it says.

use std::collections::BTreeMap;

use serde_json::Value;

use super::ShapeError;
use super::coercion::coerced;

/// JSON's word for a value's kind, as Go's messages use it.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// What to do with fields that the struct does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unknown {
    /// Leave them out.
    Ignore,
    /// They are an error.
    Refuse,
}

/// Decodes into structs and keeps the first mistake.
pub(crate) struct Decoder {
    unknown: Unknown,
    /// Whether any scalar may stand where a text belongs: sigs.k8s.io/yaml makes it so, JSON alone does not.
    coerces: bool,
    error: Option<ShapeError>,
    structure: &'static str,
    path: Vec<&'static str>,
}

impl Decoder {
    pub(crate) fn new(unknown: Unknown) -> Self {
        Self {
            unknown,
            coerces: true,
            error: None,
            structure: "",
            path: Vec::new(),
        }
    }

    /// A decoder of JSON that never was YAML.
    pub(crate) fn of_json() -> Self {
        Self {
            coerces: false,
            ..Self::new(Unknown::Ignore)
        }
    }

    pub(crate) fn finish(self) -> Result<(), ShapeError> {
        self.error.map_or(Ok(()), Err)
    }

    pub(super) fn keep(&mut self, error: ShapeError) {
        self.error.get_or_insert(error);
    }

    pub(super) fn mismatch(&mut self, value: &Value, wanted: &'static str) {
        let found = kind(value);
        let error = if self.path.is_empty() {
            ShapeError::Document { found, wanted }
        } else {
            ShapeError::Field {
                found,
                structure: self.structure,
                field: self.path.join("."),
                wanted,
            }
        };
        self.keep(error);
    }

    /// Visits an object's members as Go does: `fields` are the struct's, `visit` gets a field's index and value.
    pub(crate) fn object(
        &mut self,
        value: &Value,
        structure: &'static str,
        wanted: &'static str,
        fields: &[&'static str],
        mut visit: impl FnMut(&mut Self, &'static str, &Value),
    ) {
        let map = match value {
            Value::Object(map) => map,
            Value::Null => return,
            other => return self.mismatch(other, wanted),
        };
        let mut members: Vec<_> = map.iter().collect();
        members.sort_by(|(left, _), (right, _)| left.as_bytes().cmp(right.as_bytes()));
        for (key, value) in members {
            let field = fields
                .iter()
                .find(|field| *field == key)
                .or_else(|| fields.iter().find(|field| same_folded(field, key)));
            let Some(field) = field else {
                if self.unknown == Unknown::Refuse {
                    self.keep(ShapeError::Unknown { name: key.clone() });
                }
                continue;
            };
            let outer = std::mem::replace(&mut self.structure, structure);
            self.path.push(field);
            visit(self, field, value);
            self.path.pop();
            self.structure = outer;
        }
    }

    pub(crate) fn string(&mut self, value: &Value, into: &mut String) {
        let text = match value {
            Value::String(text) => Some(text.clone()),
            _ if self.coerces => coerced(value),
            _ => None,
        };
        match text {
            Some(text) => *into = text,
            None if value.is_null() => {}
            None => self.mismatch(value, "string"),
        }
    }

    /// Decodes a `map[string]string` over the old one.
    pub(crate) fn string_map(&mut self, value: &Value, into: &mut BTreeMap<String, String>) {
        match value {
            Value::Object(map) => {
                let mut members: Vec<_> = map.iter().collect();
                members.sort_by(|(left, _), (right, _)| left.as_bytes().cmp(right.as_bytes()));
                for (key, value) in members {
                    let mut text = String::new();
                    self.string(value, &mut text);
                    into.insert(key.clone(), text);
                }
            }
            Value::Null => into.clear(),
            other => self.mismatch(other, "map[string]string"),
        }
    }

    /// The members of a `map[string]string`, in the order in which Go visits them.
    pub(crate) fn texts(&mut self, value: &Value) -> Vec<(String, Value)> {
        let map = match value {
            Value::Object(map) => map,
            Value::Null => return Vec::new(),
            other => {
                self.mismatch(other, "map[string]string");
                return Vec::new();
            }
        };
        let mut members: Vec<_> = map.iter().collect();
        members.sort_by(|(left, _), (right, _)| left.as_bytes().cmp(right.as_bytes()));
        members
            .into_iter()
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect()
    }

    pub(super) fn boolean(&mut self, value: &Value, into: &mut bool) {
        match value {
            Value::Bool(flag) => *into = *flag,
            Value::Null => {}
            other => self.mismatch(other, "bool"),
        }
    }

    /// Decodes a list over the old one, entry by entry.
    pub(crate) fn list<T: Default>(
        &mut self,
        value: &Value,
        into: &mut Vec<T>,
        wanted: &'static str,
        mut visit: impl FnMut(&mut Self, &Value, &mut T),
    ) {
        match value {
            Value::Array(items) => {
                into.resize_with(items.len(), T::default);
                for (item, place) in items.iter().zip(into) {
                    visit(self, item, place);
                }
            }
            Value::Null => into.clear(),
            other => self.mismatch(other, wanted),
        }
    }

    pub(super) fn strings(&mut self, value: &Value, into: &mut Vec<String>) {
        self.list(value, into, "[]string", |decoder, item, place| {
            decoder.string(item, place);
        });
    }

    /// Decodes a list of pointers: null makes the entry nil, anything else fills it.
    pub(super) fn pointers<T: Default>(
        &mut self,
        value: &Value,
        into: &mut Vec<Option<T>>,
        wanted: &'static str,
        mut visit: impl FnMut(&mut Self, &Value, &mut T),
    ) {
        self.list(value, into, wanted, |decoder, item, place| {
            if item.is_null() {
                *place = None;
            } else {
                visit(decoder, item, place.get_or_insert_with(T::default));
            }
        });
    }
}

/// Whether two names are the same without regard to case, as `encoding/json` folds them.
fn same_folded(field: &str, key: &str) -> bool {
    field.eq_ignore_ascii_case(key) || {
        // The two letters outside ASCII that fold into it: the Kelvin sign and the long s.
        key.contains(['\u{212a}', '\u{17f}'])
            && field.eq_ignore_ascii_case(&key.replace('\u{212a}', "k").replace('\u{17f}', "s"))
    }
}
