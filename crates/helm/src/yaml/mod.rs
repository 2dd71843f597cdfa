//! YAML 1.1 as Helm reads and writes it: go-yaml v2 behind sigs.k8s.io/yaml 1.6.
//!
//! Reading gives a tree of [`Node`]s with the place of each ([`parse`], [`parse_all`]), or a JSON value
//! ([`to_value`], [`to_value_strict`]). Errors carry go-yaml's own words and line numbers, and the true place.
//! Writing ([`encode`], [`marshal`]) gives the bytes of `sigs.k8s.io/yaml.Marshal`, and [`encode_pretty`] those of
//! go-yaml v3.
//!
//! ```
//! let chart = helm::yaml::to_value(b"version: 1.10\nkeywords: [on, a]\n").unwrap();
//! assert_eq!(chart["version"], 1.1);
//! assert_eq!(helm::yaml::encode(&chart), "keywords:\n- true\n- a\nversion: 1.1\n");
//! ```

mod compose;
mod convert;
mod emitter;
mod encode;
mod error;
mod go_syntax;
pub(crate) mod key_order;
mod letters;
mod node;
mod number;
pub(crate) mod outline;
mod parser;
mod pretty;
mod resolve;
mod scalar_analysis;
mod scanner;
mod source;
mod target;
mod timestamp;
mod value;
mod writer;

use serde_json::Value;

pub use convert::node_to_value;
pub use encode::{encode, marshal};
pub use error::{DuplicateKey, Error};
pub use node::{Mark, Node, NodeKind, Scalar, ScalarStyle};
pub use pretty::{PrettyError, encode_pretty};
pub use value::{
    DecodeError, MarshalError, decode_list, decode_map, decode_value, marshal_value, to_list,
    to_map,
};

/// Reads the first document, as go-yaml's `Unmarshal` does; the others are not looked at.
/// `None`: there is no document.
///
/// # Errors
/// When the text is not YAML, or contradicts itself.
pub fn parse(bytes: &[u8]) -> Result<Option<Node>, Error> {
    compose::Composer::new(bytes).document()
}

/// Reads every document.
///
/// # Errors
/// When the text is not YAML, or contradicts itself.
pub fn parse_all(bytes: &[u8]) -> Result<Vec<Node>, Error> {
    let mut composer = compose::Composer::new(bytes);
    let mut documents = Vec::new();
    while let Some(document) = composer.document()? {
        documents.push(document);
    }
    Ok(documents)
}

/// Reads the first document as a JSON value, as sigs.k8s.io/yaml's `YAMLToJSON` does: merge keys are applied,
/// of repeated keys the last counts, keys become strings. No document is `null`.
///
/// Integers stay `i64` or `u64`; Go's `Unmarshal` into `interface{}` makes `float64` of them afterwards.
///
/// # Errors
/// When the text is not YAML, contradicts itself, or has no JSON form.
pub fn to_value(bytes: &[u8]) -> Result<Value, Error> {
    match parse(bytes)? {
        Some(node) => convert::convert::<target::Json>(&node, false),
        None => Ok(Value::Null),
    }
}

/// Like [`to_value`], but repeated keys are errors (sigs.k8s.io/yaml's `UnmarshalStrict`).
///
/// # Errors
/// As [`to_value`], and [`Error::DuplicateKeys`].
pub fn to_value_strict(bytes: &[u8]) -> Result<Value, Error> {
    match parse(bytes)? {
        Some(node) => convert::convert::<target::Json>(&node, true),
        None => Ok(Value::Null),
    }
}

#[cfg(test)]
mod tests;
