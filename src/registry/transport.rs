//! Requests to one repository of one registry: with authorization, repeated where that is safe, and never led to
//! another host with a credential.

use std::sync::Mutex;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{
    ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue, WARNING,
};
use reqwest::{Method, StatusCode};
use tokio::sync::OnceCell;
use url::Url;

use super::authorization::Authorization;
use super::bearer::{host_of, sensitive};
use super::client::Client;
use super::diagnosis::one_line;
use super::error::{Error, Refusal, tried};
use super::exchange::{Answer, Failure, Outgoing, exchange};
use super::reference::{RegistryHost, RepositoryName};
use crate::http::is_confidential;
use crate::http::retry::{RetryPolicy, retry_after};
use crate::http::shown;
use crate::secret::Secret;

/// How many redirects are followed.
const LONGEST_CHAIN: usize = 5;

/// What to do when the registry leads a request to another host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Elsewhere {
    /// It is an error: nothing but blobs is kept elsewhere.
    Refuse,
    /// Follow, without a credential: registries keep blobs in object storage.
    WithoutCredentials,
}

/// Whether a request may be sent again after it may have had its effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeat {
    /// It has the same effect twice as once (or a harmless one).
    Safe,
    /// It has not: the caller looks first what came of it.
    Never,
}

/// One request.
#[derive(Debug)]
pub(super) struct Request<'a> {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) accept: Option<&'static str>,
    pub(super) content_type: Option<&'a str>,
    pub(super) body: Option<&'a [u8]>,
    pub(super) repeat: Repeat,
    pub(super) elsewhere: Elsewhere,
    pub(super) limit: usize,
    /// For messages and progress: "look for the tag".
    pub(super) doing: &'static str,
}

impl Request<'_> {
    /// A request that reads.
    pub(super) fn reading(method: Method, url: Url, doing: &'static str) -> Self {
        Self {
            method,
            url,
            accept: None,
            content_type: None,
            body: None,
            repeat: Repeat::Safe,
            elsewhere: Elsewhere::Refuse,
            limit: 4 * 1024 * 1024,
            doing,
        }
    }
}

/// The transport to one repository.
#[derive(Debug)]
pub(super) struct Transport {
    client: Client,
    host: RegistryHost,
    repository: RepositoryName,
    base: OnceCell<Url>,
    pub(super) authorization: Authorization,
    /// The registry's warnings that were shown already.
    warnings: Mutex<Vec<String>>,
}

impl Transport {
    pub(super) fn new(client: Client, host: RegistryHost, repository: RepositoryName) -> Self {
        Self {
            authorization: Authorization::new(client.clone(), host.clone(), repository.clone()),
            client,
            host,
            repository,
            base: OnceCell::new(),
            warnings: Mutex::default(),
        }
    }

    pub(super) fn retry(&self) -> &RetryPolicy {
        &self.client.retry
    }

    /// The registry's address: found, and its kind of authorization learnt, by the first question to `/v2/`.
    pub(super) async fn base(&self) -> Result<&Url, Error> {
        self.base.get_or_try_init(|| self.ping()).await
    }

    /// The address of something in the repository: `manifests/1.0.0`.
    pub(super) async fn url(&self, path: &str) -> Result<Url, Error> {
        let base = self.base().await?;
        base.join(&format!("{}/{path}", self.repository))
            .map_err(|_| Error::Unusable {
                url: shown(base),
                what: "under an address that cannot be extended".to_owned(),
            })
    }

    /// `GET /v2/`. A registry on this machine is asked over plain HTTP first, and over TLS when it wants that.
    async fn ping(&self) -> Result<Url, Error> {
        let loopback = self.host.is_loopback();
        let plain = loopback || self.client.plain_http;
        let address = |scheme: &str| {
            Url::parse(&format!("{scheme}://{}/v2/", self.host.api())).map_err(|_| {
                Error::Unusable {
                    url: self.host.to_string(),
                    what: "under no address that can be asked".to_owned(),
                }
            })
        };
        let url = address(if plain { "http" } else { "https" })?;
        let request = |url: &Url| Request::reading(Method::GET, url.clone(), "answer under /v2/");
        let mut answer = self.send_to(&url, request(&url)).await;
        let mut base = url;
        if loopback
            && !self.client.plain_http
            && matches!(&answer, Ok(answer) if answer.status == StatusCode::BAD_REQUEST)
        {
            base = address("https")?;
            answer = self.send_to(&base, request(&base)).await;
        }
        let answer = answer?;
        if answer.status == StatusCode::NOT_FOUND {
            return Err(Error::Unusable {
                url: shown(&base),
                what: "404: there is no OCI registry".to_owned(),
            });
        }
        if !answer.status.is_success() {
            return Err(self.refused(answer, "answer under /v2/").await);
        }
        let html = answer
            .header("content-type")
            .is_some_and(|kind| kind.to_ascii_lowercase().contains("text/html"));
        if html {
            return Err(Error::Unusable {
                url: shown(&base),
                what: "a web page: there is no OCI registry".to_owned(),
            });
        }
        Ok(base)
    }

    /// Sends a request to the registry.
    pub(super) async fn send(&self, request: Request<'_>) -> Result<Answer, Error> {
        let base = self.base().await?.clone();
        self.send_to(&base, request).await
    }

    async fn send_to(&self, base: &Url, request: Request<'_>) -> Result<Answer, Error> {
        let mut attempt = 1;
        loop {
            let outcome = self.authorized(base, &request).await;
            if let Ok(answer) = &outcome {
                self.heed_warnings(answer);
            }
            let (asked, reason) = match &outcome {
                Ok(answer) if RetryPolicy::is_transient(answer.status) => (
                    retry_after(&answer.headers, Timestamp::now()),
                    answer.status.as_u16().to_string(),
                ),
                Err(Failure {
                    transient: true, ..
                }) => (None, "no connection".to_owned()),
                _ => return outcome.map_err(|failure| failure.error),
            };
            let wait = (request.repeat == Repeat::Safe)
                .then(|| self.client.retry.wait(attempt, asked))
                .flatten();
            let Some(wait) = wait else {
                return outcome.map_err(|failure| tried(failure.error, attempt));
            };
            self.rest(
                wait,
                asked,
                attempt,
                &format!("{reason} when asked to {}", request.doing),
            )
            .await;
            attempt += 1;
        }
    }

    /// Waits before another attempt, and says so.
    pub(super) async fn rest(
        &self,
        wait: Duration,
        asked: Option<Duration>,
        attempt: u32,
        reason: &str,
    ) {
        let policy = &self.client.retry;
        policy.rest(&self.host, wait, asked, attempt, reason).await;
    }

    /// Passes a registry's `Warning: 299` on, once (distribution specification, "Warnings").
    fn heed_warnings(&self, answer: &Answer) {
        for warning in answer.headers.get_all(WARNING) {
            let Some(text) = warning
                .to_str()
                .ok()
                .and_then(|text| text.strip_prefix("299 "))
            else {
                continue;
            };
            let text = one_line(text);
            if let Ok(mut shown) = self.warnings.lock()
                && !shown.contains(&text)
            {
                tracing::info!(target: "chartwright::progress", "{} warns: {text}", self.host);
                shown.push(text);
            }
        }
    }

    /// One attempt; a 401 is answered by authorization and one more request.
    async fn authorized(&self, base: &Url, request: &Request<'_>) -> Result<Answer, Failure> {
        let (header, generation) = self.authorization.header(base).await?;
        let answer = self.follow(base, request, header.as_ref()).await?;
        if answer.status != StatusCode::UNAUTHORIZED || answer.url.origin() != base.origin() {
            if header.is_some() && answer.status.is_success() {
                self.authorization.accepted().await;
            }
            return Ok(answer);
        }
        let Some(header) = self.authorization.answer(base, &answer, generation).await? else {
            return Ok(answer);
        };
        let answer = self.follow(base, request, Some(&header)).await?;
        if answer.status.is_success() {
            self.authorization.accepted().await;
        }
        Ok(answer)
    }

    /// Sends, and follows redirects.
    async fn follow(
        &self,
        base: &Url,
        request: &Request<'_>,
        authorization: Option<&Secret>,
    ) -> Result<Answer, Failure> {
        let mut url = request.url.clone();
        for _ in 0..=LONGEST_CHAIN {
            let mut headers = HeaderMap::new();
            if let Some(accept) = request.accept {
                headers.insert(ACCEPT, HeaderValue::from_static(accept));
            }
            if let Some(kind) = request.content_type
                && let Ok(kind) = HeaderValue::from_str(kind)
            {
                headers.insert(CONTENT_TYPE, kind);
            }
            if let Some(body) = request.body {
                headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
            }
            if let Some(authorization) = authorization
                && url.origin() == base.origin()
            {
                headers.insert(
                    AUTHORIZATION,
                    sensitive(authorization.expose(), base).map_err(lasting)?,
                );
            }
            let answer = exchange(
                &self.client.http,
                Outgoing {
                    method: request.method.clone(),
                    url: url.clone(),
                    headers,
                    body: request.body,
                    limit: request.limit,
                },
            )
            .await?;
            if !matches!(answer.status.as_u16(), 301 | 302 | 303 | 307 | 308) {
                return Ok(answer);
            }
            let Some(target) = answer.location() else {
                return Ok(answer);
            };
            let reading = matches!(request.method, Method::GET | Method::HEAD);
            if target.origin() != base.origin() {
                if request.elsewhere == Elsewhere::Refuse || !reading || !is_confidential(&target) {
                    return Err(lasting(self.elsewhere(&url, &target)));
                }
            } else if !reading && !matches!(answer.status.as_u16(), 307 | 308) {
                return Ok(answer);
            }
            url = target;
        }
        Err(lasting(Error::Unusable {
            url: shown(&request.url),
            what: format!("with more than {LONGEST_CHAIN} redirects"),
        }))
    }

    /// The error for being led to another host.
    pub(super) fn elsewhere(&self, asked: &Url, target: &Url) -> Error {
        Error::RedirectedElsewhere {
            host: self.host.to_string(),
            url: shown(asked),
            to: format!("{}://{}", target.scheme(), host_of(target)),
        }
    }

    /// The error that an unwelcome answer is.
    pub(super) async fn refused(&self, answer: Answer, doing: &'static str) -> Error {
        let refusal = Refusal::new(
            &self.host,
            &self.repository,
            &answer,
            doing,
            self.authorization.described(),
        );
        let accepted = self.authorization.is_accepted().await;
        let after = retry_after(&answer.headers, Timestamp::now());
        Error::refused(&self.host, refusal, accepted, after)
    }
}

fn lasting(error: Error) -> Failure {
    Failure {
        error,
        transient: false,
    }
}
