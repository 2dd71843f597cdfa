//! Lines of a text, by offsets.

use memchr::{memchr, memrchr};

/// The offset of the line on which an offset is.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    memrchr(b'\n', before).map_or(0, |lf| lf + 1)
}

/// The offset behind the line on which an offset is, its line end included.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    memchr(b'\n', rest).map_or(text.len(), |length| at + length + 1)
}
