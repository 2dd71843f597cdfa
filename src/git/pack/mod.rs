//! Packs: how git carries objects (gitformat-pack(5)).

mod delta;
mod read;
mod write;

pub use read::{Pack, PackError};
pub use write::{NewObject, write};
