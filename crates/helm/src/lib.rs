#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

//! What Helm does to a chart, without Helm and without a network: load, ignore, lint, package, index.
//!
//! The reference is Helm 4.2; `docs/helm.md` of this repository states each rule with its source.

pub mod chart;
pub mod check;
pub mod dependency;
mod filepath;
pub mod ignore;
pub mod index;
pub mod json;
pub mod lint;
pub mod load;
pub mod metadata;
pub mod package;
pub mod provenance;
pub mod render;
pub mod schema;
pub mod toml;
pub mod values;
pub mod version;
mod words;
pub mod yaml;

pub use words::go_words;
