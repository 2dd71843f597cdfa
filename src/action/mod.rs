//! The runner's contract: inputs, the event, the run's context, workflow commands, file commands, masks, outputs,
//! annotations, the log.

pub mod annotations;
pub mod commands;
pub mod context;
pub mod environment;
pub mod event;
pub mod file_command;
pub mod input;
pub mod masks;
pub mod outputs;
pub mod ownership;
pub mod runner_log;

pub use runner_log::RunnerLog;
