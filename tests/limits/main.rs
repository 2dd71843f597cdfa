//! Hostile and very large charts: every one ends in a result, or in an error that says what was exceeded. Nothing here
//! asserts a time; the work of a case is bounded by small limits, and what has to work in time linear in its size is
//! given more work than anything quadratic could do.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "these are tests"
)]

mod archives;
mod command;
mod cycles;
mod expressions;
mod functions;
mod large;
mod runaways;
mod schemas;
mod support;
mod texts;
