//! One repository's requests, each sent once: who asks has another way where one fails.

use std::io::Read as _;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_ENCODING, HeaderValue};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use url::Url;

use super::ApiError;
use crate::git::{Kind, ObjectId};
use crate::http::{innermost_cause, is_confidential};
use crate::secret::Secret;

/// How long an answer to a question may take. There is another way to ask.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);
/// How long a commit may take: its files travel with it.
pub(super) const COMMIT_PATIENCE: Duration = Duration::from_secs(120);
/// The most that a GraphQL answer may hold.
const LARGEST_ANSWER: usize = 1 << 20;
/// The largest file: GitHub keeps none of more than 100 MB, and this endpoint gives none.
const LARGEST_FILE: usize = 100_000_000;

/// Where the API is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addresses {
    /// The REST API's: `https://api.github.com/`.
    rest: Url,
    /// The GraphQL API's: `https://api.github.com/graphql`.
    graphql: Url,
}

impl Addresses {
    /// Takes both as the runner gives them (`GITHUB_API_URL`, `GITHUB_GRAPHQL_URL`); `None` when a token must not travel
    /// there: plain HTTP to another machine.
    pub fn new(rest: &str, graphql: &str) -> Option<Self> {
        let url = |text: &str| {
            let url = Url::parse(text).ok()?;
            is_confidential(&url).then_some(url)
        };
        let mut rest = url(rest)?;
        rest.path_segments_mut().ok()?.pop_if_empty().push("");
        Some(Self {
            rest,
            graphql: url(graphql)?,
        })
    }
}

/// `owner/name` of a repository at GitHub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepositoryName {
    /// The user or organization.
    pub owner: String,
    /// The repository.
    pub name: String,
}

impl std::fmt::Display for RepositoryName {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}/{}", self.owner, self.name)
    }
}

/// The API, for one repository.
#[derive(Debug, Clone)]
pub struct Api {
    addresses: Addresses,
    pub(super) repository: RepositoryName,
    token: Secret,
    client: reqwest::Client,
}

/// A GraphQL answer (its specification, "Response Format").
#[derive(Deserialize)]
struct Answer<T> {
    data: Option<T>,
    #[serde(default)]
    errors: Vec<AnswerError>,
}

#[derive(Deserialize)]
struct AnswerError {
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    message: String,
    /// The field of the answer that it is about, from the top.
    #[serde(default)]
    path: Vec<serde_json::Value>,
}

impl AnswerError {
    /// Whether the answer can be used all the same: it says of a part of an object that it is not there, which its null
    /// says too, or does not tell how large the repository is.
    fn is_harmless(&self) -> bool {
        (self.kind == "NOT_FOUND" && self.path.len() > 2)
            || self.path.last().is_some_and(|field| field == "diskUsage")
    }
}

impl Api {
    /// The API at these addresses, for one repository. No request is made.
    pub fn new(
        addresses: Addresses,
        repository: RepositoryName,
        token: Secret,
        client: reqwest::Client,
    ) -> Self {
        Self {
            addresses,
            repository,
            token,
            client,
        }
    }

    /// Asks a question in GraphQL, or changes something.
    pub(super) async fn graphql<T: DeserializeOwned>(
        &self,
        document: &str,
        variables: serde_json::Value,
        patience: Duration,
    ) -> Result<T, ApiError> {
        let url = &self.addresses.graphql;
        let request = self
            .client
            .post(url.clone())
            .body(json!({ "query": document, "variables": variables }).to_string())
            .timeout(patience);
        let bytes = self
            .send(url, request, "application/json", LARGEST_ANSWER)
            .await?;
        data(url, &bytes)
    }

    /// A file's content (`GET /repos/{owner}/{repo}/git/blobs/{file_sha}`), which is what its id says.
    ///
    /// # Errors
    /// When it is not given, or is another file's.
    pub async fn blob(&self, id: ObjectId) -> Result<Vec<u8>, ApiError> {
        let RepositoryName { owner, name } = &self.repository;
        let mut url = self.addresses.rest.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend([
                "repos",
                owner,
                name,
                "git",
                "blobs",
                id.to_string().as_str(),
            ]);
        }
        let request = self
            .client
            .get(url.clone())
            .header(ACCEPT_ENCODING, "gzip")
            .timeout(COMMIT_PATIENCE);
        let kind = "application/vnd.github.raw+json";
        let bytes = self.send(&url, request, kind, LARGEST_FILE).await?;
        if ObjectId::of(Kind::Blob, &bytes) == id {
            Ok(bytes)
        } else {
            Err(unusable(&url, "its bytes are not those of that id"))
        }
    }

    async fn send(
        &self,
        url: &Url,
        request: reqwest::RequestBuilder,
        accept: &'static str,
        largest: usize,
    ) -> Result<Vec<u8>, ApiError> {
        let mut authorization = HeaderValue::from_str(&format!("Bearer {}", self.token.expose()))
            .map_err(|_| unusable(url, "the token is no header's value"))?;
        authorization.set_sensitive(true);
        let unreachable = |error: reqwest::Error| ApiError::Unreachable {
            url: shown(url),
            cause: innermost_cause(&error),
        };
        let mut response = request
            .header(AUTHORIZATION, authorization)
            .header(ACCEPT, accept)
            .send()
            .await
            .map_err(unreachable)?;
        let status = response.status();
        tracing::debug!(url = shown(url), status = status.as_u16(), "GitHub's API");
        if status != StatusCode::OK {
            return Err(ApiError::Status {
                url: shown(url),
                status: status.as_u16(),
            });
        }
        let is_packed = response
            .headers()
            .get(CONTENT_ENCODING)
            .is_some_and(|encoding| encoding == "gzip");
        let too_large = || unusable(url, format!("it has more than {largest} bytes"));
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
            if bytes.len() + chunk.len() > largest {
                return Err(too_large());
            }
            bytes.extend_from_slice(&chunk);
        }
        if !is_packed {
            return Ok(bytes);
        }
        let mut unpacked = Vec::new();
        let limit = u64::try_from(largest).unwrap_or(u64::MAX).saturating_add(1);
        flate2::read::MultiGzDecoder::new(bytes.as_slice())
            .take(limit)
            .read_to_end(&mut unpacked)
            .map_err(|error| unusable(url, error))?;
        if unpacked.len() > largest {
            return Err(too_large());
        }
        Ok(unpacked)
    }

    /// The error for an answer of the GraphQL API that lacks something.
    pub(super) fn unusable(&self, problem: &str) -> ApiError {
        unusable(&self.addresses.graphql, problem)
    }
}

/// The data of a GraphQL answer.
pub(super) fn data<T: DeserializeOwned>(url: &Url, bytes: &[u8]) -> Result<T, ApiError> {
    let answer: Answer<T> = serde_json::from_slice(bytes).map_err(|error| unusable(url, error))?;
    let error = answer.errors.into_iter().find(|error| !error.is_harmless());
    if let Some(AnswerError { kind, message, .. }) = error {
        return Err(ApiError::Refused { kind, message });
    }
    answer
        .data
        .ok_or_else(|| unusable(url, "it has neither data nor errors"))
}

fn unusable(url: &Url, problem: impl ToString) -> ApiError {
    ApiError::Unusable {
        url: shown(url),
        problem: problem.to_string(),
    }
}

fn shown(url: &Url) -> String {
    format!(
        "{}{}",
        url.origin().ascii_serialization(),
        url.path().trim_end_matches('/')
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_travels_over_tls_or_stays_here() {
        for (rest, graphql, safe) in [
            (
                "https://api.github.com",
                "https://api.github.com/graphql",
                true,
            ),
            ("http://127.0.0.1:1/api", "http://[::1]:1/graphql", true),
            (
                "http://ghes.example/api/v3",
                "https://ghes.example/api",
                false,
            ),
            (
                "https://ghes.example/api/v3",
                "http://ghes.example/api",
                false,
            ),
            ("file:///api", "https://ghes.example/api", false),
            ("", "", false),
        ] {
            assert_eq!(Addresses::new(rest, graphql).is_some(), safe, "{rest}");
        }
    }
}
