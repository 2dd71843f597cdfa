//! The readers of GitHub's answers, for `fuzz/`, which is outside of this crate.

use url::Url;

use super::api::data;
use super::commit::Changed;
use super::files::Found;
use super::{ApiError, CommitFiles};
use crate::git::ObjectId;

/// What an answer says of a commit's files.
///
/// # Errors
/// When it is a refusal, or none that can be used.
pub fn files(
    url: &Url,
    answer: &[u8],
    commit: ObjectId,
    paths: &[String],
) -> Result<CommitFiles, ApiError> {
    let found: Found = data(url, answer)?;
    found
        .read(commit, paths)
        .map_err(|problem| ApiError::Unusable {
            url: url.to_string(),
            problem,
        })
}

/// The commit that an answer says was made.
///
/// # Errors
/// When it is a refusal, or no JSON.
pub fn committed(url: &Url, answer: &[u8]) -> Result<Option<ObjectId>, ApiError> {
    Ok(data::<Changed>(url, answer)?.id())
}
