//! The index of a chart repository: reading it, finding a version, putting one in.
//!
//! Helm's `repo index --merge` reads the whole index and writes it anew: comments, unknown fields, the order and
//! other people's mistakes are lost, a 43 MB index takes 20 s, and entries that Helm finds invalid disappear. Here
//! the new entry is *spliced* into the bytes: every other byte stays, `generated` apart. Only an index in flow
//! style (JSON too) is written anew, with nothing lost.
//!
//! The rules are those of Helm's `pkg/repo/v1/index.go`; versions are compared as exact strings (Helm falls back to
//! a constraint that ignores build metadata, and so drops `1.2.3+a` when `1.2.3+b` comes).

mod entry;
mod error;
mod interim;
mod interim_version;
mod lines;
mod order;
mod outline;
mod place;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use serde_json::json;

use interim as yaml;

pub use entry::Entry;
pub use error::Error;

use outline::{List, Outline, Version};

/// An index with the entry in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spliced {
    /// The index's bytes.
    pub bytes: Vec<u8>,
    /// Whether they differ from the old ones.
    pub outcome: Outcome,
    /// Whether the index had to be written anew, because it was in JSON or flow style.
    pub reencoded: bool,
    /// How many versions of all charts the index now lists.
    pub versions: usize,
}

/// What a splice did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The entry was put in.
    Added,
    /// The index lists this version already, with the same digest. Nothing changed.
    Unchanged,
}

/// What an index says of one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The package's sha256, bare hex in lower case; absent when the entry has none.
    pub digest: Option<String>,
    /// When the entry says it was created, as written.
    pub created: Option<String>,
    /// Where to download it, as written.
    pub urls: Vec<String>,
}

/// Puts an entry into an index; `None` begins one, as `helm repo index` writes it.
///
/// `generated` becomes the index's own time, unless the index is younger already.
///
/// # Errors
/// When the old index cannot be read, is no index, or lists this version with another digest.
pub fn splice(old: Option<&[u8]>, entry: &Entry, generated: Timestamp) -> Result<Spliced, Error> {
    let Some(old) = old else {
        return Ok(begin(entry, generated));
    };
    let text = text(old)?;
    let outline = read(text, entry.name())?;
    if let Some(version) = same_version(&outline, entry.name(), entry.version()) {
        let theirs = version.digest.as_deref().map(bare);
        return if theirs.as_deref() == Some(entry.digest()) {
            Ok(Spliced {
                bytes: old.to_vec(),
                outcome: Outcome::Unchanged,
                reencoded: false,
                versions: outline.versions,
            })
        } else {
            Err(Error::OtherContent {
                name: entry.name().to_owned(),
                version: entry.version().to_owned(),
                theirs,
                ours: entry.digest().to_owned(),
                created: version.created.clone(),
            })
        };
    }
    let bytes = place::insert(text, &outline, entry, generated).ok_or_else(|| Error::Shape {
        what: "not in block style".to_owned(),
        line: 1,
        column: 1,
    })?;
    Ok(Spliced {
        bytes,
        outcome: Outcome::Added,
        reencoded: false,
        versions: outline.versions + 1,
    })
}

/// What an index says of a version; the name and the version are compared as exact strings.
///
/// # Errors
/// When the index cannot be read or is no index.
pub fn find(index: &[u8], name: &str, version: &str) -> Result<Option<Found>, Error> {
    let outline = read(text(index)?, name)?;
    Ok(same_version(&outline, name, version).map(|version| Found {
        digest: version.digest.as_deref().map(bare),
        created: version.created.clone(),
        urls: version.urls.clone(),
    }))
}

/// A new index with one entry.
fn begin(entry: &Entry, generated: Timestamp) -> Spliced {
    let mut entries = serde_json::Map::new();
    entries.insert(entry.name().to_owned(), json!([entry.to_value()]));
    let index = json!({
        "apiVersion": "v1",
        "entries": entries,
        "generated": generated.to_string(),
    });
    Spliced {
        bytes: yaml::encode(&index).into_bytes(),
        outcome: Outcome::Added,
        reencoded: false,
        versions: 1,
    }
}

fn text(index: &[u8]) -> Result<&str, Error> {
    if index.trim_ascii().is_empty() {
        return Err(Error::Empty);
    }
    std::str::from_utf8(index).map_err(|error| {
        let before = index.get(..error.valid_up_to()).unwrap_or_default();
        Error::Yaml {
            cause: "a byte that is not UTF-8".to_owned(),
            line: memchr::memchr_iter(b'\n', before).count() + 1,
        }
    })
}

fn read(text: &str, chart: &str) -> Result<Outline, Error> {
    Outline::read(text, chart).map_err(|lines::Unsure| Error::Yaml {
        cause: "not in Helm's block style".to_owned(),
        line: 1,
    })
}

fn same_version<'a>(outline: &'a Outline, name: &str, version: &str) -> Option<&'a Version> {
    match &outline.chart(name)?.list {
        List::Block { versions, .. } => versions
            .iter()
            .find(|there| there.version.as_deref() == Some(version)),
        _ => None,
    }
}

/// A digest without the algorithm that some writers put before it.
fn bare(digest: &str) -> String {
    digest
        .strip_prefix("sha256:")
        .unwrap_or(digest)
        .to_ascii_lowercase()
}
