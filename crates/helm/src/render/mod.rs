//! Rendering a chart, as `helm template` does it (`pkg/engine`, `pkg/action`).

pub mod capabilities;
pub mod files;
pub mod manifest;
