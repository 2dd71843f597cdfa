//! A commit on top of a branch, made and signed by GitHub, if the branch still is where it is said to be.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::json;

use super::api::COMMIT_PATIENCE;
use super::{Api, ApiError};
use crate::git::ObjectId;

/// The change (`createCommitOnBranch`): atomic, and refused with `STALE_DATA` when the branch has moved.
pub const CREATE_COMMIT: &str = "mutation ($input: CreateCommitOnBranchInput!) { \
                                 createCommitOnBranch(input: $input) { commit { oid } } }";

/// The commit that is wanted.
#[derive(Debug, Clone, Copy)]
pub struct CommitRequest<'a> {
    /// The branch, without `refs/heads/`.
    pub branch: &'a str,
    /// Where the branch must be.
    pub parent: ObjectId,
    /// The message: its first line, an empty one, and the rest.
    pub message: &'a str,
    /// Paths from the top, with the content that is put there.
    pub additions: &'a [(&'a str, &'a [u8])],
    /// Paths of files that go; each must be there.
    pub deletions: &'a [&'a str],
}

/// The data of an answer.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Changed {
    create_commit_on_branch: Option<Created>,
}

#[derive(Deserialize)]
struct Created {
    commit: Option<CreatedCommit>,
}

#[derive(Deserialize)]
struct CreatedCommit {
    oid: String,
}

impl Api {
    /// Makes a commit; its author is whoever the token is.
    ///
    /// # Errors
    /// When it is refused, or no answer came; [`ApiError::leaves_open`] tells whether it may be there all the same.
    pub async fn commit(&self, request: CommitRequest<'_>) -> Result<ObjectId, ApiError> {
        let (headline, body) = request
            .message
            .split_once('\n')
            .unwrap_or((request.message, ""));
        let additions: Vec<_> = request
            .additions
            .iter()
            .map(|(path, bytes)| json!({ "path": path, "contents": STANDARD.encode(bytes) }))
            .collect();
        let deletions: Vec<_> = request
            .deletions
            .iter()
            .map(|path| json!({ "path": path }))
            .collect();
        let input = json!({
            "branch": {
                "repositoryNameWithOwner": self.repository.to_string(),
                "branchName": request.branch,
            },
            "message": { "headline": headline, "body": body.trim_matches('\n') },
            "expectedHeadOid": request.parent.to_string(),
            "fileChanges": { "additions": additions, "deletions": deletions },
        });
        let changed: Changed = self
            .graphql(CREATE_COMMIT, json!({ "input": input }), COMMIT_PATIENCE)
            .await?;
        changed
            .id()
            .ok_or_else(|| self.unusable("it names no commit"))
    }
}

impl Changed {
    /// The commit that was made.
    pub(super) fn id(self) -> Option<ObjectId> {
        let commit = self.create_commit_on_branch?.commit?;
        ObjectId::parse(&commit.oid)
    }
}
