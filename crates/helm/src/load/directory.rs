//! Reading a chart's directory (`pkg/chart/v2/loader/directory.go`, `internal/sympath/walk.go`).

use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::io::{self, Read as _};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use super::{Error, MAX_FILE_SIZE};
use crate::chart::{File, Source};
use crate::filepath;
use crate::ignore::{self, Rules};
use crate::words::go_words;

/// What a directory holds, and what of it could not be read.
pub(super) struct Read {
    pub(super) files: Vec<File>,
    pub(super) sources: Vec<Source>,
    pub(super) problems: Vec<Error>,
}

/// Reads all files that the chart's .helmignore leaves in, in the byte order of their names, directory by directory.
pub(super) fn read(directory: &Path) -> Read {
    let mut walk = Walk {
        directory: directory.to_owned(),
        root: PathBuf::new(),
        rules: Rules::helm_default(),
        open: Vec::new(),
        buffer: Vec::new(),
        read: Read {
            files: Vec::new(),
            sources: Vec::new(),
            problems: Vec::new(),
        },
    };
    match fs::canonicalize(directory) {
        Ok(root) => {
            walk.root = root;
            walk.read_rules();
            walk.directory(Path::new(""), &walk.root.clone());
        }
        Err(source) => walk.read.problems.push(Error::Io {
            path: directory.to_owned(),
            source,
        }),
    }
    walk.read
}

struct Walk {
    directory: PathBuf,
    /// The chart's directory without any symlink in it.
    root: PathBuf,
    rules: Rules,
    /// The directories that the walk is in, without symlinks: to see a circle.
    open: Vec<PathBuf>,
    /// The file that is read.
    buffer: Vec<u8>,
    read: Read,
}

impl Walk {
    fn problem(&mut self, error: Error) {
        self.read.problems.push(error);
    }

    fn read_rules(&mut self) {
        let path = Path::new(ignore::FILE_NAME);
        let Ok(file) = fs::canonicalize(self.directory.join(path)) else {
            return;
        };
        if !file.starts_with(&self.root) || !file.is_file() {
            // The walk names the link, or the irregular file.
            return;
        }
        match read_limited(&file, &mut self.buffer) {
            Ok(_) => match Rules::parse(&self.buffer) {
                Ok(rules) => self.rules = rules,
                Err(source) => self.problem(Error::Ignore {
                    path: path.to_owned(),
                    source,
                }),
            },
            Err(source) => self.problem(Error::Io {
                path: self.directory.join(path),
                source,
            }),
        }
    }

    /// Reads a directory's entries. `path` is relative to the chart, `real` the same without symlinks.
    fn directory(&mut self, path: &Path, real: &Path) {
        let entries = fs::read_dir(real).and_then(|entries| {
            entries
                .map(|entry| entry.map(|entry| entry.file_name()))
                .collect::<io::Result<Vec<_>>>()
        });
        let mut names = match entries {
            Ok(names) => names,
            Err(source) => {
                return self.problem(Error::Io {
                    path: self.directory.join(path),
                    source,
                });
            }
        };
        names.sort_by(|left, right| left.as_bytes().cmp(right.as_bytes()));
        self.open.push(real.to_owned());
        for name in names {
            self.entry(&path.join(&name), &real.join(&name));
        }
        self.open.pop();
    }

    fn entry(&mut self, path: &Path, real: &Path) {
        let metadata = match fs::symlink_metadata(real) {
            Ok(metadata) => metadata,
            Err(source) => {
                return self.problem(Error::Io {
                    path: self.directory.join(path),
                    source,
                });
            }
        };
        if metadata.is_symlink() {
            self.link(path, real);
        } else {
            self.resolved(path, real, &metadata);
        }
    }

    /// Helm resolves a link before it looks at .helmignore, so a broken one fails even when it is ignored.
    fn link(&mut self, path: &Path, real: &Path) {
        let target =
            fs::canonicalize(real).and_then(|target| Ok((fs::symlink_metadata(&target)?, target)));
        let (metadata, target) = match target {
            Ok(found) => found,
            Err(error) => {
                let full = self.full(path);
                return self.problem(Error::BrokenLink {
                    path: path.to_owned(),
                    problem: filepath::broken_link(&full).unwrap_or_else(|| go_words(&error)),
                    full,
                });
            }
        };
        if !target.starts_with(&self.root) {
            // An ignored link is not followed, so it does no harm.
            if !self.ignores(path, &metadata) {
                self.problem(Error::LinkLeavesChart {
                    path: path.to_owned(),
                    target,
                });
            }
            return;
        }
        if metadata.is_dir() && self.open.iter().any(|open| open.starts_with(&target)) {
            if !self.ignores(path, &metadata) {
                self.problem(Error::CircularLink {
                    path: path.to_owned(),
                    target,
                });
            }
            return;
        }
        self.resolved(path, &target, &metadata);
    }

    /// A path as Helm shows it (`directory.go:LoadDir`, `filepath.Abs`).
    fn full(&self, path: &Path) -> PathBuf {
        let full = self.directory.join(path);
        match (full.to_str(), std::env::current_dir()) {
            (Some(text), Ok(here)) => filepath::absolute(&here, text).into(),
            _ => full,
        }
    }

    fn ignores(&self, path: &Path, metadata: &Metadata) -> bool {
        self.rules
            .ignores(path.as_os_str().as_bytes(), metadata.is_dir())
    }

    fn resolved(&mut self, path: &Path, real: &Path, metadata: &Metadata) {
        if self.ignores(path, metadata) {
            return;
        }
        if metadata.is_dir() {
            return self.directory(path, real);
        }
        if !metadata.is_file() {
            return self.problem(Error::Irregular {
                path: path.to_owned(),
            });
        }
        let Some(name) = path.to_str().map(str::to_owned) else {
            return self.problem(Error::NameNotText {
                path: path.to_owned(),
            });
        };
        match read_limited(real, &mut self.buffer) {
            Ok(size) if size > MAX_FILE_SIZE => self.problem(Error::TooLarge {
                path: path.to_owned(),
                size,
            }),
            Ok(_) => {
                let file = real.strip_prefix(&self.root).unwrap_or(path).to_owned();
                self.read.sources.push(Source {
                    name: name.clone(),
                    file,
                });
                self.read.files.push(File {
                    name,
                    data: without_mark(&self.buffer).into(),
                });
            }
            Err(source) => self.problem(Error::Io {
                path: self.directory.join(path),
                source,
            }),
        }
    }
}

/// Reads a file up to the limit into a buffer, which has room from the file before; gives its size, which may be over
/// the limit.
fn read_limited(path: &Path, buffer: &mut Vec<u8>) -> io::Result<u64> {
    buffer.clear();
    let file = fs::File::open(path)?;
    let size = file.metadata()?.len();
    if size > MAX_FILE_SIZE {
        return Ok(size);
    }
    // One byte more, at which the end is seen without more room.
    buffer.reserve(usize::try_from(size + 1).unwrap_or_default());
    file.take(MAX_FILE_SIZE + 1).read_to_end(buffer)?;
    Ok(u64::try_from(buffer.len()).unwrap_or(u64::MAX))
}

/// Reads one of the chart's files by its name, unless it leads out of the chart; for what Helm's lint reads itself.
pub(crate) fn read_file(directory: &Path, name: &str) -> io::Result<Vec<u8>> {
    let file = fs::canonicalize(directory.join(OsStr::new(name)))?;
    if !file.starts_with(fs::canonicalize(directory)?) {
        return Err(io::Error::new(
            io::ErrorKind::PermissionDenied,
            "the symlink leads out of the chart",
        ));
    }
    let metadata = fs::metadata(&file)?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !metadata.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    let mut data = Vec::new();
    let size = read_limited(&file, &mut data)?;
    if size > MAX_FILE_SIZE {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(data)
}

/// The bytes without the byte order mark that Windows editors write.
pub(super) fn without_mark(data: &[u8]) -> &[u8] {
    data.strip_prefix(b"\xef\xbb\xbf").unwrap_or(data)
}
