//! A chart repository in a directory.

use std::fs::{self, File, TryLockError};
use std::io;
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};

use super::atomic::{self, Existing, UNFINISHED};
use super::error::DirectoryError;

/// How long to wait for another process that publishes into the same directory.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often to look whether it is done.
const PAUSE: Duration = Duration::from_millis(50);

/// A directory with packages and an index. It need not exist before something is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directory {
    path: Utf8PathBuf,
}

impl Directory {
    /// The repository at a path.
    pub fn new(path: impl Into<Utf8PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// The directory's path, as given.
    pub fn path(&self) -> &Utf8Path {
        &self.path
    }

    /// The bytes of one of its files, which may be in a folder of it; none when it is not there.
    ///
    /// # Errors
    /// When a link or something that is no file stands there, or it cannot be read. Links on the way to the
    /// directory itself are the user's own business and are followed.
    pub fn read(&self, name: &str) -> Result<Option<Vec<u8>>, DirectoryError> {
        let mut path = self.path.clone();
        let mut parts = Utf8Path::new(name).components().peekable();
        while let Some(part) = parts.next() {
            path.push(part);
            let metadata = match fs::symlink_metadata(&path) {
                Ok(metadata) => metadata,
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
                // Every part before this one was looked at: only the repository itself can be no directory.
                Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                    return Err(DirectoryError::read(&self.path, error));
                }
                Err(error) => return Err(DirectoryError::read(path, error)),
            };
            if metadata.is_symlink() {
                return Err(DirectoryError::Link { path });
            }
            let expected = if parts.peek().is_some() {
                "directory"
            } else {
                "file"
            };
            if (expected == "file" && !metadata.is_file())
                || (expected == "directory" && !metadata.is_dir())
            {
                return Err(DirectoryError::Kind { path, expected });
            }
        }
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(DirectoryError::read(path, error)),
        }
    }

    /// The names of the files in it, sorted; those in folders of it are left out, and so are links.
    ///
    /// # Errors
    /// When it is not there, or cannot be read.
    pub fn files(&self) -> Result<Vec<String>, DirectoryError> {
        let read = |error| DirectoryError::read(&self.path, error);
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.path).map_err(read)? {
            let entry = entry.map_err(read)?;
            // A name that is no Unicode is none that an index could list.
            if let Ok(name) = entry.file_name().into_string()
                && entry.file_type().map_err(read)?.is_file()
            {
                files.push(name);
            }
        }
        files.sort();
        Ok(files)
    }

    /// Whether files could be written here: in the directory, or, when it is not there yet, in the nearest one
    /// above it. Leaves no trace.
    ///
    /// # Errors
    /// When they could not be.
    pub fn check_writable(&self) -> Result<(), DirectoryError> {
        let mut nearest = self.path.as_path();
        loop {
            let here = if nearest.as_str().is_empty() {
                Utf8Path::new(".")
            } else {
                nearest
            };
            match fs::metadata(here) {
                Ok(metadata) if metadata.is_dir() => {
                    // A file without a name, gone when it is closed.
                    return tempfile::tempfile_in(here)
                        .map(drop)
                        .map_err(|error| DirectoryError::write(here, error));
                }
                Ok(_) => {
                    return Err(DirectoryError::Kind {
                        path: here.to_owned(),
                        expected: "directory",
                    });
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    if fs::symlink_metadata(here).is_ok() {
                        return Err(DirectoryError::Link {
                            path: here.to_owned(),
                        });
                    }
                    match nearest.parent() {
                        Some(parent) => nearest = parent,
                        None => return Err(DirectoryError::read(here, error)),
                    }
                }
                Err(error) => return Err(DirectoryError::read(here, error)),
            }
        }
    }

    /// Takes the directory for writing, and makes it when it is not there. Waits for another process that has
    /// taken it.
    ///
    /// The lock is the system's, on the directory itself: it leaves no file behind, and ends with the process
    /// however that ends.
    ///
    /// # Errors
    /// When the directory cannot be made or opened, or the other process does not end.
    pub fn lock(&self) -> Result<Session<'_>, DirectoryError> {
        self.lock_within(PATIENCE)
    }

    pub(super) fn lock_within(&self, patience: Duration) -> Result<Session<'_>, DirectoryError> {
        fs::create_dir_all(&self.path).map_err(|error| DirectoryError::write(&self.path, error))?;
        let handle =
            File::open(&self.path).map_err(|error| DirectoryError::read(&self.path, error))?;
        let start = Instant::now();
        loop {
            match handle.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if start.elapsed() < patience => {
                    if start.elapsed() < PAUSE {
                        tracing::info!(
                            target: "chartwright::progress",
                            "waiting for another process that publishes into {}",
                            self.path
                        );
                    }
                    std::thread::sleep(PAUSE);
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(DirectoryError::Busy {
                        path: self.path.clone(),
                        waited: start.elapsed(),
                    });
                }
                Err(TryLockError::Error(error)) => {
                    return Err(DirectoryError::write(&self.path, error));
                }
            }
        }
        let session = Session {
            directory: self,
            _lock: handle,
        };
        session.remove_unfinished();
        Ok(session)
    }
}

/// The sole right to write into a directory; given back when dropped.
#[derive(Debug)]
pub struct Session<'a> {
    directory: &'a Directory,
    /// Held open: the lock ends with it.
    _lock: File,
}

impl Session<'_> {
    /// As [`Directory::read`].
    ///
    /// # Errors
    /// As [`Directory::read`].
    pub fn read(&self, name: &str) -> Result<Option<Vec<u8>>, DirectoryError> {
        self.directory.read(name)
    }

    /// Puts a new file into the directory, whole and synced.
    ///
    /// # Errors
    /// When there is one already, or it cannot be written. Nothing is left half-written.
    pub fn add(&self, name: &str, bytes: &[u8]) -> Result<(), DirectoryError> {
        self.write(name, bytes, Existing::Refuse)
    }

    /// Replaces a file of the directory, or begins it, whole and synced.
    ///
    /// # Errors
    /// When it cannot be written: the old one is there as before.
    pub fn replace(&self, name: &str, bytes: &[u8]) -> Result<(), DirectoryError> {
        self.write(name, bytes, Existing::Replace)
    }

    /// Removes a file of the directory, if it is there. What cannot be removed stays: nothing lists it any more.
    pub fn remove(&self, name: &str) {
        let path = self.directory.path.join(name);
        if let Ok(Some(_)) = self.directory.read(name)
            && let Err(error) = fs::remove_file(&path)
        {
            tracing::warn!("{path} is listed no more and cannot be removed: {error}");
        }
    }

    fn write(&self, name: &str, bytes: &[u8], existing: Existing) -> Result<(), DirectoryError> {
        atomic::write(&self.directory.path, name, bytes, existing)
            .map_err(|error| DirectoryError::write(self.directory.path.join(name), error))
    }

    /// Removes what a killed process left unfinished; nobody else is writing while the lock is held.
    fn remove_unfinished(&self) {
        let Ok(files) = self.directory.path.read_dir_utf8() else {
            return;
        };
        for file in files.flatten() {
            if file.file_name().starts_with(UNFINISHED)
                && file.file_type().is_ok_and(|kind| kind.is_file())
            {
                tracing::debug!("removing the unfinished file {}", file.path());
                // It is in nobody's way should it stay.
                let _ = fs::remove_file(file.path());
            }
        }
    }
}
