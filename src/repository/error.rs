//! What can go wrong with a repository in a directory, and the reason codes of this floor.

use std::io;
use std::time::Duration;

use camino::Utf8PathBuf;

use crate::report::{Blame, Code, Explain, Note};

/// An index without a byte.
pub const INDEX_EMPTY: Code = Code::new(
    "CW-REPOSITORY-001",
    Blame::Target,
    "index.yaml is there, and empty",
    "restore index.yaml from the history, or remove the empty file so that a new index is begun; it is never replaced, because it may have listed published charts",
);

/// An index that no parser reads.
pub const INDEX_NOT_YAML: Code = Code::new(
    "CW-REPOSITORY-002",
    Blame::Target,
    "index.yaml is not valid YAML",
    "mend index.yaml by hand, or restore it from the history; it is never replaced, because it lists published charts",
);

/// YAML that is no index.
pub const INDEX_NOT_HELMS: Code = Code::new(
    "CW-REPOSITORY-003",
    Blame::Target,
    "index.yaml is not a Helm index",
    "check that this is the chart repository's index.yaml; Helm's has `entries`, a map from chart names to lists of versions",
);

/// Helm reads no index without it.
pub const INDEX_WITHOUT_API_VERSION: Code = Code::new(
    "CW-REPOSITORY-004",
    Blame::Target,
    "index.yaml has no apiVersion",
    "add the line `apiVersion: v1` to index.yaml: Helm's clients refuse it as it is",
);

/// The index lists the version with another digest.
pub const INDEX_OTHER_CONTENT: Code = Code::new(
    "CW-REPOSITORY-005",
    Blame::Chart,
    "index.yaml lists this version already, with another digest",
    "a published version never changes: raise `version` in Chart.yaml, commit, and move on with a new tag",
);

/// A link where a file of the repository should be.
pub const LINK: Code = Code::new(
    "CW-REPOSITORY-006",
    Blame::Inputs,
    "a file of the chart repository is a symbolic link",
    "replace the link with the file itself: writing through a link could change a file outside the repository",
);

/// Something else than a file, or than a directory.
pub const NOT_A_FILE: Code = Code::new(
    "CW-REPOSITORY-007",
    Blame::Inputs,
    "something of another kind stands where the chart repository needs a file or a directory",
    "move it away, or choose another directory in `pages-repository`",
);

/// A file or directory cannot be read.
pub const CANNOT_READ: Code = Code::new(
    "CW-REPOSITORY-008",
    Blame::Target,
    "the chart repository's directory cannot be read",
    "check that the path is the right one, and the permissions of the directory and its files",
);

/// A file or directory cannot be written.
pub const CANNOT_WRITE: Code = Code::new(
    "CW-REPOSITORY-009",
    Blame::Target,
    "the chart repository's directory cannot be written to",
    "check that the directory is writable for this user and not on a read-only file system",
);

/// The disk or the quota is full.
pub const NO_SPACE: Code = Code::new(
    "CW-REPOSITORY-010",
    Blame::Target,
    "there is no space left on the disk",
    "make room on the disk and run again: nothing was left half-written",
);

/// Another process holds the lock.
pub const BUSY: Code = Code::new(
    "CW-REPOSITORY-011",
    Blame::Target,
    "another process is publishing into the chart repository",
    "wait until the other run has ended, and run again",
);

/// What was read back is not what was written.
pub const NOT_AS_WRITTEN: Code = Code::new(
    "CW-REPOSITORY-012",
    Blame::Target,
    "the chart repository does not hold what was published",
    "something else changes this directory at the same time: find it, then run again to heal the release",
);

/// The same content is there, packed by another tool.
pub const SAME_CONTENT: Code = Code::new(
    "CW-REPOSITORY-013",
    Blame::Target,
    "the same content is published already, in a package of other bytes",
    "nothing to do: the published package stays as it is",
);

/// The index was or will be written anew.
pub const REENCODED: Code = Code::new(
    "CW-REPOSITORY-014",
    Blame::Target,
    "index.yaml is in JSON or flow style and is written anew as YAML",
    "nothing to do: no data is lost; comments in a flow-style index are",
);

/// The index sends clients elsewhere for the package.
pub const ELSEWHERE: Code = Code::new(
    "CW-REPOSITORY-015",
    Blame::Target,
    "the index lists this package at another place",
    "nothing to do if that place is meant; the package there was not looked at",
);

/// Prereleases that the retention takes out.
pub const RETIRED: Code = Code::new(
    "CW-REPOSITORY-016",
    Blame::Target,
    "old prereleases go out of the chart repository",
    "this is what `retention` asks for; with `keep all` they stay. Stable versions always stay",
);

/// Every code of this floor.
pub const CODES: &[&Code] = &[
    &INDEX_EMPTY,
    &INDEX_NOT_YAML,
    &INDEX_NOT_HELMS,
    &INDEX_WITHOUT_API_VERSION,
    &INDEX_OTHER_CONTENT,
    &LINK,
    &NOT_A_FILE,
    &CANNOT_READ,
    &CANNOT_WRITE,
    &NO_SPACE,
    &BUSY,
    &NOT_AS_WRITTEN,
    &SAME_CONTENT,
    &REENCODED,
    &ELSEWHERE,
    &RETIRED,
];

/// Why a repository in a directory could not be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DirectoryError {
    /// A symbolic link stands where a file should.
    #[error("{path} is a symbolic link")]
    Link {
        /// The link.
        path: Utf8PathBuf,
    },
    /// A directory, pipe or device stands where a file should, or a file where a directory should.
    #[error("{path} is not a {expected}")]
    Kind {
        /// What stands there.
        path: Utf8PathBuf,
        /// `file` or `directory`.
        expected: &'static str,
    },
    /// It could not be read.
    #[error("{path} cannot be read")]
    Read {
        /// The file or directory.
        path: Utf8PathBuf,
        /// The system's words.
        source: io::Error,
    },
    /// It could not be written. Nothing is left half-written.
    #[error("{path} cannot be written")]
    Write {
        /// The file or directory.
        path: Utf8PathBuf,
        /// The system's words.
        source: io::Error,
    },
    /// Another process kept the lock for all the time that was waited.
    #[error("{path} is locked by another process since {} s", waited.as_secs())]
    Busy {
        /// The directory.
        path: Utf8PathBuf,
        /// How long was waited.
        waited: Duration,
    },
    /// What was read back is not what was written.
    #[error("{path} {what}")]
    NotAsWritten {
        /// The file.
        path: Utf8PathBuf,
        /// What it is instead.
        what: String,
    },
}

impl DirectoryError {
    /// An error of reading, told apart by kind.
    pub(super) fn read(path: impl Into<Utf8PathBuf>, source: io::Error) -> Self {
        let path = path.into();
        match source.kind() {
            io::ErrorKind::NotADirectory => Self::Kind {
                path,
                expected: "directory",
            },
            _ => Self::Read { path, source },
        }
    }

    /// An error of writing, told apart by kind.
    pub(super) fn write(path: impl Into<Utf8PathBuf>, source: io::Error) -> Self {
        let path = path.into();
        match source.kind() {
            io::ErrorKind::NotADirectory => Self::Kind {
                path,
                expected: "directory",
            },
            _ => Self::Write { path, source },
        }
    }
}

impl Explain for DirectoryError {
    fn code(&self) -> &'static Code {
        match self {
            Self::Link { .. } => &LINK,
            Self::Kind { .. } => &NOT_A_FILE,
            Self::Read { .. } => &CANNOT_READ,
            Self::Write { source, .. } => match source.kind() {
                io::ErrorKind::StorageFull
                | io::ErrorKind::QuotaExceeded
                | io::ErrorKind::FileTooLarge => &NO_SPACE,
                _ => &CANNOT_WRITE,
            },
            Self::Busy { .. } => &BUSY,
            Self::NotAsWritten { .. } => &NOT_AS_WRITTEN,
        }
    }

    fn notes(&self) -> Vec<Note> {
        match self {
            Self::Read { source, .. } | Self::Write { source, .. } => {
                vec![Note::new("cause", source.to_string())]
            }
            _ => Vec::new(),
        }
    }
}
