//! An index that cannot take an entry, as a person has to see it.

use crate::report::{Code, Explain, Note, Place, Span};

use super::error::{
    INDEX_EMPTY, INDEX_NOT_HELMS, INDEX_NOT_YAML, INDEX_OTHER_CONTENT, INDEX_WITHOUT_API_VERSION,
};

/// An index that is refused, and never replaced: it may list charts that nobody else knows of.
#[derive(Debug, thiserror::Error)]
#[error("{at}: {cause}")]
pub struct IndexError {
    /// Where the index is, as a person knows it: `dist/pages/index.yaml`.
    pub at: String,
    /// What is the matter.
    pub cause: helm::index::Error,
    /// The line at fault, from the index.
    source_line: String,
}

impl IndexError {
    /// Names the place of an index whose bytes were refused.
    pub fn new(at: impl Into<String>, index: &[u8], cause: helm::index::Error) -> Self {
        let source_line = cause
            .position()
            .and_then(|(line, _)| index.split(|byte| *byte == b'\n').nth(line.checked_sub(1)?))
            .map(|line| String::from_utf8_lossy(line).trim_end().to_owned())
            .unwrap_or_default();
        Self {
            at: at.into(),
            cause,
            source_line,
        }
    }
}

impl Explain for IndexError {
    fn code(&self) -> &'static Code {
        match self.cause {
            helm::index::Error::Empty => &INDEX_EMPTY,
            helm::index::Error::NoApiVersion => &INDEX_WITHOUT_API_VERSION,
            helm::index::Error::OtherContent { .. } => &INDEX_OTHER_CONTENT,
            helm::index::Error::Shape { .. } => &INDEX_NOT_HELMS,
            _ => &INDEX_NOT_YAML,
        }
    }

    fn place(&self) -> Option<Place> {
        let (line, column) = self.cause.position()?;
        let mut place = Place::file(self.at.as_str());
        place.span = Some(Span {
            line,
            column,
            width: 1,
            source: self.source_line.clone(),
            label: String::new(),
        });
        Some(place)
    }

    fn notes(&self) -> Vec<Note> {
        match std::error::Error::source(&self.cause) {
            Some(cause) => vec![Note::new("cause", cause.to_string())],
            None => Vec::new(),
        }
    }
}
