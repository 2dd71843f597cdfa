//! The target "OCI image layout": what a registry would hold, in a directory.

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use helm::package::{Package, differences};

use super::registry::{SAME_CONTENT_OTHER_BYTES, who_and_when};
use super::{
    Precedence, Preflight, Publication, PublicationState, PublishedWithOtherContent, Standing,
    Target, TargetError, TargetKind, Visibility, Written,
};
use crate::registry::chart::ChartArtifact;
use crate::registry::image_layout::{ImageLayout, LayoutError};
use crate::registry::manifest::Manifest;
use crate::registry::{Digest, Error, OciLayout, ReferenceError, RepositoryName, Tag};
use crate::report::{Finding, Severity, boxed, short_digest};

/// A directory of image layouts (`oci-layout:DIR`).
///
/// The tag is the name within a layout, so that `DIR:TAG` is what `oras` and `crane` take. Two charts of one version
/// must not meet there, so each has a layout of its own, `DIR/<chart's name>`, just as each has a repository of its
/// own in a registry; with [`OciLayout::Exact`], DIR itself is the layout.
#[derive(Debug, Clone)]
pub struct ImageLayoutTarget {
    directory: PathBuf,
    layout: OciLayout,
    written: String,
}

/// Where in which layout a package goes.
struct Place {
    layout: ImageLayout,
    tag: Tag,
}

impl Place {
    fn reference(&self) -> String {
        format!("{}:{}", shown(self.layout.directory()), self.tag)
    }
}

/// What a layout holds under the package's tag.
struct Held {
    manifest: Vec<u8>,
    digest: Digest,
    layer: Digest,
    same_bytes: bool,
}

impl ImageLayoutTarget {
    /// A target; `written` is what the user wrote (`oci-layout:dist/registry`), for messages.
    pub fn new(
        directory: impl Into<PathBuf>,
        layout: OciLayout,
        written: impl Into<String>,
    ) -> Self {
        Self {
            directory: directory.into(),
            layout,
            written: written.into(),
        }
    }

    fn place(&self, package: &Package) -> Result<Place, TargetError> {
        let name = &package.metadata.name;
        let directory = match self.layout {
            OciLayout::Exact => self.directory.clone(),
            // A name that a registry would take is also one folder.
            OciLayout::Helm if RepositoryName::parse(name).is_some() && !name.contains('/') => {
                self.directory.join(name)
            }
            OciLayout::Helm => {
                return Err(boxed(ReferenceError::Name {
                    host: self.written.clone(),
                    repository: name.clone(),
                    suggestion: None,
                    chart_name: Some(name.clone()),
                }));
            }
        };
        Ok(Place {
            layout: ImageLayout::new(directory),
            tag: Tag::of_version(&package.metadata.version).map_err(boxed)?,
        })
    }

    fn held(&self, package: &Package, place: &Place) -> Result<Option<Held>, TargetError> {
        let Some(digest) = place.layout.resolve(place.tag.as_str()).map_err(boxed)? else {
            return Ok(None);
        };
        let damaged = |expected: &Digest, found: Option<&[u8]>| -> TargetError {
            boxed(LayoutError::Unreadable {
                path: place.layout.blob_path(expected),
                reason: match found {
                    Some(_) => "its content does not have its digest".to_owned(),
                    None => "index.json names it, and it is not there".to_owned(),
                },
            })
        };
        let read = |digest: &Digest| -> Result<Vec<u8>, TargetError> {
            let blob = place.layout.blob(digest).map_err(boxed)?;
            match blob {
                Some(blob) if Digest::of(&blob) == *digest => Ok(blob),
                other => Err(damaged(digest, other.as_deref())),
            }
        };
        let manifest = read(&digest)?;
        let parsed: Manifest = serde_json::from_slice(&manifest).unwrap_or_default();
        let conflict = |theirs: &Digest, differs_in: Vec<String>| -> TargetError {
            Box::new(PublishedWithOtherContent {
                name: package.metadata.name.clone(),
                version: package.metadata.version.clone(),
                at: place.reference(),
                theirs: theirs.to_string(),
                ours: format!("sha256:{}", package.sha256),
                differs_in,
                published: who_and_when(&parsed),
            })
        };
        let Some(layer) = parsed
            .chart_layer()
            .and_then(|layer| Digest::parse(&layer.digest))
        else {
            return Err(conflict(&digest, Vec::new()));
        };
        if let Some(config) = parsed
            .config
            .as_ref()
            .and_then(|config| Digest::parse(&config.digest))
        {
            read(&config)?;
        }
        let theirs = read(&layer)?;
        let same_bytes = layer.hex() == package.sha256;
        if !same_bytes {
            let differing = differences(&theirs, &package.bytes).ok();
            if differing
                .as_ref()
                .is_none_or(|differing| !differing.is_empty())
            {
                return Err(conflict(&layer, differing.unwrap_or_default()));
            }
        }
        Ok(Some(Held {
            manifest,
            digest,
            layer,
            same_bytes,
        }))
    }

    fn look(&self, package: &Package) -> Result<Preflight, TargetError> {
        let place = self.place(package)?;
        place.layout.check().map_err(boxed)?;
        let version = &package.metadata.version;
        Ok(match self.held(package, &place)? {
            None => Preflight {
                standing: Standing::Free,
                detail: format!("{version} is free"),
                findings: Vec::new(),
            },
            Some(held) => Preflight {
                standing: Standing::Unchanged,
                detail: format!("{version} is published already, unchanged"),
                findings: if held.same_bytes {
                    Vec::new()
                } else {
                    vec![Finding::new(
                        &SAME_CONTENT_OTHER_BYTES,
                        Severity::Note,
                        format!("{} holds the same files in other bytes", place.reference()),
                    )]
                },
            },
        })
    }

    fn write(&self, package: &Package) -> Result<Written, TargetError> {
        let place = self.place(package)?;
        let artifact = ChartArtifact::of(package);
        let taken = place
            .layout
            .write(
                place.tag.as_str(),
                &artifact.manifest,
                &[
                    (&artifact.config_digest, &artifact.config),
                    (&artifact.content_digest, &package.bytes),
                ],
            )
            .map_err(boxed)?;
        if taken.is_some() {
            // Another writer was faster: the same content is as good, other content a conflict.
            self.held(package, &place)?;
        }
        Ok(Written {
            changed: taken.is_none(),
            detail: short_digest(artifact.manifest_digest.as_str()),
            findings: Vec::new(),
        })
    }

    fn read_back(&self, package: &Package, changed: bool) -> Result<Publication, TargetError> {
        let place = self.place(package)?;
        let artifact = ChartArtifact::of(package);
        let mismatch = |found: String| -> TargetError {
            boxed(Error::Mismatch {
                reference: place.reference(),
                part: "manifest",
                expected: artifact.manifest_digest.clone(),
                found,
            })
        };
        let held = self
            .held(package, &place)?
            .ok_or_else(|| mismatch("nothing".to_owned()))?;
        if changed && held.manifest != artifact.manifest {
            return Err(mismatch(held.digest.to_string()));
        }
        Ok(Publication {
            kind: TargetKind::Registry,
            target: self.name(),
            reference: place.reference(),
            digest: held.digest.to_string(),
            state: if changed {
                PublicationState::Released
            } else {
                PublicationState::Unchanged
            },
            visibility: Visibility::Verified,
            chart_url: None,
            index_url: None,
            // Helm reads no layouts, but any file that is a package.
            install: vec![format!(
                "helm install {} {}",
                package.metadata.name,
                shown(&place.layout.blob_path(&held.layer))
            )],
            findings: Vec::new(),
        })
    }

    /// Runs work on files away from the thread that serves the network.
    async fn beside<T: Send + 'static>(
        &self,
        package: &Package,
        work: impl FnOnce(&Self, &Package) -> Result<T, TargetError> + Send + 'static,
    ) -> Result<T, TargetError> {
        let (target, package) = (self.clone(), package.clone());
        let directory = self.directory.clone();
        tokio::task::spawn_blocking(move || work(&target, &package))
            .await
            .unwrap_or_else(|error| {
                Err(boxed(LayoutError::NotWritten {
                    path: directory,
                    reason: error.to_string(),
                }))
            })
    }
}

#[async_trait]
impl Target for ImageLayoutTarget {
    fn kind(&self) -> TargetKind {
        TargetKind::Registry
    }

    fn name(&self) -> String {
        self.written.clone()
    }

    fn would_write(&self, package: &Package) -> String {
        match self.place(package) {
            Ok(place) => place.reference(),
            Err(_) => package.file_name(),
        }
    }

    fn leaves_the_machine(&self) -> bool {
        false
    }

    fn precedence(&self) -> Precedence {
        Precedence::Lock
    }

    async fn preflight(&self, package: &Package) -> Result<Preflight, TargetError> {
        self.beside(package, Self::look).await
    }

    async fn publish(
        &self,
        package: &Package,
        preflight: Preflight,
    ) -> Result<Written, TargetError> {
        if preflight.standing == Standing::Unchanged {
            return Ok(Written {
                changed: false,
                detail: "nothing to write".to_owned(),
                findings: Vec::new(),
            });
        }
        self.beside(package, Self::write).await
    }

    async fn verify(
        &self,
        package: &Package,
        written: Written,
    ) -> Result<Publication, TargetError> {
        self.beside(package, move |target, package| {
            target.read_back(package, written.changed)
        })
        .await
    }
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
