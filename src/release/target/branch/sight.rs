//! What a commit of the branch means for a package, and the index as it will be.

use helm::index::{Entry, Spliced};
use helm::package::Package;

use super::{BranchTarget, boxed};
use crate::git::{Kind, ObjectId, TreeEntry};
use crate::release::target::{PublishedWithOtherContent, Target as _, TargetError};
use crate::repository::branch::{BranchError, Latest, View};
use crate::repository::{
    Held, Holding, INDEX, IndexError, Retired, judge, listed_file, missing_entry,
};

/// What was seen. [`Holding::Other`] never is here: it is an error.
#[derive(Debug)]
pub(super) struct Sight {
    /// The commit; absent when the branch does not exist.
    pub(super) view: Option<View>,
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
            view: None,
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
        view: View,
    ) -> Result<Self, TargetError> {
        let ours = ObjectId::of(Kind::Blob, &package.bytes);
        Self::look(target, package, view, Some(ours)).await
    }

    /// A commit, after a write: every byte comes from the server.
    pub(super) async fn read_back(
        target: &BranchTarget,
        package: &Package,
        view: View,
    ) -> Result<Self, TargetError> {
        Self::look(target, package, view, None).await
    }

    async fn look(
        target: &BranchTarget,
        package: &Package,
        view: View,
        ours: Option<ObjectId>,
    ) -> Result<Self, TargetError> {
        let directory = &target.options.directory;
        let branch = &target.branch;
        // The name that the package most likely has is asked for with the rest.
        let usual = directory.join(&package.file_name());
        let paths = [directory.join(INDEX), usual.clone(), "CNAME".to_owned()];
        let mut entries = branch.entries(&view, &paths).await.map_err(boxed)?;
        if entries.first().is_none_or(Option::is_none) {
            // A new index is begun where there is none: that is not taken on anybody's word.
            entries = branch.proven_entries(&view, &paths).await.map_err(boxed)?;
            branch
                .may_be_directories(&view, &directory.ancestors())
                .await?;
        }
        let mut entries = entries.into_iter();
        let mut next = || entries.next().flatten();
        let (index, file, cname) = (next(), next(), next());
        let index = match blob(&paths[0], index)? {
            Some(id) => Some((id, branch.content(&view, id).await.map_err(boxed)?)),
            None => None,
        };
        let (name, version) = (&package.metadata.name, &package.metadata.version);
        let entry = match &index {
            Some((_, bytes)) => helm::index::find(bytes, name, version)
                .map_err(|cause| refused(target, bytes, cause))?,
            None => None,
        };
        let (path, found) = (usual, file);
        let file = entry
            .as_ref()
            .and_then(listed_file)
            .unwrap_or_else(|| package.file_name());
        let found = if directory.join(&file) == path {
            found
        } else {
            let paths = [directory.join(&file)];
            let entries = branch.entries(&view, &paths).await.map_err(boxed)?;
            entries.into_iter().next().flatten()
        };
        let id = blob(&directory.join(&file), found)?;
        let bytes = match id {
            Some(id) if Some(id) == ours => Some(package.bytes.clone()),
            Some(id) => Some(branch.content(&view, id).await.map_err(boxed)?),
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
            let latest = branch.latest(&view).await.map_err(boxed)?;
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
                published: Some(published(view.id, &latest, created.as_deref())),
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
        let cname = cname.filter(TreeEntry::is_file).map(|entry| entry.id);
        let files = index
            .iter()
            .map(|(id, _)| *id)
            .chain(id)
            .chain(cname)
            .collect();
        Ok(Self {
            view: Some(view),
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
fn published(commit: ObjectId, latest: &Latest, created: Option<&str>) -> String {
    let latest = format!(
        "the branch's latest commit is {} by {}, {}",
        commit.short(),
        latest.author,
        latest.time.strftime("%Y-%m-%d %H:%M UTC")
    );
    match created {
        Some(created) => format!("its entry says {created}; {latest}"),
        None => latest,
    }
}

/// The file at a path, if something is there.
fn blob(path: &str, entry: Option<TreeEntry>) -> Result<Option<ObjectId>, TargetError> {
    match entry {
        Some(entry) if entry.is_file() => Ok(Some(entry.id)),
        Some(_) => Err(Box::new(BranchError::NotAFile {
            path: path.to_owned(),
        })),
        None => Ok(None),
    }
}
