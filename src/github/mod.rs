//! GitHub's API, as much of it as publishing to a branch needs: which files a commit has at some paths, a file's
//! content, and a commit on top of another.
//!
//! git's own protocol can do all of it too, and does where this API cannot be used or fails (`repository::branch`). What
//! the API adds: GitHub signs the commit ("Verified"), and the list of a directory's files does not travel, however many
//! there are.

mod api;
mod commit;
mod error;
mod files;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;

pub use api::{Addresses, Api, RepositoryName};
pub use commit::{CREATE_COMMIT, CommitRequest};
pub use error::ApiError;
pub use files::{CommitFiles, query};
