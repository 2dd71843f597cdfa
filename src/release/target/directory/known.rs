//! An index that was taken apart once, or written by this run.

use std::sync::Arc;

use helm::index::{Entry, Error, Found, Index, Spliced};
use jiff::Timestamp;

/// Bytes that several hold without a copy: an index can be large.
#[derive(Debug, Clone)]
pub(super) struct SharedBytes(Arc<Vec<u8>>);

impl AsRef<[u8]> for SharedBytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// Bytes that are no index.
#[derive(Debug)]
pub(super) struct Unreadable {
    /// The bytes, to show the place.
    pub(super) bytes: Vec<u8>,
    /// Why.
    pub(super) cause: Error,
}

/// What is known of an index's bytes.
#[derive(Debug, Clone)]
pub(super) enum Known {
    /// They were read.
    Read(Index<SharedBytes>),
    /// This run wrote them, with one more entry.
    Written {
        /// The bytes.
        bytes: Vec<u8>,
        /// The entry's version.
        version: String,
        /// What the index says of it.
        entry: Found,
    },
}

impl Known {
    /// Takes the bytes of an index apart; when they are the ones that are known already, that was done.
    pub(super) fn read(
        bytes: Vec<u8>,
        known: Option<Self>,
        chart: &str,
    ) -> Result<Self, Box<Unreadable>> {
        if let Some(known) = known.filter(|known| known.bytes() == bytes) {
            return Ok(known);
        }
        let bytes = SharedBytes(Arc::new(bytes));
        Index::read(bytes.clone(), chart)
            .map(Self::Read)
            .map_err(|cause| {
                Box::new(Unreadable {
                    bytes: Arc::unwrap_or_clone(bytes.0),
                    cause,
                })
            })
    }

    /// What this run wrote: what a splice with this entry gave.
    pub(super) fn written(bytes: Vec<u8>, entry: &Entry) -> Self {
        Self::Written {
            bytes,
            version: entry.version().to_owned(),
            entry: entry.found(),
        }
    }

    /// The bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Self::Read(index) => index.bytes(),
            Self::Written { bytes, .. } => bytes,
        }
    }

    /// What the index says of a version of the chart that this run is about.
    pub(super) fn find(&self, wanted: &str) -> Option<Found> {
        match self {
            Self::Read(index) => index.find(wanted),
            Self::Written { version, entry, .. } => (version == wanted).then(|| entry.clone()),
        }
    }

    /// The index with one more entry.
    pub(super) fn splice(&self, entry: &Entry, generated: Timestamp) -> Result<Spliced, Error> {
        match self {
            Self::Read(index) => index.splice(entry, generated),
            Self::Written { bytes, .. } => helm::index::splice(Some(bytes), entry, generated),
        }
    }
}
