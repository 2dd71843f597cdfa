//! What Helm reads of an object to sort it (`manifest.go:SimpleHead`).

use std::collections::BTreeMap;

use crate::metadata::decode::{DecodeError, Decoder, Unknown};
use crate::yaml;
use crate::yaml::outline::{Outline, outline};

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
        if let Some(head) = outline(document, 3).and_then(|outline| Self::outlined(&outline)) {
            return Ok(head);
        }
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
    /// The head of an outline; `None` when that does not tell.
    fn outlined(outline: &Outline<'_>) -> Option<Self> {
        let [api_version, kind, metadata] = outline.fields(["apiVersion", "kind", "metadata"])?;
        let [name, annotations] = metadata.fields(["name", "annotations"])?;
        let annotations = match annotations {
            Outline::Mapping(annotations) => annotations.as_slice(),
            Outline::Null => &[],
            Outline::Text(_) | Outline::Other => return None,
        };
        Some(Self {
            api_version: api_version.string()?.to_owned(),
            kind: kind.string()?.to_owned(),
            name: name.string()?.to_owned(),
            annotations: annotations
                .iter()
                .map(|(key, value)| Some(((*key).to_owned(), value.string()?.to_owned())))
                .collect::<Option<_>>()?,
        })
    }
}
