//! Where a chart repository's files are: a directory, or a branch.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::OnceCell;

use crate::git::tree::TreeEntry;
use crate::git::{GitError, ObjectId};
use crate::release::target::TargetError;
use crate::report::boxed;
use crate::repository::branch::{Branch, PagesDirectory, Snapshot};
use crate::repository::{Directory, INDEX};

/// What a shelf has, before any package of it is read.
#[derive(Debug, Clone)]
pub(super) struct Contents {
    /// The index's bytes; absent when there is none.
    pub(super) index: Option<Arc<Vec<u8>>>,
    /// The names of the files beside it.
    pub(super) files: Vec<String>,
}

/// The files of a chart repository.
#[async_trait]
pub(super) trait Shelf: Send + Sync {
    /// As the user wrote it.
    fn name(&self) -> String;

    /// The index, and which files are beside it.
    async fn contents(&self) -> Result<Contents, TargetError>;

    /// Files by their paths from the index's directory, in the order asked for; `None` for what is not there.
    async fn read(&self, files: &[String]) -> Result<Vec<Option<Vec<u8>>>, TargetError>;
}

/// A chart repository in a directory.
pub(super) struct DirectoryShelf(pub(super) Directory);

#[async_trait]
impl Shelf for DirectoryShelf {
    fn name(&self) -> String {
        self.0.path().to_string()
    }

    async fn contents(&self) -> Result<Contents, TargetError> {
        Ok(Contents {
            index: self.0.read(INDEX).map_err(boxed)?.map(Arc::new),
            files: self.0.files().map_err(boxed)?,
        })
    }

    async fn read(&self, files: &[String]) -> Result<Vec<Option<Vec<u8>>>, TargetError> {
        files
            .iter()
            .map(|file| self.0.read(file).map_err(boxed))
            .collect()
    }
}

/// A chart repository on a branch. It is read as of one commit, whoever pushes meanwhile.
pub(super) struct BranchShelf {
    branch: Branch,
    directory: PagesDirectory,
    opened: OnceCell<Opened>,
}

/// A commit, and what is in the index's directory.
struct Opened {
    snapshot: Snapshot,
    files: BTreeMap<String, ObjectId>,
}

impl BranchShelf {
    pub(super) fn new(branch: Branch, directory: PagesDirectory) -> Self {
        Self {
            branch,
            directory,
            opened: OnceCell::new(),
        }
    }

    async fn opened(&self) -> Result<&Opened, TargetError> {
        self.opened
            .get_or_try_init(|| async {
                let Some(tip) = self.branch.tip().await.map_err(boxed)? else {
                    return Err(boxed(GitError::NoBranch {
                        repository: self.branch.repository().to_owned(),
                        branch: self.branch.name().to_string(),
                        others: Vec::new(),
                    }));
                };
                let snapshot = self.branch.snapshot(tip).await.map_err(boxed)?;
                let files = self.listed(&snapshot)?;
                Ok(Opened { snapshot, files })
            })
            .await
    }

    fn listed(&self, snapshot: &Snapshot) -> Result<BTreeMap<String, ObjectId>, TargetError> {
        let tree = if self.directory.is_top() {
            Some(snapshot.commit.tree)
        } else {
            let entry = snapshot.entry(&self.directory.to_string()).map_err(boxed)?;
            entry.filter(TreeEntry::is_directory).map(|entry| entry.id)
        };
        let Some(tree) = tree else {
            return Ok(BTreeMap::new());
        };
        let tree = snapshot.tree(tree).map_err(boxed)?;
        let files = tree.entries().iter().filter(|entry| entry.is_file());
        Ok(files
            .filter_map(|entry| Some((String::from_utf8(entry.name.clone()).ok()?, entry.id)))
            .collect())
    }
}

impl Opened {
    fn id(&self, path: String, file: &str) -> Result<Option<ObjectId>, TargetError> {
        if !file.contains('/') {
            return Ok(self.files.get(file).copied());
        }
        let entry = self.snapshot.entry(&path).map_err(boxed)?;
        Ok(entry.filter(TreeEntry::is_file).map(|entry| entry.id))
    }
}

#[async_trait]
impl Shelf for BranchShelf {
    fn name(&self) -> String {
        let (repository, branch) = (self.branch.repository(), self.branch.name());
        if self.directory.is_top() {
            format!("{repository} ({branch})")
        } else {
            format!("{repository} ({branch}:{})", self.directory)
        }
    }

    async fn contents(&self) -> Result<Contents, TargetError> {
        let opened = self.opened().await?;
        let index = match opened.files.get(INDEX) {
            Some(id) => {
                let read = self.branch.file(&opened.snapshot, *id).await;
                Some(Arc::new(read.map_err(boxed)?))
            }
            None => None,
        };
        Ok(Contents {
            index,
            files: opened.files.keys().cloned().collect(),
        })
    }

    async fn read(&self, files: &[String]) -> Result<Vec<Option<Vec<u8>>>, TargetError> {
        let opened = self.opened().await?;
        let mut ids = BTreeMap::new();
        for file in files {
            if let Some(id) = opened.id(self.directory.join(file), file)? {
                ids.insert(file, id);
            }
        }
        let wanted: Vec<ObjectId> = ids.values().copied().collect();
        let contents = self
            .branch
            .files(&opened.snapshot, &wanted)
            .await
            .map_err(boxed)?;
        let mut contents: BTreeMap<&String, Vec<u8>> = ids.into_keys().zip(contents).collect();
        Ok(files.iter().map(|file| contents.remove(file)).collect())
    }
}
