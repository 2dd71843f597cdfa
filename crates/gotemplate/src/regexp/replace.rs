//! Replacing (`regexp/regexp.go`: replaceAll, expand, extract).

use crate::strconv::runes;

use super::text::Text;
use super::unicode::is_letter_or_digit;
use super::{Groups, Regexp};

impl Regexp {
    /// `ReplaceAll`: in the replacement `$1` and `${name}` stand for groups, and `$$` for a dollar.
    #[must_use]
    pub fn replace_all(&self, text: &[u8], replacement: &[u8]) -> Vec<u8> {
        if !replacement.contains(&b'$') {
            return self.replace_all_literal(text, replacement);
        }
        let parts = parse(replacement, self);
        let text = Text::new(text);
        self.replace(&text, |groups, out| {
            for part in &parts {
                match part {
                    Part::Text(text) => out.extend_from_slice(text),
                    Part::Group(group) => {
                        if let Some((start, end)) = groups.get(*group) {
                            out.extend_from_slice(text.between(start, end));
                        }
                    }
                    Part::Named(candidates) => {
                        let found = candidates.iter().find_map(|group| groups.get(*group));
                        if let Some((start, end)) = found {
                            out.extend_from_slice(text.between(start, end));
                        }
                    }
                }
            }
        })
    }

    /// `ReplaceAllLiteral`: the replacement stands for itself.
    #[must_use]
    pub fn replace_all_literal(&self, text: &[u8], replacement: &[u8]) -> Vec<u8> {
        self.replace(&Text::new(text), |_, out| {
            out.extend_from_slice(replacement)
        })
    }

    fn replace(&self, text: &Text<'_>, mut write: impl FnMut(&Groups, &mut Vec<u8>)) -> Vec<u8> {
        let mut out = Vec::new();
        let mut groups = self.groups();
        let mut last_end = 0;
        let mut position = 0;
        while position <= text.shown().len() && self.search(text, position, &mut groups) {
            let Some((start, end)) = groups.get(0) else {
                break;
            };
            out.extend_from_slice(text.between(last_end, start));
            // Nothing is put for an empty match right after another match.
            if end > last_end || start == 0 {
                write(&groups, &mut out);
            }
            last_end = end;
            // At least one character further.
            let next = position.saturating_add(text.width(position).max(1));
            position = next.max(end);
        }
        out.extend_from_slice(text.from(last_end));
        out
    }
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
        .take_while(|(character, _)| *character == '_' || is_letter_or_digit(*character))
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
