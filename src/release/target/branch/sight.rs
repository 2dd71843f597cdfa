//! What a commit of the branch means for a package, and the index as it will be.

use helm::index::{Entry, Spliced};
use helm::package::Package;

use super::{BranchTarget, boxed};
use crate::git::{GitError, Kind, ObjectId};
use crate::release::target::{PublishedWithOtherContent, Target as _, TargetError};
use crate::repository::branch::{BranchError, PagesDirectory, Snapshot};
use crate::repository::{
    Held, Holding, INDEX, IndexError, Retired, judge, listed_file, missing_entry,
};

/// What was seen. [`Holding::Other`] never is here: it is an error.
#[derive(Debug)]
pub(super) struct Sight {
    /// The commit; absent when the branch does not exist.
    pub(super) snapshot: Option<Snapshot>,
    /// The index's blob.
    pub(super) index: Option<(ObjectId, Vec<u8>)>,
    /// The package's file, from the directory of the index.
    pub(super) file: String,
    /// What it all means.
    pub(super) holding: Holding,
    /// The index with the entry, when it lacks it: that it can take the entry is known before anything is written.
    pub(super) spliced: Option<Spliced>,
    /// That index without the prereleases that go.
    pub(super) retired: Option<Retired>,
    /// The CNAME file, which names the site's own host.
    pub(super) cname: Option<ObjectId>,
    /// The blobs that a verification reads: the index's, the package's, and CNAME's.
    pub(super) files: Vec<ObjectId>,
}

impl Sight {
    /// A branch that does not exist.
    pub(super) fn of_nothing(
        target: &BranchTarget,
        package: &Package,
    ) -> Result<Self, TargetError> {
        let file = package.file_name();
        let entry = Entry::new(package, vec![file.clone()]);
        let spliced = helm::index::splice(None, &entry, package.created)
            .map_err(|cause| refused(target, &[], cause))?;
        Ok(Self {
            snapshot: None,
            index: None,
            file,
            holding: Holding::Free,
            spliced: Some(spliced),
            retired: None,
            cname: None,
            files: Vec::new(),
        })
    }

    /// A commit, before a write: a package whose id is this run's is not downloaded to be compared.
    pub(super) async fn of(
        target: &BranchTarget,
        package: &Package,
        snapshot: Snapshot,
    ) -> Result<Self, TargetError> {
        let ours = ObjectId::of(Kind::Blob, &package.bytes);
        Self::look(target, package, snapshot, Some(ours)).await
    }

    /// A commit, after a write: every byte comes from the server.
    pub(super) async fn read_back(
        target: &BranchTarget,
        package: &Package,
        snapshot: Snapshot,
    ) -> Result<Self, TargetError> {
        Self::look(target, package, snapshot, None).await
    }

    async fn look(
        target: &BranchTarget,
        package: &Package,
        snapshot: Snapshot,
        ours: Option<ObjectId>,
    ) -> Result<Self, TargetError> {
        let directory = &target.options.directory;
        let branch = &target.branch;
        let blob = |path: &str| -> Result<Option<ObjectId>, TargetError> {
            match snapshot.entry(path).map_err(boxed)? {
                Some(entry) if entry.is_file() => Ok(Some(entry.id)),
                Some(_) => Err(Box::new(BranchError::NotAFile {
                    path: path.to_owned(),
                })),
                None => Ok(None),
            }
        };
        let index = match blob(&directory.join(INDEX))? {
            Some(id) => Some((id, branch.file(&snapshot, id).await.map_err(boxed)?)),
            None => None,
        };
        let (name, version) = (&package.metadata.name, &package.metadata.version);
        let entry = match &index {
            Some((_, bytes)) => helm::index::find(bytes, name, version)
                .map_err(|cause| refused(target, bytes, cause))?,
            None => None,
        };
        let file = entry
            .as_ref()
            .and_then(listed_file)
            .unwrap_or_else(|| package.file_name());
        let id = blob(&directory.join(&file))?;
        let bytes = match id {
            Some(id) if Some(id) == ours => Some(package.bytes.clone()),
            Some(id) => Some(branch.file(&snapshot, id).await.map_err(boxed)?),
            None => None,
        };
        let holding = judge(
            package,
            Held {
                entry: entry.as_ref(),
                file: bytes.as_deref(),
            },
        );
        if let Holding::Other {
            theirs,
            differs_in,
            created,
        } = holding
        {
            return Err(Box::new(PublishedWithOtherContent {
                name: name.clone(),
                version: version.clone(),
                at: format!("{}, {}", target.name(), directory.join(&file)),
                theirs: if theirs.is_empty() {
                    theirs
                } else {
                    format!("sha256:{theirs}")
                },
                ours: format!("sha256:{}", package.sha256),
                differs_in,
                published: Some(published(&snapshot, created.as_deref())),
            }));
        }
        let added = missing_entry(package, &holding, &file);
        let spliced = added
            .map(|entry| {
                let old = index.as_ref().map(|(_, bytes)| bytes.as_slice());
                helm::index::splice(old, &entry, package.created)
                    .map_err(|cause| refused(target, old.unwrap_or_default(), cause))
            })
            .transpose()?;
        let retired = spliced
            .as_ref()
            .map(|spliced| {
                let retention = target.options.retention;
                retention
                    .apply(&spliced.bytes, name, version, package.created)
                    .map_err(|cause| refused(target, &spliced.bytes, cause))
            })
            .transpose()?
            .flatten();
        let cname = blob("CNAME").ok().flatten();
        let files = index
            .iter()
            .map(|(id, _)| *id)
            .chain(id)
            .chain(cname)
            .collect();
        Ok(Self {
            snapshot: Some(snapshot),
            index,
            file,
            holding,
            spliced,
            retired,
            cname,
            files,
        })
    }
}

impl Sight {
    /// How many packages stand beside the index.
    pub(super) fn packages(&self, directory: &PagesDirectory) -> Result<usize, GitError> {
        let Some(snapshot) = &self.snapshot else {
            return Ok(0);
        };
        let tree = if directory.is_top() {
            Some(snapshot.commit.tree)
        } else {
            snapshot
                .entry(&directory.to_string())?
                .map(|entry| entry.id)
        };
        let Some(tree) = tree else {
            return Ok(0);
        };
        let tree = snapshot.tree(tree)?;
        let is_package = |name: &[u8]| name.ends_with(b".tgz");
        Ok(tree
            .entries()
            .iter()
            .filter(|entry| is_package(&entry.name))
            .count())
    }

    /// The index as it will be, when it changes.
    pub(super) fn new_index(&self) -> Option<&[u8]> {
        let spliced = self.spliced.as_ref()?;
        Some(match &self.retired {
            Some(retired) => &retired.index,
            None => &spliced.bytes,
        })
    }
}

fn refused(target: &BranchTarget, index: &[u8], cause: helm::index::Error) -> TargetError {
    let at = format!(
        "{}, {}",
        target.name(),
        target.options.directory.join(INDEX)
    );
    Box::new(IndexError::new(at, index, cause))
}

/// Who published, as far as one commit tells: the entry's own time, and the branch's latest commit.
fn published(snapshot: &Snapshot, created: Option<&str>) -> String {
    let author = &snapshot.commit.author;
    let latest = format!(
        "the branch's latest commit is {} by {}, {}",
        snapshot.id.short(),
        author.name,
        author.time.strftime("%Y-%m-%d %H:%M UTC")
    );
    match created {
        Some(created) => format!("its entry says {created}; {latest}"),
        None => latest,
    }
}
