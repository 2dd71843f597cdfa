//! The release: trigger, plan, build, preflight, publish, verify. Each stage takes the former's result by value.

pub mod inputs;
pub mod target;
