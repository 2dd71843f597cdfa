//! Go's `regexp`: RE2 syntax, with Go's errors.

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
}
