//! Loading a chart, as Helm does it (`pkg/chart/v2/loader`).
//!
//! Unlike Helm, loading goes on behind a mistake where it can, so that all of them are known at once. The first of
//! [`Errors`] is the one that Helm would show.

mod archive;
mod classify;
mod detect;
mod directory;
pub(crate) mod documents;
mod error;
mod expand;

use std::path::Path;

use crate::chart::{Chart, File};

pub(crate) use archive::{entries, path_in_chart};
pub(crate) use directory::read_file;

pub use archive::ArchiveError;
pub use detect::{DetectError, NotLoaded, load};
pub use error::{Error, Errors, ValuesError};
pub use expand::{ExpandError, expand};

/// A file may not be larger than this many bytes (Helm's `MaxDecompressedFileSize`).
pub const MAX_FILE_SIZE: u64 = 5 * 1024 * 1024;

/// A chart in an archive has to be smaller than this many bytes (Helm's `MaxDecompressedChartSize`).
pub const MAX_CHART_SIZE: u64 = 100 * 1024 * 1024;

/// Charts within charts within charts: this deep and no deeper. Helm has no limit of its own; nothing real comes near.
const MAX_DEPTH: usize = 32;

/// Loads a chart from a directory.
///
/// Symlinks are followed as in Helm, but one that leads out of the directory is refused: what a release holds must
/// come from the chart.
pub fn load_directory(directory: &Path) -> Result<Chart, Errors> {
    let (chart, problems) = load_what_loads(directory);
    Errors::or(problems, chart)
}

/// Loads of a directory what can be loaded, with all reasons why the rest cannot.
pub(crate) fn load_what_loads(directory: &Path) -> (Chart, Vec<Error>) {
    let read = directory::read(directory);
    let mut problems = read.problems;
    let incomplete = !problems.is_empty();
    let mut chart = classify::chart(read.files, 0, &mut problems);
    if incomplete {
        // A file that could not be read is no missing file.
        problems.retain(|problem| !matches!(problem, Error::ChartfileMissing));
    }
    chart.sources = read.sources;
    (chart, problems)
}

/// Loads a chart from a package: the bytes of a .tgz.
pub fn load_archive(bytes: &[u8]) -> Result<Chart, Errors> {
    archive_at(bytes, 0)
}

fn archive_at(bytes: &[u8], depth: usize) -> Result<Chart, Errors> {
    let files = archive::read(bytes).map_err(|error| Errors::from(Error::from(error)))?;
    archive_of(files, depth)
}

fn archive_of(files: Vec<File>, depth: usize) -> Result<Chart, Errors> {
    let mut problems = Vec::new();
    let chart = classify::chart(files, depth, &mut problems);
    Errors::or(problems, chart)
}

#[cfg(test)]
mod tests;
