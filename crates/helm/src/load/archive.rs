//! Reading a package (`pkg/chart/loader/archive/archive.go`).

use std::io::{self, Read};

use flate2::read::MultiGzDecoder;

use super::directory::without_mark;
use super::{MAX_CHART_SIZE, MAX_FILE_SIZE};
use crate::chart::File;
use crate::filepath::clean;
use gotemplate::strconv::quote;

/// How many bytes may come out of the gzip stream in all: the files' own limit, and room for the headers of tar.
/// Helm counts the files alone, so that a stream of empty entries has no end there.
const MAX_STREAM_SIZE: u64 = 2 * MAX_CHART_SIZE;

/// Why a package cannot be read, in Helm's words.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// It is not gzip, or not tar within.
    #[error("{}", in_gos_words(.0))]
    Unreadable(#[from] io::Error),
    /// An entry's path is absolute.
    #[error("chart illegally contains absolute paths")]
    AbsolutePath {
        /// The entry's name.
        entry: String,
    },
    /// An entry is not within the chart's directory.
    #[error(
        "chart illegally contains content outside the base directory: {}",
        quote(entry.as_bytes())
    )]
    OutsideBase {
        /// The entry's name.
        entry: String,
    },
    /// An entry's path goes up.
    #[error("chart illegally references parent directory")]
    ParentDirectory {
        /// The entry's name.
        entry: String,
    },
    /// An entry's path begins with a drive.
    #[error("chart contains illegally named files")]
    DriveLetter {
        /// The entry's name.
        entry: String,
    },
    /// Chart.yaml is not within a directory.
    #[error("chart yaml not in base directory")]
    ChartfileAtTop,
    /// All files together are too large.
    #[error("decompressed chart is larger than the maximum size {MAX_CHART_SIZE}")]
    TooLarge,
    /// One file is too large.
    #[error(
        "decompressed chart file {} is larger than the maximum file size {MAX_FILE_SIZE}",
        quote(entry.as_bytes())
    )]
    FileTooLarge {
        /// The entry's name.
        entry: String,
        /// Its size in bytes.
        size: u64,
    },
    /// An entry's name is not UTF-8.
    #[error("the name of the entry {entry} is not UTF-8")]
    NameNotText {
        /// The name, as far as it is text.
        entry: String,
    },
    /// There is no file in it.
    #[error("no files in chart archive")]
    Empty,
}

/// Go's words for the two usual mistakes: no gzip at all, and an end too early.
fn in_gos_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => "unexpected EOF".to_owned(),
        io::ErrorKind::InvalidInput => format!("gzip: {error}"),
        _ => error.to_string(),
    }
}

/// An entry of a tar file that is no directory: its name as it stands there, and its data.
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) data: Vec<u8>,
}

/// Reads the files of a package; their names lose their first part.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<File>, ArchiveError> {
    let mut files = Vec::new();
    entries(bytes, |entry| {
        let name = path_in_chart(&entry.name)?;
        files.push(File {
            name,
            data: without_mark(&entry.data).into(),
        });
        Ok(())
    })?;
    if files.is_empty() {
        return Err(ArchiveError::Empty);
    }
    Ok(files)
}

/// Visits every entry that is no directory, within Helm's limits.
pub(crate) fn entries(
    bytes: &[u8],
    mut visit: impl FnMut(Entry) -> Result<(), ArchiveError>,
) -> Result<(), ArchiveError> {
    if bytes.is_empty() {
        return Err(io::Error::other("EOF").into());
    }
    let mut archive = tar::Archive::new(MultiGzDecoder::new(bytes).take(MAX_STREAM_SIZE));
    let mut remaining = MAX_CHART_SIZE;
    for entry in archive.entries()? {
        let mut entry = entry?;
        let name = entry.path_bytes().into_owned();
        let kind = entry.header().entry_type();
        if kind.is_dir() || name.ends_with(b"/") || kind.is_pax_global_extensions() {
            continue;
        }
        let name = String::from_utf8(name).map_err(|error| ArchiveError::NameNotText {
            entry: String::from_utf8_lossy(error.as_bytes()).into_owned(),
        })?;
        // Links, devices and pipes load empty; what no one knows has data (Go's `archive/tar`: `isHeaderOnly`).
        let is_header_only = kind.is_hard_link()
            || kind.is_symlink()
            || kind.is_character_special()
            || kind.is_block_special()
            || kind.is_fifo();
        let size = if is_header_only { 0 } else { entry.size() };
        // The names are judged before the sizes, as in Helm.
        path_in_chart(&name)?;
        if size > remaining {
            return Err(ArchiveError::TooLarge);
        }
        if size > MAX_FILE_SIZE {
            return Err(ArchiveError::FileTooLarge { entry: name, size });
        }
        let mut data = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
        (&mut entry).take(size).read_to_end(&mut data)?;
        if u64::try_from(data.len()).unwrap_or(u64::MAX) < size {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
        }
        remaining -= size;
        if remaining == 0 {
            return Err(ArchiveError::TooLarge);
        }
        visit(Entry { name, data })?;
    }
    Ok(())
}

/// An entry's path without its first part, if it stays within the chart.
pub(crate) fn path_in_chart(entry: &str) -> Result<String, ArchiveError> {
    // Archives that were made on Windows may use the other slash.
    let delimiter = if entry.contains('\\') { '\\' } else { '/' };
    let (first, rest) = entry.split_once(delimiter).unwrap_or((entry, ""));
    let path = rest.replace(delimiter, "/");
    let entry = || entry.to_owned();
    if path.starts_with('/') {
        return Err(ArchiveError::AbsolutePath { entry: entry() });
    }
    let path = clean(&path);
    if path == "." {
        return Err(ArchiveError::OutsideBase { entry: entry() });
    }
    if path.starts_with("..") {
        return Err(ArchiveError::ParentDirectory { entry: entry() });
    }
    if matches!(path.as_bytes(), [letter, b':', b'/', ..] if letter.is_ascii_alphabetic()) {
        return Err(ArchiveError::DriveLetter { entry: entry() });
    }
    if first == "Chart.yaml" {
        return Err(ArchiveError::ChartfileAtTop);
    }
    Ok(path)
}
