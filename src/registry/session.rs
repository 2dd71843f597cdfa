//! A session with one repository of one registry: one connection pool, one token, for all of a release.

use reqwest::{Method, StatusCode};

use super::authorization::Permission;
use super::blob::Upload;
use super::client::Client;
use super::error::Error;
use super::reference::{RegistryHost, RepositoryName};
use super::transport::{Repeat, Request, Transport};

/// A session. Its requests are in the files of what they are about: blobs in `blob.rs`, manifests in `manifest.rs`.
#[derive(Debug)]
pub struct Session {
    pub(super) transport: Transport,
}

/// What is known about writing before anything is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriteAccess {
    /// The registry asks nobody for anything.
    Open,
    /// The credentials may write.
    Granted,
}

impl Session {
    pub(super) fn new(client: Client, host: RegistryHost, repository: RepositoryName) -> Self {
        Self {
            transport: Transport::new(client, host, repository),
        }
    }

    /// Finds the registry and learns how it wants to be spoken to.
    ///
    /// # Errors
    /// When it cannot be reached, is no registry, or refuses the credentials.
    pub async fn connect(&self) -> Result<(), Error> {
        self.transport.base().await.map(|_| ())
    }

    /// Whether the registry is spoken to over plain HTTP; `false` when it cannot be reached.
    pub async fn is_plain_http(&self) -> bool {
        self.transport
            .base()
            .await
            .is_ok_and(|base| base.scheme() == "http")
    }

    /// Proves, as far as that goes without writing, that the credentials may write here.
    ///
    /// An open registry is asked nothing, and a token that tells its scope needs no more. Opaque tokens (GHCR's) and
    /// passwords (ECR's) tell nothing, and "may pull, may not push" is the commonest fault of a release job; so there
    /// an upload is opened and given up at once, as go-containerregistry's `CheckPushPermission` does. That writes
    /// nothing that anyone can see: no blob, no tag, no repository in a listing (`_catalog`, `tags/list`; looked at
    /// with distribution 2.8 and 3.1), and a session that could not be given up ends by itself. It is the only
    /// request of a preflight that is not a GET or a HEAD.
    ///
    /// # Errors
    /// When they may not, with the permission that is missing.
    pub async fn prove_write_access(&self) -> Result<WriteAccess, Error> {
        self.transport.base().await?;
        match self.transport.authorization.permission().await {
            Permission::Open => return Ok(WriteAccess::Open),
            Permission::Granted => return Ok(WriteAccess::Granted),
            Permission::Denied => return Err(self.transport.authorization.denied().await),
            Permission::Unknown => {}
        }
        match self.open_upload().await? {
            Upload::Opened(url) => {
                let mut request = Request::reading(Method::DELETE, url, "give up an upload");
                request.repeat = Repeat::Never;
                if let Err(error) = self.transport.send(request).await {
                    tracing::debug!(%error, "the upload session was not given up; it ends by itself");
                }
            }
            Upload::Refused(answer)
                if matches!(
                    answer.status,
                    StatusCode::METHOD_NOT_ALLOWED | StatusCode::NOT_IMPLEMENTED
                ) =>
            {
                tracing::debug!(status = answer.status.as_u16(), "write access is unknown");
            }
            Upload::Refused(answer) => {
                return Err(self.transport.refused(answer, "open an upload").await);
            }
        }
        Ok(WriteAccess::Granted)
    }
}
