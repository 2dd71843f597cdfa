//! Go's `regexp`: RE2 syntax, with Go's errors.

use crate::budget::{Budget, Exhausted};

/// Why an expression cannot be compiled: Go's words, "error parsing regexp: missing closing ]: `[a`".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("error parsing regexp: {0}")]
pub struct Error(pub String);

/// A compiled expression.
#[derive(Debug, Clone)]
pub struct Regexp {
    bytes: regex::bytes::Regex,
}

impl Regexp {
    /// `regexp.Compile`.
    ///
    /// # Errors
    /// When the expression is not of RE2's syntax, or too large.
    pub fn new(expression: &str) -> Result<Self, Error> {
        regex::bytes::Regex::new(expression)
            .map(|bytes| Self { bytes })
            .map_err(|error| Error(error.to_string()))
    }

    /// `MatchString`.
    #[must_use]
    pub fn is_match(&self, text: &[u8]) -> bool {
        self.bytes.is_match(text)
    }

    /// `FindString`: the first match.
    #[must_use]
    pub fn find<'t>(&self, text: &'t [u8]) -> Option<&'t [u8]> {
        self.bytes.find(text).map(|found| found.as_bytes())
    }

    /// `FindAllString`: the matches that do not overlap, `limit` at most; a negative one is none.
    #[must_use]
    pub fn find_all<'t>(&self, text: &'t [u8], limit: i64) -> Vec<&'t [u8]> {
        self.bytes
            .find_iter(text)
            .take(usize::try_from(limit).unwrap_or(usize::MAX))
            .map(|found| found.as_bytes())
            .collect()
    }

    /// `Split`: what stands between the matches, in `limit` parts at most; a negative one is none.
    #[must_use]
    pub fn split<'t>(&self, text: &'t [u8], limit: i64) -> Vec<&'t [u8]> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        if limit == 0 {
            return Vec::new();
        }
        if text.is_empty() && !self.bytes.as_str().is_empty() {
            return vec![text];
        }
        let (mut parts, mut begin, mut end) = (Vec::new(), 0, 0);
        for found in self.bytes.find_iter(text).take(limit) {
            if parts.len() >= limit.saturating_sub(1) {
                break;
            }
            end = found.start();
            if found.end() != 0 {
                parts.extend(text.get(begin..end));
            }
            begin = found.end();
        }
        if end != text.len() {
            parts.extend(text.get(begin..));
        }
        parts
    }

    /// `ReplaceAllString`: `$1` and `${name}` in the replacement stand for what groups matched.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn replace_all(
        &self,
        text: &[u8],
        replacement: &[u8],
        budget: &Budget,
    ) -> Result<Vec<u8>, Exhausted> {
        self.replace(text, budget, |groups, out| {
            groups.expand(replacement, out);
        })
    }

    /// `ReplaceAllLiteralString`.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn replace_all_literal(
        &self,
        text: &[u8],
        replacement: &[u8],
        budget: &Budget,
    ) -> Result<Vec<u8>, Exhausted> {
        self.replace(text, budget, |_, out| out.extend(replacement))
    }

    fn replace(
        &self,
        text: &[u8],
        budget: &Budget,
        replacement: impl Fn(&regex::bytes::Captures<'_>, &mut Vec<u8>),
    ) -> Result<Vec<u8>, Exhausted> {
        let (mut out, mut begin) = (Vec::new(), 0);
        for groups in self.bytes.captures_iter(text) {
            let Some(found) = groups.get(0) else { continue };
            let before = out.len();
            out.extend(text.get(begin..found.start()).unwrap_or_default());
            replacement(&groups, &mut out);
            begin = found.end();
            budget.grow(out.len() as u64, (out.len() - before) as u64)?;
        }
        let rest = text.get(begin..).unwrap_or_default();
        budget.grow((out.len() + rest.len()) as u64, rest.len() as u64)?;
        out.extend(rest);
        Ok(out)
    }
}

/// `regexp.QuoteMeta`: an expression that matches the text and nothing else.
#[must_use]
pub fn quote_meta(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for byte in text {
        if br"\.+*?()|[]{}^$".contains(byte) {
            out.push(b'\\');
        }
        out.push(*byte);
    }
    out
}
