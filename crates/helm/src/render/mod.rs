//! Rendering a chart, as `helm template` does it (`pkg/engine`, `pkg/action`).

pub mod capabilities;
mod engine;
mod error;
mod files;
mod functions;
mod lint;
pub mod manifest;
pub mod release_name;
mod scope;
mod template;

pub use capabilities::{Capabilities, KubeVersion, KubeVersionError};
pub use error::{Frame, RenderError};
pub(crate) use lint::{LintMode, lint};
pub use template::{
    NoSuchTemplate, Operation, Options, Output, Release, Show, TemplateError, template,
};
