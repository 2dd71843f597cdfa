//! The lines of a document.

use super::scalar::{Quote, is_end};

/// A document as text; `None` when it holds a character that is not simply a part of a line. Tabs are looked for where
/// they matter.
pub(super) fn plain(document: &[u8]) -> Option<&str> {
    let is_ascii = document.iter().fold(true, |plain, &byte| {
        plain & ((byte.wrapping_sub(b' ') < 0x5F) | matches!(byte, b'\t' | b'\n'))
    });
    let text = std::str::from_utf8(document).ok()?;
    let is_plain = |character| {
        matches!(character,
            '\t' | '\n' | ' '..='~' | '\u{A0}'..='\u{2027}' | '\u{202A}'..='\u{D7FF}' | '\u{E000}'..='\u{FEFE}'
            | '\u{FF00}'..='\u{FFFD}' | '\u{10000}'..)
    };
    (is_ascii || text.chars().all(is_plain)).then_some(text)
}

/// A text and where it begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'t> {
    /// The column, from 0.
    pub(super) column: usize,
    /// The text up to the line's end, without spaces at either end.
    pub(super) text: &'t str,
}

impl Place<'_> {
    /// What stands behind so many bytes, and the spaces that follow them.
    pub(super) fn skip(self, width: usize) -> Self {
        let rest = self.text.get(width..).unwrap_or_default();
        let text = rest.trim_start_matches(' ');
        Self {
            column: self.column + self.text.len() - text.len(),
            text,
        }
    }
}

/// The lines from one on.
pub(super) struct Lines<'t> {
    rest: &'t str,
    has_tabs: bool,
    comment: bool,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            rest: text,
            has_tabs: memchr::memchr(b'\t', text.as_bytes()).is_some(),
            comment: false,
        }
    }

    /// Whether comments stand before the line that was read last.
    pub(super) fn saw_comment(&self) -> bool {
        self.comment
    }

    /// The next line that is neither blank nor a comment. The outer `None`: the lines are not plain.
    #[expect(
        clippy::option_option,
        reason = "a document may end, and it may not be plain"
    )]
    pub(super) fn next(&mut self) -> Option<Option<Place<'t>>> {
        self.comment = false;
        loop {
            let Some((line, rest)) = self.split() else {
                return Some(None);
            };
            self.rest = rest;
            let text = line.trim_start_matches(' ');
            if text.is_empty() {
                continue;
            }
            if self.has_tabs && memchr::memchr(b'\t', text.as_bytes()).is_some() {
                return None;
            }
            if text.starts_with('#') {
                self.comment = true;
                continue;
            }
            let column = line.len() - text.len();
            if column == 0 && (text.starts_with("---") || text.starts_with("...")) {
                return None;
            }
            let text = text.trim_end_matches(' ');
            return Some(Some(Place { column, text }));
        }
    }

    /// Moves over the lines of a scalar in a block, whose parent stands in a column. `None`: they are not plain.
    pub(super) fn skip_block(&mut self, parent: usize) -> Option<()> {
        let mut indent = None;
        let mut blanks = 0;
        while let Some((line, rest)) = self.split() {
            let text = line.trim_start_matches(' ');
            let column = line.len() - text.len();
            if text.is_empty() {
                blanks = blanks.max(column);
            } else if column < indent.unwrap_or(parent + 1) {
                // A tab is an error where spaces are looked for.
                return (!text.starts_with('\t')).then_some(());
            } else if indent.is_none() {
                // The first line says how deep the others are; blank lines before it have a say in it.
                if blanks > column || text.starts_with('\t') {
                    return None;
                }
                indent = Some(column);
            }
            self.rest = rest;
        }
        Some(())
    }

    /// Moves over the lines of a scalar in quotes that is not at its end, whose parent stands in a column. `None`: they
    /// are not plain.
    pub(super) fn skip_quoted(&mut self, quote: Quote, parent: usize) -> Option<()> {
        loop {
            let (line, rest) = self.split()?;
            self.rest = rest;
            let text = line.trim_start_matches(' ');
            if text.is_empty() {
                continue;
            }
            if line.len() - text.len() <= parent
                || self.has_tabs && memchr::memchr(b'\t', text.as_bytes()).is_some()
            {
                return None;
            }
            let text = text.trim_end_matches(' ');
            if let Some(end) = quote.end(text)?.position {
                return is_end(text.get(end + 1..)?).then_some(());
            }
        }
    }

    fn split(&self) -> Option<(&'t str, &'t str)> {
        if self.rest.is_empty() {
            return None;
        }
        Some(match memchr::memchr(b'\n', self.rest.as_bytes()) {
            Some(end) => (
                self.rest.get(..end).unwrap_or_default(),
                self.rest.get(end + 1..).unwrap_or_default(),
            ),
            None => (self.rest, ""),
        })
    }
}
