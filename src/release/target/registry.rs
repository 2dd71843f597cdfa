//! The target "OCI registry": a chart pushed as `helm push` would, never over another one.

use async_trait::async_trait;
use helm::package::{Package, differences};
use tokio::sync::OnceCell;

use super::{
    Precedence, Preflight, Publication, PublicationState, PublishedWithOtherContent, Standing,
    Target, TargetError, TargetKind, Visibility, Written,
};
use crate::registry::chart::{AUTHORS, CREATED, ChartArtifact, REVISION};
use crate::registry::manifest::{Fetched, Manifest, Put, TagState};
use crate::registry::{
    ChartReference, ChartRepositoryReference, Client, Digest, Error, Session, WriteAccess,
};
use crate::report::{Blame, Code, Finding, Severity, boxed, short_digest};

/// CW-REGISTRY-024.
pub(super) const SAME_CONTENT_OTHER_BYTES: Code = Code::new(
    "CW-REGISTRY-024",
    Blame::Target,
    "what is published has the same files in other bytes",
    "nothing has to be done: it was packaged by another tool, or at another time, from the same files",
);

/// The longest package that is read back, in bytes: what Helm unpacks is at most 100 MiB.
const LONGEST_PACKAGE: usize = 128 * 1024 * 1024;

/// A chart repository in an OCI registry.
#[derive(Debug)]
pub struct RegistryTarget {
    client: Client,
    reference: ChartRepositoryReference,
    opened: OnceCell<Opened>,
}

#[derive(Debug)]
struct Opened {
    reference: ChartReference,
    session: Session,
}

/// How what is published compares with the package.
enum Comparison {
    /// The very bytes.
    Same,
    /// The same files, packaged otherwise.
    SameFiles,
    /// Something else.
    Other(Box<PublishedWithOtherContent>),
}

impl RegistryTarget {
    /// A target. Nothing is sent before [`preflight`](Target::preflight).
    pub fn new(client: Client, reference: ChartRepositoryReference) -> Self {
        Self {
            client,
            reference,
            opened: OnceCell::new(),
        }
    }

    async fn opened(&self, package: &Package) -> Result<&Opened, Error> {
        self.opened
            .get_or_try_init(|| async {
                let reference = self
                    .reference
                    .chart(&package.metadata.name, &package.metadata.version)?;
                let session = self
                    .client
                    .session(reference.host.clone(), reference.repository.clone());
                session.connect().await?;
                Ok(Opened { reference, session })
            })
            .await
    }

    async fn published(&self, opened: &Opened) -> Result<Option<Fetched>, Error> {
        match opened.session.tag_state(&opened.reference.tag).await? {
            TagState::Free => Ok(None),
            TagState::Taken(_) | TagState::Unknown => {
                opened.session.manifest(&opened.reference.tag).await
            }
        }
    }
}

impl Opened {
    /// Compares what the tag names with the package; looks into it when the bytes differ.
    async fn compare(&self, package: &Package, found: &Fetched) -> Result<Comparison, Error> {
        let other = |theirs: String, differs_in: Vec<String>| {
            Comparison::Other(Box::new(PublishedWithOtherContent {
                name: package.metadata.name.clone(),
                version: package.metadata.version.clone(),
                at: self.reference.to_string(),
                theirs,
                ours: format!("sha256:{}", package.sha256),
                differs_in,
                published: who_and_when(&found.manifest),
            }))
        };
        let Some(layer) = found.manifest.chart_layer() else {
            return Ok(other(found.digest.to_string(), Vec::new()));
        };
        if layer.digest.strip_prefix("sha256:") == Some(package.sha256.as_str()) {
            return Ok(Comparison::Same);
        }
        let theirs = self.session.blob(&layer.digest, LONGEST_PACKAGE).await?;
        Ok(
            match theirs.map(|theirs| differences(&theirs, &package.bytes)) {
                Some(Ok(differing)) if differing.is_empty() => Comparison::SameFiles,
                Some(Ok(differing)) => other(layer.digest.clone(), differing),
                Some(Err(_)) | None => other(layer.digest.clone(), Vec::new()),
            },
        )
    }

    fn same_files_finding(&self) -> Finding {
        Finding::new(
            &SAME_CONTENT_OTHER_BYTES,
            Severity::Note,
            format!("{} holds the same files in other bytes", self.reference),
        )
    }

    async fn unchanged(
        &self,
        package: &Package,
        found: &Fetched,
    ) -> Result<Preflight, TargetError> {
        let findings = match self.compare(package, found).await.map_err(boxed)? {
            Comparison::Same => Vec::new(),
            Comparison::SameFiles => vec![self.same_files_finding()],
            Comparison::Other(conflict) => return Err(conflict),
        };
        Ok(Preflight {
            standing: Standing::Unchanged,
            detail: format!(
                "{} is published already, unchanged",
                package.metadata.version
            ),
            findings,
        })
    }
}

#[async_trait]
impl Target for RegistryTarget {
    fn kind(&self) -> TargetKind {
        TargetKind::Registry
    }

    fn name(&self) -> String {
        self.reference.as_written().to_owned()
    }

    fn would_write(&self, package: &Package) -> String {
        let chart = &package.metadata;
        match self.reference.chart(&chart.name, &chart.version) {
            Ok(reference) => reference.to_string(),
            Err(_) => package.file_name(),
        }
    }

    /// Always: who reads a registry cannot be told from its address.
    fn leaves_the_machine(&self) -> bool {
        true
    }

    fn precedence(&self) -> Precedence {
        Precedence::Unguarded
    }

    async fn preflight(&self, package: &Package) -> Result<Preflight, TargetError> {
        let opened = self.opened(package).await.map_err(boxed)?;
        if let Some(found) = self.published(opened).await.map_err(boxed)? {
            return opened.unchanged(package, &found).await;
        }
        let access = opened.session.prove_write_access().await.map_err(boxed)?;
        let version = &package.metadata.version;
        Ok(Preflight {
            standing: Standing::Free,
            detail: match access {
                WriteAccess::Open => format!("{version} is free, open to all"),
                WriteAccess::Granted => format!("{version} is free, credentials may write"),
            },
            findings: Vec::new(),
        })
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
        let opened = self.opened(package).await.map_err(boxed)?;
        let artifact = ChartArtifact::of(package);
        let blobs = [
            (&artifact.config_digest, artifact.config.as_slice()),
            (&artifact.content_digest, package.bytes.as_slice()),
        ];
        let put = opened
            .session
            .push(&opened.reference.tag, blobs, &artifact.manifest)
            .await
            .map_err(boxed)?;
        if matches!(put, Put::Taken(_)) {
            // Another publisher was faster; the same content is as good.
            let found = self.published(opened).await.map_err(boxed)?;
            let Some(found) = found else {
                return Err(boxed(missing(&opened.reference, &artifact.manifest_digest)));
            };
            let unchanged = opened.unchanged(package, &found).await?;
            return Ok(Written {
                changed: false,
                detail: "another publisher was faster, with the same content".to_owned(),
                findings: unchanged.findings,
            });
        }
        Ok(Written {
            changed: put == Put::Written,
            detail: short_digest(artifact.manifest_digest.as_str()),
            findings: Vec::new(),
        })
    }

    /// A registry has no compare-and-swap: another publisher may have overwritten the tag, or this one theirs.
    async fn confirm(&self, package: &Package) -> Result<(), TargetError> {
        let opened = self.opened(package).await.map_err(boxed)?;
        // A registry that does not answer, or shows nothing yet, is left to the verification.
        if let Ok(Some(found)) = opened.session.manifest(&opened.reference.tag).await {
            opened.is_not_anothers(package, &found).await?;
        }
        Ok(())
    }

    async fn verify(
        &self,
        package: &Package,
        written: Written,
    ) -> Result<Publication, TargetError> {
        let opened = self.opened(package).await.map_err(boxed)?;
        let artifact = ChartArtifact::of(package);
        let reference = &opened.reference;
        // What this run wrote is known, so that its parts can be read at the same time as the manifest that names them.
        let (found, ()) = tokio::try_join!(
            async {
                if written.changed {
                    opened.session.manifest_just_written(&reference.tag).await
                } else {
                    opened.session.manifest(&reference.tag).await
                }
            },
            async {
                if written.changed {
                    opened.artifact_holds(&artifact).await
                } else {
                    Ok(())
                }
            }
        )
        .map_err(boxed)?;
        let Some(found) = found else {
            return Err(boxed(missing(reference, &artifact.manifest_digest)));
        };
        if written.changed && found.bytes != artifact.manifest {
            opened.is_not_anothers(package, &found).await?;
            return Err(boxed(Error::Mismatch {
                reference: reference.to_string(),
                part: "manifest",
                expected: artifact.manifest_digest,
                found: found.digest.to_string(),
            }));
        }
        if !written.changed {
            // What was there before was made by whoever published it: its own descriptors must hold, and its files
            // be the package's.
            if let Comparison::Other(conflict) =
                opened.compare(package, &found).await.map_err(boxed)?
            {
                return Err(conflict);
            }
            opened.blobs_hold(&found).await.map_err(boxed)?;
        }
        let plain_http = if opened.session.is_plain_http().await {
            " --plain-http"
        } else {
            ""
        };
        let (name, version) = (&package.metadata.name, &package.metadata.version);
        let place = reference.without_tag();
        Ok(Publication {
            kind: TargetKind::Registry,
            target: self.name(),
            reference: reference.to_string(),
            digest: found.digest.to_string(),
            state: if written.changed {
                PublicationState::Released
            } else {
                PublicationState::Unchanged
            },
            visibility: Visibility::Verified,
            chart_url: None,
            index_url: None,
            install: vec![
                format!("helm install {name} {place} --version {version}{plain_http}"),
                format!("helm pull {place} --version {version}{plain_http}"),
            ],
            findings: Vec::new(),
        })
    }
}

impl Opened {
    /// Fails when the tag names another publisher's chart.
    async fn is_not_anothers(&self, package: &Package, found: &Fetched) -> Result<(), TargetError> {
        match self.compare(package, found).await.map_err(boxed)? {
            // Only what could be looked into is another's chart; anything else is a registry that is in trouble.
            Comparison::Other(conflict) if !conflict.differs_in.is_empty() => Err(conflict),
            _ => Ok(()),
        }
    }

    /// Reads the config and the package that this run wrote.
    async fn artifact_holds(&self, artifact: &ChartArtifact) -> Result<(), Error> {
        let (config, content) = (&artifact.config_digest, &artifact.content_digest);
        tokio::try_join!(
            self.blob_holds("config", config.as_str()),
            self.blob_holds("package", content.as_str()),
        )
        .map(|_| ())
    }

    /// Reads the config and the package, and compares each with the digest that the manifest gives it.
    async fn blobs_hold(&self, found: &Fetched) -> Result<(), Error> {
        let config = async {
            match &found.manifest.config {
                Some(config) => self.blob_holds("config", &config.digest).await,
                None => Ok(()),
            }
        };
        let layer = async {
            match found.manifest.chart_layer() {
                Some(layer) => self.blob_holds("package", &layer.digest).await,
                None => Ok(()),
            }
        };
        tokio::try_join!(config, layer).map(|_| ())
    }

    async fn blob_holds(&self, part: &'static str, digest: &str) -> Result<(), Error> {
        // Only sha256 can be compared; a chart pushed under another algorithm is not this program's.
        let Some(expected) = Digest::parse(digest) else {
            return Ok(());
        };
        let blob = self.session.blob(digest, LONGEST_PACKAGE).await?;
        let found = blob.map(|blob| Digest::of(&blob));
        if found.as_ref() == Some(&expected) {
            return Ok(());
        }
        Err(Error::Mismatch {
            reference: self.reference.to_string(),
            part,
            expected,
            found: found.map_or_else(|| "nothing".to_owned(), |found| found.to_string()),
        })
    }
}

/// Who published a chart and when, as far as its annotations tell: "2026-05-04T10:11:00Z, by …, commit 8d01b7e".
pub(super) fn who_and_when(manifest: &Manifest) -> Option<String> {
    let annotations = manifest.annotations.as_ref()?;
    let text = |key: &str| {
        annotations
            .get(key)
            .map(|text| crate::registry::one_line(text))
            .filter(|text| !text.is_empty())
    };
    let parts: Vec<String> = [
        text(CREATED),
        text(AUTHORS).map(|authors| format!("by {authors}")),
        text(REVISION).map(|revision| format!("commit {revision}")),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn missing(reference: &ChartReference, expected: &Digest) -> Error {
    Error::Mismatch {
        reference: reference.to_string(),
        part: "manifest",
        expected: expected.clone(),
        found: "nothing".to_owned(),
    }
}
