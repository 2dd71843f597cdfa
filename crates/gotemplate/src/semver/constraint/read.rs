//! Reading constraints. Masterminds does it with regular expressions; these are their languages, read by hand.

use super::{Alternative, Comparison, Operator, Wildcard};
use crate::semver::Version;
use crate::strconv::quote;

/// Masterminds' limits.
const MAX_LENGTH: usize = 512;
const MAX_ALTERNATIVES: usize = 32;

/// Why a text is no constraint: Masterminds' words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConstraintError {
    /// It is longer than 512 bytes.
    #[error("constraint string is too long (max 512 bytes)")]
    TooLong,
    /// It has more than 32 alternatives.
    #[error("too many constraint groups (max 32)")]
    TooManyAlternatives,
    /// This alternative has not the form of one.
    #[error("improper constraint: {}", quote(.0))]
    Improper(Vec<u8>),
    /// It has the form, but one of its versions is none: `1.2x`, or a number of more than 64 bits.
    #[error("constraint parser error")]
    Version,
}

/// In the order in which they are tried.
const OPERATORS: [(&str, Operator); 12] = [
    ("=", Operator::Equal),
    ("", Operator::Equal),
    ("!=", Operator::NotEqual),
    (">", Operator::Greater),
    ("<", Operator::Less),
    (">=", Operator::GreaterOrEqual),
    ("=>", Operator::GreaterOrEqual),
    ("<=", Operator::LessOrEqual),
    ("=<", Operator::LessOrEqual),
    ("~", Operator::Tilde),
    ("~>", Operator::Tilde),
    ("^", Operator::Caret),
];

/// A version as a constraint has it, and what comes after.
struct Written<'a> {
    text: &'a [u8],
    major: &'a [u8],
    minor: Option<&'a [u8]>,
    patch: Option<&'a [u8]>,
    /// What stands after the hyphen.
    prerelease: Option<&'a [u8]>,
    rest: &'a [u8],
}

/// An operator and a version, and what comes after.
struct Item<'a> {
    sign: &'static str,
    operator: Operator,
    version: Written<'a>,
}

pub(super) fn alternatives(text: &[u8]) -> Result<Vec<Alternative>, ConstraintError> {
    if text.len() > MAX_LENGTH {
        return Err(ConstraintError::TooLong);
    }
    let text = without_ranges(text);
    let parts = split_alternatives(&text);
    if parts.len() > MAX_ALTERNATIVES {
        return Err(ConstraintError::TooManyAlternatives);
    }
    parts.into_iter().map(alternative).collect()
}

/// Go's `strings.Split(text, "||")`.
fn split_alternatives(mut text: &[u8]) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    while let Some(at) = find(text, b"||") {
        let (part, rest) = text.split_at_checked(at).unwrap_or((text, b""));
        parts.push(part);
        text = rest.strip_prefix(b"||").unwrap_or_default();
    }
    parts.push(text);
    parts
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

/// Items between blanks or commas: there is a blank or a comma between two, and at most one comma.
fn alternative(text: &[u8]) -> Result<Alternative, ConstraintError> {
    let improper = || ConstraintError::Improper(text.to_owned());
    let mut items = Vec::new();
    let mut rest = text;
    loop {
        let item = item(after_blanks(rest)).ok_or_else(improper)?;
        let after = after_blanks(item.version.rest);
        let has_blank = after.len() < item.version.rest.len();
        items.push(item);
        rest = match after {
            [] => break,
            [b',', rest @ ..] => rest,
            rest if has_blank => rest,
            _ => return Err(improper()),
        };
    }
    let comparisons = items
        .into_iter()
        .map(comparison)
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Alternative {
        names_prerelease: comparisons
            .iter()
            .any(|comparison| !comparison.version.prerelease().is_empty()),
        comparisons,
    })
}

fn item(text: &[u8]) -> Option<Item<'_>> {
    OPERATORS.into_iter().find_map(|(sign, operator)| {
        let rest = text.strip_prefix(sign.as_bytes())?;
        Some(Item {
            sign,
            operator,
            version: written(after_blanks(rest))?,
        })
    })
}

/// `parseConstraint`: what is left open is 0.
fn comparison(item: Item<'_>) -> Result<Comparison, ConstraintError> {
    let version = &item.version;
    let is_open = |number: Option<&[u8]>| matches!(number, None | Some(b"x" | b"X" | b"*"));
    let wildcard = if is_open(Some(version.major)) {
        Wildcard::Major
    } else if is_open(version.minor) {
        Wildcard::Minor
    } else if is_open(version.patch) {
        Wildcard::Patch
    } else {
        Wildcard::None
    };
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let prerelease = version
        .prerelease
        .map_or_else(String::new, |prerelease| format!("-{}", text(prerelease)));
    let major = text(version.major);
    let minor = text(version.minor.unwrap_or_default());
    let filled = match wildcard {
        Wildcard::Major => format!("0.0.0{prerelease}"),
        Wildcard::Minor => format!("{major}.0.0{prerelease}"),
        Wildcard::Patch => format!("{major}.{minor}.0{prerelease}"),
        Wildcard::None => text(version.text),
    };
    Ok(Comparison {
        operator: item.operator,
        sign: item.sign,
        version: Version::parse(&filled).map_err(|_| ConstraintError::Version)?,
        written: text(version.text),
        wildcard,
    })
}

/// Puts `>= 1, <= 2 ` for each `1 - 2` (`rewriteRange`).
fn without_ranges(text: &[u8]) -> Vec<u8> {
    let mut out = text.to_owned();
    let mut rest = text;
    while !rest.is_empty() {
        let Some((range, low, high, after)) = range(rest) else {
            rest = rest.get(1..).unwrap_or_default();
            continue;
        };
        let both = [b">= ", low.text, b", <= ", high.text, b" "].concat();
        // The first place that looks the same, as in Go, which need not be this one.
        if let Some(at) = find(&out, range) {
            out.splice(at..at + range.len(), both);
        }
        rest = after;
    }
    out
}

/// A range at the very start: `\s*version\s+-\s+version\s*`. All of it, both versions, and what comes after.
fn range(text: &[u8]) -> Option<(&[u8], Written<'_>, Written<'_>, &[u8])> {
    let low = written(after_blanks(text))?;
    let hyphen = after_some_blanks(low.rest)?.strip_prefix(b"-")?;
    let high = written(after_some_blanks(hyphen)?)?;
    let after = after_blanks(high.rest);
    let (range, _) = text.split_at_checked(text.len().checked_sub(after.len())?)?;
    Some((range, low, high, after))
}

/// A version or a part of one, with wildcards (`cvRegex`). The bar is a digit in Masterminds' eyes.
fn written(text: &[u8]) -> Option<Written<'_>> {
    let (major, rest) = number(text.strip_prefix(b"v").unwrap_or(text))?;
    let (minor, rest) = after_dot(rest);
    let (patch, rest) = after_dot(rest);
    let (prerelease, rest) = identifiers(rest, b'-');
    let (_, rest) = identifiers(rest, b'+');
    let (text, _) = text.split_at_checked(text.len().checked_sub(rest.len())?)?;
    Some(Written {
        text,
        major,
        minor,
        patch,
        prerelease,
        rest,
    })
}

fn number(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let is_digit = |byte: &u8| matches!(byte, b'0'..=b'9' | b'|' | b'x' | b'X' | b'*');
    let end = text.iter().take_while(|byte| is_digit(byte)).count();
    text.split_at_checked(end).filter(|_| end > 0)
}

fn after_dot(text: &[u8]) -> (Option<&[u8]>, &[u8]) {
    match text.strip_prefix(b".").and_then(number) {
        Some((number, rest)) => (Some(number), rest),
        None => (None, text),
    }
}

/// The mark, and identifiers with single dots between them.
fn identifiers(text: &[u8], mark: u8) -> (Option<&[u8]>, &[u8]) {
    let Some(list) = text.strip_prefix(&[mark]) else {
        return (None, text);
    };
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    let mut end = 0;
    for (index, byte) in list.iter().enumerate() {
        if is_part(byte) {
            end = index + 1;
        } else if *byte != b'.' || end != index || index == 0 {
            break;
        }
    }
    match list.split_at_checked(end) {
        Some((identifiers, rest)) if end > 0 => (Some(identifiers), rest),
        _ => (None, text),
    }
}

/// RE2's `\s`: no vertical tab.
fn after_blanks(text: &[u8]) -> &[u8] {
    let blanks = text.iter().take_while(|byte| byte.is_ascii_whitespace());
    text.get(blanks.count()..).unwrap_or_default()
}

fn after_some_blanks(text: &[u8]) -> Option<&[u8]> {
    let rest = after_blanks(text);
    (rest.len() < text.len()).then_some(rest)
}
