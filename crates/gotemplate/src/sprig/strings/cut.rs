//! Parts of texts. Lengths and places count bytes, as in Go, so that a letter may be cut through.

use crate::error::FunctionError;
use crate::sprig::panics::slice_bounds;
use crate::strconv::{decode_rune, runes};
use crate::unicode;
use crate::value::Text;

/// Sprig's `trunc`: the first bytes, or by a negative number the last.
pub(super) fn truncate(count: i64, text: Text) -> Text {
    let wanted = usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX);
    if wanted >= text.len() {
        return text;
    }
    let part = if count < 0 {
        text.get(text.len().saturating_sub(wanted)..)
    } else {
        text.get(..wanted)
    };
    part.map(Text::from).unwrap_or_default()
}

/// Sprig's `substring`. A negative start means 0, a negative or too large end the end of the text.
///
/// # Errors
/// Go's panic where the bounds fit neither the text nor each other.
pub(super) fn substring(start: i64, end: i64, text: Text) -> Result<Text, FunctionError> {
    let length = i64::try_from(text.len()).unwrap_or(i64::MAX);
    let (low, high) = if start < 0 {
        (0, end)
    } else if end < 0 || end > length {
        (start, length)
    } else {
        (start, end)
    };
    if let Some(error) = slice_bounds(low, high, text.len()) {
        return Err(error);
    }
    let range = usize::try_from(low).unwrap_or(0)..usize::try_from(high).unwrap_or(0);
    Ok(text.get(range).map(Text::from).unwrap_or_default())
}

/// Sprig's `abbrev`: the start of the text with three dots, at most `width` bytes wide.
pub(super) fn abbreviate(width: i64, text: Text) -> Text {
    if width < 4 {
        return text;
    }
    abbreviate_full(text, 0, width)
}

/// Sprig's `abbrevboth`: the same with three dots at the start too, from an offset of `left` on.
pub(super) fn abbreviate_both(left: i64, right: i64, text: Text) -> Text {
    if right < 4 || (left > 0 && right < 7) {
        return text;
    }
    abbreviate_full(text, left, right)
}

/// `goutils.AbbreviateFull`, which takes a width of at least 4 here. With an offset it refuses one below 7, and sprig
/// then shows nothing.
fn abbreviate_full(text: Text, offset: i64, width: i64) -> Text {
    let length = i64::try_from(text.len()).unwrap_or(i64::MAX);
    if length <= width {
        return text;
    }
    // What remains beside three dots.
    let room = width.saturating_sub(3);
    // The difference may overflow in Go too: an offset far below 0 counts as one beyond the end.
    let offset = if length.wrapping_sub(offset.min(length)) < room {
        length.saturating_sub(room)
    } else {
        offset.min(length)
    };
    let part = |start: i64, end: i64| {
        usize::try_from(start)
            .ok()
            .zip(usize::try_from(end).ok())
            .and_then(|(start, end)| text.get(start..end))
            .unwrap_or_default()
    };
    let joined = if offset <= 4 {
        [part(0, room), b"..."].concat()
    } else if width < 7 {
        Vec::new()
    } else if offset.saturating_add(room) < length {
        let inner = room.saturating_sub(3);
        let end = offset.saturating_add(inner);
        [b"...", part(offset, end), b"..."].concat()
    } else {
        [b"...", part(length.saturating_sub(room), length)].concat()
    };
    joined.into()
}

/// `strings.TrimSpace`.
pub(super) fn trim_space(text: &[u8]) -> &[u8] {
    trim_by(text, unicode::is_space)
}

/// `strings.Trim`: without the characters of `set` at both ends. A byte that is no UTF-8 is one with all others.
pub(super) fn trim<'a>(text: &'a [u8], set: &[u8]) -> &'a [u8] {
    let mut set: Vec<char> = runes(set).map(|(character, _)| character).collect();
    set.sort_unstable();
    trim_by(text, |character| set.binary_search(&character).is_ok())
}

fn trim_by(text: &[u8], is_cut: impl Fn(char) -> bool) -> &[u8] {
    let mut rest = text;
    while let Some((character, width)) = decode_rune(rest)
        && is_cut(character)
    {
        rest = rest.get(width..).unwrap_or_default();
    }
    while let Some((character, width)) = decode_last_rune(rest)
        && is_cut(character)
    {
        rest = rest
            .get(..rest.len().saturating_sub(width))
            .unwrap_or_default();
    }
    rest
}

/// `utf8.DecodeLastRune`: a byte that ends no valid character gives U+FFFD and 1.
fn decode_last_rune(text: &[u8]) -> Option<(char, usize)> {
    if text.is_empty() {
        return None;
    }
    let character = (1..=text.len().min(4)).find_map(|width| {
        let tail = text.get(text.len().saturating_sub(width)..)?;
        decode_rune(tail).filter(|(character, decoded)| {
            *decoded == width && (width > 1 || *character != char::REPLACEMENT_CHARACTER)
        })
    });
    Some(character.unwrap_or((char::REPLACEMENT_CHARACTER, 1)))
}
