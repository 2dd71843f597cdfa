//! The client: what every registry of a run shares.

use std::sync::Arc;

use super::credential::Credentials;
use super::reference::{RegistryHost, RepositoryName};
use super::session::Session;
use crate::http::retry::RetryPolicy;

/// Makes sessions with repositories. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Client {
    pub(super) http: reqwest::Client,
    pub(super) credentials: Arc<Credentials>,
    pub(super) plain_http: bool,
    pub(super) retry: RetryPolicy,
}

impl Client {
    /// A client that looks for credentials in `credentials`, and speaks plain HTTP with this machine only.
    /// `http` must follow no redirects by itself ([`crate::http::client`]).
    pub fn new(http: reqwest::Client, credentials: Credentials) -> Self {
        Self {
            http,
            credentials: Arc::new(credentials),
            plain_http: false,
            retry: RetryPolicy::default(),
        }
    }

    /// Speaks plain HTTP with every named registry (`--plain-http`).
    #[must_use]
    pub fn plain_http(mut self, allowed: bool) -> Self {
        self.plain_http = allowed;
        self
    }

    /// Replaces the bounds of repeating.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// A session with one repository. Nothing is sent yet.
    pub fn session(&self, host: RegistryHost, repository: RepositoryName) -> Session {
        Session::new(self.clone(), host, repository)
    }
}
