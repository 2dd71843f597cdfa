//! What the conformance tests share: peers, servers, a workspace with a chart and a tag, and the program's outcome.

pub(crate) mod act;
pub(crate) mod agreement;
pub(crate) mod authority;
pub(crate) mod cases;
pub(crate) mod corpus;
pub(crate) mod git_server;
pub(crate) mod helm;
pub(crate) mod http_server;
pub(crate) mod image;
pub(crate) mod outcome;
pub(crate) mod peer;
pub(crate) mod process;
pub(crate) mod registry;
pub(crate) mod workspace;

use sha2::{Digest as _, Sha256};

/// `sha256:` and the lower-case hex of `bytes`.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    let hex: String = Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("sha256:{hex}")
}
