//! Why the event cannot be read.

use camino::Utf8PathBuf;

use crate::report::{Blame, Code, Explain, Note};

/// CW-EVENT-001.
pub const EVENT_FILE: Code = Code::new(
    "CW-EVENT-001",
    Blame::Inputs,
    "the event's file cannot be read",
    "the runner writes the file and names it in GITHUB_EVENT_PATH; in a container, mount it, or unset \
     GITHUB_EVENT_NAME and give the input `tag`",
);

/// CW-EVENT-002.
pub const EVENT_JSON: Code = Code::new(
    "CW-EVENT-002",
    Blame::Inputs,
    "the event's file is not a JSON object",
    "GITHUB_EVENT_PATH must name the event's payload, as the runner writes it",
);

/// CW-EVENT-003.
pub const EVENT_FIELD: Code = Code::new(
    "CW-EVENT-003",
    Blame::Inputs,
    "the event's file lacks a field that this event has",
    "GITHUB_EVENT_PATH must name the payload of the event in GITHUB_EVENT_NAME",
);

/// The event cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EventError {
    /// `GITHUB_EVENT_PATH` is absent or empty.
    #[error("GITHUB_EVENT_NAME is `{}`, but GITHUB_EVENT_PATH is not set", event.escape_debug())]
    NoPath {
        /// The event's name.
        event: String,
    },
    /// The file is not there, or cannot be read.
    #[error("the event's file {path} cannot be read")]
    Unreadable {
        /// The file.
        path: Utf8PathBuf,
        /// The operating system's words.
        cause: String,
    },
    /// The file is not JSON.
    #[error("the event's file {path} is not JSON")]
    NotJson {
        /// The file.
        path: Utf8PathBuf,
        /// Where it stops being JSON; from 1, 0 for an empty file.
        line: usize,
        /// Where it stops being JSON.
        column: usize,
        /// Whether it merely ends too early.
        truncated: bool,
    },
    /// The file holds JSON, but no object.
    #[error("the event's file {path} does not hold a JSON object")]
    NotAnObject {
        /// The file.
        path: Utf8PathBuf,
    },
    /// A field is absent, empty, or not text.
    #[error("the event's file {path} has no text in `{field}`, as a {} event has", event.escape_debug())]
    NoField {
        /// The event's name.
        event: String,
        /// The file.
        path: Utf8PathBuf,
        /// The field, with dots.
        field: String,
    },
}

impl Explain for EventError {
    fn code(&self) -> &'static Code {
        match self {
            Self::NoPath { .. } | Self::Unreadable { .. } => &EVENT_FILE,
            Self::NotJson { .. } | Self::NotAnObject { .. } => &EVENT_JSON,
            Self::NoField { .. } => &EVENT_FIELD,
        }
    }

    fn notes(&self) -> Vec<Note> {
        match self {
            Self::Unreadable { cause, .. } => vec![Note::new("cause", cause.clone())],
            // The parser's own words could quote the payload.
            Self::NotJson {
                line,
                column,
                truncated,
                ..
            } => vec![Note::new(
                "cause",
                if *truncated {
                    format!("it ends too early, at line {line}, column {column}")
                } else {
                    format!("it is no JSON from line {line}, column {column}")
                },
            )],
            _ => Vec::new(),
        }
    }
}
