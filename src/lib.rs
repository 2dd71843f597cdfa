#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

//! Chartwright turns a git tag into a Helm chart release that can be proven.
//!
//! The floors, bottom up: the `helm` crate (what Helm does to a chart, no network); [`secret`], [`http`],
//! [`report`]; [`version`], [`git`], [`github`], [`registry`], [`repository`], [`action`], [`chart`]; [`release`], [`verify`]; [`command`];
//! the binary. No arrow runs back up. `docs/design.md` is the map.

pub mod action;
pub mod chart;
pub mod command;
mod crash;
pub mod git;
pub mod github;
pub mod http;
pub mod registry;
pub mod release;
pub mod report;
pub mod repository;
pub mod secret;
pub mod verify;
pub mod version;
