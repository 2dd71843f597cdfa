//! What a publisher sees of a branch's commit: a few paths of it, asked of GitHub's API where that is there, else looked
//! up in the directories that git sends.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use tokio::sync::OnceCell;

use super::{Branch, PagesDirectory, Snapshot};
use crate::git::remote::Depth;
use crate::git::{GitError, ObjectId, TreeEntry};
use crate::github::{Api, ApiError};

/// A commit of the branch. What is asked of it is asked when it is needed, and once.
#[derive(Debug)]
pub struct View {
    /// The commit's id.
    pub id: ObjectId,
    /// What came with the first question to git: files, and a commit below that was fetched before.
    files: Vec<ObjectId>,
    known: Option<ObjectId>,
    asked: Mutex<Asked>,
    snapshot: OnceCell<Snapshot>,
}

/// What GitHub's API has said so far.
#[derive(Debug, Default)]
struct Asked {
    latest: Option<Latest>,
    kilobytes: Option<u64>,
    entries: BTreeMap<String, Option<TreeEntry>>,
}

/// Who made a commit, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Latest {
    /// The author's name.
    pub author: String,
    /// The time of the change.
    pub time: Timestamp,
}

impl View {
    pub(super) fn new(id: ObjectId, files: &[ObjectId], known: Option<ObjectId>) -> Self {
        Self {
            id,
            files: files.to_vec(),
            known,
            asked: Mutex::default(),
            snapshot: OnceCell::new(),
        }
    }

    fn asked(&self) -> std::sync::MutexGuard<'_, Asked> {
        // A thread that panicked here has left whole entries at most.
        self.asked
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// The paths that the API has not been asked about.
    fn unasked(&self, paths: &[String]) -> Vec<String> {
        let asked = self.asked();
        let unasked = paths
            .iter()
            .filter(|path| !asked.entries.contains_key(*path));
        unasked.cloned().collect()
    }
}

/// GitHub's API for a branch, until it fails: whoever asks goes on with git then, for the rest of the run.
#[derive(Debug)]
pub(super) struct Ask {
    api: Api,
    failed: AtomicBool,
}

impl Ask {
    pub(super) fn new(api: Api) -> Self {
        Self {
            api,
            failed: AtomicBool::new(false),
        }
    }

    pub(super) fn api(&self) -> Option<&Api> {
        (!self.failed.load(Ordering::Relaxed)).then_some(&self.api)
    }

    pub(super) fn give_up(&self, error: &ApiError) {
        self.failed.store(true, Ordering::Relaxed);
        tracing::debug!(%error, "GitHub's API is not used any more; git's own protocol is");
    }
}

impl Branch {
    /// A commit of the branch. `files` are wanted soon, and `known` is a commit below it that was looked at before: git
    /// then sends more, or less, with its first answer.
    ///
    /// # Errors
    /// When it cannot be fetched or read.
    pub async fn view(
        &self,
        commit: ObjectId,
        files: &[ObjectId],
        known: Option<ObjectId>,
    ) -> Result<View, GitError> {
        let view = View::new(commit, files, known);
        if self.api().is_none() {
            self.fetched(&view).await?;
        }
        Ok(view)
    }

    /// The commit as git sends it.
    pub(super) async fn fetched<'a>(&self, view: &'a View) -> Result<&'a Snapshot, GitError> {
        let depth = view.known.map_or(Depth::TreesOfOneCommit, Depth::OnTopOf);
        view.snapshot
            .get_or_try_init(|| self.fetch_snapshot(view.id, &view.files, depth))
            .await
    }

    /// The entries at some paths from the branch's top, in their order.
    ///
    /// # Errors
    /// When they cannot be fetched or read.
    pub async fn entries(
        &self,
        view: &View,
        paths: &[String],
    ) -> Result<Vec<Option<TreeEntry>>, GitError> {
        if self.ask(view, paths).await {
            let asked = view.asked();
            let entry = |path: &String| asked.entries.get(path).cloned().flatten();
            return Ok(paths.iter().map(entry).collect());
        }
        self.proven_entries(view, paths).await
    }

    /// The same, looked up in directories that are what the commit's id says.
    ///
    /// # Errors
    /// When they cannot be fetched or read.
    pub async fn proven_entries(
        &self,
        view: &View,
        paths: &[String],
    ) -> Result<Vec<Option<TreeEntry>>, GitError> {
        let snapshot = self.fetched(view).await?;
        paths.iter().map(|path| snapshot.entry(path)).collect()
    }

    /// Asks the API about paths; false when it is not there, or git has sent the commit already.
    async fn ask(&self, view: &View, paths: &[String]) -> bool {
        let (Some(ask), false) = (&self.ask, view.snapshot.initialized()) else {
            return false;
        };
        let Some(api) = ask.api() else {
            return false;
        };
        let unasked = view.unasked(paths);
        if unasked.is_empty() && view.asked().latest.is_some() {
            return true;
        }
        match api.files(view.id, &unasked).await {
            Ok(found) => {
                let mut asked = view.asked();
                asked.entries.extend(unasked.into_iter().zip(found.entries));
                asked.kilobytes = Some(found.kilobytes);
                asked.latest = Some(Latest {
                    author: found.author,
                    time: found.time,
                });
                true
            }
            Err(error) => {
                ask.give_up(&error);
                false
            }
        }
    }

    /// A file's content.
    ///
    /// # Errors
    /// When it cannot be fetched or read.
    pub async fn content(&self, view: &View, id: ObjectId) -> Result<Vec<u8>, GitError> {
        if let (Some(ask), false) = (&self.ask, view.snapshot.initialized())
            && let Some(api) = ask.api()
        {
            match api.blob(id).await {
                Ok(bytes) => return Ok(bytes),
                Err(error) => ask.give_up(&error),
            }
        }
        self.file(self.fetched(view).await?, id).await
    }

    /// Who made the commit, and when.
    ///
    /// # Errors
    /// When it cannot be fetched or read.
    pub async fn latest(&self, view: &View) -> Result<Latest, GitError> {
        if self.ask(view, &[]).await
            && let Some(latest) = view.asked().latest.clone()
        {
            return Ok(latest);
        }
        let author = &self.fetched(view).await?.commit.author;
        Ok(Latest {
            author: author.name.clone(),
            time: author.time,
        })
    }

    /// How many packages stand beside the index; `None` where the whole repository is too small for that to matter,
    /// which GitHub's API says without a list of them.
    ///
    /// # Errors
    /// When the directory cannot be fetched or read.
    pub async fn packages(
        &self,
        view: &View,
        directory: &PagesDirectory,
        matters: u64,
    ) -> Result<Option<usize>, GitError> {
        if self.ask(view, &[]).await
            && let Some(kilobytes) = view.asked().kilobytes
            && kilobytes.saturating_mul(1000) < matters
        {
            return Ok(None);
        }
        let snapshot = self.fetched(view).await?;
        let tree = if directory.is_top() {
            Some(snapshot.commit.tree)
        } else {
            snapshot
                .entry(&directory.to_string())?
                .filter(TreeEntry::is_directory)
                .map(|entry| entry.id)
        };
        let Some(tree) = tree else {
            return Ok(Some(0));
        };
        let tree = snapshot.tree(tree)?;
        let packages = tree
            .entries()
            .iter()
            .filter(|entry| entry.name.ends_with(b".tgz"));
        Ok(Some(packages.count()))
    }
}
