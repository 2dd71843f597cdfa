//! What a branch target needs to know.

use std::time::Duration;

use url::Url;

use crate::git::GitUrl;
use crate::git::remote::Credentials;
use crate::github::Api;
use crate::repository::Retention;
use crate::repository::branch::{BranchName, PagesDirectory};

/// Which commit a release is made from; named in the branch's commit.
#[derive(Debug, Clone)]
pub struct ReleaseSource {
    /// The tag; absent when the run had none.
    pub tag: Option<String>,
    /// The commit's full id; absent outside of git.
    pub commit: Option<String>,
}

/// Everything that a branch target needs to know.
#[derive(Debug, Clone)]
pub struct BranchOptions {
    /// The repository.
    pub repository: GitUrl,
    /// The branch.
    pub branch: BranchName,
    /// The directory of the branch in which the index is.
    pub directory: PagesDirectory,
    /// Whether to start the branch when it is not there.
    pub create_branch: bool,
    /// The token or password; the URL's own is used when there is none.
    pub credentials: Option<Credentials>,
    /// GitHub's API for the repository, where that is there.
    pub api: Option<Api>,
    /// Where the branch is served, when the user says so; derived otherwise.
    pub pages_url: Option<Url>,
    /// How long to wait for the site to show the release; zero: never look. [`super::SERVE_WAIT`] is the default.
    pub serve_wait: Duration,
    /// What the release is made from.
    pub source: ReleaseSource,
    /// Which prereleases stay.
    pub retention: Retention,
}
