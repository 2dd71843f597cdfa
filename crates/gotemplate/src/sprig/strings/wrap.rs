//! Lines of a width: `goutils.WrapCustom` (`wordutils.go`).

use crate::budget::{Budget, Exhausted};
use crate::sprig::cost;

/// Breaks the text into lines of at most `width` bytes (at least 1), at spaces, which are left out. A word that is
/// longer is cut when `cuts_words` is set, and else stays whole.
pub(super) fn wrap(
    text: &[u8],
    width: i64,
    separator: &[u8],
    cuts_words: bool,
    budget: &Budget,
) -> Result<Vec<u8>, Exhausted> {
    let width = usize::try_from(width.max(1)).unwrap_or(usize::MAX);
    let lines = lines(text, width, cuts_words, budget)?;
    let length = lines
        .len()
        .saturating_mul(separator.len())
        .saturating_add(text.len());
    cost::bytes(budget, length)?;
    let mut out = Vec::with_capacity(length);
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            out.extend_from_slice(separator);
        }
        out.extend_from_slice(line);
    }
    Ok(out)
}

fn lines<'a>(
    text: &'a [u8],
    width: usize,
    cuts_words: bool,
    budget: &Budget,
) -> Result<Vec<&'a [u8]>, Exhausted> {
    let mut lines = Vec::new();
    let mut rest = text;
    while rest.len() > width {
        if let Some(after) = rest.strip_prefix(b" ") {
            rest = after;
            continue;
        }
        budget.step(1)?;
        // A space right behind the width ends the line too.
        let window = rest.get(..=width).unwrap_or(rest);
        let (end, gap) = if let Some(space) = memchr::memrchr(b' ', window) {
            (space, 1)
        } else if cuts_words {
            (width, 0)
        } else {
            let tail = rest.get(width..).unwrap_or_default();
            match memchr::memchr(b' ', tail) {
                Some(space) => (space.saturating_add(width), 1),
                None => break,
            }
        };
        lines.push(rest.get(..end).unwrap_or_default());
        rest = rest.get(end.saturating_add(gap)..).unwrap_or_default();
    }
    lines.push(rest);
    Ok(lines)
}
