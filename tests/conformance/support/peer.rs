//! The real programs, found on PATH.

use std::path::PathBuf;
use std::process::Command;

use super::process;

/// The path of a peer.
///
/// # Panics
/// When it is not on PATH: a conformance run without its peers has shown nothing.
pub(crate) fn path(name: &str) -> PathBuf {
    let search = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&search)
        .chain([PathBuf::from("/usr/sbin"), PathBuf::from("/sbin")])
        .map(|folder| folder.join(name))
        .find(|candidate| candidate.is_file())
        .unwrap_or_else(|| panic!("the peer `{name}` is not on PATH; run: eval \"$(.ci/peers)\""))
}

/// A command of a peer, in a clean environment (see [`process::clean`]).
pub(crate) fn command(name: &str) -> Command {
    process::clean(path(name))
}
