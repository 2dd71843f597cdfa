//! What Helm would write to its log.

use std::fmt;

use super::NoTable;

/// Something odd about values that stops nothing. It shows in Helm's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// Values that do not go together.
    Conflict(String),
    /// A tag or a condition of a dependency whose value is no boolean.
    NotBoolean {
        /// `tag` or `path`.
        kind: &'static str,
        /// The tag, or the condition.
        name: String,
        /// The dependency.
        chart: String,
    },
    /// Values to import that are not there.
    MissingTable {
        /// The dependency.
        chart: String,
        /// What is missing.
        error: NoTable,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Conflict(words) => out.write_str(words),
            Self::NotBoolean { kind, name, chart } => {
                write!(out, "returned non-bool value {kind}={name} chart={chart}")
            }
            Self::MissingTable { chart, error } => write!(
                out,
                "ImportValues missing table from chart chart={chart} error={error}"
            ),
        }
    }
}
