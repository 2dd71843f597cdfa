//! OCI image layouts: a registry's content in a directory (image specification, `image-layout.md`).
//!
//! Blobs are written before what names them, each beside its place, synced and renamed; `index.json` comes last. A
//! run that is killed leaves blobs that nobody names, never a name without its blob.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

use super::digest::Digest;
use super::manifest::IMAGE_MANIFEST;
use crate::crash;
use crate::report::{Blame, Code, Explain, Note};

/// CW-REGISTRY-021.
pub const LAYOUT_UNREADABLE: Code = Code::new(
    "CW-REGISTRY-021",
    Blame::Target,
    "the directory is not an OCI image layout that can be read",
    "name a directory that is empty, absent, or an OCI image layout 1.0.0; what is there was left as it is",
);

/// CW-REGISTRY-022.
pub const LAYOUT_NOT_WRITTEN: Code = Code::new(
    "CW-REGISTRY-022",
    Blame::Target,
    "the image layout cannot be written",
    "check the free space and the permissions of the directory, then run again; what was published before is untouched",
);

/// The annotation that names a manifest within a layout.
pub const REF_NAME: &str = "org.opencontainers.image.ref.name";

const MARKER: &str = "oci-layout";
const INDEX: &str = "index.json";
/// What a file of this program is called while it is being written.
const UNFINISHED: &str = ".chartwright-";
const INDEX_TYPE: &str = "application/vnd.oci.image.index.v1+json";
/// How long another writer is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why a layout could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum LayoutError {
    /// What is there makes no sense.
    #[error("{} cannot be read as an OCI image layout", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is the matter.
        reason: String,
    },
    /// The system refused a write.
    #[error("{} cannot be written", .path.display())]
    NotWritten {
        /// The file or directory.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
}

impl Explain for LayoutError {
    fn code(&self) -> &'static Code {
        match self {
            Self::Unreadable { .. } => &LAYOUT_UNREADABLE,
            Self::NotWritten { .. } => &LAYOUT_NOT_WRITTEN,
        }
    }

    fn notes(&self) -> Vec<Note> {
        match self {
            Self::Unreadable { reason, .. } | Self::NotWritten { reason, .. } => {
                vec![Note::new("cause", reason.clone())]
            }
        }
    }
}

/// An image layout in a directory, which need not exist yet.
#[derive(Debug, Clone)]
pub struct ImageLayout {
    directory: PathBuf,
}

impl ImageLayout {
    /// The layout of a directory.
    pub fn new(directory: impl Into<PathBuf>) -> Self {
        Self {
            directory: directory.into(),
        }
    }

    /// Its directory.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Looks whether the directory is a layout, or can become one.
    ///
    /// # Errors
    /// When it is a file, read-only, holds other things, or a layout that cannot be read.
    pub fn check(&self) -> Result<(), LayoutError> {
        let unreadable = |path: &Path, reason: String| LayoutError::Unreadable {
            path: path.to_owned(),
            reason,
        };
        let mut above = self.directory.as_path();
        loop {
            match fs::metadata(above) {
                Ok(found) if found.is_dir() => {
                    // The rest shows when it is written; this much can be seen before anything is.
                    if found.permissions().readonly() {
                        return Err(LayoutError::NotWritten {
                            path: above.to_owned(),
                            reason: "the directory is read-only".to_owned(),
                        });
                    }
                    break;
                }
                Ok(_) => return Err(unreadable(above, "it is no directory".to_owned())),
                Err(error) if error.kind() == io::ErrorKind::NotADirectory => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(unreadable(above, error.to_string())),
            }
            match above.parent() {
                Some(parent) if !parent.as_os_str().is_empty() => above = parent,
                _ => break,
            }
        }
        let marker = self.directory.join(MARKER);
        match read(&marker)? {
            Some(text) => {
                let version = serde_json::from_slice::<Value>(&text)
                    .ok()
                    .and_then(|value| {
                        value
                            .get("imageLayoutVersion")
                            .and_then(Value::as_str)
                            .map(ToOwned::to_owned)
                    });
                if version.as_deref() != Some("1.0.0") {
                    return Err(unreadable(
                        &marker,
                        "it does not say imageLayoutVersion 1.0.0".to_owned(),
                    ));
                }
            }
            None => {
                let strangers = fs::read_dir(&self.directory)
                    .into_iter()
                    .flatten()
                    .flatten();
                for entry in strangers {
                    // A run killed at its very start leaves no more than this.
                    let name = entry.file_name();
                    let ours = name == "blobs" || name.to_string_lossy().starts_with(UNFINISHED);
                    if !ours {
                        return Err(unreadable(
                            &self.directory,
                            format!("it holds `{}` and no `{MARKER}`", name.to_string_lossy()),
                        ));
                    }
                }
            }
        }
        self.index().map(|_| ())
    }

    fn index(&self) -> Result<Map<String, Value>, LayoutError> {
        let path = self.directory.join(INDEX);
        let Some(text) = read(&path)? else {
            let Value::Object(empty) =
                json!({"schemaVersion": 2, "mediaType": INDEX_TYPE, "manifests": []})
            else {
                return Ok(Map::new());
            };
            return Ok(empty);
        };
        let unreadable = |reason: String| LayoutError::Unreadable {
            path: path.clone(),
            reason,
        };
        match serde_json::from_slice(&text) {
            Ok(Value::Object(index)) => match index.get("manifests") {
                Some(Value::Array(_)) | None => Ok(index),
                Some(_) => Err(unreadable("`manifests` is no list".to_owned())),
            },
            Ok(_) => Err(unreadable("it is no JSON object".to_owned())),
            Err(error) => Err(unreadable(error.to_string())),
        }
    }

    /// The digest of the manifest that a name stands for.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn resolve(&self, name: &str) -> Result<Option<Digest>, LayoutError> {
        let index = self.index()?;
        let found = entries(&index).find(|entry| ref_name(entry) == Some(name));
        match found {
            None => Ok(None),
            Some(entry) => entry
                .get("digest")
                .and_then(Value::as_str)
                .and_then(Digest::parse)
                .map(Some)
                .ok_or_else(|| LayoutError::Unreadable {
                    path: self.directory.join(INDEX),
                    reason: format!("the entry of `{name}` has no sha256 digest"),
                }),
        }
    }

    /// The names that stand for manifests, sorted; `None` when the directory is no layout.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn names(&self) -> Result<Option<BTreeSet<String>>, LayoutError> {
        if read(&self.directory.join(INDEX))?.is_none() {
            return Ok(None);
        }
        let index = self.index()?;
        let names = entries(&index).filter_map(ref_name).map(ToOwned::to_owned);
        Ok(Some(names.collect()))
    }

    /// Where a blob is.
    pub fn blob_path(&self, digest: &Digest) -> PathBuf {
        self.directory.join("blobs/sha256").join(digest.hex())
    }

    /// Reads a blob; `None` when it is not there. Its digest is not compared: the caller does.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn blob(&self, digest: &Digest) -> Result<Option<Vec<u8>>, LayoutError> {
        read(&self.blob_path(digest))
    }

    /// Writes a manifest with its blobs under a name that must stand for nothing else; every other entry of the
    /// index stays as it is. Several writers at a time take turns.
    ///
    /// Gives the digest that the name stands for instead when another writer was faster.
    ///
    /// # Errors
    /// When what is there cannot be read, or the system refuses a write.
    pub fn write(
        &self,
        name: &str,
        manifest: &[u8],
        blobs: &[(&Digest, &[u8])],
    ) -> Result<Option<Digest>, LayoutError> {
        let folder = self.directory.join("blobs/sha256");
        fs::create_dir_all(&folder).map_err(|error| not_written(&folder, &error))?;
        let _turn = self.lock()?;
        remove_unfinished(&self.directory);
        remove_unfinished(&folder);
        let digest = Digest::of(manifest);
        if let Some(found) = self.resolve(name)?
            && found != digest
        {
            return Ok(Some(found));
        }
        for (digest, content) in blobs.iter().copied().chain([(&digest, manifest)]) {
            let path = self.blob_path(digest);
            // A blob that a crash of the machine left half-written does not have its digest.
            if read(&path)?.is_some_and(|found| Digest::of(&found) == *digest) {
                continue;
            }
            replace(&path, content)?;
        }
        sync_directory(&folder);
        let mut index = self.index()?;
        let entry = json!({
            "mediaType": IMAGE_MANIFEST,
            "digest": digest.as_str(),
            "size": manifest.len(),
            "annotations": {REF_NAME: name},
        });
        if let Value::Array(manifests) = index
            .entry("manifests")
            .or_insert_with(|| Value::Array(Vec::new()))
            && !manifests.iter().any(|entry| ref_name(entry) == Some(name))
        {
            manifests.push(entry);
            let mut text = serde_json::to_vec_pretty(&index).unwrap_or_default();
            text.push(b'\n');
            replace(&self.directory.join(INDEX), &text)?;
            sync_directory(&self.directory);
        }
        Ok(None)
    }

    /// Takes the turn: a lock on the marker file, which the system gives up when this process ends, however it ends.
    fn lock(&self) -> Result<File, LayoutError> {
        let path = self.directory.join(MARKER);
        if read(&path)?.is_none() {
            let text = br#"{"imageLayoutVersion":"1.0.0"}"#;
            let beside = beside(&self.directory, text)?;
            match beside.persist_noclobber(&path) {
                Ok(_) => {}
                Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {}
                // Another process has made it meanwhile, and tidied up.
                Err(error) if error.error.kind() == io::ErrorKind::NotFound && path.exists() => {}
                Err(error) => return Err(not_written(&path, &error.error)),
            }
        }
        let file = File::open(&path).map_err(|error| not_written(&path, &error))?;
        let begun = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(fs::TryLockError::WouldBlock) if begun.elapsed() < PATIENCE => {
                    std::thread::sleep(Duration::from_millis(20));
                }
                Err(fs::TryLockError::WouldBlock) => {
                    return Err(LayoutError::NotWritten {
                        path,
                        reason: format!(
                            "another process has been writing for {} s",
                            PATIENCE.as_secs()
                        ),
                    });
                }
                // A file system without locks: the renames still keep every file whole.
                Err(fs::TryLockError::Error(error))
                    if error.kind() == io::ErrorKind::Unsupported =>
                {
                    return Ok(file);
                }
                Err(fs::TryLockError::Error(error)) => return Err(not_written(&path, &error)),
            }
        }
    }
}

fn entries(index: &Map<String, Value>) -> impl Iterator<Item = &Value> {
    index
        .get("manifests")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn ref_name(entry: &Value) -> Option<&str> {
    entry.get("annotations")?.get(REF_NAME)?.as_str()
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, LayoutError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            Ok(None)
        }
        Err(error) => Err(LayoutError::Unreadable {
            path: path.to_owned(),
            reason: error.to_string(),
        }),
    }
}

fn not_written(path: &Path, error: &io::Error) -> LayoutError {
    LayoutError::NotWritten {
        path: path.to_owned(),
        reason: error.to_string(),
    }
}

/// A temporary file in a directory, synced, with the permissions that the umask gives.
fn beside(directory: &Path, content: &[u8]) -> Result<tempfile::NamedTempFile, LayoutError> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED);
    #[cfg(unix)]
    let permissions = {
        use std::os::unix::fs::PermissionsExt as _;
        fs::Permissions::from_mode(0o666)
    };
    #[cfg(unix)]
    builder.permissions(permissions);
    let mut file = builder
        .tempfile_in(directory)
        .map_err(|error| not_written(directory, &error))?;
    file.write_all(content)
        .and_then(|()| file.as_file().sync_all())
        .map_err(|error| not_written(directory, &error))?;
    Ok(file)
}

/// Removes what a killed process left unfinished; nobody else is writing while the lock is held.
fn remove_unfinished(directory: &Path) {
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            // It is in nobody's way should it stay.
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn replace(path: &Path, content: &[u8]) -> Result<(), LayoutError> {
    let directory = path.parent().unwrap_or(Path::new("."));
    let beside = beside(directory, content)?;
    crash::point("layout-beside");
    beside
        .persist(path)
        .map_err(|error| not_written(path, &error.error))?;
    crash::point("layout-there");
    Ok(())
}

/// Makes renames lasting. Not every system can sync a directory; a rename is atomic without it too.
fn sync_directory(path: &Path) {
    if let Ok(directory) = File::open(path) {
        let _ = directory.sync_all();
    }
}

#[cfg(test)]
#[path = "image_layout/tests.rs"]
mod tests;
