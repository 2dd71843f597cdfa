//! The parser of templates (Go's `text/template/parse`).

pub mod depth;
pub mod node;
mod print;

pub use node::*;
