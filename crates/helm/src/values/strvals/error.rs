//! What can be wrong with a `--set`, in Helm's words.

use gotemplate::strconv::quote;

use super::parser::{MAX_INDEX, MAX_NESTED_NAME_LEVEL};
use crate::values::ReadError;

/// Why a `--set` was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SetError {
    /// A key without `=`.
    #[error("key {} has no value", quote(key.as_bytes()))]
    KeyWithoutValue {
        /// The key.
        key: String,
    },
    /// A key, then a comma.
    #[error("key {} has no value (cannot end with ,)", quote(key.as_bytes()))]
    KeyBeforeComma {
        /// The key.
        key: String,
    },
    /// `a.=`: nothing was put into the map.
    #[error("key map {} has no value", quote(key.as_bytes()))]
    EmptyMap {
        /// The map's key.
        key: String,
    },
    /// Too many dots.
    #[error(
        "value name nested level is greater than maximum supported nested level of \
         {MAX_NESTED_NAME_LEVEL}"
    )]
    TooDeep,
    /// What stands in brackets is no number.
    #[error("error parsing index: strconv.Atoi: parsing {}: invalid syntax", quote(text.as_bytes()))]
    NotNumber {
        /// What stands there.
        text: String,
    },
    /// The number in brackets is beyond 64 bits.
    #[error("error parsing index: strconv.Atoi: parsing {}: value out of range", quote(text.as_bytes()))]
    OutOfRange {
        /// What stands there.
        text: String,
    },
    /// The number in brackets is below zero.
    #[error("negative {index} index not allowed")]
    NegativeIndex {
        /// The number.
        index: i64,
    },
    /// The number in brackets is too large.
    #[error("index of {index} is greater than maximum supported index of {MAX_INDEX}")]
    IndexTooLarge {
        /// The number.
        index: usize,
    },
    /// Something stands between `]` and what may follow it.
    #[error("unexpected data at end of array index: {shown}")]
    AfterIndex {
        /// What stands there, as Go's `%q` shows it.
        shown: String,
    },
    /// `{` without `}`.
    #[error("list must terminate with '}}'")]
    OpenList,
    /// What is there is no list, or no map.
    #[error("unable to parse key: interface conversion: interface {{}} is {found}, not {wanted}")]
    WrongType {
        /// The Go type of what is there.
        found: String,
        /// The Go type that it should have.
        wanted: &'static str,
    },
    /// A value is no JSON.
    #[error("{words}")]
    Json {
        /// Go's words.
        words: String,
    },
    /// A file cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
}
