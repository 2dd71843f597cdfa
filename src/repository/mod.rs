//! Chart repositories: a folder with packages and an index.yaml, as Helm's clients read it over HTTP.
//!
//! What an index says is the `helm` crate's ([`helm::index`]); here is where it lives, who may change it, and what
//! the state of a repository means for a package ([`Holding`]).

mod atomic;
pub mod branch;
mod directory;
pub mod error;
mod holding;
mod index;
mod listing;
mod retention;

pub use directory::{Directory, Session};
pub use error::{CODES, DirectoryError, ELSEWHERE, REENCODED, RETIRED, SAME_CONTENT};
pub use holding::{Held, Holding, is_relative, judge};
pub use index::IndexError;
pub use listing::{listed_file, missing_entry, same_content};
pub use retention::{Retention, RetentionError, Retired};

/// The index's file name; Helm's clients ask for no other.
pub const INDEX: &str = "index.yaml";
