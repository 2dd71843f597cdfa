//! Keys and scalars on one line.

use crate::yaml::resolve;

/// A longer key might be none: go-yaml looks no further than 1,024 characters.
const MAX_KEY: usize = 512;

/// A scalar that is plain enough.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Scalar<'t> {
    /// Without quotes. Unless it ends with its line, it may go on in the next.
    Plain { text: &'t str, ends: bool },
    /// What stands between quotes, without an escape.
    Quoted(&'t str),
    /// In quotes that are not closed on this line.
    Open(Quote),
    /// The head of a block.
    Block,
    /// With escapes, or a flow collection.
    Other,
}

/// The key at the beginning of a line, and what follows its colon: nothing, or a space.
pub(super) fn key(text: &str) -> Option<(&str, &str)> {
    let (key, rest) = match text.as_bytes().first()? {
        b'"' | b'\'' => match quoted(text)? {
            (Scalar::Quoted(key), rest) => (key, rest),
            _ => return None,
        },
        _ => {
            let end = text
                .bytes()
                .position(|byte| !(byte.is_ascii_alphanumeric() || b"_./$-".contains(&byte)))?;
            let (key, rest) = text.split_at(end);
            // Others are written differently in JSON, or have no form there.
            if key.starts_with(['-', '/']) || resolve::implicit_tag(key) != "!!str" {
                return None;
            }
            (key, rest)
        }
    };
    let rest = rest.trim_start_matches(' ').strip_prefix(':')?;
    (key.len() <= MAX_KEY && (rest.is_empty() || rest.starts_with(' '))).then_some((key, rest))
}

/// The scalar that a line ends with.
pub(super) fn value(text: &str) -> Option<Scalar<'_>> {
    match text.as_bytes() {
        [b'|' | b'>', head @ ..] => matches!(head, [] | [b'-' | b'+']).then_some(Scalar::Block),
        [b'"' | b'\'', ..] => {
            let (scalar, rest) = quoted(text)?;
            is_end(rest).then_some(scalar)
        }
        [b'{', b'}', ..] => is_end(text.get(2..)?).then_some(Scalar::Other),
        [b'[', ..] => is_end(flow_sequence(text.get(1..)?)?).then_some(Scalar::Other),
        _ => plain(text),
    }
}

fn plain(text: &str) -> Option<Scalar<'_>> {
    let begins = match text.as_bytes() {
        [b'-', second, ..] => *second != b' ' && is_finite(text),
        [b'.' | b'+', ..] => is_finite(text),
        [first, ..] => {
            !first.is_ascii() || first.is_ascii_alphanumeric() || b"_/\\$();^~".contains(first)
        }
        [] => false,
    };
    if !begins {
        return None;
    }
    let (text, ends) = match memchr::memmem::find(text.as_bytes(), b" #") {
        Some(end) => (text.get(..end)?.trim_end_matches(' '), true),
        None => (text, false),
    };
    (goes_on(text) && !text.is_empty()).then_some(Scalar::Plain { text, ends })
}

/// Whether a text may be a line of a scalar without quotes, behind its beginning.
pub(super) fn goes_on(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes
        .get(at..)
        .and_then(|rest| memchr::memchr2(b':', b'#', rest))
    {
        let here = at + found;
        let is_mark = match bytes.get(here) {
            Some(b':') => bytes.get(here + 1).is_none_or(|next| *next == b' '),
            _ => here == 0 || bytes.get(here - 1) == Some(&b' '),
        };
        if is_mark {
            return false;
        }
        at = here + 1;
    }
    true
}

/// Whether a text is not one of YAML's words for infinity and for what is no number: JSON has none.
fn is_finite(text: &str) -> bool {
    let word = text.trim_start_matches(['+', '-']).as_bytes();
    !matches!(word, [b'.', b'i' | b'I' | b'n' | b'N', ..] if word.len() == 4)
}

/// A kind of quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quote {
    /// `'`
    Single,
    /// `"`
    Double,
}

/// Where a scalar in quotes ends on a line.
pub(super) struct QuoteEnd {
    /// The position of the quote; `None` when the line has none.
    pub(super) position: Option<usize>,
    /// Whether nothing before it is an escape.
    is_verbatim: bool,
}

impl Quote {
    /// Looks for the end. `None`: there is an escape before it that is not simple.
    pub(super) fn end(self, text: &str) -> Option<QuoteEnd> {
        let bytes = text.as_bytes();
        let mut at = 0;
        let mut is_verbatim = true;
        let position = loop {
            let rest = bytes.get(at..).unwrap_or_default();
            let found = match self {
                Self::Single => memchr::memchr(b'\'', rest),
                Self::Double => memchr::memchr2(b'"', b'\\', rest),
            };
            let Some(found) = found else { break None };
            at += found;
            match (self, bytes.get(at)?, bytes.get(at + 1)) {
                (Self::Single, _, Some(b'\''))
                | (Self::Double, b'\\', None | Some(b'\\' | b'"' | b'n' | b't')) => {
                    is_verbatim = false
                }
                (Self::Double, b'\\', _) => return None,
                _ => break Some(at),
            }
            at += 2;
        };
        Some(QuoteEnd {
            position,
            is_verbatim,
        })
    }
}

/// Takes a scalar in quotes from the beginning of a text.
fn quoted(text: &str) -> Option<(Scalar<'_>, &str)> {
    let inner = text.get(1..)?;
    let quote = if text.starts_with('\'') {
        Quote::Single
    } else {
        Quote::Double
    };
    let end = quote.end(inner)?;
    let Some(position) = end.position else {
        return Some((Scalar::Open(quote), ""));
    };
    let scalar = if end.is_verbatim {
        Scalar::Quoted(inner.get(..position)?)
    } else {
        Scalar::Other
    };
    Some((scalar, inner.get(position + 1..)?))
}

/// What stands behind a flow sequence of simple scalars, whose bracket was taken.
fn flow_sequence(text: &str) -> Option<&str> {
    let mut rest = text.trim_start_matches(' ');
    if let Some(rest) = rest.strip_prefix(']') {
        return Some(rest);
    }
    loop {
        rest = match rest.as_bytes().first()? {
            b'"' | b'\'' => match quoted(rest)? {
                (Scalar::Open(_), _) => return None,
                (_, rest) => rest,
            },
            first if first.is_ascii_alphanumeric() || *first == b'/' => {
                rest.trim_start_matches(|character: char| {
                    character.is_ascii_alphanumeric() || "_./$*-".contains(character)
                })
            }
            _ => return None,
        }
        .trim_start_matches(' ');
        rest = match rest.as_bytes().first()? {
            b',' => rest.get(1..)?.trim_start_matches(' '),
            b']' => return rest.get(1..),
            _ => return None,
        };
    }
}

/// Whether nothing but a comment follows.
pub(super) fn is_end(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(' ') && rest.trim_start_matches(' ').starts_with('#')
}
