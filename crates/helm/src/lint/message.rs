//! One line of `helm lint`.

use std::fmt;
use std::io;
use std::path::Path;

use super::Rule;
use crate::metadata::chartfile_place;
use crate::schema::Violation;
use crate::yaml::{Mark, Node};

/// How grave a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Good to know.
    Info,
    /// Against the conventions; will likely work.
    Warning,
    /// Will likely not work.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Info => "INFO",
            Self::Warning => "WARNING",
            Self::Error => "ERROR",
        })
    }
}

/// One observation of lint. Displayed, it is the line that Helm prints.
#[derive(Debug, Clone)]
pub struct Message {
    /// The rule that speaks.
    pub rule: &'static Rule,
    /// How grave it is.
    pub severity: Severity,
    /// The file or directory that it is about, as Helm prints it; for the rules on dependencies it is the chart's
    /// full path, or nothing.
    pub path: String,
    /// What Helm says.
    pub text: String,
    /// Where in the file the thing stands, when that is known.
    pub position: Option<Mark>,
    /// How many characters it takes from there on; 0 when that is not known.
    pub width: usize,
    /// The file that the position is in, when it is another than `path` tells.
    pub file: Option<String>,
    /// The line of the rendered manifest where the object at fault begins, or the fault is.
    pub manifest_line: Option<usize>,
    /// What stands on that line.
    pub manifest_text: Option<String>,
    /// The values or keywords at fault, when a schema speaks.
    pub violations: Vec<Violation>,
    /// What to do about it, when this case has better advice than the rule's own.
    pub help: Option<String>,
}

impl Message {
    /// A message without a place.
    pub(super) fn new(
        rule: &'static Rule,
        severity: Severity,
        path: impl Into<String>,
        text: impl Into<String>,
    ) -> Self {
        Self {
            rule,
            severity,
            path: path.into(),
            text: text.into(),
            position: None,
            width: 0,
            file: None,
            manifest_line: None,
            manifest_text: None,
            violations: Vec::new(),
            help: None,
        }
    }

    /// The message with the node's place, if there is one.
    pub(super) fn at(mut self, node: Option<&Node>) -> Self {
        if let Some(node) = node {
            let (mark, width) = chartfile_place(node);
            self.position = Some(mark);
            self.width = width;
        }
        self
    }

    /// The message with a place that is one point.
    pub(super) fn at_mark(mut self, mark: Option<Mark>) -> Self {
        self.position = mark;
        self
    }

    /// The message with advice of its own.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Message {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "[{}] {}: {}",
            self.severity, self.path, self.text
        )
    }
}

/// What Go says when a file cannot be read (`fs.PathError`).
pub(super) fn read_error(path: &Path, error: &io::Error) -> String {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let path = path.display();
    match error.kind() {
        io::ErrorKind::NotFound => format!("open {path}: no such file or directory"),
        io::ErrorKind::PermissionDenied if error.raw_os_error().is_some() => {
            format!("open {path}: permission denied")
        }
        io::ErrorKind::IsADirectory => format!("read {path}: is a directory"),
        _ => format!("open {path}: {error}"),
    }
}
