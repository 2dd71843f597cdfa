//! Classes of characters by name, and what differs by its case only, as Go 1.26 knows them. The `regex` crate knows a
//! newer Unicode. The tables were written by `tables.go`.

mod aliases;
mod categories;
mod orbits;
mod scripts;

use std::sync::LazyLock;

use aliases::ALIASES;
use categories::CATEGORIES;
use orbits::ORBITS;
use scripts::SCRIPTS;

/// The highest code point (`unicode.MaxRune`).
pub(super) const MAX_RUNE: u32 = 0x0010_FFFF;

/// The code points of a class like `\p{Greek}`: sorted ranges, both ends included. The name may be written in any
/// case, with spaces, hyphens and underscores (`regexp/syntax/parse.go`: unicodeTable). Go finds no script whose own
/// name has an underscore.
pub(super) fn class(name: &str) -> Option<Vec<(u32, u32)>> {
    let name = canonical(name);
    match name.as_str() {
        "Any" => return Some(vec![(0, MAX_RUNE)]),
        "Ascii" => return Some(vec![(0, 0x7F)]),
        "Assigned" => return Some(complement(&table(CATEGORIES, "Cn")?)),
        _ => {}
    }
    table(CATEGORIES, &name)
        .or_else(|| table(SCRIPTS, &name))
        .or_else(|| {
            let at = ALIASES.binary_search_by(|(alias, _)| alias.cmp(&name.as_str()));
            let (_, actual) = ALIASES.get(at.ok()?)?;
            table(CATEGORIES, actual)
        })
}

/// The name with one capital letter at its start, and without separators.
fn canonical(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for character in name.chars().filter(|c| !matches!(c, '_' | '-' | ' ')) {
        if out.is_empty() {
            out.push(character.to_ascii_uppercase());
        } else {
            out.push(character.to_ascii_lowercase());
        }
    }
    out
}

fn table(tables: &[(&str, &str)], name: &str) -> Option<Vec<(u32, u32)>> {
    let at = tables.binary_search_by(|(key, _)| (*key).cmp(name)).ok()?;
    let (_, ranges) = tables.get(at)?;
    Some(ranges.split(' ').filter_map(range).collect())
}

fn range(text: &str) -> Option<(u32, u32)> {
    let (low, high) = text.split_once('-').unwrap_or((text, text));
    let code = |digits| u32::from_str_radix(digits, 16).ok();
    Some((code(low)?, code(high)?))
}

/// The code points that are in none of the sorted ranges.
pub(super) fn complement(ranges: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut out = Vec::with_capacity(ranges.len().saturating_add(1));
    let mut next = 0;
    for (low, high) in ranges {
        if let Some(before) = low.checked_sub(1)
            && next <= before
        {
            out.push((next, before));
        }
        next = high.saturating_add(1);
    }
    if next <= MAX_RUNE {
        out.push((next, MAX_RUNE));
    }
    out
}

/// The characters that have other cases, sorted, each with the sorted set that it is one of.
static FOLDS: LazyLock<Vec<(u32, Vec<u32>)>> = LazyLock::new(|| {
    let mut folds = Vec::new();
    for orbit in ORBITS.split(' ') {
        let orbit: Vec<u32> = orbit.chars().map(u32::from).collect();
        for code in &orbit {
            folds.push((*code, orbit.clone()));
        }
    }
    folds.sort_by_key(|(code, _)| *code);
    folds
});

/// The characters of a range that have other cases, each with the sorted set that it is one of.
pub(super) fn folds(low: u32, high: u32) -> &'static [(u32, Vec<u32>)] {
    let start = FOLDS.partition_point(|(code, _)| *code < low);
    let end = FOLDS.partition_point(|(code, _)| *code <= high);
    FOLDS.get(start..end).unwrap_or_default()
}

/// A character in all its cases, sorted; `None` where it has but one.
pub(super) fn orbit(code: u32) -> Option<&'static [u32]> {
    folds(code, code).first().map(|(_, orbit)| orbit.as_slice())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_spelling() {
        let greek = class("Greek").unwrap();
        assert_eq!(greek.first(), Some(&(0x370, 0x373)));
        for name in ["greek", "GREEK", "g_r-e e_k"] {
            assert_eq!(class(name).as_ref(), Some(&greek));
        }
        assert_eq!(class("Uppercase_Letter"), class("Lu"));
        assert_eq!(class("LC"), class("Cased_Letter"));
        assert_eq!(class("ascii"), Some(vec![(0, 0x7F)]));
        assert_eq!(class("Assigned"), Some(complement(&class("Cn").unwrap())));
        for name in ["", "Greeks", "Old_Italic", "OldItalic", "Lx"] {
            assert_eq!(class(name), None, "{name}");
        }
    }

    #[test]
    fn tables_are_sorted() {
        for tables in [CATEGORIES, SCRIPTS] {
            assert!(tables.is_sorted_by_key(|(name, _)| *name));
            for (name, ranges) in tables {
                let count = ranges.split(' ').count();
                let ranges = class(name).unwrap();
                assert_eq!(ranges.len(), count);
                assert!(ranges.is_sorted_by(|one, other| one.1 < other.0), "{name}");
            }
        }
        assert!(ALIASES.is_sorted());
    }

    #[test]
    fn characters_know_their_other_cases() {
        let cases = [
            ('k', Some("Kk\u{212a}")),
            ('ſ', Some("Ssſ")),
            ('ß', Some("ßẞ")),
            ('1', None),
            // Cased since Unicode 16, which Go does not know.
            ('\u{1c89}', None),
        ];
        for (character, expected) in cases {
            let expected = expected.map(|orbit| orbit.chars().map(u32::from).collect::<Vec<u32>>());
            assert_eq!(orbit(u32::from(character)), expected.as_deref());
        }
    }
}
