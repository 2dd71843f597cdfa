//! Replacing (`regexp/regexp.go`: replaceAll, expand, extract).

use crate::budget::{Budget, Exhausted};
use crate::strconv::runes;
use crate::unicode::{is_digit, is_letter};

use super::text::Text;
use super::{Groups, Regexp, spend_search};

impl Regexp {
    /// `ReplaceAllString`: in the replacement `$1` and `${name}` stand for groups, and `$$` for a dollar.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn replace_all(
        &self,
        text: &[u8],
        replacement: &[u8],
        budget: &Budget,
    ) -> Result<Vec<u8>, Exhausted> {
        if !replacement.contains(&b'$') {
            return self.replace_all_literal(text, replacement, budget);
        }
        let parts = parse(replacement, self);
        let text = Text::new(text);
        self.replace(&text, budget, |groups, out| {
            for part in &parts {
                let matched = |group: &usize| groups.get(*group);
                let place = match part {
                    Part::Text(text) => {
                        append(text, out, budget)?;
                        continue;
                    }
                    Part::Group(group) => matched(group),
                    Part::Named(candidates) => candidates.iter().find_map(matched),
                };
                if let Some((start, end)) = place {
                    append(text.between(start, end), out, budget)?;
                }
            }
            Ok(())
        })
    }

    /// `ReplaceAllLiteralString`: the replacement stands for itself.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn replace_all_literal(
        &self,
        text: &[u8],
        replacement: &[u8],
        budget: &Budget,
    ) -> Result<Vec<u8>, Exhausted> {
        self.replace(&Text::new(text), budget, |_, out| {
            append(replacement, out, budget)
        })
    }

    fn replace(
        &self,
        text: &Text<'_>,
        budget: &Budget,
        mut write: impl FnMut(&Groups, &mut Vec<u8>) -> Result<(), Exhausted>,
    ) -> Result<Vec<u8>, Exhausted> {
        let mut out = Vec::new();
        let mut groups = self.groups();
        let mut last_end = 0;
        let mut position = 0;
        while position <= text.shown().len() {
            spend_search(text, position, budget)?;
            if !self.search(text, position, &mut groups) {
                break;
            }
            let Some((start, end)) = groups.get(0) else {
                break;
            };
            append(text.between(last_end, start), &mut out, budget)?;
            // Nothing is put for an empty match right after another match.
            if end > last_end || start == 0 {
                write(&groups, &mut out)?;
            }
            last_end = end;
            // At least one character further.
            let next = position.saturating_add(text.width(position).max(1));
            position = next.max(end);
        }
        append(text.from(last_end), &mut out, budget)?;
        Ok(out)
    }
}

fn append(bytes: &[u8], out: &mut Vec<u8>, budget: &Budget) -> Result<(), Exhausted> {
    let length = out.len().saturating_add(bytes.len());
    budget.grow(
        u64::try_from(length).unwrap_or(u64::MAX),
        u64::try_from(bytes.len()).unwrap_or(u64::MAX),
    )?;
    out.extend_from_slice(bytes);
    Ok(())
}

/// A part of a replacement.
enum Part<'r> {
    Text(&'r [u8]),
    Group(usize),
    /// Groups of one name, of which the first that matched counts.
    Named(Vec<usize>),
}

fn parse<'r>(replacement: &'r [u8], regexp: &Regexp) -> Vec<Part<'r>> {
    let mut parts = Vec::new();
    let mut rest = replacement;
    while let Some(dollar) = rest.iter().position(|byte| *byte == b'$') {
        let (before, after) = rest.split_at_checked(dollar).unwrap_or((rest, &[]));
        parts.push(Part::Text(before));
        let after = after.get(1..).unwrap_or_default();
        if let Some(after) = after.strip_prefix(b"$") {
            parts.push(Part::Text(b"$"));
            rest = after;
            continue;
        }
        rest = match extract(after) {
            Some((name, after)) => {
                parts.push(match number(name) {
                    Some(group) => Part::Group(group),
                    None => Part::Named(regexp.named(name)),
                });
                after
            }
            // A dollar alone stands for itself.
            None => {
                parts.push(Part::Text(b"$"));
                after
            }
        };
    }
    parts.push(Part::Text(rest));
    parts
}

/// The name after a dollar, and the rest.
fn extract(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let (text, brace) = match text.strip_prefix(b"{") {
        Some(text) => (text, true),
        None => (text, false),
    };
    let length = runes(text)
        .take_while(|(character, _)| {
            *character == '_' || is_letter(*character) || is_digit(*character)
        })
        .fold(0_usize, |length, (_, width)| length.saturating_add(width));
    let (name, rest) = text.split_at_checked(length)?;
    if name.is_empty() {
        return None;
    }
    let rest = if brace {
        rest.strip_prefix(b"}")?
    } else {
        rest
    };
    Some((name, rest))
}

/// A name that is a number, without zeros before it.
fn number(name: &[u8]) -> Option<usize> {
    if name.len() > 1 && name.first() == Some(&b'0') {
        return None;
    }
    let mut number = 0_usize;
    for byte in name {
        if !byte.is_ascii_digit() || number >= 100_000_000 {
            return None;
        }
        number = number
            .saturating_mul(10)
            .saturating_add(usize::from(byte.saturating_sub(b'0')));
    }
    Some(number)
}
