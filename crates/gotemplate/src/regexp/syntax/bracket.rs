//! Sets in brackets (`regexp/syntax/parse.go`: parseClass).

use super::class::{Class, posix};
use super::error::{ErrorCode, SyntaxError};
use super::escape::escape;
use super::tree::Node;
use super::{Parser, next, taken};

impl<'e> Parser<'e> {
    /// Reads `[…]`, and gives the rest.
    pub(super) fn bracket(&mut self, text: &'e [u8]) -> Result<&'e [u8], SyntaxError> {
        let mut rest = text.get(1..).unwrap_or_default();
        let negated = rest.first() == Some(&b'^');
        if negated {
            rest = rest.get(1..).unwrap_or_default();
        }
        let mut class = Class::default();
        // A bracket that comes first is a member.
        let mut first = true;
        while first || rest.first() != Some(&b']') {
            first = false;
            if let Some(after) = self.named_class(rest, &mut class)? {
                rest = after;
                continue;
            }
            if let Some(after) = self.class_escape(rest, &mut class)? {
                rest = after;
                continue;
            }
            let start = rest;
            let (low, after) = member(rest, text)?;
            rest = after;
            let mut high = low;
            if let [b'-', end, ..] = rest
                && *end != b']'
            {
                let (code, after) = member(rest.get(1..).unwrap_or_default(), text)?;
                high = code;
                rest = after;
                if high < low {
                    return Err(ErrorCode::CharacterRange.at(taken(start, rest)));
                }
            }
            if self.flags.fold {
                class.push_folded(low, high);
            } else {
                class.push(low, high);
            }
        }
        class.clean();
        if negated {
            class.negate();
        }
        self.operator(Node::Class(class))?;
        Ok(rest.get(1..).unwrap_or_default())
    }

    /// Adds a set like `[:alpha:]` that stands at the start, and gives the rest; `None`: there is none.
    fn named_class<'t>(
        &self,
        text: &'t [u8],
        class: &mut Class,
    ) -> Result<Option<&'t [u8]>, SyntaxError> {
        let Some(after) = text.strip_prefix(b"[:") else {
            return Ok(None);
        };
        let Some(end) = after.windows(2).position(|bytes| bytes == b":]") else {
            return Ok(None);
        };
        let (name, rest) = after.split_at_checked(end).unwrap_or((after, &[]));
        let rest = rest.get(2..).unwrap_or_default();
        let (name, negated) = match name.strip_prefix(b"^") {
            Some(name) => (name, true),
            None => (name, false),
        };
        let Some(ranges) = posix(name) else {
            return Err(ErrorCode::CharacterRange.at(taken(text, rest)));
        };
        class.extend(ranges, negated, self.flags.fold);
        Ok(Some(rest))
    }
}

/// Reads one character of a set; `whole` is the text from the set's bracket on.
fn member<'t>(text: &'t [u8], whole: &[u8]) -> Result<(u32, &'t [u8]), SyntaxError> {
    match text.first() {
        None => Err(ErrorCode::MissingBracket.at(whole)),
        Some(b'\\') => escape(text),
        Some(_) => next(text),
    }
}
