//! What can be wrong with a YAML text, in go-yaml's own words.

use super::Mark;

/// Why a YAML text was refused. `Display` prints exactly what Go prints.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The bytes are not text YAML allows (broken UTF-8 or UTF-16, control characters).
    #[error("yaml: {problem}")]
    Reader {
        /// go-yaml's words.
        problem: &'static str,
        /// The first wrong byte.
        mark: Mark,
    },
    /// The text is not YAML.
    #[error("yaml: {}{problem}", line_prefix(*.shown_line))]
    Syntax {
        /// go-yaml's words.
        problem: String,
        /// The line go-yaml prints: its parser counts from 0, its scanner from 1, and it leaves out line 0.
        shown_line: usize,
        /// Where the problem really is.
        mark: Mark,
    },
    /// The text is YAML, but its values contradict themselves (unknown anchor, wrong tag, alias bomb).
    #[error("yaml: {problem}")]
    Value {
        /// go-yaml's words.
        problem: String,
        /// The node at fault.
        mark: Mark,
    },
    /// Keys are given twice, where that was forbidden.
    #[error("yaml: unmarshal errors:\n  {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n  "))]
    DuplicateKeys(Vec<DuplicateKey>),
    /// The value has no JSON form (NaN, infinity, a null key, nesting that no reader follows).
    #[error("{problem}")]
    Conversion {
        /// The words of Go's `encoding/json` or of sigs.k8s.io/yaml.
        problem: String,
        /// The node at fault, when it comes from a text.
        mark: Option<Mark>,
    },
}

/// One key that its mapping already holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuplicateKey {
    /// The key as Go's `%#v` prints it.
    pub key: String,
    /// The line go-yaml prints: the one where the key's *value* starts.
    pub line: usize,
    /// Where the repeated key is.
    pub mark: Mark,
}

impl std::fmt::Display for DuplicateKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            out,
            "line {}: key {} already set in map",
            self.line, self.key
        )
    }
}

impl Error {
    /// Where the (first) problem is, if it has a place.
    #[must_use]
    pub fn mark(&self) -> Option<Mark> {
        match self {
            Error::Reader { mark, .. } | Error::Syntax { mark, .. } | Error::Value { mark, .. } => {
                Some(*mark)
            }
            Error::DuplicateKeys(keys) => keys.first().map(|key| key.mark),
            Error::Conversion { mark, .. } => *mark,
        }
    }

    pub(super) fn value(problem: impl Into<String>, mark: Mark) -> Self {
        Error::Value {
            problem: problem.into(),
            mark,
        }
    }
}

fn line_prefix(line: usize) -> String {
    if line == 0 {
        String::new()
    } else {
        format!("line {line}: ")
    }
}
