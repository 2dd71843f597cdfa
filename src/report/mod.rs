//! The report: everything a run found and did, and its renderings.

mod code;
mod finding;
mod place;

pub use code::{Blame, Code};
pub use finding::{Explain, Finding, Note, Severity};
pub use place::{Place, Span};
