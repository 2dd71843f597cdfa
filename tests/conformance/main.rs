#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout
)]

//! The program against the real things: Helm 4.2, 3.21 and 3.8, three registries, git's own HTTP server, oras,
//! crane, a container runtime and `act`. Needs what `.ci/peers` installs; a peer that is missing is a failure that
//! names it, never a test left out. Run by `.ci/run conformance`, or
//! `cargo test --features conformance --test conformance`.

mod support;

mod action;
mod alarms;
mod builds;
mod chart_kinds;
mod control;
mod corpus_agreement;
mod documents;
mod helm_versions;
mod hostile;
mod layout;
#[path = "../support/lint_case.rs"]
mod lint_case;
mod lint_cases;
mod lint_corpus;
mod package_corpus;
#[path = "../support/page.rs"]
mod page;
mod pages;
mod pages_size;
mod parts;
mod races;
mod registry;
