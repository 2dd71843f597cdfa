//! Git's smart HTTP (gitprotocol-http(5)): requests, credentials, redirects, retries.

use std::sync::{Mutex, OnceLock};
use std::time::Duration;

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, LOCATION, RETRY_AFTER};
use reqwest::{Method, Response, StatusCode};
use url::Url;

use super::Credentials;
use super::upload::Greeting;
use crate::git::error::GitError;
use crate::http::innermost_cause;
use crate::secret::redact;

/// How often a request that may be repeated is sent.
const ATTEMPTS: u32 = 4;
/// Redirects followed for the first request to a service.
const REDIRECTS: usize = 5;
/// The longest wait that a server's `Retry-After` is obeyed for.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// The largest answer that is taken: a site of GitHub Pages has at most 1 GB.
const LARGEST_ANSWER: usize = 1 << 31;
/// How much of an error's body is read and shown.
const LONGEST_WORDS: usize = 4096;

/// The two services of a git server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Service {
    /// Reading.
    UploadPack,
    /// Writing.
    ReceivePack,
}

impl Service {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::UploadPack => "git-upload-pack",
            Self::ReceivePack => "git-receive-pack",
        }
    }
}

/// One repository's HTTP side.
#[derive(Debug)]
pub(super) struct Transport {
    pub(super) repository: String,
    /// Where requests go: the URL as given, or where the server redirected to on the same host.
    base: Mutex<Url>,
    authorization: Option<Authorization>,
    client: reqwest::Client,
    /// What the reading side said first; asked for once.
    pub(super) greeting: OnceLock<Greeting>,
}

struct Authorization(String);

impl std::fmt::Debug for Authorization {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Authorization(***)")
    }
}

/// Why a request that must not be repeated got no answer.
pub(super) enum Lost {
    /// It never left this machine, or the server answered with an error.
    Failed(GitError),
    /// It may have been received; this is the error if it was not.
    Unknown(GitError),
}

impl Transport {
    pub(super) fn new(
        repository: String,
        base: Url,
        credentials: Option<Credentials>,
        client: reqwest::Client,
    ) -> Self {
        Self {
            repository,
            base: Mutex::new(base),
            authorization: credentials.map(|credentials| {
                Authorization(credentials.password.basic(&credentials.username))
            }),
            client,
            greeting: OnceLock::new(),
        }
    }

    /// `GET <repository>/info/refs?service=…`: what a service offers.
    pub(super) async fn advertisement(
        &self,
        service: Service,
        protocol: Option<&str>,
    ) -> Result<Vec<u8>, GitError> {
        let mut base = self.base();
        for _ in 0..=REDIRECTS {
            let url = format!("{base}/info/refs?service={}", service.name());
            let response = self
                .repeated(|| {
                    let request = self.request(Method::GET, &url).header(ACCEPT, "*/*");
                    match protocol {
                        Some(protocol) => request.header("Git-Protocol", protocol),
                        None => request,
                    }
                })
                .await?;
            if response.status().is_redirection() {
                base = self.redirected(&base, &url, &response)?;
                continue;
            }
            let response = self.accept(response, service).await?;
            if let Ok(mut known) = self.base.lock() {
                *known = base;
            }
            let expected = format!("application/x-{}-advertisement", service.name());
            if content_type(&response) != expected {
                return Err(self.not_git(format!(
                    "its answer is {:?}, {expected} was expected",
                    content_type(&response)
                )));
            }
            return self.body(response).await;
        }
        Err(self.not_git("it redirects without end".to_owned()))
    }

    /// `POST <repository>/git-upload-pack`: a read, repeated when it fails.
    pub(super) async fn ask(
        &self,
        body: Vec<u8>,
        protocol: Option<&str>,
    ) -> Result<Vec<u8>, GitError> {
        let url = format!("{}/{}", self.base(), Service::UploadPack.name());
        let response = self
            .repeated(|| self.post(&url, Service::UploadPack, body.clone(), protocol))
            .await?;
        let response = self.accept(response, Service::UploadPack).await?;
        self.body(response).await
    }

    /// `POST <repository>/git-receive-pack`: a write, sent once. A server that asks to come later (429) has not looked
    /// at it, so that it is sent again.
    pub(super) async fn send(&self, body: Vec<u8>) -> Result<Vec<u8>, Lost> {
        let url = format!("{}/{}", self.base(), Service::ReceivePack.name());
        let mut attempt = 1;
        let response = loop {
            let sent = self
                .post(&url, Service::ReceivePack, body.clone(), None)
                .send()
                .await;
            let response = match sent {
                Ok(response) => response,
                Err(error) if error.is_connect() => {
                    return Err(Lost::Failed(self.unreachable(&error)));
                }
                Err(error) => return Err(Lost::Unknown(self.unreachable(&error))),
            };
            let status = response.status();
            if status != StatusCode::TOO_MANY_REQUESTS || attempt >= ATTEMPTS {
                break response;
            }
            self.rest(
                attempt,
                retry_after(response.headers()),
                &format!("status {status}"),
            )
            .await;
            attempt += 1;
        };
        let failed = response.status().is_server_error();
        let response = match self.accept(response, Service::ReceivePack).await {
            Ok(response) => response,
            // A proxy in front may say 502 or 504 while the server behind it finishes.
            Err(error) if failed => return Err(Lost::Unknown(error)),
            Err(error) => return Err(Lost::Failed(error)),
        };
        self.body(response).await.map_err(|error| match error {
            GitError::Unreachable { .. } => Lost::Unknown(error),
            error => Lost::Failed(error),
        })
    }

    fn base(&self) -> Url {
        match self.base.lock() {
            Ok(base) => base.clone(),
            Err(poisoned) => poisoned.into_inner().clone(),
        }
    }

    fn request(&self, method: Method, url: &str) -> reqwest::RequestBuilder {
        let request = self.client.request(method, url);
        match &self.authorization {
            Some(Authorization(value)) => request.header(AUTHORIZATION, value),
            None => request,
        }
    }

    fn post(
        &self,
        url: &str,
        service: Service,
        body: Vec<u8>,
        protocol: Option<&str>,
    ) -> reqwest::RequestBuilder {
        let name = service.name();
        let request = self
            .request(Method::POST, url)
            .header(CONTENT_TYPE, format!("application/x-{name}-request"))
            .header(ACCEPT, format!("application/x-{name}-result"))
            .body(body);
        match protocol {
            Some(protocol) => request.header("Git-Protocol", protocol),
            None => request,
        }
    }

    /// Sends a request until it gets an answer that is not "later": connection errors, 5xx and 429 are waited out,
    /// a bounded number of times.
    async fn repeated(
        &self,
        request: impl Fn() -> reqwest::RequestBuilder,
    ) -> Result<Response, GitError> {
        let mut attempt = 1;
        loop {
            let (wait, why) = match request().send().await {
                Ok(response) => {
                    let status = response.status();
                    let later = status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS;
                    if !later || attempt >= ATTEMPTS {
                        return Ok(response);
                    }
                    (retry_after(response.headers()), format!("status {status}"))
                }
                Err(error) => {
                    if attempt >= ATTEMPTS || error.is_builder() {
                        return Err(self.unreachable(&error));
                    }
                    (None, redact(&innermost_cause(&error)))
                }
            };
            self.rest(attempt, wait, &why).await;
            attempt += 1;
        }
    }

    /// Waits before another attempt, as long as the server asks for within bounds, and says so.
    async fn rest(&self, attempt: u32, asked: Option<Duration>, why: &str) {
        let backoff = Duration::from_millis(200 * 4_u64.pow(attempt.saturating_sub(1)));
        let wait = asked.unwrap_or_else(|| backoff.mul_f64(0.5 + fastrand::f64()));
        tracing::info!(
            target: "chartwright::progress",
            "{}: {}, again in {:.1} s{} (attempt {} of {ATTEMPTS})",
            self.repository,
            redact(why),
            wait.as_secs_f64(),
            if asked.is_some() { " (as it asks)" } else { "" },
            attempt + 1,
        );
        tokio::time::sleep(wait).await;
    }

    /// The new base after a redirect of `<base>/info/refs?…`: on the same host only, so that no credential goes
    /// elsewhere, and never from https to http.
    fn redirected(&self, base: &Url, url: &str, response: &Response) -> Result<Url, GitError> {
        let target = response
            .headers()
            .get(LOCATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|location| Url::parse(url).ok()?.join(location).ok())
            .ok_or_else(|| self.not_git("it redirects without saying where to".to_owned()))?;
        let same_host = target.host_str() == base.host_str()
            && target.port_or_known_default() == base.port_or_known_default();
        // http to https on the same host changes the port with the scheme.
        let upgraded = base.scheme() == "http"
            && target.scheme() == "https"
            && target.host_str() == base.host_str();
        let downgraded = base.scheme() == "https" && target.scheme() == "http";
        if !(same_host || upgraded) || downgraded {
            return Err(GitError::Redirected {
                repository: self.repository.clone(),
                to: format!(
                    "{}://{}",
                    target.scheme(),
                    target.host_str().unwrap_or_default()
                ),
            });
        }
        let mut new = target;
        let Some(path) = new.path().strip_suffix("/info/refs").map(str::to_owned) else {
            return Err(
                self.not_git("it redirects to a page that is no git repository's".to_owned())
            );
        };
        new.set_path(&path);
        new.set_query(None);
        new.set_fragment(None);
        Ok(new)
    }

    /// Sorts out the statuses that mean something; what comes back is a 200.
    async fn accept(&self, response: Response, service: Service) -> Result<Response, GitError> {
        let status = response.status();
        if status == StatusCode::OK {
            return Ok(response);
        }
        let location = response
            .headers()
            .get(LOCATION)
            .and_then(|value| value.to_str().ok())
            .map(crate::git::location::without_credentials);
        let said = words(response).await;
        let repository = self.repository.clone();
        Err(match status {
            StatusCode::UNAUTHORIZED if self.authorization.is_none() => {
                GitError::CredentialsNeeded { repository }
            }
            StatusCode::UNAUTHORIZED => GitError::WrongCredentials { repository, said },
            StatusCode::FORBIDDEN if self.authorization.is_none() => {
                GitError::CredentialsNeeded { repository }
            }
            StatusCode::FORBIDDEN => GitError::NoPermission {
                repository,
                write: service == Service::ReceivePack,
                said,
            },
            StatusCode::NOT_FOUND => GitError::NoRepository { repository, said },
            status if status.is_redirection() => GitError::Redirected {
                repository,
                to: location.unwrap_or_default(),
            },
            status => GitError::ServerFailed {
                repository,
                status: status.as_u16(),
                said,
            },
        })
    }

    async fn body(&self, mut response: Response) -> Result<Vec<u8>, GitError> {
        let mut bytes = Vec::new();
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(|error| self.unreachable(&error))?
        {
            if bytes.len() + chunk.len() > LARGEST_ANSWER {
                return Err(GitError::TooLarge {
                    repository: self.repository.clone(),
                    limit: LARGEST_ANSWER,
                });
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    pub(super) fn not_git(&self, problem: String) -> GitError {
        GitError::NotGit {
            repository: self.repository.clone(),
            problem: redact(&problem),
        }
    }

    fn unreachable(&self, error: &reqwest::Error) -> GitError {
        GitError::Unreachable {
            repository: self.repository.clone(),
            cause: redact(&innermost_cause(error)),
        }
    }
}

fn content_type(response: &Response) -> String {
    response
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// `Retry-After` in seconds, bounded. The form with a date is rare, and taken for absent.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers
        .get(RETRY_AFTER)?
        .to_str()
        .ok()?
        .trim()
        .parse()
        .ok()?;
    Some(Duration::from_secs(seconds).min(LONGEST_WAIT))
}

/// The first lines of an error's body when it is text; a page of HTML says nothing to a person.
async fn words(mut response: Response) -> Option<String> {
    let kind = content_type(&response);
    if !(kind.is_empty() || kind.starts_with("text/plain")) {
        return None;
    }
    let mut bytes = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > LONGEST_WORDS {
            bytes.truncate(LONGEST_WORDS);
            break;
        }
    }
    let text = redact(String::from_utf8_lossy(&bytes).trim());
    (!text.is_empty()).then_some(text)
}
