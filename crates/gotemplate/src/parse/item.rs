//! The words of a template: what the lexer gives the parser.

use std::borrow::Cow;

use super::Offset;
use crate::strconv::{decode_rune, quote};

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ItemKind {
    /// The lexer found something wrong; it keeps the words.
    Error,
    Bool,
    /// Punctuation, such as a comma.
    Char,
    CharConstant,
    /// `1+2i`; an imaginary constant alone is a number.
    Complex,
    Assign,
    Declare,
    Eof,
    /// `.name`
    Field,
    Identifier,
    LeftDelimiter,
    LeftParen,
    Number,
    Pipe,
    /// With its quotes.
    RawString,
    RightDelimiter,
    RightParen,
    Space,
    /// With its quotes.
    String,
    Text,
    /// `$name`
    Variable,
    Block,
    Break,
    Continue,
    Dot,
    Define,
    Else,
    End,
    If,
    Nil,
    Range,
    Template,
    With,
}

impl ItemKind {
    /// The keyword that the word is.
    pub(super) fn keyword(word: &[u8]) -> Option<Self> {
        Some(match word {
            b"block" => Self::Block,
            b"break" => Self::Break,
            b"continue" => Self::Continue,
            b"define" => Self::Define,
            b"else" => Self::Else,
            b"end" => Self::End,
            b"if" => Self::If,
            b"nil" => Self::Nil,
            b"range" => Self::Range,
            b"template" => Self::Template,
            b"with" => Self::With,
            _ => return None,
        })
    }

    fn is_keyword(self) -> bool {
        matches!(
            self,
            Self::Block
                | Self::Break
                | Self::Continue
                | Self::Dot
                | Self::Define
                | Self::Else
                | Self::End
                | Self::If
                | Self::Nil
                | Self::Range
                | Self::Template
                | Self::With
        )
    }
}

/// A word of a template.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item<'a> {
    pub(super) kind: ItemKind,
    /// Where it starts.
    pub(super) position: Offset,
    /// Its bytes; none for an error.
    pub(super) value: &'a [u8],
    /// The line on which it starts, from 1.
    pub(super) line: usize,
}

impl<'a> Item<'a> {
    /// None yet.
    pub(super) const NONE: Item<'static> = Item {
        kind: ItemKind::Eof,
        position: 0,
        value: &[],
        line: 0,
    };

    /// Its bytes as text. Only strings may have bytes that are no UTF-8.
    pub(super) fn text(&self) -> Cow<'a, str> {
        String::from_utf8_lossy(self.value)
    }

    /// How an error names it (Go's `item.String`); the words of [`ItemKind::Error`] are the lexer's.
    pub(super) fn shown(&self) -> String {
        /// Longer ones are cut.
        const CHARACTERS: usize = 10;
        if self.kind == ItemKind::Eof {
            return "EOF".to_owned();
        }
        if self.kind.is_keyword() {
            return format!("<{}>", self.text());
        }
        if self.value.len() <= CHARACTERS {
            return quote(self.value);
        }
        let mut rest = self.value;
        for _ in 0..CHARACTERS {
            let width = decode_rune(rest).map_or(0, |(_, width)| width);
            rest = rest.get(width..).unwrap_or_default();
        }
        let length = self.value.len().saturating_sub(rest.len());
        format!("{}...", quote(self.value.get(..length).unwrap_or_default()))
    }
}
