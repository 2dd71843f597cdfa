//! Why an index cannot take an entry.

use crate::yaml;

/// An index that is not replaced, because it cannot be read or already holds something else.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is a file, with nothing in it. Helm says `empty index.yaml file`.
    #[error("the index is empty")]
    Empty,
    /// It is not YAML: broken, or a key stands twice.
    #[error("the index is not valid YAML")]
    Yaml(#[source] yaml::Error),
    /// Its bytes are not UTF-8.
    #[error("the index is not UTF-8 text")]
    Encoding {
        /// The line, from 1.
        line: usize,
    },
    /// It is YAML, and something else than an index.
    #[error("the index is not one of Helm's: {what}")]
    Shape {
        /// What is the matter, for a person.
        what: String,
        /// The line, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
    },
    /// Helm says `no API version specified`.
    #[error("the index has no apiVersion")]
    NoApiVersion,
    /// It lists this version already, with another digest.
    #[error("the index lists {name} {version} already, with other content")]
    OtherContent {
        /// The chart's name.
        name: String,
        /// The version.
        version: String,
        /// The digest in the index, bare hex; absent when the entry has none.
        theirs: Option<String>,
        /// The digest of the package at hand, bare hex.
        ours: String,
        /// When the entry says it was created.
        created: Option<String>,
    },
}

impl Error {
    /// Where the problem is: line and column in characters, from 1.
    pub fn position(&self) -> Option<(usize, usize)> {
        match self {
            Self::Yaml(error) => error.mark().map(|mark| (mark.line, mark.column)),
            Self::Encoding { line } => Some((*line, 1)),
            Self::Shape { line, column, .. } => Some((*line, *column)),
            _ => None,
        }
    }
}
