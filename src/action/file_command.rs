//! File commands: the files by which a step hands outputs and its summary to the runner.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::commands::random_token;
use crate::report::{Blame, Code, Explain, Finding, Note, Printable, Severity};

/// CW-OUTPUT-001.
pub const OUTPUTS_NOT_WRITABLE: Code = Code::new(
    "CW-OUTPUT-001",
    Blame::Target,
    "the outputs could not be written",
    "the file named by GITHUB_OUTPUT has to be writable by the action's user; outside of a workflow leave the variable unset",
);

/// CW-OUTPUT-002.
pub const SUMMARY_NOT_WRITABLE: Code = Code::new(
    "CW-OUTPUT-002",
    Blame::Target,
    "the job summary could not be written",
    "the file named by GITHUB_STEP_SUMMARY has to be writable by the action's user; the release itself is not affected",
);

/// CW-OUTPUT-004.
pub const OUTPUT_FORGED: Code = Code::new(
    "CW-OUTPUT-004",
    Blame::Target,
    "an output could not be written safely",
    "run it again: the delimiter is random; if it happens again, report it",
);

/// The codes of this module.
pub const CODES: &[&Code] = &[&OUTPUTS_NOT_WRITABLE, &SUMMARY_NOT_WRITABLE, &OUTPUT_FORGED];

/// GitHub drops a step's summary that is longer: 1 MiB.
const SUMMARY_LIMIT: u64 = 1_048_576;

/// Why a file command could not be given.
#[derive(Debug, thiserror::Error)]
pub enum FileCommandError {
    /// `GITHUB_OUTPUT` names a file that cannot be appended to.
    #[error("the outputs could not be written to {} (GITHUB_OUTPUT)", path.display())]
    Outputs {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// `GITHUB_STEP_SUMMARY` names a file that cannot be appended to.
    #[error("the job summary could not be written to {} (GITHUB_STEP_SUMMARY)", path.display())]
    Summary {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A value holds the random delimiter, or a name is no output's name: writing it could forge another output.
    #[error("the output `{name}` was refused: it could forge another output")]
    Forged {
        /// The output's name.
        name: String,
    },
}

impl Explain for FileCommandError {
    fn code(&self) -> &'static Code {
        match self {
            Self::Outputs { .. } => &OUTPUTS_NOT_WRITABLE,
            Self::Summary { .. } => &SUMMARY_NOT_WRITABLE,
            Self::Forged { .. } => &OUTPUT_FORGED,
        }
    }

    fn notes(&self) -> Vec<Note> {
        match self {
            Self::Outputs { source, .. } | Self::Summary { source, .. } => {
                vec![Note::new("cause", source.to_string())]
            }
            Self::Forged { .. } => Vec::new(),
        }
    }

    /// A missing summary is a warning: the release is what it is.
    fn finding(&self) -> Finding {
        let severity = match self {
            Self::Summary { .. } => Severity::Warning,
            Self::Outputs { .. } | Self::Forged { .. } => Severity::Error,
        };
        let mut finding = Finding::new(self.code(), severity, self.to_string());
        finding.notes = self.notes();
        finding
    }
}

/// Appends outputs to the file that `GITHUB_OUTPUT` names, all in one write.
///
/// # Errors
/// [`FileCommandError::Outputs`] when the file cannot be appended to, [`FileCommandError::Forged`] when a value
/// holds the delimiter; nothing is written then.
pub fn write_outputs(path: &Path, outputs: &[(&str, String)]) -> Result<(), FileCommandError> {
    let mut block = String::new();
    for (name, value) in outputs {
        block.push_str(&heredoc(name, value, &random_token())?);
    }
    append(path, &block).map_err(|source| FileCommandError::Outputs {
        path: path.to_owned(),
        source,
    })
}

/// Looks whether the outputs can be written, before anything else is: a release whose outputs are lost has lost its
/// digest for the steps that follow.
///
/// # Errors
/// [`FileCommandError::Outputs`] when the file cannot be opened for appending.
pub fn check_outputs(path: &Path) -> Result<(), FileCommandError> {
    append(path, "").map_err(|source| FileCommandError::Outputs {
        path: path.to_owned(),
        source,
    })
}

/// Appends the report's Markdown to the file that `GITHUB_STEP_SUMMARY` names, leaving room for what the file
/// already holds: GitHub drops the whole of a summary over 1 MiB.
///
/// # Errors
/// [`FileCommandError::Summary`] when the file cannot be appended to.
pub fn write_summary(path: &Path, report: &Printable) -> Result<(), FileCommandError> {
    let held = std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    let separator = if held == 0 { "" } else { "\n\n" };
    let room = SUMMARY_LIMIT
        .saturating_sub(held)
        .saturating_sub(separator.len() as u64);
    let markdown = report.markdown(usize::try_from(room).unwrap_or(usize::MAX));
    // No room for even the sentence that says so: what earlier writers left stays visible.
    if markdown.is_empty() {
        return Ok(());
    }
    append(path, &format!("{separator}{markdown}")).map_err(|source| FileCommandError::Summary {
        path: path.to_owned(),
        source,
    })
}

fn append(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.flush()
}

/// `name<<delimiter`, the value, the delimiter; refused when the value could end it early.
fn heredoc(name: &str, value: &str, delimiter: &str) -> Result<String, FileCommandError> {
    let is_name = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    if !is_name || value.contains(delimiter) {
        return Err(FileCommandError::Forged {
            name: name.to_owned(),
        });
    }
    Ok(format!("{name}<<{delimiter}\n{value}\n{delimiter}\n"))
}

#[cfg(test)]
mod tests;
