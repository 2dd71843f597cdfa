//! The release: trigger, plan, build, preflight, publish, verify. Each stage takes the former's result by value, so
//! that an unchecked chart cannot be packaged, nor a target written that was not looked at.

pub mod access;
pub mod build;
pub mod commit;
pub mod discover;
mod flow;
pub mod inputs;
mod journal;
pub mod mixed;
pub mod origin;
mod plan;
mod preflight;
mod publish;
pub mod source;
pub mod target;
pub mod targets;
pub mod trigger;
mod verify;
pub mod version;

use crate::report::Code;

pub use flow::{Request, SetUpError, release};
pub use journal::Journal;

/// Every code of this floor.
pub fn codes() -> Vec<&'static Code> {
    [
        build::CODES,
        commit::CODES,
        discover::CODES,
        flow::CODES,
        mixed::CODES,
        origin::CODES,
        target::CODES,
        version::CODES,
    ]
    .concat()
}
