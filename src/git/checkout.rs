//! The local checkout: its commits, tags and files, read and never written.

mod converted;

use std::collections::BTreeMap;
use std::path::Path;

use camino::{Utf8Path, Utf8PathBuf};
use git2::{Delta, DiffOptions, ErrorCode, ObjectType, Repository};

use super::error::GitError;
use super::location::without_credentials;
use super::object::{ObjectId, Signature};
use super::ownership::trust_the_workspace;

/// A git checkout on this machine: an ordinary one, a worktree, a shallow clone, or a bare repository.
pub struct Checkout {
    repository: Repository,
}

impl std::fmt::Debug for Checkout {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Checkout")
            .field("path", &self.repository.path())
            .finish()
    }
}

/// A commit, as far as a release needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its id.
    pub id: ObjectId,
    /// The committer's time: the time of everything that is made from this commit.
    pub time: jiff::Timestamp,
    /// Who wrote it.
    pub author: Signature,
    /// The first line of its message.
    pub summary: String,
}

/// A tag of the checkout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// The name without `refs/tags/`.
    pub name: String,
    /// The commit, through an annotated tag.
    pub commit: ObjectId,
    /// Who made the tag; absent for a lightweight one.
    pub tagger: Option<Signature>,
}

/// A file of the chart that is not what the commit says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// The file's path from the chart's directory, with forward slashes.
    pub path: Utf8PathBuf,
    /// How it differs.
    pub kind: DifferenceKind,
}

/// How a file differs from the commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DifferenceKind {
    /// Git does not know it.
    Untracked,
    /// Git is told to ignore it (.gitignore), and so does not know it.
    Ignored,
    /// It was added to the index and is in no commit yet.
    Added,
    /// The commit has it with other content, or another type.
    Modified,
    /// The commit has it, the working tree does not.
    Deleted,
    /// Git takes it for the commit's, but this clone's settings gave it other line ends.
    Converted,
}

impl DifferenceKind {
    /// In words, after a file's name: "values.yaml (differs from the commit)".
    pub const fn words(self) -> &'static str {
        match self {
            Self::Untracked => "not known to git",
            Self::Ignored => "ignored by git",
            Self::Added => "not committed",
            Self::Modified => "differs from the commit",
            Self::Deleted => "in the commit, not here",
            Self::Converted => "line ends converted by this clone's core.autocrlf or core.eol",
        }
    }
}

impl Checkout {
    /// The checkout that holds `start`, which may be any directory in it; `None` when there is none. Who owns it
    /// does not matter.
    ///
    /// # Errors
    /// When there is one that cannot be read.
    pub fn discover(start: &Path) -> Result<Option<Self>, GitError> {
        trust_the_workspace();
        match Repository::discover(start) {
            Ok(repository) => Ok(Some(Self { repository })),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(error) => Err(GitError::Unreadable {
                path: Utf8PathBuf::from(start.to_string_lossy().into_owned()),
                cause: error.message().to_owned(),
            }),
        }
    }

    /// The top of the working tree; `None` in a bare repository.
    pub fn root(&self) -> Option<&Utf8Path> {
        self.repository.workdir().and_then(Utf8Path::from_path)
    }

    /// Whether `path` is in the working tree, links followed.
    pub fn contains(&self, path: &Path) -> bool {
        self.relative(path).is_some()
    }

    /// Whether older commits were cut off (`fetch-depth: 1`).
    pub fn is_shallow(&self) -> bool {
        self.repository.is_shallow()
    }

    /// The commit that is checked out, on a branch or detached; `None` before the first commit.
    ///
    /// # Errors
    /// When HEAD or its commit cannot be read.
    pub fn head(&self) -> Result<Option<Commit>, GitError> {
        match self.repository.head() {
            Ok(head) => {
                let commit = head
                    .peel_to_commit()
                    .map_err(|error| self.unreadable(&error))?;
                self.describe(&commit).map(Some)
            }
            Err(error) if matches!(error.code(), ErrorCode::UnbornBranch | ErrorCode::NotFound) => {
                Ok(None)
            }
            Err(error) => Err(self.unreadable(&error)),
        }
    }

    /// The branch that is checked out; `None` when HEAD is detached, as it is after a tag's checkout.
    pub fn branch(&self) -> Option<String> {
        let head = self.repository.find_reference("HEAD").ok()?;
        let target = head.symbolic_target().ok().flatten()?;
        target.strip_prefix("refs/heads/").map(str::to_owned)
    }

    /// A commit by its id, if the checkout has it.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub fn commit(&self, id: ObjectId) -> Result<Option<Commit>, GitError> {
        let found =
            git2::Oid::from_bytes(id.as_bytes()).and_then(|oid| self.repository.find_commit(oid));
        match found {
            Ok(commit) => self.describe(&commit).map(Some),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(error) => Err(self.unreadable(&error)),
        }
    }

    /// The tag of this name, peeled; `None` when the checkout does not have it, which says nothing about the remote.
    ///
    /// # Errors
    /// When the tag cannot be read, or names no commit.
    pub fn tag(&self, name: &str) -> Result<Option<Tag>, GitError> {
        match self.repository.find_reference(&format!("refs/tags/{name}")) {
            Ok(reference) => self.read_tag(name, &reference).map(Some),
            Err(error) if matches!(error.code(), ErrorCode::NotFound | ErrorCode::InvalidSpec) => {
                Ok(None)
            }
            Err(error) => Err(self.unreadable(&error)),
        }
    }

    /// Every tag that names a commit, by name.
    ///
    /// # Errors
    /// When the refs cannot be read.
    pub fn tags(&self) -> Result<Vec<Tag>, GitError> {
        let references = self
            .repository
            .references_glob("refs/tags/*")
            .map_err(|error| self.unreadable(&error))?;
        let mut tags = BTreeMap::new();
        for reference in references {
            let reference = reference.map_err(|error| self.unreadable(&error))?;
            let Some(name) = reference
                .name()
                .ok()
                .and_then(|name| name.strip_prefix("refs/tags/"))
                .map(str::to_owned)
            else {
                continue;
            };
            // A tag of a tree or a blob, or of a commit that a shallow clone lacks, is none to release.
            if let Ok(tag) = self.read_tag(&name, &reference) {
                tags.insert(name, tag);
            }
        }
        Ok(tags.into_values().collect())
    }

    /// The URL of the remote `origin`, without credentials.
    pub fn origin(&self) -> Option<String> {
        let remote = self.repository.find_remote("origin").ok()?;
        let url = remote.url().ok().map(str::to_owned)?;
        Some(without_credentials(&url))
    }

    /// The content of a file at HEAD, by its path on this machine; `None` when the commit does not have it.
    ///
    /// # Errors
    /// When HEAD or the file's object cannot be read.
    pub fn file_at_head(&self, path: &Path) -> Result<Option<Vec<u8>>, GitError> {
        let Some(relative) = self.relative(path) else {
            return Ok(None);
        };
        let Some(tree) = self.head_tree()? else {
            return Ok(None);
        };
        match tree.get_path(relative.as_std_path()) {
            Ok(entry) if entry.kind() == Some(ObjectType::Blob) => self
                .repository
                .find_blob(entry.id())
                .map(|blob| Some(blob.content().to_vec()))
                .map_err(|error| self.unreadable(&error)),
            Ok(_) => Ok(None),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(error) => Err(self.unreadable(&error)),
        }
    }

    /// Which of `files` (paths from `chart`, with forward slashes) are not what HEAD says, and which files of the
    /// chart HEAD has that are gone; sorted by path. Line endings and filters count as git counts them. A chart
    /// outside of the working tree is unknown to git as a whole.
    ///
    /// # Errors
    /// When HEAD, the index or the working tree cannot be read.
    pub fn differences(
        &self,
        chart: &Path,
        files: &[Utf8PathBuf],
    ) -> Result<Vec<Difference>, GitError> {
        let all_untracked = || {
            let mut all: Vec<_> = files
                .iter()
                .map(|path| Difference {
                    path: path.clone(),
                    kind: DifferenceKind::Untracked,
                })
                .collect();
            all.sort();
            all
        };
        let Some(folder) = self.relative(chart) else {
            return Ok(all_untracked());
        };
        let mut options = DiffOptions::new();
        options
            .include_untracked(true)
            .recurse_untracked_dirs(true)
            .include_ignored(true)
            .recurse_ignored_dirs(true)
            .include_typechange(true)
            .disable_pathspec_match(true);
        if !folder.as_str().is_empty() {
            options.pathspec(folder.as_str());
        }
        let tree = self.head_tree()?;
        let diff = self
            .repository
            .diff_tree_to_workdir_with_index(tree.as_ref(), Some(&mut options))
            .map_err(|error| self.unreadable(&error))?;
        let mut changed: BTreeMap<Utf8PathBuf, DifferenceKind> = BTreeMap::new();
        for delta in diff.deltas() {
            let path = delta.new_file().path().or_else(|| delta.old_file().path());
            let Some(path) = path
                .and_then(Utf8Path::from_path)
                .and_then(|path| path.strip_prefix(&folder).ok())
            else {
                continue;
            };
            let kind = match delta.status() {
                Delta::Unmodified => continue,
                Delta::Ignored => DifferenceKind::Ignored,
                Delta::Untracked => DifferenceKind::Untracked,
                Delta::Added | Delta::Copied => DifferenceKind::Added,
                Delta::Deleted => DifferenceKind::Deleted,
                _ => DifferenceKind::Modified,
            };
            changed.insert(path.to_owned(), kind);
        }
        let mut differences: Vec<_> = files
            .iter()
            .filter_map(|file| {
                // A change of a directory (a submodule, a repository within) is one of every file in it.
                let kind = match file.ancestors().find_map(|path| changed.get(path)) {
                    Some(kind) => *kind,
                    None if self.is_converted(tree.as_ref()?, &folder.join(file)) => {
                        DifferenceKind::Converted
                    }
                    None => return None,
                };
                Some(Difference {
                    path: file.clone(),
                    kind,
                })
            })
            .collect();
        differences.extend(
            changed
                .iter()
                .filter(|(path, kind)| **kind == DifferenceKind::Deleted && !files.contains(path))
                .map(|(path, kind)| Difference {
                    path: path.clone(),
                    kind: *kind,
                }),
        );
        differences.sort();
        Ok(differences)
    }

    fn head_tree(&self) -> Result<Option<git2::Tree<'_>>, GitError> {
        match self.repository.head() {
            Ok(head) => head
                .peel_to_tree()
                .map(Some)
                .map_err(|error| self.unreadable(&error)),
            Err(error) if matches!(error.code(), ErrorCode::UnbornBranch | ErrorCode::NotFound) => {
                Ok(None)
            }
            Err(error) => Err(self.unreadable(&error)),
        }
    }

    fn read_tag(&self, name: &str, reference: &git2::Reference<'_>) -> Result<Tag, GitError> {
        let commit = reference
            .peel_to_commit()
            .map_err(|error| self.unreadable(&error))?;
        let tagger = reference.peel_to_tag().ok().and_then(|tag| {
            let tagger = tag.tagger()?;
            signature(&tagger)
        });
        Ok(Tag {
            name: name.to_owned(),
            commit: self.id(commit.id())?,
            tagger,
        })
    }

    fn describe(&self, commit: &git2::Commit<'_>) -> Result<Commit, GitError> {
        let malformed = |cause: &str| GitError::Unreadable {
            path: self.path(),
            cause: format!("commit {}: {cause}", commit.id()),
        };
        let time = jiff::Timestamp::from_second(commit.time().seconds())
            .map_err(|_| malformed("its time is out of range"))?;
        let summary = commit
            .summary_bytes()
            .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
            .unwrap_or_default();
        Ok(Commit {
            id: self.id(commit.id())?,
            time,
            author: signature(&commit.author())
                .ok_or_else(|| malformed("its author's time is out of range"))?,
            summary,
        })
    }

    fn id(&self, oid: git2::Oid) -> Result<ObjectId, GitError> {
        ObjectId::from_bytes(oid.as_bytes()).ok_or_else(|| GitError::ObjectFormat {
            repository: self.path().to_string(),
            format: "sha256".to_owned(),
        })
    }

    /// `path` from the top of the working tree, links followed.
    fn relative(&self, path: &Path) -> Option<Utf8PathBuf> {
        let root = self.repository.workdir()?.canonicalize().ok()?;
        // The file itself may be a link that git knows as such: follow its directory's links only.
        let resolved = match (path.parent(), path.file_name()) {
            (Some(parent), Some(name)) if path.is_file() || path.is_symlink() && !path.is_dir() => {
                let parent = if parent.as_os_str().is_empty() {
                    Path::new(".")
                } else {
                    parent
                };
                parent.canonicalize().ok()?.join(name)
            }
            _ => path.canonicalize().ok()?,
        };
        let relative = resolved.strip_prefix(&root).ok()?;
        Utf8Path::from_path(relative).map(Utf8Path::to_owned)
    }

    fn path(&self) -> Utf8PathBuf {
        let path = self
            .repository
            .workdir()
            .unwrap_or_else(|| self.repository.path());
        Utf8PathBuf::from(path.to_string_lossy().into_owned())
    }

    fn unreadable(&self, error: &git2::Error) -> GitError {
        GitError::Unreadable {
            path: self.path(),
            cause: error.message().to_owned(),
        }
    }
}

fn signature(signature: &git2::Signature<'_>) -> Option<Signature> {
    Some(Signature {
        name: String::from_utf8_lossy(signature.name_bytes()).into_owned(),
        email: String::from_utf8_lossy(signature.email_bytes()).into_owned(),
        time: jiff::Timestamp::from_second(signature.when().seconds()).ok()?,
    })
}

#[cfg(test)]
mod tests;
