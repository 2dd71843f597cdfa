//! A chart repository on a branch of a git repository: what is on it, and commits on top of it. Nothing is checked
//! out; of the packages there, none is fetched that is not asked for.

mod commit;
mod edit;
pub mod error;
mod limits;
mod pages;
mod snapshot;
mod view;

use std::fmt;

use crate::git::GitError;
use crate::git::object::ObjectId;
use crate::git::remote::{Depth, PushSession, Remote};
use crate::github::Api;

use edit::NewCommit;
use view::Ask;

pub use commit::Committed;
pub use edit::{Change, Edit};
pub use error::BranchError;
pub use limits::{NEAR_SITE, Sizes, near};
pub use pages::{PagesSite, Served};
pub use snapshot::Snapshot;
pub use view::{Latest, View};

/// A branch's name that git accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BranchName(String);

impl BranchName {
    /// Takes a short name, `gh-pages`, or a full one, `refs/heads/gh-pages`.
    ///
    /// # Errors
    /// When git would not take it (git-check-ref-format(1)).
    pub fn parse(text: &str) -> Result<Self, BranchError> {
        let name = text.strip_prefix("refs/heads/").unwrap_or(text);
        if !name.starts_with('-') && git2::Reference::is_valid_name(&format!("refs/heads/{name}")) {
            Ok(Self(name.to_owned()))
        } else {
            Err(BranchError::Name {
                text: text.to_owned(),
            })
        }
    }

    /// `refs/heads/…`.
    pub fn reference(&self) -> String {
        format!("refs/heads/{}", self.0)
    }
}

impl fmt::Display for BranchName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The directory of a branch in which the index is; empty for the branch's top.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PagesDirectory(Vec<String>);

/// Directories deeper than this are taken for a mistake.
const DEEPEST: usize = 32;

impl PagesDirectory {
    /// Takes a relative path: `.`, `charts`, `./public/charts/`.
    ///
    /// # Errors
    /// When it is absolute, leads out of the branch, or has characters that no path should have.
    pub fn parse(text: &str) -> Result<Self, BranchError> {
        let wrong = |problem: &'static str| BranchError::Directory {
            text: text.to_owned(),
            problem,
        };
        if text.starts_with('/') {
            return Err(wrong("it must be relative to the branch's top"));
        }
        let mut parts = Vec::new();
        for part in text.split('/') {
            match part {
                "" | "." => {}
                ".." => return Err(wrong("`..` would lead out of the branch")),
                part if part.eq_ignore_ascii_case(".git") => {
                    return Err(wrong("git does not take a directory of that name"));
                }
                part if part.chars().any(|c| c.is_control() || c == '\\') => {
                    return Err(wrong("it has control characters or backslashes"));
                }
                part => parts.push(part.to_owned()),
            }
        }
        if parts.len() > DEEPEST {
            return Err(wrong("it is too deep"));
        }
        Ok(Self(parts))
    }

    /// Whether it is the branch's top.
    pub fn is_top(&self) -> bool {
        self.0.is_empty()
    }

    /// Itself and the directories that it is in, from the branch's top on.
    pub fn ancestors(&self) -> Vec<String> {
        (1..=self.0.len())
            .filter_map(|length| Some(self.0.get(..length)?.join("/")))
            .collect()
    }

    /// A path from the branch's top of a file in it.
    pub fn join(&self, file: &str) -> String {
        if self.0.is_empty() {
            file.to_owned()
        } else {
            format!("{}/{file}", self.0.join("/"))
        }
    }
}

impl fmt::Display for PagesDirectory {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.join("/"))
    }
}

/// One branch of a remote.
#[derive(Debug)]
pub struct Branch {
    remote: Remote,
    name: BranchName,
    ask: Option<Ask>,
}

impl Branch {
    /// A branch, which need not exist yet.
    pub fn new(remote: Remote, name: BranchName) -> Self {
        Self {
            remote,
            name,
            ask: None,
        }
    }

    /// The same, asked about and written to through GitHub's API as long as that does what it should.
    pub fn with_api(self, api: Option<Api>) -> Self {
        Self {
            ask: api.map(Ask::new),
            ..self
        }
    }

    fn api(&self) -> Option<&Api> {
        self.ask.as_ref()?.api()
    }

    /// The repository as the user wrote it.
    pub fn repository(&self) -> &str {
        self.remote.text()
    }

    /// The branch's name.
    pub fn name(&self) -> &BranchName {
        &self.name
    }

    /// Asks for the right to push, and sees where the branch is.
    ///
    /// # Errors
    /// When the server denies it or cannot be reached.
    pub async fn open(&self) -> Result<(PushSession, Option<ObjectId>), GitError> {
        let session = self.remote.open_push().await?;
        let tip = session.tip(&self.name.reference());
        Ok((session, tip))
    }

    /// Where the branch is; `None` when it does not exist.
    ///
    /// # Errors
    /// When the server cannot be reached or read.
    pub async fn tip(&self) -> Result<Option<ObjectId>, GitError> {
        let name = self.name.reference();
        let refs = self.remote.refs(&[&name]).await?;
        Ok(refs
            .into_iter()
            .find(|reference| reference.name == name)
            .map(|reference| reference.id))
    }

    /// What a commit holds, without its files.
    ///
    /// # Errors
    /// When it cannot be fetched or read.
    pub async fn snapshot(&self, commit: ObjectId) -> Result<Snapshot, GitError> {
        self.fetch_snapshot(commit, &[], Depth::TreesOfOneCommit)
            .await
    }

    async fn fetch_snapshot(
        &self,
        commit: ObjectId,
        files: &[ObjectId],
        depth: Depth,
    ) -> Result<Snapshot, GitError> {
        let wants: Vec<_> = std::iter::once(commit)
            .chain(files.iter().copied())
            .collect();
        let objects = self.remote.fetch(&wants, depth).await?;
        Snapshot::new(self.repository(), commit, objects)
    }

    /// A file's content: from the snapshot when it came with it, else fetched.
    ///
    /// # Errors
    /// When it cannot be fetched or read.
    pub async fn file(&self, snapshot: &Snapshot, id: ObjectId) -> Result<Vec<u8>, GitError> {
        if let Some(bytes) = snapshot.blob(id)? {
            return Ok(bytes);
        }
        let fetched = self.remote.fetch(&[id], Depth::Files).await?;
        match fetched.get(self.repository(), id)? {
            Some(object) => Ok(object.bytes),
            None => Err(GitError::NotGit {
                repository: self.repository().to_owned(),
                problem: format!("it did not send object {id}"),
            }),
        }
    }

    /// Several files' contents, in the order asked for: those that did not come with the snapshot in one request.
    ///
    /// # Errors
    /// When one cannot be fetched or read.
    pub async fn files(
        &self,
        snapshot: &Snapshot,
        ids: &[ObjectId],
    ) -> Result<Vec<Vec<u8>>, GitError> {
        let mut missing = Vec::new();
        for id in ids {
            if !missing.contains(id) && snapshot.blob(*id)?.is_none() {
                missing.push(*id);
            }
        }
        let fetched = match missing.as_slice() {
            [] => None,
            missing => Some(self.remote.fetch(missing, Depth::Files).await?),
        };
        let mut contents = Vec::with_capacity(ids.len());
        for id in ids {
            let bytes = match (snapshot.blob(*id)?, &fetched) {
                (Some(bytes), _) => Some(bytes),
                (None, Some(fetched)) => fetched
                    .get(self.repository(), *id)?
                    .map(|object| object.bytes),
                (None, None) => None,
            };
            contents.push(bytes.ok_or_else(|| GitError::NotGit {
                repository: self.repository().to_owned(),
                problem: format!("it did not send object {id}"),
            })?);
        }
        Ok(contents)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn branch_names_are_gits() {
        for good in ["gh-pages", "refs/heads/gh-pages", "release/charts"] {
            assert!(BranchName::parse(good).is_ok(), "{good}");
        }
        assert_eq!(BranchName::parse("refs/heads/a").unwrap().to_string(), "a");
        for bad in ["", "a b", "a..b", "-a", "a.lock", "a\nb", "a~1", "/a"] {
            assert!(BranchName::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn the_directory_stays_in_the_branch() {
        for (text, path) in [
            (".", "index.yaml"),
            ("", "index.yaml"),
            ("./a//b/", "a/b/index.yaml"),
            ("docs", "docs/index.yaml"),
        ] {
            assert_eq!(
                PagesDirectory::parse(text).unwrap().join("index.yaml"),
                path
            );
        }
        for bad in ["/a", "..", "a/../b", "a/.git", "a\\b", "a\u{7}"] {
            assert!(PagesDirectory::parse(bad).is_err(), "{bad:?}");
        }
    }
}
