//! What a target holds after a run, as the report shows it.

use super::Finding;

/// The kinds of target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TargetKind {
    /// An OCI registry, or an image layout in a directory.
    Registry,
    /// A chart repository: a Pages branch or a directory with an index.yaml.
    Repository,
}

impl TargetKind {
    /// The word in outputs and summaries.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Registry => "registry",
            Self::Repository => "repository",
        }
    }
}

/// What a target now holds, read back from it.
#[derive(Debug, Clone)]
pub struct Publication {
    /// Which kind of target.
    pub kind: TargetKind,
    /// As the user wrote the target.
    pub target: String,
    /// Where exactly, whole: `oci://ghcr.io/acme/charts/podinfo:6.7.1`, `acme/charts@` and the commit's 40 digits.
    pub reference: String,
    /// `sha256:…` of what the reference names: an OCI manifest, or the .tgz itself.
    pub digest: String,
    /// What this run did there.
    pub state: PublicationState,
    /// How far it is known to be visible.
    pub visibility: Visibility,
    /// Where a client downloads the package over HTTP, when that is known.
    pub chart_url: Option<String>,
    /// Where a client finds the index over HTTP, when that is known.
    pub index_url: Option<String>,
    /// How to install from here, ready to copy; a line each.
    pub install: Vec<String>,
    /// Notes and warnings.
    pub findings: Vec<Finding>,
}

/// What the run did at a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublicationState {
    /// It wrote the package, or what was missing of it.
    Released,
    /// Everything was there already.
    Unchanged,
}

impl PublicationState {
    /// The word in outputs and summaries.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Released => "released",
            Self::Unchanged => "unchanged",
        }
    }
}

/// How far a publication was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// Read back from the target itself.
    Verified,
    /// Read back, and seen at its public URL too.
    Served,
    /// Read back; its public URL does not show it yet (GitHub Pages takes up to ten minutes).
    NotYetServed,
}

impl Visibility {
    /// The word in the JSON report.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Served => "served",
            Self::NotYetServed => "not-yet-served",
        }
    }

    /// The words in the summary's table, after the state.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Served => "verified, served",
            Self::NotYetServed => "verified, not yet served",
        }
    }
}
