//! Why a chart cannot be loaded.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::{ArchiveError, MAX_FILE_SIZE};
use crate::ignore::RuleError;
use crate::metadata::{DecodeError, ValidationError};
use crate::yaml::Mark;
use gotemplate::strconv::quote;

/// One reason why a chart cannot be loaded, in Helm's words where Helm has any.
///
/// Paths are relative to the chart's directory, but for those of [`Error::Io`].
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or directory cannot be read.
    #[error("error reading {}: {source}", path.display())]
    Io {
        /// Its path.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The .helmignore holds a rule that Helm does not understand.
    #[error("{source}")]
    Ignore {
        /// The .helmignore.
        path: PathBuf,
        /// The rule and what is wrong with it.
        source: RuleError,
    },
    /// A symlink leads nowhere, or in a circle.
    #[error("error evaluating symlink {}: {problem}", full.display())]
    BrokenLink {
        /// The link.
        path: PathBuf,
        /// The same as a full path.
        full: PathBuf,
        /// Why it cannot be followed, in Go's words.
        problem: String,
    },
    /// A symlink leads to a directory that it is in itself.
    #[error("symlink {} leads to a directory that holds it", path.display())]
    CircularLink {
        /// The link.
        path: PathBuf,
        /// The directory, as a full path.
        target: PathBuf,
    },
    /// A symlink leads out of the chart's directory. Helm would follow it.
    #[error("symlink {} leads out of the chart, to {}", path.display(), target.display())]
    LinkLeavesChart {
        /// The link.
        path: PathBuf,
        /// Where it leads, as a full path.
        target: PathBuf,
    },
    /// A socket, a pipe or a device.
    #[error(
        "cannot load irregular file {} as it has file mode type bits set",
        path.display()
    )]
    Irregular {
        /// Its path.
        path: PathBuf,
    },
    /// A file over 5 MiB.
    #[error(
        "chart file {} is larger than the maximum file size {MAX_FILE_SIZE}",
        quote(base_name(path).as_bytes())
    )]
    TooLarge {
        /// Its path.
        path: PathBuf,
        /// Its size in bytes.
        size: u64,
    },
    /// A file whose name is not UTF-8.
    #[error("the name of {} is not UTF-8", path.display())]
    NameNotText {
        /// Its path.
        path: PathBuf,
    },
    /// The archive cannot be read.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// There is no Chart.yaml.
    #[error("Chart.yaml file is missing")]
    ChartfileMissing,
    /// The chart is of an API version that Helm's stable loader does not know.
    #[error("unsupported chart version")]
    ApiVersion {
        /// The version.
        found: String,
    },
    /// Chart.yaml, Chart.lock, requirements.yaml or requirements.lock cannot be understood.
    #[error("cannot load {file}: {source}")]
    Decode {
        /// Which of them.
        file: &'static str,
        /// What is wrong with it.
        source: DecodeError,
    },
    /// values.yaml cannot be understood.
    #[error("cannot load values.yaml: {0}")]
    Values(#[from] ValuesError),
    /// Chart.yaml lacks what Helm needs, or says what Helm refuses.
    #[error(transparent)]
    Validation(#[from] ValidationError),
    /// A chart in charts/ cannot be loaded.
    #[error("error unpacking subchart {name} in {parent}: {}", source.first())]
    Subchart {
        /// The name of its file or directory in charts/.
        name: String,
        /// The chart that holds it.
        parent: String,
        /// Why.
        source: Box<Errors>,
    },
    /// A file in charts/ that is no chart. Helm tries to load it as one, and says that its Chart.yaml is missing.
    #[error("error unpacking subchart {name} in {parent}: Chart.yaml file is missing")]
    LooseFile {
        /// Its name in charts/.
        name: String,
        /// The chart that holds it.
        parent: String,
    },
    /// A directory in charts/ whose name ends in .tgz.
    #[error("error unpacking subchart tar in {parent}: expected {name}, got {found}")]
    ArchiveIsDirectory {
        /// The directory's name.
        name: String,
        /// The chart that holds it.
        parent: String,
        /// The first file in it.
        found: String,
    },
    /// Charts hold charts, too many times.
    #[error("charts are nested more than {} deep", super::MAX_DEPTH)]
    TooDeep,
}

impl Error {
    /// The file or directory that it is about, relative to the chart's directory but for [`Error::Io`]. Nothing when
    /// it is about the package as a whole.
    pub fn path(&self) -> Option<PathBuf> {
        match self {
            Self::Io { path, .. }
            | Self::Ignore { path, .. }
            | Self::BrokenLink { path, .. }
            | Self::CircularLink { path, .. }
            | Self::LinkLeavesChart { path, .. }
            | Self::Irregular { path }
            | Self::TooLarge { path, .. }
            | Self::NameNotText { path } => Some(path.clone()),
            Self::ChartfileMissing | Self::ApiVersion { .. } | Self::Validation(_) => {
                Some("Chart.yaml".into())
            }
            Self::Decode { file, .. } => Some((*file).into()),
            Self::Values(_) => Some("values.yaml".into()),
            Self::Subchart { name, source, .. } => {
                let subchart = Path::new("charts").join(name);
                Some(match source.first().path() {
                    Some(path) if !name.ends_with(".tgz") => subchart.join(path),
                    _ => subchart,
                })
            }
            Self::LooseFile { name, .. } | Self::ArchiveIsDirectory { name, .. } => {
                Some(Path::new("charts").join(name))
            }
            Self::Archive(_) | Self::TooDeep => None,
        }
    }

    /// Where in that file, when that is known. Where only the line is, the column is 1 and the offset 0.
    pub fn mark(&self) -> Option<Mark> {
        match self {
            Self::Ignore { source, .. } => Some(Mark {
                line: source.line,
                column: 1,
                offset: 0,
            }),
            Self::Decode { source, .. } => source.mark(),
            Self::Values(ValuesError::Decode { mark, .. }) => *mark,
            Self::Values(ValuesError::Separator { line, .. }) => Some(Mark {
                line: *line,
                column: 1,
                offset: 0,
            }),
            Self::Subchart { name, source, .. } if !name.ends_with(".tgz") => source.first().mark(),
            _ => None,
        }
    }
}

fn base_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

/// Why values.yaml cannot be understood.
#[derive(Debug, thiserror::Error)]
pub enum ValuesError {
    /// A line begins with `---` and goes on with something else.
    #[error("error reading yaml document: invalid Yaml document separator: {rest}")]
    Separator {
        /// What follows the dashes.
        rest: String,
        /// The line, from 1.
        line: usize,
    },
    /// A document is not YAML, or not a map.
    #[error("cannot unmarshal yaml document: {source}")]
    Decode {
        /// What is wrong with it; in its text, lines count from the document's first.
        source: DecodeError,
        /// Where in the file, when that is known.
        mark: Option<Mark>,
    },
}

/// All reasons why a chart cannot be loaded: at least one.
#[derive(Debug)]
pub struct Errors {
    first: Box<Error>,
    rest: Vec<Error>,
}

impl Errors {
    /// The value when there is nothing wrong.
    pub(crate) fn or<T>(problems: Vec<Error>, value: T) -> Result<T, Self> {
        let mut problems = problems.into_iter();
        match problems.next() {
            None => Ok(value),
            Some(first) => Err(Self {
                first: Box::new(first),
                rest: problems.collect(),
            }),
        }
    }

    /// The one that Helm would show.
    pub fn first(&self) -> &Error {
        &self.first
    }

    /// All of them, Helm's first.
    pub fn iter(&self) -> impl Iterator<Item = &Error> {
        std::iter::once(self.first()).chain(&self.rest)
    }
}

impl From<Error> for Errors {
    fn from(error: Error) -> Self {
        Self {
            first: Box::new(error),
            rest: Vec::new(),
        }
    }
}

impl IntoIterator for Errors {
    type Item = Error;
    type IntoIter = std::iter::Chain<std::iter::Once<Error>, std::vec::IntoIter<Error>>;

    fn into_iter(self) -> Self::IntoIter {
        std::iter::once(*self.first).chain(self.rest)
    }
}

impl fmt::Display for Errors {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.first.fmt(formatter)
    }
}

impl std::error::Error for Errors {}
