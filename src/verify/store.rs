//! Where a registry's content is: a registry, or image layouts in a directory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use camino::Utf8PathBuf;

use crate::registry::image_layout::ImageLayout;
use crate::registry::manifest::Manifest;
use crate::registry::{ChartRepositoryReference, Client, Digest, OciLayout, Session};
use crate::release::target::TargetError;
use crate::report::boxed;

/// The longest package that is read, in bytes: what Helm unpacks is at most 100 MiB.
pub(super) const LONGEST_PACKAGE: usize = 128 * 1024 * 1024;

/// What is under a tag.
#[derive(Debug, Clone)]
pub(super) enum Stored {
    /// Nothing.
    Nothing,
    /// A manifest, which has the digest that names it.
    Manifest(Manifest),
    /// Something that is named and not there, or is not what its digest says.
    Damaged(String),
}

/// The content of a registry, a repository a chart.
#[async_trait]
pub(super) trait Store: Send + Sync {
    /// As the user wrote it.
    fn name(&self) -> String;

    /// The charts that are there, where that can be told without knowing their names.
    fn charts(&self) -> BTreeSet<String>;

    /// The tags of a chart; none when it is not there.
    async fn tags(&self, chart: &str) -> Result<BTreeSet<String>, TargetError>;

    /// What a tag names.
    async fn stored(&self, chart: &str, tag: &str) -> Result<Stored, TargetError>;

    /// A blob; `None` when it is not there. Its digest is not compared.
    async fn blob(&self, chart: &str, digest: &str) -> Result<Option<Vec<u8>>, TargetError>;

    /// Whether a blob is there, by the cheapest question.
    async fn has_blob(&self, chart: &str, digest: &str, size: u64) -> Result<bool, TargetError>;
}

/// A registry.
pub(super) struct RegistryStore {
    client: Client,
    reference: ChartRepositoryReference,
    /// One for each chart: a session knows how its repository wants to be asked.
    sessions: Mutex<BTreeMap<String, Arc<Session>>>,
}

impl RegistryStore {
    pub(super) fn new(client: Client, reference: ChartRepositoryReference) -> Self {
        Self {
            client,
            reference,
            sessions: Mutex::default(),
        }
    }

    fn session(&self, chart: &str) -> Result<Arc<Session>, TargetError> {
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(session) = sessions.get(chart) {
            return Ok(session.clone());
        }
        let place = self.reference.chart(chart, "0.0.0").map_err(boxed)?;
        let session = Arc::new(self.client.session(place.host, place.repository));
        sessions.insert(chart.to_owned(), session.clone());
        Ok(session)
    }
}

#[async_trait]
impl Store for RegistryStore {
    fn name(&self) -> String {
        self.reference.as_written().to_owned()
    }

    fn charts(&self) -> BTreeSet<String> {
        BTreeSet::new()
    }

    async fn tags(&self, chart: &str) -> Result<BTreeSet<String>, TargetError> {
        let tags = self.session(chart)?.tags().await.map_err(boxed)?;
        Ok(tags.unwrap_or_default())
    }

    async fn stored(&self, chart: &str, tag: &str) -> Result<Stored, TargetError> {
        let place = self.reference.chart(chart, tag).map_err(boxed)?;
        let found = self
            .session(chart)?
            .manifest(&place.tag)
            .await
            .map_err(boxed)?;
        Ok(found.map_or(Stored::Nothing, |found| Stored::Manifest(found.manifest)))
    }

    async fn blob(&self, chart: &str, digest: &str) -> Result<Option<Vec<u8>>, TargetError> {
        let session = self.session(chart)?;
        session.blob(digest, LONGEST_PACKAGE).await.map_err(boxed)
    }

    async fn has_blob(&self, chart: &str, digest: &str, size: u64) -> Result<bool, TargetError> {
        let Some(digest) = Digest::parse(digest) else {
            return Ok(true);
        };
        let session = self.session(chart)?;
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        session.has_blob(&digest, size).await.map_err(boxed)
    }
}

/// Image layouts in a directory, as `oci-layout:DIR` writes them.
pub(super) struct LayoutStore {
    pub(super) directory: Utf8PathBuf,
    pub(super) layout: OciLayout,
    pub(super) written: String,
}

impl LayoutStore {
    fn of(&self, chart: &str) -> ImageLayout {
        match self.layout {
            OciLayout::Exact => ImageLayout::new(&self.directory),
            OciLayout::Helm => ImageLayout::new(self.directory.join(chart)),
        }
    }
}

#[async_trait]
impl Store for LayoutStore {
    fn name(&self) -> String {
        self.written.clone()
    }

    fn charts(&self) -> BTreeSet<String> {
        if self.layout == OciLayout::Exact {
            return BTreeSet::new();
        }
        let entries = self.directory.read_dir_utf8();
        entries
            .into_iter()
            .flatten()
            .flatten()
            .filter(|entry| entry.path().join("index.json").is_file())
            .map(|entry| entry.file_name().to_owned())
            .collect()
    }

    async fn tags(&self, chart: &str) -> Result<BTreeSet<String>, TargetError> {
        let names = self.of(chart).names().map_err(boxed)?;
        Ok(names.unwrap_or_default())
    }

    async fn stored(&self, chart: &str, tag: &str) -> Result<Stored, TargetError> {
        let layout = self.of(chart);
        let tag = tag.replace('+', "_");
        let Some(digest) = layout.resolve(&tag).map_err(boxed)? else {
            return Ok(Stored::Nothing);
        };
        let manifest = match layout.blob(&digest).map_err(boxed)? {
            None => {
                return Ok(Stored::Damaged(format!(
                    "the manifest {digest} is not there"
                )));
            }
            Some(bytes) if Digest::of(&bytes) != digest => {
                return Ok(Stored::Damaged(format!(
                    "the manifest {digest} has other content than its digest says"
                )));
            }
            Some(bytes) => bytes,
        };
        Ok(match serde_json::from_slice(&manifest) {
            Ok(manifest) => Stored::Manifest(manifest),
            Err(_) => Stored::Damaged(format!("{digest} is no manifest")),
        })
    }

    async fn blob(&self, chart: &str, digest: &str) -> Result<Option<Vec<u8>>, TargetError> {
        match Digest::parse(digest) {
            Some(digest) => self.of(chart).blob(&digest).map_err(boxed),
            None => Ok(None),
        }
    }

    async fn has_blob(&self, chart: &str, digest: &str, size: u64) -> Result<bool, TargetError> {
        let Some(digest) = Digest::parse(digest) else {
            return Ok(false);
        };
        let path = self.of(chart).blob_path(&digest);
        Ok(std::fs::metadata(path).is_ok_and(|found| found.len() == size))
    }
}
