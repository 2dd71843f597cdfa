//! The built package.

use crate::metadata::Metadata;

/// A built chart package: the .tgz in memory with what is known about it.
#[derive(Debug, Clone)]
pub struct Package {
    /// The metadata as packaged (after `version-from` and `app-version`).
    pub metadata: Metadata,
    /// The .tgz's bytes.
    pub bytes: Vec<u8>,
    /// Their sha256, lower-case hex without a prefix.
    pub sha256: String,
    /// The commit's time: the mtime of every entry, `created` everywhere.
    pub created: jiff::Timestamp,
}

impl Package {
    /// `<name>-<version>.tgz`, as `helm package` names it.
    pub fn file_name(&self) -> String {
        format!("{}-{}.tgz", self.metadata.name, self.metadata.version)
    }
}
