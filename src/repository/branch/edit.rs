//! A commit on top of a snapshot: some files put in, everything else as it was.

use std::collections::{BTreeMap, BTreeSet};

use super::{BranchError, Snapshot};
use crate::git::object::{CommitText, Kind, ObjectId, Signature};
use crate::git::pack::NewObject;
use crate::git::tree::{Tree, TreeEntry};
use crate::report::Explain;

/// Who commits. The brackets cannot be in a person's login, so that the address is nobody's.
const COMMITTER: (&str, &str) = (
    "chartwright[bot]",
    "chartwright[bot]@users.noreply.github.com",
);

/// A file to put on the branch.
#[derive(Debug, Clone)]
pub struct Change {
    /// Its path from the branch's top.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// The content it had, with its id, so that only the difference is sent.
    pub former: Option<(ObjectId, Vec<u8>)>,
}

/// What a commit changes, and says.
#[derive(Debug, Clone)]
pub struct Edit {
    /// Files put in, in place of those of the same path.
    pub changes: Vec<Change>,
    /// Paths of files that go, which may be there or not.
    pub removals: Vec<String>,
    /// The commit's message.
    pub message: String,
}

impl Edit {
    /// The bytes of the files that are put in.
    pub(super) fn size(&self) -> usize {
        self.changes.iter().map(|change| change.bytes.len()).sum()
    }

    /// The directories that the files are put in, from the top, each once.
    pub(super) fn directories(&self) -> Vec<String> {
        let mut directories = BTreeSet::new();
        for change in &self.changes {
            for (end, _) in change.path.match_indices('/') {
                directories.extend(change.path.get(..end));
            }
        }
        directories.into_iter().map(str::to_owned).collect()
    }
}

/// A commit that is ready to be pushed.
#[derive(Debug, Clone)]
pub(super) struct NewCommit {
    /// Its id.
    pub(super) id: ObjectId,
    /// What it was made from; absent for the first commit of a branch.
    pub(super) parent: Option<ObjectId>,
    /// Every object that the server may lack.
    pub(super) objects: Vec<NewObject>,
}

impl NewCommit {
    /// Makes a commit on top of `snapshot`, or the first of a new branch. Its time is the time of publishing, not the
    /// chart's: the branch's history tells when something became public.
    ///
    /// # Errors
    /// When a change's path goes through a file, or the snapshot cannot be read.
    pub(super) fn new(
        snapshot: Option<&Snapshot>,
        edit: &Edit,
        time: jiff::Timestamp,
    ) -> Result<Self, Box<dyn Explain>> {
        let mut objects = Vec::new();
        let mut files = Vec::new();
        for change in &edit.changes {
            let mut blob = NewObject::new(Kind::Blob, change.bytes.clone());
            blob.former.clone_from(&change.former);
            files.push((parts(&change.path), Some(blob.id())));
            objects.push(blob);
        }
        files.extend(edit.removals.iter().map(|path| (parts(path), None)));
        let root = snapshot.map(|snapshot| snapshot.commit.tree);
        let tree = put(snapshot, root, "", files, &mut objects)?;
        let committer = Signature {
            name: COMMITTER.0.to_owned(),
            email: COMMITTER.1.to_owned(),
            time,
        };
        let parent = snapshot.map(|snapshot| snapshot.id);
        let commit = CommitText {
            tree,
            parents: parent.into_iter().collect(),
            author: committer.clone(),
            committer,
            message: edit.message.clone(),
        };
        let commit = NewObject::new(Kind::Commit, commit.encode());
        let id = commit.id();
        // Commits first, then trees, then files: the order that git itself packs in.
        objects.push(commit);
        objects.reverse();
        Ok(Self {
            id,
            parent,
            objects,
        })
    }
}

fn parts(path: &str) -> Vec<String> {
    path.split('/').map(str::to_owned).collect()
}

/// A file by the parts of its path, and what it becomes: nothing, when it goes.
type Edited = (Vec<String>, Option<ObjectId>);

/// Puts files into a directory and the ones below it, or takes them out; returns the new directory's id.
fn put(
    snapshot: Option<&Snapshot>,
    old: Option<ObjectId>,
    at: &str,
    files: Vec<Edited>,
    objects: &mut Vec<NewObject>,
) -> Result<ObjectId, Box<dyn Explain>> {
    let mut tree = match (snapshot, old) {
        (Some(snapshot), Some(id)) => snapshot
            .tree(id)
            .map_err(|error| -> Box<dyn Explain> { Box::new(error) })?,
        _ => Tree::default(),
    };
    let former = old.map(|id| (id, tree.encode()));
    let mut directories: BTreeMap<String, Vec<Edited>> = BTreeMap::new();
    for (parts, id) in files {
        match parts.split_first() {
            Some((name, [])) => {
                if tree.get(name).is_some_and(|entry| !entry.is_file()) {
                    return Err(Box::new(BranchError::NotAFile {
                        path: format!("{at}{name}"),
                    }));
                }
                match id {
                    Some(id) => tree.put(TreeEntry::file(name, id)),
                    None => tree.remove(name),
                }
            }
            Some((name, rest)) => directories
                .entry(name.clone())
                .or_default()
                .push((rest.to_vec(), id)),
            None => {}
        }
    }
    for (name, files) in directories {
        let below = format!("{at}{name}/");
        let old = match tree.get(&name) {
            Some(entry) if entry.is_directory() => Some(entry.id),
            Some(_) => {
                return Err(Box::new(BranchError::NotAFile {
                    path: below.trim_end_matches('/').to_owned(),
                }));
            }
            // Nothing is taken out of a directory that is not there.
            None if files.iter().all(|(_, id)| id.is_none()) => continue,
            None => None,
        };
        let id = put(snapshot, old, &below, files, objects)?;
        // git keeps no empty directories.
        if id == ObjectId::of(Kind::Tree, b"") {
            tree.remove(&name);
        } else {
            tree.put(TreeEntry::directory(&name, id));
        }
    }
    let mut new = NewObject::new(Kind::Tree, tree.encode());
    new.former = former;
    let id = new.id();
    objects.push(new);
    Ok(id)
}
