//! One commit of the branch: its directories, and the files that were fetched with it.

use crate::git::GitError;
use crate::git::object::{CommitText, Kind, ObjectId};
use crate::git::remote::Objects;
use crate::git::tree::{Tree, TreeEntry};

/// A commit as it was fetched.
#[derive(Debug)]
pub struct Snapshot {
    repository: String,
    /// The commit's id.
    pub id: ObjectId,
    /// The commit.
    pub commit: CommitText,
    objects: Objects,
}

impl Snapshot {
    pub(super) fn new(repository: &str, id: ObjectId, objects: Objects) -> Result<Self, GitError> {
        let commit = objects
            .get(repository, id)?
            .filter(|object| object.kind == Kind::Commit)
            .and_then(|object| CommitText::parse(&object.bytes))
            .ok_or_else(|| GitError::NotGit {
                repository: repository.to_owned(),
                problem: format!("it did not send a readable commit {id}"),
            })?;
        Ok(Self {
            repository: repository.to_owned(),
            id,
            commit,
            objects,
        })
    }

    /// The entry at a path from the branch's top.
    ///
    /// # Errors
    /// When a directory on the way cannot be read.
    pub fn entry(&self, path: &str) -> Result<Option<TreeEntry>, GitError> {
        let mut tree = self.tree(self.commit.tree)?;
        let mut parts = path.split('/').peekable();
        while let Some(part) = parts.next() {
            let Some(entry) = tree.get(part) else {
                return Ok(None);
            };
            if parts.peek().is_none() {
                return Ok(Some(entry.clone()));
            }
            if !entry.is_directory() {
                return Ok(None);
            }
            tree = self.tree(entry.id)?;
        }
        Ok(None)
    }

    /// A directory.
    ///
    /// # Errors
    /// When it was not sent, or cannot be read.
    pub fn tree(&self, id: ObjectId) -> Result<Tree, GitError> {
        // The empty tree need not be sent: every git knows it.
        if id == ObjectId::of(Kind::Tree, b"") {
            return Ok(Tree::default());
        }
        self.objects
            .get(&self.repository, id)?
            .filter(|object| object.kind == Kind::Tree)
            .and_then(|object| Tree::parse(&object.bytes))
            .ok_or_else(|| GitError::NotGit {
                repository: self.repository.clone(),
                problem: format!("it did not send a readable tree {id}"),
            })
    }

    /// A file's content, when it came with the commit.
    ///
    /// # Errors
    /// When it came and cannot be read.
    pub fn blob(&self, id: ObjectId) -> Result<Option<Vec<u8>>, GitError> {
        Ok(self
            .objects
            .get(&self.repository, id)?
            .filter(|object| object.kind == Kind::Blob)
            .map(|object| object.bytes))
    }
}
