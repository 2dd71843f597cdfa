//! What the state of a repository means for a package: free, there already, half there, or taken by another.

use helm::index::Found;
use helm::package::Package;
use sha2::{Digest, Sha256};

/// What a repository has under a package's name and version.
#[derive(Debug, Clone, Copy)]
pub struct Held<'a> {
    /// The index's entry.
    pub entry: Option<&'a Found>,
    /// The package file: where the entry says when that is in this repository, else under its usual name.
    pub file: Option<&'a [u8]>,
}

/// What that means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holding {
    /// Nothing is there.
    Free,
    /// The package is there and listed.
    Complete {
        /// The sha256 of the package there, bare hex. It is not this run's when another tool packed the same
        /// content.
        digest: String,
    },
    /// The package is there; the index does not list it.
    Unlisted {
        /// The sha256 of the package there, bare hex.
        digest: String,
    },
    /// The index lists this very package, at a place in this repository; it is not there.
    Missing,
    /// The index lists this very package, at another place.
    Elsewhere {
        /// Where.
        url: String,
    },
    /// Something else is there.
    Other {
        /// Its sha256, bare hex; empty when unknown.
        theirs: String,
        /// The files that differ, from the chart's root; empty when it could not be looked into.
        differs_in: Vec<String>,
        /// When its entry says it was created.
        created: Option<String>,
    },
}

/// Judges what a repository holds. Content is compared, not bytes alone: the same chart packed by `helm package` is
/// no conflict, and stays as it is.
pub fn judge(package: &Package, held: Held<'_>) -> Holding {
    let ours = &package.sha256;
    let listed = held.entry.and_then(|entry| entry.digest.clone());
    let created = held.entry.and_then(|entry| entry.created.clone());
    let Some(file) = held.file else {
        return match held.entry {
            None => Holding::Free,
            Some(entry) if listed.as_ref() == Some(ours) => match entry.urls.first() {
                Some(url) if !is_relative(url) => Holding::Elsewhere { url: url.clone() },
                _ => Holding::Missing,
            },
            Some(_) => Holding::Other {
                theirs: listed.unwrap_or_default(),
                differs_in: Vec::new(),
                created,
            },
        };
    };
    let there = hex(&Sha256::digest(file));
    let differs_in = if there == *ours {
        Some(Vec::new())
    } else {
        // A file that is no package at all is other content, too.
        helm::package::differences(file, &package.bytes).ok()
    };
    let same = differs_in.as_ref().is_some_and(Vec::is_empty);
    match (held.entry, listed) {
        (None, _) if same => Holding::Unlisted { digest: there },
        (Some(_), None) if same => Holding::Complete { digest: there },
        (Some(_), Some(listed)) if same && listed == there => Holding::Complete { digest: there },
        // The index promises other bytes than the file's: then neither is to be trusted.
        (_, listed) => Holding::Other {
            theirs: listed.filter(|listed| listed != ours).unwrap_or(there),
            differs_in: differs_in.unwrap_or_default(),
            created,
        },
    }
}

/// Whether a URL of an entry is relative to the index, so that the package is in the same repository.
pub fn is_relative(url: &str) -> bool {
    !url.contains("://") && !url.starts_with('/')
}

fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
