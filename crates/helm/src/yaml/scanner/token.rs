//! The scanner's tokens.

use crate::yaml::ScalarStyle;

/// A place in the text, counted as go-yaml counts: from 0, in characters.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Position {
    /// The byte.
    pub(crate) offset: usize,
    /// The character.
    pub(crate) index: usize,
    /// The line.
    pub(crate) line: usize,
    /// The column, in characters.
    pub(crate) column: usize,
}

/// A token and where it stands.
#[derive(Debug)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) start: Position,
    pub(crate) end: Position,
}

/// What a token is.
#[derive(Debug)]
pub(crate) enum TokenKind {
    StreamStart,
    StreamEnd,
    VersionDirective { major: u8, minor: u8 },
    TagDirective { handle: String, prefix: String },
    DocumentStart,
    DocumentEnd,
    BlockSequenceStart,
    BlockMappingStart,
    BlockEnd,
    FlowSequenceStart,
    FlowSequenceEnd,
    FlowMappingStart,
    FlowMappingEnd,
    BlockEntry,
    FlowEntry,
    Key,
    Value,
    Alias(String),
    Anchor(String),
    Tag { handle: String, suffix: String },
    Scalar { value: String, style: ScalarStyle },
}
