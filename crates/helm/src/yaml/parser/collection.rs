//! Sequences and mappings, in block and in flow style.

use super::{Event, EventKind, Parser, Position, Properties, State, TokenKind};
use crate::yaml::Error;

impl Parser<'_> {
    /// Takes the token that opens a collection, and keeps its place.
    fn open(&mut self) -> Result<(), Error> {
        let start = self.take()?.start;
        self.marks.push(start);
        Ok(())
    }

    /// Takes the token that closes a collection.
    fn close(&mut self, kind: EventKind) -> Result<Event, Error> {
        self.pop_state();
        self.marks.pop();
        let token = self.take()?;
        Ok(Self::event(kind, &token))
    }

    fn unexpected(&mut self, problem: &str, position: Position) -> Error {
        let context = self.marks.pop();
        Self::error(problem, position, context)
    }

    pub(super) fn block_sequence_entry(&mut self, first: bool) -> Result<Event, Error> {
        if first {
            self.open()?;
        }
        let token = self.scanner.peek()?;
        let start = token.start;
        match token.kind {
            TokenKind::BlockEntry => {
                let mark = self.take()?.end;
                match self.scanner.peek()?.kind {
                    TokenKind::BlockEntry | TokenKind::BlockEnd => {
                        self.state = State::BlockSequenceEntry;
                        Ok(Self::empty_scalar(mark))
                    }
                    _ => {
                        self.states.push(State::BlockSequenceEntry);
                        self.node(true, false)
                    }
                }
            }
            TokenKind::BlockEnd => self.close(EventKind::SequenceEnd),
            _ => Err(self.unexpected("did not find expected '-' indicator", start)),
        }
    }

    /// A sequence at its key's own indentation.
    pub(super) fn indentless_sequence_entry(&mut self) -> Result<Event, Error> {
        let token = self.scanner.peek()?;
        let start = token.start;
        if !matches!(token.kind, TokenKind::BlockEntry) {
            self.pop_state();
            return Ok(Event {
                kind: EventKind::SequenceEnd,
                start,
                end: start,
            });
        }
        let mark = self.take()?.end;
        match self.scanner.peek()?.kind {
            TokenKind::BlockEntry | TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd => {
                self.state = State::IndentlessSequenceEntry;
                Ok(Self::empty_scalar(mark))
            }
            _ => {
                self.states.push(State::IndentlessSequenceEntry);
                self.node(true, false)
            }
        }
    }

    pub(super) fn block_mapping_key(&mut self, first: bool) -> Result<Event, Error> {
        if first {
            self.open()?;
        }
        let token = self.scanner.peek()?;
        let start = token.start;
        match token.kind {
            TokenKind::Key => {
                let mark = self.take()?.end;
                self.block_mapping_part(mark, State::BlockMappingValue)
            }
            TokenKind::BlockEnd => self.close(EventKind::MappingEnd),
            _ => Err(self.unexpected("did not find expected key", start)),
        }
    }

    pub(super) fn block_mapping_value(&mut self) -> Result<Event, Error> {
        let token = self.scanner.peek()?;
        let start = token.start;
        if matches!(token.kind, TokenKind::Value) {
            let mark = self.take()?.end;
            return self.block_mapping_part(mark, State::BlockMappingKey);
        }
        self.state = State::BlockMappingKey;
        Ok(Self::empty_scalar(start))
    }

    /// What stands behind `?` or `:`; nothing is an empty scalar.
    fn block_mapping_part(&mut self, mark: Position, then: State) -> Result<Event, Error> {
        match self.scanner.peek()?.kind {
            TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd => {
                self.state = then;
                Ok(Self::empty_scalar(mark))
            }
            _ => {
                self.states.push(then);
                self.node(true, true)
            }
        }
    }

    pub(super) fn flow_sequence_entry(&mut self, first: bool) -> Result<Event, Error> {
        if first {
            self.open()?;
        }
        if !matches!(self.scanner.peek()?.kind, TokenKind::FlowSequenceEnd) {
            if !first {
                let token = self.scanner.peek()?;
                let start = token.start;
                if !matches!(token.kind, TokenKind::FlowEntry) {
                    return Err(self.unexpected("did not find expected ',' or ']'", start));
                }
                self.take()?;
            }
            match self.scanner.peek()?.kind {
                TokenKind::Key => {
                    self.state = State::FlowSequenceEntryMappingKey;
                    let token = self.take()?;
                    let kind = EventKind::MappingStart(Properties::default());
                    return Ok(Self::event(kind, &token));
                }
                TokenKind::FlowSequenceEnd => {}
                _ => {
                    self.states.push(State::FlowSequenceEntry);
                    return self.node(false, false);
                }
            }
        }
        self.close(EventKind::SequenceEnd)
    }

    /// The key of a single pair within a flow sequence: `[a: b]`.
    pub(super) fn flow_pair_key(&mut self) -> Result<Event, Error> {
        match self.scanner.peek()?.kind {
            TokenKind::Value | TokenKind::FlowEntry | TokenKind::FlowSequenceEnd => {
                let mark = self.take()?.end;
                self.state = State::FlowSequenceEntryMappingValue;
                Ok(Self::empty_scalar(mark))
            }
            _ => {
                self.states.push(State::FlowSequenceEntryMappingValue);
                self.node(false, false)
            }
        }
    }

    pub(super) fn flow_pair_value(&mut self) -> Result<Event, Error> {
        let token = self.scanner.peek()?;
        let start = token.start;
        if matches!(token.kind, TokenKind::Value) {
            // go-yaml leaves an empty value where its `:` is.
            self.take()?;
            match self.scanner.peek()?.kind {
                TokenKind::FlowEntry | TokenKind::FlowSequenceEnd => {}
                _ => {
                    self.states.push(State::FlowSequenceEntryMappingEnd);
                    return self.node(false, false);
                }
            }
        }
        self.state = State::FlowSequenceEntryMappingEnd;
        Ok(Self::empty_scalar(start))
    }

    pub(super) fn flow_pair_end(&mut self) -> Result<Event, Error> {
        let start = self.scanner.peek()?.start;
        self.state = State::FlowSequenceEntry;
        Ok(Event {
            kind: EventKind::MappingEnd,
            start,
            end: start,
        })
    }

    pub(super) fn flow_mapping_key(&mut self, first: bool) -> Result<Event, Error> {
        if first {
            self.open()?;
        }
        if !matches!(self.scanner.peek()?.kind, TokenKind::FlowMappingEnd) {
            if !first {
                let token = self.scanner.peek()?;
                let start = token.start;
                if !matches!(token.kind, TokenKind::FlowEntry) {
                    return Err(self.unexpected("did not find expected ',' or '}'", start));
                }
                self.take()?;
            }
            match self.scanner.peek()?.kind {
                TokenKind::Key => {
                    self.take()?;
                    return self.flow_mapping_part(State::FlowMappingValue);
                }
                TokenKind::FlowMappingEnd => {}
                _ => {
                    self.states.push(State::FlowMappingEmptyValue);
                    return self.node(false, false);
                }
            }
        }
        self.close(EventKind::MappingEnd)
    }

    /// What stands behind a flow mapping's `?`; nothing is an empty scalar.
    fn flow_mapping_part(&mut self, then: State) -> Result<Event, Error> {
        let token = self.scanner.peek()?;
        let start = token.start;
        match token.kind {
            TokenKind::Value | TokenKind::FlowEntry | TokenKind::FlowMappingEnd => {
                self.state = then;
                Ok(Self::empty_scalar(start))
            }
            _ => {
                self.states.push(then);
                self.node(false, false)
            }
        }
    }

    pub(super) fn flow_mapping_value(&mut self, empty: bool) -> Result<Event, Error> {
        let mut token = self.scanner.peek()?;
        if !empty && matches!(token.kind, TokenKind::Value) {
            self.take()?;
            token = self.scanner.peek()?;
            if !matches!(token.kind, TokenKind::FlowEntry | TokenKind::FlowMappingEnd) {
                self.states.push(State::FlowMappingKey);
                return self.node(false, false);
            }
        }
        let start = token.start;
        self.state = State::FlowMappingKey;
        Ok(Self::empty_scalar(start))
    }
}
