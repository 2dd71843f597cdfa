//! Tokens into events (go-yaml's parserc.go).

mod collection;
mod document;

use super::scanner::{Position, Scanner, Token, TokenKind, public_mark};
use super::{Error, ScalarStyle};

/// An event and where it stands.
#[derive(Debug)]
pub(super) struct Event {
    pub(super) kind: EventKind,
    pub(super) start: Position,
    pub(super) end: Position,
}

/// What an event is.
#[derive(Debug)]
pub(super) enum EventKind {
    StreamStart,
    StreamEnd,
    DocumentStart,
    DocumentEnd,
    Alias(String),
    Scalar {
        properties: Properties,
        value: String,
        /// Whether the tag follows from the value: a plain scalar without a tag, or the tag `!`.
        implicit: bool,
        style: ScalarStyle,
    },
    SequenceStart(Properties),
    SequenceEnd,
    MappingStart(Properties),
    MappingEnd,
}

/// What may stand before a node.
#[derive(Debug, Default)]
pub(super) struct Properties {
    pub(super) anchor: Option<String>,
    /// The long tag; empty for none.
    pub(super) tag: String,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    StreamStart,
    ImplicitDocumentStart,
    DocumentStart,
    DocumentContent,
    DocumentEnd,
    BlockSequenceFirstEntry,
    BlockSequenceEntry,
    IndentlessSequenceEntry,
    BlockMappingFirstKey,
    BlockMappingKey,
    BlockMappingValue,
    BlockNode,
    FlowSequenceFirstEntry,
    FlowSequenceEntry,
    FlowSequenceEntryMappingKey,
    FlowSequenceEntryMappingValue,
    FlowSequenceEntryMappingEnd,
    FlowMappingFirstKey,
    FlowMappingKey,
    FlowMappingValue,
    FlowMappingEmptyValue,
    End,
}

/// The parser: a state machine, so that no nesting can exhaust the stack.
pub(super) struct Parser<'a> {
    scanner: Scanner<'a>,
    state: State,
    states: Vec<State>,
    /// Where the open collections started.
    marks: Vec<Position>,
    tag_directives: Vec<(String, String)>,
}

impl<'a> Parser<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Parser {
            scanner: Scanner::new(bytes),
            state: State::StreamStart,
            states: Vec::new(),
            marks: Vec::new(),
            tag_directives: Vec::new(),
        }
    }

    /// The next event.
    ///
    /// # Errors
    /// When the text is not YAML.
    pub(super) fn next(&mut self) -> Result<Event, Error> {
        match self.state {
            State::StreamStart => self.stream_start(),
            State::ImplicitDocumentStart => self.document_start(true),
            State::DocumentStart => self.document_start(false),
            State::DocumentContent => self.document_content(),
            State::DocumentEnd => self.document_end(),
            State::BlockNode => self.node(true, false),
            State::BlockSequenceFirstEntry => self.block_sequence_entry(true),
            State::BlockSequenceEntry => self.block_sequence_entry(false),
            State::IndentlessSequenceEntry => self.indentless_sequence_entry(),
            State::BlockMappingFirstKey => self.block_mapping_key(true),
            State::BlockMappingKey => self.block_mapping_key(false),
            State::BlockMappingValue => self.block_mapping_value(),
            State::FlowSequenceFirstEntry => self.flow_sequence_entry(true),
            State::FlowSequenceEntry => self.flow_sequence_entry(false),
            State::FlowSequenceEntryMappingKey => self.flow_pair_key(),
            State::FlowSequenceEntryMappingValue => self.flow_pair_value(),
            State::FlowSequenceEntryMappingEnd => self.flow_pair_end(),
            State::FlowMappingFirstKey => self.flow_mapping_key(true),
            State::FlowMappingKey => self.flow_mapping_key(false),
            State::FlowMappingValue => self.flow_mapping_value(false),
            State::FlowMappingEmptyValue => self.flow_mapping_value(true),
            State::End => Ok(Event {
                kind: EventKind::StreamEnd,
                start: Position::default(),
                end: Position::default(),
            }),
        }
    }

    /// Takes the token that was just looked at.
    fn take(&mut self) -> Result<Token, Error> {
        let position = {
            let token = self.scanner.peek()?;
            token.start
        };
        match self.scanner.take() {
            Some(token) => Ok(token),
            None => Err(Self::error("did not find expected token", position, None)),
        }
    }

    fn pop_state(&mut self) {
        self.state = self.states.pop().unwrap_or(State::End);
    }

    /// An error with the line go-yaml shows: counted from 0, and 0 not shown.
    fn error(problem: &str, position: Position, context: Option<Position>) -> Error {
        let shown_line = match (position.line, context) {
            (0, Some(context)) => context.line,
            (line, _) => line,
        };
        Error::Syntax {
            problem: problem.to_owned(),
            shown_line,
            mark: public_mark(position),
        }
    }

    fn empty_scalar(position: Position) -> Event {
        Event {
            kind: EventKind::Scalar {
                properties: Properties::default(),
                value: String::new(),
                implicit: true,
                style: ScalarStyle::Plain,
            },
            start: position,
            end: position,
        }
    }

    fn event(kind: EventKind, token: &Token) -> Event {
        Event {
            kind,
            start: token.start,
            end: token.end,
        }
    }

    /// A node: an alias, a scalar, or the start of a collection.
    fn node(&mut self, block: bool, indentless_sequence: bool) -> Result<Event, Error> {
        if matches!(self.scanner.peek()?.kind, TokenKind::Alias(_)) {
            self.pop_state();
            let Token { kind, start, end } = self.take()?;
            let name = match kind {
                TokenKind::Alias(name) => name,
                _ => String::new(),
            };
            return Ok(Event {
                kind: EventKind::Alias(name),
                start,
                end,
            });
        }
        let (properties, given) = self.properties()?;
        let token = self.scanner.peek()?;
        let (token_start, token_end) = (token.start, token.end);
        let (start, properties_end) = given.unwrap_or((token_start, token_start));
        let untagged = properties.tag.is_empty();
        let (state, sequence) = match token.kind {
            TokenKind::Scalar { .. } => {
                self.pop_state();
                let Token { kind, end, .. } = self.take()?;
                let (value, style) = match kind {
                    TokenKind::Scalar { value, style } => (value, style),
                    _ => (String::new(), ScalarStyle::Plain),
                };
                let implicit = untagged && style == ScalarStyle::Plain || properties.tag == "!";
                return Ok(Event {
                    kind: EventKind::Scalar {
                        properties,
                        value,
                        implicit,
                        style,
                    },
                    start,
                    end,
                });
            }
            TokenKind::BlockEntry if indentless_sequence => (State::IndentlessSequenceEntry, true),
            TokenKind::FlowSequenceStart => (State::FlowSequenceFirstEntry, true),
            TokenKind::FlowMappingStart => (State::FlowMappingFirstKey, false),
            TokenKind::BlockSequenceStart if block => (State::BlockSequenceFirstEntry, true),
            TokenKind::BlockMappingStart if block => (State::BlockMappingFirstKey, false),
            _ if properties.anchor.is_some() || !untagged => {
                self.pop_state();
                return Ok(Event {
                    kind: EventKind::Scalar {
                        properties,
                        value: String::new(),
                        implicit: untagged,
                        style: ScalarStyle::Plain,
                    },
                    start,
                    end: properties_end,
                });
            }
            _ => {
                return Err(Self::error(
                    "did not find expected node content",
                    token_start,
                    Some(start),
                ));
            }
        };
        self.state = state;
        let kind = if sequence {
            EventKind::SequenceStart(properties)
        } else {
            EventKind::MappingStart(properties)
        };
        Ok(Event {
            kind,
            start,
            end: token_end,
        })
    }

    /// Anchor and tag before a node, in any order, and where they stand.
    fn properties(&mut self) -> Result<(Properties, Option<(Position, Position)>), Error> {
        let mut anchor = None;
        let mut tag = None;
        let mut place: Option<(Position, Position)> = None;
        loop {
            match &self.scanner.peek()?.kind {
                TokenKind::Anchor(_) if anchor.is_none() => {}
                TokenKind::Tag { .. } if tag.is_none() => {}
                _ => break,
            }
            let token = self.take()?;
            place = Some((place.map_or(token.start, |(start, _)| start), token.end));
            match token.kind {
                TokenKind::Anchor(name) => anchor = Some(name),
                TokenKind::Tag { handle, suffix } => tag = Some((handle, suffix, token.start)),
                _ => {}
            }
        }
        let tag = match tag {
            None => String::new(),
            Some((handle, suffix, _)) if handle.is_empty() => suffix,
            Some((handle, suffix, position)) => {
                let prefix = self
                    .tag_directives
                    .iter()
                    .find(|(known, _)| *known == handle)
                    .map(|(_, prefix)| prefix);
                match prefix {
                    Some(prefix) => format!("{prefix}{suffix}"),
                    None => {
                        return Err(Self::error(
                            "found undefined tag handle",
                            position,
                            place.map(|(start, _)| start),
                        ));
                    }
                }
            }
        };
        Ok((Properties { anchor, tag }, place))
    }
}
