//! Why a schema cannot be used, in santhosh's words.

use gotemplate::strconv::quote;

use super::invalid::Invalid;
use super::steps::Stop;

/// Why a schema cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CompileError {
    /// A URL that is none.
    #[error("error in parsing {}: {problem}", quote(url.as_bytes()))]
    ParseUrl {
        /// The text.
        url: String,
        /// Go's words.
        problem: String,
    },
    /// A document that cannot be had.
    #[error("failing loading {}: {problem}", quote(url.as_bytes()))]
    LoadUrl {
        /// Its URL.
        url: String,
        /// Why.
        problem: String,
    },
    /// The URL of a directory of the metaschemas.
    #[error("read metaschemas/{path}/: is a directory")]
    LoadDirectory {
        /// What stands in the URL behind the host.
        path: String,
    },
    /// A `$schema` that is no URL.
    #[error("invalid $schema in {}: {problem}", quote(url.as_bytes()))]
    InvalidMetaschemaUrl {
        /// Where it stands.
        url: String,
        /// Go's words.
        problem: String,
    },
    /// A schema that is its own metaschema.
    #[error("draft {} is not supported", quote(url.as_bytes()))]
    UnsupportedDraft {
        /// Its URL.
        url: String,
    },
    /// Metaschemas that name each other.
    #[error("cycle in resolving $schema in {}", quote(url.as_bytes()))]
    MetaschemaCycle {
        /// One of them.
        url: String,
    },
    /// An `$id` that is no URL.
    #[error("error in parsing id at {}", quote(url.as_bytes()))]
    ParseId {
        /// Where it stands.
        url: String,
    },
    /// An anchor that is no fragment.
    #[error("error in parsing anchor at {}", quote(url.as_bytes()))]
    ParseAnchor {
        /// Where it stands.
        url: String,
    },
    /// An `$id` that two schemas have.
    #[error(
        "duplicate id {} in {} at {} and {}",
        quote(id.as_bytes()),
        quote(url.as_bytes()),
        quote(first),
        quote(second)
    )]
    DuplicateId {
        /// The id.
        id: String,
        /// The document.
        url: String,
        /// A pointer to the one.
        first: Vec<u8>,
        /// A pointer to the other.
        second: Vec<u8>,
    },
    /// An anchor that two schemas have.
    #[error(
        "duplicate anchor {} in {} at {} and {}",
        quote(anchor),
        quote(url.as_bytes()),
        quote(first),
        quote(second)
    )]
    DuplicateAnchor {
        /// The anchor.
        anchor: Vec<u8>,
        /// The document.
        url: String,
        /// A pointer to the one.
        first: Vec<u8>,
        /// A pointer to the other.
        second: Vec<u8>,
    },
    /// A vocabulary that nobody knows.
    #[error("unsupported vocabulary {} in {}", quote(vocabulary.as_bytes()), quote(url.as_bytes()))]
    UnsupportedVocabulary {
        /// Its URL.
        vocabulary: String,
        /// The metaschema that asks for it.
        url: String,
    },
    /// A reference to an anchor that is not there.
    #[error("anchor in {} not found in schema {}", quote(reference.as_bytes()), quote(url.as_bytes()))]
    AnchorNotFound {
        /// The reference.
        reference: String,
        /// The document.
        url: String,
    },
    /// A regular expression that is none.
    #[error("invalid regex {} at {}: {problem}", quote(expression.as_bytes()), quote(url.as_bytes()))]
    InvalidRegex {
        /// The expression.
        expression: String,
        /// Where it stands.
        url: String,
        /// Go's words.
        problem: String,
    },
    /// A reference with a pointer that is none.
    #[error("invalid json-pointer {}", quote(url.as_bytes()))]
    InvalidJsonPointer {
        /// The reference.
        url: String,
    },
    /// A reference to nothing.
    #[error("json-pointer in {} not found", quote(url.as_bytes()))]
    JsonPointerNotFound {
        /// The reference.
        url: String,
    },
    /// A schema that is no schema.
    #[error("{} is not valid against metaschema: {invalid}", quote(url.as_bytes()))]
    InvalidSchema {
        /// Where it stands.
        url: String,
        /// What is wrong with it.
        invalid: Box<Invalid>,
    },
    /// The work had to end before its end.
    #[error("{0}")]
    Stopped(Stopped),
}

/// Why the work had to end.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(transparent)]
pub struct Stopped(pub(super) Stop);
