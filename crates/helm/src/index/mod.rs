//! The index of a chart repository: reading it, finding a version, putting one in.
//!
//! Helm's `repo index --merge` reads the whole index and writes it anew: comments, unknown fields, the order and
//! other people's mistakes are lost, a 43 MB index takes 20 s, and entries that Helm finds invalid disappear. Here
//! the new entry is *spliced* into the bytes: every other byte stays, `generated` apart. Only an index in flow
//! style (JSON too) is written anew, with nothing lost.
//!
//! The rules are those of Helm's `pkg/repo/v1/index.go`; versions are compared as exact strings (Helm falls back to
//! a constraint that ignores build metadata, and so drops `1.2.3+a` when `1.2.3+b` comes).

mod catalog;
mod entry;
mod error;
mod json;
mod lines;
mod order;
mod outline;
mod place;
mod rewrite;
#[cfg(test)]
mod tests;
mod text;
mod tree;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::yaml;

pub use catalog::{Catalog, Listed};
pub use entry::Entry;
pub use error::Error;

use outline::{Outline, Version};
use tree::Tree;

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

/// An index without some versions of a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thinned {
    /// The index's bytes.
    pub bytes: Vec<u8>,
    /// Whether the index had to be written anew, because those versions have no lines of their own.
    pub reencoded: bool,
    /// How many versions of all charts the index now lists.
    pub versions: usize,
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
    match old {
        None => Ok(begin(entry, generated)),
        Some(old) => Index::read(old, entry.name())?.splice(entry, generated),
    }
}

/// What an index says of a version; the name and the version are compared as exact strings.
///
/// # Errors
/// When the index cannot be read or is no index.
pub fn find(index: &[u8], name: &str, version: &str) -> Result<Option<Found>, Error> {
    Ok(Index::read(index, name)?.find(version))
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

/// An index that was read for one chart: by the line reader, or else by the full parser. Reading is what costs in a
/// large index; finding and splicing can follow any number of times.
#[derive(Debug, Clone)]
pub struct Index<Bytes> {
    bytes: Bytes,
    chart: String,
    outline: Outline,
    /// The data, when the full parser read it.
    value: Option<Value>,
}

impl<Bytes: AsRef<[u8]>> Index<Bytes> {
    /// Reads an index, to look for a chart's versions or to put one in.
    ///
    /// # Errors
    /// When it cannot be read or is no index.
    pub fn read(bytes: Bytes, chart: &str) -> Result<Self, Error> {
        let text = text(bytes.as_ref())?;
        let (outline, value) = match Outline::read(text, chart) {
            Ok(outline) => (outline, None),
            Err(_) => {
                let tree = Tree::read(text, chart)?;
                (tree.outline, Some(tree.value))
            }
        };
        Ok(Self {
            bytes,
            chart: chart.to_owned(),
            outline,
            value,
        })
    }

    /// The index as it was read.
    pub fn bytes(&self) -> &[u8] {
        self.bytes.as_ref()
    }

    /// How many versions of all charts it lists.
    pub fn versions(&self) -> usize {
        self.outline.versions
    }

    /// What it says of a version of the chart; compared as an exact string.
    pub fn find(&self, version: &str) -> Option<Found> {
        self.version(version).map(|version| Found {
            digest: version.digest.as_deref().map(bare),
            created: version.created.clone(),
            urls: version.urls.clone(),
        })
    }

    /// Puts an entry of the chart into it, as [`splice`] does.
    ///
    /// # Errors
    /// When it lists this version with another digest, or the entry is another chart's and the index cannot be read
    /// for that.
    pub fn splice(&self, entry: &Entry, generated: Timestamp) -> Result<Spliced, Error> {
        if entry.name() != self.chart {
            return Index::read(self.bytes(), entry.name())?.splice(entry, generated);
        }
        if let Some(there) = self.version(entry.version()) {
            return match there.digest.as_deref().map(bare) {
                Some(theirs) if theirs == entry.digest() => Ok(Spliced {
                    bytes: self.bytes().to_vec(),
                    outcome: Outcome::Unchanged,
                    reencoded: false,
                    versions: self.outline.versions,
                }),
                theirs => Err(Error::OtherContent {
                    name: entry.name().to_owned(),
                    version: entry.version().to_owned(),
                    theirs,
                    ours: entry.digest().to_owned(),
                    created: there.created.clone(),
                }),
            };
        }
        let text = text(self.bytes())?;
        let in_place = place::insert(text, &self.outline, entry, generated);
        let (bytes, reencoded) = match (in_place, &self.value) {
            // The line reader proved what it read.
            (Some(bytes), None) => (bytes, false),
            // What the full parser read is proved by reading the outcome.
            (in_place, value) => {
                let value = match value {
                    Some(value) => value.clone(),
                    None => Tree::read(text, entry.name())?.value,
                };
                let expected = rewrite::insert(value, entry, generated);
                match in_place {
                    Some(bytes) if rewrite::holds(&bytes, &expected) => (bytes, false),
                    _ => (rewrite::encode(&expected), true),
                }
            }
        };
        Ok(Spliced {
            bytes,
            outcome: Outcome::Added,
            reencoded,
            versions: self.outline.versions + 1,
        })
    }

    /// The chart's versions that the index lists, in its order, as exact strings; entries without one are left out.
    pub fn listed(&self) -> impl Iterator<Item = &str> {
        self.outline
            .chart(&self.chart)
            .into_iter()
            .flat_map(|chart| &chart.versions)
            .filter_map(|there| there.version.as_deref())
    }

    /// Takes versions of the chart out of it, compared as exact strings; every other byte stays, `generated` apart.
    ///
    /// # Errors
    /// When the index cannot be read in full, which is needed when those versions have no lines of their own.
    pub fn without(&self, gone: &[&str], generated: Timestamp) -> Result<Thinned, Error> {
        let taken = self
            .listed()
            .filter(|version| gone.contains(version))
            .count();
        let versions = self.outline.versions.saturating_sub(taken);
        let text = text(self.bytes())?;
        let in_place = place::remove(text, &self.outline, &self.chart, gone, generated);
        if let (Some(bytes), None) = (&in_place, &self.value) {
            // The line reader proved what it read.
            return Ok(Thinned {
                bytes: bytes.clone(),
                reencoded: false,
                versions,
            });
        }
        let value = match &self.value {
            Some(value) => value.clone(),
            None => Tree::read(text, &self.chart)?.value,
        };
        let expected = rewrite::remove(value, &self.chart, gone, generated);
        let (bytes, reencoded) = match in_place {
            Some(bytes) if rewrite::holds(&bytes, &expected) => (bytes, false),
            _ => (rewrite::encode(&expected), true),
        };
        Ok(Thinned {
            bytes,
            reencoded,
            versions,
        })
    }

    fn version(&self, version: &str) -> Option<&Version> {
        self.outline
            .chart(&self.chart)?
            .versions
            .iter()
            .find(|there| there.version.as_deref() == Some(version))
    }
}

fn text(index: &[u8]) -> Result<&str, Error> {
    if index.trim_ascii().is_empty() {
        return Err(Error::Empty);
    }
    std::str::from_utf8(index).map_err(|error| {
        let before = index.get(..error.valid_up_to()).unwrap_or_default();
        Error::Encoding {
            line: memchr::memchr_iter(b'\n', before).count() + 1,
        }
    })
}

/// A digest without the algorithm that some writers put before it.
fn bare(digest: &str) -> String {
    digest
        .strip_prefix("sha256:")
        .unwrap_or(digest)
        .to_ascii_lowercase()
}
