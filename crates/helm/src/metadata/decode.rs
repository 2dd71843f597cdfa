//! From YAML to Helm's structs, as sigs.k8s.io/yaml and Go's `encoding/json` do it together.
//!
//! Go's habits that show in what Helm accepts and says: keys match without regard to case; objects are visited in the
//! byte order of their keys; a number or boolean bound for a text is written as one; the first mistake is kept while
//! decoding goes on; and decoding over an existing value merges with it, list entries included.

use serde_json::{Map, Value};

use super::{Dependency, Lock, Maintainer, Metadata};
use crate::yaml;

/// Why a file is not what Helm expects, in Helm's words.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    /// It is not YAML, or holds a key twice where that matters.
    #[error("error converting YAML to JSON: {0}")]
    Yaml(#[from] yaml::Error),
    /// It is YAML of another shape.
    #[error("error unmarshaling JSON: while decoding JSON: {0}")]
    Shape(#[from] ShapeError),
}

impl DecodeError {
    /// Where the YAML is broken, when that is known.
    pub fn mark(&self) -> Option<yaml::Mark> {
        match self {
            Self::Yaml(error) => error.mark(),
            Self::Shape(_) => None,
        }
    }
}

/// A value of a kind that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShapeError {
    /// A field holds a value of a wrong kind.
    #[error(
        "json: cannot unmarshal {found} into Go struct field {structure}.{field} of type {wanted}"
    )]
    Field {
        /// The kind found, in JSON's words.
        found: &'static str,
        /// The struct's name in Helm.
        structure: &'static str,
        /// The field's path, for example `maintainers.email`.
        field: String,
        /// The Go type.
        wanted: &'static str,
    },
    /// The document as a whole is of a wrong kind.
    #[error("json: cannot unmarshal {found} into Go value of type {wanted}")]
    Document {
        /// The kind found, in JSON's words.
        found: &'static str,
        /// The Go type.
        wanted: &'static str,
    },
    /// A field that Helm does not know, where that matters.
    #[error("json: unknown field {}", crate::quote::quote(name))]
    Unknown {
        /// The field's own name.
        name: String,
    },
    /// A time that is not RFC 3339.
    #[error("parsing time {}: not an RFC 3339 time", crate::quote::quote(text))]
    Time {
        /// The text found.
        text: String,
    },
}

/// Reads Chart.yaml or requirements.yaml into (and over) the metadata.
pub(crate) fn merge_metadata(metadata: &mut Metadata, text: &[u8]) -> Result<(), DecodeError> {
    let value = yaml::to_value(text)?;
    let mut decoder = Decoder::new(Unknown::Ignore);
    decoder.metadata(&value, metadata);
    Ok(decoder.finish()?)
}

/// Reads Chart.yaml and minds unknown fields and repeated keys.
pub(crate) fn strictly(text: &[u8]) -> Result<(), DecodeError> {
    let value = yaml::to_value_strict(text)?;
    let mut decoder = Decoder::new(Unknown::Refuse);
    decoder.metadata(&value, &mut Metadata::default());
    Ok(decoder.finish()?)
}

/// Reads a lock file; a null document is no lock.
pub(crate) fn lock(text: &[u8]) -> Result<Option<Lock>, DecodeError> {
    let value = yaml::to_value(text)?;
    if value.is_null() {
        return Ok(None);
    }
    let mut lock = Lock::default();
    let mut decoder = Decoder::new(Unknown::Ignore);
    decoder.lock(&value, &mut lock);
    decoder.finish()?;
    Ok(Some(lock))
}

/// Reads one document of values.yaml while loading: a map (`map[string]any`).
pub(crate) fn map(text: &[u8]) -> Result<Map<String, Value>, DecodeError> {
    map_named(text, "map[string]interface {}")
}

/// Reads values.yaml for lint: a map, which has a type of its own there.
pub(crate) fn values(text: &[u8]) -> Result<Map<String, Value>, DecodeError> {
    map_named(text, "common.Values")
}

fn map_named(text: &[u8], wanted: &'static str) -> Result<Map<String, Value>, DecodeError> {
    match yaml::to_value(text)? {
        Value::Object(map) => Ok(map),
        Value::Null => Ok(Map::new()),
        other => Err(ShapeError::Document {
            found: kind(&other),
            wanted,
        }
        .into()),
    }
}

/// JSON's word for a value's kind, as Go's messages use it.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// A scalar as the text that a text field gets, or `None` for a list, a map and null.
pub(crate) fn coerced(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) if number.is_f64() => number.as_f64().map(format_float),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// `strconv.FormatFloat(v, 'g', -1, 32)`: the shortest text that reads back as the same 32-bit float.
fn format_float(value: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "Helm rounds to 32 bits here"
    )]
    let value = value as f32;
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    let scientific = format!("{value:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if !(-4..6).contains(&exponent) {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{digits}e{sign}{:02}", exponent.unsigned_abs());
    }
    format!("{value}")
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
    error: Option<ShapeError>,
    structure: &'static str,
    path: Vec<&'static str>,
}

impl Decoder {
    pub(crate) fn new(unknown: Unknown) -> Self {
        Self {
            unknown,
            error: None,
            structure: "",
            path: Vec::new(),
        }
    }

    pub(crate) fn finish(self) -> Result<(), ShapeError> {
        self.error.map_or(Ok(()), Err)
    }

    fn keep(&mut self, error: ShapeError) {
        self.error.get_or_insert(error);
    }

    fn mismatch(&mut self, value: &Value, wanted: &'static str) {
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
        match coerced(value) {
            Some(text) => *into = text,
            None if value.is_null() => {}
            None => self.mismatch(value, "string"),
        }
    }

    fn boolean(&mut self, value: &Value, into: &mut bool) {
        match value {
            Value::Bool(flag) => *into = *flag,
            Value::Null => {}
            other => self.mismatch(other, "bool"),
        }
    }

    /// Decodes a list over the old one, entry by entry.
    fn list<T: Default>(
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

    fn strings(&mut self, value: &Value, into: &mut Vec<String>) {
        self.list(value, into, "[]string", |decoder, item, place| {
            decoder.string(item, place);
        });
    }

    /// Decodes a list of pointers: null makes the entry nil, anything else fills it.
    fn pointers<T: Default>(
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

    fn metadata(&mut self, value: &Value, into: &mut Metadata) {
        const FIELDS: &[&str] = &[
            "name",
            "home",
            "sources",
            "version",
            "description",
            "keywords",
            "maintainers",
            "icon",
            "apiVersion",
            "condition",
            "tags",
            "appVersion",
            "deprecated",
            "annotations",
            "kubeVersion",
            "dependencies",
            "type",
        ];
        self.object(
            value,
            "Metadata",
            "v2.Metadata",
            FIELDS,
            |decoder, field, value| match field {
                "name" => decoder.string(value, &mut into.name),
                "home" => decoder.string(value, &mut into.home),
                "sources" => decoder.strings(value, &mut into.sources),
                "version" => decoder.string(value, &mut into.version),
                "description" => decoder.string(value, &mut into.description),
                "keywords" => decoder.strings(value, &mut into.keywords),
                "maintainers" => decoder.pointers(
                    value,
                    &mut into.maintainers,
                    "[]*v2.Maintainer",
                    Self::maintainer,
                ),
                "icon" => decoder.string(value, &mut into.icon),
                "apiVersion" => decoder.string(value, &mut into.api_version),
                "condition" => decoder.string(value, &mut into.condition),
                "tags" => decoder.string(value, &mut into.tags),
                "appVersion" => decoder.string(value, &mut into.app_version),
                "deprecated" => decoder.boolean(value, &mut into.deprecated),
                "annotations" => decoder.annotations(value, into),
                "kubeVersion" => decoder.string(value, &mut into.kube_version),
                "dependencies" => decoder.dependencies(value, &mut into.dependencies),
                _ => decoder.string(value, &mut into.chart_type),
            },
        );
    }

    fn annotations(&mut self, value: &Value, into: &mut Metadata) {
        match value {
            Value::Object(map) => {
                let mut members: Vec<_> = map.iter().collect();
                members.sort_by(|(left, _), (right, _)| left.as_bytes().cmp(right.as_bytes()));
                for (key, value) in members {
                    let mut text = String::new();
                    self.string(value, &mut text);
                    into.annotations.insert(key.clone(), text);
                }
            }
            Value::Null => into.annotations.clear(),
            other => self.mismatch(other, "map[string]string"),
        }
    }

    fn maintainer(&mut self, value: &Value, into: &mut Maintainer) {
        self.object(
            value,
            "Maintainer",
            "v2.Maintainer",
            &["name", "email", "url"],
            |decoder, field, value| match field {
                "name" => decoder.string(value, &mut into.name),
                "email" => decoder.string(value, &mut into.email),
                _ => decoder.string(value, &mut into.url),
            },
        );
    }

    fn dependencies(&mut self, value: &Value, into: &mut Vec<Option<Dependency>>) {
        self.pointers(value, into, "[]*v2.Dependency", Self::dependency);
    }

    fn dependency(&mut self, value: &Value, into: &mut Dependency) {
        const FIELDS: &[&str] = &[
            "name",
            "version",
            "repository",
            "condition",
            "tags",
            "enabled",
            "import-values",
            "alias",
        ];
        self.object(
            value,
            "Dependency",
            "v2.Dependency",
            FIELDS,
            |decoder, field, value| match field {
                "name" => decoder.string(value, &mut into.name),
                "version" => decoder.string(value, &mut into.version),
                "repository" => decoder.string(value, &mut into.repository),
                "condition" => decoder.string(value, &mut into.condition),
                "tags" => decoder.strings(value, &mut into.tags),
                "enabled" => decoder.boolean(value, &mut into.enabled),
                "import-values" => decoder.list(
                    value,
                    &mut into.import_values,
                    "[]interface {}",
                    |_, item, place| *place = item.clone(),
                ),
                _ => decoder.string(value, &mut into.alias),
            },
        );
    }

    fn lock(&mut self, value: &Value, into: &mut Lock) {
        self.object(
            value,
            "Lock",
            "v2.Lock",
            &["generated", "digest", "dependencies"],
            |decoder, field, value| match field {
                "generated" => match value {
                    Value::Null => {}
                    Value::String(text) => match text.parse() {
                        Ok(time) => into.generated = time,
                        Err(error) => decoder.keep(error),
                    },
                    other => decoder.keep(ShapeError::Time {
                        text: other.to_string(),
                    }),
                },
                "digest" => decoder.string(value, &mut into.digest),
                _ => {
                    let list = into.dependencies.get_or_insert_default();
                    decoder.dependencies(value, list);
                    if value.is_null() {
                        into.dependencies = None;
                    }
                }
            },
        );
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_print_as_go_prints_them_for_a_text_field() {
        for (value, text) in [
            (1.1, "1.1"),
            (1.0, "1"),
            (0.1, "0.1"),
            (1.25e-5, "1.25e-05"),
            (0.0001, "0.0001"),
            (100_000.0, "100000"),
            (1_000_000.0, "1e+06"),
            (1_234_567.0, "1.234567e+06"),
            (2024.0101, "2024.0101"),
            (16_777_217.0, "1.6777216e+07"),
            (3.141_592_653_589, "3.1415927"),
            (123_456.7, "123456.7"),
            (1e30, "1e+30"),
            (-2.5, "-2.5"),
        ] {
            assert_eq!(format_float(value), text);
        }
    }
}
