//! The stream and its documents.

use super::{Event, EventKind, Parser, State};
use crate::yaml::Error;
use crate::yaml::scanner::TokenKind;

/// The tag handles every document knows.
const DEFAULT_TAG_DIRECTIVES: [(&str, &str); 2] = [("!", "!"), ("!!", "tag:yaml.org,2002:")];

impl Parser<'_> {
    pub(super) fn stream_start(&mut self) -> Result<Event, Error> {
        let token = self.take()?;
        self.state = State::ImplicitDocumentStart;
        Ok(Self::event(EventKind::StreamStart, &token))
    }

    pub(super) fn document_start(&mut self, implicit: bool) -> Result<Event, Error> {
        if !implicit {
            while matches!(self.scanner.peek()?.kind, TokenKind::DocumentEnd) {
                self.take()?;
            }
        }
        let token = self.scanner.peek()?;
        let start = token.start;
        let end = token.end;
        match token.kind {
            TokenKind::StreamEnd => {
                self.state = State::End;
                let token = self.take()?;
                Ok(Self::event(EventKind::StreamEnd, &token))
            }
            TokenKind::VersionDirective { .. }
            | TokenKind::TagDirective { .. }
            | TokenKind::DocumentStart => self.explicit_document_start(),
            _ if !implicit => self.explicit_document_start(),
            _ => {
                self.process_directives()?;
                self.states.push(State::DocumentEnd);
                self.state = State::BlockNode;
                Ok(Event {
                    kind: EventKind::DocumentStart,
                    start,
                    end,
                })
            }
        }
    }

    fn explicit_document_start(&mut self) -> Result<Event, Error> {
        let start = self.scanner.peek()?.start;
        self.process_directives()?;
        let token = self.scanner.peek()?;
        if !matches!(token.kind, TokenKind::DocumentStart) {
            return Err(Self::error(
                "did not find expected <document start>",
                token.start,
                None,
            ));
        }
        self.states.push(State::DocumentEnd);
        self.state = State::DocumentContent;
        let end = self.take()?.end;
        Ok(Event {
            kind: EventKind::DocumentStart,
            start,
            end,
        })
    }

    pub(super) fn document_content(&mut self) -> Result<Event, Error> {
        let token = self.scanner.peek()?;
        if matches!(
            token.kind,
            TokenKind::VersionDirective { .. }
                | TokenKind::TagDirective { .. }
                | TokenKind::DocumentStart
                | TokenKind::DocumentEnd
                | TokenKind::StreamEnd
        ) {
            let start = token.start;
            self.pop_state();
            return Ok(Self::empty_scalar(start));
        }
        self.node(true, false)
    }

    pub(super) fn document_end(&mut self) -> Result<Event, Error> {
        let token = self.scanner.peek()?;
        let start = token.start;
        let mut end = token.start;
        if matches!(token.kind, TokenKind::DocumentEnd) {
            end = self.take()?.end;
        }
        self.tag_directives.clear();
        self.state = State::DocumentStart;
        Ok(Event {
            kind: EventKind::DocumentEnd,
            start,
            end,
        })
    }

    fn process_directives(&mut self) -> Result<(), Error> {
        let mut version_seen = false;
        loop {
            let token = self.scanner.peek()?;
            let start = token.start;
            match token.kind {
                TokenKind::VersionDirective { major, minor } => {
                    if version_seen {
                        return Err(Self::error("found duplicate %YAML directive", start, None));
                    }
                    if (major, minor) != (1, 1) {
                        return Err(Self::error("found incompatible YAML document", start, None));
                    }
                    version_seen = true;
                    self.take()?;
                }
                TokenKind::TagDirective { .. } => {
                    if let TokenKind::TagDirective { handle, prefix } = self.take()?.kind {
                        if self
                            .tag_directives
                            .iter()
                            .any(|(known, _)| *known == handle)
                        {
                            return Err(Self::error("found duplicate %TAG directive", start, None));
                        }
                        self.tag_directives.push((handle, prefix));
                    }
                }
                _ => break,
            }
        }
        for (handle, prefix) in DEFAULT_TAG_DIRECTIVES {
            if !self.tag_directives.iter().any(|(known, _)| known == handle) {
                self.tag_directives
                    .push((handle.to_owned(), prefix.to_owned()));
            }
        }
        Ok(())
    }
}
