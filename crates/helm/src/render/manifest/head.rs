//! What Helm reads of an object to sort it (`manifest.go:SimpleHead`).

use std::collections::BTreeMap;

use crate::metadata::decode::{DecodeError, Decoder, Unknown};
use crate::yaml;

/// What Helm reads of an object.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// `apiVersion`
    pub api_version: String,
    /// `kind`
    pub kind: String,
    /// `metadata.name`
    pub name: String,
    /// `metadata.annotations`
    pub annotations: BTreeMap<String, String>,
}

/// A document that is no YAML, or no object: Helm's words, and the place in the document where it is known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct HeadError {
    /// Helm's words.
    pub message: String,
    /// The place in the document.
    pub mark: Option<yaml::Mark>,
}

impl From<DecodeError> for HeadError {
    fn from(error: DecodeError) -> Self {
        Self {
            message: error.to_string(),
            mark: error.mark(),
        }
    }
}

impl Head {
    /// Reads the head of a document.
    ///
    /// # Errors
    /// When the document is no YAML, or no map, or a field is of another shape.
    pub fn read(document: &[u8]) -> Result<Self, HeadError> {
        const METADATA: &str = "struct { Name string \"json:\\\"name\\\"\"; \
             Annotations map[string]string \"json:\\\"annotations\\\"\" }";
        let value =
            yaml::to_value(document).map_err(|error| HeadError::from(DecodeError::from(error)))?;
        let mut head = Self::default();
        let mut decoder = Decoder::new(Unknown::Ignore);
        decoder.object(
            &value,
            "SimpleHead",
            "util.SimpleHead",
            &["apiVersion", "kind", "metadata"],
            |decoder, field, value| match field {
                "apiVersion" => decoder.string(value, &mut head.api_version),
                "kind" => decoder.string(value, &mut head.kind),
                _ => decoder.object(
                    value,
                    "",
                    METADATA,
                    &["name", "annotations"],
                    |decoder, field, value| match field {
                        "name" => decoder.string(value, &mut head.name),
                        _ => decoder.string_map(value, &mut head.annotations),
                    },
                ),
            },
        );
        decoder
            .finish()
            .map_err(|error| HeadError::from(DecodeError::from(error)))?;
        Ok(head)
    }
}
