//! Putting a commit on the branch: through GitHub's API, which signs it, or by a push.

use jiff::Timestamp;

use super::{Branch, BranchError, Edit, NewCommit, View};
use crate::git::remote::{PushAnswer, PushSession, RefUpdate};
use crate::git::{GitError, ObjectId};
use crate::github::{Api, ApiError, CommitRequest};
use crate::report::{Explain, boxed};

/// The most bytes of files that go through the API, which takes them whole and in base64, about 40 MB in all. A push
/// sends of a large index what is new in it.
const LARGEST: usize = 10_000_000;

/// What became of a commit.
#[derive(Debug)]
pub struct Committed {
    /// The server's answer.
    pub answer: PushAnswer,
    /// The commit's id, when it is known: a commit that GitHub makes has none before it is there.
    pub id: Option<ObjectId>,
}

impl Branch {
    /// Puts a commit on top of the one that was looked at, or begins the branch with it, if the branch still is there.
    ///
    /// # Errors
    /// When the server cannot be reached or denies it, or a path is none that can be written.
    pub async fn commit(
        &self,
        session: &PushSession,
        view: Option<&View>,
        edit: &Edit,
    ) -> Result<Committed, Box<dyn Explain>> {
        if let Some(view) = view
            && let Some(ask) = &self.ask
            && let Some(api) = ask.api()
            && edit.size() <= LARGEST
        {
            match self.commit_by_api(api, view, edit).await? {
                Ok(id) => {
                    return Ok(Committed {
                        answer: PushAnswer::Done,
                        id: Some(id),
                    });
                }
                Err(error)
                    if error.is_stale() && self.tip().await.map_err(boxed)? != Some(view.id) =>
                {
                    return Ok(Committed {
                        answer: PushAnswer::Refused {
                            reason: "the branch has moved".to_owned(),
                            said: Vec::new(),
                        },
                        id: None,
                    });
                }
                // The API may lag behind the branch, and call stale what is not.
                Err(error) => {
                    ask.give_up(&error);
                    if error.leaves_open() {
                        return Ok(Committed {
                            answer: PushAnswer::Unknown {
                                failure: GitError::Unreachable {
                                    repository: self.repository().to_owned(),
                                    cause: error.to_string(),
                                },
                            },
                            id: None,
                        });
                    }
                }
            }
        }
        let snapshot = match view {
            Some(view) => Some(self.fetched(view).await.map_err(boxed)?),
            None => None,
        };
        let commit = NewCommit::new(snapshot, edit, Timestamp::now())?;
        let update = RefUpdate {
            name: self.name.reference(),
            old: commit.parent.unwrap_or(ObjectId::ZERO),
            new: commit.id,
        };
        let answer = self
            .remote
            .push(session, &update, &commit.objects)
            .await
            .map_err(boxed)?;
        Ok(Committed {
            answer,
            id: Some(commit.id),
        })
    }

    /// Makes sure that these paths are directories, or free to become some.
    ///
    /// # Errors
    /// When something else is there, or they cannot be looked at.
    pub async fn may_be_directories(
        &self,
        view: &View,
        paths: &[String],
    ) -> Result<(), Box<dyn Explain>> {
        let entries = self.entries(view, paths).await.map_err(boxed)?;
        let in_the_way = paths
            .iter()
            .zip(entries)
            .find(|(_, entry)| entry.as_ref().is_some_and(|entry| !entry.is_directory()));
        match in_the_way {
            Some((path, _)) => Err(Box::new(BranchError::NotAFile { path: path.clone() })),
            None => Ok(()),
        }
    }

    async fn commit_by_api(
        &self,
        api: &Api,
        view: &View,
        edit: &Edit,
    ) -> Result<Result<ObjectId, ApiError>, Box<dyn Explain>> {
        // The API would put a directory in a file's place.
        self.may_be_directories(view, &edit.directories()).await?;
        // It refuses to take out what is not there.
        let there = self.entries(view, &edit.removals).await.map_err(boxed)?;
        let deletions: Vec<&str> = edit
            .removals
            .iter()
            .zip(there)
            .filter(|(_, entry)| entry.is_some())
            .map(|(path, _)| path.as_str())
            .collect();
        let additions: Vec<(&str, &[u8])> = edit
            .changes
            .iter()
            .map(|change| (change.path.as_str(), change.bytes.as_slice()))
            .collect();
        Ok(api
            .commit(CommitRequest {
                branch: &self.name.to_string(),
                parent: view.id,
                message: &edit.message,
                additions: &additions,
                deletions: &deletions,
            })
            .await)
    }
}
