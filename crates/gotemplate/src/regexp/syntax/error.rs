//! What is wrong with an expression, in Go's words (`regexp/syntax/parse.go`: ErrorCode).

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(in super::super) enum ErrorCode {
    #[error("invalid character class range")]
    CharacterRange,
    #[error("invalid escape sequence")]
    Escape,
    #[error("invalid named capture")]
    NamedCapture,
    #[error("invalid or unsupported Perl syntax")]
    PerlSyntax,
    #[error("invalid nested repetition operator")]
    RepeatOperator,
    #[error("invalid repeat count")]
    RepeatCount,
    #[error("invalid UTF-8")]
    Utf8,
    #[error("missing closing ]")]
    MissingBracket,
    #[error("missing closing )")]
    MissingParenthesis,
    #[error("missing argument to repetition operator")]
    MissingRepeatArgument,
    #[error("trailing backslash at end of expression")]
    TrailingBackslash,
    #[error("unexpected )")]
    UnexpectedParenthesis,
    #[error("expression nests too deeply")]
    NestingDepth,
    #[error("expression too large")]
    Large,
}

/// An expression that cannot be parsed, and the part of it that is at fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: `{}`", String::from_utf8_lossy(.expression))]
pub(in super::super) struct SyntaxError {
    pub(in super::super) code: ErrorCode,
    pub(in super::super) expression: Vec<u8>,
}

impl ErrorCode {
    /// The error at a part of an expression.
    pub(in super::super) fn at(self, expression: &[u8]) -> SyntaxError {
        SyntaxError {
            code: self,
            expression: expression.to_vec(),
        }
    }
}
