//! The trait that every place to publish implements, and what it answers.

mod branch;
mod conflict;
mod directory;
mod image_layout;
mod registry;

use async_trait::async_trait;
use helm::package::Package;

use crate::report::{Code, Explain, Finding};
use crate::repository::INDEX;

pub use crate::report::{Publication, PublicationState, TargetKind, Visibility};
pub use branch::{BranchOptions, BranchTarget, ReleaseSource, SERVE_WAIT};
pub use conflict::{PUBLISHED_WITH_OTHER_CONTENT, PublishedWithOtherContent};
pub use directory::DirectoryTarget;
pub use image_layout::ImageLayoutTarget;
pub use registry::RegistryTarget;

/// The codes of the targets themselves; those of what they talk to are in `registry`, `git` and `repository`.
pub const CODES: &[&Code] = &[
    &PUBLISHED_WITH_OTHER_CONTENT,
    &registry::SAME_CONTENT_OTHER_BYTES,
];

/// Why a target could not do something: the target's own typed error.
pub type TargetError = Box<dyn Explain>;

/// Somewhere to publish a chart package. The three steps are called in order, each once; `publish` on no target
/// runs before `preflight` has succeeded on every one (promise 1: nothing is written until everything is known
/// to work).
#[async_trait]
pub trait Target: Send + Sync {
    /// Which kind it is.
    fn kind(&self) -> TargetKind;

    /// As the user wrote it: `oci://ghcr.io/acme/charts`, `acme/charts (gh-pages)`, `dist/pages`.
    fn name(&self) -> String;

    /// Whether what is published there can be seen from other machines. Such a target takes no rehearsal of a
    /// tag that does not exist.
    fn leaves_the_machine(&self) -> bool;

    /// When it is written.
    fn precedence(&self) -> Precedence;

    /// What publishing writes into a target that has nothing of it yet, for the line of a dry run:
    /// `oci://ghcr.io/acme/charts/podinfo:6.7.1`, `podinfo-6.7.1.tgz  index.yaml +1 entry`.
    fn would_write(&self, package: &Package) -> String {
        format!("{}  {INDEX} +1 entry", package.file_name())
    }

    /// Looks, and writes nothing: can it be reached, may the credentials write, what does it hold under this name
    /// and version. Other content there is an error.
    async fn preflight(&self, package: &Package) -> Result<Preflight, TargetError>;

    /// Writes what is missing, and never replaces what is there. Called for [`Standing::Unchanged`] too (it then
    /// writes nothing), so that there is one path.
    async fn publish(
        &self,
        package: &Package,
        preflight: Preflight,
    ) -> Result<Written, TargetError>;

    /// Looks once more, right after a write and before the next target is written, whether the target holds this
    /// package and not another publisher's: for those that cannot keep a second publisher out.
    async fn confirm(&self, _package: &Package) -> Result<(), TargetError> {
        Ok(())
    }

    /// Reads back what the target now holds and compares it with the package (promise 5).
    async fn verify(&self, package: &Package, written: Written)
    -> Result<Publication, TargetError>;
}

/// The order in which every run writes its targets, whatever order they are given in: so that two publishers of one
/// version meet first where only one of them can win, and the other has written nothing. Targets of one precedence
/// are written in the order of their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precedence {
    /// It takes a write only if nobody else wrote since it was looked at, and may refuse one after a preflight that
    /// found nothing wrong: what a git server's hooks and protected branches say is only heard at the push.
    CompareAndSwap,
    /// Its writers take turns, on this machine.
    Lock,
    /// It keeps nobody out: the last writer wins.
    Unguarded,
}

/// What a target holds under the package's name and version before this run writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing: the version is free.
    Free,
    /// This very content already: nothing to write.
    Unchanged,
    /// A part of this very content (a package without its index entry, say): the rest is to be written.
    Incomplete,
}

/// What a preflight saw.
#[derive(Debug)]
pub struct Preflight {
    /// What is there.
    pub standing: Standing,
    /// The rest of the step's line, for a person: "6.7.1 is free, token may write".
    pub detail: String,
    /// Notes and warnings, for example that an index will be re-encoded.
    pub findings: Vec<Finding>,
}

/// What a publish did.
#[derive(Debug)]
pub struct Written {
    /// Whether anything was written at all.
    pub changed: bool,
    /// The rest of the step's line: "sha256:51c0…", "index.yaml +1 entry".
    pub detail: String,
    /// Notes and warnings.
    pub findings: Vec<Finding>,
}
