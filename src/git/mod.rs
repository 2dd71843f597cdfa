//! Git without a git program: facts of the local checkout, and a small client of git's own wire protocol for the
//! branch that a chart repository lives on.
//!
//! Local reading goes through libgit2. The wire protocol is spoken here, because libgit2 has no partial clone and
//! hides a server's refusal: publishing to a branch must cost the same however many packages it holds, and what
//! the server said must reach a person. Nothing of a remote is written to disk.

pub mod checkout;
pub mod error;
pub mod location;
pub mod object;
mod ownership;
pub mod pack;
mod packet;
pub mod remote;
pub mod tree;

pub use checkout::{Checkout, Commit, Difference, DifferenceKind, Tag};
pub use error::GitError;
pub use location::{GitUrl, RepositoryLocation};
pub use object::{Kind, Object, ObjectId};
pub use remote::{Credentials, Remote, RemoteRef};
pub use tree::TreeEntry;

use crate::report::Code;

/// Every code of this module.
pub const CODES: &[&Code] = error::CODES;
