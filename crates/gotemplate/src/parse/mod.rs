//! The parser of templates (Go's `text/template/parse`).

pub mod node;

pub use node::*;
