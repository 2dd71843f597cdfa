//! Texts of any bytes, as the expressions see them.

use std::borrow::Cow;

/// A text whose bytes that are no UTF-8 stand as U+FFFD, one each: that is what Go takes them for.
pub(super) struct Text<'t> {
    bytes: &'t [u8],
    shown: Cow<'t, str>,
    /// Where in `shown` the characters end that stand for such a byte.
    replaced: Vec<usize>,
}

impl<'t> Text<'t> {
    /// Of bytes.
    pub(super) fn new(bytes: &'t [u8]) -> Self {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return Self {
                bytes,
                shown: Cow::Borrowed(text),
                replaced: Vec::new(),
            };
        }
        let mut shown = String::with_capacity(bytes.len());
        let mut replaced = Vec::new();
        for chunk in bytes.utf8_chunks() {
            shown.push_str(chunk.valid());
            for _ in chunk.invalid() {
                shown.push(char::REPLACEMENT_CHARACTER);
                replaced.push(shown.len());
            }
        }
        Self {
            bytes,
            shown: Cow::Owned(shown),
            replaced,
        }
    }

    /// The text to search in.
    pub(super) fn shown(&self) -> &str {
        &self.shown
    }

    /// Where in the bytes a place in the shown text is.
    pub(super) fn position(&self, shown: usize) -> usize {
        // A byte is shown as three.
        let before = self.replaced.partition_point(|end| *end <= shown);
        shown.saturating_sub(before.saturating_mul(2))
    }

    /// The bytes between two places in the shown text.
    pub(super) fn between(&self, start: usize, end: usize) -> &'t [u8] {
        self.bytes
            .get(self.position(start)..self.position(end))
            .unwrap_or_default()
    }

    /// The bytes from a place in the shown text on.
    pub(super) fn from(&self, start: usize) -> &'t [u8] {
        self.bytes.get(self.position(start)..).unwrap_or_default()
    }

    /// How long the character at a place in the shown text is there; 0 at the end.
    pub(super) fn width(&self, shown: usize) -> usize {
        self.shown
            .get(shown..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8)
    }
}
