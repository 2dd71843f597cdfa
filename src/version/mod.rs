//! What a tag's name says: the grammar of tags, versions, and the words that are never a release.

mod code;
mod error;
mod known;
mod name;
mod skip;
mod tag;
#[cfg(test)]
mod tests;

pub use code::{
    CHECKOUT_IS_ANOTHER_COMMIT, CODES, ENVIRONMENT_TAG, MALFORMED_TAG, MARKER_TAG, NO_TAG_GIVEN,
    PRERELEASE_DENIED, STATE_TAG, TAG_ON_ANOTHER_COMMIT, UNKNOWN_TAG,
};
pub use error::{TagError, TagProblem};
pub use known::{DEFAULT_ENVIRONMENTS, Known};
pub use name::{NameProblem, check_reference_name};
pub use skip::TagSkip;
pub use tag::{ReleaseTag, State, Tag, TagMeaning};
