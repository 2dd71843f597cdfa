//! Files that are there whole, or not at all.

use std::fs::{self, File};
use std::io::{self, Write};

use camino::Utf8Path;
use tempfile::NamedTempFile;

use crate::crash;

/// What a file of this program is called while it is being written.
pub(super) const UNFINISHED: &str = ".chartwright-";

/// Whether a file of that name may be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Existing {
    /// It is replaced, and keeps its permissions.
    Replace,
    /// It is an error, `AlreadyExists`.
    Refuse,
}

/// Writes a file beside its place, syncs it, moves it into its place and syncs the directory: after a crash at any
/// point the old file is there, or the new one.
pub(super) fn write(
    directory: &Utf8Path,
    name: &str,
    bytes: &[u8],
    existing: Existing,
) -> io::Result<()> {
    let path = directory.join(name);
    let mut unfinished = beside(directory)?;
    unfinished.write_all(bytes)?;
    if existing == Existing::Replace
        && let Ok(metadata) = fs::symlink_metadata(&path)
        && metadata.is_file()
    {
        unfinished
            .as_file()
            .set_permissions(metadata.permissions())?;
    }
    unfinished.as_file().sync_all()?;
    crash::point("file-beside");
    match existing {
        Existing::Replace => unfinished.persist(&path),
        Existing::Refuse => unfinished.persist_noclobber(&path),
    }
    .map_err(|error| error.error)?;
    crash::point("file-there");
    sync_directory(directory)
}

/// Makes a directory's entries outlive a crash of the machine.
pub(super) fn sync_directory(directory: &Utf8Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(directory)?.sync_all()?;
    }
    Ok(())
}

/// An unfinished file in a directory; removed when it is dropped.
fn beside(directory: &Utf8Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // A web server has to read it; the umask decides, as for any other file.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(directory)
}
