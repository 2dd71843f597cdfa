//! Texts cut at a separator: Go's `strings.Split`, `SplitN` and `Replace`.

use memchr::memmem::Finder;

use crate::budget::{Budget, Exhausted};
use crate::sprig::cost;
use crate::strconv::{decode_rune, rune_count, runes};
use crate::value::{Map, MapType, Text};

/// `strings.SplitN`: at most `limit` parts, the last of which is all that is left; below 0 there is no limit. Without
/// a separator each character is a part.
pub(super) fn split(
    text: &[u8],
    separator: &[u8],
    limit: i64,
    budget: &Budget,
) -> Result<Vec<Text>, Exhausted> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    if limit == 0 || (text.is_empty() && separator.is_empty()) {
        return Ok(Vec::new());
    }
    let cuts = cuts(text, separator).take(limit.saturating_sub(1));
    let parts = cuts.count().saturating_add(1);
    cost::entries(budget, parts)?;
    cost::bytes(budget, text.len())?;

    let mut out = Vec::with_capacity(parts);
    let mut from = 0;
    for cut in self::cuts(text, separator).take(limit.saturating_sub(1)) {
        out.push(text.get(from..cut).unwrap_or_default().into());
        from = cut.saturating_add(separator.len());
    }
    out.push(text.get(from..).unwrap_or_default().into());
    Ok(out)
}

/// Where the text is cut: at the starts of the separators, or between characters.
fn cuts<'a>(text: &'a [u8], separator: &'a [u8]) -> Box<dyn Iterator<Item = usize> + 'a> {
    if separator.is_empty() {
        let mut end = 0_usize;
        return Box::new(runes(text).filter_map(move |(_, width)| {
            end = end.saturating_add(width);
            (end < text.len()).then_some(end)
        }));
    }
    Box::new(memchr::memmem::find_iter(text, separator))
}

/// A part under each number: `_0`, `_1` …
pub(super) fn numbered(parts: &[Text]) -> Map {
    let map = Map::typed(&MapType::STRINGS);
    for (index, part) in parts.iter().enumerate() {
        map.insert(format!("_{index}"), part.clone());
    }
    map
}

/// `strings.ReplaceAll`. Where `old` is empty, `new` comes before each character and at the end.
pub(super) fn replace(
    text: &[u8],
    old: &[u8],
    new: &[u8],
    budget: &Budget,
) -> Result<Vec<u8>, Exhausted> {
    if old.is_empty() {
        let count = rune_count(text).saturating_add(1);
        let length = new.len().saturating_mul(count).saturating_add(text.len());
        cost::bytes(budget, length)?;
        let mut out = Vec::with_capacity(length);
        let mut rest = text;
        out.extend_from_slice(new);
        while let Some((_, width)) = decode_rune(rest) {
            out.extend_from_slice(rest.get(..width).unwrap_or_default());
            out.extend_from_slice(new);
            rest = rest.get(width..).unwrap_or_default();
        }
        return Ok(out);
    }
    let finder = Finder::new(old);
    let count = finder.find_iter(text).count();
    let length = new.len().saturating_mul(count).saturating_add(text.len());
    cost::bytes(budget, length)?;
    let mut out = Vec::with_capacity(length);
    let mut from = 0;
    for start in finder.find_iter(text) {
        out.extend_from_slice(text.get(from..start).unwrap_or_default());
        out.extend_from_slice(new);
        from = start.saturating_add(old.len());
    }
    out.extend_from_slice(text.get(from..).unwrap_or_default());
    Ok(out)
}
