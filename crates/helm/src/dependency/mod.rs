//! The charts that a chart needs: whether charts/ holds them, and which of them a render takes
//! (`pkg/action/install.go:CheckDependencies`, `pkg/chart/v2/util/dependencies.go`).

mod enabled;
mod imports;
mod process;
mod tree;
mod vendored;

pub use process::process;
pub use tree::ChartTree;
pub use vendored::{MissingDependencies, check_vendored};

#[cfg(test)]
mod tests;
