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

/// Why a package could not be looked into.
#[derive(Debug, thiserror::Error)]
#[error("the package cannot be read: {0}")]
pub struct Unreadable(#[from] std::io::Error);

/// The files that differ between two packages, from the chart's root; empty when both hold the same.
///
/// # Errors
/// When one of them is no gzipped tar.
pub fn differences(old: &[u8], new: &[u8]) -> Result<Vec<String>, Unreadable> {
    let (old, new) = (files(old)?, files(new)?);
    let mut names: Vec<String> = old
        .iter()
        .filter(|(name, content)| new.get(*name) != Some(content))
        .map(|(name, _)| name.clone())
        .chain(new.keys().filter(|name| !old.contains_key(*name)).cloned())
        .collect();
    names.sort();
    Ok(names)
}

fn files(bytes: &[u8]) -> Result<std::collections::BTreeMap<String, Vec<u8>>, std::io::Error> {
    use std::io::Read as _;
    let unpacked = flate2::read::GzDecoder::new(bytes).take(100 * 1024 * 1024);
    let mut found = std::collections::BTreeMap::new();
    for entry in tar::Archive::new(unpacked).entries()? {
        let mut entry = entry?;
        let path = entry.path()?.to_string_lossy().into_owned();
        let name = path.split_once('/').map_or("", |(_, rest)| rest).to_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content)?;
        found.insert(name, content);
    }
    Ok(found)
}
