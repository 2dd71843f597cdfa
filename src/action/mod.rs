//! The contract with the runner of GitHub Actions: inputs, the event, the run's context, outputs.

pub mod context;
pub mod environment;
pub mod event;
pub mod input;
pub mod outputs;
