//! A package as files on the disk (`pkg/chart/v2/util/expand.go`).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::archive::{self, ArchiveError};
use crate::metadata::{DecodeError, Metadata};
use crate::words::go_words;
use gotemplate::strconv::quote;

/// Why a package cannot be expanded, in Helm's words.
#[derive(Debug, thiserror::Error)]
pub enum ExpandError {
    /// It cannot be read.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// Its Chart.yaml cannot be understood.
    #[error("cannot load Chart.yaml: {0}")]
    Chartfile(DecodeError),
    /// Nothing says what the chart is called.
    #[error("chart name not specified")]
    NoName,
    /// The chart's name is `.` or `..`.
    #[error("chart name {} is not allowed", quote(.0.as_bytes()))]
    DotName(String),
    /// The chart's name is a path.
    #[error("chart name {} must not contain path separators", quote(.0.as_bytes()))]
    PathName(String),
    /// A file cannot be written.
    #[error("{operation} {}: {}", path.display(), go_words(source))]
    Write {
        /// What was tried: `open`, `mkdir`.
        operation: &'static str,
        /// With which file.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
}

/// Writes the files of a package into a directory of the chart's name within `into`, and gives its path.
///
/// # Errors
/// When the package cannot be read, names no chart, or cannot be written.
pub fn expand(bytes: &[u8], into: &Path) -> Result<PathBuf, ExpandError> {
    let files = archive::read(bytes)?;
    let mut name = String::new();
    for file in files.iter().filter(|file| file.name == "Chart.yaml") {
        name = Metadata::from_yaml(&file.data)
            .map_err(ExpandError::Chartfile)?
            .name;
    }
    match name.as_str() {
        "" => return Err(ExpandError::NoName),
        "." | ".." => return Err(ExpandError::DotName(name)),
        path if path.contains('/') => return Err(ExpandError::PathName(name)),
        _ => {}
    }
    let directory = into.join(name);
    for file in files {
        let path = directory.join(&file.name);
        if let Some(parent) = path.parent() {
            make_directories(parent)?;
        }
        fs::write(&path, &file.data).map_err(|source| ExpandError::Write {
            operation: "open",
            path: path.clone(),
            source,
        })?;
    }
    Ok(directory)
}

/// Go's `os.MkdirAll`, which names the file that is in the way.
fn make_directories(path: &Path) -> Result<(), ExpandError> {
    let failed = |path: &Path, source| ExpandError::Write {
        operation: "mkdir",
        path: path.to_owned(),
        source,
    };
    fs::create_dir_all(path).map_err(
        |error| match path.ancestors().find(|above| above.is_file()) {
            Some(file) => failed(file, io::ErrorKind::NotADirectory.into()),
            None => failed(path, error),
        },
    )
}
