//! Where a finding is.

use camino::Utf8PathBuf;

/// A place in a file, as the user knows the file: its path from the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file's path from the workspace, with forward slashes.
    pub path: Utf8PathBuf,
    /// The line and what is on it; absent when the finding is about the whole file.
    pub span: Option<Span>,
}

/// A stretch of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// How many characters are meant, at least 1.
    pub width: usize,
    /// The line's text, without its line end; empty when the source is not at hand.
    pub source: String,
    /// What to print under the carets; may be empty.
    pub label: String,
}

impl Place {
    /// A whole file.
    pub fn file(path: impl Into<Utf8PathBuf>) -> Self {
        Self {
            path: path.into(),
            span: None,
        }
    }

    /// `width` characters of a line of `text`, the file's whole text. Lines and columns count from 1; a place
    /// outside the text keeps its numbers and shows no source.
    pub fn in_text(
        path: impl Into<Utf8PathBuf>,
        text: &str,
        line: usize,
        column: usize,
        width: usize,
    ) -> Self {
        let source = text
            .lines()
            .nth(line.saturating_sub(1))
            .unwrap_or_default()
            .to_owned();
        Self {
            path: path.into(),
            span: Some(Span {
                line: line.max(1),
                column: column.max(1),
                width: width.max(1),
                source,
                label: String::new(),
            }),
        }
    }

    /// Says what the carets point at.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        if let Some(span) = &mut self.span {
            span.label = label.into();
        }
        self
    }
}
