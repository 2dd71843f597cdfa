//! Why a file is not what Helm expects.

use crate::yaml;
use gotemplate::strconv::quote;

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
    #[error("json: unknown field {}", quote(name.as_bytes()))]
    Unknown {
        /// The field's own name.
        name: String,
    },
    /// A time that is not RFC 3339.
    #[error("parsing time {}: not an RFC 3339 time", quote(text.as_bytes()))]
    Time {
        /// The text found.
        text: String,
    },
}
