//! The runner's contract: inputs, events, workflow commands, file commands, masks, outputs, annotations, the log.

pub mod annotations;
pub mod commands;
pub mod file_command;
pub mod masks;
pub mod outputs;
pub mod runner_log;

pub use runner_log::RunnerLog;
