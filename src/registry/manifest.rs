//! Manifests: what a tag names.

use std::collections::BTreeMap;

use reqwest::{Method, StatusCode};
use serde::{Deserialize, Serialize};

use super::digest::Digest;
use super::error::{Error, tried};
use super::reference::Tag;
use super::session::Session;
use super::transport::{Repeat, Request};
use crate::crash;
use crate::http::retry::{RetryPolicy, retry_after};
use crate::http::shown;

/// The media type of an OCI image manifest.
pub const IMAGE_MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";

/// What is taken for a manifest: whatever a tag may name, so that something else than a chart is seen too.
const ACCEPTED: &str = "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.v2+json, application/vnd.docker.distribution.manifest.list.v2+json";

/// The longest manifest that is read (what the specification asks registries to take).
const LIMIT: usize = 4 * 1024 * 1024;

/// What points at content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Descriptor {
    /// What the content is.
    #[serde(rename = "mediaType", default)]
    pub media_type: String,
    /// Its digest, as written; other algorithms than sha256 stay as they are.
    pub digest: String,
    /// Its length in bytes.
    pub size: u64,
}

/// A manifest as it is read: what matters of it, whatever else it holds.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Manifest {
    /// The config of an image manifest; absent in an index.
    pub config: Option<Descriptor>,
    /// The layers of an image manifest.
    #[serde(default)]
    pub layers: Vec<Descriptor>,
    /// The annotations.
    #[serde(default)]
    pub annotations: Option<BTreeMap<String, String>>,
}

/// A manifest that a registry gave.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Their digest.
    pub digest: Digest,
    /// What it says.
    pub manifest: Manifest,
}

/// What a tag is, without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TagState {
    /// It names nothing.
    Free,
    /// It names this digest, when the registry tells.
    Taken(Option<Digest>),
    /// The registry does not say (some answer HEAD with 401, 403 or 405).
    Unknown,
}

/// What came of putting a manifest under a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Put {
    /// It is there now.
    Written,
    /// It was there already.
    Unchanged,
    /// The tag names something else now.
    Taken(Option<Digest>),
}

impl Session {
    /// Looks what a tag is. HEAD costs nothing where pulls are counted (Docker Hub).
    ///
    /// # Errors
    /// When the registry does not answer.
    pub async fn tag_state(&self, tag: &Tag) -> Result<TagState, Error> {
        let url = self.transport.url(&format!("manifests/{tag}")).await?;
        let mut request = Request::reading(Method::HEAD, url, "look for the tag");
        request.accept = Some(ACCEPTED);
        let answer = self.transport.send(request).await?;
        Ok(match answer.status {
            StatusCode::NOT_FOUND => TagState::Free,
            StatusCode::OK => TagState::Taken(
                answer
                    .header("docker-content-digest")
                    .and_then(Digest::parse),
            ),
            status if RetryPolicy::is_transient(status) => {
                return Err(self.transport.refused(answer, "look for the tag").await);
            }
            _ => TagState::Unknown,
        })
    }

    /// Reads the manifest under a tag; `None` when it names nothing (a missing repository is such a case: a push
    /// makes it).
    ///
    /// # Errors
    /// When the registry refuses, or answers something other than a manifest.
    pub async fn manifest(&self, tag: &Tag) -> Result<Option<Fetched>, Error> {
        let url = self.transport.url(&format!("manifests/{tag}")).await?;
        let mut request = Request::reading(Method::GET, url.clone(), "give the manifest");
        request.accept = Some(ACCEPTED);
        request.limit = LIMIT;
        let answer = self.transport.send(request).await?;
        match answer.status {
            StatusCode::OK => {}
            StatusCode::NOT_FOUND => return Ok(None),
            _ => return Err(self.transport.refused(answer, "give the manifest").await),
        }
        let digest = Digest::of(&answer.body);
        // Helm's client asks for the manifest by the digest that it is told, so another one is a broken publication.
        if let Some(theirs) = answer.header("docker-content-digest")
            && theirs.starts_with("sha256:")
            && theirs != digest.as_str()
        {
            return Err(Error::Mismatch {
                reference: shown(&url),
                part: "manifest's digest",
                expected: digest,
                found: super::diagnosis::one_line(theirs),
            });
        }
        let manifest = serde_json::from_slice(&answer.body).map_err(|error| Error::Unusable {
            url: shown(&url),
            what: if error.is_data() {
                "JSON that is no manifest".to_owned()
            } else {
                "something other than JSON where a manifest should be".to_owned()
            },
        })?;
        Ok(Some(Fetched {
            digest,
            bytes: answer.body,
            manifest,
        }))
    }

    /// The same for a manifest that was just put: a registry may take some seconds until it shows what it took.
    ///
    /// # Errors
    /// As [`manifest`](Self::manifest).
    pub async fn manifest_just_written(&self, tag: &Tag) -> Result<Option<Fetched>, Error> {
        let mut attempt = 1;
        loop {
            let found = self.manifest(tag).await?;
            let wait = match found {
                Some(_) => None,
                None => self.transport.retry().until_shown().wait(attempt, None),
            };
            let Some(wait) = wait else {
                return Ok(found);
            };
            let reason = "the manifest is not shown yet";
            self.transport.rest(wait, None, attempt, reason).await;
            attempt += 1;
        }
    }

    /// Puts two blobs, and then the manifest that names them. A registry that does not know a blob at the manifest
    /// which it took before (distribution, while another publisher puts the same one) is given it again.
    ///
    /// # Errors
    /// As [`push_blob`](Self::push_blob) and [`put_manifest`](Self::put_manifest).
    pub async fn push(
        &self,
        tag: &Tag,
        [first, second]: [(&Digest, &[u8]); 2],
        manifest: &[u8],
    ) -> Result<Put, Error> {
        let mut attempt = 1;
        loop {
            tokio::try_join!(
                self.push_blob(first.0, first.1),
                self.push_blob(second.0, second.1),
            )?;
            let error = match self.put_manifest(tag, manifest).await {
                Err(error) if error.lacks_a_blob() => error,
                done => return done,
            };
            let Some(wait) = self.transport.retry().wait(attempt, None) else {
                return Err(error);
            };
            let reason = "it does not know a blob yet that it took";
            self.transport.rest(wait, None, attempt, reason).await;
            attempt += 1;
        }
    }

    /// Puts a manifest under a tag that must name nothing else. The tag is looked at right before, and again before
    /// each further attempt: a PUT that failed on the way may have had its effect, and another publisher may have
    /// been faster. (The protocol has no compare-and-swap; between the look and the PUT a window of one round trip
    /// stays open.)
    ///
    /// # Errors
    /// When the registry refuses it, or is in trouble for all attempts.
    pub async fn put_manifest(&self, tag: &Tag, bytes: &[u8]) -> Result<Put, Error> {
        let digest = Digest::of(bytes);
        let url = self.transport.url(&format!("manifests/{tag}")).await?;
        let mut attempt = 1;
        loop {
            let state = match self.tag_state(tag).await? {
                // The registry does not answer HEAD: read it.
                TagState::Unknown | TagState::Taken(None) => match self.manifest(tag).await {
                    Ok(Some(fetched)) => TagState::Taken(Some(fetched.digest)),
                    Ok(None) => TagState::Free,
                    Err(error @ (Error::Server(_) | Error::Unreachable { .. })) => {
                        return Err(error);
                    }
                    // Not even that: then the PUT tells.
                    Err(_) => TagState::Unknown,
                },
                state => state,
            };
            if let TagState::Taken(found) = state {
                return Ok(if found.as_ref() != Some(&digest) {
                    Put::Taken(found)
                } else if attempt > 1 {
                    Put::Written
                } else {
                    Put::Unchanged
                });
            }
            let mut request = Request::reading(Method::PUT, url.clone(), "take the manifest");
            request.content_type = Some(IMAGE_MANIFEST);
            request.body = Some(bytes);
            request.repeat = Repeat::Never;
            crash::point("manifest-next");
            let outcome = self.transport.send(request).await;
            crash::point("manifest-there");
            let (asked, reason) = match &outcome {
                Ok(answer) if answer.status.is_success() => {
                    let theirs = answer.header("docker-content-digest");
                    return match theirs {
                        Some(theirs)
                            if theirs.starts_with("sha256:") && theirs != digest.as_str() =>
                        {
                            Err(Error::Mismatch {
                                reference: shown(&url),
                                part: "manifest's digest",
                                expected: digest,
                                found: super::diagnosis::one_line(theirs),
                            })
                        }
                        _ => Ok(Put::Written),
                    };
                }
                Ok(answer) if RetryPolicy::is_transient(answer.status) => (
                    retry_after(&answer.headers, jiff::Timestamp::now()),
                    answer.status.as_u16().to_string(),
                ),
                Err(Error::Unreachable { .. }) => (None, "the connection broke off".to_owned()),
                _ => (None, String::new()),
            };
            let wait = if reason.is_empty() {
                None
            } else {
                self.transport.retry().wait(attempt, asked)
            };
            let Some(wait) = wait else {
                return Err(match outcome {
                    Ok(answer) => self.transport.refused(answer, "take the manifest").await,
                    Err(error) => tried(error, attempt),
                });
            };
            self.transport.rest(wait, asked, attempt, &reason).await;
            attempt += 1;
        }
    }
}
